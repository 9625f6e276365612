"""Words about the talks: denials, rumours, labels, announced silence, mediation. All attributed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.talks.facts import Fact

KINDS = {
    "denial": "of",
    "rumour-noted": "what",
    "characterisation": "as",
    "silence-announced": "about",
    "mediation": "step",
    "strike-authorised": "about",
}
"""The acts kept here, and which field holds what each says."""


@dataclass(frozen=True, slots=True)
class Word:
    """``by`` said ``what`` on ``day``; ``kind`` is the act type. ``of`` is what a label is of."""

    kind: str
    by: tuple[str, ...]
    what: str
    of: str | None
    day: date
    entries: tuple[int, ...]


def words(fact: Fact) -> Iterator[Word]:
    """The word that ``fact`` is."""
    yield Word(
        fact.kind,
        fact.parties("by"),
        fact.words(KINDS[fact.kind]) or "",
        fact.words("of") if fact.kind == "characterisation" else None,
        fact.day,
        (fact.entry,),
    )

"""Records for tests of the talks: a file's drafts as the log would hold them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from onrecord.domain.commitment import Commitment
from onrecord.domain.draft import Draft
from onrecord.domain.party import Party
from onrecord.domain.reference import Reference
from onrecord.domain.source import Source, read_source
from onrecord.talks.facts import Told

FIRST = 2
"""Entry 0 is the officer root and entry 1 names the parties."""
LONDON = "Europe/London"
CASE = Path(__file__).parents[3] / "shared/cases/hollywood-2023"
NO_CASE = "../shared/cases/hollywood-2023 is not beside this checkout"


def told(source: Source) -> list[Told]:
    """The source's drafts, from entry ``FIRST`` on."""
    places = {draft.id: FIRST + number for number, draft in enumerate(source.drafts)}
    return [(places[draft.id], _bound(draft, source, places)) for draft in source.drafts]


def demo() -> Source:
    """The fictional dispute of the demonstration."""
    return read_source((files("onrecord.demo") / "dispute.toml").read_bytes(), "dispute.toml")


def hollywood() -> Source:
    """The real dispute beside this checkout."""
    path = CASE / "communications.toml"
    return read_source(path.read_bytes(), path.name)


def _bound(draft: Draft, source: Source, places: dict[str, int]):
    assert source.record is not None
    links = {
        name: Reference(target if isinstance(target, int) else places[target], bytes(32))
        for name, target in draft.links
    }
    own = draft.series is not None
    return draft.bind(
        record=source.record.origin,
        root=1,
        series_number=2 if own else None,
        previous=Reference(0, bytes(32)) if own else None,
        links=links,
        zone=source.record.time_zone,
        commitment=Commitment(bytes(32), 16) if draft.members_only else None,
    )


__all__ = ["CASE", "FIRST", "LONDON", "NO_CASE", "Party", "demo", "hollywood", "told"]

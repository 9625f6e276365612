"""Promises that were released: the communication that made them was taken back or replaced.

A correction that repeats the promise, by whom and what, releases nobody. What was promised and is
no more stays readable: that it was released, when, and by which entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.domain.moment import Moment
from onrecord.talks.facts import REPLACING, Told, facts_of, made_by
from onrecord.talks.promises import KINDS, Promise, promise_of
from onrecord.talks.values import merged


@dataclass(frozen=True, slots=True)
class Released:
    """``promise``, of which nobody is held any more since ``day``, by the last of ``entries``."""

    promise: Promise
    day: date
    entries: tuple[int, ...]


def released(
    told: Iterable[Told], *, zone: str, as_of: Moment | None = None
) -> tuple[Released, ...]:
    """The promises that were released by ``as_of``, oldest first.

    Args:
        told: entries that count and their communications, replaced ones included.
        zone: the record's zone.

    Raises:
        Malformed: ``zone`` is not known.
    """
    held = {entry: said for entry, said in told if as_of is None or made_by(said.made, as_of, zone)}
    found = []
    for entry, said in sorted(held.items()):
        targets = {link.index for name in REPLACING if (link := said.link(name))}
        again = {_words(promise) for promise in _promises((entry, said), zone)}
        for target in sorted(targets & held.keys()):
            for promise in _promises((target, held[target]), zone):
                if _words(promise) not in again:
                    day = said.made.date_in(zone)
                    found.append(Released(promise, day, merged(promise.entries, (entry,))))
    return tuple(found)


def _promises(told: Told, zone: str) -> Iterator[Promise]:
    entry, said = told
    for fact in facts_of(entry, said, zone):
        if fact.kind in KINDS and fact.decides:
            yield promise_of(fact, None, zone)


def _words(promise: Promise) -> tuple[tuple[str, ...], str]:
    return promise.by, " ".join(promise.what.casefold().split())

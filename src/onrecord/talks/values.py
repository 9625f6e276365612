"""What the derived values share: a day with who states it, and how statements of one day join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from onrecord.domain.moment import Moment
from onrecord.talks.facts import Fact


@dataclass(frozen=True, slots=True)
class Stated:
    """A day of the record: who states it, in which entries; ``effective`` where the act has one.

    ``attributed``: nobody states it whose own doing it is.
    """

    day: date
    by: tuple[str, ...]
    entries: tuple[int, ...]
    effective: Moment | None = None
    attributed: bool = False


def versions(facts: Iterable[Fact]) -> tuple[Stated, ...]:
    """The days that ``facts`` give for one happening, one ``Stated`` for each day.

    What the actors say of themselves comes first, then by day. More than one is a contradiction
    that the record holds; both stand.
    """
    days: dict[date, list[Fact]] = {}
    for fact in facts:
        days.setdefault(fact.day, []).append(fact)
    found = [_stated(held) for _, held in sorted(days.items())]
    return tuple(sorted(found, key=lambda stated: stated.attributed))


def entries_of(*stated: Iterable[Stated]) -> tuple[int, ...]:
    """Every entry that some statements rest on, in order, each once."""
    return tuple(sorted({entry for some in stated for each in some for entry in each.entries}))


def merged(*entries: Iterable[int]) -> tuple[int, ...]:
    """Entry numbers in order, each once."""
    return tuple(sorted({entry for some in entries for entry in some}))


def compounded(rises: Iterable[Decimal]) -> Decimal:
    """Yearly rises in percent as one rise in percent.

    >>> str(round(compounded([Decimal("5"), Decimal("4"), Decimal("3.5")]), 2))
    '13.02'
    """
    product = Decimal(1)
    for rise in rises:
        product *= 1 + rise / 100
    return (product - 1) * 100


def _stated(facts: list[Fact]) -> Stated:
    facts = sorted(facts, key=lambda fact: (fact.attributed, fact.order))
    effective = next((held for fact in facts if (held := fact.moment("effective"))), None)
    return Stated(
        facts[0].day,
        tuple(dict.fromkeys(party for fact in facts for party in fact.by)),
        merged(fact.entry for fact in facts),
        effective,
        all(fact.attributed for fact in facts),
    )

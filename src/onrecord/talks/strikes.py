"""Strikes and lockouts: called, begun, ended, and the count of their days.

The first day is day 1. ``day_number`` counts like that; ``elapsed`` tells the days that have gone
by since the first one; the two always differ by one. A strike that ends from 00:01 of a day had
its last day the day before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import cast

from onrecord.domain.moment import Moment, zone_named
from onrecord.talks.facts import Fact, overlap, root_of
from onrecord.talks.machine import Keyed
from onrecord.talks.runs import Run
from onrecord.talks.values import Stated, entries_of, versions

KINDS = frozenset(
    {"strike-called", "strike-began", "strike-ended", "lockout-began", "lockout-ended"}
)
SMALL_HOURS = 4
"""An end that takes effect before this hour leaves the day before as the last one."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One strike (or lockout) of ``by`` against ``against``.

    Each of ``called``, ``began`` and ``ended`` lists the days that the record holds for it: none,
    one, or several where parties contradict each other. The first one listed is what the actors
    themselves say.
    """

    kind: str
    by: tuple[str, ...]
    against: tuple[str, ...]
    called: tuple[Stated, ...] = ()
    began: tuple[Stated, ...] = ()
    ended: tuple[Stated, ...] = ()
    last_day: date | None = None
    workers: int | None = None
    approximate: bool = False

    @property
    def first_day(self) -> date | None:
        """Day 1."""
        return self.began[0].day if self.began else None

    @property
    def over(self) -> bool:
        """Whether an end is on the record."""
        return bool(self.ended)

    @property
    def entries(self) -> tuple[int, ...]:
        """Every entry that it rests on."""
        return entries_of(self.called, self.began, self.ended)

    def on_strike(self, day: date) -> bool:
        """Whether ``day`` is one of its days."""
        if self.first_day is None or day < self.first_day:
            return False
        return self.last_day is None or day <= self.last_day

    def day_number(self, day: date) -> int | None:
        """The number of ``day``, the first day being day 1; None outside the strike."""
        if self.first_day is None or not self.on_strike(day):
            return None
        return (day - self.first_day).days + 1

    def elapsed(self, day: date) -> int | None:
        """Days gone by on ``day`` since the first day; None before it or with no beginning."""
        if self.first_day is None or day < self.first_day:
            return None
        return (day - self.first_day).days

    @property
    def length(self) -> int | None:
        """Its days, first and last both counted; None while no end is on the record."""
        return None if self.last_day is None else self.day_number(self.last_day)


@dataclass(eq=False)
class _Case:
    kind: str
    by: tuple[str, ...]
    against: tuple[str, ...]
    called: list[Fact] = field(default_factory=list)
    began: list[Fact] = field(default_factory=list)
    ended: list[Fact] = field(default_factory=list)
    number: int = -1

    def of(self, fact: Fact) -> bool:
        """Whether ``fact`` is of this kind, by these against those."""
        kind, _, _ = fact.kind.partition("-")
        return (
            self.kind == kind
            and overlap(self.by, fact.parties("by"))
            and overlap(self.against, fact.parties("against"))
        )

    def effective_on(self, fact: Fact, zone: str) -> bool:
        """Whether it was called, by whatever bodies, for the day on which ``fact`` began."""
        if self.began:
            return False
        days = {held.date_in(zone) for call in self.called if (held := call.moment("effective"))}
        return fact.day in days


class Strikes:
    """Strikes and lockouts, by the day on which each is first met.

    Those that a fact may belong to are found by who strikes against whom.
    """

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.all: list[_Case] = []
        self._strikes: Keyed[Strike] = Keyed()
        self._changed: dict[int, _Case] = {}
        self._between: dict[tuple[str, str], list[_Case]] = {}
        self._called_for: dict[date, list[_Case]] = {}

    def add(self, fact: Fact) -> None:
        """Add a fact of ``KINDS`` to the latest case that it goes with, or begin one."""
        kind, _, step = fact.kind.partition("-")
        case = self._case(fact, step)
        if case is None:
            case = _Case(kind, fact.parties("by"), fact.parties("against"))
            self.all.append(case)
            self._index(case)
        if step == "began" and not case.began:
            case.by, case.against = fact.parties("by"), fact.parties("against")
            self._index(case)
        if step == "called" and (effective := fact.moment("effective")):
            self._called_for.setdefault(effective.date_in(self.zone), []).append(case)
        cast(list[Fact], getattr(case, step)).append(fact)
        if step == "ended":
            self._close(case)
        self._changed[case.number] = case

    def values(self) -> Run[Strike]:
        """By the day on which each is first met."""
        for number, case in self._changed.items():
            self._strikes.put(number, _strike(case, self.zone))
        self._changed.clear()
        return self._strikes.values()

    def _close(self, case: _Case) -> None:
        """Of the cases that are over, later words can be of the latest one alone."""
        for pair in _pairs(case.by, case.against):
            held = self._between[pair]
            self._between[pair] = [each for each in held if not each.ended or each is case]

    def _case(self, fact: Fact, step: str) -> _Case | None:
        called = self._called_for.get(fact.day, ()) if step == "began" else ()
        pairs = _pairs(fact.parties("by"), fact.parties("against"))
        near = chain.from_iterable(self._between.get(pair, ()) for pair in pairs)
        found = (held for held in chain(near, called) if _goes_with(fact, step, held, self.zone))
        return max(found, key=lambda held: held.number, default=None)

    def _index(self, case: _Case) -> None:
        case.number = case.number if case.number >= 0 else len(self.all)
        for pair in _pairs(case.by, case.against):
            held = self._between.setdefault(pair, [])
            if case not in held[-1:]:
                held.append(case)


def _pairs(by: Sequence[str], against: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Under which pairs of first parts a case is looked up."""
    whom = dict.fromkeys(root_of(party) for party in against)
    for one in dict.fromkeys(root_of(party) for party in by):
        yield from ((one, other) for other in whom)


def on_strike_together(one: Strike, other: Strike, until: date) -> int:
    """The days up to ``until``, both ends counted, on which both were on."""
    if one.first_day is None or other.first_day is None:
        return 0
    first = max(one.first_day, other.first_day)
    last = min(one.last_day or until, other.last_day or until, until)
    return max(0, (last - first).days + 1)


def _goes_with(fact: Fact, step: str, case: _Case, zone: str) -> bool:
    if step == "began" and case.effective_on(fact, zone):
        return overlap(case.against, fact.parties("against"))
    if not case.of(fact):
        return False
    if step == "ended":
        return not case.ended or {held.by for held in case.ended} != {fact.by}
    if step == "called":
        return not case.began and not case.ended
    return not case.ended


def _strike(case: _Case, zone: str) -> Strike:
    ended = versions(case.ended)
    counted = [fact for fact in case.began if fact.act.get("workers") is not None]
    workers = cast(int | None, counted[0].act.get("workers")) if counted else None
    return Strike(
        case.kind,
        case.by,
        case.against,
        versions(case.called),
        versions(case.began),
        ended,
        last_day_of(ended[0], zone) if ended else None,
        workers,
        bool(counted and counted[0].act.get("approximate")),
    )


def last_day_of(end: Stated, zone: str) -> date:
    """The last day of a strike that ends as ``end`` says: the day before, where it is over soon
    after midnight."""
    if end.effective is None:
        return end.day
    free = end.effective.date_in(zone)
    return free - timedelta(days=1) if _early(end.effective, zone) else free


def _early(effective: Moment, zone: str) -> bool:
    instant = effective.instant
    return instant is None or instant.astimezone(zone_named(zone)).hour < SMALL_HOURS

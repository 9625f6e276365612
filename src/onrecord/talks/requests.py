"""Meetings that were asked for, with what became of each, and days on which parties are to meet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from onrecord.domain.act_values import Due
from onrecord.talks.episodes import same_table
from onrecord.talks.facts import Fact, overlap, root_of
from onrecord.talks.meetings import (
    ANSWERED,
    HELD,
    Answer,
    Meeting,
    answers,
    meeting_of,
    named_day,
)
from onrecord.talks.runs import Growing, Run, Sorted
from onrecord.talks.values import merged

ASKED = frozenset({"meeting-requested"})
PROMISED = frozenset({"promise"})
KINDS = ASKED | ANSWERED | HELD | PROMISED
PLANNING = ANSWERED | HELD | PROMISED


class Request(NamedTuple):
    """``by`` asked ``to`` on ``asked`` to meet on ``for_day``, and what became of it.

    ``accepted``, ``declined`` and ``held`` are the entries that say so; all () is nothing recorded.
    """

    by: tuple[str, ...]
    to: tuple[str, ...]
    asked: date
    for_day: date | None
    about: str | None
    entries: tuple[int, ...]
    accepted: tuple[int, ...] = ()
    declined: tuple[int, ...] = ()
    held: tuple[int, ...] = ()


class Plan(NamedTuple):
    """A day on which parties are to meet, and the entries from which that follows.

    ``told`` is the day on which it was said. ``agreed``: not only asked for by one side.
    """

    day: date
    between: tuple[str, ...]
    told: date
    agreed: bool
    entries: tuple[int, ...]


class Requests:
    """Every meeting asked for, with the answers to it and the meetings that came of it; and plans:
    days on which parties are to meet, asked for, accepted, announced, or named in a promise.

    A meeting is of the requests for its day; where there are none, of those for no day that no
    meeting came of yet. An answer that names a day is to the requests for that day; one that names
    none, or a day for which nobody asked, is to the latest request before it that it can be to.
    """

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._all: Growing[Request] = Growing()
        self._for: dict[tuple[date, str], list[int]] = {}
        self._between: dict[tuple[bool, str, str], list[int]] = {}
        self._undated: dict[str, list[int]] = {}
        self._plans: Sorted[Plan] | None = None
        self._planned: dict[int, tuple[object, ...]] = {}
        self._unplanned: dict[int, None] = {}
        self._told: list[Fact] = []
        self._day: date | None = None
        self._today: list[Answer | Meeting] = []
        self._before: dict[int, Request] = {}

    def add(self, fact: Fact) -> None:
        """Take one fact of ``KINDS`` more."""
        if fact.day != self._day:
            self._day, self._today, self._before = fact.day, [], {}
        if fact.kind in ASKED:
            self._ask(_request(fact, self._zone))
        elif fact.kind in HELD:
            self._hear(meeting_of(fact, self._zone))
        elif fact.kind in ANSWERED:
            for reply in answers(fact, self._zone):
                self._hear(reply)
        if fact.kind in PLANNING:
            self._told.append(fact)

    def values(self) -> Run[Request]:
        """Oldest first."""
        return self._all.run()

    def plans(self) -> Run[Plan]:
        """By the day of the meeting, then by when it was told."""
        if self._plans is None:
            self._plans = Sorted(self._new_plans())
        else:
            for number in self._unplanned:
                if (key := self._planned.pop(number, None)) is not None:
                    self._plans.drop(key)
            for key, plan in self._new_plans():
                self._plans.put(key, plan)
        self._unplanned, self._told = {}, []
        return self._plans.run()

    def _new_plans(self) -> Iterator[tuple[tuple[object, ...], Plan]]:
        for fact in self._told:
            if (plan := _plan(fact, self._zone)) is not None:
                yield _place(plan, fact.entry, fact.place), plan
        for number in self._unplanned:
            if (plan := _asked_for(self._all[number])) is not None:
                self._planned[number] = _place(plan, -1, number)
                yield self._planned[number], plan

    def _ask(self, request: Request) -> None:
        number = len(self._all)
        self._all.append(request)
        self._unplanned[number] = None
        if request.for_day:
            for side in _roots((*request.by, *request.to)):
                self._for.setdefault((request.for_day, side), []).append(number)
        else:
            for side in _roots((*request.by, *request.to)):
                self._undated.setdefault(side, []).append(number)
        for key in _keys(request.to, request.by, request.for_day is not None):
            self._between.setdefault(key, []).append(number)
        if any(_may_be_of(told, request) for told in self._today):
            self._hear_anew()

    def _hear_anew(self) -> None:
        """What was heard today may be of what is asked today, whatever the log has first."""
        for number, request in self._before.items():
            self._all.put(number, request)
        heard, self._today, self._before = self._today, [], {}
        for each in heard:
            self._hear(each)

    def _hear(self, told: Answer | Meeting) -> None:
        self._today.append(told)
        meant = self._met_for(told) if isinstance(told, Meeting) else self._answered_by(told)
        for number in meant:
            request = self._all[number]
            self._before.setdefault(number, request)
            self._all.put(number, _with(request, told))
            self._unplanned[number] = None

    def _answered_by(self, reply: Answer) -> Sequence[int]:
        on_day = self._on_day(reply.for_day, reply.by)
        found = [number for number in on_day if _answers(reply, self._all[number])]
        if not found and (latest := self._latest(reply)) is not None:
            return [latest]
        return found

    def _met_for(self, meeting: Meeting) -> Sequence[int]:
        asked = ((n, self._all[n]) for n in self._on_day(meeting.day, meeting.between))
        found = [n for n, held in asked if same_table((*held.by, *held.to), meeting.between)]
        return found or self._waiting(meeting)

    def _waiting(self, meeting: Meeting) -> list[int]:
        """The requests without a day that no earlier meeting of the two came of."""
        found: dict[int, None] = {}
        for side in _roots(meeting.between):
            numbers = [n for n in self._undated.get(side, ()) if self._may_wait(n)]
            self._undated[side] = numbers
            for number in numbers:
                held = self._all[number]
                told = held.asked <= meeting.day and not (held.held or held.declined)
                if told and same_table((*held.by, *held.to), meeting.between):
                    found[number] = None
        return sorted(found)

    def _may_wait(self, number: int) -> bool:
        """Whether a meeting can still come of it: none has, or one of today that may go back."""
        return not self._all[number].held or number in self._before

    def _on_day(self, day: date | None, parties: tuple[str, ...]) -> Sequence[int]:
        """The requests for ``day`` of or to one of ``parties``; of two, the rarer one's."""
        if day is None:
            return ()
        asked = [self._for.get((day, side), []) for side in _roots(parties)]
        if len(asked) == 2 and min(map(len, asked)) > 0:
            return min(asked, key=len)
        return sorted({number for held in asked for number in held})

    def _latest(self, reply: Answer) -> int | None:
        """The latest request before ``reply``; for a reply with a day, one that names none."""
        keys = product([bool(reply.for_day)], _roots(reply.by), _roots(reply.to) or ("",))
        found = (self._latest_of(self._between.get(key, ()), reply) for key in keys)
        return max((number for number in found if number is not None), default=None)

    def _latest_of(self, numbers: Sequence[int], reply: Answer) -> int | None:
        end = bisect_right(numbers, reply.day, key=lambda number: self._all[number].asked)
        before = (numbers[place] for place in range(end - 1, -1, -1))
        return next((n for n in before if _answers(reply, self._all[n])), None)


def _asked_for(request: Request) -> Plan | None:
    if request.for_day is None or request.declined:
        return None
    return Plan(
        request.for_day,
        (*request.by, *request.to),
        request.asked,
        bool(request.accepted),
        merged(request.entries, request.accepted),
    )


def _place(plan: Plan, entry: int, number: int) -> tuple[object, ...]:
    return plan.day, plan.told, plan.entries, entry, number


def _plan(fact: Fact, zone: str) -> Plan | None:
    if fact.kind == "meeting-accepted" and (day := named_day(fact, zone)):
        parties = (*fact.parties("by"), *fact.parties("to"))
        return Plan(day, parties, fact.day, True, (fact.entry,))
    if fact.kind == "meeting-held" and (following := fact.moment("next")):
        day = following.date_in(zone)
        return Plan(day, fact.parties("between"), fact.day, True, (fact.entry,))
    due = fact.act.get("due")
    if isinstance(due, Due) and due.rule == "after meeting" and due.moment is not None:
        return Plan(due.moment.date_in(zone), fact.parties("by"), fact.day, True, (fact.entry,))
    return None


@lru_cache(maxsize=4_096)
def _roots(parties: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(root_of, parties)))


def _may_be_of(told: Answer | Meeting, request: Request) -> bool:
    """Whether it could be an answer to ``request``, or a meeting that came of it."""
    if isinstance(told, Meeting):
        return told.day == request.for_day or (
            request.for_day is None and told.day >= request.asked
        )
    return _answers(told, request)


@lru_cache(maxsize=4_096)
def _keys(
    whom: tuple[str, ...], by: tuple[str, ...], dated: bool
) -> tuple[tuple[bool, str, str], ...]:
    """Whether only those without a day, whom it went to, and who asked or anybody."""
    undated = (False,) if dated else (False, True)
    return tuple(product(undated, _roots(whom), ("", *_roots(by))))


def _request(fact: Fact, zone: str) -> Request:
    return Request(
        fact.parties("by"),
        fact.parties("to"),
        fact.day,
        named_day(fact, zone),
        fact.words("about"),
        (fact.entry,),
    )


def _answers(reply: Answer, request: Request) -> bool:
    return (
        reply.day >= request.asked
        and overlap(reply.by, request.to)
        and (not reply.to or overlap(reply.to, request.by))
    )


def _with(request: Request, told: Answer | Meeting) -> Request:
    """``request`` with an answer to it, or a meeting that came of it."""
    if isinstance(told, Meeting):
        return request._replace(held=merged(request.held, told.entries))
    if told.kind == "accepted":
        return request._replace(accepted=merged(request.accepted, told.entries))
    return request._replace(declined=merged(request.declined, told.entries))

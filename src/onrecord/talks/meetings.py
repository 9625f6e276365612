"""Meetings: asked for, answered, planned, held."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from onrecord.domain.act_values import Due
from onrecord.talks.episodes import same_table
from onrecord.talks.facts import Fact, overlap, root_of
from onrecord.talks.values import merged

HELD = frozenset({"meeting-held"})
ASKED = frozenset({"meeting-requested"})
ANSWERED = frozenset({"meeting-accepted", "meeting-declined"})
PLANNED = frozenset({"meeting-accepted", "meeting-held", "promise"})


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was held. ``requested_by`` is () where nobody says who asked for it."""

    day: date
    between: tuple[str, ...]
    requested_by: tuple[str, ...]
    executives: bool
    official: bool
    entries: tuple[int, ...]
    next_day: date | None = None


@dataclass(frozen=True, slots=True)
class Request:
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


@dataclass(frozen=True, slots=True)
class Plan:
    """A day on which parties are to meet, and the entries from which that follows.

    ``told`` is the day on which it was said. ``agreed``: not only asked for by one side.
    """

    day: date
    between: tuple[str, ...]
    told: date
    agreed: bool
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """``by`` accepted or declined to meet ``to``; ``for_day`` where the answer names it."""

    kind: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    day: date
    for_day: date | None
    entries: tuple[int, ...]


def meetings(facts: Sequence[Fact], zone: str) -> tuple[Meeting, ...]:
    """The meetings held, oldest first; both sides' words on one day are one meeting."""
    found: dict[tuple[date, frozenset[str]], Meeting] = {}
    for fact in facts:
        if fact.kind in HELD:
            meeting = _meeting(fact, zone)
            key = meeting.day, frozenset(meeting.between)
            if (held := found.get(key)) is not None:
                meeting = _joined(held, meeting)
            found[key] = meeting
    return tuple(found.values())


def answers(facts: Sequence[Fact], zone: str) -> tuple[Answer, ...]:
    """Every meeting accepted or declined, oldest first."""
    return tuple(
        Answer(
            fact.kind.removeprefix("meeting-"),
            fact.parties("by"),
            fact.parties("to"),
            fact.day,
            _for(fact, zone),
            (fact.entry,),
        )
        for fact in facts
        if fact.kind in ANSWERED
    )


def requests(
    facts: Sequence[Fact], zone: str, answers: Iterable[Answer], meetings: Iterable[Meeting]
) -> tuple[Request, ...]:
    """Every meeting asked for, oldest first, with which of ``answers`` and ``meetings`` it got.

    An answer that names a day is to the requests for that day; one that names none, or a day for
    which nobody asked, is to the latest request before it that it can be to.
    """
    asked = _Asked(_request(fact, zone) for fact in facts if fact.kind in ASKED)
    for reply in answers:
        asked.answer(reply)
    for meeting in meetings:
        asked.meet(meeting)
    return asked.requests


def plans(facts: Sequence[Fact], zone: str, requests: Iterable[Request]) -> tuple[Plan, ...]:
    """Days on which parties are to meet: asked for, accepted, announced, or named in a promise."""
    found = [
        Plan(
            request.for_day,
            (*request.by, *request.to),
            request.asked,
            bool(request.accepted),
            merged(request.entries, request.accepted),
        )
        for request in requests
        if request.for_day and not request.declined
    ]
    for fact in facts:
        if (plan := _plan(fact, zone)) is not None:
            found.append(plan)
    return tuple(sorted(found, key=lambda plan: (plan.day, plan.told, plan.entries)))


def _plan(fact: Fact, zone: str) -> Plan | None:
    if fact.kind == "meeting-accepted" and (day := _for(fact, zone)):
        parties = (*fact.parties("by"), *fact.parties("to"))
        return Plan(day, parties, fact.day, True, (fact.entry,))
    if fact.kind == "meeting-held" and (following := fact.moment("next")):
        day = following.date_in(zone)
        return Plan(day, fact.parties("between"), fact.day, True, (fact.entry,))
    due = fact.act.get("due")
    if isinstance(due, Due) and due.rule == "after meeting" and due.moment is not None:
        return Plan(due.moment.date_in(zone), fact.parties("by"), fact.day, True, (fact.entry,))
    return None


def _for(fact: Fact, zone: str) -> date | None:
    moment = fact.moment("for")
    return moment.date_in(zone) if moment else None


def _meeting(fact: Fact, zone: str) -> Meeting:
    following = fact.moment("next")
    return Meeting(
        fact.day,
        fact.parties("between"),
        fact.parties("requested-by"),
        bool(fact.act.get("executives")),
        fact.act.get("official") is not False,
        (fact.entry,),
        following.date_in(zone) if following else None,
    )


def _joined(one: Meeting, other: Meeting) -> Meeting:
    return Meeting(
        one.day,
        one.between,
        one.requested_by or other.requested_by,
        one.executives or other.executives,
        one.official or other.official,
        merged(one.entries, other.entries),
        one.next_day or other.next_day,
    )


class _Asked:
    """Requests with what each got so far, found by day and by who asked whom."""

    def __init__(self, requests: Iterable[Request]) -> None:
        self._all = list(requests)
        self._for: dict[date, list[int]] = {}
        self._between: dict[tuple[bool, str, str], list[int]] = {}
        for number, request in enumerate(self._all):
            if request.for_day:
                self._for.setdefault(request.for_day, []).append(number)
            for key in self._keys(request):
                self._between.setdefault(key, []).append(number)

    @staticmethod
    def _keys(request: Request) -> Iterator[tuple[bool, str, str]]:
        """Whether only those without a day, whom it went to, and who asked or anybody."""
        askers = ("", *dict.fromkeys(map(root_of, request.by)))
        for whom in dict.fromkeys(map(root_of, request.to)):
            yield from ((False, whom, asker) for asker in askers)
            if not request.for_day:
                yield from ((True, whom, asker) for asker in askers)

    @property
    def requests(self) -> tuple[Request, ...]:
        return tuple(self._all)

    def answer(self, reply: Answer) -> None:
        on_day = self._for.get(reply.for_day, ()) if reply.for_day else ()
        found = [number for number in on_day if _answers(reply, self._all[number])]
        latest = self._latest(reply) if not found else None
        for number in found if latest is None else [latest]:
            request = self._all[number]
            if reply.kind == "accepted":
                request = replace(request, accepted=merged(request.accepted, reply.entries))
            else:
                request = replace(request, declined=merged(request.declined, reply.entries))
            self._all[number] = request

    def meet(self, meeting: Meeting) -> None:
        for number in self._for.get(meeting.day, ()):
            request = self._all[number]
            if same_table((*request.by, *request.to), meeting.between):
                self._all[number] = replace(request, held=merged(request.held, meeting.entries))

    def _latest(self, reply: Answer) -> int | None:
        """The latest request before ``reply``; for a reply with a day, one that names none."""
        askers = tuple(dict.fromkeys(map(root_of, reply.to))) or ("",)
        keys = product([bool(reply.for_day)], dict.fromkeys(map(root_of, reply.by)), askers)
        found = (self._latest_of(self._between.get(key, ()), reply) for key in keys)
        return max((number for number in found if number is not None), default=None)

    def _latest_of(self, numbers: Sequence[int], reply: Answer) -> int | None:
        end = bisect_right(numbers, reply.day, key=lambda number: self._all[number].asked)
        before = (numbers[place] for place in range(end - 1, -1, -1))
        return next((n for n in before if _answers(reply, self._all[n])), None)


def _request(fact: Fact, zone: str) -> Request:
    return Request(
        fact.parties("by"),
        fact.parties("to"),
        fact.day,
        _for(fact, zone),
        fact.words("about"),
        (fact.entry,),
    )


def _answers(reply: Answer, request: Request) -> bool:
    return (
        reply.day >= request.asked
        and overlap(reply.by, request.to)
        and (not reply.to or overlap(reply.to, request.by))
    )

"""Meetings: asked for, answered, planned, held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.domain.act_values import Due
from onrecord.talks.episodes import same_table
from onrecord.talks.facts import Fact, overlap
from onrecord.talks.values import merged


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
        if fact.kind == "meeting-held":
            meeting = _meeting(fact, zone)
            key = meeting.day, frozenset(meeting.between)
            if (held := found.get(key)) is not None:
                meeting = _joined(held, meeting)
            found[key] = meeting
    return tuple(found.values())


def answers(facts: Sequence[Fact], zone: str) -> tuple[Answer, ...]:
    """Every meeting accepted or declined, oldest first."""
    kinds = ("meeting-accepted", "meeting-declined")
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
        if fact.kind in kinds
    )


def requests(facts: Sequence[Fact], zone: str) -> tuple[Request, ...]:
    """Every meeting asked for, oldest first, with its answer."""
    replies: dict[date | None, list[Answer]] = {}
    held: dict[date, list[Meeting]] = {}
    for reply in answers(facts, zone):
        replies.setdefault(reply.for_day, []).append(reply)
    for meeting in meetings(facts, zone):
        held.setdefault(meeting.day, []).append(meeting)
    return tuple(
        _request(fact, zone, replies, held) for fact in facts if fact.kind == "meeting-requested"
    )


def plans(facts: Sequence[Fact], zone: str) -> tuple[Plan, ...]:
    """Days on which parties are to meet: asked for, accepted, announced, or named in a promise."""
    found = [
        Plan(
            request.for_day,
            (*request.by, *request.to),
            request.asked,
            bool(request.accepted),
            merged(request.entries, request.accepted),
        )
        for request in requests(facts, zone)
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


def _request(
    fact: Fact,
    zone: str,
    replies: Mapping[date | None, Sequence[Answer]],
    held: Mapping[date, Sequence[Meeting]],
) -> Request:
    by, to, day = fact.parties("by"), fact.parties("to"), _for(fact, zone)
    near = [*replies.get(None, ()), *(replies.get(day, ()) if day else ())]
    said = {
        kind: merged(*(reply.entries for reply in near if _answers(reply, fact, kind)))
        for kind in ("accepted", "declined")
    }
    on_day = held.get(day, ()) if day else ()
    met = (m.entries for m in on_day if same_table((*by, *to), m.between))
    entries = (fact.entry,)
    about = fact.words("about")
    return Request(
        by, to, fact.day, day, about, entries, said["accepted"], said["declined"], merged(*met)
    )


def _answers(reply: Answer, fact: Fact, kind: str) -> bool:
    return (
        reply.kind == kind
        and reply.day >= fact.day
        and overlap(reply.by, fact.parties("to"))
        and (not reply.to or overlap(reply.to, fact.parties("by")))
    )

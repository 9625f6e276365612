"""Meetings that were held, and answers to being asked for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onrecord.talks.facts import Fact
from onrecord.talks.machine import Daily
from onrecord.talks.runs import Run
from onrecord.talks.values import merged

HELD = frozenset({"meeting-held"})
ANSWERED = frozenset({"meeting-accepted", "meeting-declined"})


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


class Answer(NamedTuple):
    """``by`` accepted or declined to meet ``to``; ``for_day`` where the answer names it."""

    kind: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    day: date
    for_day: date | None
    entries: tuple[int, ...]


class Meetings:
    """The meetings held; both sides' words on one day are one meeting."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._found: Daily[Meeting] = Daily()

    def add(self, fact: Fact) -> None:
        """Take one fact of ``HELD`` more."""
        meeting = meeting_of(fact, self._zone)
        self._found.begin(meeting.day)
        key = frozenset(meeting.between)
        held = self._found.get(key)
        self._found.put(key, _joined(held, meeting) if held else meeting)

    def values(self) -> Run[Meeting]:
        """Oldest first."""
        return self._found.values()


def answers(fact: Fact, zone: str) -> Iterator[Answer]:
    """The answer that ``fact`` is."""
    kind = fact.kind.removeprefix("meeting-")
    for_day = named_day(fact, zone)
    yield Answer(kind, fact.parties("by"), fact.parties("to"), fact.day, for_day, (fact.entry,))


def named_day(fact: Fact, zone: str) -> date | None:
    """The day for which a meeting is asked for or answered."""
    moment = fact.moment("for")
    return moment.date_in(zone) if moment else None


def meeting_of(fact: Fact, zone: str) -> Meeting:
    """The meeting that ``fact`` tells of."""
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

"""What an officer should not forget: promises due or overdue, meetings to come, requests waiting.

A promise of word after a meeting is due from the day of the meeting, whether or not the record
holds that it took place. One without a day is never due and always listed: it binds all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.talks.fold import State

WITHIN = 7
"""Days ahead that are looked at, if nothing else is asked."""

OVERDUE, DUE, STANDING, MEETING, UNANSWERED = "overdue", "due", "standing", "meeting", "unanswered"
ORDER = (OVERDUE, DUE, MEETING, UNANSWERED, STANDING)


@dataclass(frozen=True, slots=True)
class Reminder:
    """``kind`` is one of ``ORDER``; ``by`` owes it to ``to`` (the other side of a meeting).

    ``what`` is in the words of the record, "" for a meeting, its ``to`` () where only one party
    is known; ``day`` is None where none is set.
    """

    kind: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    what: str
    day: date | None
    entries: tuple[int, ...]


def reminders(state: State, today: date, *, within: int = WITHIN) -> tuple[Reminder, ...]:
    """What is open on ``today`` and up to ``within`` days later; the most pressing first."""
    until = today + timedelta(days=within)
    found = (*_promises(state, today, until), *_meetings(state, today, until), *_asked(state))
    return tuple(sorted(found, key=lambda r: (ORDER.index(r.kind), r.day or date.max, r.entries)))


def _promises(state: State, today: date, until: date) -> Iterator[Reminder]:
    for promise in state.promises:
        if promise.kept is not None or (promise.due is not None and promise.due > until):
            continue
        kind = STANDING if promise.due is None else DUE
        kind = OVERDUE if promise.overdue(today) else kind
        yield Reminder(kind, promise.by, promise.to, promise.what, promise.due, promise.entries)


def _meetings(state: State, today: date, until: date) -> Iterator[Reminder]:
    """The days on which parties are to meet; word promised after a meeting names one of them."""
    coming = [plan for plan in state.plans if today <= plan.day <= until]
    for plan in coming:
        whole = (each for each in coming if each.day == plan.day and len(each.between) > 1)
        if len(plan.between) == 1 and any(set(plan.between) <= set(each.between) for each in whole):
            continue
        one, *others = plan.between
        yield Reminder(MEETING, (one,), tuple(others), "", plan.day, plan.entries)


def _asked(state: State) -> Iterator[Reminder]:
    """Requests to meet that have no answer and no meeting: who was asked owes a word."""
    for asked in state.requests:
        if not (asked.accepted or asked.declined or asked.held):
            what = asked.about or ""
            yield Reminder(UNANSWERED, asked.to, asked.by, what, asked.for_day, asked.entries)

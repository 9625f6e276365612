"""What changed since: the statements of two moments held beside each other.

A statement that only counts on (day 92 became day 93) has not changed. Which values tell
statements of one rule apart, and which only count on, is said here once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.talks.statements import Statement

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "meeting-request": ("asked", "by", "for"),
    "requested-share": ("by",),
    "promise-kept": ("promised", "what"),
    "promise-overdue": ("promised", "what"),
    "silence-announced": ("date",),
    "return-to-work": ("by", "effective"),
    "nothing-says": ("rumour", "date"),
    "denied": ("of", "date"),
    "moved": ("by",),
    "no-reply": ("by",),
    "sides-disagree": ("matter",),
    "equals-deal": ("deal",),
    "vote-share": ("question", "date"),
    "called-final": ("date",),
}
"""The values that tell statements of a rule about one thing apart."""

COUNTING: Mapping[str, tuple[str, ...]] = {
    "strike-day": ("day", "elapsed"),
    "last-contact": ("days",),
    "longest-silence": ("to", "days"),
    "promise-overdue": ("days",),
    "no-reply": ("days",),
    "together": ("days", "to"),
}
"""The values that count on by themselves while the statement is about a running thing."""


@dataclass(frozen=True, slots=True)
class Changes:
    """``new`` and ``gone`` statements, and those that say something else: before and after."""

    new: tuple[Statement, ...]
    changed: tuple[tuple[Statement, Statement], ...]
    gone: tuple[Statement, ...]


def changes(before: Iterable[Statement], after: Iterable[Statement]) -> Changes:
    """What became of the statements of an earlier moment, in their order."""
    then = {_key(each): each for each in before}
    now = {_key(each): each for each in after}
    both = [(then[key], now[key]) for key in now if key in then]
    return Changes(
        tuple(now[key] for key in now if key not in then),
        tuple(pair for pair in both if _said(pair[0]) != _said(pair[1])),
        tuple(then[key] for key in then if key not in now),
    )


def _key(statement: Statement) -> tuple[object, ...]:
    names = IDENTITY.get(statement.rule, ())
    return statement.rule, statement.about, *(statement.values.get(name) for name in names)


def _said(statement: Statement) -> dict[str, object]:
    values = dict(statement.values)
    if values.get("running", "yes") == "yes":
        for name in COUNTING.get(statement.rule, ()):
            values.pop(name, None)
    return values

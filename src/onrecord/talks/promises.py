"""Promises: what was promised to whom, when it is due, and the word that kept it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from onrecord.domain.act_values import NEXT_WEEK, Due
from onrecord.talks.facts import Fact
from onrecord.talks.values import merged

KINDS = frozenset({"promise"})


@dataclass(frozen=True, slots=True)
class Promise:
    """``what`` was promised on ``day``. ``due`` is the last day on which it is kept in time.

    After a meeting means the day of the meeting at the earliest; ``due`` is then that day, and
    None where no day is named. ``kept`` is the day of the communication that fulfils it.
    """

    by: tuple[str, ...]
    to: tuple[str, ...]
    what: str
    day: date
    rule: str | None
    due: date | None
    entries: tuple[int, ...]
    kept: date | None = None


def promises(
    facts: Sequence[Fact], kept: Sequence[tuple[int, int, date]], zone: str
) -> tuple[Promise, ...]:
    """The promises in ``facts``, oldest first.

    Args:
        kept: which entry fulfils which, with its day: ``(promise entry, entry, day)``.
    """
    fulfilled = {target: (entry, day) for target, entry, day in reversed(kept)}
    return tuple(
        _promise(fact, fulfilled.get(fact.entry), zone) for fact in facts if fact.kind in KINDS
    )


def _promise(fact: Fact, kept: tuple[int, date] | None, zone: str) -> Promise:
    due = fact.act.get("due")
    return Promise(
        fact.parties("by"),
        cast(tuple[str, ...], fact.act.get("to") or ()),
        fact.words("what") or "",
        fact.day,
        str(due) if isinstance(due, Due) else None,
        _due(due, fact.day, zone) if isinstance(due, Due) else None,
        merged((fact.entry,), (kept[0],) if kept else ()),
        kept[1] if kept else None,
    )


def _due(due: Due, told: date, zone: str) -> date | None:
    if due.rule == NEXT_WEEK:
        return told + timedelta(days=13 - told.weekday())
    return due.moment.date_in(zone) if due.moment else None

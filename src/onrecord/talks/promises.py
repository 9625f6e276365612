"""Promises: what was promised to whom, when it is due, and the word that kept it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from onrecord.domain.act_values import NEXT_WEEK, Due
from onrecord.talks.facts import Fact
from onrecord.talks.runs import Growing, Run
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

    @property
    def after_meeting(self) -> bool:
        """Whether it is word after a meeting, whose day is then ``due``."""
        return self.rule is not None and self.rule.startswith("after meeting")

    @property
    def in_time(self) -> bool | None:
        """Whether it was kept by its last day; None while it is not kept, or where none is set."""
        return None if self.kept is None or self.due is None else self.kept <= self.due

    @property
    def lag(self) -> int | None:
        """Days until it was kept: from the meeting for word after one, else from the promise."""
        if self.kept is None:
            return None
        start = self.due if self.after_meeting and self.due else self.day
        return max(0, (self.kept - start).days)

    def overdue(self, today: date) -> bool:
        """Whether its last day has passed and nothing kept it."""
        return self.due is not None and self.due < today and self.kept is None


class Promises:
    """The promises, each with the first word that kept it."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._all: Growing[Promise] = Growing()
        self._facts: dict[int, list[tuple[int, Fact]]] = {}
        self._kept: dict[int, tuple[int, date]] = {}

    def add(self, fact: Fact) -> None:
        """Take one fact of ``KINDS`` more."""
        self._facts.setdefault(fact.entry, []).append((len(self._all), fact))
        self._all.append(promise_of(fact, self._kept.get(fact.entry), self._zone))

    def keep(self, promised: int, entry: int, day: date) -> None:
        """Take it that ``entry``, of ``day``, fulfils the promises of the entry ``promised``."""
        if promised in self._kept and self._kept[promised] < (entry, day):
            return
        self._kept[promised] = (entry, day)
        for place, fact in self._facts.get(promised, ()):
            self._all.put(place, promise_of(fact, (entry, day), self._zone))

    def values(self) -> Run[Promise]:
        """Oldest first."""
        return self._all.run()


def promise_of(fact: Fact, kept: tuple[int, date] | None, zone: str) -> Promise:
    """The promise that ``fact`` gives; ``kept`` by an entry of a day, if it was."""
    due = fact.act.get("due")
    return Promise(
        fact.parties("by"),
        cast(tuple[str, ...], fact.act.get("to") or ()),
        fact.words("what") or "",
        fact.day,
        str(due) if isinstance(due, Due) else None,
        due_day(due, fact.day, zone) if isinstance(due, Due) else None,
        merged((fact.entry,), (kept[0],) if kept else ()),
        kept[1] if kept else None,
    )


def due_day(due: Due, told: date, zone: str) -> date | None:
    """The last day that ``due``, said on ``told``, names; next week ends on its Sunday."""
    if due.rule == NEXT_WEEK:
        return told + timedelta(days=13 - told.weekday())
    return due.moment.date_in(zone) if due.moment else None

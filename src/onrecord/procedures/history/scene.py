"""One row of facts with all that its acts are made of: who, whose dispute, when, and the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from onrecord.domain.act import Act, Position, check_act
from onrecord.domain.act_types import ACT_TYPES
from onrecord.domain.act_values import Value
from onrecord.domain.errors import Malformed
from onrecord.domain.moment import Moment, zone_named
from onrecord.procedures.history.names import Named, Names
from onrecord.procedures.history.phrases import Told, clock, without_marks
from onrecord.procedures.history.table import Row, refused

CERTAINTIES: Mapping[str, str | None] = {
    "": None,
    "sourced": None,
    "one minor source": "minor",
    "minor": "minor",
    "disputed": "disputed",
    "unverified": "unverified",
}
"""What the status column may say, and how sure the entry then is."""

ZONES: Mapping[str, str] = {
    "PT": "America/Los_Angeles",
    "MT": "America/Denver",
    "CT": "America/Chicago",
    "ET": "America/New_York",
    "UTC": "UTC",
    "GMT": "UTC",
    "UK": "Europe/London",
    "CET": "Europe/Paris",
}
"""The short names of zones that a local time may end with; else the record's zone counts."""

_TIME = re.compile(r"(?:(?:about|around|circa) )?(\d{1,2}):(\d{2})(?: ?([A-Z]{2,4}))?\Z")
_PART = re.compile(
    r"(?:(?:about|around|late|early) )?(?:morning|noon|midday|afternoon|evening|night|midnight)"
    r"(?: [A-Z]{2,4})?\Z"
)
_TELLS = re.compile(r"(?P<who>[A-Z][\w.&-]*) (?:tells|says|receives|reports|confirms)\b")


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a dispute; None where the file does not tell one."""

    union: str | None = None
    employers: str | None = None

    @property
    def both(self) -> tuple[str, ...]:
        """Union and employers, () where one of them is not known."""
        return (self.union, self.employers) if self.union and self.employers else ()

    def other(self, party: str) -> str | None:
        """Who faces ``party``."""
        return self.employers if party == self.union else self.union


@dataclass
class Planned:
    """What earlier rows of a dispute left open: the day of the meeting asked for, and a rumour."""

    meeting: date | None = None
    rumour: str | None = None
    rumoured: date | None = None


@dataclass
class Scene:
    """A row, read. ``told`` are the days that its words name; ``outcome`` is what another source
    says besides of the end of a strike."""

    row: Row
    names: Names
    zone: str
    owner: str
    sides: Sides
    by: Named
    to: Named
    made: Moment
    planned: Planned
    certainty: str | None = None
    events: tuple[str, ...] = ()
    told: tuple[Told, ...] = field(default_factory=tuple)
    outcome: str | None = None

    @property
    def fact(self) -> str:
        """Its words without marks of promises."""
        return without_marks(self.row["fact"])

    @cached_property
    def day(self) -> date:
        """Its day, as the row has it."""
        return self.made.day

    @cached_property
    def teller(self) -> tuple[str, ...]:
        """Who tells it: the party with whom the words begin (``LWG tells members that ...``), else
        who acts."""
        match = _TELLS.match(self.fact)
        found = self.names.find(match["who"]) if match else None
        return (found,) if found else self.by.parties

    @property
    def pair(self) -> tuple[str, ...]:
        """The two sides of the row: those it names, else those of its dispute."""
        named = [self.names.whole(p) for p in (*self.by.parties, *self.to.parties)]
        found = tuple(dict.fromkeys(p for p in named if self.names.role(p) in _SIDES))
        roles = {self.names.role(party) for party in found}
        if len(roles) > 1:
            return found
        if not self.sides.both:
            self.row.fail("dispute", "the two sides of it cannot be told; name both in from and to")
        return self.sides.both

    def facing(self, parties: Iterable[str]) -> tuple[str, ...]:
        """Who faces ``parties``: whom the row names on the other side, else the dispute's."""
        whole = [self.names.whole(party) for party in parties]
        named = (*self.to.parties, *self.by.parties)
        for party in whole:
            if found := self.names.others(party, named):
                return found
            if other := self.sides.other(party):
                return (other,)
        return self.row.fail("to", "the other side cannot be told; name it here or as the dispute")

    def act(self, kind: str, positions: tuple[Position, ...] = (), **values: Value | None) -> Act:
        """An act of a type, its fields in order; those that are None are left out.

        Raises:
            HistoryError: a field that must be there is missing, or the act contradicts itself.
        """
        given = {name.strip("_").replace("_", "-"): value for name, value in values.items()}
        fields = []
        for each in ACT_TYPES[kind].fields:
            value = given.pop(each.name, None)
            if value is None and each.required:
                self.row.fail("event_type", f"{kind} needs {each.name}, and the row has none")
            if value is not None:
                fields.append((each.name, value))
        assert not given, given
        try:
            return check_act(Act(kind, tuple(fields), positions))
        except Malformed as error:
            refused(self.row, "fact", error)

    def on(self, day: date | None = None) -> Moment:
        """A day of the row as a moment: with its time for the row's own."""
        return self.made if day is None or day == self.day else Moment(str(day))

    def at(self, day: date, time: str) -> Moment:
        """A time of a day in the record's zone."""
        return moment_at(day, time, self.zone)

    def effective(self) -> Moment | None:
        """The time and day that the words name, such as ``12:01 am PT July 14``."""
        time = clock(self.fact)
        later = [told.day for told in self.told if told.day >= self.day]
        if not later:
            return self.made if self.made.instant else None
        return self.at(later[-1], time) if time else Moment(str(later[-1]))


_SIDES = ("union", "employers")


def moment_at(day: date, time: str, zone: str) -> Moment:
    """``HH:MM`` of a day in a zone."""
    hour, minute = map(int, time.split(":"))
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone_named(zone))
    return Moment(local.isoformat())


def read_made(row: Row, zone: str) -> Moment:
    """When the row took place: its date, with its local time where that is a time of day.

    Raises:
        HistoryError: no date of the calendar, or a time that is none.
    """
    day = read_day(row, "date")
    text = row["local_time"]
    if not text or _PART.match(text):
        return Moment(str(day))
    match = _TIME.match(text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        row.fail("local_time", f"{text!r} is no time such as 20:00 PT, nor a part of the day")
    short = match[3]
    if short and short not in ZONES:
        row.fail("local_time", f"{short!r} is no zone that is known here; use {', '.join(ZONES)}")
    return moment_at(day, f"{match[1]}:{match[2]}", ZONES[short] if short else zone)


def read_day(row: Row, column: str) -> date:
    """The date of a cell, ``YYYY-MM-DD``.

    Raises:
        HistoryError: it is none, or none of the calendar.
    """
    text = row.need(column)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        row.fail(column, f"{text!r} is not a date such as 2031-03-01")
    try:
        Moment(text)
        return date.fromisoformat(text)
    except (ValueError, Malformed):
        row.fail(column, f"{text} is no day of the calendar between 1800 and 2999")


def read_certainty(row: Row) -> str | None:
    """How sure the row is.

    Raises:
        HistoryError: a status that is not one of ``CERTAINTIES``.
    """
    status = row["status"].casefold()
    if status not in CERTAINTIES:
        known = ", ".join(word for word in CERTAINTIES if word)
        row.fail("status", f"{row['status']!r} is not one of {known}")
    return CERTAINTIES[status]


def disputes(rows: Iterable[Row], names: Names, columns: Iterable[str]) -> Mapping[str, Sides]:
    """The sides of each dispute: the party that it is named after, and whom its rows name most
    often on the other side."""
    held: dict[str, Counter[str]] = {}
    for row in rows:
        found = held.setdefault(row["dispute"], Counter())
        for column in columns:
            for part in row.many(column):
                party = names.find(part.partition(" (")[0]) or names.find(part)
                if party is not None:
                    found[names.whole(party)] += 1
    return {name: _sides(name, counts, names) for name, counts in held.items()}


def _sides(name: str, counts: Counter[str], names: Names) -> Sides:
    own = names.find(name)
    every = [party.id for party in names.parties if party.role == "employers"]
    union = own if own and names.role(own) == "union" else None
    employers = own if own and names.role(own) == "employers" else None
    for party, _ in counts.most_common():
        if employers is None and names.role(party) == "employers":
            employers = party
    wholes = {names.whole(party) for party in every}
    if employers is None and len(wholes) == 1:
        (employers,) = wholes
    return Sides(union, employers)

"""A day with its hour: ``midnight on Friday``, ``12:01 a.m. on May 2, Pacific time``.

An hour with a zone falls on a day of the reader's zone. Midnight is the end of the day that it is
named with for some and its beginning for others: both are given.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from re import Match

from onrecord.check.date_calendar import stretch
from onrecord.check.date_reading import Context, Reading
from onrecord.check.date_relative import PARTS_OF_DAY
from onrecord.check.date_times import ZONES, day_in

_SPOKEN = "pacific|mountain|central|eastern|london|british"
_SHORT = "|".join(name for name in ZONES if name not in _SPOKEN.split("|"))
_ZONE_AFTER = re.compile(
    rf" (?:, )?(?:(?P<spoken>{_SPOKEN}) (?:standard |daylight |summer )?time|(?P<short>{_SHORT}))"
    r"(?=$| )"
)


def zone_after(joined: str, at: int, here: str | None) -> tuple[int, str | None]:
    """The zone that stands behind the date, where none stood behind the hour, and its end."""
    match = _ZONE_AFTER.match(joined, at) if here is None else None
    if match is None:
        return at, here
    return match.end(), ZONES[match["spoken"] or match["short"]]


def in_part(reading: Reading, part: str) -> Reading:
    """``Friday night``: the same day; midnight may belong to that day or the next."""
    code, day = PARTS_OF_DAY[part], reading.last
    value = f"{reading.value.partition('T')[0]}T{code}"
    if part == "midnight" and day is not None and day < date.max:
        rule = f"{reading.rule}; midnight ends that day"
        return Reading(value, rule, reading.first, day + timedelta(days=1), reading.named)
    return Reading(value, reading.rule, reading.first, day, reading.named)


def at_hours(
    reading: Reading, hours: Match[str], at: tuple[int, int], here: str | None, context: Context
) -> Reading:
    """The reading of a day at the hour of a match of ``CLOCK``, in the reader's zone."""
    there = context.anchors.zone
    if hours["word"] == "midnight":
        return _midnight(in_part(reading, "midnight"), here, there)
    at = _by_part(reading, hours, at)
    value = f"{reading.value.partition('T')[0]}T{at[0]:02d}:{at[1]:02d}"
    if reading.first is None or reading.last is None or here is None:
        return replace(reading, value=value)
    first, last = (day_in(there, day, at, here) for day in (reading.first, reading.last))
    days = str(first) if first == last else f"{first} to {last}"
    rule = f"{reading.rule}, {at[0]:02d}:{at[1]:02d} {here} = {days} in {there}"
    return Reading(value, rule, first, last, stretch("day", first))


def _by_part(reading: Reading, hours: Match[str], at: tuple[int, int]) -> tuple[int, int]:
    """``6:30 on Thursday night`` is 18:30, where the hour says neither a.m. nor p.m."""
    late = reading.value.partition("T")[2] in {"AF", "EV", "NI"}
    plain = not (hours["half"] or hours["word"] or hours["military"])
    return (at[0] + 12, at[1]) if late and plain and 1 <= at[0] < 12 else at


def _midnight(reading: Reading, here: str | None, there: str) -> Reading:
    """Both midnights of a day, in the reader's zone."""
    if here is None or reading.first is None or reading.last is None:
        return reading
    first, last = (day_in(there, day, (0, 0), here) for day in (reading.first, reading.last))
    rule = f"{reading.rule}; {here} = {first} to {last} in {there}"
    return Reading(reading.value, rule, first, last, reading.named)

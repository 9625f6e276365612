"""Calendar arithmetic on stretches of days: the week, month, quarter ... that a day lies in.

A stretch has a unit, its first and last day (both counted) and a value in the notation of ISO
8601 and TIMEX3: ``2023-05-02``, ``2023-W18``, ``2023-W18-WE``, ``2023-05``, ``2023-Q3``,
``2023-H1``, ``2023-SU``, ``2023``, ``199`` (a decade), ``19`` (a century).

>>> stretch("quarter", date(2023, 8, 2)).value
'2023-Q3'
>>> print(*(shifted(stretch("month", date(2023, 1, 31)), 1))[1:3])
2023-02-01 2023-02-28
>>> plus(date(2023, 1, 31), "month", 1), plus(date(2023, 5, 2), "week", -1)
(datetime.date(2023, 2, 28), datetime.date(2023, 4, 25))
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}


class Stretch(NamedTuple):
    """A unit of the calendar: ``first`` to ``last``, both counted."""

    unit: str
    first: date
    last: date
    value: str


def plus(day: date, unit: str, count: int) -> date:
    """``day`` moved by ``count`` units; a month's missing day becomes its last one.

    Raises OverflowError or ValueError where the calendar (years 1 to 9999) ends.
    """
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS.get(unit, 3 if unit == "season" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("a date beyond the years 1 to 9999")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stretch(unit: str, day: date) -> Stretch:
    """The unit of the calendar that ``day`` lies in."""
    if unit in {"day", "night"}:
        return Stretch("day", day, day, day.isoformat())
    if unit in {"week", "weekend", "fortnight"}:
        return _week(unit, day)
    if unit == "season":
        return season(*_season_of(day))
    months = _MONTHS[unit]
    index = (day.year * 12 + day.month - 1) // months * months
    first = date(max(1, index // 12), index % 12 + 1, 1)
    last = plus(first, "month", months) - timedelta(days=1) if first.year < 9900 else date.max
    return Stretch(unit, first, last, _value(unit, first))


def _week(unit: str, day: date) -> Stretch:
    monday = day - timedelta(days=day.weekday())
    year, week, _ = monday.isocalendar()
    value = f"{year}-W{week:02d}"
    if unit == "weekend":
        saturday = monday + timedelta(days=5)
        return Stretch(unit, saturday, saturday + timedelta(days=1), value + "-WE")
    return Stretch("week", monday, monday + timedelta(days=6), value)


def _value(unit: str, first: date) -> str:
    year = f"{first.year:04d}"
    return {
        "month": f"{year}-{first.month:02d}",
        "quarter": f"{year}-Q{(first.month + 2) // 3}",
        "half": f"{year}-H{(first.month + 5) // 6}",
        "year": year,
        "decade": year[:3],
        "century": year[:2],
    }[unit]


def _season_of(day: date) -> tuple[str, int]:
    year = day.year - 1 if day.month < 3 else day.year
    for name in ("WI", "FA", "SU"):
        if day.month >= SEASON_STARTS[name] or day.month < 3:
            return name, year
    return "SP", year


def season(name: str, year: int) -> Stretch:
    """A season by months: spring is March to May; winter begins in December of ``year``."""
    first = date(year, SEASON_STARTS[name], 1)
    last = plus(first, "month", 3) - timedelta(days=1)
    return Stretch("season", first, last, f"{year:04d}-{name}")


def shifted(of: Stretch, count: int, unit: str | None = None) -> Stretch:
    """The stretch of the same unit that lies ``count`` units (of ``unit``) later."""
    return stretch(of.unit, plus(of.first, unit or of.unit, count))


def part(of: Stretch, which: str) -> tuple[date, date]:
    """``early``, ``mid`` or ``late``: the first, middle or last third of a stretch, in days.

    >>> print(*part(stretch("month", date(2023, 5, 9)), "early"))
    2023-05-01 2023-05-11
    """
    days = (of.last - of.first).days + 1
    third = -(-days // 3)
    if which == "early":
        return of.first, of.first + timedelta(days=third - 1)
    if which == "late":
        return of.last - timedelta(days=third - 1), of.last
    return of.first + timedelta(days=days // 3), of.last - timedelta(days=days // 3)

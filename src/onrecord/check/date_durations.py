"""How many days a length of time may mean: ``three months`` is 75 to 107 days.

A number of days is exact. A number of larger units is taken to half a unit either way, one year
to three months, for nobody counts days when saying "three months". ``about`` doubles
that; ``more than`` and ``at least`` have no upper end but ``MOST``; ``nearly`` ends at the number.

>>> length(3, "month").days, length(146, "day").days, length(6, "week", "about").days
((75, 107), (146, 146), (35, 49))
>>> length(90, "day", "more").days == (91, MOST), length(None, "week").days
(True, (11, 52))
>>> length(2.5, "year").value, length(None, "month").value
('P2Y6M', 'PXM')
"""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

MOST = 36_525
_ALL = 3_652_059
"""The days of the calendar, years 1 to 9999."""
_BOUNDS = {
    "day": (1.0, 1.0),
    "night": (1.0, 1.0),
    "week": (7.0, 7.0),
    "fortnight": (14.0, 14.0),
    "weekend": (7.0, 7.0),
    "month": (30.0, 30.5),
    "quarter": (90.0, 92.0),
    "year": (365.0, 366.0),
    "decade": (3652.0, 3653.0),
    "century": (36524.0, 36525.0),
    "millennium": (365242.0, 365243.0),
}
_LETTERS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "D",
    "week": "W",
    "fortnight": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "C",
    "millennium": "L",
}
_PARTS = {"year": ("month", 12), "minute": ("second", 60), "hour": ("minute", 60)}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


class Length(NamedTuple):
    """``days``: the least and the most whole days; ``value`` in TIMEX3 notation; ``rule``."""

    days: tuple[int, int]
    value: str
    rule: str

    @property
    def spoken(self) -> str:
        """``92 days``, ``75 to 107 days`` or ``91 days or more``."""
        least, most = self.days
        if most == MOST:
            return f"{least} days or more"
        if least == most:
            return "1 day" if least == 1 else f"{least} days"
        return f"{least} to {most} days"


def length(count: float | None, unit: str, hedge: str = "", *, most: float | None = None) -> Length:
    """``count`` to ``most`` units as days; no count means "several": 1.5 to 7.5 units.

    ``hedge`` is empty, ``about``, ``more``, ``least``, ``less`` or ``most``.
    """
    value = _value(count, unit)
    if count is None:
        days = _days(1.5, 7.5, unit) if unit != "day" else (2, 13)
        return Length(days, value, f"an unstated number of {unit}s: {days[0]} to {days[1]} days")
    return _hedged(count, count if most is None else most, unit, hedge, value)


def _hedged(low: float, high: float, unit: str, hedge: str, value: str) -> Length:
    slack = _slack(low, unit) * (2 if hedge == "about" else 1)
    if hedge == "about" and unit in {"day", "night"}:
        slack = max(2.0, low / 10)
    least, most = _days(low - slack, high + slack, unit)
    if hedge in {"more", "least"}:
        exact = unit in {"day", "night"} and hedge == "more"
        least, most = _days(low, low, unit)[0] + exact, MOST
    elif hedge == "less":
        most = max(least, _days(high, high, unit)[1])
        least = least if unit not in {"day", "night"} else min(most, floor(low * 0.9))
    elif hedge == "most":
        least, most = 0, _days(high, high, unit)[1]
    cap = MOST if most == MOST and hedge in {"more", "least"} else _ALL
    long = Length((max(0, min(least, cap)), max(0, min(most, cap))), value, "an exact count")
    return long if long.days[0] == long.days[1] else long._replace(rule=long.spoken)


def _slack(count: float, unit: str) -> float:
    if unit == "year":
        return 0.25 if count < 2 else 0.5
    if unit in _SECONDS or unit in {"day", "night"}:
        return 0.0
    return {"fortnight": 0.25, "decade": 0.2, "century": 0.05, "millennium": 0.1}.get(unit, 0.5)


def _days(low: float, high: float, unit: str) -> tuple[int, int]:
    if unit in _SECONDS:
        return floor(low * _SECONDS[unit] / 86400), ceil(high * _SECONDS[unit] / 86400)
    shorter, longer = _BOUNDS[unit]
    if unit == "week":
        return ceil(min(low * 7, 1e7)), floor(min(high * 7, 1e7))
    return floor(min(low * shorter, 1e7)), ceil(min(high * longer, 1e7))


def _value(count: float | None, unit: str) -> str:
    letter = _LETTERS[unit]
    clock, letter = ("T", letter[1]) if letter[0] == "T" and len(letter) == 2 else ("", letter)
    if count is None:
        return f"P{clock}X{letter}"
    if unit == "fortnight":
        count *= 2
    whole = int(count)
    if count == whole:
        return f"P{clock}{whole}{letter}"
    if unit in {"decade", "century"}:
        return _value(round(count * {"decade": 10, "century": 100}[unit]), "year")
    if unit in _PARTS:
        smaller, per = _PARTS[unit]
        rest = _value(round((count - whole) * per), smaller).lstrip("PT")
        return f"P{clock}{whole}{letter}{rest}" if whole else f"P{clock}{rest}"
    return f"P{clock}{count:g}{letter}"

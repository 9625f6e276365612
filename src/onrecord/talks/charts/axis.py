"""An axis of days: where a day stands, and where its marks are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.talks.charts.svg import Drawing

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST = 7
"""Months that are named on an axis at most."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from ``first`` to ``last`` between ``left`` and ``right``."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where ``day`` stands; days beyond an end stand at it."""
        span = max(1, (self.last - self.first).days)
        share = min(1.0, max(0.0, (day - self.first).days / span))
        return self.left + share * (self.right - self.left)

    def months(self) -> Iterator[tuple[date, str]]:
        """First days of months to be named, as many as fit."""
        month = (self.first.replace(day=28) + timedelta(days=4)).replace(day=1)
        found = [self.first] if self.first.day == 1 else []
        while month <= self.last:
            found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        step = -(-len(found) // MOST) or 1
        for each in found[::step]:
            year = f" {each.year}" if each.month <= step else ""
            yield each, f"{MONTHS[each.month - 1]}{year}"

    def draw(self, drawing: Drawing, y: float, top: float) -> None:
        """The line at ``y``, months beneath it and thin lines up to ``top``."""
        drawing.line((self.left, y), (self.right, y))
        named = list(self.months())
        for day, name in named:
            drawing.line((self.x(day), top), (self.x(day), y), "l", ' stroke-opacity=".35"')
            drawing.words(self.x(day), y + 15, name, "q small", "middle")
        if not named:
            drawing.words(self.left, y + 15, told(self.first), "q small")


def told(day: date) -> str:
    """A day in a few letters.

    >>> told(date(2031, 3, 1))
    '1 Mar 2031'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

"""How a language writes days, counts and numbers, and its words for the values of statements.

A ``Language`` is a table; the templates of its sentences stand in a module of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Language:
    """``counts`` holds the singular and the plural of what is counted; ``ago`` and ``later`` the
    words for none, one and more days; ``words`` those for values that are one of a few."""

    code: str
    months: Sequence[str]
    day: str
    month: str
    comma: str
    thousands: str
    percent: str
    conjunction: str
    quotes: tuple[str, str]
    counts: Mapping[str, tuple[str, str]]
    days_as: Mapping[str, tuple[str, str, str]]
    words: Mapping[str, str]
    templates: Mapping[str, str]

    def on(self, value: date) -> str:
        """A day in words."""
        return self.day.format(d=value.day, m=self.months[value.month - 1], y=value.year)

    def month_of(self, value: tuple[int, int]) -> str:
        """A month, as its year and number, in words."""
        year, month = value
        return self.month.format(m=self.months[month - 1], y=year)

    def number(self, value: Decimal | int) -> str:
        """A number, without zeros that say nothing after the point.

        >>> from onrecord.talks.statements.spanish import SPANISH
        >>> SPANISH.number(Decimal("3.50"))
        '3,5'
        """
        if isinstance(value, int):
            return f"{value:,}".replace(",", self.thousands)
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(".", self.comma)

    def share(self, value: Decimal) -> str:
        """A percentage."""
        return self.percent.format(self.number(value))

    def count(self, value: int, what: str) -> str:
        """A number of things, the noun in its right form.

        >>> from onrecord.talks.statements.english import ENGLISH
        >>> ENGLISH.count(1, "days"), ENGLISH.count(91, "days")
        ('1 day', '91 days')
        """
        one, many = self.counts[what]
        return f"{self.number(value)} {one if value == 1 else many}"

    def as_days(self, value: int, how: str) -> str:
        """A number of days as an adverb: ``today``, ``1 day ago``, ``91 days ago``."""
        none, one, many = self.days_as[how]
        return (none, one)[value] if value < len((none, one)) else many.format(self.number(value))

    def listed(self, names: Sequence[str]) -> str:
        """Names as a sentence lists them."""
        *first, last = names
        return f"{', '.join(first)} {self.conjunction} {last}" if first else last

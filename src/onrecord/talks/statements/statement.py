"""One statement: a rule, what it is about, the values of its sentence, and its entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from onrecord.talks.prices import Month
from onrecord.talks.values import merged

JOIN = " & "
"""What stands between the parties of a pair, and between several who act as one."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What follows from the record at a moment.

    ``about`` is a party, a pair (``WGA & AMPTP``), an issue of a party's (``WGA pay``), or "".
    ``values`` are int, Decimal, date, Month, Moment, str or tuples of these. ``citations`` are the
    entries that it rests on, in order, never none. ``in_this_record``: it is only as true as the
    record is complete ("first", "none", "longest").
    """

    rule: str
    about: str
    values: Mapping[str, object]
    citations: tuple[int, ...]
    in_this_record: bool = False


class Prices(Protocol):
    """A table of consumer prices."""

    def latest(self, as_of: date) -> Month | None:
        """The latest month published by ``as_of``; None where there is none."""

    def rise(self, first: Month, last: Month, as_of: date) -> Decimal | None:
        """By how many per cent prices rose from one month to another, as published then; None
        where one of them was not."""


def stated(
    rule: str,
    about: str,
    values: Mapping[str, object],
    *entries: Iterable[int],
    in_this_record: bool = False,
) -> Statement:
    """A statement; values that are None are left out, entries are put in order."""
    held = {name: value for name, value in values.items() if value is not None}
    return Statement(rule, about, held, merged(*entries), in_this_record)


def who(parties: Iterable[str]) -> str | None:
    """Parties who act as one, as a value; None where there are none."""
    return JOIN.join(dict.fromkeys(parties)) or None


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """``value`` with so many places, halves away from zero, as people round.

    >>> str(rounded(Decimal("16.865")))
    '16.87'
    """
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def yes_no(value: bool) -> str:
    """A value that is one of two."""
    return "yes" if value else "no"

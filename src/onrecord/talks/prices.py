"""Consumer prices, as they were published at the time. ``docs/spec/prices.md`` has the file's form.

A month's index is known from its ``published`` day on. Where a table does not tell, a month is
taken to be known from the 15th of the next one: prices appear about the middle of it, and a table
that names the day is believed before this rule.

>>> table = read_prices(b"month,index\\n2031-01,200\\n2031-02,201\\n2031-03,203.5\\n", "cpi.csv")
>>> table.latest(date(2031, 4, 14)), table.latest(date(2031, 4, 15))
((2031, 2), (2031, 3))
>>> str(table.rise((2031, 1), (2031, 3), date(2031, 4, 15)))
'1.7500'
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from onrecord.domain.errors import OnRecordError

Month = tuple[int, int]
"""A year and a month of it, 1 to 12."""

MAX_BYTES = 1 << 20
MAX_MONTHS = 2_400
APPEARS = 15
"""The day of the next month from which a month without ``published`` is taken to be known."""

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z")
_INDEX = re.compile(r"(?:index|cpi)(?:_|\Z)|_index(?:_|\Z)", re.I)


class PricesError(OnRecordError):
    """A table of prices is wrong somewhere; the line says in which row and column."""


@dataclass(frozen=True)
class PriceTable:
    """``index`` of each month, and the day from which each is known."""

    name: str
    index: Mapping[Month, Decimal]
    known: Mapping[Month, date]

    def latest(self, as_of: date) -> Month | None:
        """The latest month published by ``as_of``; None where there is none."""
        return max((month for month, day in self.known.items() if day <= as_of), default=None)

    def rise(self, first: Month, last: Month, as_of: date) -> Decimal | None:
        """By how many per cent prices rose from one month to another, as published then; None
        where one of the months was not, or is not in the table."""
        if not all(month in self.known and self.known[month] <= as_of for month in (first, last)):
            return None
        return (self.index[last] / self.index[first] - 1) * 100


def real(pay: Decimal, prices: Decimal) -> Decimal:
    """A rise in pay beside one in prices, both per cent: by how many per cent pay can buy more.

    >>> str(round(real(Decimal("13.022"), Decimal("18.32")), 2))
    '-4.48'
    """
    return ((100 + pay) / (100 + prices) - 1) * 100


def read_prices(data: bytes, name: str) -> PriceTable:
    """The table of the CSV file called ``name``: columns ``month``, the index, maybe ``published``.

    The index is the first column whose name begins with ``index`` or ``cpi``, or holds ``_index``.

    Raises:
        PricesError: the first fault, in one line.
    """
    rows = _rows(data, name)
    header = [cell.strip().lower() for cell in next(rows, [])]
    column = next((n for n, cell in enumerate(header) if _INDEX.search(cell)), None)
    if "month" not in header or column is None:
        raise PricesError(f"{name}: row 1 needs the columns month and index, as in 2031-03,251.3")
    index: dict[Month, Decimal] = {}
    known: dict[Month, date] = {}
    for number, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header) or len(index) == MAX_MONTHS:
            raise PricesError(f"{name}: row {number} is too many, or has not {len(header)} cells")
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        month = _month(row["month"], name, number)
        if month in index:
            raise PricesError(f"{name}: row {number}, column month: {row['month']} is there twice")
        index[month] = _number(cells[column].strip(), name, number)
        known[month] = _known(row.get("published", ""), month, name, number)
    if not index:
        raise PricesError(f"{name}: there is no month in it")
    return PriceTable(name, index, known)


def _rows(data: bytes, name: str) -> Iterator[list[str]]:
    if len(data) > MAX_BYTES:
        raise PricesError(f"{name}: {len(data):,} bytes; {MAX_BYTES:,} are allowed")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PricesError(f"{name} is not UTF-8; save it as CSV in UTF-8") from None
    return iter(csv.reader(io.StringIO(text.replace("\0", ""), newline="")))


def _month(text: str, name: str, row: int) -> Month:
    match = _MONTH.match(text)
    if match is None or not 1800 <= int(match[1]) < 3000 or not 1 <= int(match[2]) <= 12:
        raise PricesError(f"{name}: row {row}, column month: {text!r} is not such as 2031-03")
    return int(match[1]), int(match[2])


def _number(text: str, name: str, row: int) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 < value < 10**9:
        raise PricesError(f"{name}: row {row}: {text!r} is no index such as 251.3")
    return value


def _known(text: str, month: Month, name: str, row: int) -> date:
    if not text:
        year, number = month
        return date(year + number // 12, number % 12 + 1, APPEARS)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PricesError(f"{name}: row {row}, column published: {text!r} is no day") from None

"""A CSV file as rows that know where they stand; every fault is one line with row and column.

RFC 4180, UTF-8 (a byte order mark is allowed). Row 1 is the header, as a spreadsheet shows it. A
cell that begins with ``=`` is text: nothing is ever computed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import excerpt

MAX_BYTES = 4 * 1024 * 1024
MAX_ROWS = 5_000
MAX_HEADER = 10_000
MAX_CELL = 4_000
"""Characters of one cell."""


class HistoryError(OnRecordError):
    """A file of a dispute's history is wrong somewhere: ``name:row N, column C: what; do what``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, white space at their ends gone."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fail(self, column: str, message: str) -> NoReturn:
        """Refuse the file for what stands in ``column`` here."""
        raise HistoryError(f"{self.file}: row {self.number}, column {column}: {message}")

    def need(self, column: str) -> str:
        """The cell, which must not be empty."""
        if not self[column]:
            self.fail(column, "it is empty; write something")
        return self[column]

    def many(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that ``;`` sets apart, empty ones left out."""
        parts = (part.strip() for part in self[column].split(";"))
        return tuple(part for part in parts if part)


def rows_of(
    data: bytes, name: str, *, required: Collection[str], allowed: Collection[str] | None = None
) -> list[Row]:
    """The rows of the CSV file called ``name``, after its header.

    Args:
        required: columns that must be there; ``allowed`` all that may, None for any.

    Raises:
        HistoryError: no CSV, a column missing, unknown or twice, a row too short or too long.
    """
    lines = _lines(data, name)
    header = [cell.strip() for cell in next(lines, [])]
    _check_header(name, header, required, allowed)
    found: list[Row] = []
    for number, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(found) == MAX_ROWS:
            raise HistoryError(f"{name}: more than {MAX_ROWS:,} rows; split the file")
        if len(cells) != len(header):
            raise HistoryError(
                f"{name}: row {number} has {len(cells)} cells and the header {len(header)}; "
                "put cells with commas in quotes"
            )
        row = Row(name, number, dict(zip(header, map(_clean, cells), strict=True)))
        _check_cells(row)
        found.append(row)
    if not found:
        raise HistoryError(f"{name}: there is no row beneath the header; nothing to enter")
    return found


def header_of(data: bytes) -> list[str]:
    """The columns of a CSV file, () for what is none."""
    line = data[:MAX_HEADER].partition(b"\n")[0]
    try:
        return [cell.strip() for cell in next(csv.reader([line.decode("utf-8-sig")]), [])]
    except (UnicodeDecodeError, csv.Error):
        return []


def _lines(data: bytes, name: str) -> Iterator[list[str]]:
    if len(data) > MAX_BYTES:
        raise HistoryError(f"{name}: {len(data):,} bytes; split it, {MAX_BYTES:,} are allowed")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise HistoryError(
            f"{name}: line {line} is not UTF-8; save it as CSV in UTF-8 and try again"
        ) from None
    if "\0" in text:
        raise HistoryError(f"{name}: there is a zero byte in it; save it as CSV in UTF-8")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise HistoryError(f"{name}: line {reader.line_num} is not CSV: {error}") from None


def _check_header(
    name: str, header: list[str], required: Collection[str], allowed: Collection[str] | None
) -> None:
    for column in header:
        if header.count(column) > 1:
            raise HistoryError(f"{name}: row 1: column {excerpt(column)} is there twice")
        if allowed is not None and column not in allowed:
            raise HistoryError(
                f"{name}: row 1: {excerpt(column)} is no column; there are {', '.join(allowed)}"
            )
    for column in required:
        if column not in header:
            raise HistoryError(f"{name}: row 1: the column {column} is missing; add it")


def _clean(cell: str) -> str:
    return " ".join(cell.split())


def _check_cells(row: Row) -> None:
    for column, cell in row.cells.items():
        if len(cell) > MAX_CELL:
            row.fail(column, f"{len(cell):,} characters; {MAX_CELL:,} are allowed")


def refused(row: Row, column: str, error: Malformed) -> NoReturn:
    """Refuse the file for a value that the record does not take."""
    row.fail(column, " ".join(str(error).split()))

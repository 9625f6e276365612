"""The Hollywood case as plain rows, days and sums: nothing of onrecord is used here."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

CASE = Path(__file__).parents[3] / "shared/cases/hollywood-2023"
ZONE = ZoneInfo("America/Los_Angeles")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MID_MONTH = 14
APPEARED = {"2023-08": date(2023, 9, 13)}
"""Release days that the field notes give; any other month appears about the middle of the next."""

Row = dict[str, str]


@dataclass(frozen=True)
class Now:
    """What the rows say at a moment: those known, and the day in the record's zone."""

    known: dict[str, Row]
    today: date

    def has(self, *ids: str) -> bool:
        """Whether every one of these rows is known."""
        return all(row in self.known for row in ids)

    def day(self, row: str) -> date:
        """The row's own day."""
        return day_of(self.known[row])

    def among(self, ids: Iterable[str]) -> list[str]:
        """Those of the rows that are known, and not unverified."""
        return [i for i in ids if i in self.known and self.known[i]["status"] != "unverified"]


def read_rows() -> dict[str, Row]:
    """Each row of facts.csv and positions.csv under its id."""
    rows: dict[str, Row] = {}
    for name in ("facts.csv", "positions.csv"):
        with (CASE / name).open(encoding="utf-8", newline="") as lines:
            rows |= {row["id"]: row for row in csv.DictReader(lines)}
    return rows


def read_prices() -> dict[str, Decimal]:
    """The price index under its month."""
    with (CASE / "cpi.csv").open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines)
        return {row["month"]: Decimal(row["cpi_u_index_1982_84_100_nsa"]) for row in table}


def now(rows: dict[str, Row], as_of: date | datetime, without: Iterable[str] = ()) -> Now:
    """The rows known by then: a date stands for the end of its day in the record's zone."""
    if isinstance(as_of, datetime):
        moment = as_of.astimezone(ZONE)
    else:
        moment = datetime.combine(as_of, time(23, 59, 59), ZONE)
    known = {
        id_: row
        for id_, row in rows.items()
        if moment_of(row).astimezone(UTC) <= moment.astimezone(UTC) and id_ not in without
    }
    return Now(known, moment.date())


def day_of(row: Row) -> date:
    """The day of a fact, or that as of which a position stands."""
    return date.fromisoformat(row.get("date") or row["as_of"])


def moment_of(row: Row) -> datetime:
    """The row's moment; its day's first where it gives no time."""
    found = re.search(r"(\d\d):(\d\d) PT", row.get("local_time", ""))
    at = time(int(found[1]), int(found[2])) if found else time(0, 0)
    return datetime.combine(day_of(row), at, ZONE)


def written(text: str, year: int = 2023) -> date:
    """The first day in a text that is written like "June 30"."""
    names = "|".join(MONTHS)
    found = re.search(rf"\b({names})[a-z]* (\d+)\b", text)
    assert found, text
    return date(year, MONTHS.index(found[1]) + 1, int(found[2]))


def numbers_of(row: Row) -> list[str]:
    """The numbers of a position, as its row writes them."""
    return [number for number in re.split(r";|\.\.", row["numbers"]) if number]


def is_path(row: Row) -> bool:
    """Whether a position is three yearly rises, each of them known."""
    pay = ("minimums (pay)", "general wages", "background wages")
    numbers = numbers_of(row)
    return row["issue"] in pay and len(numbers) == 3 and "?" not in numbers


def compounded(row: Row) -> Decimal:
    """What a path of yearly rises comes to, in percent, exactly."""
    product = Decimal(1)
    for number in numbers_of(row):
        product *= 1 + Decimal(number) / 100
    return (product - 1) * 100


def rounded(value: Decimal, places: str = "0.01") -> str:
    """The value with these places, halves up."""
    return str(value.quantize(Decimal(places), ROUND_HALF_UP))


def appeared(month: str) -> date:
    """When a month's index was published."""
    first = date.fromisoformat(f"{month}-01")
    next_month = (first + timedelta(days=31)).replace(day=MID_MONTH)
    return APPEARED.get(month, next_month)


def rise(prices: dict[str, Decimal], first: str, today: date) -> tuple[str, str]:
    """The rise in percent to the latest month then published, and that month."""
    last = max(month for month in prices if appeared(month) <= today)
    return rounded((prices[last] / prices[first] - 1) * 100), last

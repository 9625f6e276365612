"""Consumer prices, as they were published at the time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.talks.prices import MAX_BYTES, PricesError, read_prices, real
from tests.unit.talks_story import CASE, NO_CASE

TABLE = b"month,cpi,published\n2030-12,200,\n2031-01,202,2031-02-20\n2031-02,205.5,\n"


def test_a_month_is_known_from_its_day_or_else_from_the_middle_of_the_next() -> None:
    table = read_prices(TABLE, "p.csv")
    assert table.latest(date(2031, 1, 14)) is None
    assert table.latest(date(2031, 1, 15)) == (2030, 12)
    assert table.latest(date(2031, 2, 19)) == (2030, 12)
    assert table.latest(date(2031, 2, 20)) == (2031, 1)
    assert table.latest(date(2031, 3, 15)) == (2031, 2)


def test_a_rise_is_of_what_was_published_then() -> None:
    table = read_prices(TABLE, "p.csv")
    assert table.rise((2030, 12), (2031, 1), date(2031, 2, 20)) == Decimal("1.00")
    assert table.rise((2030, 12), (2031, 1), date(2031, 2, 19)) is None
    assert table.rise((2029, 1), (2031, 1), date(2031, 3, 1)) is None


@pytest.mark.skipif(not CASE.is_dir(), reason=NO_CASE)
def test_prices_rose_by_18_point_32_per_cent_from_may_2020_to_april_2023() -> None:
    table = read_prices((CASE / "cpi.csv").read_bytes(), "cpi.csv")
    rise = table.rise((2020, 5), (2023, 4), date(2023, 6, 1))
    assert rise is not None
    assert round(rise, 2) == Decimal("18.32")
    assert table.latest(date(2023, 5, 2)) == (2023, 3)


@given(st.decimals(-50, 200, places=2), st.decimals(-50, 200, places=2))
def test_pay_and_prices_that_rise_alike_buy_the_same(pay: Decimal, prices: Decimal) -> None:
    assert abs(real(pay, pay)) < Decimal("1e-20")
    assert (real(pay, prices) > 0) == (pay > prices)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "row 1 needs the columns month and index"),
        (b"month,price\n2031-01,3\n", "row 1 needs the columns month and index"),
        (b"month,index\n", "there is no month in it"),
        (b"month,index\n2031-13,3\n", "row 2, column month: '2031-13'"),
        (b"month,index\nJan 2031,3\n", "row 2, column month"),
        (b"month,index\n2031-01,0\n", "row 2: '0' is no index"),
        (b"month,index\n2031-01,NaN\n", "row 2: 'NaN' is no index"),
        (b"month,index\n2031-01,3\n2031-01,4\n", "row 3, column month: 2031-01 is there twice"),
        (b"month,index\n2031-01,3,4\n", "row 2 is too many, or has not 2 cells"),
        (b"month,index,published\n2031-01,3,soon\n", "row 2, column published: 'soon' is no day"),
        (b"month,index\n\xff,3\n", "is not UTF-8"),
        (b"x" * (MAX_BYTES + 1), "are allowed"),
    ],
)
def test_a_wrong_table_gets_one_line(data: bytes, line: str) -> None:
    with pytest.raises(PricesError) as caught:
        read_prices(data, "p.csv")
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200))
def test_whatever_a_table_holds_it_is_read_or_refused(data: bytes) -> None:
    for raw in (data, b"month,index\n2031-01,3\n" + data):
        try:
            read_prices(raw, "p.csv")
        except PricesError:
            continue

"""The issues board: histories, gaps, conditions, and pay beside prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.talks.board import IssueRow, board
from onrecord.talks.fold import fold
from onrecord.talks.prices import read_prices
from onrecord.talks.values import compounded
from tests.unit.quarry_story import LONDON, ROWS, Row, act, pay, story

PRICES = read_prices(
    b"month,index\n"
    + b"".join(
        f"{year}-{month:02},{100 + 12 * (year - 2027) + month}\n".encode()
        for year in range(2027, 2032)
        for month in range(1, 13)
    ),
    "p.csv",
)


def rows(day: date, held: Sequence[Row] = ROWS) -> tuple[IssueRow, ...]:
    state = fold(story(held), zone=LONDON, owner="QW", as_of=day)
    return board(state, day, PRICES)


def row(day: date, held: Sequence[Row] = ROWS) -> IssueRow:
    return next(each for each in rows(day, held) if each.union == "QW")


def test_each_side_has_its_history_and_the_gap_is_that_of_the_exact_paths() -> None:
    held = row(date(2031, 4, 12))
    assert [step.says for step in held.union_history] == ["6/5/4 %"]
    assert [step.says for step in held.employers_history] == ["3/2/2 %", "5/4/3 %"]
    ours, theirs = (compounded(map(Decimal, path)) for path in ((6, 5, 4), (5, 4, 3)))
    assert held.gap == ours - theirs
    assert [gap.day for gap in held.gaps] == [date(2031, 4, 2), date(2031, 4, 9)]
    assert held.open


def test_once_it_is_agreed_nothing_is_open_and_the_history_stays() -> None:
    held = row(date(2031, 4, 20))
    assert not held.open
    assert held.gap is None
    assert held.employers_history
    crews = next(r for r in rows(date(2031, 4, 12)) if r.union == "HC")
    assert [step.says for step in crews.agreed] == ["5/4/3 %"]


def test_what_goes_with_an_offer_is_told_and_falls_with_the_next() -> None:
    first = row(date(2031, 4, 2)).conditions
    assert [c.kind for c in first] == ["final"]
    assert row(date(2031, 4, 9)).conditions == ()
    last = Row("take-it", "2031-04-11", "QA", "QW", (
        act("offer", by='"QA"', to='"QW"', on="2031-04-11", form='"verbal"', package="true",
            until="2031-04-15"),))  # fmt: skip
    told = row(date(2031, 4, 12), [*ROWS, last]).conditions
    assert [(c.kind, c.day) for c in told] == [
        ("package", None),
        ("verbal", None),
        ("expires", date(2031, 4, 15)),
    ]


def test_pay_stands_beside_prices_as_they_were_published_that_day() -> None:
    union, employers = row(date(2031, 4, 9)).real_pay
    assert (union.side, union.first, union.last) == ("union", (2028, 2), (2031, 2))
    assert employers.prices == (Decimal(150) / Decimal(114) - 1) * 100
    later = row(date(2031, 4, 15)).real_pay[0]
    assert later.last == (2031, 3)


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2031, 1, 9), date(2031, 4, 26)))
def test_a_day_later_the_board_only_grows_and_every_value_has_its_entries(day: date) -> None:
    before = {(r.union, r.issue): r for r in rows(day)}
    after = {(r.union, r.issue): r for r in rows(day + timedelta(days=1))}
    for key, held in before.items():
        grown = after[key]
        assert grown.union_history[: len(held.union_history)] == held.union_history
        assert grown.employers_history[: len(held.employers_history)] == held.employers_history
        assert held.entries
        assert all(gap.entries for gap in held.gaps)
        if held.gap is not None:
            assert held.gap == held.gaps[-1].points


NUMBERS = st.lists(st.integers(0, 9), min_size=2, max_size=4)


@settings(max_examples=40, deadline=None)
@given(NUMBERS, NUMBERS)
def test_a_gap_is_that_of_the_two_compounded_paths(ours: list[int], theirs: list[int]) -> None:
    held = [
        Row("a", "2031-01-11", "QW", "QA", (
            act("proposal", by='"QW"', to='"QA"', on="2031-01-11",
                at=pay("QW", ", ".join(map(str, ours)))),)),
        Row("b", "2031-01-12", "QA", "QW", (
            act("offer", by='"QA"', to='"QW"', on="2031-01-12",
                at=pay("QA", ", ".join(map(str, theirs)))),)),
        *[each for each in ROWS if each.id in ("open", "strike")],
    ]  # fmt: skip
    found = row(date(2031, 3, 7), held)
    one, other = (compounded(map(Decimal, path)) for path in (ours, theirs))
    assert found.gap == abs(one - other)

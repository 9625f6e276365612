"""What the talks must yield on the Hollywood record is well formed, and right by plain arithmetic.

The file was worked out by hand; ``talks_plainly`` works it out again from the case's CSV files,
slowly and without onrecord. Neither may be changed to suit the software.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tests.unit import talks_case as case
from tests.unit.talks_plainly import CONFLICTS, look_up, say

FILE = Path(__file__).parents[1] / "golden/talks/hollywood.toml"
RULES = [
    "strike-day",
    "first-contact",
    "last-contact",
    "longest-silence",
    "meeting-request",
    "requested-share",
    "sessions",
    "promise-kept",
    "promise-overdue",
    "promises-on-time",
    "silence-announced",
    "agreement-not-end",
    "return-to-work",
    "nothing-says",
    "denied",
    "positions",
    "moved",
    "offer-prices",
    "no-reply",
    "sides-disagree",
    "equals-deal",
    "vote-share",
    "together",
    "expired",
    "called-final",
]
KEYS = {"as_of", "rule", "about", "values", "absent", "path", "value", "rows", "without", "why"}
EXPECTED = tomllib.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)["expect"]
STATED = [one for one in EXPECTED if "rule" in one and "absent" not in one]
ABSENT = [one for one in EXPECTED if "absent" in one]
IN_STATE = [one for one in EXPECTED if "path" in one]

needs_case = pytest.mark.skipif(
    not case.CASE.is_dir(), reason="../shared/cases/hollywood-2023 is not beside this checkout"
)


@cache
def _rows():
    return case.read_rows()


@cache
def _prices():
    return case.read_prices()


@cache
def _said(as_of, without):
    now = case.now(_rows(), as_of, without)
    return now, tuple(say(now, _prices()))


def _then(one):
    return _said(one["as_of"], tuple(one.get("without", ())))


def _name(one):
    return f"{one['as_of']} {one.get('rule') or one['path']} {one.get('about', '')}"


def _same(wanted, found):
    """Equal and of one type; of the sides that disagree, those wanted are among those found."""
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], dict):
        return all(side in found for side in wanted)
    return type(wanted) is type(found) and wanted == found


def _among(one, said):
    """Whether something said is of that rule, about that, and carries all of the values."""
    return any(
        (rule, about) == (one["rule"], one["about"])
        and all(key in has and _same(value, has[key]) for key, value in one["values"].items())
        for rule, about, has in said
    )


def _holds(one):
    now, said = _then(one)
    if "path" in one:
        return _same(one["value"], look_up(now, _prices(), one["path"]))
    return _among({"values": {}, **one}, said) is not one.get("absent", False)


def _changes(value):
    """Values like it, each with one thing changed."""
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, date):
        return [value + timedelta(days=1), value - timedelta(days=1)]
    if isinstance(value, dict):
        return [{**value, key: other} for key in value for other in _changes(value[key])]
    if isinstance(value, list):
        inner = [(n, other) for n, part in enumerate(value) for other in _changes(part)]
        return [[*value[:n], other, *value[n + 1 :]] for n, other in inner] or [["1"]]
    return [f"{value[:-1]}{chr(ord(value[-1]) + 1)}", f"{value}0"]


def _dates():
    return {str(one["as_of"])[:10] for one in EXPECTED}


def test_it_expects_as_much_as_was_promised():
    assert len(EXPECTED) >= 180
    assert len(_dates()) >= 45


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_appears_and_disappears_about_one_thing(rule):
    appears = {one["about"] for one in STATED if one["rule"] == rule}
    disappears = {one["about"] for one in ABSENT if one["rule"] == rule}
    assert appears & disappears


def test_no_other_rule_is_expected():
    assert {one["rule"] for one in EXPECTED if "rule" in one} == set(RULES)


@pytest.mark.parametrize("one", EXPECTED, ids=_name)
def test_an_expectation_is_well_formed(one):
    assert set(one) <= KEYS
    assert one["rows"]
    assert len(one["rows"]) == len(set(one["rows"]))
    assert one.get("absent", True) is True
    if "path" in one:
        assert set(one) <= {"as_of", "path", "value", "rows", "why"}
        assert isinstance(one["value"], int | str)
    else:
        assert {"rule", "about"} <= set(one)
        assert one.get("values") or "absent" in one
    if isinstance(one["as_of"], datetime):
        assert one["as_of"].tzinfo is not None


def test_nothing_is_expected_twice_or_both_ways():
    counts = Counter(
        tuple(str(one.get(key)) for key in ("as_of", "rule", "path", "about", "values", "without"))
        for one in EXPECTED
    )
    assert max(counts.values()) == 1


def test_no_number_is_a_binary_fraction():
    assert not re.search(r"=\s*-?\d+\.\d", FILE.read_text(encoding="utf-8"))


def test_prices_are_asked_for_when_it_is_plain_what_was_published():
    for one in EXPECTED:
        if one.get("rule") == "offer-prices" or str(one.get("path")).startswith("prices."):
            day = one["as_of"].day
            assert not 8 <= day <= 17 or one["as_of"].month == 9


@needs_case
@pytest.mark.parametrize("one", EXPECTED, ids=_name)
def test_an_expectation_is_what_the_rows_come_to(one):
    assert _holds(one)


@needs_case
@pytest.mark.parametrize("one", EXPECTED, ids=_name)
def test_the_rows_that_an_expectation_cites_exist(one):
    now, _ = _then(one)
    for row in [*one["rows"], *one.get("without", ())]:
        assert row in _rows()
        assert "absent" in one or case.day_of(_rows()[row]) <= now.today
    assert not set(one["rows"]) & set(one.get("without", ())) or "absent" in one


@needs_case
def test_a_time_of_day_is_asked_for_only_of_rows_that_have_one():
    moments = [one for one in EXPECTED if isinstance(one["as_of"], datetime)]
    assert len(moments) >= 8
    for one in moments:
        assert all(re.search(r"\d\d:\d\d PT", _rows()[row]["local_time"]) for row in one["rows"])


@needs_case
@pytest.mark.parametrize("one", STATED + IN_STATE, ids=_name)
def test_a_changed_value_is_noticed(one):
    if "path" in one:
        assert not any(_holds({**one, "value": other}) for other in _changes(one["value"]))
    for key, value in one.get("values", {}).items():
        for other in _changes(value):
            assert not _holds({**one, "values": {**one["values"], key: other}}), (key, other)


@needs_case
@pytest.mark.parametrize("one", ABSENT, ids=_name)
def test_what_is_absent_is_said_at_another_time_or_has_its_values_in_its_rows(one):
    wanted = {"values": {}, **one}
    said = [_said(day["as_of"], tuple(day.get("without", ())))[1] for day in EXPECTED]
    if any(_among(wanted, then) for then in said):
        return
    days = {case.day_of(_rows()[row]) for row in one["rows"]}
    assert set(wanted["values"].values()) <= days
    disputes = {row["dispute"] for row in _rows().values()}
    issues = {f"{row['dispute']} {row['issue']}" for row in _rows().values() if "issue" in row}
    pairs = {f"{dispute} & AMPTP" for dispute in disputes}
    assert one["about"] in disputes | issues | pairs


@needs_case
@pytest.mark.parametrize("column", ["wga_strike_day", "sag_strike_day"])
def test_the_days_of_a_strike_are_those_of_the_table(column):
    union = {"wga_strike_day": "WGA", "sag_strike_day": "SAG-AFTRA"}[column]
    counted = {row["date"]: row[column] for row in _rows().values() if row.get(column)}
    compared = [
        (str(one["values"]["day"]), counted[str(one["as_of"])])
        for one in STATED
        if (one["rule"], one["about"]) == ("strike-day", union) and str(one["as_of"]) in counted
    ]
    assert len(compared) >= 8
    assert all(day == table for day, table in compared)


@needs_case
@pytest.mark.parametrize(
    ("row", "percent"),
    {"P001": "16.87", "P002": "9.26", "P003": "13.02", "P024": "20.06", "P026": "15.17"}.items(),
)
def test_a_compounded_path_is_what_the_table_notes(row, percent):
    assert f"{percent}%" in _rows()[row]["note"]
    assert any(one["value"] == percent and row in one["rows"] for one in IN_STATE)


@needs_case
@pytest.mark.parametrize("about", CONFLICTS)
def test_the_figures_of_a_conflict_stand_in_its_rows(about):
    cited = (_rows()[row].values() for row in CONFLICTS[about][0].split())
    rows = " ".join(" ".join(row) for row in cited)
    for figures in CONFLICTS[about][1].values():
        for figure in figures:
            assert any(re.search(rf"\b{re.escape(form)}\b", rows) for form in _forms(figure)), (
                figure
            )


def _forms(figure):
    if figure == "1":
        return ["only one"]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", figure):
        return [figure]
    day = date.fromisoformat(figure)
    month = case.MONTHS[day.month - 1]
    return [figure, *(f"{name} {day.day}" for name in (month, day.strftime("%B")))]

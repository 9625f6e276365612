"""Pictures of the talks: what each shows, that it can be read without seeing, and its bytes."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from onrecord.talks.charts import CHARTS, Chart, NoChart, chart, figure
from onrecord.talks.charts.svg import WIDTH
from onrecord.talks.charts.timeline import MOST
from onrecord.talks.fold import fold
from tests.unit.quarry_story import LONDON, ROWS, Row, act, story
from tests.unit.test_talks_board import PRICES

GOLDEN = Path(__file__).parents[1] / "golden" / "talks"
DAY = date(2031, 4, 12)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(
    name: str, held: Sequence[Row] = ROWS, day: date = DAY, issue: str | None = None
) -> Chart:
    state = fold(story(held), zone=LONDON, owner="QW", as_of=day)
    return chart(name, state, today=day, prices=PRICES, issue=issue)


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_is_the_bytes_of_its_golden_file(name: str) -> None:
    golden = GOLDEN / f"quarry-{name}.svg"
    assert drawn(name).svg == golden.read_text(), f"look at it, then write {golden.name} anew"


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_can_be_read_without_seeing_it(name: str) -> None:
    held = drawn(name)
    root = ET.fromstring(held.svg)
    assert root.get("role") == "img"
    ids = (root.get("aria-labelledby") or "").split()
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert [title.get("id"), description.get("id")] == ids
    assert (title.text, description.text) == (held.title, held.caption)
    assert held.table
    assert all(len(row) == len(held.header) for row in held.table)
    assert all(row[-1].startswith("QW ") for row in held.table)


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_fetched_no_script_runs_and_all_stands_within(name: str) -> None:
    held = drawn(name)
    root = ET.fromstring(held.svg)
    _, _, width, height = map(float, (root.get("viewBox") or "").split())
    assert width == WIDTH
    for shape in root.iter():
        assert shape.tag.removeprefix(SVG) in {
            *("svg", "title", "desc", "style", "rect", "line", "polyline", "circle", "polygon"),
            "text",
        }
        assert not [key for key in list(shape.attrib) if key.startswith("on") or "href" in key]
        for key, most in (("x", width), ("cx", width), ("y", height), ("cy", height)):
            assert 0 <= float(shape.get(key, "0")) <= most, (shape.tag, shape.attrib)
    assert "url(" not in held.svg
    assert "@import" not in held.svg


def test_sides_are_told_by_shape_and_not_by_colour_alone() -> None:
    svg = drawn("positions").svg
    assert "<circle" in svg
    assert 'stroke-dasharray="6 4"' in svg
    assert "QW 15.75%" in svg
    assert "QA 12.48%" in svg


def test_hostile_words_are_words() -> None:
    bad = '</text><script>alert(1)</script>"'
    row = Row("odd", "2031-04-11", "QW", "press", (act("denial", by='"QW"', of=json.dumps(bad)),))
    held = drawn("timeline", [*ROWS, row])
    assert "<script" not in held.svg
    assert "<script" not in figure(held)
    ET.fromstring(held.svg)


def test_thousands_of_acts_stay_one_picture_and_the_table_has_all() -> None:
    rows = [
        Row(f"r{n}", "2031-04-01", "QW", "press", (act("denial", by='"QW"', of=f'"number {n}"'),))
        for n in range(1_000)
    ]
    held = drawn("timeline", rows)
    assert len(held.table) == 1_000
    assert f"{1_000 - MOST} more" in held.svg
    assert len(held.svg) < 60_000


def test_the_longest_silence_is_marked_and_told() -> None:
    held = drawn("contacts")
    assert "14 days without contact, 6 Mar 2031 to 20 Mar 2031" in held.caption


@pytest.mark.parametrize(
    ("name", "rows", "line"),
    [
        ("pie", ROWS, "'pie' is no chart; there are timeline"),
        ("timeline", [], "nothing yet for a timeline"),
        ("positions", [], "no side has put forward a path"),
        ("contacts", [], "no contact between the sides yet"),
    ],
)
def test_where_there_is_nothing_to_show_that_is_said_in_one_line(
    name: str, rows: Sequence[Row], line: str
) -> None:
    with pytest.raises(NoChart, match=line):
        drawn(name, rows)


def test_an_issue_that_has_no_path_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(NoChart, match="issues: QW pay"):
        drawn("positions", issue="rest")
    assert drawn("positions", issue="qw pay").title == "pay: QW and QA"


def test_pay_beside_prices_needs_prices() -> None:
    state = fold(story(), zone=LONDON, owner="QW", as_of=DAY)
    with pytest.raises(NoChart, match="--prices"):
        chart("real-pay", state, today=DAY)


def test_a_page_has_the_picture_its_words_and_its_table() -> None:
    page = figure(drawn("real-pay"))
    assert page.count("<svg") == 1
    assert page.count("<tr>") == 1 + len(drawn("real-pay").table)
    assert "in real terms" in page

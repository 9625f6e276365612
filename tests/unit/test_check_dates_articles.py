"""Whole reports: one of our own, and one about a real dispute where its folder is here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.check.dates import compare, find_dates
from onrecord.check.types import Anchors, Event

CASE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "hollywood-2023" / "article.txt"
REPORT = """Writers and the studios will sit down again, both said, in the first meeting since the
strike began three months ago.

The Lantern Writers Guild told members on Tuesday that the Theatre and Studio Alliance requested
a meeting on Friday. “The deal expires at midnight on June 30,” said Rosa Field on Monday.

Talks collapsed on December 2 and the strike began a day later. The following week the players
stopped filming; they have been on strike for 85 days, since December 10. It is day 93 of the
strike, which has now outlasted the 91-day walkout of 2007.

An email sent at 8 p.m. Pacific on March 4 reached London the next day."""
ANCHORS = Anchors(
    date(2031, 3, 5),
    "America/Los_Angeles",
    (
        Event("talks-ended", date(2030, 12, 2), ("LWG", "TSA"), 3),
        Event("strike-began", date(2030, 12, 3), ("LWG",), 4),
        Event("strike-began", date(2031, 2, 14), ("APG",), 6),
    ),
)


def read(text: str, anchors: Anchors) -> list[tuple[str, str, str]]:
    return [
        (" ".join(found.phrase.split()), str(found.first), str(found.last))
        for found in find_dates(text, anchors)
    ]


def test_a_report_of_our_own_is_dated_throughout():
    assert read(REPORT, ANCHORS) == [
        ("since the strike began three months ago", "2030-12-03", "2031-03-05"),
        ("on Tuesday", "2031-03-04", "2031-03-04"),
        ("on Friday", "2031-03-07", "2031-03-07"),
        ("midnight on June 30", "2031-06-30", "2031-07-01"),
        ("on Monday", "2031-03-03", "2031-03-03"),
        ("on December 2", "2030-12-02", "2030-12-02"),
        ("a day later", "2030-12-03", "2030-12-03"),
        ("The following week", "2030-12-09", "2030-12-15"),
        ("for 85 days", "2030-12-10", "2031-03-05"),
        ("since December 10", "2030-12-10", "2031-03-05"),
        ("day 93 of the strike", "2031-03-05", "2031-03-06"),
        ("the 91-day", "None", "None"),
        ("2007", "2007-01-01", "2007-12-31"),
        ("8 p.m. Pacific on March 4", "2031-03-04", "2031-03-04"),
        ("the next day", "2031-03-05", "2031-03-05"),
    ]


def test_every_date_prints_its_anchor_and_its_rule():
    rules = {found.phrase: found.rule for found in find_dates(REPORT, ANCHORS)}
    assert rules["on Friday"] == (
        "'on Friday' + published 2031-03-05, still to come: the Friday after = 2031-03-07"
    )
    assert rules["a day later"] == "'a day later' + 2030-12-02 in the text + 1 day = 2030-12-03"
    assert "strike-began LWG 2030-12-03 (record 4), 92 days before 2031-03-05" in next(
        iter(rules.values())
    )


def test_without_publication_and_record_the_report_dates_only_what_it_states():
    dated = [found.phrase for found in find_dates(REPORT, Anchors()) if found.first]
    assert dated == ["2007"]


def test_the_report_of_the_real_dispute_is_dated_throughout():
    if not CASE.exists():
        pytest.skip(f"the report of the real dispute is not here ({CASE.name})")
    anchors = Anchors(
        date(2023, 8, 2),
        "America/Los_Angeles",
        (
            Event("talks-ended", date(2023, 5, 1), ("WGA", "AMPTP"), 1),
            Event("strike-began", date(2023, 5, 2), ("WGA",), 2),
            Event("strike-began", date(2023, 7, 14), ("SAG-AFTRA",), 3),
        ),
    )
    assert read(CASE.read_text(encoding="utf-8"), anchors) == [
        ("since the strike began three months ago", "2023-05-02", "2023-08-02"),
        ("on Friday", "2023-08-04", "2023-08-04"),
        ("on May 1", "2023-05-01", "2023-05-01"),
        ("since July 14", "2023-07-14", "2023-08-02"),
        ("on May 1", "2023-05-01", "2023-05-01"),
        ("a day later", "2023-05-02", "2023-05-02"),
    ]


@pytest.mark.parametrize(
    ("claimed", "conventions"),
    [
        (148, ("elapsed",)),
        (149, ("both-days",)),
        ((75, 107), ()),
        ((140, 160), ("both-days", "elapsed")),
        (147, ()),
    ],
)
def test_a_count_of_days_is_held_against_both_ways_of_counting(claimed, conventions):
    assert compare(claimed, date(2030, 12, 3), date(2031, 4, 30)).conventions == conventions


def test_a_strike_does_not_end_before_it_began():
    with pytest.raises(ValueError, match="lies before the start"):
        compare(3, date(2030, 12, 3), date(2030, 12, 2))

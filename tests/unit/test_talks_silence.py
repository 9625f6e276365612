"""Three kinds of quiet: announced, process-only word, and nothing recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from onrecord.talks.fold import State, fold
from onrecord.talks.silence import ANNOUNCED, NOTHING, PROCESS, WORD, announced, quiet
from tests.unit.quarry_story import LONDON, ROWS, Row, act, pay, story
from tests.unit.talks_story import FIRST


def at(day: date, rows: Sequence[Row] = ROWS) -> State:
    return fold(story(rows), zone=LONDON, owner="QW", as_of=day)


def march(day: int) -> date:
    return date(2031, 3, day)


def said(day: int, *acts: str, id: str = "", by: str = "QA") -> Row:
    return Row(id or f"told-{day}", f"2031-03-{day:02}", by, "QW", acts)


MET = act("meeting-held", between='["QW", "QA"]', on="2031-03-02")
TERMS = act("offer", by='"QA"', to='"QW"', on="2031-03-02", at=pay("QA", "3, 2"))
HUSH = act("silence-announced", by='"QA"')


@pytest.mark.parametrize(
    ("rows", "today", "kind", "since"),
    [
        ([said(1, TERMS)], march(2), WORD, march(1)),
        ([said(1, TERMS)], march(5), NOTHING, march(1)),
        ([said(1, TERMS), said(2, MET), said(3, MET)], march(4), PROCESS, march(2)),
        ([said(1, HUSH), said(2, MET)], march(3), ANNOUNCED, march(1)),
        ([said(1, HUSH)], march(30), ANNOUNCED, march(1)),
        ([said(1, TERMS), said(2)], march(3), WORD, march(2)),
    ],
)
def test_a_party_is_heard_in_one_of_four_ways(
    rows: Sequence[Row], today: date, kind: str, since: date
) -> None:
    found = quiet(at(today, rows), "QA", today)
    assert found is not None
    assert (found.kind, found.since) == (kind, since)
    assert found.entries


def test_of_a_party_without_a_word_nothing_can_be_said() -> None:
    assert quiet(at(march(3), [said(1, TERMS)]), "HC", march(3)) is None


@pytest.mark.parametrize(
    "ending",
    [
        act("talks-ended", between='["QW", "QA"]', on="2031-03-08"),
        act("agreement-reached", between='["QW", "QA"]', on="2031-03-08"),
        act("strike-began", by='"QA"', against='"QW"', on="2031-03-08"),
    ],
)
def test_silence_without_an_end_lasts_until_what_it_was_about_is_over(ending: str) -> None:
    rows = [said(1, HUSH), said(8, ending)]
    assert announced(at(march(7), rows), march(7))
    assert not announced(at(march(8), rows), march(8))


def test_silence_with_an_end_lasts_until_that_day_whatever_happens() -> None:
    until = act("silence-announced", by='"QA"', until='"by 2031-03-09"', extent='"terms"')
    over = act("talks-ended", between='["QW", "QA"]', on="2031-03-05")
    rows = [said(1, until), said(5, over)]
    (held,) = announced(at(march(9), rows), march(9))
    assert (held.until, held.extent, held.entries) == (march(9), "terms", (FIRST,))
    assert not announced(at(march(10), rows), march(10))

"""The calendar of the talks, as an independent parser reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.talks.calendar import LINE, calendar, days, escaped, folded
from onrecord.talks.fold import State, fold
from tests.unit.quarry_story import LONDON, ROWS, Row, act, story

icalendar = pytest.importorskip("icalendar")
STAMP = datetime(2031, 4, 1, 12, tzinfo=UTC)
NAMES = {"QW": "Quarry Workers", "QA": "Quarry Alliance"}


def at(day: date, rows: tuple[Row, ...] = tuple(ROWS)) -> State:
    return fold(story(rows), zone=LONDON, owner="QW", as_of=day)


def read(text: str) -> list[tuple[date, str, str]]:
    held = icalendar.Calendar.from_ical(text)
    events = held.walk("VEVENT")
    for event in events:
        assert (event.decoded("DTEND") - event.decoded("DTSTART")).days == 1
        assert event.decoded("DTSTAMP") == STAMP
    return [(e.decoded("DTSTART"), str(e["SUMMARY"]), str(e["STATUS"])) for e in events]


def written(state: State) -> str:
    return calendar(state, origin="qw.example/record", names=NAMES, stamp=STAMP)


def test_what_is_to_come_is_tentative_until_it_is_agreed_and_held_once_it_was() -> None:
    before = read(written(at(date(2031, 3, 20))))
    assert (
        date(2031, 3, 24),
        "Quarry Alliance and Quarry Workers are to meet",
        "TENTATIVE",
    ) in before
    after = read(written(at(date(2031, 3, 25))))
    assert (date(2031, 3, 24), "Quarry Workers and Quarry Alliance met", "CONFIRMED") in after
    assert not [each for each in after if "to meet" in each[1]]


def test_deadlines_stand_there_while_they_are_open() -> None:
    held = read(written(at(date(2031, 3, 26))))
    assert (date(2031, 3, 30), "Quarry Alliance owes: new terms", "CONFIRMED") in held
    assert (
        date(2031, 3, 5),
        "Contract of Quarry Workers and Quarry Alliance ends",
        "CONFIRMED",
    ) in held
    assert not [each for each in held if "word after the meeting" in each[1]]


def test_an_offer_that_runs_out_and_a_ballot_have_their_last_day() -> None:
    rows = (
        Row("take-it", "2031-03-01", "QA", "QW", (
            act("offer", by='"QA"', to='"QW"', on="2031-03-01", until="2031-03-09"),)),
        Row("ballot", "2031-03-02", "QW", "members", (
            act("ballot-opened", by='"QW"', question='"ratification"', on="2031-03-02",
                until="2031-03-12"),)),
    )  # fmt: skip
    held = read(written(at(date(2031, 3, 3), rows)))
    assert [each[1] for each in held] == [
        "The offer of Quarry Alliance runs out",
        "Voting of Quarry Workers ends: ratification",
    ]


def test_identifiers_are_one_of_a_kind_and_stay_when_the_record_grows() -> None:
    def uids(day: date) -> list[str]:
        held = icalendar.Calendar.from_ical(written(at(day)))
        return [str(event["UID"]) for event in held.walk("VEVENT")]

    early, late = uids(date(2031, 3, 26)), uids(date(2031, 4, 25))
    assert len(set(late)) == len(late)
    assert set(early) <= set(late)


def test_the_bytes_are_those_of_the_standard_and_the_same_each_time() -> None:
    text = written(at(date(2031, 4, 25)))
    assert text == written(at(date(2031, 4, 25)))
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= LINE for line in text.split("\r\n"))


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=300))
def test_hostile_words_come_back_as_they_were(words: str) -> None:
    clean = "".join(c for c in words if c in "\t\n" or (ord(c) >= 32 and c != "\x7f"))
    body = f"BEGIN:VEVENT\r\n{folded('SUMMARY:' + escaped(words))}\r\nEND:VEVENT\r\n"
    event = icalendar.Event.from_ical(body)
    # Line separators of Unicode are no line ends of the format, and some parsers take them so.
    if not any(c in clean for c in "\x85\u2028\u2029"):
        assert str(event["SUMMARY"]) == clean


def test_days_come_in_order() -> None:
    found = days(at(date(2031, 4, 25)), NAMES)
    assert [each.day for each in found] == sorted(each.day for each in found)

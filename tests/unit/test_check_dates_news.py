"""Dates as news reports write them, beyond those of ``test_check_dates``: one sentence each."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.check.date_holidays import day_of
from onrecord.check.dates import FUTURE, PAST, find_dates, resolve
from onrecord.check.types import Anchors, Event

PUBLISHED = date(2031, 8, 6)
STRIKE = Event("strike-began", date(2031, 5, 6), ("LWG",), 4)
TALKS = Event("talks-ended", date(2031, 5, 5), ("LWG", "TSA"), 3)
EVE = Anchors(PUBLISHED, "America/New_York", (TALKS, STRIKE))


def days(phrase: str, anchors: Anchors = EVE, **hints: object) -> tuple[str, str]:
    dated = resolve(phrase, anchors, **hints)
    assert dated is not None, phrase
    return str(dated.first), str(dated.last)


def read(text: str, anchors: Anchors = EVE) -> list[tuple[str, str, str]]:
    return [(it.phrase, str(it.first), str(it.last)) for it in find_dates(text, anchors)]


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("from 2 May to 26 September", "2031-05-02", "2031-09-26"),
        ("May 2 through Sept. 27", "2031-05-02", "2031-09-27"),
        ("4-6 August", "2031-08-04", "2031-08-06"),
        ("August 4–6", "2031-08-04", "2031-08-06"),
        ("between May 2 and June 3", "2031-05-02", "2031-06-03"),
        ("November to January", "2030-11-01", "2031-01-31"),
        ("Nov. 30 to Jan. 2", "2030-11-30", "2031-01-02"),
        ("the April-June quarter", "2031-04-01", "2031-06-30"),
        ("Monday through Friday", "2031-08-04", "2031-08-08"),
        ("Monday-Friday", "2031-08-04", "2031-08-08"),
    ],
)
def test_a_range_reaches_from_its_first_day_to_its_last(phrase, first, last):
    assert days(phrase, tense="") == (first, last)


def test_a_year_at_the_end_of_a_range_is_the_year_of_both_ends_without_publication():
    assert days("from 2 May to 26 September 2023", Anchors()) == ("2023-05-02", "2023-09-26")
    assert days("Nov. 30 to Jan. 2, 2024", Anchors()) == ("2023-11-30", "2024-01-02")


def test_a_date_that_is_moved_is_no_range():
    text = "The studios moved the meeting from Friday to Monday."
    assert read(text) == [
        ("Friday", "2031-08-01", "2031-08-01"),
        ("Monday", "2031-08-04", "2031-08-04"),
    ]


def test_a_length_before_a_range_stays_a_length():
    found = find_dates("It lasted 148 days from May 2 to September 26, 2023.", EVE)
    assert [(it.days, str(it.first), str(it.last)) for it in found] == [
        ((148, 148), "None", "None"),
        (None, "2023-05-02", "2023-09-26"),
    ]


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("the first week of May", "2031-05-01", "2031-05-07"),
        ("the last Monday in May", "2031-05-26", "2031-05-26"),
        ("the first Monday of September 2023", "2023-09-04", "2023-09-04"),
        ("the first nine months of 2030", "2030-01-01", "2030-09-30"),
        ("the last two weeks of June", "2031-06-17", "2031-06-30"),
        ("the first half of June", "2031-06-01", "2031-06-15"),
        ("the last half of the 1980s", "1985-01-01", "1989-12-31"),
        ("Friday of last week", "2031-08-01", "2031-08-01"),
        ("Tuesday next week", "2031-08-12", "2031-08-12"),
        ("the rest of the year", "2031-08-06", "2031-12-31"),
        ("the week ending 6 June", "2031-05-31", "2031-06-06"),
        ("the week beginning 2 June", "2031-06-02", "2031-06-08"),
        ("the week before last", "2031-07-21", "2031-07-27"),
        ("the year after next", "2033-01-01", "2033-12-31"),
        ("midyear", "2031-05-02", "2031-09-01"),
        ("Labor Day weekend", "2031-08-30", "2031-09-01"),
        ("Thanksgiving weekend", "2031-11-27", "2031-11-30"),
    ],
)
def test_a_part_of_a_stretch_is_its_own_days(phrase, first, last):
    assert days(phrase) == (first, last)


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("the day after May 6", "2031-05-07"),
        ("two weeks before Labor Day", "2031-08-18"),
        ("a week from Friday", "2031-08-15"),
        ("the Friday before Labor Day", "2031-08-29"),
        ("a week ago Friday", "2031-07-25"),
        ("Friday a week ago", "2031-07-25"),
        ("a year ago today", "2030-08-06"),
        ("two Fridays ago", "2031-07-25"),
        ("Friday after next", "2031-08-15"),
        ("the next business day", "2031-08-07"),
        ("the third Tuesday after Labor Day", "2031-09-16"),
    ],
)
def test_a_step_from_a_day_is_exact(phrase, day):
    assert days(phrase) == (day, day)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("in the past 24 hours", "2031-08-05", "2031-08-06"),
        ("this week", "2031-08-04", "2031-08-10"),
        ("early August", "2031-08-01", "2031-08-11"),
        ("mid-September", "2031-09-11", "2031-09-20"),
        ("mid-'80s", "1983-05-02", "1986-09-01"),
        ("the 1980's", "1980-01-01", "1989-12-31"),
        ("a fortnight ago", "2031-07-19", "2031-07-27"),
        ("last summer", "2030-06-01", "2030-08-31"),
        ("fiscal 2030", "2029-02-01", "2031-01-31"),
        ("this time last year", "2030-08-01", "2030-08-31"),
        ("over the past decade", "2019-08-05", "2031-08-06"),
        ("the next decade", "2031-08-06", "2043-08-07"),
        ("a hundred and fifty years ago", "1880-10-13", "1882-03-13"),
    ],
)
def test_a_loose_phrase_is_all_the_days_that_it_may_mean(phrase, first, last):
    assert days(phrase) == (first, last)


def test_the_rule_of_a_fiscal_year_says_that_its_start_is_not_known():
    assert "fiscal: the start of that year is not known" in resolve("fiscal 2030", EVE).rule


def test_last_week_in_a_sundays_paper_may_be_the_week_that_ends_then():
    dated = resolve("last week", Anchors(date(2031, 8, 10)))
    assert (str(dated.first), str(dated.last)) == ("2031-07-28", "2031-08-10")
    assert "a Sunday: the week that ends then or, for some, before" in dated.rule


def test_a_season_or_a_year_range_that_looks_like_a_month_says_both():
    dated = resolve("2010-11", Anchors())
    assert (str(dated.first), str(dated.last)) == ("2010-01-01", "2011-12-31")
    assert "ambiguous" in dated.rule
    assert days("2010-05", Anchors()) == ("2010-05-01", "2010-05-31")


@pytest.mark.parametrize(("tense", "day"), [(PAST, "2031-07-15"), (FUTURE, "2031-08-15")])
def test_a_bare_ordinal_is_a_day_of_the_month_in_the_direction_of_the_tense(tense, day):
    assert days("on the 15th", tense=tense) == (day, day)


def test_a_bare_ordinal_counts_in_the_month_last_named():
    assert days("on the 15th", earlier=date(2031, 5, 6)) == ("2031-05-15", "2031-05-15")


def test_a_weekday_beside_a_date_chooses_the_year():
    assert days("Tuesday, Dec. 3") == ("2030-12-03", "2030-12-03")
    assert days("Tuesday, Aug. 5", tense=FUTURE) == ("2031-08-05", "2031-08-05")
    assert days("Thursday the 13th", tense=FUTURE) == ("2031-11-13", "2031-11-13")
    assert "the text says Friday, it was a Wednesday" in resolve("Friday, Dec. 3, 2031", EVE).rule


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("labor day", 2031, "2031-09-01"),
        ("good friday", 2031, "2031-04-11"),
        ("easter", 2024, "2024-03-31"),
        ("easter", 2011, "2011-04-24"),
        ("election day", 2028, "2028-11-07"),
        ("black friday", 2031, "2031-11-28"),
        ("mother 's day", 2031, "2031-05-11"),
    ],
)
def test_a_holiday_follows_from_its_year(name, year, day):
    assert str(day_of(name, year)) == day


def test_a_holidays_name_before_another_noun_is_no_day():
    assert read("The Christmas season and the Thanksgiving parade were off.") == []


@pytest.mark.parametrize(
    ("phrase", "zone", "first", "last"),
    [
        ("12:01 a.m. Pacific on May 6", "America/New_York", "2031-05-06", "2031-05-06"),
        ("12:01 a.m. Eastern on May 6", "America/Los_Angeles", "2031-05-05", "2031-05-05"),
        ("11:59 p.m. on June 30, Pacific time", "America/New_York", "2031-07-01", "2031-07-01"),
        ("12:01 a.m. May 6 PT", "Europe/London", "2031-05-06", "2031-05-06"),
        ("midnight on May 6", "America/New_York", "2031-05-06", "2031-05-07"),
        ("midnight Eastern on May 6", "America/Los_Angeles", "2031-05-05", "2031-05-06"),
        ("1840 GMT on May 6", "Asia/Kolkata", "2031-05-07", "2031-05-07"),
        ("6:30 on Monday night", "America/New_York", "2031-08-04", "2031-08-04"),
    ],
)
def test_an_hour_falls_on_the_day_of_the_readers_zone(phrase, zone, first, last):
    assert days(phrase, Anchors(PUBLISHED, zone)) == (first, last)


@pytest.mark.parametrize(
    "phrase",
    [
        *("day 100 of the strike", "the strike's 100th day", "the 100th day of the strike"),
        *("the hundredth day of the strike",),
    ],
)
def test_a_day_of_the_strike_names_both_conventions(phrase):
    dated = resolve(phrase, EVE)
    assert (str(dated.first), str(dated.last)) == ("2031-08-13", "2031-08-14")
    assert "2031-08-13 with that day as day 1 (both days counted)" in dated.rule
    assert "2031-08-14 by days elapsed" in dated.rule


def test_a_count_of_days_up_to_now_names_both_conventions():
    (found,) = find_dates("Writers have been on strike for 92 days.", EVE)
    assert (found.days, str(found.first)) == ((92, 92), "2031-05-06")
    assert "elapsed; with both days counted, from a day later" in found.rule


def test_a_chain_of_days_counts_each_from_the_one_before():
    text = "Talks ended on May 5. A day later they struck. The next day Eve wrote. A week later ..."
    assert [(first, last) for _, first, last in read(text)] == [
        ("2031-05-05", "2031-05-05"),
        ("2031-05-06", "2031-05-06"),
        ("2031-05-07", "2031-05-07"),
        ("2031-05-11", "2031-05-17"),
    ]


def test_the_stated_length_and_its_tolerance_stand_in_the_rule():
    (found,) = find_dates("The first meeting since the strike began three months ago.", EVE)
    assert (str(found.first), str(found.last)) == ("2031-05-06", "2031-08-06")
    assert "'three months ago' = 75 to 107 days before 2031-08-06" in found.rule
    assert "strike-began LWG 2031-05-06 (record 4), 92 days before 2031-08-06" in found.rule


def test_the_first_since_talks_collapsed_counts_from_the_record():
    assert read("It was the first word since talks collapsed.") == [
        ("since talks collapsed", "2031-05-05", "2031-08-06")
    ]


@pytest.mark.parametrize(
    "phrase",
    [
        *("Monday to Friday", "the rest of the year", "on the 15th", "the day after Labor Day"),
        *("a year ago today", "two Fridays ago", "May to July", "Easter", "this time last year"),
        *("the week before last", "the first week of May", "that summer", "that night", "midyear"),
        *("the next morning", "fiscal Q3", "the same month last year", "the previous June"),
    ],
)
def test_without_publication_none_of_these_has_a_date(phrase):
    dated = resolve(phrase, Anchors())
    assert dated is None or (dated.first, dated.last) == (None, None)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("In 2007 workers struck; in May Congress sat.", ["2007", "May"]),
        ("They met on Sunday, the Sunday Times said.", ["on Sunday"]),
        ("It began on the 1st, and in the fall of 2007.", ["on the 1st", "the fall of 2007"]),
        ("Local 12 day 5 of the strike: quiet.", ["day 5 of the strike"]),
        ("They met on Good Friday and at Easter.", ["on Good Friday", "Easter"]),
    ],
)
def test_a_real_date_beside_a_false_friend_is_still_read(text, phrases):
    assert [it.phrase for it in find_dates(text, EVE)] == phrases

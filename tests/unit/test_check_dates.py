"""English news dates, phrase by phrase and in a text."""

from __future__ import annotations

import doctest
import importlib
from datetime import date

import pytest

from onrecord.check.dates import FUTURE, PAST, PERFECT, find_dates, resolve
from onrecord.check.types import Anchors, Event

WEDNESDAY = Anchors(published=date(2031, 3, 5), zone="Europe/London")
STRIKE = Event("strike-began", date(2030, 12, 3), ("LWG",), 4)
TALKS = Event("talks-ended", date(2030, 12, 2), ("LWG", "TSA"), 3)
RECORD = Anchors(date(2031, 3, 5), "Europe/London", (TALKS, STRIKE))


def days(phrase: str, anchors: Anchors = WEDNESDAY, **hints: object) -> tuple[str, str]:
    dated = resolve(phrase, anchors, **hints)
    assert dated is not None, phrase
    return str(dated.first), str(dated.last)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("May 1, 2023", "2023-05-01", "2023-05-01"),
        ("1 May 2023", "2023-05-01", "2023-05-01"),
        ("1st of May 2023", "2023-05-01", "2023-05-01"),
        ("the first of May 2023", "2023-05-01", "2023-05-01"),
        ("Monday, May 1st, 2023", "2023-05-01", "2023-05-01"),
        ("2023-05-01", "2023-05-01", "2023-05-01"),
        ("1.5.2023", "2023-05-01", "2023-05-01"),
        ("13/5/2023", "2023-05-13", "2023-05-13"),
        ("5/13/23", "2023-05-13", "2023-05-13"),
        ("5/1/2023", "2023-01-05", "2023-05-01"),
        ("May 2023", "2023-05-01", "2023-05-31"),
        ("2023-05", "2023-05-01", "2023-05-31"),
        ("early May 2023", "2023-05-01", "2023-05-11"),
        ("the end of May 2023", "2023-05-21", "2023-05-31"),
        ("summer 2023", "2023-06-01", "2023-08-31"),
        ("the winter of 2023", "2023-12-01", "2024-02-29"),
        ("Q3 2023", "2023-07-01", "2023-09-30"),
        ("Labor Day 2023", "2023-09-04", "2023-09-04"),
        ("1985 to 1988", "1985-01-01", "1988-12-31"),
        ("the third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("the first half of 2023", "2023-01-01", "2023-06-30"),
        ("2007", "2007-01-01", "2007-12-31"),
        ("nineteen eighty-eight", "1988-01-01", "1988-12-31"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("the '90s", "1990-01-01", "1999-12-31"),
        ("the 20th century", "1900-01-01", "1999-12-31"),
        ("May 2-5, 2023", "2023-05-02", "2023-05-05"),
        ("from 2 May 2023 to 27 September 2023", "2023-05-02", "2023-09-27"),
    ],
)
def test_an_absolute_date_needs_no_anchor(phrase, first, last):
    assert days(phrase, Anchors()) == (first, last)


def test_a_numeric_date_that_reads_two_ways_says_both():
    dated = resolve("5/1/2023", Anchors())
    assert "ambiguous: 2023-05-01 (month first) or 2023-01-05 (day first)" in dated.rule


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("today", "2031-03-05", "2031-03-05"),
        ("yesterday evening", "2031-03-04", "2031-03-04"),
        ("the day before yesterday", "2031-03-03", "2031-03-03"),
        ("on Friday", "2031-02-28", "2031-02-28"),
        ("on Wednesday", "2031-03-05", "2031-03-05"),
        ("last Friday", "2031-02-28", "2031-02-28"),
        ("last Wednesday", "2031-02-26", "2031-02-26"),
        ("this Friday", "2031-03-07", "2031-03-07"),
        ("next Friday", "2031-03-07", "2031-03-14"),
        ("next Monday", "2031-03-10", "2031-03-10"),
        ("Friday night", "2031-02-28", "2031-02-28"),
        ("midnight Friday", "2031-02-28", "2031-03-01"),
        ("the weekend", "2031-03-01", "2031-03-02"),
        ("next weekend", "2031-03-08", "2031-03-09"),
        ("last week", "2031-02-24", "2031-03-02"),
        ("the week of 12 February", "2031-02-10", "2031-02-16"),
        ("this month", "2031-03-01", "2031-03-31"),
        ("earlier this month", "2031-03-01", "2031-03-05"),
        ("last year", "2030-01-01", "2030-12-31"),
        ("three days ago", "2031-03-02", "2031-03-02"),
        ("six weeks ago", "2031-01-19", "2031-01-25"),
        ("three months ago", "2030-11-18", "2030-12-20"),
        ("December 3", "2030-12-03", "2030-12-03"),
        ("3 April", "2031-04-03", "2031-04-03"),
        ("Friday the 13th", "2030-12-13", "2030-12-13"),
        ("the past week", "2031-02-24", "2031-03-05"),
        ("last December", "2030-12-01", "2030-12-31"),
        ("early December", "2030-12-01", "2030-12-11"),
        ("two weeks from now", "2031-03-16", "2031-03-22"),
        ("over the past three days", "2031-03-02", "2031-03-05"),
        ("since December 3", "2030-12-03", "2031-03-05"),
        ("ever since 2007", "2007-01-01", "2031-03-05"),
    ],
)
def test_a_relative_date_counts_from_publication(phrase, first, last):
    assert days(phrase) == (first, last)


@pytest.mark.parametrize(
    ("tense", "published", "day"),
    [
        (PAST, date(2031, 3, 5), "2031-02-28"),
        (FUTURE, date(2031, 3, 5), "2031-03-07"),
        (PAST, date(2031, 3, 7), "2031-03-07"),
        (FUTURE, date(2031, 3, 7), "2031-03-07"),
    ],
)
def test_the_tense_says_which_friday_is_meant(tense, published, day):
    assert days("on Friday", Anchors(published), tense=tense) == (day, day)


@pytest.mark.parametrize(
    ("tense", "day"), [(PAST, "2030-06-30"), (FUTURE, "2031-06-30"), ("", "2031-06-30")]
)
def test_a_day_without_a_year_is_the_nearest_in_the_direction_of_the_tense(tense, day):
    assert days("June 30", tense=tense) == (day, day)


@pytest.mark.parametrize(
    "phrase",
    [
        *("today", "on Friday", "last week", "May 1", "in May", "Q3", "three weeks ago", "tonight"),
        *("the weekend", "since Friday", "8 pm on Friday", "this month", "early May", "next year"),
        *("a day later", "that Friday", "the following week", "since the strike began"),
        *("day 92 of the strike", "the 92nd day of the strike", "last summer", "at midnight"),
    ],
)
def test_without_its_anchor_a_phrase_has_no_date(phrase):
    dated = resolve(phrase, Anchors())
    assert dated is None or (dated.first, dated.last) == (None, None)


@pytest.mark.parametrize(
    "phrase", ["now", "recently", "soon", "the future", "hello", "", "30 February"]
)
def test_words_that_name_no_day_have_no_date(phrase):
    assert resolve(phrase, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("a day later", "2031-01-08", "2031-01-08"),
        ("the next day", "2031-01-08", "2031-01-08"),
        ("the day before", "2031-01-06", "2031-01-06"),
        ("two days earlier", "2031-01-05", "2031-01-05"),
        ("a week later", "2031-01-11", "2031-01-17"),
        ("the following week", "2031-01-13", "2031-01-19"),
        ("the following month", "2031-02-01", "2031-02-28"),
        ("that Friday", "2031-01-10", "2031-01-10"),
        ("the following Tuesday", "2031-01-14", "2031-01-14"),
        ("the previous Friday", "2031-01-03", "2031-01-03"),
    ],
)
def test_a_phrase_counts_from_the_date_before_it_in_the_text(phrase, first, last):
    assert days(phrase, earlier=date(2031, 1, 7)) == (first, last)


@pytest.mark.parametrize(
    ("phrase", "least", "most"),
    [
        ("three months", 75, 107),
        ("146 days", 146, 146),
        ("a 148-day strike", 148, 148),
        ("about six weeks", 35, 49),
        ("more than 90 days", 91, 36_525),
        ("at least 90 days", 90, 36_525),
        ("up to 90 days", 0, 90),
        ("nearly three months", 75, 92),
        ("two to three weeks", 11, 24),
        ("a fortnight", 10, 18),
        ("one hundred and forty-eight days", 148, 148),
        ("2 1/2 years", 730, 1098),
        ("a year", 273, 458),
        ("a quarter of a century", 7304, 10_958),
        ("a dozen days", 12, 12),
        ("48 hours", 2, 2),
    ],
)
def test_a_length_of_time_is_the_days_that_it_may_mean(phrase, least, most):
    dated = resolve(phrase, Anchors())
    assert (dated.days, dated.first) == ((least, most), None)


def test_a_length_up_to_now_is_anchored_at_publication():
    dated = resolve("for three months", WEDNESDAY, tense=PERFECT)
    assert (dated.days, str(dated.first), str(dated.last)) == (
        (75, 107),
        "2030-11-18",
        "2031-03-05",
    )
    assert resolve("for three months", WEDNESDAY).first is None


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("since the strike began", "2030-12-03", "2031-03-05"),
        ("since the strike began three months ago", "2030-12-03", "2031-03-05"),
        ("since talks collapsed", "2030-12-02", "2031-03-05"),
        ("since talks between writers and their employers broke down", "2030-12-02", "2031-03-05"),
        ("the first since the start of the strike", "2030-12-03", "2031-03-05"),
        ("on the 92nd day of the strike", "2031-03-04", "2031-03-05"),
        ("day 92 of the strike", "2031-03-04", "2031-03-05"),
        ("the strike's 92nd day", "2031-03-04", "2031-03-05"),
        ("92 days into the strike", "2031-03-04", "2031-03-05"),
        ("a day after talks collapsed", "2030-12-03", "2030-12-03"),
        ("the third week of the strike", "2030-12-17", "2030-12-23"),
    ],
)
def test_a_phrase_counts_from_an_event_of_the_record(phrase, first, last):
    assert days(phrase, RECORD) == (first, last)


def test_a_stated_length_that_the_record_does_not_bear_out_keeps_its_own_days():
    dated = resolve("since the strike began five months ago", RECORD)
    assert str(dated.first) == "2030-09-18"
    assert "the record has strike-began LWG 2030-12-03 (record 4)" in dated.rule


def test_of_two_strikes_the_stated_length_chooses():
    actors = Event("strike-began", date(2031, 2, 14), ("APG",), 6)
    both = Anchors(RECORD.published, RECORD.zone, (*RECORD.events, actors))
    assert days("since the strike began three months ago", both)[0] == "2030-12-03"
    assert days("since the strike began three weeks ago", both)[0] == "2031-02-14"
    assert days("since the APG strike began", both)[0] == "2031-02-14"
    assert (
        " or strike-began APG 2031-02-14 (record 6)" in resolve("since the strike began", both).rule
    )


def test_of_many_events_the_rule_names_a_few():
    events = tuple(Event("strike-began", STRIKE.day, (f"P{n}",), n) for n in range(500))
    rule = resolve("since the strike began", Anchors(RECORD.published, "UTC", events)).rule
    assert "or 496 more" in rule
    assert len(rule) < 400


def test_an_event_after_publication_is_no_anchor():
    early = Anchors(date(2030, 12, 1), "UTC", RECORD.events)
    assert resolve("since the strike began", early) is None


@pytest.mark.parametrize(
    ("phrase", "zone", "day"),
    [
        ("8 pm Pacific on 4 March", "Europe/London", "2031-03-05"),
        ("4 March at 8:30 p.m. PT", "Europe/London", "2031-03-05"),
        ("8 am Pacific on 4 March", "Europe/London", "2031-03-04"),
        ("8 pm Pacific on 4 March", "America/Los_Angeles", "2031-03-04"),
        ("2031-03-04T20:00:00-08:00", "Europe/London", "2031-03-05"),
        ("9 a.m. GMT on Tuesday", "America/Los_Angeles", "2031-03-04"),
        ("2 a.m. GMT on Tuesday", "America/Los_Angeles", "2031-03-03"),
        ("8 pm Pacific on 4 March", "No/Where", "2031-03-04"),
    ],
)
def test_a_time_with_a_zone_falls_on_the_day_of_the_readers_zone(phrase, zone, day):
    assert days(phrase, Anchors(date(2031, 3, 5), zone)) == (day, day)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("You may march on. They fall second to none, and may sit.", []),
        ("2,000 members paid $2031 in room 2031 for 24/7 help.", []),
        ("In 2007 they struck.", ["2007"]),
        ("It was 2007 all over again.", []),
        ("They met in May and in March.", ["May", "March"]),
        ("Nothing now, recently or soon; it is done every week, at 4:30 a.m.", []),
        ("May I ask Mr. March?", []),
        ("informati on fri pple", []),
        ("The 78-year-old, in his 40s then, earns $19 a day, $5 an hour, in 10 hours.", []),
        ("He spoke hours after the vote, a day before they met, by the time it closed.", []),
        ("The vote was on June 2. Two days before, they met.", ["on June 2", "Two days before"]),
        ("The three-month-old strike lasted a week.", ["The three-month-old", "a week"]),
    ],
)
def test_words_that_only_look_like_dates_are_left_alone(text, phrases):
    assert [found.phrase for found in find_dates(text, WEDNESDAY)] == phrases


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The two sides met on Friday.", "2031-02-28"),
        ("The studios requested a meeting on Friday.", "2031-03-07"),
        ("Members will vote on Friday.", "2031-03-07"),
        ("Leaders plan to meet the employers on Friday.", "2031-03-07"),
        ("The union said it would answer on Friday.", "2031-03-07"),
        ("They returned to the table on Friday.", "2031-02-28"),
        ("The union, which rejected an offer last month, is due to meet on Friday.", "2031-03-07"),
        ("Talks resume Friday.", "2031-03-07"),
        ("Talks are set for Friday.", "2031-03-07"),
        ("The guild agreed to return on Friday.", "2031-03-07"),
        ("The guild had agreed terms, and walked out on Friday.", "2031-02-28"),
    ],
)
def test_the_words_beside_a_weekday_say_its_tense(text, day):
    assert str(find_dates(text, WEDNESDAY)[-1].first) == day


def test_spans_are_the_words_as_they_stand():
    text = "Talks collapsed\non   May\n1. “A day later”, they said, the strike began."
    for found in find_dates(text, WEDNESDAY):
        assert text[found.span.start : found.span.end] == found.phrase
    assert [found.phrase for found in find_dates(text, WEDNESDAY)] == ["on   May\n1", "A day later"]


@pytest.mark.parametrize(
    "name",
    [
        *("dates", "date_words", "date_calendar", "date_durations", "date_tense", "date_times"),
        *("date_counts", "date_holidays", "date_parts"),
    ],
)
def test_the_examples_of_the_modules_hold(name):
    results = doctest.testmod(importlib.import_module(f"onrecord.check.{name}"))
    assert results.attempted
    assert not results.failed

"""Properties of the reader of dates, over many days and texts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.check.date_words import WEEKDAY_NAMES
from onrecord.check.dates import FUTURE, PAST, find_dates, resolve
from onrecord.check.types import Anchors, Event

DAYS = st.dates(min_value=date(1900, 3, 1), max_value=date(2090, 12, 31))
SHIFTS = st.integers(min_value=-20_000, max_value=20_000)
MONTHS = [f"{date(2023, month, 1):%B}" for month in range(1, 13)]
NAMES = list(WEEKDAY_NAMES)
VOCABULARY = (
    "the a this last next on in since for from to of ago later earlier early late about day "
    "days week weeks month months year Friday Tuesday weekend May March 1 2 31 2023 1st 92nd "
    "three twenty strike began talks collapsed , . ( ) - 5/1/2023 8 pm Pacific midnight said "
    "more than half Q3 quarter today yesterday following that 's 1990s summer and a.m. noon "
    "first last half rest before from through between ending beginning fiscal 2010-11 mid-'80s "
    "Easter Labor Day Christmas other every plus odd or so decades 150 1.2.23 § 0930 GMT PT "
    "thousands hundreds 31st 30 February 9999 '87 1/2 ’ “ ” \n\n — … 99999999999 \u0663 ½"
)
WORDS = st.sampled_from(VOCABULARY.split())


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """Patterns are compiled when first needed, which no example's deadline should pay for."""
    for phrase in spellings(date(2023, 5, 2)):
        resolve(phrase, Anchors(date(2023, 5, 2)))


def ordinal(count: int) -> str:
    last = "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{last}"


def spellings(day: date) -> list[str]:
    name, number = MONTHS[day.month - 1], day.day
    short = name if len(name) < 5 else f"{name[:3]}."
    return [
        f"{name} {number}, {day.year}",
        f"{number} {name} {day.year}",
        f"the {ordinal(number)} of {name}, {day.year}",
        f"{NAMES[day.weekday()]}, {short} {number}, {day.year}",
        f"{NAMES[day.weekday()]} {number} {name} {day.year}",
        day.isoformat(),
        f"{number}.{day.month}.{day.year}",
    ]


@given(DAYS)
@example(date(2024, 2, 29))
def test_every_spelling_of_a_day_is_that_day(day):
    for spelling in spellings(day):
        dated = resolve(spelling, Anchors())
        assert (dated.first, dated.last) == (day, day), spelling


@given(DAYS)
def test_a_numeric_date_includes_the_day_that_was_meant(day):
    for spelling in (f"{day.month}/{day.day}/{day.year}", f"{day.day}/{day.month}/{day.year}"):
        dated = resolve(spelling, Anchors())
        assert day in (dated.first, dated.last)


@given(DAYS, SHIFTS, st.sampled_from(["yesterday", "today", "12 days ago", "six weeks ago"]))
def test_shifting_publication_shifts_what_counts_from_it(day, shift, phrase):
    one = resolve(phrase, Anchors(day))
    two = resolve(phrase, Anchors(day + timedelta(days=shift)))
    assert two.first - one.first == two.last - one.last == timedelta(days=shift)


@given(DAYS, SHIFTS, st.sampled_from(["a day later", "three days earlier", "a week later"]))
def test_shifting_the_earlier_date_shifts_what_counts_from_it(day, shift, phrase):
    one = resolve(phrase, Anchors(), earlier=day)
    two = resolve(phrase, Anchors(), earlier=day + timedelta(days=shift))
    assert two.first - one.first == two.last - one.last == timedelta(days=shift)


@given(DAYS, st.integers(-1000, 1000), st.sampled_from(["on Friday", "last week", "next Monday"]))
def test_shifting_by_weeks_shifts_weekdays_and_weeks(day, weeks, phrase):
    shift = timedelta(days=7 * weeks)
    one, two = resolve(phrase, Anchors(day)), resolve(phrase, Anchors(day + shift))
    assert (two.first - one.first, two.last - one.last) == (shift, shift)


@given(DAYS, st.sampled_from(NAMES))
def test_a_weekday_is_that_weekday_on_the_side_of_its_tense(day, name):
    past = resolve(f"on {name}", Anchors(day), tense=PAST).first
    future = resolve(f"on {name}", Anchors(day), tense=FUTURE).first
    assert NAMES[past.weekday()] == NAMES[future.weekday()] == name
    assert 0 <= (day - past).days < 7
    assert 0 <= (future - day).days < 7


@given(DAYS, st.integers(min_value=1, max_value=2000))
def test_the_nth_day_of_a_strike_is_read_both_ways(day, count):
    published = day + timedelta(days=3000)
    anchors = Anchors(published, "UTC", (Event("strike-began", day, ("LWG",), 4),))
    dated = resolve(f"day {count} of the strike", anchors)
    assert ((dated.first - day).days, (dated.last - day).days) == (count - 1, count)


@given(st.lists(WORDS, max_size=30), st.none() | DAYS)
def test_intervals_are_ordered_and_spans_are_their_words(words, published):
    text = " ".join(words)
    events = (Event("strike-began", date(1899, 5, 2), ("LWG",), 4),)
    end = 0
    for found in find_dates(text, Anchors(published, "UTC", events)):
        assert end <= found.span.start < found.span.end
        assert text[found.span.start : found.span.end] == found.phrase
        end = found.span.end
        assert (found.first is None) == (found.last is None)
        assert found.first is None or found.first <= found.last
        assert found.days is None or 0 <= found.days[0] <= found.days[1]
        assert found.phrase.split()[0] in found.rule
        assert found.first is None or str(found.first) in found.rule


SOUP = st.lists(
    st.sampled_from(VOCABULARY.split(" ")) | st.text(max_size=6) | st.sampled_from(NAMES + MONTHS),
    max_size=40,
)


@given(SOUP, st.sampled_from(["", " ", "-", "\n", "’s "]), st.none() | st.dates())
@settings(max_examples=400)
def test_no_soup_of_words_and_signs_makes_it_fail(words, joint, published):
    text = joint.join(words)
    events = (Event("strike-began", date.min, ("LWG",), 4), Event("talks-ended", date.max, (), 5))
    for found in find_dates(text, Anchors(published, "Asia/Kolkata", events)):
        assert text[found.span.start : found.span.end] == found.phrase
        assert (found.first is None) == (found.last is None)
        assert found.first is None or found.first <= found.last
        assert " = " in found.rule
        assert found.phrase.split()[0] in found.rule
    resolve(text, Anchors(published, "Asia/Kolkata", events), earlier=published)


ENDS = st.sampled_from([date.min, date(1, 1, 20), date(9998, 12, 31), date(9999, 12, 1), date.max])
RELATIVE = [
    *("yesterday", "tomorrow", "last week", "next year", "on Friday", "next Friday"),
    *("that summer", "last winter", "midweek", "the past decade", "two Fridays ago"),
    *("the week before last", "the year ahead", "a year ago Friday", "June"),
    *("this time next year", "the first half of next year", "Monday to Friday"),
    *("early Friday", "last night", "the following year", "a day later", "the previous June"),
    *("October 13th", "the quarter", "noon tomorrow", "midnight Friday", "Labor Day weekend"),
    *("on the 31st", "the rest of the week", "Friday after next"),
]


@given(st.sampled_from(RELATIVE), ENDS, st.none() | ENDS, st.sampled_from(["", PAST, FUTURE]))
@settings(max_examples=300)
def test_where_the_calendar_ends_there_is_no_date_and_no_error(phrase, published, earlier, tense):
    dated = resolve(phrase, Anchors(published, "Asia/Kolkata"), earlier=earlier, tense=tense)
    assert dated is None or dated.first is None or dated.first <= dated.last
    find_dates(f"On {published} they met. {phrase}, and {phrase}.", Anchors(published))


@given(SOUP)
def test_without_any_anchor_nothing_relative_is_dated(words):
    """Whatever is dated without publication, record or context says its year itself."""
    for found in find_dates(" ".join(words), Anchors()):
        year = any(sign.isdigit() for sign in found.phrase) or "twenty" in found.phrase
        assert found.first is None or year or found.rule.startswith("'that"), found.rule


@given(st.text(max_size=200), st.none() | st.dates())
def test_no_text_makes_it_fail(text, published):
    anchors = Anchors(published, "Europe/London")
    find_dates(text, anchors)
    resolve(text, anchors)


@given(st.lists(WORDS, max_size=12), st.dates())
def test_no_phrase_of_date_words_makes_it_fail(words, published):
    phrase = " ".join(words)
    dated = resolve(phrase, Anchors(published), earlier=published)
    assert dated is None or dated.first is None or dated.first <= dated.last


@given(st.lists(WORDS, max_size=30), DAYS)
def test_the_same_text_gives_the_same_dates(words, published):
    text = " ".join(words)
    assert find_dates(text, Anchors(published)) == find_dates(text, Anchors(published))

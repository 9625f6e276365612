"""Dates by name: days, months, quarters, seasons, halves, years, decades and centuries.

What lacks its year is read as the nearest one to publication, in the direction of the tense
where one is known; without publication it has no date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from re import Match

from onrecord.check.date_calendar import Stretch, part, plus, season, stretch
from onrecord.check.date_reading import (
    FUTURE,
    PAST,
    Context,
    Handler,
    Reading,
    of_day,
    of_stretch,
    with_value,
)
from onrecord.check.date_times import local_day
from onrecord.check.date_words import (
    DECADES,
    MONTH,
    MONTH_NAMES,
    MONTHS,
    ORDINAL,
    SEASON,
    SEASONS,
    WEEKDAY,
    WEEKDAY_NAMES,
    WEEKDAYS,
    YEAR,
    ordinal,
    year,
)

DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?![\d:,/%])|{ORDINAL})"
ANY_YEAR = rf"(?:(?P<year>{YEAR})|(?P<which>this|last|next) year)"
_WD = rf"(?:(?P<weekday>{WEEKDAY}) (?:, )?(?:the )?)?"
_DAY_ERRORS = (ValueError, OverflowError)


def the_year(match: Match[str], context: Context) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return year(groups["year"])
    if groups.get("which") and context.published:
        return context.published.year + {"this": 0, "last": -1, "next": 1}[groups["which"]]
    return None


def _iso(match: Match[str], context: Context) -> Reading | None:
    """``2023-05-01``, with a time and an offset where they are given: the day in our zone."""
    try:
        if match["time"] is None:
            return of_day(date.fromisoformat(match["iso"]), f"the day {match['iso']}")
        moment = datetime.fromisoformat(match[0].upper().replace(" ", "T"))
    except ValueError:
        return None
    day = local_day(moment, context.anchors.zone)
    rule = f"the moment {match[0].upper()}, {day} in {context.anchors.zone}"
    value = f"{match['iso']}T{match['time'][1:]}"
    return with_value(of_day(day, rule), value)


def _iso_month(match: Match[str], context: Context) -> Reading | None:
    number, month = int(match["year"]), int(match["month"])
    if month > 12 and month == (number + 1) % 100:
        own, after = stretch("year", date(number, 1, 1)), date(number + 1, 12, 31)
        return Reading(own.value, f"the years {match[0]}", own.first, after, own)
    if not (1 <= month <= 12 and number):
        return None
    return of_stretch(stretch("month", date(number, month, 1)), f"the month {match[0]}")


def _numeric(match: Match[str], context: Context) -> Reading | None:
    """``5/1/2023``: by month first and by day first; both, where both are dates."""
    one, two, number = int(match["one"]), int(match["two"]), int(match["number"])
    if len(match["number"]) == 2:
        number += 1900 if number >= 70 else 2000
    days = []
    for month, day in ((one, two), (two, one)):
        try:
            days.append(date(number, month, day))
        except ValueError:
            continue
    if match["mark"] == "." and len(days) == 2:
        return of_day(days[1], f"'{match[0]}', written with dots: day first")
    if not days:
        return None
    if len(set(days)) == 1:
        return of_day(days[0], f"'{match[0]}' can be read one way only: {days[0]}")
    rule = f"'{match[0]}' is ambiguous: {days[0]} (month first) or {days[1]} (day first)"
    return Reading(days[0].isoformat(), rule, min(days), max(days), stretch("day", days[0]))


def _month_day(match: Match[str], context: Context) -> Reading | None:
    month, day = MONTHS[match["month"]], ordinal(match["day"]) or int(match["day"])
    if not 1 <= day <= 31:
        return None
    number = the_year(match, context)
    side = match.groupdict().get("side")
    if side and context.published:
        tense = {"last": PAST, "next": FUTURE}.get(side, context.tense)
        number = context.published.year if side == "this" else number
        context = replace(context, tense=tense)
    try:
        if number is not None:
            return of_day(date(number, month, day), f"{day} {MONTH_NAMES[month].title()} {number}")
        return _nearest_day(month, day, context)
    except _DAY_ERRORS:
        return None


def _nearest_day(month: int, day: int, context: Context) -> Reading | None:
    if context.published is None:
        return None
    base = context.published
    days = []
    for number in range(base.year - 4, base.year + 5):
        try:
            days.append(date(number, month, day))
        except ValueError:
            continue
    if context.tense == PAST:
        days = [it for it in days if it <= base]
    elif context.tense == FUTURE:
        days = [it for it in days if it >= base]
    if not days:
        return None
    best = min(days, key=lambda it: away((it - base).days))
    way = {PAST: "the last one up to then", FUTURE: "the next one from then"}
    rule = f"{context.since_published}: {way.get(context.tense, 'the nearest such day')}"
    return of_day(best, rule)


def away(days: int) -> int:
    """How far a day is; what lies over four months ahead is last year's rather."""
    return abs(days) if days <= 122 else 2 * days


def _days_of_month(match: Match[str], context: Context) -> Reading | None:
    """``May 1-5`` or ``1-5 May``."""
    first = _month_day(match, context)
    last_day = ordinal(match["to"]) or int(match["to"])
    if first is None or first.first is None:
        return None
    try:
        last = first.first.replace(day=last_day)
    except ValueError:
        return None
    if last < first.first:
        return None
    return Reading(first.value, f"{first.rule}, to {last}", first.first, last, first.named)


_NUMBERED = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? $")
"""A day before a month that it does not have: 30 February is no date, nor is its month."""


def _month(match: Match[str], context: Context) -> Reading | None:
    month = MONTHS[match["month"]]
    if _NUMBERED.search(match.string, max(0, match.start() - 5), match.start()):
        return None
    number = the_year(match, context)
    if number is not None:
        named = stretch("month", date(number, month, 1))
        return of_stretch(named, f"{MONTH_NAMES[month].title()} {number}")
    if context.published is None:
        return None
    first = nearest_month(month, context.published, match.groupdict().get("side"), context)
    return of_stretch(stretch("month", first), f"{context.since_published}: {_SIDES[_side(match)]}")


_SIDES = {
    "last": "the last such month before",
    "next": "the next such month after",
    "this": "that month of the same year",
    "": "the nearest such month",
}


def _side(match: Match[str]) -> str:
    side = (match.groupdict().get("side") or "").split(" ")[-1]
    return {"past": "last", "coming": "next", "previous": "last"}.get(side, side)


def nearest_month(month: int, base: date, side: str | None, context: Context) -> date:
    """The first day of the ``month`` that is meant: last, next, this or the nearest one.

    Without a tense a month up to four months ahead is ahead, any other behind.
    """
    side = {"past": "last", "coming": "next"}.get((side or "").split(" ")[-1], side or "")
    ahead = (month - base.month) % 12
    if side == "this":
        return date(base.year, month, 1)
    if side in {"last", "next"}:
        return plus(base.replace(day=1), "month", ahead - 12 if side == "last" else ahead or 12)
    forward = {PAST: ahead == 0, FUTURE: True}.get(context.tense, ahead <= 4)
    return plus(base.replace(day=1), "month", ahead if forward else ahead - 12)


def _year(match: Match[str], context: Context) -> Reading | None:
    number = year(match["year"])
    if number is None:
        return None
    return of_stretch(stretch("year", date(number, 1, 1)), f"the year {number}")


def _years(match: Match[str], context: Context) -> Reading | None:
    """``1985 to 1988``."""
    one, two = year(match["year"]), year(match["until"])
    if one is None or two is None or two < one:
        return None
    named = stretch("year", date(one, 1, 1))
    return Reading(named.value, f"the years {one} to {two}", named.first, date(two, 12, 31), named)


def _month_quarter(match: Match[str], context: Context) -> Reading | None:
    """``the June quarter``: the quarter that ends with, or holds, that month."""
    if context.published is None:
        return None
    first = nearest_month(MONTHS[match["month"]], context.published, "", context)
    return of_stretch(stretch("quarter", first), f"{context.since_published}: the nearest such one")


def _decade(match: Match[str], context: Context) -> Reading | None:
    words = match["decade"]
    if words.endswith("ies"):
        number = 1900 + DECADES[words.split()[-1]]
    else:
        digits = words.strip("'s").rstrip("s")
        number = int(digits) if len(digits) == 4 else 1900 + int(digits)
    if len(words.strip("'s")) < 4 and context.published and number + 100 <= context.published.year:
        number += 100
    return of_stretch(stretch("decade", date(number, 1, 1)), f"the {number}s")


def _century(match: Match[str], context: Context) -> Reading | None:
    count = ordinal(match["century"])
    if count is None or not 2 <= count <= 98:
        return None
    return of_stretch(stretch("century", date((count - 1) * 100, 1, 1)), f"century {count}")


def _quarter(match: Match[str], context: Context) -> Reading | None:
    words = match.groupdict()
    count = int(words["q"][1]) if words.get("q") else ordinal(words["nth"] or "")
    if count is None or not 1 <= count <= 4:
        return None
    number = the_year(match, context)
    if number is not None:
        named = stretch("quarter", date(number, 3 * count - 2, 1))
        return of_stretch(named, f"quarter {count} of {number}")
    base = context.published
    if base is None:
        return None
    first = date(base.year, 3 * count - 2, 1)
    if first > base and context.tense != FUTURE:
        first = plus(first, "year", -1)
    named = stretch("quarter", first)
    return of_stretch(named, f"{context.since_published}: the last such quarter begun")


def _quarter_ago(match: Match[str], context: Context) -> Reading | None:
    count, base = ordinal(match["nth"] or match["nth2"]), context.published
    if base is None or count is None or not 1 <= count <= 4:
        return None
    named = stretch("quarter", date(base.year - 1, 3 * count - 2, 1))
    return of_stretch(named, f"{context.since_published}: a year before, quarter {count}")


def _year_end(match: Match[str], context: Context) -> Reading | None:
    if context.published is None:
        return None
    reading = of_stretch(stretch("year", context.published), context.since_published)
    return edge("late", reading)


def _half(match: Match[str], context: Context) -> Reading | None:
    number = the_year(match, context)
    if number is None and context.published:
        number = context.published.year
    if number is None:
        return None
    month = 1 if match["nth"] in {"first", "1st"} else 7
    return of_stretch(stretch("half", date(number, month, 1)), f"half of {number}")


def _season(match: Match[str], context: Context) -> Reading | None:
    name, number = SEASONS[match["season"]], the_year(match, context)
    if number is not None:
        back = name == "WI" and match["which"] == "this" and _early(context)
        return of_stretch(season(name, number - back), f"{match['season']} {number}")
    if context.published is None:
        return None
    named = _nearest_season(name, context.published, _side(match), context.tense)
    return of_stretch(named, f"{context.since_published}: {_SEASON_SIDES[_side(match)]}")


_SEASON_SIDES = {
    "last": "the last one over by then",
    "next": "the next one",
    "this": "the nearest one",
    "": "the nearest one",
}


def _early(context: Context) -> bool:
    return context.published is not None and context.published.month < 3


def _nearest_season(name: str, base: date, side: str, tense: str) -> Stretch:
    seasons = [season(name, base.year + step) for step in (-2, -1, 0, 1)]
    if side == "last":
        return [it for it in seasons if it.last < base][-1]
    if side == "next":
        return next(it for it in seasons if it.first > base)
    if tense == PAST:
        return [it for it in seasons if it.first <= base][-1]
    return min(seasons, key=lambda it: max((it.first - base).days, (base - it.last).days, 0))


def weekday_agrees(words: str, reading: Reading) -> Reading:
    """``Friday, May 5``: say so where the weekday is not that of the date."""
    if reading.first is None or reading.first.weekday() == WEEKDAYS[words]:
        return reading
    actual = WEEKDAY_NAMES[reading.first.weekday()]
    rule = f"{reading.rule}; the text says {WEEKDAY_NAMES[WEEKDAYS[words]]}, it was a {actual}"
    return Reading(reading.value, rule, reading.first, reading.last, reading.named)


def _weekday_date(match: Match[str], context: Context) -> Reading | None:
    reading = _month_day(match, context)
    if reading is not None and match["weekday"]:
        return weekday_agrees(match["weekday"], reading)
    return reading


def edge(which: str, reading: Reading) -> Reading:
    """``early``, ``mid``, ``late`` of a reading: a third of it; its value stays."""
    if reading.named is None or reading.named.unit == "day":
        return reading
    first, last = part(reading.named, which)
    rule = f"{reading.rule}, {which}: a third of it"
    return Reading(reading.value, rule, first, last, reading.named)


def middle(of: Stretch) -> date:
    """The day in the middle of a stretch."""
    return of.first + timedelta(days=(of.last - of.first).days // 2)


_FISCAL = r"(?:the |its |our |their )?(?:[a-z]+ ){0,1}?(?:fiscal )?"
_MONTH_DAY = rf"{_WD}(?:the )?(?P<month>{MONTH}) (?:the )?(?P<day>{DAY})"
_DAY_MONTH = rf"{_WD}(?:the )?(?P<day>{DAY})(?: day)?(?: of)? (?P<month>{MONTH})"
_TAIL = rf"(?:(?: ,)?(?: of| in)? {ANY_YEAR})?"
_TO = rf" ?(?:-|–|—|to|through) ?(?P<to>{DAY})"

RULES: tuple[tuple[str, Handler], ...] = (
    (
        r"(?P<iso>\d{4}-\d{2}-\d{2})"
        r"(?:(?P<time>[t ]\d{2}:\d{2}(?::\d{2})?)(?:z|[+-]\d{2}:?\d{2})?)?",
        _iso,
    ),
    (r"(?P<year>\d{4})-(?P<month>\d{2})", _iso_month),
    (r"(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})[/.-](?P<number>\d{4}|\d{2})", _numeric),
    (rf"{_MONTH_DAY}{_TO}{_TAIL}", _days_of_month),
    (rf"(?P<day>{DAY}){_TO} (?P<month>{MONTH}){_TAIL}", _days_of_month),
    (rf"{_MONTH_DAY}{_TAIL}", _weekday_date),
    (rf"{_DAY_MONTH}{_TAIL}", _weekday_date),
    (rf"(?P<side>last|this|next) (?P<month>{MONTH}) (?P<day>{DAY})", _month_day),
    (rf"(?:the )?(?P<month>{MONTH}) quarter", _month_quarter),
    (rf"(?P<year>{YEAR}) (?:-|–|to|through|until) (?P<until>{YEAR})", _years),
    (rf"(?P<month>{MONTH})(?: ,| of| in)? {ANY_YEAR}", _month),
    (
        rf"(?:(?P<side>this past|last|next|this|past|this coming) )?(?P<month>{MONTH})"
        r"(?! \d{1,2}(?:$| ))",
        _month,
    ),
    (rf"(?:the )?(?:(?:year|fiscal year|fiscal|calendar) )?(?P<year>{YEAR})", _year),
    (
        r"(?:the )?(?P<decade>\d{3}0s|'\d0s|(?<=the )\d0s"
        rf"|(?:nineteen )?(?:{'|'.join(DECADES)}))",
        _decade,
    ),
    (rf"(?:the )?(?P<century>{ORDINAL}) century", _century),
    (rf"(?P<q>q[1-4])(?:(?: of)? {ANY_YEAR})?", _quarter),
    (rf"{_FISCAL}(?P<nth>{ORDINAL}) (?:fiscal )?quarter(?:(?: of)? {ANY_YEAR})?", _quarter),
    (rf"(?:the )?(?:fiscal )?(?P<year>{YEAR}) (?P<nth>{ORDINAL}) quarter", _quarter),
    (
        rf"(?:the )?(?P<ago>year (?:ago|earlier)) (?P<nth>{ORDINAL}) quarter"
        rf"|(?P<ago2>)(?:the )?(?P<nth2>{ORDINAL}) quarter (?:a year (?:ago|earlier)|of last year)",
        _quarter_ago,
    ),
    (r"(?:the )?year (?:'s )?end", _year_end),
    (rf"(?P<which>this|last|next) year 's (?P<nth>{ORDINAL}) quarter", _quarter),
    (
        rf"(?:the )?(?P<nth>first|second|last|latter|1st|2nd) half(?: of)?"
        rf"(?: (?:the year|{ANY_YEAR}))?",
        _half,
    ),
    (rf"(?:the )?(?P<season>{SEASON})(?: of)? {ANY_YEAR}", _season),
    (
        rf"(?:(?P<side>this past|last|next|this|past|this coming) |the )?(?P<season>{SEASON})",
        _season,
    ),
)

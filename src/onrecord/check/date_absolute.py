"""Dates by name: days, months, quarters, seasons, halves, years, decades and centuries.

What lacks its year is read as the nearest one to publication, in the direction of the tense
where one is known; without publication it has no date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from re import Match

from onrecord.check.date_calendar import Stretch, part, plus, stretch
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
    WEEKDAY,
    WEEKDAY_NAMES,
    WEEKDAYS,
    YEAR,
    ordinal,
    year,
)

DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?![\d:,/%])|{ORDINAL})"
ANY_YEAR = (
    rf"(?:(?:fiscal |fy |the year )?(?P<year>{YEAR})|(?P<which>this|last|next) year"
    r"|(?P<ago>a year ago)|(?P<named>that|the same|the previous|the following) year)"
)
_WD = rf"(?:(?P<weekday>{WEEKDAY}) (?:, )?(?:the )?)?"
_DAY_ERRORS = (ValueError, OverflowError)


def the_year(match: Match[str], context: Context) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return year(groups["year"])
    base, focus = context.published, context.focus
    if base and groups.get("ago") == "a year ago":
        return base.year - 1
    if groups.get("which") and base:
        return base.year + {"this": 0, "last": -1, "next": 1}[groups["which"]]
    if groups.get("named") and focus:
        side = groups["named"].removeprefix("the ")
        return focus.first.year + {"previous": -1, "following": 1}.get(side, 0)
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
    if month == (number + 1) % 100:
        rule = f"'{match[0]}' is ambiguous: that month, or the years {number} to {number + 1}"
        named = stretch("month", date(number, month, 1))
        return Reading(named.value, rule, date(number, 1, 1), date(number + 1, 12, 31), named)
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
        if not lacks_year(match):
            return None
        best = nearest_day(month, day, context, match.groupdict().get("weekday"))
        return None if best is None else of_day(best, _nearest_rule(context))
    except _DAY_ERRORS:
        return None


def lacks_year(match: Match[str]) -> bool:
    """Whether the words name no year at all, not one that cannot be counted."""
    groups = match.groupdict()
    return not any(groups.get(name) for name in ("year", "which", "ago", "named"))


def _nearest_rule(context: Context) -> str:
    way = {PAST: "the last one up to then", FUTURE: "the next one from then"}
    return f"{context.since_published}: {way.get(context.tense, 'the nearest such day')}"


def nearest_day(month: int, day: int, context: Context, weekday: str | None = None) -> date | None:
    """That day of the year nearest to publication, in the direction of the tense.

    Of the last and the next one, a weekday beside it chooses the one that it agrees with, be the
    tense what it may.
    """
    if context.published is None:
        return None
    base = context.published
    days = []
    for number in range(base.year - 4, base.year + 5):
        try:
            days.append(date(number, month, day))
        except ValueError:
            continue
    agreeing = [
        it
        for it in days
        if weekday and it.weekday() == WEEKDAYS[weekday] and abs((it - base).days) <= 366
    ]
    if context.tense == PAST:
        days = [it for it in days if it <= base]
    elif context.tense == FUTURE:
        days = [it for it in days if it >= base]
    if not (agreeing or days):
        return None
    return min(agreeing or days, key=lambda it: away((it - base).days))


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
    return of_stretch(
        stretch("month", first), f"{context.since_published}: {_SIDES[side_of(match)]}"
    )


_SIDES = {
    "last": "the last such month before",
    "next": "the next such month after",
    "this": "that month of the same year",
    "": "the nearest such month",
}


def side_of(match: Match[str]) -> str:
    side = (match.groupdict().get("side") or "").split(" ")[-1]
    return {"past": "last", "coming": "next", "previous": "last"}.get(side, side)


def _month_of_text(match: Match[str], context: Context) -> Reading | None:
    """``that September``, ``the previous June``: counted from the date last named."""
    if context.focus is None:
        return None
    base, side = context.focus.first, match["side"].removeprefix("the ")
    ahead = (MONTHS[match["month"]] - base.month) % 12
    if side in {"previous", "preceding"}:
        ahead -= 12
    elif side in {"following", "next"}:
        ahead = ahead or 12
    elif context.focus.unit == "year":
        base = base.replace(month=1)
    try:
        named = stretch("month", plus(base.replace(day=1), "month", ahead))
    except _DAY_ERRORS:
        return None
    return of_stretch(named, f"the {match['side']} such month, from {context.focus.value}")


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
        digits = words.strip("'s ")
        number = int(digits) if len(digits) == 4 else 1900 + int(digits)
    if len(words.strip("'s")) < 4 and context.published and number + 100 <= context.published.year:
        number += 100
    return of_stretch(stretch("decade", date(number, 1, 1)), f"the {number}s")


def _century(match: Match[str], context: Context) -> Reading | None:
    count = ordinal(match["century"])
    if count is None or not 2 <= count <= 98:
        return None
    return of_stretch(stretch("century", date((count - 1) * 100, 1, 1)), f"century {count}")


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


def _the_nth(match: Match[str], context: Context) -> Reading | None:
    """``on the 13th``: of the month last named in the text, or the nearest to publication."""
    day, focus, base = ordinal(match["nth"]) or 0, context.focus, context.published
    try:
        if focus is not None and focus.unit in {"day", "month"} and focus != _day_of(base):
            return of_day(focus.first.replace(day=day), f"of {focus.value[:7]} in the text")
        if base is None:
            return None
        months = [plus(base.replace(day=1), "month", step) for step in (-1, 0, 1)]
        days = [it.replace(day=day) for it in months if day <= stretch("month", it).last.day]
    except _DAY_ERRORS:
        return None
    if context.tense in {PAST, FUTURE}:
        days = [it for it in days if (it <= base if context.tense == PAST else it >= base)]
    best = min(days, key=lambda it: abs((it - base).days), default=None)
    return None if best is None else of_day(best, _nearest_rule(context))


def _day_of(base: date | None) -> Stretch | None:
    return None if base is None else stretch("day", base)


def edge(which: str, reading: Reading) -> Reading:
    """``early``, ``mid``, ``late`` of a reading: a third of it; its value stays."""
    if reading.named is None or reading.named.unit == "day":
        return reading
    first, last = part(reading.named, which)
    rule = f"{reading.rule}, {which}: a third of it"
    return Reading(reading.value, rule, first, last, reading.named)


_MONTH_DAY = rf"{_WD}(?:the )?(?P<month>{MONTH}) (?:the )?(?P<day>{DAY})"
_DAY_MONTH = rf"{_WD}(?:the )?(?P<day>{DAY})(?: day)?(?: of)? (?P<month>{MONTH})"
_TAIL = rf"(?:(?: ,)?(?: of| in)? {ANY_YEAR})?"
_TO = rf" ?(?:-|–|—|to|through|thru|until|till) ?(?P<to>{DAY})"

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
        "(?P<side>that|the same|the previous|the preceding|the following)"
        rf" (?P<month>{MONTH})",
        _month_of_text,
    ),
    (
        rf"(?:(?P<side>this past|last|next|this|past|this coming) )?(?P<month>{MONTH})"
        r"(?! \d{1,2}(?:$| ))",
        _month,
    ),
    (rf"(?:the )?(?:(?:year|fiscal year|fiscal|fy|calendar) )?(?P<year>{YEAR})", _year),
    (
        r"(?:the )?(?P<decade>\d{3}0s|'\d0s|(?<=the )\d0s|(?<=the )\d0 's"
        r"|(?:(?<=the )|(?<=early )|(?<=late )|(?<=mid ))\d{3}0 's"
        rf"|(?:nineteen )?(?:{'|'.join(DECADES)}))",
        _decade,
    ),
    (rf"(?:the )?(?P<century>{ORDINAL}) century", _century),
    (
        r"(?:(?<=on )|(?<=by )|(?<=until )|(?<=since )|(?<=for )|(?<=before )|(?<=after )|^)"
        r"the (?P<nth>\d{1,2}(?:st|nd|rd|th))",
        _the_nth,
    ),
)

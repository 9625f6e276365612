"""From one date to another: ``2 May to 26 September 2023``, ``May through July``.

A year that stands only at the end is the year of both ends; where none is given, the end is read
as the nearest such day and the start as the last one before it. Words that move a date ("moved from
Friday to Monday") make no range.
"""

from __future__ import annotations

from datetime import date, timedelta
from re import Match

from onrecord.check.date_absolute import (
    ANY_YEAR,
    DAY,
    nearest_day,
    nearest_month,
    the_year,
)
from onrecord.check.date_calendar import plus, stretch
from onrecord.check.date_reading import FUTURE, PAST, Context, Handler, Reading
from onrecord.check.date_words import (
    MONTH,
    MONTH_NAMES,
    MONTHS,
    WEEKDAY,
    WEEKDAY_NAMES,
    WEEKDAYS,
    lexicon,
    ordinal,
)

_MOVES = lexicon(
    "move moved moves moving postpone postponed postpones delay delayed delays push pushed pushes "
    "reschedule rescheduled change changed changes shift shifted shifts adjourn adjourned defer "
    "deferred extend extended extends slip slipped brought"
)
JOINT = r"(?: ,)? ?(?:-|–|—|to|through|thru|until|till)"


def moves(context: Context) -> bool:
    """Whether the sentence moves a date from one day to another."""
    return not _MOVES.isdisjoint(context.near.split())


def _side(name: str) -> str:
    """A day of a month, or a month, with the groups of one end of the range."""
    weekday = rf"(?:{WEEKDAY} (?:, )?)?"
    return (
        rf"{weekday}(?:the )?(?:(?P<m{name}>{MONTH})(?: (?:the )?(?P<d{name}>{DAY}))?"
        rf"|(?P<e{name}>{DAY})(?: of)? (?P<n{name}>{MONTH}))"
    )


def _end(match: Match[str], name: str) -> tuple[int, int | None]:
    """Month and day of one end; no day where the end is a whole month."""
    month = MONTHS[match[f"m{name}"] or match[f"n{name}"]]
    day = match[f"d{name}"] or match[f"e{name}"]
    return month, None if day is None else ordinal(day) or int(day)


def _dates(match: Match[str], context: Context) -> Reading | None:
    """Two days, or two months, of the calendar."""
    if moves(context):
        return None
    one, two = _end(match, "1"), _end(match, "2")
    if (one[1] is None) != (two[1] is None) or one == two:
        return None
    try:
        last = _last(two, the_year(match, context), context)
        first = None if last is None else _first_before(one, last)
    except (ValueError, OverflowError):
        return None
    if first is None or last is None:
        return None
    rule = f"from {_spoken(one)} to {_spoken(two)}, the end {_why(match, context)}"
    named = stretch("month" if one[1] is None else "day", first)
    return Reading(named.value, rule, first, last, named)


def _spoken(end: tuple[int, int | None]) -> str:
    name = MONTH_NAMES[end[0]].title()
    return name if end[1] is None else f"{end[1]} {name}"


def _why(match: Match[str], context: Context) -> str:
    if match["year"]:
        return f"in {match['year']}"
    return f"nearest to {context.since_published}"


def _last(end: tuple[int, int | None], year: int | None, context: Context) -> date | None:
    month, day = end
    if year is None and context.published is None:
        return None
    if day is not None:
        return date(year, month, day) if year else nearest_day(month, day, context)
    base = context.published
    if year is None and base is not None:
        return stretch("month", nearest_month(month, base, "", context)).last
    return stretch("month", date(year or 1, month, 1)).last


def _first_before(end: tuple[int, int | None], last: date) -> date:
    first = date(last.year, end[0], end[1] or 1)
    return first if first <= last else plus(first, "year", -1)


def _weekdays(match: Match[str], context: Context) -> Reading | None:
    """``Monday to Friday``: with tense and publication as for one weekday."""
    base = context.published
    if base is None or moves(context):
        return None
    one, two = WEEKDAYS[match["one"]], WEEKDAYS[match["two"]]
    days = (two - one) % 7
    if not days:
        return None
    start = base - timedelta(days=(base.weekday() - one) % 7)
    if context.tense == FUTURE and start != base:
        start += timedelta(days=7)
    named = stretch("day", start)
    side = {PAST: "past tense", FUTURE: "still to come"}.get(context.tense, "no tense")
    names = f"{WEEKDAY_NAMES[one]} to {WEEKDAY_NAMES[two]}"
    rule = f"{context.since_published}, {side}: {names}"
    try:
        last = start + timedelta(days=days)
    except OverflowError:
        return None
    return Reading(named.value, rule, start, last, named)


def _month_quarter(match: Match[str], context: Context) -> Reading | None:
    """``the July-September quarter``: the nearest such months."""
    base = context.published
    if base is None:
        return None
    number = the_year(match, context)
    last = _last((MONTHS[match["m2"]], None), number, context)
    if last is None:
        return None
    first = _first_before((MONTHS[match["m1"]], None), last)
    named = stretch("quarter", first)
    if (named.first, named.last) != (first, last):
        named = stretch("month", first)
    rule = f"{context.since_published}: {match['m1'].title()} to {match['m2'].title()}"
    return Reading(named.value, rule, first, last, named)


_TAIL = rf"(?:(?: ,)?(?: of| in)? {ANY_YEAR})?"
RULES: tuple[tuple[str, Handler], ...] = (
    (rf"(?:(?:from|between) )?{_side('1')}{JOINT} {_side('2')}{_TAIL}", _dates),
    (rf"between {_side('1')} and {_side('2')}{_TAIL}", _dates),
    (rf"(?:from )?(?P<one>{WEEKDAY})(?:{JOINT})? (?P<two>{WEEKDAY})", _weekdays),
    (
        rf"(?:the )?(?P<m1>{MONTH})(?:{JOINT})? (?P<m2>{MONTH}) (?:quarter|period|half|months)"
        rf"(?:(?: of)? {ANY_YEAR})?",
        _month_quarter,
    ),
)

"""Parts of a date and steps from one: ``the first week of May``, ``the day after May 1``.

Each rule here reads a joint of words and then the date that follows it. It is handed the words
joined by single spaces, a place in them, and ``inner``, which reads the date at a later place.

>>> days_of(stretch("month", date(2023, 5, 9)), "week", 1, 1)
(datetime.date(2023, 5, 1), datetime.date(2023, 5, 7))
>>> days_of(stretch("year", date(2023, 5, 9)), "month", -2, 2)
(datetime.date(2023, 11, 1), datetime.date(2023, 12, 31))
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from onrecord.check.date_calendar import Stretch, plus, stretch
from onrecord.check.date_durations import Length, length
from onrecord.check.date_lengths import COUNT, counted, move
from onrecord.check.date_reading import FUTURE, Context, Found, Reading, of_day
from onrecord.check.date_words import (
    NUMBER,
    ORDINAL,
    UNITS,
    WEEKDAY,
    WEEKDAY_NAMES,
    WEEKDAYS,
    number,
    ordinal,
)

Inner = Callable[[int], Found | None]
Attempt = Callable[[str, int, Context, Inner], Found | None]

_SIZES = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade")
_RANK = {unit: rank for rank, unit in enumerate((*_SIZES, "century"))}
_NTH = rf"(?P<nth>{ORDINAL}|last|final|closing|opening)"
_PART = r"day|weekend|week|month|quarter|year|decade"
_NTH_OF = rf"(?:the |its |their )?{_NTH} (?:full )?(?P<unit>{_PART}|{WEEKDAY}) (?:of|in) "
_SOME_OF = (
    rf"(?:the )?(?P<nth>first|last|final|opening|closing) (?P<count>{NUMBER}) "
    r"(?P<unit>days|weeks|months|quarters|years) (?:of|in) "
)
_HALF_OF = r"(?:the )?(?P<nth>first|second|last|latter|1st|2nd) half of "
_DAY_OF_WEEK = rf"(?P<weekday>{WEEKDAY}) (?:(?:of|in) |(?=(?:last|this|next) ))"
_REST_OF = r"(?:for )?the (?:rest|remainder|balance) of "
_STEP = rf"(?:{COUNT}|the (?P<one>day|week|month|year)) (?P<way>after|before|from) "
_WEEKDAY_STEP = (
    rf"(?:the )?(?:(?P<nth>{ORDINAL}) )?(?P<weekday>{WEEKDAY}) (?P<way>after|before|following) "
)
_NOT_THERE = r"(?:,? )?(?:to|until|till|through) "
_AGO_ON = rf"{COUNT} ago (?:on )?(?=(?:{WEEKDAY}|today|yesterday|this)(?: |$))"
_DAY_AGO = rf"(?P<weekday>{WEEKDAY}) {COUNT} ago(?=$| )"
_WEEK_END = (
    r"(?:the )?(?P<unit>week|fortnight) "
    r"(?P<way>ending|ended|to|beginning|starting|commencing|from) (?:on )?"
)
_AS_NAMED = {"first": 1, "opening": 1, "last": -1, "final": -1, "closing": -1}


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _match(source: str, joined: str, at: int) -> re.Match[str] | None:
    """Patterns are compiled when they are first needed."""
    return _pattern(source).match(joined, at)


def days_of(of: Stretch, unit: str, nth: int, count: int = 1) -> tuple[date, date] | None:
    """The days of ``count`` units of a stretch from its ``nth`` on; -1 is its last unit.

    None where the stretch has not so many. Weeks are counted from its first or last day.
    """
    try:
        if nth > 0:
            first = plus(of.first, unit, nth - 1)
            last = plus(of.first, unit, nth - 1 + count) - timedelta(days=1)
        else:
            after = of.last + timedelta(days=1)
            first, last = plus(after, unit, nth), of.last
    except (ValueError, OverflowError):
        return None
    return (first, min(last, of.last)) if of.first <= first <= of.last else None


def _whole(found: Found | None) -> tuple[int, Reading, Stretch] | None:
    """A date that is a unit of the calendar: no length, no range, no edge of it."""
    if found is None or found[1].named is None or found[1].length is not None:
        return None
    named = found[1].named
    exact = (found[1].first, found[1].last) == (named.first, named.last)
    return (found[0], found[1], named) if exact else None


def _nth_of(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``the first week of May``, ``the last Monday in August``, ``the third day of 2023``."""
    match = _match(_NTH_OF, joined, at)
    whole = _whole(inner(match.end())) if match else None
    if match is None or whole is None:
        return None
    end, reading, named = whole
    nth = _AS_NAMED.get(match["nth"]) or ordinal(match["nth"])
    if nth is None:
        return None
    if match["unit"] in WEEKDAYS:
        day = _nth_weekday(named, WEEKDAYS[match["unit"]], nth)
        words = f"{match['nth']} {WEEKDAY_NAMES[WEEKDAYS[match['unit']]]}"
        return None if day is None else (end, of_day(day, f"{reading.rule}: its {words}"))
    unit = match["unit"]
    days = days_of(named, unit, nth) if _RANK[unit] < _RANK.get(named.unit, 0) else None
    if days is None:
        return None
    own = stretch(unit, days[0] if unit != "week" else days[1])
    value = own.value if unit in {"week", "weekend"} or days == own[1:3] else days[0].isoformat()
    rule = f"{reading.rule}: its {match['nth']} {unit}"
    return end, Reading(value, rule, days[0], days[1], Stretch(unit, days[0], days[1], value))


def _nth_weekday(of: Stretch, weekday: int, nth: int) -> date | None:
    if nth > 0:
        day = of.first + timedelta(days=(weekday - of.first.weekday()) % 7 + 7 * (nth - 1))
    else:
        day = of.last - timedelta(days=(of.last.weekday() - weekday) % 7)
    return day if of.first <= day <= of.last and nth < 60 else None


def _some_of(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``the first nine months of 1989``: its days, and the length that it states."""
    match = _match(_SOME_OF, joined, at)
    whole = _whole(inner(match.end())) if match else None
    count = number(match["count"]) if match else None
    if match is None or whole is None or count is None or count != int(count):
        return None
    unit, nth = UNITS[match["unit"]], _AS_NAMED[match["nth"]]
    steps = int(count)
    if not 0 < steps < 40_000 or _RANK[unit] >= _RANK.get(whole[2].unit, 0):
        return None
    days = days_of(whole[2], unit, 1 if nth > 0 else -steps, steps)
    if days is None:
        return None
    rule = f"{whole[1].rule}: its {match['nth']} {steps} {match['unit']}"
    long = length(steps, unit)
    return whole[0], Reading(long.value, rule, days[0], days[1], None, long)


def _half_of(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``the last half of the '80s``, ``the first half of the month``."""
    match = _match(_HALF_OF, joined, at)
    whole = _whole(inner(match.end())) if match else None
    if match is None or whole is None or whole[2].unit in {"day", "week", "weekend", "year"}:
        return None
    end, reading, named = whole
    middle = named.first + (named.last - named.first) // 2
    early = match["nth"] in {"first", "1st"}
    first, last = (named.first, middle) if early else (middle + timedelta(days=1), named.last)
    rule = f"{reading.rule}: its {match['nth']} half"
    return end, Reading(reading.value, rule, first, last, named)


def _day_of_week(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``Friday of last week``, ``Friday next week``."""
    match = _match(_DAY_OF_WEEK, joined, at)
    whole = _whole(inner(match.end())) if match else None
    if match is None or whole is None or whole[2].unit != "week":
        return None
    wanted = WEEKDAYS[match["weekday"]]
    day = whole[2].first + timedelta(days=wanted)
    return whole[0], of_day(day, f"{whole[1].rule}: its {WEEKDAY_NAMES[wanted]}")


def _rest_of(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``the rest of the year``: from publication to its end, where publication lies in it."""
    match = _match(_REST_OF, joined, at)
    whole = _whole(inner(match.end())) if match else None
    base = context.published
    if whole is None or base is None or not whole[2].first <= base <= whole[2].last:
        return None
    end, reading, named = whole
    return end, Reading(reading.value, f"{reading.rule}: from then on", base, named.last, named)


def _step_from(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``the day after May 1``, ``two weeks before Christmas``, ``a week from Friday``."""
    match = _match(_STEP, joined, at)
    found = _ahead(match.end(), context, inner, match["way"] == "from") if match else None
    if match is None or found is None or found[1].named is None or found[1].length is not None:
        return None
    if found[1].rule.startswith("from ") or _match(_NOT_THERE, joined, found[0]):
        return None
    long = length(1, match["one"]) if match["one"] else counted(match)
    count = 1 if match["one"] else number(match["count"])
    unit = match["one"] or UNITS[match["unit"]]
    if long is None or count is None or unit in {"second", "minute", "hour", "millennium"}:
        return None
    return _stepped(found, long, -count if match["way"] == "before" else count, unit)


def _ahead(at: int, context: Context, inner: Inner, from_then: bool) -> Found | None:
    """``a week from Friday`` counts from a Friday to come."""
    tense = context.tense
    if from_then:
        context.tense = FUTURE
    found = inner(at)
    context.tense = tense
    return found


def _stepped(found: Found, long: Length, count: float, unit: str) -> Found | None:
    named = found[1].named
    if named is None or named.unit not in {"day", "weekend"}:
        return None
    base = replace(found[1], value=named.value)
    if unit in {"week", "fortnight"} and long.days[0] < 7 * abs(count) and base.first == base.last:
        long = Length((round(7 * abs(count)),) * 2, long.value, long.rule)
    read = move(named, long, count, unit, base.rule)
    return None if read is None else (found[0], replace(read, length=None))


def _weekday_step(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``the Friday before Labor Day``, ``the third Tuesday after Christmas``."""
    match = _match(_WEEKDAY_STEP, joined, at)
    whole = _whole(inner(match.end())) if match else None
    if match is None or whole is None or whole[2].unit != "day":
        return None
    wanted, base = WEEKDAYS[match["weekday"]], whole[2].first
    step = (wanted - base.weekday()) % 7 or 7
    if match["way"] == "before":
        step = -((base.weekday() - wanted) % 7 or 7)
    more = 7 * ((ordinal(match["nth"] or "first") or 1) - 1)
    try:
        day = base + timedelta(days=step + (more if step > 0 else -more))
    except OverflowError:
        return None
    side = "before" if match["way"] == "before" else "after"
    return whole[0], of_day(day, f"{whole[1].rule}: the {WEEKDAY_NAMES[wanted]} {side}")


def _ago_on(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``a week ago Friday``, ``a year ago today``, ``Friday a week ago``: exact to the day."""
    match = _match(_AGO_ON, joined, at)
    if match is not None:
        found = inner(match.end())
        return found if found is None else _back_by(found[0], found[1], match)
    match = _match(_DAY_AGO, joined, at)
    found = inner(at) if match else None
    if match is None or found is None or found[0] >= match.end():
        return None
    return _back_by(match.end(), found[1], match)


def _back_by(end: int, reading: Reading, match: re.Match[str]) -> Found | None:
    count, unit, named = number(match["count"]), UNITS[match["unit"]], reading.named
    if named is None or reading.first is None or count is None or count != int(count):
        return None
    if unit not in {"week", "fortnight", "month", "year"} or match["most"] or count > 9000:
        return None
    try:
        own = stretch(named.unit, plus(named.first, unit, -int(count)))
    except (ValueError, OverflowError):
        return None
    rule = f"{reading.rule}, less {match['count']} {match['unit']}"
    return end, Reading(own.value, rule, own.first, own.last, own)


def _week_end(joined: str, at: int, context: Context, inner: Inner) -> Found | None:
    """``the week ending 6 May``: the seven days to it; ``beginning``: from it."""
    match = _match(_WEEK_END, joined, at)
    whole = _whole(inner(match.end())) if match else None
    if match is None or whole is None or whole[2].unit != "day":
        return None
    day, span = whole[2].first, timedelta(days=6 if match["unit"] == "week" else 13)
    try:
        first, last = (day - span, day) if match["way"] in _TO_DAY else (day, day + span)
    except OverflowError:
        return None
    own = stretch("week", first + timedelta(days=3))
    rule = f"{whole[1].rule}: the {match['unit']} {match['way']} then"
    return whole[0], Reading(own.value, rule, first, last, Stretch("week", first, last, own.value))


_TO_DAY = frozenset({"ending", "ended", "to"})

ATTEMPTS: tuple[Attempt, ...] = (
    _nth_of,
    _some_of,
    _half_of,
    _day_of_week,
    _rest_of,
    _step_from,
    _weekday_step,
    _ago_on,
    _week_end,
)
_SOURCES = (
    *(_NTH_OF, _SOME_OF, _HALF_OF, _DAY_OF_WEEK, _REST_OF, _STEP, _WEEKDAY_STEP),
    *(_AGO_ON, _DAY_AGO, _WEEK_END),
)


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", source) for source in _SOURCES))


def may_begin(joined: str, at: int) -> bool:
    """Whether one of the rules may begin here at all."""
    return _any().match(joined, at) is not None


__all__ = ["ATTEMPTS", "Attempt", "Inner", "days_of", "may_begin"]

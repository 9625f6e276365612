"""Dates counted from publication or from a date earlier in the text.

``today``, ``last week``, ``three weeks ago`` count from publication; ``a day later``, ``the
following week``, ``the year-ago quarter`` from a date before them. Without it there is no date.
"""

from __future__ import annotations

from datetime import date, timedelta
from re import Match

from onrecord.check.date_absolute import edge
from onrecord.check.date_calendar import Stretch, plus, shifted, stretch
from onrecord.check.date_durations import Length, length
from onrecord.check.date_lengths import COUNT, SINGULAR, ahead, back, counted, move
from onrecord.check.date_reading import Context, Handler, Reading, of_day, of_stretch
from onrecord.check.date_weekdays import weekend
from onrecord.check.date_words import UNIT, UNITS, YEAR, number, year

PARTS_OF_DAY = {
    "morning": "MO",
    "mid morning": "MO",
    "midmorning": "MO",
    "afternoon": "AF",
    "mid afternoon": "AF",
    "midafternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "noon": "12:00",
    "midday": "12:00",
    "midnight": "24:00",
    "lunchtime": "12:00",
}
PART_OF_DAY = rf"(?:{'|'.join(sorted(PARTS_OF_DAY, key=len, reverse=True))})"
_SIDE_UNIT = (
    "(?P<side>last|this|next|this past|past|the past|the last|the next|coming|the coming"
    "|this coming|current|the current|the following|the previous|the preceding|the same|that"
    "|following|previous|the prior|prior)"
)
_QUARTERLY = r"(?:quarter|period|three months)"


def _today(match: Match[str], context: Context) -> Reading | None:
    base = context.published
    if base is None:
        return None
    steps = {"yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}
    step = steps.get(match["word"].removeprefix("the "), 0)
    day = base + timedelta(days=step)
    return of_day(
        day, f"{context.since_published} {step:+d} days" if step else context.since_published
    )


def _unit(match: Match[str], context: Context) -> Reading | None:
    """``last week``, ``this month``, ``next year``, ``the current quarter`` and the like."""
    unit = UNITS[match["unit"]]
    if unit in {"second", "minute", "hour", "millennium"}:
        return None
    side = match["side"].split(" ")[-1]
    if match["side"] == "the next" and context.focus is not None:
        side = "following"
    if side in {"following", "previous", "preceding", "prior", "same", "that"}:
        return _unit_from_focus(unit, side, context)
    return None if context.published is None else _unit_from_published(match, unit, side, context)


def _unit_from_published(
    match: Match[str], unit: str, side: str, context: Context
) -> Reading | None:
    base = context.published
    if base is None:
        return None
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(side, 0)
    if unit == "weekend":
        return weekend(side, base, context)
    if unit == "decade" and (match["side"].startswith("the ") or side == "past"):
        return _ten_years(side, base, context)
    if unit in {"day", "night"} and side == "last":
        step = -1 if unit == "night" else 0
    named = shifted(stretch(unit, base), step)
    if match["side"] in {"the past", "the last"} and unit not in {"day", "night"}:
        rule = f"{context.since_published}: the {unit} up to then, from the start of the one before"
        return Reading(named.value, rule, named.first, base, named)
    words = {-1: "the one before", 0: "the one it lies in", 1: "the one after"}[step]
    if unit == "week" and step == -1 and base.weekday() == 6:
        return _week_on_a_sunday(named, base, context)
    return of_stretch(named, f"{context.since_published}: {unit}, {words}")


def _ten_years(side: str, base: date, context: Context) -> Reading:
    """``the past decade``, ``the next decade``: the ten years up to or from publication."""
    long, forward = length(1, "decade"), side in {"next", "coming"}
    far = ahead(base, long.days[1]) if forward else back(base, long.days[1])
    rule = f"{long.rule}, {'from' if forward else 'up to'} {context.since_published}"
    return Reading(long.value, rule, min(base, far), max(base, far), None, long)


def _week_on_a_sunday(before: Stretch, base: date, context: Context) -> Reading:
    """``last week`` in a Sunday's paper is the week that ends that day, or the one before it."""
    own = stretch("week", base)
    rule = f"{context.since_published}, a Sunday: the week that ends then or, for some, before"
    return Reading(own.value, rule, before.first, own.last, own)


def _before_last(match: Match[str], context: Context) -> Reading | None:
    """``the week before last``, ``the year after next``: two units away."""
    base, unit = context.published, UNITS[match["unit"]]
    if base is None or unit not in {"night", "week", "weekend", "month", "quarter", "year"}:
        return None
    step = 2 if match["way"] == "after next" else -2
    named = shifted(stretch(unit, base), step)
    return of_stretch(named, f"{context.since_published}: {unit}, two {match['way'].split()[0]}")


def _unit_from_focus(unit: str, side: str, context: Context) -> Reading | None:
    base = context.focus or (stretch("day", context.published) if context.published else None)
    if base is None:
        return None
    own = stretch(unit, base.last if side == "following" else base.first)
    step = {"following": 1, "previous": -1, "preceding": -1, "prior": -1}.get(side, 0)
    words = {1: "after", -1: "before", 0: "of"}[step]
    return of_stretch(shifted(own, step), f"the {unit} {words} {base.value}")


def _the_unit(match: Match[str], context: Context) -> Reading | None:
    """``the year``, ``the quarter``: that of the text so far, or that of publication."""
    unit = UNITS[match["unit"] or match["all"]]
    if unit == "day":
        if context.focus is None or context.focus.unit != "day":
            return None
        return of_stretch(context.focus, "the day last named in the text")
    if context.published is None:
        return None
    if unit == "weekend":
        return weekend("", context.published, context)
    if unit == "quarter":
        named = context.quarter or shifted(stretch("quarter", context.published), -1)
        return of_stretch(named, "the quarter last named, or the last one over at publication")
    return of_stretch(stretch(unit, context.published), f"the {unit} of publication")


def _latest(match: Match[str], context: Context) -> Reading | None:
    """``the latest quarter``, ``the 1988 period``, ``the year-ago quarter``."""
    words = match.groupdict()
    if context.published is None or (words.get("period") and context.quarter is None):
        return None
    over = shifted(stretch("quarter", context.published), -1)
    own = over if "latest" in match[0] or "recent" in match[0] else context.quarter or over
    number_ = year(words["year"]) if words.get("year") else None
    if number_ is not None:
        named = stretch("quarter", own.first.replace(year=number_))
        return of_stretch(named, f"the same quarter of {number_}")
    if words.get("ago"):
        return of_stretch(shifted(own, -1, "year"), f"a year before {own.value}")
    return of_stretch(own, "the quarter last named, or the last one over at publication")


def _new_year(match: Match[str], context: Context) -> Reading | None:
    """``the new year``: the one that began, or begins, within half a year of publication."""
    base = context.published
    if base is None:
        return None
    named = shifted(stretch("year", base), 1 if base.month > 6 else 0)
    return of_stretch(named, f"{context.since_published}: the year with the nearest 1 January")


def _this_time(match: Match[str], context: Context) -> Reading | None:
    """``this time last year``: that month, a year away."""
    base = context.published
    if base is None:
        return None
    named = stretch("month", plus(base, "year", -1 if match["side"] == "last" else 1))
    return of_stretch(named, f"{context.since_published}: that month {match['side']} year")


def _unit_ahead(match: Match[str], context: Context) -> Reading | None:
    """``the week ahead``: the next one."""
    if context.published is None:
        return None
    named = shifted(stretch(match["unit"], context.published), 1)
    return of_stretch(named, f"{context.since_published}: the {match['unit']} after")


def _same_last_year(match: Match[str], context: Context) -> Reading | None:
    """``the same month last year``: of the quarter in hand, else of publication."""
    base, unit = context.published, match["unit"]
    if base is None:
        return None
    if unit in {"quarter", "period"}:
        own = context.quarter or shifted(stretch("quarter", base), -1)
    elif context.focus is not None and context.focus.unit == unit and unit != "day":
        own = context.focus
    else:
        own = stretch(unit, base)
    return of_stretch(shifted(own, -1, "year"), f"a year before {own.value}")


def _working_day(match: Match[str], context: Context) -> Reading | None:
    """``the next business day``: the next day from Monday to Friday."""
    base = context.focus.last if context.focus else context.published
    if base is None:
        return None
    step = timedelta(days=-1 if match["side"] == "previous" else 1)
    try:
        day = base + step
        while day.weekday() > 4:
            day += step
    except OverflowError:
        return None
    return of_day(day, f"the {match['side']} day from Monday to Friday, from {base}")


def _latest_unit(match: Match[str], context: Context) -> Reading | None:
    """``the latest fiscal year``: the last one that was over at publication."""
    if context.published is None:
        return None
    unit = match["unit"]
    own = shifted(stretch(unit, context.published), -1)
    return of_stretch(own, f"{context.since_published}: the last {unit} over by then")


def _year_ago(match: Match[str], context: Context) -> Reading | None:
    """``a year ago``, ``year-earlier``: beside a quarter, that quarter a year before."""
    beside = context.focus is not None and context.focus.unit == "quarter"
    if context.quarter is not None and beside:
        own = shifted(context.quarter, -1, "year")
        return of_stretch(own, f"a year before {context.quarter.value} in the text")
    earlier = match["way"] != "ago"
    return (
        _moved(length(1, "year"), 1, "year", match["way"], context)
        if earlier
        else _ago(length(1, "year"), 1, "year", context)
    )


def _step(match: Match[str], context: Context) -> Reading | None:
    """``three weeks ago``, ``a day later``, ``two days earlier``, ``in ten days``."""
    long = counted(match)
    count = number(match["count"])
    if long is None or count is None:
        return None
    unit = UNITS[match["unit"]]
    if match["way"] == "ago":
        read = _ago(long, count, unit, context)
    else:
        read = _moved(long, count, unit, match["way"], context)
    missing = "publication" if match["way"] == "ago" else "date before it in the text"
    return read or Reading(
        long.value, f"{long.spoken}, and no {missing} to count from", length=long
    )


def _one_step(match: Match[str], context: Context) -> Reading | None:
    """``the week before``, ``the year earlier``: one unit from the date before it in the text."""
    unit = UNITS[match["unit"]]
    if unit in {"second", "minute", "hour", "millennium"}:
        return None
    if match["way"] == "ago":
        return _ago(length(1, unit), 1, unit, context)
    return _moved(length(1, unit), 1, unit, match["way"], context)


def _ago(long: Length, count: float, unit: str, context: Context) -> Reading | None:
    base = context.published
    if base is None:
        return None
    first, last = back(base, long.days[1]), back(base, long.days[0])
    if count != round(count) and unit in {"year", "decade", "century"}:
        count, unit = count * {"year": 12, "decade": 120, "century": 1200}[unit], "month"
    whole = unit if unit in {"month", "quarter", "year", "decade"} else "day"
    try:
        middle = plus(base, unit if unit != "millennium" else "century", -round(count))
        named = stretch(whole, middle)
    except (ValueError, OverflowError, KeyError):
        return None
    if unit in {"second", "minute", "hour"}:
        named = stretch("day", base)
    rule = f"{context.since_published} less {long.spoken}"
    return Reading(named.value, rule, first, last, named, long)


def _moved(long: Length, count: float, unit: str, way: str, context: Context) -> Reading | None:
    future = way in {"from now", "hence", "from today", "away", "time"}
    base: Stretch | None = context.focus
    if future or (base is None and way not in {"later", "after", "earlier", "before"}):
        base = stretch("day", context.published) if context.published else None
    if base is None or unit in {"second", "minute", "hour", "millennium"}:
        return None
    if unit == "day" and base.unit not in {"day", "weekend", "week"}:
        return None
    sign = -1 if way in {"earlier", "before", "prior", "previously"} else 1
    return move(base, long, sign * count, unit, "publication" if future else "the text")


def _next_day(match: Match[str], context: Context) -> Reading | None:
    """``the next day``, ``the day after``, ``the day before``: one day from the last date."""
    if context.focus is None or context.focus.unit not in {"day", "weekend", "week"}:
        return None
    step = -1 if "before" in match[0] or "previous" in match[0] else 1
    base = context.focus.last if step > 0 else context.focus.first
    words = "after" if step > 0 else "before"
    return of_day(base + timedelta(days=step), f"the day {words} {base} in the text")


def _earlier_this(match: Match[str], context: Context) -> Reading | None:
    """``earlier this month``, ``later this year``: the part before or after publication."""
    base = context.published
    if base is None:
        return None
    unit = UNITS[match["unit"]]
    if unit not in {"day", "week", "month", "quarter", "year", "decade", "century"}:
        return None
    named = shifted(stretch(unit, base), {"last": -1, "next": 1}.get(match["side"], 0))
    reading = of_stretch(named, f"{context.since_published}: {unit}, {match['way']} part")
    if match["side"] in {"last", "next"}:
        return edge("early" if match["way"] == "earlier" else "late", reading)
    first, last = (named.first, base) if match["way"] == "earlier" else (base, named.last)
    return Reading(named.value, reading.rule, first, last, named)


def _time_of_unit(match: Match[str], context: Context) -> Reading | None:
    """``this morning``, ``tonight``, ``last night``."""
    base = context.published
    if base is None:
        return None
    word = match[0]
    day = base - timedelta(days=1) if word.startswith(("last", "over")) else base
    code = PARTS_OF_DAY[match["part"]] if match["part"] else "EV" if "evening" in word else "NI"
    reading = of_day(day, context.since_published + (", the day before" if day < base else ""))
    return Reading(f"{day.isoformat()}T{code}", reading.rule, day, day, reading.named)


_ANY_SIDE = frozenset({"the", "early", "late"})


def _part_of_that_day(match: Match[str], context: Context) -> Reading | None:
    """``that night``, ``the next morning``, ``the morning``: from the day last named."""
    focus, side = context.focus, match["side"].removeprefix("the ")
    if focus is None or focus.unit != "day" or (side in _ANY_SIDE and not context.bare):
        return None
    step = {"next": 1, "following": 1, "previous": -1}.get(side, 0)
    try:
        day = focus.first + timedelta(days=step)
    except OverflowError:
        return None
    words = {1: "the day after", -1: "the day before", 0: "on"}[step]
    reading = of_day(day, f"{words} {focus.value} in the text")
    value = f"{day.isoformat()}T{PARTS_OF_DAY[match['part']]}"
    return Reading(value, reading.rule, day, day, reading.named)


_YEAR_AGO = "year (?:ago|earlier)"
_PART = "morning|afternoon|evening|night"
RULES: tuple[tuple[str, Handler], ...] = (
    (
        "(?P<word>(?:the )?day before yesterday|(?:the )?day after tomorrow"
        "|today|yesterday|tomorrow)",
        _today,
    ),
    (
        rf"(?:this (?P<part>{PART_OF_DAY})|last (?:night|evening)|tonight|overnight)",
        _time_of_unit,
    ),
    (
        "(?:in )?(?P<side>that|the same|the next|the following|the previous|the"
        rf"|next|early|late|the early|the late) (?P<part>{_PART})",
        _part_of_that_day,
    ),
    (rf"{_SIDE_UNIT} (?:fiscal )?(?P<unit>{SINGULAR})", _unit),
    (rf"(?P<way>earlier|later) (?P<side>this|last|next|in the) (?P<unit>{UNIT})", _earlier_this),
    (
        "(?:the (?:full |whole |entire |fiscal )?(?P<unit>day|week|weekend|month|quarter|year"
        "|decade|century)|all (?P<all>week|weekend|month|year))",
        _the_unit,
    ),
    ("(?:the )?(?:latest|most recent) (?:quarter|period|three months)", _latest),
    ("(?:the )?(?:latest|most recent) (?:fiscal )?(?P<unit>week|month|year)", _latest_unit),
    (rf"(?:the )?(?P<unit>{SINGULAR}) (?P<way>before last|after next)", _before_last),
    ("the (?P<unit>week|month|year|decade) ahead", _unit_ahead),
    (
        rf"(?:the )?quarter (?P<ago>a {_YEAR_AGO}|of last year|last year)",
        _latest,
    ),
    (rf"(?:the |its )?(?P<year>{YEAR}) {_QUARTERLY}", _latest),
    (
        rf"(?:the )?(?:comparable |same |corresponding )?(?P<ago>{_YEAR_AGO}|prior year)"
        rf" {_QUARTERLY}",
        _latest,
    ),
    (
        rf"(?:the )?(?:corresponding|same|comparable) {_QUARTERLY}"
        rf" (?P<ago>last year|a {_YEAR_AGO})",
        _latest,
    ),
    ("(?:the|this|that) (?:same |corresponding )?(?P<period>period)", _latest),
    ("(?:the|its) new (?:fiscal |calendar )?year", _new_year),
    (
        "(?:the )?same (?P<unit>day|week|month|quarter|period|half) "
        "(?:(?:of )?last year|a year (?:ago|earlier|before)|the (?:year before|previous year))",
        _same_last_year,
    ),
    ("the (?P<side>next|following|previous) (?:trading|business|working) day", _working_day),
    ("(?:(?:at )?this time|(?:at )?(?:about )?the same time) (?P<side>last|next) year", _this_time),
    (rf"(?P<ago>last year) 's {_QUARTERLY}", _latest),
    (r"(?:a |the )?year (?P<way>ago|earlier|before)", _year_ago),
    (
        rf"{COUNT}(?P<half> and a half)? (?P<way>ago|earlier|later|before|after|prior|previously"
        r"|afterwards|from now|hence|from today|away)",
        _step,
    ),
    (rf"(?:the )?(?P<unit>{SINGULAR}) (?P<way>ago|earlier|before)", _one_step),
    (rf"in {COUNT}(?: '(?:s)?)? (?P<way>time)", _step),
    (
        "(?:the (?:next|following|previous) day|the day (?:after|before)|next day)"
        "(?! (?:yesterday|tomorrow))",
        _next_day,
    ),
)

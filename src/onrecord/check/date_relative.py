"""Dates counted from publication or from a date earlier in the text.

``today``, ``last week``, ``three weeks ago`` count from publication; ``a day later``, ``the
following week``, ``the year-ago quarter`` from a date before them. Without it there is no date.
"""

from __future__ import annotations

from datetime import timedelta
from re import Match

from onrecord.check.date_absolute import edge
from onrecord.check.date_calendar import Stretch, plus, shifted, stretch
from onrecord.check.date_durations import Length, length
from onrecord.check.date_lengths import COUNT, SINGULAR, back, counted, move
from onrecord.check.date_reading import Context, Handler, Reading, of_day, of_stretch
from onrecord.check.date_weekdays import weekend
from onrecord.check.date_words import UNIT, UNITS, YEAR, number, year

PARTS_OF_DAY = {
    "morning": "MO",
    "afternoon": "AF",
    "mid afternoon": "AF",
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
    "|following|previous)"
)
_QUARTERLY = r"(?:quarter|period|three months)"


def _today(match: Match[str], context: Context) -> Reading | None:
    base = context.published
    if base is None:
        return None
    steps = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}
    step = steps.get(match["word"], 2 if match["word"].startswith("the day after") else 0)
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
    if side in {"following", "previous", "preceding", "same", "that"}:
        return _unit_from_focus(unit, side, context)
    base = context.published
    if base is None:
        return None
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(side, 0)
    if unit == "weekend":
        return weekend(side, base, context)
    if unit in {"day", "night"} and side == "last":
        step = -1 if unit == "night" else 0
    named = shifted(stretch(unit, base), step)
    if match["side"] in {"the past", "the last"} and unit not in {"day", "night"}:
        rule = f"{context.since_published}: the {unit} up to then, from the start of the one before"
        return Reading(named.value, rule, named.first, base, named)
    words = {-1: "the one before", 0: "the one it lies in", 1: "the one after"}[step]
    return of_stretch(named, f"{context.since_published}: {unit}, {words}")


def _unit_from_focus(unit: str, side: str, context: Context) -> Reading | None:
    base = context.focus or (stretch("day", context.published) if context.published else None)
    if base is None:
        return None
    own = stretch(unit, base.last if side == "following" else base.first)
    step = {"following": 1, "previous": -1, "preceding": -1}.get(side, 0)
    words = {1: "after", -1: "before", 0: "of"}[step]
    return of_stretch(shifted(own, step), f"the {unit} {words} {base.value}")


def _the_unit(match: Match[str], context: Context) -> Reading | None:
    """``the year``, ``the quarter``: that of the text so far, or that of publication."""
    unit = UNITS[match["unit"]]
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


_YEAR_AGO = "year (?:ago|earlier)"
RULES: tuple[tuple[str, Handler], ...] = (
    ("(?P<word>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow)", _today),
    (
        rf"(?:this (?P<part>{PART_OF_DAY})|last (?:night|evening)|tonight|overnight)",
        _time_of_unit,
    ),
    (rf"{_SIDE_UNIT} (?:fiscal )?(?P<unit>{SINGULAR})", _unit),
    (rf"(?P<way>earlier|later) (?P<side>this|last|next|in the) (?P<unit>{UNIT})", _earlier_this),
    (
        "the (?:full |whole |entire |fiscal )?(?P<unit>day|week|weekend|month|quarter|year)",
        _the_unit,
    ),
    ("(?:the )?(?:latest|most recent) (?:quarter|period|three months)", _latest),
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
    ("(?:the|this|that) (?P<period>period)", _latest),
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

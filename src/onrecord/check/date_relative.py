"""Dates counted from publication or from a date earlier in the text.

``today``, ``last Friday``, ``three weeks ago`` count from publication; ``a day later``, ``the
following week``, ``that Friday`` from the date last read. Without that anchor there is no date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from re import Match

from onrecord.check.date_absolute import edge
from onrecord.check.date_calendar import Stretch, plus, shifted, stretch
from onrecord.check.date_durations import MOST, Length, length
from onrecord.check.date_reading import (
    FUTURE,
    PAST,
    Context,
    Handler,
    Reading,
    of_day,
    of_stretch,
    vague,
)
from onrecord.check.date_words import (
    NUMBER,
    ORDINAL,
    UNIT,
    UNITS,
    WEEKDAY,
    WEEKDAY_NAMES,
    WEEKDAYS,
    YEAR,
    number,
    year,
)

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
HEDGES = {
    "about": "about around roughly approximately some circa almost_exactly",
    "more": "more_than over longer_than well_over",
    "least": "at_least no_less_than a_minimum_of",
    "less": "nearly almost just_under less_than under not_quite close_to just_short_of fewer_than",
    "most": "up_to at_most no_more_than within no_longer_than as_much_as as_long_as",
    "": "exactly just just_over a_full precisely only another an_additional a_further an_extra",
}
_HEDGE_WORDS = {
    words.replace("_", " "): hedge for hedge, names in HEDGES.items() for words in names.split()
}
HEDGE = rf"(?:{'|'.join(sorted(_HEDGE_WORDS, key=len, reverse=True))})"
_FEW = r"(?:several|a few|few|many|some|a number of|a couple of)"
_ADJECTIVE = r"(?:(?:trading|business|working|calendar|consecutive|straight|full|whole|long) )?"
COUNT = (
    rf"(?:(?P<hedge>{HEDGE}) )?(?P<count>{NUMBER})(?: (?:to|or|-|–) (?P<most>{NUMBER}))?"
    rf" (?:more |additional |extra )?{_ADJECTIVE}(?P<unit>{UNIT})(?: or so)?"
)
_SINGULAR = rf"(?:{'|'.join(sorted(set(UNITS.values())))})"
_PLURAL = rf"(?:{'|'.join(sorted((it for it in UNITS if it.endswith('s')), key=len, reverse=True))}|centuries|millennia)"
VAGUE_COUNT = rf"(?:(?:{_FEW}) (?P<one>{UNIT})|(?P<unit>{_PLURAL}))"
_FEWS = {"a few": (2, 5), "few": (2, 5), "several": (3, 9), "a couple of": (2, 3)}


def counted(match: Match[str]) -> Length | None:
    """The length that a match of ``COUNT`` states."""
    unit = UNITS[match["unit"]]
    low = number(match["count"])
    high = number(match["most"]) if match["most"] else None
    if low is None or low > 1e6 or (high or 0) > 1e6:
        return None
    if high is not None and high < low:
        return None
    half = match.groupdict().get("half")
    return length(
        low + 0.5 if half else low, unit, _HEDGE_WORDS.get(match["hedge"] or "", ""), most=high
    )


def vaguely(match: Match[str]) -> Length:
    """The length of ``several weeks``, ``a few days``, ``months``."""
    few = next((it for it in _FEWS if f"{it} " in match[0]), None)
    unit = UNITS[match["one"] or match["unit"]]
    plain = length(None, unit)
    if few is None:
        return plain
    days = length(_FEWS[few][0], unit, most=_FEWS[few][1]).days
    return Length(days, plain.value, f"'{few}' {unit}s: {days[0]} to {days[1]} days")


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


def _weekday(match: Match[str], context: Context) -> Reading | None:
    wanted = WEEKDAYS[match["weekday"]]
    side = (match["side"] or "").split(" ")[-1]
    if side in {"that", "following", "previous", "same", "preceding"}:
        return _weekday_from_focus(wanted, side, context)
    if context.published is None:
        return None
    return _weekday_published(wanted, side, context.published, context)


def _weekday_from_focus(wanted: int, side: str, context: Context) -> Reading | None:
    if context.focus is None:
        return None
    base = context.focus.first
    ahead = (wanted - base.weekday()) % 7
    if side == "following":
        ahead = ahead or 7
    elif side in {"previous", "preceding"}:
        ahead -= 7
    name = WEEKDAY_NAMES[wanted]
    where = "from" if side in {"that", "same"} else "after" if ahead > 0 else "before"
    return of_day(base + timedelta(days=ahead), f"the {name} {where} {base} in the text")


def _weekday_published(wanted: int, side: str, base: date, context: Context) -> Reading:
    ahead = (wanted - base.weekday()) % 7
    name, since = WEEKDAY_NAMES[wanted], context.since_published
    if side in {"last", "past"}:
        return of_day(
            base + timedelta(days=(ahead or 7) - (7 if ahead else 14)),
            f"{since}: the {name} before",
        )
    if side == "next":
        return _next_weekday(wanted, base, f"{since}: ")
    if side == "coming":
        return of_day(base + timedelta(days=ahead or 7), f"{since}: the {name} after")
    if context.tense == FUTURE or (side == "this" and context.tense != PAST):
        rule = f"{since}, still to come: {'that day' if not ahead else f'the {name} after'}"
        return of_day(base + timedelta(days=ahead), rule)
    back = base - timedelta(days=-ahead % 7)
    rule = f"{since}, past tense: " if context.tense == PAST else f"{since}, no tense: "
    return of_day(back, rule + ("that day" if back == base else f"the {name} before"))


def _next_weekday(wanted: int, base: date, rule: str) -> Reading:
    """``next Friday``: on a Wednesday that may be in two days or in nine; then both are given."""
    near = base + timedelta(days=(wanted - base.weekday()) % 7 or 7)
    name = WEEKDAY_NAMES[wanted]
    if near.isocalendar()[1] != base.isocalendar()[1]:
        return of_day(near, f"{rule}the {name} after")
    far = near + timedelta(days=7)
    named = stretch("day", far)
    return Reading(named.value, f"{rule}{near} or, for some, {far}", near, far, named)


def _unit(match: Match[str], context: Context) -> Reading | None:
    """``last week``, ``this month``, ``next year``, ``the current quarter`` and the like."""
    unit = UNITS[match["unit"]]
    if unit in {"second", "minute", "hour", "millennium"}:
        return None
    side = match["side"].split(" ")[-1]
    if side in {"following", "previous", "preceding", "same", "that"}:
        return _unit_from_focus(unit, side, context)
    base = context.published
    if base is None:
        return None
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(side, 0)
    if unit == "weekend":
        return _weekend(side, base, context)
    if unit in {"day", "night"} and side == "last":
        step = -1 if unit == "night" else 0
    named = shifted(stretch(unit, base), step)
    words = {-1: "the one before", 0: "the one it lies in", 1: "the one after"}[step]
    return of_stretch(named, f"{context.since_published}: {unit}, {words}")


def _weekend(side: str, base: date, context: Context) -> Reading:
    own = stretch("weekend", base)
    if side == "next":
        own = shifted(own, 1) if base < own.first and base.weekday() < 0 else own
        own = shifted(own, 1) if base >= own.first else own
        rule = "the next to begin"
    elif side == "last":
        own, rule = shifted(own, -1), "the last one over by then"
    elif context.tense == FUTURE or (side == "this" and context.tense != PAST):
        rule = "the next, or the one it lies in"
    else:
        own = own if base >= own.first else shifted(own, -1)
        rule = "the last one begun by then"
    return of_stretch(own, f"{context.since_published}: {rule}")


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
        return _weekend("", context.published, context)
    if unit == "quarter":
        named = context.quarter or shifted(stretch("quarter", context.published), -1)
        return of_stretch(named, "the quarter last named, or the last one over at publication")
    return of_stretch(stretch(unit, context.published), f"the {unit} of publication")


def _latest(match: Match[str], context: Context) -> Reading | None:
    """``the latest quarter``, ``the 1988 period``, ``the year-ago quarter``."""
    words = match.groupdict()
    if context.published is None:
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
    if context.quarter is not None:
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


def _in(match: Match[str], context: Context) -> Reading | None:
    """``in two weeks``: ahead where the tense says so, else a length."""
    long, count, base = counted(match), number(match["count"]), context.published
    if long is None or count is None:
        return None
    unit = UNITS[match["unit"]]
    if context.tense == FUTURE and base and unit not in {"second", "minute", "hour", "millennium"}:
        return move(stretch("day", base), long, count, unit, "publication")
    return Reading(long.value, f"a length: {long.rule}", length=long)


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


def back(day: date, days: int) -> date:
    """``day`` less ``days``, stopping where the calendar begins."""
    return day - timedelta(days=min(days, day.toordinal() - 1))


def ahead(day: date, days: int) -> date:
    """``day`` plus ``days``, stopping where the calendar ends."""
    return day + timedelta(days=min(days, date.max.toordinal() - day.toordinal()))


def _moved(long: Length, count: float, unit: str, way: str, context: Context) -> Reading | None:
    future = way in {"from now", "hence", "from today", "away", "time"}
    base: Stretch | None = context.focus
    if future or (base is None and way not in {"later", "after", "earlier", "before"}):
        base = stretch("day", context.published) if context.published else None
    if base is None or unit in {"second", "minute", "hour", "millennium"}:
        return None
    sign = -1 if way in {"earlier", "before", "prior", "previously"} else 1
    return move(base, long, sign * count, unit, "publication" if future else "the text")


def move(base: Stretch, long: Length, count: float, unit: str, where: str) -> Reading | None:
    """A reading ``count`` units from ``base``, as exact as the length says."""
    try:
        own = plus(base.first, unit, round(count))
    except (ValueError, OverflowError):
        return None
    named = stretch(base.unit if base.unit in {"quarter", "month", "year"} else "day", own)
    least, most = long.days
    first = back(base.first, most) if count < 0 else ahead(base.first, least)
    last = back(base.last, least) if count < 0 else ahead(base.last, most)
    sign = "-" if count < 0 else "+"
    rule = f"{base.value} in {where} {sign} {long.spoken}"
    if unit == "year" and count == -1:
        rule = f"a year before {base.value} in {where}, {long.spoken}"
    return Reading(named.value, rule, first, last, named, long)


def _next_day(match: Match[str], context: Context) -> Reading | None:
    """``the next day``, ``the day after``, ``the day before``: one day from the last date."""
    if context.focus is None:
        return None
    step = -1 if "before" in match[0] or "previous" in match[0] else 1
    base = context.focus.last if step > 0 else context.focus.first
    words = "after" if step > 0 else "before"
    return of_day(base + timedelta(days=step), f"the day {words} {base} in the text")


def _then(match: Match[str], context: Context) -> Reading | None:
    if context.focus is None:
        return vague("PAST_REF", "no date before it in the text")
    return of_stretch(context.focus, "the date last named in the text")


def _span_of_units(match: Match[str], context: Context) -> Reading | None:
    """``the last five years``, ``the next two weeks``: a length that ends or begins at publication."""
    long = counted(match) if match.groupdict().get("count") else vaguely(match)
    if long is None:
        return None
    base, forward = context.published, match["side"] in {"next", "coming"}
    if base is None:
        return Reading(long.value, "a length, without publication", length=long)
    far = ahead(base, long.days[1]) if forward else back(base, long.days[1])
    words = "from" if forward else "up to"
    return Reading(
        long.value,
        f"{long.rule}, {words} {context.since_published}",
        min(base, far),
        max(base, far),
        None,
        long,
    )


def _plain_length(match: Match[str], context: Context) -> Reading | None:
    long = counted(match)
    if long is None:
        return None
    return Reading(long.value, f"a length: {long.rule}", length=long)


def _first_months(match: Match[str], context: Context) -> Reading | None:
    """``the first nine months``, ``the nine months``: a length, no date of its own."""
    return _plain_length(match, context)


def _vague_length(match: Match[str], context: Context) -> Reading | None:
    long = vaguely(match)
    return Reading(long.value, f"a length: {long.rule}", length=long)


def _bare(match: Match[str], context: Context) -> Reading | None:
    long = length(1, match["bare"])
    return Reading(long.value, f"a length: {long.rule}", length=long)


def _vague_ago(match: Match[str], context: Context) -> Reading | None:
    """``months ago``, ``a few days later``."""
    long = vaguely(match)
    base, way = context.published, match["way"]
    if way != "ago":
        base = context.focus.first if context.focus else None
    if base is None:
        return None
    forward = way in {"later", "after", "from now", "hence"}
    far, near = long.days[1], long.days[0]
    first = ahead(base, near) if forward else back(base, far)
    last = ahead(base, far) if forward else back(base, near)
    return Reading(long.value, f"{long.rule}, from {base}", first, last, None, long)


def _set(match: Match[str], context: Context) -> Reading | None:
    words = match[0]
    if match.groupdict().get("weekday"):
        return vague(f"XXXX-WXX-{WEEKDAYS[match['weekday'].rstrip('s')] + 1}", "again and again")
    if match.groupdict().get("unit"):
        return Reading(length(1, UNITS[match["unit"]]).value, "again and again")
    values = {"daily": "XXXX-XX-XX", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M"}
    return Reading(values.get(words, "P1Y"), "again and again")


def _present(match: Match[str], context: Context) -> Reading | None:
    return vague("PRESENT_REF", "the time of writing; no day is named")


def _past(match: Match[str], context: Context) -> Reading | None:
    read = vague("PAST_REF", "some time before; no day is named")
    unit = match.groupdict().get("recent")
    return replace(read, length=length(None, UNITS[unit])) if unit else read


def _future(match: Match[str], context: Context) -> Reading | None:
    return vague("FUTURE_REF", "some time ahead; no day is named")


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


_SIDE_UNIT = (
    r"(?P<side>last|this|next|this past|past|the past|the last|the next|coming|the coming|this coming"
    r"|current|the current|the following|the previous|the preceding|the same|that|following|previous)"
)
_QUARTERLY = r"(?:quarter|period|three months)"

RULES: tuple[tuple[str, Handler], ...] = (
    (r"(?P<word>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow)", _today),
    (
        rf"(?:(?P<side>last|this|next|this past|past|this coming|coming|the following|following"
        rf"|the previous|the preceding|the same|that) )?(?P<weekday>{WEEKDAY})",
        _weekday,
    ),
    (
        rf"(?:this (?P<part>{PART_OF_DAY})|last (?:night|evening)|tonight|overnight)",
        _time_of_unit,
    ),
    (rf"{_SIDE_UNIT} (?:fiscal )?(?P<unit>{_SINGULAR})", _unit),
    (rf"(?P<way>earlier|later) (?P<side>this|last|next|in the) (?P<unit>{UNIT})", _earlier_this),
    (
        r"the (?:full |whole |entire |fiscal )?(?P<unit>day|week|weekend|month|quarter|year)",
        _the_unit,
    ),
    (r"(?:the )?(?:latest|most recent) (?:quarter|period|three months)", _latest),
    (rf"(?:the |its )?(?P<year>{YEAR}) {_QUARTERLY}", _latest),
    (
        rf"(?:the )?(?:comparable |same |corresponding )?(?P<ago>year (?:ago|earlier)|prior year)"
        rf" {_QUARTERLY}",
        _latest,
    ),
    (
        rf"the (?:corresponding|same|comparable) {_QUARTERLY} (?P<ago>last year|a year (?:ago|earlier))",
        _latest,
    ),
    (rf"(?P<ago>last year) 's {_QUARTERLY}", _latest),
    (r"(?:a |the )?year (?P<way>ago|earlier|before)", _year_ago),
    (
        rf"{COUNT}(?P<half> and a half)? (?P<way>ago|earlier|later|before|after|prior|previously|afterwards"
        r"|from now|hence|from today|away)",
        _step,
    ),
    (rf"in {COUNT}(?: '(?:s)?)? (?P<way>time)", _step),
    (rf"in {COUNT}", _in),
    (
        r"(?:the (?:next|following|previous) day|the day (?:after|before)|next day)(?! (?:yesterday|tomorrow))",
        _next_day,
    ),
    (rf"{VAGUE_COUNT} (?P<way>ago|earlier|later|before|after|from now|hence)", _vague_ago),
    (
        rf"(?:(?:over|in|for|at least|during|within) )?(?:the )?(?P<side>last|past|next|coming|previous) {COUNT}",
        _span_of_units,
    ),
    (rf"(?:the )?(?P<side>last|past|next|coming|previous) {VAGUE_COUNT}", _span_of_units),
    (
        rf"(?:the |its )?(?:first|last|final|same|year earlier|year ago|initial) {COUNT}",
        _first_months,
    ),
    (
        rf"(?:(?:the|a|an|its|this) )?{COUNT}(?P<half> and a half)?(?: (?:period|term|old|long|span|stretch))?",
        _plain_length,
    ),
    (VAGUE_COUNT, _vague_length),
    (rf"(?P<bare>{_SINGULAR})", _bare),
    (rf"(?:each|every|a|per) (?P<unit>{UNIT})", _set),
    (
        rf"(?:each |every )(?P<weekday>{WEEKDAY})|(?P<weekday2>)daily|weekly|monthly|quarterly|annually|yearly|annual",
        _set,
    ),
    (
        r"(?:now|right now|currently|current|already|these days|at present|presently|nowadays"
        r"|at this time|the present|this time|the (?:current )?moment|at the moment|this (?:[a-z]+ )?moment)",
        _present,
    ),
    (
        r"(?:recently|more recently|most recently|recent(?: (?:(?P<recent>weeks|months|years|days|quarters)|times))?"
        r"(?: and (?:weeks|months|years))?|previously|formerly|the (?:recent )?past|past(?: (?:years|months|weeks))?"
        r"|once|the past several (?:quarters|years|months)|lately|earlier|long ago|the old days)",
        _past,
    ),
    (
        r"(?:soon|(?:the )?(?:near |foreseeable |not too distant )?future(?: [a-z]+s)?|the (?:near|short|long) term"
        r"|(?:a )?later(?: date)?|one day|some day|eventually|shortly)",
        _future,
    ),
    (
        r"(?:then|that time|at that time|at the time|the time|the same time|that day|that (?:same )?year)",
        _then,
    ),
)


PATTERNS = tuple((re.compile(pattern + r"(?=$| )"), handler) for pattern, handler in RULES)
__all__ = ["COUNT", "HEDGE", "MOST", "ORDINAL", "PARTS_OF_DAY", "PART_OF_DAY", "PATTERNS"]

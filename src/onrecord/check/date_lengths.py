"""Lengths of time in words: ``three months``, ``the last five years``, ``in two weeks``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from re import Match

from onrecord.check.date_calendar import Stretch, plus, stretch
from onrecord.check.date_durations import Length, length
from onrecord.check.date_reading import FUTURE, Context, Handler, Reading
from onrecord.check.date_words import NUMBER, UNIT, UNITS, number

HEDGES = {
    "about": "about around roughly approximately some circa almost_exactly more_or_less",
    "more": "more_than over longer_than well_over upwards_of in_excess_of a_little_over barely"
    " a_little_more_than slightly_more_than slightly_over a_bit_more_than far_more_than",
    "least": "at_least no_less_than a_minimum_of no_fewer_than as_little_as as_few_as"
    " not_less_than",
    "less": "nearly almost just_under less_than under not_quite close_to just_short_of fewer_than"
    " a_little_less_than slightly_less_than a_little_under well_under approaching virtually",
    "most": "up_to at_most no_more_than within no_longer_than as_much_as as_long_as",
    "": "exactly just just_over a_full precisely only another an_additional a_further an_extra"
    " a_mere a_whole an_entire fully all_of a_total_of the_full",
}
_HEDGE_WORDS = {
    words.replace("_", " "): hedge for hedge, names in HEDGES.items() for words in names.split()
}
HEDGE = rf"(?:{'|'.join(sorted(_HEDGE_WORDS, key=len, reverse=True))})"
_FEW = (
    r"(?:several|a few|few|many|some|a number of|a couple of|a handful of|dozens of|scores of"
    r"|hundreds of|thousands of|a matter of|several more|a few more|many more|countless)"
)
_ADJECTIVE = r"(?:(?:trading|business|working|calendar|consecutive|straight|full|whole|long) )?"
_AND_HALF = "(?P<half> and a half)?"
COUNT = (
    rf"(?:(?P<hedge>{HEDGE}) )?(?P<count>{NUMBER})(?: (?:to|or|-|–) (?P<most>{NUMBER}))?"
    rf" (?:more |additional |extra )?{_ADJECTIVE}(?P<unit>{UNIT})(?: or so)?"
)
SINGULAR = rf"(?:{'|'.join(sorted(set(UNITS.values())))})"
_PLURALS = sorted((it for it in UNITS if it.endswith("s")), key=len, reverse=True)
_PLURAL = rf"(?:{'|'.join(_PLURALS)}|centuries|millennia)"
VAGUE_COUNT = rf"(?:(?:{_FEW}) (?P<one>{UNIT})|(?P<unit>{_PLURAL}))"
_FEWS = {
    **{"a few": (2, 5), "few": (2, 5), "several": (3, 9), "a couple of": (2, 3)},
    **{"a handful of": (3, 6), "dozens of": (24, 99), "scores of": (40, 99)},
    **{"hundreds of": (200, 999), "thousands of": (2000, 9999)},
}


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
    few = next((it for it in _FEWS if re.search(rf"\b{it} ", match[0])), None)
    unit = UNITS[match["one"] or match["unit"]]
    plain = length(None, unit)
    if few is None:
        return plain
    days = length(_FEWS[few][0], unit, most=_FEWS[few][1]).days
    return Length(days, plain.value, f"'{few}' {unit}s: {days[0]} to {days[1]} days")


def back(day: date, days: int) -> date:
    """``day`` less ``days``, stopping where the calendar begins."""
    return day - timedelta(days=min(days, day.toordinal() - 1))


def ahead(day: date, days: int) -> date:
    """``day`` plus ``days``, stopping where the calendar ends."""
    return day + timedelta(days=min(days, date.max.toordinal() - day.toordinal()))


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


def _span_of_units(match: Match[str], context: Context) -> Reading | None:
    """``the last five years``, ``the next two weeks``: up to or from publication."""
    long = counted(match) if match.groupdict().get("count") else vaguely(match)
    if long is None:
        return None
    if match[0] in {f"{side} {match['unit']}" for side in ("past", "previous")}:
        return Reading("PAST_REF", "some time before; no day is named", length=long)
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
    """``three months``, ``the first nine months``: a length, no date of its own."""
    long = counted(match)
    if long is None:
        return None
    return Reading(long.value, f"a length: {long.rule}", length=long)


_OR_TWO = {"two": 2, "three": 3, "so": 1}


def _one_or_two(match: Match[str], context: Context) -> Reading | None:
    """``a week or two``, ``a day or so``."""
    hedge = "about" if match["two"] == "so" else ""
    long = length(1, UNITS[match["unit"]], hedge, most=_OR_TWO[match["two"]])
    return Reading(long.value, f"a length: {long.rule}", length=long)


def _and_a_half(match: Match[str], context: Context) -> Reading | None:
    """``year and a half``, as in "their year-and-a-half strike"."""
    long = length(1.5, match["unit"])
    return Reading(long.value, f"a length: {long.rule}", length=long)


def _across_units(match: Match[str], context: Context) -> Reading | None:
    """``six months to a year``: from the least of the one to the most of the other."""
    low, high = number(match["count"]), number(match["more"])
    if low is None or high is None or max(low, high) > 1e6:
        return None
    one, two = length(low, UNITS[match["unit"]]), length(high, UNITS[match["other"]])
    if one.days[0] > two.days[1] or match["unit"] == match["other"]:
        return None
    long = Length((one.days[0], two.days[1]), one.value, f"{one.days[0]} to {two.days[1]} days")
    return Reading(long.value, f"a length: {long.rule}", length=long)


_OPEN = {"plus": "least", "odd": "about", "or so": "about", "or fewer": "most", "or less": "most"}


def _open_ended(match: Match[str], context: Context) -> Reading | None:
    """``ten-plus years``, ``10 years or more``, ``two years or less``."""
    count, words = number(match["count"]), match["plus"] or match["tail"]
    if count is None or count > 1e6:
        return None
    long = length(count, UNITS[match["unit"] or match["after"]], _OPEN.get(words, "least"))
    return Reading(long.value, f"a length: {long.rule}", length=long)


def _or_longer(match: Match[str], context: Context) -> Reading | None:
    """``weeks or months``, ``days, even weeks``."""
    one, two = length(None, UNITS[match["one"]]), length(None, UNITS[match["two"]])
    if one.days[0] > two.days[1]:
        return None
    days = (min(one.days[0], two.days[0]), max(one.days[1], two.days[1]))
    long = Length(days, one.value, f"'{match[0]}': {days[0]} to {days[1]} days")
    return Reading(long.value, f"a length: {long.rule}", length=long)


def _lasting(match: Match[str], context: Context) -> Reading | None:
    """``yearlong``, ``week-long``, ``months-long``."""
    unit = UNITS[match["unit"]]
    long = length(None if match["unit"].endswith("s") else 1, unit)
    return Reading(long.value, f"a length: {long.rule}", length=long)


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
    if long.days[0] >= base.toordinal():
        return Reading("PAST_REF", "before every calendar; no day is named", length=long)
    forward = way in {"later", "after", "from now", "hence"}
    far, near = long.days[1], long.days[0]
    first = ahead(base, near) if forward else back(base, far)
    last = ahead(base, far) if forward else back(base, near)
    return Reading(long.value, f"{long.rule}, from {base}", first, last, None, long)


def _in(match: Match[str], context: Context) -> Reading | None:
    """``in two weeks``: ahead where the tense says so, else a length."""
    long, count, base = counted(match), number(match["count"]), context.published
    if long is None or count is None:
        return None
    unit = UNITS[match["unit"]]
    if context.tense == FUTURE and base and unit not in {"second", "minute", "hour", "millennium"}:
        return move(stretch("day", base), long, count, unit, "publication")
    return Reading(long.value, f"a length: {long.rule}", length=long)


_WAYS = "(?P<way>ago|earlier|later|before|after|from now|hence)"
_SIDE = "(?:the )?(?P<side>last|past|next|coming|previous)"
RULES: tuple[tuple[str, Handler], ...] = (
    (rf"in {COUNT}", _in),
    (rf"(?:(?:just|only|even|mere|barely) )?{VAGUE_COUNT} {_WAYS}", _vague_ago),
    (
        rf"between (?P<hedge>)(?P<count>{NUMBER}) and (?P<most>{NUMBER}) (?P<unit>{UNIT})",
        _plain_length,
    ),
    (
        rf"(?P<count>{NUMBER}) (?P<unit>{UNIT}) to (?P<more>{NUMBER}) (?P<other>{UNIT})",
        _across_units,
    ),
    (
        rf"(?P<count>{NUMBER}) (?:(?P<plus>plus|odd|or so|or more|or fewer) (?P<unit>{UNIT})"
        rf"|(?P<after>{UNIT}) (?P<tail>plus|or more|or longer|or less))",
        _open_ended,
    ),
    (rf"(?:(?:over|in|for|at least|during|within) )?{_SIDE} {COUNT}(?! of)", _span_of_units),
    (rf"{_SIDE} {VAGUE_COUNT}", _span_of_units),
    (
        rf"(?:the |its )?(?:first|last|final|same|year earlier|year ago|initial|latest) {COUNT}",
        _plain_length,
    ),
    (
        rf"(?:(?:the|a|an|its|this) )?{COUNT}{_AND_HALF}"
        "(?: (?:period|term|old|long|span|stretch))?",
        _plain_length,
    ),
    (VAGUE_COUNT, _vague_length),
    (rf"(?:an?|another) (?P<unit>{SINGULAR}) or (?P<two>two|three|so)", _one_or_two),
    (rf"(?P<one>{_PLURAL}) (?:, )?(?:or |and |if not |even ){{1,2}}(?P<two>{_PLURAL})", _or_longer),
    (r"(?P<unit>days?|weeks?|months?|years?|decades?|hours?) ?long", _lasting),
    (rf"{VAGUE_COUNT} (?:ahead|to come|in a row|running|straight)", _vague_length),
    (
        rf"(?:(?:the )?(?:first|last|final|closing|opening|early|just|only|mere) ){VAGUE_COUNT}",
        _vague_length,
    ),
    (rf"{COUNT} (?:in a row|running|straight|on end|ahead|at a time|apiece)", _plain_length),
    (rf"(?P<unit>{SINGULAR}) and a half", _and_a_half),
    (rf"(?:another )?(?P<bare>{SINGULAR})", _bare),
)

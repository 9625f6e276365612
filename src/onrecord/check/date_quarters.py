"""Quarters, halves and seasons, with or without their year; fiscal years begin nobody knows when.

What lacks its year is read from publication; without publication it has no date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from re import Match

from onrecord.check.date_absolute import ANY_YEAR, edge, lacks_year, side_of, the_year
from onrecord.check.date_calendar import Stretch, plus, season, stretch
from onrecord.check.date_reading import FUTURE, PAST, Context, Handler, Reading, of_stretch
from onrecord.check.date_words import ORDINAL, SEASON, SEASONS, YEAR, ordinal


def _quarter(match: Match[str], context: Context) -> Reading | None:
    words = match.groupdict()
    nth = words.get("nth") or ""
    count = int(words["q"][1]) if words.get("q") else 4 if nth == "final" else ordinal(nth)
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
    number, base = the_year(match, context), context.published
    if number is None and (base is None or not lacks_year(match)):
        return None
    own = stretch("year", date(number, 1, 1) if number else base or date.min)
    return edge("late", of_stretch(own, str(number) if number else context.since_published))


def _middle_of(match: Match[str], context: Context) -> Reading | None:
    """``midyear``, ``midweek``: of publication's."""
    if context.published is None:
        return None
    unit = match["unit"]
    return edge("mid", of_stretch(stretch(unit, context.published), context.since_published))


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
    named = _nearest_season(name, context.published, side_of(match), context.tense)
    return of_stretch(named, f"{context.since_published}: {_SEASON_SIDES[side_of(match)]}")


def _season_of_text(match: Match[str], context: Context) -> Reading | None:
    """``that summer``: of the year last named in the text."""
    if context.focus is None:
        return None
    name, base = SEASONS[match["season"]], context.focus
    near = [season(name, base.first.year + step) for step in (-2, -1, 0, 1)]
    if match["side"] == "the previous":
        named = [it for it in near if it.last < base.first][-1]
    elif match["side"] == "the following":
        named = next(it for it in near if it.first > base.last)
    else:
        named = next(it for it in near if it.last >= base.first)
    return of_stretch(named, f"{match['side']} {match['season']}, from {base.value} in the text")


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


def fiscal(reading: Reading) -> Reading:
    """A fiscal year or quarter: when it begins is not known, only that its year ends in it."""
    if reading.named is None or reading.first is None or reading.last is None:
        return reading
    try:
        first, last = plus(reading.first, "month", -11), plus(reading.last, "month", 1)
    except (ValueError, OverflowError):
        return reading
    rule = f"{reading.rule}, fiscal: the start of that year is not known"
    return replace(reading, first=first, last=last, rule=rule)


_FISCAL = r"(?:the |its |our |their )?(?:[a-z]+ ){0,1}?(?:fiscal )?"

RULES: tuple[tuple[str, Handler], ...] = (
    (rf"(?:fiscal )?(?P<q>q[1-4])(?:(?: of)? {ANY_YEAR})?", _quarter),
    (rf"{_FISCAL}(?P<nth>{ORDINAL}|final) (?:fiscal )?quarter(?:(?: of)? {ANY_YEAR})?", _quarter),
    (rf"(?:the )?(?:fiscal )?(?P<year>{YEAR}) (?:'s )?(?P<nth>{ORDINAL}) quarter", _quarter),
    (
        rf"(?:the )?(?P<ago>year (?:ago|earlier)) (?P<nth>{ORDINAL}) quarter"
        rf"|(?P<ago2>)(?:the )?(?P<nth2>{ORDINAL}) quarter (?:a year (?:ago|earlier)|of last year)",
        _quarter_ago,
    ),
    (r"mid ?(?P<unit>year|week|month)", _middle_of),
    (rf"(?:the )?year (?:'s )?end(?: (?:of )?{ANY_YEAR})?", _year_end),
    (rf"(?P<which>this|last|next) year 's (?P<nth>{ORDINAL}) quarter", _quarter),
    (
        rf"(?:the )?(?P<nth>first|second|last|latter|1st|2nd) half(?: of)?"
        rf"(?: (?:the year|{ANY_YEAR}))?",
        _half,
    ),
    (
        rf"(?:the )?(?:(?P<year>{YEAR})|(?P<which>this|last|next) year) (?:'s )?"
        "(?P<nth>first|second|last|latter|1st|2nd) half",
        _half,
    ),
    (rf"(?:the )?(?P<season>{SEASON})(?: of)? {ANY_YEAR}", _season),
    (
        rf"(?:(?P<side>this past|last|next|this|past|this coming|the past|the last|the next"
        rf"|the coming) |the )?(?P<season>{SEASON})",
        _season,
    ),
    (
        rf"(?P<side>that|the same|the following|the previous) (?P<season>{SEASON})",
        _season_of_text,
    ),
)

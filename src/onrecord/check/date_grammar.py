"""The phrases of a date put together: ``since``, ``early``, ``from ... to``, clock times.

``read`` finds the longest expression that starts at a word. The leaves are the rules of
``date_absolute``, ``date_relative`` and ``date_events``; this module joins them. Every attempt
looks at a bounded number of words, so that a whole text is read in linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from onrecord.check import (
    date_absolute,
    date_events,
    date_holidays,
    date_lengths,
    date_parts,
    date_quarters,
    date_ranges,
    date_relative,
    date_vague,
    date_weekdays,
)
from onrecord.check.date_calendar import stretch
from onrecord.check.date_clock import at_hours, in_part, zone_after
from onrecord.check.date_lengths import back
from onrecord.check.date_reading import (
    PERFECT,
    Context,
    Found,
    Handler,
    Reading,
    of_day,
    of_stretch,
)
from onrecord.check.date_relative import PART_OF_DAY, PARTS_OF_DAY
from onrecord.check.date_times import CLOCK, clock, zone
from onrecord.check.date_words import (
    DECADES,
    MONTHS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    YEAR,
    Token,
    lexicon,
)

WINDOW = 9
_STRONG = frozenset(
    {*MONTHS, *WEEKDAYS, *SEASONS, *UNITS, *DECADES, *PARTS_OF_DAY}
    | lexicon(
        "today yesterday tomorrow tonight now currently current already nowadays recently "
        "recent previously formerly past once lately earlier ago soon future later "
        "eventually shortly then time daily weekly monthly quarterly annually yearly "
        "annual easter juneteenth pentecost christmas halloween thanksgiving labor memorial "
        "veterans independence "
        "valentine presidents am pm term quarter period presently present moment "
        "midyear midweek midmonth yearlong weeklong daylong monthlong decadelong gmt utc "
        "year old long clock eighties q1 q2 q3 q4 nineteen twenty thousand half "
    )
)
_EVENTFUL = lexicon(
    "strike strikes walkout walkouts stoppage stoppages lockout talks negotiations discussions "
    "bargaining went walked dispute action its their walk"
)
_DIGITS = re.compile(
    r"\d{4}|\d{4}-.*|\d+[/.-]\d+[/.-]\d+|'?\d+s|'\d\d|\d\d?:\d\d.*|\d+(?:st|nd|rd|th)"
)
_UNITS = ("days", "weeks", "months", "years", "hours")
_OPENING = ("first", "early", "opening", "initial")
_CLOSING = ("last", "final", "closing", "waning", "dying", "late")
_EDGES = {
    **dict.fromkeys(
        (
            "early",
            "early in",
            "early on",
            "the early part of",
            "the beginning of",
            "the start of",
            "the early",
            "start of",
            "beginning of",
            "as early as",
            "by early",
            "very early",
            "the first part of",
            "the opening of",
            "the outset of",
            *(f"the {word} {unit} of" for word in _OPENING for unit in _UNITS),
            "the dawn of",
        ),
        "early",
    ),
    **dict.fromkeys(
        ("mid", "midway through", "the middle of", "middle of", "the mid", "the midst of"), "mid"
    ),
    **dict.fromkeys(
        (
            "late",
            "late in",
            "late on",
            "the end of",
            "end of",
            "the close of",
            "the late",
            "the late part of",
            "the rest of",
            "the remainder of",
            "as late as",
            "the latter part of",
            "the last part of",
            "the tail end of",
            *(f"the {word} {unit} of" for word in _CLOSING for unit in _UNITS),
            "very late",
            "mid to late",
        ),
        "late",
    ),
    **dict.fromkeys(
        (
            "about",
            "around",
            "on about",
            "on or about",
            "some time in",
            "sometime in",
            "all of",
            "most of",
            "much of",
            "the whole of",
            "a good part of",
            "part of",
            "a large part of",
            "half",
            "half of",
            "about half of",
            "more than half of",
            "the better part of",
            "the greater part of",
            "the bulk of",
            "the course of",
            "the period of",
            "the month of",
            "the year of",
            "the balance of",
            "sometime",
            "some time",
            "sometime on",
            "earlier",
            "earlier on",
            "earlier in",
            "later",
            "later on",
            "later in",
            "all",
            "all day",
            "all through",
            "the whole",
            "as recently as",
            "as far back as",
            "way back in",
            "back in",
        ),
        "",
    ),
}


def _choice(words: Sequence[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_EDGE = re.compile(rf"(?P<edge>{_choice(list(_EDGES))}) ")
_SINCE = re.compile(r"(?:ever )?since ")
_FOR = re.compile(r"(?:for|over) ")
_FROM = re.compile(r"(?:from|between) ")
_TO = re.compile(r" (?:to|until|till|through|and|-|–|—) ")
_PART_BEFORE = re.compile(rf"(?:the )?(?P<part>{PART_OF_DAY})(?: of| on)? ")
_PART_AFTER = re.compile(rf" (?:in the |on the |at )?(?P<part>{PART_OF_DAY})(?=$| )")
_UNIT_OF = re.compile(r"the (?P<unit>week|weekend|month) of ")
_HOURS = re.compile(r" (?:, )?(?:at |by )?(?=\d|noon|midnight)")
_ON = re.compile(r" (?:, |\) )?(?:on |of )?")


STARTERS = _STRONG | lexicon(
    "the a an this last next past coming previous following that same its their our his each every "
    "per earlier later early late mid since ever for from between over in about around at more "
    "less nearly almost up within just exactly only another some several few many half precisely "
    "roughly approximately longer well no under not close fewer as circa on most much all part "
    "start beginning end middle these right first second third fourth fifth sixth seventh eighth "
    "ninth tenth final initial near foreseeable prior one two three four five six seven eight nine "
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty "
    "forty fifty sixty seventy eighty ninety hundred dozen couple comparable corresponding fiscal "
    "calendar day until preceding during to latest boxing new halloween noon midnight twelfth "
    "eleventh thirteenth fourteenth fifteenth sixteenth twentieth thirtieth fortieth fiftieth "
    "sixtieth hundredth good black cyber palm ash holy easter juneteenth election columbus mother "
    "father bastille groundhog armistice st martin mlk mothers fathers barely upwards slightly far "
    "fully sometime very back way all closing opening midyear midweek midmonth yearlong weeklong "
    "daylong monthlong decadelong hourlong midday"
)
"""Every word that a rule can begin with, besides those that begin with a digit."""


@dataclass(frozen=True, slots=True)
class View:
    """A text as words joined by single spaces, and where each word begins in that string."""

    tokens: Sequence[Token]
    joined: str
    starts: Sequence[int]
    strong: Sequence[int]
    eventful: Sequence[int]

    def token_before(self, offset: int) -> int:
        """The index of the last word that ends at or before ``offset`` of the joined string."""
        return bisect_left(self.starts, offset) - 1


def view(tokens: Sequence[Token]) -> View:
    """The joined words, with the places of the words that a date can be made of."""
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token.word) + 1
    joined = " ".join(token.word for token in tokens)
    strong = [i for i, token in enumerate(tokens) if is_strong(token.word)]
    eventful = [i for i, token in enumerate(tokens) if token.word in _EVENTFUL]
    return View(tokens, joined, starts, strong, eventful)


def is_strong(word: str) -> bool:
    """Whether a date can be made with this word at all."""
    return word in _STRONG or (
        (word[0].isdigit() or word[0] == "'") and _DIGITS.fullmatch(word) is not None
    )


def read(
    seen: View, at: int, context: Context, *, depth: int = 0, events: bool = True
) -> Found | None:
    """The longest expression that begins at offset ``at`` of the joined words, and its end."""
    best = _leaf(seen, at, context, events)
    if best is not None:
        best = _within(partial(_with_suffix, seen, best, context, depth)) or best
    if depth < 3:
        for attempt in (_since, _edge, _unit_of, _part_before, _clock, _for, _range):
            found = _within(partial(attempt, seen, at, context, depth, events))
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        best = _part(seen, at, context, depth, best)
    return best


def _part(seen: View, at: int, context: Context, depth: int, best: Found | None) -> Found | None:
    if not date_parts.may_begin(seen.joined, at):
        return best

    def inner(start: int) -> Found | None:
        return read(seen, start, context, depth=depth + 1, events=False)

    for attempt in date_parts.ATTEMPTS:
        found = _within(partial(attempt, seen.joined, at, context, inner))
        if found is not None and (best is None or found[0] >= best[0]):
            best = found
    return best


def _leaf(seen: View, at: int, context: Context, events: bool) -> Found | None:
    best: Found | None = None
    for table in _tables(events, events and context.bare):
        if table.any.match(seen.joined, at) is None:
            continue
        for source, handler in table.rules:
            match = _pattern(source).match(seen.joined, at)
            if match is None or (best is not None and match.end() <= best[0]):
                continue
            found = _within(partial(_handled, handler, match, context))
            if found is not None and match.end() > at:
                best = found
    return best


def _handled(handler: Handler, match: re.Match[str], context: Context) -> Found | None:
    reading = handler(match, context)
    if reading is not None and "fiscal" in match[0]:
        reading = date_quarters.fiscal(reading)
    return None if reading is None else (match.end(), reading)


def _within(attempt: Callable[[], Found | None]) -> Found | None:
    """What an attempt finds; nothing where it leaves the calendar, which has years 1 to 9999."""
    try:
        return attempt()
    except (OverflowError, ValueError):
        return None


class _Table(NamedTuple):
    """Rules, and one pattern that matches wherever any of them does."""

    any: re.Pattern[str]
    rules: tuple[tuple[str, Handler], ...]


_PER_TABLE = 12


@cache
def _tables(events: bool, bare: bool) -> tuple[_Table, ...]:
    """The rules in groups, compiled when they are first needed."""
    tables = _compiled("absolute") + _compiled("relative")
    if events:
        tables += _compiled("events")
    return tables + _compiled("bare") if bare else tables


@cache
def _compiled(name: str) -> tuple[_Table, ...]:
    rules = {
        "absolute": (
            date_absolute.RULES + date_quarters.RULES + date_holidays.RULES + date_ranges.RULES
        ),
        "relative": (
            date_relative.RULES + date_weekdays.RULES + date_lengths.RULES + date_vague.RULES
        ),
        "events": date_events.RULES,
        "bare": date_events.BARE,
    }[name]
    groups = [rules[at : at + _PER_TABLE] for at in range(0, len(rules), _PER_TABLE)]
    return tuple(map(_table, groups))


def _table(rules: Sequence[tuple[str, Handler]]) -> _Table:
    alike = "|".join(re.sub(r"\(\?P<\w+>", "(?:", source) for source, _ in rules)
    return _Table(re.compile(f"(?:{alike})(?=$| )"), tuple(rules))


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(f"(?:{source})(?=$| )")


def _with_suffix(seen: View, found: Found, context: Context, depth: int) -> Found:
    end, reading = found
    match = _PART_AFTER.match(seen.joined, end)
    if match and reading.named is not None and reading.named.unit == "day":
        return match.end(), in_part(reading, match["part"])
    match = _HOURS.match(seen.joined, end)
    if match and reading.named is not None and reading.named.unit == "day" and depth < 2:
        hours = CLOCK.match(seen.joined, match.end())
        at = clock(hours) if hours else None
        if hours and at:
            return hours.end(), at_hours(reading, hours, at, zone(hours), context)
    return found


def _clock(seen: View, at: int, context: Context, depth: int, events: bool) -> Found | None:
    hours = CLOCK.match(seen.joined, at)
    when = clock(hours) if hours else None
    if hours is None or when is None:
        return None
    joint = _ON.match(seen.joined, hours.end())
    inner = read(seen, joint.end(), context, depth=depth + 2, events=False) if joint else None
    if inner and inner[1].named is not None and inner[1].named.unit == "day":
        end, here = zone_after(seen.joined, inner[0], zone(hours))
        return end, at_hours(inner[1], hours, when, here, context)
    if context.published is None:
        return None
    alone = of_day(context.published, f"{context.since_published}, that day")
    return hours.end(), at_hours(alone, hours, when, zone(hours), context)


def _since(seen: View, at: int, context: Context, depth: int, events: bool) -> Found | None:
    match = _SINCE.match(seen.joined, at)
    if match is None:
        return None
    bare, context.bare = context.bare, True
    inner = read(seen, match.end(), context, depth=depth + 1, events=events)
    context.bare = bare
    if inner is None or inner[1].first is None:
        return None
    end, start = inner
    last = context.published
    if last is None or start.first is None or last < start.first:
        last = start.last
    rule = f"from {start.rule}"
    if last == context.published:
        rule += f" to publication {last}"
    return end, Reading(start.value, rule, start.first, last, start.named, start.length)


def _edge(seen: View, at: int, context: Context, depth: int, events: bool) -> Found | None:
    match = _EDGE.match(seen.joined, at)
    if match is None:
        return None
    inner = read(seen, match.end(), context, depth=depth + 1, events=False)
    if inner is None or inner[1].named is None or inner[1].length is not None:
        return None
    which = _EDGES[match["edge"]]
    return inner[0], date_absolute.edge(which, inner[1]) if which else inner[1]


def _unit_of(seen: View, at: int, context: Context, depth: int, events: bool) -> Found | None:
    """``the week of May 1``."""
    match = _UNIT_OF.match(seen.joined, at)
    if match is None:
        return None
    inner = read(seen, match.end(), context, depth=depth + 1, events=False)
    if inner is None or inner[1].named is None or inner[1].named.unit != "day":
        return None
    own = stretch(match["unit"], inner[1].named.first)
    return inner[0], of_stretch(own, f"{inner[1].rule}: its {match['unit']}")


def _part_before(seen: View, at: int, context: Context, depth: int, events: bool) -> Found | None:
    match = _PART_BEFORE.match(seen.joined, at)
    if match is None:
        return None
    inner = read(seen, match.end(), context, depth=depth + 1, events=False)
    if inner is None or inner[1].named is None or inner[1].named.unit != "day":
        return None
    return inner[0], in_part(inner[1], match["part"])


def _for(seen: View, at: int, context: Context, depth: int, events: bool) -> Found | None:
    """``(has been on strike) for 92 days``: up to publication, where the tense says so."""
    match = _FOR.match(seen.joined, at)
    if match is None:
        return None
    inner = read(seen, match.end(), context, depth=3, events=False)
    if inner is None or inner[1].length is None or inner[1].first is not None:
        return None
    long, base = inner[1].length, context.published
    if context.tense != PERFECT or base is None:
        return inner[0], inner[1]
    rule = f"{long.spoken} up to {context.since_published}"
    if long.days[0] == long.days[1]:
        rule += ", elapsed; with both days counted, from a day later"
    return inner[0], Reading(long.value, rule, back(base, long.days[1]), base, None, long)


def _range(seen: View, at: int, context: Context, depth: int, events: bool) -> Found | None:
    """``from 2 May to 27 September``, ``between May and July``."""
    match = _FROM.match(seen.joined, at)
    one = read(seen, match.end(), context, depth=3, events=False) if match else None
    joint = _TO.match(seen.joined, one[0]) if one else None
    if match is None or one is None or joint is None or date_ranges.moves(context):
        return None
    if (joint[0] == " and ") != (match[0] == "between "):
        return None
    two = read(seen, joint.end(), context, depth=3, events=False)
    if two is None or two[1].last is None or one[1].first is None:
        return None
    if two[1].last < one[1].first:
        return None
    rule = f"from {one[1].rule} to {two[1].rule}"
    return two[0], Reading(one[1].value, rule, one[1].first, two[1].last, one[1].named)


__all__ = ["STARTERS", "WINDOW", "YEAR", "View", "is_strong", "read", "view"]

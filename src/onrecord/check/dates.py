"""A reader of English news dates: every date is an interval of days with the rule that gave it.

``resolve`` reads one phrase, ``find_dates`` a text. Dates are counted from publication, from the
dates before them in the text, or from events of the record; without that anchor there is no
date, and never today's.

>>> from datetime import date
>>> anchors = Anchors(published=date(2023, 8, 2))
>>> print(resolve("on Friday", anchors, tense="future").rule)
'on Friday' + published 2023-08-02, still to come: the Friday after = 2023-08-04
>>> resolve("last week", Anchors()) is None
True
>>> for found in find_dates("Talks collapsed on May 1. The strike began a day later.", anchors):
...     print(found.phrase, found.first)
on May 1 2023-05-01
a day later 2023-05-02
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from onrecord.check.date_calendar import stretch
from onrecord.check.date_counts import Counted, compare
from onrecord.check.date_friends import may_begin, plausible
from onrecord.check.date_grammar import WINDOW, View, read, view
from onrecord.check.date_reading import FUTURE, PAST, PERFECT, Context, Reading
from onrecord.check.date_tense import hint
from onrecord.check.date_words import MONTHS, UNITS, WEEKDAYS, tokens
from onrecord.check.types import Anchors, Dated, Span

_LEADING = re.compile(
    r"(?:(?:on|in|at|by|until|till|before|after|during|from|of|as of|through|starting|beginning"
    r"|effective|over|throughout|within|to|for|some|its|it|and|or|,) )*"
)
_TRAILING = re.compile(r"[ ,.;:)]*")
_LONGEST = 400
_SINGULAR = frozenset(UNITS.values())


class Reader:
    """Reads phrases one after another, so that each may count from the ones before it."""

    def __init__(self, anchors: Anchors, *, earlier: date | None = None) -> None:
        self.context = Context(anchors)
        if earlier is not None:
            self.context.focus = stretch("day", earlier)

    def reading(self, phrase: str, *, tense: str = "") -> tuple[Span, Reading] | None:
        """The phrase's reading and the words of it that were read; None without an anchor."""
        if len(phrase) > _LONGEST:
            return None
        seen = view(tokens(phrase))
        if not seen.tokens:
            return None
        self.context.tense, self.context.near, self.context.bare = tense, seen.joined, True
        found = _whole(seen, self.context) or _longest(seen, self.context)
        if found is None:
            return None
        self.context.remember(found[1])
        return found


def _span(seen: View, first: int, end: int) -> Span:
    return Span(seen.tokens[first].start, seen.tokens[seen.token_before(end)].end)


def _whole(seen: View, context: Context) -> tuple[Span, Reading] | None:
    """The reading of the whole phrase, with or without its leading preposition."""
    lead = _LEADING.match(seen.joined)
    starts = sorted({0, lead.end() if lead else 0})
    for at in starts:
        found = read(seen, at, context)
        if found and _TRAILING.fullmatch(seen.joined, found[0]):
            return Span(seen.tokens[0].start, seen.tokens[-1].end), found[1]
    return None


def _longest(seen: View, context: Context) -> tuple[Span, Reading] | None:
    best: tuple[int, int, Reading] | None = None
    for index, at in enumerate(seen.starts):
        found = read(seen, at, context)
        if found is None or (index and seen.joined[at : found[0]] in _SINGULAR):
            continue
        size = (not found[1].vague, found[0] - at)
        if best is None or size > (not best[2].vague, best[1] - seen.starts[best[0]]):
            best = (index, found[0], found[1])
    return None if best is None else (_span(seen, best[0], best[1]), best[2])


def resolve(
    phrase: str, anchors: Anchors, *, earlier: date | None = None, tense: str = ""
) -> Dated | None:
    """One phrase as days, or None where it states none or its anchor is missing.

    ``earlier`` is the date that the text named before ("a day later" counts from it); ``tense``
    is ``past``, ``future`` or ``perfect`` ("has been ... for three months") or empty.
    """
    found = Reader(anchors, earlier=earlier).reading(phrase, tense=tense)
    if found is None or found[1].vague:
        return None
    return _dated(phrase, found[0], found[1])


def _dated(text: str, span: Span, reading: Reading) -> Dated:
    phrase = text[span.start : span.end]
    if reading.first is None or reading.last is None:
        days = "no anchor, no date"
    elif reading.first == reading.last:
        days = str(reading.first)
    else:
        days = f"{reading.first} to {reading.last}"
    rule = f"'{' '.join(phrase.split())}' + {reading.rule} = {days}"
    long = reading.length.days if reading.length else None
    return Dated(span, phrase, reading.first, reading.last, rule, long)


def find_dates(text: str, anchors: Anchors) -> list[Dated]:
    """Every date and length of time of a text, in order, none overlapping. Linear in the text."""
    seen = view(tokens(text))
    context = Context(anchors)
    found: list[Dated] = []
    index, strong, eventful = 0, iter(seen.strong), iter(seen.eventful)
    next_strong, next_event = next(strong, None), next(eventful, None)
    while index < len(seen.tokens):
        while next_strong is not None and next_strong < index:
            next_strong = next(strong, None)
        while next_event is not None and next_event < index:
            next_event = next(eventful, None)
        if next_strong is None and next_event is None:
            break
        events = next_event is not None and next_event - index <= WINDOW
        if not events and (next_strong is None or next_strong - index > WINDOW):
            index = min(it for it in (next_strong, next_event) if it is not None) - WINDOW
            continue
        step = _read_at(text, seen, index, context, events)
        if step is None:
            index += 1
            continue
        dated, index = step
        found.append(dated)
    return found


def _read_at(
    text: str, seen: View, index: int, context: Context, events: bool
) -> tuple[Dated, int] | None:
    if not may_begin(text, seen, index):
        return None
    before, after = _sentence(seen, index)
    context.tense, context.near = hint(before, after), " ".join([*before, *after])
    result = read(seen, seen.starts[index], context, events=events)
    if result is None:
        _forget(text, seen, index, context)
    if result is None or result[1].vague:
        return None
    last = seen.token_before(result[0])
    if not plausible(text, seen, index, last, result[1]):
        return None
    context.remember(result[1])
    on = bool(before) and before[-1] == "on"
    return _dated(text, _span(seen, index - on, result[0]), result[1]), last + 1


def _forget(text: str, seen: View, index: int, context: Context) -> None:
    """A date that could not be placed ends what later phrases may count from."""
    token = seen.tokens[index]
    if (token.word in MONTHS or token.word in WEEKDAYS) and text[token.start].isupper():
        context.focus = None


def _sentence(seen: View, index: int) -> tuple[list[str], list[str]]:
    """The words of the sentence: up to 16 before the date, up to 12 from it on."""
    before: list[str] = []
    for token in islice(reversed(range(max(0, index - 16), index)), 16):
        word = seen.tokens[token].word
        if word in _STOPS:
            break
        before.append(word)
    after: list[str] = []
    for token in range(index, min(index + 12, len(seen.tokens))):
        word = seen.tokens[token].word
        if word in _STOPS:
            break
        after.append(word)
    return before[::-1], after


_STOPS = frozenset({".", "!", "?", "¶", ";", "“", "”"})


__all__ = [
    "FUTURE",
    "PAST",
    "PERFECT",
    "Counted",
    "Reader",
    "compare",
    "find_dates",
    "resolve",
]

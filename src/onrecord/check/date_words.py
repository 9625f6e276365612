"""The words of English dates: numbers, months, weekdays and units, and a text as plain tokens.

``tokens`` turns a text into lower-case words that the phrases of a date can be matched on, each
with its place in the text: hyphens between words, dots of abbreviations and typographic
apostrophes are gone, numbers and numeric dates stay whole.

>>> [token.word for token in tokens("Sept. 30, a 148-day strike")]
['sept', '30', ',', 'a', '148', 'day', 'strike']
>>> number("twenty-one"), number("1,200"), number("two and a half"), ordinal("92nd")
(21, 1200, 2.5, 92)
>>> year("nineteen ninety-six"), year("'87"), year("two thousand and three")
(1996, 1987, 2003)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MONTHS = {
    name: index
    for index, names in enumerate(
        (
            "january jan",
            "february feb febr",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH_NAMES = ("", *(name for name in MONTHS if len(name) > 4 or name in {"may", "june", "july"}))
WEEKDAYS = {
    name: index
    for index, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed weds",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNITS = {
    name: unit
    for unit, names in {
        "second": "second seconds",
        "minute": "minute minutes",
        "hour": "hour hours hr hrs",
        "day": "day days",
        "night": "night nights",
        "week": "week weeks",
        "fortnight": "fortnight fortnights",
        "weekend": "weekend weekends",
        "month": "month months",
        "quarter": "quarter quarters",
        "year": "year years yr yrs",
        "decade": "decade decades",
        "century": "century centuries",
        "millennium": "millennium millennia millenniums",
    }.items()
    for name in names.split()
}

_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_CARDINALS = {**_SMALL, **_TENS, "a": 1, "an": 1, "dozen": 12, "couple": 2}
_ORDINALS = {
    **{
        word: value
        for value, word in enumerate(
            [
                "first",
                "second",
                "third",
                "fourth",
                "fifth",
                "sixth",
                "seventh",
                "eighth",
                "ninth",
                "tenth",
                "eleventh",
                "twelfth",
                "thirteenth",
                "fourteenth",
                "fifteenth",
                "sixteenth",
                "seventeenth",
                "eighteenth",
                "nineteenth",
                "twentieth",
            ],
            start=1,
        )
    },
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
    "hundredth": 100,
}
DECADES = {word[:-1] + "ies": value for word, value in _TENS.items() if word != "twenty"} | {
    "twenties": 20
}


def _any(words: Iterator[str] | list[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


MONTH = f"(?:{_any(list(MONTHS))})"
WEEKDAY = f"(?:{_any(list(WEEKDAYS))})"
SEASON = f"(?:{_any(list(SEASONS))})"
UNIT = f"(?:{_any(list(UNITS))})"
_WORD = f"(?:{_any([*_SMALL, *_TENS])})"
_PLAIN = r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,2})?(?: \d/\d)?|\d/\d"
_SPELT = (
    rf"(?:(?:a |{_WORD} )?(?:couple|dozen)(?: of)?|half a dozen|half(?: an?)?|a half"
    r"|(?:a )?quarter(?: of a)?(?= century)"
    rf"|(?:a |{_WORD} )?(?:hundred|thousand)(?:(?: and)? {_WORD}){{0,2}}"
    rf"|{_WORD}(?: {_WORD})?(?: (?:hundred|thousand)(?:(?: and)? {_WORD}){{0,2}})?)"
)
NUMBER = rf"(?:{_SPELT}|{_PLAIN}|an?)(?: and (?:a|one) half)?"
_ORDINAL_WORD = _any(list(_ORDINALS))
ORDINAL = (
    rf"(?:\d{{1,4}}(?:st|nd|rd|th)|(?:{_any(list(_TENS))}) (?:{_ORDINAL_WORD})|{_ORDINAL_WORD})"
)
_YEAR_TAIL = rf"(?:(?:{_any(list(_TENS))})(?: {_WORD})?|{_WORD}|hundred)"
YEAR = (
    rf"(?:(?:1[4-9]|2[01])\d\d|'\d\d(?!s)|(?:nineteen|eighteen|seventeen|twenty) {_YEAR_TAIL}"
    rf"|two thousand(?:(?: and)? {_WORD})?)"
)


class Token(NamedTuple):
    """A word as matched, and where it stands in the text."""

    word: str
    start: int
    end: int


_TOKEN = re.compile(
    r"\n[ \t]*\n\s*"
    r"|\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
    r"|\d{4}-\d{2}(?![\d-])"
    r"|\d{1,2}([/.-])\d{1,2}\1\d{2,4}(?![\d/])"
    r"|\d{1,2}[:.]\d{2}(?=\s?[ap]\.?m)|\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{1,3}(?:,\d{3})+(?!\d)"
    r"|\d/\d(?!\d)"
    r"|\d+(?:\.\d+)?(?:st|nd|rd|th|s)?(?![^\W\d_])|\d+"
    r"|['’‘]\d\d?s?(?!\w)|['’‘]s(?!\w)"
    r"|[ap]\.m\.?(?!\w)|e\.?[sd]\.?t\.(?!\w)|q[1-4](?!\w)"
    r"|[^\W\d_]+|[^\s\w]|_",
    re.IGNORECASE,
)
_JOINERS = frozenset("-‐‑")
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4"}


def lexicon(names: str) -> frozenset[str]:
    """The words of a list that is written with spaces."""
    return frozenset(names.split())


def tokens(text: str) -> list[Token]:
    """The words of a text; a blank line becomes the token ``¶``. Linear in the text."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        raw, start, end = match[0], match.start(), match.end()
        if raw[0] == "\n":
            found.append(Token("¶", start, end))
        elif raw in _JOINERS and _glued(text, start, end):
            continue
        elif raw == "." and found and found[-1].end == start and _abbreviates(found[-1].word):
            found[-1] = Token(found[-1].word, found[-1].start, end)
        else:
            found.append(Token(_plain(raw), start, end))
    return found


def _plain(raw: str) -> str:
    if raw[0] in "’‘":
        raw = "'" + raw[1:]
    if raw[0] in "apAPeE" and "." in raw:
        raw = raw.replace(".", "")
    return _FRACTIONS.get(raw, raw[:40].lower())


def _glued(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in {"'", "’", "‘"}:
        return before.isalpha() and text[end + 1 : end + 2].isdigit()
    return before.isalnum() and after.isalnum() and not (before.isdigit() and after.isdigit())


def _abbreviates(word: str) -> bool:
    return len(word) <= 4 and word != "may" and (word in MONTHS or word in WEEKDAYS)


def number(words: str) -> float | int | None:
    """The number that a phrase of the pattern ``NUMBER`` spells; None where it spells none."""
    words = words.replace("-", " ").strip()
    if words.endswith((" and a half", " and one half")):
        whole = number(words.rsplit(" and ", 1)[0])
        return None if whole is None else whole + 0.5
    if words[:1].isdigit():
        return _digits(words)
    if words in {"half", "half a", "half an", "a half"}:
        return 0.5
    if words in {"quarter", "a quarter", "quarter of a", "a quarter of a"}:
        return 0.25
    if words in {"half a dozen", "half dozen"}:
        return 6
    return _spelt(words.removesuffix(" of").split())


def _digits(words: str) -> float | int | None:
    whole, _, part = words.partition(" ")
    if "/" in whole:
        whole, part = "0", whole
    value = float(whole.replace(",", ""))
    if part:
        top, bottom = part.split("/")
        value += int(top) / max(1, int(bottom))
    return int(value) if value == int(value) else value


def _spelt(words: list[str]) -> int | None:
    total = current = 0
    for word in words:
        if word == "and":
            continue
        if word == "hundred":
            current = max(1, current) * 100
        elif word == "thousand":
            total, current = total + max(1, current) * 1000, 0
        elif word in {"dozen", "couple"}:
            current = _CARDINALS[word] * max(1, current)
        elif word in _CARDINALS:
            current += _CARDINALS[word]
        else:
            return None
    return total + current


def ordinal(words: str) -> int | None:
    """``first``, ``92nd`` or ``twenty-first`` as a number."""
    words = words.replace("-", " ")
    if words[:1].isdigit():
        digits = re.match(r"\d{1,6}", words)
        return int(digits[0]) if digits else None
    parts = words.split()
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _ORDINALS:
        return _TENS[parts[0]] + _ORDINALS[parts[1]]
    return _ORDINALS.get(words)


def year(words: str) -> int | None:
    """A year in digits, short (``'87``: 1930 to 2029) or in words."""
    words = words.replace("-", " ")
    if words.isdigit():
        return int(words)
    if words.startswith("'"):
        short = int(words[1:])
        return short + (1900 if short >= 30 else 2000)
    parts = words.split()
    if parts[0] in _SMALL | _TENS and len(parts) > 1 and parts[1] != "thousand":
        century = {**_SMALL, **_TENS}[parts[0]]
        rest = 0 if parts[1:] == ["hundred"] else _spelt(parts[1:])
        return None if rest is None or rest > 99 else century * 100 + rest
    return _spelt(parts)

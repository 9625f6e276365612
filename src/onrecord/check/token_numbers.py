"""Numbers, money, percentages and days of the year, however they are written, as one token each.

``merged`` runs over tokens in order and joins the ones that make up a number: "six and a half per
cent" is four words and one token, ``6.5%``. Only space or one hyphen may stand between the words of
a number; "four, five" stays two numbers. Norms are decimal, without grouping or trailing zeros.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from onrecord.check.diff_words import MONTHS

if TYPE_CHECKING:
    from onrecord.check.tokens import Token

_UNITS: Final = {
    w: n
    for n, w in enumerate(
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
_TENS: Final = {
    w: 10 * n
    for n, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES: Final = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_SHORT: Final = {
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
    "tn": 1_000_000_000_000,
}
_HALVES: Final = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
_ORDINALS: Final = {
    w: n
    for n, w in enumerate(
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
        1,
    )
}
_CURRENCY: Final = {
    "dollar": "$",
    "dollars": "$",
    "usd": "$",
    "bucks": "$",
    "pound": "£",
    "pounds": "£",
    "gbp": "£",
    "euro": "€",
    "euros": "€",
    "eur": "€",
    "yen": "¥",
    "cents": "c",
    "cent": "c",
    "pence": "p",
    "p": "p",
}
_STARTS: Final = frozenset(_UNITS) | frozenset(_TENS) | frozenset(_SCALES) | frozenset(_ORDINALS)
#: Groups of three or none, and no nought before other digits: anything else is kept as written.
_DIGITS: Final = re.compile(
    r"^(?P<sign>[-−–])?(?P<currency>(?:US|AU?|CA?|NZ|HK)?[$£€¥])?\s?"
    r"(?P<value>(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.\d+)?|\.\d+)(?P<suffix>[^\W\d_]*)$"
)
_GLUE: Final = re.compile(r"^(?:[ \t\xa0\u2009\u202f]*-?[ \t\xa0]*\n?[ \t]*|-)$")
_AMBIGUOUS_MONTHS: Final = frozenset(("may", "march", "mar", "jan", "sep"))


def decimal_norm(value: Decimal) -> str:
    """``value`` in plain decimal digits, without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def merged(found: Sequence[Token], text: str) -> list[Token]:
    """``found`` with the tokens of one number, sum of money, percentage or day joined."""
    if not any(t.kind == "number" or t.norm in _STARTS or t.norm == "dozen" for t in found):
        return list(found)
    out: list[Token] = []
    i = 0
    while i < len(found):
        token, i = _next(found, i, text)
        out.append(token)
    return _days(out, text)


def _next(found: Sequence[Token], i: int, text: str) -> tuple[Token, int]:
    token = found[i]
    if token.kind == "number":
        return _from_digits(found, i, text)
    if token.norm in _ORDINALS:
        return token._replace(norm=_ordinal(_ORDINALS[token.norm]), kind="number"), i + 1
    article = token.norm == "a" and i + 1 < len(found) and found[i + 1].norm in _SCALES
    if not article and (token.norm not in _STARTS or token.kind != "word"):
        return token, i + 1
    if article and not _glued(found, i, text):
        return token, i + 1
    value, after, ordinal = _from_words(found, i, text)
    if ordinal:
        whole = token._replace(end=found[after - 1].end, norm=_ordinal(int(value)), kind="number")
        return whole, after
    return _with_unit(found, i, after, value, "", text)


def _ordinal(n: int) -> str:
    """The norm of an ordinal: "first" and "1st" are both ``1st``, "2nd" is ``2th``."""
    return f"{n}th"


def _glued(found: Sequence[Token], i: int, text: str) -> bool:
    """Whether token i and the next have only space or a hyphen between them."""
    return i + 1 < len(found) and bool(_GLUE.match(text[found[i].end : found[i + 1].start]))


def _from_words(found: Sequence[Token], i: int, text: str) -> tuple[Decimal, int, bool]:
    """The number that starts at word ``i``, the index after it, and whether it is an ordinal."""
    total, current, at, last = Decimal(0), Decimal(0), i, "start"
    while True:
        word = found[at].norm
        if word == "a" and last == "start":
            current, last = Decimal(1), "unit"
        elif word in _TENS and last in ("start", "scale"):
            current, last = current + _TENS[word], "ten"
        elif word in _UNITS and (
            last in ("start", "scale") or (last == "ten" and 1 <= _UNITS[word] <= 9)
        ):
            current, last = current + _UNITS[word], "unit"
        elif word == "hundred" and current < 100:
            current, last = (current or Decimal(1)) * 100, "scale"
        elif word in _SCALES and word != "hundred":
            total, current, last = (
                total + (current or Decimal(1)) * _SCALES[word],
                Decimal(0),
                "scale",
            )
        elif word in _ORDINALS and last == "ten" and _ORDINALS[word] <= 9:
            return total + current + _ORDINALS[word], at + 1, True
        else:
            break
        if not _glued(found, at, text):
            at += 1
            break
        at += 1
        if last == "scale" and _and_goes_on(found, at, text):
            at += 1
    value = total + current
    return (*_half(found, at, value, text), False)


def _and_goes_on(found: Sequence[Token], at: int, text: str) -> bool:
    """Whether "and" at ``at`` is part of a number: "two hundred and six"."""
    if found[at].norm != "and" or not _glued(found, at, text):
        return False
    word = found[at + 1].norm
    if word not in _UNITS and word not in _TENS:
        return False
    for after in range(at + 2, min(at + 4, len(found))):
        if not _glued(found, after - 1, text):
            return True
        if found[after].norm in _SCALES:
            return False
        if found[after].norm not in _UNITS:
            return True
    return True


def _half(found: Sequence[Token], at: int, value: Decimal, text: str) -> tuple[Decimal, int]:
    """``value`` and the "and a half" that may follow it."""
    words = [t.norm for t in found[at : at + 3]]
    if words == ["and", "a", "half"] and all(_glued(found, k, text) for k in (at - 1, at, at + 1)):
        return value + Decimal("0.5"), at + 3
    return value, at


def _from_digits(found: Sequence[Token], i: int, text: str) -> tuple[Token, int]:
    token = found[i]
    match = _DIGITS.match(token.norm)
    if match is None:
        return token._replace(norm=re.sub("[–−]", "-", token.norm.casefold())), i + 1
    value, suffix = Decimal(match["value"].replace(",", "")), match["suffix"].casefold()
    currency = (match["currency"] or "").replace("US", "")
    if match["sign"]:
        value = -value
    if suffix in ("st", "nd", "rd", "th") and not currency:
        return token._replace(norm=_ordinal(int(value))), i + 1
    if suffix in _SHORT and (currency or suffix in ("k", "bn", "tn")):
        value *= _SHORT[suffix]
    elif suffix in _HALVES:
        value += Decimal(_HALVES[suffix])
    elif suffix == "p" and not currency:
        return token._replace(norm=f"p{decimal_norm(value)}", kind="money"), i + 1
    elif suffix:
        return token._replace(norm=token.norm.casefold()), i + 1
    value, after = _half(found, i + 1, value, text)
    return _with_unit(found, i, after, value, currency, text)


def _with_unit(  # noqa: PLR0917 - where, and what was read so far
    found: Sequence[Token], i: int, after: int, value: Decimal, currency: str, text: str
) -> tuple[Token, int]:
    """The token for ``value``, with the scale, currency or per cent that follows it."""
    while after < len(found) and _glued(found, after - 1, text):
        word = found[after].norm
        if word not in _SCALES:
            break
        value, after = value * _SCALES[word], after + 1
    kind, norm = ("money", currency) if currency else ("number", "")
    norm += decimal_norm(value)
    if after < len(found) and _glued(found, after - 1, text):
        word = found[after].norm
        following = found[after + 1].norm if after + 1 < len(found) else ""
        if word in ("%", "percent", "pct"):
            kind, norm, after = "percent", decimal_norm(value) + "%", after + 1
        elif word == "per" and following == "cent":
            kind, norm, after = "percent", decimal_norm(value) + "%", after + 2
        elif word in _CURRENCY and not currency:
            kind, norm, after = "money", _CURRENCY[word] + decimal_norm(value), after + 1
    first = found[i]
    return first._replace(end=found[after - 1].end, norm=norm, kind=kind), after


def _days(found: list[Token], text: str) -> list[Token]:
    """``found`` with "9 June", "June 9th" and "the 9th of June" joined to ``06-09``."""
    out: list[Token] = []
    i = 0
    while i < len(found):
        day, after = _day(found, i, text)
        if day is None:
            out.append(found[i])
            i += 1
        else:
            out.append(day)
            i = after
    return out


def _day(found: Sequence[Token], i: int, text: str) -> tuple[Token | None, int]:
    """The day of the year that starts at ``i``, if one does, and the index after it."""
    at = i
    if found[at].norm == "the" and _glued(found, at, text):
        at += 1
    number = _day_number(found[at])
    if number is not None:
        at += 1
        if at < len(found) and found[at].norm == "of":
            at += 1
        if at < len(found) and _glued(found, at - 1, text) and _is_month(found[at], text):
            return _day_token(found, i, at, MONTHS[found[at].norm], number)
        return None, i
    if at == i and _is_month(found[i], text) and i + 1 < len(found):
        between = text[found[i].end : found[i + 1].start]
        number = _day_number(found[i + 1])
        if number is not None and between in (" ", ". ", "\n", " the ", "\xa0"):
            return _day_token(found, i, i + 1, MONTHS[found[i].norm], number)
    return None, i


def _day_number(token: Token) -> int | None:
    digits = token.norm.removesuffix("th")
    if token.kind == "number" and digits.isdecimal() and 1 <= int(digits) <= 31:
        return int(digits)
    return None


def _is_month(token: Token, text: str) -> bool:
    """A month's name; one that is also a word ("may") only with a capital."""
    if token.kind != "word" or token.norm not in MONTHS:
        return False
    return token.norm not in _AMBIGUOUS_MONTHS or text[token.start].isupper()


def _day_token(
    found: Sequence[Token], first: int, last: int, month: int, day: int
) -> tuple[Token, int]:
    norm = f"{month:02}-{day:02}"
    return found[first]._replace(end=found[last].end, norm=norm, kind="date"), last + 1

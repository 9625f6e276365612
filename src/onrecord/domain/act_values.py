r"""The kinds of value that a field of an act may hold; each has one spelling.

| kind | spelling |
|---|---|
| party, parties | a party id; several joined by ``, ``, each once (``between``: 2 or more) |
| audience | class words and party ids joined by ``, `` |
| moment | a date or a date-time with offset (``domain/moment.py``) |
| text | any single line |
| count | a plain decimal number |
| decimal, percent | ``-?`` digits, at most 15 before and 9 after the point, no trailing zeros |
| numbers | 1 to 20 decimals joined by spaces |
| yes/no | ``yes`` or ``no`` |
| due | a moment, ``by`` a moment, ``after meeting`` a moment, or ``next week`` |
| choice | one of the words listed |

>>> DUE.parse("after meeting 2031-03-04")
Due(rule='after meeting', moment=Moment(text='2031-03-04'))
>>> render(NUMBERS.parse("5 4 3.5"))
'5 4 3.5'
>>> DECIMAL.parse("3.50")
Traceback (most recent call last):
    ...
onrecord.domain.errors.Malformed: '3.50' is not a decimal such as 3.5
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from onrecord.domain.errors import Malformed
from onrecord.domain.moment import Moment, parse_moment
from onrecord.domain.party import check_audience, check_party_id
from onrecord.domain.strict import decimal, excerpt
from onrecord.domain.text import check_line, split_list

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,8}[1-9])?\Z")
MAX_NUMBERS = 20
NEXT_WEEK = "next week"
_DUE_RULES = ("by", "after meeting")


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise falls due: ``rule`` is ``on``, ``by``, ``after meeting`` or ``next week``."""

    rule: str
    moment: Moment | None

    def __str__(self) -> str:
        if self.moment is None:
            return self.rule
        return str(self.moment) if self.rule == "on" else f"{self.rule} {self.moment}"


Value = str | int | bool | Decimal | tuple[str, ...] | tuple[Decimal, ...] | Moment | Due


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: ``parse`` reads its one spelling and raises Malformed for any other.

    ``words`` are the words of a choice, empty for every other kind.
    """

    name: str
    parse: Callable[[str], Value]
    words: tuple[str, ...] = ()


def render(value: Value) -> str:
    """The one spelling of ``value``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return render_decimal(value)
    if isinstance(value, tuple):
        numeric = all(isinstance(member, Decimal) for member in value)
        return (" " if numeric else ", ").join(render(member) for member in value)
    return str(value)


def render_decimal(value: Decimal) -> str:
    """A decimal without exponent, trailing zeros or a negative zero."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def parse_decimal(text: str) -> Decimal:
    """Read a canonical decimal.

    Raises:
        Malformed: any other spelling.
    """
    if not _DECIMAL.match(text) or text == "-0":
        raise Malformed(f"{excerpt(text)} is not a decimal such as 3.5")
    return Decimal(text)


def choice(*words: str) -> Kind:
    """The kind of one of ``words``."""

    def parse(text: str) -> str:
        if text not in words:
            raise Malformed(f"{excerpt(text)} is not one of {', '.join(words)}")
        return text

    return Kind("choice", parse, words)


def parse_due(text: str) -> Due:
    """Read a due rule.

    Raises:
        Malformed: none of the four forms.
    """
    if text == NEXT_WEEK:
        return Due(NEXT_WEEK, None)
    for rule in _DUE_RULES:
        if text.startswith(rule + " "):
            return Due(rule, parse_moment(text[len(rule) + 1 :]))
    try:
        return Due("on", parse_moment(text))
    except Malformed:
        raise Malformed(
            f"{excerpt(text)} is not a date, 'by DATE', 'after meeting DATE' or 'next week'"
        ) from None


def _parties(text: str) -> tuple[str, ...]:
    return tuple(check_party_id(member) for member in split_list(text, "the list of parties"))


def _between(text: str) -> tuple[str, ...]:
    parties = _parties(text)
    if len(parties) == 1:
        raise Malformed(f"{excerpt(text)} is one party alone; name the other too")
    return parties


def _audience(text: str) -> tuple[str, ...]:
    return tuple(check_audience(member) for member in split_list(text, "the audience"))


def _numbers(text: str) -> tuple[Decimal, ...]:
    words = text.split(" ")
    if len(words) > MAX_NUMBERS:
        raise Malformed(f"{len(words)} numbers; {MAX_NUMBERS} are allowed")
    return tuple(parse_decimal(word) for word in words)


def _percent(text: str) -> Decimal:
    value = parse_decimal(text)
    if not 0 <= value <= 100:
        raise Malformed(f"{text} is not a percentage from 0 to 100")
    return value


def _yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise Malformed(f"{excerpt(text)} is not yes or no")
    return text == "yes"


PARTY = Kind("party", check_party_id)
PARTIES = Kind("parties", _parties)
BETWEEN = Kind("parties", _between)
AUDIENCE = Kind("audience", _audience)
MOMENT = Kind("moment", parse_moment)
TEXT = Kind("text", lambda text: check_line(text, "text"))
COUNT = Kind("count", decimal)
DECIMAL = Kind("decimal", parse_decimal)
PERCENT = Kind("percent", _percent)
NUMBERS = Kind("numbers", _numbers)
YES_NO = Kind("yes/no", _yes_no)
DUE = Kind("due", parse_due)

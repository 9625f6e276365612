"""What the words of a fact tell beyond its columns: days, figures of votes, promises.

Days are read by the reader of news dates, counted from the row's own day. Nothing is guessed: what
is not found is left out of the act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from onrecord.check.dates import find_dates
from onrecord.check.types import Anchors
from onrecord.domain.act_values import Value

_NUMBER = r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_PERCENT = r"([0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|per cent)"
_PROMISE = re.compile(r"PROMISE ([A-Z]*[0-9]+)(?: \(([^)]*)\))?")
_PROMISES = re.compile(r"\bpromis|\bwill (?!not\b)|\bpledge", re.I)
_OPENS = re.compile(r"^(?:promises|promised|pledges|pledged|will)(?: to)? ", re.I)
_KEEPS = re.compile(r"KEEPS ([A-Z]*[0-9]+)")
_MARKS = re.compile(r"(?:PROMISE|KEEPS) [^;.]*[;.]?")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2}) ?(am|pm)\b", re.I)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b", re.I)

CEOS = re.compile(r"\b(?:CEOs?|chief executives?)\b", re.I)
_CEOS_AWAY = re.compile(r"\b(?:CEOs?|chief executives?) (?:were )?not in the room\b", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of the words that names one day."""

    start: int
    end: int
    day: date


def days(text: str, today: date, zone: str) -> tuple[Told, ...]:
    """The single days that ``text`` names, in its order."""
    found = find_dates(text, Anchors(today, zone))
    return tuple(
        Told(each.span.start, each.span.end, _nearest(each.phrase, each.first, today))
        for each in found
        if each.first is not None and each.first == each.last
    )


def _nearest(phrase: str, day: date, today: date) -> date:
    """A day named without its year is the one nearest to the row's: a history is written of then
    and knows what came after."""
    if re.search(r"[0-9]{4}", phrase) or not _MONTH.search(phrase):
        return day
    years = (today.year - 1, today.year, today.year + 1)
    others = [day.replace(year=year) for year in years if (day.month, day.day) != (2, 29)]
    return min(others, key=lambda each: abs((each - today).days), default=day)


def day_after(pattern: str, text: str, held: tuple[Told, ...]) -> date | None:
    """The first day that ``text`` names within a few words after ``pattern``."""
    for match in re.finditer(pattern, text, re.I):
        for told in held:
            if match.end() <= told.start + len("on ") and told.start - match.end() <= 40:
                return told.day
    return None


def executives(*texts: str) -> bool | None:
    """Whether chief executives were in the room; None where nobody says so."""
    if any(_CEOS_AWAY.search(text) for text in texts):
        return False
    return True if any(CEOS.search(text) for text in texts) else None


def told_later(text: str) -> bool:
    """Whether the words tell of earlier days, each of which is an act of its own."""
    return re.search(r"\blater (?:says|said)\b", text) is not None


def clock(text: str) -> str | None:
    """The first time of day that ``text`` names, as ``HH:MM``.

    >>> clock("effective 12:01 am Tuesday"), clock("by 5:30 pm")
    ('00:01', '17:30')
    """
    match = _CLOCK.search(text)
    if match is None or not 1 <= int(match[1]) <= 12:
        return None
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "pm" else 0)
    return f"{hour:02}:{match[2]}"


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise that a fact marks: its label, and what was promised."""

    label: str
    what: str


def promises(text: str) -> Iterator[Promised]:
    """``PROMISE P1`` and what stands before it, or in brackets after it."""
    for match in _PROMISE.finditer(text):
        yield Promised(match[1], match[2] or _promise(_MARKS.sub("", text).strip(" ;.,")))


def _promise(words: str) -> str:
    """The part of the words that promises, or all of them."""
    parts = (part.strip() for part in re.split(r"[,;]|\band (?=will\b)", words))
    found = next((part for part in parts if _PROMISES.search(part)), words)
    return _OPENS.sub("", found) or found


def kept(text: str) -> tuple[str, ...]:
    """The labels of the promises that a fact keeps."""
    return tuple(match[1] for match in _KEEPS.finditer(text))


def without_marks(text: str) -> str:
    """The words of a fact without its marks of promises."""
    return " ".join(_MARKS.sub("", text).split()).strip(" ;") or text


_VOTES: tuple[tuple[str, str, Callable[[str], Value]], ...] = (
    ("yes", rf"{_NUMBER} yes", lambda n: int(n.replace(",", ""))),
    ("no", rf"{_NUMBER} no\b", lambda n: int(n.replace(",", ""))),
    (
        "ballots",
        rf"(?:with [0-9.]+ ?% of )?{_NUMBER} (?:valid )?(?:ballots|votes)",
        lambda n: int(n.replace(",", "")),
    ),
    ("eligible", rf"{_NUMBER} (?:who were )?eligible", lambda n: int(n.replace(",", ""))),
    ("yes-percent", rf"{_PERCENT}(?:\)? yes| to [0-9.]+ ?%)", Decimal),
    ("yes-percent", rf"yes \({_PERCENT}\)", Decimal),
    (
        "yes-percent",
        rf"(?:ratify|ratified|approve|approved|approves) (?:with |by )?{_PERCENT}",
        Decimal,
    ),
    ("no-percent", rf"% to {_PERCENT}", Decimal),
    ("turnout-percent", rf"turnout (?:of )?{_PERCENT}", Decimal),
    ("turnout-percent", rf"eligible \({_PERCENT}\)", Decimal),
)


def figures(text: str) -> dict[str, Value]:
    """The figures of a vote, by the names of an act's fields.

    >>> found = figures("9,020 yes (97.85%), 198 no, 9,218 ballots, turnout 78.79% of eligible")
    >>> found["yes"], found["ballots"], str(found["turnout-percent"])
    (9020, 9218, '78.79')
    >>> figures("Ratified 78.33% to 21.67%, turnout 38.15%")["no-percent"]
    Decimal('21.67')
    """
    found: dict[str, Value] = {}
    for name, pattern, read in _VOTES:
        if name not in found and (match := re.search(pattern, text, re.I)):
            found[name] = read(match[1])
    if re.search(rf"(?:nearly|about|almost|over|some) {_NUMBER} (?:ballots|votes)", text, re.I):
        found["approximate"] = True
    return found

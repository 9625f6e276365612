"""What the rules of dates hand to each other: a reading, and the context that it is read in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from re import Match

from onrecord.check.date_calendar import Stretch, stretch
from onrecord.check.date_durations import Length
from onrecord.check.types import Anchors

PAST, FUTURE, PERFECT = "past", "future", "perfect"


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase as understood: ``first`` to ``last``, both counted, or None where undated.

    ``named`` is the calendar unit that the words name (May 2023, for "early May 2023"); ``value``
    its TIMEX3 value, ``length`` the length of time that the words state, ``rule`` how it was read.
    """

    value: str
    rule: str
    first: date | None = None
    last: date | None = None
    named: Stretch | None = None
    length: Length | None = None

    @property
    def vague(self) -> bool:
        """Neither dated nor of a stated length ("recently", "every week")."""
        return self.value.endswith("_REF") or (self.first is None and self.length is None)


def of_stretch(named: Stretch, rule: str) -> Reading:
    """The reading of a unit of the calendar."""
    return Reading(named.value, rule, named.first, named.last, named)


def of_day(day: date, rule: str) -> Reading:
    """The reading of one day."""
    return of_stretch(stretch("day", day), rule)


def vague(kind: str, rule: str) -> Reading:
    """``PAST_REF``, ``PRESENT_REF`` or ``FUTURE_REF``: words that state no day."""
    return Reading(kind, rule)


@dataclass(slots=True)
class Context:
    """Anchors, the tense beside the phrase, and the dates read before it in the text.

    ``tense``: ``past``, ``future``, ``perfect`` ("has been ... for") or empty. ``focus`` is the
    date last read, ``near`` the words of the sentence, ``bare`` allows an event by itself.
    ``quarter`` is the last quarter that was not itself counted from another.
    """

    anchors: Anchors
    tense: str = ""
    focus: Stretch | None = None
    quarter: Stretch | None = None
    near: str = ""
    bare: bool = False

    @property
    def published(self) -> date | None:
        return self.anchors.published

    @property
    def since_published(self) -> str:
        return f"published {self.published}"

    def remember(self, reading: Reading) -> None:
        """Let later phrases count from this one."""
        named = reading.named
        if named is None or reading.vague:
            return
        self.focus = named
        if named.unit == "quarter" and "a year before" not in reading.rule:
            self.quarter = named


Handler = Callable[[Match[str], Context], Reading | None]
Found = tuple[int, Reading]
"""Where a reading ends in the joined words, and the reading."""


def with_value(reading: Reading, value: str) -> Reading:
    """The same days under another value (a clock time, a part of a day)."""
    return replace(reading, value=value)

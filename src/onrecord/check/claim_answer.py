"""An answer to a claim: one verdict word, plain words, the entries, and what the record holds."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.check import explain
from onrecord.check.types import Dated, Evidence
from onrecord.talks.fold import State


@dataclass(frozen=True, slots=True)
class Judgement:
    """``explanation`` has at most 25 words; ``fact`` is what the record holds on the point.

    ``nearest`` are entries that come close to a claim on which the record holds nothing; they are
    no match and no evidence.
    """

    verdict: str
    explanation: str
    evidence: tuple[Evidence, ...] = ()
    fact: str = ""
    nearest: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What a claim is held against: the state, the day it is read on, and how much was searched."""

    state: State
    today: date
    searched: int

    def agrees(self, fact: str, entries: Iterable[int]) -> Judgement:
        """The record says so."""
        return self._told("agrees", "Agrees with the record. ", fact, entries)

    def contradicts(self, fact: str, entries: Iterable[int]) -> Judgement:
        """An item on the same point says something else."""
        return self._told("contradicts", "The record says otherwise: ", fact, entries)

    def disputed(self, fact: str, entries: Iterable[int]) -> Judgement:
        """Parties say different things."""
        return self._told("disputed", "The parties disagree. ", fact, entries)

    def cannot_tell(self, reason: str, entries: Iterable[int] = ()) -> Judgement:
        """The record bears on it and does not settle it."""
        return Judgement("cannot-tell", explain.cannot_tell(reason), self.evidence(entries), reason)

    def nothing(self, nearest: str = "", entries: Iterable[int] = ()) -> Judgement:
        """No item on the point; ``nearest`` is no match and is shown as that."""
        told = (
            f"Nothing on the record about this in {self.searched} communications. "
            "That does not mean it was not said."
        )
        return Judgement("not-on-record", told, (), nearest, self.evidence(entries))

    def evidence(self, entries: Iterable[int]) -> tuple[Evidence, ...]:
        """The entries' acts, each once, in order."""
        ids = self.state.ids
        return tuple(Evidence(n, ids[n]) for n in sorted(set(entries)) if n in ids)

    def _told(self, verdict: str, lead: str, fact: str, entries: Iterable[int]) -> Judgement:
        room = explain.MOST_WORDS - explain.words_of(lead)
        words = explain.cut(fact, room)
        words = lead + (words if lead.endswith(": ") else words[:1].upper() + words[1:])
        return Judgement(verdict, words, self.evidence(entries), fact)


def names(parties: Iterable[str]) -> str:
    """``LWG``, ``LWG and TSA``."""
    *most, last = tuple(parties) or ("nobody",)
    return f"{', '.join(most)} and {last}" if most else last


def interval(dated: Dated) -> tuple[date, date] | None:
    """The days that a claim may mean; "since May" means some day in May."""
    if dated.first is None or dated.last is None:
        return None
    first, last = dated.first, dated.last
    words = dated.phrase.lower().split()
    if dated.days is not None and "ago" in words and "since" in words:
        least, most = dated.days
        return dated.last - timedelta(days=most + 1), dated.last - timedelta(days=least - 1)
    if words[:1] in (["since"], ["from"]):
        last = min(last, first + timedelta(days=_reach(words, first)))
    return first, last


def _reach(words: list[str], first: date) -> int:
    """How many days "since" leaves open: none after a day, a month's after "since May"."""
    phrase = " ".join(words)
    if any(part in phrase for part in ("mid", "early", "late", "start of", "end of")):
        return 14
    if any(letter.isdigit() for letter in phrase):
        return 0
    if "week" in phrase:
        return 6
    whole_month = first.day == 1 and "day" not in phrase
    return monthrange(first.year, first.month)[1] - 1 if whole_month else 0


def fits(dated: Dated | None, day: date | None) -> bool:
    """Whether ``day`` is one of the days claimed; a claim without a day fits every day."""
    if dated is None:
        return True
    days = interval(dated)
    return days is not None and day is not None and days[0] <= day <= days[1]


ANOTHER = 120
"""A strike or round of talks so many days from the one on record is another one."""


def another(dated: Dated | None, day: date) -> bool:
    """Whether a claim speaks of so different a time that it means something else."""
    return distance(dated, day) > ANOTHER


def fits_after(dated: Dated | None, day: date) -> bool:
    """Whether the days claimed lie at ``day`` or later."""
    days = interval(dated) if dated else None
    return days is None or days[1] >= day


def distance(dated: Dated | None, day: date) -> int:
    """How many days ``day`` lies from those claimed."""
    days = interval(dated) if dated else None
    return 0 if days is None else max((days[0] - day).days, (day - days[1]).days, 0)

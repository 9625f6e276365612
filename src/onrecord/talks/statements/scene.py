"""What the rules look at: a state, its day, and what several of them need from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from onrecord.talks.agreements import Agreement
from onrecord.talks.contacts import Contact
from onrecord.talks.fold import State
from onrecord.talks.meetings import Meeting
from onrecord.talks.statements.sides import Sides, sides_of
from onrecord.talks.statements.statement import JOIN, Prices
from onrecord.talks.strikes import Strike

DISPUTED = "disputed"
Pair = tuple[str, str]
"""A union and the employers across the table from it."""


@dataclass(frozen=True)
class Scene:
    """``state`` as it is told on ``today``, the day in its zone; ``prices`` if there are any."""

    state: State
    today: date
    prices: Prices | None = None

    @cached_property
    def sides(self) -> Sides:
        """Who is on which side."""
        return sides_of(self.state)

    @cached_property
    def strikes(self) -> Sequence[Strike]:
        """Strikes and lockouts that had begun by today."""
        held = self.state.strikes
        return [s for s in held if s.first_day is not None and s.first_day <= self.today]

    @cached_property
    def on(self) -> Sequence[Strike]:
        """Those that are on today."""
        return [strike for strike in self.strikes if strike.on_strike(self.today)]

    @cached_property
    def contacts(self) -> Mapping[Pair, Sequence[Contact]]:
        """The official contacts of each pair up to today, in order."""
        found: dict[Pair, list[Contact]] = defaultdict(list)
        for contact in self.state.contacts:
            if (
                contact.official
                and contact.day <= self.today
                and (pair := self.sides.pair(contact.between))
            ):
                found[pair].append(contact)
        return found

    @cached_property
    def meetings(self) -> Mapping[Pair, Sequence[Meeting]]:
        """The official meetings of each pair up to today."""
        found: dict[Pair, list[Meeting]] = defaultdict(list)
        for meeting in self.state.meetings:
            if (
                meeting.official
                and meeting.day <= self.today
                and (pair := self.sides.pair(meeting.between))
            ):
                found[pair].append(meeting)
        return found

    @cached_property
    def struck(self) -> Mapping[Pair, Strike]:
        """The latest strike or lockout of each pair."""
        found = ((self.sides.pair((*s.by, *s.against)), s) for s in self.strikes)
        return {pair: strike for pair, strike in found if pair}

    @cached_property
    def agreed(self) -> Mapping[Pair, Sequence[Agreement]]:
        """The agreements on a whole contract, up to today, by pair."""
        found: dict[Pair, list[Agreement]] = defaultdict(list)
        for each in self.state.agreements:
            whole = each.day <= self.today and each.scope in (None, "contract")
            if whole and (pair := self.sides.pair(each.between)):
                found[pair].append(each)
        return found

    @cached_property
    def certainty(self) -> Mapping[int, str | None]:
        """How sure each entry is."""
        return {fact.entry: fact.certainty for fact in self.state.facts}

    def disputed(self, entries: Iterable[int]) -> bool:
        """Whether one of ``entries`` is marked disputed."""
        return any(self.certainty.get(entry) == DISPUTED for entry in entries)

    def union(self, strike: Strike) -> str:
        """Who is out, as a statement is about it."""
        return JOIN.join(strike.by if strike.kind == "strike" else strike.against)


def label(pair: Pair) -> str:
    """A pair as a statement is about it."""
    return JOIN.join(pair)

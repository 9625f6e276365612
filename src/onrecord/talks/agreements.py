"""How a dispute is settled: agreement at the table, decisions of boards, ratification, return.

An agreement ends no strike, the end of a strike ratifies nothing, and a ratification is a vote:
three things, each with its own entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onrecord.domain.moment import Moment
from onrecord.talks import votes as voting
from onrecord.talks.facts import Fact, overlap, root_of
from onrecord.talks.machine import Keyed
from onrecord.talks.runs import Run
from onrecord.talks.values import merged
from onrecord.talks.votes import Vote

_Key = tuple[date, frozenset[str]]

AGREED = frozenset({"agreement-reached"})
DECIDED = frozenset({"board-decision"})
RETURNED = frozenset({"return-to-work"})
CARRIED_ON = frozenset({"contract-expiry", "contract-extension"})


class Agreement(NamedTuple):
    """An agreement reached; ``ratified`` is the vote that made it binding, if it is recorded.

    ``scope``: ``contract``, ``article``, ``interim`` or None where nobody says.
    """

    between: tuple[str, ...]
    day: date
    scope: str | None
    needs_ratification: bool | None
    entries: tuple[int, ...]
    ratified: Vote | None = None
    attributed: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What governing bodies decided, from ``effective`` where they say."""

    by: tuple[str, ...]
    what: str
    day: date
    effective: Moment | None
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Return:
    """Work may go on from ``effective``."""

    by: tuple[str, ...]
    effective: Moment
    day: date
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract that runs out on ``until``, or is carried on to it."""

    kind: str
    between: tuple[str, ...]
    until: date
    entries: tuple[int, ...]


class Agreements:
    """The agreements reached; both sides' words of one day are one agreement.

    The first vote of one of the parties to ratify, on the day of an agreement or after, makes it
    binding.
    """

    def __init__(self) -> None:
        self._today: list[Vote] = []
        self._found: Keyed[Agreement] = Keyed()
        self._open: dict[str, dict[_Key, None]] = {}

    def add(self, fact: Fact) -> None:
        """Take one fact more of ``AGREED`` or of ``votes.KINDS``."""
        if fact.kind in AGREED:
            self._reach(fact)
        else:
            for vote in voting.votes(fact):
                self._count(vote)

    def values(self) -> Run[Agreement]:
        """Oldest first."""
        return self._found.values()

    def _reach(self, fact: Fact) -> None:
        key = fact.day, frozenset(fact.parties("between"))
        held = self._found.get(key)
        entries = merged(held.entries if held else (), (fact.entry,))
        self._found.put(key, _agreement(fact, entries))
        for side in {root_of(party) for party in fact.parties("between")}:
            self._open.setdefault(side, {})[key] = None
        for vote in self._today:
            if vote.day == fact.day:
                self._ratify(vote)

    def _count(self, vote: Vote) -> None:
        if vote.subject != "ratification" or vote.board or vote.carried is False:
            return
        self._today = [*(held for held in self._today if held.day == vote.day), vote]
        self._ratify(vote)

    def _ratify(self, vote: Vote) -> None:
        for side in {root_of(party) for party in vote.by}:
            for key in tuple(self._open.get(side, ())):
                held = self._found.get(key)
                if held is not None and overlap(vote.by, held.between):
                    self._found.put(key, held._replace(ratified=held.ratified or vote))
                    del self._open[side][key]


def decisions(fact: Fact) -> Iterator[Decision]:
    """What governing bodies decided in ``fact``."""
    effective = fact.moment("effective")
    what = fact.words("what") or ""
    yield Decision(fact.parties("by"), what, fact.day, effective, (fact.entry,))


def returns(fact: Fact) -> Iterator[Return]:
    """The word that work may go on."""
    if effective := fact.moment("effective"):
        yield Return(fact.parties("by"), effective, fact.day, (fact.entry,))


def contracts(fact: Fact, zone: str) -> Iterator[Contract]:
    """The expiry or extension of a contract that ``fact`` tells."""
    until = fact.moment("until")
    day = until.date_in(zone) if until else fact.day
    yield Contract(fact.kind, fact.parties("between"), day, (fact.entry,))


def _agreement(fact: Fact, entries: tuple[int, ...]) -> Agreement:
    needs = fact.act.get("ratification")
    return Agreement(
        fact.parties("between"),
        fact.day,
        fact.words("scope"),
        None if needs is None else bool(needs),
        entries,
        attributed=fact.attributed,
    )

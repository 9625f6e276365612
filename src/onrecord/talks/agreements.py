"""How a dispute is settled: agreement at the table, decisions of boards, ratification, return.

An agreement ends no strike, the end of a strike ratifies nothing, and a ratification is a vote:
three things, each with its own entries.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from onrecord.domain.moment import Moment
from onrecord.talks.facts import Fact, overlap, root_of
from onrecord.talks.values import merged
from onrecord.talks.votes import Vote

AGREED = frozenset({"agreement-reached"})
DECIDED = frozenset({"board-decision"})
RETURNED = frozenset({"return-to-work"})
CARRIED_ON = frozenset({"contract-expiry", "contract-extension"})


@dataclass(frozen=True, slots=True)
class Agreement:
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


def agreements(facts: Sequence[Fact], votes: Sequence[Vote]) -> tuple[Agreement, ...]:
    """The agreements reached, oldest first; both sides' words of one day are one agreement."""
    found: dict[tuple[date, frozenset[str]], Agreement] = {}
    ratifying = _ratifying(votes)
    for fact in facts:
        if fact.kind not in AGREED:
            continue
        key = fact.day, frozenset(fact.parties("between"))
        held = found.get(key)
        entries = merged(held.entries if held else (), (fact.entry,))
        found[key] = _agreement(fact, entries, ratifying)
    return tuple(found.values())


def decisions(facts: Sequence[Fact]) -> tuple[Decision, ...]:
    """What governing bodies decided, oldest first."""
    return tuple(
        Decision(
            fact.parties("by"),
            fact.words("what") or "",
            fact.day,
            fact.moment("effective"),
            (fact.entry,),
        )
        for fact in facts
        if fact.kind in DECIDED
    )


def returns(facts: Sequence[Fact]) -> tuple[Return, ...]:
    """Every word that work may go on, oldest first."""
    return tuple(
        Return(fact.parties("by"), effective, fact.day, (fact.entry,))
        for fact in facts
        if fact.kind in RETURNED and (effective := fact.moment("effective"))
    )


def contracts(facts: Sequence[Fact], zone: str) -> tuple[Contract, ...]:
    """Every expiry and extension of a contract, oldest first."""
    found = []
    for fact in facts:
        if fact.kind in CARRIED_ON:
            until = fact.moment("until")
            day = until.date_in(zone) if until else fact.day
            between = fact.parties("between")
            found.append(Contract(fact.kind, between, day, (fact.entry,)))
    return tuple(found)


def _ratifying(votes: Sequence[Vote]) -> Mapping[str, Sequence[tuple[int, Vote]]]:
    """The votes that could ratify something, with their places, by the first part of who voted."""
    found: dict[str, list[tuple[int, Vote]]] = {}
    for place, vote in enumerate(votes):
        if vote.subject == "ratification" and not vote.board and vote.carried is not False:
            for side in {root_of(party) for party in vote.by}:
                found.setdefault(side, []).append((place, vote))
    return found


def _agreement(
    fact: Fact, entries: tuple[int, ...], ratifying: Mapping[str, Sequence[tuple[int, Vote]]]
) -> Agreement:
    between = fact.parties("between")
    ratified = _ratified(fact.day, between, ratifying)
    needs = fact.act.get("ratification")
    return Agreement(
        between,
        fact.day,
        fact.words("scope"),
        None if needs is None else bool(needs),
        entries,
        ratified,
        fact.attributed,
    )


def _ratified(
    day: date, between: tuple[str, ...], ratifying: Mapping[str, Sequence[tuple[int, Vote]]]
) -> Vote | None:
    """The first vote of one of the parties on or after the day."""
    first: tuple[int, Vote] | None = None
    for side in {root_of(party) for party in between}:
        votes = ratifying.get(side, ())
        for place, vote in islice(votes, bisect_left(votes, day, key=_day_of), None):
            if overlap(vote.by, between):
                first = (place, vote) if first is None or place < first[0] else first
                break
    return first[1] if first else None


def _day_of(held: tuple[int, Vote]) -> date:
    return held[1].day

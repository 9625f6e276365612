"""Which parties are on the workers' side and which on the employers', by what they do.

Who strikes, is locked out, votes or returns to work is a union; who is struck or locks out is an
employer; who bargains with one side is on the other. Bodies of a party are that party. The owner,
where nothing else tells, is a union.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.talks.facts import of_one
from onrecord.talks.fold import State

UNION, EMPLOYERS = "union", "employers"
_OTHER = {UNION: EMPLOYERS, EMPLOYERS: UNION}


@dataclass(frozen=True)
class Sides:
    """``side`` is the side of a party by its id; ``party`` the party that an id is a body of."""

    side: dict[str, str]
    party: dict[str, str]

    def of(self, name: str) -> str:
        """The party that ``name`` is, or is a body of."""
        held = self.party.get(name)
        return held if held is not None else _whole(name, {*self.party, name})

    def one(self, names: Iterable[str], side: str) -> str | None:
        """The first party of ``side`` among ``names``."""
        found = (self.of(name) for name in names)
        return next((party for party in found if self.side.get(party) == side), None)

    def pair(self, names: Iterable[str]) -> tuple[str, str] | None:
        """The union and the employers among ``names``; None where one of them is missing."""
        held = tuple(names)
        union, employers = self.one(held, UNION), self.one(held, EMPLOYERS)
        return (union, employers) if union and employers else None


def sides_of(state: State) -> Sides:
    """The sides that ``state`` lets one tell."""
    tables = [tuple(dict.fromkeys(table)) for table in _tables(state)]
    known = {name for table in tables for name in table} | {n for n, _ in _told(state)}
    known |= {state.owner} if state.owner else set()
    party = {name: _whole(name, known) for name in known}
    side: dict[str, str] = {}
    for name, which in _told(state):
        side.setdefault(party[name], which)
    near: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for one in table:
            near[party[one]] |= {party[other] for other in table} - {party[one]}
    _spread(side, near)
    if state.owner and party[state.owner] not in side:
        side[party[state.owner]] = UNION
        _spread(side, near)
    return Sides(side, party)


def _spread(side: dict[str, str], near: dict[str, set[str]]) -> None:
    """Who bargains with one side is on the other, unless it is known already."""
    waiting = sorted(side)
    while waiting:
        party = waiting.pop()
        for other in sorted(near[party]):
            if other not in side:
                side[other] = _OTHER[side[party]]
                waiting.append(other)


def _told(state: State) -> Iterator[tuple[str, str]]:
    """What acts that only one side does tell of it."""
    for strike in state.strikes:
        stops = UNION if strike.kind == "strike" else EMPLOYERS
        yield from ((name, stops) for name in strike.by)
        yield from ((name, _OTHER[stops]) for name in strike.against)
    for vote in state.votes:
        if not vote.board:
            yield from ((name, UNION) for name in vote.by)
    for word in state.words:
        if word.kind == "strike-authorised":
            yield from ((name, UNION) for name in word.by)


def _tables(state: State) -> Iterator[tuple[str, ...]]:
    """Who bargains with whom. Mere contact tells nothing: unions write to each other too."""
    for group in (state.talks, state.agreements, state.meetings, state.contracts):
        yield from (each.between for each in group)
    for requests in (state.requests, state.offers):
        yield from ((*each.by, *each.to) for each in requests)


def _whole(name: str, known: Iterable[str]) -> str:
    """The party that ``name`` is a body of: the shortest id of which it is one."""
    return min((each for each in known if of_one(each, name) and len(each) <= len(name)), key=len)

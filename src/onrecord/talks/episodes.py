"""Talks: each round between parties, from its opening to its end, with its stops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from onrecord.talks.facts import Fact, of_one, root_of
from onrecord.talks.machine import Keyed
from onrecord.talks.runs import Run
from onrecord.talks.values import Stated, entries_of, versions

KINDS = frozenset({"talks-opened", "talks-ended", "talks-suspended", "talks-resumed"})


@dataclass(frozen=True, slots=True)
class Talks:
    """One round of talks. Each list holds the days that the record gives, as in ``Strike``.

    ``stopped`` and ``resumed`` list every stop and every going on, by day. ``ended_by`` is who is
    said to have ended them, with who says so: parties may each name the other.
    """

    between: tuple[str, ...]
    opened: tuple[Stated, ...] = ()
    ended: tuple[Stated, ...] = ()
    stopped: tuple[Stated, ...] = ()
    resumed: tuple[Stated, ...] = ()
    outcome: str | None = None
    ended_by: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    @property
    def entries(self) -> tuple[int, ...]:
        """Every entry that it rests on."""
        return entries_of(self.opened, self.ended, self.stopped, self.resumed)

    @property
    def going_on(self) -> bool:
        """Whether nothing on the record ended or stopped them."""
        if self.ended:
            return False
        stops, starts = [s.day for s in self.stopped], [s.day for s in self.resumed]
        return not stops or (bool(starts) and max(starts) >= max(stops))


@dataclass
class _Round:
    between: tuple[str, ...]
    opened: list[Fact] = field(default_factory=list)
    ended: list[Fact] = field(default_factory=list)
    stopped: list[Fact] = field(default_factory=list)
    resumed: list[Fact] = field(default_factory=list)
    number: int = 0


def same_table(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of parties share two sides, or the one that a list has.

    A body sits on its party's side.

    >>> same_table(("LWG", "TSA"), ("LWG-Council", "TSA")), same_table(("LWG", "TSA"), ("TSA",))
    (True, True)
    >>> same_table(("LWG", "LWG-Council"), ("SHU", "TSA"))
    False
    """
    return _same_table(tuple(one), tuple(other))


@lru_cache(maxsize=16_384)
def _same_table(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    ours, theirs = _sides(one), _sides(other)
    shared = {root_of(a) for a in one if any(of_one(a, b) for b in other)}
    return len(shared) >= min(2, len(ours), len(theirs))


@lru_cache(maxsize=4_096)
def _sides(parties: Sequence[str]) -> tuple[str, ...]:
    """The first parts of some ids, in order, each once."""
    return tuple(sorted({root_of(party) for party in parties}))


class Rounds:
    """Rounds of talks, oldest first; the latest one of a table is found by who sits at it."""

    def __init__(self) -> None:
        self.all: list[_Round] = []
        self._talks: Keyed[Talks] = Keyed()
        self._changed: dict[int, _Round] = {}
        self._at: dict[tuple[str, ...], list[_Round]] = {}
        self._with: dict[str, list[_Round]] = {}

    def add(self, fact: Fact) -> None:
        """Add a fact of ``KINDS`` to the latest round at its table, or begin one."""
        between, step = fact.parties("between"), fact.kind.removeprefix("talks-")
        sides = _sides(tuple(between))
        step = "stopped" if step == "suspended" else step
        held = self._latest(between)
        if held is None or _begins_anew(fact, step, held):
            held = _Round(between, number=len(self.all))
            self.all.append(held)
            for seats in combinations(sides, 2) if len(sides) > 1 else [sides]:
                self._at.setdefault(seats, []).append(held)
            for side in sides:
                self._with.setdefault(side, []).append(held)
        getattr(held, step).append(fact)
        self._changed[held.number] = held

    def values(self) -> Run[Talks]:
        """Oldest first."""
        for number, held in self._changed.items():
            self._talks.put(number, _talks(held))
        self._changed.clear()
        return self._talks.values()

    def _latest(self, between: Sequence[str]) -> _Round | None:
        sides = _sides(tuple(between))
        at = [self._at.get(seats, []) for seats in _seats(between)]
        if len(sides) == 1:
            at = [self._with.get(sides[0], [])]
        found = (_latest_of(rounds, between) for rounds in at)
        return max((each for each in found if each), key=lambda each: each.number, default=None)


def _latest_of(rounds: Sequence[_Round], between: Sequence[str]) -> _Round | None:
    return next((each for each in reversed(rounds) if same_table(each.between, between)), None)


def _seats(between: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Under which sides a round is looked up: pairs of them, and one that sits alone."""
    sides = _sides(tuple(between))
    yield from combinations(sides, 2)
    yield from ((side,) for side in sides)


def _begins_anew(fact: Fact, step: str, held: _Round) -> bool:
    """A second word on the same opening or end joins it; after an end, a start is a new round."""
    if not held.ended:
        return False
    if step == "ended":
        return {each.by for each in held.ended} == {fact.by}
    return fact.day >= held.ended[0].day


def _talks(held: _Round) -> Talks:
    return Talks(
        held.between,
        versions(held.opened),
        versions(held.ended),
        tuple(sorted(versions(held.stopped), key=lambda each: each.day)),
        tuple(sorted(versions(held.resumed), key=lambda each: each.day)),
        next((words for fact in held.ended if (words := fact.words("outcome"))), None),
        tuple((fact.parties("by"), fact.by) for fact in held.ended if fact.parties("by")),
    )

"""Talks: each round between parties, from its opening to its end, with its stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.talks.facts import Fact, of_one
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


def same_table(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of parties share two sides, bodies counted as their parties."""
    return sum(any(of_one(a, b) for b in other) for a in one) >= min(2, len(one), len(other))


def talks(facts: Sequence[Fact]) -> tuple[Talks, ...]:
    """The rounds of talks in ``facts`` (in order), oldest first."""
    rounds: list[_Round] = []
    for fact in facts:
        if fact.kind in KINDS:
            _place(fact, rounds)
    return tuple(_talks(each) for each in rounds)


def _place(fact: Fact, rounds: list[_Round]) -> None:
    between, step = fact.parties("between"), fact.kind.removeprefix("talks-")
    step = "stopped" if step == "suspended" else step
    held = next((each for each in reversed(rounds) if same_table(each.between, between)), None)
    if held is None or _begins_anew(fact, step, held):
        held = _Round(between)
        rounds.append(held)
    getattr(held, step).append(fact)


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

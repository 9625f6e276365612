"""A state that is kept as communications come: one act more costs one act, not a fold of all.

``Live`` holds what a fold holds, with a machine for each derived value. A new act is told to the
machines that it concerns, in time that does not grow with the record but for copying references.
Where order does not allow that, the value concerned is derived anew from its facts: an act of a
day before the latest one that its machine has been told, or a communication that replaces an
earlier one. The state is always the one that :func:`.fold.fold` gives for the same communications.

>>> live = Live(zone="Europe/London")
>>> live.state.contacts == ()
True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from onrecord.domain.communication import Communication
from onrecord.talks.facts import Fact, Told, facts_of, replaced_by
from onrecord.talks.fold import KINDS, USERS, Machines, Said, State, fold, said_of
from onrecord.talks.machine import Machine
from onrecord.talks.runs import Sorted


class Live:
    """The talks as the record stands, after every communication that was told so far.

    Args:
        told: entries that count and their communications.
        zone: the record's zone; ``owner``: who keeps it.
    """

    def __init__(self, told: Iterable[Told] = (), *, zone: str, owner: str | None = None) -> None:
        base = fold(told, zone=zone, owner=owner)
        self._zone, self._owner = zone, owner
        self._machines = Machines(zone)
        self._parts = {name: _sorted(base.part(name)) for name in KINDS}
        self._facts = _sorted(base.facts)
        self._unverified = _sorted(base.unverified)
        self._said = Sorted((said.entry, said) for said in base.said)
        self._replaced = base.replaced
        self._derived: dict[str, Sequence[Any]] = {}
        self._stale: set[str] = set()
        for name in KINDS:
            self._anew(name)

    def tell(self, entry: int, communication: Communication) -> None:
        """Take one communication more; ``entry`` is none of those told before."""
        gone = replaced_by(communication) - self._replaced
        if gone:
            self._replaced |= gone
            self._drop(gone)
        if entry in self._replaced:
            return
        said = said_of(entry, communication, self._zone)
        self._said.put(entry, said)
        self._keep(said)
        for fact in facts_of(entry, communication, self._zone):
            self._take(fact)

    @property
    def state(self) -> State:
        """The state now: a value, which later communications do not change."""
        for name in self._stale:
            self._derived[name] = cast(Machine[Any], getattr(self._machines, name)).values()
        if "requests" in self._stale:
            self._derived["plans"] = self._machines.requests.plans()
        self._stale = set()
        state = State(
            self._zone,
            self._owner,
            None,
            self._said.run(),
            self._facts.run(),
            self._replaced,
            self._unverified.run(),
        )
        # Where a cached property would put what it derived.
        vars(state).update(self._derived)
        return state

    def _take(self, fact: Fact) -> None:
        if not fact.decides:
            self._unverified.put(fact.order, fact)
            return
        self._facts.put(fact.order, fact)
        for name in USERS[fact.kind]:
            machine = cast(Machine[Any], getattr(self._machines, name))
            self._stale.add(name)
            if self._parts[name].put(fact.order, fact):
                machine.add(fact)
            else:
                self._anew(name)

    def _keep(self, said: Said) -> None:
        if said.fulfils is not None:
            self._machines.promises.keep(said.fulfils, said.entry, said.day)
            self._stale.add("promises")

    def _drop(self, gone: frozenset[int]) -> None:
        """Forget what some entries said, and derive anew what rested on it."""
        facts = [fact for fact in self._facts.run() if fact.entry in gone]
        stale = {name for fact in facts for name in USERS[fact.kind]}
        for fact in facts:
            self._facts.drop(fact.order)
            for name in USERS[fact.kind]:
                self._parts[name].drop(fact.order)
        for fact in [fact for fact in self._unverified.run() if fact.entry in gone]:
            self._unverified.drop(fact.order)
        for said in [said for said in self._said.run() if said.entry in gone]:
            self._said.drop(said.entry)
            stale |= {"promises"} if said.fulfils is not None else set()
        for name in stale:
            self._anew(name)

    def _anew(self, name: str) -> None:
        """A fresh machine for one value, told all its facts in order."""
        machine = cast(Machine[Any], getattr(Machines(self._zone), name))
        setattr(self._machines, name, machine)
        if name == "promises":
            for said in self._said.run():
                self._keep(said)
        for fact in self._parts[name].run():
            machine.add(fact)
        self._stale.add(name)


def _sorted(facts: Iterable[Fact]) -> Sorted[Fact]:
    return Sorted((fact.order, fact) for fact in facts)

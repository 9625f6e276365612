"""How a derived value comes to be: a machine is told facts in order, and shows its values.

Each module of this package that derives something has its machine. The fold feeds it all facts; a
state that is kept as communications come (:mod:`.live`) feeds it the new ones. So there is one
rule for each value, however it is reached.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Generic, Protocol, TypeVar

from onrecord.talks.facts import Fact
from onrecord.talks.runs import Growing, Run

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Machine(Protocol[T_co]):
    """Derives values from facts, fed in the order of day and entry."""

    def add(self, fact: Fact) -> None:
        """Take one fact more."""

    def values(self) -> Sequence[T_co]:
        """What follows from the facts so far."""


class Each(Generic[T]):
    """A machine for what follows from each fact alone.

    Args:
        make: what one fact gives: none, one or several values.
    """

    def __init__(self, make: Callable[[Fact], Iterable[T]]) -> None:
        self._make = make
        self._found: Growing[T] = Growing()

    def add(self, fact: Fact) -> None:
        """Append what ``fact`` gives."""
        for value in self._make(fact):
            self._found.append(value)

    def values(self) -> Sequence[T]:
        """In the order of the facts."""
        return self._found.run()


class Keyed(Generic[T]):
    """Values in the order in which their keys were first met; a later one may replace one."""

    def __init__(self) -> None:
        self._place: dict[Hashable, int] = {}
        self._found: Growing[T] = Growing()

    def get(self, key: Hashable) -> T | None:
        """The value of ``key``; None where there is none."""
        place = self._place.get(key)
        return None if place is None else self._found[place]

    def put(self, key: Hashable, value: T) -> None:
        """Add ``value``, or replace the one of ``key``."""
        place = self._place.setdefault(key, len(self._found))
        if place == len(self._found):
            self._found.append(value)
        else:
            self._found.put(place, value)

    def values(self) -> Run[T]:
        """In order."""
        return self._found.run()


class Daily(Keyed[T]):
    """Keyed values of one day after the other: only those of the latest day can be replaced."""

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None

    def begin(self, day: date) -> None:
        """What follows is of ``day``."""
        if day != self._day:
            self._day = day
            self._place.clear()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's collector of cycles, if it was on.

    It walks all that was made whenever enough is made; a fold makes many values and no cycle, and
    would spend a third of its time on being walked. (Mercurial does the same where it reads
    manifests.) What was made is then counted as old, by freezing and thawing, which moves it and
    walks nothing; not where somebody holds things frozen, as workers do that share memory.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def through(machine: Machine[T], facts: Iterable[Fact]) -> Sequence[T]:
    """The values of ``machine`` after ``facts``, which are in their own order."""
    with uncollected():
        for fact in facts:
            machine.add(fact)
        return machine.values()

"""Offers and positions: where each side stands on each issue, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from onrecord.domain.act import Position
from onrecord.domain.moment import Moment
from onrecord.talks.facts import Fact
from onrecord.talks.values import compounded

DRAFTS = frozenset({"offer", "proposal", "counterproposal"})
KINDS = DRAFTS | {"position-stated", "agreement-reached"}


class Stand(NamedTuple):
    """What ``side`` put forward on ``issue`` on ``day``; ``side`` is () for what was agreed.

    ``kind`` is the act that says so, ``told_by`` who states it; ``attributed`` is a stand that
    another party reports. ``table`` are the parties that its act names: whose dispute it is.
    """

    issue: str
    side: tuple[str, ...]
    day: date
    kind: str
    told_by: tuple[str, ...]
    entries: tuple[int, ...]
    numbers: tuple[Decimal, ...] = ()
    unit: str | None = None
    says: str | None = None
    package: bool = False
    attributed: bool = False
    table: tuple[str, ...] = ()

    @property
    def compounded(self) -> Decimal | None:
        """A path of yearly percentages as one rise; None where it is no such path."""
        return compounded(self.numbers) if self.unit == "percent" and self.numbers else None


class Offer(NamedTuple):
    """Terms put forward by one side to the other, with its stands; these may be none.

    ``package``: all or nothing. ``until`` is when it runs out, where it does; ``form`` how it was
    made (``table``, ``letter``, ``verbal`` ...).
    """

    kind: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    day: date
    final: bool
    package: bool
    entries: tuple[int, ...]
    stands: tuple[Stand, ...] = ()
    attributed: bool = False
    until: Moment | None = None
    form: str | None = None


def offers(fact: Fact) -> Iterator[Offer]:
    """The offer, proposal or counterproposal that ``fact`` is."""
    yield Offer(
        fact.kind,
        fact.parties("by"),
        fact.parties("to"),
        fact.day,
        bool(fact.act.get("final")),
        bool(fact.act.get("package")),
        (fact.entry,),
        tuple(stands(fact)),
        fact.attributed,
        fact.moment("until"),
        fact.words("form"),
    )


def stands(fact: Fact) -> Iterator[Stand]:
    """Every stand that ``fact`` puts forward, or has agreed."""
    return (_stand(fact, held) for held in fact.act.positions)


def history(stands: Sequence[Stand], issue: str, side: str) -> tuple[Stand, ...]:
    """How ``side`` stood on ``issue``, oldest first."""
    return tuple(held for held in stands if held.issue == issue and side in held.side)


def _stand(fact: Fact, held: Position) -> Stand:
    agreed = fact.kind == "agreement-reached"
    side = (held.side,) if held.side else () if agreed else fact.parties("by")
    reported = bool(side) and not set(side) <= set(fact.by) and not agreed
    return Stand(
        held.issue,
        side,
        fact.day,
        fact.kind,
        fact.by,
        (fact.entry,),
        held.numbers,
        held.unit,
        held.says,
        bool(fact.act.get("package")),
        fact.attributed or reported,
        _table(fact, side),
    )


def _table(fact: Fact, side: tuple[str, ...]) -> tuple[str, ...]:
    named = (*fact.parties("by"), *fact.parties("to"), *fact.parties("between"))
    return tuple(dict.fromkeys((*side, *named, *(() if fact.own else fact.by))))

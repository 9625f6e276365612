"""Votes: counts, and shares of the ballots and of those who could vote.

A share that the record states is kept as stated; one that follows from counts is computed. "77 per
cent of those who could vote" and "98 per cent of those who voted" are two shares of one vote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast

from onrecord.talks.facts import Fact

KINDS = frozenset({"vote-counted", "board-decision"})
_RATIFYING = re.compile(r"ratif|accept|approv\w* (?:of )?(?:the )?(?:contract|agreement)", re.I)
_AUTHORISING = re.compile(r"authori[sz]|strike", re.I)


class Vote(NamedTuple):
    """One count. Counts and shares (percent) are None where the record does not hold them."""

    by: tuple[str, ...]
    question: str
    day: date
    carried: bool | None
    yes: int | None
    no: int | None
    ballots: int | None
    eligible: int | None
    yes_share: Decimal | None
    no_share: Decimal | None
    turnout: Decimal | None
    approximate: bool
    entries: tuple[int, ...]
    board: bool = False
    attributed: bool = False

    @property
    def subject(self) -> str:
        """``ratification``, ``strike`` or ``other``, by the words of the question."""
        if _RATIFYING.search(self.question):
            return "ratification"
        return "strike" if _AUTHORISING.search(self.question) else "other"

    @property
    def of_eligible(self) -> Decimal | None:
        """Yes votes as a share of all who could vote, in percent."""
        if self.yes is not None and self.eligible:
            return Decimal(self.yes) * 100 / self.eligible
        if self.yes_share is None:
            return None
        if self.ballots is not None and self.eligible:  # counts say more than a rounded turnout
            return self.yes_share * self.ballots / self.eligible
        return None if self.turnout is None else self.yes_share * self.turnout / 100


def votes(fact: Fact) -> Iterator[Vote]:
    """The vote that ``fact`` counts; of a governing body only one that tells a share."""
    vote = _vote(fact)
    if not vote.board or vote.yes_share is not None:
        yield vote


def _vote(fact: Fact) -> Vote:
    yes, no = _count(fact, "yes"), _count(fact, "no")
    ballots, eligible = _count(fact, "ballots"), _count(fact, "eligible")
    cast_ = ballots if ballots is not None else yes + no if yes is not None and no else None
    outcome = fact.words("outcome")
    return Vote(
        fact.parties("by"),
        fact.words("question") or fact.words("what") or "",
        fact.day,
        None if outcome is None else outcome == "carried",
        yes,
        no,
        ballots,
        eligible,
        _percent(fact, "yes-percent") or _share(yes, cast_),
        _percent(fact, "no-percent") or _share(no, cast_),
        _percent(fact, "turnout-percent") or _share(ballots, eligible),
        bool(fact.act.get("approximate")),
        (fact.entry,),
        fact.kind == "board-decision",
        fact.attributed,
    )


def _count(fact: Fact, name: str) -> int | None:
    return cast(int | None, fact.act.get(name))


def _percent(fact: Fact, name: str) -> Decimal | None:
    return cast(Decimal | None, fact.act.get(name))


def _share(part: int | None, whole: int | None) -> Decimal | None:
    return Decimal(part) * 100 / whole if part is not None and whole else None

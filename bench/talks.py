"""The fold of the talks: acts a second, how the cost grows, and what one new act costs.

Run ``python bench/talks.py [--most N]``. A generated history (fixed seed) of side-by-side disputes:
each of a hundred unions has talks, requests, meetings, offers with positions, promises, votes and
strikes with one alliance. *All of it* means the facts and every derived value (strikes, contacts,
meetings, requests, plans, promises, offers, votes, agreements, words). A new act is one
communication more, told to a state that stands, until every derived value is there again; the
ratio is to folding everything anew.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from datetime import date, timedelta

from onrecord.domain.act import Act, Position
from onrecord.domain.act_values import Due
from onrecord.domain.communication import Communication
from onrecord.domain.moment import Moment
from onrecord.domain.reference import Reference
from onrecord.talks.fold import State, fold

ZONE = "Europe/London"
UNIONS = 100
FIRST = date(1990, 1, 1)
DERIVED = (
    *("strikes", "talks", "contacts", "meetings", "requests", "answers", "plans", "offers"),
    *("stands", "votes", "agreements", "decisions", "returns", "contracts", "promises", "words"),
)


def history(acts: int, unions: int = UNIONS) -> list[tuple[int, Communication]]:
    """``acts`` communications of one act each, in order of day, by ``unions`` unions in turn."""
    dice = random.Random(2031)
    told = []
    for number in range(acts):
        day = FIRST + timedelta(days=number * 12_000 // max(acts, 12_000))
        union = f"U{dice.randrange(unions)}"
        act, own = _act(dice, union, day, number)
        fulfils = _a_promise(told, dice) if act.type == "contact" else None
        told.append((number, _communication(number, union, day, act, own, fulfils)))
    return told


def _act(dice, union, day, number):
    kind = dice.choices(list(MAKERS), [weight for weight, _ in MAKERS.values()])[0]
    act = MAKERS[kind][1](union, Moment(str(day)), day, dice)
    return act, bool(number % 2)


def _fields(kind, *fields, positions=()):
    return Act(kind, tuple(fields), tuple(positions))


def _later(day, dice):
    return Moment(str(day + timedelta(days=dice.randrange(1, 9))))


def _position(union, dice):
    from decimal import Decimal

    return Position("pay", union, (Decimal(dice.randrange(1, 9)), Decimal(3)), "percent")


MAKERS = {
    "talks-opened": (
        2,
        lambda u, on, d, r: _fields("talks-opened", ("between", (u, "TSA")), ("on", on)),
    ),
    "talks-ended": (
        2,
        lambda u, on, d, r: _fields("talks-ended", ("between", (u, "TSA")), ("on", on)),
    ),
    "strike-began": (
        2,
        lambda u, on, d, r: _fields(
            "strike-began", ("by", (u,)), ("against", ("TSA",)), ("on", on)
        ),
    ),
    "strike-ended": (
        2,
        lambda u, on, d, r: _fields(
            "strike-ended", ("by", (u,)), ("against", ("TSA",)), ("on", on)
        ),
    ),
    "contact": (
        20,
        lambda u, on, d, r: _fields("contact", ("by", ("TSA",)), ("to", (u,)), ("on", on)),
    ),
    "meeting-requested": (
        15,
        lambda u, on, d, r: _fields(
            *("meeting-requested", ("by", ("TSA",)), ("to", (u,)), ("for", _later(d, r)))
        ),
    ),
    "meeting-accepted": (
        8,
        lambda u, on, d, r: _fields(
            *("meeting-accepted", ("by", (u,)), ("to", ("TSA",)), ("for", _later(d, r)))
        ),
    ),
    "meeting-held": (
        15,
        lambda u, on, d, r: _fields("meeting-held", ("between", (u, "TSA")), ("on", on)),
    ),
    "counterproposal": (
        14,
        lambda u, on, d, r: _fields(
            *("counterproposal", ("by", (u,)), ("to", ("TSA",)), ("on", on)),
            positions=[_position(u, r)],
        ),
    ),
    "promise": (
        10,
        lambda u, on, d, r: _fields(
            *("promise", ("by", (u,)), ("to", ("members",)), ("what", "word")),
            ("due", Due("by", _later(d, r))),
        ),
    ),
    "vote-counted": (
        2,
        lambda u, on, d, r: _fields(
            *("vote-counted", ("by", (u,)), ("question", "ratify the agreement"), ("on", on)),
            *(("outcome", "carried"), ("yes", 900), ("no", 100), ("ballots", 1_000)),
        ),
    ),
    "agreement-reached": (
        2,
        lambda u, on, d, r: _fields("agreement-reached", ("between", (u, "TSA")), ("on", on)),
    ),
    "silence-announced": (
        2,
        lambda u, on, d, r: _fields("silence-announced", ("by", (u,))),
    ),
}


def _a_promise(told, dice):
    """One of the last communications, if it promised something."""
    for index, said in reversed(told[-dice.randrange(1, 30) :]):
        if said.acts[0].type == "promise":
            return index
    return None


def _communication(number, union, day, act, own, fulfils):
    by = act.get("by") or (union,)
    return Communication(
        record="bench.example/record",
        id=f"c{number}",
        own=own,
        by=by,
        to=("members",),
        channel="email",
        source=None if own else "a letter",
        made=Moment(str(day)),
        zone=ZONE,
        root=1,
        links=(("fulfils", Reference(fulfils, bytes(32))),) if fulfils is not None else (),
        acts=(act,),
    )


def derive(state: State) -> int:
    """Every derived value, made; how many there are."""
    return sum(len(getattr(state, name)) for name in DERIVED)

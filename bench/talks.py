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
import gc
import random
import resource
import statistics
import time
from datetime import date, timedelta
from decimal import Decimal

from onrecord.domain.act import Act, Position
from onrecord.domain.act_values import Due
from onrecord.domain.communication import Communication
from onrecord.domain.moment import Moment
from onrecord.domain.reference import Reference
from onrecord.talks.fold import State, fold
from onrecord.talks.live import Live

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


def measured(acts: int) -> float:
    """Seconds to fold ``acts`` acts and derive everything; printed with the rate."""
    told = history(acts)
    gc.collect()  # what was told is there before the clock starts
    began, spent = time.perf_counter(), time.process_time()
    values = derive(fold(told, zone=ZONE))
    seconds, spent = time.perf_counter() - began, time.process_time() - spent
    rate = acts / seconds
    print(
        f"{acts:>9,} acts folded in {seconds:7.3f} s, {spent:.3f} s of it at work"
        f" ({rate:,.0f} acts/s; {values:,} values)"
    )
    return spent


def update(acts: int, more: int) -> None:
    """What one new act costs a state of ``acts`` acts, by type, and one told late."""
    told = history(acts + more)
    gc.collect()
    live = Live(told[:acts], zone=ZONE)
    derive(live.state)
    times: dict[str, list[float]] = {}
    for entry, said in told[acts:]:
        times.setdefault(said.acts[0].type, []).append(_told(live, entry, said))
    began = time.perf_counter()
    anew = fold(told, zone=ZONE)
    derive(anew)
    naive = (time.perf_counter() - began) * 1000
    assert all(getattr(anew, name) == getattr(live.state, name) for name in DERIVED)
    _tell_of(times, naive)
    late = _communication(acts + more, "U1", FIRST, told[0][1].acts[0], own=False, fulfils=None)
    print(f"an act of the first day, told last: {_told(live, acts + more, late):.1f} ms")


def _told(live: Live, entry: int, said: Communication) -> float:
    began = time.perf_counter()
    live.tell(entry, said)
    derive(live.state)
    return (time.perf_counter() - began) * 1000


def _tell_of(times: dict[str, list[float]], naive: float) -> None:
    every = sorted(each for held in times.values() for each in held)
    middle, worst = statistics.median(every), every[int(len(every) * 0.99)]
    slowest = max(times, key=lambda kind: statistics.median(times[kind]))
    print(
        f"one act more, {len(every)} of them: median {middle:.2f} ms, 99th {worst:.2f} ms"
        f" (goal 5 ms); the slowest type is {slowest}"
    )
    print(f"folding everything anew: {naive:,.0f} ms, {naive / middle:,.0f} times as long")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=1_000_000, help="acts of the longest history")
    args = parser.parse_args()
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= args.most]
    seconds = [measured(size) for size in sizes]
    if len(sizes) > 1:
        growth = (seconds[-1] / seconds[-2]) / (sizes[-1] / sizes[-2])
        print(f"the last costs {growth:.2f} times as much an act as the one before (1: linear)")
    update(min(100_000, args.most), 1_000)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")


if __name__ == "__main__":
    main()

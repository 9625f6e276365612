"""Rules on how it is settled: an agreement, the end of a strike and a ratification are three."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.talks.agreements import Contract
from onrecord.talks.facts import Fact
from onrecord.talks.statements.scene import Pair, Scene
from onrecord.talks.statements.statement import Statement, stated, who
from onrecord.talks.values import merged


def agreement_not_end(scene: Scene) -> Iterator[Statement]:
    """The agreement is there and the strike is still on."""
    for pair, agreements in scene.agreed.items():
        strike = scene.struck.get(pair)
        if strike is None or strike not in scene.on:
            continue
        for agreement in [a for a in agreements if strike.on_strike(a.day)][:1]:
            values = {"agreement": agreement.day, "since": strike.first_day, "kind": strike.kind}
            cited = (agreement.entries, strike.began[0].entries)
            yield stated("agreement-not-end", scene.union(strike), values, *cited)


def return_to_work(scene: Scene) -> Iterator[Statement]:
    """The word that work may go on, until a union strikes anew."""
    for word in scene.state.returns:
        party = scene.sides.of(word.by[0])
        from_day = word.effective.date_in(scene.state.zone)
        later = (s for s in scene.strikes if s.first_day and s.first_day > from_day)
        if word.day > scene.today or any(party in map(scene.sides.of, s.by) for s in later):
            continue
        values = {"effective": word.effective, "by": who(word.by), "zone": scene.state.zone}
        yield stated("return-to-work", party, values, word.entries)


def expired(scene: Scene) -> Iterator[Statement]:
    """A contract that ran out, after every extension of it, and that none has replaced."""
    told: dict[Pair, list[Contract]] = defaultdict(list)
    for contract in scene.state.contracts:
        if pair := scene.sides.pair(contract.between):
            told[pair].append(contract)
    for pair, contracts in told.items():
        last = max(contract.until for contract in contracts)
        if not any(c.kind == "contract-expiry" for c in contracts) or last > scene.today:
            continue
        if any(a.ratified and a.day >= last for a in scene.agreed.get(pair, ())):
            continue
        values = {
            "date": last,
            "extension": _extension(scene, pair, contracts, last),
            "employers": pair[1],
        }
        yield stated("expired", pair[0], values, merged(*(c.entries for c in contracts)))


def _extension(scene: Scene, pair: Pair, contracts: Sequence[Contract], last: date) -> int | None:
    """By how many days it was carried on: from its first end, as far as the record tells it."""
    acts = [f for f in scene.state.part("contracts") if f.kind == "contract-extension"]
    ours = [fact for fact in acts if scene.sides.pair(fact.parties("between")) == pair]
    if not ours:
        return None
    starts = [day for fact in ours if (day := _from(fact, scene.state.zone))]
    ends = [c.until for c in contracts if c.kind == "contract-expiry"]
    first = min([*starts, *ends])
    return (last - first).days or None


def _from(fact: Fact, zone: str) -> date | None:
    start = fact.moment("from")
    return start.date_in(zone) if start else None

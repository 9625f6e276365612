"""Rules on issues: where the sides stand, who moved, what prices did, what is unanswered.

Once an issue is agreed, its positions are history and the rules are silent on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from onrecord.talks.offers import Stand
from onrecord.talks.statements.issues import Issue, alike, drafts, issues, says
from onrecord.talks.statements.scene import Scene
from onrecord.talks.statements.sides import EMPLOYERS, UNION
from onrecord.talks.statements.statement import Statement, rounded, stated, who

PATH = 2
"""Yearly rises that make a path; a single percentage says too little to be compared."""


def positions(scene: Scene) -> Iterator[Statement]:
    """Where both sides stand on an issue, each since when; a report of the other is marked."""
    for issue in _open(scene):
        if not issue.union or not issue.employers:
            continue
        values: dict[str, object] = {"issue": issue.issue}
        for name in (UNION, EMPLOYERS):
            values |= _stand(issue, name)
        cited = (issue.union[-1].entries, issue.employers[-1].entries)
        yield stated("positions", issue.about, values, *cited)


def moved(scene: Scene) -> Iterator[Statement]:
    """The last move of each side that put forward yearly rises, and the gap that is left."""
    for issue in _open(scene):
        for side in (UNION, EMPLOYERS):
            paths = _paths(issue.of(side))
            move = _last_move(paths)
            if move is None:
                continue
            before, after = move
            gap, other = _gap(issue)
            values = {
                "issue": issue.issue,
                "union": issue.pair[0],
                "by": issue.party(side),
                "from": says(before),
                "to": says(after),
                "date": after.day,
                "compounded_from": _compounded(before),
                "compounded_to": _compounded(after),
                "gap": gap,
            }
            yield stated("moved", issue.about, values, before.entries, after.entries, other)


def offer_prices(scene: Scene) -> Iterator[Statement]:
    """The employers' latest offer beside the rise in prices over as many years, up to the latest
    month published then. It starts with the contract that ran out, or with the strike."""
    if scene.prices is None:
        return
    for issue in _open(scene):
        offers = _paths(issue.employers)
        over = ran_out(scene, issue)
        last = scene.prices.latest(scene.today)
        if not offers or over is None or last is None:
            continue
        offer = offers[-1]
        first = (over[0].year - len(offer.numbers), over[0].month)
        rise = scene.prices.rise(first, last, scene.today) if first < last else None
        if rise is None:
            continue
        values = {
            "issue": issue.issue,
            "union": issue.pair[0],
            "by": issue.pair[1],
            "compounded": _compounded(offer),
            "prices": rounded(rise),
            "first": first,
            "last": last,
        }
        yield stated("offer-prices", issue.about, values, offer.entries, over[1])


def no_reply(scene: Scene) -> Iterator[Statement]:
    """The latest that one side put to the other on an issue, to which no reply is recorded."""
    for issue in _open(scene):
        put = drafts((*issue.union, *issue.employers))
        if not put:
            continue
        last = max(put, key=lambda stand: (stand.day, stand.entries))
        mine = UNION if last in issue.union else EMPLOYERS
        days = (scene.today - last.day).days
        if days < 1 or _replied(scene, issue, mine, last):
            continue
        values = {
            "issue": issue.issue,
            "union": issue.pair[0],
            "by": issue.party(mine),
            "date": last.day,
            "days": days,
        }
        yield stated("no-reply", issue.about, values, last.entries, in_this_record=True)


def equals_deal(scene: Scene) -> Iterator[Statement]:
    """An offer whose yearly rises are those that another union agreed to."""
    found = issues(scene)
    deals = [(issue, stand) for issue in found for stand in _paths(issue.agreed)]
    for issue in _open(scene):
        offers = _paths(issue.employers)
        for other, deal in deals:
            if other.pair[0] == issue.pair[0] or not offers or not alike(offers[-1], deal):
                continue
            values = {
                "issue": issue.issue,
                "union": issue.pair[0],
                "deal": other.pair[0],
                "date": deal.day,
            }
            yield stated("equals-deal", issue.about, values, offers[-1].entries, deal.entries)


def _open(scene: Scene) -> Iterator[Issue]:
    """The issues on which nothing is agreed, between sides whose contract is not agreed either."""
    for issue in issues(scene):
        stands = (*issue.union, *issue.employers)
        last = max((stand.day for stand in stands), default=None)
        done = [agreement.day for agreement in scene.agreed.get(issue.pair, ())]
        done += [stand.day for stand in issue.agreed]
        if last is not None and not any(day >= last for day in done):
            yield issue


def _stand(issue: Issue, side: str) -> dict[str, object]:
    stand = issue.of(side)[-1]
    return {
        side: issue.party(side),
        f"{side}_says": says(stand),
        f"{side}_since": issue.since(side),
        f"{side}_numbers": stand.numbers or None,
        f"{side}_unit": stand.unit,
        f"{side}_told_by": who(stand.told_by) if stand.attributed else None,
    }


def _paths(stands: Sequence[Stand]) -> list[Stand]:
    found = (stand for stand in stands if stand.unit == "percent")
    return [stand for stand in found if len(stand.numbers) >= PATH]


def _last_move(paths: Sequence[Stand]) -> tuple[Stand, Stand] | None:
    """The last stand that differs from the one before it, with that one."""
    for at in range(len(paths) - 1, 0, -1):
        if not alike(paths[at - 1], paths[at]) and paths[at - 1].day < paths[at].day:
            return paths[at - 1], paths[at]
    return None


def _gap(issue: Issue) -> tuple[Decimal | None, tuple[int, ...]]:
    ours, theirs = _paths(issue.union), _paths(issue.employers)
    if not ours or not theirs:
        return None, ()
    one, other = ours[-1].compounded, theirs[-1].compounded
    assert one is not None
    assert other is not None
    return rounded(abs(one - other)), (*ours[-1].entries, *theirs[-1].entries)


def _compounded(stand: Stand) -> Decimal | None:
    return None if stand.compounded is None else rounded(stand.compounded)


def ran_out(scene: Scene, issue: Issue) -> tuple[date, tuple[int, ...]] | None:
    """The end of the contract before extensions, or else day 1 of the strike."""
    for contract in scene.state.contracts:
        same = scene.sides.pair(contract.between) == issue.pair
        if same and contract.kind == "contract-expiry":
            return contract.until, contract.entries
    strike = scene.struck.get(issue.pair)
    if strike is None or strike.first_day is None:
        return None
    return strike.first_day, strike.began[0].entries


def _replied(scene: Scene, issue: Issue, mine: str, last: Stand) -> bool:
    """Whether the other side took a stand on it since, spoke of ours, or put forward anything
    without stands that nobody disputes."""
    theirs = EMPLOYERS if mine == UNION else UNION
    after = (last.day, last.entries)
    told = [s for s in issue.of(theirs) if not s.attributed or s.kind == "position-stated"]
    told += [s for s in issue.of(mine) if scene.sides.one(s.told_by, theirs)]
    if any((stand.day, stand.entries) > after for stand in told):
        return True
    bare = (offer for offer in scene.state.offers if not offer.stands)
    return any(
        (offer.day, offer.entries) > after
        and offer.day <= scene.today
        and scene.sides.pair((*offer.by, *offer.to)) == issue.pair
        and scene.sides.one(offer.by, theirs)
        and not scene.disputed(offer.entries)
        for offer in bare
    )

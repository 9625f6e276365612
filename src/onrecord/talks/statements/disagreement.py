"""The rule on contradictions: both stand, each with who says so and where. Nothing is ruled.

``matter`` says on what: the day a strike began or ended, talks opened or ended, who ended them,
the day of an agreement, a position, a vote, or how many offers there were since a strike began.
A claim is in no language: a day (``2031-03-01``), a number, party ids, or a side's own words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from onrecord.talks.agreements import Agreement
from onrecord.talks.episodes import Talks
from onrecord.talks.facts import Fact
from onrecord.talks.offers import Offer, Stand
from onrecord.talks.statements.issues import alike, issues, says
from onrecord.talks.statements.scene import Pair, Scene, label
from onrecord.talks.statements.sides import EMPLOYERS
from onrecord.talks.statements.statement import JOIN, Statement, stated, who
from onrecord.talks.strikes import Strike, last_day_of
from onrecord.talks.values import Stated, merged
from onrecord.talks.votes import Vote

Side = tuple[str, str, tuple[int, ...]]
NEAR = 7
"""Days within which two votes or agreements of the same parties are taken for one, told twice."""


def sides_disagree(scene: Scene) -> Iterator[Statement]:
    """Every matter on which the record holds two claims."""
    for found in (_strikes, _talks, _agreements, _positions, _ballots, _votes, _offers):
        for matter, about, sides in found(scene):
            values = {"matter": matter, "sides": tuple(sides)}
            cited = (entries for _, _, entries in sides)
            yield stated("sides-disagree", about, values, *cited)


def _strikes(scene: Scene) -> Iterator[tuple[str, str, list[Side]]]:
    for strike in scene.state.strikes:
        about = scene.union(strike)
        if len(strike.began) > 1:
            yield f"{strike.kind}-began", about, _days(strike.began)
        ends = {last_day_of(each, scene.state.zone): each for each in reversed(strike.ended)}
        if len(ends) > 1:
            sides = [_side(end, _ended(scene, strike, end)) for _, end in sorted(ends.items())]
            yield f"{strike.kind}-ended", about, sides


def _ended(scene: Scene, strike: Strike, end: Stated) -> str:
    """The last day as ``end`` has it, with what it says besides, or by our count of the days."""
    last = last_day_of(end, scene.state.zone)
    facts = (f for f in scene.state.part("strikes") if f.entry in end.entries)
    words = next((said for fact in facts if (said := fact.words("outcome"))), None)
    if words is None and strike.first_day is not None:
        words = f"{(last - strike.first_day).days + 1} days"
    return f"{last} ({words})" if words else str(last)


def _talks(scene: Scene) -> Iterator[tuple[str, str, list[Side]]]:
    for talks in scene.state.talks:
        pair = scene.sides.pair(talks.between)
        about = label(pair) if pair else JOIN.join(talks.between)
        for matter, days in (("talks-opened", talks.opened), ("talks-ended", talks.ended)):
            if len(days) > 1:
                yield matter, about, _days(days)
        if len({named for named, _ in talks.ended_by}) > 1:
            yield "talks-ended-by", about, list(_enders(scene, talks))


def _enders(scene: Scene, talks: Talks) -> Iterator[Side]:
    """Who ended the talks, as each teller has it, with the entries that say so."""
    ends = [f for f in scene.state.part("talks") if f.entry in talks.entries]
    for named, teller in talks.ended_by:
        told = [f.entry for f in ends if f.by == teller and f.parties("by") == named]
        yield who(teller) or "", who(named) or "", merged(told)


def _agreements(scene: Scene) -> Iterator[tuple[str, str, list[Side]]]:
    for pair, held in scene.agreed.items():
        for one, other in pairwise(held):
            near = 0 < (other.day - one.day).days <= NEAR
            if near and any(scene.disputed(each.entries) for each in (one, other)):
                sides = [(_tellers(scene, a), str(a.day), a.entries) for a in (one, other)]
                yield "agreement-day", label(pair), sides


def _positions(scene: Scene) -> Iterator[tuple[str, str, list[Side]]]:
    """Of one side, on one day, two tellers or two sources tell different stands."""
    for issue in issues(scene):
        for stands in (issue.union, issue.employers, issue.agreed):
            days: dict[object, list[Stand]] = defaultdict(list)
            for stand in stands:
                days[stand.day].append(stand)
            for held in days.values():
                told = _different(held)
                if len(told) > 1 and len({stand.entries for stand in told}) > 1:
                    sides = [(who(s.told_by) or "", says(s), s.entries) for s in told]
                    yield "position", issue.about, sides


def _different(stands: Iterable[Stand]) -> list[Stand]:
    found: list[Stand] = []
    for stand in stands:
        comparable = (each for each in found if bool(each.numbers) == bool(stand.numbers))
        if not found or not any(alike(each, stand) for each in comparable):
            found.append(stand)
    return found


def _ballots(scene: Scene) -> Iterator[tuple[str, str, list[Side]]]:
    """The day on which voting on a question began."""
    opened: dict[tuple[tuple[str, ...], str], list[Fact]] = defaultdict(list)
    for fact in scene.state.of({"ballot-opened"}):
        opened[fact.parties("by"), fact.words("question") or ""].append(fact)
    for (by, _), facts in opened.items():
        for one, other in pairwise(facts):
            if 0 < (other.day - one.day).days <= NEAR and one.by != other.by:
                sides: list[Side] = [
                    (who(fact.by) or "", str(fact.day), (fact.entry,)) for fact in (one, other)
                ]
                yield "ballot-opened", JOIN.join(by), sides


def _votes(scene: Scene) -> Iterator[tuple[str, str, list[Side]]]:
    for one, other in pairwise(sorted(scene.state.votes, key=lambda v: (v.by, v.question, v.day))):
        same = (one.by, one.question) == (other.by, other.question)
        if same and (other.day - one.day).days <= NEAR and _count(one) != _count(other):
            sides = [(who(vote.by) or "", _count(vote), vote.entries) for vote in (one, other)]
            yield "vote", JOIN.join(one.by), sides


def _offers(scene: Scene) -> Iterator[tuple[str, str, list[Side]]]:
    """Offers since a strike began of which only the employers, in a disputed source, tell."""
    held: dict[Pair, list[Offer]] = defaultdict(list)
    for offer in scene.state.offers:
        pair = scene.sides.pair((*offer.by, *offer.to))
        if pair and offer.day <= scene.today and scene.sides.one(offer.by, EMPLOYERS):
            held[pair].append(offer)
    for pair, strike in scene.struck.items():
        since = [o for o in held[pair] if strike.first_day and o.day >= strike.first_day]
        sure = [offer for offer in since if not scene.disputed(offer.entries)]
        if len(sure) < len(since):
            ours = tuple(entry for offer in sure for entry in offer.entries)
            theirs = tuple(entry for offer in since for entry in offer.entries)
            days = ", ".join(str(offer.day) for offer in since if offer not in sure)
            claims = (str(len(sure)), f"{len(since)} ({days})")
            sides = [(pair[0], claims[0], ours), (pair[1], claims[1], theirs)]
            yield "offers", label(pair), sides


def _days(stated_: Iterable[Stated]) -> list[Side]:
    return [_side(each, str(each.day)) for each in stated_]


def _side(each: Stated, claim: str) -> Side:
    return who(each.by) or "", claim, each.entries


def _tellers(scene: Scene, agreement: Agreement) -> str:
    told = {said.entry: said.by for said in scene.state.said}
    return who(party for entry in agreement.entries for party in told[entry]) or ""


def _count(vote: Vote) -> str:
    if vote.yes is not None and vote.no is not None:
        return f"{vote.yes}-{vote.no}"
    return f"{vote.yes_share:.2f} %" if vote.yes_share is not None else str(vote.day)

"""Answers about offers, votes, agreements, ratification, the return to work and pickets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from onrecord.check.claim import Claim, Count
from onrecord.check.claim_answer import Asked, Judgement, distance, fits, names
from onrecord.check.claim_judge_strikes import still_on, strikes_of
from onrecord.check.claim_numbers import Amount, agrees
from onrecord.check.explain import cut, day
from onrecord.domain.act_values import render_decimal
from onrecord.talks.agreements import Agreement
from onrecord.talks.facts import overlap
from onrecord.talks.offers import Stand
from onrecord.talks.votes import Vote

_OFFERS = frozenset({"offer", "proposal", "counterproposal", "position-stated"})


def offered(claim: Claim, asked: Asked) -> Judgement:
    """What percentages a side put forward."""
    held = [s for s in asked.state.stands if s.unit == "percent" and s.kind in _OFFERS]
    theirs = [stand for stand in held if overlap(stand.side, claim.by)]
    if not theirs:
        return asked.nothing()
    rises = [count.amount for count in claim.counts]
    on_day = [s for s in theirs if claim.dated is None or fits(claim.dated, s.day)] or theirs
    for stand in reversed(on_day):
        if _same_path(rises, stand):
            return _stood(stand, asked)
    nearest = min(reversed(on_day), key=lambda s: distance(claim.dated, s.day))
    if len(rises) == 1 and any(agrees(rises[0], number) for number in nearest.numbers):
        return asked.cannot_tell(
            f"It does not say which year; {_stand(nearest).rstrip('.')}", nearest.entries
        )
    return asked.contradicts(_stand(nearest), nearest.entries)


def _stood(stand: Stand, asked: Asked) -> Judgement:
    return asked.agrees(_stand(stand), stand.entries)


def offers_made(claim: Claim, asked: Asked) -> Judgement:
    """How many offers a side made; more than the record holds is not refuted by it."""
    first = [s.first_day for s in asked.state.strikes if overlap(s.against, claim.by)]
    base = next((each for each in first if each), None) if claim.since else None
    made = [
        offer
        for offer in asked.state.offers
        if overlap(offer.by, claim.by) and (base is None or offer.day >= base)
    ]
    amount = claim.counts[0].amount
    since = f" since {day(base)}" if base else ""
    entries = [entry for offer in made for entry in offer.entries]
    fact = f"The record holds {len(made)} by {names(claim.by)}{since}"
    if amount.value == len(made):
        return asked.agrees(f"{fact}.", entries)
    if amount.value < len(made):
        return asked.contradicts(f"{fact}.", entries)
    return asked.cannot_tell(fact, entries)


def voted(claim: Claim, asked: Asked) -> Judgement:
    """The numbers of a vote."""
    held = [v for v in asked.state.votes if overlap(v.by, claim.by)]
    if claim.what:
        held = [vote for vote in held if vote.subject == claim.what]
    held = [v for v in held if claim.dated is None or distance(claim.dated, v.day) <= 2] or held
    if not held:
        return asked.nothing()
    for vote in reversed(held):
        if _unlike(claim, vote) == () and _comparable(claim, vote):
            return asked.agrees(_vote(vote, claim.counts), vote.entries)
    vote = held[-1]
    if not _comparable(claim, vote):
        return asked.cannot_tell("The record holds no such number of this vote", vote.entries)
    return asked.contradicts(_vote(vote, _unlike(claim, vote)), vote.entries)


def agreed(claim: Claim, asked: Asked) -> Judgement:
    """Whether, and when, an agreement was reached."""
    held = _agreements(claim, asked)
    fitting = [a for a in held if fits(claim.dated, a.day)]
    if claim.denies:
        if not held:
            return asked.agrees("No agreement in this record.", ())
        return asked.contradicts(_agreement(held[-1]), held[-1].entries)
    if fitting:
        return asked.agrees(_agreement(fitting[-1]), fitting[-1].entries)
    if denied := _denied(asked, ("deal", "agreement", "signed", "settlement")):
        return denied
    if held:
        return asked.contradicts(_agreement(held[-1]), held[-1].entries)
    return asked.nothing("no agreement in this record")


def ratified(claim: Claim, asked: Asked) -> Judgement:
    """Whether, and when, members ratified an agreement."""
    held = _agreements(claim, asked)
    votes = [
        vote
        for vote in asked.state.votes
        if overlap(vote.by, claim.by) and vote.subject == "ratification" and not vote.board
    ]
    carried = [vote for vote in votes if vote.carried is not False]
    if claim.denies and not carried:
        fact = "No ratification in this record."
        return asked.agrees(fact, held[-1].entries if held else ())
    if carried:
        fact = f"members of {names(carried[-1].by)} ratified on {day(carried[-1].day)}."
        same = fits(claim.dated, carried[-1].day) and not claim.denies
        return (asked.agrees if same else asked.contradicts)(fact, carried[-1].entries)
    if votes:
        fact = f"the vote of {day(votes[-1].day)} did not carry."
        return asked.contradicts(fact, votes[-1].entries)
    if held:
        fact = f"an agreement was reached on {day(held[-1].day)}; no ratification is recorded."
        return asked.contradicts(fact, held[-1].entries)
    return asked.nothing("no agreement in this record")


def returned(claim: Claim, asked: Asked) -> Judgement:
    """Whether work may go on, and from when."""
    held = [r for r in asked.state.returns if overlap(r.by, claim.by)]
    if held:
        start = held[-1].effective.date_in(asked.state.zone)
        fact = f"{names(held[-1].by)}: work may go on from {day(start)}."
        if fits(claim.dated, start) and start <= asked.today:
            return asked.agrees(fact, held[-1].entries)
        return asked.contradicts(fact, held[-1].entries)
    strikes = [s for s in strikes_of(claim, asked) if s.first_day]
    if strikes and not strikes[-1].over:
        return still_on(strikes[-1], asked)
    return asked.nothing()


def pickets(claim: Claim, asked: Asked) -> Judgement:
    """Whether the pickets are off; only a denial speaks of it."""
    denied = _denied(asked, ("picket",))
    if denied is None:
        return asked.nothing()
    if claim.denies:
        return asked.agrees(denied.fact, [each.entry for each in denied.evidence])
    return denied


def _denied(asked: Asked, words: Sequence[str]) -> Judgement | None:
    for word in reversed(asked.state.words):
        if word.kind == "denial" and any(each in word.what.lower() for each in words):
            fact = f"{names(word.by)} denied on {day(word.day)} that {cut(word.what, 12)}."
            return asked.contradicts(fact, word.entries)
    return None


def _agreements(claim: Claim, asked: Asked) -> list[Agreement]:
    return [
        held
        for held in asked.state.agreements
        if overlap(held.between, claim.by) and held.scope != "article"
    ]


def _same_path(claimed: Sequence[Amount], stand: Stand) -> bool:

    total = stand.compounded
    if len(claimed) == 1 and total is not None and len(stand.numbers) > 1:
        if claimed[0].value % 1 and agrees(claimed[0], round(total, 2)):
            return True
        return agrees(claimed[0], stand.numbers[0])
    numbers = _runs(stand.numbers)
    if len(claimed) == len(stand.numbers):
        return all(map(agrees, claimed, stand.numbers))
    return len(claimed) <= len(numbers) and all(
        agrees(rise, number) for rise, number in zip(claimed, numbers, strict=False)
    )


def _runs(numbers: Sequence[Decimal]) -> list[Decimal]:
    """5, 4, 4 as people say it: 5, then 4 in each year after."""
    return [n for at, n in enumerate(numbers) if at == 0 or n != numbers[at - 1]]


def _stand(stand: Stand) -> str:
    path = ", ".join(render_decimal(number) for number in stand.numbers)
    told = f"{names(stand.told_by)} says: " if stand.attributed else ""
    verb = "offered" if stand.kind == "offer" else "proposed"
    return f"{told}{names(stand.side)} {verb} {path} per cent on {day(stand.day)}."


def _held(vote: Vote, what: str) -> Decimal | int | None:
    table: dict[str, Decimal | int | None] = {
        "yes": vote.yes,
        "no": vote.no,
        "ballots": vote.ballots,
        "eligible": vote.eligible,
        "yes-share": vote.yes_share,
        "no-share": vote.no_share,
        "turnout": vote.turnout,
        "of-eligible": vote.of_eligible,
    }
    return table[what]


def _comparable(claim: Claim, vote: Vote) -> bool:
    return any(_held(vote, count.what) is not None for count in claim.counts)


def _unlike(claim: Claim, vote: Vote) -> tuple[Count, ...]:
    """The numbers that differ from the record's."""
    return tuple(count for count in claim.counts if not _count_agrees(claim, count, vote))


def _count_agrees(claim: Claim, count: Count, vote: Vote) -> bool:
    held = _held(vote, count.what)
    if held is None or agrees(count.amount, held):
        return True
    eligible = vote.of_eligible
    of_members = count.what == "yes-share" and "of members" in claim.text.lower()
    return of_members and eligible is not None and agrees(count.amount, eligible)


def _vote(vote: Vote, counts: Sequence[Count]) -> str:
    told = []
    for count in counts[:4]:
        if (value := _held(vote, count.what)) is None:
            continue
        number = f"{value:,}" if isinstance(value, int) else f"{round(value, 2)}%"
        told.append(f"{count.what.replace('-', ' ')} {number}")
    return f"the vote of {day(vote.day)}: {', '.join(told)}."


def _agreement(held: Agreement) -> str:
    told = f"an agreement between {names(held.between)} was reached on {day(held.day)}"
    return f"{told}; ratified {day(held.ratified.day)}." if held.ratified else f"{told}."

"""Answers about contact and meetings. First, last and none are always "in this record"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from onrecord.check.claim import Claim
from onrecord.check.claim_answer import Asked, Judgement, distance, fits, names
from onrecord.check.explain import day
from onrecord.talks.contacts import Contact, between
from onrecord.talks.facts import overlap
from onrecord.talks.meetings import Answer, Meeting
from onrecord.talks.requests import Plan, Request

FRESH = timedelta(days=7)
"""A text that names no day and says "the first" speaks of what happened so long ago at most."""
NEAR = 7
"""A meeting so many days from the one claimed is taken for the same one on another day."""
TELLING = timedelta(days=30)
_KINDS = {
    "meeting": frozenset({"meeting-held"}),
    "offer": frozenset({"offer", "proposal", "counterproposal"}),
}


def contact(claim: Claim, asked: Asked) -> Judgement:
    """The first contact since something, the last one, or none."""
    if not claim.by or not claim.other:
        return asked.cannot_tell("It does not say between whom")
    base, entries = _base(claim, asked)
    if base is None and claim.kind != "contact-last":
        return asked.nothing()
    held = _contacts(claim, asked, base)
    what = {"meeting": "meeting", "offer": "offer"}.get(claim.what, "official contact")
    since = f" since {day(base)}" if base else ""
    if not held:
        fact = f"No {what} between {names(claim.by[:1])} and {names(claim.other[:1])}{since}"
        answer = asked.agrees if claim.kind == "contact-none" else asked.nothing
        return answer(f"{fact} in this record.", entries)
    if claim.kind == "contact-last":
        fact = f"The last {what} in this record was on {day(held[-1].day)}{_begun(held[-1])}."
        same = fits(claim.dated, held[-1].day)
        return (asked.agrees if same else asked.contradicts)(fact, held[-1].entries)
    fact = f"The first {what}{since} in this record was on {day(held[0].day)}{_begun(held[0])}."
    if claim.kind == "contact-none":
        return asked.contradicts(fact, held[0].entries)
    return _first(claim, asked, held, fact, (*entries, *held[0].entries))


def _first(
    claim: Claim, asked: Asked, held: Sequence[Contact], fact: str, entries: Sequence[int]
) -> Judgement:
    """Whether what the text speaks of, on its day or lately, was the first contact."""
    first = held[0].day
    if claim.said_on is not None and any(fits(claim.said_on, each.day) for each in held):
        same = fits(claim.said_on, first)
        return (asked.agrees if same else asked.contradicts)(fact, entries)
    if asked.today - first <= FRESH:
        return asked.agrees(fact, entries)
    return asked.cannot_tell(fact, entries)


def question(claim: Claim, asked: Asked) -> Judgement:
    """What a text leaves open: whether one party was approached by another."""
    if not claim.by:
        return asked.nothing()
    begun = [s.first_day for s in asked.state.strikes if overlap(s.by, claim.other) and s.first_day]
    held = [
        each
        for each in between(asked.state.contacts, claim.by[0], claim.other[0])
        if (not begun or each.day >= begun[-1]) and (not each.by or overlap(each.by, claim.by))
    ]
    if not held:
        return asked.nothing(
            f"no contact from {names(claim.by)} to {names(claim.other)} in this record"
        )
    fact = f"An open question. The record holds contact on {day(held[-1].day)}{_begun(held[-1])}."
    return Judgement("not-checkable", fact, asked.evidence(held[-1].entries), fact)


def requested(claim: Claim, asked: Asked) -> Judgement:
    """Who asked whom to meet, and when."""
    requests = asked.state.requests
    theirs = [r for r in requests if overlap(r.by, claim.by) and _to(r.to, claim.other)]
    fitting = [r for r in theirs if _fits_request(claim, r)]
    if fitting:
        return asked.agrees(_request(fitting[-1]), fitting[-1].entries)
    if theirs:
        nearest = min(theirs, key=lambda r: distance(claim.dated, r.for_day or r.asked))
        return asked.contradicts(_request(nearest), nearest.entries)
    swapped = [r for r in requests if overlap(r.by, claim.other) and overlap(r.to, claim.by)]
    if swapped:
        found = [r for r in swapped if _fits_request(claim, r)] or swapped
        return asked.contradicts(_request(found[-1]), found[-1].entries)
    return asked.nothing(_request(requests[-1]) if requests else "", _entries(requests[-1:]))


def answered(claim: Claim, asked: Asked) -> Judgement:
    """Whether a party agreed or refused to meet."""
    wanted = claim.kind.removeprefix("meeting-")
    theirs = [a for a in asked.state.answers if overlap(a.by, claim.by)]
    theirs = [a for a in theirs if _to(a.to, claim.other)]
    same = [a for a in theirs if a.kind == wanted and _fits_answer(claim, a)]
    if same:
        return asked.agrees(_answer(same[-1]), same[-1].entries)
    if other := [a for a in theirs if a.kind != wanted and _fits_answer(claim, a)]:
        return asked.contradicts(_answer(other[-1]), other[-1].entries)
    if dated := [a for a in theirs if a.kind == wanted and a.for_day]:
        return asked.contradicts(_answer(dated[-1]), dated[-1].entries)
    if wanted == "accepted":
        return planned(claim, asked)
    met = [m for m in asked.state.meetings if _met(m, claim) and fits(claim.dated, m.day)]
    if claim.dated is not None and met:
        return asked.contradicts(_meeting(met[-1]), met[-1].entries)
    return asked.nothing()


def held(claim: Claim, asked: Asked) -> Judgement:
    """Whether parties met on a day."""
    met = [m for m in asked.state.meetings if _met(m, claim)]
    fitting = [m for m in met if fits(claim.dated, m.day)]
    if fitting:
        answer = asked.contradicts if claim.denies else asked.agrees
        return answer(_meeting(fitting[-1]), fitting[-1].entries)
    if claim.denies or not met:
        return asked.nothing(_meeting(met[-1]) if met else "", _entries(met[-1:]))
    nearest = min(met, key=lambda m: distance(claim.dated, m.day))
    if distance(claim.dated, nearest.day) <= NEAR:
        return asked.contradicts(_meeting(nearest), nearest.entries)
    return asked.nothing(_meeting(nearest), nearest.entries)


def planned(claim: Claim, asked: Asked) -> Judgement:
    """Whether parties are to meet, and on which day."""
    plans = [p for p in asked.state.plans if _plans(p, claim)]
    coming = [p for p in plans if p.day >= asked.today - timedelta(days=1)]
    fitting = [p for p in (plans if claim.dated else coming) if fits(claim.dated, p.day)]
    if fitting:
        last = day(fitting[-1].day)
        if agreed := [p for p in fitting if p.day == fitting[-1].day and p.agreed]:
            return asked.agrees(f"A meeting on {last} is on the record.", _entries(agreed))
        fact = f"a meeting on {last} was asked for; no answer is recorded"
        return asked.nothing(fact, fitting[-1].entries)
    nearest = min(plans, key=lambda p: distance(claim.dated, p.day), default=None)
    if nearest and claim.dated and distance(claim.dated, nearest.day) <= NEAR:
        fact = f"the meeting on the record is for {day(nearest.day)}."
        return asked.contradicts(fact, nearest.entries)
    return asked.nothing()


def told(claim: Claim, asked: Asked) -> Judgement:
    """Whether a party wrote to its members lately."""
    held = [
        said
        for said in asked.state.said
        if overlap(said.by, claim.by)
        and "members" in said.to
        and asked.today - TELLING <= said.day <= asked.today
        and fits(claim.dated, said.day)
        and (not claim.what or said.class_ == "members" or said.channel == claim.what)
    ]
    public = [said for said in held if said.class_ == "public"]
    if public:
        last = public[-1]
        fact = f"{names(last.by)} told its members by {last.channel} on {day(last.day)}."
        return asked.agrees(fact, (last.entry,))
    if held:
        words = f"A members' communication of {day(held[-1].day)} exists."
        more = f"{words} Sign in, or bring your copy, to compare."
        return Judgement("members-only", more, asked.evidence((held[-1].entry,)), words)
    return asked.nothing()


def _base(claim: Claim, asked: Asked) -> tuple[date | None, tuple[int, ...]]:
    """The day from which is counted, and its entries."""
    if claim.since == "strike-began":
        for strike in reversed(asked.state.strikes):
            if strike.first_day and overlap(strike.by, claim.by):
                return strike.first_day, strike.began[0].entries
        return None, ()
    if claim.since == "talks-ended":
        for talks in reversed(asked.state.talks):
            if talks.ended and overlap(talks.between, claim.by):
                return talks.ended[0].day, talks.ended[0].entries
        return None, ()
    return (claim.dated.first if claim.dated else None), ()


def _contacts(claim: Claim, asked: Asked, base: date | None) -> list[Contact]:
    kinds = _KINDS.get(claim.what)
    after = base if claim.since != "talks-ended" or base is None else base + timedelta(days=1)
    return [
        each
        for each in between(asked.state.contacts, claim.by[0], claim.other[0])
        if (after is None or each.day >= after) and (kinds is None or each.kind in kinds)
    ]


def _begun(held: Contact) -> str:
    return f", begun by {names(held.by)}" if held.by else ""


def _to(to: Sequence[str], other: Sequence[str]) -> bool:
    return not to or not other or overlap(to, other)


def _fits_request(claim: Claim, request: Request) -> bool:
    days = (request.for_day, request.asked)
    fitting = claim.dated is None or any(fits(claim.dated, each) for each in days)
    if claim.dated is None and claim.said_on is not None:
        return any(fits(claim.said_on, each) for each in days)
    return fitting and (claim.said_on is None or fits(claim.said_on, request.asked))


def _fits_answer(claim: Claim, answer: Answer) -> bool:
    return claim.dated is None or any(
        fits(claim.dated, each) for each in (answer.for_day, answer.day) if each
    )


def _met(meeting: Meeting, claim: Claim) -> bool:
    return overlap(meeting.between, claim.by) and (
        not claim.other or overlap(meeting.between, claim.other)
    )


def _plans(plan: Plan, claim: Claim) -> bool:
    return overlap(plan.between, (*claim.by, *claim.other)) and (
        len(plan.between) == 1 or not claim.by or overlap(plan.between, claim.by)
    )


def _request(request: Request) -> str:
    on = f" to meet on {day(request.for_day)}" if request.for_day else " to meet"
    return f"{names(request.by)} asked {names(request.to)} on {day(request.asked)}{on}."


def _answer(answer: Answer) -> str:
    on = f" to meet on {day(answer.for_day)}" if answer.for_day else " to meet"
    verb = "agreed" if answer.kind == "accepted" else "declined"
    return f"{names(answer.by)} {verb} on {day(answer.day)}{on}."


def _meeting(meeting: Meeting) -> str:
    return f"{names(meeting.between)} met on {day(meeting.day)}."


def _entries(held: Iterable[Request | Meeting | Plan]) -> tuple[int, ...]:
    return tuple(entry for each in held for entry in each.entries)

"""Answers about strikes and rounds of talks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onrecord.check.claim import Claim
from onrecord.check.claim_answer import Asked, Judgement, another, distance, fits, fits_after, names
from onrecord.check.explain import day
from onrecord.talks.episodes import Talks
from onrecord.talks.facts import overlap
from onrecord.talks.strikes import Strike
from onrecord.talks.values import Stated, entries_of


def strikes_of(claim: Claim, asked: Asked) -> list[Strike]:
    """The strikes that a claim may mean, the newest last: those of its parties, or the one that
    has the place claimed among all; each that began where the record holds fewer."""
    held = [strike for strike in asked.state.strikes if strike.kind == "strike"]
    if claim.which is not None:
        begun = sorted((s for s in held if s.first_day), key=lambda s: s.first_day or date.max)
        place, many = claim.which
        return begun[place - 1 : place] if len(begun) >= many else begun
    return [strike for strike in held if overlap(strike.by, claim.by)]


def began(claim: Claim, asked: Asked) -> Judgement:
    """When a strike began, or since when it has been on."""
    held = strikes_of(claim, asked)
    begun = [strike for strike in held if strike.began]
    if claim.what == "called" and (answer := _call(claim, held, asked)):
        return answer
    if not begun:
        return _not_begun(claim, held, asked)
    for strike in reversed(begun):
        if fits(claim.dated, strike.first_day):
            return _begun(strike, asked)
    if other := [s for s in begun if any(fits(claim.dated, each.day) for each in s.began[1:])]:
        return asked.disputed(_versions(other[0].began), other[0].entries)
    nearest = min(begun, key=lambda s: distance(claim.dated, s.first_day or asked.today))
    unsure = claim.which is not None and claim.which[1] > _begun_in_all(asked)
    if unsure or another(claim.dated, nearest.first_day or asked.today):
        return asked.nothing(_began(nearest), nearest.entries)
    return asked.contradicts(_began(nearest), entries_of(nearest.began[:1]))


def _not_begun(claim: Claim, held: Sequence[Strike], asked: Asked) -> Judgement:
    if called := [strike for strike in held if strike.called]:
        return asked.nothing(_called(called[-1]), called[-1].entries)
    return asked.nothing(f"no strike of {names(claim.by)} in this record")


def _call(claim: Claim, held: Sequence[Strike], asked: Asked) -> Judgement | None:
    """Where a strike was called, on the day or for the day claimed."""
    for strike in reversed(held):
        if days := [e for e in strike.called if fits(claim.dated, e.day) or _from(e, asked, claim)]:
            return asked.agrees(_called(strike), entries_of(days))
    return None


def _begun_in_all(asked: Asked) -> int:
    return sum(strike.kind == "strike" and bool(strike.began) for strike in asked.state.strikes)


def _begun(strike: Strike, asked: Asked) -> Judgement:
    if len(strike.began) > 1:
        return asked.disputed(_versions(strike.began), entries_of(strike.began))
    return asked.agrees(_began(strike), entries_of(strike.began))


def length(claim: Claim, asked: Asked) -> Judgement:
    """How many days a strike has lasted; both ways of counting are right."""
    begun = [strike for strike in strikes_of(claim, asked) if strike.first_day]
    if not begun or claim.days is None:
        return asked.nothing(f"no strike of {names(claim.by)} in this record")
    strike = begun[-1]
    first = strike.first_day or asked.today
    last = min(strike.last_day or asked.today, asked.today)
    if last < first:
        return asked.nothing(_began(strike), _days_of(strike))
    both = (last - first).days + 1
    least, most = claim.days
    span = f"{day(first)} to {day(last)}"
    if least <= both <= most:
        return asked.agrees(f"{both} days, first and last counted: {span}.", _days_of(strike))
    if least <= both - 1 <= most:
        return asked.agrees(f"{both - 1} days elapsed: {span}.", _days_of(strike))
    return asked.contradicts(
        f"{both} days, first and last counted, {both - 1} elapsed: {span}.", _days_of(strike)
    )


def number(claim: Claim, asked: Asked) -> Judgement:
    """Which day of the strike it is."""
    begun = [strike for strike in strikes_of(claim, asked) if strike.first_day]
    if not begun or claim.days is None:
        return asked.nothing(f"no strike of {names(claim.by)} in this record")
    strike, count = begun[-1], claim.days[0]
    today = asked.today
    nth, elapsed = strike.day_number(today), strike.elapsed(today)
    if nth is None or elapsed is None:
        return asked.contradicts(_standing(strike, asked), _days_of(strike))
    first = f"{day(strike.first_day or today)}"
    if count == nth:
        fact = f"{day(today)} is day {nth} of the strike, counting {first} as day 1."
        return asked.agrees(fact, _days_of(strike))
    if count == elapsed:
        fact = (
            f"{elapsed} days had elapsed on {day(today)}; counting {first} as day 1, it is {nth}."
        )
        return asked.agrees(fact, _days_of(strike))
    return asked.contradicts(
        f"{day(today)} is day {nth} of the strike, counting {first} as day 1.", _days_of(strike)
    )


def going_on(claim: Claim, asked: Asked) -> Judgement:
    """Whether a strike is on."""
    begun = [strike for strike in strikes_of(claim, asked) if strike.first_day]
    if not begun:
        return asked.nothing(f"no strike of {names(claim.by)} in this record")
    strike = begun[-1]
    if strike.on_strike(asked.today):
        return asked.agrees(_standing(strike, asked), _days_of(strike))
    return asked.contradicts(_standing(strike, asked), _days_of(strike))


def over(claim: Claim, asked: Asked) -> Judgement:
    """Whether, and when, a strike ended. An agreement is not its end."""
    held = strikes_of(claim, asked)
    ended = [strike for strike in held if strike.over]
    for strike in reversed(ended):
        if any(fits(claim.dated, each) for each in _end_days(strike)):
            return asked.agrees(_standing(strike, asked), entries_of(strike.ended))
    begun = [strike for strike in held if strike.first_day]
    if begun and all(_before(claim, strike) for strike in begun):
        return asked.nothing(_began(begun[0]), _days_of(begun[0]))
    going = [strike for strike in begun if not strike.over]
    if ended and (claim.dated is not None or not going):
        return asked.contradicts(_standing(ended[-1], asked), entries_of(ended[-1].ended))
    if not going:
        return asked.nothing(f"no strike of {names(claim.by)} in this record")
    return still_on(going[-1], asked)


def _before(claim: Claim, strike: Strike) -> bool:
    """Whether a claim speaks of a time long before ``strike``: of another one."""
    first = strike.first_day
    return first is not None and another(claim.dated, first) and not fits_after(claim.dated, first)


def still_on(strike: Strike, asked: Asked) -> Judgement:
    """No end is recorded: a contradiction where the record would hold it, else no answer."""
    agreed = [a for a in asked.state.agreements if overlap(a.between, strike.by)]
    if agreed and agreed[-1].day >= (strike.first_day or asked.today):
        fact = (
            f"an agreement was reached on {day(agreed[-1].day)}; it ended no strike, "
            "and no end is recorded."
        )
        return asked.contradicts(fact, (*_days_of(strike), *agreed[-1].entries))
    if asked.state.owner is not None and overlap(strike.by, (asked.state.owner,)):
        return asked.contradicts(_standing(strike, asked), _days_of(strike))
    return asked.nothing(_standing(strike, asked), _days_of(strike))


def talks(claim: Claim, asked: Asked) -> Judgement:
    """When talks were opened, ended or resumed."""
    rounds = [t for t in asked.state.talks if _at_table(t, claim)]
    days = [each for held in rounds for each in _days(held, claim.kind)]
    what = claim.kind.removeprefix("talks-")
    if not days:
        return asked.nothing(_last_of(rounds), rounds[-1].entries if rounds else ())
    if claim.denies:
        ended = what == "ended" and not rounds[-1].going_on
        answer = asked.contradicts if ended else asked.cannot_tell
        return answer(_talks(days[-1], what, claim), days[-1].entries)
    fitting = [each for each in days if fits(claim.dated, each.day)]
    if not fitting:
        nearest = min(days, key=lambda each: distance(claim.dated, each.day))
        met = any(fits(claim.dated, meeting.day) for meeting in asked.state.meetings)
        if met or another(claim.dated, nearest.day):
            return asked.nothing(_talks(nearest, what, claim), nearest.entries)
        return asked.contradicts(_talks(nearest, what, claim), nearest.entries)
    return _fitting(claim, rounds[-1], fitting[-1], asked)


def _fitting(claim: Claim, held: Talks, stated: Stated, asked: Asked) -> Judgement:
    if claim.what == "by":
        return _who_ended(claim, held, stated, asked)
    if claim.kind == "talks-ended" and len(held.ended) > 1:
        return asked.disputed(_versions(held.ended), entries_of(held.ended))
    return asked.agrees(_talks(stated, claim.kind.removeprefix("talks-"), claim), stated.entries)


def _who_ended(claim: Claim, held: Talks, ended: Stated, asked: Asked) -> Judgement:
    said = [(who, by) for who, by in held.ended_by if overlap(who, claim.by)]
    others = [(who, by) for who, by in held.ended_by if not overlap(who, claim.by)]
    told = "; ".join(f"{names(by)} says {names(who)} ended them" for who, by in held.ended_by)
    if said and others:
        return asked.disputed(f"{told}.", held.entries)
    if said:
        return asked.agrees(f"{told}.", ended.entries)
    if others:
        return asked.contradicts(f"{told}.", ended.entries)
    return asked.cannot_tell(
        f"Talks ended on {day(ended.day)}; who ended them is not recorded", ended.entries
    )


def _days(held: Talks, kind: str) -> Sequence[Stated]:
    if kind == "talks-ended":
        return held.ended or held.stopped
    return held.opened if kind == "talks-opened" else held.resumed


def _at_table(held: Talks, claim: Claim) -> bool:
    sides = (claim.by, claim.other)
    return all(not side or overlap(held.between, side) for side in sides)


def _talks(stated: Stated, what: str, claim: Claim) -> str:
    sides = names(dict.fromkeys((*claim.by, *claim.other)))
    verb = {"opened": "opened", "resumed": "resumed"}.get(what, "ended")
    return f"{_says(stated)}talks between {sides} {verb} on {day(stated.day)}."


def _last_of(rounds: Sequence[Talks]) -> str:
    return f"talks between {names(rounds[-1].between)} are on the record" if rounds else ""


def _days_of(strike: Strike) -> tuple[int, ...]:
    """What its first and last day rest on."""
    return entries_of(strike.began, strike.ended)


def _says(stated: Stated) -> str:
    return f"{names(stated.by)} says: " if stated.attributed else ""


def _began(strike: Strike) -> str:
    stated = strike.began[0]
    return f"{_says(stated)}the strike of {names(strike.by)} began on {day(stated.day)}."


def _called(strike: Strike) -> str:
    return f"{names(strike.by)} called a strike on {day(strike.called[0].day)}."


def _from(stated: Stated, asked: Asked, claim: Claim) -> bool:
    return stated.effective is not None and fits(
        claim.dated, stated.effective.date_in(asked.state.zone)
    )


def _versions(stated: Sequence[Stated]) -> str:
    return "; ".join(f"{names(each.by)} says {day(each.day)}" for each in stated) + "."


def _end_days(strike: Strike) -> list[date]:
    """The days that may be called its end: the decision, the last day, the first day of work."""
    days = [each.day for each in strike.ended]
    effective = [each.effective.day for each in strike.ended if each.effective]
    return [*days, *effective, *([strike.last_day] if strike.last_day else [])]


def _standing(strike: Strike, asked: Asked) -> str:
    who = names(strike.by)
    if strike.last_day is not None:
        return f"the strike of {who} ended; {day(strike.last_day)} was its last day."
    if strike.first_day is None:
        return f"a strike of {who} was called."
    if strike.first_day > asked.today:
        return f"the strike of {who} begins on {day(strike.first_day)}."
    return f"{who} has been on strike since {day(strike.first_day)}; no end is recorded."

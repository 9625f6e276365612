"""Patterns for strikes and rounds of talks: begun, ended, going on, and for how long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.check.claim import Claim
from onrecord.check.claim_numbers import NUMBER, amounts, number
from onrecord.check.claim_scene import EMPLOYERS, UNION, Scene
from onrecord.check.date_words import ordinal
from onrecord.check.types import Dated

_AUX = r"(?:(?:has|have|had|was|were|is|are|been|being|now|officially|finally|formally) )*"
_GAP = r"(?P<gap>[^.;?!]{0,90}?)"
_TALKS = r"\b(?P<noun>talks|negotiations|bargaining|discussions)\b"
_ENDED = r"(?:collapsed|ended|finished|failed|broke (?:down|off|up)|broken (?:down|off)|fell apart)"
_TALKS_ENDED = re.compile(
    rf"{_TALKS}{_GAP}\b{_AUX}(?P<neg>not |never )?(?P<verb>{_ENDED}|called off)\b", re.I
)
_TALKS_OPENED = re.compile(
    rf"{_TALKS}{_GAP}\b{_AUX}(?P<neg>not |never )?"
    r"(?P<verb>began|opened|started|got under way|resumed|restarted|reopened)\b",
    re.I,
)
_LEFT = re.compile(
    r"\b(?P<verb>walked out of|walked away from|broke off|quit|left|ended|called off)"
    r" (?:the |contract |pay )?(?P<noun>talks|negotiations|bargaining table|table)\b",
    re.I,
)
_STRIKE = r"\b(?P<noun>strikes?|walkout|stoppage|industrial action)\b"
_BEGAN = re.compile(
    rf"{_STRIKE}(?P<gap>[^.;?!]{{0,70}}?)\b{_AUX}(?P<neg>not |never )?"
    r"(?P<verb>began|begun|started|commenced|got under way|kicked off)\b",
    re.I,
)
_STARTED = re.compile(
    r"\b(?P<verb>began|begun|started|launched|called)"
    r" (?:a|an|its|their|our|the)(?: [\w-]+){0,2}? (?P<noun>strike|walkout)\b",
    re.I,
)
_WALKED = re.compile(
    r"\b(?P<verb>walked out|went on strike|walked off the job|downed tools|stopped work"
    r"|(?:have|has) gone on strike|came out on strike)\b(?! of\b)",
    re.I,
)
_ON = r"(?:on strike|striking|on the picket lines?|picketing|walking picket lines)"
_SINCE = re.compile(
    rf"\b(?:been )?(?:out )?(?P<verb>{_ON})(?:,? \w+ \w+,?)? (?P<since>since)\b", re.I
)
_FOR = re.compile(
    rf"\b(?P<verb>{_ON}) (?:now )?for (?P<more>[\w ]{{0,12}}?)"
    rf"(?P<n>{NUMBER}) (?P<unit>day|week|month)s?\b",
    re.I,
)
_LASTED = re.compile(
    rf"{_STRIKE}(?P<gap>[^.;?!,\d]{{0,40}}?) lasted (?:for )?(?P<more>[\w ]{{0,12}}?)"
    rf"(?P<n>{NUMBER}) (?P<unit>day|week|month)s?\b",
    re.I,
)
_LONG = re.compile(
    rf"(?P<n>\b(?:{NUMBER}))[- ](?P<unit>day|week|month)(?:-old|-long)? "
    r"(?:[\w'-]+ ){0,3}?(?P<noun>strike|walkout)\b",
    re.I,
)
_ITS_DAY = re.compile(
    r"\b(?P<noun>strike|walkout) (?:(?:is|was|has|entered|now|in|into|entering|on) )*its "
    r"(?P<nth>[\w-]+) (?P<unit>day|week|month)\b",
    re.I,
)
_DAY_N = re.compile(
    rf"\bday (?P<n>{NUMBER}) of (?:the|their|our|its|this|a)?[^.;]{{0,30}}?(?P<noun>strike)\b"
    rf"|\b(?P<nth>\d+)(?:st|nd|rd|th) day of (?:the|their|our"
    rf"|its)?[^.;]{{0,30}}?(?P<noun2>strike)\b"
    rf"|\b(?P<into>{NUMBER}) days into (?:the|their|our|its)?[^.;]{{0,30}}?(?P<noun3>strike)\b",
    re.I,
)
_OVER = re.compile(
    rf"{_STRIKE}(?P<gap>[^.;?!,]{{0,50}}?)(?:'s|\b(?:is|was|are|were|has|have|had|been))"
    r"(?P<neg> not|n't| never)?(?: (?:now|officially|finally|all but|been))*"
    r" (?P<verb>over|off|ended|finished|settled|suspended|called off|at an end|done)\b(?! the\b)",
    re.I,
)
_ENDED_PLAIN = re.compile(rf"{_STRIKE}(?P<gap>[^.;?!,]{{0,40}}?) (?P<verb>ended)\b", re.I)
_ENDS = re.compile(
    r"\b(?P<neg>(?:has|have|had|did) not |(?:hasn|haven|didn)'t )?"
    r"(?P<verb>called off|ended|suspended|abandoned|stopped)"
    r" (?:its|their|the|a|our)(?: [\w'-]+){0,2}? (?P<noun>strike|walkout)\b",
    re.I,
)
_STILL = re.compile(
    r"\b(?P<verb>(?:are|is|were|was|remain|remains|remained|be)(?: still| also| now| both| again)*"
    r"(?: out)? on strike)\b(?! since\b| for\b)|\b(?P<no>no longer on strike)\b",
    re.I,
)
_GOES_ON = re.compile(
    rf"{_STRIKE} (?P<verb>goes on|continues|is still on|is not over|has not ended|isn't over"
    r"|is going on|remains in force|stands)\b",
    re.I,
)
_WORK = re.compile(
    r"\b(?P<verb>(?:are|is|were|have gone|has gone|went|have|has)? ?(?:back (?:at|to)|returned to"
    r"|returning to) work)\b",
    re.I,
)
_PICKETS = re.compile(
    r"\b(?P<noun>pickets?(?: lines?)?)\b(?P<gap>[^.;?!,]{0,30}?) (?P<aux>are|is|were|was|have been"
    r"|has been|come|came)(?P<neg> not)? (?:now |all )?(?P<verb>off|called off|suspended"
    r"|lifted|down|over|ended)\b",
    re.I,
)
_ANCHOR = re.compile(r"\b(?:since|after|before|when|until|as|once)\s+(?:[\w'-]+\s+){0,3}\Z", re.I)
_ORDER = re.compile(r"\b(first|second|third) of (?:the )?(\w+)\s*\Z", re.I)
_DAYS = {"day": 1, "week": 7, "month": 30.44}


def strikes(scene: Scene) -> Iterator[Claim]:
    """What the sentence states of strikes."""
    yield from _began(scene)
    yield from _since(scene)
    yield from _lengths(scene)
    yield from _nth(scene)
    yield from _ended(scene)
    yield from _going_on(scene)
    yield from _work(scene)


def talks(scene: Scene) -> Iterator[Claim]:
    """What the sentence states of rounds of talks."""
    for match in _TALKS_ENDED.finditer(scene.text):
        yield from _talks(scene, match, "talks-ended")
    for match in _TALKS_OPENED.finditer(scene.text):
        again = match["verb"].lower() in ("resumed", "restarted", "reopened")
        yield from _talks(scene, match, "talks-resumed" if again else "talks-opened")
    for match in _LEFT.finditer(scene.text):
        by = scene.subject(match.start())
        if by and scene.asserted(match.start()) and scene.event(match.start("noun")) is not None:
            day = scene.day(*match.span())
            other = scene.facing(by)
            yield scene.claim(
                "talks-ended", *match.span(), by=by, other=other, dated=day, what="by"
            )


def _talks(scene: Scene, match: re.Match[str], kind: str) -> Iterator[Claim]:
    whose = scene.event(match.start("noun"))
    gap = match.start("gap"), match.end("gap")
    if whose is None or not scene.known(*gap) or not scene.asserted(match.start("verb")):
        return
    day = scene.day_after(match.end()) or _inside(scene, *gap) or scene.day_before(match.start())
    if day is None and _ANCHOR.search(scene.text[: match.start()]):
        return
    named = dict.fromkeys((*whose, *scene.named(*gap)))
    named = named or dict.fromkeys(scene.named(0, match.start()))
    union = tuple(p for p in named if scene.names.roles.get(p) == UNION) or scene.side(UNION)
    other = tuple(p for p in named if scene.names.roles.get(p) == EMPLOYERS)
    yield scene.claim(
        kind,
        *match.span(),
        by=union,
        other=other or scene.side(EMPLOYERS),
        dated=day,
        denies=bool(match["neg"]),
    )


def _began(scene: Scene) -> Iterator[Claim]:
    for match in _BEGAN.finditer(scene.text):
        gap = match.start("gap"), match.end("gap")
        whose = _whose(scene, match.start("noun"), gap)
        if whose is None or not scene.asserted(match.start("verb")):
            continue
        which = _which(scene, match)
        day = scene.day_after(match.end()) or _inside(scene, *gap)
        day = day or scene.day_before(match.start())
        start, end = match.start("noun"), match.end()
        if day is None and _ANCHOR.search(scene.text[:start]):
            continue
        yield scene.claim("strike-began", start, end, by=whose, dated=day, which=which)
    for pattern in (_STARTED, _WALKED):
        for match in pattern.finditer(scene.text):
            by = scene.subject(match.start())
            if not by or not scene.asserted(match.start()) or not _union(scene, by):
                continue
            called = match["verb"].lower() == "called"
            day = scene.day(*match.span())
            what = "called" if called else ""
            yield scene.claim("strike-began", *match.span(), by=by, dated=day, what=what)


def _since(scene: Scene) -> Iterator[Claim]:
    for match in _SINCE.finditer(scene.text):
        by = scene.subject(match.start())
        day = scene.day_after(match.start("since"), 12)
        if by and day and _union(scene, by) and scene.asserted(match.start()):
            yield scene.claim("strike-since", *match.span(), by=by, dated=day)


def _lengths(scene: Scene) -> Iterator[Claim]:
    for match in _FOR.finditer(scene.text):
        by = scene.subject(match.start())
        if by and _union(scene, by) and scene.asserted(match.start()):
            yield from _length(scene, match, by)
    for match in _LASTED.finditer(scene.text):
        whose = _whose(scene, match.start("noun"), (match.start("gap"), match.end("gap")))
        if whose is not None and scene.asserted(match.start()):
            yield from _length(scene, match, whose)
    for match in _LONG.finditer(scene.text):
        whose = scene.event(match.start("noun"))
        plain = whose is not None and scene.event(match.start("n")) is not None
        if whose is not None and plain and scene.asserted(match.start()):
            yield from _length(scene, match, _strikers(scene, whose))
    for match in _DAY_N.finditer(scene.text):
        noun = next(name for name in ("noun", "noun2", "noun3") if match[name])
        whose = scene.event(match.start(noun))
        count = amounts(match["n"] or match["nth"] or match["into"])
        if whose is not None and count and scene.asserted(match.start()):
            by = _strikers(scene, whose)
            total = int(count[0].value)
            yield scene.claim("strike-day", *match.span(), by=by, days=(total, total))


def _nth(scene: Scene) -> Iterator[Claim]:
    """ "The strike is in its third week": a day of that week."""
    for match in _ITS_DAY.finditer(scene.text):
        whose, nth = scene.event(match.start("noun")), ordinal(match["nth"].lower())
        if whose is None or not nth or not scene.asserted(match.start()):
            continue
        by, unit = _strikers(scene, whose), match["unit"].lower()
        if unit == "day":
            yield scene.claim("strike-day", *match.span(), by=by, days=(nth, nth))
        else:
            days = int((nth - 1) * _DAYS[unit]), int(nth * _DAYS[unit]) + 1
            yield scene.claim("strike-length", *match.span(), by=by, days=days)


def _length(scene: Scene, match: re.Match[str], by: tuple[str, ...]) -> Iterator[Claim]:
    found = amounts(match["n"])
    if not found:
        return
    unit, value = match["unit"].lower(), float(found[0].value)
    hedged = amounts(match.group())
    if unit == "day" and not (hedged and hedged[0].hedge):
        days = int(value), int(value)
    else:
        slack = {"day": max(2.0, value * 0.1), "week": 4.0, "month": 16.0}[unit]
        middle = value * _DAYS[unit]
        days = int(middle - slack), int(middle + slack)
    yield scene.claim("strike-length", *match.span(), by=by, days=days)


def _ended(scene: Scene) -> Iterator[Claim]:
    for pattern in (_OVER, _ENDED_PLAIN):
        for match in pattern.finditer(scene.text):
            gap = match.start("gap"), match.end("gap")
            whose = _whose(scene, match.start("noun"), gap)
            if whose is None or not scene.asserted(match.start("verb")):
                continue
            denies = bool(match.groupdict().get("neg"))
            yield from _over(scene, match, whose, denies=denies)
    for match in _ENDS.finditer(scene.text):
        by = scene.subject(match.start())
        if by and _union(scene, by) and scene.asserted(match.start()):
            yield from _over(scene, match, by, denies=bool(match["neg"]))


def _over(
    scene: Scene, match: re.Match[str], by: tuple[str, ...], *, denies: bool
) -> Iterator[Claim]:
    day = scene.day(match.start("noun"), match.end())
    yield scene.claim(
        "strike-on" if denies else "strike-over",
        *match.span(),
        by=by,
        dated=None if denies else day,
    )


def _going_on(scene: Scene) -> Iterator[Claim]:
    for match in _STILL.finditer(scene.text):
        by = scene.subject(match.start())
        if by and _union(scene, by) and scene.asserted(match.start()):
            kind = "strike-over" if match["no"] else "strike-on"
            yield scene.claim(kind, *match.span(), by=by)
    for match in _GOES_ON.finditer(scene.text):
        whose = scene.event(match.start("noun"))
        if whose is not None and scene.asserted(match.start("verb")):
            yield scene.claim("strike-on", *match.span(), by=_strikers(scene, whose))


def _work(scene: Scene) -> Iterator[Claim]:
    for match in _WORK.finditer(scene.text):
        by = scene.subject(match.start())
        if by and _union(scene, by) and scene.asserted(match.start()):
            day = scene.day(*match.span())
            yield scene.claim("return-to-work", *match.span(), by=by, dated=day)
    for match in _PICKETS.finditer(scene.text):
        whose = _whose(scene, match.start("noun"), (match.start("gap"), match.end("gap")))
        if whose is not None and scene.asserted(match.start("verb")):
            yield scene.claim("pickets-off", *match.span(), by=whose, denies=bool(match["neg"]))


def _whose(scene: Scene, noun: int, gap: tuple[int, int]) -> tuple[str, ...] | None:
    whose = scene.event(noun)
    if whose is None or not scene.known(*gap):
        return None
    by = re.match(r"\s*(?:by|of)\b", scene.text[gap[0] : gap[1]])
    named = scene.named(*gap, role=UNION) if by else ()
    return named or _strikers(scene, whose)


def _strikers(scene: Scene, whose: tuple[str, ...]) -> tuple[str, ...]:
    return whose if _union(scene, whose) else scene.side(UNION)


def _union(scene: Scene, parties: tuple[str, ...]) -> bool:
    return any(scene.names.roles.get(party) == UNION for party in parties)


def _inside(scene: Scene, start: int, end: int) -> Dated | None:
    found = [dated for first, last, dated in scene.claimed() if start <= first and last <= end]
    return found[0] if found and found[0].first else None


def _which(scene: Scene, match: re.Match[str]) -> tuple[int, int] | None:
    """Which of the strikes, from 1, and of how many: of "the first of the two strikes", 1 and 2."""
    order = _ORDER.search(scene.text[: match.start("noun")])
    if order is None:
        return None
    place = ("first", "second", "third").index(order[1].lower()) + 1
    return place, max(place, number(order[2]) or 0)

"""Patterns for contact and meetings: first, last, none; asked for, answered, held; told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.check.claim import Claim
from onrecord.check.claim_scene import EMPLOYERS, UNION, Scene
from onrecord.check.types import Dated

_MODS = r"(?:(?:official|formal|direct|known|real|further|such|face-to-face|in-person|new) )*"
_CONTACT = (
    r"(?P<what>communications?|contacts?|conversations?|talks|word|approach|exchange|discussions"
    r"|meetings?|bargaining sessions?|sessions?|negotiations|offers?|proposals?)"
)
_SINCE = r"(?P<gap>[^.;?!]{0,80}?)\bsince\b(?P<since>[^.;?!]*)"
_FIRST = re.compile(rf"\bfirst {_MODS}{_CONTACT}\b{_SINCE}", re.I)
_FIRST_TIME = re.compile(
    r"\b(?P<verb>met|meet|spoke|spoken|talked|wrote|written|contacted|communicated|been in touch)\b"
    rf"(?P<mid>[^.;?!]{{0,60}}?)\bfor the first time\b{_SINCE}",
    re.I,
)
_NONE = re.compile(rf"\b(?P<no>no|without any|zero|not a single) {_MODS}{_CONTACT}\b{_SINCE}", re.I)
_NOT = re.compile(
    r"\b(?P<no>(?:have|has|had) (?:not|never)|(?:haven|hasn|hadn)'t) (?:yet |once |officially )*"
    rf"(?P<verb>met|spoken|talked|communicated|been in (?:touch|contact)|negotiated)\b{_SINCE}",
    re.I,
)
_LAST = re.compile(
    rf"\blast {_MODS}{_CONTACT}\b[^.;?!,]{{0,60}}?\b(?:was|were|came|took place)\b"
    r"|\blast (?P<verb>met|spoke|talked|communicated)\b",
    re.I,
)
_STRIKE_BEGAN = re.compile(
    r"\b(?:strike|walkout|stoppage)s?\b.*\b(?:began|started|begun)|walked out|went on strike"
    r"|\b(?:start|beginning) of the strike",
    re.I,
)
_TALKS_ENDED = re.compile(
    r"\b(?:talks|negotiations|bargaining)\b.*\b(?:collapsed|ended|broke|broken|fell|failed)"
    r"|\b(?:collapse|breakdown|end) of (?:the )?(?:talks|negotiations)",
    re.I,
)
_MEET = (
    r"(?:to meet|for (?:a |another |an? [\w-]+ )?meeting|(?:a |an? [\w-]+ "
    r"|another )?meeting|for talks"
    r"|to resume|to restart|to return to the (?:bargaining )?table|to sit down|to talk)"
)
_ASKED = re.compile(
    r"\b(?P<passive>(?:was|were|been|being) )?(?P<verb>asked|requested|invited|sought|proposed"
    rf"|called)\b(?P<gap>[^.;?!]{{0,60}}?)(?<!\w){_MEET}\b",
    re.I,
)
_ASKED_BY = re.compile(
    r"\bmeeting\b[^.;?!]{0,40}?\b(?P<verb>was|were) (?:requested|sought|proposed|asked for) by\b",
    re.I,
)
_AGREED = re.compile(
    r"\b(?P<verb>agreed|accepted)\b (?P<gap>[^.;?!]{0,30}?)"
    r"(?:to meet|(?:the |an? |their |its )?(?:invitation|request|meeting))\b",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?P<verb>declined|refused|rejected|turned down)\b (?P<gap>[^.;?!]{0,30}?)"
    r"(?:to meet|(?:the |an? |their |its )?(?:invitation|request|meeting)(?! ballot))\b",
    re.I,
)
_HELD = re.compile(
    r"\b(?P<neg>(?:did not|didn't|have not|has not|never) )?(?P<verb>met)\b(?! with (?:a|an|some) )"
    r"(?! (?:the|their|its) (?:target|deadline|demand|need|criteria|challenge))"
    r"|\bmeeting\b(?P<gap>[^.;?!]{0,50}?)\b(?P<place>took place|was held|were held)\b",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?P<verb>(?:plan|plans|planned|due|scheduled|set|going|expect|expects) to meet"
    r"|will meet|shall meet|'ll meet|(?:are|is) meeting|meet again|will (?:sit down|hold talks))\b",
    re.I,
)
_TELLING = re.compile(
    r"\b(?P<verb>told|informed|e-?mailed|wrote to|texted|messaged|sent)\b"
    r"(?P<gap>[^.;?!]{0,40}?)\b(?P<whom>members|membership)\b",
    re.I,
)
_TELLING_ALIAS = re.compile(
    r"\b(?P<verb>told|informed|e-?mailed|wrote to)\s+(?:the |its |their )*\Z", re.I
)
_CHANNEL = re.compile(r"\b(e-?mail|letter|text|bulletin|statement|video|post)", re.I)
_OPEN = re.compile(
    r"\b(?:not|un|n't)(?: |-)?(?:yet |immediately |at once |clear to \w+ )*(?:known|clear"
    r"|confirmed|sure)"
    r"\b(?P<gap>[^.;?!]{0,20}?)\b(?:whether|if)\b(?P<rest>[^.;?!]*)|\bunclear\b[^.;?!]{0,10}?"
    r"(?:whether|if)\b(?P<rest2>[^.;?!]*)",
    re.I,
)
_OVERTURE = re.compile(
    r"\b(?:overture|approach|contact|contacted|request|invitation|offer|meeting|message"
    r"|communication)",
    re.I,
)
_MEETINGS = ("meet", "met", "talks", "discussions", "session", "bargaining", "negotiation")


def contacts(scene: Scene) -> Iterator[Claim]:
    """First, last and no contact or meeting."""
    for pattern, kind in (
        (_FIRST, "first"),
        (_FIRST_TIME, "first"),
        (_NONE, "none"),
        (_NOT, "none"),
    ):
        for match in pattern.finditer(scene.text):
            gap = match.start("gap"), match.end("gap")
            if scene.sentence.asks or not scene.known(*gap):
                continue
            if (base := _base(scene, match)) is not None:
                yield _contact(scene, match, f"contact-{kind}", base)
    for match in _LAST.finditer(scene.text):
        day = scene.day_after(match.end())
        if day and scene.asserted(match.start()) and _two_sides(scene, match.start()):
            yield _contact(scene, match, "contact-last", ("", day))


def meetings(scene: Scene) -> Iterator[Claim]:
    """Meetings asked for, accepted, declined, planned and held."""
    yield from _asked(scene)
    for pattern, kind in ((_AGREED, "meeting-accepted"), (_REFUSED, "meeting-declined")):
        for match in pattern.finditer(scene.text):
            by = scene.subject(match.start(), "")
            if by and scene.asserted(match.start()) and scene.known(match.end("verb"), match.end()):
                yield _meeting(scene, kind, match.span(), by)
    for match in _PLANNED.finditer(scene.text):
        by = scene.subject(match.start())
        if by and not scene.sentence.asks and _with_known(scene, match.end()):
            yield _meeting(scene, "meeting-planned", match.span(), by)
    for match in _HELD.finditer(scene.text):
        at = match.start("place") if match["place"] else match.start()
        by = scene.subject(match.start())
        day = scene.day(match.start(), match.end())
        if by and day and scene.asserted(at) and _with_known(scene, match.end()):
            denies = bool(match["neg"])
            yield _meeting(scene, "meeting-held", match.span(), by, denies=denies)


def telling(scene: Scene) -> Iterator[Claim]:
    """That a party told its members something, by whatever channel."""
    for match in _TELLING.finditer(scene.text):
        by = scene.subject(match.start())
        if by and scene.asserted(match.start()) and scene.known(match.end("verb"), match.end()):
            day = scene.day(*match.span())
            what = _channel(match.group())
            yield scene.claim("told", *match.span(), by=by, dated=day, what=what)
    for held in scene.mentions:
        start, end = scene.local(held)
        match_ = _TELLING_ALIAS.search(scene.text[:start])
        by = scene.subject(match_.start()) if match_ else None
        if match_ and by == (held.party,) and scene.asserted(match_.start()):
            yield scene.claim("told", match_.start(), end, by=by, what="")


def questions(scene: Scene) -> Iterator[Claim]:
    """What a text says is not known about contact with a party."""
    for match in _OPEN.finditer(scene.text):
        name = "rest" if match["rest"] else "rest2"
        named = scene.named(match.start(name), match.end(name), role=UNION)
        if named and _OVERTURE.search(match[name]):
            by = scene.default(EMPLOYERS)
            yield scene.claim("question", *match.span(), by=by, other=named[-1:])


def _base(scene: Scene, match: re.Match[str]) -> tuple[str, Dated | None] | None:
    """What "since" counts from: an act of the record, or a day."""
    since = match["since"]
    day = scene.day_after(match.start("since"), 12)
    for name, pattern in (("strike-began", _STRIKE_BEGAN), ("talks-ended", _TALKS_ENDED)):
        if pattern.search(since):
            return name, day
    if day is not None and _two_sides(scene, match.start()):
        return "", day
    return None


def _two_sides(scene: Scene, at: int) -> bool:
    words = re.search(r"\b(?:two|both) sides\b|\bbetween\b", scene.text, re.I)
    return bool(scene.named()) or bool(words) or scene.subject(at) is not None


def _contact(
    scene: Scene, match: re.Match[str], kind: str, base: tuple[str, Dated | None]
) -> Claim:
    union = scene.named(role=UNION)
    what = match.groupdict().get("what") or match.groupdict().get("verb") or ""
    if what.lower().startswith(_MEETINGS):
        what = "meeting"
    else:
        what = "offer" if what.lower().startswith(("offer", "proposal")) else "contact"
    return scene.claim(
        kind,
        *match.span(),
        by=union if len(union) == 1 else scene.default(UNION),
        other=scene.side(EMPLOYERS),
        since=base[0],
        dated=base[1],
        said_on=_spoken_of(scene, match.start()) if kind == "contact-first" else None,
        what=what,
    )


def _spoken_of(scene: Scene, at: int) -> Dated | None:
    """The day of what is called the first, where the sentence names one day and asks for none."""
    days = [dated for _, end, dated in scene.claimed() if end <= at and dated.first]
    asked = _ASKED.search(scene.text) or _ASKED_BY.search(scene.text) or _PLANNED.search(scene.text)
    return days[0] if len(days) == 1 and not asked else None


def _asked(scene: Scene) -> Iterator[Claim]:
    for match in _ASKED.finditer(scene.text):
        if not scene.asserted(match.start()) or not scene.known(match.end("verb"), match.end()):
            continue
        by = scene.subject(match.start(), "")
        if by and match["passive"]:
            by = _after_by(scene, match.end("verb")) or scene.facing(by)
        if by:
            yield _meeting(scene, "meeting-asked", match.span(), by)
    for match in _ASKED_BY.finditer(scene.text):
        named = _after_by(scene, match.end() - 2)
        if named and scene.asserted(match.start("verb")):
            yield _meeting(scene, "meeting-asked", match.span(), named)


def _meeting(
    scene: Scene, kind: str, span: tuple[int, int], by: tuple[str, ...], *, denies: bool = False
) -> Claim:
    before, after = scene.day_before(span[0]), scene.day_after(span[1])
    inside = [d for start, end, d in scene.claimed() if span[0] <= start and end <= span[1]]
    if inside and inside[-1].first:
        before, after = (inside[-1], after) if after else (before, inside[-1])
    if kind == "meeting-held":
        after, before = after or before, None
    other = tuple(p for p in scene.named(span[0]) if p not in by)
    opposite = scene.facing(by)
    other = tuple(p for p in other if p in opposite) or opposite
    other = tuple(p for p in other if p not in by)
    return scene.claim(kind, *span, by=by, other=other, dated=after, said_on=before, denies=denies)


def _after_by(scene: Scene, at: int) -> tuple[str, ...]:
    match = re.compile(r"[^.;?!]{0,40}?\bby\b").match(scene.text, at)
    if match is None:
        return ()
    near = scene.named(match.end(), match.end() + _REACH)
    return near[:1]


def _with_known(scene: Scene, at: int) -> bool:
    """Whether whom they meet is nobody strange, as far as the words after tell."""
    rest = re.split(r"[,.;?!]", scene.text[at:])[0]
    if scene.named(at, at + len(rest)):
        return True
    plain = re.match(
        r"\s*\Z|\s+(?:again|on|in|at|for|with (?:them|us|each other|the other)|today|tomorrow|next"
        r"|this|yesterday|to|each|and|after|late|early|earlier|last|them|us)\b",
        rest,
        re.I,
    )
    return bool(plain) and not scene.names.strangers(rest, starts=False)


def _channel(text: str) -> str:
    found = _CHANNEL.search(text)
    name = found[1].lower().replace("-", "") if found else ""
    return "email" if "mail" in text.lower() else name


_REACH = 60

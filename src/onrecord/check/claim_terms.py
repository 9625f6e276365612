"""Patterns for terms: offers with their numbers, votes, agreements, ratification, forecasts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.check.claim import Claim, Count
from onrecord.check.claim_numbers import NUMBER, Amount, amounts
from onrecord.check.claim_scene import EMPLOYERS, UNION, Scene

_OFFERED = re.compile(
    r"\b(?P<verb>offered|offers|offering|proposed|proposes|demanded|demands|wanted|wants"
    r"|want|sought"
    r"|seeks|asked for|asks for|asking for|raised (?:its|their) offer|(?:is|are) offering)\b"
    r"|\b(?P<noun>offer|proposal|demand|counterproposal|counter-offer)\b(?= (?:of|from|by"
    r"|was|is|to))",
    re.I,
)
_REJECTED = re.compile(r"\b(?:rejected|accepted|refused|turned down|declined)\b[^.;]*\Z", re.I)
_OFFERS_MADE = re.compile(
    rf"\b(?:made|put forward|tabled|presented) (?P<n>{NUMBER}) (?:\w+ )?(?:offers|proposals)\b"
    r"(?P<rest>[^.;?!]*)",
    re.I,
)
_VOTE = re.compile(
    r"\b(?:vot(?:e|ed|es|ing)|ballots?|ratif\w+|authori[sz]\w+|turn-?out|in favou?r)\b", re.I
)
_AGAINST = r"(?:no|against|opposed)"
_FAVOUR = r"(?:yes|in favou?r|for)"
_YES_NO = re.compile(
    rf"(?P<yes>{NUMBER}) (?:votes? |members? |voted )*{_FAVOUR}\b[^.;\d]{{0,30}}?"
    rf"(?P<no>{NUMBER}) (?:votes? |members? |voted )*{_AGAINST}\b",
    re.I,
)
_TO = re.compile(
    r"\b(?:vote[sd]?|by|of|passed|backed|approved)\b[^.;\d]{0,30}?(?P<yes>\d[\d,.]*?)"
    r"(?:%| per ?cent| percent| votes)?(?: to |-)(?P<no>\d[\d,.]*?)(?P<unit>%| per ?cent| percent)?"
    r"(?=[\s,.;]|\Z)",
    re.I,
)
_YES = re.compile(
    rf"(?P<n>{NUMBER})(?: [A-Za-z'-]+){{0,3}}? (?:voted )?(?:yes|in favou?r)\b",
    re.I,
)
_NO = re.compile(rf"(?P<n>{NUMBER})(?: (?:members|votes))? (?:voted )?(?:no|against)\b", re.I)
_ELIGIBLE = re.compile(
    rf"(?P<n>{NUMBER}) (?:members |people )?(?:who (?:could|can|were (?:eligible|entitled) to) vote"
    r"|eligible(?: (?:to vote|voters|members))?|entitled to vote)",
    re.I,
)
_BALLOTS = re.compile(
    rf"(?P<n>{NUMBER}) (?:valid )?(?:ballots|votes)(?: were)?(?: cast"
    rf"| counted)?\b(?! (?:in favo|against|yes|no|for|to \d))",
    re.I,
)
_PART = r"(?P<n>\d+(?:\.\d+)?)(?:\s*%| per ?cent| percent)"
_TURNOUT = re.compile(
    rf"turn-?out (?:was|of|reached|stood at|came to|at)?[^.;\d]{{0,12}}{_PART}"
    rf"|(?P<n2>\d+(?:\.\d+)?)(?:\s*%| per ?cent| percent)(?: |-)turn-?out",
    re.I,
)
_OF_ELIGIBLE = re.compile(
    rf"{_PART} of (?:all |those |the )*(?:eligible|entitled|who (?:could|can) vote|members could)",
    re.I,
)
_SHARE = re.compile(
    rf"{_PART} (?:of [^.;\d]{{0,50}}? )?(?:(?:have|had|were|was|who) )*(?:voted(?! (?:no|against|to"
    r" reject))|backed|approved|supported|ratified|authori[sz]ed|said yes|yes\b|in favou?r\b"
    r"|for\b(?= (?:a|the) (?:strike|deal|agreement))|majority|support\b)",
    re.I,
)
_NO_SHARE = re.compile(
    rf"{_PART} (?:of [^.;\d]{{0,50}}? )?(?:(?:have|had|were|was|who) )*(?:voted (?:no|against)"
    r"|against\b|opposed\b|rejected\b)",
    re.I,
)
_SHARE_AFTER = re.compile(
    rf"\b(?:vote[sd]?|ratified|approved|authori[sz]ed|passed"
    rf"|carried)\b[^.;\d]{{0,50}}?\b(?:by|with|at)"
    rf"(?: a)?(?: margin of| vote of)? {_PART}",
    re.I,
)
_DEAL = r"(?:agreement|deal|settlement|accord)"
_MODS = (
    r"(?:(?:a|an|the|any|its|their|new|tentative|provisional|interim|final|contract|pay|full) )*"
)
_REACHED = re.compile(
    r"\b(?P<neg>(?:has|have|had|did) not |(?:hasn|haven|didn)'t |never |failed to )?"
    rf"(?P<verb>reached|reach|struck|signed|sign|secured|made|agreed(?: on| to)?|have|has) {_MODS}"
    rf"(?P<noun>{_DEAL})\b(?! with (?:a|an) )",
    re.I,
)
_WAS_REACHED = re.compile(
    rf"(?P<no>\bno )?(?:\b{_MODS})(?P<noun>{_DEAL})(?P<gap>[^.;?!,]{{0,40}}?) "
    r"(?:(?:was|is|has been|had been|were)(?P<neg> not)? )?(?:tentatively |now |finally |already )?"
    r"(?P<verb>reached|struck|signed|done|agreed|in place|sealed)\b",
    re.I,
)
_NO_DEAL = re.compile(r"\bthere (?:is|was|has been) (?:still )?no (?P<noun>agreement|deal)\b", re.I)
_RATIFIED = re.compile(
    r"\b(?P<neg>(?:has|have|had|did) not |(?:hasn|haven|didn)'t |never |not yet )?"
    r"(?P<verb>ratified|ratify|approved|accepted|(?:voted|vote) to (?:ratify|accept"
    r"|approve)|voted for"
    rf"|backed) {_MODS}(?P<noun>{_DEAL}|contract)\b",
    re.I,
)
_WAS_RATIFIED = re.compile(
    rf"\b(?P<noun>{_DEAL}|contract)(?P<gap>[^.;?!,]{{0,40}}?) (?:was|is|has been|had been)"
    r"(?P<neg> not(?: yet| been)*)? (?:now |finally |overwhelmingly )?(?P<verb>ratified"
    r"|approved by)\b",
    re.I,
)
_TOPIC = re.compile(
    r"\b(?P<noun>strike|walkout|talks|negotiations|offer|deal|agreement|contract|pickets"
    r"|dispute)\b",
    re.I,
)
_FORECAST = re.compile(
    r"\b(?:could|may|might|will|would|should|is expected to|are expected to|likely to"
    r"|set to|about to"
    r"|expects? to|hopes? to|bound to|poised to|looks? set|certain to|going to)\s+(?:\w+ ){0,3}?"
    r"(?:end|be|begin|start|collapse|resume|last|continue|meet|offer|agree|ratify|reach|drag|settle"
    r"|cave|fold|return|improve|accept|reject|fail|break|go|finish|sign|close)\b",
    re.I,
)
_OPINION = re.compile(
    r"\b(?:unfair|fair|greedy|generous|shameful|disgraceful|insulting|an insult"
    r"|reasonable|unreasonable"
    r"|deserves?|outrageous|pointless|hopeless|optimistic|pessimistic|best ever"
    r"|a disaster|a triumph"
    r"|ridiculous|too (?:much|little|late|greedy))\b",
    re.I,
)


def offers(scene: Scene) -> Iterator[Claim]:
    """Percentages that a side is said to have offered or asked for."""
    taken = -1
    for match in _OFFERED.finditer(scene.text):
        if match.start() < taken or scene.sentence.asks:
            continue
        end = _clause_end(scene, match.end())
        rises = [found for found in _amounts(scene, match.end(), end) if found.percent]
        rises = rises or [
            f for f in _amounts(scene, match.start() - 25, match.start()) if f.percent
        ]
        by = _offerer(scene, match)
        if not rises or not by or not scene.known(match.end(), rises[-1].start):
            continue
        taken = max(found.end for found in rises)
        day = scene.day_after(taken) or scene.day_before(match.start())
        day = day or scene.day_after(match.end())
        yield scene.claim(
            "offer",
            match.start(),
            match.end(),
            by=by,
            other=scene.facing(by),
            dated=day,
            counts=tuple(Count("rise", found) for found in rises),
        )
    yield from _offers_made(scene)


def votes(scene: Scene) -> Iterator[Claim]:
    """The counts and shares of a vote."""
    if scene.sentence.asks or not _VOTE.search(scene.text):
        return
    counts = tuple(sorted(_counts(scene), key=lambda count: (count.amount.start, count.what)))
    if not counts:
        return
    start = counts[0].amount.start
    vote = _VOTE.search(scene.text)
    day = scene.day_after(counts[-1].amount.end) or scene.day_before(start)
    subject = (
        "ratification" if re.search(r"ratif|agreement|deal|contract", scene.text, re.I) else ""
    )
    subject = subject or ("strike" if re.search(r"strike|authori[sz]", scene.text, re.I) else "")
    by = _voters(scene, min(start, vote.start() if vote else start), subject)
    if not by:
        return
    end = counts[-1].amount.end
    yield scene.claim("vote", start, end, by=by, dated=day, counts=counts, what=subject)


def agreements(scene: Scene) -> Iterator[Claim]:
    """An agreement reached, signed or ratified, and that there is none."""
    for match in _RATIFIED.finditer(scene.text):
        by = scene.subject(match.start())
        if by and scene.asserted(match.start()) and scene.event(match.start("noun")) is not None:
            yield _settled(scene, "ratified", match, by)
    for match in _WAS_RATIFIED.finditer(scene.text):
        whose = scene.event(match.start("noun"))
        gap = match.start("gap"), match.end("gap")
        if whose is not None and scene.known(*gap) and scene.asserted(match.start("verb")):
            yield _settled(scene, "ratified", match, ())
    for match in _REACHED.finditer(scene.text):
        by = scene.subject(match.start())
        if by and scene.asserted(match.start()) and scene.known(match.end("verb"), match.end()):
            yield _settled(scene, "agreement", match, by)
    for pattern in (_WAS_REACHED, _NO_DEAL):
        for match in pattern.finditer(scene.text):
            whose = scene.event(match.start("noun"))
            gap = match.span("gap") if pattern is _WAS_REACHED else (0, 0)
            if whose is not None and scene.known(*gap) and scene.asserted(match.start()):
                yield _settled(scene, "agreement", match, ())


def opinions(scene: Scene) -> Iterator[Claim]:
    """Forecasts, opinions and questions about the strike, the talks or the terms."""
    topic = _TOPIC.search(scene.text)
    if topic is None or not any(
        scene.event(found.start("noun")) is not None for found in _TOPIC.finditer(scene.text)
    ):
        return
    if not scene.named() and scene.names.strangers(scene.text):
        return
    for pattern in (_FORECAST, _OPINION):
        if match := pattern.search(scene.text):
            span = min(topic.start(), match.start()), max(topic.end(), match.end())
            yield scene.claim("opinion", *span)
            return
    if scene.sentence.asks:
        yield scene.claim("opinion", 0, len(scene.text.rstrip()))


def _offerer(scene: Scene, match: re.Match[str]) -> tuple[str, ...]:
    if match["noun"]:
        whose = scene.event(match.start("noun"))
        if whose:
            return whose
        after = re.compile(r" (?:from|by) ").match(scene.text, match.end())
        if after:
            return scene.named(after.end(), after.end() + 60)[:1]
        if whose is None:
            return ()
        if _REJECTED.search(scene.text[: match.start()]):
            by = scene.subject(match.start())
            return scene.facing(by) if by else ()
        demand = match["noun"].lower() == "demand"
        return scene.side(UNION if demand else EMPLOYERS)
    return scene.subject(match.start(), "") or ()


def _offers_made(scene: Scene) -> Iterator[Claim]:
    for match in _OFFERS_MADE.finditer(scene.text):
        by = scene.subject(match.start(), "")
        found = _amounts(scene, match.start("n"), match.end("n"))
        if by and found and scene.asserted(match.start()):
            base = re.search(r"\bsince the strike(?: began)?", match["rest"], re.I)
            span = match.start(), match.start("rest") + (base.end() if base else 0)
            since = "strike-began" if base else ""
            count = (Count("offers", found[0]),)
            yield scene.claim("offers-made", *span, by=by, counts=count, since=since)


def _counts(scene: Scene) -> Iterator[Count]:
    """Each number once, by the most telling words around it."""
    taken: set[int] = set()
    for match in [*_YES_NO.finditer(scene.text), *_TO.finditer(scene.text)]:
        share = bool(match.groupdict().get("unit"))
        for name in ("yes", "no"):
            yield from _count(scene, match, name, f"{name}-share" if share else name, taken)
    for what, pattern in (
        ("of-eligible", _OF_ELIGIBLE),
        ("eligible", _ELIGIBLE),
        ("turnout", _TURNOUT),
        ("no-share", _NO_SHARE),
        ("yes-share", _SHARE),
        ("yes-share", _SHARE_AFTER),
        ("yes", _YES),
        ("no", _NO),
        ("ballots", _BALLOTS),
    ):
        for match in pattern.finditer(scene.text):
            yield from _count(scene, match, "n" if match["n"] else "n2", what, taken)


def _count(
    scene: Scene, match: re.Match[str], name: str, what: str, taken: set[int]
) -> Iterator[Count]:
    at = match.start(name)
    if any(first <= at < last for first, last, _ in scene.claimed()):
        return
    found = next((f for f in amounts(scene.text) if f.start <= at < f.end), None)
    if found is None or found.start in taken:
        return
    taken.add(found.start)
    percent = what.endswith("share") or what in ("turnout", "of-eligible")
    if found.percent and what in ("yes", "no"):
        what, percent = f"{what}-share", True
    if percent == (found.percent or what.endswith("share")):
        yield Count(what, replace(found, percent=percent))


def _amounts(scene: Scene, start: int, end: int) -> list[Amount]:
    return [f for f in amounts(scene.text) if max(start, 0) <= f.start and f.end <= end + 12]


def _voters(scene: Scene, at: int, subject: str) -> tuple[str, ...]:
    named = scene.named(role=UNION)
    if len(named) == 1:
        return named
    if not (named or subject) or (not named and scene.names.strangers(scene.text)):
        return ()
    return scene.subject(at) or ()


def _settled(scene: Scene, kind: str, match: re.Match[str], by: tuple[str, ...]) -> Claim:
    groups = match.groupdict()
    named = by or scene.named(role=UNION) or scene.default(UNION)
    day = scene.day_after(match.end()) or scene.day_before(match.start())
    denies = bool(groups.get("neg") or groups.get("no") or match.re is _NO_DEAL)
    unions = tuple(p for p in named if scene.names.roles.get(p) == UNION) or scene.side(UNION)
    verb = (groups.get("verb") or "").lower()
    return scene.claim(
        kind,
        *match.span(),
        by=unions,
        other=scene.side(EMPLOYERS),
        dated=day,
        denies=denies,
        what="signed" if verb.startswith("sign") else "",
    )


def _clause_end(scene: Scene, at: int) -> int:
    stop = re.compile(r"[;:]|\b(?:while|but|after|before|since|compared|against|although)\b", re.I)
    found = stop.search(scene.text, at)
    return found.start() if found else len(scene.text)

"""The acts of a dispute as a timeline tells them: a few words each, and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from onrecord.talks.facts import Fact
from onrecord.talks.statements.scene import Scene
from onrecord.talks.statements.sides import EMPLOYERS


@dataclass(frozen=True, slots=True)
class Moment:
    """``words`` say what ``party`` did on ``day``; ``side`` is union, employers or both."""

    day: date
    side: str
    party: str
    words: str
    entries: tuple[int, ...]


def _words(fixed: str) -> Callable[[Fact], str]:
    return lambda fact: fixed


def _named(fixed: str, field: str) -> Callable[[Fact], str]:
    return lambda fact: f"{fixed}: {fact.words(field)}" if fact.words(field) else fixed


SAID: Mapping[str, Callable[[Fact], str]] = {
    "talks-opened": _words("talks open"),
    "talks-ended": _words("talks end"),
    "talks-suspended": _words("talks are suspended"),
    "talks-resumed": _words("talks resume"),
    "strike-authorised": _words("strike authorised"),
    "strike-called": _words("strike called"),
    "strike-began": _words("strike begins"),
    "strike-ended": _words("strike ends"),
    "lockout-began": _words("lockout begins"),
    "lockout-ended": _words("lockout ends"),
    "meeting-requested": _words("asks to meet"),
    "meeting-declined": _words("declines to meet"),
    "meeting-held": _words("they meet"),
    "offer": _words("offer"),
    "proposal": _words("proposal"),
    "counterproposal": _words("counterproposal"),
    "agreement-reached": _words("agreement reached"),
    "board-decision": _named("board decides", "what"),
    "vote-counted": _named("vote", "question"),
    "return-to-work": _words("return to work authorised"),
    "contract-expiry": _words("contract runs out"),
    "contract-extension": _words("contract extended"),
    "denial": _named("denies", "of"),
    "silence-announced": _words("announces silence"),
}
"""The acts that a timeline tells, and how."""


def moments(scene: Scene) -> list[Moment]:
    """What the record tells up to today, by day; what several entries tell alike stands once."""
    found: dict[tuple[date, str, str], Moment] = {}
    for fact in scene.state.facts:
        if fact.kind not in SAID or fact.day > scene.today:
            continue
        parties = list(dict.fromkeys(scene.sides.of(party) for party in fact.actors))
        if not parties:
            continue
        words = SAID[fact.kind](fact)
        party = " and ".join(parties)
        key = fact.day, party, words
        held = found.get(key)
        entries = (*held.entries, fact.entry) if held else (fact.entry,)
        told = f"{party}: {words}"
        entries = tuple(dict.fromkeys(entries))
        found[key] = Moment(fact.day, _side(scene, parties), party, told, entries)
    return list(found.values())


def _side(scene: Scene, parties: list[str]) -> str:
    sides = {scene.sides.side.get(party) for party in parties}
    if len(sides) > 1:
        return "both"
    return "employers" if sides == {EMPLOYERS} else "union"

"""Three kinds of quiet, which are three things: announced, process-only word, nothing recorded.

*Announced*: a party said that less or no word is to be expected. It holds until the day that it
names; where it names none, until the talks that it is about end or stop, a strike of theirs
begins, or they agree. *Process only*: the party speaks, and says no more than that they met, will
meet or will write. *Nothing recorded*: the record holds no word of it since a day; that does not
mean that nothing was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.domain.act_values import Due
from onrecord.talks.facts import Fact, overlap
from onrecord.talks.fold import State
from onrecord.talks.promises import due_day

ANNOUNCED, PROCESS, NOTHING, WORD = "announced", "process-only", "nothing-recorded", "word"
QUIET = timedelta(days=3)
"""A party that has not been heard for longer is quiet."""
PROCESSES = frozenset(
    {
        *("meeting-requested", "meeting-accepted", "meeting-declined", "meeting-held", "contact"),
        *("promise", "silence-announced", "mediation", "talks-opened", "talks-resumed"),
    }
)
"""Acts that tell how the talks are held, and nothing of what is put forward in them."""
_ENDING = frozenset({"talks-ended", "talks-suspended", "agreement-reached"})
_STRIKING = frozenset({"strike-began", "lockout-began"})


@dataclass(frozen=True, slots=True)
class Silence:
    """``by`` announced on ``day`` that no word (``extent`` all) or none on terms will come."""

    by: tuple[str, ...]
    day: date
    until: date | None
    extent: str | None
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """How ``party`` is heard: one of the three kinds of quiet or ``word``; since when."""

    party: str
    kind: str
    since: date
    entries: tuple[int, ...]


def announced(state: State, today: date) -> tuple[Silence, ...]:
    """The announced silences that hold on ``today``, oldest first."""
    facts = (f for f in state.part("words") if f.kind == "silence-announced")
    found = [_silence(fact, state.zone) for fact in facts if fact.day <= today]
    return tuple(each for each in found if _holds(state, each, today))


def quiet(state: State, party: str, today: date) -> Quiet | None:
    """How ``party`` is heard on ``today``; None where the record holds no word of it at all."""
    for silence in reversed(announced(state, today)):
        if overlap((party,), silence.by):
            return Quiet(party, ANNOUNCED, silence.day, silence.entries)
    said = [s for s in state.said if overlap((party,), s.by) and s.day <= today]
    if not said:
        return None
    latest = max(said, key=lambda each: (each.day, each.entry))
    if today - latest.day > QUIET:
        return Quiet(party, NOTHING, latest.day, (latest.entry,))
    kinds = _kinds(state)
    if not _process(kinds.get(latest.entry, ())):
        return Quiet(party, WORD, latest.day, (latest.entry,))
    recent = sorted(said, key=lambda each: (each.day, each.entry), reverse=True)
    entries = []
    for each in recent:
        if not _process(kinds.get(each.entry, ())):
            break
        entries.append(each)
    return Quiet(party, PROCESS, entries[-1].day, tuple(sorted(e.entry for e in entries)))


def _process(kinds: Sequence[str]) -> bool:
    return bool(kinds) and PROCESSES.issuperset(kinds)


def _kinds(state: State) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for fact in state.facts:
        if not fact.implied:  # nobody said what a bare letter is about: it may hold terms
            found.setdefault(fact.entry, []).append(fact.kind)
    return found


def _silence(fact: Fact, zone: str) -> Silence:
    due = fact.act.get("until")
    until = due_day(due, fact.day, zone) if isinstance(due, Due) else None
    return Silence(fact.parties("by"), fact.day, until, fact.words("extent"), (fact.entry,))


def _holds(state: State, silence: Silence, today: date) -> bool:
    if silence.until is not None:
        return today <= silence.until
    return not any(
        silence.day < fact.day <= today and overlap(fact.actors, silence.by)
        for fact in state.facts
        if fact.kind in _ENDING or fact.kind in _STRIKING
    )

"""Rules on meetings: who asked, what became of it, how many sat down.

A sidebar is a meeting and no bargaining session; so is one that was not official.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.talks.meetings import Meeting
from onrecord.talks.requests import Request
from onrecord.talks.statements.scene import Pair, Scene, label
from onrecord.talks.statements.statement import Statement, stated, who
from onrecord.talks.values import merged

NO_SESSION = frozenset({"sidebar", "call", "letter", "email", "written"})
"""The forms of a meeting at which nobody bargains across the table."""


def meeting_request(scene: Scene) -> Iterator[Statement]:
    """Each meeting asked for, and what became of it."""
    for request in scene.state.requests:
        pair = scene.sides.pair((*request.by, *request.to))
        if pair is None or request.asked > scene.today:
            continue
        outcome, entries = _outcome(request)
        values = {
            "by": who(request.by),
            "to": who(request.to),
            "asked": request.asked,
            "for": request.for_day,
            "outcome": outcome,
        }
        silent = outcome == "nothing-recorded"
        cited = (request.entries, entries)
        yield stated("meeting-request", label(pair), values, *cited, in_this_record=silent)


def requested_share(scene: Scene) -> Iterator[Statement]:
    """How many of the meetings since day 1 each side asked for."""
    for pair, met, since, grounds in _since(scene):
        askers = [_asked_by(scene, meeting) for meeting in met]
        for party in pair:
            asked = sum(party in asker for asker in askers)
            if not asked:
                continue
            values = {"requested": asked, "meetings": len(met), "by": party, "since": since}
            cited = (grounds, merged(*(meeting.entries for meeting in met)))
            yield stated("requested-share", label(pair), values, *cited, in_this_record=True)


def sessions(scene: Scene) -> Iterator[Statement]:
    """Bargaining sessions since day 1, and those with chief executives in the room."""
    apart = _no_sessions(scene)
    for pair, met, since, grounds in _since(scene):
        held = [meeting for meeting in met if not set(meeting.entries) <= apart]
        if not held:
            continue
        values = {
            "sessions": len(held),
            "executives": sum(meeting.executives for meeting in held),
            "since": since,
        }
        cited = (grounds, merged(*(meeting.entries for meeting in held)))
        yield stated("sessions", label(pair), values, *cited, in_this_record=True)


def _since(scene: Scene) -> Iterator[tuple[Pair, Sequence[Meeting], date, tuple[int, ...]]]:
    for pair, strike in scene.struck.items():
        first = strike.first_day
        if first is None:
            continue
        met = [meeting for meeting in scene.meetings.get(pair, ()) if meeting.day >= first]
        if met:
            yield pair, met, first, strike.began[0].entries


def _outcome(request: Request) -> tuple[str, tuple[int, ...]]:
    for outcome in ("held", "accepted", "declined"):
        if entries := getattr(request, outcome):
            return outcome, entries
    return "nothing-recorded", ()


def _asked_by(scene: Scene, meeting: Meeting) -> set[str]:
    """Who asked for a meeting: as its own act says, or else as the requests that led to it do."""
    by = meeting.requested_by
    if not by:
        led = (r for r in scene.state.requests if set(r.held) & set(meeting.entries))
        by = tuple(name for request in led for name in request.by)
    return {scene.sides.of(name) for name in by}


def _no_sessions(scene: Scene) -> set[int]:
    facts = scene.state.part("meetings")
    return {fact.entry for fact in facts if fact.words("form") in NO_SESSION}

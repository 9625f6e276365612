"""What each type of event is in acts. ``docs/spec/history.md`` has the same as a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from onrecord.domain.act import Act
from onrecord.domain.act_values import Due, Value
from onrecord.domain.moment import Moment
from onrecord.procedures.history.phrases import (
    clock,
    day_after,
    executives,
    figures,
    promises,
    told_later,
)
from onrecord.procedures.history.scene import Scene

_AUTHORISES = re.compile(r"authoris|authoriz", re.I)
_LOST = re.compile(r"\b(?:reject(?:s|ed)?|voted? (?:it )?down|lost|defeated)\b", re.I)
_STRIKE_ENDS = re.compile(r"\b(?:end|suspend)\w* the strike|\bstrike (?:is )?(?:suspended|ended)")
_LABEL = re.compile(
    r"(?:characteri[sz]es?d? as|calls?|called) (?:it )?(?:its |an? )?([^;.]+)", re.I
)
_WORKERS = re.compile(
    r"(about |nearly |over |some )?([0-9]{1,3}(?:,[0-9]{3})+) (?!yes|no\b|ballots)"
)
_FORMS = {
    "table": "table",
    "sidebar": "sidebar",
    "call": "call",
    "video call": "video",
    "video": "video",
    "letter": "letter",
    "email": "email",
}
_DELIVERED = re.compile(r"\bresponse (?:was |is )?delivered\b", re.I)
_SILENCE = re.compile(r"\bannounced silence\b", re.I)
_QUESTION = re.compile(r"^([^:0-9]{4,60}):")

Event = Callable[[Scene], Iterator[Act]]


def acts_of(scene: Scene) -> tuple[Act, ...]:
    """The acts of a row, those of its event types in order, then its promises."""
    found = [act for event in scene.events for act in EVENTS[event](scene)]
    return (*found, *_promises(scene))


def _none(scene: Scene) -> Iterator[Act]:
    yield from ()


def _message(scene: Scene) -> Iterator[Act]:
    """Words to members or the press; one that tells of a response delivered is contact, and one
    whose note says so announces silence."""
    if scene.by.parties and _DELIVERED.search(scene.fact):
        yield scene.act("contact", by=scene.by.parties, to=scene.facing(scene.by.parties))
    if _SILENCE.search(scene.row["note"]):
        yield scene.act("silence-announced", by=scene.by.parties, to=scene.to.words or None)


def _talks_opened(scene: Scene) -> Iterator[Act]:
    yield scene.act("talks-opened", between=scene.pair, on=scene.on())
    if ends := day_after(r"contracts? (?:expires?|runs? out|ends?)", scene.fact, scene.told):
        yield scene.act("contract-expiry", between=scene.pair, on=scene.on(ends))


def _talks_ended(scene: Scene) -> Iterator[Act]:
    yield scene.act("talks-ended", between=scene.pair, on=scene.on(), outcome="no agreement")


def _talks_suspended(scene: Scene) -> Iterator[Act]:
    yield scene.act(
        "talks-suspended", between=scene.pair, by=scene.by.parties or None, on=scene.on()
    )


def _talks_resumed(scene: Scene) -> Iterator[Act]:
    yield scene.act("talks-resumed", between=scene.pair, on=scene.on())


def _vote(scene: Scene) -> Iterator[Act]:
    found = figures(scene.fact)
    question = _question(scene)
    lost = _LOST.search(scene.fact) is not None
    yield scene.act(
        "vote-counted",
        by=scene.by.parties,
        question=question,
        on=scene.on(),
        outcome="lost" if lost else "carried",
        **_named(found),
    )
    if _AUTHORISES.search(question) and not lost:
        yield scene.act("strike-authorised", by=scene.by.parties, on=scene.on())


def _named(figures_: Mapping[str, Value]) -> dict[str, Any]:
    return {name.replace("-", "_"): value for name, value in figures_.items()}


def _question(scene: Scene) -> str:
    if "ratification_result" in scene.events:
        return "ratification"
    if _AUTHORISES.search(scene.fact):
        return "strike authorisation"
    match = _QUESTION.match(scene.fact)
    return (match[1] if match else scene.fact.split(",")[0])[:100].strip()


def _board(scene: Scene) -> Iterator[Act]:
    found = figures(scene.fact)
    weighted = "weighted" in scene.fact.casefold()
    found.pop("approximate", None)
    yield scene.act(
        "board-decision",
        by=scene.by.parties,
        on=scene.on(),
        what=scene.fact,
        unanimous="unanimous" in scene.fact.casefold() or None,
        weighted=weighted or None,
        **_named(found),
    )


def _strike_called(scene: Scene) -> Iterator[Act]:
    yield scene.act(
        "strike-called",
        by=scene.by.parties,
        against=scene.facing(scene.by.parties),
        on=scene.on(),
        effective=scene.effective(),
    )


def _strike_began(scene: Scene) -> Iterator[Act]:
    counted = _WORKERS.search(scene.fact)
    yield scene.act(
        "strike-began",
        by=scene.by.parties,
        against=scene.facing(scene.by.parties),
        on=scene.on(),
        workers=int(counted[2].replace(",", "")) if counted else None,
        approximate=True if counted and counted[1] else None,
    )


def _strike_ended(scene: Scene) -> Iterator[Act]:
    yield scene.act(
        "strike-ended",
        by=scene.by.parties,
        against=scene.facing(scene.by.parties),
        on=scene.on(),
        effective=scene.made if scene.made.instant else None,
        outcome=scene.outcome,
    )


def _strike_end_decided(scene: Scene) -> Iterator[Act]:
    yield from _board(scene)
    yield from _return(scene)


def _return(scene: Scene) -> Iterator[Act]:
    """Work may go on: where the words say that the strike ends, and when."""
    match = _STRIKE_ENDS.search(scene.fact)
    bodies = tuple(p for p in scene.by.parties if scene.names.role(p) == "union")
    if match is None or not bodies:
        return
    later = [told.day for told in scene.told if told.start > match.start()]
    if later and (effective := _at(scene, match.end(), later[0])):
        yield scene.act("return-to-work", by=bodies, on=scene.on(), effective=effective)


def _at(scene: Scene, start: int, day: date) -> Moment | None:
    time = clock(scene.fact[start:])
    return scene.at(day, time) if time else None


def _meeting_requested(scene: Scene) -> Iterator[Act]:
    asking = tuple(dict.fromkeys(scene.names.whole(p) for p in scene.by.parties))
    named = [told.day for told in scene.told if told.day >= scene.day]
    meeting = day_after(r"(?:to meet|meet|meeting)", scene.fact, scene.told)
    meeting = meeting if meeting and meeting >= scene.day else named[0] if named else None
    if _answered(scene):
        meeting = None
    scene.planned.meeting = meeting
    yield scene.act(
        "meeting-requested",
        by=asking,
        to=scene.facing(asking),
        on=scene.on(),
        for_=Moment(str(meeting)) if meeting else None,
    )


def _answered(scene: Scene) -> bool:
    """Whether the day that the words name is that of an answer."""
    return re.search(r"\b(?:agreed|accepted|declined)\b", scene.fact) is not None


def _meeting_accepted(scene: Scene) -> Iterator[Act]:
    later = [told.day for told in scene.told if told.day > scene.day]
    scene.planned.meeting = later[0] if later else None
    yield scene.act(
        "meeting-accepted",
        by=scene.pair,
        on=scene.on(),
        for_=Moment(str(later[0])) if later else None,
    )


def _meeting_declined(scene: Scene) -> Iterator[Act]:
    by = scene.by.parties
    yield scene.act("meeting-declined", by=by, to=scene.facing(by), on=scene.on())


def _meeting_held(scene: Scene) -> Iterator[Act]:
    row = scene.row
    room = executives(row["fact"], row["from"], row["to"])
    following = day_after(r"(?:meet again|resumes?|go on|continues?)", scene.fact, scene.told)
    if "tomorrow" in scene.fact:
        following = scene.day + timedelta(days=1)
    yield scene.act(
        "meeting-held",
        between=scene.pair,
        on=scene.on(),
        form=_FORMS.get(row["channel"].casefold()),
        executives=room,
        next=Moment(str(following)) if following and following > scene.day else None,
    )


def _draft(kind: str) -> Event:
    def event(scene: Scene) -> Iterator[Act]:
        by = tuple(dict.fromkeys(scene.names.whole(p) for p in scene.by.parties))
        named = [told.day for told in scene.told] if told_later(scene.row["fact"]) else []
        for day in dict.fromkeys(named) or (None,):
            yield scene.act(
                kind,
                by=by,
                to=scene.facing(by),
                on=scene.on(day),
                form=_FORMS.get(scene.row["channel"].casefold()),
            )

    return event


def _characterised(scene: Scene) -> Iterator[Act]:
    by = tuple(dict.fromkeys(scene.names.whole(p) for p in scene.by.parties))
    yield from _draft("offer")(scene)
    if match := _LABEL.search(scene.fact):
        words = match[1].strip(" ,")
        yield scene.act("characterisation", by=by, of="its offer", as_=words, on=scene.on())


def _agreement(scene: Scene) -> Iterator[Act]:
    yield scene.act(
        "agreement-reached",
        between=scene.pair,
        on=scene.on(),
        scope="contract",
        ratification=True,
    )
    yield from _return(scene)


def _silence(scene: Scene) -> Iterator[Act]:
    yield scene.act("silence-announced", by=scene.pair, to=scene.to.words or None)


def _extended(scene: Scene) -> Iterator[Act]:
    later = [told.day for told in scene.told]
    if len(later) < 1:
        scene.row.fail("fact", "until when the contract goes on cannot be told; name the day")
    start = later[0] if len(later) > 1 else None
    time = re.search(r"\b\d{1,2}:\d{2} ?(?:am|pm)\b", scene.fact)
    until = _at(scene, time.start(), later[-1]) if time else None
    yield scene.act(
        "contract-extension",
        between=scene.pair,
        on=scene.on(),
        from_=Moment(str(start)) if start else None,
        until=until or Moment(str(later[-1])),
    )


def _expired(scene: Scene) -> Iterator[Act]:
    yield scene.act("contract-expiry", between=scene.pair, on=scene.on())


def _rumour(scene: Scene) -> Iterator[Act]:
    rumour = scene.fact.rstrip(".")
    scene.planned.rumour, scene.planned.rumoured = rumour, scene.day
    heard = ", ".join(part for part in (scene.row["from"], scene.row["channel"]) if part)
    yield scene.act("rumour-noted", what=rumour, heard_in=heard or None, on=scene.on())


def _denial(scene: Scene) -> Iterator[Act]:
    recent = scene.planned.rumoured
    close = recent is not None and (scene.day - recent).days <= 7
    of = scene.planned.rumour if close else scene.fact.rstrip(".")
    yield scene.act("denial", by=scene.by.parties, of=of, on=scene.on())


def _mediation(scene: Scene) -> Iterator[Act]:
    by = scene.by.parties
    yield scene.act("mediation", by=by, step="accepted", between=scene.pair, on=scene.on())


def _private_contact(scene: Scene) -> Iterator[Act]:
    by = scene.by.parties
    yield scene.act("contact", by=by, to=scene.to.parties, on=scene.on(), official=False)


def _ballot(scene: Scene) -> Iterator[Act]:
    later = [told.day for told in scene.told if told.day > scene.day]
    ratifies = "ratif" in scene.fact.casefold()
    yield scene.act(
        "ballot-opened",
        by=scene.by.parties,
        question="ratification" if ratifies else "strike authorisation",
        on=scene.on(),
        until=Moment(str(later[-1])) if later else None,
    )


EVENTS: Mapping[str, Event] = {
    "talks_start": _talks_opened,
    "talks_end_no_agreement": _talks_ended,
    "talks_suspended": _talks_suspended,
    "talks_resumed": _talks_resumed,
    "talks_scheduled": _none,
    "vote_result": _vote,
    "ratification_result": _vote,
    "board_vote": _board,
    "ballot_opened": _ballot,
    "strike_called": _strike_called,
    "strike_start": _strike_began,
    "strike_end_decided": _strike_end_decided,
    "strike_end": _strike_ended,
    "meeting_requested": _meeting_requested,
    "meeting_agreed": _meeting_accepted,
    "meeting_declined": _meeting_declined,
    "meeting_held": _meeting_held,
    "offer": _draft("offer"),
    "proposal": _draft("proposal"),
    "counterproposal": _draft("counterproposal"),
    "offer_characterised": _characterised,
    "position_published": _none,
    "tentative_agreement": _agreement,
    "blackout_agreed": _silence,
    "silence_announced": _silence,
    "contract_extended": _extended,
    "contract_expired": _expired,
    "rumour": _rumour,
    "denial": _denial,
    "mediation_agreed": _mediation,
    "unofficial_contact": _private_contact,
    "statement_to_press": _none,
    "message_to_members": _message,
    "joint_statement": _none,
}
"""From the words of the column ``event_type`` to what gives the acts of such a row."""


def _promises(scene: Scene) -> Iterator[Act]:
    for promised in promises(scene.row["fact"]):
        yield scene.act(
            "promise",
            by=scene.teller,
            to=scene.to.words or ("members",),
            what=promised.what,
            due=_due(scene, promised.what),
        )


def _due(scene: Scene, what: str) -> Due | None:
    words = f"{what} {scene.fact}".casefold()
    meeting = scene.planned.meeting
    if meeting and ("after the meeting" in words or "meeting_requested" in scene.events):
        return Due("after meeting", Moment(str(meeting)))
    if "next week" in words:
        return Due("next week", None)
    if "next day" in words or "tomorrow" in words:
        return Due("by", Moment(str(scene.day + timedelta(days=1))))
    return None

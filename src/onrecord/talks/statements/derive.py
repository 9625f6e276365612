"""Every rule, in the order in which its statements are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from onrecord.talks.fold import State
from onrecord.talks.statements import (
    agreement,
    contact,
    disagreement,
    issue,
    meeting,
    promise,
    strike,
    vote,
    word,
)
from onrecord.talks.statements.scene import Scene
from onrecord.talks.statements.statement import Prices, Statement

RULES: Mapping[str, Callable[[Scene], Iterable[Statement]]] = {
    "strike-day": strike.strike_day,
    "first-contact": contact.first_contact,
    "last-contact": contact.last_contact,
    "longest-silence": contact.longest_silence,
    "meeting-request": meeting.meeting_request,
    "requested-share": meeting.requested_share,
    "sessions": meeting.sessions,
    "promise-kept": promise.promise_kept,
    "promise-overdue": promise.promise_overdue,
    "promises-on-time": promise.promises_on_time,
    "silence-announced": word.silence_announced,
    "agreement-not-end": agreement.agreement_not_end,
    "return-to-work": agreement.return_to_work,
    "nothing-says": word.nothing_says,
    "denied": word.denied,
    "positions": issue.positions,
    "moved": issue.moved,
    "offer-prices": issue.offer_prices,
    "no-reply": issue.no_reply,
    "sides-disagree": disagreement.sides_disagree,
    "equals-deal": issue.equals_deal,
    "vote-share": vote.vote_share,
    "together": strike.together,
    "expired": agreement.expired,
    "called-final": word.called_final,
}
"""What each rule says follows from the scene. A rule whose needs the record lacks says nothing."""


def statements(state: State, *, today: date, prices: Prices | None = None) -> tuple[Statement, ...]:
    """What ``state`` lets one say on ``today``, the day in its zone; always in the same order.

    Args:
        prices: consumer prices, for the rule that compares an offer with them.
    """
    scene = Scene(state, today, prices)
    return tuple(each for rule in RULES.values() for each in rule(scene))

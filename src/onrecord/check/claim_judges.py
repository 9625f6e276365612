"""From a claim and the state of the talks to a verdict.

``contradicts`` needs an item on the same point that cannot stand beside the claim. What the
record does not hold is "nothing on the record"; what it leaves open, "we cannot tell".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from onrecord.check.claim import Claim
from onrecord.check.claim_answer import Asked, Judgement
from onrecord.check.claim_judge_contacts import (
    answered,
    contact,
    held,
    planned,
    question,
    requested,
    told,
)
from onrecord.check.claim_judge_strikes import began, going_on, length, number, over, talks
from onrecord.check.claim_judge_terms import (
    agreed,
    offered,
    offers_made,
    pickets,
    ratified,
    returned,
    voted,
)
from onrecord.check.explain import not_checkable
from onrecord.domain.moment import Moment
from onrecord.talks.facts import as_moment
from onrecord.talks.fold import State

JUDGES: dict[str, Callable[[Claim, Asked], Judgement]] = {
    **dict.fromkeys(("talks-opened", "talks-ended", "talks-resumed"), talks),
    **dict.fromkeys(("strike-began", "strike-since"), began),
    "strike-day": number,
    "strike-length": length,
    "strike-on": going_on,
    "strike-over": over,
    **dict.fromkeys(("contact-first", "contact-none", "contact-last"), contact),
    "question": question,
    "meeting-asked": requested,
    **dict.fromkeys(("meeting-accepted", "meeting-declined"), answered),
    "meeting-held": held,
    "meeting-planned": planned,
    "offer": offered,
    "offers-made": offers_made,
    "vote": voted,
    "agreement": agreed,
    "ratified": ratified,
    "return-to-work": returned,
    "pickets-off": pickets,
    "told": told,
}


def judge(claim: Claim, state: State, as_of: Moment | date | datetime, searched: int) -> Judgement:
    """The verdict on ``claim``.

    Args:
        state: the talks as the record held them at ``as_of``.
        as_of: the moment that the text speaks from; day counts run to it.
        searched: how many communications ``state`` rests on, for "nothing on the record".

    Raises:
        Malformed: ``as_of`` is a local time.
    """
    if claim.kind == "opinion":
        return Judgement("not-checkable", not_checkable())
    asked = Asked(state, as_moment(as_of).date_in(state.zone), searched)
    return JUDGES[claim.kind](claim, asked)

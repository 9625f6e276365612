"""The table of acts: one row per type, its fields in the order in which they are written.

``!`` after a field's name in ``docs/spec/communication.md`` marks one that must be there. A list
of parties may name one or more; ``on`` is when the act took place, and where it is absent, the
act took place when its communication was made.

>>> [field.name for field in ACT_TYPES["promise"].fields]
['by', 'to', 'what', 'due']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.domain.act_values import (
    AUDIENCE,
    BETWEEN,
    COUNT,
    DUE,
    MOMENT,
    NUMBERS,
    PARTIES,
    PARTY,
    PERCENT,
    TEXT,
    YES_NO,
    Kind,
    choice,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an act: its key, its kind, and whether it must be there."""

    name: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True, slots=True)
class ActType:
    """One type of act: what it says, its fields, and whether it carries positions."""

    name: str
    says: str
    fields: tuple[Field, ...]
    positions: Literal["none", "some", "required"] = "none"


def _needs(name: str, kind: Kind) -> Field:
    return Field(name, kind, required=True)


FORM = choice("table", "sidebar", "call", "video", "letter", "email", "verbal", "written", "other")
UNIT = choice("percent", "money", "count", "days", "weeks", "hours")

POSITION_FIELDS = (
    Field("side", PARTY),
    Field("numbers", NUMBERS),
    Field("unit", UNIT),
    Field("says", TEXT),
)
"""The fields beneath ``position: <issue>``; ``unit`` goes with ``numbers``."""

_BY = _needs("by", PARTIES)
_BETWEEN = _needs("between", BETWEEN)
_AGAINST = _needs("against", PARTIES)
_TO = _needs("to", AUDIENCE)
_ON = _needs("on", MOMENT)
_MAY_BE_ON = Field("on", MOMENT)
_ABOUT = Field("about", TEXT)
_OUTCOME = Field("outcome", TEXT)
_FORM = Field("form", FORM)
_FOR = Field("for", MOMENT)
_EFFECTIVE = Field("effective", MOMENT)
_FROM = Field("from", MOMENT)
_UNTIL = Field("until", MOMENT)
_APPROXIMATE = Field("approximate", YES_NO)
_WORKERS = (Field("workers", COUNT), _APPROXIMATE)
_MEETING = (_BY, Field("to", AUDIENCE), _MAY_BE_ON, _FOR, _FORM, _ABOUT)
_DRAFT = (
    *(_BY, _TO, _MAY_BE_ON, _FORM, Field("package", YES_NO), Field("final", YES_NO)),
    *(_UNTIL, _ABOUT),
)
_COUNTS = (
    *(Field("yes", COUNT), Field("no", COUNT), Field("ballots", COUNT), Field("eligible", COUNT)),
    *(Field("yes-percent", PERCENT), Field("no-percent", PERCENT)),
    *(Field("turnout-percent", PERCENT), _APPROXIMATE),
)

_ROWS = (
    ActType("talks-opened", "Talks between the parties begin.", (_BETWEEN, _ON, _ABOUT)),
    ActType(
        "talks-ended",
        "Talks end; ``by`` is who ended them, where that is said.",
        (_BETWEEN, Field("by", PARTIES), _ON, _OUTCOME, _ABOUT),
    ),
    ActType(
        "talks-suspended",
        "Talks stop for now.",
        (_BETWEEN, Field("by", PARTIES), _ON, _UNTIL, _ABOUT),
    ),
    ActType("talks-resumed", "Talks go on after a stop.", (_BETWEEN, _ON, _ABOUT)),
    ActType(
        "strike-authorised",
        "Leaders may call a strike; none is called yet.",
        (_BY, Field("against", PARTIES), _MAY_BE_ON, _UNTIL, _ABOUT),
    ),
    ActType(
        "strike-called",
        "A strike is ordered, from ``effective``.",
        (_BY, _AGAINST, _ON, _EFFECTIVE, _ABOUT),
    ),
    ActType(
        "strike-began",
        "Workers stop work; ``on`` is day 1.",
        (_BY, _AGAINST, _ON, *_WORKERS, _ABOUT),
    ),
    ActType(
        "strike-ended",
        "A strike ends or is suspended; work may go on from ``effective``.",
        (_BY, _AGAINST, _ON, _EFFECTIVE, _OUTCOME, _ABOUT),
    ),
    ActType(
        "lockout-began",
        "Employers shut workers out; ``on`` is day 1.",
        (_BY, _AGAINST, _ON, *_WORKERS, _ABOUT),
    ),
    ActType(
        "lockout-ended",
        "A lockout ends.",
        (_BY, _AGAINST, _ON, _EFFECTIVE, _OUTCOME, _ABOUT),
    ),
    ActType(
        "contact",
        "One side speaks to another outside a meeting; ``official: no`` is not bargaining.",
        (_BY, _TO, _MAY_BE_ON, _FORM, Field("official", YES_NO), _ABOUT),
    ),
    ActType("meeting-requested", "A meeting ``for`` a day is asked for.", _MEETING),
    ActType("meeting-accepted", "A meeting is agreed; several in ``by`` agree jointly.", _MEETING),
    ActType("meeting-declined", "A meeting is refused.", _MEETING),
    ActType(
        "meeting-held",
        "The parties met; ``executives: yes`` where chief executives were in the room.",
        (
            *(_BETWEEN, _ON, _FORM, Field("requested-by", PARTIES), Field("executives", YES_NO)),
            *(Field("attended", TEXT), Field("official", YES_NO), _ABOUT, _OUTCOME),
            Field("next", MOMENT),
        ),
    ),
    ActType("offer", "Terms offered, as a whole or in part.", _DRAFT, "some"),
    ActType("proposal", "Terms put forward by one side.", _DRAFT, "some"),
    ActType("counterproposal", "The reply to a proposal.", _DRAFT, "some"),
    ActType(
        "position-stated",
        "Where a side stands, said by ``by`` (of itself or, with ``side``, of another).",
        (_BY, Field("to", AUDIENCE), _MAY_BE_ON, _ABOUT),
        "required",
    ),
    ActType(
        "characterisation",
        "A label, attributed: ``by`` calls ``of`` the words in ``as``.",
        (_BY, _needs("of", TEXT), _needs("as", TEXT), Field("side", PARTY), _MAY_BE_ON),
    ),
    ActType(
        "silence-announced",
        "Less or no word is to be expected.",
        (
            *(_BY, Field("to", AUDIENCE), _FROM, Field("until", DUE)),
            *(Field("extent", choice("all", "terms")), _ABOUT),
        ),
    ),
    ActType(
        "promise",
        "``what`` is promised to ``to``, and when.",
        (_BY, _TO, _needs("what", TEXT), Field("due", DUE)),
    ),
    ActType(
        "agreement-reached",
        "The table agrees; it ends no strike and is not yet ratified.",
        (
            *(_BETWEEN, _ON, Field("scope", choice("contract", "article", "interim"))),
            *(_FROM, _UNTIL, Field("ratification", YES_NO), _ABOUT),
        ),
        "some",
    ),
    ActType(
        "board-decision",
        "Governing bodies decide ``what``.",
        (
            *(_BY, _ON, _needs("what", TEXT), _EFFECTIVE, Field("unanimous", YES_NO)),
            *(Field("weighted", YES_NO), *_COUNTS),
        ),
    ),
    ActType(
        "ballot-opened",
        "Voting on ``question`` begins, until ``until``.",
        (_BY, _needs("question", TEXT), _ON, _UNTIL, Field("eligible", COUNT), _ABOUT),
    ),
    ActType(
        "vote-counted",
        "The count of a vote on ``question``.",
        (
            *(_BY, _needs("question", TEXT), _ON, Field("outcome", choice("carried", "lost"))),
            *(*_COUNTS, _FROM, _UNTIL),
        ),
    ),
    ActType(
        "return-to-work",
        "Work may go on from ``effective``.",
        (_BY, Field("against", PARTIES), _MAY_BE_ON, _needs("effective", MOMENT), _ABOUT),
    ),
    ActType("contract-expiry", "A contract runs out.", (_BETWEEN, _ON, _ABOUT)),
    ActType(
        "contract-extension",
        "A contract goes on to ``until``.",
        (_BETWEEN, _MAY_BE_ON, _FROM, _needs("until", MOMENT), _ABOUT),
    ),
    ActType(
        "rumour-noted",
        "Words that no party owns, put on the record so that they can be answered.",
        (_needs("what", TEXT), Field("heard-in", TEXT), _MAY_BE_ON),
    ),
    ActType(
        "denial",
        "``by`` denies ``of``.",
        (_BY, _needs("of", TEXT), Field("said-by", TEXT), _MAY_BE_ON, _ABOUT),
    ),
    ActType(
        "mediation",
        "A mediator is asked for, accepted or refused, or begins or ends.",
        (
            *(_BY, _needs("step", choice("requested", "accepted", "declined", "began", "ended"))),
            *(Field("between", BETWEEN), Field("mediator", TEXT), _MAY_BE_ON, _ABOUT),
        ),
    ),
)

ACT_TYPES = {row.name: row for row in _ROWS}

DECISIONS = frozenset(
    name for name in ACT_TYPES if name.startswith(("strike-", "lockout-"))
) | frozenset(
    {
        *("agreement-reached", "board-decision", "vote-counted"),
        *("return-to-work", "contract-extension"),
    }
)
"""The act types that make an own, public communication one of the kind ``decision``."""

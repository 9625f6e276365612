"""What a rumour is about, told by its English words; and which acts would bear it out.

A rumour that fits no topic, or that itself denies something, is left alone: the record cannot be
said to be silent on what was not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = r"(?:end(?:s|ed|ing)?|over|off|finished|called off|suspended|concluded)"
_NOT = re.compile(r"\b(?:not|no|never|nobody|without|denie[sd]|isn't|hasn't|haven't|won't)\b", re.I)


@dataclass(frozen=True, slots=True)
class Topic:
    """``pattern`` finds it; any of ``true`` would bear it out; ``near`` are the acts that bear on
    it either way."""

    pattern: re.Pattern[str]
    true: frozenset[str]
    near: frozenset[str]


def _topic(pattern: str, true: str, near: str) -> Topic:
    borne, bearing = frozenset(true.split()), frozenset(near.split())
    return Topic(re.compile(pattern, re.I), borne, borne | bearing | {"denial"})


TOPICS = (
    _topic(r"ratif|members (?:have )?(?:accepted|approved)", "vote-counted", "agreement-reached"),
    _topic(
        rf"strikes?\b[^.]{{0,40}}\b{_END}\b|pickets?\b[^.]{{0,30}}\b{_END}\b"
        rf"|\bback (?:at|to) work\b|\breturn(?:s|ed|ing)? to work\b",
        "strike-ended lockout-ended return-to-work",
        "strike-called strike-began agreement-reached board-decision",
    ),
    _topic(
        r"\b(?:deal|agreement|contract)\b[^.]{0,40}\b(?:signed|reached|done|made|agreed|struck)\b"
        r"|\b(?:signed|reached|agreed|struck|settled)\b[^.]{0,40}\b(?:deal|agreement|contract)\b",
        "agreement-reached",
        "talks-opened talks-ended talks-suspended talks-resumed meeting-held strike-called",
    ),
    _topic(
        r"\btalks?\b[^.]{0,40}\b(?:broke|collapsed|ended|failed|over|suspended|broken)\b",
        "talks-ended talks-suspended",
        "meeting-held talks-opened talks-resumed meeting-accepted",
    ),
    _topic(
        r"\btalks?\b[^.]{0,40}\b(?:resum|restart|begin|began|reopen)|\b(?:met|meeting|meet)\b",
        "meeting-held meeting-accepted talks-resumed talks-opened",
        "talks-ended talks-suspended meeting-declined meeting-requested",
    ),
)


def topic_of(rumour: str) -> Topic | None:
    """The first topic that the words of ``rumour`` fit.

    >>> topic_of("the strike has ended").true >= {"strike-ended"}
    True
    >>> topic_of("the strike has not ended") is None
    True
    """
    if _NOT.search(rumour):
        return None
    return next((topic for topic in TOPICS if topic.pattern.search(rumour)), None)

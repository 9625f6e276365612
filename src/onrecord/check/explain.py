"""The first line of each verdict about a stretch of text: plain words, 25 at most.

The same verdict begins with the same words everywhere. Never "false" or "fake"; "nothing on the
record" says at once that this does not mean that it was not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onrecord.check.types import Change, DiffType

MOST_WORDS = 25
_WORD = re.compile(r"\S+")

GRAVITY = {
    "altered": 0,
    "spliced": 0,
    "cut-short": 0,
    "misattributed": 0,
    "contradicts": 0,
    "withdrawn": 1,
    "superseded": 1,
    "disputed": 1,
    "exact": 2,
    "excerpt": 2,
    "agrees": 2,
    "members-only": 3,
    "cannot-tell": 3,
    "not-on-record": 3,
    "not-checkable": 4,
}
"""In which order findings are read: changed or contradicted, then replaced, then true, then not
known. It is also the severity by which a command's exit status is decided: 0 to 1 differ."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day(value: date) -> str:
    """``1 August 2023``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def words_of(text: str) -> int:
    """How many words a person would count."""
    return len(text.split())


def cut(text: str, room: int) -> str:
    """``text`` on one line in at most ``room`` words, an ellipsis for the rest counted as one."""
    words = text.split()
    return " ".join(words if len(words) <= room else [*words[: max(room - 1, 1)], "…"])


def quoted(lead: str, words: str, tail: str = "") -> str:
    """``lead`` and ``words`` in quotation marks, cut so that the whole has at most 25 words."""
    room = MOST_WORDS - words_of(lead) - words_of(tail)
    return f"{lead} “{cut(words, room)}”{tail}"


def exact() -> str:
    """Word for word."""
    return "Word for word on the record."


def excerpt() -> str:
    """A true part."""
    return "A true part of what was said."


def altered(diff: Sequence[Change]) -> str:
    """What the record says where the gravest change is."""
    return quoted("Changed. The record says:", around_gravest(diff))


def cut_short(dropped: str) -> str:
    """The words that were dropped."""
    return quoted("Cut short. The sentence goes on:", "…" + dropped.strip())


def spliced() -> str:
    """Joined."""
    return "Joined from separate passages."


def misattributed(whose: str, said: str) -> str:
    """Right words, wrong mouth."""
    return f"These words are {cut(whose, 9)}'s, not {cut(said, 9)}'s."


def superseded(said: date, replaced: date) -> str:
    """No longer current."""
    return f"Said on {day(said)}; replaced on {day(replaced)}."


def withdrawn(said: date, gone: date) -> str:
    """Taken back."""
    return f"Said on {day(said)}; withdrawn on {day(gone)}."


def members_only(made: date) -> str:
    """It exists, and that is all."""
    return (
        f"A members' communication of {day(made)} exists. Sign in, or bring your copy, to compare."
    )


def not_on_record() -> str:
    """Absence, and what it does not mean."""
    return "Nothing on the record. That does not mean it was not said."


def not_checkable() -> str:
    """Not a matter of record."""
    return "An opinion or a forecast."


def cannot_tell(reason: str) -> str:
    """Why not: a clause without its full stop."""
    return f"We cannot tell. {cut(reason, MOST_WORDS - 3)}."


def around_gravest(diff: Sequence[Change], before: int = 5, after: int = 9) -> str:
    """The record's words around the gravest change, a few words either side."""
    order = list(DiffType)
    changed = [at for at, change in enumerate(diff) if change.type is not None]
    if not changed:
        return "".join(change.record for change in diff).strip()
    gravest = min(changed, key=lambda at: (order.index(_type(diff[at])), at))
    left = "".join(change.record for change in diff[:gravest])
    right = "".join(change.record for change in diff[gravest + 1 :])
    first, last = _tail(left, before), _head(right, after)
    return " ".join((first + diff[gravest].record + last).split())


def _tail(text: str, words: int) -> str:
    """The last words of ``text``, an ellipsis before them if there are more."""
    starts = [found.start() for found in _WORD.finditer(text)]
    return text if len(starts) <= words else "… " + text[starts[-words] :]


def _head(text: str, words: int) -> str:
    """The first words of ``text``, an ellipsis after them if there are more."""
    ends = [found.end() for found in _WORD.finditer(text)]
    return text if len(ends) <= words else text[: ends[words - 1]] + " …"


def _type(change: Change) -> DiffType:
    assert change.type is not None
    return change.type

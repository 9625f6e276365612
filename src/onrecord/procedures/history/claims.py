"""The other claim of a disputed row: what its note says that another source says.

``Deadline says June 4``, ``BLS table lists 2023-07-13 as the beginning``, ``AP copy says voting
began Nov 13``: a source that the record knows as a party, a word of saying, and a day. What the
source says becomes a communication of its own, by that source, with the acts of the row on its day.
Where the note gives the row's own day to a source, the row is that source's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.procedures.history.names import Names
from onrecord.procedures.history.phrases import days

_SAYS = re.compile(
    r"(?P<who>[A-Z][\w’'&.-]*(?: [A-Z][\w’'&.-]*)*)"
    r"(?: (?:text|table|copy|page|report|statement|mirror|lists?))?"
    r"(?:: | (?:says?|said|lists?|prints?|dates?|ends?|gives?)\b)"
)
_PARTS = re.compile(r"[;.](?: |\Z)")


@dataclass(frozen=True, slots=True)
class Claim:
    """``party`` says that it was on ``day``, and ``words`` besides."""

    party: str
    day: date
    words: str | None = None


_EACH = re.compile(r"\beach side says (?:that )?the other (?:left|walked out|ended)", re.I)
_AGREED = re.compile(
    r"(?P<who>[A-Z][\w.&-]*) (?:says|said) on (?P<day>[^,;]{3,20}?) (?:that )?it (?:has )?agreed\b"
)


def each_left(note: str) -> bool:
    """Whether the note says that each side says that the other left the talks."""
    return _EACH.search(note) is not None


def agreed_later(fact: str, day: date, names: Names, zone: str) -> Claim | None:
    """Who says on a later day that it agreed to the meeting that the row asks for."""
    match = _AGREED.search(fact)
    party = names.find(match["who"]) if match else None
    told = days(match["day"], day, zone) if match else ()
    return Claim(party, told[0].day) if party and told and told[0].day > day else None


def other_claims(note: str, day: date, names: Names, zone: str) -> Iterator[Claim]:
    """What the note of a disputed row says of the day, in its order."""
    for part in _PARTS.split(note):
        match = _SAYS.search(part)
        party = names.find(match["who"]) if match else None
        if match is None or party is None:
            continue
        rest = part[match.end() :]
        if told := days(rest, day, zone):
            nearest = min(told, key=lambda each: abs((each.day - day).days))
            besides = rest[nearest.end :].partition("(")[0].strip(" ,")
            yield Claim(party, nearest.day, besides or None)

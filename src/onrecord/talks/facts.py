"""From communications to facts: one per act, as the record held them at a moment.

A fact is an act with who states it, where it stands, and its day in the record's zone. What one
party says of another party's doing is *attributed*: it is that party's word and no more. A body
whose id is a party's id and a part after a hyphen or a point (``LWG-Council`` of ``LWG``) speaks
for that party; ``LWG`` and ``LWGA`` are two parties.

At a moment, what counts is what had been made by then. A communication that was withdrawn,
corrected or superseded by then has no facts any more; the one that replaced it has its own. A
withdrawal of the later one does not bring the earlier one back: nobody said it again.

A fact keeps how sure its entry is (``certainty``, None where the source stands for it). What is
``unverified`` is kept apart by the fold and decides nothing.

A communication to a party is contact with that party, also where it carries no act that says so;
it then has one ``implied`` fact of type ``contact``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple, cast

from onrecord.domain.act import Act
from onrecord.domain.communication import Communication
from onrecord.domain.moment import Moment, moment_of
from onrecord.domain.party import AUDIENCES

REPLACING = ("corrects", "supersedes", "withdraws")
UNVERIFIED = "unverified"
BETWEEN_SIDES = frozenset(
    {
        *("contact", "meeting-requested", "meeting-accepted", "meeting-declined"),
        *("meeting-held", "offer", "proposal", "counterproposal", "agreement-reached"),
    }
)
"""The acts that are themselves contact between the parties that they name."""

Told = tuple[int, Communication]
"""An entry's index and its communication, of an entry that counts."""

AsOf = Moment | date | datetime

BODY = "-."
"""What stands between a party's id and the rest of the id of a body of it."""
_WORDS = frozenset(AUDIENCES)
_FIRST_PART = re.compile("[-.]")


class Fact(NamedTuple):
    """One act as the record holds it. (A named tuple: a fold makes one for each act.)

    ``by`` states it; ``place`` is the act's number in its communication, from 0, and -1 for an
    ``implied`` contact; ``day`` is the day of ``when`` in the record's zone.
    """

    entry: int
    communication: str
    place: int
    by: tuple[str, ...]
    own: bool
    act: Act
    when: Moment
    day: date
    attributed: bool = False
    fulfils: int | None = None
    certainty: str | None = None

    @property
    def kind(self) -> str:
        """The act's type."""
        return self.act.type

    @property
    def decides(self) -> bool:
        """Whether it may decide anything: all that is not ``unverified``."""
        return self.certainty != UNVERIFIED

    @property
    def implied(self) -> bool:
        """Whether it is the bare contact of a communication to a party."""
        return self.place < 0

    @property
    def order(self) -> tuple[date, int, int]:
        """By day, then as the log has them."""
        return self.day, self.entry, self.place

    def parties(self, name: str) -> tuple[str, ...]:
        """The party ids of the field ``name``; audience words left out, () where it is absent."""
        value = cast(tuple[str, ...], self.act.get(name) or ())
        if _WORDS.isdisjoint(value):
            return value
        return tuple(member for member in value if member not in _WORDS)

    def words(self, name: str) -> str | None:
        """The text of the field ``name``."""
        return cast(str | None, self.act.get(name))

    def moment(self, name: str) -> Moment | None:
        """The moment of the field ``name``."""
        return cast(Moment | None, self.act.get(name))

    @property
    def actors(self) -> tuple[str, ...]:
        """Who does it: ``by``, or all whom it is ``between``."""
        return self.parties("by") or self.parties("between")


def of_one(party: str, other: str) -> bool:
    """Whether two ids are one party, or a party and a body of it.

    >>> of_one("LWG-Council", "LWG"), of_one("LWG", "LWGA")
    (True, False)
    """
    if len(party) < len(other):
        return other.startswith(party) and other[len(party)] in BODY
    if len(party) > len(other):
        return party.startswith(other) and party[len(other)] in BODY
    return party == other


@lru_cache(maxsize=4_096)
def root_of(party: str) -> str:
    """The first part of an id. Ids that are ``of_one`` share it, so that it can be looked up by."""
    return _FIRST_PART.split(party, maxsplit=1)[0]


@lru_cache(maxsize=16_384)
def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(of_one(a, b) for a in one for b in other)


def overlap(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether some party of ``one`` is, or belongs to, some party of ``other``."""
    return _overlap(tuple(one), tuple(other))


def made_by(made: Moment, as_of: Moment, zone: str) -> bool:
    """Whether ``made`` lies at or before ``as_of``; a whole day counts from its beginning."""
    one, other = made.instant, as_of.instant
    if one is not None and other is not None:
        return one <= other
    return made.date_in(zone) <= as_of.date_in(zone)


def as_moment(as_of: AsOf) -> Moment:
    """``as_of`` as a moment.

    Raises:
        Malformed: a date-time without an offset or with a fraction of a second.
    """
    return as_of if isinstance(as_of, Moment) else moment_of(as_of)


def replaced_by(communication: Communication) -> frozenset[int]:
    """The entries whose facts fall away once ``communication`` is made."""
    links = communication.links
    return frozenset(target.index for relation, target in links if relation in REPLACING)


def facts_of(entry: int, communication: Communication, zone: str) -> Iterator[Fact]:
    """The facts of one communication, days in ``zone``."""
    acts = communication.acts
    addressed = _sides(communication)
    if addressed and not any(act.type in BETWEEN_SIDES for act in acts):
        contact = Act("contact", (("by", communication.by), ("to", addressed)))
        yield _fact(entry, communication, -1, contact, zone)
    for place, act in enumerate(acts):
        yield _fact(entry, communication, place, act, zone)


def facts(told: Iterable[Told], *, zone: str, as_of: AsOf | None = None) -> tuple[Fact, ...]:
    """What the record held at ``as_of`` (None: all of it), in order of day.

    Args:
        told: every communication that counts.
        zone: the record's zone, in which its days are told.
    """
    bound = None if as_of is None else as_moment(as_of)
    held = [each for each in told if bound is None or made_by(each[1].made, bound, zone)]
    gone = frozenset[int]().union(*(replaced_by(communication) for _, communication in held))
    kept = ((entry, said) for entry, said in held if entry not in gone)
    found = (fact for entry, said in kept for fact in facts_of(entry, said, zone))
    return tuple(sorted(found, key=lambda fact: fact.order))


def _fact(entry: int, said: Communication, place: int, act: Act, zone: str) -> Fact:
    when = cast(Moment | None, act.get("on")) or said.made
    fulfils = said.link("fulfils")
    target, day = (fulfils.index if fulfils else None), when.date_in(zone)
    doubt, attributed = said.certainty, _attributed(act, said)
    return Fact(entry, said.id, place, said.by, said.own, act, when, day, attributed, target, doubt)


def _attributed(act: Act, said: Communication) -> bool:
    """Whether the act is another party's, or a mere label, so that it is only the teller's word."""
    if act.type == "characterisation":
        return True
    actors = cast(tuple[str, ...], act.get("by") or act.get("between") or ())
    return bool(actors) and actors != said.by and not overlap(actors, said.by)


def _sides(said: Communication) -> tuple[str, ...]:
    """The parties, other than itself, that a communication is addressed to."""
    if _WORDS.issuperset(said.to):
        return ()
    named = (name for name in said.to if name not in _WORDS)
    return tuple(name for name in named if not overlap((name,), said.by))

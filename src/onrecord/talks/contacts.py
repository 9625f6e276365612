"""Official contact between parties, in order, and who began each.

Officiality is actor, act and channel: a letter to a party, a request to meet, an offer, a meeting,
an agreement. An act with ``official: no`` is kept and does not count.
Talks end at the table, unless the act says that one side left it. What somebody who was not there
claims, and others dispute, is no contact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from onrecord.talks.episodes import same_table
from onrecord.talks.facts import BETWEEN_SIDES, Fact
from onrecord.talks.machine import Daily
from onrecord.talks.runs import Run
from onrecord.talks.values import merged

JOINT = frozenset(
    {
        *("talks-opened", "talks-resumed", "talks-suspended", "talks-ended"),
        *("meeting-held", "agreement-reached", "contract-extension", "mediation"),
    }
)
"""What two sides do together, or where they are together: no one of them begins it."""
KINDS = BETWEEN_SIDES | JOINT
MAY_BE_PRIVATE = frozenset({"contact", "meeting-held"})
"""The acts that may say of themselves that they are not official."""


class Contact(NamedTuple):
    """One contact of ``between`` on ``day``.

    ``by`` began it: the sender, or who asked for the meeting; () where nobody is said to have.
    """

    kind: str
    day: date
    by: tuple[str, ...]
    between: tuple[str, ...]
    entries: tuple[int, ...]
    official: bool = True


class Contacts:
    """Every contact, those that count and those that do not.

    What both sides report of one day and kind is one contact that rests on both entries.
    """

    def __init__(self) -> None:
        self._found: Daily[Contact] = Daily()

    def add(self, fact: Fact) -> None:
        """Take one fact of ``KINDS`` more."""
        if not (contact := _contact(fact)):
            return
        self._found.begin(contact.day)
        key = (contact.kind, _table(contact.between), contact.official)
        if (held := self._found.get(key)) is not None:
            by = held.by or contact.by
            joined = merged(held.entries, contact.entries)
            contact = Contact(held.kind, held.day, by, held.between, joined, held.official)
        self._found.put(key, contact)

    def values(self) -> Run[Contact]:
        """Oldest first."""
        return self._found.values()


def between(contacts: Iterable[Contact], one: str, other: str) -> tuple[Contact, ...]:
    """The official contacts between two parties, in order."""
    pair = (one, other)
    return tuple(held for held in contacts if held.official and same_table(pair, held.between))


@lru_cache(maxsize=4_096)
def _table(between: tuple[str, ...]) -> frozenset[str]:
    return frozenset(between)


@lru_cache(maxsize=4_096)
def _both(by: tuple[str, ...], to: tuple[str, ...]) -> tuple[str, ...]:
    return (*by, *to)


def _contact(fact: Fact) -> Contact | None:
    if _unsure(fact):
        return None
    official = fact.kind not in MAY_BE_PRIVATE or fact.act.get("official") is not False
    if fact.kind in JOINT:
        between = fact.parties("between")
        if not between:
            return None
        return Contact(
            fact.kind,
            fact.day,
            fact.parties("requested-by"),
            between,
            (fact.entry,),
            official,
        )
    by, to = fact.parties("by"), fact.parties("to")
    if not to:
        joint = fact.kind == "meeting-accepted" and len(by) > 1
        return Contact(fact.kind, fact.day, (), by, (fact.entry,), official) if joint else None
    return Contact(fact.kind, fact.day, by, _both(by, to), (fact.entry,), official)


def _unsure(fact: Fact) -> bool:
    if fact.certainty == "disputed" and fact.attributed:
        return True
    return fact.kind == "talks-ended" and bool(fact.parties("by"))

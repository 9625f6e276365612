"""The record's days for the date reader: what "since the strike began" counts from."""

from __future__ import annotations

from onrecord.check.types import Event
from onrecord.talks.facts import Fact
from onrecord.talks.fold import State

KINDS = frozenset(
    {
        *("talks-opened", "talks-ended", "talks-suspended", "talks-resumed"),
        *("strike-called", "strike-began", "strike-ended", "lockout-began", "lockout-ended"),
        *("meeting-held", "agreement-reached", "contract-expiry"),
    }
)


def events(state: State) -> tuple[Event, ...]:
    """The dated events of the record, by day; a party's word on another's doing is no event."""
    return tuple(
        Event(fact.kind, fact.day, _parties(fact), fact.entry)
        for fact in state.of(KINDS)
        if not fact.attributed
    )


def _parties(fact: Fact) -> tuple[str, ...]:
    return fact.parties("between") or (*fact.parties("by"), *fact.parties("against"))

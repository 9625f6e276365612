"""What a claim is: one checkable statement in a text, in the terms of the talks."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.check.claim_numbers import Amount
from onrecord.check.types import Dated, Span, Speaker

KINDS = (
    *("talks-opened", "talks-ended", "talks-resumed"),
    *("strike-began", "strike-since", "strike-day", "strike-length", "strike-on", "strike-over"),
    *("contact-first", "contact-none", "contact-last", "question"),
    *("meeting-asked", "meeting-accepted", "meeting-declined", "meeting-held", "meeting-planned"),
    *("offer", "offers-made", "vote", "agreement", "ratified", "return-to-work", "pickets-off"),
    *("told", "opinion"),
)
"""Every kind of claim that is read."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number claimed and what it counts.

    ``yes``, ``no``, ``ballots``, ``eligible``, ``yes-share``, ``no-share``, ``turnout`` or
    ``of-eligible`` of a vote; ``rise`` in an offer; ``days``; ``offers``.
    """

    what: str
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement.

    ``by`` are the parties that act or are spoken of, ``other`` those that they act upon; () where
    the text names nobody and none follows. ``dated`` is the day claimed; ``said_on`` a second day
    beside it (when a meeting was asked for). ``since`` is what a first, last or none is counted
    from: an act type, or "" where ``dated`` is. ``denies``: the text states the contrary.
    ``which`` is the place among so many strikes ("the first of the two").
    ``what`` narrows the kind (``contact``, ``meeting``, ``offer``; the channel of ``told``).
    """

    kind: str
    span: Span
    text: str
    by: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    dated: Dated | None = None
    said_on: Dated | None = None
    since: str = ""
    counts: tuple[Count, ...] = ()
    days: tuple[int, int] | None = None
    which: tuple[int, int] | None = None
    denies: bool = False
    what: str = ""
    speaker: Speaker | None = None

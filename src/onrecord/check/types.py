"""The values that the parts of a check hand to each other.

Offsets count characters of the text as read, from 0, half-open: ``text[start:end]``. Every value
is immutable; the same input gives equal values in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text as read."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tampering:
    """A trick in the input that was undone before reading: ``kind`` names it (``zero-width``,
    ``homoglyph``, ``bidi``, ``soft-hyphen``, ``full-width``, ``combining``, ``hidden-text``,
    ``html-plain-mismatch``), ``says`` tells a person in one sentence."""

    kind: str
    span: Span | None
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the input that is judged apart: ``visible``, ``hidden``, ``quoted-original`` ..."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """An input as text.

    ``kind``: ``text``, ``html``, ``mail``, ``pdf`` or ``image``. ``text`` is normalised (NFC, LF,
    tricks undone). ``claims`` are what the input says of itself and does not prove (``from``,
    ``date``, ``subject``, ``published``), as (name, value). ``uncertain`` are spans that a machine
    read from a picture, where letters may have been taken for others. ``unread`` says what could
    not be read, a sentence each.
    """

    kind: str
    text: str
    parts: tuple[Part, ...] = ()
    tampering: tuple[Tampering, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()
    uncertain: tuple[Span, ...] = ()
    unread: tuple[str, ...] = ()
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is said to have spoken.

    ``name`` as resolved (the fullest form in the text), ``mention`` the words beside the
    quotation that point to them, ``role`` and ``organisation`` where the text gives them, and
    ``party`` a party id of the record where the speaker is one or speaks for one. Unknown stays
    None on the quote; nothing is guessed.
    """

    name: str
    mention: Span
    role: str | None = None
    organisation: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation, whole even where it is interrupted or runs over paragraphs.

    ``segments`` are the stretches between the quotation marks, in order, without the marks;
    ``text`` joins them by one space, or by an empty line between paragraphs. ``kind``: ``direct``,
    ``block``, ``headline``, ``scare`` (a word or two under marks, not speech) or ``title``.
    """

    text: str
    segments: tuple[Span, ...]
    kind: str = "direct"
    speaker: Speaker | None = None
    cue: Span | None = None

    @property
    def span(self) -> Span:
        """From the first segment's start to the last one's end."""
        return Span(self.segments[0].start, self.segments[-1].end)


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of the record that an expression can be anchored on.

    ``kind`` is an act type (``strike-began``, ``talks-ended`` ...), ``parties`` their ids.
    """

    kind: str
    day: date
    parties: tuple[str, ...]
    entry: int


@dataclass(frozen=True, slots=True)
class Anchors:
    """What dates in a text may be counted from: publication, its zone, and the record's events."""

    published: date | None = None
    zone: str = "UTC"
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression resolved: days ``first`` to ``last``, both counted, and the rule used.

    ``rule`` prints anchor and rule ("'on Friday' + published 2023-08-02 = the Friday after").
    ``days`` is set for a duration (least and most whole days that it may mean), and then
    ``first``/``last`` are None unless it is anchored.
    """

    span: Span
    phrase: str
    first: date | None
    last: date | None
    rule: str
    days: tuple[int, int] | None = None


class DiffType(Enum):
    """What a change touches, the gravest first."""

    NEGATION = "negation"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    MODALITY = "modality"
    QUANTIFIER = "quantifier"
    PARTY = "party"
    CONDITION = "condition"
    WORDING = "wording"
    SPELLING = "spelling"
    CASE = "case"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a diff: ``op`` is ``equal``, ``insert``, ``delete`` or ``replace``.

    ``record`` are the record's words, ``text`` the checked ones, verbatim with their spaces, so
    that joining every ``record`` gives the record's passage and every ``text`` the checked words.
    ``type`` is None for ``equal``.
    """

    op: str
    record: str
    text: str
    type: DiffType | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one communication: entry, communication id, and where in its text they stand."""

    entry: int
    communication: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict rests on: a passage, or an entry's acts where ``start`` == ``end`` == 0."""

    entry: int
    communication: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict about one stretch of the text; the shape of ``findings`` in ``--json``."""

    kind: str
    text: str
    span: Span
    verdict: str
    explanation: str
    speaker: Speaker | None = None
    dated: Dated | None = None
    evidence: tuple[Evidence, ...] = ()
    diff: tuple[Change, ...] = ()
    tampering: tuple[Tampering, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Matter:
    """What the record says on the matter of a stretch of the text: shown, and never a verdict.

    ``words`` are the record's; ``why`` the words of the text that led there.
    """

    span: Span
    evidence: Evidence
    words: str
    why: tuple[str, ...]

r"""An entry: one leaf of the log, a signed note over one statement.

The text of the note is the statement; its signatures are the officers'. Proving that an entry is
in the log therefore proves that they approved it before it was logged. The first line of the
statement names its format, so that no statement can be read as another kind, nor as a
checkpoint:

=============================== ========================================
first line                      statement
=============================== ========================================
``on-record/communication/v1``  :class:`~onrecord.domain.communication.Communication`
``on-record/parties/v1``        :class:`~onrecord.domain.party.Parties`
``on-record/officer-root/v1``   :class:`~onrecord.keys.root.OfficerRoot`
``on-record/freeze/v1``         :class:`~onrecord.keys.freeze.Freeze`
=============================== ========================================

Specification: docs/spec/entry.md.

>>> read_statement("on-record/limerick/v1\n")
Traceback (most recent call last):
    ...
onrecord.record.entry.MalformedEntry: 'on-record/limerick/v1' is not a kind of statement that this version reads
"""  # noqa: E501 - a doctest shows the whole line

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from onrecord.domain.communication import Communication, parse_communication
from onrecord.domain.errors import Malformed
from onrecord.domain.party import Parties, parse_parties
from onrecord.domain.reference import Reference
from onrecord.domain.strict import excerpt
from onrecord.keys.freeze import Freeze, parse_freeze
from onrecord.keys.note import Note, parse_note
from onrecord.keys.root import OfficerRoot, parse_root
from onrecord.record.merkle import leaf_hash

MAX_ENTRY = 65_535
"""Bytes; an entry bundle's length prefix is a uint16 (C2SP tlog-tiles, "Log entries")."""

Statement = Communication | Parties | OfficerRoot | Freeze

_READERS: Mapping[str, Callable[[str], Statement]] = {
    "on-record/communication/v1": parse_communication,
    "on-record/parties/v1": parse_parties,
    "on-record/officer-root/v1": parse_root,
    "on-record/freeze/v1": parse_freeze,
}


class MalformedEntry(Malformed):
    """Bytes on the log that are no entry of this record."""


@dataclass(frozen=True)
class Entry:
    """One leaf: its exact bytes, the note that they are and the statement that it signs."""

    raw: bytes
    note: Note
    statement: Statement

    @cached_property
    def leaf(self) -> bytes:
        """The RFC 6962 leaf hash of the bytes: 32 bytes."""
        return leaf_hash(self.raw)

    @property
    def kind(self) -> str:
        """Which threshold of the officer root judges it; ``freeze`` needs one officer."""
        return kind_of(self.statement)

    @property
    def is_control(self) -> bool:
        """Whether it changes who may sign: receipts carry every such entry."""
        return isinstance(self.statement, OfficerRoot | Freeze)

    def reference(self, index: int) -> Reference:
        """How another statement names this entry, found at ``index``."""
        return Reference(index, self.leaf)


def kind_of(statement: Statement) -> str:
    """Which threshold judges a statement: ``own``, ``entered``, ``decision``, ``parties``,
    ``root`` or ``freeze``."""
    match statement:
        case Communication() as communication:
            return communication.threshold_kind
        case Parties():
            return "parties"
        case OfficerRoot():
            return "root"
        case Freeze():
            return "freeze"


def read_statement(text: str) -> Statement:
    """Read a statement by its first line.

    Raises:
        Malformed: an unknown first line, or a text that is not in its canonical form.
    """
    first = text.partition("\n")[0]
    reader = _READERS.get(first)
    if reader is None:
        raise MalformedEntry(f"{excerpt(first)} is not a kind of statement that this version reads")
    return reader(text)


def entry_of(note: Note) -> Entry:
    """The entry that ``note`` makes.

    Raises:
        Malformed: the text is no statement, or the entry is over 65,535 bytes.
    """
    raw = note.raw
    if len(raw) > MAX_ENTRY:
        raise MalformedEntry(
            f"the entry has {len(raw):,} bytes and at most {MAX_ENTRY:,} fit; shorten the text"
        )
    return Entry(raw, note, read_statement(note.text))


def parse_entry(raw: bytes) -> Entry:
    """Read the bytes of a leaf.

    Raises:
        Malformed: not a signed note, or its text is not a canonical statement.
    """
    return entry_of(parse_note(raw, max_size=MAX_ENTRY))

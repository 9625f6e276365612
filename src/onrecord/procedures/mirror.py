"""Mirror a record from its pin alone: judge all of it first, then store what was judged.

The copy is judged as any record is: from the pinned root to the officers, witnesses and every
entry, before its checkpoint is stored. Every file is fetched once: the judging pass remembers what
it read, up to a limit, and the storing pass takes it from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from onrecord.domain.communication import Communication, DigestBody
from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.keys.note import parse_note
from onrecord.keys.vkey import VKey
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.directory import (
    MAX_CHECKPOINT,
    OpenRecord,
    RecordDirectory,
    read_record,
)
from onrecord.record.durable import durable_directory, durable_write
from onrecord.record.entry import parse_entry
from onrecord.record.fetch import open_source
from onrecord.record.files import read_file
from onrecord.record.mirror import Mirrored, mirror
from onrecord.record.pin import Pin
from onrecord.record.store import MissingFile, TileSource

REMEMBERED = 256 << 20


class NotOfficial(OnRecordError):
    """What the place serves is not official: its witnesses' quorum is not met."""


class AnotherRecord(OnRecordError):
    """The directory already holds another record."""


@dataclass(frozen=True)
class Copied:
    """The record as judged, and what the copying did."""

    record: OpenRecord
    mirrored: Mirrored


def copy_record(
    place: str,
    directory: RecordDirectory,
    pin: Pin,
    *,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Copied:
    """Bring ``directory`` up to date with the record of ``pin`` at ``place``.

    Args:
        place: an address (http, https) or a directory with a checkpoint in it.
        progress: is told files done and files in all.

    Raises:
        NotOfficial: the served checkpoint lacks its quorum.
        OnRecordError: see :func:`onrecord.record.mirror.mirror`; what was held stays as it was.
    """
    _check_same(directory, pin)
    source = _Remembering(open_source(place))
    record = read_record(source, source.read("checkpoint"), pin)
    if not record.witnessed.quorum:
        raise NotOfficial(f"{place} serves a checkpoint that awaits witnesses; try again later")
    held = _held_key(directory, record)
    mirrored = mirror(
        source,
        directory.public,
        record.history.chain.root.log,
        held_log=held,
        beside=named_beside,
        progress=progress,
    )
    if not directory.pin_file.exists():
        durable_directory(directory.path)
        durable_write(directory.pin_file, str(pin).encode())
    return Copied(record, mirrored)


def named_beside(entry: bytes) -> Iterable[str]:
    """The public files that an entry names beside the log."""
    try:
        statement = parse_entry(entry).statement
    except Malformed:
        return []
    if not isinstance(statement, Communication):
        return []
    names = [f"attachments/{held.digest.hex()}" for held in statement.attachments]
    if isinstance(statement.body, DigestBody):
        names.append(f"bodies/{statement.body.digest.hex()}")
    return names


def _check_same(directory: RecordDirectory, pin: Pin) -> None:
    if directory.pin_file.exists() and directory.pin() != pin:
        raise AnotherRecord(
            f"{directory.path} holds {directory.pin().origin}, another record than the pin's; "
            "name another directory"
        )


def _held_key(directory: RecordDirectory, record: OpenRecord) -> VKey | None:
    """The log key in force when the checkpoint that is held was signed; None if none is held."""
    try:
        raw = read_file(directory.public / "checkpoint", "checkpoint", MAX_CHECKPOINT)
    except MissingFile:
        return None
    size = parse_checkpoint(parse_note(raw).text).size
    return record.history.chain.root_at(size).log


class _Remembering:
    """A source that keeps what it read, so that judging and storing fetch each file once."""

    def __init__(self, source: TileSource) -> None:
        self._source = source
        self._kept: dict[str, bytes] = {}
        self._room = REMEMBERED

    def read(self, path: str) -> bytes:
        """See ``TileSource.read``."""
        if path in self._kept:
            return self._kept[path]
        raw = self._source.read(path)
        if len(raw) <= self._room:
            self._kept[path] = raw
            self._room -= len(raw)
        return raw

"""Publish one signed statement: the whole way from a co-signed note to an official entry.

1. read the note; it must be a statement of this record;
2. what stands beside the log (long text, files) is put in its place: harmless if the rest fails;
3. judge it as the next leaf: officers, series, links (nothing that would not count is appended);
4. put it on the log, get it witnessed, publish the checkpoint (:mod:`.writer`);
5. keep the opening of a members-only text under its number, and clear the pending shelf.

Publishing the same note again finds it on the record and changes nothing, so that a run that was
cut short after step 4 can simply be run again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.domain.communication import Communication
from onrecord.keys.note import Note
from onrecord.procedures import shelf
from onrecord.procedures.writer import Clock, Committed, Writer, open_writer, wall_clock
from onrecord.record.directory import RecordDirectory
from onrecord.record.entry import Entry, entry_of


@dataclass(frozen=True)
class Published:
    """``index`` of the entry; ``committed`` says what the witnesses did, None if it was there."""

    index: int
    entry: Entry
    committed: Committed | None


def publish(
    directory: RecordDirectory,
    note: Note,
    *,
    environ: Mapping[str, str] = os.environ,
    clock: Clock = wall_clock,
) -> Published:
    """Put a signed statement on the record.

    Raises:
        Refused: it would not count; the reason says what is missing.
        OnRecordError: the record cannot be written here; the line says what to do.
    """
    entry = entry_of(note)
    writer = open_writer(directory, environ=environ, clock=clock)
    if (index := find(writer, entry)) is not None:
        finish(directory, entry, index)
        return Published(index, entry, complete(writer))
    writer.judge(entry.raw)
    if isinstance(entry.statement, Communication):
        shelf.place_files(directory, entry.statement)
    item = writer.place(entry.raw)
    committed = writer.commit()
    finish(directory, entry, item.index)
    return Published(item.index, entry, committed)


def find(writer: Writer, entry: Entry) -> int | None:
    """Where the very statement of ``entry`` stands on the log and counts, if it does.

    The signatures may differ: the officers who co-sign late must not publish it a second time.
    """
    for item in writer.history.items:
        if item.entry and not item.problem and item.entry.note.text == entry.note.text:
            return item.index
    return None


def finish(directory: RecordDirectory, entry: Entry, index: int) -> None:
    """Step 5; may be run again."""
    statement = entry.statement
    if not isinstance(statement, Communication):
        return
    pending = shelf.is_pending(directory, statement)
    if pending:
        shelf.settle_opening(directory, statement, entry.reference(index))
        shelf.clear_pending(directory, statement)


def complete(writer: Writer) -> Committed | None:
    """Finish what an earlier run began: witness and publish, where that is still to do."""
    seen = writer.published()
    if seen is not None and seen.checkpoint == writer.log.head:
        return None
    return writer.witness_again()

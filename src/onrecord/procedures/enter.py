"""Enter a file of communications, all or nothing, signed by the officers' keys on this machine.

Every draft is bound, signed and judged in turn, then all go on the log in one step. A file that
was entered before is recognised by the ids: what is there with the same words is left alone, and
a communication with the same id and other words refuses the whole file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.domain.communication import Communication
from onrecord.domain.draft import Draft
from onrecord.domain.errors import OnRecordError
from onrecord.domain.party import Parties
from onrecord.domain.source import Source
from onrecord.keys.note import Signer, sign_note
from onrecord.procedures import shelf
from onrecord.procedures.bind import Bound, bind, bind_parties
from onrecord.procedures.publish import complete, finish
from onrecord.procedures.writer import Clock, Committed, Writer, open_writer, wall_clock
from onrecord.record.directory import RecordDirectory
from onrecord.record.entry import entry_of
from onrecord.record.history import History


class AlreadyOtherwise(OnRecordError):
    """An id of the file is on the record with other words."""


class AnotherRecord(OnRecordError):
    """The file is of another record."""


@dataclass(frozen=True)
class Entered:
    """``indexes`` by communication id; ``new`` of them; ``committed`` is None if nothing was left
    to do, not even for the witnesses."""

    indexes: Mapping[str, int]
    new: int
    committed: Committed | None


def enter(
    directory: RecordDirectory,
    source: Source,
    signers: Sequence[Signer],
    beside: Path,
    *,
    environ: Mapping[str, str] = os.environ,
    clock: Clock = wall_clock,
) -> Entered:
    """Put what ``source`` says on the record.

    Args:
        beside: the directory of the source file, from which attachments are read.

    Raises:
        AnotherRecord: the file's ``[record]`` is not this one.
        AlreadyOtherwise: an id is taken by other words.
        Refused: an entry would not count, for want of officers for one.
        OnRecordError: the file does not fit the record; the line says why.
    """
    writer = open_writer(directory, environ=environ, clock=clock)
    _check_record(source, writer.history)
    after = writer.after()
    _place_parties(source, writer, signers)
    placed = [
        _place(writer, bind(draft, writer.history, after, beside), signers)
        for draft in new_drafts(source.drafts, writer.history)
    ]
    if not writer.pending:
        _finish_all(directory, source, writer.history)
        return Entered(_indexes(source, writer.history), 0, complete(writer))
    for bound in placed:
        shelf.hold(directory, bound.files, bound.opening)
        shelf.place_files(directory, bound.statement)
    committed = writer.commit()
    _finish_all(directory, source, writer.history)
    return Entered(_indexes(source, writer.history), len(placed), committed)


def new_drafts(drafts: Sequence[Draft], history: History) -> list[Draft]:
    """The drafts that are not on the record yet.

    Raises:
        AlreadyOtherwise: an id is taken by other words.
    """
    new = []
    for draft in drafts:
        index = history.by_id.get(draft.id)
        if index is None:
            new.append(draft)
        elif not draft.same_as(_said(history, index)):
            raise AlreadyOtherwise(
                f"communication {draft.id!r} is on the record as entry {index} with other words; "
                "to correct it, publish one that corrects it, under an id of its own"
            )
    return new


def _finish_all(directory: RecordDirectory, source: Source, history: History) -> None:
    """Settle what lies on the pending shelf, from this run or from one that was cut short."""
    for index in _indexes(source, history).values():
        if (entry := history.items[index].entry) is not None:
            finish(directory, entry, index)


def _place(writer: Writer, bound: Bound, signers: Sequence[Signer]) -> Bound:
    statement = bound.statement
    entry = entry_of(sign_note(str(statement), *_enough(writer, statement, signers)))
    writer.place(entry.raw)
    return bound


def _enough(
    writer: Writer, statement: Communication | Parties, signers: Sequence[Signer]
) -> Sequence[Signer]:
    """As many signers as the statement needs; more would only make every receipt longer."""
    kind = statement.threshold_kind if isinstance(statement, Communication) else "parties"
    return signers[: writer.history.chain.root.thresholds[kind]]


def _place_parties(source: Source, writer: Writer, signers: Sequence[Signer]) -> None:
    parties: Parties | None = bind_parties(source.parties, writer.history, writer.after())
    if parties is not None:
        writer.place(sign_note(str(parties), *_enough(writer, parties, signers)).raw)


def _check_record(source: Source, history: History) -> None:
    if source.record is None:
        return
    root = history.chain.root
    if source.record.origin != root.record or source.record.owner != root.owner:
        raise AnotherRecord(
            f"the file is of {source.record.origin}, kept by {source.record.owner}; this record "
            f"is {root.record}, kept by {root.owner}"
        )


def _said(history: History, index: int) -> Communication:
    communication = history.items[index].communication
    assert communication is not None
    return communication


def _indexes(source: Source, history: History) -> dict[str, int]:
    return {draft.id: history.by_id[draft.id] for draft in source.drafts}

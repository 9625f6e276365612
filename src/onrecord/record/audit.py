"""Audit a whole record: every byte, every signature, every rule, and that it is official."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from onrecord.domain.communication import Communication, DigestBody
from onrecord.domain.errors import OnRecordError
from onrecord.record.directory import MAX_CHECKPOINT, OpenRecord, RecordDirectory, read_record
from onrecord.record.files import FileTileSource, read_file
from onrecord.record.fsck import fsck
from onrecord.record.official import Witnessed
from onrecord.record.pin import Pin
from onrecord.record.store import MissingFile
from onrecord.record.tell import ages
from onrecord.record.verdict import Verdict, Word, cannot_tell

SHOWN = 10
MAX_BESIDE = 64 << 20
"""Bytes of one long text or attachment."""


class Broken(OnRecordError):
    """A record whose statements do not agree with its tree."""


def audit(directory: RecordDirectory, pin: Pin, *, now: int, max_age: int | None = None) -> Verdict:
    """The verdict on a record's public directory; reads every file of it.

    Args:
        directory: where the record is.
        pin: whose record it must be.
        now: POSIX seconds, to tell ages.
        max_age: seconds; a record witnessed longer ago is "cannot tell".

    Raises:
        OnRecordError: there is no checkpoint to begin from.
    """
    raw = read_file(directory.public / "checkpoint", "public/checkpoint", MAX_CHECKPOINT)
    try:
        record = read_record(FileTileSource(directory.public), raw, pin)
        fsck(record.reader.source, record.reader.checkpoint)
        check_after(record)
    except OnRecordError as error:
        return cannot_tell("This record does not verify.", str(error))
    told = ages(record.witnessed, record.history.chain, now)
    if not record.witnessed.quorum:
        return cannot_tell("The newest checkpoint is awaiting witnesses.", *told)
    if _stale(record.witnessed, now, max_age):
        return cannot_tell("This record is older than the limit; get a newer copy.", *told)
    changed, missing = check_beside(record, directory)
    absent = tuple(f"{name} is named by an entry and is not here." for name in missing[:SHOWN])
    if changed:
        listed = tuple(f"{name} is not the file that an entry names." for name in changed[:SHOWN])
        line = f"The log is whole, but {len(changed):,} of the files beside it were changed."
        return Verdict(Word.ALTERED, line, (*listed, *absent, *told))
    return _sum(record, (*absent, *told))


def check_beside(record: OpenRecord, directory: RecordDirectory) -> tuple[list[str], list[str]]:
    """Long texts and attachments against their digests: those changed, and those not here."""
    named = {
        name: digest
        for _, said in record.history.communications()
        for name, digest in _named_beside(said)
    }
    changed, missing = [], []
    for name, digest in named.items():
        try:
            raw = read_file(directory.public / name, f"public/{name}", MAX_BESIDE)
        except MissingFile:
            missing.append(name)
            continue
        if hashlib.sha256(raw).digest() != digest:
            changed.append(name)
    return changed, missing


def _named_beside(said: Communication) -> Iterator[tuple[str, bytes]]:
    for held in said.attachments:
        yield f"attachments/{held.digest.hex()}", held.digest
    if isinstance(said.body, DigestBody):
        yield f"bodies/{said.body.digest.hex()}", said.body.digest


def check_after(record: OpenRecord) -> None:
    """Every ``after`` names a checkpoint that this very tree once had.

    Raises:
        Broken: one does not; the entry was made for another history.
    """
    roots: dict[int, bytes] = {}
    for item in record.history.items:
        after = item.entry.statement.after if item.entry else None
        if after is None or item.problem:
            continue
        if after.size not in roots:
            roots[after.size] = record.reader.root_at(after.size)
        if roots[after.size] != after.root:
            raise Broken(
                f"entry {item.index} follows a checkpoint of {after.size} entries that this "
                "record never had: the log may have two histories; ask its witnesses"
            )


def _stale(witnessed: Witnessed, now: int, max_age: int | None) -> bool:
    return max_age is not None and (witnessed.seen is None or now - witnessed.seen > max_age)


def _sum(record: OpenRecord, told: tuple[str, ...]) -> Verdict:
    problems = record.history.problems()
    disputed = [item.index for item in record.history.items if record.history.disputed(item.index)]
    said = sum(1 for _ in record.history.communications())
    details = (f"{said:,} communications count, of {record.reader.size:,} entries.", *told)
    if problems:
        listed = [f"Entry {item.index} does not count: {item.problem}" for item in problems[:SHOWN]]
        return Verdict(
            Word.ALTERED,
            f"Whole, but {len(problems):,} of its entries do not count.",
            (*listed, *details),
        )
    if disputed:
        entries = ", ".join(map(str, disputed[:SHOWN]))
        return Verdict(Word.DISPUTED, f"Whole; disputed for a compromised key: {entries}.", details)
    return Verdict(Word.EXACT, "This record is whole: every byte and signature holds.", details)

"""Mirroring a record from a server that is not trusted for anything.

The order is the design. Nothing is written before the checkpoint is known to be signed by the
log's key and to extend what this mirror already holds; then every tile and bundle is checked
against that checkpoint before it is written; the checkpoint itself is written last. So at every
moment the mirror's ``checkpoint`` covers only files that are there and right, and a mirror that
was interrupted has none, or its earlier one. Running again goes on where it stopped: what is
already on disk is read and checked, not fetched.

A server that shows a second history has handed over the proof: it is kept as
``evidence/<sha256>.txt`` (docs/spec/equivocation.md), and the mirror stays as it was.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.keys.note import BadSignature, Note, parse_note, verified
from onrecord.keys.vkey import VKey, verifier_for
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.durable import durable_directory, durable_write, naming
from onrecord.record.evidence import Evidence, find_equivocation, verify_evidence
from onrecord.record.fetch import MAX_CHECKPOINT, DirectorySource, open_source
from onrecord.record.reader import LogReader, TamperedTile
from onrecord.record.store import LogBusy, MissingFile, TileSource
from onrecord.record.tile import TilePath, bundles_for, encode_bundle, tiles_for

MAX_ENTRIES = 10_000_000
MAX_SECONDS = 6 * 3600.0
_BESIDE = re.compile(r"(?:bodies|attachments)/([0-9a-f]{64})\Z")


class MirrorRefused(OnRecordError):
    """What the server offers is not taken; the mirror is as it was."""


class RolledBack(MirrorRefused):
    """The server offers an earlier state of the log than this mirror holds."""


class Forked(MirrorRefused):
    """The server offers another history; ``path`` is the evidence file that was written."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True)
class Mirrored:
    """What a run did: the checkpoint now held, files written, and texts the server lacks."""

    checkpoint: Checkpoint
    written: int
    missing: tuple[str, ...]


def mirror(
    place: str | TileSource,
    directory: Path,
    log: VKey,
    *,
    held_log: VKey | None = None,
    accept: Callable[[Note], object] = lambda note: None,
    beside: Callable[[bytes], Iterable[str]] = lambda entry: (),
    progress: Callable[[int, int], object] = lambda done, total: None,
    max_entries: int = MAX_ENTRIES,
    max_seconds: float = MAX_SECONDS,
) -> Mirrored:
    """Bring ``directory`` up to date with the record at ``place`` (an address, or a directory).

    ``log`` is the log's key, which the caller has from the pin; ``held_log`` the one that was in
    force when the checkpoint that ``directory`` holds was signed, if that was another. ``accept``
    sees the new signed checkpoint and raises an ``OnRecordError`` to refuse it. ``beside`` names
    the texts that lie beside the log for an entry (``bodies/<sha256>`` and
    ``attachments/<sha256>``); they are fetched too, and are checked by their names. ``progress``
    is told files done and files in all.

    Raises:
        MirrorRefused: the server's checkpoint or files are not taken; its subclasses say more.
        TamperedTile, MissingFile, FetchFailed, StorageFailed: as far as it got is kept; run again.
        LogBusy: another process is mirroring into ``directory``.
    """
    source = open_source(place) if isinstance(place, str) else place
    durable_directory(directory)
    with _locked(directory):
        held = _held(directory, held_log or log)
        offered = _offered(source, log)
        accept(offered)
        point = parse_checkpoint(offered.text)
        before = None if held is None else parse_checkpoint(held.text)
        if held is not None:
            if held_log in (None, log):
                _refuse_other_history(source, directory, log, held, offered)
            else:
                _refuse_after_new_key(source, held, offered)
        if point.size > max_entries:
            raise MirrorRefused(f"the log has {point.size} entries, over the limit {max_entries}")
        job = _Copy(source, directory, point, time.monotonic() + max_seconds)
        missing = job.run(before.size if before else 0, beside, progress)
        if held is None or held.raw != offered.raw:
            durable_write(directory / "checkpoint", offered.raw)
        return Mirrored(point, job.written, missing)


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    with naming(directory / ".lock"):
        fd = os.open(directory / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LogBusy(f"another process is mirroring into {directory}: let it end") from None
        yield
    finally:
        os.close(fd)


def _held(directory: Path, log: VKey) -> Note | None:
    try:
        raw = DirectorySource(directory).read("checkpoint")
    except MissingFile:
        return None
    try:
        return _signed(raw, log)
    except MirrorRefused as error:
        raise MirrorRefused(f"{directory} does not hold a mirror of this record: {error}") from None


def _offered(source: TileSource, log: VKey) -> Note:
    try:
        return _signed(source.read("checkpoint"), log)
    except MissingFile:
        raise MirrorRefused("there is no checkpoint there: it is not a record's address") from None


def _signed(raw: bytes, log: VKey) -> Note:
    try:
        note = parse_note(raw, max_size=MAX_CHECKPOINT)
        lines = verified(note, [verifier_for(log)])
        point = parse_checkpoint(note.text)
    except (Malformed, BadSignature) as error:
        raise MirrorRefused(f"the checkpoint there is refused: {error}") from None
    if not lines or point.origin != log.name:
        raise MirrorRefused(f"the checkpoint there is not signed by the log key of {log.name}")
    return note


def _refuse_other_history(
    source: TileSource, directory: Path, log: VKey, held: Note, offered: Note
) -> None:
    """Refuse a fork, leaving the evidence behind, and refuse an honest but older state."""
    ours, theirs = parse_checkpoint(held.text), parse_checkpoint(offered.text)
    grown = theirs.size >= ours.size
    longer = LogReader(source, theirs) if grown else LogReader(DirectorySource(directory), ours)
    evidence = find_equivocation(log, held, offered, longer)
    if evidence is not None:
        path = keep_evidence(directory, evidence)
        raise Forked(f"refused: {verify_evidence(evidence)}; the proof is in {path}", path)
    if not grown:
        raise RolledBack(
            f"refused: the server shows {theirs.size} entries, this mirror holds {ours.size}:"
            " it serves an old state"
        )


def _refuse_after_new_key(source: TileSource, held: Note, offered: Note) -> None:
    """The same where the log key changed in between: two keys signed, so no evidence of one."""
    ours, theirs = parse_checkpoint(held.text), parse_checkpoint(offered.text)
    if theirs.size < ours.size or LogReader(source, theirs).root_at(ours.size) != ours.root:
        raise MirrorRefused(
            f"refused: the {theirs.size} entries there do not continue the {ours.size} held here,"
            " though the log's key was changed in good order: keep both copies and ask its owner"
        )


def keep_evidence(directory: Path, evidence: Evidence) -> Path:
    """Write evidence durably to ``directory/evidence/<sha256 of its text>.txt``."""
    raw = str(evidence).encode()
    path = directory / "evidence" / f"{hashlib.sha256(raw).hexdigest()}.txt"
    durable_directory(path.parent)
    durable_write(path, raw)
    return path


class _Near:
    """What is on disk already, else what the server has."""

    def __init__(self, here: TileSource, there: TileSource) -> None:
        self._here, self._there = here, there

    def read(self, path: str) -> bytes:
        try:
            return self._here.read(path)
        except MissingFile:
            return self._there.read(path)


class _Copy:
    """One run: every file that ``point`` needs, from the top of the tree down to the entries."""

    def __init__(
        self, source: TileSource, directory: Path, point: Checkpoint, deadline: float
    ) -> None:
        self.written = 0
        self._source, self._directory, self._deadline = source, directory, deadline
        self._size = point.size
        self._here = DirectorySource(directory)
        self._near = LogReader(_Near(self._here, source), point)
        self._far = LogReader(source, point)

    def run(
        self,
        have: int,
        beside: Callable[[bytes], Iterable[str]],
        progress: Callable[[int, int], object],
    ) -> tuple[str, ...]:
        """Store what the first ``have`` entries do not cover; returns texts that are missing."""
        tiles = [tile for tile in tiles_for(self._size) if not _covered(tile, have)][::-1]
        bundles = [tile for tile in bundles_for(self._size) if not _covered(tile, have)]
        total, missing = len(tiles) + len(bundles), list[str]()
        for done, tile in enumerate(tiles, 1):
            self._store(tile.path, b"".join(self._verified(tile)))
            progress(done, total)
        for done, tile in enumerate(bundles, len(tiles) + 1):
            entries = self._verified(tile)
            for path in {path for entry in entries for path in beside(entry)}:
                if not self._fetch_beside(path):
                    missing.append(path)
            self._store(tile.path, encode_bundle(entries))
            progress(done, total)
        return tuple(sorted(missing))

    def _verified(self, tile: TilePath) -> list[bytes]:
        """The hashes or entries of a file, checked; a bad copy on disk is fetched again."""
        if time.monotonic() > self._deadline:
            raise MirrorRefused("the server is too slow: stopped at the time limit; run again")
        try:
            return _from(self._near, tile)
        except TamperedTile:
            return _from(self._far, tile)

    def _store(self, path: str, data: bytes) -> None:
        with suppress(MissingFile):
            if self._here.read(path) == data:
                return
        durable_directory((self._directory / path).parent)
        durable_write(self._directory / path, data)
        self.written += 1

    def _fetch_beside(self, path: str) -> bool:
        found = _BESIDE.match(path)
        if found is None:
            raise MirrorRefused(f"{path} is not the name of a text beside the log")
        with suppress(MissingFile):
            if hashlib.sha256(self._here.read(path)).hexdigest() == found[1]:
                return True
        try:
            data = self._source.read(path)
        except MissingFile:
            return False
        if hashlib.sha256(data).hexdigest() != found[1]:
            raise MirrorRefused(f"{path} there is not the text that its name says")
        self._store(path, data)
        return True


def _from(reader: LogReader, tile: TilePath) -> list[bytes]:
    return reader.bundle(tile.n) if tile.level is None else reader.tile(tile.level, tile.n)


def _covered(tile: TilePath, have: int) -> bool:
    """Whether a full file lies wholly below the first ``have`` entries."""
    return tile.width == 256 and (tile.n + 1) << (8 * ((tile.level or 0) + 1)) <= have

"""The signer's side of a log. The order of writing is the design, and stated here once:

1. take the lock;
2. read the head, and recover;
3. write the tiles and bundles at their final paths: what lies beyond the head is harmless, since
   no checkpoint leads there, and is overwritten;
4. sign the new checkpoint and replace the head with it: **the entries are on the log**;
5. witnesses cosign (elsewhere, without the lock);
6. publish the checkpoint: only now may a receipt leave.

A crash before 4 leaves the old log. A crash after 4 leaves the new one, and the next opening
finds a head that is ahead of what is published, cosigns it and publishes it.

The log signs only what continues its own head. It refuses where this machine never signed for a
record that is already published, where the copy of the record is older than the head, and where
the tiles do not lead to the head's root.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.keys.note import BadSignature, Note, Signer, parse_note, sign_note, verified
from onrecord.keys.vkey import VKey, verifier_for
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.growth import EMPTY, Edge, check_growth, grow, read_edge
from onrecord.record.merkle import ProofFailed
from onrecord.record.reader import LogReader, TamperedTile
from onrecord.record.store import HeadMoved, LogStore, MissingFile, TileSource
from onrecord.record.tile import MAX_ENTRY


class LogRefused(OnRecordError):
    """The log will not sign, since it could then have two histories."""


class NeverSignedHere(LogRefused):
    """The record is published, but this machine has no head for it."""


class CopyBehind(LogRefused):
    """This copy of the record ends before what this machine signed."""


@dataclass(frozen=True, slots=True)
class Appended:
    """``first`` is the index of the first new entry; ``note`` the checkpoint that covers them
    all, signed by the log and not yet by witnesses."""

    first: int
    note: Note


@dataclass(frozen=True, slots=True)
class _Head:
    """The head as stored, what it says, and the right edge of the tiles that it covers."""

    raw: bytes
    note: Note
    checkpoint: Checkpoint
    edge: Edge


class Log:
    """One log, for its signer.

    ``signer`` holds the log's Ed25519 key, whose name is the ``origin``; its signatures are
    deterministic (RFC 8032), so a head is recognised by signing its text again. ``earlier`` are
    keys that the log had before: a head or checkpoint that one of them signed is the log's own.

    Raises:
        LogRefused: on opening, where signing could fork the log; the line says what to do.
        LogBusy, StorageFailed, MissingFile: see ``record/store.py``.
    """

    def __init__(
        self, store: LogStore, signer: Signer, origin: str, *, earlier: Sequence[VKey] = ()
    ) -> None:
        if signer.name != origin:
            raise LogRefused(
                f"the log's key is named {signer.name}, but the record is {origin}: this is"
                " another record's key, or another key's record"
            )
        self._store, self._signer, self._origin = store, signer, origin
        self._earlier = [verifier_for(vkey) for vkey in earlier]
        self._known: _Head | None = None
        with store.lock():
            self._load()

    @property
    def head(self) -> Checkpoint | None:
        """What this log last signed, as known to this object, or None for an empty log."""
        return self._known.checkpoint if self._known else None

    @property
    def head_note(self) -> Note | None:
        """The same with the log's signature: what witnesses are to cosign next."""
        return self._known.note if self._known else None

    def signs_with(self, vkey: VKey) -> bool:
        """Whether this log's signer holds ``vkey``."""
        return (self._signer.name, self._signer.key_id) == (vkey.name, vkey.key_id)

    def append(self, entries: Sequence[bytes], *, onto: int | None = None) -> Appended:
        """Put entries on the log, all or none, durably. At least one, each 1 to 65,535 bytes.

        ``onto``, if given, is the size for which the entries were made: a communication names its
        place in its series, which another writer may have taken since.

        Raises:
            Malformed: no entry, or one of another length; nothing was changed.
            HeadMoved: the log is no longer of size ``onto``; nothing was changed.
            LogRefused, LogBusy, StorageFailed: see there.
        """
        _check_entries(entries)
        with self._store.lock():
            known, self._known = self._current(), None
            if onto is not None and (size := known.checkpoint.size if known else 0) != onto:
                raise HeadMoved(
                    f"the record grew from {onto} to {size} entries while this was prepared:"
                    " nothing was changed; run again"
                )
            old, edge = (known.checkpoint, known.edge) if known else (None, EMPTY)
            grown = grow(edge, entries)
            new = Checkpoint(self._origin, grown.edge.size, grown.edge.root)
            self._check(old, new, entries, grown.files)
            self._store.write(grown.files)
            note = sign_note(str(new), self._signer)
            self._store.replace(known.raw if known else None, note.raw)
            self._known = _Head(note.raw, note, new, grown.edge)
        return Appended(edge.size, note)

    def publish(self, note: Note) -> None:
        """Let readers see a checkpoint of this log with its cosignatures.

        One that is older than the published one is left aside: publishing never goes back.

        Raises:
            LogRefused: it is not a checkpoint of this log.
        """
        checkpoint = self._own(note, "the checkpoint to publish")
        with self._store.lock():
            head = self._current()
            if not head or checkpoint.size > head.checkpoint.size:
                raise LogRefused(f"{self._origin} never signed {checkpoint.size} entries here")
            if checkpoint != head.checkpoint and checkpoint.root != LogReader(
                self._store, head.checkpoint
            ).root_at(checkpoint.size):
                raise LogRefused("the checkpoint to publish is of another history than this log")
            published = self._published()
            if not published or published.size <= checkpoint.size:
                self._store.publish(note.raw)

    def published(self) -> Note | None:
        """The checkpoint that readers see, with its cosignatures, or None before the first."""
        raw = self._store.published()
        return None if raw is None else _parse(raw, "the published checkpoint")

    @classmethod
    def adopt(cls, store: LogStore, signer: Signer, origin: str, note: Note) -> Log:
        """Let this machine sign for a record from here on, after the checkpoint ``note``.

        For a record that was moved or restored. The caller has made sure that no other machine
        signs for it any longer, and that no witness has seen a later checkpoint than ``note``.

        Raises:
            LogRefused: the record's tiles do not lead to ``note``, or it is older than what is
                published or what this machine itself signed.
        """
        log = cls.__new__(cls)
        log._store, log._signer, log._origin, log._known = store, signer, origin, None
        log._earlier = []
        checkpoint = log._own(note, "the checkpoint to adopt")
        with store.lock():
            raw, reader = store.head(), LogReader(store, checkpoint)
            log._read_edge(reader, log._published())
            for earlier in (log._published(), raw and log._own_bytes(raw, "the head")):
                if earlier:
                    _check_earlier(earlier, reader, "the checkpoint to adopt")
            store.replace(raw, sign_note(str(checkpoint), signer).raw)
        return cls(store, signer, origin)

    def _current(self) -> _Head | None:
        """The head, read anew where another process moved it. Only under the lock."""
        raw = self._store.head()
        if self._known is None or self._known.raw != raw:
            self._load()
        return self._known

    def _load(self) -> None:
        """Read the head, check the record against it, and recover (step 2)."""
        self._known = None
        raw, published = self._store.head(), self._published()
        if raw is None:
            if published:
                raise NeverSignedHere(
                    f"this machine never signed for {self._origin}, which has a published"
                    f" checkpoint of {published.size} entries: if no other machine signs for it"
                    " any longer, run `onrecord adopt`"
                )
            return
        checkpoint = self._own_bytes(raw, "the head in the state directory")
        reader = LogReader(self._store, checkpoint)
        edge = self._read_edge(reader, published)
        if published:
            _check_earlier(published, reader, "this machine's head")
        if published != checkpoint:
            # A run ended before publishing: the head may be in the cache only. Write it again.
            self._store.replace(raw, raw)
        self._known = _Head(raw, parse_note(raw), checkpoint, edge)

    def _read_edge(self, reader: LogReader, published: Checkpoint | None) -> Edge:
        try:
            return read_edge(reader)
        except MissingFile as error:
            ends = published.size if published else 0
            if ends >= reader.size:
                raise
            raise CopyBehind(
                f"this machine signed entries up to {reader.size - 1}; this copy"
                f" {f'ends at {ends - 1}' if ends else 'has none published'} and lacks"
                f" {error.path}: restore the newest copy, or take the rest from a mirror"
            ) from None
        except TamperedTile as error:
            raise LogRefused(f"nothing is signed, since the record was changed: {error}") from None

    def _check(
        self,
        old: Checkpoint | None,
        new: Checkpoint,
        entries: Sequence[bytes],
        files: Mapping[str, bytes],
    ) -> None:
        try:
            check_growth(old, new, entries, _Overlay(files, self._store))
        except (ProofFailed, TamperedTile, MissingFile) as error:
            raise LogRefused(
                f"nothing was signed, since the new tiles failed their own check: {error}"
            ) from error

    def _published(self) -> Checkpoint | None:
        raw = self._store.published()
        return self._own_bytes(raw, "the published checkpoint") if raw is not None else None

    def _own_bytes(self, raw: bytes, what: str) -> Checkpoint:
        return self._own(_parse(raw, what), what)

    def _own(self, note: Note, what: str) -> Checkpoint:
        """What a checkpoint note says, where it is this log's."""
        try:
            checkpoint = parse_checkpoint(note.text)
        except Malformed as error:
            raise LogRefused(f"{what} is damaged: {error}") from None
        if checkpoint.origin != self._origin:
            raise LogRefused(f"{what} is of {checkpoint.origin}, not of {self._origin}")
        if not self._signed(note):
            raise LogRefused(f"{what} is not signed by the key of {self._origin}")
        return checkpoint

    def _signed(self, note: Note) -> bool:
        if sign_note(note.text, self._signer).signatures[0] in note.signatures:
            return True
        try:
            return bool(verified(note, self._earlier))
        except BadSignature:
            return False


class _Overlay:
    """The files about to be written, above those that are there."""

    def __init__(self, files: Mapping[str, bytes], store: TileSource) -> None:
        self._files, self._store = files, store

    def read(self, path: str) -> bytes:
        raw = self._files.get(path)
        return self._store.read(path) if raw is None else raw


def _parse(raw: bytes, what: str) -> Note:
    try:
        return parse_note(raw)
    except Malformed as error:
        raise LogRefused(f"{what} is damaged: {error}") from None


def _check_earlier(earlier: Checkpoint, reader: LogReader, what: str) -> None:
    """Refuse where the log of ``reader`` does not continue ``earlier``."""
    if earlier.size > reader.size:
        raise LogRefused(
            f"{what} ends at {reader.size} entries, but {earlier.size} were signed already, here"
            " or on another machine: run `onrecord adopt` with the newest checkpoint"
        )
    if reader.root_at(earlier.size) != earlier.root:
        raise LogRefused(
            f"{what} does not continue the checkpoint of {earlier.size} entries that was signed"
            " before: the log has two histories; keep both and ask its witnesses"
        )


def _check_entries(entries: Sequence[bytes]) -> None:
    if not entries:
        raise Malformed("there is nothing to put on the log")
    for entry in entries:
        if not 1 <= len(entry) <= MAX_ENTRY:
            raise Malformed(
                f"an entry has 1 to {MAX_ENTRY:,} bytes, this one {len(entry):,}: keep a longer"
                " text beside the log and put its digest on it"
            )

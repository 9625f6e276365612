"""The directory of a record, and how it is found and read.

::

    RECORD/pin         the record's identity: origin and hash of entry 0
    RECORD/public/     what a static file server serves: checkpoint, tiles, bodies, attachments
    RECORD/private/    openings of members-only communications and drafts; never served, 0700
    RECORD/keys/       the log key and the officers' keys that live on this machine, 0700
    RECORD/witness/    the embedded local witness: its key and what it has cosigned, 0700

The signer's head lies outside, in the state directory of the machine, so that a record that is
copied or restored from a backup cannot sign a second history (docs/adr, "the head").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.errors import OnRecordError
from onrecord.domain.reference import After
from onrecord.record.pin import Pin, parse_pin

if TYPE_CHECKING:  # reading a record is imported late: most of `onrecord verify` is its start
    from onrecord.record.history import History
    from onrecord.record.official import Witnessed
    from onrecord.record.reader import LogReader
    from onrecord.record.store import TileSource

ENVIRONMENT = "ONRECORD_RECORD"
STATE_ENVIRONMENT = "ONRECORD_STATE"
MAX_CHECKPOINT = 1_000_000


class NoRecord(OnRecordError):
    """There is no record where one was looked for."""


@dataclass(frozen=True)
class RecordDirectory:
    """The places of one record; making this value touches nothing."""

    path: Path

    @property
    def public(self) -> Path:
        """What anyone may read."""
        return self.path / "public"

    @property
    def private(self) -> Path:
        """What only officers may read."""
        return self.path / "private"

    @property
    def keys(self) -> Path:
        """Key files."""
        return self.path / "keys"

    @property
    def witness(self) -> Path:
        """The embedded local witness."""
        return self.path / "witness"

    @property
    def pin_file(self) -> Path:
        """The pin's file."""
        return self.path / "pin"

    def pin(self) -> Pin:
        """The record's identity.

        Raises:
            NoRecord: there is no pin file: this is not a record's directory.
            Malformed: the pin is damaged.
        """
        try:
            raw = self.pin_file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise NoRecord(
                f"{self.path} is not a record: it has no pin; make one with onrecord init, or copy "
                "one with onrecord mirror"
            ) from None
        return parse_pin(raw.decode("utf-8", "replace"))


@dataclass(frozen=True)
class OpenRecord:
    """A record read whole: every leaf judged, the checkpoint verified."""

    pin: Pin
    reader: LogReader
    history: History
    witnessed: Witnessed

    @property
    def after(self) -> After | None:
        """The latest witnessed checkpoint, for a new statement to name."""
        point = self.witnessed.checkpoint
        if not self.witnessed.quorum or not point.size:
            return None
        return After(point.size, point.root)


def find_record(given: str | None, here: Path, environ: Mapping[str, str]) -> RecordDirectory:
    """The record that a command means: ``--record``, the environment, or the nearest one above.

    Raises:
        NoRecord: there is none.
    """
    named = given or environ.get(ENVIRONMENT)
    if named:
        directory = RecordDirectory(Path(named))
        directory.pin()
        return directory
    for path in (here, *here.parents):
        if (path / "pin").is_file() and (path / "public").is_dir():
            return RecordDirectory(path)
    raise NoRecord(
        f"there is no record in {here} or above it: name one with --record DIR or {ENVIRONMENT}"
    )


def state_directory(pin: Pin, environ: Mapping[str, str]) -> Path:
    """Where this machine keeps the signer's head for the record of ``pin``.

    Raises:
        NoRecord: neither ``ONRECORD_STATE``, ``XDG_STATE_HOME`` nor ``HOME`` is set.
    """
    if base := environ.get(STATE_ENVIRONMENT):
        return Path(base) / pin.leaf.hex()
    if base := environ.get("XDG_STATE_HOME"):
        return Path(base) / "onrecord" / pin.leaf.hex()
    if base := environ.get("HOME"):
        return Path(base) / ".local" / "state" / "onrecord" / pin.leaf.hex()
    raise NoRecord(f"there is no place for the signer's state: set {STATE_ENVIRONMENT} or HOME")


def open_record(directory: RecordDirectory) -> OpenRecord:
    """Read a record's public files as they are published, judge every leaf and the checkpoint.

    Raises:
        NoRecord: nothing is published yet.
        OnRecordError: a file is missing or changed, or the checkpoint does not verify.
    """
    from onrecord.record.files import FileTileSource, read_file
    from onrecord.record.store import MissingFile

    try:
        raw = read_file(directory.public / "checkpoint", "checkpoint", MAX_CHECKPOINT)
    except MissingFile:
        raise NoRecord(f"{directory.path} has published nothing yet") from None
    return read_record(FileTileSource(directory.public), raw, directory.pin())


def read_record(source: TileSource, checkpoint: bytes, pin: Pin) -> OpenRecord:
    """Read a whole record from anywhere; see :func:`open_record`.

    The checkpoint's signature is judged last, by the newest officer root that its own tree holds;
    until then its root hash only binds the files to each other.
    """
    from onrecord.keys.note import parse_note
    from onrecord.record.checkpoint import parse_checkpoint
    from onrecord.record.history import History
    from onrecord.record.official import read_checkpoint
    from onrecord.record.reader import LogReader

    point = parse_checkpoint(parse_note(checkpoint).text)
    reader = LogReader(source, point)
    history = History.of(pin, reader.entries())
    witnessed = read_checkpoint(checkpoint, history.chain.root)
    return OpenRecord(pin, reader, history, witnessed)

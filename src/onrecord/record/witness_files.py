"""A witness's notes in files, safe under threads, processes, ``kill -9`` and power cuts.

    DIRECTORY/<hex SHA256(origin)>/checkpoint        the note cosigned last
                                  /history/<size>    every earlier one, 20 digits
                                  /proven/<sha256>   signed notes that contradict a cosigned one
                                  /unproven/<sha256> signed notes whose consistency proof failed
                                  /lock

The order of a replacement is the design: under the lock, compare; link the old note into the
history; replace it by the new one (``durable.durable_write``). Whatever stops it,
``checkpoint`` is the old note or the new one, and the history holds only notes that were latest.

This directory must never be restored from a backup: a witness that forgets can be made to cosign
a second history. If it is lost, make a new witness with a new key.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.domain.errors import OnRecordError
from onrecord.keys.note import parse_note
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.durable import (
    confirm_directory,
    durable_directory,
    durable_write,
    naming,
    open_directory,
    storage_failed,
    sync,
)
from onrecord.record.witness_store import MAX_DOUBTS, WitnessStateMoved


class WitnessStateLost(OnRecordError):
    """The latest note is gone while earlier ones are there: the witness must not sign again."""


class FileWitnessStore:
    """``WitnessStore`` over a directory, which is made if missing (mode 0700)."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        _folder(directory)

    def latest(self, origin: str) -> bytes | None:
        """See ``WitnessStore.latest``.

        Raises:
            WitnessStateLost: the file was removed by hand.
        """
        home = self._home(origin)
        try:
            return _read(home / "checkpoint")
        except FileNotFoundError:
            if _names(home / "history"):
                raise WitnessStateLost(
                    f"{home}/checkpoint is missing but earlier checkpoints of {origin} are there:"
                    " this witness forgot what it signed; make a new one with a new key"
                ) from None
            return None

    def replace(self, origin: str, old: bytes | None, new: bytes) -> None:
        """See ``WitnessStore.replace``."""
        with self._locked(origin) as home:
            if self.latest(origin) != old:
                raise WitnessStateMoved(f"another checkpoint of {origin} was cosigned meanwhile")
            if old is not None and _size(old) != _size(new):
                _keep_link(home / "checkpoint", home / "history" / f"{_size(old):020}")
            _write(home / "checkpoint", new)

    def history(self, origin: str) -> tuple[bytes, ...]:
        """See ``WitnessStore.history``."""
        latest = self.latest(origin)
        if latest is None:
            return ()
        notes = {_size(latest): latest}
        for name in _names(self._home(origin) / "history"):
            notes[int(name)] = _read(self._home(origin) / "history" / name)
        return tuple(notes[size] for size in sorted(notes))

    def at_size(self, origin: str, size: int) -> bytes | None:
        """See ``WitnessStore.at_size``."""
        latest = self.latest(origin)
        if latest is not None and _size(latest) == size:
            return latest
        try:
            return _read(self._home(origin) / "history" / f"{size:020}")
        except FileNotFoundError:
            return None

    def doubt(self, origin: str, note: bytes, *, proven: bool) -> None:
        """See ``WitnessStore.doubt``."""
        with self._locked(origin) as home:
            folder = _folder(home / ("proven" if proven else "unproven"))
            path = folder / hashlib.sha256(note).hexdigest()
            names = _names(folder)
            if path.name in names or (proven and len(names) >= MAX_DOUBTS):
                return
            _write(path, note)
            if not proven and len(names) >= MAX_DOUBTS:
                min((folder / name for name in names), key=_written).unlink(missing_ok=True)

    def doubts(self, origin: str, *, proven: bool) -> tuple[bytes, ...]:
        """See ``WitnessStore.doubts``."""
        folder = self._home(origin) / ("proven" if proven else "unproven")
        return tuple(_read(folder / name) for name in _names(folder))

    def _home(self, origin: str) -> Path:
        return self._directory / hashlib.sha256(origin.encode()).hexdigest()

    @contextmanager
    def _locked(self, origin: str) -> Iterator[Path]:
        """Hold the origin's lock, between threads as well: each call opens the file anew."""
        home = _folder(self._home(origin))
        with naming(home / "lock"):
            if not (home / "checkpoint").exists():  # a run may have died before it confirmed them
                confirm_directory(home)
            descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            with naming(home / "lock", "lock"):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield home
        finally:
            with naming(home / "lock", "let go of"):
                os.close(descriptor)


def _read(path: Path) -> bytes:
    """A note. Raises FileNotFoundError where there is none, StorageFailed for all else."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise storage_failed(error, path, "read") from error


def _write(path: Path, note: bytes) -> None:
    durable_write(path, note, mode=0o600)


def _folder(path: Path) -> Path:
    with naming(path, "read"):
        there = path.is_dir()
    if not there:
        durable_directory(path, mode=0o700)
    return path


def _keep_link(path: Path, kept: Path) -> None:
    folder = _folder(kept.parent)
    with naming(kept), suppress(FileExistsError):  # a crash came before the rename, last time
        os.link(path, kept)
    with naming(kept), open_directory(folder) as directory:
        sync(directory, folder)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise storage_failed(error, folder, "read") from error


def _written(path: Path) -> int:
    return path.stat().st_mtime_ns


def _size(note: bytes) -> int:
    return parse_checkpoint(parse_note(note).text).size

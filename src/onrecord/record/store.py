"""What a log needs of the world, and how the world can fail.

``LogStore`` is the one door between the log and its storage. Two implementations pass the same
contract suite: ``record/files.py`` (a directory) and ``testing/memory.py`` (a dictionary that can
be made to fail). Paths are relative to the record's public directory, with ``/`` between parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from onrecord.domain.errors import OnRecordError


class StoreError(OnRecordError):
    """The storage of a log could not do what was asked."""


class MissingFile(StoreError):
    """A file that a log of this size must have is not there.

    ``path`` says which, ``index`` the first entry that it is about, where that is known.
    """

    def __init__(self, path: str, index: int | None = None) -> None:
        what = "" if index is None else f" (entry {index} and on)"
        super().__init__(
            f"{path}{what} is missing: copy it from a mirror or a backup of this record"
        )
        self.path, self.index = path, index


class HeadMoved(StoreError):
    """The head is not the one that was to be replaced: somebody else signed in between."""


class LogBusy(StoreError):
    """Another process is writing to this log."""


class StorageFailed(StoreError):
    """A write did not succeed.

    ``unknown`` is True where the disk may or may not hold what was written (an fsync failed):
    the store then refuses every further write; only opening it anew finds out.
    """

    def __init__(self, message: str, *, unknown: bool = False) -> None:
        super().__init__(message)
        self.unknown = unknown


class TileSource(Protocol):
    """Where tiles and entry bundles are read: a directory, a mirror, a memory."""

    def read(self, path: str) -> bytes:
        """The whole file at ``path``. It may be cut off beyond the largest size that such a
        file can have; the reader refuses it then.

        Raises:
            MissingFile: there is none.
            StorageFailed: it cannot be read.
        """
        ...


class LogStore(TileSource, Protocol):
    """The storage of one log.

    The head is the signer's own memory of the last checkpoint it signed. It lies outside the
    record, so that copying or restoring a record cannot make a signer sign twice.
    """

    def lock(self) -> AbstractContextManager[None]:
        """Hold the log for one writer; everything that writes happens inside.

        Raises:
            LogBusy: another writer holds it and did not let go within a short wait.
        """
        ...

    def head(self) -> bytes | None:
        """The head as last replaced, or None where nothing was ever signed here."""
        ...

    def replace(self, old: bytes | None, new: bytes) -> None:
        """Make ``new`` the head. Durable on return.

        Raises:
            HeadMoved: the head is not ``old``; nothing was changed.
            StorageFailed: it may or may not have taken effect; open the log anew.
        """
        ...

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write whole files, each atomically. All durable on return, names included.

        Raises:
            StorageFailed: some may have been written, each of them whole.
        """
        ...

    def published(self) -> bytes | None:
        """The checkpoint that readers see, or None before the first."""
        ...

    def publish(self, note: bytes) -> None:
        """Let readers see this checkpoint. Durable on return.

        Raises:
            StorageFailed: it may or may not have taken effect; publish again.
        """
        ...

"""A log in files: the record's public directory, and the signer's state outside it.

::

    PUBLIC/checkpoint         the published checkpoint                    0644
    PUBLIC/tile/...           tiles and entry bundles (C2SP tlog-tiles)   0644, directories 0755
    PUBLIC/.tmp/              files on their way into place               0700
    STATE/head                the last checkpoint that was signed here    0600, directory 0700
    STATE/lock                held (flock) while somebody writes

A batch of files is durable when each file was fsynced before its rename, and every directory
that got a name was fsynced after: those that hold the files, and those above them up to one that
this process already made durable.
"""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path

from onrecord.record.durable import (
    clean_temporaries,
    confirm_directory,
    durable_directory,
    durable_write,
    naming,
    open_directory,
    remove_quietly,
    storage_failed,
    sync,
    together,
    write_temporary,
)
from onrecord.record.store import HeadMoved, LogBusy, MissingFile, StorageFailed
from onrecord.record.tile import MAX_BUNDLE

MAX_FILE = MAX_BUNDLE + 1
"""No file of a log is longer than a full bundle: one byte more is enough to see that it is."""

_TEMPORARY_DIRECTORY = ".tmp"
_POLL = 0.02
_GROUP = 64


class FileTileSource:
    """The files of a record's public directory, for reading only."""

    def __init__(self, public: Path) -> None:
        self.public = public

    def read(self, path: str) -> bytes:
        """See ``TileSource.read``."""
        return read_file(self.public / path, path)


class FileLogStore:
    """A ``LogStore`` in two directories, which are made at the first lock.

    ``wait`` is how many seconds a second writer waits for the lock.
    """

    def __init__(self, public: Path, state: Path, *, wait: float = 2.0) -> None:
        self.public, self.state, self._wait = public, state, wait
        self._durable: set[str] = set()
        self._held = self._opened = False
        self._unknown: str | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """See ``LogStore.lock``. The first one cleans up what a crash left behind."""
        self._open()
        with naming(self.state / "lock"):
            fd = os.open(self.state / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            self._acquire(fd)
            self._held = True
            if not self._opened:
                for directory in (self.public, self.public / _TEMPORARY_DIRECTORY, self.state):
                    clean_temporaries(directory)
                self._opened = True
            yield
        finally:
            self._held = False
            with naming(self.state / "lock", "let go of"):
                os.close(fd)

    def read(self, path: str) -> bytes:
        """See ``TileSource.read``."""
        return read_file(self.public / path, path)

    def head(self) -> bytes | None:
        """See ``LogStore.head``."""
        return _optional(self.state / "head")

    def replace(self, old: bytes | None, new: bytes) -> None:
        """See ``LogStore.replace``."""
        with self._writing():
            if self.head() != old:
                raise HeadMoved(
                    f"the head in {self.state} moved while this was being signed: another process"
                    " signed for this record without its lock; run again"
                )
            durable_write(self.state / "head", new, mode=0o600)

    def published(self) -> bytes | None:
        """See ``LogStore.published``."""
        return _optional(self.public / "checkpoint")

    def publish(self, note: bytes) -> None:
        """See ``LogStore.publish``."""
        with self._writing():
            durable_write(self.public / "checkpoint", note)

    def write(self, files: Mapping[str, bytes]) -> None:
        """See ``LogStore.write``."""
        with self._writing(), _Tree(self.public, self._durable) as tree:
            left = iter(files.items())
            while group := list(islice(left, _GROUP)):
                tree.place(group)
            tree.sync()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._held:
            raise AssertionError("a log is written only under its lock")
        if self._unknown:
            raise StorageFailed(self._unknown, unknown=True)
        try:
            yield
        except StorageFailed as error:
            self._unknown = str(error) if error.unknown else None
            raise

    def _open(self) -> None:
        if self._opened:
            return
        temporary = self.public / _TEMPORARY_DIRECTORY
        durable_directory(self.public)
        durable_directory(temporary, mode=0o700)
        durable_directory(self.state, mode=0o700)
        if self.published() is None:  # no run came so far yet that it confirmed them all
            confirm_directory(temporary)
            confirm_directory(self.state)

    def _acquire(self, fd: int) -> None:
        deadline = time.monotonic() + self._wait
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise LogBusy(
                        f"another process is writing to the record in {self.public}:"
                        " wait until it has finished, then run again"
                    ) from None
                time.sleep(_POLL)
            except OSError as error:
                raise storage_failed(error, self.state / "lock", "lock") from error
            else:
                return


class _Tree:
    """Handles on the directories that one batch touches, opened from the root downwards, so
    that no symbolic link on the way is followed and no error of theirs is lost."""

    def __init__(self, root: Path, durable: set[str]) -> None:
        self._root, self._durable = root, durable
        self._handles: dict[str, int] = {}
        self._dirty: set[str] = set()
        self._stack = ExitStack()

    def __enter__(self) -> _Tree:
        with naming(self._root):
            self._handles[""] = self._stack.enter_context(open_directory(self._root))
            self._temporary = self._stack.enter_context(
                open_directory(_TEMPORARY_DIRECTORY, inside=self._handles[""])
            )
        return self

    def __exit__(self, *_: object) -> None:
        with naming(self._root, "close"):
            self._stack.close()

    def place(self, files: list[tuple[str, bytes]]) -> None:
        """Write and fsync all as temporary files, then rename all into place."""
        waiting: dict[str, str] = {}

        def write(file: tuple[str, bytes]) -> None:
            path, data = file
            with naming(self._root / path):
                waiting[path] = write_temporary(data, 0o644, self._temporary, self._root / path)

        try:
            together(write, files)
            for path, _ in files:
                self._rename(path, waiting[path])
                del waiting[path]
        finally:
            for name in waiting.values():
                remove_quietly(name, self._temporary)

    def sync(self) -> None:
        """fsync every directory that got a name, then remember them as durable."""
        for relative in sorted(self._dirty, reverse=True):
            sync(self._handles[relative], self._root / relative)
        self._durable.update(self._handles)

    def _rename(self, path: str, temporary: str) -> None:
        directory, _, name = path.rpartition("/")
        with naming(self._root / path):
            target = self._open(directory)
            os.rename(temporary, name, src_dir_fd=self._temporary, dst_dir_fd=target)
        self._dirty.add(directory)

    def _open(self, relative: str) -> int:
        if relative in self._handles:
            return self._handles[relative]
        above, _, name = relative.rpartition("/")
        parent = self._open(above)
        made = False
        with suppress(FileExistsError):
            os.mkdir(name, 0o755, dir_fd=parent)
            made = True
        if relative not in self._durable:
            self._dirty.add(above)
        handle = self._stack.enter_context(open_directory(name, inside=parent))
        if made:
            os.fchmod(handle, 0o755)
        self._handles[relative] = handle
        return handle


def read_file(file: Path, path: str, limit: int = MAX_FILE) -> bytes:
    """The bytes of ``file``, ``limit`` at most, named ``path`` in errors.

    Raises:
        MissingFile: there is none.
        StorageFailed: it cannot be read.
    """
    try:
        # Not to wait for a writer, should somebody have put a named pipe there.
        fd = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return _read_all(fd, path, limit)
        finally:
            os.close(fd)
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFile(path) from None
    except OSError as error:
        raise storage_failed(error, file, "read") from error


def _read_all(fd: int, path: str, limit: int) -> bytes:
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        raise StorageFailed(f"cannot read {path}: it is not a plain file")
    size = min(status.st_size + 1, limit)
    parts = list[bytes]()
    while size > 0 and (part := os.read(fd, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _optional(file: Path) -> bytes | None:
    try:
        return read_file(file, str(file))
    except MissingFile:
        return None

"""Writing files so that they are there after a power cut, whole or not at all.

The order is always: write a temporary file beside its place, fsync it, rename it into place,
fsync the directory. A failed fsync is never tried again, since the kernel may have dropped the
pages and would then report success. No write follows a symbolic link. Every ``OSError`` becomes
one ``StorageFailed`` line that names the path and what to do.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from onrecord.record.store import StorageFailed

TEMPORARY = ".tmp-"
"""How the names of temporary files begin. Whoever holds the lock may remove them."""

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

Item = TypeVar("Item")

_FEW = 8
_THREADS = 8

_LINK = "a symbolic link or a plain file stands where a directory should be: put it right"
_ADVICE = {
    errno.ENOSPC: "the disk is full: free some space and run again",
    errno.EDQUOT: "the disk quota is used up: free some space and run again",
    errno.EIO: "the disk reports an error: check it before you run again",
    errno.EROFS: "the file system is read-only: mount it for writing and run again",
    errno.EACCES: "this user may not: check its owner and mode",
    errno.EPERM: "this user may not: check its owner and mode",
    errno.ELOOP: _LINK,
    errno.ENOTDIR: _LINK,
    errno.EMFILE: "too many files are open: raise the limit (ulimit -n) and run again",
}


def storage_failed(error: OSError, path: Path | str, doing: str = "write") -> StorageFailed:
    """The one line for an ``OSError`` at ``path``."""
    advice = _ADVICE.get(error.errno or 0, (error.strerror or str(error)).lower())
    return StorageFailed(f"cannot {doing} {path}: {advice}")


@contextmanager
def naming(path: Path | str, doing: str = "write") -> Iterator[None]:
    """Turn an ``OSError`` inside into ``StorageFailed`` about ``path``."""
    try:
        yield
    except OSError as error:
        raise storage_failed(error, path, doing) from error


def sync(fd: int, path: Path | str) -> None:
    """fsync once.

    Raises:
        StorageFailed: with ``unknown``, since nobody can tell what the disk holds now.
    """
    try:
        os.fsync(fd)
    except OSError as error:
        raise StorageFailed(
            f"the disk did not confirm {path} ({os.strerror(error.errno or 0).lower()}): what it"
            " holds is unknown; check the disk, then run again, which finds out and goes on",
            unknown=True,
        ) from error


@contextmanager
def open_directory(path: Path | str, *, inside: int | None = None) -> Iterator[int]:
    """A handle on a directory, which must not be a symbolic link."""
    fd = os.open(path, _DIRECTORY, dir_fd=inside)
    try:
        yield fd
    finally:
        os.close(fd)


def together(action: Callable[[Item], None], items: Sequence[Item]) -> None:
    """Do ``action`` with each item; many of them at the same time, since a file system confirms
    a crowd almost as fast as one.

    Raises:
        Whatever the first of them raised, after all have ended.
    """
    if len(items) <= _FEW:
        for item in items:
            action(item)
        return
    from concurrent.futures import ThreadPoolExecutor  # only writers of many files wait for it

    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(action, items):
            pass


def write_temporary(data: bytes, mode: int, directory: int, shown: Path | str) -> str:
    """Write and fsync a new file of a fresh name in the directory handle; returns the name.

    On failure it is gone again.
    """
    name = TEMPORARY + os.urandom(8).hex()
    fd = os.open(name, _NEW_FILE, 0o600, dir_fd=directory)
    try:
        with os.fdopen(fd, "wb", buffering=0) as file:
            os.fchmod(fd, mode)
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
            sync(fd, shown)
    except BaseException:
        remove_quietly(name, directory)
        raise
    return name


def remove_quietly(name: str, directory: int) -> None:
    """Remove a temporary file, on the way out of something worse."""
    with suppress(OSError):
        os.unlink(name, dir_fd=directory)


def durable_write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write ``path`` atomically, in a directory that exists. Durable on return.

    Raises:
        StorageFailed: the old file is still there, unless ``unknown``.
    """
    with naming(path), open_directory(path.parent) as directory:
        name = write_temporary(data, mode, directory, path)
        try:
            os.rename(name, path.name, src_dir_fd=directory, dst_dir_fd=directory)
        except OSError:
            remove_quietly(name, directory)
            raise
        sync(directory, path.parent)


def durable_directory(path: Path, *, mode: int = 0o755) -> None:
    """Make a directory and its missing parents, all of ``mode``. Durable on return."""
    with naming(path, "make"):
        missing = [each for each in (path, *path.parents) if not each.exists()]
        for each in reversed(missing):
            with suppress(FileExistsError):
                each.mkdir(mode)
                each.chmod(mode)
            with open_directory(each.parent.resolve()) as parent:
                sync(parent, each.parent)


def confirm_directory(path: Path) -> None:
    """fsync every directory above ``path`` on its file system.

    A run that was killed may have made one of them and not come to confirm its name; the next run
    finds it there, and a power cut would still take it away with everything inside.
    """
    with naming(path, "confirm"):
        device = path.stat().st_dev
        for each in path.resolve().parents:
            if each.stat().st_dev != device:
                return
            with suppress(PermissionError), open_directory(each) as handle:
                sync(handle, each)


def clean_temporaries(directory: Path) -> None:
    """Remove the temporary files that a crash left in ``directory``; only under the lock."""
    with naming(directory, "clean"):
        for each in directory.glob(TEMPORARY + "*"):
            each.unlink(missing_ok=True)

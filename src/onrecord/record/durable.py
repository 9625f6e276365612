"""Writing files so that they are there after a power cut, whole or not at all.

The order is always: write a temporary file beside its place, fsync it, rename it into place,
fsync the directory. A failed fsync is never tried again, since the kernel may have dropped the
pages and would then report success. No write follows a symbolic link. Every ``OSError`` becomes
one ``StorageFailed`` line that names the path and what to do.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.record.store import StorageFailed

TEMPORARY = ".tmp-"
"""How the names of temporary files begin. Whoever holds the lock may remove them."""

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

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


def sync_all(handles: Sequence[tuple[int, Path | str]]) -> None:
    """fsync each handle once; many of them at the same time, since a file system confirms a
    crowd almost as fast as one.

    Raises:
        StorageFailed: as ``sync``, for the first that failed.
    """
    if len(handles) <= _FEW:
        for fd, path in handles:
            sync(fd, path)
        return
    from concurrent.futures import ThreadPoolExecutor  # only writers of many files wait for it

    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(lambda each: sync(*each), handles):
            pass


def write_temporary(data: bytes, mode: int, directory: int) -> tuple[str, int]:
    """Write a new file of a fresh name in the directory handle, and do not fsync it: its name and
    handle. On failure it is gone again."""
    name = TEMPORARY + os.urandom(8).hex()
    fd = os.open(name, _NEW_FILE, 0o600, dir_fd=directory)
    try:
        os.fchmod(fd, mode)
        left = memoryview(data)
        while left:
            left = left[os.write(fd, left) :]
    except BaseException:
        remove_quietly(name, directory)
        os.close(fd)
        raise
    return name, fd


@contextmanager
def temporary_file(data: bytes, mode: int, directory: int) -> Iterator[tuple[str, int]]:
    """The same, closed at the end, and gone again if that is reached by an error."""
    name, fd = write_temporary(data, mode, directory)
    try:
        yield name, fd
    except BaseException:
        remove_quietly(name, directory)
        raise
    finally:
        os.close(fd)


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
        with temporary_file(data, mode, directory) as (name, fd):
            sync(fd, path)
            os.rename(name, path.name, src_dir_fd=directory, dst_dir_fd=directory)
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


def clean_temporaries(directory: Path) -> None:
    """Remove the temporary files that a crash left in ``directory``; only under the lock."""
    with naming(directory, "clean"):
        for each in directory.glob(TEMPORARY + "*"):
            each.unlink(missing_ok=True)

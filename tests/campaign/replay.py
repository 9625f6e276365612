"""A file system that forgets: which trees can a power cut leave behind?

A traced run becomes a list of operations; a cut stands before any of them. The rules, which grant
a file system nothing that POSIX does not:

- a file's bytes are durable once the file was fsynced; every later write or truncation is at the
  cut kept, lost, or torn (a leading part kept, the rest lost or zeros), each on its own;
- a name (create, rename, link, unlink, mkdir) is durable once its DIRECTORY was fsynced; a file's
  own fsync does not make its name durable;
- names that are not yet durable survive, in the model ``prefix``, as a random leading part of each
  directory's changes, and in the model ``subset``, as any of them, each on its own. A rename
  inside one directory is atomic; between two directories it is two changes that part freely;
- a directory whose own name was lost takes everything below it along.

`Disk` is advanced operation by operation and asked at any point for one random tree, so that many
cuts of one run share their prefix.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.campaign.strace_log import Call, UnreadableTrace

Model = Literal["prefix", "subset"]
Tree = dict[str, bytes | None]  # absolute path -> content; None for a directory

SECTOR = 512  # a torn write stops at a sector's edge or anywhere: both occur


@dataclass(frozen=True)
class Names:
    """Changes of names in one directory, atomic together: name -> inode, or None for removed."""

    directory: int
    changes: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Data:
    """`content` written at `offset` of a file."""

    inode: int
    offset: int
    content: bytes


@dataclass(frozen=True)
class Size:
    """A file truncated or extended to `size` bytes."""

    inode: int
    size: int


@dataclass(frozen=True)
class Sync:
    """fsync or fdatasync of a file or a directory."""

    inode: int


@dataclass(frozen=True)
class Mark:
    """Something that the world saw at this point: an acknowledgement, a published checkpoint."""

    kind: str
    content: bytes


Operation = Names | Data | Size | Sync | Mark


@dataclass
class _Open:
    inode: int
    position: int
    append: bool


ROOT = 0


class Recorder:
    """Turns the calls of ONE process into operations, and keeps what its own eyes would see.

    `marks` is the descriptor on which the process acknowledges; `watch` are absolute paths whose
    appearance under that name (by rename, link or a completed write) is marked as ``seen``.
    `within` are the directories that matter; names outside them are ignored.
    """

    def __init__(self, within: Iterable[str], marks: int, watch: Iterable[str] = ()) -> None:
        self.operations: list[Operation] = []
        self._within = tuple(str(path) for path in within)
        self._marks = marks
        self._watch = frozenset(watch)
        self._directories: dict[int, dict[str, int]] = {ROOT: {}}
        self._content: dict[int, bytearray] = {}
        self._open: dict[int, _Open] = {}
        self._next = 1
        self.base: list[Operation] = []
        for path in self._within:
            self._load(Path(path))

    def forget_descriptors(self) -> None:
        """The process ended; the next calls are another's."""
        self._open.clear()

    # -- what was there before ---------------------------------------------------------------

    def _load(self, path: Path) -> None:
        parent = ROOT
        for part in path.parts[1:]:
            parent = self._directories[parent].get(part) or self._make(parent, part, None)
        for child in sorted(path.rglob("*")):
            holder = self._find(str(child.parent))
            self._make(holder, child.name, None if child.is_dir() else child.read_bytes())
        self.base += self.operations
        self.operations.clear()

    @property
    def directories(self) -> frozenset[int]:
        """The inodes that are directories."""
        return frozenset(self._directories)

    def _make(self, parent: int, name: str, content: bytes | None) -> int:
        inode = self._inode(content)
        self._names(parent, (name, inode))
        if content:
            self.operations.append(Data(inode, 0, content))
        return inode

    def _inode(self, content: bytes | None) -> int:
        inode, self._next = self._next, self._next + 1
        if content is None:
            self._directories[inode] = {}
        else:
            self._content[inode] = bytearray(content)
        return inode

    # -- names -------------------------------------------------------------------------------

    def _names(self, directory: int, *changes: tuple[str, int | None]) -> None:
        for name, inode in changes:
            if inode is None:
                self._directories[directory].pop(name, None)
            else:
                self._directories[directory][name] = inode
        self.operations.append(Names(directory, changes))

    def _find(self, path: str) -> int:
        inode = ROOT
        for part in path.split("/"):
            if part in ("", "."):
                continue
            inode = self._directories[inode][part]
        return inode

    def _place(self, call: Call, at: int) -> tuple[int, str] | None:
        """Directory and name of the path at argument `at`; None where it is none of ours."""
        path = call.path(at)
        if ".." in path.split("/"):
            raise UnreadableTrace(f"{call.name}: a path with '..': {path}")
        if path.startswith("/"):
            if not any(path == root or path.startswith(root + "/") for root in self._within):
                return None
            parent, _, name = path.rstrip("/").rpartition("/")
            return self._find(parent), name
        holder = call.arguments[at - 1] if call.name.endswith(("at", "at2")) else "AT_FDCWD"
        if not str(holder).isdecimal() or int(holder) not in self._open or "/" in path:
            raise UnreadableTrace(f"{call.name}: {path} relative to {holder!r}")
        return self._open[int(holder)].inode, path

    def _lookup(self, place: tuple[int, str]) -> int | None:
        return self._directories[place[0]].get(place[1])

    def _seen(self, inode: int) -> None:
        """The world sees the file under a watched name, whole, from this moment on."""
        for path in self._watch:
            parent, _, name = path.rpartition("/")
            try:
                watched = self._directories[self._find(parent)].get(name)
            except KeyError:  # its directory is not there yet
                continue
            if watched == inode:
                self.operations.append(Mark("seen", bytes(self._content[inode])))

    # -- calls -------------------------------------------------------------------------------

    def feed(self, calls: Iterable[Call]) -> list[Operation]:
        """Every operation of the calls. Raises UnreadableTrace for a call it cannot model."""
        for call in calls:
            if not call.failed:
                handler = getattr(self, f"_do_{call.name}", None)
                if handler is not None:
                    handler(call)
                elif call.name in CHANGES_FILES:
                    raise UnreadableTrace(f"no model of {call.name}")
        return self.operations

    def _do_openat(self, call: Call) -> None:
        descriptor, flags = call.result, str(call.arguments[2]).split("|")
        self._open.pop(descriptor, None)
        place = self._place(call, 1)
        if place is None:
            return
        if "O_TMPFILE" in flags:
            raise UnreadableTrace("no model of O_TMPFILE")
        inode = self._lookup(place)
        if inode is None:
            inode = self._make(*place, b"")
        elif "O_TRUNC" in flags and self._content[inode]:
            self._resize(inode, 0)
        self._open[descriptor] = _Open(inode, 0, "O_APPEND" in flags)

    def _do_close(self, call: Call) -> None:
        self._open.pop(call.number(0), None)

    def _do_lseek(self, call: Call) -> None:
        if call.number(0) in self._open:
            self._open[call.number(0)].position = call.result

    def _do_read(self, call: Call) -> None:
        if call.number(0) in self._open:
            self._open[call.number(0)].position += call.result

    def _do_write(self, call: Call) -> None:
        content = bytes(call.arguments[1])[: call.result]
        if call.number(0) == self._marks:
            self.operations.append(Mark("acknowledged", content))
            return
        file = self._open.get(call.number(0))
        if file is None:
            return
        if file.append:
            file.position = len(self._content[file.inode])
        self._write(file.inode, file.position, content)
        file.position += len(content)

    def _do_pwrite64(self, call: Call) -> None:
        file = self._open.get(call.number(0))
        if file is not None:
            self._write(file.inode, call.number(3), bytes(call.arguments[1])[: call.result])

    def _write(self, inode: int, offset: int, content: bytes) -> None:
        data = Data(inode, offset, content)
        _apply(self._content[inode], data)
        self.operations.append(data)
        self._seen(inode)

    def _resize(self, inode: int, size: int) -> None:
        operation = Size(inode, size)
        _apply(self._content[inode], operation)
        self.operations.append(operation)

    def _do_ftruncate(self, call: Call) -> None:
        if call.number(0) in self._open:
            self._resize(self._open[call.number(0)].inode, call.number(1))

    def _do_fsync(self, call: Call) -> None:
        if call.number(0) in self._open:
            self.operations.append(Sync(self._open[call.number(0)].inode))

    _do_fdatasync = _do_fsync

    def _do_mkdir(self, call: Call) -> None:
        place = self._place(call, 1 if call.name.endswith("at") else 0)
        if place is not None:
            self._make(*place, None)

    _do_mkdirat = _do_mkdir

    def _do_unlink(self, call: Call) -> None:
        place = self._place(call, 1 if call.name.endswith("at") else 0)
        if place is not None:
            self._names(place[0], (place[1], None))

    _do_unlinkat = _do_rmdir = _do_unlink

    def _do_rename(self, call: Call) -> None:
        old, new = self._two_places(call)
        if old is None or new is None:
            return
        inode = self._lookup(old)
        if inode is None or inode in self._directories:
            raise UnreadableTrace("no model of a renamed directory")
        if old[0] == new[0]:
            self._names(old[0], (old[1], None), (new[1], inode))
        else:
            self._names(new[0], (new[1], inode))
            self._names(old[0], (old[1], None))
        self._seen(inode)

    _do_renameat = _do_renameat2 = _do_rename

    def _do_link(self, call: Call) -> None:
        old, new = self._two_places(call)
        if old is None or new is None:
            return
        inode = self._lookup(old)
        self._names(new[0], (new[1], inode))
        self._seen(inode)

    _do_linkat = _do_link

    def _two_places(self, call: Call) -> tuple[tuple[int, str] | None, tuple[int, str] | None]:
        old, new = (1, 3) if call.name.endswith(("at", "at2")) else (0, 1)
        places = self._place(call, old), self._place(call, new)
        if (places[0] is None) != (places[1] is None):
            raise UnreadableTrace(f"{call.name} into or out of what is traced")
        return places


_MODELLED = (
    "openat close lseek read write pwrite64 ftruncate fsync fdatasync rename renameat renameat2 "
    "link linkat unlink unlinkat rmdir mkdir mkdirat"
)
_UNMODELLED = (
    "open creat openat2 pread64 pwritev pwritev2 writev truncate fallocate copy_file_range "
    "sendfile splice symlink symlinkat dup dup2 dup3 sync_file_range clone clone3 fork vfork "
    "chdir fchdir"
)
CHANGES_FILES = frozenset(_UNMODELLED.split()) - {"pread64"}
TRACED = ",".join((_MODELLED + " " + _UNMODELLED).split())


def _apply(content: bytearray, change: Data | Size) -> None:
    end = change.size if isinstance(change, Size) else change.offset + len(change.content)
    if isinstance(change, Size):
        del content[end:]
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if isinstance(change, Data):
        content[change.offset : end] = change.content


@dataclass
class _File:
    durable: bytes = b""
    pending: list[Data | Size] = field(default_factory=list)


@dataclass
class _Directory:
    durable: dict[str, int] = field(default_factory=dict)
    pending: list[Names] = field(default_factory=list)


class Disk:
    """What the platter holds for certain, and what is still on its way there."""

    def __init__(self, base: Iterable[Operation], directories: Iterable[int]) -> None:
        """`base` is durable from the start; `directories` are the inodes that are directories."""
        self._is_directory = frozenset(directories)
        self._files: dict[int, _File] = {}
        self._directories: dict[int, _Directory] = {ROOT: _Directory()}
        for operation in base:
            self.advance(operation)
        for inode in [*self._files, *self._directories]:
            self.advance(Sync(inode))

    def advance(self, operation: Operation) -> None:
        """One operation further."""
        match operation:
            case Names(directory=directory):
                self._directories.setdefault(directory, _Directory()).pending.append(operation)
            case Data(inode=inode) | Size(inode=inode):
                self._files.setdefault(inode, _File()).pending.append(operation)
            case Sync(inode=inode) if inode in self._files:
                file = self._files[inode]
                file.durable, file.pending = _settled(file.durable, file.pending), []
            case Sync(inode=inode) if inode in self._directories:
                directory = self._directories[inode]
                for change in directory.pending:
                    _rename(directory.durable, change)
                directory.pending = []
            case _:
                pass  # a mark, or the fsync of a file that nothing was written to

    def cut(self, rng: random.Random, model: Model) -> Tree:
        """One tree that a power cut here may leave."""
        tree: Tree = {}
        contents: dict[int, bytes] = {}
        stack = [(ROOT, "")]
        while stack:
            inode, path = stack.pop()
            for name, child in self._survivors(inode, rng, model).items():
                here = f"{path}/{name}"
                if child in self._is_directory:
                    tree[here] = None
                    stack.append((child, here))
                else:
                    if child not in contents:
                        contents[child] = self._torn(child, rng)
                    tree[here] = contents[child]
        return tree

    def _survivors(self, inode: int, rng: random.Random, model: Model) -> dict[str, int]:
        directory = self._directories.get(inode)
        if directory is None:
            return {}
        if not directory.pending:
            return directory.durable
        names = dict(directory.durable)
        if model == "prefix":
            kept = directory.pending[: rng.randint(0, len(directory.pending))]
        else:
            share = rng.random()
            kept = [change for change in directory.pending if rng.random() < share]
        for change in kept:
            _rename(names, change)
        return names

    def _torn(self, inode: int, rng: random.Random) -> bytes:
        file = self._files.get(inode)
        if file is None:
            return b""
        if not file.pending:
            return file.durable
        return _settled(file.durable, _chance(file.pending, rng))


def _chance(pending: list[Data | Size], rng: random.Random) -> Iterator[Data | Size]:
    """What survives of unsynced changes: each kept, lost, zeros in its place, or torn."""
    for change in pending:
        fate = rng.randrange(4)
        if fate == 0:
            yield change
        elif isinstance(change, Data) and fate == 1:  # the length reached the disk, the bytes not
            yield Data(change.inode, change.offset, bytes(len(change.content)))
        elif isinstance(change, Data) and fate == 2:
            end = rng.randint(0, len(change.content))
            if rng.random() < 0.5:
                end -= end % SECTOR
            yield Data(change.inode, change.offset, change.content[:end])


def _settled(durable: bytes, changes: Iterable[Data | Size]) -> bytes:
    content = bytearray(durable)
    for change in changes:
        _apply(content, change)
    return bytes(content)


def _rename(names: dict[str, int], change: Names) -> None:
    for name, inode in change.changes:
        if inode is None:
            names.pop(name, None)
        else:
            names[name] = inode


def materialise(tree: Tree, old_root: str, new_root: str) -> None:
    """Write the part of the tree below `old_root` below `new_root`, which exists and is empty."""
    prefix = old_root + "/"
    for path, content in sorted(tree.items()):
        if not path.startswith(prefix):
            continue
        target = new_root + path[len(old_root) :]
        if content is None:
            os.mkdir(target, 0o700)  # noqa: PTH102 - thousands of trees: speed counts
        else:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(descriptor, content)
            os.close(descriptor)

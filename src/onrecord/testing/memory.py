"""A log store in memory, that can be forked as a disk image can, and a store that fails on cue.

>>> store = MemoryLogStore()
>>> with store.lock():
...     store.write({"tile/0/000.p/1": bytes(32)})
>>> copy = store.fork()
>>> len(copy.read("tile/0/000.p/1"))
32
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import islice

from onrecord.record.store import HeadMoved, LogBusy, LogStore, MissingFile, StorageFailed

STEPS = ("write", "replace", "publish")
"""The steps of a log store that change anything, in the order of writing."""

EFFECTS = ("none", "half", "full")
"""How far a step that fails got. ``half``: some whole files of a batch; else as ``none``."""


@dataclass
class MemoryLogStore:
    """A ``LogStore`` in dictionaries."""

    files: dict[str, bytes] = field(default_factory=dict)
    signed: bytes | None = None
    visible: bytes | None = None
    locked: bool = False

    def fork(self, *, state: bool = True) -> MemoryLogStore:
        """An independent copy; without ``state``, the record alone, as on another machine."""
        signed = self.signed if state else None
        return MemoryLogStore(dict(self.files), signed, self.visible)

    def failing(self, step: str, effect: str) -> FailingLogStore:
        """This store, with the next ``step`` failing; see ``FailingLogStore``."""
        return FailingLogStore(self, step, effect)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """See ``LogStore.lock``."""
        if self.locked:
            raise LogBusy("another process is writing to the record in memory")
        self.locked = True
        try:
            yield
        finally:
            self.locked = False

    def read(self, path: str) -> bytes:
        """See ``TileSource.read``."""
        if path not in self.files:
            raise MissingFile(path)
        return self.files[path]

    def head(self) -> bytes | None:
        """See ``LogStore.head``."""
        return self.signed

    def replace(self, old: bytes | None, new: bytes) -> None:
        """See ``LogStore.replace``."""
        self._check_locked()
        if self.signed != old:
            raise HeadMoved("the head in memory moved while this was being signed")
        self.signed = new

    def write(self, files: Mapping[str, bytes]) -> None:
        """See ``LogStore.write``."""
        self._check_locked()
        self.files.update(files)

    def published(self) -> bytes | None:
        """See ``LogStore.published``."""
        return self.visible

    def publish(self, note: bytes) -> None:
        """See ``LogStore.publish``."""
        self._check_locked()
        self.visible = note

    def _check_locked(self) -> None:
        if not self.locked:
            raise AssertionError("a log is written only under its lock")


class FailingLogStore:
    """Another ``LogStore``, whose first ``step`` raises: before it took effect, half-way, or
    after. Then it works again, as a disk does after a restart; ``tripped`` says that it failed."""

    def __init__(self, inner: LogStore, step: str, effect: str) -> None:
        if step not in STEPS or effect not in EFFECTS:
            raise AssertionError(f"no such fault: {step}, {effect}")
        self.inner, self.step, self.effect = inner, step, effect
        self.tripped = False

    def lock(self) -> AbstractContextManager[None]:
        """See ``LogStore.lock``."""
        return self.inner.lock()

    def read(self, path: str) -> bytes:
        """See ``TileSource.read``."""
        return self.inner.read(path)

    def head(self) -> bytes | None:
        """See ``LogStore.head``."""
        return self.inner.head()

    def published(self) -> bytes | None:
        """See ``LogStore.published``."""
        return self.inner.published()

    def replace(self, old: bytes | None, new: bytes) -> None:
        """See ``LogStore.replace``."""
        if self._runs("replace"):
            self.inner.replace(old, new)
        self._trip("replace")

    def write(self, files: Mapping[str, bytes]) -> None:
        """See ``LogStore.write``."""
        if self._runs("write"):
            self.inner.write(files)
        elif self.effect == "half":
            self.inner.write(dict(islice(files.items(), len(files) // 2)))
        self._trip("write")

    def publish(self, note: bytes) -> None:
        """See ``LogStore.publish``."""
        if self._runs("publish"):
            self.inner.publish(note)
        self._trip("publish")

    def _runs(self, step: str) -> bool:
        return self.tripped or step != self.step or self.effect == "full"

    def _trip(self, step: str) -> None:
        if step == self.step and not self.tripped:
            self.tripped = True
            raise StorageFailed(f"the {step} was made to fail", unknown=True)

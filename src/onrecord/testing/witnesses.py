"""A witness store in memory, for tests and for witnesses that live as long as a process."""

from __future__ import annotations

import threading

from onrecord.keys.note import parse_note
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.witness_store import MAX_DOUBTS, WitnessStateMoved


class MemoryWitnessStore:
    """``WitnessStore`` without durability: one process, any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: dict[str, bytes] = {}
        self._history: dict[str, dict[int, bytes]] = {}
        self._doubts: dict[tuple[str, bool], list[bytes]] = {}

    def latest(self, origin: str) -> bytes | None:
        """See ``WitnessStore.latest``."""
        return self._latest.get(origin)

    def replace(self, origin: str, old: bytes | None, new: bytes) -> None:
        """See ``WitnessStore.replace``."""
        with self._lock:
            if self._latest.get(origin) != old:
                raise WitnessStateMoved(f"another checkpoint of {origin} was cosigned meanwhile")
            self._latest[origin] = new
            size = parse_checkpoint(parse_note(new).text).size
            self._history.setdefault(origin, {})[size] = new

    def history(self, origin: str) -> tuple[bytes, ...]:
        """See ``WitnessStore.history``."""
        with self._lock:
            return tuple(note for _, note in sorted(self._history.get(origin, {}).items()))

    def at_size(self, origin: str, size: int) -> bytes | None:
        """See ``WitnessStore.at_size``."""
        return self._history.get(origin, {}).get(size)

    def doubt(self, origin: str, note: bytes, *, proven: bool) -> None:
        """See ``WitnessStore.doubt``."""
        with self._lock:
            kept = self._doubts.setdefault((origin, proven), [])
            if note in kept or (proven and len(kept) >= MAX_DOUBTS):
                return
            kept.append(note)
            del kept[:-MAX_DOUBTS]

    def doubts(self, origin: str, *, proven: bool) -> tuple[bytes, ...]:
        """See ``WitnessStore.doubts``."""
        with self._lock:
            return tuple(self._doubts.get((origin, proven), ()))

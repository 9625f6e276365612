"""The record opened for writing: judge first, then log, then witnesses, then publish.

The order is that of :mod:`onrecord.record.log`. This module adds what stands around it: nothing
is appended that the record's own rules would not count; before signing, the witnesses are asked
whether they know of more than this machine does; after signing, they cosign, and the checkpoint
is published once their quorum is met, not before.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.domain.errors import OnRecordError
from onrecord.domain.reference import After
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.keyfile import read_key
from onrecord.keys.note import Note
from onrecord.keys.policy import Policy
from onrecord.procedures.signers import asker
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.collect import (
    Collected,
    LocalTransport,
    Transport,
    collect,
    heads,
    refuse_rollback,
)
from onrecord.record.directory import RecordDirectory, state_directory
from onrecord.record.files import FileLogStore
from onrecord.record.history import History, Item
from onrecord.record.log import Log
from onrecord.record.official import LOCAL_WITNESS, Witnessed, read_checkpoint
from onrecord.record.pin import Pin
from onrecord.record.reader import LogReader
from onrecord.record.witness import Witness
from onrecord.record.witness_files import FileWitnessStore

LOG_KEY = "log.key"
WITNESS_KEY = "witness.key"

Clock = Callable[[], int]


class Refused(OnRecordError):
    """What was to be put on the record would not count there; nothing was changed."""


@dataclass(frozen=True)
class Committed:
    """``indexes`` of the new entries, what the witnesses said, and the checkpoint they saw."""

    indexes: tuple[int, ...]
    collected: Collected
    checkpoint: Checkpoint

    @property
    def official(self) -> bool:
        """Whether the witnesses' quorum is met and the checkpoint is published."""
        return self.collected.satisfied


def wall_clock() -> int:
    """POSIX seconds."""
    return int(time.time())


@dataclass
class Writer:
    """One record, opened by its signer. Made by :func:`open_writer`; used once, then dropped."""

    directory: RecordDirectory
    pin: Pin
    log: Log
    store: FileLogStore
    history: History
    clock: Clock
    _pending: list[bytes] = field(default_factory=list)

    @property
    def pending(self) -> int:
        """How many entries were placed and are not committed yet."""
        return len(self._pending)

    @property
    def policy(self) -> Policy:
        """The witnesses and their quorum, by the officer root in force."""
        return self.history.chain.policy

    def published(self) -> Witnessed | None:
        """The checkpoint that readers see; None before the first."""
        note = self.log.published()
        return None if note is None else self._judged(note)

    def after(self) -> After | None:
        """The latest witnessed checkpoint, for a new statement to name."""
        seen = self.published()
        if seen is None or not seen.quorum or not seen.checkpoint.size:
            return None
        return After(seen.checkpoint.size, seen.checkpoint.root)

    def judge(self, raw: bytes) -> Item:
        """Judge an entry as the next leaf; changes nothing.

        Raises:
            Refused: it would not count; the reason says which rule it breaks.
        """
        item = self.history.judge(raw)
        if item.problem:
            raise Refused(f"this would not count on the record: {item.problem}")
        return item

    def place(self, raw: bytes) -> Item:
        """Judge an entry as :meth:`judge` does, and hold it for :meth:`commit`.

        Raises:
            Refused: as there.
        """
        self.judge(raw)
        self._pending.append(raw)
        return self.history.add(raw)

    def commit(self) -> Committed:
        """Put what was placed on the log, all or nothing, and get it witnessed.

        Raises:
            WitnessAhead, LogForked: a witness knows of more than this machine; nothing was signed.
            OnRecordError: see :meth:`onrecord.record.log.Log.append`.
        """
        transports = self.transports()
        refuse_rollback(self.log.head, heads(self.policy, transports=transports))
        onto = self.log.head.size if self.log.head else 0
        appended = self.log.append(self._pending, onto=onto)
        count, self._pending = len(self._pending), []
        indexes = tuple(range(appended.first, appended.first + count))
        return self._witness(appended.note, indexes, transports)

    def witness_again(self) -> Committed | None:
        """Get the head cosigned and published, if it is not yet; None for an empty log."""
        note = self.log.head_note
        return None if note is None else self._witness(note, (), self.transports())

    def transports(self) -> Mapping[str, Transport]:
        """The embedded witness, where the policy has it; the others are reached by address."""
        return embedded_transport(self.directory, self.pin, self.history, self.clock)

    def _witness(
        self, note: Note, indexes: Sequence[int], transports: Mapping[str, Transport]
    ) -> Committed:
        point = parse_checkpoint(note.text)
        reader = LogReader(self.store, point)
        seen = self.published()
        sizes = dict.fromkeys(seen.times, seen.checkpoint.size) if seen else {}
        collected = collect(note, self.policy, reader.consistency, sizes, transports=transports)
        if collected.satisfied:
            self.log.publish(collected.note)
        return Committed(tuple(indexes), collected, point)

    def _judged(self, note: Note) -> Witnessed:
        size = parse_checkpoint(note.text).size
        return read_checkpoint(note.raw, self.history.chain.root_at(size))


def embedded_transport(
    directory: RecordDirectory, pin: Pin, history: History, clock: Clock
) -> Mapping[str, Transport]:
    """How the embedded witness is reached, if the policy in force names it and it is here."""
    witnesses = history.chain.policy.witnesses
    local = next((each for each in witnesses if each.name == LOCAL_WITNESS), None)
    if local is None or not (directory.witness / WITNESS_KEY).exists():
        return {}
    witness = local_witness(directory, pin, history, clock)
    return {LOCAL_WITNESS: LocalTransport(witness)} if witness.vkey == local.vkey else {}


def local_witness(directory: RecordDirectory, pin: Pin, history: History, clock: Clock) -> Witness:
    """The embedded witness of a record: its own key and state, in the record's directory."""
    key = read_key(directory.witness / WITNESS_KEY, asker("the witness key"))
    signer = CosignatureSigner(key.name, key.private, clock)
    store = FileWitnessStore(directory.witness / "state")
    return Witness(signer, {pin.origin: history.chain.root.log}, store)


def open_writer(
    directory: RecordDirectory,
    *,
    environ: Mapping[str, str] = os.environ,
    clock: Clock = wall_clock,
) -> Writer:
    """Open a record to write on it, recovering from a run that was cut short.

    Raises:
        LogRefused: signing here could make a second history; the line says what to do.
        Refused: the log key on this machine is not the one in force.
        OnRecordError: no record, no key, or files that do not verify.
    """
    pin = directory.pin()
    store = FileLogStore(directory.public, state_directory(pin, environ))
    signer = read_key(log_key_file(directory), asker("the log key"))
    log = Log(store, signer, pin.origin)
    history = History(pin)
    if log.head is not None:
        history = History.of(pin, LogReader(store, log.head).entries())
        if signer.vkey != history.chain.root.log:
            raise Refused(
                f"{log_key_file(directory)} is not the log key in force: officer root "
                f"{history.chain.root.version} names another"
            )
    return Writer(directory, pin, log, store, history, clock)


def log_key_file(directory: RecordDirectory) -> Path:
    """Where the log key of a record is kept."""
    return directory.keys / LOG_KEY

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

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.reference import After
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.keyfile import read_key
from onrecord.keys.note import Note, SignatureLine, parse_note
from onrecord.keys.policy import Policy
from onrecord.keys.root import OfficerRoot
from onrecord.keys.vkey import VKey
from onrecord.procedures.signers import LocalKey, NoKey, asker, local_keys
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.collect import (
    Collected,
    LocalTransport,
    Transport,
    collect,
    heads,
    refuse_rollback,
)
from onrecord.record.directory import RecordDirectory, open_record, state_directory
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
        onto = self.log.head.size if self.log.head else 0
        self._ask_heads(onto)
        self._follow_log_key()
        appended = self.log.append(self._pending, onto=onto)
        count, self._pending = len(self._pending), []
        indexes = tuple(range(appended.first, appended.first + count))
        return self._witness(appended.note, indexes, self.transports())

    def witness_again(self) -> Committed | None:
        """Get the head cosigned and published, if it is not yet; None for an empty log."""
        note = self.log.head_note
        return None if note is None else self._witness(note, (), self.transports())

    def transports(self) -> Mapping[str, Transport]:
        """The embedded witness, where the policy has it; the others are reached by address."""
        return embedded_transport(self.directory, self.pin, self.history.chain.root, self.clock)

    def _ask_heads(self, size: int) -> None:
        """Hold the log as it is against what the witnesses of its root remember."""
        if not size:
            return
        chain = self.history.chain
        root = chain.root_at(size)
        transports = embedded_transport(self.directory, self.pin, root, self.clock)
        asked = heads(root.policy, transports=transports)
        # A machine restored whole, its head included, cannot know better by itself: a quorum must
        # say what it remembers before anything is signed.
        refuse_rollback(self.log.head, asked, quorum=True)

    def _follow_log_key(self) -> None:
        """Go on with the key that a new officer root names: it signs the tree that holds it."""
        wanted = self.history.chain.root.log
        self.log = _log(self.directory, self.store, self.pin, wanted, current=self.log)

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
    directory: RecordDirectory, pin: Pin, root: OfficerRoot, clock: Clock
) -> Mapping[str, Transport]:
    """How the embedded witness is reached, if ``root`` names it and it is here."""
    local = next((each for each in root.witnesses if each.name == LOCAL_WITNESS), None)
    if local is None or not (directory.witness / WITNESS_KEY).exists():
        return {}
    witness = local_witness(directory, pin, root, clock)
    return {LOCAL_WITNESS: LocalTransport(witness)} if witness.vkey == local.vkey else {}


def local_witness(directory: RecordDirectory, pin: Pin, root: OfficerRoot, clock: Clock) -> Witness:
    """The embedded witness of a record: its own key and state, in the record's directory."""
    key = read_key(directory.witness / WITNESS_KEY, asker("the witness key"))
    signer = CosignatureSigner(key.name, key.private, clock)
    store = FileWitnessStore(directory.witness / "state")
    return Witness(signer, {pin.origin: root.log}, store)


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
    log = _log(directory, store, pin)
    history = History(pin)
    if log.head is not None:
        history = History.of(pin, LogReader(store, log.head).entries())
        wanted = history.chain.root.log
        if any(key.vkey == wanted for key in log_keys(directory, pin)):
            log = _log(directory, store, pin, wanted, current=log)
        # Else the key in force is lost: only a root that names one which is here can be committed.
    return Writer(directory, pin, log, store, history, clock)


def log_keys(directory: RecordDirectory, pin: Pin) -> list[LocalKey]:
    """The log keys on this machine, the one that the record began with first.

    Raises:
        NoKey: there is none.
    """
    found = [key for key in local_keys(directory.keys) if key.vkey.name == pin.origin]
    if not found:
        raise NoKey(
            f"there is no log key in {directory.keys}: this machine can read the record and not "
            "write on it; the key lies where the record was made"
        )
    return sorted(found, key=lambda key: key.path.name != LOG_KEY)


def log_key(directory: RecordDirectory, pin: Pin, wanted: VKey) -> LocalKey:
    """The log key ``wanted``, which the officer root names.

    Raises:
        NoKey: it is not on this machine.
    """
    for key in log_keys(directory, pin):
        if key.vkey == wanted:
            return key
    raise NoKey(
        f"the log key that the officer root names (id {wanted.key_id.hex()}) is not in "
        f"{directory.keys}: put it there"
    )


def _log(
    directory: RecordDirectory,
    store: FileLogStore,
    pin: Pin,
    wanted: VKey | None = None,
    current: Log | None = None,
) -> Log:
    """The log, signed for by the key ``wanted`` (by default any that is here).

    ``current`` is returned where its key is the one wanted.
    """
    if current is not None and wanted is not None and current.signs_with(wanted):
        return current
    keys = log_keys(directory, pin)
    key = keys[0] if wanted is None else log_key(directory, pin, wanted)
    earlier = [each.vkey for each in keys if each.vkey != key.vkey]
    return Log(store, key.open(), pin.origin, earlier=[*earlier, *_lost(directory, store, keys)])


def _lost(directory: RecordDirectory, store: FileLogStore, keys: Sequence[LocalKey]) -> list[VKey]:
    """Log keys of the record that are not here, where the head was signed with one of them."""
    raw, here = store.head(), {key.vkey for key in keys}
    if raw is None or any(line.key_id in {v.key_id for v in here} for line in _lines(raw)):
        return []
    links = open_record(directory).history.chain.links
    return [link.root.log for link in links if link.root.log not in here]


def _lines(raw: bytes) -> Sequence[SignatureLine]:
    try:
        return parse_note(raw).signatures
    except Malformed:
        return ()

"""Asking witnesses: all at once, within one deadline, and never taking silence for consent.

``heads`` asks before signing: if a witness has cosigned a longer log than the signer remembers,
the signer was restored from an old backup and must not sign. ``collect`` asks after signing: it
gathers cosignatures until the policy's quorum is met, waits a short grace for more, and says of
every witness whether it signed or why not. Whether the quorum is met is a field of the answer;
nothing here turns an unmet quorum into a met one.

A witness that merely claims to be ahead is not believed: it must show a checkpoint that this
log's key signed. One that cannot show it has simply not signed.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import decimal, excerpt
from onrecord.keys.note import BadSignature, Note, SignatureLine, merge_signatures, parse_note
from onrecord.keys.note import verified as verified_lines
from onrecord.keys.policy import Policy
from onrecord.keys.policy import Witness as Asked
from onrecord.keys.vkey import VKey, verifier_for
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.merkle import ProofFailed, verify_consistency
from onrecord.record.witness import SIZE_TYPE, Response, Witness, origin_id, render_submission

TIMEOUT = 5.0
GRACE = 0.25
NO_ANSWER = "did not answer in time"
NOT_REACHABLE = "has no address in the policy and is not on this machine"

T = TypeVar("T")
Left = Callable[[], float]
"""How many seconds are left until the deadline."""
Job = Callable[[Left], T]

Prove = Callable[[int], Sequence[bytes]]
"""``prove(old)``: the consistency proof from ``old`` entries to the checkpoint being cosigned."""


class WitnessAhead(OnRecordError):
    """A witness cosigned a longer log than this signer knows of: the signer forgot entries."""


class WitnessesSilent(OnRecordError):
    """Too few witnesses could be asked whether this signer forgot entries."""


class LogForked(OnRecordError):
    """A witness holds another log of the same size, signed by the same key.

    ``theirs`` is its checkpoint as a signed note: with ours it makes ``evidence``.
    """

    def __init__(self, message: str, theirs: Note) -> None:
        super().__init__(message)
        self.theirs = theirs


class Transport(Protocol):
    """One way to reach one witness. Called from a thread of its own."""

    def add_checkpoint(self, body: bytes, timeout: float) -> Response:
        """Submit ``body`` and return the reply.

        Raises:
            OnRecordError: no usable reply came within ``timeout`` seconds.
        """

    def latest(self, origin: str, timeout: float) -> bytes | None:
        """The note cosigned last for ``origin``, or None if there is none.

        Raises:
            OnRecordError: as above.
        """


@dataclass(frozen=True)
class HttpTransport:
    """A witness behind an address (C2SP tlog-witness; one prefix for both calls)."""

    url: str

    def add_checkpoint(self, body: bytes, timeout: float) -> Response:
        """See ``Transport.add_checkpoint``."""
        from onrecord.record.witness_http import add_checkpoint

        return add_checkpoint(self.url, body, timeout)

    def latest(self, origin: str, timeout: float) -> bytes | None:
        """See ``Transport.latest``."""
        from onrecord.record.witness_http import latest_checkpoint

        return latest_checkpoint(self.url, origin, timeout)


@dataclass(frozen=True)
class LocalTransport:
    """A witness in this process, with its own key and directory."""

    witness: Witness

    def add_checkpoint(self, body: bytes, timeout: float) -> Response:
        """See ``Transport.add_checkpoint``."""
        return self.witness.add_checkpoint(body)

    def latest(self, origin: str, timeout: float) -> bytes | None:
        """See ``Transport.latest``."""
        reply = self.witness.latest(origin_id(origin))
        return reply.body if reply.status == 200 else None


@dataclass(frozen=True)
class Collected:
    """What the witnesses said.

    ``note`` carries every cosignature that verified; ``signed`` are their policy names and
    ``unsigned`` maps each other name to the reason. ``satisfied`` is the policy's quorum.
    """

    note: Note
    signed: tuple[str, ...]
    unsigned: Mapping[str, str]
    satisfied: bool


@dataclass(frozen=True)
class Heads:
    """The last checkpoint that each witness cosigned (None: it never saw this log), and why the
    others did not say. ``satisfied``: those that answered reach the policy's quorum."""

    notes: Mapping[str, Note | None]
    silent: Mapping[str, str]
    satisfied: bool


class _Unsigned(OnRecordError):
    """Why one witness did not sign."""


def collect(
    note: Note,
    policy: Policy,
    prove: Prove,
    known_sizes: MutableMapping[str, int],
    *,
    timeout: float = TIMEOUT,
    grace: float = GRACE,
    transports: Mapping[str, Transport] | None = None,
) -> Collected:
    """Ask every witness of ``policy`` to cosign ``note``, a checkpoint signed by the policy's log.

    ``known_sizes`` holds, by witness name, the size it cosigned last as far as is known; it is
    brought up to date. ``transports`` reach witnesses by name; a witness without one is asked at
    its policy address. ``prove`` is never called by two threads at once, and not after the return.
    Returns after at most ``timeout`` seconds; once the quorum is met, after ``grace`` more.

    Raises:
        WitnessAhead: a witness shows a longer log signed by this log's key.
        LogForked: a witness shows a checkpoint signed by this log's key that is no part of ours.
    """
    prover = _Prover(prove, parse_checkpoint(note.text))
    log = _log_key(policy, prover.point.origin)
    questions = [
        _Question(each, reach, note, prover, log, known_sizes.get(each.name, 0))
        for each, reach in _reachable(policy, transports)
    ]
    signed: dict[str, SignatureLine] = {}
    unsigned = {each.name: NOT_REACHABLE for each in policy.witnesses}
    unsigned |= {each.witness.name: NO_ANSWER for each in questions}
    jobs = {each.witness.name: each.ask for each in questions}
    with prover:
        answers = _answers(jobs, timeout, grace, lambda: policy.satisfied(signed))
        for name, answer in answers:
            if isinstance(answer, WitnessAhead | LogForked):
                raise answer
            if isinstance(answer, OnRecordError):
                unsigned[name] = str(answer)
            else:
                signed[name] = answer
                known_sizes[name] = prover.point.size
                del unsigned[name]
    names = tuple(each.name for each in policy.witnesses if each.name in signed)
    cosigned = merge_signatures(note, [signed[name] for name in names])
    return Collected(cosigned, names, unsigned, policy.satisfied(names))


def heads(
    policy: Policy,
    *,
    timeout: float = TIMEOUT,
    grace: float = GRACE,
    transports: Mapping[str, Transport] | None = None,
) -> Heads:
    """Ask every witness for the checkpoint that it cosigned last for the policy's log.

    Only notes signed by the log's key count as an answer. Stops as ``collect`` does.
    """
    (log,) = (each.vkey for each in policy.logs)
    notes: dict[str, Note | None] = {}
    silent = {each.name: NOT_REACHABLE for each in policy.witnesses}

    def job(reach: Transport) -> Job[Note | None]:
        return lambda left: _signed_latest(reach, log, left)

    jobs = {each.name: job(reach) for each, reach in _reachable(policy, transports)}
    silent |= dict.fromkeys(jobs, NO_ANSWER)
    for name, answer in _answers(jobs, timeout, grace, lambda: policy.satisfied(notes)):
        if isinstance(answer, OnRecordError):
            silent[name] = str(answer)
        else:
            notes[name] = answer
            del silent[name]
    return Heads(notes, silent, policy.satisfied(notes))


def refuse_rollback(own: Checkpoint | None, asked: Heads, *, quorum: bool = False) -> None:
    """Hold the signer's own head against what the witnesses remember, before anything is signed.

    With ``quorum``, witnesses that stay silent stop the signer too, unless enough answered: a
    signer that was restored whole, its head included, cannot know better by itself.

    Raises:
        WitnessAhead: a witness remembers more entries than ``own``.
        LogForked: a witness remembers another root at the size of ``own``.
        WitnessesSilent: with ``quorum``, fewer answered than the policy's quorum.
    """
    for name, note in asked.notes.items():
        if note is None:
            continue
        theirs = parse_checkpoint(note.text)
        if theirs.size > (own.size if own else 0):
            raise _ahead(name, theirs, own.size if own else 0)
        if own is not None and theirs.size == own.size and theirs.root != own.root:
            raise _forked(name, theirs, note)
    if quorum and not asked.satisfied:
        why = "; ".join(f"{name} {reason}" for name, reason in asked.silent.items())
        raise WitnessesSilent(
            f"too few witnesses say what they remember ({why}): nothing is signed until they do"
        )


def _ahead(name: str, theirs: Checkpoint, own: int) -> WitnessAhead:
    last = theirs.size - 1
    which = f"entry {last} is" if own == last else f"entries {own} to {last} are"
    return WitnessAhead(
        f"witness {name} cosigned {theirs.size} entries of {theirs.origin}, but only {own} are"
        f" known here: {which} missing, as after restoring an old backup. Nothing is"
        " signed until they are back: bring the record up to date from a mirror"
    )


def _forked(name: str, theirs: Checkpoint, note: Note) -> LogForked:
    return LogForked(
        f"witness {name} cosigned {theirs.size} entries of {theirs.origin} that are not the ones"
        " here: the log key signed two histories. Stop publishing and keep both as evidence",
        note,
    )


class _Prover:
    """Consistency proofs for several threads, none after the end of the ``with``."""

    def __init__(self, prove: Prove, point: Checkpoint) -> None:
        self.point = point
        self._prove = prove
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closed = True

    def proof(self, old: int) -> tuple[bytes, ...]:
        if old in (0, self.point.size):
            return ()
        with self._lock:
            if self._closed:
                raise _Unsigned(NO_ANSWER)
            return tuple(self._prove(old))


@dataclass(frozen=True)
class _Question:
    """Everything one thread needs to get one cosignature."""

    witness: Asked
    reach: Transport
    note: Note
    prover: _Prover
    log: VKey
    known: int

    def ask(self, left: Left) -> SignatureLine:
        """At most two submissions: with the size we remember, then with the one it names."""
        old = min(self.known, self.prover.point.size)
        reply = self._submit(old, left)
        if reply.status == 409:
            old = _named_size(reply)
            if old > self.prover.point.size:
                raise self._claims_more(old, left)
            reply = self._submit(old, left)
        if reply.status == 422:
            self._look_for_fork(left)
        if reply.status != 200:
            said = reply.body[:200].decode("utf-8", "replace").strip()
            raise _Unsigned(f"refused with status {reply.status}: {excerpt(said, 120)}")
        return self._cosignature(reply.body)

    def _submit(self, old: int, left: Left) -> Response:
        body = render_submission(old, self.prover.proof(old), self.note)
        return self.reach.add_checkpoint(body, left())

    def _claims_more(self, size: int, left: Left) -> OnRecordError:
        shown = _signed_latest(self.reach, self.log, left)
        theirs = None if shown is None else parse_checkpoint(shown.text)
        if theirs is not None and theirs.size > self.prover.point.size:
            return _ahead(self.witness.name, theirs, self.prover.point.size)
        return _Unsigned(f"says that it cosigned {size} entries but shows no such checkpoint")

    def _look_for_fork(self, left: Left) -> None:
        shown = _signed_latest(self.reach, self.log, left)
        theirs = None if shown is None else parse_checkpoint(shown.text)
        point = self.prover.point
        if shown is None or theirs is None or not 0 < theirs.size <= point.size:
            return
        proof = self.prover.proof(theirs.size)
        try:
            verify_consistency(theirs.size, point.size, theirs.root, point.root, proof)
        except ProofFailed:
            raise _forked(self.witness.name, theirs, shown) from None

    def _cosignature(self, body: bytes) -> SignatureLine:
        """The witness's own line, verified; lines of unknown keys are ignored."""
        try:
            answer = parse_note(self.note.text.encode() + b"\n" + body)
            lines = verified_lines(answer, [verifier_for(self.witness.vkey)])
        except (Malformed, BadSignature) as error:
            raise _Unsigned(f"sent no usable cosignature: {error}") from None
        if not lines or answer.text != self.note.text:
            raise _Unsigned("sent no cosignature by the key that the policy names")
        return lines[0]


def _signed_latest(reach: Transport, log: VKey, left: Left) -> Note | None:
    """The witness's last note for the log, if the log's key signed it."""
    raw = reach.latest(log.name, left())
    if raw is None:
        return None
    note = parse_note(raw)
    if not verified_lines(note, [verifier_for(log)]):
        raise _Unsigned("shows a checkpoint that this log's key did not sign")
    if parse_checkpoint(note.text).origin != log.name:
        raise _Unsigned("shows a checkpoint of another log")
    return note


def _named_size(reply: Response) -> int:
    if reply.content_type != SIZE_TYPE or not reply.body.endswith(b"\n"):
        raise _Unsigned("answered 409 without naming its size")
    return decimal(reply.body[:-1].decode("ascii", "replace"))


def _log_key(policy: Policy, origin: str) -> VKey:
    for each in policy.logs:
        if each.vkey.name == origin:
            return each.vkey
    raise OnRecordError(f"the policy does not name the log {excerpt(origin)}")


def _reachable(
    policy: Policy, transports: Mapping[str, Transport] | None
) -> Iterator[tuple[Asked, Transport]]:
    for each in policy.witnesses:
        if reach := (transports or {}).get(each.name):
            yield each, reach
        elif each.url:
            yield each, HttpTransport(each.url)


def _answers(
    jobs: Mapping[str, Job[T]], timeout: float, grace: float, enough: Callable[[], bool]
) -> Iterator[tuple[str, T | OnRecordError]]:
    """Run each job in a thread of its own and hand out results as they come.

    Stops when all have answered, at the deadline, or ``grace`` seconds after ``enough``. A thread
    that is still waiting then is left behind; it is a daemon, and its job has the same deadline.
    """
    stop = deadline = time.monotonic() + timeout
    results: queue.SimpleQueue[tuple[str, T | OnRecordError]] = queue.SimpleQueue()

    def run(name: str, job: Job[T]) -> None:
        try:
            results.put((name, job(lambda: max(0.001, deadline - time.monotonic()))))
        except OnRecordError as error:
            results.put((name, error))

    for name, job in jobs.items():
        threading.Thread(target=run, args=(name, job), daemon=True).start()
    for _ in jobs:
        if stop == deadline and enough():
            stop = min(deadline, time.monotonic() + grace)
        try:
            yield results.get(timeout=max(0.001, stop - time.monotonic()))
        except queue.Empty:
            return

r"""A witness: it cosigns a log's checkpoints and never lets the log go back (C2SP tlog-witness).

A witness promises one thing of each log it knows: whatever it cosigned before is a prefix of what
it cosigns now. The rules here are a pure function over a request's bytes, the store's last note
and the signer's clock; ``witness_http`` puts them on the network, ``witness_files`` on disk.

A request is ``old <size>``, at most 63 hashes of a consistency proof, an empty line, and the note:

>>> from onrecord.record.witness import parse_submission
>>> parse_submission(b"old 07\n\nlwg.example/record\n")
Traceback (most recent call last):
    ...
onrecord.domain.errors.Malformed: the first line is not "old <size>": '07' is not a plain decimal number

The order of the checks, and the status of each refusal, is docs/spec/witness.md.
"""  # noqa: E501  (the last line of the example is the error as a person reads it)

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import base64, decimal, excerpt, unbase64
from onrecord.keys.cosignature import CosignatureSigner, cosigned_at
from onrecord.keys.note import (
    BadSignature,
    Note,
    SignatureLine,
    add_signature,
    parse_note,
    verified,
)
from onrecord.keys.vkey import VKey, verifier_for
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.merkle import ProofFailed, verify_consistency
from onrecord.record.witness_store import WitnessStateMoved, WitnessStore

MAX_BODY = 65_536
MAX_PROOF = 63
MAX_RACES = 1_000
TEXT = "text/plain; charset=utf-8"
SIZE_TYPE = "text/x.tlog.size"


class AuditRefused(OnRecordError):
    """An auditing witness found an entry that breaks the record's rules; the message says which."""


@dataclass(frozen=True, slots=True)
class Response:
    """A reply, HTTP-shaped but free of HTTP: a status, a content type, a body."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Submission:
    """A parsed add-checkpoint request."""

    old: int
    proof: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint


class _Refused(Exception):
    def __init__(self, status: int, line: str, content_type: str = TEXT) -> None:
        super().__init__(line)
        self.reply = Response(status, content_type, f"{line}\n".encode())


def render_submission(old: int, proof: tuple[bytes, ...], note: Note) -> bytes:
    """The body of an add-checkpoint request."""
    head = f"old {old}\n" + "".join(f"{base64(item)}\n" for item in proof)
    return head.encode() + b"\n" + note.raw


def parse_submission(body: bytes) -> Submission:
    """Read the body of an add-checkpoint request; nothing is verified yet.

    Raises:
        Malformed: over ``MAX_BODY`` bytes, or any spelling but the canonical one.
    """
    if len(body) > MAX_BODY:
        raise Malformed(f"the request is over {MAX_BODY} bytes")
    head, blank, rest = body.partition(b"\n\n")
    if not blank:
        raise Malformed("no empty line stands before the checkpoint")
    first, *hashes = head.decode("ascii", "replace").split("\n")
    if len(hashes) > MAX_PROOF:
        raise Malformed(f"the proof has {len(hashes)} hashes; at most {MAX_PROOF} are possible")
    old = _old_size(first)
    proof = tuple(unbase64(line, size=32) for line in hashes)
    note = parse_note(rest)
    return Submission(old, proof, note, parse_checkpoint(note.text))


def _old_size(line: str) -> int:
    word, _, number = line.partition(" ")
    if word != "old":
        raise Malformed(f'the first line is not "old <size>" but {excerpt(line)}')
    try:
        return decimal(number)
    except Malformed as error:
        raise Malformed(f'the first line is not "old <size>": {error}') from None


def origin_id(origin: str) -> str:
    """The name of an origin in the monitoring path and on disk: hex SHA-256."""
    return hashlib.sha256(origin.encode()).hexdigest()


class Witness:
    """The rules of one witness over the logs it knows.

    ``logs`` maps each known origin to the log's key. A log is never taken off and put back: the
    store keeps what was cosigned for good. ``audit``, if given, sees each new checkpoint after
    every other check and before the cosignature, and may raise ``AuditRefused``.
    """

    def __init__(
        self,
        signer: CosignatureSigner,
        logs: Mapping[str, VKey],
        store: WitnessStore,
        audit: Callable[[Checkpoint], None] | None = None,
    ) -> None:
        self._signer = signer
        self._logs = dict(logs)
        self._origins = {origin_id(origin): origin for origin in logs}
        self._store = store
        self._audit = audit

    @property
    def vkey(self) -> VKey:
        """The witness's own key, type 04."""
        return self._signer.vkey

    @property
    def name(self) -> str:
        """The key name that stands on its cosignature lines."""
        return self._signer.name

    def add_checkpoint(self, body: bytes) -> Response:
        """Answer one add-checkpoint request (C2SP tlog-witness, add-checkpoint).

        The new state is durable before a 200 is returned. A lost race is decided again from the
        state that won, so a request never overwrites what it did not check against.
        """
        try:
            return self._decide(self._trusted(body))
        except AuditRefused as error:
            return Response(403, TEXT, f"the audit refuses this checkpoint: {error}\n".encode())
        except _Refused as refusal:
            return refusal.reply

    def _decide(self, request: Submission) -> Response:
        origin = request.checkpoint.origin
        for turn in range(MAX_RACES):
            latest = self._store.latest(origin)
            self._check(request, latest)
            if turn == 0 and self._audit is not None:
                self._audit(request.checkpoint)
            line, note = self._cosign(request.note, latest)
            try:
                self._store.replace(origin, latest, note.raw)
            except WitnessStateMoved:
                continue
            return Response(200, TEXT, str(line).encode())
        raise _Refused(503, "too many submissions at once; try again")

    def latest(self, hexed: str) -> Response:
        """``GET <monitoring>/<hex SHA256(origin)>/checkpoint``: the note cosigned last, or 404."""
        origin = self._origins.get(hexed)
        raw = None if origin is None else self._store.latest(origin)
        if raw is None:
            return Response(404, TEXT, b"no checkpoint of such a log was cosigned here\n")
        return Response(200, TEXT, raw)

    def _trusted(self, body: bytes) -> Submission:
        """Parse and check the log's signature; of the signature lines keep only the log's."""
        try:
            request = parse_submission(body)
        except Malformed as error:
            raise _Refused(400, str(error)) from None
        point = request.checkpoint
        key = self._logs.get(point.origin)
        if key is None:
            raise _Refused(404, "this witness does not know that log")
        try:
            lines = verified(request.note, [verifier_for(key)])
        except BadSignature as error:
            raise _Refused(403, str(error)) from None
        if not lines:
            raise _Refused(403, "the checkpoint is not signed by the log's key")
        if request.old > point.size:
            raise _Refused(400, f"old {request.old} is past the checkpoint's size {point.size}")
        return Submission(request.old, request.proof, Note(request.note.text, lines), point)

    def _check(self, request: Submission, latest: bytes | None) -> None:
        """Hold a signed checkpoint against the last one; refusals leave the note behind."""
        point = request.checkpoint
        last = None if latest is None else parse_checkpoint(parse_note(latest).text)
        stored = 0 if last is None else last.size
        if request.old != stored:
            self._keep_if_contradicting(request)
            raise _Refused(409, str(stored), SIZE_TYPE)
        if last is not None and last.size == point.size and last.root != point.root:
            self._store.doubt(point.origin, request.note.raw, proven=True)
            raise _Refused(422, f"another root was cosigned at size {point.size}")
        try:
            _check_proof(request, last)
        except ProofFailed as error:
            self._store.doubt(point.origin, request.note.raw, proven=False)
            raise _Refused(422, f"the consistency proof fails: {error}") from None

    def _keep_if_contradicting(self, request: Submission) -> None:
        point = request.checkpoint
        earlier = self._store.at_size(point.origin, point.size)
        if earlier is not None and parse_note(earlier).text != request.note.text:
            self._store.doubt(point.origin, request.note.raw, proven=True)

    def _cosign(self, note: Note, latest: bytes | None) -> tuple[SignatureLine, Note]:
        """Cosign, unless the clock stands before the last cosignature (docs/spec/witness.md)."""
        cosigned = add_signature(note, self._signer)
        line = cosigned.signatures[-1]
        if latest is not None and cosigned_at(line) < self._last_time(latest):
            raise _Refused(503, "this witness's clock went backwards; its operator must set it")
        return line, cosigned

    def _last_time(self, latest: bytes) -> int:
        mine = verified(parse_note(latest), [verifier_for(self._signer.vkey)])
        return max((cosigned_at(line) for line in mine), default=0)


def _check_proof(request: Submission, last: Checkpoint | None) -> None:
    """RFC 6962 section 2.1.2 from the last checkpoint; from nothing, the proof is empty."""
    point = request.checkpoint
    if request.old in (0, point.size):
        if request.proof:
            raise ProofFailed("it must be empty here")
        return
    assert last is not None  # request.old equals its size and is not 0
    verify_consistency(request.old, point.size, last.root, point.root, list(request.proof))

r"""Equivocation evidence: one text file that proves that a log key signed two histories.

It needs no trust in whoever hands it over. The normative text is docs/spec/equivocation.md:

    on-record/equivocation/v1
    log: <vkey of the log>
    earlier: <number of lines of the note that follows>
    <a signed checkpoint, verbatim>
    later: <number of lines>
    <a signed checkpoint, verbatim, of the same size or a greater one>
    root: <base64>      where the sizes differ: the later log's own root at the earlier size
    proof: <base64>     0 or more: the consistency proof from that root to the later checkpoint

What it proves: at one size, two different roots were signed; or the later checkpoint commits to a
root at the earlier size that is not the one that was signed there. Either way no single
append-only log has both.

>>> from onrecord.keys.ed25519 import Ed25519Signer
>>> from onrecord.keys.note import sign_note
>>> from onrecord.record.checkpoint import Checkpoint
>>> log = Ed25519Signer.from_seed("lwg.example/record", bytes(32))
>>> one, other = (sign_note(str(Checkpoint(log.name, 1, bytes([n]) * 32)), log) for n in (1, 2))
>>> found = Evidence(log.vkey, one, other)
>>> verify_evidence(parse_evidence(str(found)))
'the key of lwg.example/record signed two different logs of 1 entry'
>>> verify_evidence(Evidence(log.vkey, one, one))
Traceback (most recent call last):
    ...
onrecord.record.evidence.NotProven: the two checkpoints are the same: nothing is proven
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import base64, decimal, excerpt, unbase64
from onrecord.keys.note import BadSignature, Note, parse_note, verified
from onrecord.keys.vkey import VKey, parse_vkey, verifier_for
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.merkle import HASH_SIZE, ProofFailed, verify_consistency
from onrecord.record.reader import LogReader

FIRST_LINE = "on-record/equivocation/v1"
MAX_EVIDENCE = 200_000
MAX_PROOF = 63


class NotProven(OnRecordError):
    """The evidence does not show what it must; the message says which part fails."""


@dataclass(frozen=True)
class Evidence:
    """Two signed checkpoints; ``root`` and ``proof`` only where their sizes differ."""

    log: VKey
    earlier: Note
    later: Note
    root: bytes | None = None
    proof: tuple[bytes, ...] = ()

    def __str__(self) -> str:
        parts = [f"{FIRST_LINE}\nlog: {self.log}\n"]
        for word, note in (("earlier", self.earlier), ("later", self.later)):
            text = note.raw.decode()
            parts.append(f"{word}: {text.count(chr(10))}\n{text}")
        if self.root is not None:
            parts.append(f"root: {base64(self.root)}\n")
            parts.extend(f"proof: {base64(each)}\n" for each in self.proof)
        return "".join(parts)


def parse_evidence(text: str) -> Evidence:
    """Read an evidence file; nothing is verified yet.

    Raises:
        Malformed: any spelling but the canonical one, or over ``MAX_EVIDENCE`` characters.
    """
    if len(text) > MAX_EVIDENCE:
        raise Malformed(f"the evidence is over {MAX_EVIDENCE} characters")
    lines = _Lines(text.split("\n")[:-1])
    if lines.take() != FIRST_LINE:
        raise Malformed(f"the evidence does not begin with {FIRST_LINE}")
    log = parse_vkey(lines.value("log"))
    earlier = parse_note(lines.block("earlier"))
    later = parse_note(lines.block("later"))
    root = unbase64(lines.value("root"), size=HASH_SIZE) if lines.left else None
    proof = tuple(unbase64(lines.value("proof"), size=HASH_SIZE) for _ in range(lines.left))
    if len(proof) > MAX_PROOF:
        raise Malformed(f"the evidence holds {len(proof)} hashes; at most {MAX_PROOF} are possible")
    evidence = Evidence(log, earlier, later, root, proof)
    if str(evidence) != text:
        raise Malformed("the evidence is not in its one canonical spelling")
    return evidence


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._lines) - self._at

    def take(self) -> str:
        if not self.left:
            raise Malformed("the evidence ends too early: it may be cut short")
        self._at += 1
        return self._lines[self._at - 1]

    def value(self, key: str) -> str:
        line = self.take()
        if not line.startswith(f"{key}: "):
            raise Malformed(f'line {self._at}: not "{key}: ..." but {excerpt(line)}')
        return line[len(key) + 2 :]

    def block(self, key: str) -> bytes:
        count = decimal(self.value(key))
        if count > self.left:
            raise Malformed("the evidence ends too early: it may be cut short")
        return "".join(f"{self.take()}\n" for _ in range(count)).encode("utf-8", "replace")


def verify_evidence(evidence: Evidence) -> str:
    """Check everything and say in one sentence exactly what is proven.

    Raises:
        NotProven: a signature, an origin, an order or a proof fails, or the two are consistent.
    """
    earlier = _signed(evidence.log, evidence.earlier, "earlier")
    later = _signed(evidence.log, evidence.later, "later")
    if earlier.size > later.size:
        raise NotProven("the earlier checkpoint is the longer one: they are in the wrong order")
    if earlier.size == later.size:
        return _same_size(evidence, earlier, later)
    return _grown(evidence, earlier, later)


def _same_size(evidence: Evidence, earlier: Checkpoint, later: Checkpoint) -> str:
    if evidence.root is not None:
        raise NotProven("the sizes are equal, so there is nothing that a root or proof could add")
    if earlier.root == later.root:
        raise NotProven("the two checkpoints are the same: nothing is proven")
    return f"the key of {earlier.origin} signed two different logs of {_entries(earlier.size)}"


def _grown(evidence: Evidence, earlier: Checkpoint, later: Checkpoint) -> str:
    if evidence.root is None:
        raise NotProven("the sizes differ, and the later log's root at the earlier size is missing")
    if evidence.root == earlier.root:
        raise NotProven("the later log has the earlier root at that size: the two are consistent")
    try:
        verify_consistency(
            earlier.size, later.size, evidence.root, later.root, list(evidence.proof)
        )
    except ProofFailed as error:
        raise NotProven(str(error)) from None
    return (
        f"the key of {earlier.origin} signed a log of {_entries(later.size)} whose first"
        f" {_entries(earlier.size)} are not the log of {_entries(earlier.size)} that it signed"
    )


def _signed(log: VKey, note: Note, which: str) -> Checkpoint:
    try:
        if not verified(note, [verifier_for(log)]):
            raise NotProven(f"the {which} checkpoint is not signed by the log's key")
        point = parse_checkpoint(note.text)
    except (BadSignature, Malformed) as error:
        raise NotProven(f"the {which} checkpoint: {error}") from None
    if point.origin != log.name:
        raise NotProven(f"the {which} checkpoint is of {excerpt(point.origin)}, not {log.name}")
    return point


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def find_equivocation(log: VKey, one: Note, other: Note, longer: LogReader) -> Evidence | None:
    """Evidence from two checkpoints signed by ``log``, or None if they are consistent.

    ``longer`` reads the log of whichever has more entries; it is not read where both have the
    same size. What is returned has passed ``verify_evidence``.

    Raises:
        NotProven: one of the two is not a checkpoint signed by ``log``.
    """
    first, second = _signed(log, one, "first"), _signed(log, other, "second")
    if first.size > second.size:
        one, other, first, second = other, one, second, first
    if first.size == second.size:
        if first.root == second.root:
            return None
        return Evidence(log, one, other)
    root = longer.root_at(first.size)
    if root == first.root:
        return None
    found = Evidence(log, one, other, root, tuple(longer.consistency(first.size)))
    verify_evidence(found)
    return found

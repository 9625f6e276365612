"""A record in memory, told as a scene: who says what, who may sign, and what a thief appends.

Keys are real and come from their names, so that a scene is the same on every run; the log, the
witness and the judging are the product's own. The cast by role: Amina is president, Boris is
secretary, Chen is treasurer.

>>> scene = Scene()
>>> scene.say("We meet on Monday.")
1
>>> scene.enter("We have nothing to say.", of="TSA")
2
>>> [item.problem for item in scene.history().items]
['', '', '']
>>> scene.verdict(1).word.value
'exact'
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from onrecord.domain.communication import Communication, TextBody
from onrecord.domain.moment import parse_moment
from onrecord.domain.reference import After, Reference
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.freeze import Freeze
from onrecord.keys.note import Note, sign_note
from onrecord.keys.policy import Group
from onrecord.keys.policy import Witness as Named
from onrecord.keys.root import Compromise, Officer, OfficerRoot, parse_root
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.collect import LocalTransport, collect
from onrecord.record.directory import OpenRecord, read_record
from onrecord.record.history import History
from onrecord.record.log import Log
from onrecord.record.merkle import leaf_hash
from onrecord.record.pin import Pin
from onrecord.record.reader import LogReader
from onrecord.record.receipt import Receipt
from onrecord.record.standing import receipt_for
from onrecord.record.verdict import Verdict
from onrecord.record.verify import verify_receipt
from onrecord.record.witness import Witness
from onrecord.testing.memory import MemoryLogStore
from onrecord.testing.witnesses import MemoryWitnessStore

ORIGIN = "lwg.example/record"
OFFICERS = ("president", "secretary", "treasurer")
TWO = ("president", "secretary")
MIDNIGHT = 1_930_000_000
THRESHOLDS = {"own": 2, "entered": 1, "decision": 2, "parties": 1, "root": 2}


def officer(role: str, generation: str = "1", origin: str = ORIGIN) -> Ed25519Signer:
    """The key of a role; ``generation`` tells a new key from the old one."""
    return _key(f"{origin}/officer/{role}", generation)


def log_key(generation: str = "1", origin: str = ORIGIN) -> Ed25519Signer:
    """The log's key."""
    return _key(origin, generation)


def _key(name: str, generation: str) -> Ed25519Signer:
    return Ed25519Signer.from_seed(name, hashlib.sha256(f"{name} {generation}".encode()).digest())


@dataclass
class Scene:
    """One record with its signers at hand. Methods that append return the entry's index.

    ``by`` is always a list of roles, each maybe with the generation of its key: ``president`` or
    ``president 2``. ``now`` is what the witnesses' clocks show; move it freely.
    """

    origin: str = ORIGIN
    owner: str = "LWG"
    officers: Sequence[str] = OFFICERS
    thresholds: Mapping[str, int] = field(default_factory=lambda: dict(THRESHOLDS))
    witnesses: Sequence[str] = ("press",)
    quorum: int = 1
    now: int = MIDNIGHT
    leaves: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = MemoryLogStore()
        self._stores = {name: MemoryWitnessStore() for name in self.witnesses}
        self._sizes: dict[str, int] = {}
        self._log = Log(self.store, log_key("1", self.origin), self.origin)
        first = self.first_root()
        note = self.sign(first, tuple(self.officers)[: first.thresholds["root"]])
        self.pin = Pin(self.origin, leaf_hash(note.raw))
        self.junk(note.raw)

    def first_root(self) -> OfficerRoot:
        """Version 1, as the scene was described."""
        names = tuple(self.witnesses)
        groups = (Group("enough", str(self.quorum), names),) if len(names) > 1 else ()
        return parse_root(
            str(
                OfficerRoot(
                    record=self.origin,
                    owner=self.owner,
                    zone="Europe/London",
                    version=1,
                    previous=None,
                    after=None,
                    officers=self.people(self.officers),
                    trustees=(),
                    thresholds=self.thresholds,
                    compromised=(),
                    log=log_key("1", self.origin).vkey,
                    witnesses=tuple(Named(each, self.witness_key(each).vkey) for each in names),
                    groups=groups,
                    quorum="enough" if groups else names[0],
                )
            )
        )

    def people(self, roles: Iterable[str]) -> tuple[Officer, ...]:
        """Officers by role, each maybe with the generation of the key: ``president 2``."""
        return tuple(Officer(each.split()[0], (self.signer(each).vkey,)) for each in roles)

    def signer(self, role: str) -> Ed25519Signer:
        """The key of ``president`` or, for a later one, ``president 2``."""
        name, _, generation = role.partition(" ")
        return officer(name, generation or "1", self.origin)

    def sign(self, statement: object, by: Iterable[str]) -> Note:
        """The note over ``statement``; with nobody named, a stranger signs."""
        signers = [self.signer(each) for each in by] or [_key("eve.example", "1")]
        return sign_note(str(statement), *signers)

    def witness_key(self, name: str) -> CosignatureSigner:
        """The key of a witness of the policy, whose clock is the scene's."""
        secret = hashlib.sha256(name.encode()).digest()
        return CosignatureSigner.from_seed(f"{name}.example/w", secret, lambda: self.now)

    # What people do.

    def words(self, text: str = "We meet on Monday.", **changes: Any) -> Communication:
        """An own, public communication that fits the record as it stands, then ``changes``."""
        history = self.history()
        place, previous = history.next_in_series("official")
        fits = Communication(
            record=self.origin,
            id=f"word-{len(self.leaves)}",
            own=True,
            by=(self.owner,),
            to=("members",),
            channel="bulletin",
            made=parse_moment("2031-03-01T20:00:00+00:00"),
            zone="Europe/London",
            series=place,
            previous=previous,
            root=history.chain.root.version,
            body=TextBody(text + "\n"),
        )
        return replace(fits, **changes)

    def quoted(self, text: str, of: str, **changes: Any) -> Communication:
        """An entered communication of ``of`` that fits the record as it stands."""
        entered = {"own": False, "by": (of,), "source": "received", "series": None}
        return self.words(text, **{**entered, "previous": None, **changes})

    def say(self, text: str = "We meet on Monday.", by: Iterable[str] = TWO, **changes: Any) -> int:
        """Put an own communication on the log, whoever signs it."""
        return self.junk(self.sign(self.words(text, **changes), by).raw)

    def enter(
        self, text: str, of: str = "TSA", by: Iterable[str] = ("president",), **changes: Any
    ) -> int:
        """Put what others said on the log."""
        return self.junk(self.sign(self.quoted(text, of, **changes), by).raw)

    def next_root(self, officers: Iterable[str] | None = None, **changes: Any) -> OfficerRoot:
        """The root that follows the one in force, with these officers and ``changes``."""
        link = self.history().chain.links[-1]
        fits = replace(
            link.root,
            version=link.root.version + 1,
            previous=Reference(link.index, link.leaf),
            compromised=(),
            officers=link.root.officers if officers is None else self.people(officers),
        )
        return replace(fits, **changes)

    def root(
        self,
        officers: Iterable[str] | None = None,
        by: Iterable[str] = TWO,
        *,
        compromised: Iterable[tuple[str, int]] = (),
        log: str | None = None,
        **changes: Any,
    ) -> int:
        """Put a new officer root on the log.

        ``compromised`` pairs a role's key with the first entry of its window; ``log`` is the
        generation of a new log key, which then signs the tree that holds this root.
        """
        marked = tuple(Compromise(self.signer(each).vkey, since) for each, since in compromised)
        if log is not None:
            changes["log"] = log_key(log, self.origin).vkey
        raw = self.sign(self.next_root(officers, compromised=marked, **changes), by).raw
        if log is not None:
            old = [log_key("1", self.origin).vkey]
            self._log = Log(self.store, log_key(log, self.origin), self.origin, earlier=old)
        return self.junk(raw)

    def freeze(self, by: Iterable[str] = ("treasurer",), reason: str = "lost laptop") -> int:
        """Put a freeze on the log."""
        version = self.history().chain.root.version
        return self.junk(self.sign(Freeze(self.origin, version, None, reason), by).raw)

    def junk(self, raw: bytes) -> int:
        """Append any bytes: all that the log's key alone can do."""
        index = self._log.append([raw]).first
        self.leaves.append(raw)
        return index

    # What readers see.

    def reference(self, index: int) -> Reference:
        """How a statement names entry ``index``."""
        return Reference(index, leaf_hash(self.leaves[index]))

    def after(self) -> After:
        """The newest checkpoint, as a statement names it."""
        head = self._log.head
        assert head is not None
        return After(head.size, head.root)

    def history(self) -> History:
        """All that is on the log, judged afresh."""
        return History.of(self.pin, self.leaves)

    def checkpoint(self, cosigners: Iterable[str] | None = None) -> bytes:
        """The newest checkpoint, cosigned by these witnesses of the policy (by default all)."""
        note, root = self._log.head_note, self.history().chain.root
        assert note is not None
        asked = self.witnesses if cosigners is None else tuple(cosigners)
        transports = {
            name: LocalTransport(
                Witness(self.witness_key(name), {self.origin: root.log}, self._stores[name])
            )
            for name in asked
        }
        reader = LogReader(self.store, parse_checkpoint(note.text))
        found = collect(note, root.policy, reader.consistency, self._sizes, transports=transports)
        return found.note.raw

    def open(self, cosigners: Iterable[str] | None = None) -> OpenRecord:
        """The whole record, read as a reader reads it."""
        return read_record(self.store, self.checkpoint(cosigners), self.pin)

    def made_receipt(self, index: int, cosigners: Iterable[str] | None = None) -> Receipt:
        """The receipt of entry ``index``, as a value."""
        return receipt_for(self.open(cosigners), index)

    def receipt(self, index: int, cosigners: Iterable[str] | None = None) -> bytes:
        """The receipt of entry ``index``: the file's bytes."""
        return self.made_receipt(index, cosigners).raw

    def verdict(self, index: int, cosigners: Iterable[str] | None = None) -> Verdict:
        """What a member is told who has the receipt and the card."""
        return verify_receipt(self.receipt(index, cosigners), self.pin, now=self.now + 3_600)

"""A second, independent writer of records and receipts, for the verification page to judge.

Built on hashlib and cryptography alone, from the formats as the specifications state them, and
slow on purpose (the Merkle tree is the recursive definition of RFC 6962 section 2.1). It shares no
line with ``onrecord``, so the page and the package can each be held against it.

Everything is deterministic: keys come from their names, times from the constants below. `Record`
plays the union's machine, the officers and the witnesses; `Record.receipt` is what a member gets.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "lwg.example/record"
WITNESSED = 1_930_190_460  # 2031-03-02T04:01:00Z
NONE = "none"


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def sha256(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry)


def tree(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word: leaves are leaf hashes."""
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + tree(leaves[:k]) + tree(leaves[k:]))


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962 section 2.1.1: the audit path, leaf to root."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), tree(leaves[k:])]
    return [*path(index - k, leaves[k:]), tree(leaves[:k])]


def string(raw: bytes) -> bytes:
    """RFC 4251 section 5: a uint32 length, then the bytes."""
    return struct.pack(">I", len(raw)) + raw


@dataclass(frozen=True)
class Key:
    """One key under one name. ``kind``: 1 Ed25519, 4 witness, "ssh" or "sk" for SSHSIG."""

    name: str
    kind: int | str = 1
    seed: str = ""

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(sha256((self.seed or self.name).encode()))

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def ssh_blob(self) -> bytes:
        if self.kind == "ssh":
            return string(b"ssh-ed25519") + string(self.public)
        return string(b"sk-ssh-ed25519@openssh.com") + string(self.public) + string(b"ssh:")

    @property
    def data(self) -> bytes:
        if isinstance(self.kind, str):
            return b"\xffssh\x00" + self.ssh_blob
        return bytes([self.kind]) + self.public

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.data)[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64(self.data)}"

    def sign(self, text: bytes, *, time: int = WITNESSED, present: bool = True) -> bytes:
        if self.kind == 1:
            return self.private.sign(text)
        if self.kind == 4:
            head = f"cosignature/v1\ntime {time}\n".encode()
            return struct.pack(">Q", time) + self.private.sign(head + text)
        return self._sshsig(text, present=present)

    def _sshsig(
        self, text: bytes, *, present: bool, namespace: bytes = b"approve@on-record"
    ) -> bytes:
        """The blob of OpenSSH's PROTOCOL.sshsig, hash sha512."""
        head = string(namespace) + string(b"") + string(b"sha512")
        signed = b"SSHSIG" + head + string(hashlib.sha512(text).digest())
        if self.kind == "ssh":
            signature = string(b"ssh-ed25519") + string(self.private.sign(signed))
        else:  # PROTOCOL.u2f: application hash, flags, counter, message hash
            tail = bytes([1 if present else 0]) + struct.pack(">I", 7)
            inner = sha256(b"ssh:") + tail + sha256(signed)
            signature = (
                string(b"sk-ssh-ed25519@openssh.com") + string(self.private.sign(inner)) + tail
            )
        return b"SSHSIG" + struct.pack(">I", 1) + string(self.ssh_blob) + head + string(signature)

    def line(self, text: bytes, **kwargs: object) -> str:
        return f"— {self.name} {b64(self.key_id + self.sign(text, **kwargs))}\n"  # type: ignore[arg-type]


def officer(name: str, kind: int | str = 1, seed: str = "") -> Key:
    return Key(f"{ORIGIN}/officer/{name}", kind, seed)


def trustee(name: str) -> Key:
    return Key(f"{ORIGIN}/trustee/{name}")


def note(text: str, signers: Iterable[Key]) -> bytes:
    return (text + "\n" + "".join(key.line(text.encode()) for key in signers)).encode()


PRESIDENT, SECRETARY, TREASURER = officer("president"), officer("secretary"), officer("treasurer")
LOG = Key(ORIGIN)
LOCAL, PRESS = Key("lwg.example/witness", 4), Key("press.example/witness", 4)


@dataclass
class Record:
    """A whole log in memory, with the keys of everybody who takes part."""

    log: Key = LOG
    witnesses: dict[str, Key] = field(default_factory=lambda: {"local": LOCAL, "press": PRESS})
    entries: list[bytes] = field(default_factory=list)
    controls: list[int] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)

    @property
    def pin(self) -> str:
        return leaf_hash(self.entries[0]).hex()

    def reference(self, index: int) -> str:
        return f"{index} {leaf_hash(self.entries[index]).hex()}"

    def append(self, text: str, signers: Iterable[Key], *, control: bool = False) -> int:
        self.entries.append(note(text, signers))
        if control:
            self.controls.append(len(self.entries) - 1)
        return len(self.entries) - 1

    def root(self, signers: Iterable[Key], **parts: object) -> int:
        index = self.append(root_text(self, **parts), signers, control=True)  # type: ignore[arg-type]
        self.roots.append(index)
        return index

    def freeze(self, signers: Iterable[Key], version: int = 1) -> int:
        text = (
            f"on-record/freeze/v1\nrecord: {ORIGIN}\nroot: {version}\nafter: none\n"
            "reason: lost laptop\n"
        )
        return self.append(text, signers, control=True)

    def say(self, signers: Iterable[Key], **parts: object) -> int:
        return self.append(communication_text(**parts), signers)  # type: ignore[arg-type]

    def checkpoint(self, size: int, cosigners: Iterable[str], time: int = WITNESSED) -> str:
        leaves = [leaf_hash(entry) for entry in self.entries[:size]]
        body = f"{ORIGIN}\n{size}\n{b64(tree(leaves))}\n"
        lines = [self.log.line(body.encode())]
        for offset, name in enumerate(cosigners):
            lines.append(self.witnesses[name].line(body.encode(), time=time + 60 * offset))
        return body + "\n" + "".join(lines)

    def proof(self, index: int, size: int) -> str:
        leaves = [leaf_hash(entry) for entry in self.entries[:size]]
        return f"index {index}\n" + "".join(b64(h) + "\n" for h in path(index, leaves))

    def receipt(
        self,
        index: int,
        *,
        size: int | None = None,
        cosigners: Iterable[str] = ("local", "press"),
        controls: Sequence[int] | None = None,
        checkpoint: Callable[[str], str] = lambda text: text,
    ) -> bytes:
        """The receipt of entry ``index`` in the tree of the first ``size`` entries."""
        size = len(self.entries) if size is None else size
        chosen = [i for i in self.controls if i < size] if controls is None else controls
        items = [self.entries[index]]
        for control in chosen:
            items += [self.entries[control], self.proof(control, size).encode()]
        extra = b"".join(struct.pack(">H", len(item)) + item for item in items)
        return (
            f"c2sp.org/tlog-proof@v1\nextra {b64(extra)}\n{self.proof(index, size)}\n"
            + checkpoint(self.checkpoint(size, cosigners))
        ).encode()


def root_text(
    record: Record,
    *,
    version: int = 1,
    officers: Sequence[Key] = (PRESIDENT, SECRETARY, TREASURER),
    trustees: Sequence[Key] = (),
    thresholds: Sequence[int] = (2, 1, 2, 1, 2),
    compromised: Sequence[tuple[Key, int]] = (),
    groups: Sequence[str] = ("both all local press",),
    quorum: str = "both",
    previous: str | None = None,
) -> str:
    kinds = ["own", "entered", "decision", "parties", "root", *(["recovery"] if trustees else [])]
    if previous is None:
        previous = NONE if version == 1 else record.reference(record.roots[-1])
    lines = ["on-record/officer-root/v1", f"record: {ORIGIN}", "owner: LWG", "zone: Europe/London"]
    lines += [f"version: {version}", f"previous: {previous}", "after: none"]
    for who, keys in (("officer", officers), ("trustee", trustees)):
        for key in keys:
            lines += [f"{who}: {key.name.rsplit('/', 1)[1]}", f" key: {key.vkey}"]
    lines += [f"threshold: {k} {n}" for k, n in zip(kinds, thresholds, strict=True)]
    lines += [f"compromised: {key.vkey} since {since}" for key, since in compromised]
    lines += [f"log: {record.log.vkey}"]
    lines += [f"witness: {name} {key.vkey}" for name, key in record.witnesses.items()]
    lines += [f"group: {group}" for group in groups]
    return "\n".join([*lines, f"quorum: {quorum}"]) + "\n"


WORDS = (
    "Tonight we told the employers that we are ready to talk.\n\n"
    "We'll be back in communication when there is more to say — you will hear it from us.\n"
)


def communication_text(
    *,
    voice: str = "own: LWG",
    audience: str = "members, press",
    klass: str = "public",
    version: int = 1,
    title: str | None = "Back to the table",
    links: Sequence[str] = (),
    acts: Sequence[str] = (),
    body: str = "text",
    words: str = WORDS,
    made: str = "2031-03-01T20:00:00-08:00",
    identity: str = "email-to-members",
    number: tuple[int, str] = (1, NONE),
) -> str:
    """An own, public communication unless told otherwise; members' ones say less."""
    own, public = voice.startswith("own"), klass == "public"
    lines = ["on-record/communication/v1", f"record: {ORIGIN}", f"id: {identity}", voice]
    lines += [f"class: {klass}"]
    lines += ["speaker: Rosa Field", "role: president"] if public else []
    lines += [f"to: {audience}", "channel: email"]
    lines += [] if own else ["source: received by LWG"]
    lines += [f"made: {made}", "zone: America/Los_Angeles", "language: en"]
    lines += [f"title: {title}"] if public and title else []
    lines += [f"series: official {number[0]}", f"previous: {number[1]}"] if own else []
    lines += [f"root: {version}", "after: none", *links, *acts]
    if not public:
        body = "members " + sha256(b"commitment").hex() + " 8"
    lines += [f"body: {body}"]
    return "\n".join(lines) + "\n" + ("\n" + words if body == "text" else "")


def ordinary() -> Record:
    """Three officers (two needed), two witnesses (both needed), a few entries."""
    record = Record()
    record.root([PRESIDENT, SECRETARY])
    for number in range(1, 6):
        record.say(
            [PRESIDENT, SECRETARY],
            number=(number, NONE if number == 1 else record.reference(number - 1)),
        )
    return record

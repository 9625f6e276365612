r"""Witnesses' cosignatures: signature type 04 (C2SP tlog-cosignature, Ed25519 signed message).

The signature is eight bytes of POSIX time in seconds, big-endian, and 64 bytes of Ed25519 over

    cosignature/v1
    time <decimal seconds>
    <the whole text of the note, with its final line feed>

The time is at most 2**63 - 1. The message does not hold the witness's name: one key must never
serve two witnesses.

>>> clock = lambda: 1679315147
>>> witness = CosignatureSigner.from_seed("press.example/witness", bytes(32), clock)
>>> signature = witness.sign(b"lwg.example/record\n1\nroot\n")
>>> int.from_bytes(signature[:8], "big"), len(signature)
(1679315147, 72)
>>> CosignatureVerifier(witness.vkey).verify(b"lwg.example/record\n1\nroot\n", signature)
True
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from onrecord.domain.errors import Malformed
from onrecord.keys.ed25519 import (
    SIGNATURE_SIZE,
    Ed25519Signer,
    ed25519_verifies,
    raw_public_key,
)
from onrecord.keys.note import SignatureLine
from onrecord.keys.vkey import COSIGNATURE, MalformedKey, VKey, VKeyVerifier

TIME_SIZE = 8
COSIGNATURE_SIZE = TIME_SIZE + SIGNATURE_SIZE
MAX_TIME = 2**63 - 1


def cosigned_message(text: bytes, time: int) -> bytes:
    """What a witness signs: the two header lines and the note's text."""
    return b"cosignature/v1\ntime %d\n%b" % (time, text)


def cosigned_at(line: SignatureLine) -> int:
    """The POSIX time in seconds that a type 04 line states. Verify the line first.

    Raises:
        Malformed: the line is no Ed25519 cosignature, or its time is past 2**63 - 1.
    """
    if len(line.signature) != COSIGNATURE_SIZE:
        raise Malformed(f"the signature of {line.name} is not a timestamped cosignature")
    time = _time(line.signature)
    if time > MAX_TIME:
        raise Malformed(f"the cosignature of {line.name} states a time past 2**63 - 1")
    return time


@dataclass(frozen=True)
class CosignatureVerifier(VKeyVerifier):
    """Verifies type 04; says nothing on whether the stated time is plausible.

    Raises:
        MalformedKey: ``vkey`` is of another type, or not a usable Ed25519 key.
    """

    _public: Ed25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.vkey.type != COSIGNATURE:
            raise MalformedKey(f"key {self.vkey.name} is of type {self.vkey.type:02x}, not 04")
        public = Ed25519PublicKey.from_public_bytes(raw_public_key(self.vkey))
        object.__setattr__(self, "_public", public)

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is 72 bytes: a time, and this key's signature for that time."""
        if len(signature) != COSIGNATURE_SIZE or (time := _time(signature)) > MAX_TIME:
            return False
        return ed25519_verifies(
            self._public, cosigned_message(message, time), signature[TIME_SIZE:]
        )


class CosignatureSigner:
    """Signs type 04 at the time that ``clock`` tells, in POSIX seconds."""

    def __init__(self, name: str, private: Ed25519PrivateKey, clock: Callable[[], int]) -> None:
        self.private = private
        self.clock = clock
        self.vkey = VKey(name, bytes([COSIGNATURE]) + private.public_key().public_bytes_raw())

    @classmethod
    def from_seed(cls, name: str, seed: bytes, clock: Callable[[], int]) -> CosignatureSigner:
        """The key of 32 secret bytes. Raises ``Malformed`` on another number of bytes."""
        return cls(name, Ed25519Signer.from_seed(name, seed).private, clock)

    @property
    def name(self) -> str:
        """The witness's name."""
        return self.vkey.name

    @property
    def key_id(self) -> bytes:
        """The key's four-byte id."""
        return self.vkey.key_id

    def sign(self, message: bytes) -> bytes:
        """Eight bytes of time and the signature of ``message``, the note's text, at that time.

        Raises:
            Malformed: the clock tells a time before 1970 or past 2**63 - 1.
        """
        time = self.clock()
        if not 0 <= time <= MAX_TIME:
            raise Malformed(f"the clock says {time} seconds: no cosignature can state that")
        return time.to_bytes(TIME_SIZE, "big") + self.private.sign(cosigned_message(message, time))

    def __repr__(self) -> str:
        return f"CosignatureSigner({self.vkey})"


def _time(signature: bytes) -> int:
    return int.from_bytes(signature[:TIME_SIZE], "big")

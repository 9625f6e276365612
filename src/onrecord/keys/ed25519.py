r"""Ed25519 keys of signed notes: type 01 (C2SP signed-note, Ed25519 signatures; RFC 8032).

>>> signer = Ed25519Signer.from_seed("lwg.example/record/officer/president", bytes(32))
>>> str(signer.vkey)
'lwg.example/record/officer/president+9bc6f793+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'
>>> Ed25519Verifier(signer.vkey).verify(b"strike\n", signer.sign(b"strike\n"))
True

Keys that RFC 8032 would let pass but that nobody holds alone are refused: points of small order,
under which anybody can sign, and second spellings of a point, under which one key could pass for
two.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from onrecord.domain.errors import Malformed
from onrecord.keys.vkey import COSIGNATURE, ED25519, MalformedKey, VKey, VKeyVerifier

SEED_SIZE = 32
PUBLIC_SIZE = 32
SIGNATURE_SIZE = 64

_P = 2**255 - 19
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_WEAK_Y = frozenset({0, 1, _P - 1, _ORDER_8, _P - _ORDER_8})


def check_public_key(raw: bytes, name: str) -> bytes:
    """``raw`` if it is the one encoding of an Ed25519 point fit to be somebody's key.

    Raises:
        MalformedKey: not 32 bytes, a coordinate that is not reduced, or a point of small order.
    """
    if len(raw) != PUBLIC_SIZE:
        raise MalformedKey(f"the Ed25519 key of {name} holds {len(raw)} bytes, not {PUBLIC_SIZE}")
    y = int.from_bytes(raw, "little") & ((1 << 255) - 1)
    if y >= _P or y in _WEAK_Y:
        raise MalformedKey(f"the Ed25519 key of {name} is one that anybody can sign under")
    return raw


def raw_public_key(vkey: VKey) -> bytes:
    """The 32 bytes of a key of type 01 or 04.

    Raises:
        MalformedKey: another type, or not a usable Ed25519 key.
    """
    if vkey.type not in (ED25519, COSIGNATURE):
        raise MalformedKey(f"key {vkey.name} is of type {vkey.type:02x}, not Ed25519")
    return check_public_key(vkey.data[1:], vkey.name)


def ed25519_verifies(public: Ed25519PublicKey, message: bytes, signature: bytes) -> bool:
    """Whether the 64 bytes of ``signature`` are ``public``'s over ``message`` (RFC 8032 5.1.7)."""
    if len(signature) != SIGNATURE_SIZE:
        return False
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


@dataclass(frozen=True)
class Ed25519Verifier(VKeyVerifier):
    """Verifies type 01.

    Raises:
        MalformedKey: ``vkey`` is of another type, or not a usable Ed25519 key.
    """

    _public: Ed25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.vkey.type != ED25519:
            raise MalformedKey(f"key {self.vkey.name} is of type {self.vkey.type:02x}, not 01")
        public = Ed25519PublicKey.from_public_bytes(raw_public_key(self.vkey))
        object.__setattr__(self, "_public", public)

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is 64 bytes and this key's over ``message``."""
        return ed25519_verifies(self._public, message, signature)


class Ed25519Signer:
    """Signs type 01 with a private key in memory. Its ``repr`` shows the public half only."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self.private = private
        self.vkey = VKey(name, bytes([ED25519]) + private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> Ed25519Signer:
        """A fresh key from the operating system's randomness."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> Ed25519Signer:
        """The key of 32 secret bytes (RFC 8032 5.1.5).

        Raises:
            Malformed: another number of bytes, or a bad name.
        """
        if len(seed) != SEED_SIZE:
            raise Malformed(f"an Ed25519 seed is {SEED_SIZE} bytes, not {len(seed)}")
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def name(self) -> str:
        """The key's name."""
        return self.vkey.name

    @property
    def key_id(self) -> bytes:
        """The key's four-byte id."""
        return self.vkey.key_id

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature; the same for the same message."""
        return self.private.sign(message)

    def __repr__(self) -> str:
        return f"Ed25519Signer({self.vkey})"

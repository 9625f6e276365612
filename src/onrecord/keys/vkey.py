r"""Verifier keys: a public key on one line, with its name and its type (C2SP signed-note).

A vkey is ``name+hex(key id)+base64(type, key)``: eight lower-case hexadecimal digits of key id,
and the base64 of one byte of signature type with the encoded public key after it. The id follows
from the rest and is checked.

>>> key = parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
>>> key.name, key.type, key.key_id.hex(), len(public_material(key))
('PeterNeumann', 1, 'c74f20a3', 32)
>>> str(key)
'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'

On Record verifies three types: 01, Ed25519; 04, timestamped Ed25519 cosignatures of witnesses;
and FF with the identifier ``ssh`` and a zero byte, OpenSSH signatures (see ``sshsig``). A vkey of
another type can be read and named, so that a policy which mentions one is not unreadable, but
nothing is ever verified with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import base64, excerpt, unbase64, unhex
from onrecord.keys.note import KEY_ID_SIZE, Verifier, check_key_name, key_id

ED25519 = 0x01
COSIGNATURE = 0x04
EXTENDED = 0xFF
SSH_PREFIX = b"\xffssh\x00"

_MAX_TEXT = 8_192


class MalformedKey(Malformed):
    """Text or bytes that are not a verifier key in its one spelling."""


@dataclass(frozen=True)
class VKey:
    """A named public key. ``data`` is the signature type's byte and the encoded key after it."""

    name: str
    data: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.data) < 2:
            raise MalformedKey(f"the key of {self.name} is empty")

    @cached_property
    def key_id(self) -> bytes:
        """Four bytes: what a signature line by this key bears."""
        return key_id(self.name, self.data)

    @property
    def type(self) -> int:
        """The signature type: the first byte of ``data``."""
        return self.data[0]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64(self.data)}"


@dataclass(frozen=True)
class VKeyVerifier:
    """What every verifier of a ``VKey`` shares; the kinds of signature add ``verify``."""

    vkey: VKey

    @property
    def name(self) -> str:
        """The key's name."""
        return self.vkey.name

    @property
    def key_id(self) -> bytes:
        """The key's four-byte id."""
        return self.vkey.key_id


def parse_vkey(text: str) -> VKey:
    """Read a vkey of any type (C2SP signed-note, Verifier keys).

    Raises:
        MalformedKey: not ``name+id+base64``, another spelling, or an id that is not the key's.
    """
    parts = text[: _MAX_TEXT + 1].split("+", 2)
    if len(text) > _MAX_TEXT or len(parts) != 3:
        raise MalformedKey(f"{excerpt(text)} is not a verifier key: name+id+key")
    try:
        key = VKey(parts[0], unbase64(parts[2]))
        claimed = unhex(parts[1], size=KEY_ID_SIZE)
    except Malformed as error:
        raise MalformedKey(f"verifier key {excerpt(text)}: {error}") from None
    if claimed != key.key_id or str(key) != text:
        raise MalformedKey(
            f"verifier key {excerpt(text)}: its id should be {key.key_id.hex()}; copy it again"
        )
    return key


def verifier_for(vkey: VKey) -> Verifier:
    """The verifier of ``vkey``'s type.

    Raises:
        MalformedKey: a type that On Record does not verify, or a key that its type does not allow.
    """
    # Imported here: these modules stand on this one.
    if vkey.type == ED25519:
        from onrecord.keys.ed25519 import Ed25519Verifier

        return Ed25519Verifier(vkey)
    if vkey.type == COSIGNATURE:
        from onrecord.keys.cosignature import CosignatureVerifier

        return CosignatureVerifier(vkey)
    if vkey.data.startswith(SSH_PREFIX):
        from onrecord.keys.sshsig import SshVerifier

        return SshVerifier(vkey)
    raise _unsupported(vkey)


def public_material(vkey: VKey) -> bytes:
    """The 32 raw bytes of the Ed25519 public key: equal for every name and type of one key.

    Raises:
        MalformedKey: as ``verifier_for``.
    """
    if vkey.type in (ED25519, COSIGNATURE):
        from onrecord.keys.ed25519 import raw_public_key

        return raw_public_key(vkey)
    if vkey.data.startswith(SSH_PREFIX):
        from onrecord.keys.sshsig import ssh_public_key

        return ssh_public_key(vkey).raw
    raise _unsupported(vkey)


def _unsupported(vkey: VKey) -> MalformedKey:
    return MalformedKey(
        f"key {vkey.name} is of type {vkey.type:02x}, which On Record does not verify; "
        "use Ed25519 (01), an Ed25519 cosigner (04) or an OpenSSH key (ff ssh)"
    )

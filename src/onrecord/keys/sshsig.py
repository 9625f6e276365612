r"""Officers' signatures made with OpenSSH keys (OpenSSH PROTOCOL.sshsig and PROTOCOL.u2f).

The key. A vkey of type FF: its data is ``ff``, ``ssh``, a zero byte, and the public key as SSH
writes it on the wire. A *string* below is a four-byte big-endian length and that many bytes.

    ssh-ed25519                     string type, string key (32 bytes)
    sk-ssh-ed25519@openssh.com      string type, string key (32 bytes), string application

The signature. The un-armoured structure that ``ssh-keygen -Y sign`` writes:

    "SSHSIG", u32 version = 1, string public key, string namespace, string reserved (empty),
    string hash algorithm, string signature

    ssh-ed25519                     signature = string type, string sig (64 bytes)
    sk-ssh-ed25519@openssh.com      the same, then u8 flags, u32 counter

What is signed, for a message (the statement's text):

    data = "SSHSIG", string namespace, string reserved, string hash algorithm, string H(message)
    ssh-ed25519                     sig over data
    sk-ssh-ed25519@openssh.com      sig over SHA-256(application), flags, counter, SHA-256(data)

On Record takes the namespace ``approve@on-record`` and SHA-512 only; the public key inside must be
the vkey's own; a security key must attest that its holder was present (flag 01). The counter is
not looked at: a note is signed once and read for years. Nothing may follow any structure.

>>> line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop amina"
>>> key = ssh_vkey("lwg.example/record/officer/president", line)
>>> key.data[:5], ssh_public_key(key).type, len(ssh_public_key(key).raw)
(b'\xffssh\x00', 'ssh-ed25519', 32)
>>> ssh_vkey("lwg.example/record/officer/president", "ssh-rsa AAAAB3NzaC1yc2E= boris")
Traceback (most recent call last):
    ...
onrecord.keys.vkey.MalformedKey: ssh-rsa keys cannot sign for a record: make one with 'ssh-keygen -t ed25519' (or ed25519-sk)
"""  # noqa: E501

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import base64, excerpt, unbase64
from onrecord.keys.ed25519 import SIGNATURE_SIZE, check_public_key, ed25519_verifies
from onrecord.keys.vkey import SSH_PREFIX, MalformedKey, VKey, VKeyVerifier

NAMESPACE = "approve@on-record"
PLAIN = "ssh-ed25519"
SECURITY_KEY = "sk-ssh-ed25519@openssh.com"

MAX_BLOB = 4_096
USER_PRESENT = 0x01

_MAGIC = b"SSHSIG"
_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"


@dataclass(frozen=True)
class SshKey:
    """An SSH public key: ``type`` as SSH names it, 32 ``raw`` bytes, the sk ``application``."""

    type: str
    raw: bytes
    application: bytes = b""

    @property
    def blob(self) -> bytes:
        """The key as SSH writes it on the wire."""
        tail = _string(self.application) if self.type == SECURITY_KEY else b""
        return _string(self.type.encode()) + _string(self.raw) + tail


@dataclass(frozen=True)
class SshSignature:
    """What an SSHSIG structure holds beside the fixed fields; ``flags`` and ``counter`` of sk."""

    public_key: bytes
    type: str
    signature: bytes
    flags: int = 0
    counter: int = 0


class _Wire:
    """A cursor over SSH wire bytes; every read is checked, and ``end`` refuses what is left."""

    def __init__(self, raw: bytes, what: str) -> None:
        self._raw, self._at, self._what = raw, 0, what

    def take(self, size: int) -> bytes:
        start, self._at = self._at, self._at + size
        if self._at > len(self._raw):
            raise Malformed(f"{self._what} is cut short")
        return self._raw[start : self._at]

    def u32(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        return self.take(self.u32())

    def expect(self, expected: bytes, what: str) -> None:
        if (found := self.string()) != expected:
            shown = excerpt(found.decode("latin-1"))
            raise Malformed(f"{self._what} has {what} {shown}, not '{expected.decode()}'")

    def end(self) -> None:
        if self._at != len(self._raw):
            raise Malformed(f"{self._what} has {len(self._raw) - self._at} bytes too many")


def ssh_public_key(vkey: VKey) -> SshKey:
    """The SSH key inside a vkey of type FF ssh.

    Raises:
        MalformedKey: another type, a kind of SSH key not taken, or not exactly one key.
    """
    if not vkey.data.startswith(SSH_PREFIX):
        raise MalformedKey(f"key {vkey.name} is of type {vkey.type:02x}, not an OpenSSH key")
    return _parse_key(vkey.data[len(SSH_PREFIX) :], vkey.name)


def ssh_vkey(name: str, public_key_line: str) -> VKey:
    """The vkey of a public key as OpenSSH writes it: ``type base64 [comment]``, one line.

    Raises:
        MalformedKey: not such a line, a private key, or a kind of key that is not taken.
    """
    line = public_key_line[: MAX_BLOB + 1].removesuffix("\n").removesuffix("\r")
    if "PRIVATE KEY" in line:
        raise MalformedKey("this is a private key: keep it secret, and give its .pub file instead")
    words = line.split(" ", 2)
    if len(line) > MAX_BLOB or len(words) < 2 or "\n" in line:
        raise MalformedKey(f"{excerpt(line)} is not an OpenSSH public key: 'type base64 comment'")
    _check_type(words[0])
    try:
        blob = unbase64(words[1])
    except Malformed as error:
        raise MalformedKey(f"OpenSSH public key: {error}") from None
    key = _parse_key(blob, name)
    if key.type != words[0]:
        raise MalformedKey(f"the OpenSSH public key calls itself {words[0]} but holds {key.type}")
    return VKey(name, SSH_PREFIX + key.blob)


def parse_sshsig(blob: bytes) -> SshSignature:
    """Read an SSHSIG structure with On Record's namespace and hash; verifies nothing.

    Raises:
        Malformed: another structure, version, namespace, hash or kind of key; bytes left over.
    """
    if len(blob) > MAX_BLOB:
        raise Malformed(f"the SSH signature is {len(blob)} bytes long; at most {MAX_BLOB} are read")
    wire = _Wire(blob, "the SSH signature")
    if wire.take(len(_MAGIC)) != _MAGIC or wire.u32() != 1:
        raise Malformed("the SSH signature is not an SSHSIG structure of version 1")
    public_key = wire.string()
    wire.expect(NAMESPACE.encode(), "namespace")
    wire.expect(b"", "reserved bytes")
    wire.expect(b"sha512", "hash")
    inner = wire.string()
    wire.end()
    return _parse_inner(public_key, inner)


def signed_data(message: bytes) -> bytes:
    """What ``ssh-keygen -Y sign -n approve@on-record`` signs for ``message``."""
    digest = hashlib.sha512(message).digest()
    fields = (NAMESPACE.encode(), b"", b"sha512", digest)
    return _MAGIC + b"".join(map(_string, fields))


@dataclass(frozen=True)
class SshVerifier(VKeyVerifier):
    """Verifies type FF ssh; the signature is the un-armoured SSHSIG structure.

    Raises:
        MalformedKey: as ``ssh_public_key``.
    """

    _key: SshKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_key", ssh_public_key(self.vkey))

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is this key's approval of ``message``."""
        try:
            parsed = parse_sshsig(signature)
        except Malformed:
            return False
        if parsed.public_key != self._key.blob or parsed.type != self._key.type:
            return False
        data = signed_data(message)
        if parsed.type == SECURITY_KEY:
            if not parsed.flags & USER_PRESENT:
                return False
            data = authenticator_data(self._key.application, parsed.flags, parsed.counter, data)
        public = Ed25519PublicKey.from_public_bytes(self._key.raw)
        return ed25519_verifies(public, data, parsed.signature)


def authenticator_data(application: bytes, flags: int, counter: int, data: bytes) -> bytes:
    """What a security key signs for ``data`` (OpenSSH PROTOCOL.u2f, SSH U2F Signatures)."""
    head = hashlib.sha256(application).digest() + struct.pack(">BI", flags, counter)
    return head + hashlib.sha256(data).digest()


def armour(blob: bytes) -> str:
    """The SSHSIG structure as ``ssh-keygen`` writes and reads it in files."""
    text = base64(blob)
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def unarmour(text: str) -> bytes:
    """The SSHSIG structure inside an armoured signature; lines may be of any length.

    Only the structure is ever stored, so the armour's own layout carries no meaning.

    Raises:
        Malformed: no armour, something around it, or not canonical base64 inside.
    """
    lines = text[: 2 * MAX_BLOB + 1].strip().splitlines()
    if len(text) > 2 * MAX_BLOB or len(lines) < 3 or (lines[0], lines[-1]) != (_BEGIN, _END):
        raise Malformed(f"{excerpt(text)} is not an armoured SSH signature ('{_BEGIN}' ...)")
    return unbase64("".join(lines[1:-1]))


def _parse_key(blob: bytes, name: str) -> SshKey:
    wire = _Wire(blob, f"the OpenSSH key of {name}")
    try:
        kind = wire.string().decode("ascii", "replace")
        _check_type(kind)
        raw = check_public_key(wire.string(), name)
        application = wire.string() if kind == SECURITY_KEY else b""
        wire.end()
    except Malformed as error:
        raise MalformedKey(str(error)) from None
    return SshKey(kind, raw, application)


def _check_type(kind: str) -> None:
    if kind in (PLAIN, SECURITY_KEY):
        return
    if kind.startswith(("ssh-", "ecdsa-", "sk-", "rsa-")):
        raise MalformedKey(
            f"{excerpt(kind).strip(chr(39))} keys cannot sign for a record: "
            "make one with 'ssh-keygen -t ed25519' (or ed25519-sk)"
        )
    raise MalformedKey(f"{excerpt(kind)} is not a kind of OpenSSH public key")


def _parse_inner(public_key: bytes, inner: bytes) -> SshSignature:
    wire = _Wire(inner, "the SSH signature")
    kind = wire.string().decode("ascii", "replace")
    _check_type(kind)
    signature = wire.string()
    if len(signature) != SIGNATURE_SIZE:
        raise Malformed(f"the SSH signature holds {len(signature)} bytes, not {SIGNATURE_SIZE}")
    flags, counter = (wire.take(1)[0], wire.u32()) if kind == SECURITY_KEY else (0, 0)
    wire.end()
    return SshSignature(public_key, kind, signature, flags, counter)


def _string(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value

r"""A private key in a file, for the log, a local witness, or an officer (docs/spec/key-file.md).

Five lines, each ended by a line feed:

    on-record/key/v1
    name: lwg.example/record/officer/president
    vkey: <the public half: a vkey of type 01>
    kdf: scrypt 131072 8 1 <base64 of 16 bytes of salt>        or: kdf: none
    secret: <base64>

With ``kdf: none`` the secret is the 32 bytes of an Ed25519 seed (RFC 8032). With ``scrypt`` it is
a nonce of 12 bytes and the ChaCha20-Poly1305 (RFC 8439) ciphertext of the seed, 48 bytes, under
the 32-byte key that scrypt (RFC 7914; N, r, p, salt) makes of the passphrase, in NFC and UTF-8;
the associated data is the file's first four lines. A reader takes N a power of two with
128 * N * r at most 256 MiB and p at most 4, so that a hostile file cannot eat the memory.

>>> signer = Ed25519Signer.from_seed("lwg.example/record", bytes(32))
>>> print(render_key(signer, None), end="")
on-record/key/v1
name: lwg.example/record
vkey: lwg.example/record+4097d446+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop
kdf: none
secret: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
>>> parse_key(render_key(signer, None), None).vkey == signer.vkey
True

The file is the owner's alone (mode 0600 in a directory of mode 0700), made once and never
overwritten; a reader refuses it otherwise.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import shlex
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import base64, decimal, excerpt, unbase64
from onrecord.keys.ed25519 import SEED_SIZE, Ed25519Signer
from onrecord.keys.vkey import ED25519, VKey, parse_vkey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FORMAT = "on-record/key/v1"
MAX_FILE = 4_096

_LABELS = ("name: ", "vkey: ", "kdf: ", "secret: ")
_SALT_SIZE, _NONCE_SIZE, _TAG_SIZE = 16, 12, 16
_MAX_MEMORY = 256 * 2**20
_MAX_P = 4
_LOST = "restore it from a backup, or have the other officers rotate it out: onrecord root"
_FOREIGN = (
    ("-----BEGIN OPENSSH PRIVATE KEY-----", "an OpenSSH private key: name it as an SSH key"),
    ("-----BEGIN ", "a PEM file: make a key of On Record's own, or use an OpenSSH key"),
    ("ssh-", "an OpenSSH public key: it cannot sign; give the private key's file"),
    ("sk-ssh-", "an OpenSSH public key: it cannot sign; give the private key's file"),
    ("on-record/", "another of On Record's files: give the key's file"),
)


class KeyFileError(OnRecordError):
    """A key file that was not written or not read, and what to do about it."""


@dataclass(frozen=True)
class Scrypt:
    """The cost of trying one passphrase (RFC 7914): 128 * n * r bytes of memory, p times over.

    Raises:
        Malformed: beyond what a reader may be made to spend.
    """

    n: int = 2**17
    r: int = 8
    p: int = 1

    def __post_init__(self) -> None:
        if self.n < 2 or self.n & (self.n - 1) or self.r < 1 or not 1 <= self.p <= _MAX_P:
            raise Malformed(f"scrypt {self.n} {self.r} {self.p} is not a cost that is taken")
        if 128 * self.n * self.r > _MAX_MEMORY:
            raise Malformed(f"scrypt {self.n} {self.r} {self.p} asks for more than 256 MiB")

    def key(self, passphrase: str, salt: bytes) -> bytes:
        """The 32 bytes that ``passphrase`` makes with ``salt``.

        Raises:
            Malformed: a cost that RFC 7914 rules out.
        """
        import unicodedata

        secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
        memory = 128 * self.r * (self.n + self.p + 2) + 2**20
        try:
            return hashlib.scrypt(
                secret, salt=salt, n=self.n, r=self.r, p=self.p, maxmem=memory, dklen=32
            )
        except ValueError:
            raise Malformed(f"scrypt {self.n} {self.r} {self.p} is not a cost it allows") from None


def render_key(signer: Ed25519Signer, passphrase: str | None, cost: Scrypt | None = None) -> str:
    """The text of a key file; encrypted if there is a passphrase.

    Raises:
        KeyFileError: an empty passphrase.
    """
    seed = signer.private.private_bytes_raw()
    head = f"{FORMAT}\nname: {signer.name}\nvkey: {signer.vkey}\n"
    if passphrase is None:
        return f"{head}kdf: none\nsecret: {base64(seed)}\n"
    if not passphrase:
        raise KeyFileError("the passphrase is empty: choose one, or say that there is none")
    cost = cost or Scrypt()
    salt, nonce = os.urandom(_SALT_SIZE), os.urandom(_NONCE_SIZE)
    head += f"kdf: scrypt {cost.n} {cost.r} {cost.p} {base64(salt)}\n"
    sealed = _cipher(cost.key(passphrase, salt)).encrypt(nonce, seed, head.encode())
    return f"{head}secret: {base64(nonce + sealed)}\n"


def parse_key(text: str, ask: Callable[[], str] | None) -> Ed25519Signer:
    """The signer in the text of a key file; ``ask`` is called for the passphrase if one is needed.

    Raises:
        KeyFileError: another kind of file, damaged, wrong passphrase, or none to be had.
    """
    lines = text.split("\n")
    if lines[0] != FORMAT:
        raise KeyFileError(_not_a_key(text))
    try:
        vkey, kdf, secret = _fields(lines)
        seed = secret if kdf == "none" else _open(text, kdf, secret, ask)
        signer = Ed25519Signer.from_seed(vkey.name, seed)
    except Malformed as error:
        raise KeyFileError(f"the key file is damaged ({error}): {_LOST}") from None
    if not hmac.compare_digest(signer.vkey.data, vkey.data):
        raise KeyFileError(f"the key file is damaged (its halves do not match): {_LOST}")
    return signer


def write_key(
    path: str | os.PathLike[str],
    signer: Ed25519Signer,
    passphrase: str | None,
    *,
    cost: Scrypt | None = None,
) -> None:
    """Make ``path`` with the key of ``signer``, durable on return; its directory too if missing.

    Raises:
        KeyFileError: something is there already, or the directory is open to others. Nothing was
            changed.
    """
    path = Path(path)
    data = render_key(signer, passphrase, cost).encode()
    _private_directory(path.parent)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        raise KeyFileError(
            f"{path} exists, and a key is never overwritten: choose another name"
        ) from None
    except OSError as error:
        raise KeyFileError(f"{path} cannot be written: {error.strerror}") from None
    try:
        _write_all(descriptor, data)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise KeyFileError(f"{path} was not written: {error.strerror}") from None
    finally:
        os.close(descriptor)
    _sync_directory(path.parent)


def read_key(path: str | os.PathLike[str], ask: Callable[[], str] | None = None) -> Ed25519Signer:
    """The signer in the key file at ``path``.

    ``ask`` is called, once and only if the file is encrypted, for the passphrase.

    Raises:
        KeyFileError: missing, not a plain file of ours that only we can read, or as ``parse_key``.
    """
    path = Path(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise KeyFileError(f"no key at {path}: check the name; if it is lost, {_LOST}") from None
    except OSError as error:
        reason = "a symbolic link" if error.errno == errno.ELOOP else error.strerror
        raise KeyFileError(f"{path} is not read ({reason}): give the key's own file") from None
    try:
        _check_private(os.fstat(descriptor), path)
        raw = os.read(descriptor, MAX_FILE + 1)
    finally:
        os.close(descriptor)
    if len(raw) > MAX_FILE:
        raise KeyFileError(f"{path} is not a key file: it is longer than {MAX_FILE} bytes")
    try:
        return parse_key(raw.decode("utf-8", "replace"), ask)
    except KeyFileError as error:
        raise KeyFileError(f"{path}: {error}") from None


def _fields(lines: list[str]) -> tuple[VKey, str, bytes]:
    if len(lines) != len(_LABELS) + 2 or lines[-1]:
        raise Malformed(f"{len(lines) - 1} lines, not {len(_LABELS) + 1}")
    for line, label in zip(lines[1:], _LABELS, strict=False):
        if not line.startswith(label):
            raise Malformed(f"no line '{label.strip()}'")
    name, vkey_text, kdf, secret = (
        line.removeprefix(label) for line, label in zip(lines[1:], _LABELS, strict=False)
    )
    vkey = parse_vkey(vkey_text)
    if vkey.type != ED25519 or vkey.name != name:
        raise Malformed("name and vkey disagree")
    size = SEED_SIZE if kdf == "none" else _NONCE_SIZE + SEED_SIZE + _TAG_SIZE
    return vkey, kdf, _unbase64_secret(secret, size)


def _unbase64_secret(text: str, size: int) -> bytes:
    try:
        return unbase64(text, size=size)
    except Malformed:  # its message would show the secret
        raise Malformed("the secret is not base64 of the right length") from None


def _open(text: str, kdf: str, secret: bytes, ask: Callable[[], str] | None) -> bytes:
    from cryptography.exceptions import InvalidTag

    cost, salt = _parse_kdf(kdf)
    if ask is None:
        raise KeyFileError("the key is encrypted, and there is nobody to ask for its passphrase")
    key = cost.key(ask(), salt)
    head = text[: text.index("secret: ")].encode()
    try:
        return _cipher(key).decrypt(secret[:_NONCE_SIZE], secret[_NONCE_SIZE:], head)
    except InvalidTag:
        raise KeyFileError(
            "wrong passphrase, or the file is damaged: try again; if the passphrase is surely "
            f"right, {_LOST}"
        ) from None


def _parse_kdf(kdf: str) -> tuple[Scrypt, bytes]:
    words = kdf.split(" ")
    if len(words) != 5 or words[0] != "scrypt":
        raise Malformed(f"{excerpt(kdf)} is not a kdf that is known")
    n, r, p = map(decimal, words[1:4])
    return Scrypt(n, r, p), unbase64(words[4], size=_SALT_SIZE)


def _cipher(key: bytes) -> ChaCha20Poly1305:
    # Imported here: reading a record needs no cipher.
    from cryptography.hazmat.primitives.ciphers import aead

    return aead.ChaCha20Poly1305(key)


def _not_a_key(text: str) -> str:
    for start, what in _FOREIGN:
        if text.startswith(start):
            return f"this is {what}"
    try:
        return f"this is the public half of {parse_vkey(text.strip()).name}: give the key's file"
    except Malformed:
        return f"not a key file of On Record (its first line is not {FORMAT}): {_LOST}"


def _check_private(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise KeyFileError(f"{path} is not a plain file: give the key's own file")
    quoted = shlex.quote(os.fspath(path))
    if status.st_uid != os.geteuid():
        raise KeyFileError(
            f"{path} belongs to another user: only its owner may sign with it; if it is yours, "
            f"run: chown {os.geteuid()} {quoted}"
        )
    if status.st_mode & 0o077:
        raise KeyFileError(f"other users can reach the key {path}; run: chmod 600 {quoted}")


def _private_directory(directory: Path) -> None:
    try:
        if not directory.exists():
            directory.mkdir(mode=0o700, parents=True)
            _sync_directory(directory.parent)
        status = directory.stat()
    except OSError as error:
        raise KeyFileError(f"{directory} cannot hold a key: {error.strerror}") from None
    quoted = shlex.quote(os.fspath(directory))
    if status.st_uid != os.geteuid():
        raise KeyFileError(f"{directory} belongs to another user: keep keys in one of your own")
    if status.st_mode & 0o077:
        raise KeyFileError(f"other users can reach {directory}; run: chmod 700 {quoted}")


def _write_all(descriptor: int, data: bytes) -> None:
    os.fchmod(descriptor, 0o600)
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

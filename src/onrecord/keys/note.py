r"""A signed note: a text, and the lines of those who signed it (C2SP signed-note v1.0.0).

The text ends with a line feed. A blank line follows, then one line per signature: an em dash
(U+2014), a space, the key's name, a space, and the base64 of four bytes of key id with the
signature after them. The signature covers the text with its final line feed and nothing else, so
lines can be added and dropped without touching each other. The text may hold blank lines: the
*last* blank line of the note is the one that ends it.

Names and key ids only say which key to try. A line whose pair of name and id is unknown says
nothing and is passed over; a line of a known key must verify, or the whole note is refused.

>>> raw = (
...     "If you think cryptography is the answer to your problem,\n"
...     "then you don't know what your problem is.\n"
...     "\n"
...     "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
...     "pRZb6KE6RyyBwJnAM=\n"
... ).encode()
>>> note = parse_note(raw)
>>> note.signatures[0].name, note.signatures[0].key_id.hex()
('PeterNeumann', 'c74f20a3')
>>> note.raw == raw
True

What is read is rendered again and compared, so that one note has one spelling:

>>> parse_note(raw.replace(b"AM=", b"AN="))  # doctest: +ELLIPSIS
Traceback (most recent call last):
    ...
onrecord.keys.note.MalformedNote: signature line 1: 'x08g...' is not the canonical base64...
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import base64, excerpt, unbase64

KEY_ID_SIZE = 4
MAX_SIZE = 1_000_000
MAX_SIGNATURES = 64

_DASH = "\N{EM DASH}"
_CONTROL = bytes(code for code in range(0x20) if code != 0x0A)
_NOT_IN_NAME = re.compile(r"[\x00-\x20+\s]")


class MalformedNote(Malformed):
    """Bytes that are not a signed note in its one spelling."""


class BadSignature(OnRecordError):
    """A line that bears a known key's name and id does not verify: the whole note is refused."""


class Verifier(Protocol):
    """One public key, under one name, for one type of signature."""

    @property
    def name(self) -> str:
        """The key's name, as on the signature line."""

    @property
    def key_id(self) -> bytes:
        """The four bytes that precede the signature."""

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether ``signature`` (without the key id) is this key's over ``message``; never raises
        on hostile bytes."""


class Signer(Protocol):
    """One private key, under one name, for one type of signature."""

    @property
    def name(self) -> str:
        """The key's name, as on the signature line."""

    @property
    def key_id(self) -> bytes:
        """The four bytes that precede the signature."""

    def sign(self, message: bytes) -> bytes:
        """The signature of ``message``, without the key id. May raise an ``OnRecordError`` that
        says why the key could not sign."""


def check_key_name(name: str) -> None:
    """Refuse a name that C2SP signed-note (Format) does not allow.

    Raises:
        Malformed: empty, or with a space of any alphabet, a plus sign or a control character.
    """
    if not name:
        raise Malformed("a key name is empty: give it one, such as example.org/record")
    if _NOT_IN_NAME.search(name):
        raise Malformed(
            f"key name {excerpt(name)} holds a space, a plus sign or a control character"
        )
    _encode(name, "a key name")


def key_id(name: str, data: bytes) -> bytes:
    """The id of a key: SHA-256(name, LF, data), first four bytes (C2SP signed-note, Signatures).

    ``data`` is the signature type's byte and the public key after it.
    """
    return hashlib.sha256(name.encode() + b"\n" + data).digest()[:KEY_ID_SIZE]


@dataclass(frozen=True)
class SignatureLine:
    """One signature and whose it claims to be. ``str()`` is the whole line with its line feed."""

    name: str
    key_id: bytes
    signature: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.key_id) != KEY_ID_SIZE or not self.signature:
            raise Malformed(f"a signature of {excerpt(self.name)} is too short to be one")

    @property
    def key(self) -> tuple[str, bytes]:
        """The pair that names the key: name and id."""
        return self.name, self.key_id

    def __str__(self) -> str:
        return f"{_DASH} {self.name} {base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True)
class Note:
    """A text and one or more signature lines; none of them verified by being here.

    Raises:
        MalformedNote: on a text that no note may hold, or without any signature.
    """

    text: str
    signatures: tuple[SignatureLine, ...]

    def __post_init__(self) -> None:
        _check_text(self.text)
        if not self.signatures:
            raise MalformedNote("the note bears no signature: it needs at least one")

    @property
    def raw(self) -> bytes:
        """The note's bytes: the one spelling of it."""
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()


def parse_note(
    raw: bytes, *, max_size: int = MAX_SIZE, max_signatures: int = MAX_SIGNATURES
) -> Note:
    """Read a signed note (C2SP signed-note, Format), verifying nothing.

    ``max_size`` (bytes) and ``max_signatures`` are checked before any other work.

    Raises:
        MalformedNote: over a limit, or not the canonical bytes of any note.
    """
    if len(raw) > max_size:
        raise MalformedNote(f"the note is {len(raw)} bytes long; at most {max_size} are read")
    end = raw.rfind(b"\n\n")
    if end < 0:
        raise MalformedNote("no blank line parts the note's text from its signatures")
    count = raw.count(b"\n", end + 2)
    if count > max_signatures:
        raise MalformedNote(f"the note bears {count} signatures; at most {max_signatures} are read")
    if not raw.endswith(b"\n") or not count:
        raise MalformedNote("the note does not end with a whole signature line and a line feed")
    text, lines = _decode(raw, 0, end + 1), _decode(raw, end + 2, len(raw) - 1).split("\n")
    note = Note(text, tuple(_parse_line(line, n) for n, line in enumerate(lines, 1)))
    if note.raw != raw:
        raise MalformedNote("the note is not in its one canonical spelling")
    return note


def verified(note: Note, verifiers: Iterable[Verifier]) -> tuple[SignatureLine, ...]:
    """The lines of ``note`` by the known keys of ``verifiers``, all of which verify.

    One line per key, the first, in the note's order: a key that signed twice counts once. Lines
    of unknown keys are passed over, even under a known name or a known id (but not both). May
    return ``()``: then nobody known has signed, and the text must not be believed.

    Raises:
        BadSignature: a known key's line does not verify, or two of ``verifiers`` cannot be told
            apart by name and id.
    """
    known = _by_key(verifiers)
    message = note.text.encode()
    found: dict[tuple[str, bytes], SignatureLine] = {}
    for line in note.signatures:
        verifier = known.get(line.key)
        if verifier is None:
            continue
        if not verifier.verify(message, line.signature):
            raise BadSignature(
                f"the signature of {line.name} does not verify: the text or the line was changed"
            )
        found.setdefault(line.key, line)
    return tuple(found.values())


def sign_note(text: str, *signers: Signer) -> Note:
    """``text`` signed by each of ``signers``, at least one, in this order.

    Raises:
        MalformedNote: the text cannot stand in a note (no final line feed, control characters),
            or there is no signer.
    """
    _check_text(text)
    return Note(text, tuple(_line(text, signer) for signer in signers))


def add_signature(note: Note, signer: Signer) -> Note:
    """``note`` with ``signer``'s line: in place of an earlier one of the same key, else last."""
    new = _line(note.text, signer)
    if new.key not in {line.key for line in note.signatures}:
        return replace(note, signatures=(*note.signatures, new))
    kept = dict.fromkeys(new if line.key == new.key else line for line in note.signatures)
    return replace(note, signatures=tuple(kept))


def merge_signatures(note: Note, lines: Iterable[SignatureLine]) -> Note:
    """``note`` with those of ``lines`` whose keys have no line on it yet, in the order given.

    Nothing is verified: take only lines that ``verified`` returned for the same text.
    """
    own = {line.key for line in note.signatures}
    added: dict[tuple[str, bytes], SignatureLine] = {}
    for line in lines:
        if line.key not in own:
            added.setdefault(line.key, line)
    return replace(note, signatures=(*note.signatures, *added.values()))


def _line(text: str, signer: Signer) -> SignatureLine:
    return SignatureLine(signer.name, signer.key_id, signer.sign(text.encode()))


def _parse_line(line: str, number: int) -> SignatureLine:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != _DASH:
        raise MalformedNote(f"signature line {number}: {excerpt(line)} is not '— name base64'")
    try:
        blob = unbase64(parts[2])
        return SignatureLine(parts[1], blob[:KEY_ID_SIZE], blob[KEY_ID_SIZE:])
    except Malformed as error:
        raise MalformedNote(f"signature line {number}: {error}") from None


def _by_key(verifiers: Iterable[Verifier]) -> dict[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise BadSignature(
                f"two known keys share the name {verifier.name} and the id "
                f"{verifier.key_id.hex()}: no signature can say which one it is by"
            )
    return known


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise MalformedNote("the note's text does not end with a line feed")
    raw = _encode(text, "the note's text")
    if len(raw.translate(None, _CONTROL)) != len(raw):
        found = next(code for code in raw if code in _CONTROL)
        raise MalformedNote(f"the note's text holds the control character {chr(found)!a}")


def _encode(text: str, what: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise MalformedNote(f"{what} holds half of a surrogate pair: no UTF-8 spells it") from None


def _decode(raw: bytes, start: int, end: int) -> str:
    try:
        return raw[start:end].decode()
    except UnicodeDecodeError as error:
        raise MalformedNote(f"the note is not UTF-8 at byte {start + error.start}") from None

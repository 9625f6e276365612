r"""A reference names an entry of the log; an ``after`` names a checkpoint of it.

A reference is ``<index> <leaf hash>``: the entry's index from 0 in decimal, one space, the leaf
hash (RFC 6962 section 2.1) in lower-case hexadecimal. An ``after`` is ``<size> <root hash>`` in the
same spelling, size 1 or more. Where there may be none, the word ``none`` stands.

>>> LEAF = "6e" * 32
>>> parse_reference("47 " + LEAF).index
47
>>> str(parse_after("48 " + LEAF)) == "48 " + LEAF
True
>>> parse_optional_reference("none") is None
True
>>> none_or(None)
'none'
>>> parse_reference("047 " + LEAF)
Traceback (most recent call last):
    ...
onrecord.domain.errors.Malformed: '047' is not a plain decimal number
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import decimal, excerpt, unhex

NONE = "none"


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry by its log index (from 0) and its leaf hash (32 bytes)."""

    index: int
    leaf: bytes

    def __str__(self) -> str:
        return f"{self.index} {self.leaf.hex()}"


@dataclass(frozen=True, slots=True)
class After:
    """The latest witnessed checkpoint: its size (1 or more) and its root hash (32 bytes)."""

    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.size} {self.root.hex()}"


def parse_reference(text: str) -> Reference:
    """Read ``<index> <leaf hash hex>``.

    Raises:
        Malformed: any other spelling.
    """
    index, leaf = _number_and_hash(text, "a reference: an index, a space and a leaf hash")
    return Reference(index, leaf)


def parse_after(text: str) -> After:
    """Read ``<size> <root hash hex>``.

    Raises:
        Malformed: any other spelling, or size 0.
    """
    size, root = _number_and_hash(text, "a checkpoint: a size, a space and a root hash")
    if size == 0:
        raise Malformed("an empty checkpoint is written 'none'")
    return After(size, root)


def parse_optional_reference(text: str) -> Reference | None:
    """Read a reference or ``none``.

    Raises:
        Malformed: any other spelling.
    """
    return None if text == NONE else parse_reference(text)


def parse_optional_after(text: str) -> After | None:
    """Read an ``after`` or ``none``.

    Raises:
        Malformed: any other spelling.
    """
    return None if text == NONE else parse_after(text)


def none_or(value: Reference | After | None) -> str:
    """The value's spelling, or ``none``."""
    return NONE if value is None else str(value)


def _number_and_hash(text: str, what: str) -> tuple[int, bytes]:
    number, space, digest = text.partition(" ")
    if not space:
        raise Malformed(f"{excerpt(text)} is not {what}")
    return decimal(number), unhex(digest, size=32)

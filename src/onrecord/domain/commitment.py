r"""A members-only text is put on the record as a commitment: it binds, and it says nothing.

The log never carries a bare hash of a private text. Whoever can guess the text can check the
guess against a bare hash, and "the offer is X% over Y years" takes seconds to guess. Each
paragraph is therefore hashed with its own salt, and the salts come from one secret seed that
travels with the text (docs/spec/members-only.md):

    salt i   HKDF-SHA256(seed, info = "on-record/members/v1\n" || u32be i || type byte), 32 bytes
             type byte 00: a paragraph; 01: padding
    leaf i   SHA256("on-record/paragraph/v1\n" || salt i || u64be length || paragraph, UTF-8)
    padding  SHA256("on-record/padding/v1\n" || salt i)
    root     the RFC 6962 Merkle tree hash (section 2.1) of the leaves, as entries of 32 bytes

Paragraph 0 holds the lines that would stand in a public statement's head (speaker, title, acts);
it may be empty. The text's paragraphs follow. Padding fills the leaves up to a power of two, at
least 16, so that the count tells little of the length.

>>> seed = bytes(range(32))
>>> commitment = commit(["title: Pay", "They offered 4%.", "We said no."], seed)
>>> print(commitment)
15a11c5dd606389659b6526d205c0dc5181bba46681c57a51b35f2f80dd624b1 16
>>> parse_commitment(str(commitment)) == commitment
True

A seed is used for one communication and never again: a salt disclosed from one would otherwise
open the same place of the other to guesses.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import decimal, unhex
from onrecord.domain.text import check_text

SEED_BYTES = 32
MIN_LEAVES = 16
MAX_LEAVES = 2**16

_SALT_INFO = b"on-record/members/v1\n"
_PARAGRAPH = b"on-record/paragraph/v1\n"
_PADDING = b"on-record/padding/v1\n"
_SALT_OF_PARAGRAPH = b"\x00"
_SALT_OF_PADDING = b"\x01"


@dataclass(frozen=True)
class Commitment:
    """What the log carries of a members-only text: ``root`` (32 bytes) and the padded ``count``."""

    root: bytes
    count: int

    def __str__(self) -> str:
        """The words after ``body: members``: the root in hexadecimal, and the count."""
        return f"{self.root.hex()} {self.count}"


def parse_commitment(text: str) -> Commitment:
    """Read ``<root hex> <count>``.

    Raises:
        Malformed: another spelling, or a count that is not a power of two from 16 to 65,536.
    """
    root, _, count = text.partition(" ")
    return Commitment(unhex(root, size=32), checked_count(decimal(count)))


def checked_count(count: int) -> int:
    """``count`` itself, a power of two from 16 to 65,536.

    Raises:
        Malformed: any other count.
    """
    if not MIN_LEAVES <= count <= MAX_LEAVES or count & (count - 1):
        raise Malformed(f"a commitment has 16, 32, 64 ... or 65536 leaves, not {count}")
    return count


def commit(paragraphs: Sequence[str], seed: bytes) -> Commitment:
    """Commit to ``paragraphs`` (the hidden head first) under a fresh ``seed`` of 32 bytes.

    Raises:
        Malformed: no paragraph or more than 65,536, one that ``check_paragraph`` refuses, or a
            seed of another length.
    """
    leaves = leaves_of(paragraphs, seed)
    return Commitment(_levels(leaves)[-1][0], len(leaves))


def path_of(paragraphs: Sequence[str], seed: bytes, index: int) -> tuple[bytes, ...]:
    """The sibling hashes from paragraph ``index`` up to the root, as RFC 6962 section 2.1.1.

    Raises:
        Malformed: as ``commit``, or no such paragraph.
    """
    if not 0 <= index < len(paragraphs):
        raise Malformed(f"there is no paragraph {index}: the text has {len(paragraphs)}")
    levels = _levels(leaves_of(paragraphs, seed))
    return tuple(level[(index >> height) ^ 1] for height, level in enumerate(levels[:-1]))


def root_from(leaf: bytes, index: int, path: Sequence[bytes]) -> bytes:
    """The root that ``leaf`` at ``index`` and its ``path`` lead to; the caller compares it."""
    value = _entry_hash(leaf)
    for height, sibling in enumerate(path):
        right = index >> height & 1
        value = _node_hash(sibling, value) if right else _node_hash(value, sibling)
    return value


def leaves_of(paragraphs: Sequence[str], seed: bytes) -> list[bytes]:
    """Every leaf of the commitment, padding included.

    Raises:
        Malformed: as ``commit``.
    """
    check_paragraphs(paragraphs)
    leaves = [
        paragraph_leaf(salt_of(seed, index), paragraph)
        for index, paragraph in enumerate(paragraphs)
    ]
    for index in range(len(leaves), padded(len(leaves))):
        salt = _salt(seed, index, _SALT_OF_PADDING)
        leaves.append(hashlib.sha256(_PADDING + salt).digest())
    return leaves


def padded(count: int) -> int:
    """The number of leaves for ``count`` paragraphs: the next power of two, at least 16."""
    return max(MIN_LEAVES, 1 << (count - 1).bit_length())


def check_paragraphs(paragraphs: Sequence[str]) -> None:
    """Refuse what could not be told apart again once the paragraphs are joined by blank lines.

    Raises:
        Malformed: see ``commit``.
    """
    if not 1 <= len(paragraphs) <= MAX_LEAVES:
        raise Malformed(f"{len(paragraphs)} paragraphs; a commitment takes from 1 to {MAX_LEAVES}")
    for index, paragraph in enumerate(paragraphs):
        check_paragraph(paragraph, index)


def check_paragraph(paragraph: str, index: int) -> None:
    """Refuse a paragraph that is not lines of allowed characters, or that has a blank line.

    The first paragraph, the hidden head, may be empty.

    Raises:
        Malformed: naming the paragraph.
    """
    if not paragraph and index == 0:
        return
    if "\n\n" in paragraph:
        raise Malformed(f"paragraph {index} has a blank line inside; make it two paragraphs")
    check_text(paragraph + "\n", f"paragraph {index}")


def salt_of(seed: bytes, index: int) -> bytes:
    """The 32-byte salt of paragraph ``index``; disclosing it opens that paragraph and no other.

    Raises:
        Malformed: a seed that is not 32 bytes.
    """
    return _salt(seed, index, _SALT_OF_PARAGRAPH)


def paragraph_leaf(salt: bytes, paragraph: str) -> bytes:
    """The leaf of one paragraph: its salted hash, 32 bytes."""
    raw = paragraph.encode("utf-8")
    return hashlib.sha256(_PARAGRAPH + salt + len(raw).to_bytes(8, "big") + raw).digest()


def hkdf(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256 (RFC 5869 sections 2.2 and 2.3): ``length`` bytes, at most 8,160."""
    key = hmac.digest(salt or bytes(32), secret, "sha256")
    block, output = b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        output += block
    return output[:length]


def _salt(seed: bytes, index: int, kind: bytes) -> bytes:
    if len(seed) != SEED_BYTES:
        raise Malformed(f"a seed has {SEED_BYTES} bytes, not {len(seed)}")
    return hkdf(seed, salt=b"", info=_SALT_INFO + index.to_bytes(4, "big") + kind, length=32)


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree's hashes from the leaves' row to the root's; the leaf count is a power of two."""
    levels = [[_entry_hash(leaf) for leaf in leaves]]
    while len(row := levels[-1]) > 1:
        levels.append([_node_hash(*row[i : i + 2]) for i in range(0, len(row), 2)])
    return levels


def _entry_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()

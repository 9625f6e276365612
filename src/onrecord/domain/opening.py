r"""What opens a members-only commitment: the whole text with its seed, or one paragraph alone.

An *opening* holds the seed and every paragraph; whoever has it can show that this was the text.
A *disclosure* holds one paragraph, its salt and its path to the root; it shows that this was
paragraph ``index``, and nothing of the others save that there are ``index`` before it. Both name
the entry that they open, so that neither can be shown beside another. Both are canonical text
(docs/spec/members-only.md): lines of ``key: value``, one empty line, the words, one LF at the end.
Paragraphs hold no blank line; in an opening exactly one stands between two of them.

>>> from onrecord.domain.reference import Reference
>>> text = split_text("title: Pay\n", "They offered 4%.\n\nWe said no.\n")
>>> opening = Opening(Reference(7, bytes(32)), bytes(range(32)), text)
>>> print(opening)
on-record/opening/v1
entry: 7 0000000000000000000000000000000000000000000000000000000000000000
seed: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
paragraphs: 3
<BLANKLINE>
title: Pay
<BLANKLINE>
They offered 4%.
<BLANKLINE>
We said no.
<BLANKLINE>
>>> shown = disclose(parse_opening(str(opening)), 2)
>>> print(shown)
on-record/disclosure/v1
entry: 7 0000000000000000000000000000000000000000000000000000000000000000
index: 2
salt: db008be9fb359e3f717839cdd7952d2e676670f89e5a1c06f5fa562b6e4ac38b
node: dcfbb9e481ea4268ad737ea805d165f85c9c38a23793956cb8af132f232852f8
node: c18a84e46c7b90a8ee3b374c8795576cb40b7d7d6b55221b6f4cbbaba53726fc
node: 8e32f47128c89385e698fdad7de217797f67b9f85b22453dc8e5dec9d7476ef4
node: 67188f6c04faa1644b0a2d2179eed48498908213cbd158cd7606bec969596a89
<BLANKLINE>
We said no.
<BLANKLINE>
>>> verify_disclosure(parse_disclosure(str(shown)), shown.entry, opening.commitment)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from onrecord.domain.commitment import (
    MAX_LEAVES,
    MIN_LEAVES,
    SEED_BYTES,
    Commitment,
    check_paragraph,
    check_paragraphs,
    commit,
    paragraph_leaf,
    path_of,
    root_from,
    salt_of,
)
from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.reference import Reference, parse_reference
from onrecord.domain.strict import decimal, unhex
from onrecord.domain.text import Lines, check_text, pairs, utf8

OPENING = "on-record/opening/v1"
DISCLOSURE = "on-record/disclosure/v1"
MAX_BYTES = 4 * 2**20
"""An opening or a disclosure is at most 4 MiB of UTF-8."""

_Opened = TypeVar("_Opened", "Opening", "Disclosure")


class NotOpened(OnRecordError):
    """The words are not the ones that the entry commits to, or they belong to another entry."""


@dataclass(frozen=True)
class Opening:
    """A whole members-only text. ``seed`` is secret: who has it can prove the text to anybody."""

    entry: Reference
    seed: bytes = field(repr=False)
    paragraphs: tuple[str, ...] = field(repr=False)

    def __str__(self) -> str:
        head = pairs(
            [("entry", self.entry), ("seed", self.seed.hex()), ("paragraphs", len(self.paragraphs))]
        )
        return f"{OPENING}\n{head}\n" + "\n\n".join(self.paragraphs) + "\n"

    @property
    def head(self) -> str:
        """The lines that would stand in a public statement's head, each ended by LF; or empty."""
        return self.paragraphs[0] and self.paragraphs[0] + "\n"

    @property
    def body(self) -> str:
        """The text itself, ended by one LF; or empty."""
        return "\n\n".join(self.paragraphs[1:]) + "\n" if self.paragraphs[1:] else ""

    @property
    def commitment(self) -> Commitment:
        """What the log carries of this text."""
        return commit(self.paragraphs, self.seed)


@dataclass(frozen=True)
class Disclosure:
    """One paragraph of a members-only text, with the salt and path that prove it.

    Raises:
        Malformed: on making one whose index lies outside the tree of its path.
    """

    entry: Reference
    index: int
    salt: bytes = field(repr=False)
    path: tuple[bytes, ...] = field(repr=False)
    paragraph: str = field(repr=False)

    def __post_init__(self) -> None:
        if not MIN_LEAVES <= 2 ** len(self.path) <= MAX_LEAVES or self.index >> len(self.path):
            raise Malformed(f"{len(self.path)} nodes do not lead from paragraph {self.index} up")

    def __str__(self) -> str:
        lines: list[tuple[str, object]] = [("entry", self.entry), ("index", self.index)]
        lines += [("salt", self.salt.hex())]
        lines += [("node", node.hex()) for node in self.path]
        return f"{DISCLOSURE}\n{pairs(lines)}\n{self.paragraph}\n"


def split_text(head: str, body: str) -> tuple[str, ...]:
    """The paragraphs to commit to: the hidden ``head`` (lines, or empty), then the body's.

    Raises:
        Malformed: two blank lines together, or text that may not stand in a statement.
    """
    paragraphs = [head.removesuffix("\n")]
    if body:
        paragraphs += check_text(body, "the text")[:-1].split("\n\n")
    check_paragraphs(paragraphs)
    return tuple(paragraphs)


def parse_opening(text: str) -> Opening:
    """Read an opening.

    Raises:
        Malformed: any other spelling than ``str(opening)``.
    """
    lines, words = _halves(text, OPENING, "opening")
    entry = parse_reference(lines.take("entry"))
    seed = unhex(lines.take("seed"), size=SEED_BYTES)
    count = decimal(lines.take("paragraphs"))
    lines.end()
    paragraphs = tuple(words.split("\n\n"))
    if len(paragraphs) != count:
        raise Malformed(f"the opening says {count} paragraphs and holds {len(paragraphs)}")
    check_paragraphs(paragraphs)
    return _same(Opening(entry, seed, paragraphs), text)


def parse_disclosure(text: str) -> Disclosure:
    """Read a disclosure.

    Raises:
        Malformed: any other spelling than ``str(disclosure)``, or an index outside the tree.
    """
    lines, paragraph = _halves(text, DISCLOSURE, "disclosure")
    entry = parse_reference(lines.take("entry"))
    index = decimal(lines.take("index"))
    salt = unhex(lines.take("salt"), size=32)
    path = tuple(unhex(node, size=32) for node in lines.many("node"))
    lines.end()
    check_paragraph(paragraph, index)
    return _same(Disclosure(entry, index, salt, path, paragraph), text)


def disclose(opening: Opening, index: int) -> Disclosure:
    """The disclosure of paragraph ``index`` alone (0 is the hidden head).

    Raises:
        Malformed: there is no such paragraph.
    """
    path = path_of(opening.paragraphs, opening.seed, index)
    salt = salt_of(opening.seed, index)
    return Disclosure(opening.entry, index, salt, path, opening.paragraphs[index])


def verify_opening(opening: Opening, entry: Reference, commitment: Commitment) -> None:
    """Check that ``opening`` is the text that ``entry`` of the log commits to.

    Raises:
        NotOpened: it names another entry, or is not that text.
    """
    _check_entry(opening.entry, entry)
    if opening.commitment != commitment:
        raise NotOpened(f"this is not the text that entry {entry.index} commits to")


def verify_disclosure(disclosure: Disclosure, entry: Reference, commitment: Commitment) -> None:
    """Check that ``disclosure`` holds a paragraph of the text that ``entry`` commits to.

    Raises:
        NotOpened: it names another entry, or is not that paragraph.
    """
    _check_entry(disclosure.entry, entry)
    leaf = paragraph_leaf(disclosure.salt, disclosure.paragraph)
    shown = Commitment(
        root_from(leaf, disclosure.index, disclosure.path), 2 ** len(disclosure.path)
    )
    if shown != commitment:
        raise NotOpened(
            f"this is not paragraph {disclosure.index} of what entry {entry.index} commits to"
        )


def _check_entry(named: Reference, entry: Reference) -> None:
    if named != entry:
        raise NotOpened(f"this opens entry {named.index} ({named.leaf.hex()[:8]}...), not {entry}")


def _halves(text: str, first_line: str, what: str) -> tuple[Lines, str]:
    """The lines above the first blank line, past ``first_line``, and the words below it."""
    utf8(text, f"the {what}", MAX_BYTES)
    head, blank, words = text.partition("\n\n")
    if not blank or not words.endswith("\n"):
        raise Malformed(f"the {what} is not lines, an empty line, words and a line end")
    lines = Lines(head.split("\n"), what)
    lines.literal(first_line)
    return lines, words[:-1]


def _same(value: _Opened, text: str) -> _Opened:
    if str(value) != text:
        raise Malformed("not in canonical form")
    return value

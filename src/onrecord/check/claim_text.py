"""A text as the claim reader sees it: sentences, with quotations blanked out, captions marked.

Everything keeps its place: a sentence's ``text`` is as long as the stretch that it stands for, and
only look-alikes were made one (curly and straight apostrophes, dashes, no-break spaces).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.check.types import Quote

NOT_SPEECH = ("scare", "title")
"""Quotations that stay part of the sentence around them."""

_ALIKE = {**dict.fromkeys(map(ord, "’‘ʼ"), "'"), **dict.fromkeys(map(ord, "‐‑‒–—"), "-"), 0xA0: " "}
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9]|\s*\Z)|;")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Gen|Sen|Rep|Gov|St|No|vs|etc|Inc|Co|Ltd|Jr|Sr|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])|\b[A-Za-z]\.[A-Za-z])\.\Z"
)
_CREDIT = re.compile(
    r"\([^()\n]*\w/[A-Z][^()\n]*\)\s*\Z|\((?:photo|picture|image|credit)\b[^()\n]*\)\s*\Z|"
    r"\A\s*(?:photo|picture|image|credit|file photo)s?\s*(?::|by\b)|\b(?:photo|photograph) by\b",
    re.IGNORECASE,
)
_WRAP = 60
"""A line shorter than this before a capital letter is a line of its own (a heading, a label)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: where it starts, its text with quotations blanked, and what it is.

    ``asks``: it ends with a question mark. ``caption``: it stands in a picture's caption.
    """

    start: int
    text: str
    caption: bool = False

    @property
    def end(self) -> int:
        """Where it ends in the whole text."""
        return self.start + len(self.text)

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip(" \"')").endswith("?")


def alike(text: str) -> str:
    """``text`` with one spelling of apostrophe, dash and space; as long as before."""
    return text.translate(_ALIKE)


def sentences(text: str, quotes: Sequence[Quote]) -> list[Sentence]:
    """The sentences of ``text`` outside its quotations, in order."""
    plain = alike(_blanked(text, quotes))
    found = []
    for start, end in _blocks(text):
        caption = bool(_CREDIT.search(text[start:end]))
        for first, last in _split(text, start, end):
            if plain[first:last].strip():
                found.append(Sentence(first, plain[first:last], caption))
    return found


def _blanked(text: str, quotes: Sequence[Quote]) -> str:
    letters = list(text)
    for quote in quotes:
        if quote.kind in NOT_SPEECH:
            continue
        for span in quote.segments:
            letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, and within them lines that stand for themselves."""
    at = 0
    for gap in [*(match.span() for match in _PARAGRAPH.finditer(text)), (len(text), len(text))]:
        yield from _lines(text, at, gap[0])
        at = gap[1]


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = at = start
    while (stop := text.find("\n", at, end)) >= 0:
        line, following = text[at:stop].strip(), text[stop + 1 : end].lstrip()[:1]
        if len(line) < _WRAP and following[:1].isupper() and not line.endswith(","):
            yield first, stop
            first = stop + 1
        at = stop + 1
    yield first, end


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for stop in _STOP.finditer(text, start, end):
        if _SHORT.search(text[max(start, stop.start() - 12) : stop.start() + 1]):
            continue
        yield first, stop.end()
        first = stop.end()
    if first < end:
        yield first, end

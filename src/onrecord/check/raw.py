"""What the readers of each kind hand on, and the one line with which they refuse.

Every reader takes bytes and ``Limits`` and gives a ``Raw``: a ``Reading`` before its text is
cleaned. ``Builder`` joins paragraphs and remembers which part they belong to.

>>> text = Builder()
>>> _ = text.add("visible", "We stay out.")
>>> _ = text.add("hidden", "We go back.")
>>> text.text, text.parts[1]
('We stay out.\\n\\nWe go back.', Part(kind='hidden', span=Span(start=14, end=25)))
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from onrecord.check.types import Part, Span
from onrecord.domain.errors import OnRecordError


class ReadingFailed(OnRecordError):
    """The input cannot be read; the message says why, and what would help."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost at most.

    Bytes of input, characters of text given back, nesting, parts of a mail, pages, processor
    seconds, seconds by the clock, and bytes of memory (address space) of the child process.
    """

    input_bytes: int = 20_000_000
    text_chars: int = 2_000_000
    depth: int = 30
    parts: int = 200
    pages: int = 500
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    memory_bytes: int = 512 * 1024 * 1024


@dataclass(slots=True)
class Raw:
    """A reading before its text is cleaned; ``tricks`` are (kind, span, sentence)."""

    kind: str
    text: str
    parts: list[Part] = field(default_factory=list)
    tricks: list[tuple[str, Span | None, str]] = field(default_factory=list)
    claims: list[tuple[str, str]] = field(default_factory=list)
    uncertain: list[Span] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    published: date | None = None


class Builder:
    """Joins pieces by empty lines; neighbouring pieces of one kind are one part."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self.parts: list[Part] = []

    def add(self, kind: str, piece: str, *, apart: bool = False) -> Span | None:
        """Add a piece; ``apart`` keeps it from joining the part before. None if it is empty."""
        piece = piece.strip("\n")
        if not piece.strip():
            return None
        if self._pieces:
            self._pieces.append("\n\n")
            self._size += 2
        span = Span(self._size, self._size + len(piece))
        self._pieces.append(piece)
        self._size = span.end
        if not apart and self.parts and self.parts[-1].kind == kind:
            self.parts[-1] = Part(kind, Span(self.parts[-1].span.start, span.end))
        else:
            self.parts.append(Part(kind, span))
        return span

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join(self._pieces)

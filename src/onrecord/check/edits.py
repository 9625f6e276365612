"""Edits to a text that carry along the spans that point into it.

>>> edited = apply_edits("n--ot", [Edit(1, 3, "", "zero-width")], [Span(0, 5)])
>>> edited.text, edited.spans, edited.made
('not', [Span(start=0, end=3)], [('zero-width', Span(start=1, end=1))])
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from onrecord.check.types import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``start:end`` by ``text``; ``kind`` names the trick, None if there was none."""

    start: int
    end: int
    text: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text, the spans given moved into it, and the span of every edit with a kind."""

    text: str
    spans: list[Span]
    made: list[tuple[str, Span]]


def apply_edits(text: str, edits: Iterable[Edit], spans: Iterable[Span] = ()) -> Edited:
    """Make ``edits`` (in order, not overlapping) at once; O(text + edits + spans log edits)."""
    steps = list(edits)
    if not steps:
        return Edited(text, list(spans), [])
    pieces: list[str] = []
    made: list[tuple[str, Span]] = []
    at = size = 0
    for edit in steps:
        pieces += (text[at : edit.start], edit.text)
        size += edit.start - at
        if edit.kind:
            made.append((edit.kind, Span(size, size + len(edit.text))))
        size += len(edit.text)
        at = edit.end
    pieces.append(text[at:])
    move = _Mover(steps)
    return Edited("".join(pieces), [Span(move(s.start), move(s.end)) for s in spans], made)


class _Mover:
    def __init__(self, steps: Sequence[Edit]) -> None:
        self.steps = steps
        self.starts = [edit.start for edit in steps]
        grown = (len(edit.text) - (edit.end - edit.start) for edit in steps)
        self.shift = [0, *accumulate(grown)]

    def __call__(self, offset: int) -> int:
        before = bisect_right(self.starts, offset)
        if before == 0:
            return offset
        edit = self.steps[before - 1]
        if offset < edit.end:  # inside what was replaced: its start, or as far as it still reaches
            return edit.start + self.shift[before - 1] + min(offset - edit.start, len(edit.text))
        if offset == edit.start:  # an insertion before the offset
            return offset + self.shift[before - 1]
        return offset + self.shift[before]

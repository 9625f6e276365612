r"""Stretches between quotation marks, paragraph by paragraph, whatever the marks look like.

A mark is told by its neighbours more than by its shape, for people mix shapes: ``"`` may open or
close, ``”`` opens where a space stands before it and a letter after, ``''`` and two backticks are
double marks. An apostrophe, a possessive and a measurement (5'10", 12") are no marks.

A quotation left open at a paragraph's end goes on in the next paragraph if that one opens with a
mark again, or if a closing mark is the first that comes; captions and headlines between are
stepped over. An open one that nothing closes ends with its paragraph, and a closing mark that
nothing opened begins with its sentence: no odd number of marks loses words.

>>> text = 'She said: “We wait.\n\n“Then we vote,” and left her 12" board.'
>>> [text[found.start:found.end] for found in segments(text, paragraphs(text))]
['We wait.', 'Then we vote,']
>>> [found.carries for found in segments(text, paragraphs(text))]
[False, True]

Every character is looked at a bounded number of times, and no more than ``MAX_MARKS`` marks are
read, so a megabyte of marks is no trouble.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MAX_CAPTIONS = 3
"""How many captions or headlines between two paragraphs of one quotation are stepped over."""

MAX_MARKS = 20_000
"""Marks read in one text: some ten times what a book-long article of a megabyte holds."""

_LINE = re.compile(r"[^\n]+")
_ANY = re.compile("[\"“”„‟'‘’‚`«»‹›]")
_MARK = re.compile(
    r"""(?P<D>\"+|“+|”+|„+|‟+|''|‘‘|’’|``)|(?P<G>[«»‹›])|(?P<S>(?<![^\W_])['‘’‚`]|['‘’‚`](?![^\W_]))"""
)
_OPENING = "“„‟«‹‘‚`"
_TAG = re.compile(r"<[/a-zA-Z!][^<>\n]{0,500}>")
_UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_BEFORE_OPENER = frozenset(" \t\n\r\u00a0\u2009\u202f([{—–-/:>|*_~…\"“”‘'«" + _UNSEEN)
_AFTER_CLOSER = frozenset(" \t\n\r\u00a0\u2009\u202f)]},.;:!?—–-/…<|*_~\"”’'»" + _UNSEEN)
_ELISION = re.compile(
    r"['‘’`](?:em|til|till|tis|twas|cause|bout|round|n|cuz|nuff|\d\ds?|\d0s)\b", re.IGNORECASE
)
_FEET = re.compile(r"\d['’′]\s?\d{1,2}(?:\.\d+)?(?:½)?$")
_SENTENCE_START = re.compile(r"[.!?…][)\]]?\s+")
_CLOSES_SPEECH = ",.!?…—-"
_CREDIT = re.compile(
    r"\((?:[^()]*/[^()]*|[^()]*\b(?:Photo|Getty|AP|Reuters|Image)s?\b[^()]*)\)\s*$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading or caption: where its words begin and end."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch under quotation marks, without them.

    ``outer_start`` and ``outer_end`` take in the marks. ``single`` tells single marks from double
    ones, ``closed`` whether its closing mark is there, ``opened`` its opening one, and ``carries``
    that it goes on with the quotation of the segment before.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    single: bool = False
    opened: bool = True
    closed: bool = True
    carries: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: str
    opens: bool
    closes: bool


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text. A line break ends one, unless the line looks wrapped at a width."""
    found: list[Paragraph] = []
    before: tuple[int, int] | None = None
    for line in _LINE.finditer(text):
        start, end = _stripped(text, line.start(), line.end())
        if start == end:
            before = None
            continue
        if before is not None and before[1] >= line.start() - 1 - _trailing(text, line.start()) \
                and _wrapped(text, before, start, end):  # fmt: skip
            found[-1] = Paragraph(found[-1].start, end)
        else:
            found.append(Paragraph(start, end))
        before = (start, end)
    return found


def _trailing(text: str, line_start: int) -> int:
    return 0 if line_start < 2 or not text[line_start - 2].isspace() else MAX_TRAILING


MAX_TRAILING = 8
"""Spaces at a wrapped line's end that still join it to the next."""


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    left = len(line) - len(line.lstrip())
    return start + left, max(start + left, start + len(line.rstrip()))


def _wrapped(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    width = before[1] - before[0]
    if not 45 <= width <= 100 or end - start > 100:
        return False
    first, last = text[start], text[before[1] - 1]
    if first in "\"“„«‘'>-*•" or last == ":":
        return False
    return width >= 60 or last not in ".!?”\"'’»)"


def is_nickname(text: str, one: Segment) -> bool:
    """``Dwayne "The Rock" Johnson``: up to three words between two words of a name."""
    inside, after = text[one.start : one.end], text[one.outer_end : one.outer_end + 2]
    if (
        len(inside) > 30
        or inside.count(" ") > 2
        or not (inside[0].isupper() and inside[-1].isalnum())
    ):
        return False
    if len(after) < 2 or after[0] != " " or not after[1].isupper():
        return False
    before = _WORD_BEFORE.search(text, max(0, one.outer_start - 25), one.outer_start)
    return before is not None and before.group(1)[0].isupper()


_WORD_BEFORE = re.compile(r"([\w’'-]+) $")


def looks_like_caption(text: str, paragraph: Paragraph) -> bool:
    """A line under a picture, a heading or a credit: no sentence's end, or a credit in brackets."""
    words = text[paragraph.start : paragraph.end]
    if len(words) > 250:
        return False
    return words[-1] not in ".!?”\":;,…’'»" and (
        len(words) <= 120 or _CREDIT.search(words) is not None
    )


def segments(text: str, parts: list[Paragraph]) -> list[Segment]:
    """Every stretch under quotation marks, in order; nested ones belong to the outer."""
    by_paragraph = _marks_by_paragraph(text, parts)
    found: list[Segment] = []
    pending: int | None = None
    for number, paragraph in enumerate(parts):
        marks = by_paragraph[number]
        carry = _carry(text, paragraph, marks) if pending is not None else ""
        scan = _Scan(text, paragraph, number, marks, carry)
        scan.run()
        found.extend(scan.found)
        if scan.left_open:
            pending = number
        elif pending is not None and (carry or not _between(text, parts, pending, number)):
            pending = None
    return _settled(text, parts, found)


def _between(text: str, parts: list[Paragraph], pending: int, number: int) -> bool:
    return number - pending <= MAX_CAPTIONS and looks_like_caption(text, parts[number])


def _carry(text: str, paragraph: Paragraph, marks: list[_Mark]) -> str:
    """How this paragraph goes on with an open quotation: ``mark``, ``plain`` or not (empty)."""
    doubles = [mark for mark in marks[:8] if mark.family != "S"]
    if marks and marks[0].start == paragraph.start and marks[0].opens:
        return "mark"
    if doubles and doubles[0].closes and not doubles[0].opens:
        return "plain"
    return ""


def _settled(text: str, parts: list[Paragraph], found: list[Segment]) -> list[Segment]:
    """Drops segments without a word."""
    return [one for one in found if any(map(str.isalnum, text[one.start : one.end]))]


def _marks_by_paragraph(text: str, parts: list[Paragraph]) -> list[list[_Mark]]:
    found: list[list[_Mark]] = []
    tags = [match.span() for match in _TAG.finditer(text)] if "<" in text else []
    left = MAX_MARKS
    for paragraph in parts:
        spans = _marks(text, paragraph, tags) if left else iter(())
        marks = (_read(text, match, paragraph) for match in spans)
        found.append(list(islice((mark for mark in marks if mark is not None), left)))
        left -= len(found[-1])
    return found


def _marks(text: str, paragraph: Paragraph, tags: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """The marks of a paragraph outside HTML tags; apostrophes within words are passed over."""
    done = paragraph.start
    for place in _ANY.finditer(text, paragraph.start, paragraph.end):
        start = place.start()
        if start < done or (tags and _within(tags, start)):
            continue
        match = _MARK.match(text, start, paragraph.end)
        if match is not None:
            done = match.end()
            yield match


def _within(tags: list[tuple[int, int]], at: int) -> bool:
    last = bisect_right(tags, (at, at)) - 1
    return last >= 0 and tags[last][1] > at


def _read(text: str, match: re.Match[str], paragraph: Paragraph) -> _Mark | None:
    """A mark and which ways it can work; None for an apostrophe or a measurement."""
    start, end, family = match.start(), match.end(), match.lastgroup or "D"
    before = text[start - 1] if start > paragraph.start else "\n"
    after = text[end] if end < paragraph.end else "\n"
    if family == "S":
        if _apostrophe(text, start, before, after):
            return None
    elif before.isdigit() and _FEET.search(text, max(paragraph.start, start - 9), start):
        return None
    opens = before in _BEFORE_OPENER and not after.isspace() and after not in ",.;!?)]"
    closes = not before.isspace() and after in _AFTER_CLOSER
    return _Mark(start, end, family, *_by_shape(match.group(), opens, closes))


def _apostrophe(text: str, start: int, before: str, after: str) -> bool:
    if before.isalnum() and after.isalnum():
        return True
    return not before.isalnum() and _ELISION.match(text, start) is not None


def _by_shape(mark: str, opens: bool, closes: bool) -> tuple[bool, bool]:
    """Neighbours decide; the shape decides where they allow both ways or neither."""
    if opens != closes:
        return opens, closes
    if mark[0] in "\"'":
        return opens, closes
    return mark[0] in _OPENING, mark[0] not in _OPENING


class _Scan:
    """One paragraph: pairs the marks from left to right."""

    def __init__(
        self, text: str, paragraph: Paragraph, number: int, marks: list[_Mark], carry: str
    ) -> None:
        self.text, self.paragraph, self.number, self.marks = text, paragraph, number, marks
        self.found: list[Segment] = []
        self.left_open = False
        self.depth = 0
        self.open: _Mark | None = None
        self.carries = carry != ""
        self.last_guillemet = max(
            (mark.start for mark in marks if mark.family == "G" and mark.closes), default=-1
        )
        if carry == "plain":
            self.open = _Mark(paragraph.start, paragraph.start, "D", True, False)

    def run(self) -> None:
        for position, mark in enumerate(self.marks):
            if self.found and mark.start < self.found[-1].outer_end:
                continue
            if self.open is None:
                self._outside(position, mark)
            elif mark.family != "S" and self._same_family(mark):
                self._inside(position, mark)
        if self.open is not None:
            self._end_open()

    def _same_family(self, mark: _Mark) -> bool:
        """Within guillemets that will be closed, other double marks are nested."""
        if self.open is None or self.open.family == mark.family:
            return True
        return self.open.family == "G" and self.last_guillemet < mark.start

    def _outside(self, position: int, mark: _Mark) -> None:
        if mark.family == "S":
            if mark.opens:
                self._single(position, mark)
        elif mark.opens or (not mark.closes and self._pair_follows(position)):
            self.open = mark
        elif mark.closes and self._stray(mark):
            start = self._sentence_start(mark.start)
            self._emit(start, start, mark.start, mark.end, opened=False)

    def _pair_follows(self, position: int) -> bool:
        """A mark with a space on either side opens if another mark comes that does not open."""
        mark = self.marks[position]
        if self.text[mark.start - 1 : mark.start].isdigit():
            return False
        if position + 1 >= len(self.marks) or not self._before_words(mark):
            return False
        return not self.marks[position + 1].opens

    def _before_words(self, mark: _Mark) -> bool:
        """No letter before it, or letters on both sides (``about"joint work"``)."""
        glued = self.text[mark.start - 1 : mark.start].isalnum()
        return not glued or self.text[mark.end : mark.end + 1].isalpha()

    def _stray(self, mark: _Mark) -> bool:
        """Words before a closing mark that nothing opened, ended as speech is ended."""
        if mark.start <= self.paragraph.start or self.text[mark.start - 1] not in _CLOSES_SPEECH:
            return False
        return not self.found or self.found[-1].outer_end < mark.start - 20

    def _sentence_start(self, end: int) -> int:
        start = max(self.paragraph.start, self.found[-1].outer_end if self.found else 0)
        window = max(start, end - 400)
        last = start if window == start else window
        for match in _SENTENCE_START.finditer(self.text, window, end - 2):
            last = match.end()
        return last + len(self.text[last:end]) - len(self.text[last:end].lstrip())

    def _inside(self, position: int, mark: _Mark) -> None:
        if mark.closes and not (mark.opens and self._more_likely_opens(position)):
            if self.depth and mark.end - mark.start == 1:
                self.depth -= 1
            elif not self._inches(position, mark):
                self._close(mark)
        elif mark.opens:
            if self._nested(position):
                self.depth += 1
            else:
                self._break(mark)
        elif not self.text[mark.start - 1].isalnum() or not self._inches(position, mark):
            self._close(mark)

    def _more_likely_opens(self, position: int) -> bool:
        return self.text[self.marks[position].start - 1].isspace()

    def _inches(self, position: int, mark: _Mark) -> bool:
        """``12" board`` within a quotation: a lower-case word follows, and then another closer."""
        if not self.text[mark.start - 1].isdigit() or position + 1 >= len(self.marks):
            return False
        following = self.marks[position + 1]
        return (
            self.text[mark.start] == '"'
            and self.text[mark.end + 1 : mark.end + 2].islower()
            and following.family == "D"
            and not following.opens
        )

    def _nested(self, position: int) -> bool:
        """An opening mark within an open quotation is nested if two closing marks follow."""
        following = [m for m in self.marks[position + 1 : position + 6] if m.family != "S"][:2]
        if not following or following[0].opens:
            return False
        if following[0].end - following[0].start > 1:
            return self.text[following[0].start] != "'"
        return len(following) > 1 and not following[1].opens

    def _close(self, mark: _Mark) -> None:
        if self.open is not None:
            self._emit(self.open.start, self.open.end, mark.start, mark.end)
        self.open, self.depth = None, 0

    def _break(self, mark: _Mark) -> None:
        """A second opening mark: the first quotation lost its closing one."""
        if self.open is not None:
            end = _before_attribution(self.text, self.open.end, mark.start)
            self._emit(self.open.start, self.open.end, end, end, closed=False)
        self.open, self.depth = mark, 0

    def _end_open(self) -> None:
        if self.open is None:
            return
        end = self.paragraph.end
        if self.open.family == "D" and self.last_guillemet > self.open.start:
            self._emit(self.open.start, self.open.end, self.last_guillemet, self.last_guillemet + 1)
            return
        cut = _before_attribution(self.text, self.open.end, end)
        self._emit(self.open.start, self.open.end, cut, cut, closed=False)
        self.left_open = cut == end

    def _single(self, position: int, mark: _Mark) -> None:
        """Single marks count where a closing one is in the same paragraph before the next opens."""
        closer = self._single_closer(position)
        if closer is not None:
            inner = self.text[mark.end : closer.start]
            if inner.count('"') % 2 == 0 and inner.count("“") == inner.count("”"):
                self._emit(mark.start, mark.end, closer.start, closer.end, single=True)
        elif self._leads(mark):
            end = self.paragraph.end
            self._emit(mark.start, mark.end, end, end, single=True, closed=False)
            self.left_open = True

    def _leads(self, mark: _Mark) -> bool:
        """A lone opening single mark at the paragraph's start or after a colon."""
        start = mark.start
        if start == self.paragraph.start:
            return self.text[start] == "‘"
        return self.text[start - 2 : start] == ": "

    def _single_closer(self, position: int) -> _Mark | None:
        possessive: _Mark | None = None
        for mark in self.marks[position + 1 : position + 40]:
            if mark.family != "S":
                continue
            if mark.opens and not mark.closes:
                break
            if mark.closes and not self._possessive(mark):
                return mark
            possessive = possessive or (mark if mark.closes else None)
        return possessive

    def _possessive(self, mark: _Mark) -> bool:
        """``members' pay``: an s before it and a lower-case word after."""
        return (
            self.text[mark.start - 1] in "sS"
            and self.text[mark.end : mark.end + 1] == " "
            and self.text[mark.end + 1 : mark.end + 2].islower()
        )

    def _emit(
        self,
        outer_start: int,
        start: int,
        end: int,
        outer_end: int,
        *,
        single: bool = False,
        opened: bool = True,
        closed: bool = True,
    ) -> None:
        inner_start, inner_end = _stripped(self.text, start, end)
        carries = self.carries and not self.found and outer_start == self.paragraph.start
        self.found.append(
            Segment(
                inner_start,
                inner_end,
                outer_start,
                outer_end,
                self.number,
                single,
                opened,
                closed,
                carries,
            )
        )


_ATTRIBUTION = re.compile(
    r"[,.!?…]\s+(?:(?:he|she|they|it|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})"
    r" (?:said|says|added|told|wrote|asked|continued)|(?:said|says|added) [A-Zat][\w’'-]+)"
    r"\b[^.“”\"]{0,100}\.?\s*$"
)


def _before_attribution(text: str, start: int, end: int) -> int:
    """Where the words of an unclosed quotation end: before ``, she said.`` if that ends it."""
    window = max(start, end - 160)
    match = _ATTRIBUTION.search(text, window, end)
    return match.start() + 1 if match else start + len(text[start:end].rstrip())


__all__ = ["Paragraph", "Segment", "looks_like_caption", "paragraphs", "segments"]

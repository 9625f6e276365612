"""Quotations in any text, whole, each with who is said to have spoken it.

Plain rules and word lists: no model, no network, the same answer every time. The parts:
``segments`` pairs the marks, ``sentences`` splits the prose around them, ``attribution`` finds the
words that name a speaker (``verbs``, ``subjects``, ``cues``), ``speakers`` and ``names`` tell whom
those words mean.

>>> text = ('“We meet on Friday,” said Rosa Field, president of the Lamplighters’ Guild. “Until '
...         'then,” she added, “be wary of rumours.”')
>>> for quote in find_quotes(text):
...     print(quote.speaker.name, "|", quote.text)
Rosa Field | We meet on Friday,
Rosa Field | Until then, be wary of rumours.

A quotation interrupted by its speaker's name is one; so is one that runs over paragraphs. Words
under marks that nobody is said to have spoken (a nickname, a title, a word held at a distance) are
found too, and their ``kind`` says so. Where no rule finds the speaker, ``speaker`` is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.check.attributed import Attribution
from onrecord.check.attribution import Attributions
from onrecord.check.blocks import find_blocks
from onrecord.check.cues import TITLE_NOUNS
from onrecord.check.names import Names, PartyNames
from onrecord.check.segments import Segment, is_nickname, looks_like_caption
from onrecord.check.sentences import Prose, take_apart
from onrecord.check.speakers import Speakers
from onrecord.check.types import Quote, Span
from onrecord.domain.party import Party

SCARE_WORDS = 3
"""At most so many words under marks, with no cue, are no speech."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_OWNED = re.compile(
    r"\b(?:on|of|to|with|host|hosts|hosted|from|told|tells|in)"
    r"(?: (?:the )?[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,2}['’]s?)?\s*$"
)
_WEAK = frozenset(("subject", "led by verb", "- X"))
"""Rules that find a likely speaker without a verb of speech beside the marks."""


def find_quotes(text: str, parties: Sequence[Party] = ()) -> list[Quote]:
    """Every quotation of ``text`` in order, with its speaker where a rule finds one.

    ``parties`` are those of a record: a speaker that is one, bears one of its other names or
    speaks for one gets its id. Time grows with the length of the text.
    """
    prose = take_apart(text)
    given = Attributions(prose)
    names = Names(text, prose.masked)
    speakers = Speakers(prose.masked, names, PartyNames(parties, names))
    made = _Quotes(prose, given.of, speakers).quotes() if prose.segments else []
    return sorted([*made, *find_blocks(prose, given, speakers)], key=lambda one: one.span.start)


class _Quotes:
    """Joins the stretches of one text into quotations and tells their kinds."""

    def __init__(
        self, prose: Prose, given: dict[int, Attribution | None], speakers: Speakers
    ) -> None:
        self.prose, self.text, self.found = prose, prose.text, prose.segments
        self.given, self.speakers = given, speakers
        self.kinds = [self._kind(n) for n in range(len(self.found))]

    def quotes(self) -> list[Quote]:
        groups: list[list[int]] = []
        for n in range(len(self.found)):
            if groups and self._goes_on(groups[-1][-1], n):
                groups[-1].append(n)
            else:
                groups.append([n])
        return [self._quote(group) for group in groups]

    def _quote(self, group: Sequence[int]) -> Quote:
        kind = self.kinds[group[0]]
        said = None if kind in ("scare", "title") else self._attributed(group)
        return Quote(
            self._joined(group),
            tuple(Span(self.found[n].start, self.found[n].end) for n in group),
            kind,
            None if said is None else self.speakers.speaker(said.mention),
            None if said is None else said.cue,
        )

    def _attributed(self, group: Sequence[int]) -> Attribution | None:
        return next((one for n in group if (one := self.given.get(n)) is not None), None)

    def _joined(self, group: Sequence[int]) -> str:
        pieces = [self.found[n] for n in group]
        made = self._words(pieces[0])
        for before, piece in pairwise(pieces):
            gap = " " if before.paragraph == piece.paragraph else "\n\n"
            made += gap + self._words(piece)
        return made

    def _words(self, one: Segment) -> str:
        return self.text[one.start : one.end]

    def _goes_on(self, n: int, following: int) -> bool:
        """Whether the next stretch is the same quotation, interrupted or in the next paragraph."""
        before, one = self.found[n], self.found[following]
        if self.kinds[n] != self.kinds[following] or self.kinds[n] in ("scare", "title"):
            return False
        first, second = self.given.get(n), self.given.get(following)
        same = second.inherited if second is not None else first is None or one.carries
        same = same or (
            first is not None and second is not None and first.mention == second.mention
        )
        if one.carries:
            return same or first is None or first.inherited
        if one.paragraph != before.paragraph or not same or first is None:
            return False
        if not before.outer_end <= first.mention.start < one.outer_start:
            return False
        ends = (
            self.text[before.end - 1] + self.text[before.outer_end : before.outer_end + 2].strip()
        )
        return any(mark in ends for mark in ",.?!—–-…")

    def _kind(self, n: int) -> str:
        one, said = self.found[n], self.given.get(n)
        if is_nickname(self.text, one):
            return "scare"
        inside = _WORD.findall(self._words(one))
        if self._entitled(one) or self._broadcast(one, inside):
            return "title"
        if said is None or said.rule in _WEAK or said.inherited:
            if self._title(one, inside):
                return "title"
            if len(inside) <= SCARE_WORDS and self.text[one.end - 1] not in ",.?!":
                return "scare"
        return "headline" if self._in_headline(one) else "direct"

    def _in_headline(self, one: Segment) -> bool:
        """Whole under marks in the text's first line, which has no full stop."""
        parts = self.prose.paragraphs
        whole = not one.paragraph and one.opened and one.closed and len(parts) > 1
        return whole and looks_like_caption(self.text, parts[0])

    def _entitled(self, one: Segment) -> bool:
        before = self.prose.masked[max(0, one.outer_start - 14) : one.outer_start]
        return before.rstrip().endswith(("titled", "headlined"))

    def _broadcast(self, one: Segment, inside: Sequence[str]) -> bool:
        """``on the BBC's "The Long Night"``: Title Case after a name that owns it, or ``on``."""
        before = self.prose.masked[max(0, one.outer_start - 60) : one.outer_start]
        return _OWNED.search(before) is not None and _title_case(inside)

    def _title(self, one: Segment, inside: Sequence[str]) -> bool:
        """Words in Title Case, or after ``the song``, ``titled`` and the like."""
        before = self.prose.masked[max(0, one.outer_start - 60) : one.outer_start].rstrip()
        last = _WORD.findall(before)[-1:]
        if before[-1:] in (".", ":", "!", "?", ""):
            return False
        capitals = sum(word[0].isupper() or word[0].isdigit() for word in inside)
        if last and last[0].lower() in TITLE_NOUNS:
            return capitals * 2 >= len(inside)
        return _title_case(inside)


def _title_case(inside: Sequence[str]) -> bool:
    """Two capitals or more, and every word longer than three letters begins with one."""
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in inside)
    return capitals >= 2 and any(len(word) > 3 for word in inside) and all(
        word[0].isupper() or word[0].isdigit() or len(word) <= 3 for word in inside
    )  # fmt: skip

"""Where words stand in the record: the passages that they are laid on, before any verdict.

The index nominates windows; the words are aligned with each. The best stretch is placed first, then
what is left before and after it by itself, if it holds by itself; otherwise it is laid beside the
stretch. Passages of one text that follow each other are joined. ``match`` judges what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final, NamedTuple

from onrecord.check.align import Pairs, align, fit, local
from onrecord.check.diff import ASIDE, spoken
from onrecord.check.diff_types import group_of
from onrecord.check.diff_words import COMMON, POINTERS
from onrecord.check.index import Index, Nominee
from onrecord.check.match_sentences import ends_within, sentence_around
from onrecord.check.tokens import Token, tokens
from onrecord.check.types import Passage

#: A part that is placed by itself has four words on end, weighs 8 (two content words, or a whole
#: sentence, or its neighbour's text, are enough) and stands unchanged in 85% of its weight.
PART_WORDS: Final = 4
PART_WEIGHT: Final = 8
PART_COVER: Final = 0.85
#: More words than this are placed in chunks of half as many: the time grows with the square.
LONG: Final = 200
#: How many words may have been dropped, unmarked, between a passage and the last few words of it.
SKIPPED: Final = 12
#: How far words of the record may be passed over where an omission is marked.
OMITTED: Final = 150
#: Three changed words on end part a stretch in two, until both are seen to be of one passage.
BREAK: Final = 3
#: Words placed by themselves are 85% unchanged; one changed word spoils three runs of three.
FAMILIAR: Final = 0.5
#: How often what is left over is placed by itself: 4 passages in a row each way are a splice, more
#: a patchwork that nobody quotes.
DEPTH: Final = 4


class Part(NamedTuple):
    """Words ``first`` to ``last`` (half-open) placed at ``start`` to ``end`` of a text."""

    first: int
    last: int
    text: int
    start: int
    end: int
    weight: int
    run: int


class Asked(NamedTuple):
    """The checked words: as given, as tokens without marks of omission, and where those stood."""

    raw: str
    words: list[Token]
    free: frozenset[int]


def weight_of(token: Token) -> int:
    """How much a token tells: 1 for a common word, 3 for any other; an editor's aside nothing."""
    if token.norm[0] == ASIDE:
        return 0
    return 1 if token.norm in COMMON else 3


class Placer:
    """The words of one question, and the index they are asked of."""

    def __init__(self, index: Index, within: AbstractSet[int] | None) -> None:
        self._index, self._within = index, within
        self._window_tokens: dict[tuple[int, int, int], list[Token]] = {}

    def placed(self, asked: Asked, nominees: Sequence[Nominee]) -> list[Part]:
        """The passages of ``asked`` in its order; neighbours of one text joined."""
        size = len(asked.words)
        if size <= LONG:
            return self.merged(asked, self.parts(asked, 0, size, nominees, DEPTH))
        parts: list[Part] = []
        for first in range(0, size, LONG // 2):
            last = min(size, first + LONG // 2)
            parts += self.parts(asked, first, last, self.nominees(asked, first, last), DEPTH)
        return self.merged(asked, parts)

    def familiar(self, asked: Asked, first: int, last: int) -> float:
        """How much of the words, by runs of three, the record has somewhere."""
        return self._index.familiar(_written(asked, first, last))

    def nominees(self, asked: Asked, first: int, last: int) -> list[Nominee]:
        raw = _written(asked, first, last)
        reach = OMITTED if any(first < place < last for place in asked.free) else 0
        return self._index.nominate(raw, within=self._within, reach=reach)

    def places(self, asked: Asked, nominees: Sequence[Nominee]) -> list[Passage]:
        """Where the words stand on end, unchanged, in the windows; each place once, in order."""
        wanted = [t.norm for t in asked.words]
        places: list[tuple[int, int, int]] = []
        for nominee in nominees:
            found = self._tokens(nominee)
            norms = [t.norm for t in found]
            for i in _found(norms, wanted):
                place = (nominee.text, found[i].start, found[i + len(wanted) - 1].end)
                if place not in places:
                    places.append(place)
        return [self.closed(asked, *place) for place in sorted(places)]

    def parts(
        self, asked: Asked, first: int, last: int, nominees: Sequence[Nominee], depth: int
    ) -> list[Part]:
        """The passages that words ``first`` to ``last`` are best placed at, in their order.

        The best stretch is placed; what is left before and after it is placed by itself if it holds
        by itself, and otherwise laid beside the stretch.
        """
        norms = [t.norm for t in asked.words[first:last]]
        free = frozenset(place - first for place in asked.free if first < place < last)
        best: tuple[int, Nominee, Pairs] | None = None
        for nominee in nominees:
            found = local([t.norm for t in self._tokens(nominee)], norms, free)
            if best is None or found.score > best[0]:
                best = (found.score, nominee, found.pairs)
        if best is None or not best[2]:
            return []
        _, nominee, pairs = best
        pairs = self._heaviest(asked, first, nominee, pairs)
        core = self._part(asked, first, nominee, pairs)
        before: list[Part] = []
        after: list[Part] = []
        if depth:
            before = self._alone(asked, first, core.first, core.text, depth)
            after = self._alone(asked, core.last, last, core.text, depth)
        if before:
            core = self._widened(asked, core, before[-1].last, before[-1], head=True)
        else:
            core = self._widened(asked, core, first, None, head=True)
        if after:
            core = self._widened(asked, core, after[0].first, after[0], head=False)
        else:
            core = self._widened(asked, core, last, None, head=False)
        return [*before, core, *after]

    def _alone(self, asked: Asked, first: int, last: int, beside: int, depth: int) -> list[Part]:
        """Words that are left over, placed by themselves; nothing where they do not hold alone."""
        if last - first < PART_WORDS or self.familiar(asked, first, last) < FAMILIAR:
            return []
        nominees = self.nominees(asked, first, last)
        parts = self.parts(asked, first, last, nominees, depth - 1)
        if not parts:
            return []
        total = sum(weight_of(t) for t in asked.words[first:last])
        held = sum(p.weight for p in parts)
        firm = all(
            p.run >= PART_WORDS
            and (p.weight >= PART_WEIGHT or p.text == beside or self.is_whole(p))
            for p in parts
        )
        return parts if firm and held >= PART_COVER * total else []

    def _widened(
        self,
        asked: Asked,
        part: Part,
        to: int,
        other: Part | None,
        *,
        head: bool,
    ) -> Part:
        """``part`` with the words up to ``to`` before it, or after it, laid beside it, but not on
        the passage of the ``other`` part that comes there."""
        near = other if other and other.text == part.text else None
        text = self._index.texts[part.text].text
        extra = asked.words[to : part.first][::-1] if head else asked.words[part.last : to]
        if not extra:
            return part
        low, high = 0, len(text)
        if not re.search(r"[.!?]\W*\s", _between(asked.raw, extra)):
            low, high = sentence_around(text, part.start, part.end)
        if near and near.end <= part.start:
            low = max(low, near.end)
        if near and near.start >= part.end:
            high = min(high, near.start)
        beside = _beside(text, part, low, high, len(extra) + SKIPPED, head=head)
        on_end = _found([t.norm for t in beside], [t.norm for t in extra])
        if on_end:
            pairs = [(on_end[0] + len(extra) - 1, len(extra) - 1)]
        else:
            pairs = fit(
                [(t.norm, group_of(t)) for t in beside], [(t.norm, group_of(t)) for t in extra]
            )
        reach = max((i for i, _ in pairs), default=-1)
        if reach < 0 and all(t.marked for t in extra) and beside and beside[0].norm in POINTERS:
            reach = 0
        if head:
            start = beside[reach].start if reach >= 0 else part.start
            return part._replace(first=to, start=start)
        end = beside[reach].end if reach >= 0 else part.end
        return part._replace(last=to, end=end)

    def _heaviest(self, asked: Asked, first: int, nominee: Nominee, pairs: Pairs) -> Pairs:
        """The heaviest stretch of ``pairs`` between runs of ``BREAK`` words not the record's:
        a bridge over so many may lead into another passage, which is to be found by itself."""
        found = self._tokens(nominee)
        stretches: list[Pairs] = [[]]
        apart = 0
        for i, j in pairs:
            same = i >= 0 <= j and found[i].norm == asked.words[first + j].norm
            if same and apart >= BREAK:
                stretches.append([])
            ours = j >= 0 and asked.words[first + j].norm[0] != ASIDE
            apart = 0 if same else apart + ours
            stretches[-1].append((i, j))
        trimmed = [self._trimmed(asked, first, found, s) for s in stretches]
        return max(
            trimmed,
            key=lambda s: sum(
                weight_of(found[i])
                for i, j in s
                if i >= 0 <= j and found[i].norm == asked.words[first + j].norm
            ),
        )

    @staticmethod
    def _trimmed(asked: Asked, first: int, found: Sequence[Token], pairs: Pairs) -> Pairs:
        """``pairs`` up to the last equal one."""
        while pairs:
            i, j = pairs[-1]
            if i >= 0 <= j and found[i].norm == asked.words[first + j].norm:
                break
            pairs = pairs[:-1]
        return pairs

    def _part(self, asked: Asked, first: int, nominee: Nominee, pairs: Pairs) -> Part:
        """A stretch that begins and ends with equal words, as a part."""
        found = self._tokens(nominee)
        weight = run = longest = 0
        for i, j in pairs:
            same = i >= 0 and j >= 0 and found[i].norm == asked.words[first + j].norm
            run = run + 1 if same else 0
            longest = max(longest, run)
            weight += weight_of(found[i]) if same else 0
        (i0, j0), (i1, j1) = pairs[0], pairs[-1]
        return Part(
            first + j0,
            first + j1 + 1,
            nominee.text,
            found[i0].start,
            found[i1].end,
            weight,
            longest,
        )

    def merged(self, asked: Asked, parts: Sequence[Part]) -> list[Part]:
        """``parts`` with neighbours joined that are one passage: of one text, in order, and either
        within a sentence, or with nothing left out, or with the omission marked."""
        out: list[Part] = []
        for part in parts:
            last = out[-1] if out else None
            if last and last.text == part.text and last.end <= part.start:
                text = self._index.texts[part.text].text
                between = text[last.end : part.start]
                marked = part.first in asked.free
                if marked or not tokens(between) or not ends_within(text, last.end, part.start):
                    out[-1] = last._replace(
                        last=part.last,
                        end=part.end,
                        weight=last.weight + part.weight,
                        run=max(last.run, part.run),
                    )
                    continue
            out.append(part)
        return out

    def same(self, asked: Asked, part: Part) -> tuple[list[Token], Pairs]:
        """The tokens of a part's passage, and the pairs of those that are equal to asked words."""
        found = shifted(self._index.texts[part.text].text, part.start, part.end)
        pairs = align(
            [(t.norm, group_of(t)) for t in found],
            [(t.norm, group_of(t)) for t in asked.words],
            asked.free,
        )
        return found, [
            (i, j) for i, j in pairs if i >= 0 <= j and found[i].norm == asked.words[j].norm
        ]

    def sentences_apart(
        self, asked: Asked, part: Part, found: Sequence[Token], same: Pairs
    ) -> list[Part]:
        """``part``, parted where a sentence's end and more was left out between words, unmarked."""
        text = self._index.texts[part.text].text
        if not ends_within(text, part.start, part.end):
            return [part]
        cuts = [0]
        for n, ((i, j), (k, m)) in enumerate(pairwise(same), 1):
            skipped = k > i + 1 and m == j + 1 and m not in asked.free
            long = n - cuts[-1] >= PART_WORDS <= len(same) - n
            if skipped and long and ends_within(text, found[i].end, found[k].start):
                cuts.append(n)
        cuts.append(len(same))
        return self._cut(asked, part, found, [same[a:b] for a, b in pairwise(cuts)])

    def _cut(
        self, asked: Asked, part: Part, found: Sequence[Token], runs: Sequence[Pairs]
    ) -> list[Part]:
        """``part`` as one part for each of ``runs`` of equal words."""
        out: list[Part] = []
        for n, run in enumerate(runs):
            first = 0 if n == 0 else run[0][1]
            last = len(asked.words) if n == len(runs) - 1 else runs[n + 1][0][1]
            start = part.start if n == 0 else found[run[0][0]].start
            end = part.end if n == len(runs) - 1 else found[run[-1][0]].end
            weight = sum(weight_of(found[i]) for i, _ in run)
            out.append(Part(first, last, part.text, start, end, weight, len(run)))
        return out

    def is_whole(self, part: Part) -> bool:
        """Whether a part begins and ends where sentences of its text do."""
        text = self._index.texts[part.text].text
        first, last = sentence_around(text, part.start, part.end)
        return not tokens(text[first : part.start]) and not tokens(text[part.end : last])

    def closed(self, asked: Asked, text: int, start: int, end: int) -> Passage:
        """The passage, with the marks before and after it that the checked words have too."""
        source = self._index.texts[text].text
        before, after = asked.raw[: asked.words[0].start], asked.raw[asked.words[-1].end :]
        for mark in reversed(before):
            if not start or source[start - 1] != mark or mark.isspace():
                break
            start -= 1
        for mark in after:
            if source[end : end + 1] != mark or mark.isspace():
                break
            end += 1
        return self.passage(text, start, end)

    def passage(self, text: int, start: int, end: int) -> Passage:
        source = self._index.texts[text]
        return Passage(source.entry, source.communication, start, end)

    def _tokens(self, nominee: Nominee) -> list[Token]:
        """The record's tokens in a window, at their places in its text."""
        key = (nominee.text, nominee.first, nominee.last)
        if key not in self._window_tokens:
            start, end = self._index.characters(nominee)
            found = spoken(tokens(self._index.texts[nominee.text].text[start:end]))[0]
            self._window_tokens[key] = [
                t._replace(start=t.start + start, end=t.end + start) for t in found
            ]
        return self._window_tokens[key]


def _found(norms: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Each place at which ``wanted`` stands in ``norms``."""
    size, first = len(wanted), wanted[0]
    return [
        i
        for i in range(len(norms) - size + 1)
        if norms[i] == first and list(norms[i : i + size]) == list(wanted)
    ]


def _between(raw: str, extra: Sequence[Token]) -> str:
    """The stretch of ``raw`` that ``extra`` stands on, in whichever order it comes."""
    return raw[min(t.start for t in extra) : max(t.end for t in extra)]


def longest_run(same: Pairs) -> int:
    """How many equal pairs follow each other on both sides, at most."""
    run = longest = 1 if same else 0
    for (i, j), (k, m) in pairwise(same):
        run = run + 1 if (k, m) == (i + 1, j + 1) else 1
        longest = max(longest, run)
    return longest


def shifted(text: str, start: int, end: int) -> list[Token]:
    """The tokens of ``text[start:end]`` at their places in ``text``."""
    found = spoken(tokens(text[start:end]))[0]
    return [t._replace(start=t.start + start, end=t.end + start) for t in found]


def _written(asked: Asked, first: int, last: int) -> str:
    """Words ``first`` to ``last`` as they are written, without an editor's and without hyphens at
    line ends."""
    raw = ""
    for n in range(first, last):
        token = asked.words[n]
        if token.norm[0] != ASIDE:
            apart = n > first and token.start > asked.words[n - 1].end
            raw += (" " if apart else "") + asked.raw[token.start : token.end]
    return re.sub(r"-[ \t]*\n\s*(?=[a-z])", "", raw) if "\n" in raw else raw


def _beside(text: str, part: Part, low: int, high: int, count: int, *, head: bool) -> list[Token]:
    """Up to ``count`` tokens of ``text`` next to ``part``, the nearest first, within ``low`` and
    ``high``; found in a stretch of twelve characters for each and 60."""
    reach = 12 * count + 60
    if head:
        start = max(low, part.start - reach)
        found = shifted(text, start, part.start)[::-1]
    else:
        start = part.end
        found = shifted(text, start, min(high, part.end + reach))
    return found[:count]

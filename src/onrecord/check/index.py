"""The record's texts, indexed so that a few passages are nominated for any words: fast, not final.

The index only nominates; what a passage is to the words is decided by aligning them (``match``).

Words here are plain: lower case, split at hyphens, one spelling. Every run of four words and of
three is kept by its hash with the places where it stands, and so is every content word. A quotation
that is long and faithful is found by its fours; one that is short or heavily edited by its threes,
and by the words, names and numbers of it that are rare in the record. Places are counted through
all texts in the order given, with one empty place between two texts.

Sizes, with reasons:
- ``COMMON_CAP`` 64 places are followed for one run or word: a run that stands in more places tells
  nothing about which, and the time of a nomination stays bounded. With ``within`` 2,048 are,
  and for the whole of the words and each half of them, on end, 4,096.
- ``RARE`` 200: a content word that stands more often nominates nothing by itself.
- a nominated window is half as long again as the words, and 8 words: an edit that makes a passage
  longer than that is no edit of it.
A gram takes about 170 bytes: 10^5 sentences of twelve words about 400 MB.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, count, islice, repeat
from typing import Final, NamedTuple

from onrecord.check.diff_words import COMMON
from onrecord.check.spelling import spellings
from onrecord.check.tokens import word_norm
from onrecord.check.types import Span

COMMON_CAP: Final = 64
WITHIN_CAP: Final = 2_048
PHRASE_CAP: Final = 4_096
RARE: Final = 200
_WORD: Final = re.compile(r"[^\W_]+(?:'+[^\W_]+)*")
_RUN: Final = re.compile(r"\w+")
_EDGE: Final = re.compile(r"[.!?…][\"'”’)\]]*\s|\n")
_UNKNOWN: Final = -1


class Text(NamedTuple):
    """The words of one communication."""

    entry: int
    communication: str
    text: str


class Nominee(NamedTuple):
    """A window of the record: words ``first`` to ``last`` (places, half-open) of ``texts[text]``,
    and the weight of what it shares with the words."""

    text: int
    first: int
    last: int
    weight: int


def _lower(text: str) -> str:
    """``text`` in lower case with straight apostrophes, character for character."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    for mark in "’‘ʼ`´′":
        if mark in lower:
            lower = lower.replace(mark, "'")
    return lower


def plain_words(text: str) -> list[str]:
    """The plain words of ``text``: as ``_WORD`` finds them, without apostrophes, but faster."""
    lower = _lower(text).replace("'", "").replace("_", " ")
    return _RUN.findall(lower)


def _grams(ids: Sequence[int], size: int) -> Iterable[int]:
    """The hash of each run of ``size`` ids; hashes of whole numbers are the same in every run."""
    return map(hash, zip(*(islice(ids, k, None) for k in range(size)), strict=False))


class _Chains:
    """For each key its places, the latest first, in two flat tables."""

    def __init__(self, keys: Iterable[int], size: int) -> None:
        self.last: dict[int, int] = {}
        self._before = array("I", bytes(4 * (size + 1)))
        last, before, get = self.last, self._before, self.last.get
        for place, key in enumerate(keys, 1):
            before[place] = get(key, 0)
            last[key] = place

    def places(self, key: int, cap: int) -> list[int]:
        """Up to ``cap`` places of ``key``, the latest first."""
        out: list[int] = []
        place = self.last.get(key, 0)
        while place and len(out) < cap:
            out.append(place - 1)
            place = self._before[place]
        return out


class Index:
    """``texts`` ready to be asked. Built in one pass; never changed after."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.texts = tuple(texts)
        self._numbers = {(t.entry, t.communication): n for n, t in enumerate(self.texts)}
        self._ids = array("i")
        self._starts = array("I")
        self._ends = array("I")
        self._firsts = array("I")
        self._vocabulary: dict[str, int] = {}
        self._content = bytearray(1)
        self._counts = array("I", [0])
        self._read()
        size = len(self._ids)
        self._words = _Chains(self._ids, size)
        self._threes = _Chains(_grams(self._ids, 3), size)
        self._fours = _Chains(_grams(self._ids, 4), size)
        self._telling = self._telling_fours()

    def _read(self) -> None:
        by_norm: dict[str, int] = {}
        for text in self.texts:
            self._firsts.append(len(self._ids))
            for match in _WORD.finditer(_lower(text.text)):
                word = match[0].replace("'", "")
                number = self._vocabulary.get(word) or self._learn(match[0], by_norm)
                self._counts[number] += 1
                self._ids.append(number)
                self._starts.append(match.start())
                self._ends.append(match.end())
            self._ids.append(0)
            self._starts.append(0)
            self._ends.append(0)

    def _learn(self, word: str, by_norm: dict[str, int]) -> int:
        """A number for a word not met before, and for its other spellings."""
        base, word = word.partition("'")[0], word.replace("'", "")
        norm = word_norm(word)
        number = by_norm.setdefault(norm, len(by_norm) + 1)
        if number == len(self._content):
            self._content.append(norm not in COMMON and word_norm(base) not in COMMON)
            self._counts.append(0)
        for form in (word, *spellings(word), norm):
            self._vocabulary.setdefault(form, number)
        return number

    def _telling_fours(self) -> frozenset[int]:
        """The runs of four that tell something: with a content word, and more than one if short."""
        ids, content = self._ids, self._content
        told = bytes(content[i] for i in ids)
        return frozenset(
            gram
            for gram, a, b, c, d in zip(
                _grams(ids, 4), told, told[1:], told[2:], told[3:], strict=False
            )
            if a or b or c or d
        )

    # -- asking ---------------------------------------------------------------------------------

    def words(self, text: str) -> list[int]:
        """``text`` as numbers of words, -1 for a word that the record does not have."""
        return list(map(self._vocabulary.get, plain_words(text), repeat(_UNKNOWN)))

    def number(self, entry: int, communication: str) -> int:
        """Where in ``texts`` the words of a communication stand."""
        return self._numbers[entry, communication]

    def characters(self, nominee: Nominee) -> tuple[int, int]:
        """Where the window stands in its text: its first word's start, its last one's end."""
        return self._starts[nominee.first], self._ends[nominee.last - 1]

    def nominate(
        self,
        words: str,
        *,
        within: AbstractSet[int] | None = None,
        limit: int = 6,
        reach: int = 0,
    ) -> list[Nominee]:
        """Up to ``limit`` windows that may hold ``words``, the weightiest first, then the earliest.

        ``within`` keeps to texts of those entries; ``reach`` widens each window by so many words.
        """
        asked = self.words(words)
        hits = self._hits(asked, within)
        if not hits:
            return []
        length = len(asked) + max(8, len(asked) // 2)
        out: list[Nominee] = []
        taken: list[int] = []
        for weight, a, b in _windows(hits, length):
            if len(out) >= limit:
                break
            if any(abs(hits[a][0] - place) <= length for place in taken):
                continue
            taken.append(hits[a][0])
            out.extend(self._clipped(hits[a:b], weight, len(asked), reach))
        return out

    def _hits(
        self, asked: Sequence[int], within: AbstractSet[int] | None
    ) -> list[tuple[int, int, int]]:
        """(place in the record, place in the words, weight) of all that both share, in order."""
        cap = COMMON_CAP if within is None else WITHIN_CAP
        keep = self._keeper(within)
        hits: list[tuple[int, int, int]] = []
        for size, chains, weight in ((4, self._fours, 4), (3, self._threes, 3)):
            for i, gram in enumerate(_grams(asked, size)):
                if gram in chains.last:
                    hits.extend((p, i, weight) for p in chains.places(gram, cap) if keep(p))
        half = len(asked) // 2
        for first, last in ((0, len(asked)), (0, half), (half, len(asked))):
            for p in self._phrase(asked[first:last], keep):
                hits.append((p, first, 4 * (last - first)))
                hits.append((p + last - first - 1, last - 1, 0))
        for i, word in enumerate(asked):
            if word > 0 and self._content[word] and self._counts[word] <= max(RARE, cap):
                hits.extend((p, i, 2) for p in self._words.places(word, cap) if keep(p))
        hits.sort()
        return hits

    def _phrase(self, asked: Sequence[int], keep: Callable[[int], bool]) -> list[int]:
        """Where ``asked`` stands on end, by its rarest run of four: common words make phrases too,
        and each run of them stands in more places than are followed."""
        rarest: list[int] | None = None
        at = 0
        for i, gram in enumerate(_grams(asked, 4)):
            places = self._fours.places(gram, COMMON_CAP)
            if rarest is None or len(places) < len(rarest):
                rarest, at = places, i
        if not rarest:
            return []
        if len(rarest) == COMMON_CAP:
            rarest = self._fours.places(hash(tuple(asked[at : at + 4])), PHRASE_CAP)
        wanted = array("i", asked)
        starts = (p - at for p in rarest if p >= at)
        found = (p for p in starts if self._ids[p : p + len(wanted)] == wanted and keep(p))
        return list(islice(found, COMMON_CAP))

    def _keeper(self, within: AbstractSet[int] | None) -> Callable[[int], bool]:
        if within is None:
            return lambda _: True
        return lambda place: self.texts[self._text_at(place)].entry in within

    def _text_at(self, place: int) -> int:
        return bisect_right(self._firsts, place) - 1

    def _text_end(self, text: int) -> int:
        """The place after the last word of ``texts[text]``."""
        following = self._firsts[text + 1] if text + 1 < len(self.texts) else len(self._ids)
        return following - 1

    def _clipped(
        self, hits: Sequence[tuple[int, int, int]], weight: int, asked: int, reach: int
    ) -> list[Nominee]:
        """The window that ``hits`` span, cut at the edges of texts and widened by what of the words
        is not in it."""
        by_text: dict[int, list[tuple[int, int, int]]] = {}
        for hit in hits:
            by_text.setdefault(self._text_at(hit[0]), []).append(hit)
        out = []
        for text, own in by_text.items():
            share = weight if len(by_text) == 1 else sum(h[2] for h in own)
            first = min(place - i for place, i, _ in own) - 4 - reach
            last = max(place + asked - i for place, i, _ in own) + 4 + reach
            begin, end = self._firsts[text], self._text_end(text)
            # A word of it that stands twice must not stretch the window far.
            first = max(first, own[0][0] - asked - 4 - reach, begin)
            last = min(last, own[-1][0] + asked + 4 + reach, end)
            out.append(Nominee(text, first, last, share))
        return sorted(out, key=lambda n: (-n.weight, n.first))

    def has(self, words: str) -> bool:
        """Whether four words on end, one of them a content word, stand in the record too."""
        return not self._telling.isdisjoint(_grams(self.words(words), 4))

    def familiar(self, words: str) -> float:
        """The share of the runs of three words in ``words`` that stand in the record; 1 of none."""
        grams = list(_grams(self.words(words), 3))
        known = sum(map(self._threes.last.__contains__, grams))
        return known / len(grams) if grams else 1.0

    def spot(self, text: str) -> list[Span]:
        """The stretches of a text without quotation marks that may be words of the record, widened
        to whole sentences, in order, apart from each other.

        A stretch is four words on end that the record has, two of them content words, five on end
        with one, or six on end. One look-up for each word of the text; the rest only where
        something is found.
        """
        asked = self.words(text)
        places = compress(count(), map(self._fours.last.__contains__, _grams(asked, 4)))
        marks = self._marked(asked, list(places))
        if not marks:
            return []
        found = _WORD.finditer(_lower(text).replace("_", " "))
        at = list(map(re.Match.start, islice(found, marks[-1][1])))
        spans: list[Span] = []
        for first, last in marks:
            if spans and at[last - 1] < spans[-1].end:
                continue  # within the sentences that are marked already
            span = _sentences(text, at[first], at[last - 1] + 1)
            if spans and span.start <= spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(span.end, spans[-1].end))
            else:
                spans.append(span)
        return spans

    def _marked(self, asked: Sequence[int], places: Sequence[int]) -> list[tuple[int, int]]:
        """The runs of ``asked`` (places, half-open) that ``spot`` reports, of runs of four."""
        marks: list[tuple[int, int]] = []
        content, before, run = self._content, -2, 0
        for i in places:
            run = run + 1 if i == before + 1 else 1
            if marks and i <= marks[-1][1] and run > 1:
                marks[-1] = (marks[-1][0], i + 4)
            elif run > 2 or (run > 1 and any(content[w] for w in asked[before : i + 4])):
                marks.append((i + 1 - run, i + 4))
            elif sum(content[w] for w in asked[i : i + 4]) > 1:
                marks.append((i, i + 4))
            before = i
        return marks


def _windows(hits: Sequence[tuple[int, int, int]], length: int) -> list[tuple[int, int, int]]:
    """For each hit the weight of the window of ``length`` places that begins with it (each
    place of the words once, not once for each time that the window has it), and the
    hits in it (half-open), the weightiest first, then the earliest."""
    out = []
    b = weight = 0
    inside: dict[tuple[int, int], int] = {}
    for a, (place, i, own) in enumerate(hits):
        while b < len(hits) and hits[b][0] - place <= length:
            key = hits[b][1:]
            inside[key] = inside.get(key, 0) + 1
            weight += key[1] if inside[key] == 1 else 0
            b += 1
        out.append((weight, a, b))
        inside[i, own] -= 1
        weight -= 0 if inside[i, own] else own
    return sorted(out, key=lambda w: (-w[0], w[1]))


def _sentences(text: str, start: int, end: int) -> Span:
    """The stretch of whole sentences around ``text[start:end]``, by stops and line ends."""
    first = 0
    for match in _EDGE.finditer(text, max(0, start - 600), start):
        first = match.end()
    last = _EDGE.search(text, max(end - 1, 0), min(len(text), end + 600))
    return Span(max(first, start - 600), last.end() if last else min(len(text), end + 600))

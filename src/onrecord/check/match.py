"""What words are to the record: the passage they are, the passage they changed, or none.

The index nominates windows; the words are aligned with each, and the verdict is read off the typed
diff. No score decides it. The kinds:

``exact``      every word, number and polarity is the record's, from a sentence's start to a
               sentence's end. Marks, case, spelling, line ends, marked omissions and clarifications
               in brackets may differ; the diff shows each.
``excerpt``    the same, but it begins or ends inside a sentence, and what the sentence says besides
               neither negates nor conditions it.
``cut-short``  the same, but what was left out of a sentence does: a condition that follows within
               ``CONDITION_REACH`` words or leads the sentence, or a negation in the ``NEGATION_REACH``
               words before it, or a marked omission that dropped one. ``dropped`` has the words.
``spliced``    two or more passages follow each other as if they were one: from two communications,
               or out of order, or with a whole sentence's end between them and no mark.
``altered``    one passage, with words changed, added or dropped unmarked.
``none``       nothing of the record; ``passages`` has the nearest, which is not a match.

The numbers, chosen on the development transcripts (see ``bench/check_alterations.py``):

- Words weigh 1 where they are common (``COMMON``) and 3 where not, numbers and names included.
- Fewer than 6 words are never ``altered``: changed, they are other words. Unchanged they count from
  weight 6 on (two content words, or one and three common ones) and in five places of the record at
  most; "thank you very much" was said by everyone.
- From 6 words on unchanged words count from weight 8, or as a whole sentence.
- Altered wants, of the words' weight, 60% unchanged (a topic's words reach 40%); of the passage's
  weight, 40% (longer passages are other sentences); and four unchanged words on end, or two runs of
  three (chance gives three once). What is unchanged weighs 12 (four content words); less is enough
  where 80% is unchanged and the first and last word are, where only words are missing (weight 6),
  or where one thing changed in a whole sentence (weight 5). If the first or last word changed and
  the passage is no whole sentence, 85% must be unchanged: "… will become president of the United
  States" is everyone's.
- A part of a splice wants four words on end and weight 8, or to be a whole sentence, or of the same
  text; all parts together 85% of the words' weight unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from onrecord.check.align import Pairs, align, fit, local
from onrecord.check.diff import (
    ASIDE,
    changes_of,
    is_faithful,
    opens_condition,
    spoken,
)
from onrecord.check.diff_types import SOFT, Parties, gravest, group_of
from onrecord.check.diff_words import COMMON, NEGATORS, POINTERS
from onrecord.check.index import Index, Nominee
from onrecord.check.match_sentences import ends_within, sentence_around
from onrecord.check.tokens import Token, tokens
from onrecord.check.types import Change, DiffType, Passage

SHORT: Final = 6
SHORT_WEIGHT: Final = 6
SHORT_PLACES: Final = 5
LONG_WEIGHT: Final = 8
ALTERED_WEIGHT: Final = 12
WHOLE_WEIGHT: Final = 5
COVER: Final = 0.6
NEAR_COVER: Final = 0.8
EDGE_COVER: Final = 0.85
PASSAGE_COVER: Final = 0.4
PART_WORDS: Final = 4
PART_WEIGHT: Final = 8
PART_COVER: Final = 0.85
CONDITION_REACH: Final = 12
NEGATION_REACH: Final = 4
#: More words than this are placed by the runs that they share with the record, not word by word.
LONG: Final = 200
#: How many words may have been dropped, unmarked, between a passage and the last few words of it.
SKIPPED: Final = 12
#: How far words of the record may be passed over where an omission is marked.
OMITTED: Final = 150
_DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class Match:
    """What was found. ``passages`` are in the order of the checked words: one, or more if spliced.

    ``diff`` is against the passages' words, joined as they come. ``dropped`` are the record's words
    that were cut off (``cut-short``), at ``dropped_at``. ``also`` are other passages where the same
    words stand as they do in ``passages[0]`` (``exact``, ``excerpt``, ``cut-short``), in the
    record's order. ``unchanged`` is the share of the words' weight that stands unchanged, for
    showing; no verdict rests on it alone.
    """

    kind: str
    passages: tuple[Passage, ...] = ()
    diff: tuple[Change, ...] = ()
    dropped: str = ""
    dropped_at: Passage | None = None
    also: tuple[Passage, ...] = ()
    unchanged: float = 0.0

    @property
    def gravest(self) -> DiffType | None:
        """The gravest type of the diff's changes; None where nothing differs at all."""
        types = [c.type for c in self.diff if c.type]
        return gravest(types) if types else None


class _Part(NamedTuple):
    """Words ``first`` to ``last`` (half-open) placed at characters ``start`` to ``end`` of a text."""

    first: int
    last: int
    text: int
    start: int
    end: int
    weight: int
    run: int


class _Asked(NamedTuple):
    """The checked words: as given, as tokens without marks of omission, and where those stood."""

    raw: str
    words: list[Token]
    free: frozenset[int]


def weight_of(token: Token) -> int:
    """How much a token tells: 1 for a common word, 3 for any other; an editor's aside nothing."""
    if token.norm[0] == ASIDE:
        return 0
    return 1 if token.norm in COMMON else 3


def match(
    words: str,
    index: Index,
    *,
    within: AbstractSet[int] | None = None,
    parties: Parties | None = None,
) -> Match:
    """What ``words`` are to the texts of ``index``, or to those of the entries ``within``.

    ``parties`` gives the names of the parties (for the type of a change) and their ids. The same
    words and index give the same match.
    """
    asked = _Asked(words, *spoken(tokens(words)))
    if not asked.words:
        return Match("none")
    matcher = _Matcher(index, within, parties or {})
    found = matcher.match(asked)
    if found.kind in ("exact", "excerpt"):
        return found
    beside = _without_asides(asked)
    if beside is None:
        return found
    other = matcher.match(beside)
    return other if is_faithful(other.diff) and other.kind != "none" else found


def _without_asides(asked: _Asked) -> _Asked | None:
    """``asked`` with the words in brackets as an editor's, which equal none of the record; None
    where there are no such words, or no others."""
    words, inside = [], False
    for n, token in enumerate(asked.words):
        before = asked.raw[asked.words[n - 1].end if n else 0 : token.start]
        for mark in before:
            inside = mark == "(" or (inside and mark != ")")
        aside = token.marked or inside
        words.append(token._replace(norm=ASIDE + token.norm) if aside else token)
    asides = sum(t.norm[0] == ASIDE for t in words)
    return _Asked(asked.raw, words, asked.free) if 0 < asides < len(words) else None


class _Matcher:
    """One question to one index."""

    def __init__(
        self, index: Index, within: AbstractSet[int] | None, parties: Parties
    ) -> None:
        self._index, self._within, self._parties = index, within, parties
        self._window_tokens: dict[tuple[int, int, int], list[Token]] = {}

    def match(self, asked: _Asked) -> Match:
        nominees = self._nominees(asked, 0, len(asked.words))
        if not nominees:
            return Match("none")
        places = self._places(asked, nominees)
        if places:
            return self._faithful(asked, places)
        parts = self._parts(asked, 0, len(asked.words), nominees, _DEPTH)
        parts = self._merged(asked, parts)
        if not parts:
            return Match("none")
        if len(parts) > 1:
            return self._spliced(asked, parts)
        return self._single(asked, parts[0])

    # -- finding --------------------------------------------------------------------------------

    def _nominees(self, asked: _Asked, first: int, last: int) -> list[Nominee]:
        words = asked.words[first:last]
        raw = ""
        for n, token in enumerate(words):
            if token.norm[0] != ASIDE:
                apart = n and token.start > words[n - 1].end
                raw += (" " if apart else "") + asked.raw[token.start : token.end]
        reach = OMITTED if any(first < place < last for place in asked.free) else 0
        return self._index.nominate(raw, within=self._within, reach=reach)

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

    def _places(self, asked: _Asked, nominees: Sequence[Nominee]) -> list[Passage]:
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
        return [self._closed(asked, *place) for place in sorted(places)]

    def _closed(self, asked: _Asked, text: int, start: int, end: int) -> Passage:
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
        return self._passage(text, start, end)

    def _passage(self, text: int, start: int, end: int) -> Passage:
        source = self._index.texts[text]
        return Passage(source.entry, source.communication, start, end)

    def _parts(
        self, asked: _Asked, first: int, last: int, nominees: Sequence[Nominee], depth: int
    ) -> list[_Part]:
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
        core = self._part(asked, first, nominee, pairs)
        before: list[_Part] = []
        after: list[_Part] = []
        if depth:
            before = self._alone(asked, first, core.first, core.text, depth)
            after = self._alone(asked, core.last, last, core.text, depth)
        core = self._widened(asked, core, before[-1].last if before else first, nominee, head=True)
        core = self._widened(asked, core, after[0].first if after else last, nominee, head=False)
        return [*before, core, *after]

    def _alone(
        self, asked: _Asked, first: int, last: int, beside: int, depth: int
    ) -> list[_Part]:
        """Words that are left over, placed by themselves; nothing where they do not hold alone."""
        if last - first < PART_WORDS:
            return []
        nominees = self._nominees(asked, first, last)
        parts = self._parts(asked, first, last, nominees, depth - 1)
        if not parts:
            return []
        total = sum(weight_of(t) for t in asked.words[first:last])
        held = sum(p.weight for p in parts)
        firm = all(
            p.run >= PART_WORDS
            and (p.weight >= PART_WEIGHT or p.text == beside or self._is_whole(p))
            for p in parts
        )
        return parts if firm and held >= PART_COVER * total else []

    def _part(self, asked: _Asked, first: int, nominee: Nominee, pairs: Pairs) -> _Part:
        """A stretch that begins and ends with equal words, as a part."""
        found = self._tokens(nominee)
        weight = run = longest = 0
        for i, j in pairs:
            same = i >= 0 and j >= 0 and found[i].norm == asked.words[first + j].norm
            run = run + 1 if same else 0
            longest = max(longest, run)
            weight += weight_of(found[i]) if same else 0
        (i0, j0), (i1, j1) = pairs[0], pairs[-1]
        return _Part(
            first + j0,
            first + j1 + 1,
            nominee.text,
            found[i0].start,
            found[i1].end,
            weight,
            longest,
        )

    def _widened(
        self, asked: _Asked, part: _Part, to: int, nominee: Nominee, *, head: bool
    ) -> _Part:
        """``part`` with the words up to ``to`` before it, or after it, laid beside it."""
        found = self._tokens(nominee)
        if head:
            extra = asked.words[to : part.first][::-1]
            beside = [t for t in found if t.end <= part.start][::-1]
        else:
            extra = asked.words[part.last : to]
            beside = [t for t in found if t.start >= part.end]
        if not extra:
            return part
        if not re.search(r"[.!?]\W*\s", _between(asked.raw, extra)):
            text = self._index.texts[nominee.text].text
            first, last = sentence_around(text, part.start, part.end)
            beside = [t for t in beside if first <= t.start < last]
        beside = beside[: len(extra) + SKIPPED]
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

    def _merged(self, asked: _Asked, parts: Sequence[_Part]) -> list[_Part]:
        """``parts`` with neighbours joined that are one passage: of one text, in order, and either
        within a sentence, or with nothing left out, or with the omission marked."""
        out: list[_Part] = []
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

    # -- judging --------------------------------------------------------------------------------

    def _diff(self, asked: _Asked, passage: Passage, text: int) -> tuple[Change, ...]:
        """The diff of all the words against one passage."""
        record = self._index.texts[text].text[passage.start : passage.end]
        left = spoken(tokens(record))[0]
        return self._changes(record, asked, left)

    def _changes(self, record: str, asked: _Asked, left: Sequence[Token]) -> tuple[Change, ...]:
        pairs = align(
            [(t.norm, group_of(t)) for t in left],
            [(t.norm, group_of(t)) for t in asked.words],
            asked.free,
        )
        return changes_of(record, asked.raw, left, asked.words, pairs, asked.free, self._parties)

    def _faithful(self, asked: _Asked, places: Sequence[Passage]) -> Match:
        """The verdict where the words stand on end in the record, at ``places``."""
        judged = [(self._edges(place), place) for place in places]
        order = {"exact": 0, "excerpt": 1, "cut-short": 2}
        (kind, dropped), passage = min(judged, key=lambda j: order[j[0][0]])
        also = tuple(p for (other, _), p in judged if other == kind and p != passage)
        diff = self._diff(asked, passage, self._text_of(passage))
        if not _tells(asked.words, kind, len(places)) or not is_faithful(diff):
            kind = "none" if is_faithful(diff) or _count(asked.words) < SHORT else "altered"
            return Match(kind, (passage,), diff, unchanged=1.0)
        at, words = None, ""
        if dropped:
            at = Passage(passage.entry, passage.communication, *dropped)
            words = self._index.texts[self._text_of(passage)].text[slice(*dropped)]
        return Match(kind, (passage,), diff, words, at, also, 1.0)

    def _text_of(self, passage: Passage) -> int:
        return next(
            n
            for n, t in enumerate(self._index.texts)
            if t.entry == passage.entry and t.communication == passage.communication
        )

    def _edges(self, passage: Passage) -> tuple[str, tuple[int, int] | None]:
        """``exact``, ``excerpt`` or ``cut-short``, and where the dropped words stand."""
        text = self._index.texts[self._text_of(passage)].text
        first, last = sentence_around(text, passage.start, passage.end)
        head = _shifted(text, first, passage.start)
        tail = _shifted(text, passage.end, last)
        if not head and not tail:
            return "exact", None
        opener = opens_condition(tail[:CONDITION_REACH])
        if opener is not None or any(t.norm in NEGATORS for t in tail[:1]):
            return "cut-short", (tail[0].start, tail[-1].end)
        near = head[-NEGATION_REACH:]
        negated = any(
            t.norm in NEGATORS and not _clause_ends(text[t.end : passage.start]) for t in near
        )
        if negated or opens_condition(head[:1]) == 0 or _condition_opens_at_end(head):
            return "cut-short", (head[0].start, head[-1].end)
        return "excerpt", None

    def _single(self, asked: _Asked, part: _Part) -> Match:
        passage = self._closed(asked, part.text, part.start, part.end)
        diff = self._diff(asked, passage, part.text)
        found, same = self._same(asked, part)
        apart = self._sentences_apart(asked, part, found, same)
        if len(apart) > 1:
            return self._spliced(asked, apart)
        weight = sum(weight_of(found[i]) for i, _ in same)
        part = part._replace(weight=weight, run=_longest_run(same))
        share = weight / sum(weight_of(t) for t in asked.words)
        if is_faithful(diff):
            kind, dropped = self._edges(passage)
            if not _tells(asked.words, kind, 1):
                return Match("none", (passage,), diff, unchanged=share)
            at, words = None, ""
            if dropped:
                at = Passage(passage.entry, passage.communication, *dropped)
                words = self._index.texts[part.text].text[slice(*dropped)]
            return Match(kind, (passage,), diff, words, at, (), share)
        inner = bool(same) and (same[0][1], same[-1][1]) == (0, len(asked.words) - 1)
        hard = sum(c.type is not None and c.type not in SOFT for c in diff)
        kind = "altered" if self._is_altered(asked, part, share, hard, inner) else "none"
        lost = _marked_loss(diff)
        if kind == "altered" and lost:
            return Match("cut-short", (passage,), diff, lost, passage, (), share)
        return Match(kind, (passage,), diff, unchanged=share)

    def _same(self, asked: _Asked, part: _Part) -> tuple[list[Token], Pairs]:
        """The tokens of a part's passage, and the pairs of those that are equal to asked words."""
        found = _shifted(self._index.texts[part.text].text, part.start, part.end)
        pairs = align(
            [(t.norm, group_of(t)) for t in found],
            [(t.norm, group_of(t)) for t in asked.words],
            asked.free,
        )
        return found, [
            (i, j) for i, j in pairs if i >= 0 <= j and found[i].norm == asked.words[j].norm
        ]

    def _sentences_apart(
        self, asked: _Asked, part: _Part, found: Sequence[Token], same: Pairs
    ) -> list[_Part]:
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
        self, asked: _Asked, part: _Part, found: Sequence[Token], runs: Sequence[Pairs]
    ) -> list[_Part]:
        """``part`` as one part for each of ``runs`` of equal words."""
        out: list[_Part] = []
        for n, run in enumerate(runs):
            first = 0 if n == 0 else run[0][1]
            last = len(asked.words) if n == len(runs) - 1 else runs[n + 1][0][1]
            start = part.start if n == 0 else found[run[0][0]].start
            end = part.end if n == len(runs) - 1 else found[run[-1][0]].end
            weight = sum(weight_of(found[i]) for i, _ in run)
            out.append(_Part(first, last, part.text, start, end, weight, len(run)))
        return out

    def _is_altered(self, asked: _Asked, part: _Part, share: float, hard: int, inner: bool) -> bool:
        """Whether the words are the passage's, changed, rather than words of their own. ``hard`` is
        the count of changes to words; ``inner`` whether the first and the last word are unchanged."""
        if _count(asked.words) < SHORT or share < COVER:
            return False
        whole = self._is_whole(part)
        if share == 1 and part.weight >= SHORT_WEIGHT:
            return True
        if hard == 1 and part.weight >= WHOLE_WEIGHT and whole:
            return True
        if part.weight < ALTERED_WEIGHT and (share < NEAR_COVER or not (inner or whole)):
            return False
        if not inner and not whole and share < EDGE_COVER:
            return False
        record = spoken(tokens(self._index.texts[part.text].text[part.start : part.end]))[0]
        passage_weight = sum(weight_of(t) for t in record)
        if not asked.free and part.weight < PASSAGE_COVER * passage_weight:
            return False
        return part.run >= PART_WORDS or _runs_of_three(record, asked.words) > 1

    def _is_whole(self, part: _Part) -> bool:
        """Whether a part begins and ends where sentences of its text do."""
        text = self._index.texts[part.text].text
        first, last = sentence_around(text, part.start, part.end)
        return not tokens(text[first : part.start]) and not tokens(text[part.end : last])

    def _spliced(self, asked: _Asked, parts: Sequence[_Part]) -> Match:
        """The verdict where the words come from several passages."""
        total = sum(weight_of(t) for t in asked.words)
        share = sum(p.weight for p in parts) / total
        passages = tuple(self._passage(p.text, p.start, p.end) for p in parts)
        pieces = [self._index.texts[p.text].text[p.start : p.end] for p in parts]
        record, left, pairs = "", [], []
        for piece, part in zip(pieces, parts, strict=True):
            own = spoken(tokens(piece))[0]
            theirs = asked.words[part.first : part.last]
            laid = align(
                [(t.norm, group_of(t)) for t in own], [(t.norm, group_of(t)) for t in theirs]
            )
            pairs += [
                (i + len(left) if i >= 0 else -1, j + part.first if j >= 0 else -1)
                for i, j in laid
            ]
            left += [t._replace(start=t.start + len(record), end=t.end + len(record)) for t in own]
            record += piece
        diff = changes_of(record, asked.raw, left, asked.words, pairs, asked.free, self._parties)
        texts = {p.text for p in parts}
        firm = len(texts) == 1 or all(p.weight >= PART_WEIGHT or self._is_whole(p) for p in parts)
        kind = "spliced" if share >= PART_COVER and firm else "none"
        return Match(kind, passages, diff, unchanged=share)


def _longest_run(same: Pairs) -> int:
    """How many equal pairs follow each other on both sides, at most."""
    run = longest = 1 if same else 0
    for (i, j), (k, m) in pairwise(same):
        run = run + 1 if (k, m) == (i + 1, j + 1) else 1
        longest = max(longest, run)
    return longest


def _found(norms: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Each place at which ``wanted`` stands in ``norms``."""
    size, first = len(wanted), wanted[0]
    return [
        i
        for i in range(len(norms) - size + 1)
        if norms[i] == first and list(norms[i : i + size]) == list(wanted)
    ]


def _shifted(text: str, start: int, end: int) -> list[Token]:
    """The tokens of ``text[start:end]`` at their places in ``text``."""
    found = spoken(tokens(text[start:end]))[0]
    return [t._replace(start=t.start + start, end=t.end + start) for t in found]


def _clause_ends(between: str) -> bool:
    return any(mark in between for mark in ",;:—") or " - " in between


def _condition_opens_at_end(head: Sequence[Token]) -> bool:
    """Whether the words cut off just before open a condition: "unless | the offer improves"."""
    last = head[-3:]
    return bool(last) and opens_condition(last) is not None


def _count(words: Sequence[Token]) -> int:
    """How many of ``words`` are not an editor's."""
    return sum(t.norm[0] != ASIDE for t in words)


def _tells(words: Sequence[Token], kind: str, places: int) -> bool:
    """Whether unchanged words are distinctive enough to be said to be the record's."""
    weight = sum(weight_of(t) for t in words)
    if _count(words) < SHORT:
        return weight >= SHORT_WEIGHT and places <= SHORT_PLACES
    return weight >= LONG_WEIGHT or kind == "exact"


def _runs_of_three(record: Sequence[Token], words: Sequence[Token]) -> int:
    """How many runs of three words of the passage stand in the words, apart from each other."""
    have = {tuple(t.norm for t in record[i : i + 3]) for i in range(len(record) - 2)}
    count, at = 0, 0
    while at + 3 <= len(words):
        if tuple(t.norm for t in words[at : at + 3]) in have:
            count, at = count + 1, at + 3
        else:
            at += 1
    return count


def _marked_loss(diff: Sequence[Change]) -> str:
    """What a marked omission dropped, where that is all that changed, and it negates or conditions."""
    hard = [c for c in diff if c.type and c.type not in SOFT]
    lost = all(
        c.op == "delete" and c.type in (DiffType.NEGATION, DiffType.CONDITION) for c in hard
    )
    marked = any("…" in c.text or ". ." in c.text or "..." in c.text for c in diff)
    return " ".join(c.record.strip() for c in hard) if hard and lost and marked else ""


def _between(raw: str, extra: Sequence[Token]) -> str:
    """The stretch of ``raw`` that ``extra`` stands on, in whichever order it comes."""
    return raw[min(t.start for t in extra) : max(t.end for t in extra)]

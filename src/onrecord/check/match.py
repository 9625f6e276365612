"""What words are to the record: the passage they are, the passage they changed, or none.

The index nominates windows; the words are aligned with each, and the verdict is read off the typed
diff. No score decides it. The kinds:

``exact``      every word, number and polarity is the record's, from a sentence's start to a
               sentence's end. Marks, case, spelling, line ends, marked omissions and clarifications
               in brackets may differ; the diff shows each.
``excerpt``    the same, but it begins or ends inside a sentence, and what the sentence says besides
               neither negates nor conditions it.
``cut-short``  the same, but what was left out of a sentence does: a condition that follows within
               ``CONDITION_REACH`` words or leads the sentence, or a negation in the
               ``NEGATION_REACH`` words before it, or a marked omission that dropped one.
               ``dropped`` has the words.
``spliced``    two or more passages follow each other as if they were one: from two communications,
               or out of order, or with a whole sentence's end between them and no mark.
``altered``    one passage, with words changed, added or dropped unmarked.
``none``       nothing of the record; ``passages`` has the nearest, which is not a match.

The numbers, chosen on the development transcripts (see ``bench/check_alterations.py``):

- Words weigh 1 where they are common (``COMMON``) and 3 where not, numbers and names included.
- Fewer than 6 words are never ``altered``: changed, they are other words. Unchanged they count from
  weight 6 on (two content words, or one and three common ones) and in five places of the record at
  most; "thank you very much" was said by everyone.
- From 6 words on unchanged words count from weight 7, or as a whole sentence.
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

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from onrecord.check.align import Pairs, align
from onrecord.check.diff import ASIDE, changes_of, is_faithful, opens_condition, spoken
from onrecord.check.diff_types import SOFT, Parties, gravest, group_of
from onrecord.check.diff_words import NEGATORS
from onrecord.check.index import Index, Nominee
from onrecord.check.match_place import (
    PART_COVER,
    PART_WEIGHT,
    PART_WORDS,
    Asked,
    Part,
    Placer,
    longest_run,
    shifted,
    weight_of,
)
from onrecord.check.match_sentences import sentence_around
from onrecord.check.tokens import Token, tokens
from onrecord.check.types import Change, DiffType, Passage

SHORT: Final = 6
SHORT_WEIGHT: Final = 6
SHORT_PLACES: Final = 5
LONG_WEIGHT: Final = 7
CUT_WEIGHT: Final = 6
FEW: Final = 10
CLOSE_COVER: Final = 0.85
FEW_COVER: Final = 0.7
FEW_WEIGHT: Final = 11
SPLICED_WORDS: Final = 5
SPLICED_FEW: Final = 14
PLAIN_CHANGES: Final = frozenset(
    {DiffType.NEGATION, DiffType.NUMBER, DiffType.MONEY, DiffType.PERCENT, DiffType.DATE}
)
LOOSE_COVER: Final = 0.75
LOOSE_WEIGHT: Final = 24
ALTERED_WEIGHT: Final = 12
WHOLE_WEIGHT: Final = 5
COVER: Final = 0.6
NEAR_COVER: Final = 0.8
EDGE_COVER: Final = 0.85
PASSAGE_COVER: Final = 0.4
CONDITION_REACH: Final = 12
NEGATION_REACH: Final = 4
#: More words than 12, of whose runs of three the record has less than 30% anywhere, are tried on
#: two nominees only: of words with every fourth one changed it would have 25%, and that is none.
STRANGE_WORDS: Final = 12
STRANGE: Final = 0.3
#: Words of which so much stands unchanged in a passage that is not theirs are tried on the next
#: nominees, so many of them.
RETRY: Final = 0.5
TRIES: Final = 4


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
    asked = Asked(words, *spoken(tokens(words)))
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


def _without_asides(asked: Asked) -> Asked | None:
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
    return Asked(asked.raw, words, asked.free) if 0 < asides < len(words) else None


class _Matcher:
    """One question to one index."""

    def __init__(self, index: Index, within: AbstractSet[int] | None, parties: Parties) -> None:
        self._index, self._parties = index, parties
        self._placer = Placer(index, within)

    def match(self, asked: Asked) -> Match:
        nominees = self._placer.nominees(asked, 0, len(asked.words))
        if not nominees:
            return Match("none")
        places = self._placer.places(asked, nominees)
        if places:
            return self._faithful(asked, places)
        size = len(asked.words)
        if size > STRANGE_WORDS and self._placer.familiar(asked, 0, size) < STRANGE:
            nominees = nominees[:2]
        first = self._placed(asked, nominees)
        if first.kind != "none" or first.unchanged < RETRY:
            return first
        # The likeliest window may be another's; the words may be one of the next ones', changed.
        for nominee in nominees[:TRIES]:
            other = self._placed(asked, [nominee])
            if other.kind != "none":
                return other
        return first

    def _placed(self, asked: Asked, nominees: Sequence[Nominee]) -> Match:
        """The verdict of the best alignment with one of ``nominees``."""
        parts = self._placer.placed(asked, nominees)
        if not parts:
            return Match("none")
        if len(parts) > 1:
            return self._spliced(asked, parts)
        return self._single(asked, parts[0])

    def _diff(self, asked: Asked, passage: Passage, text: int) -> tuple[Change, ...]:
        """The diff of all the words against one passage."""
        record = self._index.texts[text].text[passage.start : passage.end]
        left = spoken(tokens(record))[0]
        return self._changes(record, asked, left)

    def _changes(self, record: str, asked: Asked, left: Sequence[Token]) -> tuple[Change, ...]:
        pairs = align(
            [(t.norm, group_of(t)) for t in left],
            [(t.norm, group_of(t)) for t in asked.words],
            asked.free,
        )
        return changes_of(record, asked.raw, left, asked.words, pairs, asked.free, self._parties)

    def _faithful(self, asked: Asked, places: Sequence[Passage]) -> Match:
        """The verdict where the words stand on end in the record, at ``places``."""
        judged = [(self._edges(place), place) for place in places]
        order = {"exact": 0, "excerpt": 1, "cut-short": 2}
        (kind, dropped), passage = min(judged, key=lambda j: order[j[0][0]])
        also = tuple(p for (other, _), p in judged if other == kind and p != passage)
        diff = self._diff(asked, passage, self._text_of(passage))
        if not _tells(asked, kind, len(places)) or not is_faithful(diff):
            kind = "none" if is_faithful(diff) or _count(asked) < SHORT else "altered"
            return Match(kind, (passage,), diff, unchanged=1.0)
        at, words = None, ""
        if dropped:
            at = Passage(passage.entry, passage.communication, *dropped)
            words = self._index.texts[self._text_of(passage)].text[slice(*dropped)]
        return Match(kind, (passage,), diff, words, at, also, 1.0)

    def _text_of(self, passage: Passage) -> int:
        return self._index.number(passage.entry, passage.communication)

    def _edges(self, passage: Passage) -> tuple[str, tuple[int, int] | None]:
        """``exact``, ``excerpt`` or ``cut-short``, and where the dropped words stand."""
        text = self._index.texts[self._text_of(passage)].text
        first, last = sentence_around(text, passage.start, passage.end)
        head = shifted(text, first, passage.start)
        tail = shifted(text, passage.end, last)
        if not head and not tail:
            return "exact", None
        opener = opens_condition(tail[:CONDITION_REACH])
        if opener is not None or any(t.norm in NEGATORS for t in tail[:1]):
            return "cut-short", (tail[0].start, tail[-1].end)
        near = head[-NEGATION_REACH:]
        negated = any(
            t.norm in NEGATORS and not _clause_ends(text[t.end : passage.start]) for t in near
        )
        if negated or opens_condition(head[:4]) == 0 or _condition_opens_at_end(head):
            return "cut-short", (head[0].start, head[-1].end)
        return "excerpt", None

    def _single(self, asked: Asked, part: Part) -> Match:
        passage = self._placer.closed(asked, part.text, part.start, part.end)
        diff = self._diff(asked, passage, part.text)
        found, same = self._placer.same(asked, part)
        apart = self._placer.sentences_apart(asked, part, found, same)
        if len(apart) > 1:
            return self._spliced(asked, apart)
        weight = sum(weight_of(found[i]) for i, _ in same)
        part = part._replace(weight=weight, run=longest_run(same))
        share = weight / sum(weight_of(t) for t in asked.words)
        if is_faithful(diff):
            kind, dropped = self._edges(passage)
            if not _tells(asked, kind, 1):
                return Match("none", (passage,), diff, unchanged=share)
            at, words = None, ""
            if dropped:
                at = Passage(passage.entry, passage.communication, *dropped)
                words = self._index.texts[part.text].text[slice(*dropped)]
            return Match(kind, (passage,), diff, words, at, (), share)
        inner = bool(same) and (same[0][1], same[-1][1]) == (0, len(asked.words) - 1)
        hard = sum(c.type is not None and c.type not in SOFT for c in diff)
        altered = self._is_altered(asked, part, share, hard=hard, inner=inner)
        # Other people say much the same about the same things: a few words that differ in wording
        # alone are no changed quotation of a short or loose likeness.
        kind = "altered" if altered and not _loose(asked, diff, share, weight) else "none"
        lost = _marked_loss(diff)
        if kind == "altered" and lost:
            return Match("cut-short", (passage,), diff, lost, passage, (), share)
        return Match(kind, (passage,), diff, unchanged=share)

    def _is_altered(
        self, asked: Asked, part: Part, share: float, *, hard: int, inner: bool
    ) -> bool:
        """Whether the words are the passage's, changed, rather than words of their own. ``hard`` is
        the count of changes to words; ``inner`` says that the first and last word are unchanged."""
        if _count(asked) < SHORT or share < COVER:
            return False
        whole = self._placer.is_whole(part)
        only_dropped = share == 1 and part.weight >= SHORT_WEIGHT
        if only_dropped or (hard == 1 and part.weight >= WHOLE_WEIGHT and whole):
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

    def _spliced(self, asked: Asked, parts: Sequence[Part]) -> Match:
        """The verdict where the words come from several passages."""
        total = sum(weight_of(t) for t in asked.words)
        share = sum(p.weight for p in parts) / total
        passages = tuple(self._placer.passage(p.text, p.start, p.end) for p in parts)
        pieces = [self._index.texts[p.text].text[p.start : p.end] for p in parts]
        record = ""
        left: list[Token] = []
        pairs: Pairs = []
        for piece, part in zip(pieces, parts, strict=True):
            own = spoken(tokens(piece))[0]
            theirs = asked.words[part.first : part.last]
            laid = align(
                [(t.norm, group_of(t)) for t in own], [(t.norm, group_of(t)) for t in theirs]
            )
            pairs += [
                (i + len(left) if i >= 0 else -1, j + part.first if j >= 0 else -1) for i, j in laid
            ]
            left += [t._replace(start=t.start + len(record), end=t.end + len(record)) for t in own]
            record += piece
        diff = changes_of(record, asked.raw, left, asked.words, pairs, asked.free, self._parties)
        texts = {p.text for p in parts}
        firm = len(texts) == 1 or all(
            p.weight >= PART_WEIGHT or self._placer.is_whole(p) for p in parts
        )
        said = len({" ".join(piece.casefold().split()) for piece in pieces}) == len(pieces)
        long = all(part.last - part.first >= SPLICED_WORDS for part in parts)
        told = said and (long or _count(asked) >= SPLICED_FEW)
        kind = "spliced" if share >= PART_COVER and firm and told else "none"
        return Match(kind, passages, diff, unchanged=share)


def _clause_ends(between: str) -> bool:
    return any(mark in between for mark in ",;:—") or " - " in between


def _condition_opens_at_end(head: Sequence[Token]) -> bool:
    """Whether the words cut off just before open a condition: "unless | the offer improves"."""
    last = head[-3:]
    return bool(last) and opens_condition(last) is not None


def _count(asked: Asked) -> int:
    """How many words were asked about, as they are written, an editor's left out."""
    words, end = 0, -1
    for token in asked.words:
        if token.norm[0] != ASIDE:
            # The tokens of "won't" touch and are one word; "six per cent" is one token.
            words += len(asked.raw[token.start : token.end].split()) - (token.start == end)
        end = token.end
    return words


def _tells(asked: Asked, kind: str, places: int) -> bool:
    """Whether unchanged words are distinctive enough to be said to be the record's."""
    weight = sum(weight_of(t) for t in asked.words)
    if _count(asked) < SHORT:
        return weight >= SHORT_WEIGHT and places <= SHORT_PLACES
    if kind == "cut-short" and places == 1:
        return weight >= CUT_WEIGHT
    return weight >= LONG_WEIGHT or kind == "exact"


def _has_digit(change: Change) -> bool:
    return any(character.isdigit() for character in change.record + change.text)


def _loose(asked: Asked, diff: Sequence[Change], share: float, weight: int) -> bool:
    """Whether what differs is too much of too little for a changed quotation: most of a few words,
    wording alone in not many more, or several places of a loose likeness."""
    hard = [c for c in diff if c.type is not None and c.type not in SOFT]
    worded = all(c.type is DiffType.WORDING for c in hard)
    if _count(asked) < FEW:
        if any(c.type in PLAIN_CHANGES or _has_digit(c) for c in hard):
            return False
        if worded and share < 1:
            return weight < FEW_WEIGHT or share < CLOSE_COVER
        return share < FEW_COVER
    return share < LOOSE_COVER and weight < LOOSE_WEIGHT and (worded or len(hard) > 1)


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
    """What a marked omission dropped, where nothing else changed and it negates or conditions."""
    hard = [c for c in diff if c.type and c.type not in SOFT]
    lost = all(c.op == "delete" and c.type in (DiffType.NEGATION, DiffType.CONDITION) for c in hard)
    marked = any("…" in c.text or ". ." in c.text or "..." in c.text for c in diff)
    return " ".join(c.record.strip() for c in hard) if hard and lost and marked else ""

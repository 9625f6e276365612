"""What the record says on a matter: passages for a claim in other words. Never a verdict.

A rumour quotes nobody, so nothing of it can be aligned with the record. What can be done is to show
where the record speaks of the same things, and which words led there. A passage is a sentence of a
communication together with its title; each communication is named once, by its best passage.

The score of a passage, the same for the same texts and claim in every run:

    lexical = BM25 (the claim's distinct terms) / (idf of a term in no passage * sqrt(n))
    score   = lexical, or lexical + COSINE * cosine with a sentence model (``vectors``, optional)

n is the number of telling words of the claim, at least ``FEW``: one rare word shared is much for a
short claim and little for a long one. Words that every text has count ``COMMON_WEIGHT``; words of
talks that mean the same (``terms.kin``) count ``KIN_WEIGHT``; words spelt nearly alike
count at most ``NEAR_WEIGHT``. Below ``FLOOR`` (``SEMANTIC_FLOOR`` with the model) nothing is shown,
nor where less than two words, or the only one asked, are shared and no model speaks for it.

``bench/check_retrieval.py`` measures it; docs/adr/0010 says why so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from typing import Any, Final, NamedTuple, Protocol

from onrecord.check.bm25 import Bm25
from onrecord.check.terms import kin, readable, telling, terms
from onrecord.check.types import Passage

FLOOR: Final = 0.7
SEMANTIC_FLOOR: Final = 1.23
COSINE: Final = 1.4
COMMON_WEIGHT: Final = 0.4
KIN_WEIGHT: Final = 0.6
NEAR_WEIGHT: Final = 0.7
NEAR_ALIKE: Final = 0.6
FEW: Final = 3
MOST_CHARACTERS: Final = 20_000
MOST_TERMS: Final = 200
_GRAM: Final = 4
_DECIMALS: Final = 4

_END: Final = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")
_SHORT_SENTENCE: Final = 20
_MARKS: Final = re.compile("[\"“”„«»‘’`´]|''")


class Source(NamedTuple):
    """The public words of one communication: ``text``, and ``title`` where it has one."""

    entry: int
    communication: str
    text: str
    title: str = ""


class Shared(NamedTuple):
    """A word of the claim and the word of the passage that it led to, both as written."""

    claim: str
    record: str


class Related(NamedTuple):
    """A passage on the matter. ``why`` are the shared words, the most telling first; empty where
    only the sentence model brought it."""

    passage: Passage
    score: float
    why: tuple[Shared, ...]


class Encoder(Protocol):
    """Texts as unit vectors, a row each: :class:`onrecord.check.vectors.SentenceModel`."""

    def vectors(self, texts: Sequence[str]) -> Any:
        """An array of shape (texts, width)."""


class Retrieval:
    """The texts of a record, ready to be asked. Built once; never changed after.

    Args:
        sources: communications in the order of the record.
        encoder: a sentence model, to find what shares no words; ``vectors.load_model()``.
    """

    def __init__(self, sources: Iterable[Source], *, encoder: Encoder | None = None) -> None:
        self.sources = tuple(sources)
        self._places = [
            (number, start, end)
            for number, source in enumerate(self.sources)
            for start, end in sentences(source.text)
        ]
        self._ranking = Bm25(self._terms(number) for number in range(len(self._places)))
        self._near = _Near(self._ranking.terms)
        self._encoder = encoder
        self._vectors = None if encoder is None else self._rows(encoder)

    def related(self, claim: str, *, limit: int = 5, floor: float | None = None) -> list[Related]:
        """Up to ``limit`` passages, the nearest first; of equals the earliest in the record.

        Args:
            claim: any text; its first ``MOST_CHARACTERS`` characters and ``MOST_TERMS`` distinct
                terms count, so that time is bounded.
            limit: at most so many communications.
            floor: the least score shown; by default ``FLOOR`` or ``SEMANTIC_FLOOR``. 0 shows all.
        """
        claim = claim[:MOST_CHARACTERS]
        asked = _asked(claim)
        scores = self._scores(claim, asked)
        least = floor
        if least is None:
            least = FLOOR if self._encoder is None else SEMANTIC_FLOOR
        kept = [item for item in scores.items() if item[1] >= least and item[1] > 0]
        kept.sort(key=lambda item: (-item[1], item[0]))
        found: list[Related] = []
        seen: set[int] = set()
        for number, score in kept:
            if len(found) >= limit:
                break
            text, start, end = self._places[number]
            if text in seen:
                continue
            seen.add(text)
            why = self._why(number, asked)
            if floor is None and self._encoder is None and len(why) < min(2, len(asked)):
                continue
            source = self.sources[text]
            passage = Passage(source.entry, source.communication, start, end)
            found.append(Related(passage, score, why))
        return found

    def _scores(self, claim: str, asked: Mapping[str, str]) -> dict[int, float]:
        lexical = self._ranking.scores([self._forms(term) for term in asked])
        count = sum(telling(term) for term in asked)
        unit = self._ranking.idf("") * sqrt(max(FEW, count))
        if self._encoder is None or not self._places:
            return {number: round(score / unit, _DECIMALS) for number, score in lexical.items()}
        cosines = (self._vectors @ self._encoder.vectors([_quoteless(readable(claim))])[0]).tolist()
        return {
            number: round(lexical.get(number, 0.0) / unit + COSINE * cosine, _DECIMALS)
            for number, cosine in enumerate(cosines)
        }

    def _forms(self, term: str) -> list[tuple[str, float]]:
        """A term and those that stand for it, each with its factor."""
        if not telling(term):
            return [(term, COMMON_WEIGHT)]
        others = [(other, KIN_WEIGHT) for other in kin(term)]
        return [(term, 1.0), *others, *self._near.of(term)]

    def _why(self, number: int, asked: Mapping[str, str]) -> tuple[Shared, ...]:
        held: dict[str, str] = {}
        for term, word in terms(self._words(self._places[number])):
            held.setdefault(term, word)
        found: list[tuple[float, Shared]] = []
        for term, word in asked.items():
            here = [(self._ranking.idf(t) * f, t) for t, f in self._forms(term) if t in held]
            if here and telling(term):
                weight, other = max(here)
                found.append((weight, Shared(word, held[other])))
        return tuple(shared for _, shared in sorted(found, key=lambda each: -each[0]))

    def _words(self, place: tuple[int, int, int]) -> str:
        source = self.sources[place[0]]
        words = source.text[place[1] : place[2]]
        return _quoteless(f"{words} {source.title}")

    def _terms(self, number: int) -> list[str]:
        return [term for term, _ in terms(self._words(self._places[number]))]

    def _rows(self, encoder: Encoder) -> Any:
        """A vector for each passage; equal ones are read once, and get the same to the last bit."""
        wanted = [readable(self._words(place)) for place in self._places]
        different = {text: number for number, text in enumerate(dict.fromkeys(wanted))}
        return encoder.vectors(list(different))[[different[text] for text in wanted]]


class _Near:
    """Terms spelt nearly alike, by the runs of four letters that they share (Dice)."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._with: dict[str, list[str]] = {}
        for term in vocabulary:
            for gram in _grams(term):
                self._with.setdefault(gram, []).append(term)
        self.of = lru_cache(maxsize=16_384)(self._of)

    def _of(self, term: str) -> tuple[tuple[str, float], ...]:
        """The terms near ``term``, not itself, each with its factor, in the order of the record."""
        own = _grams(term)
        counts: dict[str, int] = {}
        for gram in own:
            for other in self._with.get(gram, ()):
                counts[other] = counts.get(other, 0) + 1
        alike = ((o, 2 * n / (len(own) + len(_grams(o)))) for o, n in counts.items() if o != term)
        return tuple((o, NEAR_WEIGHT * dice) for o, dice in alike if dice >= NEAR_ALIKE)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of ``text`` stand, half-open, without the space around them.

    A very short one ("No.") stays with the one after it in its paragraph.
    """
    start, edges = 0, [(m.start(), m.end(), "\n" in m[0]) for m in _END.finditer(text)]
    for stop, after, ends_paragraph in [*edges, (len(text), len(text), True)]:
        if not ends_paragraph and stop - start < _SHORT_SENTENCE:
            continue
        words = text[start:stop]
        if words.strip():
            yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())
        start = after


def _asked(claim: str) -> dict[str, str]:
    """The distinct terms of a claim, each with its first word, in order."""
    asked: dict[str, str] = {}
    for term, word in terms(claim):
        if len(asked) >= MOST_TERMS:
            break
        asked.setdefault(term, word)
    return asked


@lru_cache(maxsize=65_536)
def _grams(term: str) -> tuple[str, ...]:
    """The distinct runs of letters of a term with its ends marked, in order; none of a number."""
    if len(term) < _GRAM or len(term) > 60 or term[0].isdecimal():
        return ()
    ended = f"^{term}$"
    return tuple(dict.fromkeys(ended[i : i + _GRAM] for i in range(len(ended) - _GRAM + 1)))


def _quoteless(text: str) -> str:
    """One kind of quotation mark and of space, so that equal words are equal texts."""
    return " ".join(_MARKS.sub("'", text).split())

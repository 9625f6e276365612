"""Okapi BM25 over passages given as terms, in plain Python.

A passage's score is the sum, over what is asked, of how rare a term is (``idf``) times how much of
it the passage has, which levels off (``K1``) and counts for less in a long passage (``B``):

    idf(t) = ln(1 + (N - n + 1/2) / (n + 1/2))       N passages, n of them with t
    idf(t) * f (K1 + 1) / (f + K1 (1 - B + B length / mean length))      f times in the passage

N and n count, beside the record, ``OTHERS`` passages of other matters, ``HELD`` of them with any
term: in a small record of one dispute "strike" stands everywhere, and still tells that a claim is
about a strike; a record of many thousand passages speaks for itself.

One thing asked may be a term and its kin, each with a factor: the best of them counts, once.

>>> ranking = Bm25([["strike", "end"], ["talk", "end"], ["strike", "strike", "pay"]])
>>> sorted(ranking.scores([[("strike", 1.0)], [("wage", 1.0), ("pay", 0.5)]]), key=str)
[0, 2]
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import Final

K1: Final = 1.5
B: Final = 0.75
OTHERS: Final = 20_000
HELD: Final = 5


class Bm25:
    """Built once from passages; scores are computed when it is built, not when it is asked."""

    def __init__(self, passages: Iterable[Sequence[str]]) -> None:
        counted = [Counter(passage) for passage in passages]
        self.size = len(counted)
        lengths = [c.total() for c in counted]
        mean = sum(lengths) / max(1, self.size) or 1.0
        where: dict[str, tuple[array[int], array[float]]] = {}
        for number, (counts, length) in enumerate(zip(counted, lengths, strict=True)):
            held = K1 * (1 - B + B * length / mean)
            for term, times in counts.items():
                numbers, weights = where.setdefault(term, (array("I"), array("f")))
                numbers.append(number)
                weights.append(times * (K1 + 1) / (times + held))
        self._where = where

    @property
    def terms(self) -> Iterable[str]:
        """Every term of the passages, in the order met."""
        return self._where.keys()

    def __contains__(self, term: str) -> bool:
        return term in self._where

    def idf(self, term: str) -> float:
        """How rare ``term`` is; that of a term of no passage is the greatest."""
        n = HELD + (len(self._where[term][0]) if term in self._where else 0)
        return log(1 + (OTHERS + self.size - n + 0.5) / (n + 0.5))

    def scores(self, asked: Iterable[Sequence[tuple[str, float]]]) -> dict[int, float]:
        """The score of every passage that has anything of what is asked, by its number."""
        total: dict[int, float] = {}
        get = total.get
        for forms in asked:
            for number, weight in self._best(forms):
                total[number] = get(number, 0.0) + weight
        return total

    def _best(self, forms: Sequence[tuple[str, float]]) -> Iterable[tuple[int, float]]:
        known = [(term, factor) for term, factor in forms if term in self._where]
        if len(known) == 1:
            return self._weighed(*known[0])
        best: dict[int, float] = {}
        for term, factor in known:
            for number, weight in self._weighed(term, factor):
                if weight > best.get(number, 0.0):
                    best[number] = weight
        return best.items()

    def _weighed(self, term: str, factor: float) -> Iterable[tuple[int, float]]:
        numbers, weights = self._where[term]
        factor *= self.idf(term)
        return zip(numbers, (factor * weight for weight in weights), strict=True)

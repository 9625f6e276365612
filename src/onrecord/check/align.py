"""Two sequences of words laid against each other at the least cost.

A unit is ``(norm, group)``: units are equal where their norms are. Costs are whole numbers:

    equal                                                        0
    a unit on one side only                                      2
    a unit for another of the same group ("may" for "will")      2
    a unit for any other                                         3

so that a changed word is one replacement (3 < 2 + 2) and a number is held against the number that
took its place, not against a word beside it. Among alignments of equal cost the one is taken that
pairs units latest; the same input always gives the same alignment.

``align`` lays whole against whole, ``fit`` lets the record run on at the end, and ``local`` finds
the stretch of both that agrees best. ``free`` names places of the text (a count of units before
them) where an omission is marked: there the record's units are passed over at no cost.

An alignment is a list of pairs ``(i, j)`` in order, -1 where a unit has no partner.

>>> align(units("we will not go"), units("we will go"))
[(0, 0), (1, 1), (2, -1), (3, 2)]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

Unit = tuple[str, str]
Pairs = list[tuple[int, int]]

GAP: Final = 2
ALIKE: Final = 2
OTHER: Final = 3
_FAR: Final = 1 << 40
_DIAGONAL, _DELETE, _INSERT = 1, 2, 3
#: What ``local`` gives for an equal unit; a replacement takes 2 away and a lone unit 2, so that
#: five equal words carry over three changed ones.
MATCH: Final = 3
MISMATCH: Final = 2


class Local(NamedTuple):
    """``score`` of the best stretch, and its pairs."""

    score: int
    pairs: Pairs


def units(words: str) -> list[Unit]:
    """Plain words as units without groups."""
    return [(word, "") for word in words.split()]


def cost(a: Unit, b: Unit) -> int:
    """What it costs to hold ``b`` against ``a``."""
    if a[0] == b[0]:
        return 0
    return ALIKE if a[1] and a[1] == b[1] else OTHER


def obvious_cost(record: Sequence[Unit], text: Sequence[Unit]) -> int:
    """The least cost, straight from its definition: slow, and what ``align`` is tested against."""

    @cache
    def rest(i: int, j: int) -> int:
        if i == len(record) or j == len(text):
            return GAP * (len(record) - i + len(text) - j)
        return min(
            rest(i + 1, j + 1) + cost(record[i], text[j]),
            rest(i + 1, j) + GAP,
            rest(i, j + 1) + GAP,
        )

    return rest(0, 0)


def cost_of(pairs: Pairs, record: Sequence[Unit], text: Sequence[Unit]) -> int:
    """What the alignment ``pairs`` costs, without free places."""
    return sum(GAP if i < 0 or j < 0 else cost(record[i], text[j]) for i, j in pairs)


def align(
    record: Sequence[Unit], text: Sequence[Unit], free: frozenset[int] = frozenset()
) -> Pairs:
    """The alignment of all of ``record`` with all of ``text`` at the least cost.

    Equal ends are paired first, which never costs more; then a diagonal band is searched and
    widened until no path outside it can cost less: the time is the size times the difference.
    """
    n, m, head, tail = len(record), len(text), 0, 0
    if not free:
        while head < min(n, m) and record[head][0] == text[head][0]:
            head += 1
        while tail < min(n, m) - head and record[n - 1 - tail][0] == text[m - 1 - tail][0]:
            tail += 1
    pairs = [(k, k) for k in range(head)]
    inner = _banded(record[head : n - tail], text[head : m - tail], free)
    pairs += [(i + head if i >= 0 else -1, j + head if j >= 0 else -1) for i, j in inner]
    return pairs + [(n - k, m - k) for k in range(tail, 0, -1)]


def fit(record: Sequence[Unit], text: Sequence[Unit]) -> Pairs:
    """All of ``text`` against a beginning of ``record``, as long a one as costs least; a beginning
    with fewer units than ``text`` is charged for each that it lacks, so that a word that changed
    is held against the one it replaced."""
    rows, costs = _search(record, text, frozenset(), max(len(record), len(text)))
    end = min(range(len(costs)), key=lambda i: (costs[i] + GAP * max(0, len(text) - i), i))
    return _path(rows, end, len(text))


def _banded(record: Sequence[Unit], text: Sequence[Unit], free: frozenset[int]) -> Pairs:
    n, m = len(record), len(text)
    if not n or not m:
        return [(i, -1) for i in range(n)] + [(-1, j) for j in range(m)]
    apart = abs(n - m)
    band = max(n, m) if free else apart + 8
    while True:
        rows, costs = _search(record, text, free, band)
        # A path that leaves the band takes band + 1 lone units one way and comes back.
        if band >= max(n, m) or costs[n] <= GAP * (2 * (band + 1) - apart):
            return _path(rows, n, m)
        band *= 2


def _search(
    record: Sequence[Unit], text: Sequence[Unit], free: frozenset[int], band: int
) -> tuple[list[tuple[int, bytearray]], list[int]]:
    """For each count of text units, the first record unit in the band and the best moves there;
    and the costs of the last row."""
    n = len(record)
    norms, groups = [u[0] for u in record], [u[1] for u in record]
    step = 0 if 0 in free else GAP
    costs = [step * i if i <= band else _FAR for i in range(n + 1)]
    rows = [(0, bytearray([_DELETE]) * (n + 1))]
    for j, (norm, group) in enumerate(text, 1):
        lo, hi = max(0, j - band), min(n, j + band)
        step = 0 if j in free else GAP
        moves = bytearray(hi - lo + 1)
        new = [_FAR] * (n + 1)
        left, diagonal = _FAR, costs[lo - 1] if lo else _FAR
        for i in range(lo, hi + 1):
            up = costs[i]
            best, move = up + GAP, _INSERT
            if left + step <= best:
                best, move = left + step, _DELETE
            if i:
                if norms[i - 1] == norm:
                    through = diagonal
                elif group and groups[i - 1] == group:
                    through = diagonal + ALIKE
                else:
                    through = diagonal + OTHER
                if through <= best:
                    best, move = through, _DIAGONAL
            new[i] = left = best
            moves[i - lo] = move
            diagonal = up
        costs = new
        rows.append((lo, moves))
    return rows, costs


def _path(rows: list[tuple[int, bytearray]], i: int, j: int) -> Pairs:
    """The way back through ``rows`` from the end at (i, j), turned round."""
    pairs: Pairs = []
    while i or j:
        lo, moves = rows[j]
        move = moves[i - lo]
        if move == _DIAGONAL:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif move == _DELETE:
            i -= 1
            pairs.append((i, -1))
        else:
            j -= 1
            pairs.append((-1, j))
    pairs.reverse()
    return pairs


def local(record: Sequence[str], text: Sequence[str], free: frozenset[int] = frozenset()) -> Local:
    """The stretch of ``record`` and ``text`` (norms) that agrees best: Smith and Waterman's way.

    It begins and ends with equal units. Of equal scores, the one that ends first in the text, then
    first in the record.
    """
    n = len(record)
    scores, rows = [0] * (n + 1), []
    top, top_i, top_j = 0, 0, 0
    for j, norm in enumerate(text, 1):
        step = 0 if j in free else GAP
        moves, new = bytearray(n + 1), [0] * (n + 1)
        diagonal = left = 0
        for i, other in enumerate(record, 1):
            up = scores[i]
            best, move = 0, 0
            if other == norm:
                best, move = diagonal + MATCH, _DIAGONAL
            elif diagonal > MISMATCH:
                best, move = diagonal - MISMATCH, _DIAGONAL
            if left - step > best:
                best, move = left - step, _DELETE
            if up - GAP > best:
                best, move = up - GAP, _INSERT
            if best:
                new[i], moves[i] = best, move
                if best > top:
                    top, top_i, top_j = best, i, j
            left, diagonal = best, up
        scores = new
        rows.append(moves)
    return Local(top, _local_path(rows, top_i, top_j))


def _local_path(rows: list[bytearray], i: int, j: int) -> Pairs:
    pairs: Pairs = []
    while i and j and (move := rows[j - 1][i]):
        if move == _DIAGONAL:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif move == _DELETE:
            i -= 1
            pairs.append((i, -1))
        else:
            j -= 1
            pairs.append((-1, j))
    pairs.reverse()
    return pairs

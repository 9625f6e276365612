"""Which letters a machine that reads pictures takes for which others.

>>> ocr_confusable("modern", "modem"), ocr_confusable("50%", "SO%"), ocr_confusable("may", "will")
(True, True, False)
"""

from __future__ import annotations

import unicodedata

# Each row: groups that a machine takes for each other. Long groups first: "rn" is read before "r".
_ALIKE = (
    ("m", "rn", "nn", "in"), ("w", "vv"), ("d", "cl"), ("h", "li", "lh"), ("k", "lc"), ("g", "cj"),
    ("u", "ii"), ("o", "0", "O", "Q", "D"), ("5", "S", "s"),
    ("1", "l", "I", "i", "|", "!", "j", "t"),
    ("8", "B", "3"), ("6", "b", "G"), ("9", "g", "q"), ("2", "Z", "z"), ("7", "T", "?"), ("4", "A"),
    ("c", "e", "o"), ("n", "ri", "h"), ("v", "y"), ("f", "t"), ("a", "o"), (",", "."), (":", ";"),
    ("'", "’", "‘", "`"), ('"', "“", "”", "''"), ("-", "–", "—"), ("fi", "ﬁ"), ("fl", "ﬂ"),
    ("B", "R"),
    ("E", "F"), ("u", "v"), ("C", "G"), ("€", "6", "e"), ("$", "S", "5"), ("l1", "ll", "U"),
)  # fmt: skip
_PAIRS: dict[str, frozenset[str]] = {}
for _row in _ALIKE:
    for _one in _row:
        _PAIRS[_one] = _PAIRS.get(_one, frozenset()) | frozenset(_row)
_MAX_LENGTH = 60
_LONGEST = 2


def ocr_confusable(a: str, b: str) -> bool:
    """Whether ``b`` could be ``a`` misread from a picture, letter by letter, or it ``b``.

    Equal words are not confused. At most one letter in two may have been misread (a single letter
    or pair always may), and accents may have been lost. Long words (over 60) never are.
    """
    if a == b or not a or not b or max(len(a), len(b)) > _MAX_LENGTH:
        return False
    cost = _misread(a, b)
    return cost is not None and cost <= (max(len(a), len(b)) + 1) // 2


def _misread(a: str, b: str) -> int | None:
    """The least number of misreadings that turn ``a`` into ``b``; None if none does."""
    best: dict[tuple[int, int], int] = {(0, 0): 0}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            cost = best.get((i, j))
            if cost is None:
                continue
            for left in (1, _LONGEST):
                for right in (1, _LONGEST):
                    one, two = a[i : i + left], b[j : j + right]
                    if len(one) < left or len(two) < right or (step := _step(one, two)) is None:
                        continue
                    place = (i + left, j + right)
                    best[place] = min(best.get(place, cost + step), cost + step)
    return best.get((len(a), len(b)))


def _step(one: str, two: str) -> int | None:
    if one == two:
        return 0 if len(one) == 1 else None
    if two in _PAIRS.get(one, ()) or (len(one) == len(two) == 1 and _bare(one) == _bare(two)):
        return 1
    return None


def _bare(letter: str) -> str:
    # Letters of one shape in both cases, and letters without their accents.
    base = unicodedata.normalize("NFD", letter)[0]
    return base.lower() if base.lower() in "cosvwxzkpu" else base

"""Where the sentences of a recorded text end: enough to tell whether a quotation stops inside one.

A sentence ends at ``.``, ``!`` or ``?`` (with the marks that close it) before a space and a
capital, digit or opening mark, and at an empty line. A full stop after a title, an initial or a
usual abbreviation ends none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_END: Final = re.compile(r"(?P<stop>[.!?…]+[\"'”’»)\]]*)(?=\s+[\"'“‘«(\[]*[A-ZÀ-Þ0-9])|\n[ \t]*\n")
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(“‘\"'])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Jr|"
    r"Sr|No|vs|v|e\.g|i\.e|approx|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|(?:[A-Z]\.)+[A-Z])$"
)


@lru_cache(maxsize=512)
def sentence_ends(text: str) -> tuple[int, ...]:
    """Offsets just after each sentence of ``text``, in order; the last is its length."""
    ends = []
    for match in _END.finditer(text):
        stop = match.group("stop")
        abbreviated = stop == "." and _ABBREVIATED.search(
            text, max(0, match.start() - 12), match.start()
        )
        if not abbreviated:
            ends.append(match.end())
    if not ends or ends[-1] != len(text):
        ends.append(len(text))
    return tuple(ends)


def ends_within(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends in ``text[start:end]``, marks at the very end counted."""
    return any(start < e <= end for e in sentence_ends(text)[:-1])


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """From the start of the sentence that holds ``start`` to the end of the one that ends at or
    after ``end``; punctuation that closes a sentence belongs to it."""
    ends = sentence_ends(text)
    first = max((e for e in ends if e <= start), default=0)
    last = next((e for e in ends if e >= end), len(text))
    return first, last

"""Overrides of the writing direction: what the reader sees is the reverse of what is stored.

Unicode Standard Annex 9: ``RLO`` shows Latin letters from right to left until ``PDF`` or the end
of the paragraph, ``LRO`` forces left to right. The text is put in the order in which it is seen;
the control characters go.

>>> as_seen("the union is \\u202edlos\\u202c out")
'the union is sold out'
"""

from __future__ import annotations

import re
from typing import NamedTuple

OVERRIDE = re.compile("[\u202d\u202e]")
CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+")
RTL = re.compile("[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SPLIT = re.compile("([\u202a-\u202e\u2066-\u2069])")
_OPENERS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_MAX_DEPTH = 125  # UAX 9 BD2


def as_seen(line: str) -> str:
    """One paragraph without directional controls, overridden stretches in the order seen."""
    levels: list[_Level] = [_Level("", [])]
    for piece in _SPLIT.split(line):
        if len(piece) == 1 and piece in _OPENERS:
            if len(levels) <= _MAX_DEPTH:
                levels.append(_Level(piece, []))
        elif piece in ("\u202c", "\u2069"):
            _close(levels)
        else:
            levels[-1].pieces.append((False, piece))
    while len(levels) > 1:
        _close(levels)
    return "".join(text for _, text in levels[0].pieces)


class _Level(NamedTuple):
    opener: str
    pieces: list[tuple[bool, str]]  # (a closed level, which keeps its own order; its text)


def _close(levels: list[_Level]) -> None:
    if len(levels) == 1:
        return
    opener, pieces = levels.pop()
    if opener == "\u202e":
        pieces = [(True, text if nested or RTL.search(text) else text[::-1])
                  for nested, text in reversed(pieces)]  # fmt: skip
    levels[-1].pieces.append((True, "".join(text for _, text in pieces)))

"""English words without their endings, by M. F. Porter's algorithm of 1980 ("An algorithm for
suffix stripping", Program 14(3)), with the three departures that its author published later.

Stems are compared, never shown; they need not be words.

>>> [stem(w) for w in "negotiations negotiated bargained wages relational".split()]
['negoti', 'negoti', 'bargain', 'wage', 'relat']

Terms of the paper: a word is [C](VC)^m[V], with C and V runs of consonants and of vowels; ``m`` is
its measure. ``*o`` is an ending consonant, vowel, consonant whose last is not w, x or y.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_C: Final = "[^aeiou]"
_V: Final = "[aeiouy]"
_CC: Final = f"{_C}[^aeiouy]*"
_VV: Final = f"{_V}[aeiou]*"
_M0: Final = re.compile(f"^({_CC})?{_VV}{_CC}")
_M1: Final = re.compile(f"^({_CC})?{_VV}{_CC}({_VV})?$")
_M2: Final = re.compile(f"^({_CC})?{_VV}{_CC}{_VV}{_CC}")
_VOWEL: Final = re.compile(f"^({_CC})?{_V}")
_O: Final = re.compile(f"^{_CC}{_V}[^aeiouwxy]$")
_DOUBLE: Final = re.compile(r"([^aeiouylsz])\1$")

_STEP_2: Final = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize",
    "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful",
    "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3: Final = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_STEP_4: Final = "al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize"


def _longest(endings: list[str]) -> re.Pattern[str]:
    return re.compile(f"({'|'.join(sorted(endings, key=lambda e: (-len(e), e)))})$")


_ENDS_2: Final = _longest(list(_STEP_2))
_ENDS_3: Final = _longest(list(_STEP_3))
_ENDS_4: Final = _longest(["ion", *_STEP_4.split()])


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a lower-case word; a word of two letters, or with other letters, as it is."""
    if len(word) < 3 or len(word) > 60 or not (word.isascii() and word.isalpha()):
        return word
    # At the head, y is a consonant: a capital keeps it apart until the end.
    word = "Y" + word[1:] if word[0] == "y" else word
    for step in (_step_1a, _step_1b, _step_1c, _step_2, _step_3, _step_4, _step_5):
        word = step(word)
    return word.lower()


def _step_1a(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _step_1b(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _M0.match(word[:-3]) else word
    ending = "ed" if word.endswith("ed") else "ing" if word.endswith("ing") else ""
    if not ending or not _VOWEL.match(word[: -len(ending)]):
        return word
    word = word[: -len(ending)]
    if word.endswith(("at", "bl", "iz")):
        return f"{word}e"
    if _DOUBLE.search(word):
        return word[:-1]
    return f"{word}e" if _O.match(word) else word


def _step_1c(word: str) -> str:
    return f"{word[:-1]}i" if word.endswith("y") and _VOWEL.match(word[:-1]) else word


def _step_2(word: str) -> str:
    return _replaced(word, _ENDS_2, _STEP_2)


def _step_3(word: str) -> str:
    return _replaced(word, _ENDS_3, _STEP_3)


def _replaced(word: str, ends: re.Pattern[str], table: dict[str, str]) -> str:
    found = ends.search(word)
    if found is None or not _M0.match(word[: found.start()]):
        return word
    return word[: found.start()] + table[found[1]]


def _step_4(word: str) -> str:
    found = _ENDS_4.search(word)
    if found is None:
        return word
    rest = word[: found.start()]
    if found[1] == "ion" and not rest.endswith(("s", "t")):
        return word
    return rest if _M2.match(rest) else word


def _step_5(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        if _M2.match(rest) or (_M1.match(rest) and not _O.match(rest)):
            word = rest
    if word.endswith("ll") and _M2.match(word):
        word = word[:-1]
    return word

"""Text as the pieces of words that the sentence model knows: BERT's uncased WordPiece.

Letters become lower case and lose their accents, punctuation and Chinese characters stand alone,
and each word is cut from the left into the longest pieces that the vocabulary has; a piece inside a
word begins with ``##``. A word that cannot be cut so is the one piece ``[UNK]``.

>>> pieces = WordPiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "we", "bar", "##gain", "."])
>>> pieces.numbers("We bargain. Nö.", most=16)
[2, 4, 5, 6, 7, 1, 7, 3]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_LONGEST: Final = 100
_CHINESE: Final = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ceaf\U0002f800-\U0002fa1f"
)
_ASCII_MARKS: Final = r"!-/:-@\[-`{-~"
_CUT: Final = re.compile(rf"[{_ASCII_MARKS}{_CHINESE}]|[^\s{_ASCII_MARKS}{_CHINESE}]+")


class WordPiece:
    """The pieces of a vocabulary, each numbered by its line."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = self._numbers["[UNK]"]
        self._ends = self._numbers["[CLS]"], self._numbers["[SEP]"]
        self._pieces = lru_cache(maxsize=65_536)(self._cut)

    def numbers(self, text: str, *, most: int) -> list[int]:
        """The pieces of ``text`` by number, ``most`` at most, [CLS] and [SEP] around them."""
        out = [self._ends[0]]
        for word in _words(text):
            out.extend(self._pieces(word))
            if len(out) >= most:
                break
        return [*out[: most - 1], self._ends[1]]

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST:
            return (self._unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                number = self._numbers.get(piece)
                if number is not None:
                    break
            else:
                return (self._unknown,)
            found.append(number)
            start = end
        return tuple(found)


def _words(text: str) -> list[str]:
    """Words and marks, without accents or characters that do not show."""
    if not text.isascii():
        apart = unicodedata.normalize("NFD", text.lower())
        text = "".join(_plain(c) for c in apart)
    elif "\x00" in text or not text.isprintable():
        text = "".join(_plain(c) for c in text)
    return _CUT.findall(text.lower())


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Mn":
        return ""
    if character in "\t\n\r" or kind == "Zs":
        return " "
    if kind.startswith("C") or character == "\ufffd":
        return ""
    return f" {character} " if kind.startswith("P") and not character.isascii() else character

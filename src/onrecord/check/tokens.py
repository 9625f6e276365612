"""A text as tokens: where each stands, and the form in which it is compared.

Two stretches say the same where their tokens have the same ``norm``s. So the norm forgets what may
differ in faithful quoting: case, accents, curly or straight marks, British or American spelling,
hyphens at a line's end, contractions ("won't" is the two tokens "will", "not"), and the way in
which a number is written. It keeps everything else.

    15, "fifteen"                          15
    1,200, "twelve hundred"                1200
    6.5%, 6.5 per cent, "six and a half percent"   6.5%
    $86 million, 86 million dollars        $86000000
    9 June, June 9, the 9th of June        06-09   (a year beside it stays a token of its own)
    [...], (…), ...                        the token ``OMISSION``, no word

>>> [t.norm for t in tokens("We won't take less than six and a half per cent on June 9th.")]
['we', 'will', 'not', 'take', 'less', 'than', '6.5%', 'on', '06-09']

Tokens come in order, do not overlap, and stand on ``text[start:end]``; what lies between them is
space and punctuation, which never changes what is said (marks within a number are kept in it).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from onrecord.check.spelling import canonical
from onrecord.check.token_numbers import merged

OMISSION: Final = "…"


class Token(NamedTuple):
    """``kind``: ``word``, ``number``, ``percent``, ``money``, ``date`` or ``omission``;
    ``marked`` where it stands in square brackets, as an editor's addition does."""

    start: int
    end: int
    norm: str
    kind: str = "word"
    marked: bool = False


_APOSTROPHES: Final = "'’‘ʼ`´′"
_TOKEN: Final = re.compile(
    rf"""
      (?P<omission> \[\s*(?:…|\.\s?\.\s?\.\.?)\s*\] | \(\s*(?:…|\.\s?\.\s?\.\.?)\s*\)
                  | \.\s?\.\s?\.(?:\s?\.)? | … )
    | (?P<number> (?:(?<!\S)[-−–])? (?:(?:(?<![^\W\d_])(?:US|AU?|CA?|NZ|HK))?[$£€¥]\s?)?
                  (?: \d+(?:,\d+)*(?:\.\d+)? | \.\d+ )
                  (?: [-–/:.]\d+(?:,\d+)* )* [^\W_]* )
    | (?P<word>   \[[^\W\d_]\](?=[^\W\d_]) (?:[^\W_]|\xad|[\u0300-\u036f])+
                  (?:[{_APOSTROPHES}][^\W_]+)*
                | [^\W_] (?:[^\W_]|\xad|[\u0300-\u036f])*
                  (?: [{_APOSTROPHES}][^\W_]+ | -[ \t]*\n\s*(?=[a-zà-ÿ])[^\W\d_]+ )* )
    | (?P<sign>   [%&] )
    | (?P<open> \[ ) | (?P<close> \] )
    """,
    re.VERBOSE,
)
_CLITICS: Final = {"ll": "will", "re": "are", "ve": "have", "m": "am", "d": "'d", "s": "'s"}
_ALIKE: Final = {"ca": "can", "wo": "will", "sha": "shall", "ai": "ain"}
_BARE: Final = {
    f"{verb}nt": verb
    for verb in [
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "could",
        "should",
        "would",
        "has",
        "have",
        "had",
        "must",
        "need",
        "might",
        "ought",
    ]
} | {"wont": "will", "cant": "can", "cannot": "can", "shant": "shall", "aint": "ain"}
_INFORMAL: Final = {"gonna": "going to", "wanna": "want to", "gotta": "got to"}


@lru_cache(maxsize=65_536)
def word_norm(word: str) -> str:
    """A single word, without apostrophes, in the form in which it is compared."""
    word = word.casefold()
    if not word.isascii():
        apart = unicodedata.normalize("NFKD", word.replace("\xad", ""))
        word = "".join(c for c in apart if not unicodedata.combining(c))
    return canonical(word)


def tokens(text: str) -> list[Token]:
    """The tokens of ``text``, in order."""
    found: list[Token] = []
    brackets = 0
    for match in _TOKEN.finditer(text):
        name, start, end = match.lastgroup, match.start(), match.end()
        if name == "word":
            _add_word(found, match[0], start, brackets > 0)
        elif name == "number":
            found.append(Token(start, end, match[0], "number", brackets > 0))
        elif name == "omission":
            found.append(Token(start, end, OMISSION, "omission"))
        elif name == "sign":
            norm = "and" if match[0] == "&" else "%"
            found.append(Token(start, end, norm, "word", brackets > 0))
        else:
            brackets = 1 if name == "open" else 0
    return merged(found, text)


def _add_word(found: list[Token], word: str, start: int, marked: bool) -> None:
    """``word`` as one token, or as two or three where it is a contraction."""
    plain = word.isalpha()
    if plain and len(word) < 4:
        found.append(Token(start, start + len(word), word_norm(word), "word", marked))
        return
    if not plain and word[0] == "[":
        word = word.replace("[", "", 1).replace("]", "", 1)
        _add_bracketed(found, word, start)
        return
    if not plain and "\n" in word:
        joined = re.sub(r"-[ \t]*\n\s*", "", word)
        found.append(Token(start, start + len(word), word_norm(joined), "word", marked))
        return
    lower = word.casefold()
    if plain:
        if lower in _BARE:
            cut = start + len(word) - (3 if lower == "cannot" else 2)
            found.append(Token(start, cut, _BARE[lower], "word", marked))
            found.append(Token(cut, start + len(word), "not", "word", marked))
        elif lower in _INFORMAL:
            first, second = _INFORMAL[lower].split()
            found.append(Token(start, start + 3, first, "word", marked))
            found.append(Token(start + 3, start + len(word), second, "word", marked))
        else:
            found.append(Token(start, start + len(word), word_norm(word), "word", marked))
        return
    _add_contraction(found, word, start, marked)


def _add_bracketed(found: list[Token], word: str, start: int) -> None:
    """ "[T]he" and "[t]hey're": a letter whose case an editor changed, and its brackets."""
    inner: list[Token] = []
    _add_word(inner, word, start, False)
    found.extend(
        token._replace(start=token.start + (2 if n else 0), end=token.end + 2)
        for n, token in enumerate(inner)
    )


def _add_contraction(found: list[Token], word: str, start: int, marked: bool) -> None:
    pieces = re.split(f"[{_APOSTROPHES}]", word)
    base, at = pieces[0], start
    for piece in pieces[1:]:
        low, apostrophe = piece.casefold(), at + len(base)
        stop = apostrophe + 1 + len(piece)
        if low == "t" and base[-1:] in "nN" and len(base) > 1:
            stem = base[:-1].casefold()
            found.append(
                Token(at, apostrophe - 1, _ALIKE.get(stem, word_norm(stem)), "word", marked)
            )
            found.append(Token(apostrophe - 1, stop, "not", "word", marked))
            base, at = "", stop
        elif low in _CLITICS:
            if base:
                found.append(
                    Token(at, apostrophe, word_norm(base.replace("'", "")), "word", marked)
                )
            found.append(Token(apostrophe, stop, _CLITICS[low], "word", marked))
            base, at = "", stop
        else:
            base = f"{base}'{piece}"
    if base.strip("'"):
        norm = word_norm(base.replace("'", ""))
        found.append(Token(at, start + len(word), norm, "word", marked))

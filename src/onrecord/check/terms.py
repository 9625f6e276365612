"""What a text is about, as terms: words without case, spelling and endings, numbers in digits.

Addresses of pages are dropped, words run together in a tag are taken apart, and words that carry
nothing (articles, forms of "be", the commonest prepositions) are left out. Each term keeps the word
it came from, so that a person can be shown why a passage was found.

>>> [term for term, _ in terms("Writers' wages rose fifteen per cent #BackToTable https://x.example/1")]
['writer', 'wage', 'rose', '15', 'per', 'cent', 'backtot', 'back', 'tabl']

``kin`` are the other words of talks and disputes that say the same thing, or nearly:

>>> kin("walkout")
('stoppag', 'strike')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from onrecord.check.diff_words import COMMON
from onrecord.check.spelling import canonical
from onrecord.check.stem import stem

_ADDRESS: Final = re.compile(r"(?:https?:|www\.|pic\.twitter\.com|\bt\.co/)\S*")
_TAG: Final = re.compile(r"[#@]\w+")
_TAG_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’ʼ][^\W_]+)*")


def _words(text: str) -> list[str]:
    return text.split()


_SILENT: Final = frozenset(
    _words(
        "a an the of to in on at for and or but is are was were be been being it its this that "
        "these those as by with from"
    )
)
#: Not "one", which is a pronoun as often as a number.
_SMALL: Final = _words(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS: Final = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_NUMBERS: Final = {
    **{word: str(number) for number, word in enumerate(_SMALL, 2)},
    **{word: str(10 * number) for number, word in enumerate(_TENS, 2)},
}

#: Words of talks and disputes that a report and a bulletin use for each other.
_SAME: Final = tuple(
    line.split()
    for line in (
        "strike walkout stoppage",
        "picket picketing",
        "pay wages salary salaries earnings remuneration compensation",
        "raise rise increase uplift hike",
        "talks negotiations bargaining discussions",
        "negotiators bargainers",
        "offer proposal",
        "demand claim",
        "deal agreement settlement accord pact",
        "contract agreement",
        "employers management bosses studios companies company",
        "union guild federation",
        "members membership workers employees staff",
        "vote ballot",
        "reject refuse decline spurn",
        "accept approve ratify endorse",
        "layoffs redundancies dismissals cuts",
        "mediator conciliator arbitrator",
        "lockout shutdown",
        "resume restart reconvene",
        "ended collapsed stalled",
        "deadlock impasse stalemate",
        "pension retirement superannuation",
        "residuals royalties",
        "ai artificial",
        "statement announcement communique",
    )
)


@lru_cache(maxsize=65_536)
def term_of(word: str) -> str:
    """The term of a lower-case word without apostrophes."""
    return _NUMBERS.get(word) or stem(canonical(word))


def terms(text: str) -> Iterator[tuple[str, str]]:
    """(term, word as written) of ``text``, in order."""
    text = _TAG.sub(_apart, _ADDRESS.sub(" ", text))
    for found in _WORD.finditer(text):
        word = found[0]
        plain = word.lower().replace("’", "'").replace("ʼ", "'")
        if plain.endswith("'s"):
            plain = plain[:-2]
        plain = plain.replace("'", "")
        if word[0].isdecimal():
            plain = _digits(plain)
        if plain not in _SILENT:
            yield term_of(plain), word


def readable(text: str) -> str:
    """``text`` as a person would say it: without addresses, and tags taken apart."""
    parts = _TAG.sub(lambda tag: " ".join(_TAG_PARTS.findall(tag[0])), _ADDRESS.sub(" ", text))
    return " ".join(parts.split())


def _apart(tag: re.Match[str]) -> str:
    """A tag, and beside it the words run together in it."""
    parts = _TAG_PARTS.findall(tag[0])
    return " ".join((tag[0][1:], *parts)) if len(parts) > 1 else tag[0]


def _digits(word: str) -> str:
    """1,200 as 1200, 6.50 as 6.5."""
    word = word.replace(",", "")
    return word.rstrip("0").rstrip(".") if word.count(".") == 1 else word


@lru_cache(maxsize=1)
def _kin() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for group in _SAME:
        stems = {term_of(word) for word in group}
        for one in stems:
            found.setdefault(one, set()).update(stems - {one})
    return {one: tuple(sorted(others)) for one, others in found.items()}


def kin(term: str) -> tuple[str, ...]:
    """Terms that mean the same in talks and disputes; usually none."""
    return _kin().get(term_of(term), ()) or _kin().get(term, ())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(term_of(word) for word in COMMON)


def telling(term: str) -> bool:
    """Whether a term tells texts apart at all: not one of the commonest words of the language."""
    return term not in _common() and len(term) > 1

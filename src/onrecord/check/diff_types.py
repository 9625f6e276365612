"""What a change touches: the gravest type that a changed word has.

Only words that stand on one side and not on the other count, so that "will not go" against "may not
go" is a change of modality, not of negation. Polarity is counted: where both sides turn their
statement round as often ("not satisfied", "unsatisfied"), no negation changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from onrecord.check.diff_words import (
    CONDITIONS,
    DATE_WORDS,
    MODALS,
    NEGATIONS,
    NEGATORS,
    QUANTIFIERS,
    SIDES,
)
from onrecord.check.tokens import Token, tokens
from onrecord.check.types import DiffType

#: Names and other names of the parties (any case), each with the party's id.
Parties = Mapping[str, str]

#: Types that leave every word, number and polarity as it was.
SOFT: Final = frozenset((DiffType.SPELLING, DiffType.CASE, DiffType.PUNCTUATION))

_RANK: Final = {kind: rank for rank, kind in enumerate(DiffType)}
_PREFIXES: Final = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
_NUMERIC: Final = {
    "number": DiffType.NUMBER,
    "percent": DiffType.PERCENT,
    "money": DiffType.MONEY,
    "date": DiffType.DATE,
}
_CONTRACTED: Final = {"'s": ("is", "has"), "'d": ("would", "had")}


def gravest(types: Sequence[DiffType]) -> DiffType:
    """The gravest of ``types``, in the order in which ``DiffType`` lists them."""
    return min(types, key=_RANK.__getitem__)


def group_of(token: Token) -> str:
    """The group within which one token is most likely to have taken another's place."""
    if token.kind != "word":
        return "number"
    norm = token.norm
    if norm in MODALS:
        return "modal"
    if norm in QUANTIFIERS:
        return "quantifier"
    if norm in SIDES:
        return "side"
    return "negation" if norm in NEGATIONS else ""


def mentions(found: Sequence[Token], parties: Parties) -> dict[int, str]:
    """For each token that is part of a party's name, the party's id; longest name first."""
    names = sorted(
        ((tuple(t.norm for t in tokens(name)), party) for name, party in parties.items()),
        key=lambda item: (-len(item[0]), item),
    )
    norms = tuple(t.norm for t in found)
    known = set(norms)
    out: dict[int, str] = {}
    for name, party in names:
        if not name or not known.issuperset(name):
            continue
        for i in range(len(norms) - len(name) + 1):
            if norms[i : i + len(name)] == name and i not in out:
                out.update((k, party) for k in range(i, i + len(name)))
    return out


def changed_type(
    record: Sequence[Token],
    text: Sequence[Token],
    record_parties: Sequence[str | None] = (),
    text_parties: Sequence[str | None] = (),
) -> DiffType:
    """The type of the change from the tokens ``record`` to ``text``; the parties named by each
    token, where one is, are in the sequences beside them."""
    left, right = [t.norm for t in record], [t.norm for t in text]
    if len(left) == len(right) == 1 and _contraction(left[0], right[0]):
        return DiffType.SPELLING
    count_left, count_right = Counter(left), Counter(right)
    gone = [t for t in record if count_left[t.norm] > count_right[t.norm]]
    come = [t for t in text if count_right[t.norm] > count_left[t.norm]]
    if _polarity(left, right):
        return DiffType.NEGATION
    types = [_type_of(token) for token in (*gone, *come)]
    named = {p for p in record_parties if p}, {p for p in text_parties if p}
    if named[0] != named[1]:
        types.append(DiffType.PARTY)
    elif named[0]:
        types = [t for t in types if t is not DiffType.PARTY]
    return gravest(types or [DiffType.WORDING])


def _contraction(a: str, b: str) -> bool:
    return b in _CONTRACTED.get(a, ()) or a in _CONTRACTED.get(b, ())


def _polarity(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the two sides turn their statement round a different number of times (odd or even),
    or one of them does with a word that the other has not."""
    turned = [sum(w in NEGATIONS for w in side) for side in (left, right)]
    for word in left:
        turned[0] += any(_negates(word, other) for other in right)
    for word in right:
        turned[1] += any(_negates(word, other) for other in left)
    return turned[0] % 2 != turned[1] % 2


def _negates(word: str, other: str) -> bool:
    """Whether ``word`` is ``other`` with a prefix that turns it round: "unlikely", "likely"."""
    if len(word) > len(other) + 3 or len(other) < 3:
        return word == other + "less" or (other.endswith("ful") and word == other[:-3] + "less")
    if word == other[:-3] + "less" and other.endswith("ful"):
        return True
    return any(word == prefix + other for prefix in _PREFIXES)


def _type_of(token: Token) -> DiffType:
    """The type of a single word that came or went."""
    if token.kind != "word":
        year = token.kind == "number" and token.norm.isdecimal() and 1900 <= int(token.norm) < 2100
        clock = ":" in token.norm
        return DiffType.DATE if year or clock else _NUMERIC[token.kind]
    norm = token.norm
    if norm in DATE_WORDS:
        return DiffType.DATE
    if norm in MODALS:
        return DiffType.MODALITY
    if norm in QUANTIFIERS:
        return DiffType.QUANTIFIER
    if norm in SIDES:
        return DiffType.PARTY
    return DiffType.CONDITION if norm in CONDITIONS else DiffType.WORDING


def turns_round(found: Sequence[Token]) -> bool:
    """Whether a word among ``found`` negates what follows it."""
    return any(t.norm in NEGATORS for t in found)

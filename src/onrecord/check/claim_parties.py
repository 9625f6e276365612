"""Who a sentence speaks of: the record's parties by their names, and strangers.

A name is *strong* where nobody else bears it (an id, a full name, an alias with a capital letter)
and *weak* where it is a common word ("the guild", "writers"). Weak names count only in a text that
is about the dispute: one that has a strong name somewhere, or a particular one ("lantern workers"),
or a short message in which no stranger is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.check.claim_text import Sentence, alike
from onrecord.check.claim_words import DISPUTE, FUNCTION
from onrecord.domain.party import Party


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMMON = _words(
    "the a an of and for in to union unions leaders employers members workers alliance guild "
    "studios company companies management bosses staff strikers council committee board "
    "officials negotiators major striking side sides"
)
_MESSAGE = 600
"""A text up to this many characters is a message: it may go without names."""
_CALENDAR = _words(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday "
    "saturday sunday mon tue wed thu fri sat sun christmas easter"
)
_PLAIN = _words(
    "i i'm i've pm am gmt bst utc breaking update urgent fwd fw re ok note official confirmed "
    "tonight today yesterday"
)
_BEFORE = re.compile(r"([\w'-]+)\s+\Z")
_OF = re.compile(r"\s+of\b")
_INDEFINITE = ("a", "an", "another", "any", "every", "some")
_CAPITAL = re.compile(r"(?<![\w'])[A-Z][\w'&-]*")
_BODY = re.compile(r"\A[A-Z]\w*(?:[ -]\w+)+?(?=\s+of\s|\s*-\s*[A-Z])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A party named at ``start:end`` of the whole text."""

    start: int
    end: int
    party: str
    strong: bool


@dataclass(frozen=True)
class Names:
    """The names of a record's parties, ready to be found in text."""

    pattern: re.Pattern[str] | None
    owners: dict[str, tuple[str, bool]]
    words: frozenset[str]
    roles: dict[str, str]

    def find(self, sentence: Sentence) -> list[Mention]:
        """The parties that ``sentence`` names, in order."""
        if self.pattern is None:
            return []
        found = []
        for match in self.pattern.finditer(sentence.text):
            party, strong = self.owners[_key(match.group())]
            if self._means(match, sentence.text, strong=strong):
                span = sentence.start + match.start(), sentence.start + match.end()
                found.append(Mention(*span, party, strong))
        return found

    def _means(self, match: re.Match[str], text: str, *, strong: bool) -> bool:
        """Whether the words are the party's name here: not "the chess guild", "an alliance of"."""
        name = match.group()
        if _is_id_of_another_case(name, self.owners[_key(name)][0]):
            return False
        if strong or particular(name):
            return True
        before = _BEFORE.search(text, 0, match.start())
        word = before[1].lower() if before else ""
        plain = not word or word in FUNCTION or word in DISPUTE or word.strip("'") in self.words
        return plain and word not in _INDEFINITE and not _OF.match(text, match.end())

    def strangers(self, text: str, *, starts: bool = True) -> list[tuple[int, int]]:
        """Where ``text`` names somebody else: capitals that are no party's, no day's, no start's.

        Args:
            starts: whether ``text`` is the start of a sentence, whose first word tells nothing.
        """
        found = []
        for match in _CAPITAL.finditer(text):
            word = match.group().lower().removesuffix("'s").strip("'")
            first = starts and not text[: match.start()].strip(" \t\n\"'(-")
            if not (first or word in self.words or word in _PLAIN):
                found.append(match.span())
        return found


def names_of(parties: Sequence[Party]) -> Names:
    """The names of ``parties``: ids, names, other names, and the first part of a long name."""
    owners: dict[str, tuple[str, bool]] = {}
    words: set[str] = {*_CALENDAR}
    for party in parties:
        for name in (party.id, party.name, *_first_part(party.name), *party.also):
            strong = any(letter.isupper() for letter in alike(name))
            owners.setdefault(_key(name), (party.id, strong))
            words |= {word.strip("'") for word in re.findall(r"[\w'-]+", alike(name).lower())}
            words |= set(re.findall(r"\w+", alike(name).lower()))
    words -= {""}
    ordered = sorted(owners, key=lambda name: (-len(name), name))
    spelled = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)
    pattern = re.compile(rf"(?<![\w-])(?:{spelled})(?![\w-])", re.IGNORECASE) if ordered else None
    return Names(pattern, owners, frozenset(words), {party.id: party.role for party in parties})


def may_be_about(names: Names, text: str) -> bool:
    """A quick look at a whole text: whether ``about`` could find it to be about the dispute."""
    if len(text) <= _MESSAGE or names.pattern is None:
        return True
    found = (names.owners[_key(match.group())] for match in names.pattern.finditer(alike(text)))
    return any(strong for _, strong in found)


def about(names: Names, sentences: Sequence[Sentence], length: int) -> bool:
    """Whether a text of ``length`` characters is about the record's dispute."""
    mentions = [held for sentence in sentences for held in names.find(sentence)]
    if any(held.strong for held in mentions):
        return True
    if any(names.strangers(sentence.text) for sentence in sentences):
        return False
    return length <= _MESSAGE


def particular(name: str) -> bool:
    """Whether an alias has a word that is not common to every dispute."""
    return any(word not in _COMMON for word in name.lower().split())


def _first_part(name: str) -> list[str]:
    match = _BODY.match(alike(name))
    return [match.group()] if match else []


def _key(name: str) -> str:
    return re.sub(r"\s+", " ", alike(name)).lower().removeprefix("the ")


def _is_id_of_another_case(text: str, party: str) -> bool:
    """``tsa`` in running text is not the party ``TSA``."""
    return text.lower() == party.lower() and text != party

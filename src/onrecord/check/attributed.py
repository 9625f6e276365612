"""What an attribution is: the words that name a speaker, the cue, and the rule that found them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.check.cues import DOCUMENTS, PLAIN
from onrecord.check.subjects import Range, plausible
from onrecord.check.types import Span
from onrecord.check.verbs import named
from onrecord.check.words import Word


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that name a speaker (``mention``) and the cue; ``rule`` says which rule found it.

    ``inherited`` where it is that of an earlier quotation.
    """

    mention: Span
    cue: Span | None
    rule: str
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation in its sentence: ``spoken[at]`` stands for it.

    ``tails`` tells, for the number of each word that stands for a quotation, the mark that ends it:
    ``,`` ``?`` ``.`` and so on, or nothing.
    """

    spoken: Sequence[Word]
    at: int
    tails: Mapping[int, str]

    @property
    def tail(self) -> str:
        """The mark that ends this quotation."""
        return self.tails.get(self.at, "")


def said(
    spoken: Sequence[Word], subject: Range | None, cue: int | None, rule: str
) -> Attribution | None:
    """The attribution for a subject and the word that is the cue; None if it cannot speak."""
    if subject is None or not (plausible(spoken, subject) or named(spoken, subject, cue)):
        return None
    if spoken[subject[0]].lower == "it" and rule != "X said" \
            and (cue is None or spoken[cue].lower not in PLAIN):  # fmt: skip
        return None
    if _no_voice(spoken[subject[0] : subject[1]]):
        return None
    last = spoken[subject[1] - 1]
    end = last.end - (2 if last.text.endswith(("'s", "’s")) else 0)
    mention = Span(spoken[subject[0]].start, end)
    return Attribution(mention, None if cue is None else span(spoken[cue]), rule)


def _no_voice(subject: Sequence[Word]) -> bool:
    """``40 percent of members``, ``women who``: what a survey counts, a clause on somebody."""
    if any(word.lower == "percent" for word in subject):
        return True
    if any(word.capital or word.lower in DOCUMENTS for word in subject):
        return False
    return subject[0].text[0].isdigit() or (
        len(subject) > 1 and subject[-1].lower in ("who", "which")
    )


def inherited(found: Attribution | None) -> Attribution | None:
    """The same speaker goes on."""
    if found is None:
        return None
    return Attribution(found.mention, found.cue, "continues", inherited=True)


def span(word: Word) -> Span:
    return Span(word.start, word.end)

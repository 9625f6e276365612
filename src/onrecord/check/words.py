"""Words of masked prose with their offsets, for the rules that look for speakers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.check.cues import TIME
from onrecord.check.sentences import FILL

QUOTED = FILL
"""The text of the one word that stands for a whole quotation."""

LONGEST_SENTENCE = 300
"""Words of a sentence that are read for who speaks: a longer one is no prose."""

_WORD = re.compile(
    r"(?P<q>\x01+)"
    r"|(?P<c>['’](?:s|re|ve|d|ll|m)\b)"
    r"|(?P<w>\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|[Yy]ou|I|[Ww]ho|[Tt]hat|[Tt]here|[Hh]ere|[Ww]hat)"
    r"(?=['’](?:s|re|ve|d|ll|m)\b)|(?:[^\W\d_]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|Hon|Jr|Sr|St|Jan|Feb|Aug"
    r"|Sept|Oct|Nov|Dec)\.|[A-Z]\.(?=\s*[A-Z])"
    r"|[$#@]?\w[\w'’&./]*\w(?:[-–‑]\w[\w'’&]*)*|\w)"
    r"|(?P<p>[,;:—–…()]|--|-(?=\s))"
)
_POSSESSIVE = ("'s", "’s", "s'", "s’")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a punctuation mark, or a whole quotation (``text == QUOTED``)."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Begins with a capital, as names do."""
        return self.text[0].isupper() or (self.text[0] in "@#" and len(self.text) > 1)

    @property
    def letters(self) -> bool:
        return self.text[0].isalnum() or self.text[0] in "@#$"

    @property
    def possessive(self) -> bool:
        return self.text.endswith(_POSSESSIVE)

    @property
    def time(self) -> bool:
        return self.lower in TIME or (self.text[0].isdigit() and self.text.isalnum())


def words(masked: str, start: int, end: int) -> list[Word]:
    """The words of a stretch; each quotation is one word."""
    return [
        Word(QUOTED if match.lastgroup == "q" else match.group(), match.start(), match.end())
        for match in _WORD.finditer(masked, start, end)
    ]

"""What a verification may say: these words and no other, each with its first line.

"Nothing on the record" is never "false", and what cannot be decided is said so, with the reason
and what would help. The words are the same on the page, on paper and in the terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Word(Enum):
    """A verdict, named as ``--json`` and the pages name it."""

    EXACT = "exact"  # these very bytes are on the record, officially
    EXCERPT = "excerpt"  # a true part of them
    ALTERED = "altered"  # near an entry; what matters differs
    SUPERSEDED = "superseded"  # official, and since replaced or corrected
    WITHDRAWN = "withdrawn"  # official, and since withdrawn
    MEMBERS_ONLY = "members-only"  # it exists; its text is for members
    DISPUTED = "disputed"  # it rests on a key that was not its officer's alone
    NOT_ON_RECORD = "not-on-record"  # looked through all of 0..N; NOT "false"
    CANNOT_TELL = "cannot-tell"  # something is missing or does not verify


GOOD = frozenset({Word.EXACT, Word.EXCERPT, Word.MEMBERS_ONLY})
"""The words after which a command leaves with status 0."""


@dataclass(frozen=True)
class Verdict:
    """``line`` is read first and alone; ``details`` say who, when and on what it rests."""

    word: Word
    line: str
    details: tuple[str, ...] = ()
    text: str = ""
    """The words of the communication, where there are any to show."""

    @property
    def good(self) -> bool:
        """Whether what was asked about stands as it is, today as far as is known."""
        return self.word in GOOD


def cannot_tell(reason: str, *details: str) -> Verdict:
    """We cannot tell, and why: ``reason`` is a sentence with its full stop."""
    return Verdict(Word.CANNOT_TELL, f"We cannot tell. {reason}", details)

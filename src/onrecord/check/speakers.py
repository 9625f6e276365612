"""Who the words beside a quotation mean: full name, role, organisation and party.

A mention is a pronoun, a name with or without a title or a role, an office (``a spokesperson for
the TSA``), a document (``the email``, whose organisation is the one that sent it) or any other
words, which then are the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.check.cues import DETERMINERS, DOCUMENTS, FUNCTION, PRONOUNS, ROLES
from onrecord.check.names import Names, PartyNames, describe, split_role, without_determiner
from onrecord.check.subjects import Range
from onrecord.check.types import Span, Speaker
from onrecord.check.words import Word, words

_NAME = r"[A-Z][\w’'&–-]+(?:[ \n](?:of|and|the|for|[A-Z][\w’'&–-]+))*"
_ENDS_NAME = frozenset(("of", "for", "from", "at", "in", "with", "on", ",", "and"))
_SENDS = "(?:sent|issued|released|published|wrote|posted|circulated|emailed)"


class Speakers:
    """Makes a ``Speaker`` of a mention: full name, role, organisation, party."""

    def __init__(self, masked: str, names: Names, parties: PartyNames) -> None:
        self.masked, self.names, self.parties = masked, names, parties
        self.recent: list[str] = []
        self.made: dict[Span, Speaker] = {}

    def speaker(self, mention: Span) -> Speaker:
        if mention not in self.made:
            self.made[mention] = self._speaker(mention)
        return self.made[mention]

    def _speaker(self, mention: Span) -> Speaker:
        name, role, organisation = self._read(mention)
        if self.names.is_person(name):
            self.recent = [*self.recent[-5:], name]
        party = self.parties.of(name, role, organisation)
        return Speaker(name, mention, role, organisation, party)

    def _read(self, mention: Span) -> tuple[str, str | None, str | None]:
        spoken = words(self.masked, mention.start, mention.end)
        said = " ".join(self.masked[mention.start : mention.end].split())
        for relative in (" who", " which", " that"):
            said = said.removesuffix(relative).rstrip(",") or said
        if len(spoken) == 1 and spoken[0].lower in PRONOUNS:
            return self._pronoun(said, spoken[0].lower, mention)
        comma = next((n for n, word in enumerate(spoken) if word.text == ","), None)
        if comma is not None and comma + 1 < len(spoken):
            return self._role_and_name(spoken, comma, mention)
        if self._whole(said, spoken):
            return without_determiner(said), None, None
        run = _first_name(spoken)
        before = [word for word in spoken[: run[0]] if word.letters]
        lower = [word for word in spoken if not word.capital and word.lower not in FUNCTION]
        if run[0] == run[1] or any(word.lower in DOCUMENTS for word in lower):
            return self._office(said, spoken, mention)
        if _role_of(before, spoken, run):
            return self._office(said, spoken, mention)
        return self._person(said, spoken, run, mention)

    def _whole(self, said: str, spoken: Sequence[Word]) -> bool:
        """An organisation, or two people: ``Theatre and Studio Alliance``, ``Field and Hale``."""
        if any(word.lower in ROLES | DOCUMENTS for word in spoken if not word.capital):
            return False
        joined = any(
            word.lower == "and" and 0 < n < len(spoken) - 1 and spoken[n + 1].capital
            for n, word in enumerate(spoken)
        )
        return joined or self.names.is_organisation(without_determiner(said))

    def _role_and_name(
        self, spoken: Sequence[Word], comma: int, mention: Span
    ) -> tuple[str, str | None, str | None]:
        """``the guild's president, Rosa Field``."""
        name = " ".join(word.text for word in spoken[comma + 1 :])
        lead = spoken[:comma]
        of = [w for w in lead if w.capital and w.lower not in FUNCTION] or [
            w for w in lead if w.possessive
        ]
        role = " ".join(w.text for w in lead if w not in of and w.lower not in DETERMINERS)
        organisation = " ".join(w.text for w in of)
        for ending in ("'s", "’s", "'", "’"):
            organisation = organisation.removesuffix(ending)
        return self.names.full(name, mention.start), role or None, organisation or None

    def _pronoun(self, said: str, word: str, mention: Span) -> tuple[str, str | None, str | None]:
        name = self.names.referent(word, mention.start, self.recent)
        if name is None:
            return said, None, None
        return (name, *self.names.described(name))

    def _person(
        self, said: str, spoken: Sequence[Word], run: Range, mention: Span
    ) -> tuple[str, str | None, str | None]:
        bare = self.masked[spoken[run[0]].start : spoken[run[1] - 1].end]
        bare = " ".join(bare.split())
        name = self.names.full(bare, mention.start)
        role, organisation = describe(self.masked, spoken[run[1] - 1].end)
        if role is None and run[0]:
            lead = [
                word for word in spoken[: run[0]] if not word.capital and word.lower not in FUNCTION
            ]
            office = any(word.lower in ROLES for word in lead)
            role = " ".join(word.text for word in lead) if office else None
            first = [
                word.text
                for word in spoken[: run[0]]
                if word.capital and word.lower not in FUNCTION
            ]
            organisation = " ".join(first) or None if role else None
        if role is None:
            role, organisation = self.names.described(name)
        return name, role, organisation

    def _office(
        self, said: str, spoken: Sequence[Word], mention: Span
    ) -> tuple[str, str | None, str | None]:
        """``a spokesperson for the TSA``, ``TSA officials``, ``the email``."""
        role, organisation = split_role(said)
        capitals = [w.text for w in spoken if w.capital and w.lower not in FUNCTION]
        if organisation is None and capitals and role is not None:
            organisation = " ".join(capitals).removesuffix("’s").removesuffix("'s")
            role = " ".join(w.text for w in spoken if not w.capital and w.lower not in DETERMINERS)
        document = next((w.lower for w in spoken if w.lower in DOCUMENTS), None)
        if document is not None and organisation is None:
            organisation = self._sender(document, mention.start)
        return said, role, organisation

    def _sender(self, document: str, at: int) -> str | None:
        """Whose email or statement it is: the latest sentence before that sends one."""
        window = self.masked[max(0, at - 1500) : at]
        noun = re.escape(document)
        sends = re.compile(
            rf"({_NAME})[ \n]+(?:\w+[ \n]){{0,2}}?{_SENDS}[ \n](?:\w+[ \n]){{1,3}}{noun}\b"
            rf"|\b{noun} (?:from|by) (?:the )?({_NAME})"
        )
        latest = None
        for match in sends.finditer(window):
            latest = match.group(1) or match.group(2)
        if latest is None:
            return None
        first, _, rest = latest.partition(" ")
        return rest if first.lower() in FUNCTION and rest else latest


def _first_name(spoken: Sequence[Word]) -> Range:
    """The run of capitals that is the name: the last one before a preposition."""
    end = next((n for n, w in enumerate(spoken) if n and w.lower in _ENDS_NAME), len(spoken))
    last = end
    while last > 0 and not (spoken[last - 1].capital and spoken[last - 1].lower not in FUNCTION):
        last -= 1
    first = last
    while first > 0 and spoken[first - 1].capital and spoken[first - 1].lower not in FUNCTION \
            and not spoken[first - 1].possessive:  # fmt: skip
        first -= 1
    return first, last


def _role_of(before: Sequence[Word], spoken: Sequence[Word], run: Range) -> bool:
    """The head of the phrase is a role after the name: ``TSA officials``, ``head of the TSA``."""
    after = [word for word in spoken[run[1] :] if word.letters]
    if after and after[0].lower in ROLES | DOCUMENTS:
        return True
    heads = [word for word in before if word.lower in ROLES]
    joined = spoken[run[0] - 1].lower if run[0] else ""
    return bool(heads) and joined in ("of", "for", "from", "at", "with", "the")

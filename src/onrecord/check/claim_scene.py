"""One sentence as the patterns see it: who acts in it, which days it names, and what is a stranger.

A pattern finds words such as "the strike began"; the scene tells whose strike. Where the words
point to somebody who is no party of the record ("the bus drivers' strike"), there is no claim:
the patterns would rather miss a statement than take another dispute for this one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.check.claim import Claim, Count
from onrecord.check.claim_parties import Mention, Names
from onrecord.check.claim_text import Sentence
from onrecord.check.claim_words import DISPUTE, FUNCTION
from onrecord.check.types import Dated, Span
from onrecord.domain.party import ROLES

UNION, EMPLOYERS = ROLES[0], ROLES[1]
_PLAIN = FUNCTION | DISPUTE
_PERSONS = frozenset(("he", "she", "i", "you", "who"))
_FORMER = frozenset(("last", "previous", "earlier", "past", "former", "another"))
_OF_UNION = frozenset(("union", "unions", "guild", "members", "workers", "strikers"))
_OF_EMPLOYERS = frozenset(("employers", "management"))
_ACTORS = DISPUTE | frozenset(("they", "we", "he", "she", "it", "i", "you"))
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'-]*")
_PARENS = re.compile(r"\([^()]*\)")
_RELATIVE = re.compile(r",\s*(?:which|who|whose|where)\b[^,]*,")
_LONG_RELATIVE = re.compile(r",\s*(?:which|who|whose|where)\b.*,\s*(?=(?:\w+ly\s+)?\Z)")
_WHO = re.compile(r"\A,?\s*(?:which|who|whose)\b")
_OBLIQUE = re.compile(
    r"\b(?:to|with|against|between|at|by)\s+(?:the\s+|its\s+|their\s+|striking\s+|major\s+)*\Z",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\s*(?:,|and|,\s*and|&)\s*(?:the\s+|their\s+|its\s+)?\Z", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]|\b(?:and|but|that|said|says|while|when|after|before|since|as)\b", re.I)
_BREAK = re.compile(
    r"[;:]|\s-\s|\b(?:and|but|after|before|while|when|since|as|who|which|that|because|although)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"(?:\A\s*(?:of|at|in)|\b(?:between|with|by|among|against))\s+(.*)", re.DOTALL)
_MATTER = re.compile(
    r"\b(?:on|at|in|over|by|of|for|between|with|against|among|from|about|near|into)"
    r"(?=((?:\s+[\w'-]+){1,3}))",
    re.IGNORECASE,
)
_POSSESSED = re.compile(r"\A(?:'s|')?\s*\Z")
_MODIFIER = re.compile(r"([\w'-]+)[\s]+\Z")
_MODAL = re.compile(
    r"\b(?:could|may|might|should|would|will|can|must|cannot|shall|to|'ll|expected|likely|hopes?|"
    r"hoped|fear(?:s|ed)?|until|unless|if|whether|once|when)\s+(?:\w+\s+){0,3}\Z",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"\b(?:if|unless|whether|in case|suppose|were to)\b", re.IGNORECASE)
_ASIDE = re.compile(r"[;:]|,\s*(?:who|which|whose)\b", re.IGNORECASE)
_FROM_RECORD = "(record "
_REACH = 60


@dataclass(frozen=True)
class Scene:
    """A sentence with its parties and days; offsets in it are counted from its start.

    ``union`` and ``employers`` are whom the text means where a sentence names nobody.
    """

    sentence: Sentence
    names: Names
    mentions: tuple[Mention, ...]
    dated: tuple[Dated, ...]
    union: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence."""
        return self.sentence.text

    @property
    def open(self) -> str:
        """The sentence with its names blanked: an "and" inside a name joins nothing."""
        letters = list(self.text)
        for held in self.mentions:
            start, end = self.local(held)
            letters[start:end] = "_" * (end - start)
        return "".join(letters)

    def local(self, mention: Mention) -> tuple[int, int]:
        """Where a mention stands in the sentence."""
        return mention.start - self.sentence.start, mention.end - self.sentence.start

    def named(self, start: int = 0, end: int | None = None, role: str = "") -> tuple[str, ...]:
        """The parties named between two places, each once, maybe of one role only."""
        stop = len(self.text) if end is None else end
        found = [
            held.party
            for held in self.mentions
            if start <= self.local(held)[0] and self.local(held)[1] <= stop
        ]
        return tuple(dict.fromkeys(p for p in found if role in ("", self.names.roles.get(p))))

    def side(self, role: str) -> tuple[str, ...]:
        """The one party of a role that the sentence names, else whom the text means."""
        found = self.named(role=role)
        return found if len(found) == 1 else self.default(role)

    def default(self, role: str) -> tuple[str, ...]:
        """Whom the text means by a role."""
        return self.union if role == UNION else self.employers

    def facing(self, parties: tuple[str, ...]) -> tuple[str, ...]:
        """The other side of ``parties``: named in the sentence, else whom the text means."""
        roles = {self.names.roles.get(party) for party in parties}
        role = UNION if EMPLOYERS in roles else EMPLOYERS
        return self.side(role)

    # Who acts.

    def subject(self, at: int, role: str = UNION) -> tuple[str, ...] | None:
        """Who does what the words at ``at`` say; None where it is, or may be, a stranger.

        Args:
            role: ``UNION`` where only a union does such a thing, so that "they" is the union; ""
                where either side does, so that "they" is nobody.
        """
        hidden = self._hidden(at)
        nearest = self._nearest(hidden, at)
        if nearest is None:
            return self._nobody(hidden, at, role)
        start, end = self.local(nearest)
        if not self._only_plain(hidden[end:at]):
            return None
        if self._stranger_before(hidden[:start]):
            return None
        return self._joined(nearest, hidden)

    def event(self, noun: int, role: str = UNION) -> tuple[str, ...] | None:
        """Whose the noun at ``noun`` is ("the guild's strike"); None for a stranger's."""
        before = self.text[:noun]
        for held in self.mentions:
            start, end = self.local(held)
            if end <= noun and _POSSESSED.match(self.text[end:noun]):
                return (held.party,)
            if start < noun < end:
                return (held.party,)
        modifier = _MODIFIER.search(before)
        if modifier is None:
            starts = not before.strip() or before.rstrip()[-1] in ",;:-\"'("
            return () if starts and (self.mentions or self._bare(noun)) else None
        word = modifier[1].lower()
        plain = word in _PLAIN or re.fullmatch(r"[\w]+-(?:day|week|month)(?:-old|-long)?", word)
        if not plain or word in _FORMER or word.endswith("'s"):
            return None
        return () if self.mentions or self._bare(noun) else None

    def known(self, start: int, end: int) -> bool:
        """Whether nobody strange is named between two places."""
        text = self.text[start:end]
        if not self.names.strangers(text, starts=not self.text[:start].strip()):
            named = _WITH.search(text)
            return named is None or self._some_party(named[1]) or self._only_plain(named[1])
        return False

    def asserted(self, at: int) -> bool:
        """Whether the words at ``at`` are stated, not feared, hoped, planned or asked."""
        before = self.text[:at]
        if self.sentence.asks or _MODAL.search(before):
            return False
        clause = _ASIDE.split(before)[-1]
        return not _CONDITIONAL.search(clause)

    # Which day.

    def claimed(self) -> list[tuple[int, int, Dated]]:
        """The days that the sentence itself names, not those that only point into the record."""
        found = []
        for dated in self.dated:
            if _FROM_RECORD in dated.rule and dated.days is None:
                continue
            start, end = dated.span.start - self.sentence.start, dated.span.end
            found.append((start, end - self.sentence.start, dated))
        return found

    def day_after(self, at: int, reach: int = _REACH) -> Dated | None:
        """The first day named from ``at`` on, in the same clause."""
        for start, end, dated in self.claimed():
            if end <= at or dated.first is None:
                continue
            if start - at > reach or (start > at and _BREAK.search(self.open[at:start])):
                return None
            return dated
        return None

    def day_before(self, at: int, reach: int = _REACH) -> Dated | None:
        """The last day named before ``at``, in the same clause."""
        for _, end, dated in reversed(self.claimed()):
            if end > at or dated.first is None:
                continue
            return None if at - end > reach or _BREAK.search(self.open[end:at]) else dated
        return None

    def day(self, start: int, end: int) -> Dated | None:
        """The day that goes with the words between two places."""
        return self.day_after(end) or self.day_before(start)

    # What comes out.

    def claim(
        self,
        kind: str,
        start: int,
        end: int,
        *,
        by: tuple[str, ...] = (),
        other: tuple[str, ...] = (),
        dated: Dated | None = None,
        said_on: Dated | None = None,
        since: str = "",
        counts: tuple[Count, ...] = (),
        days: tuple[int, int] | None = None,
        which: tuple[int, int] | None = None,
        denies: bool = False,
        what: str = "",
    ) -> Claim:
        """A claim over the words between two places and the day that goes with them."""
        base = self.sentence.start
        first, last = start, end
        for each in (dated, said_on):
            if each is not None:
                first = min(first, each.span.start - base)
                last = max(last, each.span.end - base)
        for count in counts:
            first, last = min(first, count.amount.start), max(last, count.amount.end)
        while first < last and self.text[first].isspace():
            first += 1
        return Claim(
            kind=kind,
            span=Span(base + first, base + last),
            text=" ".join(self.text[first:last].split()),
            by=by,
            other=other,
            dated=dated,
            said_on=said_on,
            since=since,
            counts=counts,
            days=days,
            which=which,
            denies=denies,
            what=what,
        )

    def _hidden(self, at: int) -> str:
        text = self.text[:at]
        for pattern in (_PARENS, _LONG_RELATIVE, _RELATIVE):
            text = pattern.sub(lambda match: " " * len(match.group()), text)
        return text

    def _nearest(self, hidden: str, at: int) -> Mention | None:
        oblique_until = -1
        found = None
        for held in self.mentions:
            start, end = self.local(held)
            if end > at or not hidden[start:end].strip():
                continue
            if _WHO.match(hidden[end:]):
                found = held
                continue
            joined = oblique_until >= 0 and _JOINS.match(hidden[oblique_until:start])
            if _OBLIQUE.search(hidden[:start]) or joined:
                oblique_until = end
            else:
                found = held
        return found

    def _joined(self, last: Mention, hidden: str) -> tuple[str, ...]:
        parties, start = [last.party], self.local(last)[0]
        for held in reversed(self.mentions):
            first, end = self.local(held)
            if end <= start and _JOINS.match(hidden[end:start]):
                parties.insert(0, held.party)
                start = first
        return tuple(dict.fromkeys(parties))

    def _nobody(self, hidden: str, at: int, role: str) -> tuple[str, ...] | None:
        clauses = list(_CLAUSE.finditer(hidden))
        text = hidden[clauses[-1].end() if clauses else 0 : at]
        starts = not clauses
        if not any(word.lower().strip("'") in _ACTORS for word in _TOKEN.findall(text)):
            text, starts = hidden, True
        if not self._only_plain(text) or self.names.strangers(text, starts=starts):
            return None
        said = {word.lower().strip("'") for word in _TOKEN.findall(text)}
        if said & _PERSONS:
            return None
        if not said & _OF_UNION and said & _OF_EMPLOYERS:
            return self.default(EMPLOYERS)
        return self.default(UNION) if role == UNION or said & _OF_UNION else None

    def _stranger_before(self, text: str) -> bool:
        """ "Teamsters and the guild": a stranger joined to the party."""
        return bool(re.search(r"\b[A-Z]\w+(?:'s)?\s+and\s+(?:the\s+)?\Z", text)) and not any(
            _JOINS.match(text[self.local(held)[1] :])
            for held in self.mentions
            if self.local(held)[1] <= len(text)
        )

    def _bare(self, noun: int) -> bool:
        """Whether a sentence that names no party names nobody and no other matter either."""
        if self.names.strangers(self.text) or not self._only_plain(self.text[:noun]):
            return False
        clause = re.split(r"[,;:]", self.text[noun:])[0]
        return all(self._only_plain(found[1]) for found in _MATTER.finditer(clause))

    def _some_party(self, text: str) -> bool:
        return bool(self.names.pattern and self.names.pattern.search(text))

    def _only_plain(self, text: str) -> bool:
        """Whether only words stand here that name nobody."""
        for match in _TOKEN.finditer(text):
            word = match.group().lower().removesuffix("'s").strip("'-")
            adverb = word.endswith("ly") and match.group()[0].islower()
            if word and not (word in _PLAIN or word in self.names.words or adverb):
                return False
        return True

"""Which words name the speaker of each quotation: rules over the words around it.

In order, for each stretch under marks: a verb right before it (``X called``, ``X said he would``),
the words right after it (``said X``, ``X said``, ``according to X``), the words before it (``X
told Y:``, ``In a statement, X said``), a cue later in its sentence, the subject of its sentence;
and for a stretch that stands alone, the speaker of the quotation that it follows, or the subject
of the sentence that leads to it ("The email said:"). A rule that finds no name, role, document or
pronoun gives None: nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from onrecord.check.after_quote import right_after, right_later, said_right_after, set_off
from onrecord.check.attributed import Attribution, Place, inherited, said
from onrecord.check.before_quote import PEOPLE, in_words_of, label, left_far, left_near, left_next
from onrecord.check.cues import DOCUMENTS, PLAIN, ROLES, word_set
from onrecord.check.sentences import Prose, Sentence
from onrecord.check.subjects import Range, phrase_forward, sentence_subject
from onrecord.check.verbs import DASHES, last_verb, subject_of
from onrecord.check.words import LONGEST_SENTENCE, QUOTED, Word, words

WINDOW = LONGEST_SENTENCE // 2
"""Words before and after a quotation, in its sentence, that are looked at."""

FAR = 10
"""Words between a subject and the quotation, beyond which it is not said to be the speaker's."""

CLAUSES = word_set("who which whose when while because where if but as")

FEW = 3
"""Words before a quotation (``But``, ``That makes it``) after which the last speaker goes on."""

_IS = word_set("is are was were be been has have had not also will would 's ’s isn't wasn't")

_CAPITAL = re.compile(r"[A-Z][\w-]*")
_RULES = (said_right_after, left_next, right_after, left_near, right_later, in_words_of, left_far)


class Attributions:
    """Attributes the segments of one text; ``of[n]`` is that of segment ``n``, or None."""

    def __init__(self, prose: Prose) -> None:
        self.text, self.masked, self.parts = prose.text, prose.masked, prose.paragraphs
        self.found, self.by_paragraph = prose.segments, prose.sentences
        self.of: dict[int, Attribution | None] = {}
        self.capitals = Counter(_CAPITAL.findall(prose.masked))
        for number in range(len(self.parts)):
            self._paragraph(number)

    def _paragraph(self, number: int) -> None:
        for position, sentence in enumerate(self.by_paragraph[number]):
            if not sentence.segments:
                continue
            places = self._places(sentence)
            for nth, segment in enumerate(sentence.segments):
                place = places.get(segment)
                self.of[segment] = (
                    None if place is None else self._in_sentence(place)
                ) or self._from_before(number, position, sentence, segment, nth)

    # In the sentence itself.

    def _places(self, sentence: Sentence) -> dict[int, Place]:
        """Where each segment stands among the sentence's words; none in a sentence of marks."""
        spoken = words(self.masked, sentence.start, sentence.end)
        if not any(word.letters for word in spoken):
            return {}
        numbers: dict[int, int] = {}
        for segment in sentence.segments:
            start = self.found[segment].outer_start
            at = bisect_right(spoken, start, key=lambda word: word.start) - 1
            if at >= 0 and spoken[at].text == QUOTED and spoken[at].end > start:
                numbers[segment] = at
        tails = {at: self._tail(segment, spoken, at) for segment, at in numbers.items()}
        return {segment: _window(spoken, at, tails) for segment, at in numbers.items()}

    def _in_sentence(self, place: Place) -> Attribution | None:
        for rule in _RULES:
            found = rule(place)
            if found is not None:
                return found
        return self._weak(place)

    def _tail(self, segment: int, spoken: Sequence[Word], at: int) -> str:
        """The mark that ends the quoted words: ``,`` ``?`` ``.`` or nothing."""
        one = self.found[segment]
        last = self.text[one.end - 1]
        if last in ",?!—-–…'’":
            return "," if last in "'’" and self.text[one.end - 2] == "," else last
        if at + 1 < len(spoken) and (spoken[at + 1].text in (",", *DASHES)):
            return ","
        return last if last in ".;:" else ""

    def _weak(self, place: Place) -> Attribution | None:
        """No cue: the subject of the sentence around a part of it under marks."""
        spoken, at = place.spoken, place.at
        subject = sentence_subject(spoken, at)
        if subject is not None and self._speaks(spoken, subject) \
                and not _another_clause(spoken, subject[1], at) \
                and not _told_of(spoken, subject[1], at):  # fmt: skip
            return said(spoken, subject, None, "subject")
        return set_off(place)

    def _speaks(self, spoken: Sequence[Word], subject: Range) -> bool:
        """A pronoun for people, a role, a document or a name; not any noun with a capital."""
        some = spoken[subject[0] : subject[1]]
        if some[0].lower in PEOPLE:
            return True
        if any(word.lower in ROLES or word.lower in DOCUMENTS for word in some):
            return True
        return some[-1].capital and (len(some) > 1 or subject[0] > 0 or self._seen(some[0]))

    def _seen(self, word: Word) -> bool:
        """The one capital word that opens a sentence stands elsewhere in the text too."""
        match = _CAPITAL.match(word.text)
        return match is not None and self.capitals[match.group()] > 1

    # From what stands before.

    def _from_before(
        self, number: int, position: int, sentence: Sentence, segment: int, nth: int
    ) -> Attribution | None:
        if nth:
            return inherited(self.of.get(segment - 1))
        previous = self._previous(number, position)
        signed = self._signed(number, position)
        if previous is None or signed is not None:
            return signed
        before, same_paragraph = previous
        opening = self.text[sentence.start : self.found[segment].outer_start]
        if len(opening.split()) > FEW and not self.found[segment].carries:
            return None  # The sentence has words of its own, and they name nobody.
        if self._colon(before):
            return self._introduced(before)
        if self.found[segment].carries and not before.segments and segment:
            return inherited(self.of.get(segment - 1))
        leads = not any(map(str.isalnum, opening))
        follows = same_paragraph or (leads and before.segments)
        return self._same_breath(before) if follows else None

    def _same_breath(self, before: Sentence) -> Attribution | None:
        """Right after somebody spoke: with marks, or without (``Hale was clear, she said.``)."""
        if before.segments:
            return inherited(self.of.get(before.segments[-1]))
        return self._led(before)

    def _signed(self, number: int, position: int) -> Attribution | None:
        """A quotation that is a paragraph, and ``- Name`` beneath it."""
        if position or len(self.by_paragraph[number]) > 1 or number + 1 >= len(self.parts):
            return None
        below = self.parts[number + 1]
        if self.text[below.start] not in "—–-" or below.end - below.start > 80:
            return None
        spoken = words(self.masked, below.start, below.end)
        start = next((n for n, word in enumerate(spoken) if word.letters), None)
        return None if start is None else said(spoken, phrase_forward(spoken, start), None, "- X")

    def _colon(self, before: Sentence) -> bool:
        return self.masked[max(before.start, before.end - 3) : before.end].rstrip().endswith(":")

    def _previous(self, number: int, position: int) -> tuple[Sentence, bool] | None:
        if position:
            return self.by_paragraph[number][position - 1], True
        for back in range(number - 1, max(-1, number - 3), -1):
            if self.by_paragraph[back]:
                return self.by_paragraph[back][-1], False
        return None

    def introduced(self, number: int) -> Attribution | None:
        """The speaker that the paragraph before ``number`` announces with a colon."""
        before = self._previous(number, 0)
        return self._introduced(before[0]) if before and self._colon(before[0]) else None

    def _introduced(self, before: Sentence) -> Attribution | None:
        """The sentence before ends with a colon: its last cue and that one's subject."""
        spoken = words(self.masked, before.start, before.end)[-LONGEST_SENTENCE:]
        found = label(spoken, len(spoken) - 1) if spoken else None
        return found or said(spoken, sentence_subject(spoken, len(spoken)), None, "subject:")

    def _led(self, before: Sentence) -> Attribution | None:
        """The sentence before tells that somebody spoke; the quotation stands alone after it."""
        spoken = words(self.masked, before.start, before.end)[-LONGEST_SENTENCE:]
        verb = last_verb(spoken, len(spoken), 60)
        if verb is None or spoken[verb].lower not in PLAIN:
            return None
        return said(spoken, subject_of(spoken, verb, len(spoken)), verb, "led by verb")


def _another_clause(spoken: Sequence[Word], start: int, at: int) -> bool:
    """Between a subject and the quotation another clause begins, or half a sentence goes by."""
    between = [word.lower for word in spoken[start:at]]
    return len(between) > FAR or any(word in CLAUSES for word in between)


def _told_of(spoken: Sequence[Word], start: int, at: int) -> bool:
    """``The offer is "..."``, ``Hale "..."``: the quoted words are about the subject."""
    return all(word.lower in _IS for word in spoken[start:at])


def _window(spoken: Sequence[Word], at: int, tails: dict[int, str]) -> Place:
    """The place, in at most ``WINDOW`` words either side."""
    first = max(0, at - WINDOW)
    if not first and len(spoken) <= at + WINDOW:
        return Place(spoken, at, tails)
    last = min(len(spoken), at + WINDOW)
    near = {n - first: tails[n] for n in range(first, last) if n in tails}
    return Place(spoken[first : at + WINDOW], at - first, near)

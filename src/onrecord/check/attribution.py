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
from dataclasses import dataclass

from onrecord.check.cues import DOCUMENTS, FUNCTION, PLAIN, PRONOUNS, ROLES
from onrecord.check.sentences import Prose, Sentence
from onrecord.check.subjects import (
    Range,
    after_verb,
    before_verb,
    phrase_back,
    phrase_forward,
    plausible,
    sentence_subject,
    speech_verb,
)
from onrecord.check.types import Span
from onrecord.check.verbs import DASHES, last_verb, named, prefer_plain, subject_of
from onrecord.check.words import QUOTED, Word, words

WINDOW = 150
"""Words before and after a quotation, in its sentence, that are looked at."""

_CAPITAL = re.compile(r"[A-Z][\w-]*")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that name a speaker (``mention``) and the cue; ``rule`` says which rule found it.

    ``inherited`` where it is that of an earlier quotation.
    """

    mention: Span
    cue: Span | None
    rule: str
    inherited: bool = False


def said(
    spoken: Sequence[Word], subject: Range | None, cue: int | None, rule: str
) -> Attribution | None:
    """The attribution for a subject and the word that is the cue; None if it cannot speak."""
    if subject is None or not (plausible(spoken, subject) or named(spoken, subject, cue)):
        return None
    if spoken[subject[0]].lower == "it" and (cue is None or spoken[cue].lower not in PLAIN):
        return None
    mention = Span(spoken[subject[0]].start, spoken[subject[1] - 1].end)
    return Attribution(mention, None if cue is None else _span(spoken[cue]), rule)


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
            spoken = words(self.masked, sentence.start, sentence.end)
            alone = not any(word.letters for word in spoken)
            for nth, segment in enumerate(sentence.segments):
                self.of[segment] = (
                    (None if alone else self._in_sentence(spoken, segment, nth))
                    or self._from_before(number, position, sentence, segment, nth)
                )  # fmt: skip

    # In the sentence itself.

    def _in_sentence(self, spoken: Sequence[Word], segment: int, nth: int) -> Attribution | None:
        start = self.found[segment].outer_start
        at = bisect_right(spoken, start, key=lambda word: word.start) - 1
        if at < 0 or spoken[at].text != QUOTED or spoken[at].end <= start:
            return None
        first = max(0, at - WINDOW)
        spoken, at = spoken[first : at + WINDOW], at - first
        tail = self._tail(segment, spoken, at)
        rules = (
            self._left_next, self._right_after, self._left_near, self._right_later,
            self._left_far, self._weak,
        )  # fmt: skip
        for rule in rules:
            found = rule(spoken, at, tail)
            if found is not None:
                return found
        return None

    def _tail(self, segment: int, spoken: Sequence[Word], at: int) -> str:
        """The mark that ends the quoted words: ``,`` ``?`` ``.`` or nothing."""
        one = self.found[segment]
        last = self.text[one.end - 1]
        if last in ",?!—-–…'’":
            return "," if last in "'’" and self.text[one.end - 2] == "," else last
        if at + 1 < len(spoken) and (spoken[at + 1].text in (",", *DASHES)):
            return ","
        return last if last in ".;:" else ""

    def _right_after(self, spoken: Sequence[Word], at: int, tail: str) -> Attribution | None:
        """``"...," X said``, ``"...," said X``, ``"...," according to X``."""
        start = at + 1
        while start < len(spoken) and (spoken[start].text in (",", *DASHES, "…", ")")):
            start += 1
        if start >= len(spoken) or spoken[start].text == QUOTED:
            return None
        accord = self._according(spoken, start)
        if accord is not None:
            return accord
        if spoken[start].lower.endswith("ly") or spoken[start].lower in ("then", "also"):
            start += 1
        if start < len(spoken) and speech_verb(spoken, start) \
                and not spoken[start].lower.endswith("ing"):  # fmt: skip
            return said(spoken, after_verb(spoken, start), start, "said X")
        if tail or self._short(spoken, at, start):
            return self._subject_first(spoken, start, tail) or self._any_verb(
                spoken, at, start, tail
            )
        return None

    def _any_verb(
        self, spoken: Sequence[Word], at: int, start: int, tail: str
    ) -> Attribution | None:
        """``"...," Chen shot back``, ``"...," agrees Boris``: a verb that no list has."""
        if tail not in (",", "?", "!", "—") or any(word.letters for word in spoken[:at]):
            return None
        verb = spoken[start]
        if not verb.capital and verb.lower.endswith(("s", "ed")) and verb.lower not in FUNCTION:
            found = after_verb(spoken, start)
            capital = found is not None and any(w.capital for w in spoken[found[0] : found[1]])
            return said(spoken, found, start, "said X") if capital else None
        found = (start, start + 1) if verb.lower in PRONOUNS else phrase_forward(spoken, start)
        if found is None or found[1] >= len(spoken):
            return None
        after = spoken[found[1]]
        if after.capital or not after.letters or after.lower in FUNCTION:
            return None
        return said(spoken, found, found[1], "X said")

    def _short(self, spoken: Sequence[Word], at: int, start: int) -> bool:
        """``"..." X said.`` without the comma: a quotation that opens its sentence."""
        verb = next((n for n in range(start, min(start + 5, len(spoken)))
                     if spoken[n].lower in PLAIN), None)  # fmt: skip
        if verb is None or any(word.letters for word in spoken[:at]):
            return False
        return verb + 1 == len(spoken) or spoken[verb + 1].text == "," or spoken[verb + 1].time

    def _according(self, spoken: Sequence[Word], at: int) -> Attribution | None:
        if spoken[at].lower != "according" or at + 2 >= len(spoken):
            return None
        return said(spoken, phrase_forward(spoken, at + 2), at, "according to X")

    def _subject_first(self, spoken: Sequence[Word], start: int, tail: str) -> Attribution | None:
        end = next((n for n in range(start, len(spoken)) if spoken[n].text == QUOTED), len(spoken))
        if (
            tail in "?!"
            and spoken[start].capital
            and any(word.text == ":" for word in spoken[start:end])
        ):
            return None
        for verb in range(start + 1, min(end, start + 45)):
            if speech_verb(spoken, verb) and not spoken[verb].lower.endswith("ing"):
                return said(spoken, before_verb(spoken, verb, start), verb, "X said")
        return None

    def _left_next(self, spoken: Sequence[Word], at: int, _tail: str) -> Attribution | None:
        """``X called "..."``, ``X said he would "..."``: the verb right before the marks."""
        verb = last_verb(spoken, at, 5)
        if verb is None or (verb < at - 1 and spoken[verb].lower not in PLAIN):
            return None
        if any(word.text in (",", ";") for word in spoken[verb + 2 : at]):
            return None
        return self._left_near(spoken, at, _tail)

    def _left_near(self, spoken: Sequence[Word], at: int, _tail: str) -> Attribution | None:
        """The words before run straight into the quotation: ``X said,``, ``X told Y:``."""
        verb = last_verb(spoken, at, 5)
        if verb is not None:
            verb = prefer_plain(spoken, verb)
            return said(spoken, subject_of(spoken, verb, at), verb, "X said:")
        if at and spoken[at - 1].text == ":":
            return self._label(spoken, at - 1)
        return None

    def _label(self, spoken: Sequence[Word], colon: int) -> Attribution | None:
        """``CHEN: "..."``, and a colon whose verb stands further to the left."""
        verb = last_verb(spoken, colon, 60)
        if verb is not None:
            return said(spoken, subject_of(spoken, verb, colon), verb, "X said Y:")
        named = phrase_back(spoken, colon - 1, 0)
        if named is not None and any(word.capital for word in spoken[named[0] : named[1]]):
            return said(spoken, named, colon, "X:")
        return None

    def _right_later(self, spoken: Sequence[Word], at: int, tail: str) -> Attribution | None:
        """A part of a sentence under marks, and ``, said X`` or ``, X said`` at its end."""
        for verb in range(at + 1, min(len(spoken), at + 50)):
            if spoken[verb].lower == "according":
                return self._according(spoken, verb)
            if spoken[verb].lower not in PLAIN or not speech_verb(spoken, verb):
                continue
            before = spoken[verb - 1]
            if spoken[verb].lower.endswith("ing"):
                continue
            if before.text == ",":
                return said(spoken, after_verb(spoken, verb), verb, "..., said X")
            found = before_verb(spoken, verb, at + 1)
            comma = found is not None and spoken[found[0] - 1].text in (",", *DASHES)
            if comma and not self._left_verb_owns(spoken, at):
                return said(spoken, found, verb, "..., X said")
        return None

    def _left_verb_owns(self, spoken: Sequence[Word], at: int) -> bool:
        verb = last_verb(spoken, at, 25)
        return verb is not None and spoken[verb].lower in PLAIN

    def _left_far(self, spoken: Sequence[Word], at: int, _tail: str) -> Attribution | None:
        for verb in range(at - 1, max(-1, at - 60), -1):
            if spoken[verb].lower == "according" and verb + 2 < at:
                return self._according(spoken, verb)
            if speech_verb(spoken, verb):
                cue = prefer_plain(spoken, verb)
                found = said(spoken, subject_of(spoken, cue, at), cue, "X said that")
                if found is not None:
                    return found
        return None

    def _weak(self, spoken: Sequence[Word], at: int, tail: str) -> Attribution | None:
        """No cue: the subject of the sentence around a part of it under marks."""
        subject = sentence_subject(spoken, at)
        if subject is not None and self._speaks(spoken, subject):
            return said(spoken, subject, None, "subject")
        return self._right_any(spoken, at, tail)

    def _speaks(self, spoken: Sequence[Word], subject: Range) -> bool:
        """A pronoun for people, a role, a document or a name; not any noun with a capital."""
        some = spoken[subject[0] : subject[1]]
        if some[0].lower in ("he", "she", "they", "who", "i", "we"):
            return True
        if any(word.lower in ROLES or word.lower in DOCUMENTS for word in some):
            return True
        return some[-1].capital and (len(some) > 1 or subject[0] > 0 or self._seen(some[0]))

    def _seen(self, word: Word) -> bool:
        """The one capital word that opens a sentence stands elsewhere in the text too."""
        match = _CAPITAL.match(word.text)
        return match is not None and self.capitals[match.group()] > 1

    def _right_any(self, spoken: Sequence[Word], at: int, tail: str) -> Attribution | None:
        """``"...," X, role of Y.``, ``"..." - X``: a name that a dash or comma sets off."""
        if at + 1 < len(spoken) and spoken[at + 1].text in (*DASHES, ","):
            return said(spoken, phrase_forward(spoken, at + 2), None, "- X")
        return None

    # From what stands before.

    def _from_before(
        self, number: int, position: int, sentence: Sentence, segment: int, nth: int
    ) -> Attribution | None:
        if nth:
            return _inherit(self.of.get(segment - 1))
        previous = self._previous(number, position)
        signed = self._signed(number, position)
        if previous is None or signed is not None:
            return signed
        before, same_paragraph = previous
        opening = self.text[sentence.start : self.found[segment].outer_start]
        leads = not any(map(str.isalnum, opening))
        if not leads and not self.found[segment].carries:
            return self._same_breath(before) if same_paragraph else None
        if self._colon(before):
            return self._introduced(before)
        if self.found[segment].carries and not before.segments and segment:
            return _inherit(self.of.get(segment - 1))
        return self._same_breath(before) if same_paragraph or before.segments else None

    def _same_breath(self, before: Sentence) -> Attribution | None:
        """Right after somebody spoke: with marks, or without (``Hale was clear, she said.``)."""
        if before.segments:
            return _inherit(self.of.get(before.segments[-1]))
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
        spoken = words(self.masked, before.start, before.end)
        found = self._label(spoken, len(spoken) - 1) if spoken else None
        return found or said(spoken, sentence_subject(spoken, len(spoken)), None, "subject:")

    def _led(self, before: Sentence) -> Attribution | None:
        """The sentence before tells that somebody spoke; the quotation stands alone after it."""
        spoken = words(self.masked, before.start, before.end)
        verb = last_verb(spoken, len(spoken), 60)
        if verb is None or spoken[verb].lower not in PLAIN:
            return None
        return said(spoken, subject_of(spoken, verb, len(spoken)), verb, "led by verb")


def _inherit(found: Attribution | None) -> Attribution | None:
    if found is None:
        return None
    return Attribution(found.mention, found.cue, "continues", inherited=True)


def _span(word: Word) -> Span:
    return Span(word.start, word.end)

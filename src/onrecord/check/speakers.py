"""Who is said to have spoken each quotation: rules over the words around it.

In order, for each stretch under marks: the words right after it (``said X``, ``X said``,
``according to X``), the words before it (``X said: ``, ``X told Y that``, ``In a statement, X``),
a cue later in its sentence, the subject of its sentence; and for a stretch that stands alone, the
speaker of the quotation that it follows, or the subject of the sentence or the paragraph that
leads to it ("The email said:"). A rule that finds no name, role, document or pronoun gives None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.check.cues import DETERMINERS, DOCUMENTS, FUNCTION, OUTER, PLAIN, PRONOUNS, ROLES
from onrecord.check.names import Names, PartyNames, describe, split_role
from onrecord.check.segments import Paragraph, Segment, looks_like_caption
from onrecord.check.sentences import Sentence
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
from onrecord.check.types import Span, Speaker
from onrecord.check.words import QUOTED, Word, words

_SENT = frozenset(
    "released issued sent published posted wrote emailed circulated tweeted made put".split()
)
_INVERTS = frozenset("said says wrote added adds explained asked noted replied argued".split())
_DASHES = ("—", "–", "-", "--")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that name a speaker (``mention``) and the cue; ``rule`` says which rule found it.

    ``inherited`` where it is that of an earlier quotation.
    """

    mention: Span
    cue: Span | None
    rule: str
    inherited: bool = False


class Attributions:
    """Attributes the segments of one text; ``of[n]`` is that of segment ``n``, or None."""

    def __init__(
        self,
        text: str,
        masked: str,
        parts: Sequence[Paragraph],
        found: Sequence[Segment],
        by_paragraph: Sequence[Sequence[Sentence]],
    ) -> None:
        self.text, self.masked, self.parts, self.found = text, masked, parts, found
        self.by_paragraph = by_paragraph
        self.of: dict[int, Attribution | None] = {}
        for number in range(len(parts)):
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
        at = next((n for n, w in enumerate(spoken)
                   if w.text == QUOTED and w.start <= self.found[segment].outer_start < w.end), None)  # fmt: skip
        if at is None:
            return None
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
        if at + 1 < len(spoken) and (spoken[at + 1].text in (",", *_DASHES)):
            return ","
        return last if last in ".;:" else ""

    def _made(
        self, spoken: Sequence[Word], subject: Range | None, cue: int | None, rule: str
    ) -> Attribution | None:
        if subject is None or not (plausible(spoken, subject) or self._named(spoken, subject, cue)):
            return None
        if spoken[subject[0]].lower == "it" and (cue is None or spoken[cue].lower not in PLAIN):
            return None
        mention = Span(spoken[subject[0]].start, spoken[subject[1] - 1].end)
        return Attribution(mention, None if cue is None else _span(spoken[cue]), rule)

    def _right_after(self, spoken: Sequence[Word], at: int, tail: str) -> Attribution | None:
        """``"...," X said``, ``"...," said X``, ``"...," according to X``."""
        start = at + 1
        while start < len(spoken) and (spoken[start].text in (",", *_DASHES, "…", ")")):
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
            return self._made(spoken, after_verb(spoken, start), start, "said X")
        if tail or self._short(spoken, at, start):
            return self._subject_first(spoken, start, tail)
        return None

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
        return self._made(spoken, phrase_forward(spoken, at + 2), at, "according to X")

    def _subject_first(self, spoken: Sequence[Word], start: int, tail: str) -> Attribution | None:
        end = next((n for n in range(start, len(spoken)) if spoken[n].text == QUOTED), len(spoken))
        if tail in "?!" and spoken[start].capital and any(
            word.text == ":" for word in spoken[start:end]
        ):
            return None
        for verb in range(start + 1, min(end, start + 45)):
            if speech_verb(spoken, verb) and not spoken[verb].lower.endswith("ing"):
                return self._made(spoken, before_verb(spoken, verb, start), verb, "X said")
        return None

    def _named(self, spoken: Sequence[Word], subject: Range, cue: int | None) -> bool:
        """``the developer said``: any noun with an article before a plain verb of speech."""
        plain = cue is not None and spoken[cue].lower in PLAIN
        return plain and spoken[subject[0]].lower in ("the", "a", "an", "one")

    def _left_next(self, spoken: Sequence[Word], at: int, _tail: str) -> Attribution | None:
        """``X called "..."``, ``X said he would "..."``: the verb right before the marks."""
        verb = self._last_verb(spoken, at, 5)
        if verb is None or (verb < at - 1 and spoken[verb].lower not in PLAIN):
            return None
        if any(word.text in (",", ";") for word in spoken[verb + 2 : at]):
            return None
        return self._left_near(spoken, at, _tail)

    def _left_near(self, spoken: Sequence[Word], at: int, _tail: str) -> Attribution | None:
        """The words before run straight into the quotation: ``X said,``, ``X told Y:``."""
        verb = self._last_verb(spoken, at, 5)
        if verb is not None:
            verb = self._prefer_plain(spoken, verb)
            return self._made(spoken, self._subject_of(spoken, verb, at), verb, "X said:")
        if at and spoken[at - 1].text == ":":
            return self._label(spoken, at - 1)
        return None

    def _label(self, spoken: Sequence[Word], colon: int) -> Attribution | None:
        """``CHEN: "..."``, and a colon whose verb stands further to the left."""
        verb = self._last_verb(spoken, colon, 60)
        if verb is not None:
            return self._made(spoken, self._subject_of(spoken, verb, colon), verb, "X said Y:")
        named = phrase_back(spoken, colon - 1, 0)
        if named is not None and any(word.capital for word in spoken[named[0] : named[1]]):
            return self._made(spoken, named, colon, "X:")
        return None

    def _prefer_plain(self, spoken: Sequence[Word], verb: int) -> int:
        """``X said Y would find it "..."``: the plain verb further left, in the same clause."""
        if spoken[verb].lower in OUTER:
            return verb
        outer = self._plain_before(spoken, verb, 25)
        return verb if outer < 0 else outer

    def _last_verb(self, spoken: Sequence[Word], at: int, reach: int) -> int | None:
        for verb in range(at - 1, max(-1, at - 1 - reach), -1):
            if spoken[verb].text == QUOTED and reach < 10:
                return None
            if speech_verb(spoken, verb):
                return verb
        return None

    def _subject_of(self, spoken: Sequence[Word], verb: int, at: int) -> Range | None:
        word = spoken[verb]
        if word.lower.endswith("ing"):
            if verb and spoken[verb - 1].lower in ("is", "was", "are", "were", "be", "been", "'s"):
                return before_verb(spoken, verb)
            return self._participle(spoken, verb)
        if self._passive(spoken, verb):
            return self._by(spoken, verb, at)
        inverted = self._inverted_before(spoken, verb, at)
        if inverted is not None:
            return inverted
        found = before_verb(spoken, verb)
        if found is not None and plausible(spoken, found):
            return self._outer(spoken, found, at) or found
        return sentence_subject(spoken, verb)

    def _outer(self, spoken: Sequence[Word], inner: Range, at: int) -> Range | None:
        """``X said he expects``: X; ``X said that they``: X."""
        if spoken[inner[0]].lower not in ("he", "she", "they", "it"):
            return None
        verb = inner[0] - 1
        if verb > 0 and spoken[verb].lower == "that":
            verb = self._plain_before(spoken, verb, 7)
        if verb < 1 or spoken[verb].lower not in OUTER or not speech_verb(spoken, verb):
            return None
        return self._subject_of(spoken, verb, at)

    def _plain_before(self, spoken: Sequence[Word], at: int, reach: int) -> int:
        """The nearest plain verb of speech before ``at`` with no clause between; -1 if none."""
        for verb in range(at - 1, max(-1, at - 1 - reach), -1):
            if spoken[verb].text in (",", ";", ":", QUOTED, *_DASHES):
                return -1
            if spoken[verb].lower in OUTER and speech_verb(spoken, verb):
                return verb
        return -1

    def _participle(self, spoken: Sequence[Word], verb: int) -> Range | None:
        """``X did this, saying``; ``the email to members saying`` has its own subject."""
        before = spoken[verb - 1] if verb else None
        if before is not None and before.lower in DOCUMENTS:
            found = self._who_sent(spoken, verb - 1) or phrase_back(spoken, verb - 1, 0)
            if found is not None:
                return found
        absolute = self._with(spoken, verb)
        if absolute is not None:
            return absolute
        for outer in range(verb - 1, 0, -1):
            if spoken[outer].lower in PLAIN and speech_verb(spoken, outer) \
                    and not spoken[outer].lower.endswith("ing"):  # fmt: skip
                found = before_verb(spoken, outer)
                if found is not None and plausible(spoken, found):
                    return found
        return sentence_subject(spoken, verb) or before_verb(spoken, verb)

    def _with(self, spoken: Sequence[Word], verb: int) -> Range | None:
        """``..., with X saying``: X."""
        last = verb - 1
        if last > 0 and spoken[last].lower.endswith("ly"):
            last -= 1
        found = phrase_back(spoken, last, 0) if last > 0 else None
        if found is None or found[0] == 0 or spoken[found[0] - 1].lower != "with":
            return None
        return found

    def _who_sent(self, spoken: Sequence[Word], document: int) -> Range | None:
        """``X released a statement saying``: X."""
        for verb in range(document - 1, max(-1, document - 7), -1):
            if spoken[verb].lower in _SENT:
                return before_verb(spoken, verb)
        return None

    def _passive(self, spoken: Sequence[Word], verb: int) -> bool:
        if not spoken[verb].lower.endswith(("ed", "en", "wn")) or not verb:
            return False
        at = verb - 1
        if spoken[at].lower.endswith("ly"):
            at -= 1
        return at >= 0 and spoken[at].lower in ("was", "were", "been", "being", "is", "are", "be")

    def _by(self, spoken: Sequence[Word], verb: int, at: int) -> Range | None:
        for n in range(verb + 1, len(spoken) - 1):
            if spoken[n].lower == "by" and n > at:
                return phrase_forward(spoken, n + 1)
            if spoken[n].lower == "by" and n < at:
                return phrase_forward(spoken, n + 1)
            if n > at and spoken[n].text in (",", ";"):
                break
        return None

    def _inverted_before(self, spoken: Sequence[Word], verb: int, at: int) -> Range | None:
        """``Said X: "..."`` at the sentence's start; ``As X put it`` needs nothing."""
        if spoken[verb].lower not in _INVERTS or (verb and spoken[verb - 1].text != ","):
            return None
        found = after_verb(spoken[:at], verb)
        fits = found is not None and found[1] == at - 1 and spoken[at - 1].text in (",", ":")
        return found if fits else None

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
                return self._made(spoken, after_verb(spoken, verb), verb, "..., said X")
            found = before_verb(spoken, verb, at + 1)
            comma = found is not None and spoken[found[0] - 1].text in (",", *_DASHES)
            if comma and not self._left_verb_owns(spoken, at):
                return self._made(spoken, found, verb, "..., X said")
        return None

    def _left_verb_owns(self, spoken: Sequence[Word], at: int) -> bool:
        verb = self._last_verb(spoken, at, 25)
        return verb is not None and spoken[verb].lower in PLAIN

    def _left_far(self, spoken: Sequence[Word], at: int, _tail: str) -> Attribution | None:
        for verb in range(at - 1, max(-1, at - 60), -1):
            if spoken[verb].lower == "according" and verb + 2 < at:
                return self._according(spoken, verb)
            if speech_verb(spoken, verb):
                verb = self._prefer_plain(spoken, verb)
                found = self._made(spoken, self._subject_of(spoken, verb, at), verb, "X said that")
                if found is not None:
                    return found
        return None

    def _weak(self, spoken: Sequence[Word], at: int, tail: str) -> Attribution | None:
        """No cue: the subject of the sentence around a part of it under marks."""
        subject = sentence_subject(spoken, at)
        if subject is not None and self._speaks(spoken, subject):
            return self._made(spoken, subject, None, "subject")
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
        text = word.text.removesuffix("’s").removesuffix("'s")
        return self.masked.find(text, word.end) >= 0 or 0 <= self.masked.find(text) < word.start

    def _right_any(self, spoken: Sequence[Word], at: int, tail: str) -> Attribution | None:
        """``"...," X, role of Y.``, ``"..." - X``: a name that a dash or comma sets off."""
        if at + 1 < len(spoken) and spoken[at + 1].text in (*_DASHES, ","):
            return self._made(spoken, phrase_forward(spoken, at + 2), None, "- X")
        return None

    # From what stands before.

    def _from_before(
        self, number: int, position: int, sentence: Sentence, segment: int, nth: int
    ) -> Attribution | None:
        if nth:
            return _inherit(self.of.get(segment - 1))
        previous = self._previous(number, position)
        if previous is None:
            return None
        before, same_paragraph = previous
        signed = self._signed(number, position)
        if signed is not None:
            return signed
        leads = not any(map(str.isalnum, self.text[sentence.start : self.found[segment].outer_start]))
        if not leads and not self.found[segment].carries:
            return self._same_breath(before) if same_paragraph else None
        if self._colon(before):
            return self._introduced(before)
        if before.segments:
            return _inherit(self.of.get(before.segments[-1]))
        if self.found[segment].carries and segment:
            return _inherit(self.of.get(segment - 1))
        if same_paragraph:
            return self._led(before)
        return self._led_from_paragraph(number, before)

    def _same_breath(self, before: Sentence) -> Attribution | None:
        """A part under marks in a sentence of its own, right after somebody spoke."""
        if before.segments:
            return _inherit(self.of.get(before.segments[-1]))
        found = self._led(before)
        return found if found is not None and found.cue is not None else None

    def _signed(self, number: int, position: int) -> Attribution | None:
        """A quotation that is a paragraph, and ``- Name`` beneath it."""
        if position or len(self.by_paragraph[number]) > 1 or number + 1 >= len(self.parts):
            return None
        below = self.parts[number + 1]
        if self.text[below.start] not in "—–-" or below.end - below.start > 80:
            return None
        spoken = words(self.masked, below.start, below.end)
        start = next((n for n, word in enumerate(spoken) if word.letters), None)
        return None if start is None else self._made(spoken, phrase_forward(spoken, start), None, "- X")

    def _led_from_paragraph(self, number: int, before: Sentence) -> Attribution | None:
        """A paragraph that is a quotation, after one whose last sentence has a clear subject."""
        if len(self.by_paragraph[number]) > 1 or looks_like_caption(self.text, self.parts[number - 1]):
            return None
        spoken = words(self.masked, before.start, before.end)
        subject = sentence_subject(spoken, len(spoken))
        if subject is None or not self._speaks(spoken, subject):
            return None
        return self._made(spoken, subject, None, "led from before")

    def _colon(self, before: Sentence) -> bool:
        return self.masked[max(before.start, before.end - 3) : before.end].rstrip().endswith(":")

    def _previous(self, number: int, position: int) -> tuple[Sentence, bool] | None:
        if position:
            return self.by_paragraph[number][position - 1], True
        for back in range(number - 1, max(-1, number - 3), -1):
            if self.by_paragraph[back]:
                return self.by_paragraph[back][-1], False
        return None

    def _introduced(self, before: Sentence) -> Attribution | None:
        """The sentence before ends with a colon: its last cue and that one's subject."""
        spoken = words(self.masked, before.start, before.end)
        found = self._label(spoken, len(spoken) - 1) if spoken else None
        return found or self._made(spoken, sentence_subject(spoken, len(spoken)), None, "subject:")

    def _led(self, before: Sentence) -> Attribution | None:
        """The subject of the sentence before, where the quotation stands alone after it."""
        spoken = words(self.masked, before.start, before.end)
        verb = self._last_verb(spoken, len(spoken), 60)
        if verb is not None:
            subject = self._subject_of(spoken, verb, len(spoken))
            found = self._made(spoken, subject, verb, "led by verb")
            if found is not None:
                return found
        return None


def _inherit(found: Attribution | None) -> Attribution | None:
    if found is None:
        return None
    return Attribution(found.mention, found.cue, "continues", inherited=True)


def _span(word: Word) -> Span:
    return Span(word.start, word.end)


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
        if len(spoken) <= 2 and spoken[0].lower in (*PRONOUNS, "his", "her", "their"):
            return self._pronoun(said, spoken[0].lower, mention)
        run = _first_name(spoken)
        before = [word for word in spoken[: run[0]] if word.letters]
        lower = [word for word in spoken if not word.capital and word.lower not in FUNCTION]
        if run[0] == run[1] or any(word.lower in DOCUMENTS for word in lower):
            return self._office(said, spoken, mention)
        if _role_of(before, spoken, run):
            return self._office(said, spoken, mention)
        return self._person(said, spoken, run, mention)

    def _pronoun(self, said: str, word: str, mention: Span) -> tuple[str, str | None, str | None]:
        name = self.names.referent(word, mention.start, self.recent)
        if name is None:
            return said, None, None
        return (name, *self.names.described(name))

    def _person(
        self, said: str, spoken: Sequence[Word], run: Range, mention: Span
    ) -> tuple[str, str | None, str | None]:
        bare = " ".join(word.text for word in spoken[run[0] : run[1]])
        name = self.names.full(bare, mention.start)
        role, organisation = describe(self.masked, spoken[run[1] - 1].end)
        if role is None and run[0]:
            lead = [word for word in spoken[: run[0]] if not word.capital and word.lower not in FUNCTION]
            role = " ".join(word.text for word in lead) or None
            first = [word.text for word in spoken[: run[0]] if word.capital and word.lower not in FUNCTION]
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
            rf"((?:[A-Z][\w’'&–-]+)(?:[ \n](?:of|and|the|for|[A-Z][\w’'&–-]+))*)[ \n]+(?:\w+[ \n]){{0,2}}?"
            rf"(?:sent|issued|released|published|wrote|posted|circulated|emailed)[ \n](?:\w+[ \n]){{1,3}}{noun}\b"
            rf"|\b{noun} (?:from|by) (?:the )?((?:[A-Z][\w’'&–-]+)(?:[ \n](?:of|and|the|for|[A-Z][\w’'&–-]+))*)"
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
    end = next((n for n, w in enumerate(spoken) if n and w.lower in ("of", "for", "from", "at", "in",
                "with", "on", ",", "and")), len(spoken))  # fmt: skip
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

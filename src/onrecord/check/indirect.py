"""Speech told without marks: ``The union said that it will meet``, ``..., the studios said``.

Content is what was told, without ``that`` and without the sentence's end; it may hold quotations.
Acts that a verb tells by itself count too: ``plans to meet``, ``asked to talk``, ``refused to``.

>>> text = ('Talks will begin on Friday, the Lamplighters’ Guild said. Its president plans to meet '
...         'the studios.')
>>> [(text[one.content.start : one.content.end], one.speaker.name) for one in find_indirect(text)]
[('Talks will begin on Friday', 'Lamplighters’ Guild'), ('to meet the studios', 'Its president')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.check.attributed import Attribution, said
from onrecord.check.cues import DETERMINERS, PLAIN, word_set
from onrecord.check.names import Names, PartyNames
from onrecord.check.sentences import Prose, Sentence, take_apart
from onrecord.check.speakers import Speakers
from onrecord.check.subjects import (
    after_verb,
    before_verb,
    introduces,
    phrase_forward,
    speech_verb,
)
from onrecord.check.types import Span, Speaker
from onrecord.check.verbs import DASHES, subject_of
from onrecord.check.words import LONGEST_SENTENCE, QUOTED, words
from onrecord.domain.party import Party

TELLS = PLAIN | word_set(
    """hope hopes hoped fear fears feared expect expects expected know knows knew thought feel
    feels felt agree agrees agreed deny denies denied confirm confirms confirmed find finds
    found show shows showed decided disclosed complains acknowledge indicated indicates
    signaled signalled estimated estimates forecast saying adding noting arguing claiming
    insisting warning believing suggesting telling conceding stating asserting knowing
    hoping doubts worried assume"""
)
"""Verbs that take ``that`` and a clause."""

INTENDS = word_set(
    """plan plans planned planning want wants wanted wanting hope hopes hoped intend intends
    intended agree agrees agreed ask asks asked refuse refuses refused promise promises
    promised offer offers offered threaten threatens threatened vow vows vowed pledge
    pledges pledged decline declines declined seek seeks sought decide decides decided
    expect expects expected urge urges urged prefer prefers request requests requested call
    calls called propose proposes proposed"""
)
"""Verbs that take ``to`` and a verb, or a thing asked for."""

REACH = 9
"""Words between a verb and ``that`` or ``to`` (``told members in an email that``)."""

_CUE = re.compile(
    r"\b(?:" + "|".join(sorted(TELLS | INTENDS | {"according"})) + r")\b", re.IGNORECASE
)
_CUT = word_set("adding saying noting citing calling arguing according warning insisting while")


@dataclass(frozen=True, slots=True)
class Indirect:
    """What somebody is told to have said or meant to do: content, speaker and cue."""

    content: Span
    speaker: Speaker | None
    cue: Span


def find_indirect(text: str, parties: Sequence[Party] = ()) -> list[Indirect]:
    """Indirect speech in order of its cues; ``parties`` as for ``find_quotes``."""
    prose = take_apart(text)
    names = Names(text, prose.masked)
    speakers = Speakers(prose.masked, names, PartyNames(parties, names))
    return [
        Indirect(content, speakers.speaker(found.mention), found.cue)
        for sentence in _told(prose)
        for content, found in _Sentence(prose, sentence).found()
        if found.cue is not None
    ]


def _told(prose: Prose) -> Iterator[Sentence]:
    for paragraph in prose.sentences:
        for sentence in paragraph:
            if _CUE.search(prose.masked, sentence.start, sentence.end):
                yield sentence


class _Sentence:
    def __init__(self, prose: Prose, sentence: Sentence) -> None:
        self.prose = prose
        self.words = words(prose.masked, sentence.start, sentence.end)[:LONGEST_SENTENCE]
        self.last = self._end(sentence)

    def _end(self, sentence: Sentence) -> int:
        """Past the last word or mark of speech, before the full stop."""
        last = sentence.end
        while last > sentence.start and self.prose.masked[last - 1] in " \t\n.!?:;":
            last -= 1
        return last

    def found(self) -> Iterator[tuple[Span, Attribution]]:
        for cue, word in enumerate(self.words):
            if word.lower == "according":
                yield from self._according(cue)
            elif word.lower in TELLS and speech_verb(self.words, cue):
                yield from self._clause(cue) or self._before(cue)
            if word.lower in INTENDS:
                yield from self._intends(cue)

    def _according(self, cue: int) -> list[tuple[Span, Attribution]]:
        """``According to X, content`` and ``content, according to X``."""
        subject = phrase_forward(self.words, cue + 2) if cue + 2 < len(self.words) else None
        found = said(self.words, subject, cue, "according to X")
        if found is None or subject is None:
            return []
        if cue > 1 and self.words[cue - 1].text == ",":
            return self._made(self._content_start(), self.words[cue - 1].start, found)
        comma = next(
            (n for n in range(subject[1], len(self.words)) if self.words[n].text == ","), None
        )
        if cue or comma is None or comma + 1 >= len(self.words):
            return []
        return self._made(self.words[comma + 1].start, self.last, found)

    def _clause(self, cue: int) -> list[tuple[Span, Attribution]]:
        """``X said (that) content``."""
        start = self._clause_start(cue)
        if start is None:
            return []
        found = said(self.words, subject_of(self.words, cue, len(self.words)), cue, "X said that")
        if found is None or found.mention.start > self.words[start].start:
            return []
        return self._made(self.words[start].start, self._clause_end(start), found)

    def _clause_start(self, cue: int) -> int | None:
        for n in range(cue + 1, min(len(self.words), cue + REACH)):
            word = self.words[n]
            if word.lower == "that" and n + 1 < len(self.words):
                return n + 1
            if word.text in (",", ":", ";", QUOTED, *DASHES):
                break
        verb = self.words[cue].lower
        if verb not in _NO_THAT or (cue and self.words[cue - 1].text in (QUOTED, ",")
                                    and not verb.endswith("ing")):  # fmt: skip
            return None
        following = cue + 1
        while following < len(self.words) and self.words[following].time:
            following += 1
        if following >= len(self.words) - 1:
            return None
        word = self.words[following]
        opens = word.lower in DETERMINERS or word.capital or word.lower in _OPENS
        return following if opens or word.lower.endswith("s") else None

    def _clause_end(self, start: int) -> int:
        """The sentence's end, or a comma before ``adding``; any comma after ``When X said``."""
        subordinate = any(word.lower in _SUBORDINATES for word in self.words[:start])
        for n in range(start + 2, len(self.words) - 1):
            if self.words[n].text == "," and (subordinate or self.words[n + 1].lower in _CUT):
                return self.words[n].start
        return self.last

    def _before(self, cue: int) -> list[tuple[Span, Attribution]]:
        """``content, X said`` and ``content, said X``."""
        if cue < 3 or self.words[cue].lower not in PLAIN:
            return []
        if self.words[cue - 1].text == ",":
            subject = after_verb(self.words, cue)
            comma = cue - 1
        else:
            subject = before_verb(self.words, cue)
            comma = subject[0] - 1 if subject else -1
        if subject is None or comma < 2 or self.words[comma].text not in (",", *DASHES):
            return []
        if self.words[comma - 1].text == QUOTED and comma == 1:
            return []
        found = said(self.words, subject, cue, "..., X said")
        if found is None:
            return []
        return self._made(self._content_start(), self._told_end(comma, cue), found)

    def _told_end(self, comma: int, cue: int) -> int:
        """``The offer, he said, is final`` goes on after the attribution."""
        after = cue + 1
        while after < len(self.words) - 1 and self.words[after].text != ",":
            after += 1
        goes_on = after < len(self.words) - 2 and after - cue < 8
        if not goes_on and introduces(self.words, 0):
            return self.words[0].start
        if goes_on and self.words[after + 1].lower not in _CUT:
            return self.last
        return self.words[comma].start

    def _content_start(self) -> int:
        first = self.words[0]
        skip = len(self.words) > 1 and first.lower in ("but", "and", "so", "still", "yet")
        return self.words[1].start if skip else first.start

    def _intends(self, cue: int) -> list[tuple[Span, Attribution]]:
        """``X plans to``, ``X asked Y to``, ``X requested a meeting``."""
        verb = self.words[cue].lower
        start = next((n for n in range(cue + 1, min(len(self.words) - 1, cue + 6))
                      if self.words[n].lower == "to"), None)  # fmt: skip
        if verb.startswith(("request", "propos", "call", "seek", "sought")):
            start = cue + 1 if cue + 2 < len(self.words) else None
            fits = start is not None and (
                self.words[start].lower in ("a", "an", "the", "more", "new", "for")
            )
            start = start if fits else None
        if start is None or any(w.text in (",", ";", QUOTED) for w in self.words[cue:start]):
            return []
        if cue and self.words[cue - 1].lower in (*DETERMINERS, *_NOT_BEFORE):
            return []
        found = said(self.words, subject_of(self.words, cue, len(self.words)), cue, "X plans to")
        if found is None:
            return []
        return self._made(self.words[start].start, self._clause_end(start), found)

    def _made(self, start: int, end: int, found: Attribution) -> list[tuple[Span, Attribution]]:
        return [(Span(start, end), found)] if end - start >= 3 else []


_OPENS = word_set(
    """he she they it i we you his her their its there this these those if when while what how
    because no all many most some more both neither"""
)
_SUBORDINATES = word_set("when while although though after as before since because where")
_NOT_BEFORE = word_set("of for is are was were be been being seemed seems appears as")
_NO_THAT = word_set(
    """said says say saying think thinks thought believe believes believed argue argues argued
    claim claims claimed insists insisted note notes noted acknowledged acknowledges
    suggested suggests hope hopes hoped feel feels felt admitted conceded know knows knew
    predicted adding added adds arguing claiming believing alleges alleged maintains
    maintained promised vowed warned fear fears feared confirmed estimated doubts"""
)
"""Verbs that take a clause without ``that``."""

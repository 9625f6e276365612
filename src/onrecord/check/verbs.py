"""Whose a verb of speech is: the subject of ``said``, ``saying``, ``was asked by``, ``that he``.

Functions over the words of one sentence; ``at`` is the number of the word that stands for the
quotation, or one past the last word.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.check.cues import DOCUMENTS, OUTER, PLAIN, word_set
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
from onrecord.check.words import QUOTED, Word

DASHES = ("—", "–", "-", "--")
_SENT = word_set("released issued sent published posted wrote emailed circulated tweeted made put")
_HOLDS = word_set(
    """feel feels felt believe believes believed think thinks thought hope hopes hoped fear fears
    feared find finds found know knows knew expect expects expected worry worries worried doubt
    doubts doubted contend contends contended call calls called"""
)
"""Verbs of what somebody holds: whoever tells of it in the same sentence is the speaker."""
_IRREGULAR = word_set("found held told thought made put")
"""Participles that do not look it: ``was found``, ``were told``."""
_INVERTS = PLAIN - word_set("tell tells telling told saying ask asks")
_OPENS = word_set("after before when while because although though whereas")
"""Words that open a clause of its own: a verb of speech before them has nothing to do with it."""


def last_verb(spoken: Sequence[Word], at: int, reach: int) -> int | None:
    for verb in range(at - 1, max(-1, at - 1 - reach), -1):
        if spoken[verb].text == QUOTED and reach < 10:
            return None
        if speech_verb(spoken, verb):
            return verb
    return None


def subject_of(spoken: Sequence[Word], verb: int, at: int) -> Range | None:
    word = spoken[verb]
    if word.lower.endswith("ing"):
        if verb and spoken[verb - 1].lower in ("is", "was", "are", "were", "be", "been", "'s"):
            return before_verb(spoken, verb)
        return _participle(spoken, verb)
    if _passive(spoken, verb):
        return _by(spoken, verb, at)
    inverted = _inverted_before(spoken, verb, at)
    if inverted is not None:
        return inverted
    found = before_verb(spoken, verb)
    if found is not None and (plausible(spoken, found) or named(spoken, found, verb)):
        return _outer(spoken, found, at) or _teller(spoken, found, verb) or found
    return sentence_subject(spoken, verb)


def named(spoken: Sequence[Word], subject: Range, cue: int | None) -> bool:
    """``the developer said``: any noun with an article before a plain verb of speech."""
    plain = cue is not None and spoken[cue].lower in PLAIN
    return plain and spoken[subject[0]].lower in ("the", "a", "an", "one")


def _outer(spoken: Sequence[Word], inner: Range, at: int) -> Range | None:
    """``X said he expects``: X; ``X said that they``: X."""
    if spoken[inner[0]].lower not in ("he", "she", "they", "it"):
        return None
    verb = inner[0] - 1
    if verb > 0 and spoken[verb].lower == "that":
        verb = _plain_before(spoken, verb, 7)
    if verb < 1 or spoken[verb].lower not in OUTER or not speech_verb(spoken, verb):
        return None
    return subject_of(spoken, verb, at)


def _teller(spoken: Sequence[Word], inner: Range, verb: int) -> Range | None:
    """``X says the road is long but he feels``: X, where the nearer verb is none of speech."""
    if spoken[verb].lower not in _HOLDS or spoken[inner[0]].lower not in ("he", "she", "they"):
        return None
    for outer in range(1, inner[0]):
        if spoken[outer].lower in PLAIN and speech_verb(spoken, outer):
            found = subject_of(spoken, outer, outer + 1)
            close = found is not None and spoken[found[1] - 1].capital
            return found if close else None
    return None


def _plain_before(spoken: Sequence[Word], at: int, reach: int) -> int:
    """The nearest plain verb of speech before ``at`` with no clause between; -1 if none."""
    for verb in range(at - 1, max(-1, at - 1 - reach), -1):
        if spoken[verb].text in (",", ";", ":", QUOTED, *DASHES) or spoken[verb].lower in _OPENS:
            return -1
        if spoken[verb].lower in OUTER and speech_verb(spoken, verb):
            return verb
    return -1


def prefer_plain(spoken: Sequence[Word], verb: int) -> int:
    """``X said Y would find it "..."``: the plain verb further left, in the same clause."""
    if spoken[verb].lower in OUTER:
        return verb
    outer = _plain_before(spoken, verb, 25)
    return verb if outer < 0 else outer


def _participle(spoken: Sequence[Word], verb: int) -> Range | None:
    """``X did this, saying``; ``the email to members saying`` has its own subject."""
    before = spoken[verb - 1] if verb else None
    if before is not None and before.lower in DOCUMENTS:
        found = _who_sent(spoken, verb - 1) or phrase_back(spoken, verb - 1, 0)
        if found is not None:
            return found
    absolute = _with(spoken, verb)
    if absolute is not None:
        return absolute
    for outer in range(verb - 1, 0, -1):
        if spoken[outer].lower in PLAIN and speech_verb(spoken, outer) \
                and not spoken[outer].lower.endswith("ing"):  # fmt: skip
            found = before_verb(spoken, outer)
            if found is not None and plausible(spoken, found):
                return found
    return sentence_subject(spoken, verb) or before_verb(spoken, verb)


def _with(spoken: Sequence[Word], verb: int) -> Range | None:
    """``..., with X saying``: X."""
    last = verb - 1
    if last > 0 and spoken[last].lower.endswith("ly"):
        last -= 1
    found = phrase_back(spoken, last, 0) if last > 0 else None
    if found is None or found[0] == 0 or spoken[found[0] - 1].lower != "with":
        return None
    return found


def _who_sent(spoken: Sequence[Word], document: int) -> Range | None:
    """``X released a statement saying``: X."""
    for verb in range(document - 1, max(-1, document - 7), -1):
        if spoken[verb].lower in _SENT:
            return before_verb(spoken, verb)
    return None


def _passive(spoken: Sequence[Word], verb: int) -> bool:
    word = spoken[verb].lower
    if not verb or not (word.endswith(("ed", "en", "wn")) or word in _IRREGULAR):
        return False
    at = verb - 1
    if spoken[at].lower.endswith("ly"):
        at -= 1
    return at >= 0 and spoken[at].lower in ("was", "were", "been", "being", "is", "are", "be")


def _by(spoken: Sequence[Word], verb: int, at: int) -> Range | None:
    for n in range(verb + 1, len(spoken) - 1):
        if spoken[n].lower == "by" and n > at:
            return phrase_forward(spoken, n + 1)
        if spoken[n].lower == "by" and n < at:
            return phrase_forward(spoken, n + 1)
        if n > at and spoken[n].text in (",", ";"):
            break
    return None


def _inverted_before(spoken: Sequence[Word], verb: int, at: int) -> Range | None:
    """``Said X: "..."``, ``The truth, says X, is "..."``; ``As X put it`` needs nothing."""
    if spoken[verb].lower not in _INVERTS \
            or (verb and spoken[verb - 1].text not in (",", QUOTED)):  # fmt: skip
        return None
    found = after_verb(spoken[:at], verb)
    if found is None:
        return None
    if found[1] < at and spoken[found[1]].text == ",":
        return found
    return found if found[1] == at - 1 and spoken[at - 1].text == ":" else None

"""Who speaks, by the words before a quotation: ``X said,``, ``X told Y:``, ``X called it``.

Each rule takes the quotation's place in its sentence and gives an attribution or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.check.after_quote import according
from onrecord.check.attributed import Attribution, Place, said
from onrecord.check.cues import DOCUMENTS, OUTER, PLAIN, ROLES, word_set
from onrecord.check.subjects import Range, phrase_back, sentence_subject, speech_verb
from onrecord.check.verbs import DASHES, last_verb, prefer_plain, subject_of
from onrecord.check.words import QUOTED, Word

LONGEST_LABEL = 5
"""Words of a name, or of two, before a colon."""

NEAR = 15
"""Words between a verb that is not plainly one of speech and the words it may tell of."""

_WORDS_OF = word_set("words view telling phrase opinion account")
PEOPLE = word_set("he she they who i we")


def left_next(place: Place) -> Attribution | None:
    """``X called "..."``, ``X said he would "..."``, ``X: "..."``: right before the marks."""
    spoken, at = place.spoken, place.at
    if at and spoken[at - 1].text == ":":
        name = _name_before(spoken, at - 1)
        if name is not None:
            return said(spoken, name, at - 1, "X:")
    verb = last_verb(spoken, at, 5)
    if verb is None or (verb < at - 1 and spoken[verb].lower not in PLAIN):
        return None
    if any(word.text in (",", ";") for word in spoken[verb + 2 : at]):
        return None
    return left_near(place)


def left_near(place: Place) -> Attribution | None:
    """The words before run straight into the quotation: ``X said,``, ``X told Y:``."""
    spoken, at = place.spoken, place.at
    verb = last_verb(spoken, at, 5)
    if verb is not None:
        verb = prefer_plain(spoken, verb)
        return said(spoken, subject_of(spoken, verb, at), verb, "X said:")
    if at and spoken[at - 1].text == ":":
        return label(spoken, at - 1)
    return None


def label(spoken: Sequence[Word], colon: int) -> Attribution | None:
    """``CHEN: "..."``, and a colon whose verb stands further to the left."""
    name = _name_before(spoken, colon)
    if name is not None:
        return said(spoken, name, colon, "X:")
    verb = last_verb(spoken, colon, 60)
    if verb is not None:
        verb = prefer_plain(spoken, verb)
        return said(spoken, subject_of(spoken, verb, colon), verb, "X said Y:")
    subject = sentence_subject(spoken, colon)
    if subject is not None and _names(spoken, subject):
        return said(spoken, subject, colon, "subject:")
    return None


def in_words_of(place: Place) -> Attribution | None:
    """``, in X's words, "..."`` and ``"...," in X's view``."""
    spoken, at = place.spoken, place.at
    for noun in (at - 2, *range(at + 2, min(at + 15, len(spoken)))):
        if noun < 2 or spoken[noun].lower not in _WORDS_OF or not spoken[noun - 1].possessive:
            continue
        found = phrase_back(spoken, noun - 1, 0)
        if found is not None and found[0] and spoken[found[0] - 1].lower == "in":
            return said(spoken, found, noun, "in X's words")
    return None


def _name_before(spoken: Sequence[Word], colon: int) -> Range | None:
    """``CHEN:``, ``- Rosa Field:``, ``From Field's letter:``: all there is before the colon."""
    found = phrase_back(spoken, colon - 1, 0) if colon else None
    if found is not None and found[0] and spoken[found[0] - 1].lower in ("from", "by"):
        opens = found[0] == 1 or spoken[found[0] - 2].text in (*DASHES, QUOTED, "More")
        return found if opens else None
    first = colon
    while first and (
        (spoken[first - 1].capital and not spoken[first - 1].time)
        or (spoken[first - 1].lower == "and" and first < colon)
    ):
        first -= 1
    whole = first == 0 or spoken[first - 1].text in (*DASHES, QUOTED)
    while first < colon and spoken[first].lower in PLAIN:
        first += 1
    return (first, colon) if whole and 0 < colon - first <= LONGEST_LABEL else None


def _names(spoken: Sequence[Word], found: Range) -> bool:
    """A pronoun for people, a name of two words or more, a role or a document."""
    some = spoken[found[0] : found[1]]
    if any(word.lower in ROLES | DOCUMENTS | PEOPLE for word in some):
        return True
    return some[-1].capital and (len(some) > 1 or found[0] > 0)


def left_far(place: Place) -> Attribution | None:
    """``X said that Y will "..."``: a verb of speech earlier in the sentence."""
    spoken, at = place.spoken, place.at
    verbs: frozenset[str] | None = None
    for verb in range(at - 1, max(-1, at - 60), -1):
        if spoken[verb].lower == "according" and verb + 2 < at:
            found = according(spoken, verb)
        elif speech_verb(spoken, verb):
            cue = prefer_plain(spoken, verb)
            found = said(spoken, subject_of(spoken, cue, at), cue, "X said that")
            found = None if found is None or _aside(spoken, cue, at, found) else found
            if found is None or not (verbs is None or spoken[cue].lower in verbs):
                verbs = OUTER  # A clause on somebody else stands between.
                continue
        else:
            continue
        if found is not None:
            return found
    return None


def _aside(spoken: Sequence[Word], cue: int, at: int, found: Attribution) -> bool:
    """``women who complained of it``: a clause of its own, with no plain verb of speech."""
    if spoken[cue].lower in OUTER:
        return False
    if at - cue > NEAR or any(word.text == "," for word in spoken[cue:at]):
        return True
    last = next((word for word in reversed(spoken[:cue]) if word.end <= found.mention.end), None)
    return last is not None and last.lower in ("who", "which", "that")

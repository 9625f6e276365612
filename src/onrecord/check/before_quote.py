"""Who speaks, by the words before a quotation: ``X said,``, ``X told Y:``, ``X called it``.

Each rule takes the quotation's place in its sentence and gives an attribution or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.check.after_quote import according
from onrecord.check.attributed import Attribution, Place, said
from onrecord.check.cues import PLAIN
from onrecord.check.subjects import phrase_back, speech_verb
from onrecord.check.verbs import last_verb, prefer_plain, subject_of
from onrecord.check.words import Word


def left_next(place: Place) -> Attribution | None:
    """``X called "..."``, ``X said he would "..."``: the verb right before the marks."""
    spoken, at = place.spoken, place.at
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
    verb = last_verb(spoken, colon, 60)
    if verb is not None:
        return said(spoken, subject_of(spoken, verb, colon), verb, "X said Y:")
    named = phrase_back(spoken, colon - 1, 0)
    if named is not None and any(word.capital for word in spoken[named[0] : named[1]]):
        return said(spoken, named, colon, "X:")
    return None


def left_far(place: Place) -> Attribution | None:
    """``X said that Y will "..."``: a verb of speech earlier in the sentence."""
    spoken, at = place.spoken, place.at
    for verb in range(at - 1, max(-1, at - 60), -1):
        if spoken[verb].lower == "according" and verb + 2 < at:
            return according(spoken, verb)
        if speech_verb(spoken, verb):
            cue = prefer_plain(spoken, verb)
            found = said(spoken, subject_of(spoken, cue, at), cue, "X said that")
            if found is not None:
                return found
    return None

"""Who speaks, by the words after a quotation: ``said X``, ``X said``, ``according to X``.

Each rule takes the quotation's place in its sentence and gives an attribution or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.check.attributed import Attribution, Place, said
from onrecord.check.cues import FUNCTION, PLAIN, PRONOUNS
from onrecord.check.subjects import after_verb, before_verb, phrase_forward, speech_verb
from onrecord.check.verbs import DASHES, last_verb
from onrecord.check.words import QUOTED, Word


def right_after(place: Place) -> Attribution | None:
    """``"...," X said``, ``"...," said X``, ``"...," according to X``."""
    spoken, at = place.spoken, place.at
    start = at + 1
    while start < len(spoken) and (spoken[start].text in (",", *DASHES, "…", ")")):
        start += 1
    if start >= len(spoken) or spoken[start].text == QUOTED:
        return None
    accord = according(spoken, start)
    if accord is not None:
        return accord
    if spoken[start].lower.endswith("ly") or spoken[start].lower in ("then", "also"):
        start += 1
    if start < len(spoken) and speech_verb(spoken, start) \
            and not spoken[start].lower.endswith("ing"):  # fmt: skip
        return said(spoken, after_verb(spoken, start), start, "said X")
    if place.tail or _short(spoken, at, start):
        return _subject_first(place, start) or _any_verb(place, start)
    return None


def _any_verb(place: Place, start: int) -> Attribution | None:
    """``"...," Chen shot back``, ``"...," agrees Boris``: a verb that no list has."""
    spoken = place.spoken
    if place.tail not in (",", "?", "!", "—") or any(word.letters for word in spoken[: place.at]):
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


def _short(spoken: Sequence[Word], at: int, start: int) -> bool:
    """``"..." X said.`` without the comma: a quotation that opens its sentence."""
    verb = next((n for n in range(start, min(start + 5, len(spoken)))
                 if spoken[n].lower in PLAIN), None)  # fmt: skip
    if verb is None or any(word.letters for word in spoken[:at]):
        return False
    return verb + 1 == len(spoken) or spoken[verb + 1].text == "," or spoken[verb + 1].time


def according(spoken: Sequence[Word], at: int) -> Attribution | None:
    """``according to X`` at ``at``."""
    if spoken[at].lower != "according" or at + 2 >= len(spoken):
        return None
    return said(spoken, phrase_forward(spoken, at + 2), at, "according to X")


def _subject_first(place: Place, start: int) -> Attribution | None:
    spoken = place.spoken
    end = next((n for n in range(start, len(spoken)) if spoken[n].text == QUOTED), len(spoken))
    if (
        place.tail in "?!"
        and spoken[start].capital
        and any(word.text == ":" for word in spoken[start:end])
    ):
        return None
    for verb in range(start + 1, min(end, start + 45)):
        if speech_verb(spoken, verb) and not spoken[verb].lower.endswith("ing"):
            return said(spoken, before_verb(spoken, verb, start), verb, "X said")
    return None


def right_later(place: Place) -> Attribution | None:
    """A part of a sentence under marks, and ``, said X`` or ``, X said`` at its end."""
    spoken, at = place.spoken, place.at
    for verb in range(at + 1, min(len(spoken), at + 50)):
        if spoken[verb].lower == "according":
            return according(spoken, verb)
        if spoken[verb].lower not in PLAIN or not speech_verb(spoken, verb):
            continue
        before = spoken[verb - 1]
        if spoken[verb].lower.endswith("ing"):
            continue
        if before.text == ",":
            return said(spoken, after_verb(spoken, verb), verb, "..., said X")
        found = before_verb(spoken, verb, at + 1)
        comma = found is not None and spoken[found[0] - 1].text in (",", *DASHES)
        if comma and not _left_verb_owns(spoken, at):
            return said(spoken, found, verb, "..., X said")
    return None


def _left_verb_owns(spoken: Sequence[Word], at: int) -> bool:
    verb = last_verb(spoken, at, 25)
    return verb is not None and spoken[verb].lower in PLAIN


def set_off(place: Place) -> Attribution | None:
    """``"...," X, role of Y.``, ``"..." - X``: a name that a dash or comma sets off."""
    spoken, at = place.spoken, place.at
    if at + 1 < len(spoken) and spoken[at + 1].text in (*DASHES, ","):
        return said(spoken, phrase_forward(spoken, at + 2), None, "- X")
    return None

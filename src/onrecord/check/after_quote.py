"""Who speaks, by the words after a quotation: ``said X``, ``X said``, ``according to X``.

Each rule takes the quotation's place in its sentence and gives an attribution or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.check.attributed import Attribution, Place, said
from onrecord.check.cues import FUNCTION, PLAIN, PREPOSITIONS, PRONOUNS, word_set
from onrecord.check.subjects import (
    Range,
    after_verb,
    before_verb,
    phrase_forward,
    speech_verb,
)
from onrecord.check.verbs import DASHES, last_verb
from onrecord.check.words import QUOTED, Word

REACH = 12
"""Words after a quotation within which ``X said`` is close by."""

_SUBORDINATES = word_set("as when while after although though because if since until")
_NEW_CLAUSE = word_set("but and while after because when though although since before where if or")


def said_right_after(place: Place) -> Attribution | None:
    """``"...," X said``, close by and without doubt: it goes before what stands to the left."""
    spoken, at = place.spoken, place.at
    if place.tail != "," or (at and spoken[at - 1].text in (",", ":")):
        return None
    start = _start(place)
    if start is None or not any(word.lower in PLAIN for word in spoken[start : start + REACH]):
        return None
    if _subordinate(spoken, at):
        return None
    if spoken[start].lower in PLAIN:
        found = after_verb(spoken, start) if speech_verb(spoken, start) else None
        ends = found is not None and _ends(spoken, found[1])
        return said(spoken, found, start, "said X") if ends else None
    found = _subject_at(spoken, start)
    if found is None or found[1] >= len(spoken) or spoken[found[1]].lower not in PLAIN:
        found = _up_to_verb(spoken, start)
    return None if found is None else said(spoken, found, found[1], "X said")


def _subordinate(spoken: Sequence[Word], at: int) -> bool:
    """The quotation ends a clause that began with ``as``, ``when`` ...: what follows is another."""
    for n in range(at - 1, -1, -1):
        if spoken[n].text in (",", ";", ":", QUOTED):
            return False
        if spoken[n].lower in _SUBORDINATES and (n < 3 or spoken[n - 1].text == ","):
            return True
    return False


def _ends(spoken: Sequence[Word], at: int) -> bool:
    """Nothing that goes on with a clause stands at ``at``: ``said X.``, ``said X in a letter``."""
    return at >= len(spoken) or not spoken[at].letters or spoken[at].time \
        or spoken[at].lower in PREPOSITIONS or spoken[at].lower in ("who", "when")  # fmt: skip


def right_after(place: Place) -> Attribution | None:
    """``"...," X said``, ``"...," said X``, ``"...," according to X``."""
    spoken = place.spoken
    start = _start(place)
    if start is None:
        return None
    accord = according(spoken, start)
    if accord is not None:
        return accord
    if spoken[start].lower.endswith("ly") or spoken[start].lower in ("then", "also"):
        start += 1
    if start < len(spoken) and speech_verb(spoken, start) \
            and not spoken[start].lower.endswith("ing"):  # fmt: skip
        return said(spoken, after_verb(spoken, start), start, "said X")
    if _subordinate(spoken, place.at):
        return None
    if place.tail or _short(spoken, place.at, start):
        return _subject_first(place, start) or _any_verb(place, start)
    return None


def _start(place: Place) -> int | None:
    """The first word after the quotation, past a comma or a dash; None if that is a quotation."""
    spoken, start = place.spoken, place.at + 1
    while start < len(spoken) and (spoken[start].text in (",", *DASHES, "…", ")")):
        start += 1
    return start if start < len(spoken) and spoken[start].text != QUOTED else None


def _up_to_verb(spoken: Sequence[Word], start: int) -> Range | None:
    """``a voice over says``: an article and all up to a plain verb close by."""
    if spoken[start].lower not in ("a", "an", "the"):
        return None
    for n in range(start + 2, min(start + 6, len(spoken))):
        if spoken[n].lower in PLAIN:
            return start, n
        if not spoken[n].letters or spoken[n].lower in ("that", "who", "which"):
            return None
    return None


def _subject_at(spoken: Sequence[Word], start: int) -> Range | None:
    """The pronoun or noun phrase that begins at ``start``."""
    if spoken[start].lower in PRONOUNS:
        return start, start + 1
    return phrase_forward(spoken, start)


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
    verb = next((n for n in range(start, min(start + REACH, len(spoken)))
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
    if spoken[start].lower in _NEW_CLAUSE or spoken[start].lower.endswith("ing"):
        return None
    for verb in range(start + 1, min(end, start + 45)):
        if speech_verb(spoken, verb) and not spoken[verb].lower.endswith("ing"):
            if "to" in (spoken[verb - 1].lower, spoken[verb - 2].lower):
                continue
            found = before_verb(spoken, verb, start)
            close = found is not None and found[0] <= start + 1
            if close or spoken[verb].lower in PLAIN:
                return said(spoken, found, verb, "X said")
            return None
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
        follows = said(spoken, after_verb(spoken, verb), verb, "..., said X")
        if before.text == "," and follows is not None:
            return follows
        found = before_verb(spoken, verb, at + 1)
        comma = found is not None and _ended(place, found[0] - 1)
        if comma and not _left_verb_owns(spoken, at):
            return said(spoken, found, verb, "..., X said")
    return None


def _ended(place: Place, n: int) -> bool:
    """A comma or a dash, or a quotation that ends with a comma."""
    return place.spoken[n].text in (",", *DASHES) or (n != place.at and place.tails.get(n) == ",")


def _left_verb_owns(spoken: Sequence[Word], at: int) -> bool:
    verb = last_verb(spoken, at, 25)
    return verb is not None and spoken[verb].lower in PLAIN


def set_off(place: Place) -> Attribution | None:
    """``"...," X, role of Y.``, ``"..." - X``: a name that a dash or comma sets off."""
    spoken, at = place.spoken, place.at
    if at + 1 < len(spoken) and spoken[at + 1].text in (*DASHES, ","):
        return said(spoken, phrase_forward(spoken, at + 2), None, "- X")
    return None

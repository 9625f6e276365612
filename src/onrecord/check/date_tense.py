"""Whether the words beside a date speak of what was or of what is to come.

The nearest cue in the same sentence decides: "met on Friday" is past, "plan to meet on Friday"
and "requested a meeting on Friday" are still to come. No cue, no tense.

>>> hint("requested a meeting on".split(), []), hint("they met on".split(), [])
('future', 'past')
>>> hint("actors have been on strike".split(), "for 19 days".split())
'perfect'
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.check.date_reading import FUTURE, PAST, PERFECT
from onrecord.check.date_words import lexicon

_WILL = lexicon(
    "will ll shall would upcoming forthcoming scheduled due planned plan plans planning expected "
    "expects expect hope hopes intend intends deadline expires expire meets resumes begins starts "
    "votes returns opens holds ends reconvene reconvenes resume tentatively"
)
_WAS = lexicon(
    "was were had did said told met began went came held took made broke fell gave left sent "
    "struck spoke wrote rose won lost got became saw found paid ran voted since"
)
_ASKED = lexicon(
    "request requested requests requesting ask asked asks asking sought seek seeks proposed "
    "propose proposes proposing arranged arrange agreed agree agrees invited invite invites "
    "offered offer called calls set sets scheduled planned wants wanted want announced"
)
_OCCASIONS = lexicon(
    "meeting meetings talks session sessions vote rally negotiations hearing call strike walkout "
    "ballot discussions conversation"
)
_NOT_TO_COME = lexicon(
    "managed failed began continued used went returned came had according prior due back"
)
_NOT_VERBS = lexicon(
    "the a an this that their his her its our your my some any members studios union them him us "
    "it me people writers actors employers workers unions bargaining"
)
_NOT_PAST = lexicon("need indeed united speed seed proceed agreed feed exceed")
_SET: tuple[list[str], ...] = (["for"], ["to"], ["down"], [])
_PLACES = lexicon("on in at by until till for from the a an of")


def hint(before: Sequence[str], after: Sequence[str]) -> str:
    """The tense of the words before (nearest last) and after a date, within its sentence."""
    if _has_been(before, after):
        return PERFECT
    for index in range(len(before) - 1, -1, -1):
        tense = _cue(before, index)
        if tense:
            return tense
    for word in after:
        if word in _WILL:
            return FUTURE
        if _past(word):
            return PAST
    return ""


def _has_been(before: Sequence[str], after: Sequence[str]) -> bool:
    """``have been on strike``, followed by ``for``: up to the time of writing."""
    tail = set(before[-8:])
    lasting = bool(tail & {"has", "have", "ve"}) and "had" not in tail
    return lasting and after[:1] in (["for"], ["over"])


def _cue(before: Sequence[str], index: int) -> str:
    word = before[index]
    if word in _WILL or (word in {"set", "slated"} and before[index + 1 : index + 2] in _SET):
        return FUTURE
    if word in _OCCASIONS and _asked_for(before, index):
        return FUTURE
    if word == "to" and index + 1 < len(before) and _infinitive(before, index):
        return FUTURE
    if word in _ASKED and word not in {"set", "sets"} and "to" in before[index:]:
        return ""
    return PAST if _past(word) else ""


def _asked_for(before: Sequence[str], index: int) -> bool:
    return bool(_ASKED & set(before[max(0, index - 5) : index]))


def _infinitive(before: Sequence[str], index: int) -> bool:
    after, earlier = before[index + 1], before[index - 1] if index else ""
    if after in _NOT_VERBS | _PLACES or not after.isalpha() or after.endswith(("ing", "ed")):
        return False
    return earlier not in _NOT_TO_COME


def _past(word: str) -> bool:
    return word in _WAS or (len(word) > 4 and word.endswith("ed") and word not in _NOT_PAST)

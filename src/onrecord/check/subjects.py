"""Which words of a sentence name the one who speaks: the noun phrase that a verb belongs to.

All functions take the words of one sentence and give a range of word numbers (first, past the
last) or None. They know no grammar beyond word lists, commas and capitals, and rather give None
than a phrase that does not look like a name, a role, a document or a pronoun.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.check.cues import (
    AUXILIARIES,
    DETERMINERS,
    DOCUMENTS,
    FUNCTION,
    INTRODUCES,
    LINKS,
    NOT_NOW,
    PLAIN,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SPEECH,
    word_set,
)
from onrecord.check.words import QUOTED, Word

Range = tuple[int, int]
Words = Sequence[Word]

LONGEST = 40
"""Words that a noun phrase is followed over."""

_DASHES = frozenset(("—", "–", "-", "--"))
_PARTICIPLE_HEADS = ("ed", "ing")


def before_verb(words: Words, verb: int, start: int = 0) -> Range | None:
    """The subject that stands before the verb at ``verb``."""
    last = _skip_back(words, verb - 1, start)
    if last < start:
        return None
    word = words[last]
    if word.text == "," or word.text in _DASHES:
        return _across_comma(words, last, start)
    if word.lower in ("and", "but", "then", "or", "to"):
        return _shared(words, last, start) or sentence_subject(words, last, start)
    if word.lower in ("who", "that", "which"):
        return _antecedent(words, last, start)
    if word.lower in PRONOUNS:
        return last, last + 1
    return _temporal(words, last, start)


def _shared(words: Words, link: int, start: int) -> Range | None:
    """``X said he is glad and added``: the subject of the plain verb before."""
    for verb in range(link - 1, start, -1):
        if words[verb].text in (QUOTED, ",", ";", ":") or words[verb].lower in ("who", "which"):
            return None
        if words[verb].lower in PLAIN and speech_verb(words, verb):
            found = before_verb(words, verb, start)
            return found if found and plausible(words, found) else None
    return None


def _skip_back(words: Words, last: int, start: int) -> int:
    """Past auxiliaries and adverbs."""
    while last >= start and (
        words[last].lower in AUXILIARIES
        or (words[last].lower.endswith("ly") and not words[last].capital)
    ):
        last -= 1
    return last


def _temporal(words: Words, last: int, start: int) -> Range | None:
    """Steps over ``on Monday``, ``last week``; then takes the phrase that ends there."""
    at = last
    while at >= start and words[at].time:
        at -= 1
    if at >= start and at < last and words[at].lower in ("on", "in", "at", "late", "early", "of"):
        at -= 1
    if at < start:
        return None
    if words[at].text == ",":
        return _across_comma(words, at, start)
    found = phrase_back(words, at, start)
    if found and found[0] > start and words[found[0] - 1].lower in _ADVERBIAL:
        return sentence_subject(words, found[0] - 1, start) or found
    return found


_ADVERBIAL = word_set("in at during on via through to about")


def _antecedent(words: Words, pronoun: int, start: int) -> Range | None:
    """``X, who said``: the name and the pronoun; the pronoun alone where no name is before it."""
    at = pronoun - 1
    if at >= start and words[at].text == ",":
        at -= 1
    found = phrase_back(words, at, start) if at >= start else None
    if words[pronoun].lower != "who":
        return found and (found[0], pronoun + 1)
    return (found[0] if found else pronoun), pronoun + 1


def _across_comma(words: Words, comma: int, start: int) -> Range | None:
    """``X, role of Y, which does Z, said``: steps left over what stands between commas."""
    head = _head_of_clause(words, comma, start)
    if head is not None:
        return head
    at = comma - 1
    candidate: Range | None = None
    while at >= start:
        if words[at].text == "," or words[at].text in _DASHES:
            found = phrase_back(words, at - 1, start) if at > start else None
            if found and _in_relative(words, at, start):
                found = None
            if found and _is_head(words, found, start):
                candidate = _with_name(words, found, at, comma)
                if candidate != found:
                    return candidate
                if not _appositive_of_name(words, found, start):
                    return found
        elif words[at].text in (":", ";", "…"):
            break
        at -= 1
    return candidate or sentence_subject(words, comma, start)


def _head_of_clause(words: Words, comma: int, start: int) -> Range | None:
    """``X, whose town, Y, is small, said``: the subject, where a comma follows it at once."""
    begin = start
    for at in range(comma - 1, start - 1, -1):
        if words[at].text in (QUOTED, ":", ";"):
            begin = at + 1
            break
    found = sentence_subject(words, comma, begin)
    if found is None or found[1] >= comma or words[found[1]].text != ",":
        return None
    described = words[found[1] + 1]
    opens = described.lower in _DESCRIBES or described.text.isdigit()
    return found if opens and any(word.capital for word in words[found[0] : found[1]]) else None


_DESCRIBES = word_set("who whose which whom a an the one now then")


def _with_name(words: Words, role: Range, at: int, comma: int) -> Range:
    """``the guild's president, Rosa Field,``: role and name together."""
    name = words[at + 1 : comma]
    bare = 0 < len(name) <= 4 and all(word.capital and not word.time for word in name)
    bare = bare and not name[-1].text.endswith(".")
    return (role[0], comma) if bare and words[role[1] - 1].lower in ROLES else role


def _in_relative(words: Words, at: int, start: int) -> bool:
    """The piece that ends at the comma ``at`` begins with ``who`` or ``which``."""
    first = at - 1
    while first > start and words[first - 1].text not in (",", *_DASHES):
        first -= 1
    return words[first].lower in ("who", "which", "whose", "whom", "where")


def _is_head(words: Words, found: Range, start: int) -> bool:
    """A name or ``the role``; not a bare ``executive director of ...``, which explains a name."""
    first = words[found[0]]
    if first.lower in PRONOUNS:
        return True
    before = words[found[0] - 1].lower if found[0] > start else ","
    if before in PREPOSITIONS:
        return False
    return first.capital or first.lower in DETERMINERS or before != ","


def _appositive_of_name(words: Words, found: Range, start: int) -> bool:
    """The phrase is itself set off by a comma after a bare name."""
    at = found[0] - 1
    if at <= start or words[at].text != ",":
        return False
    name = phrase_back(words, at - 1, start)
    return name is not None and all(word.capital for word in words[name[0] : name[1]])


def phrase_back(words: Words, last: int, start: int) -> Range | None:
    """The noun phrase that ends with the word ``last``."""
    if last < start or not _noun(words[last]):
        return (
            (words[last].lower in PRONOUNS and (last, last + 1)) or None if last >= start else None
        )
    first = last
    while first > start and last - first < LONGEST:
        step = _step_back(words, first, start)
        if step == first:
            break
        first = step
        if words[first].lower in DETERMINERS and not _linked(words, first, start):
            first -= first > start and words[first - 1].lower in ("the", "all")
            break
    return _trimmed(words, first, last + 1)


def _linked(words: Words, first: int, start: int) -> bool:
    return first - 2 >= start and words[first - 1].lower in LINKS and _noun(words[first - 2])


def _step_back(words: Words, first: int, start: int) -> int:
    """One step to the left within a noun phrase; ``first`` itself where it begins."""
    word = words[first - 1]
    if _gap(words, first):
        return first
    if word.lower in DETERMINERS:
        return first - 1
    if word.lower in LINKS:
        fits = first - 2 >= start and _noun(words[first - 2]) and not _adverbial(words, first - 2)
        return first - 2 if fits else first
    if word.lower in ("and", "&"):
        fits = first - 2 >= start and _noun(words[first - 2])
        return first - 2 if fits and words[first - 2].capital == words[first].capital else first
    return first - 1 if _noun(word) and not _verbal(words, first - 1) else first


def _adverbial(words: Words, at: int) -> bool:
    """``coming from``, ``favourably to``: no noun that a preposition describes."""
    word = words[at]
    return not word.capital and (word.lower.endswith(("ing", "ly")) or word.text[0].isdigit())


def _gap(words: Words, first: int) -> bool:
    return words[first].start - words[first - 1].end > 60


def _noun(word: Word) -> bool:
    """May stand in a noun phrase: letters, no small word."""
    return word.letters and word.lower not in FUNCTION and word.text != QUOTED


def _verbal(words: Words, at: int) -> bool:
    """A lower-case word that more likely is a verb than a part of a name's description."""
    word = words[at]
    if word.capital or (at and words[at - 1].lower in DETERMINERS):
        return False
    if word.lower in ROLES or word.lower in DOCUMENTS:
        return False
    return word.lower.endswith(_PARTICIPLE_HEADS) or word.lower in PLAIN


def _trimmed(words: Words, first: int, end: int) -> Range | None:
    while first < end and (
        words[first].lower in INTRODUCES or words[first].lower in ("that", "if")
    ):
        first += 1
    return (first, end) if first < end else None


def after_verb(words: Words, verb: int) -> Range | None:
    """The subject that follows its verb: ``said X``, ``wrote the union's president``."""
    at = verb + 1
    if at >= len(words) or words[at].time:
        return None
    if words[at].lower in ("he", "she", "they", "it", "one", "another", "others", "some", "many"):
        return at, at + 1
    return phrase_forward(words, at, named=words[at].lower not in ("the", "an", "a"))


def phrase_forward(words: Words, at: int, *, named: bool = True) -> Range | None:
    """The noun phrase that begins with the word ``at``; one that can speak, where ``named``."""
    end = at
    while end < len(words) and end - at < LONGEST:
        step = _step_forward(words, at, end)
        if step == end:
            break
        end = step
    if end == at or (named and not plausible(words, (at, end))):
        return None
    return at, end


def _step_forward(words: Words, at: int, end: int) -> int:
    word = words[end]
    if word.lower in DETERMINERS:
        goes_on = end == at or words[end - 1].lower in LINKS or word.capital
        return end + 1 if goes_on or words[end - 1].lower in ("the", "all", "other") else end
    if word.lower in LINKS:
        return end + 1 if end > at and _links_on(words, at, end) else end
    if word.lower in ("and", "&"):
        following = end + 1 < len(words) and words[end + 1].capital
        return end + 1 if end > at and following and words[end - 1].capital else end
    if not _noun(word) or (word.time and not _dated_noun(words, at, end)):
        return end
    if end == at or word.capital:
        return end + 1
    before = words[end - 1]
    name = before.capital and before.lower not in DETERMINERS and not before.possessive
    stray = name and word.lower not in ROLES and not _capital_ahead(words, end)
    return end if stray or word.lower in _PAST or _verbal(words, end) else end + 1


def _dated_noun(words: Words, at: int, end: int) -> bool:
    """``a Wednesday editorial``."""
    following = words[end + 1] if end + 1 < len(words) else None
    return end == at + 1 and words[at].lower in ("a", "an", "the") and following is not None \
        and _noun(following)  # fmt: skip


def _capital_ahead(words: Words, end: int) -> bool:
    """``Clinton campaign manager Robby Mook``: lower-case words between capitals."""
    for word in words[end : end + 4]:
        if word.capital:
            return True
        if not _noun(word):
            return False
    return False


def _links_on(words: Words, at: int, end: int) -> bool:
    """``of``, ``for`` ... go on with a role or an organisation, not with a person and a place."""
    if end + 1 >= len(words) or words[end + 1].time or words[end + 1].text == QUOTED:
        return False
    following = words[end + 1]
    if not (_noun(following) or following.lower in DETERMINERS):
        return False
    if words[end].lower in ("of", "for"):
        return True
    return not words[end - 1].capital and words[end].lower in ("from", "at", "with", "in")


def plausible(words: Words, found: Range) -> bool:
    """Has a capital, a role, a document or a pronoun: something that can speak."""
    return any(
        (word.capital and not word.time and word.lower not in FUNCTION)
        or word.lower in ROLES or word.lower in DOCUMENTS or word.lower in PRONOUNS
        or word.lower in ("another", "others")
        for word in words[found[0] : found[1]]
    )  # fmt: skip


def sentence_subject(words: Words, end: int, start: int = 0) -> Range | None:
    """The first subject of the sentence, past introductory phrases; ``end`` bounds the search."""
    at = _past_dateline(words, start, end)
    while at < end:
        at = _skip_small(words, at, end)
        if at >= end:
            return None
        if introduces(words, at):
            comma = _next_comma(words, at, end)
            if comma is None:
                return _inside_introduction(words, at, end)
            at = _past_place(words, comma, end)
            continue
        return _subject_at(words, at, end)
    return None


def _past_dateline(words: Words, start: int, end: int) -> int:
    """Past ``JACKSON, Miss. -``."""
    if start < end and words[start].text.isupper() and len(words[start].text) > 2:
        for at in range(start + 1, min(end, start + 8)):
            if words[at].text in _DASHES:
                return at + 1
    return start


def _past_place(words: Words, comma: int, end: int) -> int:
    """Past ``Iowa,`` in ``In Ames, Iowa, she ...``."""
    if comma + 2 < end and words[comma - 1].capital and words[comma + 1].capital \
            and words[comma + 2].text == ",":  # fmt: skip
        return comma + 3
    return comma + 1


def _skip_small(words: Words, at: int, end: int) -> int:
    small = ("but", "and", "so", "yet", "then", "still", "however", "also", "later", "now", "or")
    while at < end and (
        not words[at].letters or words[at].lower in small or words[at].text == QUOTED
        or words[at].lower.endswith("ly")
    ):  # fmt: skip
        at += 1
    return at


def introduces(words: Words, at: int) -> bool:
    """Whether a phrase that comes before the subject begins here: ``In``, ``Speaking``, ``On``."""
    word = words[at]
    if word.lower in DETERMINERS or word.lower in PRONOUNS:
        return word.lower not in ("the", "a") and at + 1 < len(words) and words[at + 1].time
    lead = word.lower in INTRODUCES or word.time or word.lower in ("to", "here", "there")
    return (
        lead
        or (word.lower.endswith("ing") and len(word.text) > 4)
        or (word.lower.endswith("ed") and len(word.text) > 4 and word.lower != "united")
    )


_CLAUSE_WORDS = word_set("when while as after before because although though")


def _next_comma(words: Words, at: int, end: int) -> int | None:
    return next((n for n in range(at, end) if words[n].text == ","), None)


def _inside_introduction(words: Words, at: int, end: int) -> Range | None:
    """``When X spoke and``: X; ``In the email they said``: the first pronoun."""
    if words[at].lower in _CLAUSE_WORDS and at + 1 < end:
        return _subject_at(words, at + 1, end)
    for n in range(at + 1, end):
        if words[n].lower in ("he", "she", "they", "we", "it") or (
            words[n].lower == "who" and n + 1 < end
        ):
            return n, n + 1
    return None


def _subject_at(words: Words, at: int, end: int) -> Range | None:
    if words[at].lower in PRONOUNS:
        return at, at + 1
    found = phrase_forward(words[:end], at)
    if found is None or words[found[1] - 1].possessive:
        return None
    following = found[1]
    if following < end and words[following].lower in ("'s", "’s"):
        return None
    return found


def speech_verb(words: Words, at: int) -> bool:
    """Whether the word is a verb of speech here, and not a noun of the same spelling."""
    word = words[at]
    if word.lower in _PHRASAL:
        return at + 1 < len(words) and words[at + 1].lower in ("back", "in")
    if word.lower not in SPEECH or word.lower in NOT_NOW or _name_or_noun(words, at):
        return False
    before = words[at - 1].lower if at else ""
    if before in DETERMINERS or before in ("of", "for", "in", "with", "from", "on", "so", "by"):
        return word.lower.endswith("ing")
    if word.lower in PLAIN or word.lower.endswith(_PARTICIPLE_HEADS):
        return True
    return _finite(words, at, before)


def _name_or_noun(words: Words, at: int) -> bool:
    """Part of a name, after a possessive (``the guild's demand``), or ``claims of``."""
    word = words[at]
    if at and ((word.capital and word.text.istitle()) or words[at - 1].possessive):
        return word.capital or len(words[at - 1].text) > 2
    return word.lower in _ALSO_NOUNS and at + 1 < len(words) and words[at + 1].lower == "of"


def _finite(words: Words, at: int, before: str) -> bool:
    """A base form needs ``to``, an auxiliary, a plural or ``they`` before it."""
    word = words[at]
    if word.lower.endswith("s"):
        return bool(before) and (_may_head(words[at - 1]) or before == ",")
    if before in AUXILIARIES or before in PRONOUNS or before in ("to", "not", "n't"):
        return True
    irregular = not word.lower.endswith(("s", "ed", "ing")) and word.lower in _PAST
    return irregular or (before.endswith("s") and before not in FUNCTION)


def _may_head(word: Word) -> bool:
    """May end the words before ``states``, ``attacks``, that are nouns as well as verbs."""
    known = word.lower in PRONOUNS | ROLES | DOCUMENTS | AUXILIARIES
    return word.letters and (word.capital or known or word.lower.endswith("ly"))


_PHRASAL = word_set("shot fired hit cut chimed weighed jumped broke shoots fires hits cuts")
"""``shot back``, ``cut in``: verbs of speech only with their particle."""
_ALSO_NOUNS = word_set("claims reports notes posts remarks promises warns")
_PAST = word_set(
    """told wrote spoke put held thought began went found knew swore pled made sang gave drew
    understood meant read quoted"""
)

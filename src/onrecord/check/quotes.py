"""Quotations in any text, whole, each with who is said to have spoken it.

Plain rules and word lists: no model, no network, the same answer every time. The parts:
``segments`` pairs the marks, ``sentences`` splits the prose around them, ``subjects`` finds the
words that name a speaker, ``speakers`` attributes, ``names`` resolves names and parties.

>>> text = ('“We meet on Friday,” said Rosa Field, president of the Lamplighters’ Guild. “Until '
...         'then,” she added, “be wary of rumours.”')
>>> [(quote.text, quote.speaker.name) for quote in find_quotes(text)]  # doctest: +ELLIPSIS
[('We meet on Friday, Until then, be wary of rumours.', 'Rosa Field')]

A quotation interrupted by its speaker's name is one; so is one that runs over paragraphs. Words
under marks that nobody is said to have spoken (a nickname, a title, a word held at a distance) are
found too, and their ``kind`` says so. Where no rule finds the speaker, ``speaker`` is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.check.cues import SPEECH, TITLE_NOUNS
from onrecord.check.names import Names, PartyNames
from onrecord.check.segments import Paragraph, Segment, looks_like_caption, paragraphs, segments
from onrecord.check.sentences import Sentence, mask, sentences
from onrecord.check.speakers import Attribution, Attributions, Speakers
from onrecord.check.types import Quote, Span
from onrecord.domain.party import Party

SCARE_WORDS = 3
"""At most so many words under marks, with no cue, are no speech."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def find_quotes(text: str, parties: Sequence[Party] = ()) -> list[Quote]:
    """Every quotation of ``text`` in order, with its speaker where a rule finds one.

    ``parties`` are those of a record: a speaker that is one, bears one of its other names or
    speaks for one gets its id. Time grows with the length of the text.
    """
    parts = paragraphs(text)
    found = segments(text, parts)
    if not found:
        return []
    masked = mask(text, found)
    by_paragraph = split(text, masked, parts, found)
    given = Attributions(text, masked, parts, found, by_paragraph)
    names = Names(text, masked)
    speakers = Speakers(masked, names, PartyNames(parties, names))
    kinds = [_kind(text, masked, parts, one, given.of.get(n)) for n, one in enumerate(found)]
    groups = _groups(text, masked, found, kinds, given.of)
    return [_quote(text, found, group, kinds, given.of, speakers) for group in groups]


def split(
    text: str, masked: str, parts: Sequence[Paragraph], found: Sequence[Segment]
) -> list[list[Sentence]]:
    """The sentences of each paragraph."""
    numbers: dict[int, list[int]] = {}
    for n, one in enumerate(found):
        numbers.setdefault(one.paragraph, []).append(n)
    return [
        sentences(text, masked, part, numbers.get(n, ()), found) for n, part in enumerate(parts)
    ]


def _quote(
    text: str,
    found: Sequence[Segment],
    group: Sequence[int],
    kinds: Sequence[str],
    given: dict[int, Attribution | None],
    speakers: Speakers,
) -> Quote:
    attribution = next((one for n in group if (one := given.get(n))), None)
    kind = kinds[group[0]]
    if attribution is None or kind in ("scare", "title"):
        attribution = attribution if kind == "direct" else None
    return Quote(
        _joined(text, [found[n] for n in group]),
        tuple(Span(found[n].start, found[n].end) for n in group),
        kind,
        None if attribution is None else speakers.speaker(attribution.mention),
        None if attribution is None else attribution.cue,
    )


def _joined(text: str, pieces: Sequence[Segment]) -> str:
    made = text[pieces[0].start : pieces[0].end]
    for before, piece in zip(pieces, pieces[1:], strict=False):
        gap = " " if before.paragraph == piece.paragraph else "\n\n"
        made += gap + text[piece.start : piece.end]
    return made


def _groups(
    text: str,
    masked: str,
    found: Sequence[Segment],
    kinds: Sequence[str],
    given: dict[int, Attribution | None],
) -> list[list[int]]:
    groups: list[list[int]] = []
    for n, one in enumerate(found):
        if groups and _goes_on(text, masked, found[groups[-1][-1]], one, kinds[n],
                               kinds[groups[-1][-1]], given.get(groups[-1][-1]), given.get(n)):  # fmt: skip
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def _goes_on(
    text: str,
    masked: str,
    before: Segment,
    one: Segment,
    kind: str,
    kind_before: str,
    first: Attribution | None,
    second: Attribution | None,
) -> bool:
    """Whether ``one`` is the same quotation as ``before``, interrupted or in the next paragraph."""
    if kind != kind_before or kind in ("scare", "title"):
        return False
    same = second is None or second.inherited or (first is not None and first.mention == second.mention)
    if one.carries:
        return same or first is None or first.inherited
    if one.paragraph != before.paragraph or not same or first is None:
        return False
    interrupted = before.outer_end <= first.mention.start < one.outer_start
    return interrupted and text[before.end - 1] in ",.?!—–-…"


def _kind(
    text: str,
    masked: str,
    parts: Sequence[Paragraph],
    one: Segment,
    given: Attribution | None,
) -> str:
    inside = _WORD.findall(text[one.start : one.end])
    before = masked[max(0, one.outer_start - 60) : one.outer_start].rstrip()
    if given is None or given.rule in _WEAK or given.inherited:
        if _title(inside, before, text, one, masked):
            return "title"
        if len(inside) <= SCARE_WORDS and text[one.end - 1] not in ",.?!" :
            return "scare"
    if _nickname(text, one, inside):
        return "scare"
    if one.paragraph == 0 and looks_like_caption(text, parts[0]):
        return "headline"
    return "direct"


_WEAK = ("subject", "X's", "his", "led", "led from before", "led by verb", "- X")


def _title(inside: Sequence[str], before: str, text: str, one: Segment, masked: str) -> bool:
    """Words in Title Case, or after ``the song``, ``titled`` and the like."""
    last = _WORD.findall(before)[-1:]
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in inside)
    long_words = sum(len(word) > 3 for word in inside)
    title_case = len(inside) >= 2 and all(
        word[0].isupper() or word[0].isdigit() or len(word) <= 3 for word in inside
    )
    named = bool(last) and last[0].lower() in TITLE_NOUNS and before[-1:] not in ".:"
    return (title_case and capitals >= 2 and long_words > 0) or (named and capitals * 2 >= len(inside))


def _nickname(text: str, one: Segment, inside: Sequence[str]) -> bool:
    """``Dwayne "The Rock" Johnson``: between two words of a name."""
    if len(inside) > SCARE_WORDS or not inside or not inside[0][0].isupper():
        return False
    before = _WORD.findall(text[max(0, one.outer_start - 25) : one.outer_start])[-1:]
    after = text[one.outer_end : one.outer_end + 2]
    return bool(before) and before[0][0].isupper() and before[0].lower() not in SPEECH \
        and text[one.outer_start - 1 : one.outer_start] == " " \
        and text[one.end - 1].isalnum() and len(after) == 2 and after[0] == " " and after[1].isupper()  # fmt: skip

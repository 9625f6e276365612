"""Quotations without marks: paragraphs set off, and what stands after ``The statement read:``.

A block is a run of paragraphs that begin with ``>`` or are set in by four spaces or a tab, or the
one paragraph after a sentence that ends with a verb of speech, a document and a colon
(``The union said in a statement:``), where that paragraph has no marks of its own.
"""

from __future__ import annotations

import re

from onrecord.check.attributed import Attribution
from onrecord.check.attribution import Attributions
from onrecord.check.cues import DOCUMENTS, PLAIN, word_set
from onrecord.check.segments import Paragraph
from onrecord.check.sentences import Prose
from onrecord.check.speakers import Speakers
from onrecord.check.types import Quote, Span

_SET_IN = re.compile(r"(?:^|\n)(?: {4,}|\t+|\s*>)[ \t]*\Z")
_LEAD_WORDS = PLAIN | DOCUMENTS | word_set("full follows following")
_WORD = re.compile(r"[\w-]+")


def find_blocks(prose: Prose, given: Attributions, speakers: Speakers) -> list[Quote]:
    """The blocks of a text, in order, with the speaker of the sentence that leads to them."""
    marked = {one.paragraph for one in prose.segments}
    blocks: list[list[int]] = []
    for number, _ in enumerate(prose.paragraphs):
        if number in marked:
            continue
        set_in = _set_in(prose, number)
        if set_in and blocks and blocks[-1][-1] == number - 1 and _set_in(prose, number - 1):
            blocks[-1].append(number)
        elif (set_in and number) or _led(prose, number):
            blocks.append([number])
    return [_quote(prose, given, speakers, block) for block in blocks]


def _set_in(prose: Prose, number: int) -> bool:
    """Begins with ``>``, or is set in by four spaces or a tab."""
    start = prose.paragraphs[number].start
    if prose.text[start] == ">":
        return True
    return _SET_IN.search(prose.text, max(0, start - 12), start) is not None


def _led(prose: Prose, number: int) -> bool:
    """Follows ``... said in a statement:`` or the like, and looks like prose."""
    if not number or not prose.sentences[number - 1]:
        return False
    before = prose.sentences[number - 1][-1]
    lead = prose.masked[before.start : before.end].rstrip()
    if not lead.endswith(":") or prose.paragraphs[number].end - prose.paragraphs[number].start < 30:
        return False
    words = _WORD.findall(lead.lower())
    return bool(set(words[-8:]) & DOCUMENTS) and bool(set(words[-12:]) & _LEAD_WORDS & PLAIN)


def _quote(prose: Prose, given: Attributions, speakers: Speakers, block: list[int]) -> Quote:
    spans = tuple(_inside(prose, prose.paragraphs[number]) for number in block)
    said = _speaker(given, block[0])
    return Quote(
        "\n\n".join(prose.text[one.start : one.end] for one in spans),
        spans,
        "block",
        None if said is None else speakers.speaker(said.mention),
        None if said is None else said.cue,
    )


def _inside(prose: Prose, paragraph: Paragraph) -> Span:
    start = paragraph.start
    while start < paragraph.end - 1 and prose.text[start] in "> \t":
        start += 1
    return Span(start, paragraph.end)


def _speaker(given: Attributions, number: int) -> Attribution | None:
    return given.introduced(number) if number else None

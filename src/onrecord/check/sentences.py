"""Sentences of the prose around quotations, with the quoted words masked.

``mask`` puts one fill character for every character under quotation marks, and spaces for what
stands in brackets, so that offsets stay those of the text and words said are never taken for the
words that say who said them. ``sentences`` splits a masked paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.check.cues import word_set
from onrecord.check.segments import Paragraph, Segment, is_nickname, paragraphs, segments

FILL = "\x01"
"""Stands for each character of quoted words; control characters never occur in texts as read."""

_BRACKETS = re.compile(r"\([^()\n]{0,300}\)|\[[^\[\]\n]{0,300}\]")
_STOP = re.compile(r"[.!?…]+[)\]’']?(?=\s+[\"“‘«\[(]?[A-Z0-9\x01])|\n\s*\n|;(?=\s)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|Hon|Pres|St|Jr|Sr|vs"
    r"|No|Inc|Corp|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Adm|Atty|Supt|Mass|Fla|Calif|Ariz|Conn|Wis"
    r"|Pa|Va|Tex|Tenn|Ill|Mich|Minn|Ga|Ky|La|Md|Mo|Okla|Ore|Wash|Del|Ala|Ark|Colo|Nev|Ind|Kan|Neb"
    r"|e\.g|i\.e|a\.m|p\.m|U\.S|U\.N|D\.C|U\.K|E\.U|N\.[YHCJMD]|S\.C|R\.I)"
    r"|\b[A-Z])$"
)

_BEFORE_NAMES = word_set(
    """Mr Mrs Ms Dr Sen Sens Rep Reps Gov Gen Lt Col Sgt Capt Prof Rev Hon Pres St vs No Adm Atty
    Supt"""
)
_OPENS = re.compile(
    r"\s+(?:The|This|That|These|Those|He|She|They|It|We|In|On|At|But|And|While|When|After|As|If"
    r"|For|His|Her|Their|There|Although|Though|Since|Last|Asked|According)\b"
)
"""Words that open a sentence after ``U.S.`` or ``p.m.``: no name goes on with them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph, and the numbers of the segments that it holds."""

    start: int
    end: int
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A text taken apart: paragraphs, stretches under marks, and the sentences of each paragraph.

    ``masked`` is the text with quoted words filled and brackets blanked, of the same length.
    """

    text: str
    masked: str
    paragraphs: tuple[Paragraph, ...]
    segments: tuple[Segment, ...]
    sentences: tuple[tuple[Sentence, ...], ...]


def take_apart(text: str) -> Prose:
    """Paragraphs, quoted stretches and sentences of a text."""
    parts = paragraphs(text)
    found = segments(text, parts)
    masked = mask(text, found)
    numbers: dict[int, list[int]] = {}
    for n, one in enumerate(found):
        numbers.setdefault(one.paragraph, []).append(n)
    split = (
        tuple(sentences(text, masked, part, numbers.get(n, ()), found))
        for n, part in enumerate(parts)
    )
    return Prose(text, masked, tuple(parts), tuple(found), tuple(split))


def mask(text: str, found: Sequence[Segment]) -> str:
    """The text with quoted words filled and brackets blanked, of the same length."""
    parts: list[str] = []
    at = 0
    for one in found:
        if is_nickname(text, one):
            continue
        parts += (_unbracket(text[at : one.outer_start]), FILL * (one.outer_end - one.outer_start))
        at = one.outer_end
    parts.append(_unbracket(text[at:]))
    return "".join(parts)


def _unbracket(text: str) -> str:
    if "(" not in text and "[" not in text:
        return text
    return _BRACKETS.sub(lambda match: " " * len(match.group()), text)


def sentences(
    text: str, masked: str, paragraph: Paragraph, numbers: Sequence[int], found: Sequence[Segment]
) -> list[Sentence]:
    """The sentences of one paragraph; ``numbers`` are its segments' numbers in ``found``."""
    stops = {match.end() for match in _STOP.finditer(masked, paragraph.start, paragraph.end)
             if not _abbreviation(masked, match, paragraph)}  # fmt: skip
    stops |= {found[n].outer_end for n in numbers if _ends_sentence(text, masked, found[n])}
    edges = [*sorted(stops), paragraph.end]
    made: list[Sentence] = []
    start, position = paragraph.start, 0
    for end in edges:
        if end <= start or not masked[start:end].strip():
            continue
        inside = []
        while position < len(numbers) and found[numbers[position]].outer_start < end:
            inside.append(numbers[position])
            position += 1
        made.append(Sentence(start, end, tuple(inside)))
        start = end
    return made


def _abbreviation(masked: str, match: re.Match[str], paragraph: Paragraph) -> bool:
    if match.group()[0] != ".":
        return False
    window = masked[max(paragraph.start, match.start() - 6) : match.start()]
    found = _ABBREVIATED.search(window)
    if found is None:
        return False
    return found.group() in _BEFORE_NAMES or _OPENS.match(masked, match.end()) is None


def _ends_sentence(text: str, masked: str, segment: Segment) -> bool:
    """The quoted words end with a full stop, and a new sentence follows."""
    last = text[segment.end - 1]
    if last not in ".!?…":
        return False
    after = masked[segment.outer_end : segment.outer_end + 120].lstrip()
    if not after or after[0].islower() or after[0] in ",;)—–-":
        return not after
    return (_SAID_AFTER_STOP if last == "." else _SAID_AFTER).match(after) is None


_SAID = r"""(?:[A-Z@][\w.’'&-]*|[Tt]he|[Aa]n?|[a-z][\w’'-]+)(?:\s(?:[\w.’'&-]+)){0,5}?\s
(?:said|says|asked|asks|tweeted|wrote|added|replied|continued|responded|told|explained|exclaimed|shouted
|declared|joked|pressed|interjected|insisted|claimed|chimed|began|quipped|recalled|countered|demanded|answered|yelled|wondered|remarked|concluded|noted|went|questioned|quipped|cried|called|pressed|pleaded|observed|screamed|thundered|marveled|marvelled|laughed|protested|warned|argued|mused|sighed|fumed|deadpanned)\b"""
_SAID_AFTER = re.compile(
    _SAID
    + r"(?!\s(?:that|he|she|it|they|there|his|her|we|if|whether|[\w\s]{0,30}:|[\w\s]{0,30}\x01))",
    re.VERBOSE,
)
_SAID_AFTER_STOP = re.compile(
    _SAID
    + r"(?:\.|,(?!\s?\x01)|\s(?:in|on|at|to|during|after|last|this|of|Monday|Tuesday|Wednesday"
    r"|Thursday|Friday|Saturday|Sunday)\b[^:\x01]{0,60}\.)",
    re.VERBOSE,
)

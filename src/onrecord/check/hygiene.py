"""Text as a reader sees it: hidden and disguised characters undone, each undoing reported.

What honest writing needs is never reported: joiners inside emoji, non-joiners in Persian, marks of
direction in a text that has Hebrew or Arabic, accents, curly quotation marks, non-breaking spaces,
full-width letters in Japanese, words wholly of another script.

>>> cleaned = clean("We will n\\u200bоt accept.")
>>> cleaned.text
'We will not accept.'
>>> [trick.kind for trick in cleaned.tampering]
['homoglyph', 'zero-width']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from onrecord.check import bidi, homoglyphs
from onrecord.check.edits import Edit, apply_edits
from onrecord.check.types import Span, Tampering

SAYS = {
    "zero-width": "Characters that cannot be seen stand in the text; they were taken out.",
    "soft-hyphen": "A hidden hyphen stands inside a word; it was taken out.",
    "bidi": "Hidden marks turn the direction of the writing; the text is read as it is seen.",
    "homoglyph": "Letters of another alphabet stand for letters that look the same; they were"
    " replaced.",
    "full-width": "Letters are written in a disguised form; they were replaced by plain ones.",
    "combining": "Marks are drawn over or through letters; they were taken off.",
    "unusual-space": "A hidden space splits a word; it was closed.",
    "control": "Control characters stand in the text; they were taken out.",
}
MAX_REPORTS = 500
MAX_KEPT = 5_000  # of one kind of trick, before those of one word are told as one

# A line of these alone, already in NFC, is honest: ASCII, Latin letters with their accents, usual
# punctuation and signs, and the letters of one other script (those lines hold no Latin letter).
_MARKS = " \\t!-@\\[-`{-~ª°º–—‘’“”„‚‹›«»…•€£¥©®™¿¡§"
_HONEST = re.compile(
    rf"(?:[{_MARKS}A-Za-zÀ-İĲ-ɏẠ-ỹ]*|[{_MARKS}Ѐ-ԯ]*|[{_MARKS}Ͱ-Ͽἀ-῾]*|[{_MARKS}Ա-֏]*"
    rf"|[{_MARKS}\u3001-\u30ff\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff9f]*)\Z"
)
_LETTER_RUN = re.compile(r"[^\W\d_]")

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]+")
_JOINS = (
    "؀-ۿݐ-ݿ\u0900-\u0dff\u1780-\u17ffࢠ-ࣿﭐ-﷿ﹰ-ﻼ\u1800-\u18af\u0e00-\u0fff\u1000-\u109f\u0700-\u074f"
)
_NEEDS_JOINERS = re.compile(f"[{_JOINS}]")
_EMOJI = re.compile(
    "[©®‼⁉™ℹ↔-↪⌚-⏿Ⓜ▪-➿⤴⤵⬅-⭕〰〽㊗㊙#*0-9\U0001f000-\U0001faff\u200d\ufe0f\u20e3\U000e0020-\U000e007f]"
)
_TAGS = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_CJK = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff61-\uffdc]")
_WIDE = re.compile("[\uff01-\uff5e]+")
_STYLED = re.compile(
    "[\U0001d400-\U0001d7ff\u2460-\u24ff\u2100-\u214f\u2160-\u217f\U0001f110-\U0001f189"
    "\ufb00-\ufb06ʰ-ʸᴬ-ᵫ⁰-₎]+"
)
_OVERLAY = "\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20ea\u20eb"
_LANGUAGE = (
    "\u0300-\u0304\u0306-\u030c\u030f\u0311\u0313\u0314\u031b\u0323-\u0328\u032d-\u0331\u0342\u0345"
)
_STACK = re.compile(
    "(?<=[A-Za-z\u00c0-\u052f\u1e00-\u1fff])[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_ACCENTS = re.compile(f"[{_LANGUAGE}]{{1,2}}\\Z")
_ODD_WORD = re.compile("(?=[A-Za-z]*[\u1e00-\u1e9f])[A-Za-z\u1e00-\u1e9f]+")
_SPLIT_WORD = re.compile(
    "(?<![^\\W\\d_])([^\\W\\d_]+)([\u2006\u2009\u200a])([^\\W\\d_]+)(?![^\\W\\d_])"
)
_FOREIGN_LETTER = re.compile("[Ͱ-ϿЀ-ԯ\u0531-\u0587]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text, what was undone in it, and the spans given, moved into it."""

    text: str
    tampering: tuple[Tampering, ...]
    spans: tuple[Span, ...]


def clean(text: str, spans: Iterable[Span] = ()) -> Cleaned:
    """NFC, LF, no disguise. Spans of tampering are whole words of the clean text, in order."""
    state = _State(text, list(spans), [])
    state.edit(_line_ends)
    suspects = _suspects(state.text)
    for rule in _RULES if suspects else ():
        state.edit(partial(_in_lines, numbers=suspects, rule=rule))
    if not unicodedata.is_normalized("NFC", state.text):
        state.edit(_composed)
    return Cleaned(state.text, _reports(state), tuple(state.spans))


@dataclass(slots=True)
class _State:
    text: str
    spans: list[Span]
    made: list[tuple[str, Span]]
    more: int = 0  # tricks undone whose places are not kept

    def edit(self, rule: Callable[[str], Iterable[Edit]]) -> None:
        kept = [span for _, span in self.made]
        edited = apply_edits(self.text, rule(self.text), [*self.spans, *kept])
        count = len(self.spans)
        moved = zip((kind for kind, _ in self.made), edited.spans[count:], strict=True)
        self.text, self.spans = edited.text, edited.spans[:count]
        self.made = [*moved, *edited.made[:MAX_KEPT]]
        self.more += len(edited.made[MAX_KEPT:])


def _line_ends(text: str) -> Iterator[Edit]:
    if text.startswith("\ufeff"):  # a byte order mark, not a trick
        yield Edit(0, 1, "")
    for found in re.finditer("\r\n?|[\x0b\x0c\x85\u2028\u2029]|\u00ad\r?\n", text):
        honest_hyphen = found[0].startswith("\u00ad")  # a soft hyphen shown at the end of a line
        yield Edit(found.start(), found.end(), "" if honest_hyphen else "\n")


def _suspects(text: str) -> list[int]:
    """The numbers of the lines that are not plainly honest. No rule adds or takes a line."""
    if text.isascii() and not _CONTROL.search(text):
        return []
    return [
        number
        for number, line in enumerate(text.split("\n"))
        if not line.isascii() or _CONTROL.search(line)
        if not _HONEST.match(line) or not unicodedata.is_normalized("NFC", line)
    ]


def _in_lines(
    text: str, numbers: list[int], rule: Callable[[str], Iterable[Edit]]
) -> Iterator[Edit]:
    lines = text.split("\n")
    at = done = 0
    for number in numbers:
        at += sum(map(len, lines[done:number])) + number - done
        done = number
        for edit in rule(lines[number]):
            yield Edit(at + edit.start, at + edit.end, edit.text, edit.kind)


def _directions(line: str) -> Iterator[Edit]:
    if bidi.OVERRIDE.search(line):
        first = bidi.CONTROLS.search(line)
        last = max(found.end() for found in bidi.CONTROLS.finditer(line))
        start = first.start() if first else 0
        # An override that nothing ends runs to the end of the line.
        open_ended = line.count("\u202c", start) < len(bidi.OVERRIDE.findall(line))
        end = len(line) if open_ended else last
        seen = bidi.as_seen(line[start:end])
        yield Edit(start, end, bidi.CONTROLS.sub("", seen), "bidi")
        return
    honest = bool(bidi.RTL.search(line))
    for found in bidi.CONTROLS.finditer(line):
        splits = _splits(
            line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
        )
        yield Edit(found.start(), found.end(), "", "bidi" if splits and not honest else None)


def _invisible(line: str) -> Iterator[Edit]:
    for found in _CONTROL.finditer(line):
        start, end = found.span()
        # Control characters beside accented letters are what a wrong encoding leaves behind.
        trick = (line[start - 1 : start] + line[end : end + 1]).isascii()
        splits = trick and _splits(line[start - 1 : start], line[end : end + 1])
        yield Edit(start, end, "", "control" if splits else None)


def _unseen(line: str) -> Iterator[Edit]:
    flags = [found.span() for found in _TAGS.finditer(line)] if "\U0001f3f4" in line else []
    for found in _INVISIBLE.finditer(line):
        start, end = found.span()
        before, after = line[start - 1 : start], line[end : end + 1]
        if any(left < start and end <= right for left, right in flags):
            continue
        if _is_needed(found[0], before, after):
            continue
        if found[0].strip("\u00ad") == "":
            yield Edit(start, end, "", "soft-hyphen")
        else:
            filler = " " if found[0].strip("\u3164\uffa0") == "" else ""
            yield Edit(start, end, filler, "zero-width" if _splits(before, after) else None)


def _splits(before: str, after: str) -> bool:
    """Whether something unseen between the two splits a word; between words it is but litter."""
    return before.isalnum() and after.isalnum()


def _is_needed(run: str, before: str, after: str) -> bool:
    if len(run) > 3:
        return False
    if run in ("\u200c", "\u200d", "\u200b") and _NEEDS_JOINERS.match(before):
        return True
    if all("\ufe00" <= char <= "\ufe0f" or char == "\u200d" for char in run):
        shown = bool(before) and (bool(_EMOJI.match(before)) or before > "\u2190")
        return shown and (not run.endswith("\u200d") or bool(_EMOJI.match(after or "x")))
    if "\U000e0100" <= run <= "\U000e01ef":  # variants of Chinese characters
        return bool(_CJK.match(before))
    if run == "\u115f":  # stands for a missing first sound of a Korean syllable
        return "\u1160" <= after <= "\u11ff"
    return bool(before) and "\u180b" <= run <= "\u180f" and "\u1800" <= before <= "\u18af"


def _marks(line: str) -> Iterator[Edit]:
    for found in _STACK.finditer(line):
        start, end = found.span()
        base = start - 1
        composed = unicodedata.normalize("NFC", line[base:end])
        rest = composed[1:]
        if not rest or (_ACCENTS.match(rest) and not _is_fancy(line, base, end)):
            continue
        if re.fullmatch("[\u0483-\u0487]+", rest):  # titlo and its kin in Church Slavonic
            continue
        yield Edit(base, end, _stripped(line[base]), "combining")


def _is_fancy(line: str, base: int, end: int) -> bool:
    # Two accents over a plain letter are Vietnamese, Greek or Yoruba only over vowels.
    marks = unicodedata.normalize("NFC", line[base:end])[1:]
    return len(marks) == 2 and line[base].isascii() and line[base] not in "aeiouyAEIOUYmnMN"


def _stripped(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0] if "\u1e00" <= letter <= "\u1e9f" else letter


def _odd_words(line: str) -> Iterator[Edit]:
    for found in _ODD_WORD.finditer(line):
        plain = "".join(_stripped(letter) for letter in found[0])
        if plain.lower() in homoglyphs.COMMON:
            yield Edit(found.start(), found.end(), plain, "combining")


def _forms(line: str) -> Iterator[Edit]:
    east = bool(_CJK.search(_WIDE.sub("", line)))
    for found in _WIDE.finditer(line):
        letters = bool(re.search("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]", found[0]))
        plain = unicodedata.normalize("NFKC", found[0])
        if not east:
            yield Edit(found.start(), found.end(), plain, "full-width")
        elif letters:
            yield Edit(found.start(), found.end(), plain)


def _styled(line: str) -> Iterator[Edit]:
    for found in _STYLED.finditer(line):
        plain = "".join(_plain(char) for char in found[0])
        if plain == found[0]:
            continue
        changed = [a for a, b in zip(found[0], plain, strict=False) if a != b]
        neighbours = line[found.start() - 1 : found.start()] + line[found.end() : found.end() + 1]
        in_word = bool(_LETTER_RUN.search(neighbours))
        disguise = any(map(_is_disguise, changed)) and (len(changed) > 1 or in_word)
        yield Edit(found.start(), found.end(), plain, "full-width" if disguise else None)


def _plain(char: str) -> str:
    # Superscripts, trade marks and circled numbers stay; letters in fancy dress become plain.
    if char in "ªº™℠№℃℉" or unicodedata.category(char) == "No":
        return char
    plain = unicodedata.normalize("NFKC", char)
    if "Ⓐ" <= char <= "ⓩ" or "⒜" <= char <= "⒵" or "\U0001f110" <= char <= "\U0001f189":
        bare = plain.strip("()")
        name = unicodedata.name(char, "")
        return bare if bare.isascii() else name[-1] if " LATIN CAPITAL LETTER " in name else char
    return plain if plain.isalnum() else char


def _is_disguise(char: str) -> bool:
    ligature = "\ufb00" <= char <= "\ufb06"
    numeral = "\u2160" <= char <= "\u216f"  # Ⅳ as a numeral is honest
    return not ligature and not numeral and not "⁰" <= char <= "₎"


def _letters(line: str) -> Iterator[Edit]:
    plain_line = _is_latin_line(line)
    for found in homoglyphs.SUSPECT.finditer(line):
        around = (
            line[max(0, found.start() - 1) : found.start()] + line[found.end() : found.end() + 1]
        )
        quoted = bool(re.search(r"[«»“”\"'()\[\]/]", around))
        word = homoglyphs.latin_word(found[0], plain_line=plain_line and not quoted)
        if word != found[0]:
            yield Edit(found.start(), found.end(), word, "homoglyph")


def _is_latin_line(line: str) -> bool:
    """Whether every word of another script on the line could be a disguised Latin one."""
    table = homoglyphs.LATIN
    foreign = _FOREIGN_LETTER.findall(line)
    return bool(re.search("[A-Za-z]{2}", line)) and all(char in table for char in foreign)


def _spaces(line: str) -> Iterator[Edit]:
    closed = set()
    for found in _SPLIT_WORD.finditer(line):
        left, right = found[1].lower(), found[3].lower()
        known = homoglyphs.COMMON
        broken = left + right in known and not (left in known and right in known)
        if broken or (len(left) == 1 < len(right) and left not in known and found[3].islower()):
            closed.add(found.start(2))
    for found in _SPACES.finditer(line):
        if found.start() in closed:
            yield Edit(found.start(), found.end(), "", "unusual-space")
        else:
            yield Edit(found.start(), found.end(), " " * len(found[0]))


_RULES: tuple[Callable[[str], Iterable[Edit]], ...] = (
    _directions, _invisible, _unseen, _marks, _odd_words, _forms, _styled, _letters, _spaces,
)  # fmt: skip

# A letter and what composes with it: its marks, or the jamo of a Korean syllable.
_CLUSTER = re.compile(
    "[^\\s\u0300-\u036f\u1100-\u11ff][\u0300-\u036f\u0591-\u08ff\u0900-\u109f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a]+|[\u1100-\u11ff]+|[\u2126\u212a\u212b\uf900-\ufaff\u0340-\u0344\u0374"
    "\u037e\u0387\u1f00-\u1fff\u2000\u2001\u2329\u232a\U0002f800-\U0002fa1f]"
)


def _composed(text: str) -> Iterator[Edit]:
    for found in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", found[0])
        if composed != found[0]:
            yield Edit(found.start(), found.end(), composed)


def _reports(state: _State) -> tuple[Tampering, ...]:
    """One report for each word and trick, in the order of the text, at most ``MAX_REPORTS``."""
    found = {(*_word_around(state.text, span), kind) for kind, span in state.made}
    rows = sorted(found)
    reports = [Tampering(kind, Span(start, end), SAYS[kind]) for start, end, kind in rows]
    if more := len(reports[MAX_REPORTS:]) + state.more:
        last = reports[MAX_REPORTS - 1]
        says = f"{more:,} more places hold hidden or disguised characters."
        reports[MAX_REPORTS:] = [Tampering(last.kind, None, says)]
    return tuple(reports)


_NEAR = 64  # a "word" longer than this is reported in part


def _word_around(text: str, span: Span) -> tuple[int, int]:
    left = re.search(r"[\w'’]*\Z", text[max(0, span.start - _NEAR) : span.start])
    right = re.match(r"[\w'’]*", text[span.end : span.end + _NEAR])
    return span.start - len(left[0] if left else ""), span.end + len(right[0] if right else "")

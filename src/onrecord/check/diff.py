"""The typed diff between words of the record and the words that were checked against them.

``diff`` gives changes whose ``record`` sides, joined, are the record's words verbatim, and whose
``text`` sides are the checked words verbatim, always; each change carries the gravest ``DiffType``
of what it touches.

>>> [(c.op, c.record, c.text, c.type and c.type.value) for c in diff(
...     "We will not accept 6.5%.", "“We will accept 5.6%”")]
... # doctest: +NORMALIZE_WHITESPACE
[('insert', '', '“', 'punctuation'), ('equal', 'We will ', 'We will ', None),
 ('delete', 'not ', '', 'negation'), ('equal', 'accept ', 'accept ', None),
 ('replace', '6.5%', '5.6%', 'percent'), ('replace', '.', '”', 'punctuation')]

What faithful quoting allows is shown, and typed ``spelling``, ``case`` or ``punctuation``: another
spelling or way to write a number; a capital; marks, spaces and line ends; an omission that is
marked and loses no negation and no condition; a clarification in brackets that adds no negation,
number, modality or quantity, and stands beside the words or for at most three pointing words
("[the studios]" for "they").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from onrecord.check.align import Pairs, align
from onrecord.check.diff_types import (
    SOFT,
    Parties,
    changed_type,
    gravest,
    group_of,
    mentions,
    turns_round,
)
from onrecord.check.diff_words import CUT_CONDITIONS, NEGATORS, POINTERS
from onrecord.check.match_sentences import sentence_ends
from onrecord.check.tokens import Token, tokens
from onrecord.check.types import Change, DiffType
from onrecord.domain.errors import OnRecordError

#: A lower-case word and the name that capitals make of it are two words.
_CAPITALS: Final = frozenset(("us", "it", "who", "am", "aids", "may", "march", "august", "polish"))
#: Words that a hyphen tells from others: "re-sign" is not "resign".
_REJOINED: Final = re.compile(
    r"^re-?(sign|form|cover|creat|mark|leas|sent|press|dress|pos|act|strain|treat|count|sort|call)"
)


#: What the norm of a word in brackets begins with where it is to equal no word of the record.
ASIDE: Final = "["


class DiffMismatch(OnRecordError):
    """A diff was applied to words that it was not made from."""


class _Step(NamedTuple):
    """Tokens held against each other: slices of both sides, and a type (None: equal norms)."""

    record: tuple[int, int]
    text: tuple[int, int]
    type: DiffType | None


def diff(record: str, text: str, parties: Parties | None = None) -> tuple[Change, ...]:
    """The changes that make ``text`` of ``record``."""
    left = [t for t in tokens(record) if t.kind != "omission"]
    right, free = spoken(tokens(text))
    pairs = align(
        [(t.norm, group_of(t)) for t in left], [(t.norm, group_of(t)) for t in right], free
    )
    return changes_of(record, text, left, right, pairs, free, parties or {})


def spoken(found: Sequence[Token]) -> tuple[list[Token], frozenset[int]]:
    """``found`` without marks of omission, and the places (tokens before) where they stood."""
    words: list[Token] = []
    places = set()
    for token in found:
        if token.kind == "omission":
            places.add(len(words))
        else:
            words.append(token)
    return words, frozenset(places)


def apply_diff(record: str, changes: Sequence[Change]) -> str:
    """``record`` with ``changes`` made: the checked words. Raises DiffMismatch where they do not
    fit ``record``."""
    at, made = 0, []
    for change in changes:
        if not record.startswith(change.record, at):
            raise DiffMismatch(f"the diff does not fit the record's words at character {at}")
        at += len(change.record)
        made.append(change.text)
    if at != len(record):
        raise DiffMismatch(
            f"the diff ends at character {at} of {len(record)} of the record's words"
        )
    return "".join(made)


def is_faithful(changes: Sequence[Change]) -> bool:
    """Whether no word, number or polarity changed."""
    return all(c.type is None or c.type in SOFT for c in changes)


def changes_of(  # noqa: PLR0917 - both sides, twice
    record: str,
    text: str,
    left: Sequence[Token],
    right: Sequence[Token],
    pairs: Pairs,
    free: frozenset[int],
    parties: Parties,
) -> tuple[Change, ...]:
    """The changes for an alignment ``pairs`` of the tokens ``left`` and ``right``."""
    steps = _steps(record, text, left, right, pairs, free, parties)
    written: list[Change] = []
    r = t = 0
    for n, step in enumerate(steps):
        (r0, r1), (t0, t1) = step.record, step.text
        more = n + 1 < len(steps)
        if r0 < r1 and t0 < t1:
            rs, re_, ts, te = left[r0].start, left[r1 - 1].end, right[t0].start, right[t1 - 1].end
            _write(written, record[r:rs], text[t:ts], DiffType.PUNCTUATION)
            kind = step.type or _surface_type(record[rs:re_], text[ts:te], text)
            _write(written, record[rs:re_], text[ts:te], kind)
            r, t = re_, te
        elif r0 < r1:
            after = left[r1].start if more else len(record)
            beside = right[t1].start if more else len(text)
            whole, gap = (r, left[r0].start, left[r1 - 1].end, after), text[t:beside]
            r, used = _lone(written, record, whole, gap, step.type, deleted=True)
            t = beside if used else t
        else:
            after = right[t1].start if more else len(text)
            beside = left[r1].start if more else len(record)
            whole, gap = (t, right[t0].start, right[t1 - 1].end, after), record[r:beside]
            t, used = _lone(written, text, whole, gap, step.type, deleted=False)
            r = beside if used else r
    _write(written, record[r:], text[t:], DiffType.PUNCTUATION)
    return tuple(_joined(written))


def _lone(
    written: list[Change],
    side: str,
    whole: tuple[int, int, int, int],
    gap: str,
    kind: DiffType | None,
    *,
    deleted: bool,
) -> tuple[int, bool]:
    """Writes words of one side, with the gap before or after them, whichever leaves the other gap
    like ``gap``, the other side's. Gives where ``side`` is read to, and if ``gap`` was used."""
    at, start, end, after = whole

    def write(mine: str, other: str, kind: DiffType | None) -> None:
        _write(written, *((mine, other) if deleted else (other, mine)), kind)

    if side[at:start] != gap and side[end:after] == gap:
        write(side[at:end], "", kind)
        return end, False
    write(side[at:start], gap, DiffType.PUNCTUATION)
    write(side[start:after], "", kind)
    return after, True


def _write(written: list[Change], record: str, text: str, kind: DiffType | None) -> None:
    if record == text:
        if record:
            written.append(Change("equal", record, text))
        return
    op = "replace" if record and text else "delete" if record else "insert"
    written.append(Change(op, record, text, kind))


def _joined(written: Sequence[Change]) -> list[Change]:
    """Equal neighbours made one, and faithful changes that touch made one of the gravest type."""
    out: list[Change] = []
    for change in written:
        last = out[-1] if out else None
        both_equal = last and last.type is None and change.type is None
        both_soft = last and last.type in SOFT and change.type in SOFT
        if last and (both_equal or both_soft):
            record, text = last.record + change.record, last.text + change.text
            op = "equal" if both_equal else _op(record, text)
            kind = None
            if last.type and change.type:
                kind = gravest([last.type, change.type])
            out[-1] = Change(op, record, text, kind)
        else:
            out.append(change)
    return out


def _op(record: str, text: str) -> str:
    return "replace" if record and text else "delete" if record else "insert"


def _surface_type(record: str, text: str, whole: str) -> DiffType:
    """The type of a difference between two words of equal norm."""
    bare = [re.sub(r"[\W_]+", "", side) for side in (record, text)]
    if bare[0] == bare[1] and bare[0]:
        return DiffType.PUNCTUATION
    if bare[0].casefold() == bare[1].casefold():
        name = bare[0].casefold() in _CAPITALS and len(bare[0]) > 1
        shout = bare[0].isupper() != bare[1].isupper() and not whole.isupper()
        return DiffType.WORDING if name and shout and bare[0].casefold() == "us" else DiffType.CASE
    return DiffType.SPELLING


def _steps(  # noqa: PLR0917 - as changes_of
    record: str,
    text: str,
    left: Sequence[Token],
    right: Sequence[Token],
    pairs: Pairs,
    free: frozenset[int],
    parties: Parties,
) -> list[_Step]:
    """``pairs`` as steps: each equal pair alone, and what lies between equal pairs as one."""
    named = mentions(left, parties), mentions(right, parties)
    steps: list[_Step] = []
    r = t = 0

    def block(r_to: int, t_to: int) -> None:
        if r < r_to or t < t_to:
            gone, come = left[r:r_to], right[t:t_to]
            kind = _allowed(record, text, gone, come, marked=t in free)
            if kind is None:
                names = [[named[0].get(i) for i in range(r, r_to)]]
                names.append([named[1].get(j) for j in range(t, t_to)])
                kind = changed_type(gone, come, *names)
            steps.append(_Step((r, r_to), (t, t_to), kind))

    for i, j in pairs:
        if i >= 0 and j >= 0 and left[i].norm == right[j].norm:
            block(i, j)
            steps.append(_Step((i, i + 1), (j, j + 1), None))
            r, t = i + 1, j + 1
    block(len(left), len(right))
    return steps


def _allowed(
    record: str, text: str, gone: Sequence[Token], come: Sequence[Token], *, marked: bool
) -> DiffType | None:
    """The type of a changed stretch that faithful quoting allows; None for any other."""
    if gone and come:
        if _is_joined(record, text, gone, come):
            return DiffType.PUNCTUATION
        stands_for = len(gone) <= 3 and all(t.norm in POINTERS for t in gone)
        if stands_for and all(t.marked for t in come) and _clarifies(come):
            return DiffType.PUNCTUATION
        return None
    if come:
        return DiffType.PUNCTUATION if _is_aside(text, come) and _clarifies(come) else None
    return _omission_type(record, gone) if marked else None


def _clarifies(come: Sequence[Token]) -> bool:
    """Whether words in brackets only say who or what is meant."""
    bare = [t._replace(norm=t.norm.removeprefix(ASIDE)) for t in come]
    return changed_type((), bare) in (DiffType.WORDING, DiffType.PARTY)


def _is_aside(text: str, come: Sequence[Token]) -> bool:
    """Whether ``come`` stands in brackets of its own."""
    if all(t.marked for t in come):
        return True
    before, after = text[: come[0].start].rstrip(), text[come[-1].end :].lstrip()
    return before.endswith("(") and after.startswith(")")


def _is_joined(record: str, text: str, gone: Sequence[Token], come: Sequence[Token]) -> bool:
    """Whether both sides have the same letters and one of them a hyphen ("co-operate")."""
    joined = "".join(t.norm for t in gone)
    if joined != "".join(t.norm for t in come) or turns_round([*gone, *come]):
        return False
    raw = record[gone[0].start : gone[-1].end], text[come[0].start : come[-1].end]
    if not any("-" in side or "‑" in side or "–" in side for side in raw):
        return False
    return any("\n" in side for side in raw) or not _REJOINED.match(joined)


def _omission_type(record: str, gone: Sequence[Token]) -> DiffType:
    """The type of a marked omission: what it lost of the sentences on either side of it.

    A sentence dropped whole may say what it likes. Of a sentence kept in part, no negation may go
    and no condition; after a sentence's end only the last four words before the kept ones can
    still negate them.
    """
    start, end = gone[0].start, gone[-1].end
    ends = [e for e in sentence_ends(record)[:-1] if start < e <= end]
    if not ends:
        if turns_round(gone):
            return DiffType.NEGATION
        return DiffType.CONDITION if opens_condition(gone) is not None else DiffType.PUNCTUATION
    first = [t for t in gone if t.end <= ends[0]]
    last = [t for t in gone if t.start >= ends[-1]]
    if any(t.norm in NEGATORS for t in last[-4:]):
        return DiffType.NEGATION
    lost = opens_condition(first) is not None or opens_condition(last) is not None
    return DiffType.CONDITION if lost else DiffType.PUNCTUATION


def opens_condition(found: Sequence[Token]) -> int | None:
    """The first token of ``found`` at which a condition opens, or None."""
    norms = [t.norm for t in found]
    for i in range(len(norms)):
        if any(tuple(norms[i : i + len(words)]) == words for words in CUT_CONDITIONS):
            return i
    return None

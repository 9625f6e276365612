"""The issues between a union and employers, with how each side stood on them over time.

Whose issue a stand is follows from the parties that its act names. Where it names one side alone
(employers who speak to the press), it is that of every pair of theirs that has the issue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord.talks.offers import DRAFTS, Stand
from onrecord.talks.statements.scene import Pair, Scene
from onrecord.talks.statements.sides import EMPLOYERS, UNION


@dataclass
class Issue:
    """``issue`` between the two of ``pair``: the stands of each, oldest first, and what was agreed.

    A side's own word comes before another's report of it on the same day.
    """

    pair: Pair
    issue: str
    union: list[Stand] = field(default_factory=list)
    employers: list[Stand] = field(default_factory=list)
    agreed: list[Stand] = field(default_factory=list)

    @property
    def about(self) -> str:
        """As a statement is about it."""
        return f"{self.pair[0]} {self.issue}"

    def of(self, side: str) -> Sequence[Stand]:
        """The stands of one side."""
        return self.union if side == UNION else self.employers

    def party(self, side: str) -> str:
        """Who is on a side."""
        return self.pair[0] if side == UNION else self.pair[1]

    def since(self, side: str) -> date:
        """Since when a side has stood where it stands now."""
        held = list(self.of(side))
        first = held[-1]
        for stand in reversed(held):
            if not alike(stand, held[-1]):
                break
            first = stand
        return first.day


def alike(one: Stand, other: Stand) -> bool:
    """Whether two stands are the same: the same numbers, or, where one has none, the same words."""
    if one.numbers and other.numbers:
        return (one.numbers, one.unit) == (other.numbers, other.unit)
    return one.numbers == other.numbers and one.says == other.says


def says(stand: Stand) -> str:
    """A stand on one line, in no language where it is numbers: ``5/4/3.5 %``. A sum of money says
    too little without the words that it was told in."""
    if stand.says and (not stand.numbers or stand.unit in ("money", "count")):
        return stand.says
    numbers = "/".join(f"{number:f}" for number in stand.numbers)
    return f"{numbers} %" if stand.unit == "percent" else f"{numbers} {stand.unit}"


def issues(scene: Scene) -> tuple[Issue, ...]:
    """Every issue, in the order in which the record first meets it."""
    stands = [stand for stand in scene.state.stands if stand.day <= scene.today]
    pairs = [scene.sides.pair(stand.table) for stand in stands]
    known: dict[str, list[Pair]] = defaultdict(list)
    for stand, pair in zip(stands, pairs, strict=True):
        if pair and pair not in known[stand.issue]:
            known[stand.issue].append(pair)
    found: dict[tuple[Pair, str], Issue] = {}
    for stand, pair in zip(stands, pairs, strict=True):
        for whose in [pair] if pair else _of_one_side(scene, stand, known[stand.issue]):
            held = found.setdefault((whose, stand.issue), Issue(whose, stand.issue))
            _put(scene, held, stand)
    for held in found.values():
        held.union.sort(key=_order)
        held.employers.sort(key=_order)
    return tuple(found.values())


def drafts(stands: Iterable[Stand]) -> list[Stand]:
    """The stands that a side itself put forward: in an offer, a proposal or a counterproposal, or
    by stating them."""
    own = ("position-stated",)
    return [s for s in stands if s.kind in DRAFTS or (s.kind in own and not s.attributed)]


def _put(scene: Scene, issue: Issue, stand: Stand) -> None:
    if not stand.side:
        issue.agreed.append(stand)
    elif scene.sides.one(stand.side, UNION):
        issue.union.append(stand)
    elif scene.sides.one(stand.side, EMPLOYERS):
        issue.employers.append(stand)


def _of_one_side(scene: Scene, stand: Stand, pairs: Sequence[Pair]) -> Sequence[Pair]:
    """The pairs that have the issue and the stand's party; or else every pair of that party."""
    parties = {scene.sides.of(name) for name in stand.table}
    found = [pair for pair in pairs if parties & set(pair)]
    every = dict.fromkeys((*scene.struck, *scene.contacts))
    return found or [pair for pair in every if parties & set(pair)]


def _order(stand: Stand) -> tuple[date, bool, tuple[int, ...]]:
    """By day; of one day, the report of another party first, so that their own word is the last."""
    return stand.day, not stand.attributed, stand.entries

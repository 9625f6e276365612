r"""An act: what a communication does (calls a strike, asks for a meeting, promises word).

``act: <type>``, then the type's fields in the order of its row in ``domain/act_types.py``, each
indented by one space; a position's own fields by two:

>>> lines = Lines('''act: counterproposal
...  by: LWG
...  to: TSA
...  on: 2031-03-09
...  position: minimums
...   numbers: 5 4 3.5
...   unit: percent'''.split("\n"), "example")
>>> act = parse_acts(lines)[0]
>>> act.type, act.get("by"), str(act.positions[0].numbers[2])
('counterproposal', ('LWG',), '3.5')
>>> print(act, end="")
act: counterproposal
 by: LWG
 to: TSA
 on: 2031-03-09
 position: minimums
  numbers: 5 4 3.5
  unit: percent
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from onrecord.domain.act_types import ACT_TYPES, DECISIONS, POSITION_FIELDS, ActType, Field
from onrecord.domain.act_values import Value, render
from onrecord.domain.errors import Malformed
from onrecord.domain.party import AUDIENCES
from onrecord.domain.strict import excerpt
from onrecord.domain.text import Lines, pairs

__all__ = ["DECISIONS", "MAX_ACTS", "Act", "Position", "parse_acts"]

MAX_ACTS = 100
MAX_POSITIONS = 100


@dataclass(frozen=True, slots=True)
class Position:
    """A side's stand on ``issue``: numbers with their unit, words, or both."""

    issue: str
    side: str | None = None
    numbers: tuple[Decimal, ...] = ()
    unit: str | None = None
    says: str | None = None

    def __str__(self) -> str:
        numbers = render(self.numbers) if self.numbers else None
        fields = [("side", self.side), ("numbers", numbers), ("unit", self.unit)]
        return f" position: {self.issue}\n" + pairs([*fields, ("says", self.says)], indent=2)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its type, its fields in the type's order, and its positions.

    ``fields`` holds ``(name, value)``; parties and audiences are tuples of ids, also where there
    is one. ``domain/act_values.py`` lists the kinds.
    """

    type: str
    fields: tuple[tuple[str, Value], ...]
    positions: tuple[Position, ...] = ()

    def __str__(self) -> str:
        fields = pairs(((name, render(value)) for name, value in self.fields), indent=1)
        return f"act: {self.type}\n{fields}" + "".join(str(held) for held in self.positions)

    def get(self, name: str) -> Value | None:
        """The value of the field ``name``; None where the act leaves it out."""
        for key, value in self.fields:
            if key == name:
                return value
        return None

    @property
    def decides(self) -> bool:
        """Whether it is one of ``DECISIONS``."""
        return self.type in DECISIONS

    @property
    def parties_named(self) -> frozenset[str]:
        """The party ids that it names, audience words left out."""
        kinds = {field.name: field.kind.name for field in ACT_TYPES[self.type].fields}
        named: set[str] = {held.side for held in self.positions if held.side}
        for name, value in self.fields:
            if kinds[name] in ("party", "parties", "audience"):
                named |= {value} if isinstance(value, str) else set(cast(tuple[str, ...], value))
        return frozenset(named - set(AUDIENCES))


def parse_acts(lines: Lines) -> tuple[Act, ...]:
    """The acts that stand at the cursor, ``MAX_ACTS`` at most.

    Raises:
        Malformed: an unknown type, a field missing, out of order or in another spelling.
    """
    acts = tuple(_acts(lines))
    if len(acts) > MAX_ACTS:
        raise Malformed(f"{len(acts)} acts; {MAX_ACTS} are allowed")
    return acts


def check_act(act: Act) -> Act:
    """``act``, if its positions and its counts agree with themselves.

    Raises:
        Malformed: they do not.
    """
    _check_positions(ACT_TYPES[act.type], act.positions)
    for held in act.positions:
        check_position(held)
    _check_counts(act)
    return act


def check_position(held: Position) -> Position:
    """``held``, if it says something: numbers with their unit, words, or both.

    Raises:
        Malformed: it does not.
    """
    if bool(held.numbers) != bool(held.unit) or not (held.numbers or held.says):
        raise Malformed(
            f"the position on {excerpt(held.issue)} needs numbers with their unit, or what it says"
        )
    return held


def _acts(lines: Lines) -> Iterator[Act]:
    while (name := lines.maybe("act")) is not None:
        if name not in ACT_TYPES:
            raise Malformed(f"there is no type of act called {excerpt(name)}")
        fields = tuple(_fields(lines, ACT_TYPES[name].fields, 1, name))
        yield check_act(Act(name, fields, tuple(_positions(lines))))


def _fields(
    lines: Lines, fields: tuple[Field, ...], indent: int, what: str
) -> Iterator[tuple[str, Value]]:
    for field in fields:
        take = lines.take if field.required else lines.maybe
        if (text := take(field.name, indent)) is not None:
            yield field.name, read_field(field, text, what)


def read_field(field: Field, text: str, what: str) -> Value:
    """The value of ``field`` spelled ``text``, in an act or position named ``what``.

    Raises:
        Malformed: another spelling, saying in which field of what.
    """
    try:
        return field.kind.parse(text)
    except Malformed as error:
        raise Malformed(f"{what}: {field.name}: {error}") from None


def _positions(lines: Lines) -> Iterator[Position]:
    while (issue := lines.maybe("position", 1)) is not None:
        yield position_of(issue, dict(_fields(lines, POSITION_FIELDS, 2, "position")))


def position_of(issue: str, values: dict[str, Value]) -> Position:
    """The position on ``issue`` with the values of ``POSITION_FIELDS`` already read."""
    return Position(
        issue,
        side=cast(str | None, values.get("side")),
        numbers=cast(tuple[Decimal, ...], values.get("numbers", ())),
        unit=cast(str | None, values.get("unit")),
        says=cast(str | None, values.get("says")),
    )


def _check_positions(row: ActType, positions: tuple[Position, ...]) -> None:
    if positions and row.positions == "none":
        raise Malformed(f"{row.name} carries no positions")
    if not positions and row.positions == "required":
        raise Malformed(f"{row.name} needs a position")
    if len(positions) > MAX_POSITIONS:
        raise Malformed(f"{len(positions)} positions; {MAX_POSITIONS} are allowed")


def _check_counts(act: Act) -> None:
    counts = {name: value for name, value in act.fields if isinstance(value, int)}
    if act.get("approximate") or "ballots" not in counts:
        return
    if counts.get("yes", 0) + counts.get("no", 0) > counts["ballots"]:
        raise Malformed(f"{act.type}: yes and no are more than the ballots")
    if counts["ballots"] > counts.get("eligible", counts["ballots"]):
        raise Malformed(f"{act.type}: more ballots than were eligible")

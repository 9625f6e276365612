"""What a chart is made from and what it becomes; what the four of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from onrecord.domain.errors import OnRecordError
from onrecord.talks.board import IssueRow, Step, board
from onrecord.talks.charts.axis import Axis
from onrecord.talks.charts.svg import WIDTH, Drawing, clipped
from onrecord.talks.fold import State
from onrecord.talks.statements.issue import PATH
from onrecord.talks.statements.scene import Scene

LEFT, RIGHT, TOP = 44, WIDTH - 16, 46
"""Where a plot begins and ends, and where its highest line is."""


class NoChart(OnRecordError):
    """There is nothing for that chart on the record, or no such chart."""


@dataclass(frozen=True, slots=True)
class Chart:
    """``svg`` is the picture; ``table`` its rows under ``header``, each with the entries that it
    rests on in the last cell; ``caption`` says in words what it shows."""

    name: str
    title: str
    caption: str
    svg: str
    header: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: a scene, and for charts of one issue its name."""

    scene: Scene
    issue: str | None = None

    @property
    def state(self) -> State:
        """The state of the scene."""
        return self.scene.state

    @property
    def today(self) -> date:
        """The day up to which it goes."""
        return self.scene.today

    def cited(self, entries: Sequence[int]) -> str:
        """Entries as people say them: ``LWG 9, 12``."""
        return f"{self.state.owner} {', '.join(map(str, entries))}"

    def axis(self, days: Sequence[date]) -> Axis:
        """An axis from the first of ``days`` to the last, or today."""
        return Axis(min(days), max(*days, self.today), LEFT, RIGHT)

    def row(self) -> IssueRow:
        """The issue asked for, or the first with a path of rises.

        Raises:
            NoChart: there is none.
        """
        rows = board(self.state, self.today, self.scene.prices)
        paths = [row for row in rows if path_of((*row.union_history, *row.employers_history))]
        if self.issue is not None:
            paths = [row for row in paths if self.issue.casefold() in _names(row)]
        if paths:
            return paths[0]
        if self.issue is None:
            raise NoChart("no side has put forward a path of yearly rises yet")
        known = ", ".join(dict.fromkeys(f"{row.union} {row.issue}" for row in rows))
        raise NoChart(f"there is no path of rises on {self.issue!r}; issues: {known or 'none'}")


def _names(row: IssueRow) -> tuple[str, str]:
    return row.issue.casefold(), f"{row.union} {row.issue}".casefold()


def path_of(steps: Sequence[Step]) -> list[Step]:
    """Those of ``steps`` that are paths of yearly rises."""
    return [step for step in steps if step.compounded is not None and len(step.numbers) >= PATH]


def value_of(step: Step) -> Decimal:
    """The whole rise of a path."""
    assert step.compounded is not None
    return step.compounded


def percent(value: Decimal, *, sign: bool = False) -> str:
    """A percentage with two places."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:+f}%" if sign else f"{rounded:f}%"


def heading(drawing: Drawing, title: str) -> None:
    """The title above a picture."""
    drawing.words(16, 24, clipped(title, WIDTH - 60, 15), "t b")

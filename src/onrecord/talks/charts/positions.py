"""Positions on pay over time: two lines that approach each other, and what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from onrecord.talks.board import IssueRow, Step
from onrecord.talks.charts.ask import (
    LEFT,
    RIGHT,
    TOP,
    Ask,
    Chart,
    heading,
    path_of,
    percent,
    value_of,
)
from onrecord.talks.charts.axis import Axis, told
from onrecord.talks.charts.svg import Drawing

LOW, HEIGHT = 250.0, 300
_LOOKS = {"union": "u", "employers": "e", "agreed": "j"}


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    side: str
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class _Plot:
    drawing: Drawing
    axis: Axis
    top: Decimal

    def place(self, step: Step) -> tuple[float, float]:
        """Where a step stands."""
        return self.axis.x(step.day), LOW - float(value_of(step) / self.top) * (LOW - TOP)


def positions(ask: Ask) -> Chart:
    """The paths of rises on one issue.

    Raises:
        NoChart: nobody has put one forward, or not on that issue.
    """
    row = ask.row()
    lines = _lines(row)
    steps = [step for line in lines for step in line.steps]
    top = max(value_of(step) for step in steps) * Decimal("1.15")
    plot = _Plot(Drawing(), ask.axis([step.day for step in steps]), top)
    title = f"{row.issue}: {row.union} and {row.employers}"
    heading(plot.drawing, title)
    _percents(plot.drawing, top)
    plot.axis.draw(plot.drawing, LOW, TOP)
    until = row.agreed[0].day if row.agreed else ask.today
    ends: list[float] = []
    for line in lines:
        _draw(plot, line, until)
        _label(plot, line, ends)
    text = _told(lines)
    table = tuple(
        (str(step.day), line.name, step.says, percent(value_of(step)), ask.cited(step.entries))
        for line in lines
        for step in line.steps
    )
    svg = plot.drawing.text("positions", title, text, HEIGHT)
    header = ("Day", "Who", "Position", "Compounded", "Entries")
    return Chart("positions", title, text, svg, header, table)


def _lines(row: IssueRow) -> list[_Line]:
    held = (
        _Line(row.union, "union", path_of(row.union_history)),
        _Line(row.employers, "employers", path_of(row.employers_history)),
        _Line("Agreed", "agreed", path_of(row.agreed)),
    )
    return [line for line in held if line.steps]


def _draw(plot: _Plot, line: _Line, until: date) -> None:
    """A line that steps from stand to stand and goes on to the agreement, or today."""
    points: list[tuple[float, float]] = []
    for step in line.steps:
        x, y = plot.place(step)
        if points:
            points.append((x, points[-1][1]))
        points.append((x, y))
    if line.side != "agreed":
        points.append((plot.axis.x(max(until, line.steps[-1].day)), points[-1][1]))
    dashes = ' stroke-dasharray="6 4"' if line.side == "employers" else ""
    plot.drawing.path(points, _LOOKS[line.side], dashes)
    for step in line.steps:
        plot.drawing.mark(*plot.place(step), line.side)


def _label(plot: _Plot, line: _Line, ends: list[float]) -> None:
    """The name and value of a line at its end, clear of those that stand there already."""
    place = plot.place(line.steps[-1])[1] - 9
    while any(abs(place - other) < 15 for other in ends):
        place -= 15
    ends.append(place)
    label = f"{line.name} {percent(value_of(line.steps[-1]))}"
    plot.drawing.words(RIGHT, place, label, "t b", "end")


def _percents(drawing: Drawing, top: Decimal) -> None:
    """Lines at whole per cents, five or six of them."""
    step = max(1, -(-int(top) // 5))
    for value in range(0, int(top) + 1, step):
        y = LOW - float(Decimal(value) / top) * (LOW - TOP)
        drawing.line((LEFT, y), (RIGHT, y), "l", ' stroke-opacity=".35"')
        drawing.words(LEFT - 6, y + 4, f"{value}%", "q small", "end")


def _told(lines: Sequence[_Line]) -> str:
    told_ = "; ".join(
        f"{line.name}: "
        + ", ".join(f"{percent(value_of(step))} from {told(step.day)}" for step in line.steps)
        for line in lines
    )
    return f"Yearly rises compounded, in per cent. {told_}."

"""The timeline, downwards: the union to the left, the employers to the right, both across."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onrecord.talks.charts.ask import TOP, Ask, Chart, NoChart, heading
from onrecord.talks.charts.axis import told
from onrecord.talks.charts.history import Moment, moments
from onrecord.talks.charts.svg import WIDTH, Drawing, wrapped

MOST = 80
"""Rows of a timeline; of more, the first and last are shown and the rest counted."""
MIDDLE = WIDTH / 2
REACH = MIDDLE - 34
LINES = 3
"""Lines of one row at most."""
TITLE = "The dispute, day by day"


def timeline(ask: Ask) -> Chart:
    """Every act that a timeline tells.

    Raises:
        NoChart: there is none yet.
    """
    held = moments(ask.scene)
    if not held:
        raise NoChart("the record holds nothing yet for a timeline")
    text = (
        f"{len(held)} acts from {told(held[0].day)} to {told(held[-1].day)}: the union's on the "
        "left with a circle, the employers' on the right with a square, what both did together "
        "across with a diamond."
    )
    drawing = Drawing()
    heading(drawing, TITLE)
    height = _rows(drawing, held)
    table = tuple((str(m.day), m.party, m.words, ask.cited(m.entries)) for m in held)
    svg = drawing.text("timeline", TITLE, text, height)
    return Chart("timeline", TITLE, text, svg, ("Day", "Who", "What", "Entries"), table)


def _rows(drawing: Drawing, held: Sequence[Moment]) -> float:
    """Draw the rows; gives the height that they take."""
    left = len(held) - MOST
    shown = [*held[: MOST // 2], *held[-MOST // 2 :]] if left > 0 else list(held)
    y, before = float(TOP), None
    for number, each in enumerate(shown):
        if left > 0 and number == MOST // 2:
            drawing.words(MIDDLE, y, f"{left} more", "q", "middle")
            y += 24
        y = _row(drawing, each, y, before)
        before = each.day
    return y + 8


def _row(drawing: Drawing, each: Moment, y: float, before: date | None) -> float:
    if each.day != before:
        drawing.words(MIDDLE, y, told(each.day), "q small", "middle")
        y += 18
    drawing.mark(MIDDLE, y - 4, each.side)
    x, anchor = {
        "union": (MIDDLE - 14, "end"),
        "employers": (MIDDLE + 14, "start"),
    }.get(each.side, (MIDDLE, "middle"))
    y += 16 * (anchor == "middle")
    width = REACH if anchor != "middle" else WIDTH - 60
    for line in wrapped(each.words, width)[:LINES]:
        drawing.words(x, y, line, "t", anchor)
        y += 16
    return y + 8

"""Pay beside prices: bars of the same measure, and what pay buys more or less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from onrecord.talks.board import IssueRow, RealPay
from onrecord.talks.charts.ask import RIGHT, TOP, Ask, Chart, NoChart, heading, percent
from onrecord.talks.charts.axis import told
from onrecord.talks.charts.svg import Drawing

_LOOKS = {"union": "u", "employers": "e", "agreed": "j"}


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    value: Decimal
    look: str
    real: Decimal | None = None

    @property
    def note(self) -> str:
        """What it is in real terms; "" for prices themselves."""
        return "" if self.real is None else f"{percent(self.real, sign=True)} in real terms"


def real_pay(ask: Ask) -> Chart:
    """The latest paths of rises on one issue beside prices.

    Raises:
        NoChart: no prices were given, or no path stands beside any that were published.
    """
    if ask.scene.prices is None:
        raise NoChart("pay beside prices needs a table of prices; give --prices FILE")
    row = ask.row()
    held = {each.side: each for each in row.real_pay}
    if not held:
        raise NoChart(f"{row.issue}: no path of rises stands beside prices that were published")
    names = _names(row)
    first = next(iter(held.values()))
    bars = [_Bar("Prices", first.prices, "")]
    bars += [
        _Bar(names[side], held[side].pay, look, held[side].real)
        for side, look in _LOOKS.items()
        if side in held
    ]
    title, span = f"{row.issue}: pay beside prices", _span(first)
    drawing = Drawing()
    heading(drawing, title)
    height = _draw(drawing, bars)
    listed = "; ".join(f"{b.name} {percent(b.value)}{', ' * bool(b.note)}{b.note}" for b in bars)
    text = (
        f"Prices from {span}, the latest month then published, and yearly rises compounded. "
        f"{listed}."
    )
    table = tuple(_cells(ask, names, each) for each in row.real_pay)
    header = ("Who", "Pay", f"Prices, {span}", "Real terms", "Entries")
    svg = drawing.text("real-pay", title, text, height)
    return Chart("real-pay", title, text, svg, header, table)


def _draw(drawing: Drawing, bars: list[_Bar]) -> float:
    top = max(Decimal(1), *(bar.value for bar in bars))
    y = float(TOP + 10)
    for bar in bars:
        size = max(1.0, float(bar.value / top) * (RIGHT - 110))
        drawing.words(16, y, bar.name, "t b")
        drawing.box(16, y + 8, size, 16, bar.look or "s")
        if not bar.look:  # prices are the measure: a light bar with an edge
            drawing.line((16 + size, y + 5), (16 + size, y + 27), "u")
        drawing.words(22 + size, y + 21, percent(bar.value), "t")
        drawing.words(16, y + 40, bar.note, "q small")
        y += 64 if bar.note else 48
    return y


def _names(row: IssueRow) -> Mapping[str, str]:
    return {
        "union": f"{row.union} asks",
        "employers": f"{row.employers} offers",
        "agreed": "Agreed",
    }


def _cells(ask: Ask, names: Mapping[str, str], each: RealPay) -> tuple[str, ...]:
    return (
        names[each.side],
        percent(each.pay),
        percent(each.prices),
        percent(each.real, sign=True),
        ask.cited(each.entries),
    )


def _span(each: RealPay) -> str:
    return f"{_month(each.first)} to {_month(each.last)}"


def _month(month: tuple[int, int]) -> str:
    return told(date(*month, 1)).removeprefix("1 ")

"""The charts by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from onrecord.talks.charts.ask import Ask, Chart, NoChart
from onrecord.talks.charts.contacts import contacts
from onrecord.talks.charts.positions import positions
from onrecord.talks.charts.real_pay import real_pay
from onrecord.talks.charts.timeline import timeline
from onrecord.talks.fold import State
from onrecord.talks.statements.scene import Scene
from onrecord.talks.statements.statement import Prices

CHARTS: Mapping[str, Callable[[Ask], Chart]] = {
    "timeline": timeline,
    "positions": positions,
    "real-pay": real_pay,
    "contacts": contacts,
}


def chart(
    name: str,
    state: State,
    *,
    today: date,
    prices: Prices | None = None,
    issue: str | None = None,
) -> Chart:
    """The chart of that name.

    Args:
        today: the day in the record's zone up to which it goes.
        prices: for ``real-pay``.
        issue: for ``positions`` and ``real-pay``, by default the first with a path of rises.

    Raises:
        NoChart: no such chart, or nothing on the record that it could show.
    """
    if name not in CHARTS:
        raise NoChart(f"{name!r} is no chart; there are {', '.join(CHARTS)}")
    return CHARTS[name](Ask(Scene(state, today, prices), issue))

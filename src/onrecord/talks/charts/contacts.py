"""Contact between the sides: marks for each pair, the strike as a band, the longest silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from onrecord.talks.charts.ask import LEFT, RIGHT, TOP, Ask, Chart, NoChart, heading
from onrecord.talks.charts.axis import Axis, told
from onrecord.talks.charts.svg import WIDTH, Drawing, clipped
from onrecord.talks.contacts import Contact
from onrecord.talks.statements.contact import since
from onrecord.talks.statements.scene import Pair, Scene
from onrecord.talks.strikes import Strike

TITLE = "Contact between the sides"
ROW = 82


def contacts(ask: Ask) -> Chart:
    """Every official contact of each pair.

    Raises:
        NoChart: there is none yet.
    """
    scene = ask.scene
    pairs = [pair for pair in scene.contacts if scene.contacts[pair]]
    if not pairs:
        raise NoChart("the record holds no contact between the sides yet")
    days = [contact.day for pair in pairs for contact in scene.contacts[pair]]
    axis = ask.axis([*days, *(s.first_day for s in scene.strikes if s.first_day)])
    drawing, y = Drawing(), float(TOP + 14)
    heading(drawing, TITLE)
    silences: list[str] = []
    for pair in pairs:
        silences += _row(drawing, axis, scene, pair, y)
        y += ROW
    axis.draw(drawing, y, TOP)
    text = (
        f"{len(days)} official contacts from {told(min(days))} to {told(max(days))}; a circle "
        "where the union began it, a square where the employers did, a diamond where it was both "
        "or nobody says. The band is the strike."
    )
    if silences:
        text += f" Longest silence since it began: {'; '.join(silences)}."
    header = ("Day", "Between", "What", "Begun by", "Entries")
    svg = drawing.text("contacts", TITLE, text, y + 26)
    return Chart("contacts", TITLE, text, svg, header, tuple(_table(ask, pairs)))


def _row(drawing: Drawing, axis: Axis, scene: Scene, pair: Pair, y: float) -> Iterator[str]:
    """One pair: its name, its strike, its silence, its marks; gives the silence in words."""
    name = " and ".join(pair)
    drawing.words(LEFT - 28, y, clipped(name, WIDTH - 40), "t b")
    y += 26
    strike = scene.struck.get(pair)
    if strike is not None and strike.first_day is not None:
        first, last = (
            axis.x(strike.first_day),
            axis.x(min(strike.last_day or scene.today, scene.today)),
        )
        drawing.box(first, y - 14, last - first, 28, "s")
        if silence := _silence(scene, pair, strike):
            words = f"{(silence[1] - silence[0]).days} days without contact"
            _bracket(drawing, axis, silence, words, y)
            yield f"{name}, {words}, {told(silence[0])} to {told(silence[1])}"
    drawing.line((LEFT, y), (RIGHT, y), "l", ' stroke-opacity=".6"')
    for contact in scene.contacts[pair]:
        drawing.mark(axis.x(contact.day), y, _began(scene, pair, contact))


def _bracket(
    drawing: Drawing, axis: Axis, silence: tuple[date, date], words: str, y: float
) -> None:
    start, end = axis.x(silence[0]), axis.x(silence[1])
    drawing.line((start, y + 18), (end, y + 18), "u")
    middle = min(max((start + end) / 2, LEFT + 60), RIGHT - 70)
    drawing.words(middle, y + 32, words, "q small", "middle")


def _began(scene: Scene, pair: Pair, contact: Contact) -> str:
    by = {scene.sides.of(party) for party in contact.by}
    return (
        {pair[0]: "union", pair[1]: "employers"}.get(by.pop(), "both") if len(by) == 1 else "both"
    )


def _silence(scene: Scene, pair: Pair, strike: Strike) -> tuple[date, date] | None:
    """The longest time without contact since the strike began, to its end or today."""
    assert strike.first_day is not None
    until = min(strike.last_day or scene.today, scene.today)
    marks = [c.day for c in since(scene, pair, strike) if c.day <= until]
    spans = list(pairwise([strike.first_day, *marks, until]))
    longest = max(spans, key=lambda span: span[1] - span[0])
    return longest if (longest[1] - longest[0]).days > 1 else None


def _table(ask: Ask, pairs: list[Pair]) -> Iterator[tuple[str, ...]]:
    for pair in pairs:
        for contact in ask.scene.contacts[pair]:
            yield (
                str(contact.day),
                " and ".join(pair),
                contact.kind.replace("-", " "),
                ", ".join(contact.by) or "both, or nobody says",
                ask.cited(contact.entries),
            )

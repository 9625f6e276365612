"""Rules on strikes and lockouts: their days, and two at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from onrecord.talks.facts import overlap
from onrecord.talks.statements.scene import Scene
from onrecord.talks.statements.statement import JOIN, Statement, stated, yes_no
from onrecord.talks.strikes import on_strike_together


def strike_day(scene: Scene) -> Iterator[Statement]:
    """The day of each strike that is on; its first day is day 1."""
    for strike in scene.on:
        values = {
            "day": strike.day_number(scene.today),
            "elapsed": strike.elapsed(scene.today),
            "since": strike.first_day,
            "kind": strike.kind,
        }
        yield stated("strike-day", scene.union(strike), values, strike.began[0].entries)


def together(scene: Scene) -> Iterator[Statement]:
    """Two unions out at once against one party, by the days that both count."""
    strikes = sorted(scene.strikes, key=lambda strike: strike.first_day or scene.today)
    for one, other in combinations(strikes, 2):
        days = on_strike_together(one, other, scene.today)
        if not days or not overlap(one.against, other.against) or overlap(one.by, other.by):
            continue
        last = min(each.last_day or scene.today for each in (one, other))
        values = {
            "days": days,
            "from": other.first_day,
            "to": min(last, scene.today),
            "running": yes_no(one in scene.on and other in scene.on),
        }
        ends = [each.ended[0].entries for each in (one, other) if each.ended]
        about = JOIN.join((scene.union(one), scene.union(other)))
        cited = (one.began[0].entries, other.began[0].entries, *ends)
        yield stated("together", about, values, *cited)

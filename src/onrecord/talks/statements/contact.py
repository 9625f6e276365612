"""Rules on contact between the sides: the first since the strike began, the last, the silences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from onrecord.talks.contacts import Contact
from onrecord.talks.statements.scene import Pair, Scene, label
from onrecord.talks.statements.statement import Statement, stated, who, yes_no
from onrecord.talks.strikes import Strike


def first_contact(scene: Scene) -> Iterator[Statement]:
    """The first official contact since day 1; notice of the strike itself is none."""
    for pair, strike in scene.struck.items():
        for first in since(scene, pair, strike)[:1]:
            values = {
                "date": first.day,
                "after": strike.elapsed(first.day),
                "by": who(first.by),
                "since": strike.first_day,
            }
            entries = (strike.began[0].entries, first.entries)
            yield stated("first-contact", label(pair), values, *entries, in_this_record=True)


def last_contact(scene: Scene) -> Iterator[Statement]:
    """The last official contact of each pair."""
    for pair, contacts in scene.contacts.items():
        last = contacts[-1]
        days = (scene.today - last.day).days
        values = {"date": last.day, "days": days, "by": who(last.by)}
        yield stated("last-contact", label(pair), values, last.entries, in_this_record=True)


def longest_silence(scene: Scene) -> Iterator[Statement]:
    """The longest time without contact while the strike is on, the one that goes on included."""
    for pair, strike in scene.struck.items():
        until = min(strike.last_day or scene.today, scene.today)
        found = list(_silences(since(scene, pair, strike), strike, until))
        if not found:
            continue
        first, last, entries = max(found, key=lambda each: each[1] - each[0])
        running = last == scene.today and all(c.day != last for c in scene.contacts.get(pair, ()))
        values = {
            "from": first,
            "to": last,
            "days": (last - first).days,
            "running": yes_no(running),
        }
        about = label(pair)
        yield stated("longest-silence", about, values, entries, in_this_record=True)


def since(scene: Scene, pair: Pair, strike: Strike) -> Sequence[Contact]:
    """The contacts of a pair since day 1 that are not the word of the strike itself."""
    notice = set(strike.entries)
    return [
        each
        for each in scene.contacts.get(pair, ())
        if strike.first_day and each.day >= strike.first_day and not set(each.entries) <= notice
    ]


def _silences(
    contacts: Sequence[Contact], strike: Strike, until: date
) -> Iterator[tuple[date, date, tuple[int, ...]]]:
    """From one contact to the next; from day 1, and to ``until``. Each with its entries."""
    assert strike.first_day is not None
    marks = [(strike.first_day, strike.began[0].entries)]
    marks += [(each.day, each.entries) for each in contacts if each.day <= until]
    marks.append((until, ()))
    for (first, before), (last, after) in pairwise(marks):
        if last > first:
            yield first, last, (*before, *after)

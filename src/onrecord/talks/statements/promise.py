"""Rules on promises: kept, overdue, and how many of the dated ones in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onrecord.talks.promises import Promise
from onrecord.talks.statements.scene import Scene
from onrecord.talks.statements.statement import JOIN, Statement, stated, yes_no
from onrecord.talks.values import merged


def promise_kept(scene: Scene) -> Iterator[Statement]:
    """Each promise that was kept, and how long it took: after a meeting, from its day."""
    for promise in scene.state.promises:
        if promise.kept is None or promise.kept > scene.today:
            continue
        values = {
            "promised": promise.day,
            "what": promise.what,
            "kept": promise.kept,
            "lag": promise.lag,
            "in_time": None if promise.in_time is None else yes_no(promise.in_time),
            "meeting": promise.due if promise.after_meeting else None,
        }
        yield stated("promise-kept", JOIN.join(promise.by), values, promise.entries)


def promise_overdue(scene: Scene) -> Iterator[Statement]:
    """Each promise whose last day has passed without a word that keeps it."""
    for promise in scene.state.promises:
        if promise.due is None or not promise.overdue(scene.today):
            continue
        values = {
            "promised": promise.day,
            "what": promise.what,
            "due": promise.due,
            "days": (scene.today - promise.due).days,
        }
        about = JOIN.join(promise.by)
        yield stated("promise-overdue", about, values, promise.entries, in_this_record=True)


def promises_on_time(scene: Scene) -> Iterator[Statement]:
    """Of the dated promises that are due or kept, how many were kept in time."""
    held: dict[str, list[Promise]] = defaultdict(list)
    for promise in scene.state.promises:
        if promise.due is not None and (promise.kept or promise.due <= scene.today):
            held[JOIN.join(promise.by)].append(promise)
    for party, promises in held.items():
        values = {"kept": sum(bool(p.in_time) for p in promises), "of": len(promises)}
        entries = merged(*(promise.entries for promise in promises))
        yield stated("promises-on-time", party, values, entries, in_this_record=True)

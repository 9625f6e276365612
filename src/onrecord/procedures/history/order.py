"""Acts that cannot all be true of one party, told by one source: refused before any is entered.

A strike that begins while it is on, or ends before it began, is a slip of the file. What two
sources tell differently is no slip: a disputed row stands beside the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from onrecord.domain.act import Act
from onrecord.procedures.history.scene import Scene


def check_order(scenes: Iterable[Scene], acts: Mapping[str, Sequence[Act]]) -> None:
    """Follow each party's strikes and lockouts through the rows in order.

    Raises:
        HistoryError: one begins twice, or ends before it began.
    """
    on: dict[tuple[str, str], Scene] = {}
    for scene in scenes:
        for act in acts[scene.row["id"].lower()]:
            kind, _, step = act.type.partition("-")
            if kind in ("strike", "lockout") and step in ("began", "ended"):
                by = scene.names.whole(cast(tuple[str, ...], act.get("by"))[0])
                _step(on, scene, kind, by, step)


def _step(on: dict[tuple[str, str], Scene], scene: Scene, kind: str, by: str, step: str) -> None:
    held = on.get((kind, by))
    if step == "began":
        if held is not None and scene.certainty != "disputed":
            where = f"row {held.row.number} of {held.row.file}"
            scene.row.fail("event_type", f"the {kind} of {by} is on already, since {where}")
        on[kind, by] = scene
    elif held is None:
        scene.row.fail("event_type", f"the {kind} of {by} ends, and no earlier row begins it")
    else:
        del on[kind, by]

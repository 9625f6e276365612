"""Removing partial tiles and bundles whose full one every reader can use instead.

A partial file may go once the full one of the same number is there and the published checkpoint
covers it (C2SP tlog-tiles, "Partial Tiles"): readers fall back on the full one. Each full one is
verified first. Stopping half-way leaves a log that is just as good.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from onrecord.domain.errors import Malformed
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.durable import naming
from onrecord.record.files import FileLogStore
from onrecord.record.reader import LogReader
from onrecord.record.tile import WIDTH, TilePath, parse_path, width_at


def prune(store: FileLogStore, published: Checkpoint) -> int:
    """Remove the partial files that ``published``, the published checkpoint, makes superfluous;
    returns how many.

    Raises:
        TamperedTile, MissingFile: a full file is not what it should be; its partial ones stay.
        LogBusy, StorageFailed: see ``record/store.py``.
    """
    removed, reader = 0, LogReader(store, published)
    with store.lock():
        for directory in sorted((store.public / "tile").glob("**/*.p")):
            full = _full(directory, store.public)
            if full is None or width_at(published.size, full.level or 0, full.n) < WIDTH:
                continue
            if full.level is None:
                reader.bundle(full.n)
            else:
                reader.tile(full.level, full.n)
            removed += _remove(directory)
    return removed


def _full(directory: Path, public: Path) -> TilePath | None:
    path = directory.relative_to(public).as_posix().removesuffix(".p")
    with suppress(Malformed):
        return parse_path(path)
    return None


def _remove(directory: Path) -> int:
    removed = 0
    with naming(directory, "remove"):
        for each in sorted(directory.iterdir()):
            each.unlink()
            removed += 1
        directory.rmdir()
    return removed

"""How soon fsck stops after the first wrong byte, in a log of a million small entries.

Run ``python bench/log_fsck.py [--entries 1000000] [--dir DIR]``. The time is counted from the
moment the damaged file has been read to the moment fsck gives up.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from bench import limits
from bench.log_append import open_log
from onrecord.domain.errors import OnRecordError
from onrecord.record.files import FileTileSource
from onrecord.record.fsck import fsck
from onrecord.record.tile import MAX_LEVEL, bundles_for, tiles_for

GOAL = 1.0


class Watched:
    """The files, with one of them damaged on the way, and when it was first handed out."""

    def __init__(self, public, path, change):
        self.source, self.path, self.change = FileTileSource(public), path, change
        self.seen = None

    def read(self, path):
        raw = self.source.read(path)
        if path != self.path:
            return raw
        self.seen = self.seen or time.perf_counter()
        return self.change(raw)


def flip(raw):
    return raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :]


CHANGES = {
    "one bit": flip,
    "cut short": lambda raw: raw[:-1],
    "a byte too many": lambda raw: raw + b"\0",
}


def places(size):
    """The first, a middle and the last file of each level, and of the entries."""
    rows = [list(bundles_for(size))]
    every = list(tiles_for(size))
    rows += [[each for each in every if each.level == level] for level in range(MAX_LEVEL)]
    for row in rows:
        yield from dict.fromkeys(row[at].path for at in (0, len(row) // 2, -1) if row)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--dir")
    args = parser.parse_args()
    with limits.scratch(args.dir) as name:
        directory = Path(name)
        log = open_log(directory)
        for first in range(0, args.entries, 50_000):
            last = min(first + 50_000, args.entries)
            log.append([b"entry %d" % n for n in range(first, last)])
        built = limits.peak_memory()
        began = time.perf_counter()
        fsck(FileTileSource(directory / "public"), log.head)
        whole = time.perf_counter() - began
        print(f"on {limits.filesystem(directory)}, {os.cpu_count()} cores, one process")
        print(f"{args.entries:,} entries, nothing wrong: {whole:.1f} s;"
              f" memory grew by {limits.peak_memory() - built:.0f} MB")  # fmt: skip
        worst = 0.0
        for path in places(args.entries):
            for what, change in CHANGES.items():
                source = Watched(directory / "public", path, change)
                try:
                    fsck(source, log.head)
                except OnRecordError as error:
                    after, named = time.perf_counter() - source.seen, str(error)
                else:
                    raise SystemExit(f"{path}, {what}: not found")
                worst = max(worst, after)
                print(f"{after * 1000:8.1f} ms  {what:<16} {named}")
        verdict = "within" if worst <= GOAL else "BEYOND"
        print(f"slowest: {worst * 1000:.0f} ms after the wrong byte, {verdict} {GOAL:.0f} s")


if __name__ == "__main__":
    main()

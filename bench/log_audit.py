"""How fast a whole log is audited from its files: every leaf hashed again, up to the root.

Run ``python bench/log_audit.py [--entries 200000] [--bytes 300] [--dir DIR]``. The files were just
written, so they are read from the page cache.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from bench import limits
from bench.log_append import entries, open_log
from onrecord.record.files import FileTileSource
from onrecord.record.fsck import fsck
from onrecord.record.reader import LogReader


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=200_000)
    parser.add_argument("--bytes", type=int, default=300)
    parser.add_argument("--dir")
    args = parser.parse_args()
    with limits.scratch(args.dir) as name:
        directory = Path(name)
        log = open_log(directory)
        for salt in range(0, args.entries, 20_000):
            log.append(entries(min(20_000, args.entries - salt), args.bytes, salt))
        source = FileTileSource(directory / "public")
        print(f"on {limits.filesystem(directory)}, {os.cpu_count()} cores, one process")
        hashes = limits.sha256_rate(args.bytes + 1)
        most = 1 / (1 / hashes + 1 / limits.sha256_rate(65))
        began = time.perf_counter()
        count = fsck(source, log.head)
        limits.show(f"entries of {args.bytes} bytes audited", count / (time.perf_counter() - began),
                    "/s", most, "SHA-256: one leaf and one node each")  # fmt: skip
        reader, chance = LogReader(source, log.head), range(0, args.entries, args.entries // 1000)
        began = time.perf_counter()
        for index in chance:
            reader.inclusion(index)
        spent = time.perf_counter() - began
        limits.show("inclusion proofs made, all over the log", len(chance) / spent, "/s")
        print(f"{'peak memory':<44} {limits.peak_memory():>12,.0f} MB")


if __name__ == "__main__":
    main()

"""How fast entries become durable: one at a time, and in batches.

Run ``python bench/log_append.py [--bytes 300] [--batch 10000] [--dir DIR]``. Every append ends
with the head durable: each file and each directory fsynced, the new tiles checked, the checkpoint
signed. No witness and no network take part.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

from bench import limits
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.record.files import FileLogStore
from onrecord.record.log import Log

ORIGIN = "bench.example/record"


def open_log(directory):
    signer = Ed25519Signer.from_seed(ORIGIN, bytes(32))
    return Log(FileLogStore(directory / "public", directory / "state"), signer, ORIGIN)


def timed_appends(log, batches):
    """Seconds that each batch took."""
    times = []
    for batch in batches:
        began = time.perf_counter()
        log.append(batch)
        times.append(time.perf_counter() - began)
    return times


def entries(count, size, salt):
    return [b"%d %d " % (salt, n) + os.urandom(size - 20) for n in range(count)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=300)
    parser.add_argument("--batch", type=int, default=10_000)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--dir")
    args = parser.parse_args()
    with limits.scratch(args.dir) as name:
        directory = Path(name)
        print(f"on {limits.filesystem(directory)}, {os.cpu_count()} cores, one process")
        durable = limits.durable_rate(directory)
        singles = timed_appends(open_log(directory / "one"), [[b"%d" % n] for n in range(300)])
        limits.show("appends of one entry", len(singles) / sum(singles), "/s", durable,
                    "atomic durable writes/s")  # fmt: skip
        print(f"{'':<44} {statistics.quantiles(singles, n=20)[-1] * 1000:>12.1f} ms at the 95th")
        log = open_log(directory / "many")
        made = (entries(args.batch, args.bytes, salt) for salt in range(args.batches))
        times = timed_appends(log, made)
        hashes = limits.sha256_rate(args.bytes + 1)
        # Whatever the method, an entry costs its leaf hash and, in the sum, one node hash.
        most = 1 / (1 / hashes + 1 / limits.sha256_rate(65))
        limits.show(f"entries of {args.bytes} bytes in batches of {args.batch:,}",
                    args.batch * args.batches / sum(times), "/s", most,
                    "SHA-256: one leaf and one node each")  # fmt: skip
        slowest = args.batch / max(times)
        limits.show("  the slowest batch", slowest, "/s")


if __name__ == "__main__":
    main()

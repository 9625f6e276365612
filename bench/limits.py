"""What this machine can do at most: the figures that the other benchmarks are held against.

Run ``python bench/limits.py [DIR]``. Each limit is measured for half a second in one process.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.record.durable import durable_write

SECONDS = 0.5


def rate(step, seconds=SECONDS, per_call=1):
    """How often ``step(n)`` can be done in a second."""
    began, n = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < seconds:
        step(n)
        n += 1
    return n * per_call / spent


def sha256_rate(size):
    """SHA-256 over ``size`` bytes, in the same kind of loop that the log uses."""
    rows = [b"\x00" + n.to_bytes(4, "big") + bytes(size - 5) for n in range(1000)]
    return rate(lambda _: [sha256(row).digest() for row in rows], per_call=1000)


def sign_rate():
    signer = Ed25519Signer.from_seed("limits.example", bytes(32))
    return rate(lambda n: signer.sign(b"checkpoint %d" % n))


def fsync_rate(directory):
    """Overwrites of one 4 kB block, each followed by fsync."""
    with (directory / "block").open("wb", buffering=0) as file:

        def step(n):
            file.seek(0)
            file.write(n.to_bytes(4, "big") * 1024)
            os.fsync(file.fileno())

        return rate(step)


def durable_rate(directory):
    """Small files written atomically: temporary file, fsync, rename, fsync of the directory."""
    return rate(lambda n: durable_write(directory / f"file-{n % 100}", b"%d" % n))


def filesystem(directory):
    """The type of file system that ``directory`` lies on."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    inside = [m for m in mounts if directory.resolve().is_relative_to(m[0])]
    return max(inside, key=lambda m: len(m[0]))[1]


def peak_memory():
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def show(what, figure, unit, limit=None, limit_name=""):
    """One line: the figure, and where there is one, its limit and the ratio."""
    line = f"{what:<44} {figure:>12,.0f} {unit}"
    if limit:
        line += f"   {figure / limit:6.1%} of {limit:,.0f} ({limit_name})"
    print(line, flush=True)


def scratch(argument=None):
    """A temporary directory below ``argument`` (default: the system's)."""
    return tempfile.TemporaryDirectory(prefix="onrecord-bench-", dir=argument)


def main():
    with scratch(*sys.argv[1:2]) as name:
        directory = Path(name)
        print(f"on {filesystem(directory)}, {os.cpu_count()} cores, one process")
        for size in (65, 300, 1000):
            show(f"SHA-256 over {size} bytes", sha256_rate(size), "/s")
        show("Ed25519 signatures", sign_rate(), "/s")
        show("fsyncs of one block", fsync_rate(directory), "/s")
        show("atomic durable writes", durable_rate(directory), "/s")


if __name__ == "__main__":
    main()

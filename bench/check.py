"""The check's speed and size in one run: messages, articles, archives, and how they grow.

Run ``./dev bench check [--million]``. It runs ``check_speed`` at 1,000, 10,000 and 100,000
sentences (with ``--million`` at 1,000,000 too, which takes about 5 GB), each beside SQLite's FTS5,
tantivy and rapidfuzz over the same sentences, and then ``check_bulk`` from 1 to 100,000 documents.
Each says how it measures; without ``../shared/data`` both say that they are skipped.
"""

from __future__ import annotations

import argparse
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true")
    args = parser.parse_args()
    counts = ["1000", "10000", "100000", *(["1000000"] if args.million else [])]
    # Each in a process of its own, so that the memory of one is not counted in the next.
    for count in counts:
        subprocess.run([sys.executable, "-m", "bench.check_speed", count], check=True)
    subprocess.run([sys.executable, "-m", "bench.check_bulk"], check=True)


if __name__ == "__main__":
    main()

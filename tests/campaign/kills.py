"""Kill a real writer at random moments, 5,000 times, and open its record after each.

python -m tests.campaign.kills [--kills 5000] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.campaign.appender import Appenders, Job
from tests.campaign.judge import Place, Seen, judge
from tests.campaign.syscalls import memory_directory

ENDLESS = [1, 1, 1, 4] * 10_000
LARGE = [3_000] * 20  # more files at once than one thread writes
RECORD = 50  # kills of one record, then a new one: judging reads the whole log each time


def kill_many(kills: int, seed: int, directory: Path, *, large: bool = False) -> int:
    """How many entries were acknowledged over all kills. Raises Violated.

    `large`: batches of 3,000 entries, whose files several threads write; fewer kills a record.
    """
    batches, longest, record = (LARGE, 0.3, RECORD // 10) if large else (ENDLESS, 0.06, RECORD)
    rng = random.Random(seed)
    acknowledged = 0
    with Appenders() as appenders:
        for number in range(kills):
            if number % record == 0:
                home = directory / str(number)
                home.mkdir()
                place, seen = Place.below(home, witness=True), Seen()
            job = Job(str(place.public), str(place.state), batches, place.witness_name, str(number))
            child = appenders.start(job)
            child.go()
            time.sleep(rng.random() * longest)
            child.kill()
            said = child.wait().said
            acknowledged += said.count("entry ")
            seen.acknowledged(said)
            size = judge(place, seen, str(number), proofs=2)
            assert size >= len(seen.entries)
    return acknowledged


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=5_000)
    parser.add_argument("--large", action="store_true", help="batches of 3,000 entries")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory_directory()) as directory:
        count = kill_many(options.kills, options.seed, Path(directory), large=options.large)
    seconds = time.monotonic() - started
    print(f"{options.kills} kills, {count} entries acknowledged, 0 lost, {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())

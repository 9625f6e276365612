"""Kill bulk runs at random moments, 1,000 times, and hold the finished files against a whole one.

python -m tests.campaign.bulk_kills [--kills 1000] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import onrecord.demo
from tests.acceptance.check_stage import made_record
from tests.acceptance.stage import Stage

DISPUTE = Path(onrecord.demo.__file__).parent / "dispute.toml"
SAID = "“We are on strike. Nobody goes back to work until the council says so, here,” LWG said."
DOCUMENTS = 400


def prepared(path: Path) -> Stage:
    """A record, and a folder of documents of which some bear on it."""
    made_record(path, DISPUTE)
    (path / "papers").mkdir()
    for number in range(DOCUMENTS):
        words = SAID if number % 10 == 3 else f"The boats of day {number} are out."
        (path / "papers" / f"{number:04}.txt").write_text(f"Paper {number}. {words}\n")
    return Stage(path, {"ONRECORD_RECORD": str(path / "record")})


def kill_many(stage: Stage, kills: int, seed: int) -> tuple[int, int]:
    """How many kills hit a run under way, and how many files were finished."""
    chance = random.Random(seed)
    stage.run("check", "--bulk", "papers", "--every", "-o", "whole.jsonl", status=1)
    whole = (stage.path / "whole.jsonl").read_bytes()
    hits = finished = 0
    while hits < kills:
        name = f"out-{finished}.jsonl"
        process = stage.start("check", "--bulk", "papers", "--every", "-o", name)
        try:
            process.wait(timeout=chance.uniform(0.3, 2.0))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            hits += 1
        process.communicate()
        if (stage.path / name).exists():
            assert (stage.path / name).read_bytes() == whole, name
            assert not list(stage.path.glob(f"{name}.*")), name
            (stage.path / name).unlink()
            finished += 1
    return hits, finished


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        hits, finished = kill_many(prepared(Path(directory)), args.kills, args.seed)
    spent = time.monotonic() - began
    print(f"{hits} kills, {finished} files finished, each as one never stopped; {spent:.0f} s")


if __name__ == "__main__":
    sys.exit(main())

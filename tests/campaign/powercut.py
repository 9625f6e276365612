"""Cut the power at 20,000 random moments of a real run: nothing acknowledged may be lost.

strace records a real appender (the file calls with their data, the acknowledgements in the same
stream); `replay` says which trees a cut at a random point may leave; each tree is written into a
directory in memory, opened by the real code, recovered, appended to, and judged.

Scenarios: a run from nothing; a run on a grown log; a run with a witness; and a run after another
that was KILLED at a random call, so that its leavings were never synced (a kill and then a cut).
Controls that must FAIL: the same runs with fsync switched off, and with only the fsync of
directories switched off.

    python -m tests.campaign.powercut [--cuts 20000] [--seed 1]
"""

from __future__ import annotations

import argparse
import collections
import json
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign.appender import Appenders, Job
from tests.campaign.judge import Place, Seen, Violated, holds, judge
from tests.campaign.replay import TRACED, Disk, Mark, Model, Operation, Recorder, materialise
from tests.campaign.strace_log import read_trace
from tests.campaign.syscalls import memory_directory, trace

MODELS: tuple[Model, ...] = ("prefix", "subset")


@dataclass(frozen=True)
class Scenario:
    """`base` durable entries, then the batches.

    With `killed`, the campaign makes that many recordings; before the n-th a first run dies right
    after its n-th call that changes something, so every leaving of a kill is tried.
    """

    name: str
    base: int
    batches: tuple[int, ...]
    witness: bool = False
    killed: int = 0


SCENARIOS = (
    Scenario("from nothing", 0, (1,) * 50 + (3, 7) * 4),
    Scenario("across 256", 240, (1,) * 40 + (5, 20)),
    Scenario("witnessed", 0, (1,) * 25 + (4,) * 3, witness=True),
    Scenario("after a kill", 0, (1,) * 4, killed=110),
    Scenario("after a kill, witnessed", 0, (1,) * 4, witness=True, killed=140),
)


@dataclass(frozen=True)
class Recording:
    """A traced run: what was durable before it, and every operation since."""

    root: str
    witness: bool
    base: list[Operation]
    operations: list[Operation]
    directories: frozenset[int]


@dataclass
class Cut:
    """One cut: were acknowledged entries off the surviving log, and what did `judge` say."""

    lost: bool
    violated: str = ""


@dataclass
class Tally:
    """What many cuts did: `lost` counts acknowledged entries gone before any recovery."""

    cuts: int = 0
    violated: int = 0
    lost: int = 0
    why: collections.Counter[str] = field(default_factory=collections.Counter)

    def add(self, other: Tally) -> None:
        """Count another's cuts as well."""
        self.cuts += other.cuts
        self.violated += other.violated
        self.lost += other.lost
        self.why += other.why


def record(
    scenario: Scenario, directory: Path, sync: str = "all", kill: int | None = None
) -> Recording:
    """Trace a real run of the scenario below `directory`, which is empty.

    `kill`: after how many changing calls (from 0) a run before it is killed.
    """
    root = directory / "run"
    root.mkdir()
    place = Place.below(root, witness=scenario.witness)
    with Appenders() as appenders:
        if scenario.base:
            appenders.run(_job(place, (scenario.base,), "base"))
        recorder = Recorder([str(root)], marks=9, watch=[str(place.public / "checkpoint")])
        if kill is not None:
            job = _job(place, (1,), "killed", sync, kill)
            _feed(recorder, appenders, job, directory / "trace")
        outcome = _feed(
            recorder, appenders, _job(place, scenario.batches, "run", sync), directory / "trace"
        )
    if outcome != 0:
        raise Violated(f"{scenario.name}: without a cut the run ended with {outcome}")
    return Recording(
        str(root), scenario.witness, recorder.base, recorder.operations, recorder.directories
    )


def _job(
    place: Place, batches: Iterable[int], salt: str, sync: str = "all", kill: int | None = None
) -> Job:
    return Job(
        str(place.public),
        str(place.state),
        list(batches),
        witness=place.witness_name,
        salt=salt,
        sync=sync,
        fail_after=kill,
    )


def _feed(recorder: Recorder, appenders: Appenders, job: Job, log: Path) -> int:
    outcome = trace(appenders.start(job), ["-o", str(log), "-e", f"trace={TRACED}"])
    recorder.forget_descriptors()
    recorder.feed(read_trace(log))
    return outcome.status


def cut_many(recording: Recording, cuts: int, seed: int, directory: Path) -> Tally:
    """`cuts` random cuts of one recording, in the order of time; half of them in each model."""
    rng = random.Random(seed)
    tally = Tally()
    disk, seen, at = Disk(recording.base, recording.directories), Seen(), 0
    for point in sorted(rng.randint(0, len(recording.operations)) for _ in range(cuts)):
        for operation in recording.operations[at:point]:
            disk.advance(operation)
            if isinstance(operation, Mark):
                _learn(seen, operation)
        at = point
        tally.cuts += 1
        cut = _one_cut(recording, disk, seen, directory / "cut", rng)
        tally.lost += cut.lost
        if cut.violated:
            tally.violated += 1
            tally.why[_kind(cut.violated)] += 1
    return tally


def _learn(seen: Seen, mark: Mark) -> None:
    if mark.kind == "seen":
        seen.published(mark.content)
    else:
        text = mark.content.decode()
        seen.acknowledged("".join(x for x in text.splitlines(True) if x.count(" ") == 2))


def _one_cut(
    recording: Recording, disk: Disk, seen: Seen, directory: Path, rng: random.Random
) -> Cut:
    directory.mkdir()
    try:
        tree = disk.cut(rng, rng.choice(MODELS))
        materialise(tree, recording.root, str(directory))
        place = Place.below(directory, witness=recording.witness)
        cut = Cut(lost=not holds(place, seen))
        try:
            judge(place, seen, "cut", proofs=2)
        except Violated as violated:
            cut.violated = str(violated)
    finally:
        shutil.rmtree(directory)
    return cut


def _kind(violated: str) -> str:
    words = [word for word in violated.split() if not any(c.isdigit() or c == "/" for c in word)]
    return " ".join(words[:14])


def _worker(task: tuple[Recording, int, int]) -> Tally:
    recording, cuts, seed = task
    with tempfile.TemporaryDirectory(dir=memory_directory()) as directory:
        return cut_many(recording, cuts, seed, Path(directory))


def campaign(
    scenario: Scenario, cuts: int, seed: int, sync: str = "all", kills: Iterable[int] = ()
) -> Tally:
    """Record the scenario (once, or once for each of `kills`), cut, and count all together."""
    points: list[int | None] = [*kills]
    share = -(-cuts // (len(points) or 2))
    tasks = []
    for kill in points or [None]:
        with tempfile.TemporaryDirectory(dir=memory_directory()) as directory:
            recording = record(scenario, Path(directory), sync, kill)
        tasks.append((recording, share, seed + len(tasks)))
    if not points:
        tasks.append((tasks[0][0], cuts - share, seed + 1))
    total = Tally()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for tally in pool.imap_unordered(_worker, tasks):
            total.add(tally)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cuts", type=int, default=20_000)
    parser.add_argument("--control-cuts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    chosen = [s for s in SCENARIOS if options.only in s.name]
    bad = 0
    for sync, cuts in (("all", options.cuts // len(chosen)), ("files", None), ("none", None)):
        for scenario in chosen:
            wanted = options.control_cuts if cuts is None else cuts
            if not wanted:
                continue
            started = time.monotonic()
            tally = campaign(scenario, wanted, options.seed, sync, range(scenario.killed))
            seconds = time.monotonic() - started
            print(
                json.dumps({"fsync": sync, "scenario": scenario.name, "cuts": tally.cuts,
                            "violated": tally.violated, "lost": tally.lost,
                            "seconds": round(seconds), "why": dict(tally.why.most_common(5))}),
                flush=True,
            )  # fmt: skip
            if sync == "all":
                bad += tally.violated
            elif not scenario.killed:
                bad += tally.lost < tally.cuts // 4
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""Break every system call of an append: an I/O error, a full disk, a kill, one at a time.

One run under strace lists the calls from opening the log to the last acknowledgement. For EACH of
them the run is made again from the same start with one fault at that very call:

- ``EIO`` and ``ENOSPC``: strace replaces the call by the error, so it had no effect;
- ``KILL``: SIGKILL on entry, before the effect; the kill before the NEXT call is the kill after
  this one's effect, since nothing but calls leaves a process. So the list covers both;
- ``EIO after`` and ``KILL after``: the call takes effect and then fails. strace cannot do that;
  `onrecord.testing.faults` does it at every call that the program makes through `os`.

After each fault `judge` opens the record without faults and verifies everything. The broken
process itself must end with status 0 and everything acknowledged, or with status 2 and ONE line,
or by the kill.

    python -m tests.campaign.syscalls [case ...]
"""

from __future__ import annotations

import argparse
import collections
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign.appender import Appenders, Child, Job, Outcome, open_log
from tests.campaign.judge import Place, Seen, Violated, judge
from tests.campaign.strace_log import Call, read_trace

STRACE_FAULTS = ("EIO", "ENOSPC", "KILL")
GO_CALLS = frozenset({"select", "pselect6", "restart_syscall"})
_NO_ERROR = (
    "mmap munmap mremap mprotect madvise brk futex rt_sigaction rt_sigprocmask rt_sigreturn "
    "exit_group exit getpid gettid sched_yield restart_syscall clock_nanosleep"
)
NO_ERROR = frozenset(_NO_ERROR.split())
"""Calls that no disk can make fail: they are only killed."""


@dataclass(frozen=True)
class Case:
    """A record of `base` entries, then one append of `batch`, with or without a witness."""

    name: str
    base: int
    batch: int
    witness: bool = False
    unpublished: int = 0


CASES = (
    Case("first append to an empty log", 0, 1),
    Case("ordinary append", 7, 1),
    Case("append across 256", 255, 3),
    Case("batch of 20", 7, 20),
    Case("append after a crash before publication", 7, 1, unpublished=2),
    Case("first append, witnessed", 0, 1, witness=True),
    Case("ordinary append, witnessed", 7, 1, witness=True),
)


@dataclass(frozen=True)
class Fault:
    """One fault: for strace `call` is the name and `when` its number from 1."""

    kind: str
    call: str
    when: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.call} {self.when}"


@dataclass
class Result:
    """What happened over many faults."""

    runs: int = 0
    endings: collections.Counter[str] = field(default_factory=collections.Counter)
    violations: list[str] = field(default_factory=list)
    calls: int = 0


class Bench:
    """One case, made ready once; each run starts from a copy."""

    def __init__(self, case: Case, directory: Path, appenders: Appenders) -> None:
        self.case, self._directory, self._appenders = case, directory, appenders
        self._base = directory / "base"
        self._base.mkdir()
        self.seen = Seen()
        self._prepare()

    def _prepare(self) -> None:
        place = Place.below(self._base, witness=self.case.witness)
        if self.case.base:
            job = self._job(place, [self.case.base], "base")
            self.seen.acknowledged(self._appenders.run(job).said)
        if self.case.unpublished:
            log = open_log(place.public, place.state)
            log.append([b"signed, never published %d" % i for i in range(self.case.unpublished)])

    def _job(self, place: Place, batches: list[int], salt: str, **more: int | None) -> Job:
        public, state = str(place.public), str(place.state)
        return Job(public, state, batches, witness=place.witness_name, salt=salt, **more)

    def _fresh(self) -> Place:
        run = self._directory / "run"
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(self._base, run)
        return Place.below(run, witness=self.case.witness)

    def calls(self) -> list[Call]:
        """Every call of the case after the word GO, in order."""
        log = self._directory / "trace"
        child = self._appenders.start(self._job(self._fresh(), [self.case.batch], "faulty"))
        outcome = trace(child, ["-o", str(log)])
        if outcome.status != 0:
            raise Violated(f"without faults: {outcome}")
        return [call for call in read_trace(log) if call.name not in GO_CALLS]

    def effects(self) -> list[str]:
        """The names of every call through `os` that may change something."""
        job = self._job(self._fresh(), [self.case.batch], "faulty", fail_after=-1)
        said = self._appenders.run(job).said.splitlines()
        return said[-1].split()[1:]

    def run(self, fault: Fault) -> str:
        """One faulty run and its judgement: how the process ended. Raises Violated."""
        place = self._fresh()
        if fault.kind.endswith(" after"):
            error = errno.EIO if fault.kind.startswith("EIO") else None
            job = self._job(place, [self.case.batch], "faulty", fail_after=fault.when, error=error)
            outcome = self._appenders.run(job)
        else:
            outcome = self._traced(fault, place)
        seen = Seen(dict(self.seen.entries), dict(self.seen.checkpoints))
        seen.acknowledged(outcome.said)
        ending = _ending(outcome, self.case.batch)
        judge(place, seen, "fault")
        return ending

    def _traced(self, fault: Fault, place: Place) -> Outcome:
        log = self._directory / "injected"
        what = "signal=SIGKILL" if fault.kind == "KILL" else f"error={fault.kind}"
        child = self._appenders.start(self._job(place, [self.case.batch], "faulty"))
        inject = f"inject={fault.call}:{what}:when={fault.when}"
        outcome = trace(child, ["-o", str(log), "-e", f"trace={fault.call}", "-e", inject])
        struck = outcome.status == -9 or "(INJECTED)" in log.read_text()
        if not struck:
            raise Violated("the fault never struck: the run took another way")
        return outcome


def _ending(outcome: Outcome, batch: int) -> str:
    complaint = outcome.complained
    if outcome.status == -9:
        return "killed"
    if outcome.status == 2 and complaint.count("\n") == 1 and len(complaint) > 20:
        return "status 2, one line"
    if outcome.status == 0 and not complaint and outcome.said.count("entry ") == batch:
        return "harmless, all acknowledged"
    raise Violated(f"ended with status {outcome.status}: {_gist(complaint)}")


def _gist(complaint: str) -> str:
    """A traceback's innermost places in the product, and its last line."""
    lines = complaint.splitlines()
    places = [line.strip() for line in lines if "/src/onrecord/record/" in line]
    named = [place.rpartition("/")[2] for place in places]
    return " < ".join(reversed(named[-2:])) + ": " + "".join(lines[-1:])


def trace(child: Child, options: Sequence[str]) -> Outcome:
    """Attach strace to a waiting child, let it run, and wait for both."""
    command = ["strace", "-f", "-xx", "-s", "1000000", "-p", str(child.process), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as tracer:
        assert tracer.stderr is not None
        line = tracer.stderr.readline()
        if b"attached" not in line:
            child.kill()
            child.wait()
            raise Violated(f"strace cannot attach: {line.decode()}")
        child.go()
        outcome = child.wait()
        tracer.communicate()
    return outcome


def faults(calls: Iterable[Call], effects: Sequence[str]) -> Iterator[Fault]:
    """Every fault at every call."""
    counted: collections.Counter[str] = collections.Counter()
    for call in calls:
        counted[call.name] += 1
        for kind in STRACE_FAULTS:
            if kind == "KILL" or call.name not in NO_ERROR:
                yield Fault(kind, call.name, counted[call.name])
    for number, name in enumerate(effects):
        yield Fault("EIO after", name, number)
        yield Fault("KILL after", name, number)


def enumerate_case(case: Case, directory: Path, every: int = 1) -> Result:
    """All faults of a case, or every n-th; failures are gathered, not raised."""
    result = Result()
    with Appenders() as appenders:
        bench = Bench(case, directory, appenders)
        calls = bench.calls()
        result.calls = len(calls)
        for fault in list(faults(calls, bench.effects()))[::every]:
            result.runs += 1
            try:
                result.endings[f"{fault.kind}: {bench.run(fault)}"] += 1
            except Violated as violated:
                result.violations.append(f"{case.name}, {fault}: {violated}")
    return result


def memory_directory() -> str | None:
    """A directory in memory if there is one: nothing here needs a real disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="*", help="parts of the names of cases; all if left out")
    wanted = parser.parse_args().case
    bad = 0
    for case in CASES:
        if wanted and not any(word in case.name for word in wanted):
            continue
        started = time.monotonic()
        with tempfile.TemporaryDirectory(dir=memory_directory()) as directory:
            result = enumerate_case(case, Path(directory))
        seconds = time.monotonic() - started
        print(f"{case.name}: {result.calls} calls, {result.runs} faults, {seconds:.0f} s")
        for ending, count in sorted(result.endings.items()):
            print(f"  {count:5} {ending}")
        for violation in result.violations:
            print(f"  VIOLATED {violation}")
        bad += len(result.violations)
    print(f"{bad} violations")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

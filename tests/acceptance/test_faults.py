"""The log under faults: kills, errors, full disks, power cuts, two writers, clocks, flipped bits.

The short forms of `tests/campaign` (its README has the method and the figures of the long ones).
"""

from __future__ import annotations

import collections
import fcntl
import os
import random
import shutil
import signal
import subprocess
import time

import pytest

from onrecord.keys.cosignature import CosignatureSigner, cosigned_at
from onrecord.keys.note import parse_note
from onrecord.record.files import FileTileSource
from onrecord.record.reader import LogReader
from onrecord.record.witness import Witness, origin_id, render_submission
from onrecord.record.witness_files import FileWitnessStore
from tests.campaign import fuzz_flips, kills, powercut, syscalls
from tests.campaign.appender import (
    ORIGIN,
    SEED,
    Appenders,
    Job,
    acknowledgement,
    open_log,
    publish,
    signer,
)
from tests.campaign.judge import Place, Seen, Violated, holds, judge
from tests.campaign.syscalls import memory_directory, trace

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
SPREAD = 41  # of every case but the ordinary one, each 41st fault


@pytest.fixture
def memory(tmp_path):
    """A directory in memory where there is one: thousands of small trees."""
    if memory_directory() is None:
        yield tmp_path
        return
    directory = tmp_path.__class__(memory_directory()) / f"onrecord-{os.getpid()}-{tmp_path.name}"
    directory.mkdir()
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def place(memory):
    return Place.below(memory)


def job(place, batches, salt, **more):
    return Job(str(place.public), str(place.state), batches, place.witness_name, salt, **more)


# -- every system call --------------------------------------------------------------------------


@needs_strace
@pytest.mark.slow
def test_every_system_call_of_an_ordinary_append_may_fail_or_be_the_last(memory):
    result = syscalls.enumerate_case(syscalls.CASES[1], memory)
    assert result.violations == []
    assert result.runs > 400
    kinds = collections.Counter(ending.partition(":")[0] for ending in result.endings)
    assert set(kinds) == {"EIO", "ENOSPC", "KILL", "EIO after", "KILL after"}


@needs_strace
@pytest.mark.parametrize("case", [syscalls.CASES[0], *syscalls.CASES[2:]], ids=lambda c: c.name)
def test_one_in_41_faults_of_every_other_append(memory, case):
    result = syscalls.enumerate_case(case, memory, every=SPREAD)
    assert result.violations == []
    assert result.runs > 10


@needs_strace
@pytest.mark.parametrize("name", ["write", "fsync", "renameat"])
def test_a_failed_write_is_never_acknowledged(memory, name):
    """The harness itself: these faults strike, end the process, and leave no acknowledgement."""
    with Appenders() as appenders:
        bench = syscalls.Bench(syscalls.CASES[1], memory, appenders)
        assert bench.run(syscalls.Fault("EIO", name, 1)) == "status 2, one line"
        assert bench.run(syscalls.Fault("KILL", name, 1)) == "killed"


# -- power cuts ---------------------------------------------------------------------------------


@needs_strace
@pytest.mark.parametrize(
    ("scenario", "cuts"),
    [(powercut.SCENARIOS[0], 600), (powercut.SCENARIOS[1], 500), (powercut.SCENARIOS[2], 500)],
    ids=lambda value: getattr(value, "name", value),
)
def test_no_power_cut_loses_an_acknowledged_entry(memory, scenario, cuts):
    recording = powercut.record(scenario, memory)
    tally = powercut.cut_many(recording, cuts, 1, memory)
    assert (tally.cuts, tally.violated, tally.lost, tally.why) == (cuts, 0, 0, {})


@needs_strace
@pytest.mark.parametrize("witnessed", [False, True])
def test_nor_does_one_after_a_kill_that_left_directories_unconfirmed(memory, witnessed):
    scenario = powercut.SCENARIOS[4 if witnessed else 3]
    for kill in range(4, 100 if witnessed else 20, 8 if witnessed else 2):
        home = memory / str(kill)
        home.mkdir()
        tally = powercut.cut_many(powercut.record(scenario, home, kill=kill), 40, kill, home)
        assert (kill, tally.violated, tally.lost, tally.why) == (kill, 0, 0, {})


@needs_strace
@pytest.mark.parametrize("sync", ["none", "files"])
def test_without_fsync_the_same_cuts_do_lose_entries(memory, sync):
    """The control: if this passes cleanly, the tests above prove nothing."""
    recording = powercut.record(powercut.SCENARIOS[0], memory, sync)
    tally = powercut.cut_many(recording, 100, 1, memory)
    assert tally.lost > 50
    assert tally.violated > 50


def test_the_judge_sees_a_lost_entry_and_a_second_history(place):
    log = open_log(place.public, place.state)
    entries = [b"one", b"two"]
    appended = log.append(entries)
    publish(log, appended.note, place.public, "")
    lost, forked = Seen(), Seen()
    lost.acknowledged(acknowledgement(appended, entries).decode() + f"entry 2 {'0' * 64}\n")
    forked.acknowledged(f"checkpoint 1 {'0' * 64}")
    assert not holds(place, lost)
    with pytest.raises(Violated, match="entry 2 is lost"):
        judge(place, lost, "judge")
    with pytest.raises(Violated, match="another history"):
        judge(place, forked, "judge")


# -- kills at random ----------------------------------------------------------------------------


@pytest.mark.slow
def test_200_kills_lose_nothing(memory):
    assert kills.kill_many(200, 1, memory) > 200


def test_kills_amid_files_that_several_threads_write_lose_nothing(memory):
    kills.kill_many(10, 1, memory, large=True)


# -- two writers --------------------------------------------------------------------------------


def test_two_writers_share_one_history(place):
    with Appenders() as amina, Appenders() as boris:
        children = [
            writer.start(job(place, [1] * 100, name))
            for writer, name in ((amina, "Amina"), (boris, "Boris"))
        ]
        for child in children:
            child.go()
        outcomes = [child.wait() for child in children]
    seen = Seen()
    for outcome in outcomes:
        seen.acknowledged(outcome.said)
        assert outcome.status == 0 or (
            outcome.status == 2
            and "another process is writing" in outcome.complained
            and outcome.complained.count("\n") == 1
        )
    assert len(seen.entries) == sum(outcome.said.count("entry ") for outcome in outcomes)
    assert len(seen.entries) >= 100
    judge(place, seen, "two")


def test_a_writer_stopped_with_the_lock_makes_another_wait_and_loses_nothing(place):
    with Appenders() as amina, Appenders() as boris:
        first = amina.start(job(place, [1] * 400, "Amina"))
        first.go()
        stop_with_lock(first.process, place.state / "lock")
        second = boris.run(job(place, [1], "Boris"))
        os.kill(first.process, signal.SIGCONT)
        outcome = first.wait()
        third = boris.run(job(place, [1], "Boris again"))
    assert second.status == 2
    assert "another process is writing" in second.complained
    assert (outcome.status, outcome.said.count("entry ")) == (0, 400)
    seen = Seen()
    for lines in (outcome.said, third.said):
        seen.acknowledged(lines)
    assert len(seen.entries) == 401
    judge(place, seen, "stopped", proofs=20)


def stop_with_lock(process, lock):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        os.kill(process, signal.SIGSTOP)
        time.sleep(0.005)  # a call on its way returns before the process stands still
        if lock.exists() and is_locked(lock):
            return
        os.kill(process, signal.SIGCONT)
        time.sleep(0.003)
    raise AssertionError("the writer never held the lock")


def is_locked(lock):
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


# -- clocks -------------------------------------------------------------------------------------


def test_a_clock_that_goes_back_stops_the_witness_and_not_the_log(place, tmp_path):
    now = [2_000_000_000]
    cosigner = CosignatureSigner.from_seed("local", SEED[::-1], lambda: now[0])
    store = FileWitnessStore(tmp_path / "witness")
    witness = Witness(cosigner, {ORIGIN: signer().vkey}, store)
    log = open_log(place.public, place.state)
    old, times, refused = 0, [], 0
    for step in (0, 1, -3600, 10, -5, 4000, 1):
        now[0] += step
        note = log.append([b"at %d" % now[0]]).note
        reply = witness.add_checkpoint(submission(log, note, old, place))
        if reply.status == 200:
            old = log.head.size
            raw = store.latest(ORIGIN)
            times.append(max(cosigned_at(line) for line in parse_note(raw).signatures[1:]))
        else:
            refused += 1
            assert (reply.status, b"clock" in reply.body) == (503, True)
    assert log.head.size == 7
    assert refused == 3
    assert times == sorted(times)
    assert witness.latest(origin_id(ORIGIN)).status == 200


def submission(log, note, old, place):
    reader = LogReader(FileTileSource(place.public), log.head)
    return render_submission(old, tuple(reader.consistency(old)), note)


# -- a full disk --------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte, or None where nothing may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=1000", "onrecord", str(disk)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    yield disk if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@needs_strace
def test_a_full_disk_is_one_line_and_the_log_goes_on_once_there_is_space(small_disk, tmp_path):
    home = small_disk or tmp_path
    ballast = home / "ballast"
    ballast.write_bytes(bytes(400_000))
    place = Place.below(home)
    options = ["-o", str(tmp_path / "trace"), "-e", "trace=write"]
    if small_disk is None:  # not root: the disk is full from the 60th write on
        options += ["-e", "inject=write:error=ENOSPC:when=60..100"]
    with Appenders() as appenders:
        child = appenders.start(job(place, [1] * 300, "full", size=2_000))
        outcome = trace(child, options)
    assert outcome.status == 2, outcome.complained
    assert outcome.complained.count("\n") == 1
    assert "the disk is full: free some space and run again" in outcome.complained
    seen = Seen()
    seen.acknowledged(outcome.said)
    assert len(seen.entries) > 5
    ballast.unlink()
    judge(place, seen, "full")


# -- flipped bits -------------------------------------------------------------------------------


def test_2000_flipped_bits_are_found(memory):
    stored = fuzz_flips.Stored(memory)
    sample = random.Random(1).sample(stored.bits(), 1_900)
    signed = [bit for bit in stored.bits() if bit[0] in {"checkpoint", "head"}]
    assert fuzz_flips.unfound(stored, sample + random.Random(2).sample(signed, 100)) == []

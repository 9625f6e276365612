"""One suite over every witness store, and the crash tests of the one on disk."""

import errno
import multiprocessing
import os
import threading

import pytest

from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import sign_note
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.merkle import EMPTY_ROOT
from onrecord.record.store import StorageFailed
from onrecord.record.witness_files import FileWitnessStore, WitnessStateLost
from onrecord.record.witness_store import MAX_DOUBTS, WitnessStateMoved
from onrecord.testing.witnesses import MemoryWitnessStore

ORIGIN = "lwg.example/record"
LOG = Ed25519Signer.from_seed(ORIGIN, bytes(32))


def note(size, mark=0):
    root = EMPTY_ROOT if size == 0 else bytes([mark]) * 32
    return sign_note(str(Checkpoint(ORIGIN, size, root)), LOG).raw


@pytest.fixture(params=["memory", "files"])
def store(request, tmp_path):
    if request.param == "memory":
        return MemoryWitnessStore()
    return FileWitnessStore(tmp_path / "witness")


def test_nothing_is_remembered_of_a_log_never_seen(store):
    assert store.latest(ORIGIN) is None
    assert store.history(ORIGIN) == ()
    assert store.at_size(ORIGIN, 0) is None
    assert store.doubts(ORIGIN, proven=True) == ()


def test_a_replacement_is_seen_and_the_old_note_kept(store):
    store.replace(ORIGIN, None, note(0))
    store.replace(ORIGIN, note(0), note(9))
    store.replace(ORIGIN, note(9), note(10))
    assert store.latest(ORIGIN) == note(10)
    assert store.history(ORIGIN) == (note(0), note(9), note(10))
    assert store.at_size(ORIGIN, 9) == note(9)
    assert store.at_size(ORIGIN, 8) is None
    assert store.latest("other.example/record") is None


def test_a_replacement_of_something_else_changes_nothing(store):
    with pytest.raises(WitnessStateMoved):
        store.replace(ORIGIN, note(1), note(2))
    store.replace(ORIGIN, None, note(2))
    for stale in (None, note(1), note(2, 7)):
        with pytest.raises(WitnessStateMoved):
            store.replace(ORIGIN, stale, note(3))
    assert store.history(ORIGIN) == (note(2),)


def test_a_fresh_cosignature_of_one_size_is_one_item_of_history(store):
    store.replace(ORIGIN, None, note(2, 1))
    store.replace(ORIGIN, note(2, 1), note(2, 2))
    store.replace(ORIGIN, note(2, 2), note(3))
    assert store.history(ORIGIN) == (note(2, 2), note(3))


def test_proof_of_misbehaviour_is_never_crowded_out(store):
    for size in range(MAX_DOUBTS + 3):
        store.doubt(ORIGIN, note(size + 1), proven=True)
        store.doubt(ORIGIN, note(size + 1), proven=False)
        store.doubt(ORIGIN, note(size + 1), proven=False)
    first, newest = store.doubts(ORIGIN, proven=True), store.doubts(ORIGIN, proven=False)
    assert set(first) == {note(size + 1) for size in range(MAX_DOUBTS)}
    assert set(newest) == {note(size + 4) for size in range(MAX_DOUBTS)}
    assert store.latest(ORIGIN) is None


def climb(store, wins, rounds):
    """Replace the latest note by the next size, as often as the race allows."""
    for _ in range(rounds):
        latest = store.latest(ORIGIN)
        size = 1 if latest is None else int(latest.split(b"\n")[1]) + 1
        try:
            store.replace(ORIGIN, latest, note(size))
        except WitnessStateMoved:
            continue
        wins.append(size)


def test_of_racing_threads_one_wins_each_step(store):
    wins = []
    threads = [threading.Thread(target=climb, args=(store, wins, 25)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == list(range(1, len(wins) + 1))
    assert store.latest(ORIGIN) == note(len(wins))
    assert len(store.history(ORIGIN)) == len(wins)


def climb_in_process(directory, queue):
    wins = []
    climb(FileWitnessStore(directory), wins, 40)
    queue.put(wins)


def test_of_racing_processes_one_wins_each_step(tmp_path):
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    workers = [context.Process(target=climb_in_process, args=(tmp_path, queue)) for _ in range(3)]
    for worker in workers:
        worker.start()
    wins = sorted(size for _ in workers for size in queue.get(timeout=60))
    for worker in workers:
        worker.join()
    assert wins == list(range(1, len(wins) + 1))
    assert FileWitnessStore(tmp_path).latest(ORIGIN) == note(len(wins))


@pytest.mark.parametrize("call", ["link", "fsync", "rename"])
@pytest.mark.parametrize("took_effect", [False, True])
def test_a_failure_at_any_step_leaves_the_old_note_or_the_new(
    call, took_effect, tmp_path, monkeypatch
):
    store = FileWitnessStore(tmp_path)
    store.replace(ORIGIN, None, note(1))
    real = getattr(os, call)

    def failing(*arguments, **named):
        if took_effect:
            real(*arguments, **named)
        raise OSError(errno.EIO, "planted")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        with pytest.raises(StorageFailed):
            store.replace(ORIGIN, note(1), note(2))
    again = FileWitnessStore(tmp_path)
    latest = again.latest(ORIGIN)
    assert latest in (note(1), note(2))
    again.replace(ORIGIN, latest, note(3))
    assert again.at_size(ORIGIN, 1) == note(1)
    assert again.latest(ORIGIN) == note(3)


def test_a_witness_that_lost_its_latest_note_does_not_start_anew(tmp_path):
    store = FileWitnessStore(tmp_path)
    store.replace(ORIGIN, None, note(1))
    store.replace(ORIGIN, note(1), note(2))
    (latest,) = tmp_path.glob("*/checkpoint")
    latest.unlink()
    with pytest.raises(WitnessStateLost, match="make a new one with a new key"):
        store.latest(ORIGIN)


def test_what_a_witness_remembers_is_its_own(tmp_path):
    FileWitnessStore(tmp_path / "witness").replace(ORIGIN, None, note(1))
    assert (tmp_path / "witness").stat().st_mode & 0o077 == 0

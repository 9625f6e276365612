"""What every log store promises, and what the log makes of a store that fails at each step."""

from contextlib import contextmanager

import pytest

from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.files import FileLogStore
from onrecord.record.log import Log
from onrecord.record.reader import LogReader
from onrecord.record.store import HeadMoved, LogBusy, MissingFile, StorageFailed
from onrecord.testing.memory import EFFECTS, STEPS, FailingLogStore, MemoryLogStore

ORIGIN = "lwg.example/record"
SIGNER = Ed25519Signer.from_seed(ORIGIN, bytes(32))


class OnFiles:
    def __init__(self, path):
        self.path = path

    def open(self):
        return FileLogStore(self.path / "record" / "public", self.path / "state", wait=0.05)


class InMemory:
    def __init__(self, path):
        self.store = MemoryLogStore()

    def open(self):
        return self.store


@pytest.fixture(params=[InMemory, OnFiles])
def world(request, tmp_path):
    return request.param(tmp_path)


@contextmanager
def locked(store):
    with store.lock():
        yield store


def test_a_new_store_is_empty(world):
    store = world.open()
    assert (store.head(), store.published()) == (None, None)
    with pytest.raises(MissingFile, match="tile/0/000 ") as missing:
        store.read("tile/0/000")
    assert missing.value.path == "tile/0/000"


def test_what_was_written_is_there_when_opened_again(world):
    files = {"tile/0/x001/x234/067.p/3": bytes(96), "tile/entries/000": b"\0\1a", "bodies/a": b""}
    with locked(world.open()) as store:
        store.write(files)
        store.replace(None, b"head 1")
        store.publish(b"checkpoint 1")
    again = world.open()
    assert {path: again.read(path) for path in files} == files
    assert (again.head(), again.published()) == (b"head 1", b"checkpoint 1")


def test_a_file_is_overwritten_whole(world):
    with locked(world.open()) as store:
        store.write({"tile/0/000.p/1": b"a long leftover"})
        store.write({"tile/0/000.p/1": b"short"})
    assert world.open().read("tile/0/000.p/1") == b"short"


def test_the_head_is_replaced_only_by_who_knows_it(world):
    with locked(world.open()) as store:
        with pytest.raises(HeadMoved):
            store.replace(b"never", b"head 1")
        store.replace(None, b"head 1")
        for old in (None, b"head 0", b"head 1 "):
            with pytest.raises(HeadMoved):
                store.replace(old, b"head 2")
        assert store.head() == b"head 1"
        store.replace(b"head 1", b"head 2")
        store.replace(b"head 2", b"head 2")
    assert world.open().head() == b"head 2"


def test_one_writer_holds_the_lock_and_the_next_gets_one_line(world):
    first, second = world.open(), world.open()
    with first.lock(), pytest.raises(LogBusy, match="another process") as busy, second.lock():
        pass
    assert "\n" not in str(busy.value)
    with second.lock():
        pass


def test_the_lock_is_let_go_when_its_holder_fails(world):
    store = world.open()
    with pytest.raises(ZeroDivisionError), store.lock():
        raise ZeroDivisionError
    with world.open().lock():
        pass


def test_nothing_is_written_without_the_lock(world):
    store = world.open()
    for write in (
        lambda: store.write({"a": b""}),
        lambda: store.replace(None, b"head"),
        lambda: store.publish(b"checkpoint"),
    ):
        with pytest.raises(AssertionError):
            write()
    assert (store.head(), store.published()) == (None, None)


def entries(start, stop):
    return [b"entry %d" % n for n in range(start, stop)]


FAULTS = [(step, effect) for step in STEPS for effect in EFFECTS]


@pytest.mark.parametrize("before", [0, 1, 250, 256, 512])
@pytest.mark.parametrize("added", [1, 20, 300])
@pytest.mark.parametrize(("step", "effect"), FAULTS)
def test_a_failure_at_any_step_keeps_one_history(world, step, effect, before, added):
    log, signed = Log(world.open(), SIGNER, ORIGIN), []
    if before:
        signed.append(log.append(entries(0, before)).note)
        log.publish(signed[-1])
    # The next run fails at one step, before or after that took effect.
    failing = FailingLogStore(world.open(), step, effect)
    log, acknowledged = Log(failing, SIGNER, ORIGIN), before
    with pytest.raises(StorageFailed):  # noqa: PT012  (which of the two fails is the parameter)
        signed.append(log.append(entries(before, before + added)).note)
        acknowledged = before + added
        log.publish(signed[-1])
    assert failing.tripped
    # The one after it recovers, and finishes what took effect.
    log = Log(world.open(), SIGNER, ORIGIN)
    size = log.head.size if log.head else 0
    took_effect = step == "publish" or (step == "replace" and effect == "full")
    assert size == (before + added if took_effect else before)
    assert size >= acknowledged
    if log.head_note:
        signed.append(log.head_note)
        log.publish(log.head_note)
    # Another batch, not the one that failed: leftovers beyond the head must not show through.
    signed.append(log.append([b"other %d" % n for n in range(added)]).note)
    log.publish(signed[-1])
    reader = LogReader(world.open(), Log(world.open(), SIGNER, ORIGIN).head)
    kept = list(reader.entries())
    assert kept[:size] == entries(0, size)
    assert kept[size:] == [b"other %d" % n for n in range(added)]
    for point in (parse_checkpoint(note.text) for note in signed):
        assert reader.root_at(point.size) == point.root


@pytest.mark.parametrize(("step", "effect"), FAULTS)
def test_the_same_object_goes_on_after_a_failure(world, step, effect):
    """A long-lived writer does not trust what it remembers from before the failure."""
    failing = FailingLogStore(world.open(), step, effect)
    log = Log(failing, SIGNER, ORIGIN)
    with pytest.raises(StorageFailed):
        log.publish(log.append(entries(0, 5)).note)
    first = log.append([b"later"]).first
    assert first == (5 if step == "publish" or (step, effect) == ("replace", "full") else 0)
    assert LogReader(world.open(), log.head).entry(first) == b"later"


@pytest.mark.parametrize("effect", EFFECTS)
def test_a_failure_while_recovering_is_recovered_from(world, effect):
    crashing = FailingLogStore(world.open(), "publish", "none")
    log = Log(crashing, SIGNER, ORIGIN)
    with pytest.raises(StorageFailed):
        log.publish(log.append(entries(0, 5)).note)
    with pytest.raises(StorageFailed):
        Log(FailingLogStore(world.open(), "replace", effect), SIGNER, ORIGIN)
    assert Log(world.open(), SIGNER, ORIGIN).head.size == 5

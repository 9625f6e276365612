"""The signer's log: it holds what was appended, and refuses whatever could fork it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import Note, sign_note
from onrecord.record import merkle
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.log import CopyBehind, Log, LogRefused, NeverSignedHere
from onrecord.record.reader import LogReader, NoSuchEntry, TamperedTile
from onrecord.record.store import HeadMoved, LogBusy, MissingFile
from onrecord.testing.memory import MemoryLogStore

ORIGIN = "lwg.example/record"
SIGNER = Ed25519Signer.from_seed(ORIGIN, bytes(32))
EVE = Ed25519Signer.from_seed(ORIGIN, bytes([7]) * 32)


def opened(store):
    return Log(store, SIGNER, ORIGIN)


def entries(start, stop):
    return [b"entry %d" % n for n in range(start, stop)]


def published_log(size, store=None):
    store = store or MemoryLogStore()
    log = opened(store)
    log.publish(log.append(entries(0, size)).note)
    return store, log


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=5), st.data())
def test_a_log_holds_what_was_appended_whatever_the_batches(batches, data):
    store, everything = MemoryLogStore(), []
    log = opened(store)
    sizes = []
    for count in batches:
        batch = [data.draw(st.binary(min_size=1, max_size=9))] * count
        appended = log.append(batch)
        assert appended.first == len(everything)
        everything += batch
        sizes.append(len(everything))
        if data.draw(st.booleans()):
            log = opened(store)
    leaves = [merkle.leaf_hash(each) for each in everything]
    assert log.head == Checkpoint(ORIGIN, len(leaves), merkle.root_of(leaves))
    reader = LogReader(store, log.head)
    assert list(reader.entries()) == everything
    index = data.draw(st.integers(0, len(leaves) - 1))
    assert reader.entry(index) == everything[index]
    assert reader.leaf(index) == leaves[index]
    slow = merkle.reader_of(leaves)
    assert reader.inclusion(index) == merkle.prove_inclusion(slow, index, len(leaves))
    for old in sizes:
        assert reader.root_at(old) == merkle.root_of(leaves[:old])
        assert reader.consistency(old) == merkle.prove_consistency(slow, old, len(leaves))


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_partial_files_may_give_way_to_the_full_one(size):
    store, log = published_log(size)
    old = log.head
    log.append(entries(size, 1024))
    for path in [path for path in store.files if ".p/" in path and "tile/1" not in path]:
        del store.files[path]
    reader = LogReader(store, old)
    assert list(reader.entries()) == entries(0, size)
    assert reader.root_at(size) == old.root


def test_a_range_of_entries_reads_only_its_bundles():
    store, log = published_log(600)
    del store.files["tile/entries/000"]
    reader = LogReader(store, log.head)
    assert list(reader.entries(256, 520)) == entries(256, 520)
    with pytest.raises(MissingFile, match="tile/entries/000"):
        reader.entry(3)
    for wrong in (600, -1):
        with pytest.raises(NoSuchEntry):
            reader.entry(wrong)
    with pytest.raises(NoSuchEntry):
        next(reader.entries(5, 601))
    with pytest.raises(NoSuchEntry):
        reader.consistency(601)


def test_an_empty_log_has_no_head_and_nothing_to_read():
    log = opened(MemoryLogStore())
    assert (log.head, log.head_note, log.published()) == (None, None, None)
    reader = LogReader(MemoryLogStore(), Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT))
    assert list(reader.entries()) == []
    assert reader.consistency(0) == []
    assert reader.root_at(0) == merkle.EMPTY_ROOT


@pytest.mark.parametrize("batch", [[], [b""], [b"fine", bytes(65_536)]])
def test_what_is_not_an_entry_changes_nothing(batch):
    store, log = published_log(3)
    before = store.fork()
    with pytest.raises(Malformed):
        log.append(batch)
    assert store == before


def test_the_longest_entry_is_logged():
    store, log = published_log(3)
    log.append([bytes(65_535)])
    assert LogReader(store, log.head).entry(3) == bytes(65_535)


def test_an_entry_is_not_published_before_somebody_says_so():
    _, log = published_log(3)
    appended = log.append([b"later"])
    assert parse_checkpoint(log.published().text).size == 3
    assert log.head_note == appended.note
    log.publish(appended.note)
    assert log.published() == appended.note


def test_publishing_never_goes_back_but_takes_more_cosignatures():
    _, log = published_log(3)
    first, second = log.published(), log.append([b"later"]).note
    log.publish(second)
    log.publish(first)
    assert log.published() == second
    witness = Ed25519Signer.from_seed("witness.example", bytes([1]) * 32)
    more = sign_note(second.text, SIGNER, witness)
    log.publish(more)
    assert log.published() == more


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (sign_note(str(Checkpoint(ORIGIN, 9, bytes(32))), SIGNER), "never signed 9"),
        (sign_note(str(Checkpoint(ORIGIN, 3, bytes(32))), SIGNER), "another history"),
        (sign_note(str(Checkpoint(ORIGIN, 2, bytes(32))), SIGNER), "another history"),
        (sign_note(str(Checkpoint(ORIGIN, 3, bytes(32))), EVE), "not signed by the key"),
        (sign_note("not a checkpoint\n", SIGNER), "damaged"),
    ],
)
def test_only_a_checkpoint_of_this_log_is_published(note, why):
    store, log = published_log(3)
    before = store.fork()
    with pytest.raises(LogRefused, match=why):
        log.publish(note)
    assert store == before


def test_a_copy_on_another_machine_does_not_sign():
    store, _ = published_log(38)
    with pytest.raises(NeverSignedHere, match=r"38 entries.*onrecord adopt"):
        opened(store.fork(state=False))


def test_a_restored_backup_does_not_sign_and_the_gap_is_named():
    store, log = published_log(38)
    backup = store.fork()
    log.publish(log.append(entries(38, 53)).note)
    backup.signed = store.signed
    with pytest.raises(CopyBehind, match=r"entries up to 52; this copy ends at 37 ") as refusal:
        opened(backup)
    assert "\n" not in str(refusal.value)


def test_a_lost_tile_is_not_taken_for_an_old_copy():
    store, _ = published_log(38)
    del store.files["tile/0/000.p/38"]
    with pytest.raises(MissingFile, match=r"tile/0/000\.p/38"):
        opened(store)


@pytest.mark.parametrize("path", ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
def test_a_changed_right_edge_stops_the_signer(path):
    store, _ = published_log(300)
    raw = store.files[path]
    store.files[path] = raw[:-1] + bytes([raw[-1] ^ 1])
    with pytest.raises(LogRefused, match=path):
        opened(store)


def test_state_that_was_rolled_back_does_not_sign():
    store, log = published_log(38)
    old = store.signed
    log.publish(log.append([b"later"]).note)
    store.signed = old
    with pytest.raises(LogRefused, match="39 were signed already"):
        opened(store)


def test_a_published_checkpoint_of_another_history_stops_the_signer():
    for size in (2, 3):
        store, _ = published_log(3)
        fork = opened(MemoryLogStore())
        store.visible = fork.append([b"other"] * size).note.raw
        with pytest.raises(LogRefused, match="two histories"):
            opened(store)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\n\n", bytes(40)])
def test_a_damaged_head_or_checkpoint_stops_the_signer(damage):
    store, _ = published_log(3)
    with pytest.raises(LogRefused, match="head in the state directory is damaged"):
        opened(MemoryLogStore(store.files, damage, store.visible))
    with pytest.raises(LogRefused, match="published checkpoint is damaged"):
        opened(MemoryLogStore(store.files, store.signed, damage))


def test_every_changed_bit_of_the_head_stops_the_signer():
    store, _ = published_log(3)
    for bit in range(8 * len(store.signed)):
        number = int.from_bytes(store.signed, "big") ^ (1 << bit)
        head = number.to_bytes(len(store.signed), "big")
        with pytest.raises(LogRefused):
            opened(MemoryLogStore(store.files, head, store.visible))


def test_another_key_or_origin_does_not_sign():
    store, _ = published_log(3)
    with pytest.raises(LogRefused, match="not signed by the key"):
        Log(store, EVE, ORIGIN)
    other = Ed25519Signer.from_seed("tsa.example/record", bytes(32))
    with pytest.raises(LogRefused, match=r"is of lwg\.example/record"):
        Log(store, other, "tsa.example/record")
    with pytest.raises(LogRefused, match="key is named"):
        Log(store, SIGNER, "tsa.example/record")


def test_a_second_writer_waits_its_turn():
    store, log = published_log(3)
    with store.lock(), pytest.raises(LogBusy):
        log.append([b"too early"])
    assert log.append([b"in time"]).first == 3


def test_two_writers_in_turns_keep_one_history():
    store = MemoryLogStore()
    amina, boris = opened(store), opened(store)
    for n in range(6):
        writer = (amina, boris)[n % 2]
        assert writer.append([b"entry %d" % n]).first == n
    assert list(LogReader(store, boris.head).entries()) == entries(0, 6)


def test_a_writer_that_ignores_the_lock_loses_the_race():
    store, log = published_log(3)

    class Racing(MemoryLogStore):
        def write(self, files):
            self.signed = b"moved by somebody else"

    racing = Racing(store.files, store.signed, store.visible)
    log = opened(racing)
    with pytest.raises(HeadMoved):
        log.append([b"late"])


def test_a_moved_record_is_adopted_and_goes_on():
    store, log = published_log(300)
    moved = store.fork(state=False)
    adopted = Log.adopt(moved, SIGNER, ORIGIN, log.published())
    assert adopted.append(entries(300, 301)).first == 300
    assert opened(moved).head == adopted.head
    assert list(LogReader(moved, adopted.head).entries(299)) == entries(299, 301)


def test_only_what_continues_everything_known_is_adopted():
    store, log = published_log(300)
    old, longer = log.published(), log.append([b"later"]).note
    with pytest.raises(LogRefused, match="301 were signed already"):
        Log.adopt(store, SIGNER, ORIGIN, old)
    moved = store.fork(state=False)
    for path in [path for path in moved.files if path.endswith(".p/45")]:
        del moved.files[path]
    with pytest.raises(CopyBehind):
        Log.adopt(moved, SIGNER, ORIGIN, longer)
    forked = opened(MemoryLogStore())
    other = forked.append([b"other"] * 300).note
    with pytest.raises(LogRefused, match="record was changed"):
        Log.adopt(store.fork(state=False), SIGNER, ORIGIN, other)
    with pytest.raises(LogRefused, match="not signed"):
        Log.adopt(moved, SIGNER, ORIGIN, Note(old.text, sign_note(old.text, EVE).signatures))


def test_wrong_hashes_are_caught_before_they_are_signed(monkeypatch):
    store, log = published_log(300)
    before = store.fork()
    monkeypatch.setattr(
        "onrecord.record.growth.leaf_hashes", lambda batch: [bytes(32)] * len(batch)
    )
    with pytest.raises(LogRefused, match="nothing was signed"):
        log.append([b"later"])
    assert store == before


def test_a_reader_names_the_entry_that_was_changed():
    store, log = published_log(300)
    path = "tile/entries/001.p/44"
    store.files[path] = store.files[path].replace(b"entry 290", b"entry 29O")
    with pytest.raises(TamperedTile, match=r"tile/entries/001.p/44, byte \d+ \(entry 290\)") as it:
        LogReader(store, log.head).entry(299)
    assert (it.value.path, it.value.index, it.value.offset) == (path, 290, 34 * 11)

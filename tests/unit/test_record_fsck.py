"""fsck names the first wrong byte of any file, at every level, and never goes past it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.fsck import fsck
from onrecord.record.log import Log
from onrecord.record.merkle import EMPTY_ROOT
from onrecord.record.reader import TamperedTile
from onrecord.record.store import MissingFile
from onrecord.record.tile import bundles_for, parse_path, tiles_for
from onrecord.testing.memory import MemoryLogStore

ORIGIN = "lwg.example/record"
SIZE = 65_536 + 300
LEVELS = [
    "tile/entries/000",
    "tile/entries/257.p/44",
    "tile/0/000",
    "tile/0/255",
    "tile/0/256",
    "tile/0/257.p/44",
    "tile/1/000",
    "tile/1/001.p/1",
    "tile/2/000.p/1",
]


def entry(index):
    return b"entry %d" % index


def grown(size):
    store = MemoryLogStore()
    log = Log(store, Ed25519Signer.from_seed(ORIGIN, bytes(32)), ORIGIN)
    log.append([entry(n) for n in range(size)])
    return store, log.head


@pytest.fixture(scope="module")
def large():
    return grown(SIZE)


@pytest.fixture(scope="module")
def small():
    return grown(700)


def damaged(store, path, change):
    copy = store.fork()
    copy.files[path] = change(copy.files[path])
    return copy


def flip(at, bit=0):
    def change(raw):
        return raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]

    return change


class Watched:
    """A source that remembers what was read."""

    def __init__(self, store):
        self.store, self.paths = store, []

    def read(self, path):
        self.paths.append(path)
        return self.store.read(path)


def test_a_whole_log_is_read_once_and_handed_over_in_order(large):
    store, head = large
    source, seen = Watched(store), []
    assert fsck(source, head, lambda first, batch: seen.extend(batch) or first) == SIZE
    assert seen == [entry(n) for n in range(SIZE)]
    wanted = [each.path for each in (*tiles_for(SIZE), *bundles_for(SIZE))]
    assert set(wanted) <= set(source.paths)
    # The right edge alone is read twice: first for its root, then as tiles.
    twice = {path for path in wanted if source.paths.count(path) > 1}
    assert twice <= {path for path in wanted if path.startswith("tile/") and ".p/" in path}


def test_an_empty_log_is_whole():
    assert fsck(MemoryLogStore(), Checkpoint(ORIGIN, 0, EMPTY_ROOT)) == 0


@pytest.mark.parametrize("path", [path for path in LEVELS if "entries" not in path])
@pytest.mark.parametrize("where", [0, 17, -1])
def test_a_changed_byte_of_a_tile_is_named_exactly(large, path, where):
    store, head = large
    at = where % len(store.files[path])
    with pytest.raises(TamperedTile) as found:
        fsck(damaged(store, path, flip(at, 3)), head)
    tile = parse_path(path)
    assert (found.value.path, found.value.offset) == (path, at)
    assert found.value.index == (tile.n * 256 + at // 32) * 256**tile.level
    assert str(found.value).startswith(f"{path}, byte {at} (entry {found.value.index}): ")


@pytest.mark.parametrize(
    ("path", "index"),
    [("tile/entries/000", 0), ("tile/entries/001", 301), ("tile/entries/002.p/188", 699)],
)
@pytest.mark.parametrize("inside", [2, 8])
def test_a_changed_byte_of_an_entry_names_the_entry_and_where_it_begins(small, path, index, inside):
    store, head = small
    begins = sum(2 + len(entry(n)) for n in range(index // 256 * 256, index))
    with pytest.raises(TamperedTile) as found:
        fsck(damaged(store, path, flip(begins + inside)), head)
    assert (found.value.path, found.value.index, found.value.offset) == (path, index, begins)


@pytest.mark.parametrize("path", ["tile/entries/001", "tile/entries/002.p/188"])
@pytest.mark.parametrize("high", [0, 1])
def test_a_changed_length_names_the_entry_that_it_is_the_length_of(small, path, high):
    store, head = small
    first = parse_path(path).n * 256
    begins = sum(2 + len(entry(n)) for n in range(first, first + 9))
    with pytest.raises(TamperedTile) as found:
        fsck(damaged(store, path, flip(begins + high)), head)
    assert (found.value.path, found.value.index) == (path, first + 9)
    assert found.value.offset == begins


@pytest.mark.parametrize("path", LEVELS)
def test_a_cut_file_is_named_with_where_it_ends(large, path):
    store, head = large
    for keep in (0, 1, len(store.files[path]) - 1):
        with pytest.raises(TamperedTile) as found:
            fsck(damaged(store, path, lambda raw, keep=keep: raw[:keep]), head)
        assert found.value.path == path
        assert found.value.offset <= keep


@pytest.mark.parametrize("path", LEVELS)
@pytest.mark.parametrize("extra", [b"\0", b"\0\0", b"\0\1a", bytes(8192), b"\xff" * 70_000])
def test_extra_bytes_are_named_with_where_they_begin(large, path, extra):
    store, head = large
    with pytest.raises(TamperedTile) as found:
        fsck(damaged(store, path, lambda raw: raw + extra), head)
    assert (found.value.path, found.value.offset) == (path, len(store.files[path]))


@pytest.mark.parametrize("path", LEVELS)
def test_a_missing_file_is_named_with_its_first_entry(large, path):
    store, head = large
    copy = store.fork()
    del copy.files[path]
    with pytest.raises(MissingFile) as found:
        fsck(copy, head)
    tile = parse_path(path)
    assert found.value.path == path
    assert found.value.index == tile.n * 256 * 256 ** (tile.level or 0)


def test_it_stops_at_the_first_wrong_entry(large):
    store, head = large
    both = damaged(damaged(store, "tile/entries/003", flip(40)), "tile/entries/200", flip(40))
    source = Watched(both)
    with pytest.raises(TamperedTile, match="tile/entries/003"):
        fsck(source, head)
    assert "tile/entries/003" in source.paths
    assert "tile/entries/004" not in source.paths


def test_an_entry_that_was_changed_with_its_tiles_is_found(small):
    store, head = small
    other = MemoryLogStore()
    log = Log(other, Ed25519Signer.from_seed(ORIGIN, bytes(32)), ORIGIN)
    log.append([b"forged" if n == 5 else entry(n) for n in range(700)])
    copy = store.fork()
    for path in ("tile/entries/000", "tile/0/000"):
        copy.files[path] = other.files[path]
    with pytest.raises(TamperedTile, match=r"tile/0/000 \(entry 0\): its hashes do not lead"):
        fsck(copy, head)
    with pytest.raises(TamperedTile, match="not of the log of 700 entries"):
        fsck(other, head)


def test_two_damaged_tiles_of_the_right_edge_name_the_lower_one(small):
    store, head = small
    both = damaged(damaged(store, "tile/0/002.p/188", flip(100)), "tile/1/000.p/2", flip(33))
    with pytest.raises(TamperedTile) as found:
        fsck(both, head)
    assert (found.value.path, found.value.offset) == ("tile/0/002.p/188", 100)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_flipped_bit_of_every_file_is_found_in_that_file(small, data):
    store, head = small
    path = data.draw(st.sampled_from([p.path for p in (*tiles_for(700), *bundles_for(700))]))
    at = data.draw(st.integers(0, len(store.files[path]) - 1))
    with pytest.raises(TamperedTile) as found:
        fsck(damaged(store, path, flip(at, data.draw(st.integers(0, 7)))), head)
    assert found.value.path == path
    assert found.value.offset <= at
    assert "\n" not in str(found.value)

"""Tiles and bundles: every path has one spelling, and the traps of the format are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.record import merkle, tile
from onrecord.record.tile import MalformedBundle, TilePath, parse_path

places = st.builds(
    TilePath,
    st.none() | st.integers(0, 63),
    st.integers(0, 2**50),
    st.integers(1, 256),
)


@given(places)
def test_a_path_is_read_as_it_was_written(place):
    assert parse_path(place.path) == place


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1",
        "tile/00/001",
        "tile/01/001",
        "tile/64/001",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/07",
        "tile/0/001.p/",
        "tile/0/٠٠١",
        "tile/-1/001",
        "tile/data/001",
        "tile/0/001\n",
        "/tile/0/001",
        "checkpoint",
    ],
)
def test_other_spellings_are_refused(path):
    with pytest.raises(Malformed):
        parse_path(path)


def test_the_files_of_a_log_of_70_000_are_those_of_the_specification():
    paths = [each.path for each in tile.tiles_for(70_000)]
    assert paths[:1] + paths[272:] == [
        "tile/0/000",
        "tile/0/272",
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    bundles = [each.path for each in tile.bundles_for(70_000)]
    assert (len(bundles), bundles[-1]) == (274, "tile/entries/273.p/112")


@pytest.mark.parametrize(
    ("size", "paths"),
    [
        (0, []),
        (1, ["tile/0/000.p/1"]),
        (255, ["tile/0/000.p/255"]),
        (256, ["tile/0/000", "tile/1/000.p/1"]),
        (257, ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]),
    ],
)
def test_a_partial_tile_is_never_hashed_upward(size, paths):
    assert [each.path for each in tile.tiles_for(size)] == paths


@given(st.integers(0, 2**40), st.integers(0, 5), st.integers(0, 2**16))
def test_widths_add_up_to_the_hashes_of_the_level(size, level, n):
    width = tile.width_at(size, level, n)
    assert 0 <= width <= 256
    hashes = size // 256**level
    assert width == len(range(max(0, hashes))[n * 256 : (n + 1) * 256])


@given(st.lists(st.binary(max_size=300)))
def test_a_bundle_is_read_as_it_was_written(entries):
    assert tile.decode_bundle(tile.encode_bundle(entries)) == entries


@given(st.binary(max_size=400))
def test_any_bytes_are_a_row_of_entries_up_to_where_they_are_cut_short(raw):
    end = len(raw)
    try:
        entries = tile.decode_bundle(raw)
    except MalformedBundle as error:
        end = error.offset
        entries = tile.decode_bundle(raw[:end])
        left = raw[end:]
        short = len(left) < 2 or len(left) - 2 < int.from_bytes(left[:2], "big")
    else:
        short = True
    assert short
    assert tile.encode_bundle(entries) == raw[:end]


def test_an_entry_is_at_most_65_535_bytes():
    assert len(tile.encode_bundle([bytes(65_535)])) == 65_537
    with pytest.raises(Malformed, match="65,535"):
        tile.encode_bundle([bytes(65_536)])


def test_the_fast_hashes_are_the_obvious_ones():
    entries = [b"%d" % n for n in range(512)]
    leaves = [merkle.leaf_hash(each) for each in entries]
    assert tile.leaf_hashes(entries) == leaves
    assert tile.full_tile_roots(leaves) == [
        merkle.root_of(leaves[:256]),
        merkle.root_of(leaves[256:]),
    ]
    assert tile.split_hashes(b"".join(leaves)) == leaves
    assert TilePath(1, 2).index(3) == (2 * 256 + 3) * 256

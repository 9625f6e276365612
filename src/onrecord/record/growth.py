"""How a log grows: from its right edge and new entries to new tiles. Pure; nothing is written.

Only the right edge is needed: at most one partial tile a level and one partial bundle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.record.checkpoint import Checkpoint
from onrecord.record.merkle import verify_consistency
from onrecord.record.reader import LogReader, TileSource, edge_root
from onrecord.record.tile import (
    WIDTH,
    TilePath,
    encode_bundle,
    full_tile_roots,
    leaf_hashes,
)


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a log: its partial tiles by level, and its partial bundle's bytes."""

    size: int
    tiles: Mapping[int, list[bytes]]
    tail: bytes

    @property
    def root(self) -> bytes:
        """The log's root."""
        return edge_root(self.tiles)


EMPTY = Edge(0, {}, b"")


@dataclass(frozen=True, slots=True)
class Grown:
    """A longer log: its right edge, and the files by path that the shorter one lacks."""

    edge: Edge
    files: Mapping[str, bytes]


def read_edge(reader: LogReader) -> Edge:
    """The right edge of a log, verified against the reader's checkpoint."""
    tiles = reader.edge()
    tail = encode_bundle(reader.bundle(reader.size // WIDTH)) if reader.size % WIDTH else b""
    return Edge(reader.size, tiles, tail)


def grow(edge: Edge, entries: Sequence[bytes]) -> Grown:
    """The log with ``entries`` (each of 1 to 65,535 bytes) appended."""
    files, tail = _bundles(edge, entries)
    tiles, level, hashes = dict(edge.tiles), 0, leaf_hashes(entries)
    while hashes:
        row = [*tiles.get(level, ()), *hashes]
        first, whole = (edge.size >> (8 * level)) // WIDTH, len(row) - len(row) % WIDTH
        for at in range(0, len(row), WIDTH):
            part = row[at : at + WIDTH]
            files[TilePath(level, first + at // WIDTH, len(part)).path] = b"".join(part)
        tiles[level], hashes = row[whole:], full_tile_roots(row[:whole])
        level += 1
    return Grown(Edge(edge.size + len(entries), tiles, tail), files)


def check_growth(
    old: Checkpoint | None, new: Checkpoint, entries: Sequence[bytes], grown: TileSource
) -> None:
    """Check that the tiles of ``new`` hold what ``old`` held and then ``entries``.

    Reads through the same door as anybody who distrusts us: every new tile and entry against the
    new root, then the consistency of the old root with it.

    Raises:
        TamperedTile, ProofFailed: they do not.
    """
    reader, at = LogReader(grown, new), old.size if old else 0
    for index, entry in enumerate(reader.entries(at)):
        if entry != entries[index]:
            raise AssertionError(f"entry {at + index} was not written as it was given")
    if old and at:
        verify_consistency(at, new.size, old.root, new.root, reader.consistency(at))


def _bundles(edge: Edge, entries: Sequence[bytes]) -> tuple[dict[str, bytes], bytes]:
    """The new bundles by path, and the bytes of the last one where it is partial."""
    files, tail, at = dict[str, bytes](), edge.tail, 0
    while at < len(entries):
        n, had = divmod(edge.size + at, WIDTH)
        part = entries[at : at + WIDTH - had]
        tail += encode_bundle(part)
        files[TilePath(None, n, had + len(part)).path] = tail
        at += len(part)
        if had + len(part) == WIDTH:
            tail = b""
    return files, tail

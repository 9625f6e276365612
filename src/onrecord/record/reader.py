"""Reading a log against a checkpoint: nothing is handed out that does not lead to its root.

The tiles at the right edge, one a level, give the root, which must be the checkpoint's. Every
full tile must hash to the entry for it in the tile above, which was itself checked this way. An
entry must hash to its leaf. So one wrong byte is found before it is believed, and its file named.

A partial file that is no longer there may be replaced by the full one of the same number
(C2SP tlog-tiles, "Partial Tiles"): its first hashes are the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import suppress

from onrecord.domain.errors import OnRecordError
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.merkle import (
    HASH_SIZE,
    fold,
    prove_consistency,
    prove_inclusion,
    subtrees,
    tree_root,
)
from onrecord.record.store import MissingFile, TileSource
from onrecord.record.tile import (
    MAX_LEVEL,
    WIDTH,
    MalformedBundle,
    TilePath,
    decode_bundle,
    full_tile_roots,
    leaf_hashes,
    pair_up,
    split_hashes,
    width_at,
)

__all__ = ["LogReader", "MissingFile", "NoSuchEntry", "TamperedTile", "TileSource"]

_CACHED_TILES = 64
_CACHED_NODES = 4096


class TamperedTile(OnRecordError):
    """A file of a log does not lead to the checkpoint's root.

    ``path`` names the file; ``index`` is the first entry that is known to be touched, and
    ``offset`` the byte in the file, each where it can be told.
    """

    def __init__(
        self, path: str, why: str, *, index: int | None = None, offset: int | None = None
    ) -> None:
        where = path if offset is None else f"{path}, byte {offset}"
        what = "" if index is None else f" (entry {index})"
        super().__init__(f"{where}{what}: {why}")
        self.path, self.index, self.offset = path, index, offset


class NoSuchEntry(OnRecordError):
    """The log of this checkpoint does not reach that far."""


class LogReader:
    """The log that ``checkpoint`` stands for, read from ``source``.

    The caller has verified the checkpoint's signatures. Every method raises:

        MissingFile: the source lacks a file that this log must have.
        TamperedTile: a file does not lead to the checkpoint's root.
        NoSuchEntry: an index or size beyond the checkpoint's.
    """

    def __init__(self, source: TileSource, checkpoint: Checkpoint) -> None:
        self.source, self.checkpoint = source, checkpoint
        self._tiles: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()
        self._edge: dict[int, list[bytes]] | None = None
        self._nodes = dict[tuple[int, int], bytes]()
        self._bundle: tuple[int, list[bytes]] | None = None

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return self.checkpoint.size

    def entry(self, index: int) -> bytes:
        """The bytes of one entry."""
        self._check(index)
        return self.bundle(index // WIDTH)[index % WIDTH]

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The entries from ``start`` up to, not including, ``stop`` (the size if left out)."""
        stop = self.size if stop is None else stop
        if not 0 <= start <= stop <= self.size:
            raise NoSuchEntry(f"this log has {self.size} entries: not {start} to {stop}")
        for n in range(start // WIDTH, -(-stop // WIDTH)):
            first = n * WIDTH
            yield from self.bundle(n)[max(0, start - first) : stop - first]

    def bundle(self, n: int) -> list[bytes]:
        """The entries of bundle ``n``, each checked against its leaf hash."""
        if self._bundle is None or self._bundle[0] != n:
            self._bundle = n, self._read_bundle(n)
        return self._bundle[1]

    def leaf(self, index: int) -> bytes:
        """The leaf hash of one entry."""
        self._check(index)
        return self.tile(0, index // WIDTH)[index % WIDTH]

    def inclusion(self, index: int) -> list[bytes]:
        """The inclusion proof of one entry, from the leaf to the root."""
        self._check(index)
        return prove_inclusion(self.subtree, index, self.size)

    def consistency(self, old: int) -> list[bytes]:
        """The proof that the log of ``old`` entries is a prefix of this one; empty for 0."""
        self._check_size(old)
        return prove_consistency(self.subtree, old, self.size) if old else []

    def root_at(self, old: int) -> bytes:
        """The root that this log had at ``old`` entries."""
        self._check_size(old)
        return tree_root(self.subtree, old)

    def check_edge(self) -> None:
        """Read the right edge and check it against the root, where nothing else was read yet."""
        self.edge()

    def edge(self) -> dict[int, list[bytes]]:
        """The partial tiles at the right edge by level, which together give the root."""
        if self._edge is None:
            self._edge = self._read_edge()
        return self._edge

    def tile(self, level: int, n: int) -> list[bytes]:
        """The hashes of one tile: 256, or fewer at the right edge."""
        edge = self.edge()
        if width_at(self.size, level, n) < WIDTH:
            return edge[level]
        if (level, n) in self._tiles:
            self._tiles.move_to_end((level, n))
            return self._tiles[level, n]
        hashes = self._read_full_tile(level, n)
        self._tiles[level, n] = hashes
        if len(self._tiles) > _CACHED_TILES:
            self._tiles.popitem(last=False)
        return hashes

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree: a ``merkle.SubtreeReader``."""
        if (level, index) not in self._nodes:
            tile_level, inner = divmod(level, 8)
            n, at = divmod(index << inner, WIDTH)
            if len(self._nodes) >= _CACHED_NODES:
                self._nodes.clear()
            self._nodes[level, index] = hashes_root(
                self.tile(tile_level, n)[at : at + (1 << inner)]
            )
        return self._nodes[level, index]

    def read(self, tile: TilePath) -> tuple[bytes, TilePath]:
        """The bytes of a tile or bundle, unchecked, and where they lie: there or in the full one.

        Raises:
            MissingFile: neither is there.
        """
        for place in dict.fromkeys((tile, tile.full)):
            with suppress(MissingFile):
                return self.source.read(place.path), place
        raise MissingFile(tile.path, tile.index())

    def edge_tiles(self) -> dict[int, list[bytes]]:
        """What ``edge`` returns, unchecked."""
        edge = dict[int, list[bytes]]()
        for level in range(MAX_LEVEL + 1):
            n, width = divmod(self.size >> (8 * level), WIDTH)
            if width:
                edge[level] = tile_hashes(*self.read(TilePath(level, n, width)))[:width]
        return edge

    def _read_edge(self) -> dict[int, list[bytes]]:
        edge = self.edge_tiles()
        if edge_root(edge) != self.checkpoint.root:
            paths = [TilePath(le, self.size >> (8 * le + 8), len(edge[le])).path for le in edge]
            raise TamperedTile(
                ", ".join(paths) or "the checkpoint",
                f"not what leads to the root of the checkpoint of {self.size} entries",
            )
        return edge

    def _read_full_tile(self, level: int, n: int) -> list[bytes]:
        wanted = self.tile(level + 1, n // WIDTH)[n % WIDTH]
        raw, tile = self.read(TilePath(level, n))
        hashes = tile_hashes(raw, tile)
        if full_tile_roots(hashes)[0] != wanted:
            raise TamperedTile(
                tile.path, "its hashes do not lead to the checkpoint's root", index=tile.index()
            )
        return hashes

    def _read_bundle(self, n: int) -> list[bytes]:
        leaves = self.tile(0, n)
        raw, bundle = self.read(TilePath(None, n, len(leaves)))
        try:
            entries = decode_bundle(raw)
        except MalformedBundle as error:
            entries, trouble = decode_bundle(raw[: error.offset]), str(error)
        else:
            trouble = f"it holds {len(entries)} entries, not {bundle.width}"
            if len(entries) == bundle.width:
                trouble, entries = "", entries[: len(leaves)]
        hashes = leaf_hashes(entries[: len(leaves)])
        if trouble or hashes != leaves:
            pairs = enumerate(zip(hashes, leaves, strict=False))
            at = next((i for i, (one, other) in pairs if one != other), len(hashes))
            offset = sum(2 + len(each) for each in entries[:at])
            why = "not the entry that was logged" if at < len(hashes) else trouble
            raise TamperedTile(bundle.path, why, index=bundle.index(at), offset=offset)
        return entries

    def _check(self, index: int) -> None:
        if not 0 <= index < self.size:
            raise NoSuchEntry(f"there is no entry {index}: this log has {self.size}, from 0")

    def _check_size(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise NoSuchEntry(f"this log has {self.size} entries: it never had {size}")


def edge_root(edge: Mapping[int, list[bytes]]) -> bytes:
    """The root over partial tiles by level."""
    return fold(
        [
            hashes_root(edge[level][index << inner : (index + 1) << inner])
            for level in sorted(edge, reverse=True)
            for inner, index in subtrees(0, len(edge[level]))
        ]
    )


def hashes_root(hashes: list[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    while len(hashes) > 1:
        hashes = pair_up(hashes)
    return hashes[0]


def tile_hashes(raw: bytes, tile: TilePath) -> list[bytes]:
    """The hashes in a tile's bytes.

    Raises:
        TamperedTile: it has another length than a tile of its width.
    """
    length = tile.width * HASH_SIZE
    if len(raw) != length:
        offset = min(len(raw), length)
        raise TamperedTile(
            tile.path,
            f"a tile of {tile.width} hashes has {length} bytes; this one has"
            f" {len(raw) if len(raw) < length else 'more'}",
            index=tile.index(min(offset // HASH_SIZE, tile.width - 1)),
            offset=offset,
        )
    return split_hashes(raw)

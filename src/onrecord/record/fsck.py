"""Checking a whole log from its files, from entry 0, up to the first byte that is wrong.

The right edge is checked against the checkpoint's root first: it is one file a level. From there
on every file is known to be right or wrong as soon as it is read, since the hash it must have is
already proven: tiles from the top down, then the entries of each bundle against their leaf
hashes. Every file is read once; one bundle and a few dozen tiles are held in memory.

Where a tile is wrong, what it should be is worked out from the files below it, and where those
lead to the root, the wrong byte is named exactly. In a bundle it is the entry that is named, with
the byte at which it begins.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.domain.errors import OnRecordError
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.merkle import HASH_SIZE
from onrecord.record.reader import LogReader, TamperedTile, TileSource, edge_root, tile_hashes
from onrecord.record.tile import (
    WIDTH,
    TilePath,
    decode_bundle,
    full_tile_roots,
    leaf_hashes,
    parse_path,
)

EachBundle = Callable[[int, list[bytes]], None]
"""Called with the index of the first entry of a bundle, and its entries, once they are proven."""


def fsck(source: TileSource, checkpoint: Checkpoint, each: EachBundle | None = None) -> int:
    """Check every tile and entry that the checkpoint covers; returns how many entries.

    The caller has verified the checkpoint's signatures.

    Raises:
        TamperedTile: the first file that is wrong, with the entry and, where it can be told, the
            byte.
        MissingFile: the first file that is not there.
    """
    reader = LogReader(source, checkpoint)
    _check_edge(reader)
    for n in range(-(-checkpoint.size // WIDTH)):
        try:
            reader.tile(0, n)
        except TamperedTile as error:
            raise _locate(reader, error) from None
        entries = reader.bundle(n)
        if each:
            each(n * WIDTH, entries)
    return checkpoint.size


def _check_edge(reader: LogReader) -> None:
    """Check the right edge; where it fails, find the tile that, put right, gives the root."""
    edge, root = reader.edge_tiles(), reader.checkpoint.root
    if edge_root(edge) == root:
        return
    places = [TilePath(lv, reader.size >> (8 * lv + 8), len(edge[lv])) for lv in sorted(edge)]
    mended = dict(edge)
    for tile in places:
        level = tile.level or 0
        mended[level] = _from_below(reader, tile) or edge[level]
        if mended[level] != edge[level] and edge_root({**edge, level: mended[level]}) == root:
            raise _differs(tile, edge[level], mended[level])
    if edge_root(mended) == root:
        wrong = next(tile for tile in places if mended[tile.level or 0] != edge[tile.level or 0])
        raise _differs(wrong, edge[wrong.level or 0], mended[wrong.level or 0])
    raise TamperedTile(
        ", ".join(tile.path for tile in places) or "the checkpoint",
        f"these files are not of the log of {reader.size} entries that the checkpoint names",
    )


def _locate(reader: LogReader, error: TamperedTile) -> TamperedTile:
    """The same error with the byte, where the files below the tile lead to what is wanted."""
    tile = parse_path(error.path)
    right = None if error.offset is not None else _from_below(reader, tile)
    if tile.level is None or right is None:
        return error
    wanted = reader.tile(tile.level + 1, tile.n // WIDTH)[tile.n % WIDTH]
    if full_tile_roots(right)[0] != wanted:
        return error
    return _differs(tile, tile_hashes(*reader.read(tile)), right)


def _from_below(reader: LogReader, tile: TilePath) -> list[bytes] | None:
    """What a tile should hold, from the files below it, or None where they do not tell."""
    try:
        if not tile.level:
            raw, _ = reader.read(TilePath(None, tile.n, tile.width))
            hashes = leaf_hashes(decode_bundle(raw)[: tile.width])
        else:
            below = (TilePath(tile.level - 1, tile.n * WIDTH + at) for at in range(tile.width))
            hashes = [full_tile_roots(tile_hashes(*reader.read(each)))[0] for each in below]
    except OnRecordError:
        return None
    return hashes if len(hashes) == tile.width else None


def _differs(tile: TilePath, found: list[bytes], right: list[bytes]) -> TamperedTile:
    one, other = b"".join(found), b"".join(right)
    offset = next(at for at in range(len(other)) if one[at] != other[at])
    return TamperedTile(
        tile.path,
        "this byte is not what the entries give",
        index=tile.index(offset // HASH_SIZE),
        offset=offset,
    )

r"""Tiles and entry bundles: how a log lies in files (C2SP tlog-tiles).

A tile of level L and number N holds up to 256 hashes of 32 bytes: hash i is the root over the
leaves ``(N*256+i) * 256**L`` up to, not including, ``(N*256+i+1) * 256**L``. It lies at
``tile/<L>/<N>``; while only W < 256 of its hashes exist, at ``tile/<L>/<N>.p/<W>``. An entry
bundle ``tile/entries/<N>[.p/<W>]`` holds the entries below the level-0 tile of the same number,
each as ``uint16 big-endian length || entry``. N is written in groups of three digits, all but the
last with an ``x`` before them. A level's last tile has ``size // 256**L % 256`` hashes; where
that is 0 there is no file. A partial tile is never hashed upward.

>>> tile_path(0, 1234067)
'tile/0/x001/x234/067'
>>> tile_path(1, 0, 1), entries_path(273, 112)
('tile/1/000.p/1', 'tile/entries/273.p/112')
>>> [tile.path for tile in tiles_for(256)]
['tile/0/000', 'tile/1/000.p/1']
>>> parse_path("tile/entries/273.p/112")
TilePath(level=None, n=273, width=112)
>>> decode_bundle(encode_bundle([b"one", b"two"]))
[b'one', b'two']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import excerpt
from onrecord.record.merkle import HASH_SIZE

WIDTH = 256
MAX_ENTRY = 65_535
MAX_LEVEL = 63
MAX_BUNDLE = WIDTH * (2 + MAX_ENTRY)

_PATH = re.compile(
    r"tile/(entries|0|[1-5]?[1-9]|[1-6]0|6[1-3])/((?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/([1-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?\Z"
)


class MalformedBundle(Malformed):
    """An entry bundle that is not a row of entries; ``offset`` is the first bad byte."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class TilePath:
    """Where a tile lies; ``level`` is None for an entry bundle; ``width`` 256 is a full one."""

    level: int | None
    n: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path below the record's public directory, with ``/`` between parts."""
        kind = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{_digits(self.n)}{partial}"

    @property
    def full(self) -> TilePath:
        """The full tile or bundle of the same number, whose first hashes or entries are the
        same."""
        return TilePath(self.level, self.n)

    def index(self, at: int = 0) -> int:
        """The first entry below hash ``at`` of this tile, or at place ``at`` of this bundle."""
        return (self.n * WIDTH + at) << (8 * (self.level or 0))


def tile_path(level: int, n: int, width: int = WIDTH) -> str:
    """The path of tile ``n`` of ``level`` with ``width`` hashes (C2SP tlog-tiles, "Tiles")."""
    return TilePath(level, n, width).path


def entries_path(n: int, width: int = WIDTH) -> str:
    """The path of entry bundle ``n`` with ``width`` entries (C2SP tlog-tiles, "Log entries")."""
    return TilePath(None, n, width).path


def parse_path(path: str) -> TilePath:
    """Read a path that ``TilePath.path`` writes.

    Raises:
        Malformed: any other spelling.
    """
    if not (match := _PATH.match(path)):
        raise Malformed(f"{excerpt(path)} is not the path of a tile")
    kind, digits, width = match.groups()
    n = int(digits.replace("/", "").replace("x", ""))
    parsed = TilePath(None if kind == "entries" else int(kind), n, int(width or WIDTH))
    if parsed.path != path:
        raise Malformed(f"{excerpt(path)} is not the plain spelling of a tile's path")
    return parsed


def width_at(size: int, level: int, n: int) -> int:
    """How many hashes tile ``n`` of ``level`` has in a log of ``size``: 0 (no file) to 256."""
    return max(0, min(WIDTH, (size >> (8 * level)) - n * WIDTH))


def tiles_for(size: int) -> Iterator[TilePath]:
    """Every hash tile of a log of ``size``, level by level, without the entry bundles."""
    for level in range(MAX_LEVEL + 1):
        hashes = size >> (8 * level)
        if not hashes:
            return
        yield from (TilePath(level, n, w) for n, w in _widths(hashes))


def bundles_for(size: int) -> Iterator[TilePath]:
    """Every entry bundle of a log of ``size``, in order."""
    return (TilePath(None, n, width) for n, width in _widths(size))


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries in a row, each behind its length (C2SP tlog-tiles, "Log entries").

    Raises:
        Malformed: an entry is longer than 65,535 bytes.
    """
    try:
        return b"".join([len(each).to_bytes(2, "big") + each for each in entries])
    except OverflowError:
        raise Malformed(f"an entry is longer than {MAX_ENTRY:,} bytes") from None


def decode_bundle(raw: bytes) -> list[bytes]:
    """The entries of a bundle, to its last byte.

    Raises:
        MalformedBundle: the last entry is cut short; ``offset`` says where it begins.
    """
    entries, at, end = list[bytes](), 0, len(raw)
    while at < end:
        start = at + 2
        stop = start + (raw[at] << 8 | raw[start - 1]) if start <= end else end + 1
        if stop > end:
            raise MalformedBundle(f"the entry at byte {at} is cut short at byte {end}", at)
        entries.append(raw[start:stop])
        at = stop
    return entries


def leaf_hashes(entries: Sequence[bytes]) -> list[bytes]:
    """The leaf hashes of entries: ``merkle.leaf_hash`` of each, in one tight loop."""
    return [sha256(b"\x00" + each).digest() for each in entries]


def pair_up(hashes: Sequence[bytes]) -> list[bytes]:
    """One level of node hashes over an even number of hashes."""
    pairs = zip(hashes[::2], hashes[1::2], strict=True)
    return [sha256(b"\x01" + left + right).digest() for left, right in pairs]


def full_tile_roots(hashes: Sequence[bytes]) -> list[bytes]:
    """The root over each run of 256 hashes; their number is a multiple of 256."""
    for _ in range(8):
        hashes = pair_up(hashes)
    return list(hashes)


def split_hashes(tile: bytes) -> list[bytes]:
    """The hashes of a tile's bytes, whose length is a multiple of 32."""
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


def _widths(hashes: int) -> Iterator[tuple[int, int]]:
    full, rest = divmod(hashes, WIDTH)
    yield from ((n, WIDTH) for n in range(full))
    if rest:
        yield full, rest


def _digits(n: int) -> str:
    groups = [f"{n % 1000:03}"]
    while n >= 1000:
        n //= 1000
        groups.append(f"x{n % 1000:03}")
    return "/".join(reversed(groups))

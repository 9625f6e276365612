"""Flip every bit of a stored log: the check names it, or the signer refuses to go on.

The files are those that the checkpoint covers (tiles and entry bundles, full and partial), the
published checkpoint and the signer's head. Each bit is flipped alone. For tiles and entries `fsck`
must fail; for the checkpoint and the head opening the log must.

    python -m tests.campaign.fuzz_flips [--bits N] [--seed 1]     all bits if N is left out
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from onrecord.domain.errors import OnRecordError
from onrecord.keys.note import parse_note
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.fsck import fsck
from onrecord.record.store import MissingFile
from onrecord.record.tile import bundles_for, tiles_for
from tests.campaign.appender import entry, open_log
from tests.campaign.judge import Place
from tests.campaign.syscalls import memory_directory

ENTRIES = 259  # one full tile and bundle, a partial one of each, and a tile of level 1
CHECKPOINT = "checkpoint"
HEAD = "head"


class Files(dict[str, bytes]):
    """A tile source in memory."""

    def read(self, path: str) -> bytes:
        """See ``TileSource.read``."""
        try:
            return self[path]
        except KeyError:
            raise MissingFile(path) from None


class Stored:
    """A log on disk, and its files in memory."""

    def __init__(self, directory: Path) -> None:
        self.place = Place.below(directory)
        log = open_log(self.place.public, self.place.state)
        log.publish(log.append([entry("flip", n, 20) for n in range(ENTRIES)]).note)
        raw = (self.place.public / CHECKPOINT).read_bytes()
        self.checkpoint: Checkpoint = parse_checkpoint(parse_note(raw).text)
        covered = [*tiles_for(ENTRIES), *bundles_for(ENTRIES)]
        self.files = Files(
            {tile.path: (self.place.public / tile.path).read_bytes() for tile in covered}
        )
        self.sizes = {path: len(raw) for path, raw in self.files.items()}
        for name, path in self._signed().items():
            self.sizes[name] = len(path.read_bytes())

    def _signed(self) -> dict[str, Path]:
        return {CHECKPOINT: self.place.public / CHECKPOINT, HEAD: self.place.state / HEAD}

    def bits(self) -> list[tuple[str, int]]:
        """Every bit: file and number."""
        return [(path, bit) for path, size in self.sizes.items() for bit in range(8 * size)]

    def found(self, path: str, bit: int) -> bool:
        """Whether this bit, flipped, is found."""
        if path in self.files:
            files = Files(self.files)
            files[path] = flipped(files[path], bit)
            return _fails(lambda: fsck(files, self.checkpoint))
        file = self._signed()[path]
        right = file.read_bytes()
        try:
            file.write_bytes(flipped(right, bit))
            return _fails(lambda: open_log(self.place.public, self.place.state))
        finally:
            file.write_bytes(right)


def flipped(raw: bytes, bit: int) -> bytes:
    """The bytes with one bit turned."""
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _fails(check: object) -> bool:
    try:
        check()
    except OnRecordError as error:
        return "\n" not in str(error)
    return False


def unfound(stored: Stored, bits: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The flipped bits that nothing noticed."""
    return [(path, bit) for path, bit in bits if not stored.found(path, bit)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bits", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory_directory()) as directory:
        stored = Stored(Path(directory))
        bits = stored.bits()
        if options.bits:
            bits = random.Random(options.seed).sample(bits, options.bits)
        missed = unfound(stored, bits)
    seconds = time.monotonic() - started
    print(
        f"{len(bits)} bits of {len(stored.sizes)} files, {len(missed)} not found, {seconds:.0f} s"
    )
    for path, bit in missed[:20]:
        print(f"  {path}, bit {bit}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

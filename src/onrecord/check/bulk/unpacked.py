"""A file or a compressed one as a stream that can be held to a budget of bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, cast

DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)
"""What a damaged compressed file makes its reader raise."""


class TooMuch(Exception):
    """More was read than the budget allows."""


class Budgeted:
    """A stream from which at most ``left`` bytes are read; who reads sets it anew."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.left = 0

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes.

        Raises:
            TooMuch: the budget is spent.
        """
        if self.left <= 0:
            raise TooMuch
        piece = self._stream.read(size if 0 <= size < self.left else self.left)
        self.left -= len(piece)
        return piece

    def readline(self, size: int = -1) -> bytes:
        """Up to the end of a line, ``size`` bytes at most.

        Raises:
            TooMuch: the budget is spent.
        """
        if self.left <= 0:
            raise TooMuch
        line = self._stream.readline(size if 0 <= size < self.left else self.left)
        self.left -= len(line)
        return line


@contextmanager
def unpacked(path: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, decompressed where its name ends with ``.gz``."""
    with Path(path).open("rb") as raw:
        if path.lower().endswith(".gz"):
            with closing(gzip.GzipFile(fileobj=raw)) as packed:
                yield cast(IO[bytes], packed)
        else:
            yield raw

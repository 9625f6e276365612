r"""A checkpoint is three lines: origin, size, root (C2SP tlog-checkpoint).

The origin is the log's name, which is also its key's name: a schemeless address with no space and
no ``+``. The size is a plain decimal. The root is the canonical base64 of 32 bytes; that of an
empty log is ``SHA256("")``. There are no extension lines: not every witness signs them. A signed
checkpoint is a signed note (``keys/note.py``) over this text.

>>> text = "lwg.example/record\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
>>> parse_checkpoint(text).size
0
>>> str(parse_checkpoint(text)) == text
True
>>> parse_checkpoint(text.replace("\n0", "\n00"))
Traceback (most recent call last):
    ...
onrecord.record.checkpoint.MalformedCheckpoint: the checkpoint's size: '00' is not a plain decimal number
"""  # noqa: E501  (the last line is the error as a person reads it)

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import MAX_DECIMAL, base64, decimal, excerpt, unbase64
from onrecord.record.merkle import EMPTY_ROOT, HASH_SIZE

MAX_ORIGIN = 255


class MalformedCheckpoint(Malformed):
    """Text that is not the one spelling of a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's whole content in three lines.

    Raises:
        MalformedCheckpoint: on making one with an origin, size or root that cannot be.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        _check_origin(self.origin)
        if not 0 <= self.size <= MAX_DECIMAL:
            raise MalformedCheckpoint(f"a log cannot have {self.size} entries")
        if len(self.root) != HASH_SIZE:
            raise MalformedCheckpoint(f"a root is {HASH_SIZE} bytes, not {len(self.root)}")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise MalformedCheckpoint("the checkpoint of an empty log has the wrong root")

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint's text, without signatures.

    Raises:
        MalformedCheckpoint: anything but the canonical three lines.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise MalformedCheckpoint(f"a checkpoint has three lines, not {excerpt(text)}")
    try:
        size = decimal(lines[1])
    except Malformed as error:
        raise MalformedCheckpoint(f"the checkpoint's size: {error}") from None
    try:
        root = unbase64(lines[2], size=HASH_SIZE)
    except Malformed as error:
        raise MalformedCheckpoint(f"the checkpoint's root: {error}") from None
    return Checkpoint(lines[0], size, root)


def _check_origin(origin: str) -> None:
    # isprintable() is false for every control character, separator and space but U+0020.
    plain = origin.isprintable() and " " not in origin and "+" not in origin
    if not origin or not plain or len(origin.encode("utf-8", "replace")) > MAX_ORIGIN:
        raise MalformedCheckpoint(f"{excerpt(origin)} cannot be the origin of a log")

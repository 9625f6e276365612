r"""The pin: the record's identity, small enough for a printed card.

Three lines: the format, the origin of the log and the leaf hash of entry 0, which is the first
officer root. Everything else follows from it: the root names the log key, the witnesses and the
officers, and each later root is signed by the one before. First trust needs two channels (the
card and the site, the minutes and a DNS record); after that, the pin is kept.

>>> pin = parse_pin("on-record/pin/v1\nlwg.example/record\n" + "ab" * 32 + "\n")
>>> pin.origin
'lwg.example/record'
>>> str(pin) == "on-record/pin/v1\nlwg.example/record\n" + "ab" * 32 + "\n"
True
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import excerpt, unhex
from onrecord.keys.note import check_key_name

FIRST_LINE = "on-record/pin/v1"


@dataclass(frozen=True)
class Pin:
    """``origin`` of the log and ``leaf``, the 32-byte leaf hash of its first officer root."""

    origin: str
    leaf: bytes

    def __str__(self) -> str:
        return f"{FIRST_LINE}\n{self.origin}\n{self.leaf.hex()}\n"


def parse_pin(text: str) -> Pin:
    """Read a pin file.

    Raises:
        Malformed: anything but the three canonical lines.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[0] != FIRST_LINE or lines[3]:
        raise Malformed(
            f"{excerpt(text)} is not a pin: three lines, {FIRST_LINE}, the origin and the hash"
        )
    check_key_name(lines[1])
    return Pin(lines[1], unhex(lines[2], size=32))

r"""Strict readers: one value has one spelling.

Python is lenient where signed formats must not be: ``int()`` accepts ``+7``, ``007``, ``1_000``
and Arabic digits; ``b64decode`` accepts tails that encode to something else. A log whose
witnesses differ on a spelling can be split. Every reader here therefore re-renders what it read
and compares.

>>> decimal("73894")
73894
>>> unbase64("AAEC")
b'\x00\x01\x02'
>>> decimal("007")
Traceback (most recent call last):
    ...
onrecord.domain.errors.Malformed: '007' is not a plain decimal number
"""

from __future__ import annotations

import binascii
import re

from onrecord.domain.errors import Malformed

_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")
_HEX = re.compile(r"[0-9a-f]*\Z")

MAX_DECIMAL = 2**63 - 1


def excerpt(value: str, limit: int = 60) -> str:
    """``value`` quoted for an error line: escaped, at most ``limit`` characters."""
    return ascii(value if len(value) <= limit else value[:limit] + "...")


def decimal(value: str) -> int:
    """Read a non-negative ASCII decimal with no sign, separator or leading zero, below 2**63.

    Raises:
        Malformed: any other spelling.
    """
    if not _DECIMAL.match(value) or (number := int(value)) > MAX_DECIMAL:
        raise Malformed(f"{excerpt(value)} is not a plain decimal number")
    return number


def unbase64(value: str, *, size: int | None = None) -> bytes:
    """Read canonical standard base64 (RFC 4648 section 4), optionally of exactly ``size`` bytes.

    Raises:
        Malformed: not base64, not the canonical spelling, or another length.
    """
    try:
        raw = binascii.a2b_base64(value.encode("ascii"), strict_mode=True)
    except (ValueError, UnicodeEncodeError):
        raise Malformed(f"{excerpt(value)} is not the canonical base64 of any bytes") from None
    if base64(raw) != value:
        raise Malformed(f"{excerpt(value)} is not the canonical base64 of any bytes")
    if size is not None and len(raw) != size:
        raise Malformed(f"{excerpt(value)} holds {len(raw)} bytes, not {size}")
    return raw


def base64(raw: bytes) -> str:
    """The canonical standard base64 of ``raw``, without a line end."""
    return binascii.b2a_base64(raw, newline=False).decode("ascii")


def unhex(value: str, *, size: int) -> bytes:
    """Read exactly ``size`` bytes of lower-case hexadecimal.

    Raises:
        Malformed: upper case, another length, or not hexadecimal.
    """
    if len(value) != 2 * size or not _HEX.match(value):
        raise Malformed(f"{excerpt(value)} is not {size} bytes of lower-case hexadecimal")
    return bytes.fromhex(value)

"""Plain text: its encoding, said where it had to be guessed.

A byte order mark decides; then UTF-8 if every byte agrees; then UTF-16 without a mark where every
other byte of Latin text is zero; last Windows-1252, which is said in ``unread``.

>>> decode(b"caf\\xc3\\xa9").text, decode(b"caf\\xe9").text, decode(b"caf\\xe9").guessed
('café', 'café', True)
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from onrecord.check.raw import Limits, Raw, ReadingFailed
from onrecord.check.types import Part, Span

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
GUESSED = "The text does not say its encoding and is not UTF-8; it was read as Windows-1252."
DAMAGED = "Some bytes of the text are damaged; they are shown as \ufffd."


class Decoded(NamedTuple):
    """Text and its encoding; ``guessed`` if Windows-1252 was the last resort."""

    text: str
    encoding: str
    guessed: bool = False


def bom(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that ``data`` begins with, and its encoding."""
    return next((row for row in _BOMS if data.startswith(row[0])), None)


def decode(data: bytes) -> Decoded:
    """Any bytes as text; never fails."""
    if mark := bom(data):
        return Decoded(data[len(mark[0]) :].decode(mark[1], "replace"), mark[1])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return Decoded(text, "utf-8")
    if encoding := _unmarked_utf16(data):
        return Decoded(data.decode(encoding, "replace"), encoding)
    return Decoded(data.decode("cp1252", "replace"), "cp1252", guessed=True)


def _unmarked_utf16(data: bytes) -> str | None:
    head = data[:4000]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    half = len(head) // 2
    if half and max(zeros) > 0.7 * half and min(zeros) == 0:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return None


def read_text(data: bytes, _: Limits) -> Raw:
    """Plain text in any usual encoding.

    Raises:
        ReadingFailed: NUL characters: this is no text.
    """
    decoded = decode(data)
    text = decoded.text
    if "\0" in text:
        raise ReadingFailed("this is no text: it holds NUL bytes; give the file as it was sent")
    raw = Raw("text", text)
    raw.parts = [Part("visible", Span(0, len(raw.text)))] if raw.text else []
    if decoded.guessed:
        raw.unread.append(GUESSED)
        raw.claims.append(("encoding", "windows-1252"))
    if "\ufffd" in text:
        raw.unread.append(DAMAGED)
    return raw

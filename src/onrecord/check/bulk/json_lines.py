"""JSON Lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from onrecord.check.bulk.documents import MOST, Document
from onrecord.check.bulk.unpacked import DAMAGED, unpacked

LONGEST = 2 * MOST
"""Bytes of a line: every letter of a text may be escaped."""
SKIPPED = 1 << 30
"""Bytes of an overlong line that are read past; a line without end ends the file."""


def json_lines(path: str) -> Iterator[Document]:
    """Each line of the file as a document; empty lines count and are left out."""
    place = 0
    try:
        with unpacked(path) as stream:
            while line := stream.readline(LONGEST + 1):
                place += 1
                if len(line) > LONGEST and not line.endswith(b"\n"):
                    yield Document(path, place, fault=f"the line is longer than {LONGEST:,} bytes")
                    if not _past(stream):
                        yield Document(path, place + 1, fault="the line does not end; left there")
                        return
                elif line.strip():
                    yield _document(path, place, line)
    except DAMAGED as error:
        yield Document(path, place + 1, fault=f"the compressed file is damaged here: {error}")


def _past(stream: IO[bytes]) -> bool:
    """Read past the rest of an overlong line; False where it does not end."""
    read = 0
    while read < SKIPPED:
        piece = stream.readline(1 << 20)
        read += len(piece)
        if not piece or piece.endswith(b"\n"):
            return True
    return False


def _document(path: str, place: int, line: bytes) -> Document:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Document(path, place, fault=f"the line is no JSON: {why[:200]}")
    if not isinstance(value, dict):
        return Document(path, place, fault="the line is no JSON object; give text or html in one")
    return _read(path, place, value)


def _read(path: str, place: int, value: dict[str, Any]) -> Document:
    name = str(value.get("id") or value.get("url") or "")[:2_000]
    kind = "text" if isinstance(value.get("text"), str) else "html"
    words: Any = value.get(kind)
    if not isinstance(words, str):
        return Document(path, place, name=name, fault="it has neither text nor html as a string")
    given: Any = value.get("published") or value.get("date")
    try:
        data = words.encode("utf-8")
        published = date.fromisoformat(given[:10]) if isinstance(given, str) else None
    except UnicodeEncodeError:
        return Document(path, place, name=name, fault="its text holds half of a pair of surrogates")
    except ValueError:
        return Document(
            path, place, name=name, fault=f"published {given[:40]!r} is no day such as 2031-03-14"
        )
    if len(data) > MOST:
        return Document(path, place, name=name, fault=f"it is larger than {MOST:,} bytes")
    return Document(path, place, data, name, kind, published)

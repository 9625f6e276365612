"""WARC archives (ISO 28500): the pages and texts in them, read by warcio from a bounded stream.

The stream is decompressed here and held to a budget: so much for the headers of a record, and so
much for what of its content is kept. The rest of a large content is read past.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from onrecord.check.bulk.documents import MOST, Document
from onrecord.check.bulk.unpacked import DAMAGED, Budgeted, TooMuch, unpacked

HEADERS = 1 << 20
"""Bytes that the headers of one record may take."""
RECORD = 1 << 33
"""Bytes of one record that are read past at most."""
KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/pdf": "pdf",
    "message/rfc822": "mail",
}
"""The media types that are read, and as what."""

_HOLDS = ("response", "resource", "conversion")


def warc_records(path: str) -> Iterator[Document]:
    """Each text of the archive; places count all its records."""
    place = 0
    try:
        with unpacked(path) as stream:
            held = Budgeted(stream)
            held.left = HEADERS
            records = iter(ArchiveIterator(held))
            while (record := next(records, None)) is not None:
                place += 1
                held.left = RECORD
                document = _document(path, place, record)
                if document is not None:
                    yield document
                _drain(record)
                held.left = HEADERS
    except TooMuch:
        yield Document(path, place + 1, fault="a record is too large, and the rest was not read")
    except (*DAMAGED, ArchiveLoadFailed, ValueError, AttributeError) as error:
        why = " ".join(str(error).split())[:200]
        yield Document(path, place + 1, fault=f"the archive is damaged here: {why}")


def _document(path: str, place: int, record: Any) -> Document | None:
    """The text of a record; None for one that holds none."""
    if record.rec_type not in _HOLDS:
        return None
    http = record.http_headers
    if record.rec_type == "response" and http is not None and not _fine(http):
        return None
    headers = http if http is not None else record.rec_headers
    kind = KINDS.get((headers.get_header("Content-Type") or "").split(";")[0].strip().lower())
    if kind is None:
        return None
    name = str(record.rec_headers.get_header("WARC-Target-URI") or "")[:2_000]
    data = record.content_stream().read(MOST + 1)
    if len(data) > MOST:
        return Document(path, place, name=name, fault=f"it is larger than {MOST:,} bytes")
    return Document(path, place, data, name, kind)


def _fine(http: Any) -> bool:
    return str(http.get_statuscode() or "").startswith("2")


def _drain(record: Any) -> None:
    while record.raw_stream.read(1 << 16):
        pass

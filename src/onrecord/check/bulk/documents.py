"""The documents of files, folders, JSON Lines and WARC archives, one by one and in a fixed order.

Memory is bounded by one document. What cannot be read is a document too, with a ``fault`` that says
why: the run goes on, and its line says so. Folders are walked in the order of their names; links
are not followed; names that begin with a point are left out.

- ``.jsonl``, ``.jsonl.gz``: an object a line, with ``text`` or ``html``, and maybe ``id`` (or
  ``url``) and ``published`` (or ``date``), a day or a time.
- ``.warc``, ``.warc.gz``: records with a text or page; a response only where its status is 2xx.
- any other file: as ``onrecord check`` reads it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from onrecord.domain.errors import OnRecordError

MOST = 20_000_000
"""Bytes of one document."""


class NoSuchInput(OnRecordError):
    """A path that cannot be read at all."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text: where it stands and what it is.

    ``place`` is its line or record in the file, from 1, and 0 for a whole file; ``name`` its id or
    address, "" for none; ``kind`` what it is to be read as, None where its content tells.
    """

    path: str
    place: int
    data: bytes = b""
    name: str = ""
    kind: str | None = None
    published: date | None = None
    fault: str | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal; of its fault where it has one."""
        return sha256(self.fault.encode() if self.fault else self.data).hexdigest()


def listed(paths: Sequence[str]) -> list[str]:
    """The files that ``paths`` name, folders walked, in the order in which they are read.

    Raises:
        NoSuchInput: a path is not there, cannot be read, or is no file and no folder.
    """
    found: list[str] = []
    for path in paths:
        try:
            status = Path(path).stat()
            if stat.S_ISDIR(status.st_mode):
                found += _walked(path)
            elif stat.S_ISREG(status.st_mode):
                with Path(path).open("rb"):
                    found.append(path)
            else:
                raise NoSuchInput(f"{path} is no file and no folder; name one")
        except OSError as error:
            raise NoSuchInput(f"{path} cannot be read: {error.strerror}") from None
    return found


def _walked(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield str(path)


def documents(files: Iterable[str]) -> Iterator[Document]:
    """Every document of ``files``, in order."""
    for path in files:
        yield from _of(path)


def _of(path: str) -> Iterator[Document]:
    from onrecord.check.bulk.json_lines import json_lines
    from onrecord.check.bulk.warc import warc_records

    name = path.lower()
    try:
        if name.endswith((".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")):
            yield from json_lines(path)
        elif name.endswith((".warc", ".warc.gz")):
            yield from warc_records(path)
        else:
            yield _whole(path)
    except OSError as error:
        yield Document(path, 0, fault=f"it cannot be read: {error.strerror or error}")


def _whole(path: str) -> Document:
    with Path(path).open("rb") as file:
        data = file.read(MOST + 1)
    if len(data) > MOST:
        return Document(path, 0, fault=f"it is larger than {MOST:,} bytes")
    return Document(path, 0, data)

"""From a document to its line: the pure function that a pool, or any other engine, runs.

A line is one JSON object: ``document`` says which text it is (``path``, ``place``, ``name``, the
``sha256`` of its bytes), then either ``error``, or what ``check --json`` gives. ``bears`` says
whether the text bears on the record at all: holds words of it or names one of its parties. One that
does not is not gone through quotation by quotation, unless every document is asked for.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from onrecord.check.bulk.documents import Document
from onrecord.check.check import Vouched, as_of_of, check_in
from onrecord.check.library import Library
from onrecord.check.raw import ReadingFailed
from onrecord.check.reading import read
from onrecord.check.report import as_value
from onrecord.check.types import Reading


@dataclass(frozen=True, slots=True)
class Answer:
    """``line`` ends with LF; ``differs``: something was changed, contradicted or replaced."""

    line: bytes
    differs: bool
    failed: bool = False


@dataclass(frozen=True)
class Answerer:
    """Answers documents from one library; ``published`` is for those that tell no day."""

    library: Library
    vouched: Vouched
    published: date | None = None
    every: bool = False

    def answer(self, document: Document) -> Answer:
        """The line of ``document``; never fails for what stands in it."""
        if document.fault is not None:
            return failed(document, document.fault)
        try:
            reading = read(document.data, document.name or document.path, kind=document.kind)
        except ReadingFailed as error:
            return failed(document, str(error))
        day = document.published or reading.published or self.published
        if not self.every and not self.bears(reading):
            return _line(document, self._silent(day), differs=False)
        report = check_in(reading, self.library, self.vouched, published=day)
        return _line(document, {"bears": True, **as_value(report)}, differs=report.differs)

    def bears(self, reading: Reading) -> bool:
        """Whether a text names a party of the record or holds words of it."""
        if self._names.search(reading.text):
            return True
        return any(True for _ in self.library.index.spot(reading.text))

    def warm(self) -> None:
        """Make what every answer needs, once, before there are several of us."""
        assert self.library.index is not None
        assert self.library.retrieval is not None
        self.answer(Document("warm", 0, b"The parties met. \xe2\x80\x9cNo,\xe2\x80\x9d she said."))

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = sorted(self.library.names, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names)) or '(?!)'})\b", re.IGNORECASE)

    def _silent(self, day: date | None) -> dict[str, Any]:
        vouched = self.vouched
        return {
            "bears": False,
            "record": {
                "origin": self.library.origin,
                "size": vouched.size,
                "root": vouched.root.hex(),
            },
            "as_of": as_of_of(self.library),
            "published": None if day is None else str(day),
            "findings": [],
        }


def failed(document: Document, why: str) -> Answer:
    """The line of a document that could not be answered."""
    return _line(document, {"error": " ".join(why.split())}, differs=False, wrong=True)


def _line(
    document: Document, value: dict[str, Any], *, differs: bool, wrong: bool = False
) -> Answer:
    which = {
        "path": document.path,
        "place": document.place,
        "name": document.name,
        "sha256": document.digest,
    }
    text = json.dumps({"document": which, **value}, ensure_ascii=False, separators=(",", ":"))
    return Answer(text.encode("utf-8", "backslashreplace") + b"\n", differs, wrong)

"""A PDF's text, page by page, with ``pypdf`` (pure Python, BSD).

What is drawn invisibly or in the colour of the paper cannot be told apart from what is seen;
``unread`` says so, and which pages hold pictures only.
"""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from onrecord.check.raw import Builder, Limits, Raw, ReadingFailed

_DAMAGED = "this PDF is damaged; print it to a new PDF or paste its words instead"
# What pypdf lets through on damaged files, besides its own errors.
_BREAKS = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, OSError,
           AssertionError, NotImplementedError, RuntimeError, StopIteration)  # fmt: skip


def read_pdf(data: bytes, limits: Limits) -> Raw:
    """A PDF document.

    Raises:
        ReadingFailed: locked with a password, damaged, or without any text.
    """
    logging.disable(logging.CRITICAL)
    try:
        return _read(data, limits)
    except RecursionError:
        raise ReadingFailed(_DAMAGED) from None
    except (PyPdfError, *_BREAKS):
        raise ReadingFailed(_DAMAGED) from None


def _read(data: bytes, limits: Limits) -> Raw:
    document = PdfReader(io.BytesIO(data))
    if document.is_encrypted and not document.decrypt(""):
        raise ReadingFailed(
            "this PDF is locked with a password; unlock it or paste its words instead"
        )
    raw, built = Raw("pdf", ""), Builder()
    blank: list[int] = []
    count = len(document.pages)
    size = 0
    for number in range(min(count, limits.pages)):
        text = _page(document, number)
        if not text.strip():
            blank.append(number + 1)
        built.add("visible", text)
        size += len(text)
        if size > limits.text_chars:
            break
    raw.text, raw.parts = built.text, built.parts
    if not raw.text:
        raise ReadingFailed("this PDF holds pictures without text; give the pictures themselves")
    _tell(raw, blank, count, limits)
    return raw


def _page(document: PdfReader, number: int) -> str:
    text = document.pages[number].extract_text() or ""
    return text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


def _tell(raw: Raw, blank: list[int], count: int, limits: Limits) -> None:
    if blank:
        shown = ", ".join(map(str, blank[:20])) + (" ..." if len(blank) > 20 else "")
        raw.unread.append(f"These pages hold no text that can be read, perhaps pictures: {shown}.")
    if count > limits.pages:
        raw.unread.append(f"Only the first {limits.pages} of {count} pages were read.")
    raw.unread.append("Text that this PDF hides in white or under pictures was read like the rest.")

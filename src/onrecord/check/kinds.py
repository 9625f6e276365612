"""What kind of input this is, by its content; a name only breaks ties.

>>> kind_of(b"%PDF-1.7 ...", "talks.txt"), kind_of(b"We'll be back.", "-")
('pdf', 'text')
"""

from __future__ import annotations

import re

from onrecord.check.raw import ReadingFailed
from onrecord.check.read_text import bom

_IMAGES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*",
)  # fmt: skip
_UNREADABLE = (
    (b"PK\x03\x04", "a zip file or an office document; save it as PDF or text, or paste its words"),
    (b"PK\x05\x06", "an empty zip file; give the file itself"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document or an Outlook .msg; save it"
     " as PDF, .eml or text, or paste its words"),
    (b"{\\rtf", "a rich text document; save it as PDF or text, or paste its words"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"BZh", "a compressed file; unpack it first"),
    (b"\xfd7zXZ\0", "a compressed file; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file; unpack it first"),
    (b"Rar!\x1a\x07", "a compressed file; unpack it first"),
    (b"\x7fELF", "a program, not a text"),
    (b"MZ\x90\0", "a program, not a text"),
    (b"SQLite format 3\0", "a database, not a text"),
    (b"ID3", "a sound recording; write down what is said"),
    (b"OggS", "a sound recording; write down what is said"),
    (b"fLaC", "a sound recording; write down what is said"),
)  # fmt: skip
_HEADER = re.compile(
    rb"(?:From |>From )?[^\r\n]{0,500}?(?:^|\n)?"
    rb"(?:return-path|received|delivered-to|from|to|cc|subject|date|message-id|mime-version|reply-to"
    rb"|content-type|content-transfer-encoding|dkim-signature|authentication-results|sender|list-id"
    rb"|x-[a-z-]{1,60}|arc-seal|thread-topic|in-reply-to|references)[ \t]*:",
    re.IGNORECASE,
)
_STRONG = re.compile(
    rb"^(?:return-path|received|delivered-to|message-id|mime-version|content-type|dkim-signature"
    rb"|content-transfer-encoding|authentication-results|arc-seal|list-id|in-reply-to)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_PASTED = re.compile(rb"^(?:from|subject|date|to)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body"
    rb"|\?xml[^>]*>\s*<(?:!doctype\s+html|html))\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(
    rb"<(?:p|div|span|table|article|section|main|br|meta|link|h[1-6]|ul|ol|li|a|b|i|em|strong|img|font"
    rb"|blockquote|figure|style|script|title|center)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)


def kind_of(data: bytes, name: str) -> str:
    """``text``, ``html``, ``mail``, ``pdf`` or ``image``.

    Raises:
        ReadingFailed: a kind that cannot be read, with what to do instead.
    """
    head = data[:8192]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_IMAGES) and not (head.startswith(b"BM") and head.isascii()):
        return "image"
    if head[:4] == b"RIFF":
        if head[8:12] == b"WEBP":
            return "image"
        raise ReadingFailed("this is a sound or film; write down what is said")
    if head[4:8] == b"ftyp":
        picture = head[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"hevc")
        what = (
            "a HEIC picture; save it as JPEG or PNG"
            if picture
            else "a film; write down what is said"
        )
        raise ReadingFailed(f"this is {what}")
    for magic, what in _UNREADABLE:
        if head.startswith(magic):
            raise ReadingFailed(f"this is {what}")
    return _text_kind(head, name.lower())


def _text_kind(head: bytes, name: str) -> str:
    if mark := bom(head):
        head = head[len(mark[0]) :].decode(mark[1], "replace").encode("utf-8", "replace")
    start = head.lstrip()
    if _is_mail(head.lstrip(b"\r\n"), name):
        return "mail"
    if _HTML.match(head):
        return "html"
    marked = len(_MARKUP.findall(head))
    if (start.startswith(b"<") and marked >= 2) or (
        name.endswith((".html", ".htm", ".xhtml")) and marked
    ):
        return "html"
    return "text"


def _is_mail(head: bytes, name: str) -> bool:
    """A block of header lines at the very start, among them one that only mail programs write."""
    block = re.split(rb"\r?\n[ \t]*\r?\n", head, maxsplit=1)[0]
    lines = [line for line in block.splitlines() if line and line[:1] not in b" \t"]
    fields = [line for line in lines if re.match(rb"[!-9;-~]{1,80}[ \t]*:", line)]
    if lines and lines[0].startswith(b"From ") and len(fields) >= 2:
        return True
    if not lines or len(fields) < len(lines) or not _HEADER.match(fields[0]):
        # A mail whose headers are damaged, or run on past what was looked at.
        return name.endswith(".eml") and len(fields) >= 1
    strong = len(_STRONG.findall(block))
    pasted = len({found.lower() for found in _PASTED.findall(block)})
    return strong >= 1 or pasted >= 2 or name.endswith(".eml")

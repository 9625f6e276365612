r"""Mail as headers and parts, read in linear time from any bytes (RFC 5322, 2045-2047, 2231).

Our own reader: the standard library's takes seconds for a 20 kB ``Content-Type``, raises whatever
it likes, and names ``president@union.example`` as the sender of
``From: president@union.example <x@evil.test>``.

>>> mail = parse_mail(b"From: =?utf-8?q?Rosa_Field?= <rosa@lwg.example>\r\n\r\nBack again.\r\n")
>>> mail.header("from"), mail.text()
('Rosa Field <rosa@lwg.example>', 'Back again.\n')
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from onrecord.check.raw import Limits
from onrecord.check.read_text import decode

MAX_HEADER = 16_000  # characters of one header
MAX_HEADERS = 2_000
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_PARAMETER = re.compile(
    r';\s*([\w.*-]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.){0,2000})"|([^\s;"]{0,2000}))'
)
_ENCODED = re.compile(
    r"=\?([\w.:*-]{1,60})\?([bq])\?([^?\s]{0,2000})\?=(\s+(?==\?))?", re.IGNORECASE
)
_TYPE = re.compile(r"\s*([\w!#$&^.+-]{1,80})/([\w!#$&^.+-]{1,80})")
_ALIASES = {"us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252",
            "latin-1": "cp1252", "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-8",
            "utf-7": "utf-8", "gb2312": "gb18030", "ks_c_5601-1987": "cp949"}  # fmt: skip


@dataclass(slots=True)
class MailPart:
    """A message or a part of one. ``inner`` holds the parts of a multipart, or the one message of
    a ``message/rfc822``; ``cut`` says that parts were left out for the limits."""

    headers: list[tuple[str, str]]
    body: bytes
    inner: list[MailPart] = field(default_factory=list)
    type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)

    def header(self, name: str) -> str:
        """The first header of this name, decoded, on one line; empty if there is none."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Every header of this name."""
        return [value for key, value in self.headers if key == name]

    @property
    def filename(self) -> str:
        """The name that an attachment gives itself."""
        given = parameters(self.header("content-disposition")).get("filename")
        return (given or self.parameters.get("name", ""))[:100]

    @property
    def is_attached(self) -> bool:
        """Whether it is to be saved rather than shown."""
        return self.header("content-disposition").lower().lstrip().startswith("attachment")

    def payload(self) -> bytes:
        """The body with its transfer encoding undone; what is damaged is skipped."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            return _unbase64(self.body)
        return binascii.a2b_qp(self.body) if encoding == "quoted-printable" else self.body

    def text(self) -> str:
        """The body as text with LF, whatever its charset claims."""
        text = decode_as(self.payload(), self.parameters.get("charset", ""))
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        if self.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, delete_space=self.parameters.get("delsp", "").lower() == "yes")
        return text


def parse_mail(data: bytes, limits: Limits | None = None) -> MailPart:
    """Read a message; never fails. What goes past the limits is told in ``cut`` of the message."""
    reader = _Reader(limits or Limits())
    mail = reader.part(data, 0)
    mail.cut = list(dict.fromkeys(reader.cut))
    return mail


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts = 0
        self.cut: list[str] = []

    def part(self, data: bytes, depth: int, default: str = "text/plain") -> MailPart:
        self.parts += 1
        headers, body = self._split(data)
        part = MailPart(headers, body)
        given = part.header("content-type")
        found = _TYPE.match(given)
        part.type = f"{found[1]}/{found[2]}".lower() if found else default
        part.parameters = parameters(given)
        nested = part.type.startswith("multipart/") or part.type in (
            "message/rfc822",
            "message/global",
        )
        if nested and depth >= self.limits.depth:
            deepest = self.limits.depth
            self.cut.append(
                f"The mail nests its parts more than {deepest} deep; what lies deeper was not read."
            )
            part.type, part.body = "application/octet-stream", b""
        elif part.type in ("message/rfc822", "message/global"):
            part.inner = [self.part(part.payload(), depth + 1)]
        elif nested:
            self._open(part, depth)
        return part

    def _open(self, part: MailPart, depth: int) -> None:
        boundary = part.parameters.get("boundary", "").encode("latin-1", "replace")[:200]
        if not boundary:
            part.type = "text/plain"  # nothing parts it: what a reader sees is its text
            return
        digest = part.type == "multipart/digest"
        for piece in _pieces(part.body, boundary):
            if self.parts >= self.limits.parts:
                self.cut.append(f"The mail has more than {self.limits.parts} parts; only the first"
                                " were read.")  # fmt: skip
                return
            part.inner.append(
                self.part(piece, depth + 1, "message/rfc822" if digest else "text/plain")
            )

    def _split(self, data: bytes) -> tuple[list[tuple[str, str]], bytes]:
        headers: list[tuple[str, str]] = []
        at = 0
        pending: list[bytes] = []
        while at < len(data):
            end = data.find(b"\n", at)
            end = len(data) if end < 0 else end + 1
            line = data[at : min(end, at + MAX_HEADER)].rstrip(b"\r\n")
            if not line:
                at = end
                break
            if line[:1] in b" \t" and pending:
                pending.append(line)
            elif _FIELD.match(line):
                self._keep(pending, headers)
                pending = [line]
            elif line.startswith((b"From ", b">From ")) and not headers and not pending:
                pass  # the envelope line of an mbox
            else:
                break
            if end - at > MAX_HEADER:
                self.cut.append(f"A header is longer than {MAX_HEADER:,} characters; it was cut.")
            at = end
        self._keep(pending, headers)
        return headers, data[at:]

    def _keep(self, lines: list[bytes], headers: list[tuple[str, str]]) -> None:
        if not lines or len(headers) >= MAX_HEADERS:
            return
        whole = b" ".join(line.strip() for line in lines[:500])
        if len(whole) > MAX_HEADER:
            self.cut.append(f"A header is longer than {MAX_HEADER:,} characters; it was cut.")
        found = _FIELD.match(whole[:MAX_HEADER])
        if found:
            headers.append((found[1].decode("ascii").lower(), decoded_words(decode(found[2]).text)))


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the delimiters (RFC 2046 section 5.1.1), the last one maybe open."""
    delimiter = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces, start = [], -1
    for found in delimiter.finditer(body):
        if start >= 0:
            pieces.append(body[start : found.start()])
        start = found.end()
        start += len(body[start : start + 2]) - len(body[start : start + 2].lstrip(b"\r\n"))
        if found[1]:
            return pieces
        if len(pieces) > 10_000:
            break
    if start >= 0:
        pieces.append(body[start:])
    return pieces


def parameters(value: str) -> dict[str, str]:
    """The parameters of a ``Content-Type``-like header, the first of each name, RFC 2231 undone."""
    found: dict[str, str] = {}
    for name, quoted, bare in _PARAMETER.findall(value[:4_000]):
        given = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
        key = name.lower()
        if key.endswith("*") or "*" in key:
            key, given = key.split("*")[0], _extended(given) if key.endswith("*") else given
            found[key] = found.get(key, "") + given
        else:
            found.setdefault(key, given)
    return found


def _extended(value: str) -> str:
    charset, mark, rest = value.partition("'")
    if not mark or "'" not in rest:
        return decode_as(unquote_to_bytes(value), "utf-8")
    return decode_as(unquote_to_bytes(rest.partition("'")[2]), charset)


def decoded_words(value: str) -> str:
    """A header with its encoded words (RFC 2047) decoded, white space made single."""

    def word(found: re.Match[str]) -> str:
        charset, encoding, payload = found[1].split("*")[0], found[2].lower(), found[3]
        raw = payload.encode("ascii", "replace")
        plain = _unbase64(raw) if encoding == "b" else binascii.a2b_qp(raw, header=True)
        return decode_as(plain, charset)

    if "=?" in value:
        value = _ENCODED.sub(word, value)
    return " ".join(value.replace("\0", "\ufffd").split())


def _unbase64(raw: bytes) -> bytes:
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", raw.partition(b"=")[0] if b"=" in raw else raw)
    return binascii.a2b_base64(clean[: len(clean) // 4 * 4] + _tail(clean))


def _tail(clean: bytes) -> bytes:
    rest = clean[len(clean) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) >= 2 else b""


def decode_as(data: bytes, charset: str) -> str:
    """Bytes in a claimed charset; if there is no such charset or it does not fit, as ``decode``."""
    name = charset.strip().strip("'\"").lower()
    name = _ALIASES.get(name, name)
    if not re.fullmatch(r"[a-z0-9][a-z0-9._:-]{0,39}", name) or name.startswith(
        ("idna", "punycode")
    ):
        return decode(data).text
    try:
        return data.decode(name)
    except (LookupError, ValueError, AssertionError):  # unknown, no text codec, or does not fit
        return decode(data).text


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the lines that ``format=flowed`` broke (RFC 3676 section 4.1).

    >>> unflow("We will \\nnot accept.\\n> Quoted \\n> words.\\n")
    'We will not accept.\\n> Quoted words.\\n'
    """
    joined: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        quotes = re.match(r">*", line)
        depth = len(quotes[0]) if quotes else 0
        words = line[depth:].removeprefix(" ")
        if open_depth == depth and words != "-- " and joined:
            joined[-1] += words
        else:
            joined.append((">" * depth + " " if depth else "") + words)
        open_depth = -1
        if words.endswith(" ") and words != "-- ":
            open_depth = depth
            if delete_space:
                joined[-1] = joined[-1][:-1]
    return "\n".join(joined)

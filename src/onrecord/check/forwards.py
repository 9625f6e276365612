"""Opening forwarded and quoted mail down to the words that were first sent.

A text is read as a tree: a message holds its own words and the messages that it quotes. A quoted
message begins at a line that mail programs write (``-----Original Message-----``, ``Begin
forwarded message:``, a block of ``From: Sent: To: Subject:``, ``On ... wrote:``) or where lines
begin with ``>``. English and Spanish, and the marks of French, German, Italian and Portuguese.

>>> mail = opened("See below.\\n\\nOn 1 Mar 2031, Rosa wrote:\\n> We'll be back.\\n")
>>> mail.inner[0].claims, mail.inner[0].pieces
([('from', 'Rosa'), ('date', '1 Mar 2031')], ["We'll be back."])
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MAX_DEPTH = 40
_MAX_LINES = 100_000

_NAMES = (
    r"original message|original appointment|original e-?mail|forwarded message(?: follows)?"
    r"|forwarded (?:by|message from)\b.{0,120}|mensaje (?:original|reenviado)|correo (?:original"
    r"|reenviado)|reenviado por\b.{0,120}|message (?:d'origine|transféré)|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|messaggio (?:originale|inoltrato)"
    r"|mensagem (?:original|encaminhada)"
)
_MARK = re.compile(
    rf"\s*(?:[-_=*~ ]{{2,}}\s*(?:{_NAMES})\s*:?\s*[-_=*~ ]*"
    r"|\**(?:begin forwarded message|start of forwarded message|forwarded message"
    r"|(?:inicio|comienzo) del mensaje (?:reenviado|original)|mensaje reenviado|début du message"
    r" (?:réexpédié|transféré)|anfang der weitergeleiteten nachricht|inizio messaggio inoltrato"
    r"|início da mensagem (?:reencaminhada|encaminhada))\**\s*:\**)\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:_{10,}|-{20,}|={20,})\s*")
_FIELDS = {
    "from": ("from", "de", "von", "da"),
    "date": (
        *("date", "sent", "fecha", "enviado", "enviado el", "enviada el", "enviado em"),
        *("envoyé", "gesendet", "datum", "data", "inviato"),
    ),
    "subject": ("subject", "asunto", "objet", "betreff", "oggetto", "assunto"),
    "to": ("to", "para", "à", "an", "a"),
    "other": (
        *("cc", "cco", "bcc", "reply-to", "responder a", "attachments", "adjuntos"),
        *("archivos adjuntos", "importance", "importancia"),
    ),
}
_FIELD_OF = {word: name for name, words in _FIELDS.items() for word in words}
_HEADER = re.compile(r"\s*\**([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ -]{0,20}?)\s*:\**(?:\s+(.*?))?\s*\Z", re.DOTALL)
_WROTE = re.compile(
    r"\s*(?:(?:on|el|le|am|il|em|no dia)\s.{4,320}"
    r"|.{2,160}(?:<[^<>\s]+@[^<>\s]+>|\(\S+@\S+\)).{0,120}"
    r"|.{2,100}\bon\s.{5,80}|.{2,100}\d{4}.{0,60})"
    r"\s*(?:wrote|writes|said|escribi[óo]|a écrit|schrieb.{0,100}|ha scritto|escreveu)\s*:\s*",
    re.IGNORECASE | re.DOTALL,
)
_STAMPED = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}|@")
_WHO_WHEN = re.compile(
    r"\s*(?:on|el|le|am|il|em)\s+(?P<date>.*?(?:\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s*m\b\.?)?"
    r"(?:\s*(?:[+-]\d{4}|(?:UTC|GMT|[A-Z]{1,3}[SD]T|CES?T)\b|\([^)]*\)))*|\d{4}(?!.{0,40}\d{1,2}:\d{2})))\s*,?\s+(?P<who>.*?)"
    r"\s*(?:wrote|writes|said|escribi[óo]|a écrit|schrieb|ha scritto|escreveu)\s*:\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_WHO = re.compile(r"\s*(?P<who>.*?)(?:\s+on\s.*)?\s+(?:wrote|writes|escribi[óo])", re.I | re.DOTALL)
_QUOTED = re.compile(r" ?[>»](?!From ) ?")
_FOOTER = re.compile(
    r"\s*(?:--\s?\Z|(?:[-_*]{3,}\s*)?(?:you (?:have )?received this (?:message|e-?mail)"
    r"|you are receiving|to (?:unsubscribe|stop receiving|manage your)|unsubscribe\b"
    r"|sent from (?:my|mail for|yahoo|outlook)|get outlook for|sent (?:with|via|using) "
    r"|enviado desde|obtener outlook|para (?:cancelar|darse de baja|anular)"
    r"|(?:recib(?:e|iste|ió)|ha recibido) este (?:mensaje|correo)"
    r"|this (?:e-?mail|message) (?:has been|was) (?:checked|scanned|sent)"
    r"|(?:libre de virus|virus-free)"
    r"|this (?:e-?mail|message)(?: and any| is confidential|, including| may contain)"
    r"|este (?:correo|mensaje)(?: electrónico)?(?: y| es confidencial| ha sido| contiene)"
    r"|aviso (?:legal|de confidencialidad)|confidentiality notice|disclaimer:"
    r"|caution: this email|do you yahoo|.{1,60}mailing list\s*\Z))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Message:
    """A message in a text: what it claims, its own words, and the messages that it quotes.

    ``order`` keeps words and messages as they stood: (``words``, ``header`` or ``footer``, text)
    and (``message``, its number in ``inner``).
    """

    claims: list[tuple[str, str]] = field(default_factory=list)
    inner: list[Message] = field(default_factory=list)
    order: list[tuple[str, str | int]] = field(default_factory=list)

    @property
    def pieces(self) -> list[str]:
        """Its own words, without headers and footers."""
        return [str(text) for kind, text in self.order if kind == "words"]


def opened(text: str) -> Message:
    """Read a text with LF as a tree of messages."""
    lines = text.split("\n")
    message = _read(lines[:_MAX_LINES], 0)
    if rest := "\n".join(lines[_MAX_LINES:]):
        message.order.append(("words", rest))
    return message


def _read(lines: list[str], depth: int) -> Message:
    message = Message()
    own: list[str] = []
    at = 0
    while at < len(lines):
        found = _begin(lines, at) if depth < _MAX_DEPTH else None
        if found is None:
            own.append(lines[at].removeprefix(">") if lines[at].startswith(">From ") else lines[at])
            at += 1
            continue
        _words(message, own)
        own = []
        claims, start, end, quoted = found
        header = "\n".join(lines[at:start]).strip()
        body = _unquoted(lines[start:end]) if quoted else lines[start:end]
        inner = _read(body, depth + 1)
        inner.claims = claims + inner.claims
        if header:
            message.order.append(("header", header))
        message.order.append(("message", len(message.inner)))
        message.inner.append(inner)
        at = end
    _words(message, own)
    return message


def _words(message: Message, own: list[str]) -> None:
    cut = footer_start(own)
    for kind, lines in (("words", own[:cut]), ("footer", own[cut:])):
        text = "\n".join(lines).strip("\n")
        if text.strip() and not (kind == "words" and _RULE.fullmatch(text)):
            message.order.append((kind, text))


def footer_start(lines: list[str]) -> int:
    """Where what programs add below a message begins; ``len(lines)`` if nothing does.

    >>> footer_start(["No deal.", "", "-- ", "LWG", "Sent from my phone"])
    2
    """
    last = len(lines)
    first = max(0, last - 25)
    for at in range(first, last):
        ruled = _RULE.fullmatch(lines[at]) and any(map(_FOOTER.match, lines[at + 1 : at + 4]))
        if ruled or _FOOTER.match(lines[at]):
            return at
    return last


Begin = tuple[list[tuple[str, str]], int, int, bool]


def _begin(lines: list[str], at: int) -> Begin | None:
    """A quoted message that begins at this line: its claims, where its body starts and ends, and
    whether its lines bear ``>``."""
    line = lines[at]
    if not line.strip():
        return None
    if _QUOTED.match(line):
        return [], at, _quoted_end(lines, at), True
    if _MARK.fullmatch(line) or (
        _RULE.fullmatch(line) and _headers(lines, _skip(lines, at + 1), 3)
    ):
        start = _skip(lines, at + 1)
        return _after_headers(lines, start, _headers(lines, start, 1))
    if line.lstrip(" *")[:1].isalpha() and (found := _headers(lines, at, 3)):
        return _after_headers(lines, at, found)
    return _attribution(lines, at)


def _after_headers(
    lines: list[str], start: int, found: tuple[list[tuple[str, str]], int] | None
) -> Begin:
    claims, end = found or ([], start)
    body = _skip(lines, end)
    if body < len(lines) and _QUOTED.match(lines[body]):
        return claims, body, _quoted_end(lines, body), True
    return claims, body, len(lines), False


def _skip(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _headers(lines: list[str], at: int, least: int) -> tuple[list[tuple[str, str]], int] | None:
    """A block of header lines: its claims and where it ends. ``least`` different ones, with
    ``from`` and a date or subject among them, unless one is enough."""
    found: dict[str, str] = {}
    end = at
    limit = min(len(lines), at + 40)
    while end < limit:
        name, value = _header(lines[end])
        if name:
            found.setdefault(name, value)
            end += 1
        elif not lines[end].strip() and found and _next_is_header(lines, end):
            end = _skip(lines, end)
        elif found and lines[end].strip() and _continues(lines, end):
            end += 1
        else:
            break
    if len(found) < least or (
        least > 1 and not ("from" in found and found.keys() & {"date", "subject"})
    ):
        return None
    order = ("from", "date", "subject")
    return [(name, found[name]) for name in order if found.get(name)], end


def _header(line: str) -> tuple[str | None, str]:
    if len(line) > 4_000 or not (found := _HEADER.match(line)):
        return None, ""
    return _FIELD_OF.get(found[1].strip().lower()), (found[2] or "").strip(" *")


def _next_is_header(lines: list[str], at: int) -> bool:
    after = _skip(lines, at)
    return after < len(lines) and after - at <= 2 and _header(lines[after])[0] is not None


def _continues(lines: list[str], at: int) -> bool:
    if lines[at][:1] in (" ", "\t") or lines[at - 1].rstrip().endswith((",", ";")):
        return True
    return at + 1 < len(lines) and _header(lines[at + 1])[0] is not None


def _attribution(lines: list[str], at: int) -> Begin | None:
    whole = ""
    for end in range(at, min(at + 4, len(lines))):
        if not lines[end].strip() or _QUOTED.match(lines[end]) or len(whole) > 500:
            return None
        whole = f"{whole} {lines[end].strip()}".strip()
        if whole.endswith((":", ":*")):
            if len(whole) < 600 and _WROTE.fullmatch(whole):
                return _after_attribution(lines, end + 1, whole)
            return None
    return None


def _after_attribution(lines: list[str], end: int, whole: str) -> Begin | None:
    start = _skip(lines, end)
    if start < len(lines) and _QUOTED.match(lines[start]):
        return _who(whole), start, _quoted_end(lines, start), True
    if start < len(lines) and _STAMPED.search(whole):
        return _who(whole), start, len(lines), False
    return None


def _who(whole: str) -> list[tuple[str, str]]:
    if found := _WHO_WHEN.match(whole):
        return [("from", found["who"].strip(" ,")), ("date", found["date"].strip(" ,"))]
    found = _WHO.match(whole)
    return [("from", found["who"].strip(" ,"))] if found else []


def _quoted_end(lines: list[str], at: int) -> int:
    """Where a run of ``>`` lines ends; lines that a mail program wrapped belong to it."""
    end = at
    while end < len(lines):
        if _QUOTED.match(lines[end]):
            end += 1
        elif not lines[end].strip():
            after = _skip(lines, end)
            if after >= len(lines) or not _QUOTED.match(lines[after]):
                return end
            end = after
        elif _is_wrapped(lines, end):
            end += 1
        else:
            return end
    return end


def _is_wrapped(lines: list[str], at: int) -> bool:
    # The end of a long quoted line, pushed onto a line of its own: no empty line on either side.
    before, here = lines[at - 1], lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else ""
    mark = _QUOTED.match(before)
    if not mark or len(before) < 60 or len(here) > 50 or not before[mark.end() :].strip():
        return False
    return bool(_QUOTED.match(after)) or (
        not after.strip() and len(here) < 25 and here[:1].islower()
    )


def _unquoted(lines: list[str]) -> list[str]:
    plain: list[str] = []
    for at, line in enumerate(lines):
        found = _QUOTED.match(line)
        if found:
            plain.append(line[found.end() :])
        elif line.strip() and at and plain:
            plain[-1] = f"{plain[-1].rstrip()} {line.strip()}"
        else:
            plain.append(line)
    return plain

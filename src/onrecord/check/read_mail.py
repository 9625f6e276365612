"""A mail: its own words, what it forwards down to the first message, and what it hides.

``From``, ``Date`` and ``Subject`` are claims of whoever typed them, never proof: those of the mail
itself, and as ``original-from`` and so on those of the innermost message. Plain text and HTML of
one mail are compared; where their words differ both are kept and the difference is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from onrecord.check import forwards
from onrecord.check.html_meta import day_of
from onrecord.check.mime import MailPart, parse_mail
from onrecord.check.raw import Builder, Limits, Raw
from onrecord.check.read_html import Hidden, add_hidden, page_text, parse

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_ANGLE = re.compile(r"<([^<>]{0,320})>")
_NOT_WORDS = re.compile(
    r"<?\b(?:https?://|mailto:|www\.)\S{1,2000}|\[(?:image|cid|imagen)\s*:[^\]]{0,200}\]|^[> \t]+"
    r"|^\s*\d{1,3}[.)]\s",
    re.MULTILINE | re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def read_mail(data: bytes, limits: Limits) -> Raw:
    """An Internet message (.eml); any bytes give some reading."""
    mail = parse_mail(data, limits)
    reader = _MailReader(limits)
    reader.read(mail, 0)
    raw = reader.raw
    raw.claims = [*_claims(mail), *reader.original]
    raw.tricks = [*_sender_tricks(mail), *reader.raw.tricks]
    raw.unread = [*mail.cut, *raw.unread]
    raw.tricks += add_hidden(reader.built, reader.hidden)
    raw.text, raw.parts = reader.built.text, reader.built.parts
    days = [
        day
        for name, value in reversed(raw.claims)
        if name.endswith("date") and (day := day_of(value))
    ]
    raw.published = days[0] if days else None
    return raw


def _claims(mail: MailPart) -> list[tuple[str, str]]:
    names = ("from", "date", "subject", "to", "reply-to")
    return [(name, value[:500]) for name in names for value in mail.all(name)[:3]]


def sender(value: str) -> tuple[str, str]:
    """Display name and address of a ``From``: the address is the one in the last angle brackets.

    >>> sender("president@union.example <x@evil.test>")
    ('president@union.example', 'x@evil.test')
    """
    found = _ANGLE.findall(value[:2_000])
    if found:
        return value[: value.rfind("<")].strip().strip('"').strip(), found[-1].strip()
    return "", value.strip()


def _sender_tricks(mail: MailPart) -> Iterator[tuple[str, None, str]]:
    froms = mail.all("from")
    if len(froms) > 1:
        yield "two-senders", None, (
            f"The mail names {len(froms)} senders in {len(froms)} From lines; mail programs show"
            " different ones."
        )  # fmt: skip
    for value in froms[:3]:
        name, address = sender(value)
        for shown in _ADDRESS.findall(name):
            if shown.lower() != address.lower():
                yield "display-name", None, (
                    f"The sender's name looks like the address {shown}, but the mail says that it"
                    f" comes from {address or 'nobody'}."
                )  # fmt: skip
        if len(_ANGLE.findall(value)) > 1 or (not name and value.count("@") > 1):
            yield "two-senders", None, "The From line names more than one address."
    for name in ("subject", "date"):
        if len(set(mail.all(name))) > 1:
            yield "repeated-header", None, (
                f"The mail has more than one {name.capitalize()} line; mail programs show different"
                " ones."
            )  # fmt: skip


class _MailReader:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.raw = Raw("mail", "")
        self.built = Builder()
        self.hidden: list[Hidden] = []
        self.original: list[tuple[str, str]] = []
        self._deepest = 0

    def read(self, mail: MailPart, level: int) -> None:
        """One message and those attached to it; ``level`` counts how many it lies within."""
        attached: list[MailPart] = []
        bodies = list(self._bodies(mail, attached))
        trees = [forwards.opened(text) for text in bodies]
        for tree in trees:
            if level:
                self._note(_claims(mail), level)
            self._emit(tree, level, holds_more=bool(attached))
        for inner in attached:
            self.read(inner, level + 1)

    def _bodies(self, part: MailPart, attached: list[MailPart]) -> Iterator[str]:
        """The texts shown, in order; messages attached go to ``attached``."""
        if part.type == "multipart/alternative":
            yield from self._alternative(part, attached)
        elif part.type in ("message/rfc822", "message/global"):
            attached.extend(part.inner)
        elif part.inner:
            for inner in part.inner:
                yield from self._bodies(inner, attached)
        elif part.type.startswith("multipart/"):
            self.raw.unread.append("A part of the mail is empty.")
        elif part.filename.lower().endswith(".eml"):
            attached.append(parse_mail(part.payload(), self.limits))
        elif part.is_attached or not part.type.startswith("text/") or part.type == "text/calendar":
            self._leave(part)
        else:
            yield self._shown(part)

    def _leave(self, part: MailPart) -> None:
        if part.type in ("application/pgp-signature", "application/pkcs7-signature",
                         "message/delivery-status"):  # fmt: skip
            return
        inline_picture = part.type.startswith("image/") and part.header("content-id")
        name = f" “{part.filename}”" if part.filename else ""
        what = "A picture in the mail" if inline_picture else "An attachment"
        self.raw.unread.append(
            f"{what}{name} ({part.type}) was not read; save it and check it apart."
        )

    def _shown(self, part: MailPart) -> str:
        return self._html(part) if part.type == "text/html" else part.text()

    def _html(self, part: MailPart) -> str:
        page = page_text(parse(part.text()), self.limits, article=False)
        self.hidden += page.hidden
        return "\n\n".join(page.visible)

    def _alternative(self, part: MailPart, attached: list[MailPart]) -> Iterator[str]:
        """One of the forms if they say the same; all of them, reported, if they do not."""
        shown: list[str] = []
        for inner in part.inner:
            shown += [text for text in self._bodies(inner, attached) if text.strip()]
        kept = shown[:1]
        for other in shown[1:]:
            if difference := _difference(shown[0], other):
                kept.append(other)
                self.raw.tricks.append(("html-plain-mismatch", None, difference))
        yield from kept

    def _note(self, claims: list[tuple[str, str]], depth: int) -> None:
        if claims and depth > self._deepest:
            self._deepest = depth
            self.original = [
                (f"original-{name}", value[:500]) for name, value in claims if name in _ORIGINAL
            ]

    def _emit(self, message: forwards.Message, depth: int, *, holds_more: bool) -> None:
        leaf = not message.inner and not holds_more
        kind = "visible" if depth == 0 else "quoted-original" if leaf else "quoted"
        for what, value in message.order:
            if what == "message" and isinstance(value, int):
                inner = message.inner[value]
                self._note(inner.claims, depth + 1)
                self._emit(inner, depth + 1, holds_more=False)
            else:
                self.built.add(kind if what == "words" else what, str(value), apart=what == "words")


_ORIGINAL = ("from", "date", "subject")


def _difference(plain: str, html: str) -> str | None:
    """In a sentence, where the words of two forms of one mail first differ."""
    one, two = _words(plain), _words(html)
    if one == two:
        return None
    at = next((n for n, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]),
              min(len(one), len(two)))  # fmt: skip
    left, right = (" ".join(words[max(0, at - 3) : at + 5]) for words in (one, two))
    return (
        "The plain text and the HTML of this mail differ, and mail programs show one or the other:"
        f" “{left[:100]}” against “{right[:100]}”."
    )


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", _NOT_WORDS.sub(" ", text)).replace("’", "'").casefold()
    return _WORD.findall(plain.replace("_", " "))

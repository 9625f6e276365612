r"""A communication: one official act of speech, as the canonical text that officers sign.

The layout is specified in ``docs/spec/communication.md``. In short: ``key: value`` lines in a fixed
order, the first naming the format, then, for a text kept in the log, one empty line and the text.

>>> text = '''on-record/communication/v1
... record: lwg.example/record
... id: email-to-members
... own: LWG
... class: public
... to: members
... channel: email
... made: 2031-03-01T20:00:00-08:00
... zone: America/Los_Angeles
... language: en
... series: official 1
... previous: none
... root: 1
... after: none
... act: promise
...  by: LWG
...  to: members
...  what: further information
...  due: after meeting 2031-03-04
... body: text
...
... We'll be back in communication with you.
... '''
>>> email = parse_communication(text)
>>> email.id, email.threshold_kind, email.acts[0].type
('email-to-members', 'own', 'promise')
>>> str(email) == text
True
>>> parse_communication(text.replace("official 1", "official 01"))
Traceback (most recent call last):
    ...
onrecord.domain.errors.Malformed: '01' is not a plain decimal number
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.domain.act import Act, parse_acts
from onrecord.domain.commitment import Commitment, parse_commitment
from onrecord.domain.errors import Malformed
from onrecord.domain.moment import Moment, parse_moment
from onrecord.domain.party import AUDIENCES, check_audience, check_party_id
from onrecord.domain.reference import (
    After,
    Reference,
    none_or,
    parse_optional_after,
    parse_optional_reference,
    parse_reference,
)
from onrecord.domain.strict import decimal, excerpt, unhex
from onrecord.domain.text import (
    Lines,
    check_identifier,
    check_line,
    check_origin,
    check_text,
    check_zone,
    pairs,
    split_list,
    utf8,
)

FORMAT = "on-record/communication/v1"
MAX_STATEMENT = 62_000
"""Bytes of a whole statement; what an entry holds beyond them is for signatures."""
MAX_TEXT = 60_000
"""Bytes of a text kept in the statement; a longer one is kept beside the log, by its digest."""
MAX_ATTACHMENTS = 100
CLASSES = ("public", "members")
CERTAINTIES = ("minor", "disputed", "unverified")
"""How sure what is entered is, where its source alone does not settle it: one minor source, sources
that differ, none that could be checked. What is unverified decides nothing."""
LINKS = ("corrects", "supersedes", "withdraws", "replies-to", "fulfils", "translates")

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?\Z")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\Z")
_SERIES = re.compile(r"[a-z0-9][a-z0-9-]{0,31}\Z")


@dataclass(frozen=True, slots=True)
class Series:
    """A numbered series of own communications and the number in it, from 1."""

    name: str
    number: int

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept beside the log: SHA-256 (32 bytes), size in bytes, media type, file name."""

    digest: bytes
    size: int
    media_type: str
    name: str

    def __str__(self) -> str:
        return f"{self.digest.hex()} {self.size} {self.media_type} {self.name}"


@dataclass(frozen=True, slots=True)
class TextBody:
    """A text in the statement itself: LF lines, ``MAX_TEXT`` bytes at most."""

    text: str

    def __str__(self) -> str:
        return "text"


@dataclass(frozen=True, slots=True)
class DigestBody:
    """A text kept beside the log: SHA-256 (32 bytes) and size in bytes."""

    digest: bytes
    size: int

    def __str__(self) -> str:
        return f"digest {self.digest.hex()} {self.size}"


@dataclass(frozen=True, slots=True)
class MembersBody:
    """Content that only members can open, by its commitment (``domain/commitment.py``)."""

    commitment: Commitment

    def __str__(self) -> str:
        return f"members {self.commitment}"


Body = TextBody | DigestBody | MembersBody | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication:
    """One communication, own or entered. ``str()`` is its canonical text.

    ``by`` is who speaks: the owner's side if ``own``, else whom the record quotes, with
    ``source``. ``class_`` is one of ``CLASSES``. ``links`` maps some of ``LINKS`` to references,
    as pairs in that order. ``body`` is None where no text is recorded. Values are checked by
    ``parse_communication`` and ``checked``, not on construction.
    """

    record: str
    id: str
    own: bool
    by: tuple[str, ...]
    class_: str = "public"
    speaker: str | None = None
    role: str | None = None
    to: tuple[str, ...]
    channel: str
    outlet: str | None = None
    source: str | None = None
    certainty: str | None = None
    made: Moment
    zone: str
    language: str = "en"
    title: str | None = None
    series: Series | None = None
    previous: Reference | None = None
    root: int
    after: After | None = None
    links: tuple[tuple[str, Reference], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    acts: tuple[Act, ...] = ()
    body: Body = None

    def __str__(self) -> str:
        return f"{FORMAT}\n{pairs(self._head())}{self._tail()}"

    def _head(self) -> Iterator[tuple[str, object | None]]:
        yield from (("record", self.record), ("id", self.id))
        yield ("own" if self.own else "entered"), ", ".join(self.by)
        yield from (("class", self.class_), ("speaker", self.speaker), ("role", self.role))
        yield from (("to", ", ".join(self.to)), ("channel", self.channel))
        yield from (("outlet", self.outlet), ("source", self.source))
        yield from (("certainty", self.certainty), ("made", self.made))
        yield from (("zone", self.zone), ("language", self.language), ("title", self.title))
        if self.series is not None:
            yield from (("series", self.series), ("previous", none_or(self.previous)))
        yield from (("root", self.root), ("after", none_or(self.after)))
        yield from self.links
        yield from (("attachment", held) for held in self.attachments)

    def _tail(self) -> str:
        acts = "".join(str(act) for act in self.acts)
        body = f"body: {'none' if self.body is None else self.body}\n"
        text = f"\n{self.body.text}" if isinstance(self.body, TextBody) else ""
        return acts + body + text

    def link(self, name: str) -> Reference | None:
        """The reference of the link ``name`` (one of ``LINKS``); None where there is none."""
        return dict(self.links).get(name) if self.links else None

    @property
    def text(self) -> str | None:
        """The text in the statement itself; None where there is none or it is kept elsewhere."""
        return self.body.text if isinstance(self.body, TextBody) else None

    @property
    def threshold_kind(self) -> str:
        """Which threshold of the officer root it needs: ``decision``, ``own`` or ``entered``."""
        if not self.own:
            return "entered"
        decides = self.class_ == "public" and any(act.decides for act in self.acts)
        return "decision" if decides else "own"

    @property
    def parties_named(self) -> frozenset[str]:
        """Every party id that its visible parts name, for a check against the record's parties."""
        named = {name for name in (*self.by, *self.to) if name not in AUDIENCES}
        return frozenset(named.union(*(act.parties_named for act in self.acts)))


def parse_communication(text: str) -> Communication:
    """Read a communication in its canonical text form.

    Raises:
        Malformed: any other form; the message names the line or the field.
    """
    utf8(text, "the communication", MAX_STATEMENT)
    head, blank, body = text.partition("\n\n")
    if not blank and not text.endswith("\n"):
        raise Malformed("the communication does not end with a line end")
    lines = Lines((head if blank else text[:-1]).split("\n"), "communication")
    found = _parse(lines, body if blank else None)
    if str(found) != text:
        raise Malformed("the communication is not in its canonical form")
    return found


def checked(communication: Communication) -> Communication:
    """``communication``, if its text reads back as itself.

    Raises:
        Malformed: a value that cannot stand where it stands.
    """
    if parse_communication(str(communication)) != communication:
        raise Malformed("a value of the communication would be read as something else")
    return communication


def parse_attachment(text: str) -> Attachment:
    """Read ``<sha256 hex> <bytes> <media type> <file name>``.

    Raises:
        Malformed: any other spelling, or a name that is a path.
    """
    parts = text.split(" ", 3)
    if len(parts) != 4:
        raise Malformed(f"{excerpt(text)} is not a digest, a size, a media type and a file name")
    digest, size, media_type, name = parts
    return Attachment(
        unhex(digest, size=32),
        decimal(size),
        check_media_type(media_type),
        check_file_name(name),
    )


def check_media_type(value: str) -> str:
    """A lower-case media type without parameters.

    Raises:
        Malformed: anything else.
    """
    if not _MEDIA_TYPE.match(value):
        raise Malformed(f"{excerpt(value)} is not a media type such as application/pdf")
    return value


def check_file_name(value: str) -> str:
    """A file name that is no path: no slash, backslash or leading dot; 255 bytes at most.

    Raises:
        Malformed: anything else.
    """
    check_line(value, "file name")
    utf8(value, "file name", 255)
    if value.startswith(".") or "/" in value or "\\" in value:
        raise Malformed(f"{excerpt(value)} is a path or begins with a dot; give a file name")
    return value


def check_language(value: str) -> str:
    """A language tag of at most language, script and region: ``en``, ``zh-Hant-TW``, ``es-419``.

    Raises:
        Malformed: anything else.
    """
    if not _LANGUAGE.match(value):
        raise Malformed(f"language {excerpt(value)} is not a tag such as en or es-419")
    return value


def check_certainty(value: str) -> str:
    """One of ``CERTAINTIES``.

    Raises:
        Malformed: anything else.
    """
    if value not in CERTAINTIES:
        raise Malformed(f"certainty {excerpt(value)} is not {', '.join(CERTAINTIES)}")
    return value


def check_series(value: str) -> str:
    """A series name: ``[a-z0-9][a-z0-9-]{0,31}``.

    Raises:
        Malformed: anything else.
    """
    if not _SERIES.match(value):
        raise Malformed(f"series {excerpt(value)} is not a name such as official")
    return value


def _parse(lines: Lines, body: str | None) -> Communication:
    lines.literal(FORMAT)
    record, identifier = check_origin(lines.take("record")), check_identifier(lines.take("id"))
    own, by = _parse_by(lines)
    return _check_whole(
        Communication(
            record=record,
            id=identifier,
            own=own,
            by=by,
            class_=_parse_class(lines.take("class")),
            speaker=lines.maybe("speaker"),
            role=lines.maybe("role"),
            to=tuple(check_audience(name) for name in split_list(lines.take("to"), "to")),
            channel=lines.take("channel"),
            outlet=lines.maybe("outlet"),
            source=lines.maybe("source") if own else lines.take("source"),
            certainty=_parse_certainty(lines.maybe("certainty")),
            made=parse_moment(lines.take("made")),
            zone=check_zone(lines.take("zone")),
            language=check_language(lines.take("language")),
            title=lines.maybe("title"),
            series=_parse_series(lines.take("series")) if own else None,
            previous=parse_optional_reference(lines.take("previous")) if own else None,
            root=decimal(lines.take("root")),
            after=parse_optional_after(lines.take("after")),
            links=tuple(_parse_links(lines)),
            attachments=tuple(parse_attachment(value) for value in lines.many("attachment")),
            acts=parse_acts(lines),
            body=_parse_body(lines, body),
        )
    )


def _parse_by(lines: Lines) -> tuple[bool, tuple[str, ...]]:
    entered = lines.maybe("entered")
    names = lines.take("own") if entered is None else entered
    return entered is None, tuple(check_party_id(name) for name in split_list(names, "by"))


def _parse_class(value: str) -> str:
    if value not in CLASSES:
        raise Malformed(f"class {excerpt(value)} is not public or members")
    return value


def _parse_certainty(value: str | None) -> str | None:
    return None if value is None else check_certainty(value)


def _parse_series(value: str) -> Series:
    name, _, number = value.partition(" ")
    return Series(check_series(name), decimal(number))


def _parse_links(lines: Lines) -> Iterator[tuple[str, Reference]]:
    for name in LINKS:
        if (value := lines.maybe(name)) is not None:
            yield name, parse_reference(value)


def _parse_body(lines: Lines, text: str | None) -> Body:
    value = lines.take("body")
    lines.end()
    if (value == "text") != (text is not None):
        raise Malformed("a text stands beneath 'body: text', after one empty line, and only there")
    if text is not None:
        utf8(text, "the text", MAX_TEXT)
        return TextBody(check_text(text, "the text"))
    kind, _, rest = value.partition(" ")
    return None if value == "none" else _parse_distant_body(kind, rest)


def _parse_distant_body(kind: str, rest: str) -> DigestBody | MembersBody:
    if kind == "members":
        return MembersBody(parse_commitment(rest))
    if kind != "digest":
        raise Malformed(f"body {excerpt(kind)} is not text, none, digest or members")
    digest, _, size = rest.partition(" ")
    if decimal(size) == 0:
        raise Malformed("body: digest of 0 bytes is written 'none'")
    return DigestBody(unhex(digest, size=32), decimal(size))


def _check_whole(found: Communication) -> Communication:
    """What no single line can tell: the rules between the lines."""
    if found.root == 0:
        raise Malformed("root 0 is no version of an officer root; the first is 1")
    if found.own and found.source is not None:
        raise Malformed("source is for what is entered; an own communication has none")
    if found.own and found.certainty is not None:
        raise Malformed("certainty is for what is entered; an own communication has none")
    if found.series and (found.series.number == 1) != (found.previous is None):
        raise Malformed("previous is 'none' for number 1 of a series, and only for it")
    if found.series and found.series.number == 0:
        raise Malformed("numbers of a series begin at 1")
    if len(found.attachments) > MAX_ATTACHMENTS:
        raise Malformed(f"{len(found.attachments)} attachments; {MAX_ATTACHMENTS} are allowed")
    _check_class(found)
    return found


def _check_class(found: Communication) -> None:
    if (found.class_ == "members") != isinstance(found.body, MembersBody):
        raise Malformed("class members goes with body: members, and the other way about")
    spoken = (found.speaker, found.role, found.outlet, found.title)
    if found.class_ == "members" and (any(spoken) or found.attachments or found.acts):
        raise Malformed(
            "class members hides speaker, role, outlet, title, attachments and acts; "
            "they belong inside the committed content"
        )

r'''Communications as people write them: a TOML file, read all or nothing.

The form is described in ``docs/spec/communication.md``. One fault anywhere refuses the file, in
one line that names the place:

>>> source = read_source(b"""
... [record]
... origin = "lwg.example/record"
... owner = "LWG"
... time_zone = "Europe/London"
...
... [[communication]]
... id = "talks-open"
... own = true
... by = "LWG"
... to = ["press", "members"]
... channel = "announcement"
... made = 2031-02-20
... """, "talks.toml")
>>> draft = source.drafts[0]
>>> draft.id, str(draft.made), draft.zone, draft.series
('talks-open', '2031-02-20', 'Europe/London', 'official')
>>> read_source(b'[[communication]]\nid = "talks-open"\nbye = "LWG"', "talks.toml")
... # doctest: +ELLIPSIS
Traceback (most recent call last):
    ...
onrecord...SourceError: talks.toml:1: communication 'talks-open' has no own; add own = ...
'''

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from onrecord.domain.act import Act, Position, check_act, check_position, position_of
from onrecord.domain.act_types import ACT_TYPES, POSITION_FIELDS, Field
from onrecord.domain.act_values import Kind, Value
from onrecord.domain.commitment import Commitment
from onrecord.domain.communication import (
    CLASSES,
    LINKS,
    Attachment,
    check_certainty,
    check_file_name,
    check_language,
    check_media_type,
    check_series,
)
from onrecord.domain.draft import AttachedFile, Draft, attached
from onrecord.domain.errors import Malformed
from onrecord.domain.moment import Moment, zone_named
from onrecord.domain.party import (
    AUDIENCES,
    Party,
    check_audience,
    check_party_id,
    check_party_names,
    check_role,
)
from onrecord.domain.reference import After, Reference
from onrecord.domain.source_table import (
    Float,
    Origin,
    SourceError,
    Table,
    canonical_text,
    fault,
    hint,
    joined,
    kind_of,
    line,
    lines,
    moment,
    number,
    numbers,
    one_line,
    yes_no,
)
from onrecord.domain.strict import excerpt
from onrecord.domain.text import check_identifier, check_origin, split_list
from onrecord.domain.toml_lines import TooMuch, Where, locate

__all__ = [
    "AttachedFile",
    "Draft",
    "RecordTable",
    "Source",
    "SourceError",
    "attached",
    "read_source",
]

MAX_SOURCE = 4 * 1024 * 1024
DEFAULT_SERIES = "official"
MEDIA_TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "md": "text/markdown",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What an attachment is where its table names no ``type``, by the end of its name."""

_PLACE = re.compile(r" \((?:at line ([0-9]+), column [0-9]+|at end of document)\)\Z")


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The ``[record]`` table: the log's origin, the owner's party id, the owner's time zone."""

    origin: str
    owner: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says in its ``[record]``, ``[[party]]`` and ``[[communication]]`` tables."""

    record: RecordTable | None
    parties: tuple[Party, ...]
    drafts: tuple[Draft, ...]


def read_source(data: bytes, name: str, *, known_parties: Collection[str] = ()) -> Source:
    """Read the bytes of the TOML file called ``name``, all or nothing.

    Every party named must be one of the file's or of ``known_parties``; where there are neither,
    parties are not checked here.

    Raises:
        SourceError: the first fault found, as ``name:line: what is wrong; what to do``.
    """
    text = _decode(data, name)
    where = _locate(text, name)
    root = Table(Origin(name, where), (), _load(text, name), "the file")
    record = _read_record(root)
    parties = _read_parties(root, record)
    known = {party.id for party in parties} | set(known_parties)
    drafts = tuple(_Communications(root, record, known).read())
    root.end()
    return Source(record, parties, drafts)


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_SOURCE:
        raise fault(name, 1, f"the file has {len(data)} bytes; split it, {MAX_SOURCE} are allowed")
    if data.startswith(b"\xef\xbb\xbf"):
        raise fault(name, 1, "the file begins with a byte order mark; save it as UTF-8 without one")
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
        raise fault(name, at, "the file is not UTF-8 here; save it as UTF-8") from None


def _locate(text: str, name: str) -> Where:
    try:
        return locate(text)
    except TooMuch as error:
        raise fault(name, error.line, f"{error}; write it more simply or split the file") from None


def _load(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Float)
    except (ValueError, RecursionError) as error:
        message = str(error)
        place = _PLACE.search(message)
        at = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        what = one_line(_PLACE.sub("", message))
        raise fault(name, at, f"not TOML: {what}; correct it there") from None


def _read_record(root: Table) -> RecordTable | None:
    table = root.table("record", "[record]")
    if table is None:
        return None
    record = RecordTable(
        origin=table.need("origin", lambda value: check_origin(line(value), "origin")),
        owner=table.need("owner", lambda value: check_party_id(line(value), "owner")),
        time_zone=table.take("time_zone", _zone) or "UTC",
    )
    table.end()
    return record


def _read_parties(root: Table, record: RecordTable | None) -> tuple[Party, ...]:
    tables = root.tables("party", "a party")
    parties: list[Party] = []
    for table in tables:
        parties.append(_read_party(table))
        try:
            check_party_names(tuple(parties))
        except Malformed as error:
            table.fail(f"{error}; take one out", "id")
    if parties and record and record.owner not in {party.id for party in parties}:
        root.fail(f"the owner {record.owner} is no [[party]]; add its table", "record", "owner")
    return tuple(parties)


def _read_party(table: Table) -> Party:
    party = Party(
        id=table.need("id", lambda value: check_party_id(line(value), "id")),
        name=table.need("name", line),
        role=table.need("role", lambda value: check_role(line(value))),
        also=tuple(table.take("also", lines) or ()),
    )
    table.end()
    return party


class _Communications:
    """The reader of the ``[[communication]]`` tables, with what they must agree with."""

    def __init__(self, root: Table, record: RecordTable | None, parties: Collection[str]) -> None:
        self._tables = root.tables("communication", "a communication")
        self._zone = record.time_zone if record else None
        self._parties = parties
        self._ids: dict[str, int] = {}
        ids = (table.data.get("id") for table in self._tables)
        self._all_ids = {held for held in ids if isinstance(held, str)}

    def read(self) -> list[Draft]:
        """The drafts in the file's order.

        Raises:
            SourceError: the first fault.
        """
        drafts = []
        for table in self._tables:
            draft = self._draft(table)
            _check_whole(table, draft)
            drafts.append(draft)
        return drafts

    def _draft(self, table: Table) -> Draft:
        identifier = table.need("id", lambda value: check_identifier(line(value)))
        table.what = f"communication {excerpt(identifier)}"
        self._check_id(table, identifier)
        own = table.need("own", yes_no)
        speaker, role = _read_speaker(table)
        draft = Draft(
            id=identifier,
            own=own,
            by=table.need("by", partial(self._party_list, ())),
            to=table.need("to", partial(self._party_list, AUDIENCES)),
            class_=table.take("class", _class) or "public",
            speaker=speaker,
            role=role,
            channel=table.need("channel", line),
            outlet=table.take("outlet", line),
            source=self._source(table, own),
            certainty=self._certainty(table, own),
            made=table.need("made", lambda value: Moment(moment(value))),
            zone=table.take("zone", _zone) or self._zone,
            language=table.take("language", lambda value: check_language(line(value))) or "en",
            title=table.take("title", line),
            series=self._series(table, own),
            links=tuple(self._links(table, identifier)),
            attachments=tuple(_read_attachments(table)),
            acts=tuple(self._act(act) for act in table.tables("act", "an act")),
            text=table.take("text", canonical_text),
            line=table.origin.where.line(*table.path),
        )
        table.end()
        return draft

    def _party_list(self, words: tuple[str, ...], value: Any) -> tuple[str, ...]:
        names = split_list(joined(value), "the list")
        for name in names:
            check_audience(name) if words else check_party_id(name)
            self._check_party(name, words)
        return names

    def _check_party(self, name: str, words: tuple[str, ...] = AUDIENCES) -> None:
        if self._parties and name not in self._parties and name not in words:
            near = hint(name, [*self._parties, *words])
            raise Malformed(f"{excerpt(name)} is no party of the record; {near}")

    @staticmethod
    def _source(table: Table, own: bool) -> str | None:
        source: str | None = table.take("source", line)
        if own and source is not None:
            table.fail("source is for what is entered (own = false); take it out", "source")
        if not own and source is None:
            table.fail(f"{table.what} has no source; say where its words come from: source = ...")
        return source

    @staticmethod
    def _certainty(table: Table, own: bool) -> str | None:
        certainty: str | None = table.take("certainty", lambda value: check_certainty(line(value)))
        if own and certainty is not None:
            table.fail("certainty is for what is entered (own = false); take it out", "certainty")
        return certainty

    @staticmethod
    def _series(table: Table, own: bool) -> str | None:
        series: str | None = table.take("series", lambda value: check_series(line(value)))
        if not own and series is not None:
            table.fail("series is for own communications; take it out", "series")
        return series or DEFAULT_SERIES if own else None

    def _links(self, table: Table, own_id: str) -> list[tuple[str, str | int]]:
        links: list[tuple[str, str | int]] = []
        for name in LINKS:
            target = table.take(name, _link)
            if target is None:
                continue
            if target == own_id or (target in self._all_ids and target not in self._ids):
                table.fail(f"{name}: {excerpt(str(target))} must stand earlier; move it up", name)
            links.append((name, target))
        return links

    def _act(self, table: Table) -> Act:
        row = ACT_TYPES[table.need("type", _act_type)]
        table.what = f"act {row.name}"
        fields = self._fields(table, row.fields)
        positions = tuple(self._position(below) for below in table.tables("position", "a position"))
        table.end()
        try:
            return check_act(Act(row.name, tuple(fields), positions))
        except Malformed as error:
            table.fail(one_line(f"{error}"))

    def _position(self, table: Table) -> Position:
        issue = table.need("issue", line)
        found = position_of(issue, dict(self._fields(table, POSITION_FIELDS)))
        table.end()
        try:
            return check_position(found)
        except Malformed as error:
            table.fail(one_line(f"{error}"))

    def _fields(self, table: Table, fields: tuple[Field, ...]) -> list[tuple[str, Value]]:
        found: list[tuple[str, Value]] = []
        for held in fields:
            read = partial(self._value, held.kind)
            value = table.take(held.name, read, required=held.required)
            if value is not None:
                found.append((held.name, value))
        return found

    def _value(self, kind: Kind, value: Any) -> Value:
        """A TOML value as the kind's spelling, read by the same parser as a statement's."""
        found = kind.parse(_SPELLINGS[kind.name](value))
        if kind.name in ("party", "parties", "audience"):
            for name in (found,) if isinstance(found, str) else cast(tuple[str, ...], found):
                self._check_party(name)
        return found

    def _check_id(self, table: Table, identifier: str) -> None:
        here = table.origin.where.line(*table.path)
        if (first := self._ids.setdefault(identifier, here)) != here:
            table.fail(f"id {identifier} is also that of line {first}; choose another", "id")


def _check_whole(table: Table, draft: Draft) -> None:
    """Bind the draft to the longest values that a log could give it: sizes and counts hold."""
    digest = b"\xff" * 32
    reference = Reference(2**40, digest)
    files = [Attachment(digest, 2**40, held.media_type, held.name) for held in draft.attachments]
    try:
        draft.hidden_content(files)
        draft.bind(
            record="x" * 200,
            root=2**20,
            series_number=2**40 if draft.own else None,
            previous=reference if draft.own else None,
            after=After(2**40, digest),
            links={name: reference for name, _ in draft.links},
            attachments=files,
            commitment=Commitment(digest, 16) if draft.members_only else None,
            zone="UTC",
        )
    except Malformed as error:
        table.fail(one_line(f"{table.what}: {error}"))


def _read_speaker(table: Table) -> tuple[str | None, str | None]:
    if isinstance(table.data.get("speaker"), str):
        return table.need("speaker", line), None
    speaker = table.table("speaker", "speaker")
    if speaker is None:
        return None, None
    name, role = speaker.take("name", line), speaker.take("role", line)
    speaker.end()
    if name is None and role is None:
        speaker.fail("speaker is empty; give a name, a role or both, or leave it out")
    return name, role


def _read_attachments(table: Table) -> list[AttachedFile]:
    value = table.data.get("attachment")
    if isinstance(value, str) or (isinstance(value, list) and value and type(value[0]) is str):
        read: list[AttachedFile] = table.need(
            "attachment", lambda paths: [_attached_file(path) for path in lines(paths)]
        )
        return read
    return [_read_attachment(row) for row in table.tables("attachment", "an attachment")]


def _read_attachment(table: Table) -> AttachedFile:
    path = table.need("file", line)
    name = table.take("name", lambda value: check_file_name(line(value)))
    media_type = table.take("type", lambda value: check_media_type(line(value)))
    table.end()
    try:
        return _attached_file(path, name, media_type)
    except Malformed as error:
        table.fail(f"{error}", "file")


def _attached_file(path: str, name: str | None = None, media: str | None = None) -> AttachedFile:
    name = name or check_file_name(path.replace("\\", "/").rsplit("/", 1)[-1])
    suffix = name.rsplit(".", 1)[-1].lower()
    return AttachedFile(path, name, media or MEDIA_TYPES.get(suffix, "application/octet-stream"))


def _count(value: Any) -> str:
    if type(value) is not int:
        raise Malformed(f"{kind_of(value)} stands where a whole number belongs")
    return number(value)


_SPELLINGS: dict[str, Callable[[Any], str]] = {
    "party": line,
    "parties": joined,
    "audience": joined,
    "moment": moment,
    "due": moment,
    "text": line,
    "choice": line,
    "count": _count,
    "decimal": number,
    "percent": number,
    "numbers": numbers,
    "yes/no": lambda value: "yes" if yes_no(value) else "no",
}


def _act_type(value: Any) -> str:
    if (name := line(value)) not in ACT_TYPES:
        raise Malformed(f"{excerpt(name)} is no type of act; {hint(name, ACT_TYPES)}")
    return name


def _class(value: Any) -> str:
    if (name := line(value)) not in CLASSES:
        raise Malformed(f"{excerpt(name)} is not public or members")
    return name


def _zone(value: Any) -> str:
    name = line(value)
    zone_named(name)
    return name


def _link(value: Any) -> str | int:
    if type(value) is int and 0 <= value < 2**63:
        return value
    if type(value) is int:
        raise Malformed("there is no such entry number")
    return check_identifier(line(value))

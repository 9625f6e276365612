"""A draft: everything that a communication says, before the log says where it stands.

A draft becomes a communication when the log-bound values are known: its number in the series, the
officer root in force, the latest checkpoint, the entries that its links name, and for members only
the commitment to its hidden content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.domain.act import Act
from onrecord.domain.commitment import Commitment
from onrecord.domain.communication import (
    LINKS,
    MAX_STATEMENT,
    MAX_TEXT,
    Attachment,
    Body,
    Communication,
    DigestBody,
    MembersBody,
    Series,
    TextBody,
    checked,
)
from onrecord.domain.errors import Malformed
from onrecord.domain.hidden import HiddenHead
from onrecord.domain.moment import Moment
from onrecord.domain.reference import After, Reference


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file to attach: where it lies, and the name and media type that the record gives it."""

    path: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a communication says. ``links`` are as written: a communication's id or an entry number.

    ``series`` is None for what is entered; ``zone`` is None where neither the draft nor its file
    names one; ``text`` is canonical body text or None; ``line`` is where it stands in its file.
    """

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
    zone: str | None = None
    language: str = "en"
    title: str | None = None
    series: str | None = None
    links: tuple[tuple[str, str | int], ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    acts: tuple[Act, ...] = ()
    text: str | None = None
    line: int = 1

    @property
    def members_only(self) -> bool:
        """Whether its content is to be hidden behind a commitment."""
        return self.class_ == "members"

    def bind(
        self,
        *,
        record: str,
        root: int,
        series_number: int | None = None,
        previous: Reference | None = None,
        after: After | None = None,
        links: Mapping[str, Reference] | None = None,
        attachments: Sequence[Attachment] = (),
        commitment: Commitment | None = None,
        zone: str | None = None,
    ) -> Communication:
        """The communication that this draft becomes in ``record``.

        Args:
            series_number: from 1, for own drafts; None for entered ones.
            links: the entry that each of the draft's links names, by link name.
            attachments: the draft's files in order, read (``attached`` makes one).
            commitment: for class members only, to ``hidden_content``.
            zone: the record's, for a draft that names none.

        Raises:
            Malformed: a value missing or too many, or a communication that is too large.
        """
        links = dict(links or {})
        if set(links) != {name for name, _ in self.links}:
            raise Malformed(f"{self.id}: every link needs the entry that it names, and no other")
        self._check_files(attachments)
        if (zone := self.zone or zone) is None:
            raise Malformed(f"{self.id}: no time zone; write zone, or time_zone under [record]")
        shown = HiddenHead() if self.members_only else self.hidden_head(attachments)
        return self._with_body(
            Communication(
                record=record,
                id=self.id,
                own=self.own,
                by=self.by,
                class_=self.class_,
                speaker=shown.speaker,
                role=shown.role,
                to=self.to,
                channel=self.channel,
                outlet=shown.outlet,
                source=self.source,
                certainty=self.certainty,
                made=self.made,
                zone=zone,
                language=self.language,
                title=shown.title,
                series=self._series(series_number),
                previous=previous,
                root=root,
                after=after,
                links=tuple((name, links[name]) for name in LINKS if name in links),
                attachments=shown.attachments,
                acts=shown.acts,
            ),
            commitment,
        )

    def same_as(
        self,
        communication: Communication,
        *,
        links: Mapping[str, Reference] | None = None,
        attachments: Sequence[Attachment] | None = None,
        commitment: Commitment | None = None,
    ) -> bool:
        """Whether ``communication`` says what this draft says, log-bound values apart.

        Give ``links``, ``attachments`` and ``commitment`` where they are known. Without them, a
        link given as an entry number must name that entry and one given as an id may name any;
        files are held against name and media type alone; and hidden content is taken as the same.
        """
        held = (
            communication.body.commitment if isinstance(communication.body, MembersBody) else None
        )
        try:
            bound = self.bind(
                record=communication.record,
                root=communication.root,
                series_number=communication.series.number if communication.series else None,
                previous=communication.previous,
                after=communication.after,
                links=dict(communication.links) if links is None else links,
                attachments=self._files_of(communication) if attachments is None else attachments,
                commitment=commitment or held,
                zone=communication.zone,
            )
        except Malformed:
            return False
        return bound == communication and self._links_agree(communication)

    def hidden_head(self, attachments: Sequence[Attachment] = ()) -> HiddenHead:
        """Speaker, role, outlet, title, files and acts: in the open, or hidden for members only."""
        return HiddenHead(
            speaker=self.speaker,
            role=self.role,
            outlet=self.outlet,
            title=self.title,
            attachments=tuple(attachments),
            acts=self.acts,
        )

    def hidden_content(self, attachments: Sequence[Attachment] = ()) -> list[str]:
        """The paragraphs to commit to: the hidden head (maybe empty), then the text's.

        No paragraph ends with a line end. The text is ``"\\n\\n".join(paragraphs[1:]) + "\\n"``.

        Raises:
            Malformed: ``attachments`` are not the draft's files.
        """
        self._check_files(attachments)
        paragraphs = self.text[:-1].split("\n\n") if self.text else []
        return [str(self.hidden_head(attachments)), *paragraphs]

    def _check_files(self, attachments: Sequence[Attachment]) -> None:
        wanted = [(held.name, held.media_type) for held in self.attachments]
        if [(held.name, held.media_type) for held in attachments] != wanted:
            raise Malformed(f"{self.id}: its attachments are not the files that it names")

    def _series(self, number: int | None) -> Series | None:
        if (self.series is None) != (number is None):
            raise Malformed(f"{self.id}: own communications have a number in a series; others none")
        return None if self.series is None or number is None else Series(self.series, number)

    def _with_body(self, base: Communication, commitment: Commitment | None) -> Communication:
        if self.members_only != (commitment is not None):
            raise Malformed(f"{self.id}: class members goes with a commitment, and no other does")
        if commitment is not None:
            return checked(replace(base, body=MembersBody(commitment)))
        return checked(replace(base, body=self._body(base)))

    def _body(self, base: Communication) -> Body:
        """The text in the statement where it fits there, else its digest."""
        if self.text is None:
            return None
        raw, rest = self.text.encode("utf-8"), str(base).encode("utf-8")
        if len(raw) <= MAX_TEXT and len(raw) + len(rest) + 1 <= MAX_STATEMENT:
            return TextBody(self.text)
        return DigestBody(hashlib.sha256(raw).digest(), len(raw))

    def _files_of(self, communication: Communication) -> Sequence[Attachment]:
        """The communication's files; for members only, whose files are hidden, stand-ins."""
        if not self.members_only:
            return communication.attachments
        return [Attachment(bytes(32), 1, held.media_type, held.name) for held in self.attachments]

    def _links_agree(self, communication: Communication) -> bool:
        held = dict(communication.links)
        return all(isinstance(link, str) or held[name].index == link for name, link in self.links)


def attached(file: AttachedFile, data: bytes) -> Attachment:
    """What the record says of ``file``, whose bytes are ``data``."""
    return Attachment(hashlib.sha256(data).digest(), len(data), file.media_type, file.name)

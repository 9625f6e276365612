"""From the rows of CSV files to the drafts that are entered, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.domain.act import Act
from onrecord.domain.draft import Draft
from onrecord.domain.errors import Malformed
from onrecord.domain.moment import Moment
from onrecord.domain.party import Party
from onrecord.domain.source import DEFAULT_SERIES
from onrecord.domain.source_table import line
from onrecord.domain.text import check_identifier
from onrecord.procedures.history import positions
from onrecord.procedures.history.acts import EVENTS, acts_of
from onrecord.procedures.history.claims import Claim, agreed_later, each_left, other_claims
from onrecord.procedures.history.names import Named, Names
from onrecord.procedures.history.order import check_order
from onrecord.procedures.history.phrases import days, kept, promises, told_later
from onrecord.procedures.history.scene import (
    Planned,
    Scene,
    Sides,
    disputes,
    read_certainty,
    read_made,
)
from onrecord.procedures.history.table import Row, header_of, refused, rows_of

FACTS = ("id", "date", "dispute", "event_type", "from", "fact")
FACTS_OPTIONAL = ("local_time", "to", "channel", "source_url", "source_kind", "status", "note")
UNSURE = ("disputed", "unverified")
UNKNOWN = "rumour"  # the one type of event whose speaker need not be a party


@dataclass(frozen=True, slots=True)
class Imported:
    """The drafts in order; how many rows are disputed, unverified and without an act, and the
    disputed ones whose other claim could not be told from their note."""

    drafts: tuple[Draft, ...]
    rows: int
    disputed: int
    unverified: int
    without_act: int
    one_claim: tuple[str, ...]


def is_history(data: bytes) -> bool:
    """Whether a file has the columns of facts or of positions."""
    header = set(header_of(data))
    return header >= set(FACTS) or header >= set(positions.COLUMNS)


def read_history(
    files: Mapping[str, bytes],
    parties: Sequence[Party],
    *,
    zone: str,
    owner: str,
) -> Imported:
    """Read CSV files of facts and positions together.

    Args:
        files: their bytes by name, in order.
        parties: all that a cell may name.
        zone: the record's; ``owner``: who keeps it.

    Raises:
        HistoryError: the first fault, with file, row and column.
    """
    names = Names(parties)
    facts, stands = _rows(files)
    sides = disputes(facts, names, ("from", "to"))
    sides = {**disputes(stands, names, ("side",)), **sides}
    _check_ids((*facts, *stands))
    reading = _Reading(names, zone, owner, sides)
    scenes = sorted((reading.scene(row) for row in facts), key=lambda s: (s.day, s.row.number))
    drafts = [draft for scene in scenes for draft in reading.drafts(scene)]
    drafts += [reading.stand(row) for row in stands]
    check_order(scenes, reading.acts)
    drafts.sort(key=lambda draft: (str(draft.made.day), draft.line))
    return reading.imported(drafts, len(facts) + len(stands))


def _rows(files: Mapping[str, bytes]) -> tuple[list[Row], list[Row]]:
    facts: list[Row] = []
    stands: list[Row] = []
    for name, data in files.items():
        if set(header_of(data)) >= set(positions.COLUMNS):
            stands += rows_of(data, name, required=positions.COLUMNS)
        else:
            facts += rows_of(data, name, required=FACTS)
    return facts, stands


def _check_ids(rows: Iterable[Row]) -> None:
    seen: dict[str, Row] = {}
    for row in rows:
        try:
            identifier = check_identifier(row.need("id").lower())
        except Malformed as error:
            refused(row, "id", error)
        if identifier in seen:
            other = seen[identifier]
            row.fail("id", f"{row['id']!r} is that of row {other.number} of {other.file} too")
        seen[identifier] = row


class _Reading:
    """What is gathered while the rows are read in order."""

    def __init__(self, names: Names, zone: str, owner: str, sides: Mapping[str, Sides]) -> None:
        self.names, self.zone, self.owner, self.sides = names, zone, owner, sides
        self.acts: dict[str, tuple[Act, ...]] = {}
        self._planned: dict[str, Planned] = {}
        self._promised: dict[str, str] = {}
        self._agreed: dict[tuple[str, str], Moment] = {}
        self._disputed = self._unverified = self._bare = 0
        self._one_claim: list[str] = []

    def scene(self, row: Row) -> Scene:
        """A row of facts, its cells read."""
        events = row.many("event_type")
        if not events:
            row.fail("event_type", "it is empty; write what kind of event it is")
        for event in events:
            if event not in EVENTS:
                row.fail("event_type", f"{event!r} is not one of {', '.join(EVENTS)}")
        row.need("fact")
        made = read_made(row, self.zone)
        dispute = row.need("dispute")
        known = UNKNOWN not in events
        by = self.names.read(row, "from") if known else Named((self.owner,))
        told = days(row["fact"], made.day, self.zone)
        if told_later(row["fact"]) and (later := days(row["note"], made.day, self.zone)):
            made = Moment(str(max(made.day, later[0].day)))
        if not by.parties:
            row.fail("from", "it names no party; write who speaks or acts")
        return Scene(
            row,
            self.names,
            self.zone,
            self.owner,
            self.sides[dispute],
            by,
            self.names.read(row, "to"),
            made,
            self._planned.setdefault(dispute, Planned()),
            read_certainty(row),
            events,
            told,
        )

    def drafts(self, scene: Scene) -> Iterator[Draft]:
        """The drafts of a row of facts: its own, and those of other claims in its note."""
        acts = acts_of(scene)
        identifier = scene.row["id"].lower()
        self.acts[identifier] = acts
        for promised in promises(scene.row["fact"]):
            self._promised[promised.label] = identifier
        if any(act.type == "agreement-reached" for act in acts):
            self._agreed[scene.row["dispute"], str(scene.day)] = scene.made
        self._count(scene, acts)
        claims = list(self._claims(scene)) if scene.certainty == "disputed" else []
        own = [claim for claim in claims if claim.day == scene.day]
        by = (own[0].party,) if own else scene.teller
        yield self._draft(scene, identifier, acts, by=by)
        others = [claim for claim in claims if claim.day != scene.day]
        for number, claim in enumerate(others, 2):
            moved = replace(replace_day(scene, claim.day), outcome=claim.words)
            # Another source's day; what follows from the row's own time does not follow from it.
            told = tuple(act for act in acts_of(moved) if act.type != "promise")
            moved = replace(moved, made=max(moved.made, scene.made, key=lambda made: made.day))
            yield self._draft(moved, f"{identifier}-{number}", told, by=(claim.party,))
        yield from self._further(scene, identifier, 2 + len(others))
        if scene.certainty == "disputed" and not others and not told_later(scene.row["fact"]):
            self._one_claim.append(identifier)

    def _further(self, scene: Scene, identifier: str, number: int) -> Iterator[Draft]:
        """What the words tell of another's word: an agreement to meet, who left the talks."""
        answer = agreed_later(scene.fact, scene.day, self.names, self.zone)
        if answer is not None and "meeting_requested" in scene.events:
            later = replace_day(scene, answer.day)
            act = later.act(
                "meeting-accepted", by=(answer.party,), to=scene.by.parties, on=later.on()
            )
            yield self._draft(later, f"{identifier}-{number}", (act,), by=(answer.party,))
        if each_left(scene.row["note"]):
            disputed = replace(scene, certainty="disputed")
            for teller, left in (scene.pair, scene.pair[::-1]):
                act = scene.act("talks-ended", between=scene.pair, by=(left,), on=scene.on())
                yield self._draft(disputed, f"{identifier}-{number}", (act,), by=(teller,))
                number += 1

    def stand(self, row: Row) -> Draft:
        """The draft of a row of positions."""
        sides = self.sides[row.need("dispute")]
        scene = positions.position_scene(row, self.names, self.zone, self.owner, sides)
        acts = (positions.position_act(scene),)
        day = str(acts[0].get("on"))
        if acts[0].type == "agreement-reached" and (row["dispute"], day) in self._agreed:
            scene = replace(scene, made=self._agreed[row["dispute"], day])
        self._count(scene, acts)
        return self._draft(scene, row["id"].lower(), acts, by=scene.by.parties)

    def imported(self, drafts: Sequence[Draft], rows: int) -> Imported:
        """What was read."""
        return Imported(
            tuple(drafts),
            rows,
            self._disputed,
            self._unverified,
            self._bare,
            tuple(self._one_claim),
        )

    def _claims(self, scene: Scene) -> Iterator[Claim]:
        yield from other_claims(scene.row["note"], scene.day, self.names, self.zone)

    def _count(self, scene: Scene, acts: Sequence[Act]) -> None:
        self._disputed += scene.certainty == "disputed"
        self._unverified += scene.certainty == "unverified"
        self._bare += not acts

    def _draft(
        self, scene: Scene, identifier: str, acts: tuple[Act, ...], *, by: tuple[str, ...]
    ) -> Draft:
        row = scene.row
        words = scene.to.words or (() if acts or not scene.to.parties else scene.to.parties)
        by, own = self._speaker(scene, by)
        try:
            return Draft(
                id=check_identifier(identifier),
                own=own,
                by=by,
                speaker=line(scene.by.speaker) if scene.by.speaker else None,
                to=words or ("public",),
                channel=line(row["channel"] or "statement"),
                outlet=line(_source(row)) if own else None,
                source=None if own else line(_source(row)),
                certainty=None if own else scene.certainty,
                made=scene.made,
                zone=self.zone,
                title=line(row["fact"] or f"{row['issue']}: {row['position']}"),
                series=DEFAULT_SERIES if own else None,
                links=tuple(self._links(row)),
                acts=acts,
                line=row.number,
            )
        except Malformed as error:
            refused(row, "fact" if row["fact"] else "position", error)

    def _speaker(self, scene: Scene, by: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
        """Whose communication it is, and whether it is the owner's own word.

        What the owner says, alone or with another, is signed as its own, which is never unsure. So
        an unsure joint act is entered as the other's word.
        """
        others = tuple(party for party in by if party != self.owner)
        if self.owner not in by or (others and scene.certainty in UNSURE):
            return others, False
        if scene.certainty == "unverified":
            scene.row.fail(
                "status",
                f"{self.owner} keeps this record and signs its own word, which cannot be "
                "unverified; find it out, or leave the row out",
            )
        return (self.owner,), True

    def _links(self, row: Row) -> Iterator[tuple[str, str | int]]:
        for label in kept(row["fact"])[:1]:
            if label not in self._promised:
                row.fail("fact", f"it keeps {label}, which no earlier row promises")
            yield "fulfils", self._promised[label]


def replace_day(scene: Scene, day: date) -> Scene:
    """The row as another source has it: on its day, without a time."""
    return replace(scene, made=Moment(str(day)))


def _source(row: Row) -> str:
    status = row["status"] if row["status"].casefold() not in ("", "sourced") else ""
    parts = [part for part in (status, row["source_kind"], row["source_url"]) if part]
    return ": ".join(parts) or re.sub(r"\s+", " ", row["note"]) or "no source was given"

"""The record as a check needs it: the words, who said them, and what became of them, at a moment.

Only public communications that count are searched; of those for members only it is known that they
exist. What was made after the moment is not there yet, and neither is what it replaces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from onrecord.check.index import Index, Text
from onrecord.check.report import Searched
from onrecord.check.retrieval import Retrieval, Source
from onrecord.domain.communication import Communication
from onrecord.domain.moment import Moment
from onrecord.domain.party import Party
from onrecord.record.directory import OpenRecord
from onrecord.talks.facts import REPLACING, Told, made_by
from onrecord.talks.fold import State, fold


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of a communication: ``relation`` is one of ``REPLACING``,
    ``entry`` the one that says so, made on ``day``."""

    relation: str
    entry: int
    communication: str
    day: date


@dataclass(frozen=True)
class Library:
    """``told`` are the communications that count, by entry, made by ``as_of`` (None: all)."""

    origin: str
    owner: str
    zone: str
    told: tuple[Told, ...]
    parties: tuple[Party, ...]
    as_of: Moment | None = None

    @cached_property
    def by_entry(self) -> Mapping[int, Communication]:
        """Every communication by its entry."""
        return dict(self.told)

    @cached_property
    def index(self) -> Index:
        """The words that are public."""
        return Index(
            Text(entry, said.id, said.text) for entry, said in self.told if said.text is not None
        )

    @cached_property
    def retrieval(self) -> Retrieval:
        """The same words, to be asked what they say on a matter."""
        return Retrieval(
            Source(entry, said.id, said.text, said.title or "")
            for entry, said in self.told
            if said.text is not None
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name of a party, with its id."""
        return {
            name: party.id for party in self.parties for name in (*party.also, party.name, party.id)
        }

    @cached_property
    def replaced(self) -> Mapping[int, Replaced]:
        """What became of each entry that no longer stands: withdrawn, or else the latest word."""
        found: dict[int, Replaced] = {}
        for entry, said in self.told:
            for relation in REPLACING:
                target = said.link(relation)
                if target is None:
                    continue
                held = found.get(target.index)
                if held is None or held.relation != "withdraws":
                    day = said.made.date_in(self.zone)
                    found[target.index] = Replaced(relation, entry, said.id, day)
        return found

    @cached_property
    def searched(self) -> Searched:
        """How much there is to look through."""
        days = [said.made.date_in(self.zone) for _, said in self.told]
        channels = Counter(said.channel for _, said in self.told)
        listed = sorted(channels, key=lambda channel: (-channels[channel], channel))
        languages = sorted({said.language for _, said in self.told})
        return Searched(
            len(days),
            min(days, default=None),
            max(days, default=None),
            tuple(listed),
            tuple(languages),
        )

    @cached_property
    def members_only(self) -> tuple[Told, ...]:
        """Communications whose words are for members."""
        return tuple((entry, said) for entry, said in self.told if said.class_ == "members")

    def day_of(self, entry: int) -> date:
        """The day of a communication in the record's zone."""
        return self.by_entry[entry].made.date_in(self.zone)

    def state(self, as_of: Moment | None) -> State:
        """The talks at ``as_of``, which is not after this library's own."""
        return fold(self.told, zone=self.zone, owner=self.owner, as_of=as_of)

    def party(self, identifier: str) -> Party | None:
        """The party of an id."""
        return next((party for party in self.parties if party.id == identifier), None)


def library_of(record: OpenRecord, as_of: Moment | None) -> Library:
    """What ``record`` held at ``as_of``; as it stands for None."""
    root = record.history.chain.root
    told = tuple(
        (item.index, said)
        for item, said in record.history.communications()
        if as_of is None or made_by(said.made, as_of, root.zone)
    )
    held: Sequence[Party] = record.history.parties.parties if record.history.parties else ()
    return Library(record.pin.origin, root.owner, root.zone, told, tuple(held), as_of)

"""Whom the cells name: parties and bodies by id, name or other name; audiences; speakers.

``AMPTP (Lombardini)`` is the party with its speaker. What a cell says in brackets is who spoke for
it. A party that the record does not know refuses the file: who it is decides what counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.domain.party import AUDIENCES, Party
from onrecord.procedures.history.table import Row
from onrecord.talks.facts import of_one

_BRACKET = re.compile(r"(?P<party>[^()]+?)\s*\((?P<speaker>[^()]*)\)\Z")


@dataclass(frozen=True, slots=True)
class Named:
    """Party ids in order, each once; ``speaker`` the first name in brackets."""

    parties: tuple[str, ...]
    words: tuple[str, ...] = ()
    speaker: str | None = None


class Names:
    """The parties that a file may name."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self.parties = tuple(parties)
        self._roles = {party.id: party.role for party in parties}
        self._ids = {
            name.casefold(): party.id
            for party in reversed(parties)
            for name in (*party.also, party.name, party.id)
        }

    def find(self, name: str) -> str | None:
        """The id of a party by any of its names."""
        return self._ids.get(name.strip().casefold())

    def read(self, row: Row, column: str) -> Named:
        """The parties and audiences of a cell.

        Raises:
            HistoryError: a name that is neither.
        """
        parties: list[str] = []
        words: list[str] = []
        speaker = None
        for part in row.many(column):
            match = _BRACKET.match(part)
            name = match["party"] if match else part
            found = self.find(name) or (match and self.find(part)) or None
            if found is None and name.casefold() in AUDIENCES:
                words.append(name.casefold())
            elif found is None:
                row.fail(column, f"{name!r} is no party of the record; name it under [[party]]")
            else:
                parties.append(found)
                speaker = speaker or (_first(match["speaker"]) if match else None)
        return Named(tuple(dict.fromkeys(parties)), tuple(dict.fromkeys(words)), speaker)

    def role(self, party: str) -> str:
        """The role of a party; a body has that of its own entry."""
        return self._roles[party]

    def whole(self, party: str) -> str:
        """The party that ``party`` is a body of, or itself."""
        over = (each.id for each in self.parties if of_one(each.id, party))
        return min((party, *over), key=len)

    def others(self, side: str, parties: Iterable[str]) -> tuple[str, ...]:
        """Those of ``parties`` that are on the other side of ``side``, whole parties."""
        role = self.role(side)
        found = (self.whole(party) for party in parties)
        return tuple(dict.fromkeys(p for p in found if self.role(p) in _OPPOSITE.get(role, ())))


_OPPOSITE = {"union": ("employers",), "employers": ("union",)}


def _first(speakers: str) -> str | None:
    return speakers.split(",", maxsplit=1)[0].strip() or None

"""What a brief is of: the state at a moment, its statements, and what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.domain.moment import Moment
from onrecord.talks.board import IssueRow, board
from onrecord.talks.facts import Told
from onrecord.talks.fold import State, fold
from onrecord.talks.released import Released, released
from onrecord.talks.reminders import Reminder, reminders
from onrecord.talks.silence import Quiet, quiet
from onrecord.talks.since import Changes, changes
from onrecord.talks.statements import Prices, Statement, statements


@dataclass(frozen=True, slots=True)
class Ledger:
    """A record as a brief needs it.

    ``told`` are the entries that count, replaced ones included; ``names`` what parties are called,
    by id; ``size`` and ``root`` are of the checkpoint that vouches for them.
    """

    origin: str
    owner: str
    zone: str
    told: Sequence[Told]
    names: Mapping[str, str]
    size: int
    root: bytes


@dataclass(frozen=True)
class Brief:
    """The talks at ``as_of``; ``today`` is its day in the record's zone.

    ``since`` is the moment that ``changes`` are counted from; both are None unless it was asked.
    """

    ledger: Ledger
    as_of: Moment
    today: date
    state: State
    statements: Sequence[Statement]
    quiet: Sequence[Quiet]
    reminders: Sequence[Reminder]
    released: Sequence[Released]
    board: Sequence[IssueRow] = ()
    since: Moment | None = None
    changes: Changes | None = None

    @property
    def new_entries(self) -> tuple[int, ...]:
        """The communications that stand and were made after ``since``."""
        if self.since is None:
            return ()
        earlier = {said.entry for said in _state(self.ledger, self.since).said}
        return tuple(said.entry for said in self.state.said if said.entry not in earlier)


def brief(
    ledger: Ledger, as_of: Moment, *, since: Moment | None = None, prices: Prices | None = None
) -> Brief:
    """How the talks stood at ``as_of``; with ``since``, what changed from then to ``as_of``.

    Raises:
        Malformed: the record's zone is not known on this machine.
    """
    state, today = _state(ledger, as_of), as_of.date_in(ledger.zone)
    said = statements(state, today=today, prices=prices)
    return Brief(
        ledger,
        as_of,
        today,
        state,
        said,
        _heard(state, today),
        reminders(state, today),
        released(ledger.told, zone=ledger.zone, as_of=as_of),
        board(state, today, prices),
        since,
        None if since is None else changes(_statements(ledger, since, prices), said),
    )


def _state(ledger: Ledger, as_of: Moment) -> State:
    return fold(ledger.told, zone=ledger.zone, owner=ledger.owner, as_of=as_of)


def _statements(ledger: Ledger, as_of: Moment, prices: Prices | None) -> tuple[Statement, ...]:
    today = as_of.date_in(ledger.zone)
    return statements(_state(ledger, as_of), today=today, prices=prices)


def _heard(state: State, today: date) -> tuple[Quiet, ...]:
    """How each party that ever spoke is heard, in the order in which they first did."""
    parties = dict.fromkeys(party for said in state.said for party in said.by)
    found = (quiet(state, party, today) for party in parties)
    return tuple(each for each in found if each is not None)

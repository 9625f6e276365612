"""The fold: from what was told to the state of the talks.

A ``State`` is a value. It holds the facts in order and derives everything else from them, each on
first use, so that nothing derived is ever stored. Folding all that was told, or a part of it and
then the rest onto that, in whatever order, gives equal states. ``live.py`` keeps a state as
communications come, with the same machines.

>>> from onrecord.talks.fold import fold
>>> state = fold([], zone="Europe/London")
>>> state.strikes == state.contacts == ()
True
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from onrecord.domain.act_types import ACT_TYPES
from onrecord.domain.communication import Communication
from onrecord.domain.moment import Moment
from onrecord.talks import agreements as settling
from onrecord.talks import contacts as reaching
from onrecord.talks import meetings as meeting
from onrecord.talks import offers as offering
from onrecord.talks import promises as promising
from onrecord.talks import requests as asking
from onrecord.talks import strikes as striking
from onrecord.talks import votes as voting
from onrecord.talks import words as wording
from onrecord.talks.episodes import KINDS as TALKS
from onrecord.talks.episodes import Rounds, Talks
from onrecord.talks.facts import AsOf, Fact, Told, as_moment, facts_of, made_by, replaced_by
from onrecord.talks.machine import Each, through, uncollected

KINDS: Mapping[str, Collection[str]] = {
    "strikes": striking.KINDS,
    "talks": TALKS,
    "contacts": reaching.KINDS,
    "meetings": meeting.HELD,
    "requests": asking.KINDS,
    "answers": meeting.ANSWERED,
    "offers": offering.DRAFTS,
    "stands": offering.KINDS,
    "votes": voting.KINDS,
    "agreements": settling.AGREED | voting.KINDS,
    "decisions": settling.DECIDED,
    "returns": settling.RETURNED,
    "contracts": settling.CARRIED_ON,
    "promises": promising.KINDS,
    "words": frozenset(wording.KINDS),
}
"""From which types of acts each derived value of a state follows."""


class Said(NamedTuple):
    """A communication without its words: who told whom, how and when."""

    entry: int
    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    channel: str
    class_: str
    own: bool
    made: Moment
    day: date
    fulfils: int | None = None


class Machines:
    """A machine for each derived value of a state whose days are those of ``zone``.

    They are public for who keeps a state: a new one has been told nothing.
    """

    def __init__(self, zone: str) -> None:
        self.strikes = striking.Strikes(zone)
        self.talks = Rounds()
        self.contacts = reaching.Contacts()
        self.meetings = meeting.Meetings(zone)
        self.requests = asking.Requests(zone)
        self.answers = Each(lambda fact: meeting.answers(fact, zone))
        self.offers = Each(offering.offers)
        self.stands = Each(offering.stands)
        self.votes = Each(voting.votes)
        self.agreements = settling.Agreements()
        self.decisions = Each(settling.decisions)
        self.returns = Each(settling.returns)
        self.contracts = Each(lambda fact: settling.contracts(fact, zone))
        self.promises = promising.Promises(zone)
        self.words = Each(wording.words)


@dataclass(frozen=True)
class State:
    """The talks as the record held them at ``as_of`` (None: as it stands).

    ``said`` are the communications that count and stand, by entry; ``facts`` what they do, by day;
    ``unverified`` the facts that nothing could check, which decide nothing; ``replaced`` the
    entries that a later one took the place of. Days are those of ``zone``;
    ``owner`` keeps the record.
    """

    zone: str
    owner: str | None = None
    as_of: Moment | None = None
    said: Sequence[Said] = ()
    facts: Sequence[Fact] = ()
    replaced: frozenset[int] = frozenset()
    unverified: Sequence[Fact] = ()

    def of(self, kinds: Collection[str]) -> tuple[Fact, ...]:
        """The facts of some kinds, by day."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    @cached_property
    def strikes(self) -> Sequence[striking.Strike]:
        """Strikes and lockouts, side by side."""
        return through(self._machines.strikes, self.part("strikes"))

    @cached_property
    def talks(self) -> Sequence[Talks]:
        """Rounds of talks."""
        return through(self._machines.talks, self.part("talks"))

    @cached_property
    def contacts(self) -> Sequence[reaching.Contact]:
        """Contact between parties, official or not."""
        return through(self._machines.contacts, self.part("contacts"))

    @cached_property
    def meetings(self) -> Sequence[meeting.Meeting]:
        """Meetings held."""
        return through(self._machines.meetings, self.part("meetings"))

    @cached_property
    def requests(self) -> Sequence[asking.Request]:
        """Meetings asked for."""
        return through(self._machines.requests, self.part("requests"))

    @cached_property
    def answers(self) -> Sequence[meeting.Answer]:
        """Meetings accepted and declined."""
        return through(self._machines.answers, self.part("answers"))

    @cached_property
    def plans(self) -> Sequence[asking.Plan]:
        """Days on which parties are to meet."""
        assert self.requests is not None  # derived by the same machine, which is then told all
        with uncollected():
            return self._machines.requests.plans()

    @cached_property
    def offers(self) -> Sequence[offering.Offer]:
        """Offers, proposals and counterproposals."""
        return through(self._machines.offers, self.part("offers"))

    @cached_property
    def stands(self) -> Sequence[offering.Stand]:
        """Every stand of every side on every issue."""
        return through(self._machines.stands, self.part("stands"))

    @cached_property
    def votes(self) -> Sequence[voting.Vote]:
        """Votes counted."""
        return through(self._machines.votes, self.part("votes"))

    @cached_property
    def agreements(self) -> Sequence[settling.Agreement]:
        """Agreements reached, with their ratification."""
        return through(self._machines.agreements, self.part("agreements"))

    @cached_property
    def decisions(self) -> Sequence[settling.Decision]:
        """Decisions of governing bodies."""
        return through(self._machines.decisions, self.part("decisions"))

    @cached_property
    def returns(self) -> Sequence[settling.Return]:
        """Words that work may go on."""
        return through(self._machines.returns, self.part("returns"))

    @cached_property
    def contracts(self) -> Sequence[settling.Contract]:
        """Expiries and extensions."""
        return through(self._machines.contracts, self.part("contracts"))

    @cached_property
    def promises(self) -> Sequence[promising.Promise]:
        """Promises, kept or not."""
        for said in self.said:
            if said.fulfils is not None:
                self._machines.promises.keep(said.fulfils, said.entry, said.day)
        return through(self._machines.promises, self.part("promises"))

    @cached_property
    def words(self) -> Sequence[wording.Word]:
        """Denials, rumours, labels, announced silence, mediation."""
        return through(self._machines.words, self.part("words"))

    def part(self, name: str) -> Sequence[Fact]:
        """The facts from which the derived value ``name`` of ``KINDS`` follows, by day."""
        return self._parts[name]

    @cached_property
    def ids(self) -> dict[int, str]:
        """The communication id of each entry in ``said``."""
        return {said.entry: said.id for said in self.said}

    @cached_property
    def _machines(self) -> Machines:
        return Machines(self.zone)

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[Fact]]:
        """The facts of each derived value, parted in one walk."""
        parts: dict[str, list[Fact]] = {name: [] for name in KINDS}
        for fact in self.facts:
            for name in USERS[fact.kind]:
                parts[name].append(fact)
        return parts


USERS: Mapping[str, Sequence[str]] = {
    kind: [name for name in KINDS if kind in KINDS[name]] for kind in (*ACT_TYPES, "contact")
}
"""Which derived values follow from acts of each type."""


def fold(
    told: Iterable[Told],
    *,
    zone: str,
    owner: str | None = None,
    as_of: AsOf | None = None,
    onto: State | None = None,
) -> State:
    """The state after ``told``, or after ``onto`` and then ``told``.

    Args:
        told: entries that count and their communications, none of them in ``onto``.
        zone: the record's zone; ``owner``: who keeps it; ``as_of``: what was made later does not
            count. All three as they were for ``onto``.

    Raises:
        Malformed: ``as_of`` is a local time.
    """
    with uncollected():
        bound = None if as_of is None else as_moment(as_of)
        return _folded(told, onto or State(zone, owner, bound), bound)


def _folded(told: Iterable[Told], base: State, bound: Moment | None) -> State:
    zone = base.zone
    held = [each for each in told if bound is None or made_by(each[1].made, bound, zone)]
    gone = base.replaced.union(*(replaced_by(communication) for _, communication in held))
    said = [*base.said, *(said_of(entry, told, zone) for entry, told in held)]
    new = [fact for entry, said in held for fact in facts_of(entry, said, zone)]
    return State(
        zone,
        base.owner,
        bound,
        tuple(sorted((s for s in said if s.entry not in gone), key=_ENTRY)),
        _standing([*base.facts, *(fact for fact in new if fact.decides)], gone),
        gone,
        _standing([*base.unverified, *(fact for fact in new if not fact.decides)], gone),
    )


_ENTRY = attrgetter("entry")
_ORDER = attrgetter("day", "entry", "place")  # what Fact.order is, made faster


def said_of(entry: int, told: Communication, zone: str) -> Said:
    """A communication without its words."""
    fulfils = told.link("fulfils")
    return Said(
        entry,
        told.id,
        told.by,
        told.to,
        told.channel,
        told.class_,
        told.own,
        told.made,
        told.made.date_in(zone),
        fulfils.index if fulfils else None,
    )


def _standing(facts: Iterable[Fact], gone: Collection[int]) -> tuple[Fact, ...]:
    return tuple(sorted((f for f in facts if f.entry not in gone), key=_ORDER))

"""The fold: from what was told to the state of the talks.

A ``State`` is a value. It holds the facts in order and derives everything else from them, each on
first use, so that nothing derived is ever stored. Folding all that was told, or a part of it and
then the rest onto that, in whatever order, gives equal states.

>>> from onrecord.talks.fold import fold
>>> state = fold([], zone="Europe/London")
>>> state.strikes, state.contacts
((), ())
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from onrecord.domain.act_types import ACT_TYPES
from onrecord.domain.communication import Communication
from onrecord.domain.moment import Moment
from onrecord.talks import agreements as settling
from onrecord.talks import contacts as reaching
from onrecord.talks import episodes, promises, strikes, votes, words
from onrecord.talks import meetings as meeting
from onrecord.talks import offers as offering
from onrecord.talks.facts import AsOf, Fact, Told, as_moment, facts_of, made_by, replaced_by

KINDS: Mapping[str, Collection[str]] = {
    "strikes": strikes.KINDS,
    "talks": episodes.KINDS,
    "contacts": reaching.KINDS,
    "meetings": meeting.HELD,
    "requests": meeting.ASKED,
    "answers": meeting.ANSWERED,
    "plans": meeting.PLANNED,
    "offers": offering.DRAFTS,
    "stands": offering.KINDS,
    "votes": votes.KINDS,
    "agreements": settling.AGREED,
    "decisions": settling.DECIDED,
    "returns": settling.RETURNED,
    "contracts": settling.CARRIED_ON,
    "promises": promises.KINDS,
    "words": frozenset(words.KINDS),
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
    said: tuple[Said, ...] = ()
    facts: tuple[Fact, ...] = ()
    replaced: frozenset[int] = frozenset()
    unverified: tuple[Fact, ...] = ()

    def of(self, kinds: Collection[str]) -> tuple[Fact, ...]:
        """The facts of some kinds, by day."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def _part(self, name: str) -> Sequence[Fact]:
        """The facts from which the derived value ``name`` follows, by day."""
        return self._parts[name]

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[Fact]]:
        """The facts of each derived value, parted in one walk."""
        parts: dict[str, list[Fact]] = {name: [] for name in KINDS}
        users = {kind: [parts[name] for name in KINDS if kind in KINDS[name]] for kind in ACT_TYPES}
        for fact in self.facts:
            for part in users[fact.kind]:
                part.append(fact)
        return parts

    @cached_property
    def strikes(self) -> tuple[strikes.Strike, ...]:
        """Strikes and lockouts, side by side."""
        return strikes.strikes(self._part("strikes"), self.zone)

    @cached_property
    def talks(self) -> tuple[episodes.Talks, ...]:
        """Rounds of talks."""
        return episodes.talks(self._part("talks"))

    @cached_property
    def contacts(self) -> tuple[reaching.Contact, ...]:
        """Contact between parties, official or not."""
        return reaching.contacts(self._part("contacts"))

    @cached_property
    def meetings(self) -> tuple[meeting.Meeting, ...]:
        """Meetings held."""
        return meeting.meetings(self._part("meetings"), self.zone)

    @cached_property
    def requests(self) -> tuple[meeting.Request, ...]:
        """Meetings asked for."""
        return meeting.requests(self._part("requests"), self.zone, self.answers, self.meetings)

    @cached_property
    def answers(self) -> tuple[meeting.Answer, ...]:
        """Meetings accepted and declined."""
        return meeting.answers(self._part("answers"), self.zone)

    @cached_property
    def plans(self) -> tuple[meeting.Plan, ...]:
        """Days on which parties are to meet."""
        return meeting.plans(self._part("plans"), self.zone, self.requests)

    @cached_property
    def offers(self) -> tuple[offering.Offer, ...]:
        """Offers, proposals and counterproposals."""
        return offering.offers(self._part("offers"))

    @cached_property
    def stands(self) -> tuple[offering.Stand, ...]:
        """Every stand of every side on every issue."""
        return offering.stands(self._part("stands"))

    @cached_property
    def votes(self) -> tuple[votes.Vote, ...]:
        """Votes counted."""
        return votes.votes(self._part("votes"))

    @cached_property
    def agreements(self) -> tuple[settling.Agreement, ...]:
        """Agreements reached, with their ratification."""
        return settling.agreements(self._part("agreements"), self.votes)

    @cached_property
    def decisions(self) -> tuple[settling.Decision, ...]:
        """Decisions of governing bodies."""
        return settling.decisions(self._part("decisions"))

    @cached_property
    def returns(self) -> tuple[settling.Return, ...]:
        """Words that work may go on."""
        return settling.returns(self._part("returns"))

    @cached_property
    def contracts(self) -> tuple[settling.Contract, ...]:
        """Expiries and extensions."""
        return settling.contracts(self._part("contracts"), self.zone)

    @cached_property
    def promises(self) -> tuple[promises.Promise, ...]:
        """Promises, kept or not."""
        kept = [(s.fulfils, s.entry, s.day) for s in self.said if s.fulfils is not None]
        return promises.promises(self._part("promises"), kept, self.zone)

    @cached_property
    def words(self) -> tuple[words.Word, ...]:
        """Denials, rumours, labels, announced silence, mediation."""
        return words.words(self._part("words"))

    @cached_property
    def ids(self) -> dict[int, str]:
        """The communication id of each entry in ``said``."""
        return {said.entry: said.id for said in self.said}


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
    bound = None if as_of is None else as_moment(as_of)
    base = onto or State(zone, owner, bound)
    held = [each for each in told if bound is None or made_by(each[1].made, bound, zone)]
    gone = base.replaced.union(*(replaced_by(communication) for _, communication in held))
    said = [*base.said, *(_said(entry, told, zone) for entry, told in held)]
    new = [fact for entry, said in held for fact in facts_of(entry, said, zone)]
    return State(
        zone,
        owner,
        bound,
        tuple(sorted((s for s in said if s.entry not in gone), key=lambda each: each.entry)),
        _standing([*base.facts, *(fact for fact in new if fact.decides)], gone),
        gone,
        _standing([*base.unverified, *(fact for fact in new if not fact.decides)], gone),
    )


def _standing(facts: Iterable[Fact], gone: Collection[int]) -> tuple[Fact, ...]:
    return tuple(sorted((f for f in facts if f.entry not in gone), key=lambda fact: fact.order))


def _said(entry: int, told: Communication, zone: str) -> Said:
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

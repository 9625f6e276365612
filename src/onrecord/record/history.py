"""The record, read from entry 0 and judged as it goes: the fold that every verdict rests on.

:meth:`History.add` takes the next leaf's bytes. An entry that breaks a rule stays in the history
with its ``problem``, and has no effect on anything after it: a thief of the log key can append
what he likes, and none of it becomes official. Rules, in the order in which they are judged:

1. the leaf is a canonical entry of this record;
2. it was signed under the officer root in force at its index, by enough officers, unfrozen;
3. its id is new; its place in its series follows the last one by number and hash;
4. every entry that it refers to stands before it under that very hash;
5. it may replace what it replaces: the owner's word may replace any communication, an entered
   one only an entered one of the same parties.

Nothing here stores: the same leaves give the same history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from onrecord.domain.communication import Communication, Series
from onrecord.domain.errors import OnRecordError
from onrecord.domain.party import Parties
from onrecord.domain.reference import Reference
from onrecord.keys.approval import Approval
from onrecord.keys.chain import Chain
from onrecord.record.entry import Entry, parse_entry
from onrecord.record.merkle import leaf_hash
from onrecord.record.pin import Pin
from onrecord.record.rules import misplaced

REPLACING = ("corrects", "supersedes", "withdraws")
"""The links that change the standing of the entry that they name."""


class BrokenRecord(OnRecordError):
    """Entry 0 is not the officer root of the pin: there is nothing to judge by."""


@dataclass(frozen=True)
class Item:
    """One leaf of the log as judged when it was reached."""

    index: int
    leaf: bytes
    entry: Entry | None
    approval: Approval | None
    problem: str = ""
    """Why the entry does not count; empty when it does."""

    @property
    def communication(self) -> Communication | None:
        """The communication, if this entry counts and is one."""
        if self.entry and not self.problem and isinstance(self.entry.statement, Communication):
            return self.entry.statement
        return None


@dataclass(frozen=True)
class Replacement:
    """A later entry that changes the standing of an earlier one."""

    relation: str
    """``corrects``, ``supersedes`` or ``withdraws``."""
    index: int


class Broken(Exception):
    """A rule is broken; the text says which. Only for use between these functions."""


@dataclass
class History:
    """All entries from 0 on, with what follows from them. Not thread-safe."""

    pin: Pin
    items: list[Item] = field(default_factory=list)
    parties: Parties | None = None
    by_id: dict[str, int] = field(default_factory=dict)
    _chain: Chain | None = None
    _series: dict[str, tuple[int, Reference | None]] = field(default_factory=dict)
    _replaced: dict[int, list[Replacement]] = field(default_factory=dict)

    @classmethod
    def of(cls, pin: Pin, leaves: Iterable[bytes]) -> History:
        """The history of a whole record.

        Raises:
            BrokenRecord: entry 0 is not the pinned root.
        """
        history = cls(pin)
        for raw in leaves:
            history.add(raw)
        return history

    @property
    def chain(self) -> Chain:
        """Who may sign what, as of the newest entry.

        Raises:
            BrokenRecord: the history is empty.
        """
        if self._chain is None:
            raise BrokenRecord("this record is empty: it has no officer root yet")
        return self._chain

    def next_in_series(self, name: str) -> tuple[Series, Reference | None]:
        """The next place in the series ``name``, and its last entry."""
        number, last = self._series.get(name, (0, None))
        return Series(name, number + 1), last

    def replacements(self, index: int) -> tuple[Replacement, ...]:
        """What later entries did to entry ``index``, oldest first."""
        return tuple(self._replaced.get(index, ()))

    def disputed(self, index: int) -> tuple[str, ...]:
        """Officers whose key was compromised when entry ``index`` needed it; usually empty.

        A change of officers counts all the same, and shows as disputed like any other entry.
        """
        entry = self.items[index].entry
        if entry is None or self.items[index].problem:
            return ()
        if not self.chain.root.compromised:
            return ()
        return self.chain.judge(entry.note, entry.kind, index).disputed

    def communications(self) -> Iterator[tuple[Item, Communication]]:
        """Every communication that counts, in the order of the log."""
        for item in self.items:
            if (communication := item.communication) is not None:
                yield item, communication

    def problems(self) -> list[Item]:
        """Every entry that does not count."""
        return [item for item in self.items if item.problem]

    def add(self, raw: bytes) -> Item:
        """Judge the next leaf and remember what follows from it.

        Raises:
            BrokenRecord: it is entry 0 and not the pinned root.
        """
        item = self.judge(raw)
        self.items.append(item)
        if item.entry is not None and not item.problem:
            self._take_effect(item, item.entry)
        return item

    def judge(self, raw: bytes) -> Item:
        """Judge ``raw`` as if it were the next leaf; remembers nothing.

        Raises:
            BrokenRecord: it would be entry 0 and is not the pinned root.
        """
        index, leaf = len(self.items), leaf_hash(raw)
        unread = partial(Item, index, leaf)
        if index == 0:
            return unread(self._first(raw, leaf), None)
        try:
            entry = parse_entry(raw)
        except OnRecordError as error:
            return unread(None, None, problem=str(error))
        item = unread(entry, None)
        try:
            if entry.is_control:
                self.chain.advance(entry.note, index, leaf)
                return item
            item = replace(item, approval=self.chain.judge(entry.note, entry.kind, index))
            self._check(item, entry)
        except (OnRecordError, Broken) as error:
            return replace(item, problem=str(error))
        return item

    def _first(self, raw: bytes, leaf: bytes) -> Entry:
        if leaf != self.pin.leaf:
            raise BrokenRecord(
                f"entry 0 is not the officer root of the pin for {self.pin.origin}: "
                "this is another record, or its first entry was changed"
            )
        entry = parse_entry(raw)
        Chain.start(entry.note, leaf)
        if entry.statement.record != self.pin.origin:
            raise BrokenRecord(f"entry 0 is of {entry.statement.record}, not of {self.pin.origin}")
        return entry

    def _take_effect(self, item: Item, entry: Entry) -> None:
        if item.index == 0:
            self._chain = Chain.start(entry.note, item.leaf)
        elif entry.is_control:
            self._chain = self.chain.advance(entry.note, item.index, item.leaf)
        elif isinstance(entry.statement, Parties):
            self.parties = entry.statement
        elif isinstance(entry.statement, Communication):
            self._remember(item, entry.statement)

    def _remember(self, item: Item, communication: Communication) -> None:
        self.by_id[communication.id] = item.index
        if (series := communication.series) is not None:
            self._series[series.name] = series.number, Reference(item.index, item.leaf)
        for relation in REPLACING:
            if (target := communication.link(relation)) is not None:
                changes = self._replaced.setdefault(target.index, [])
                changes.append(Replacement(relation, item.index))

    def _check(self, item: Item, entry: Entry) -> None:
        statement = entry.statement
        assert item.approval is not None
        assert isinstance(statement, Communication | Parties)
        if not item.approval.sufficient:
            raise Broken(item.approval.reason)
        if wrong := misplaced(statement, self.chain.root_at(item.index), item.index):
            raise Broken(wrong)
        if isinstance(statement, Communication):
            self._check_place(statement)
            for relation, target in statement.links:
                self._check_link(statement, relation, target)
                self._check_weight(item, statement, relation, target)

    def _check_weight(
        self, item: Item, communication: Communication, relation: str, target: Reference
    ) -> None:
        """A decision is undone by as many officers as it takes to make one."""
        told = self.items[target.index].communication
        if relation not in REPLACING or told is None or told.threshold_kind != "decision":
            return
        needed = self.chain.root_at(item.index).thresholds["decision"]
        if item.approval is None or len(item.approval.officers) < needed:
            raise Broken(
                f"it {relation} entry {target.index}, a decision, and that needs {needed} officers"
            )

    def _check_place(self, communication: Communication) -> None:
        if communication.id in self.by_id:
            taken = self.by_id[communication.id]
            raise Broken(f"its id {communication.id} was taken by entry {taken}")
        if (series := communication.series) is None:
            return
        place, previous = self.next_in_series(series.name)
        if (series, communication.previous) != (place, previous):
            raise Broken(
                f"its place in the series is {series}, and {place} comes next; draft it again"
            )

    def _check_link(self, communication: Communication, relation: str, target: Reference) -> None:
        if target.index >= len(self.items) or self.items[target.index].leaf != target.leaf:
            raise Broken(f"it {relation} entry {target.index} by a hash that the log does not hold")
        told = self.items[target.index].communication
        if told is None:
            raise Broken(
                f"it {relation} entry {target.index}, which is no communication that counts"
            )
        if relation not in REPLACING or communication.own:
            return
        if told.own or told.by != communication.by:
            raise Broken(
                f"it {relation} entry {target.index}, and an entered communication may replace "
                "only another one of the same party"
            )

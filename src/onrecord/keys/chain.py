"""The chain of officer roots: whose signatures counted for which entry.

The index of an entry in the log is the clock. Entry i is judged by the root in force before it:
the newest valid root with an index below i. So a key that was revoked reaches no later entry, and
what it signed before stays valid for ever.

Rules, each refused with its reason (:class:`RootRefused`); the model is the root of The Update
Framework (its specification, section 5.3), with the log in the place of dates:

1. Version 1 is entry 0, signed by its own ``root`` threshold. The pin decides which entry 0.
2. Version N+1 follows version N by number and by hash; record and owner stay.
3. It is signed by version N's ``root`` threshold of N's officers, with N's keys, and by its own
   ``root`` threshold of its own officers, with its own keys. A key that stays counts on both sides.
4. Recovery: N's ``recovery`` threshold of N's trustees may stand in for N's officers.
5. A freeze by any one officer of the root in force stops everything but the next root.
6. A key that a root declares compromised was in an earlier root, and no later root may name it.
   Entries that reached their threshold only with it, inside its window, are disputed.

A :class:`Chain` is a value: advancing gives a new one. Specification: docs/spec/officer-root.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.domain.errors import OnRecordError
from onrecord.domain.reference import After, Reference, none_or
from onrecord.domain.strict import excerpt
from onrecord.keys import freeze as freezes
from onrecord.keys import root as roots
from onrecord.keys.approval import Approval, Bench, bench, count, refused
from onrecord.keys.freeze import parse_freeze
from onrecord.keys.note import Note, SignatureLine, verified
from onrecord.keys.policy import Policy
from onrecord.keys.root import KINDS, RECOVERY, OfficerRoot, parse_root
from onrecord.keys.vkey import public_material


class RootRefused(OnRecordError):
    """An officer root or freeze that changes nothing, because a rule of the chain is broken."""


@dataclass(frozen=True)
class Link:
    """A valid officer root, the index of its entry and that entry's leaf hash (32 bytes)."""

    index: int
    leaf: bytes
    root: OfficerRoot

    @cached_property
    def officers(self) -> Bench:
        """The keys of this root's officers."""
        return bench(self.root.officers)

    @cached_property
    def trustees(self) -> Bench:
        """The keys of this root's trustees."""
        return bench(self.root.trustees)


@dataclass(frozen=True)
class Change:
    """The signatures on a new officer root, counted each way that the rules ask for.

    ``old`` counts the officers of the root before (None for version 1), ``recovery`` its trustees
    (None where there are none), ``new`` the officers of the new root.
    """

    old: Approval | None
    recovery: Approval | None
    new: Approval

    @property
    def before(self) -> Approval | None:
        """The count that speaks for the root before: its officers, or else its trustees."""
        if self.recovery and self.recovery.sufficient and not (self.old and self.old.sufficient):
            return self.recovery
        return self.old

    @property
    def approval(self) -> Approval:
        """Both sides as one: sufficient if both are; the reason is that of the side that fails."""
        if (before := self.before) is None:
            return self.new
        if not before.sufficient:
            tried = self.recovery if self.recovery and self.recovery.officers else None
            return replace(before, reason=before.reason + (f"; or {tried.reason}" if tried else ""))
        if not self.new.sufficient:
            return self.new
        return replace(
            before,
            disputed=tuple(dict.fromkeys((*before.disputed, *self.new.disputed))),
            reason=before.reason if before.disputed or not self.new.disputed else self.new.reason,
        )


@dataclass(frozen=True)
class Chain:
    """The valid roots in the order of the log, at least one, and the indexes of valid freezes."""

    links: tuple[Link, ...]
    freezes: tuple[int, ...] = ()

    @classmethod
    def start(cls, note: Note, leaf: bytes) -> Chain:
        """The chain of a record whose entry 0 is ``note``, with leaf hash ``leaf`` (32 bytes).

        The caller has compared ``leaf`` with the pin.

        Raises:
            RootRefused: it is not version 1, or its own officers did not sign it.
            Malformed: the text is no officer root.
            BadSignature: the signature of an officer that it names does not verify.
        """
        root = parse_root(note.text)
        if root.version != 1:
            raise RootRefused(f"a record begins with officer root 1, not {root.version}")
        link = Link(0, leaf, root)
        approval = _count_first(link, note)
        if not approval.sufficient:
            raise RootRefused(f"officer root 1 is refused: {approval.reason}")
        return cls((link,))

    @property
    def root(self) -> OfficerRoot:
        """The root in force now: the newest."""
        return self.links[-1].root

    @property
    def policy(self) -> Policy:
        """The trust policy of the root in force; ``str`` of it is a tlog-policy file."""
        return self.root.policy

    def root_at(self, index: int) -> OfficerRoot:
        """The root that judges entry ``index``; for index 0, version 1 itself.

        A checkpoint of size n is judged by ``root_at(n)``: its log key, witnesses and quorum.
        """
        return self._link_at(index).root

    def frozen_since(self, index: int) -> int | None:
        """The entry of the freeze that entry ``index`` stands under, or None."""
        since = self._link_at(index).index
        return next((each for each in self.freezes if since < each < index), None)

    def frozen_at(self, index: int) -> bool:
        """Whether entry ``index`` stands under a freeze: only a new officer root counts there."""
        return self.frozen_since(index) is not None

    def compromised_at(self, index: int) -> frozenset[bytes]:
        """The raw public keys (32 bytes each) that were not their holders' alone at ``index``."""
        return frozenset(
            material for material, since, until in self._windows if since <= index < until
        )

    def judge(self, note: Note, kind: str, index: int) -> Approval:
        """Whether enough officers signed ``note``, the entry of ``kind`` at ``index``.

        ``kind`` is one of the thresholds' kinds or ``freeze``; a ``root`` is counted by all that
        :meth:`judge_change` asks for. ``index`` may be that of a draft: the size of the log.

        Raises:
            BadSignature: the signature of an officer in force does not verify.
            RootRefused, Malformed: only for a root, as :meth:`judge_change`.
        """
        if kind == "root":
            return self.judge_change(note, index).approval
        link = self._link_at(index)
        if kind != "freeze" and kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of statement")
        needed = 1 if kind == "freeze" else link.root.thresholds[kind]
        lines = _verified(note, [link.officers])
        if (since := self.frozen_since(index)) is not None:
            reason = (
                f"the record is frozen since entry {since}; nothing is official until there is a "
                "new officer root"
            )
            return refused(kind, link.officers, needed, lines, reason)
        return count(kind, link.officers, needed, lines, self.compromised_at(index))

    def judge_change(self, note: Note, index: int) -> Change:
        """Count the signatures on the officer root ``note`` at ``index`` on every side.

        Raises:
            RootRefused: whatever the signatures, it does not follow from the root before.
            Malformed: the text is no officer root.
            BadSignature: a signature of an officer or trustee, old or new, does not verify.
        """
        new = Link(index, b"", parse_root(note.text))
        if index == 0:
            return Change(None, None, _count_first(new, note))
        old = self._link_at(index)
        self._check_follows(old, new)
        lines = _verified(note, [old.officers, old.trustees, new.officers])
        suspect = self.compromised_at(index)
        recovery = None
        if old.root.trustees:
            needed = old.root.thresholds[RECOVERY]
            recovery = count(RECOVERY, old.trustees, needed, lines, suspect, who="trustee")
        return Change(_count_root(old, lines, suspect), recovery, _count_root(new, lines, suspect))

    def advance(self, note: Note, index: int, leaf: bytes) -> Chain:
        """The chain after the officer root or freeze ``note``: entry ``index``, hash ``leaf``.

        Raises:
            RootRefused: a rule of the chain is broken; nothing changes.
            Malformed: the text is neither.
            BadSignature: the signature of somebody in force does not verify.
        """
        last = max((self.links[-1].index, *self.freezes[-1:]))
        if index <= last:
            raise RootRefused(f"entry {index} cannot follow entry {last}: it stands before it")
        match note.text.partition("\n")[0]:
            case roots.FORMAT:
                return self._advance_root(note, index, leaf)
            case freezes.FORMAT:
                return self._advance_freeze(note, index)
            case first:
                raise RootRefused(f"{excerpt(first)} does not change who may sign")

    def _advance_root(self, note: Note, index: int, leaf: bytes) -> Chain:
        link = Link(index, leaf, parse_root(note.text))
        approval = self.judge_change(note, index).approval
        if not approval.sufficient:
            raise _refused(link, approval.reason)
        return replace(self, links=(*self.links, link))

    def _advance_freeze(self, note: Note, index: int) -> Chain:
        freeze = parse_freeze(note.text)
        if freeze.record != self.root.record:
            raise RootRefused(f"the freeze is refused: it is for another record, {freeze.record}")
        if freeze.root != self.root.version:
            raise RootRefused(
                f"the freeze is refused: it names officer root {freeze.root}; "
                f"{self.root.version} is in force"
            )
        if problem := _ahead(freeze.after, index):
            raise RootRefused(f"the freeze is refused: {problem}")
        approval = self.judge(note, "freeze", index)
        if not approval.sufficient:
            raise RootRefused(f"the freeze is refused: {approval.reason}")
        return replace(self, freezes=(*self.freezes, index))

    def _link_at(self, index: int) -> Link:
        before = bisect_left(self.links, index, key=lambda link: link.index)
        return self.links[max(before - 1, 0)]

    @cached_property
    def _windows(self) -> tuple[tuple[bytes, int, int], ...]:
        """(raw key, first entry, the entry after the last) of every declared compromise."""
        return tuple(
            (public_material(each.vkey), each.since, link.index)
            for link in self.links
            for each in link.root.compromised
        )

    def _check_follows(self, old: Link, new: Link) -> None:
        before, after = old.root, new.root
        reference = Reference(old.index, old.leaf)
        if after.record != before.record:
            raise _refused(new, f"it is for another record, {after.record}")
        if after.owner != before.owner:
            raise _refused(new, f"its owner is {after.owner}; the owner stays {before.owner}")
        if after.version != before.version + 1:
            raise _refused(new, f"version {before.version + 1} comes next")
        if after.previous != reference:
            raise _refused(
                new, f"its previous is {none_or(after.previous)}; the root before is {reference}"
            )
        if problem := _ahead(after.after, new.index):
            raise _refused(new, problem)
        self._check_keys(old, new)

    def _check_keys(self, old: Link, new: Link) -> None:
        known = {
            key: seat.vkey
            for bench in (old.officers, old.trustees)
            for key, seat in bench.seats.items()
        }
        for key, seat in new.officers.seats.items():
            if known.get(key, seat.vkey) != seat.vkey:
                raise _refused(new, f"a new key of {seat.person} has the name and id of an old one")
        earlier = [link for link in self.links if link.index <= old.index]
        for each in new.root.compromised:
            material = public_material(each.vkey)
            if not any(material in link.root.signing_material for link in earlier):
                raise _refused(
                    new, f"the key of {each.vkey.name} is said to be compromised; no root held it"
                )
            if each.since >= new.index:
                raise _refused(new, f"a key is compromised since {each.since}, which is not past")
        for link in earlier:
            for each in link.root.compromised:
                if public_material(each.vkey) in new.root.material:
                    raise _refused(
                        new,
                        f"it names a key that officer root {link.root.version} declared "
                        "compromised",
                    )


def _count_first(link: Link, note: Note) -> Approval:
    needed = link.root.thresholds["root"]
    return count("root", link.officers, needed, _verified(note, [link.officers]))


def _count_root(link: Link, lines: Sequence[SignatureLine], suspect: frozenset[bytes]) -> Approval:
    needed, who = link.root.thresholds["root"], f"officer of root {link.root.version}"
    return count("root", link.officers, needed, lines, suspect, who=who)


def _verified(note: Note, benches: Sequence[Bench]) -> tuple[SignatureLine, ...]:
    known = {key: seat.verifier for each in benches for key, seat in each.seats.items()}
    return verified(note, known.values())


def _ahead(after: After | None, index: int) -> str:
    """Why ``after`` cannot stand in entry ``index``; empty if it can."""
    if after is None or after.size <= index:
        return ""
    return f"it says that it follows {after.size} entries; {index} stand before it"


def _refused(link: Link, reason: str) -> RootRefused:
    return RootRefused(f"officer root {link.root.version} is refused: {reason}")

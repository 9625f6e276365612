"""Counting who signed: persons and not keys, with the reason in words.

A person (an officer or trustee, by role) has signed when one of their keys has. Several keys of
one person count once. A key that was not its holder's alone at the time (``compromised``) still
counts, but if the threshold is reached only with its help, the approval is disputed: never undone,
never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.keys.note import SignatureLine, Verifier
from onrecord.keys.root import Officer
from onrecord.keys.vkey import VKey, public_material, verifier_for

KeyReference = tuple[str, bytes]
"""A key's name and its 4-byte id: how a signature line names it."""

THINGS: Mapping[str, str] = {
    "own": "a communication of ours",
    "entered": "an entry of what others said",
    "decision": "a decision",
    "parties": "a list of parties",
    "root": "a change of officers",
    "recovery": "a recovery",
    "freeze": "a freeze",
}
"""What each kind of statement is called in a sentence."""


@dataclass(frozen=True)
class Approval:
    """Whether enough persons signed a statement of ``kind``, and why or why not.

    ``officers`` are the roles that signed, in the root's order; ``needed`` is how many must.
    ``disputed`` are those whose key was compromised at the time, if the threshold is reached only
    with them; then ``sufficient`` stays true. ``reason`` is one plain sentence without a full stop.
    """

    kind: str
    officers: tuple[str, ...]
    needed: int
    sufficient: bool
    disputed: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Seat:
    """One key: whose it is, its 32 raw bytes, and how to verify with it."""

    person: str
    vkey: VKey
    material: bytes
    verifier: Verifier


@dataclass(frozen=True)
class Bench:
    """The persons that may sign, in the root's order, and the seat of each of their keys."""

    persons: tuple[str, ...]
    seats: Mapping[KeyReference, Seat]

    def signers(
        self, lines: Iterable[SignatureLine], without: Collection[bytes] = ()
    ) -> tuple[str, ...]:
        """The persons with a key among verified ``lines``, but for the raw keys ``without``."""
        seats = [seat for line in lines if (seat := self.seats.get(line.key))]
        signed = {seat.person for seat in seats if seat.material not in without}
        return tuple(person for person in self.persons if person in signed)


def bench(persons: Sequence[Officer]) -> Bench:
    """The bench of a root's officers or trustees; the root was checked when it was read."""
    seats = {
        (key.name, key.key_id): Seat(person.id, key, public_material(key), verifier_for(key))
        for person in persons
        for key in person.keys
    }
    return Bench(tuple(person.id for person in persons), seats)


def count(
    kind: str,
    bench: Bench,
    needed: int,
    lines: Sequence[SignatureLine],
    suspect: Collection[bytes] = (),
    *,
    who: str = "officer",
) -> Approval:
    """Count the persons of ``bench`` among verified ``lines``.

    ``suspect`` are the raw public keys that were compromised at the time; ``who`` names the persons
    in the reason (``officer``, ``officer of root 2``, ``trustee``).
    """
    signed = bench.signers(lines)
    sound = bench.signers(lines, suspect)
    sufficient = len(signed) >= needed
    disputed: tuple[str, ...] = ()
    if sufficient and len(sound) < needed:
        disputed = tuple(person for person in signed if person not in sound)
    reason = _reason(kind, needed, signed, disputed, who)
    return Approval(kind, signed, needed, sufficient, disputed, reason)


def refused(
    kind: str, bench: Bench, needed: int, lines: Sequence[SignatureLine], reason: str
) -> Approval:
    """An approval that no number of signatures could make sufficient, and why."""
    return Approval(kind, bench.signers(lines), needed, False, (), reason)


def _reason(
    kind: str, needed: int, signed: Sequence[str], disputed: Sequence[str], who: str
) -> str:
    noun, _, rest = who.partition(" ")
    persons = f"{needed} {noun}{'s' if needed > 1 else ''}" + (f" {rest}" if rest else "")
    thing = THINGS.get(kind, kind)
    if disputed:
        keys = "the key" if len(disputed) == 1 else "the keys"
        return (
            f"signed by {_listed(signed)}, but somebody else may have used {keys} of "
            f"{_listed(disputed)}, and {thing} needs {persons}"
        )
    if len(signed) >= needed:
        return f"signed by {_listed(signed)}; {thing} needs {persons}"
    by = f"{_listed(signed)} only" if signed else "none of them"
    return f"needs {persons} for {thing}; signed by {by}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "nobody"

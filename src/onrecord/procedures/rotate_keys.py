"""The next officer root: who may sign from there on. Drafted here, then co-signed like any draft.

A change is a function from one root to the next; :func:`next_root` applies them in the order
given, raises the version, and names the root before. It judges nothing but form: whether enough
officers agree is for the chain, when the root is published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from onrecord.domain.errors import OnRecordError
from onrecord.domain.reference import After, Reference
from onrecord.keys.policy import Group, Witness
from onrecord.keys.root import Compromise, Officer, OfficerRoot, parse_root
from onrecord.keys.vkey import VKey
from onrecord.record.history import History

QUORUM = "quorum"

Change = Callable[[OfficerRoot], OfficerRoot]


class NoSuchOfficer(OnRecordError):
    """A change names somebody or something that the root does not have."""


def next_root(history: History, after: After | None, changes: Iterable[Change]) -> OfficerRoot:
    """The officer root that follows the one in force, with ``changes`` applied.

    Raises:
        NoSuchOfficer: a change names what is not there.
        Malformed: the result is no sound root; the message says which rule it breaks.
    """
    link = history.chain.links[-1]
    root = replace(
        link.root,
        version=link.root.version + 1,
        previous=Reference(link.index, link.leaf),
        after=after,
        compromised=(),
    )
    for change in changes:
        root = change(root)
    return parse_root(str(root))


def add_officer(person: str, vkey: VKey) -> Change:
    """Let ``person`` sign with ``vkey``, besides any key that they have."""

    def change(root: OfficerRoot) -> OfficerRoot:
        return replace(root, officers=_with_key(root.officers, person, vkey))

    return change


def replace_keys(person: str, vkey: VKey) -> Change:
    """Let ``person``, an officer already, sign with ``vkey`` and no other key."""

    def change(root: OfficerRoot) -> OfficerRoot:
        _check_there(root.officers, person)
        return replace(
            root,
            officers=tuple(
                Officer(person, (vkey,)) if each.id == person else each for each in root.officers
            ),
        )

    return change


def remove_officer(person: str) -> Change:
    """Take ``person`` off; what they signed before stays valid."""

    def change(root: OfficerRoot) -> OfficerRoot:
        _check_there(root.officers, person)
        left = tuple(each for each in root.officers if each.id != person)
        return replace(root, officers=left)

    return change


def add_trustee(person: str, vkey: VKey) -> Change:
    """Let ``person`` stand in for lost officers' keys, and do nothing else."""

    def change(root: OfficerRoot) -> OfficerRoot:
        trustees = _with_key(root.trustees, person, vkey)
        thresholds = {**root.thresholds}  # in their order, of which recovery is the last
        thresholds.setdefault("recovery", len(trustees))
        return replace(root, trustees=trustees, thresholds=thresholds)

    return change


def threshold(kind: str, needed: int) -> Change:
    """Set how many officers a kind of statement needs."""

    def change(root: OfficerRoot) -> OfficerRoot:
        return replace(root, thresholds={**root.thresholds, kind: needed})

    return change


def compromised(key_id: str, since: int, earlier: Iterable[OfficerRoot]) -> Change:
    """Declare that others could sign with a key since entry ``since``; the key goes.

    Raises:
        NoSuchOfficer: no root in force so far had a key of that id (8 hexadecimal digits).
    """
    keys = {
        vkey.key_id.hex(): vkey
        for root in earlier
        for person in (*root.officers, *root.trustees)
        for vkey in person.keys
    }
    vkey = keys.get(key_id)
    if vkey is None:
        raise NoSuchOfficer(f"no officer ever had a key of id {key_id}; see onrecord root")

    def change(root: OfficerRoot) -> OfficerRoot:
        officers = tuple(
            Officer(each.id, keys)
            for each in root.officers
            if (keys := tuple(key for key in each.keys if key != vkey))
        )
        marked = (*root.compromised, Compromise(vkey, since))
        return replace(root, officers=officers, compromised=marked)

    return change


def replace_log_key(vkey: VKey) -> Change:
    """Let another key sign checkpoints from the tree on that holds this root.

    The record's name stays. Witnesses must be told of the new key first, or they will not cosign.
    """

    def change(root: OfficerRoot) -> OfficerRoot:
        return replace(root, log=vkey)

    return change


def witnesses(policy: tuple[Witness, ...], quorum: int) -> Change:
    """Replace the witness policy: these witnesses, ``quorum`` of them needed."""

    def change(root: OfficerRoot) -> OfficerRoot:
        if len(policy) == 1:
            return replace(root, witnesses=policy, groups=(), quorum=policy[0].name)
        group = Group(QUORUM, str(quorum), tuple(each.name for each in policy))
        return replace(root, witnesses=policy, groups=(group,), quorum=QUORUM)

    return change


def _with_key(people: tuple[Officer, ...], person: str, vkey: VKey) -> tuple[Officer, ...]:
    if all(each.id != person for each in people):
        return (*people, Officer(person, (vkey,)))
    return tuple(
        Officer(person, (*each.keys, vkey)) if each.id == person else each for each in people
    )


def _check_there(people: tuple[Officer, ...], person: str) -> None:
    if all(each.id != person for each in people):
        listed = ", ".join(each.id for each in people)
        raise NoSuchOfficer(f"there is no officer {person!r}; there are {listed}")

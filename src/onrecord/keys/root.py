r"""The officer root: who may sign what, which key is the log's, and which witnesses are asked.

Entry 0 of a record is version 1, and the pin names it by its hash; every later version is an entry
too, and a chain of them (``keys/chain.py``) says whose signature counted when. Officers are roles
and never people's names. The text has one form, in this order:

============================== ===================================================================
``record: lwg.example/record`` the log's origin; the same for ever
``owner: LWG``                 the party whose word this record is; the same for ever
``zone: Europe/London``        the owner's time zone
``version: 2``                 1 in entry 0, then one more each time
``previous: 0 <leaf hash>``    the entry of the version before; ``none`` in version 1
``after: none``                the newest witnessed checkpoint known
``officer: president``         one or more; each with one or more lines `` key: <vkey>``
``trustee: federation``        any number, in the same form: they may only recover
``threshold: own 2``           then ``entered``, ``decision``, ``parties``, ``root``, and
                               ``recovery`` if there are trustees: how many persons must sign
``compromised: <vkey> since 9`` any number: an earlier root's key that somebody else held too
``log: <vkey>``                type 01; its name is the record
``witness: north <vkey> <url>`` any number; the URL may be left out (C2SP tlog-policy)
``group: both all north south`` any number
``quorum: both``               what an official checkpoint needs; never ``none``
============================== ===================================================================

Specification: docs/spec/officer-root.md, whose examples are run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.domain.errors import Malformed
from onrecord.domain.party import check_party_id
from onrecord.domain.reference import (
    After,
    Reference,
    none_or,
    parse_optional_after,
    parse_optional_reference,
)
from onrecord.domain.strict import decimal, excerpt
from onrecord.domain.text import (
    WHITE_SPACE,
    Lines,
    check_identifier,
    check_origin,
    check_zone,
    pairs,
    statement_lines,
)
from onrecord.keys.policy import NONE, Group, Log, Policy, PolicyDraft, Witness
from onrecord.keys.vkey import ED25519, EXTENDED, VKey, parse_vkey, public_material

FORMAT = "on-record/officer-root/v1"
KINDS = ("own", "entered", "decision", "parties", "root")
"""The kinds of statement that have a threshold of officers, in the order of the text."""
RECOVERY = "recovery"

MAX_KEYS = 64
"""Keys of officers and trustees together."""


_AMBIGUOUS = frozenset("#" + WHITE_SPACE) - {" "}


class MalformedRoot(Malformed):
    """An officer root that no record may have."""


@dataclass(frozen=True)
class Officer:
    """One person by role (``president``), an officer or a trustee, with one or more keys."""

    id: str
    keys: tuple[VKey, ...]


@dataclass(frozen=True)
class Compromise:
    """Somebody else could sign with ``vkey`` in entries from index ``since`` on."""

    vkey: VKey
    since: int

    def __str__(self) -> str:
        return f"{self.vkey} since {self.since}"


@dataclass(frozen=True)
class OfficerRoot:
    """One version of the root. Made by hand, it is checked by ``parse_root(str(root))``."""

    record: str
    owner: str
    zone: str
    version: int
    previous: Reference | None
    after: After | None
    officers: tuple[Officer, ...]
    trustees: tuple[Officer, ...]
    thresholds: Mapping[str, int] = field(hash=False)
    compromised: tuple[Compromise, ...]
    log: VKey
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str

    def __str__(self) -> str:
        return f"{FORMAT}\n" + "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        yield pairs(
            [
                ("record", self.record),
                ("owner", self.owner),
                ("zone", self.zone),
                ("version", self.version),
                ("previous", none_or(self.previous)),
                ("after", none_or(self.after)),
            ]
        )
        for what, persons in (("officer", self.officers), ("trustee", self.trustees)):
            for person in persons:
                yield f"{what}: {person.id}\n" + pairs([("key", key) for key in person.keys], 1)
        yield pairs([("threshold", f"{kind} {count}") for kind, count in self.thresholds.items()])
        yield pairs([("compromised", each) for each in self.compromised])
        yield pairs([("log", self.log)])
        yield pairs([("witness", each) for each in self.witnesses])
        yield pairs([("group", each) for each in self.groups])
        yield pairs([("quorum", self.quorum)])

    @property
    def policy(self) -> Policy:
        """The log, the witnesses and the quorum, as a tlog-policy that any tool reads."""
        return Policy((Log(self.log),), self.witnesses, self.groups, self.quorum)

    @cached_property
    def material(self) -> frozenset[bytes]:
        """The raw public keys (32 bytes each) of everybody and everything that this root names."""
        return frozenset(public_material(key) for key in _all_keys(self))

    @cached_property
    def signing_material(self) -> frozenset[bytes]:
        """The raw public keys (32 bytes each) of the officers and trustees."""
        persons = (*self.officers, *self.trustees)
        return frozenset(public_material(key) for person in persons for key in person.keys)


def parse_root(text: str) -> OfficerRoot:
    """Read an officer root in its canonical form and check what it says of itself.

    How it follows from the root before is for :class:`onrecord.keys.chain.Chain`.

    Raises:
        Malformed: any other form, or a rule of one root is broken.
    """
    lines = statement_lines(text, "officer root")
    lines.literal(FORMAT)
    root = _parse_lines(lines)
    lines.end()
    if str(root) != text:
        raise MalformedRoot("the officer root is not in its canonical form")
    check_root(root)
    return root


def check_root(root: OfficerRoot) -> None:
    """The rules of one root, whatever came before it; the log and witnesses were read by theirs.

    Raises:
        Malformed: a rule is broken.
    """
    _check_place(root)
    for what, persons in (("officer", root.officers), ("trustee", root.trustees)):
        for person in persons:
            _check_person(root.record, what, person)
    _check_distinct(root)
    _check_thresholds(root)
    _check_compromised(root)
    if root.log.name != root.record:
        raise MalformedRoot(f"the log key's name is {root.log.name}; it should be {root.record}")
    if root.quorum == NONE:
        raise MalformedRoot("the quorum is none; a record needs a witness to be official")


def person_key_name(record: str, what: str, person: str) -> str:
    """The name of a person's keys; ``what`` is ``officer`` or ``trustee``."""
    return f"{record}/{what}/{person}"


def _parse_persons(lines: Lines, what: str) -> Iterator[Officer]:
    while (person := lines.maybe(what)) is not None:
        keys = [lines.take("key", 1), *lines.many("key", 1)]
        yield Officer(check_identifier(person, what), tuple(map(parse_vkey, keys)))


def _parse_threshold(value: str) -> tuple[str, int]:
    kind, _, count = value.partition(" ")
    return kind, decimal(count)


def _parse_compromise(value: str) -> Compromise:
    vkey, separator, since = value.partition(" since ")
    if not separator:
        raise MalformedRoot(f"compromised {excerpt(value)} is not '<key> since <entry>'")
    return Compromise(parse_vkey(vkey), decimal(since))


def _parse_lines(lines: Lines) -> OfficerRoot:
    record = check_origin(lines.take("record"))
    owner = check_party_id(lines.take("owner"), "owner")
    zone = check_zone(lines.take("zone"))
    version = decimal(lines.take("version"))
    previous = parse_optional_reference(lines.take("previous"))
    after = parse_optional_after(lines.take("after"))
    officers = tuple(_parse_persons(lines, "officer"))
    trustees = tuple(_parse_persons(lines, "trustee"))
    thresholds = dict(map(_parse_threshold, lines.many("threshold")))
    compromised = tuple(map(_parse_compromise, lines.many("compromised")))
    policy = _parse_policy(lines)
    return OfficerRoot(
        record=record,
        owner=owner,
        zone=zone,
        version=version,
        previous=previous,
        after=after,
        officers=officers,
        trustees=trustees,
        thresholds=thresholds,
        compromised=compromised,
        log=policy.logs[0].vkey,
        witnesses=policy.witnesses,
        groups=policy.groups,
        quorum=policy.quorum,
    )


def _parse_policy(lines: Lines) -> Policy:
    draft = PolicyDraft()
    draft.add("log", [lines.take("log")])
    for keyword in ("witness", "group"):
        for value in lines.many(keyword):
            draft.add(keyword, _items(value, keyword))
    draft.add("quorum", [lines.take("quorum")])
    return draft.done()


def _items(value: str, keyword: str) -> list[str]:
    """The items of a policy line. Some tools end a line at any ``#`` or part it at any white space:
    a root holds neither, so that everybody reads the same policy."""
    if bad := _AMBIGUOUS & set(value):
        raise MalformedRoot(
            f"{keyword} {excerpt(value)} holds U+{ord(min(bad)):04X}, which some tools would read "
            "otherwise; take it out"
        )
    return value.split(" ")


def _check_place(root: OfficerRoot) -> None:
    first = root.version == 1
    if root.version < 1 or first != (root.previous is None):
        raise MalformedRoot(
            f"version {root.version} of the officer root has previous {none_or(root.previous)}; "
            "version 1 has none and every later one has one"
        )
    if first and (root.after or root.compromised):
        raise MalformedRoot(
            "version 1 of the officer root is first: it has nothing to look back to"
        )


def _check_person(record: str, what: str, person: Officer) -> None:
    name = person_key_name(record, what, person.id)
    for key in person.keys:
        if key.name != name:
            raise MalformedRoot(f"a key of {what} {person.id} is named {key.name}, not {name}")
        if key.type not in (ED25519, EXTENDED):
            raise MalformedRoot(
                f"a key of {what} {person.id} has type {key.type:02x}; persons sign with type 01 "
                "or an SSH key"
            )


def _check_distinct(root: OfficerRoot) -> None:
    persons = [person.id for person in (*root.officers, *root.trustees)]
    for person in persons:
        if persons.count(person) > 1:
            raise MalformedRoot(f"{person} is named twice; each officer and trustee is one person")
    if sum(len(person.keys) for person in (*root.officers, *root.trustees)) > MAX_KEYS:
        raise MalformedRoot(f"officers and trustees have more than {MAX_KEYS} keys")
    holders: dict[bytes, str] = {}
    names: set[tuple[str, bytes]] = set()
    for key in _all_keys(root):
        material = public_material(key)
        if material in holders:
            raise MalformedRoot(
                f"{holders[material]} and {key.name} have the same public key; each key may stand "
                "once, under one name and in one form"
            )
        if (key.name, key.key_id) in names:
            raise MalformedRoot(f"two keys share the name {key.name} and the key id")
        holders[material] = key.name
        names.add((key.name, key.key_id))


def _check_thresholds(root: OfficerRoot) -> None:
    if not root.officers:
        raise MalformedRoot("the officer root names no officer")
    kinds = (*KINDS, RECOVERY) if root.trustees else KINDS
    if tuple(root.thresholds) != kinds:
        raise MalformedRoot(f"the thresholds must be {', '.join(kinds)}, each once, in this order")
    for kind, count in root.thresholds.items():
        persons = len(root.trustees if kind == RECOVERY else root.officers)
        if not 1 <= count <= persons:
            raise MalformedRoot(f"threshold {kind} is {count}; it must be from 1 to {persons}")
    if len(root.officers) > 1 and root.thresholds["root"] == len(root.officers):
        raise MalformedRoot(
            f"threshold root needs all {len(root.officers)} officers: one lost key would lock the "
            "record for ever; ask for one fewer"
        )


def _check_compromised(root: OfficerRoot) -> None:
    seen: set[bytes] = set()
    for each in root.compromised:
        if each.vkey.type not in (ED25519, EXTENDED):
            raise MalformedRoot(f"compromised: {each.vkey.name} is no officer's or trustee's key")
        material = public_material(each.vkey)
        if material in root.material:
            raise MalformedRoot(f"compromised: the key of {each.vkey.name} is still in this root")
        if material in seen:
            raise MalformedRoot(f"compromised: the key of {each.vkey.name} is named twice")
        seen.add(material)


def _all_keys(root: OfficerRoot) -> Sequence[VKey]:
    persons = (*root.officers, *root.trustees)
    keys = [key for person in persons for key in person.keys]
    return [*keys, root.log, *(witness.vkey for witness in root.witnesses)]

r"""A trust policy: which log, which witnesses, and how many of them make a checkpoint count.

The file is a C2SP tlog-policy (https://c2sp.org/tlog-policy), so that tools that we did not write
read it too: lines of items apart by spaces and tabs, ``#`` comments and empty lines ignored.

=====================================  =========================================================
``log <vkey> [<url>]``                 a log; the key's name is its origin; type 01
``witness <name> <vkey> [<url>]``      a witness, by a name for this file alone; type 04
``group <name> all|any|<k> <name>...`` at least k of the names; each defined on a line before
``quorum <name>``                      what a checkpoint needs; ``none`` needs no witness
=====================================  =========================================================

Names are octets that nothing interprets: bytes that are not UTF-8 are carried as surrogate
escapes, and :attr:`Policy.raw` gives them back. Written by us, a policy is in one form: logs,
witnesses, groups, quorum, one space between items. Specification: docs/spec/officer-root.md.

>>> policy = parse_policy("# nobody watches yet\nquorum none\n")
>>> str(policy), policy.satisfied([])
('quorum none\n', True)
>>> parse_policy("group both all north south\nquorum both\n")
Traceback (most recent call last):
    ...
onrecord.keys.policy.MalformedPolicy: line 1 of the policy: 'north' is not defined on a line before
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import decimal, excerpt
from onrecord.keys.note import Note, verified
from onrecord.keys.vkey import (
    COSIGNATURE,
    ED25519,
    VKey,
    parse_vkey,
    public_material,
    verifier_for,
)

MAX_POLICY = 1 << 18
"""Bytes of a policy file."""
MAX_EACH = 64
"""Logs, witnesses and groups, each. The specification asks for 32 at least."""
NONE = "none"

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SPACE = re.compile("[ \t]+")


class MalformedPolicy(Malformed):
    """A policy that does not say clearly whom to trust."""


@dataclass(frozen=True)
class Log:
    """A log by its key, whose name is the log's origin; ``url`` is where it is read, if said."""

    vkey: VKey
    url: str | None = None

    def __str__(self) -> str:
        return _joined(str(self.vkey), self.url)


@dataclass(frozen=True)
class Witness:
    """A witness by its name in this policy, its key and, if said, its submission prefix."""

    name: str
    vkey: VKey
    url: str | None = None

    def __str__(self) -> str:
        return _joined(self.name, str(self.vkey), self.url)


@dataclass(frozen=True)
class Group:
    """``rule`` is ``all``, ``any`` or a decimal k; ``members`` are names of witnesses or groups."""

    name: str
    rule: str
    members: tuple[str, ...]

    @property
    def needed(self) -> int:
        """How many members must have witnessed: 1 to the number of members."""
        match self.rule:
            case "all":
                return len(self.members)
            case "any":
                return 1
            case number:
                return decimal(number)

    def __str__(self) -> str:
        return _joined(self.name, self.rule, *self.members)


@dataclass(frozen=True)
class Policy:
    """Logs, witnesses, groups in the order of their definition, and the quorum's name."""

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str

    def __str__(self) -> str:
        return "".join(f"{keyword} {value}\n" for keyword, value in self._lines())

    def _lines(self) -> Iterable[tuple[str, object]]:
        yield from (("log", each) for each in self.logs)
        yield from (("witness", each) for each in self.witnesses)
        yield from (("group", each) for each in self.groups)
        yield "quorum", self.quorum

    @property
    def raw(self) -> bytes:
        """The policy file's bytes."""
        return str(self).encode("utf-8", "surrogateescape")

    def satisfied(self, names: Collection[str]) -> bool:
        """Whether the witnesses ``names`` reach the quorum; names of no witness are ignored."""
        if self.quorum == NONE:
            return True
        seen = {each.name for each in self.witnesses if each.name in names}
        for group in self.groups:  # members stand before their group: one pass is enough
            if sum(member in seen for member in group.members) >= group.needed:
                seen.add(group.name)
        return self.quorum in seen

    def cosigners(self, note: Note) -> tuple[str, ...]:
        """The names of the witnesses whose cosignature on ``note`` verifies, in our order.

        Raises:
            BadSignature: the line of a witness of this policy does not verify.
        """
        lines = verified(note, [verifier_for(each.vkey) for each in self.witnesses])
        found = {(line.name, line.key_id) for line in lines}
        return tuple(each.name for each in self.witnesses if _reference(each.vkey) in found)


def parse_policy(text: str | bytes) -> Policy:
    """Read a tlog-policy file, as bytes or as text decoded from UTF-8 with surrogate escapes.

    Raises:
        MalformedPolicy: a line breaks a rule of the format, or a limit is passed.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "surrogateescape")
    if len(text) > MAX_POLICY:
        raise MalformedPolicy(f"a policy has at most {MAX_POLICY:,} bytes")
    if not text.endswith("\n"):
        raise MalformedPolicy("the policy does not end with a line end; it may be cut short")
    draft = PolicyDraft()
    for number, line in enumerate(text[:-1].split("\n"), 1):
        try:
            _read_line(draft, line)
        except Malformed as error:
            raise MalformedPolicy(f"line {number} of the policy: {error}") from None
    return draft.done()


def _read_line(draft: PolicyDraft, line: str) -> None:
    if bad := _FORBIDDEN.search(line):
        raise MalformedPolicy(f"the control character 0x{ord(bad.group()):02X} is not allowed")
    line = line.strip(" \t")
    if line and not line.startswith("#"):
        keyword, *items = _SPACE.split(line)
        draft.add(keyword, items)


@dataclass
class PolicyDraft:
    """Takes the lines of a policy one by one, and refuses the first that breaks a rule."""

    _logs: list[Log] = field(default_factory=list)
    _witnesses: list[Witness] = field(default_factory=list)
    _groups: list[Group] = field(default_factory=list)
    _quorum: str | None = None
    _names: set[str] = field(default_factory=set)
    _members: set[str] = field(default_factory=set)
    _references: set[tuple[str, bytes]] = field(default_factory=set)

    def add(self, keyword: str, items: Sequence[str]) -> None:
        """Take the line ``keyword items...``.

        Raises:
            Malformed: it is none of the four, or breaks a rule.
        """
        match keyword, items:
            case "log", [vkey, *url] if len(url) <= 1:
                self._add_log(Log(parse_key(vkey, ED25519, "log"), *url))
            case "witness", [name, vkey, *url] if len(url) <= 1:
                key = parse_key(vkey, COSIGNATURE, "witness")
                self._add_witness(Witness(self._new_name(name), key, *url))
            case "group", [name, rule, *members]:
                self._add_group(name, rule, tuple(members))
            case "quorum", [name]:
                self._set_quorum(name)
            case "log" | "witness" | "group" | "quorum", _:
                raise MalformedPolicy(f"'{keyword}' has {len(items)} items, which is not its form")
            case _:
                raise MalformedPolicy(
                    f"{excerpt(keyword)} is not one of log, witness, group, quorum"
                )

    def done(self) -> Policy:
        """The policy.

        Raises:
            MalformedPolicy: no quorum was set.
        """
        if self._quorum is None:
            raise MalformedPolicy("the policy has no quorum line")
        return Policy(tuple(self._logs), tuple(self._witnesses), tuple(self._groups), self._quorum)

    def _add_log(self, log: Log) -> None:
        self._new_key(log.vkey, [each.vkey for each in self._logs], "log")
        self._logs.append(log)

    def _add_witness(self, witness: Witness) -> None:
        self._new_key(witness.vkey, [each.vkey for each in self._witnesses], "witness")
        self._witnesses.append(witness)

    def _add_group(self, name: str, rule: str, members: tuple[str, ...]) -> None:
        _check_room(self._groups, "group")
        for member in members:
            if member not in self._names:
                raise MalformedPolicy(f"{excerpt(member)} is not defined on a line before")
            if member in self._members:
                raise MalformedPolicy(f"{excerpt(member)} is a member of a group already")
            self._members.add(member)
        group = Group(self._new_name(name), rule, members)
        if not 1 <= group.needed <= len(members):
            raise MalformedPolicy(f"a group of {len(members)} cannot need {excerpt(rule)}")
        self._groups.append(group)

    def _set_quorum(self, name: str) -> None:
        if self._quorum is not None:
            raise MalformedPolicy("there is a quorum line already")
        if name != NONE and name not in self._names:
            raise MalformedPolicy(f"{excerpt(name)} is not defined on a line before")
        self._quorum = name

    def _new_name(self, name: str) -> str:
        if name == NONE:
            raise MalformedPolicy("'none' is not a name to give")
        if name in self._names:
            raise MalformedPolicy(f"the name {excerpt(name)} is taken already")
        self._names.add(name)
        return name

    def _new_key(self, vkey: VKey, others: Sequence[VKey], what: str) -> None:
        _check_room(others, what)
        if public_material(vkey) in [public_material(other) for other in others]:
            raise MalformedPolicy(f"this {what}'s public key stands in the policy already")
        if _reference(vkey) in self._references:
            raise MalformedPolicy(f"two keys share the name and id of {excerpt(str(vkey))}")
        self._references.add(_reference(vkey))


def parse_key(text: str, key_type: int, what: str) -> VKey:
    """Read the vkey of a log or witness, which must be of one signature type.

    Raises:
        Malformed: not a canonical vkey, or one of another type.
    """
    vkey = parse_vkey(text)
    if vkey.type != key_type:
        raise MalformedPolicy(
            f"the key {excerpt(text)} has type {vkey.type:02x}; a {what} needs {key_type:02x}"
        )
    return vkey


def _check_room(taken: Sequence[object], what: str) -> None:
    if len(taken) >= MAX_EACH:
        raise MalformedPolicy(f"more than {MAX_EACH} {what} lines")


def _reference(vkey: VKey) -> tuple[str, bytes]:
    return vkey.name, vkey.key_id


def _joined(*items: str | None) -> str:
    return " ".join(item for item in items if item is not None)

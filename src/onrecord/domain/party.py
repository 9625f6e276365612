r"""The parties of a record: who they are, what else they are called, and which side they are on.

The statement that makes them known is canonical text, each party with its name, its role and the
other names by which texts call it:

>>> text = '''on-record/parties/v1
... record: lwg.example/record
... root: 1
... after: none
... party: LWG
...  name: Lamplighters' and Watchmen's Guild
...  role: union
...  also: the guild
... party: TSA
...  name: Theatre and Studio Alliance
...  role: employers
... '''
>>> parties = parse_parties(text)
>>> [party.id for party in parties.parties], parties.parties[0].also
(['LWG', 'TSA'], ('the guild',))
>>> str(parties) == text
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.domain.errors import Malformed
from onrecord.domain.reference import After, none_or, parse_optional_after
from onrecord.domain.strict import decimal, excerpt
from onrecord.domain.text import Lines, check_origin, pairs, statement_lines

FORMAT = "on-record/parties/v1"
ROLES = ("union", "employers", "mediator", "government", "other")
AUDIENCES = ("members", "press", "public", "officers", "employers", "government", "mediator")
"""The class words that ``to`` may name beside party ids."""

MAX_PARTIES = 200
_PARTY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.&-]{0,31}\Z")
_RESERVED = frozenset((*AUDIENCES, "none"))


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its id (``LWG``), full name, role (one of ``ROLES``) and other names."""

    id: str
    name: str
    role: str
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [("name", self.name), ("role", self.role), *(("also", name) for name in self.also)]
        return f"party: {self.id}\n" + pairs(lines, indent=1)


@dataclass(frozen=True, slots=True)
class Parties:
    """The statement of parties: a later one in the same record replaces an earlier one whole."""

    record: str
    root: int
    after: After | None
    parties: tuple[Party, ...]

    def __str__(self) -> str:
        head = pairs([("record", self.record), ("root", self.root), ("after", none_or(self.after))])
        return f"{FORMAT}\n{head}" + "".join(str(party) for party in self.parties)


def check_party_id(value: str, what: str = "party") -> str:
    """A party id: letters, digits, ``.``, ``&`` and ``-``, 32 at most; no word for an audience.

    Raises:
        Malformed: anything else.
    """
    if not _PARTY_ID.match(value):
        raise Malformed(
            f"{what} {excerpt(value)} is not a party id such as LWG (letters, digits, . & -)"
        )
    if value.lower() in _RESERVED:
        raise Malformed(f"{what} {excerpt(value)} is a word for an audience, not a party's id")
    return value


def check_audience(value: str, what: str = "to") -> str:
    """A class word of ``AUDIENCES`` or a party id.

    Raises:
        Malformed: neither.
    """
    return value if value in AUDIENCES else check_party_id(value, what)


def check_role(value: str) -> str:
    """One of ``ROLES``.

    Raises:
        Malformed: another word.
    """
    if value not in ROLES:
        raise Malformed(f"role {excerpt(value)} is not one of {', '.join(ROLES)}")
    return value


def check_party_names(parties: tuple[Party, ...]) -> None:
    """At least one party; no two ids that differ by case alone; no ``also`` twice in one party.

    Raises:
        Malformed: otherwise.
    """
    if not 1 <= len(parties) <= MAX_PARTIES:
        raise Malformed(f"{len(parties)} parties; a record names between 1 and {MAX_PARTIES}")
    seen: set[str] = set()
    for party in parties:
        if party.id.lower() in seen:
            raise Malformed(f"party {party.id} is named twice")
        if len(set(party.also)) != len(party.also):
            raise Malformed(f"party {party.id} has the same 'also' twice")
        seen.add(party.id.lower())


def parse_parties(text: str) -> Parties:
    """Read a statement of parties in its canonical form.

    Raises:
        Malformed: any other form.
    """
    lines = statement_lines(text, "statement of parties")
    lines.literal(FORMAT)
    record = check_origin(lines.take("record"))
    root = decimal(lines.take("root"))
    after = parse_optional_after(lines.take("after"))
    parties = tuple(_parse_parties(lines))
    lines.end()
    check_party_names(parties)
    found = Parties(record, root, after, parties)
    if root < 1 or str(found) != text:
        raise Malformed("the statement of parties is not in its canonical form")
    return found


def _parse_parties(lines: Lines) -> Iterator[Party]:
    while (party_id := lines.maybe("party")) is not None:
        name = lines.take("name", 1)
        role = check_role(lines.take("role", 1))
        yield Party(check_party_id(party_id), name, role, tuple(lines.many("also", 1)))

"""Hypothesis strategies for everything that a communication is made of."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from hypothesis import strategies as st

from onrecord.domain.act import Act, Position
from onrecord.domain.act_types import ACT_TYPES, POSITION_FIELDS, ActType, Field
from onrecord.domain.act_values import Due, Value
from onrecord.domain.commitment import Commitment
from onrecord.domain.communication import (
    CERTAINTIES,
    LINKS,
    Attachment,
    Communication,
    DigestBody,
    MembersBody,
    Series,
    TextBody,
)
from onrecord.domain.moment import moment_of
from onrecord.domain.party import AUDIENCES, ROLES, Party
from onrecord.domain.reference import After, Reference
from onrecord.domain.text import WHITE_SPACE

FORBIDDEN = "".join(
    chr(code)
    for code in (
        *(*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F)),
        *(*range(0x2066, 0x206A), 0x200B, 0xFEFF),
    )
)
"""Every character that no line may hold, surrogates apart; written out again on purpose."""

characters = st.one_of(
    st.sampled_from("abcXYZ019:,-—'’\"% \u00a0"),
    st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN),
)
lines = st.text(characters, min_size=1, max_size=30).filter(
    lambda text: text[0] not in WHITE_SPACE and text[-1] not in WHITE_SPACE
)
texts = st.lists(st.one_of(lines, st.just("")), min_size=0, max_size=5).flatmap(
    lambda middle: st.tuples(lines, lines).map(
        lambda ends: "\n".join([ends[0], *middle, ends[1]]) + "\n"
    )
)
hashes = st.binary(min_size=32, max_size=32)
numbers63 = st.integers(0, 2**63 - 1)
positives = st.integers(1, 2**63 - 1)
references = st.builds(Reference, numbers63, hashes)
afters = st.none() | st.builds(After, positives, hashes)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
days = st.dates(date(1800, 1, 1), date(2999, 12, 31))
seconds = st.datetimes(datetime(1800, 1, 1), datetime(2999, 12, 31)).map(
    lambda found: found.replace(microsecond=0)
)
moments = st.one_of(
    days.map(moment_of),
    st.builds(lambda second, zone: moment_of(second.replace(tzinfo=zone)), seconds, offsets),
)
party_ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9.&-]{0,31}", fullmatch=True).filter(
    lambda name: name.lower() not in (*AUDIENCES, "none")
)
parties = st.builds(
    Party,
    id=party_ids,
    name=lines,
    role=st.sampled_from(ROLES),
    also=st.lists(lines, max_size=3, unique=True).map(tuple),
)
audiences = st.lists(
    st.sampled_from(AUDIENCES) | party_ids, min_size=1, max_size=4, unique=True
).map(tuple)
decimals = st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=3)

VALUES: dict[str, st.SearchStrategy[Value]] = {
    "party": party_ids,
    "parties": st.lists(party_ids, min_size=2, max_size=3, unique=True).map(tuple),
    "audience": audiences,
    "moment": moments,
    "text": lines,
    "count": numbers63,
    "percent": st.decimals(0, 100, places=2),
    "numbers": st.lists(decimals, min_size=1, max_size=20).map(tuple),
    "yes/no": st.booleans(),
    "due": st.one_of(
        st.just(Due("next week", None)),
        st.builds(Due, st.sampled_from(["on", "by", "after meeting"]), moments),
    ),
}


def values(field: Field) -> st.SearchStrategy[Value]:
    return st.sampled_from(field.kind.words) if field.kind.words else VALUES[field.kind.name]


@st.composite
def filled(draw: st.DrawFn, fields: tuple[Field, ...]) -> tuple[tuple[str, Value], ...]:
    kept = [field for field in fields if field.required or draw(st.booleans())]
    return tuple((field.name, draw(values(field))) for field in kept)


@st.composite
def positions(draw: st.DrawFn) -> Position:
    values_of = dict(draw(filled(POSITION_FIELDS)))
    if "numbers" not in values_of or "unit" not in values_of:
        values_of.pop("numbers", None)
        values_of.pop("unit", None)
        values_of.setdefault("says", "no counter")
    return Position(draw(lines), **values_of)


@st.composite
def acts_of(draw: st.DrawFn, row: ActType) -> Act:
    fields = draw(filled(row.fields))
    if any(name == "ballots" for name, _ in fields):
        fields = tuple(pair for pair in fields if pair[0] not in ("yes", "no", "eligible"))
    least = 1 if row.positions == "required" else 0
    held = (
        [] if row.positions == "none" else draw(st.lists(positions(), min_size=least, max_size=2))
    )
    return Act(row.name, fields, tuple(held))


acts = st.sampled_from(list(ACT_TYPES.values())).flatmap(acts_of)
identifiers = st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True)
file_names = lines.filter(lambda name: not set("/\\") & set(name) and not name.startswith("."))
attachments = st.builds(
    Attachment,
    hashes,
    numbers63,
    st.sampled_from(["application/pdf", "image/svg+xml", "text/plain"]),
    file_names,
)
open_bodies = st.one_of(
    st.none(), st.builds(TextBody, texts), st.builds(DigestBody, hashes, positives)
)
commitments = st.builds(Commitment, hashes, st.sampled_from([16, 32, 65536]))
links = st.fixed_dictionaries({}, optional=dict.fromkeys(LINKS, references)).map(
    lambda found: tuple((name, found[name]) for name in LINKS if name in found)
)


@st.composite
def communications(draw: st.DrawFn) -> Communication:
    own, hidden = draw(st.booleans()), draw(st.booleans())
    shown = {
        "speaker": draw(st.none() | lines),
        "role": draw(st.none() | lines),
        "outlet": draw(st.none() | lines),
        "title": draw(st.none() | lines),
        "attachments": tuple(draw(st.lists(attachments, max_size=2))),
        "acts": tuple(draw(st.lists(acts, max_size=2))),
        "body": draw(open_bodies),
    }
    first = draw(st.booleans())
    number = 1 if first else draw(st.integers(2, 2**63 - 1))
    return Communication(
        record=draw(st.sampled_from(["lwg.example/record", "tenants.example"])),
        id=draw(identifiers),
        own=own,
        by=tuple(draw(st.lists(party_ids, min_size=1, max_size=3, unique=True))),
        class_="members" if hidden else "public",
        to=draw(audiences),
        channel=draw(lines),
        source=None if own else draw(lines),
        certainty=None if own else draw(st.none() | st.sampled_from(CERTAINTIES)),
        made=draw(moments),
        zone=draw(st.sampled_from(["Europe/London", "UTC", "America/Argentina/La_Rioja"])),
        language=draw(st.sampled_from(["en", "zh-Hant-TW", "es-419"])),
        series=Series(draw(st.sampled_from(["official", "local-12"])), number) if own else None,
        previous=draw(references) if own and not first else None,
        root=draw(positives),
        after=draw(afters),
        links=draw(links),
        **({"body": MembersBody(draw(commitments))} if hidden else shown),
    )

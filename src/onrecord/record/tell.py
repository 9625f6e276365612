"""The words of a verdict about an entry: who, to whom, when, on what it rests, and how old.

Plain, short, exact and calm; times carry their zone, and what is not known is said.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from onrecord.domain.communication import Communication
from onrecord.domain.errors import Malformed
from onrecord.domain.moment import Moment, zone_named
from onrecord.keys.approval import Approval
from onrecord.keys.chain import Chain
from onrecord.record.entry import Entry
from onrecord.record.official import Witnessed
from onrecord.record.verdict import Verdict, Word

RECEIPT_LIMIT = "A receipt alone cannot show whether a later entry corrects it."
LOCAL_ONLY = "The only witness is the owner's own machine; no outsider has confirmed this record."

CERTAINTY = {
    "minor": "one minor source",
    "disputed": "sources differ",
    "unverified": "no source that could be checked",
}
"""How sure what was entered is, in words."""

LAST_INSTANT = 253_402_300_799
"""POSIX seconds of 9999-12-31T23:59:59Z."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def tell_entry(
    entry: Entry,
    index: int,
    approval: Approval,
    told: tuple[str, ...],
    *,
    whole_record: bool,
) -> Verdict:
    """The verdict on an entry that is official and stands."""
    statement = entry.statement
    signed = f"Entry {index}, signed by {_names(approval.officers)}."
    if not isinstance(statement, Communication):
        return Verdict(Word.EXACT, "Word for word on the record.", (signed, *told))
    caution = () if whole_record else (RECEIPT_LIMIT,)
    details = (describe(statement), signed, *told, *caution)
    if statement.class_ == "members":
        line = (
            f"A members' communication of {day(statement.made)} exists. "
            "Sign in, or bring your copy, to compare."
        )
        return Verdict(Word.MEMBERS_ONLY, line, details)
    return Verdict(Word.EXACT, "Word for word on the record.", details, statement.text or "")


def describe(communication: Communication) -> str:
    """One sentence: who, to whom, over which channel, when."""
    speaker = communication.speaker or communication.role
    by = ", ".join(communication.by)
    if communication.speaker and communication.role:
        speaker = f"{communication.speaker}, {communication.role}"
    who = f"{by} ({speaker})" if speaker else by
    where = communication.channel + (f", {communication.outlet}" if communication.outlet else "")
    source = f"; {communication.source}" if communication.source else ""
    if communication.certainty is not None:
        source += f"; {CERTAINTY[communication.certainty]}"
    when = moment(communication.made, communication.zone)
    return f"By {who} to {', '.join(communication.to)}, {where}, {when}{source}."


def ages(
    witnessed: Witnessed, chain: Chain, now: int, *, whole_record: bool = True
) -> tuple[str, ...]:
    """As of when the proof speaks, by which root and which witnesses, and whether it is frozen.

    A receipt (not a ``whole_record``) carries roots; it cannot prove that there are no more.
    """
    size, seen = witnessed.checkpoint.size, witnessed.seen
    if seen is None:
        lines = [f"The record had {entries(size)}; no witness has confirmed that."]
    else:
        names = ", ".join(sorted(witnessed.times))
        lines = [
            f"The record had {entries(size)} as of {instant(seen)}, {age(now - seen)}; "
            f"witnessed by {names}."
        ]
    newest = "the newest in those entries" if whole_record else "the newest that it carries"
    lines.append(f"Judged by officer root {chain.root.version}, {newest}.")
    if (since := chain.frozen_since(size)) is not None:
        lines.append(
            f"The record is frozen since entry {since}: nothing after it counts until there is a "
            "new officer root."
        )
    if witnessed.only_local:
        lines.append(LOCAL_ONLY)
    return tuple(lines)


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 entry``, ``24 entries``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def entries(number: int) -> str:
    """``1 entry``, ``24 entries``."""
    return count(number, "entry", "entries")


def day(made: Moment) -> str:
    """``1 August 2023``, in the offset in which it was said."""
    on = made.day
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def moment(made: Moment, zone: str) -> str:
    """The day, and the time with its zone where one is recorded.

    The clock is read as it was written. Where the zone's own clock showed another time then, the
    zone would make it wrong, and the offset stands beside the clock instead.

    >>> moment(Moment("2031-04-10T10:00:00+01:00"), "Europe/London")
    '10 April 2031, 10:00 (Europe/London)'
    >>> moment(Moment("2031-04-10T10:00:00+01:00"), "UTC")
    '10 April 2031, 10:00 (UTC+01:00)'
    """
    instant = made.instant
    if instant is None:
        return day(made)
    clock, offset = str(made)[11:16], str(made)[19:]
    with suppress(Malformed):  # a zone that this machine does not know
        if instant.astimezone(zone_named(zone)).utcoffset() == instant.utcoffset():
            return f"{day(made)}, {clock} ({zone})"
    return f"{day(made)}, {clock} (UTC{offset})"


def instant(seconds: int) -> str:
    """POSIX seconds as ``2 August 2023, 03:00 UTC``; a witness may claim any number of them."""
    if seconds > LAST_INSTANT:
        return "a time after the year 9999"
    at = datetime.fromtimestamp(seconds, UTC)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def age(seconds: int) -> str:
    """How long ago, in the largest unit that is at least 2."""
    if seconds < 0:
        return "ahead of this machine's clock"
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length:,} {unit} ago"
    return "just now" if seconds < 60 else f"{seconds} seconds ago"


def _names(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

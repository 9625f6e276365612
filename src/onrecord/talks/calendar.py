r"""Meetings and deadlines of the talks as iCalendar (RFC 5545), for anybody's own calendar.

All entries are whole days in the record's zone: what the record names is a day. Lines end with CRLF
and are folded at 75 octets between characters; text is escaped; the same state and stamp give the
same bytes. A UID is made of the record's origin, the kind and the first entry, so that a calendar
that subscribes sees one thing change and not two.

>>> escaped("a; b, c\\d\ne")
'a\\; b\\, c\\\\d\\ne'
>>> folded("x" * 80).split("\r\n ")[0] == "x" * 75
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from onrecord.talks.episodes import same_table
from onrecord.talks.fold import State

LINE = 75
"""Octets of a line, its CRLF not counted (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class Day:
    """One whole day: ``kind`` is meeting, plan, promise, contract, offer or ballot."""

    kind: str
    day: date
    summary: str
    entries: tuple[int, ...]
    certain: bool = True


def days(state: State, names: Mapping[str, str]) -> tuple[Day, ...]:
    """What stands in the calendar, by day: meetings held and to come, and deadlines that are open.

    Args:
        names: what parties are called, by id; an id that is not there stands for itself.
    """
    found = (*_meetings(state, names), *_plans(state, names), *_deadlines(state, names))
    return tuple(sorted(found, key=lambda each: (each.day, each.kind, each.entries)))


def calendar(state: State, *, origin: str, names: Mapping[str, str], stamp: datetime) -> str:
    """The calendar, ending with CRLF.

    Args:
        origin: of the record, which the UIDs carry.
        stamp: when it was made, aware; for the same bytes give the as-of moment.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//On Record//talks//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(f'Talks on the record of {state.owner}')}",
    ]
    made = stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    seen: dict[str, int] = {}
    for each in days(state, names):
        base = f"{each.kind}-{each.entries[0]}"
        seen[base] = seen.get(base, 0) + 1
        number = f"-{seen[base]}" if seen[base] > 1 else ""
        lines += _event(each, f"{base}{number}@{origin.replace('/', '.')}", made, state.owner or "")
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(each: Day, uid: str, made: str, owner: str) -> Iterator[str]:
    cited = ", ".join(f"{owner} {entry}" for entry in each.entries)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{made}"
    yield f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{each.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(each.summary)}"
    yield f"DESCRIPTION:{escaped(f'On the record: {cited}.')}"
    yield f"STATUS:{'CONFIRMED' if each.certain else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _meetings(state: State, names: Mapping[str, str]) -> Iterator[Day]:
    for meeting in state.meetings:
        who = _listed(meeting.between, names)
        what = "met" if meeting.official else "met, not officially"
        yield Day("meeting", meeting.day, f"{who} {what}", meeting.entries)


def _plans(state: State, names: Mapping[str, str]) -> Iterator[Day]:
    """Days on which parties are to meet, each told once, and none on which they met."""
    told: set[tuple[date, frozenset[str]]] = set()
    plans = sorted(state.plans, key=lambda plan: (plan.day, -len(plan.between), not plan.agreed))
    for plan in plans:
        key = plan.day, frozenset(plan.between)
        met = any(m.day == plan.day and same_table(plan.between, m.between) for m in state.meetings)
        known = any(day == plan.day and key[1] <= parties for day, parties in told)
        if met or known:
            continue
        told.add(key)
        verb = "are" if len(plan.between) > 1 else "is"
        summary = f"{_listed(plan.between, names)} {verb} to meet"
        yield Day("plan", plan.day, summary, plan.entries, plan.agreed)


def _deadlines(state: State, names: Mapping[str, str]) -> Iterator[Day]:
    for promise in state.promises:
        if promise.due is not None and promise.kept is None:
            who = _listed(promise.by, names)
            yield Day("promise", promise.due, f"{who} owes: {promise.what}", promise.entries)
    latest: dict[frozenset[str], Day] = {}
    for contract in state.contracts:
        who = _listed(contract.between, names)
        day = Day("contract", contract.until, f"Contract of {who} ends", contract.entries)
        held = latest.get(frozenset(contract.between))
        if held is None or held.day <= day.day:
            latest[frozenset(contract.between)] = day
    yield from latest.values()
    for offer in state.offers:
        if offer.until is not None:
            who = _listed(offer.by, names)
            day_ = offer.until.date_in(state.zone)
            yield Day("offer", day_, f"The {offer.kind} of {who} runs out", offer.entries)
    for fact in state.of({"ballot-opened"}):
        if (until := fact.moment("until")) is not None:
            question = fact.words("question") or "a ballot"
            who = _listed(fact.parties("by"), names)
            text = f"Voting of {who} ends: {question}"
            yield Day("ballot", until.date_in(state.zone), text, (fact.entry,))


def _listed(parties: Sequence[str], names: Mapping[str, str]) -> str:
    *first, last = (names.get(party, party) for party in parties)
    return f"{', '.join(first)} and {last}" if first else last


def escaped(text: str) -> str:
    """TEXT as RFC 5545, 3.3.11 has it; control characters are left out."""
    for plain, marked in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, marked)
    return "".join(c for c in text if c == "\t" or (ord(c) >= 32 and c != "\x7f"))


def folded(line: str) -> str:
    """A content line in pieces of at most ``LINE`` octets, none of them within a character."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > LINE - bool(pieces):
            pieces.append(piece)
            piece, size = "", 0
        piece += character
        size += width
    return "\r\n ".join([*pieces, piece])

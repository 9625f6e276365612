"""Dates that are counted from events of the record: ``since the strike began``, ``day 92``.

An event is chosen by its kind, then by a party named beside the phrase, then by a stated length
("three months ago"). Where several remain they are all named and the days reach from the first
to the last of them. A count of days is read both ways: the first day is day 1, or days elapsed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from re import Match

from onrecord.check.date_calendar import Stretch, plus, stretch
from onrecord.check.date_durations import Length, length
from onrecord.check.date_lengths import COUNT, ahead, back, counted, move
from onrecord.check.date_reading import Context, Handler, Reading
from onrecord.check.date_words import NUMBER, ORDINAL, UNITS, number, ordinal
from onrecord.check.types import Event

_STOPPAGE = r"(?:strikes?|walkouts?|walk out|work stoppage|stoppage|industrial action|dispute)"
_TALKS = r"(?:talks|negotiations|discussions|bargaining)"
_NOT = (
    r"(?!(?:since|after|before|until|till|when|and|but|or|in|on|of|day|days|weeks?|months?|into) )"
)
_OF = rf"(?:(?:the|their|its|this|a|our) )?(?:{_NOT}[a-z]+ (?:' |'s )?){{0,3}}?"
_FIRST = r"(?:(?:first|officially|formally|abruptly|suddenly) )?"
_WITH = r"(?: (?:between|with|among|and|the|their|its|[a-z]+)){0,6}?"
_BEGAN = r"(?:began|started|begun|broke out|got under way|commenced)"
_ENDED = r"(?:ended|was called off|finished|was suspended|concluded)"
_BROKE = rf"(?:collapsed|broke (?:down|off|up)|broken (?:down|off)|fell apart|failed|{_ENDED})"
_WENT = (
    r"(?:went|walked|have been|has been|were|going|walking)(?: out)?"
    r"(?: on strike| off the job| out)"
)

KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        rf"{_OF}lockout {_FIRST}{_BEGAN}|{_OF}(?:start|beginning) of (?:the|a) lockout",
        ("lockout-began",),
    ),
    (rf"{_OF}lockout {_FIRST}{_ENDED}|the end of (?:the|a) lockout", ("lockout-ended",)),
    (
        rf"{_OF}{_STOPPAGE} {_FIRST}{_BEGAN}"
        rf"|(?:the )?(?:start|beginning|outset) of {_OF}{_STOPPAGE}"
        rf"|{_OF}{_FIRST}{_WENT}",
        ("strike-began",),
    ),
    (rf"{_OF}{_STOPPAGE} {_FIRST}{_ENDED}|(?:the )?end of {_OF}{_STOPPAGE}", ("strike-ended",)),
    (
        rf"{_OF}{_TALKS}{_WITH} {_FIRST}{_BROKE}"
        rf"|(?:the )?(?:collapse|breakdown|end) of {_OF}{_TALKS}",
        ("talks-ended", "talks-suspended"),
    ),
    (
        rf"{_OF}{_TALKS}{_WITH} {_FIRST}(?:resumed|restarted)|(?:the )?resumption of {_OF}{_TALKS}",
        ("talks-resumed",),
    ),
    (
        rf"{_OF}{_TALKS}{_WITH} {_FIRST}(?:{_BEGAN}|opened)"
        rf"|(?:the )?(?:start|opening) of {_OF}{_TALKS}",
        ("talks-opened",),
    ),
)
_EVENT = "|".join(f"(?P<k{index}>{pattern})" for index, (pattern, _) in enumerate(KINDS))
_STRIKE_OR_LOCKOUT = rf"(?P<of>{_STOPPAGE}|lockout)"


def _kinds(match: Match[str]) -> tuple[str, ...]:
    for index, (_, kinds) in enumerate(KINDS):
        if match[f"k{index}"] is not None:
            return kinds
    return ()


def chosen(kinds: Sequence[str], context: Context) -> tuple[Event, ...]:
    """The events of these kinds, up to publication, that the words beside the phrase allow."""
    base = context.published
    events = [it for it in context.anchors.events if it.kind in kinds]
    if base is not None:
        events = [it for it in events if it.day <= base]
    words = set(context.near.split())
    named = [it for it in events if any(_named(party, context.near, words) for party in it.parties)]
    return tuple(sorted(named or events, key=lambda it: (it.day, it.entry)))


def _named(party: str, near: str, words: set[str]) -> bool:
    plain = party.lower().replace("-", " ")
    return plain in words if " " not in plain else f" {plain} " in f" {near} "


def _says(event: Event) -> str:
    who = ", ".join(event.parties)
    return f"{event.kind} {who} {event.day} (record {event.entry})"


def _hull(events: Sequence[Event], why: str) -> Reading:
    days = sorted(event.day for event in events)
    named = stretch("day", days[-1])
    others = f" or {len(events) - 4} more" if len(events) > 4 else ""
    rule = " or ".join(_says(event) for event in events[:4]) + others + why
    return Reading(named.value, rule, days[0], days[-1], named)


def _event(match: Match[str], context: Context) -> Reading | None:
    """``the strike began``, ``talks collapsed``, with ``three months ago`` where it is said."""
    events = chosen(_kinds(match), context)
    if match.groupdict().get("count"):
        return _event_ago(events, match, context)
    return _hull(events, "") if events else None


def _event_ago(events: Sequence[Event], match: Match[str], context: Context) -> Reading | None:
    long, base = counted(match), context.published
    if long is None or base is None:
        return None
    least, most = long.days
    first, last = back(base, most + 1), back(base, max(0, least - 1))
    fitting = [it for it in events if first <= it.day <= last]
    said = f"'{match['count']} {match['unit']} ago' = {least} to {most} days before {base}"
    if fitting:
        since = ", ".join(str((base - it.day).days) for it in fitting[:4])
        read = _hull(fitting, f", {since} days before {base}; {said}")
        return Reading(read.value, read.rule, read.first, read.last, read.named, long)
    others = f"; the record has {_hull(events, '').rule}" if events else ""
    named = stretch("day", back(base, (least + min(most, least + 60)) // 2))
    rule = f"published {base}: {said}{others}"
    return Reading(named.value, rule, back(base, most), back(base, least), named, long)


def _offset_from_event(match: Match[str], context: Context) -> Reading | None:
    """``a day after the strike began``, ``two weeks before talks collapsed``."""
    events = chosen(_kinds(match), context)
    single = match.groupdict().get("count") is None
    long = length(1, "day") if single else counted(match)
    if not events or long is None:
        return None
    count = 1 if single else number(match["count"])
    unit = "day" if single else UNITS[match["unit"]]
    if count is None or unit in {"second", "minute", "hour", "millennium"}:
        return None
    sign = -1 if match["way"] == "before" else 1
    hull = _hull(events, "")
    named = Stretch("day", events[0].day, events[-1].day, hull.value)
    read = move(named, long, sign * count, unit, "the record")
    if read is None:
        return None
    return Reading(read.value, f"{read.rule}: {hull.rule}", read.first, read.last, read.named, long)


def _nth(match: Match[str], context: Context) -> Reading | None:
    """``the 92nd day of the strike``, ``day 92``, ``its third week``; both ways of counting."""
    words = match.groupdict()
    count = ordinal(words["nth"]) if words.get("nth") else number(words.get("n") or "")
    if count is None or not 0 < count < 100_000:
        return None
    unit = UNITS[words["unit"]] if words.get("unit") else "day"
    lockout = (words.get("of") or "").startswith("lockout")
    events = chosen(("lockout-began",) if lockout else ("strike-began",), context)
    if not events or unit in {"second", "minute", "hour", "millennium"}:
        return None
    reads = [_nth_from(event, int(count), unit) for event in events]
    return _best(reads, context)


def _best(reads: Sequence[Reading], context: Context) -> Reading:
    """Of readings from several events, the one nearest to publication (the later, of two)."""
    base = context.published
    if base is None:
        return reads[-1]
    begun = [it for it in reads if it.first is not None and it.first <= base] or reads
    return min(reversed(begun), key=lambda read: _distance(read, base))


def _distance(read: Reading, base: date) -> int:
    if read.first is None or read.last is None:
        return 0
    return max((read.first - base).days, (base - read.last).days, 0)


def _nth_from(event: Event, count: int, unit: str) -> Reading:
    if unit in {"day", "night"}:
        first = ahead(event.day, count - 1)
        after = ahead(first, 1)
        rule = f"day {count} from {_says(event)}: {first} with that day as day 1"
        rule += f" (both days counted), {after} by days elapsed"
        return Reading(first.isoformat(), rule, first, after, stretch("day", first))
    first = plus(event.day, unit, min(count, 2000) - 1)
    last = max(first, plus(event.day, unit, min(count, 2000)) - timedelta(days=1))
    rule = f"{unit} {count} from {_says(event)}"
    return Reading(first.isoformat(), rule, first, last, stretch("day", first))


def _into(match: Match[str], context: Context) -> Reading | None:
    """``three months into the strike``."""
    long = counted(match)
    lockout = match["of"].startswith("lockout")
    events = chosen(("lockout-began",) if lockout else ("strike-began",), context)
    if long is None or not events:
        return None
    reads = [_into_event(event, long) for event in events]
    return _best(reads, context)


def _into_event(event: Event, long: Length) -> Reading:
    first, last = ahead(event.day, max(0, long.days[0] - 1)), ahead(event.day, long.days[1])
    rule = f"{long.spoken} into {_says(event)}, either way of counting"
    return Reading(first.isoformat(), rule, first, last, stretch("day", first), long)


_AFTER = r"(?P<way>after|before|since)"
BARE: tuple[tuple[str, Handler], ...] = (
    (rf"(?:{_EVENT})(?: (?:almost |more than )?{COUNT} ago)?", _event),
)
"""An event by itself is a date only behind ``since``: "the strike began" in a text asserts it."""
RULES: tuple[tuple[str, Handler], ...] = (
    (rf"(?:{COUNT}|the day) {_AFTER} (?:{_EVENT})", _offset_from_event),
    (
        rf"(?:the |its |their )?(?P<nth>{ORDINAL}) (?:full )?(?P<unit>day|week|month) "
        rf"(?:of|on|in|into) {_OF}{_STRIKE_OR_LOCKOUT}",
        _nth,
    ),
    (rf"(?P<unit>day|week|month) (?P<n>{NUMBER}) (?:of|in) {_OF}{_STRIKE_OR_LOCKOUT}", _nth),
    (rf"{_OF}{_STRIKE_OR_LOCKOUT} 's (?P<nth>{ORDINAL}) (?:full )?(?P<unit>day|week|month)", _nth),
    (rf"(?:its|their) (?P<nth>{ORDINAL}) (?:full )?(?P<unit>day|week|month)", _nth),
    (rf"{COUNT} (?:into|in to) {_OF}{_STRIKE_OR_LOCKOUT}", _into),
)
__all__ = ["BARE", "RULES", "Length", "chosen"]

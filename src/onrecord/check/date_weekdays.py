"""Weekdays and weekends, by tense: ``on Friday``, ``last Friday``, ``that Friday``."""

from __future__ import annotations

from datetime import date, timedelta
from re import Match

from onrecord.check.date_calendar import shifted, stretch
from onrecord.check.date_reading import FUTURE, PAST, Context, Handler, Reading, of_day, of_stretch
from onrecord.check.date_words import NUMBER, WEEKDAY, WEEKDAY_NAMES, WEEKDAYS, number


def _weekday(match: Match[str], context: Context) -> Reading | None:
    wanted = WEEKDAYS[match["weekday"]]
    side = (match["side"] or "").split(" ")[-1]
    if side in {"that", "following", "previous", "same", "preceding"}:
        return _weekday_from_focus(wanted, side, context)
    if context.published is None:
        return None
    return _weekday_published(wanted, side, context.published, context)


def _weekday_from_focus(wanted: int, side: str, context: Context) -> Reading | None:
    if context.focus is None:
        return None
    base = context.focus.first
    ahead = (wanted - base.weekday()) % 7
    if side == "following":
        ahead = ahead or 7
    elif side in {"previous", "preceding"}:
        ahead -= 7
    name = WEEKDAY_NAMES[wanted]
    where = "from" if side in {"that", "same"} else "after" if ahead > 0 else "before"
    return of_day(base + timedelta(days=ahead), f"the {name} {where} {base} in the text")


def _weekday_published(wanted: int, side: str, base: date, context: Context) -> Reading:
    ahead = (wanted - base.weekday()) % 7
    name, since = WEEKDAY_NAMES[wanted], context.since_published
    if side in {"last", "past"}:
        return of_day(
            base + timedelta(days=(ahead or 7) - (7 if ahead else 14)),
            f"{since}: the {name} before",
        )
    if side == "next":
        return _next_weekday(wanted, base, f"{since}: ")
    if side == "coming":
        return of_day(base + timedelta(days=ahead or 7), f"{since}: the {name} after")
    if context.tense == FUTURE or (side == "this" and context.tense != PAST):
        rule = f"{since}, still to come: {'that day' if not ahead else f'the {name} after'}"
        return of_day(base + timedelta(days=ahead), rule)
    back = base - timedelta(days=-ahead % 7)
    rule = f"{since}, past tense: " if context.tense == PAST else f"{since}, no tense: "
    return of_day(back, rule + ("that day" if back == base else f"the {name} before"))


def _next_weekday(wanted: int, base: date, rule: str) -> Reading:
    """``next Friday``: on a Wednesday that may be in two days or in nine; then both are given."""
    near = base + timedelta(days=(wanted - base.weekday()) % 7 or 7)
    name = WEEKDAY_NAMES[wanted]
    if near.isocalendar()[1] != base.isocalendar()[1]:
        return of_day(near, f"{rule}the {name} after")
    far = near + timedelta(days=7)
    named = stretch("day", far)
    return Reading(named.value, f"{rule}{near} or, for some, {far}", near, far, named)


def _weekday_the_nth(match: Match[str], context: Context) -> Reading | None:
    """``Friday the 13th``: the nearest month in which that day is that weekday."""
    base, wanted = context.published, WEEKDAYS[match["weekday"]]
    count = int(match["day"])
    if base is None or not 1 <= count <= 31:
        return None
    near = [base + timedelta(days=step) for step in sorted(range(-400, 401), key=abs)]
    fitting = (it for it in near if it.day == count and it.weekday() == wanted)
    day = next((it for it in fitting if _allowed(it, base, context.tense)), None)
    return None if day is None else of_day(day, f"{context.since_published}: the nearest such day")


def _after_next(match: Match[str], context: Context) -> Reading | None:
    """``Friday after next``: a week after the Friday to come."""
    base = context.published
    if base is None:
        return None
    wanted = WEEKDAYS[match["weekday"]]
    day = base + timedelta(days=((wanted - base.weekday()) % 7 or 7) + 7)
    return of_day(day, f"{context.since_published}: the second {WEEKDAY_NAMES[wanted]} after")


def _weekdays_ago(match: Match[str], context: Context) -> Reading | None:
    """``two Fridays ago``: the second one before publication."""
    base, count = context.published, number(match["count"])
    if base is None or count is None or count != int(count) or not 0 < count < 1000:
        return None
    wanted = WEEKDAYS[match["weekday"]]
    back = (base.weekday() - wanted) % 7 or 7
    day = base - timedelta(days=back + 7 * (int(count) - 1))
    return of_day(day, f"{context.since_published}: {WEEKDAY_NAMES[wanted]} {int(count)} before")


def _allowed(day: date, base: date, tense: str) -> bool:
    return not (tense == PAST and day > base) and not (tense == FUTURE and day < base)


def weekend(side: str, base: date, context: Context) -> Reading:
    """``last``, ``next``, ``this`` or ``the`` weekend, from publication and by the tense."""
    own = stretch("weekend", base)
    if side == "next":
        own = shifted(own, 1) if base >= own.first else own
        rule = "the next to begin"
    elif side == "last":
        own, rule = shifted(own, -1), "the last one over by then"
    elif context.tense == FUTURE or (side == "this" and context.tense != PAST):
        rule = "the next, or the one it lies in"
    else:
        own = own if base >= own.first else shifted(own, -1)
        rule = "the last one begun by then"
    return of_stretch(own, f"{context.since_published}: {rule}")


_SIDES = (
    "(?P<side>last|this|next|this past|past|this coming|coming|the following|following"
    "|the previous|the preceding|the same|that)"
)
RULES: tuple[tuple[str, Handler], ...] = (
    (rf"(?:{_SIDES} )?(?P<weekday>{WEEKDAY})", _weekday),
    (rf"(?:the )?(?P<weekday>{WEEKDAY}) after next", _after_next),
    (rf"(?P<count>{NUMBER}) (?P<weekday>{WEEKDAY})s ago", _weekdays_ago),
    (
        rf"(?P<weekday>{WEEKDAY}) (?:, )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)",
        _weekday_the_nth,
    ),
)

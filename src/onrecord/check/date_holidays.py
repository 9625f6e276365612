"""Days that go by a name: Christmas Eve, May Day, Labor Day, Thanksgiving.

Only holidays whose day follows from the year by a plain rule are known: fixed days, the nth weekday
of a month (those of the United States) and the days that are counted from Easter.

>>> print(day_of("good friday", 2023), day_of("election day", 2024))
2023-04-07 2024-11-05
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from re import Match

from onrecord.check.date_absolute import ANY_YEAR, away, the_year
from onrecord.check.date_reading import FUTURE, PAST, Context, Handler, Reading, of_day

FIXED = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "new year 's eve": (12, 31),
    "new year 's day": (1, 1),
    "new year 's": (1, 1),
    "juneteenth": (6, 19),
    "bastille day": (7, 14),
    "st patrick 's day": (3, 17),
    "groundhog day": (2, 2),
    "armistice day": (11, 11),
    "independence day": (7, 4),
    "veterans day": (11, 11),
    "veterans ' day": (11, 11),
    "may day": (5, 1),
    "boxing day": (12, 26),
    "halloween": (10, 31),
    "valentine 's day": (2, 14),
}
MOVABLE = {
    "election eve": (11, 0, 1),
    "labor day": (9, 0, 1),
    "labour day": (9, 0, 1),
    "columbus day": (10, 0, 2),
    "mother 's day": (5, 6, 2),
    "father 's day": (6, 6, 3),
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
    "memorial day": (5, 0, -1),
    "martin luther king day": (1, 0, 3),
    "martin luther king jr day": (1, 0, 3),
    "mlk day": (1, 0, 3),
    "presidents day": (2, 0, 3),
    "presidents ' day": (2, 0, 3),
}
"""Month, weekday (Monday is 0) and which of them in the month; -1 is the last."""


FROM_EASTER = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "holy thursday": -3,
    "good friday": -2,
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "pentecost": 49,
}
AFTER = {
    "black friday": ("thanksgiving", 1),
    "cyber monday": ("thanksgiving", 4),
    "election day": ("election eve", 1),
}
"""Days that follow another holiday."""


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus, Nature 1876).

    >>> print(easter(2023), easter(2038))
    2023-04-09 2038-04-25
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    day = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    correction = (golden + 11 * moon + 22 * day) // 451
    month, index = divmod(moon + day - 7 * correction + 114, 31)
    return date(year, month, index + 1)


def day_of(name: str, year: int) -> date:
    """The day of a holiday in a year.

    >>> print(day_of("labor day", 2023), day_of("memorial day", 2023), day_of("christmas", 2023))
    2023-09-04 2023-05-29 2023-12-25
    """
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in FROM_EASTER:
        return easter(year) + timedelta(days=FROM_EASTER[name])
    if name in AFTER:
        other, days = AFTER[name]
        return day_of(other, year) + timedelta(days=days)
    month, weekday, nth = MOVABLE[name]
    if nth < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _plain(name: str) -> str:
    """``new years day`` as it is listed, with its apostrophe."""
    return next(it for it in _ALL if name in {it, it.replace(" 's", "s")})


def _holiday(match: Match[str], context: Context) -> Reading | None:
    name, number, base = _plain(match["name"]), the_year(match, context), context.published
    if number is not None:
        return of_day(day_of(name, number), f"{name} {number}")
    if base is None or not 2 <= base.year <= 9998:
        return None
    days = [day_of(name, base.year + step) for step in (-1, 0, 1)]
    side = match["side"]
    if side in {"last", "next"}:
        days = [it for it in days if (it < base if side == "last" else it > base)]
    elif side == "this":
        days = [days[1]]
    elif context.tense == PAST:
        days = [it for it in days if it <= base]
    elif context.tense == FUTURE:
        days = [it for it in days if it >= base]
    best = min(days, key=lambda it: away((it - base).days))
    return of_day(best, f"{context.since_published}: the nearest such day")


def _weekend(match: Match[str], context: Context) -> Reading | None:
    """``Labor Day weekend``: the nearest Saturday and Sunday, and the day itself."""
    reading = _holiday(match, context)
    if reading is None or reading.first is None:
        return None
    day = reading.first
    saturday = day - timedelta(days=(day.weekday() - 5) % 7)
    if (day - saturday).days > 3:
        saturday += timedelta(days=7)
    first, last = min(day, saturday), max(day, saturday + timedelta(days=1))
    rule = f"{reading.rule}, with the weekend beside it"
    return Reading(reading.value, rule, first, last, reading.named)


_ALL = [*FIXED, *MOVABLE, *FROM_EASTER, *AFTER]
_SPELT = {it.replace(" 's", "s") for it in _ALL} | set(_ALL)
_NAMES = "|".join(sorted(map(re.escape, _SPELT), key=lambda name: (-len(name), name)))
_SIDE = "(?:(?P<side>last|this|next) )?"
_NOT = (
    "(?! (?:season|seasons|shopping|holidays?|parade|sales?|break|party|tree|eve|weekend)(?: |$))"
)
RULES: tuple[tuple[str, Handler], ...] = (
    (rf"{_SIDE}(?P<name>{_NAMES})(?:(?: of| ,)? {ANY_YEAR})?{_NOT}", _holiday),
    (rf"{_SIDE}(?P<name>{_NAMES}) weekend(?:(?: of| ,)? {ANY_YEAR})?", _weekend),
)

"""Days that go by a name: Christmas Eve, May Day, Labor Day, Thanksgiving.

Only holidays whose day follows from the year by a plain rule are known; the movable ones are
those of the United States.
"""

from __future__ import annotations

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
    "independence day": (7, 4),
    "veterans day": (11, 11),
    "may day": (5, 1),
    "boxing day": (12, 26),
    "halloween": (10, 31),
    "valentine 's day": (2, 14),
}
MOVABLE = {
    "labor day": (9, 0, 1),
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
    "memorial day": (5, 0, -1),
    "martin luther king day": (1, 0, 3),
    "presidents day": (2, 0, 3),
}
"""Month, weekday (Monday is 0) and which of them in the month; -1 is the last."""


def day_of(name: str, year: int) -> date:
    """The day of a holiday in a year.

    >>> print(day_of("labor day", 2023), day_of("memorial day", 2023), day_of("christmas", 2023))
    2023-09-04 2023-05-29 2023-12-25
    """
    if name in FIXED:
        return date(year, *FIXED[name])
    month, weekday, nth = MOVABLE[name]
    if nth < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _holiday(match: Match[str], context: Context) -> Reading | None:
    name, number, base = match["name"], the_year(match, context), context.published
    if number is not None:
        return of_day(day_of(name, number), f"{name} {number}")
    if base is None or not 2 <= base.year <= 9998:
        return None
    days = [day_of(name, base.year + step) for step in (-1, 0, 1)]
    if context.tense == PAST:
        days = [it for it in days if it <= base]
    elif context.tense == FUTURE:
        days = [it for it in days if it >= base]
    best = min(days, key=lambda it: away((it - base).days))
    return of_day(best, f"{context.since_published}: the nearest such day")


_NAMES = "|".join(sorted([*FIXED, *MOVABLE], key=lambda name: (-len(name), name)))
RULES: tuple[tuple[str, Handler], ...] = (
    (rf"(?P<name>{_NAMES})(?:(?: of| ,)? {ANY_YEAR})?", _holiday),
)

"""Times of day with zones: 8 pm Pacific on 1 August is 2 August in London.

>>> from datetime import date
>>> day_in("Europe/London", date(2023, 8, 1), (20, 0), "America/Los_Angeles")
datetime.date(2023, 8, 2)
"""

from __future__ import annotations

import re
from datetime import date, datetime
from re import Match
from zoneinfo import ZoneInfo

ZONES = {
    name: zone
    for zone, names in {
        "America/Los_Angeles": "pacific pt pst pdt",
        "America/Denver": "mountain mt mst mdt",
        "America/Chicago": "central ct cst cdt",
        "America/New_York": "eastern et est edt",
        "Europe/London": "bst london british",
        "UTC": "gmt utc",
        "Europe/Paris": "cet cest",
    }.items()
    for name in names.split()
}
_ZONE = rf"(?P<zone>{'|'.join(ZONES)})(?: (?:standard |daylight |summer )?time)?"
_HOURS = {
    word: hour
    for hour, word in enumerate(
        (
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve"),
        ),
        start=1,
    )
}
CLOCK = re.compile(
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?::\d\d)?"
    r"(?: ?(?P<half>am|pm)| o ' ?clock|(?<=:\d\d))"
    r"|(?P<military>\d{4})(?= \(?(?:gmt|utc|bst|est|edt|pst|pdt|cet|cest)(?: |$))"
    rf"|(?P<spelt>{'|'.join(_HOURS)}) o ' ?clock"
    rf"|(?P<word>noon|midday|midnight))(?: (?:\( )?(?:{_ZONE}|local time)(?: \))?)?(?=$| )"
)


def clock(match: Match[str]) -> tuple[int, int] | None:
    """Hour (0 to 24) and minute of a match of ``CLOCK``."""
    if match["word"]:
        return (24, 0) if match["word"] == "midnight" else (12, 0)
    if match["spelt"]:
        return _HOURS[match["spelt"]], 0
    if match["military"]:
        hour, minute = int(match["military"][:2]), int(match["military"][2:])
        return (hour, minute) if hour < 24 and minute < 60 else None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    return (hour, minute) if hour <= 24 and minute < 60 else None


def zone(match: Match[str]) -> str | None:
    """The zone that a match of ``CLOCK`` names."""
    return ZONES[match["zone"]] if match["zone"] else None


def day_in(there: str, day: date, at: tuple[int, int], here: str) -> date:
    """The date in zone ``there`` when the clock ``here`` shows ``at`` on ``day``.

    An unknown zone leaves the day as it is. Midnight (24:00) ends the day.
    """
    try:
        hour, minute = at if at[0] < 24 else (23, 59)
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(here))
        return moment.astimezone(ZoneInfo(there)).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return day


def local_day(moment: datetime, there: str) -> date:
    """The date of a moment in zone ``there``; as written where no offset or no such zone is."""
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(ZoneInfo(there)).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return moment.date()

r"""A moment is a day, or a second with its offset; which of the two is part of what is said.

``2031-03-01`` is a day whose hour nobody recorded. ``2031-03-01T20:00:00-08:00`` is a second, in
the offset of the place where it was said (never ``Z``: ``+00:00``; seconds required, no fraction).
Years run from 1800 to 2999 and offsets to 14 hours, so that no arithmetic on them can overflow.
Two moments are equal when they are spelled alike.

>>> late = parse_moment("2023-08-01T20:00:00-07:00")
>>> str(late.day), str(late.date_in("America/New_York"))
('2023-08-01', '2023-08-01')
>>> str(late.date_in("Europe/London"))
'2023-08-02'
>>> parse_moment("2031-03-01T20:00:00Z")  # doctest: +ELLIPSIS
Traceback (most recent call last):
    ...
onrecord.domain.errors.Malformed: '2031-03-01T20:00:00Z' is not a date such as 2031-03-01 or...
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import excerpt
from onrecord.domain.text import check_zone

_MOMENT = re.compile(
    r"(?:1[89]|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}"
    r"(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2})?\Z"
)
_MAX_OFFSET = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a second with offset, held as its one spelling.

    Raises:
        Malformed: on construction, any other spelling, or no such day or time.
    """

    text: str

    def __post_init__(self) -> None:
        if not _MOMENT.match(self.text):
            raise _malformed(self.text)
        try:
            self._check()
        except ValueError:
            raise _malformed(self.text) from None

    def _check(self) -> None:
        instant = self.instant
        if instant is None:
            date.fromisoformat(self.text)
        elif instant.isoformat() != self.text or abs(_offset(instant)) > _MAX_OFFSET:
            raise _malformed(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def day(self) -> date:
        """The day as written, in the writer's own offset."""
        return date.fromisoformat(self.text[:10])

    @property
    def instant(self) -> datetime | None:
        """The second, aware of its offset; None for a whole day."""
        return datetime.fromisoformat(self.text) if "T" in self.text else None

    def date_in(self, zone: str) -> date:
        """The day in the IANA ``zone``; a whole day stays what it is.

        Raises:
            Malformed: this machine knows no such zone.
        """
        return _date_in(self.text, zone)


def parse_moment(text: str) -> Moment:
    """Read a date or a date-time with offset.

    Raises:
        Malformed: any other spelling.
    """
    return Moment(text)


def moment_of(value: date | datetime) -> Moment:
    """The moment of a date, or of an aware date-time without a fraction of a second.

    Raises:
        Malformed: a local date-time, a fraction, or outside the years and offsets allowed.
    """
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise Malformed(
                f"{value.isoformat()} has no offset; add that of its place, "
                f"as in {value.replace(microsecond=0).isoformat()}-08:00"
            )
        if value.microsecond:
            raise Malformed(f"{value.isoformat()} has a fraction of a second; take it out")
    return Moment(value.isoformat())


def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone ``name``.

    Raises:
        Malformed: this machine knows no such zone.
    """
    try:
        return ZoneInfo(check_zone(name))
    except (KeyError, ValueError, OSError):
        raise Malformed(
            f"time zone {excerpt(name)} is not known; write an IANA name such as Europe/London"
        ) from None


@lru_cache(maxsize=65_536)
def _date_in(text: str, zone: str) -> date:
    """The day of a moment in a zone; a fold asks for the same ones again and again."""
    if "T" not in text:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(zone_named(zone)).date()


def _offset(instant: datetime) -> timedelta:
    return instant.utcoffset() or timedelta()


def _malformed(text: str) -> Malformed:
    return Malformed(
        f"{excerpt(text)} is not a date such as 2031-03-01 "
        "or a time such as 2031-03-01T20:00:00-08:00"
    )

"""Words of time that name no day of their own: ``now``, ``recently``, ``soon``, ``every week``."""

from __future__ import annotations

from dataclasses import replace
from re import Match

from onrecord.check.date_durations import length
from onrecord.check.date_reading import Context, Handler, Reading, of_stretch, vague
from onrecord.check.date_words import MONTH, MONTHS, SEASON, SEASONS, UNIT, UNITS, WEEKDAY, WEEKDAYS

THE_LAST_NAMED = "the date last named in the text"


def _set(match: Match[str], context: Context) -> Reading | None:
    words = match[0]
    if match.groupdict().get("weekday"):
        return vague(f"XXXX-WXX-{WEEKDAYS[match['weekday']] + 1}", "again and again")
    if match.groupdict().get("month"):
        return vague(f"XXXX-{MONTHS[match['month']]:02d}", "again and again")
    if match.groupdict().get("season"):
        return vague(f"XXXX-{SEASONS[match['season']]}", "again and again")
    if match.groupdict().get("unit"):
        return Reading(length(1, UNITS[match["unit"]]).value, "again and again")
    values = {"daily": "XXXX-XX-XX", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M"}
    return Reading(values.get(words, "P1Y"), "again and again")


def _present(match: Match[str], context: Context) -> Reading | None:
    return vague("PRESENT_REF", "the time of writing; no day is named")


def _past(match: Match[str], context: Context) -> Reading | None:
    read = vague("PAST_REF", "some time before; no day is named")
    unit = match.groupdict().get("recent")
    return replace(read, length=length(None, UNITS[unit])) if unit else read


def _future(match: Match[str], context: Context) -> Reading | None:
    return vague("FUTURE_REF", "some time ahead; no day is named")


def _then(match: Match[str], context: Context) -> Reading | None:
    if context.focus is None:
        return vague("PAST_REF", "no date before it in the text")
    return of_stretch(context.focus, THE_LAST_NAMED)


_PRESENT = (
    "now|right now|currently|current|already|these days|at present|presently|nowadays"
    "|at this time|the present|this time|the (?:current )?moment|at the moment"
    "|this (?:[a-z]+ )?moment"
)
_RECENT = "recent(?: (?:(?P<recent>weeks|months|years|days|quarters)|times))?"
_PAST = (
    f"recently|more recently|most recently|{_RECENT}(?: and (?:weeks|months|years))?"
    "|previously|formerly|the (?:recent )?past|past(?: (?:years|months|weeks))?|once"
    "|the past several (?:quarters|years|months)|lately|earlier|long ago|the old days"
)
_FUTURE = (
    "soon|(?:the )?(?:near |foreseeable |not too distant )?future(?: [a-z]+s)?"
    "|the (?:near|short|long) term|(?:a )?later(?: date)?|one day|some day|eventually|shortly"
)
_THEN = (
    "then|that time|at that time|at the time|the time|the same time|that day|that (?:same )?year"
)
RULES: tuple[tuple[str, Handler], ...] = (
    (rf"(?:each|every|a|per) (?P<unit>{UNIT})", _set),
    (rf"(?:each|every) (?P<weekday>{WEEKDAY})", _set),
    (rf"(?:each|every) (?:(?P<month>{MONTH})|(?P<season>{SEASON}))", _set),
    (rf"(?P<weekday>{WEEKDAY})s", _set),
    ("daily|weekly|monthly|quarterly|annually|yearly|annual", _set),
    (_PRESENT, _present),
    (_PAST, _past),
    (_FUTURE, _future),
    (_THEN, _then),
)

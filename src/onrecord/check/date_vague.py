"""Words of time that name no day of their own: ``now``, ``recently``, ``soon``, ``every week``."""

from __future__ import annotations

from dataclasses import replace
from re import Match

from onrecord.check.date_durations import length
from onrecord.check.date_reading import Context, Handler, Reading, of_stretch, vague
from onrecord.check.date_words import (
    MONTH,
    MONTHS,
    NUMBER,
    SEASON,
    SEASONS,
    UNIT,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    number,
)

THE_LAST_NAMED = "the date last named in the text"


_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}


def _set(match: Match[str], context: Context) -> Reading | None:
    words = match[0]
    if match.groupdict().get("weekday"):
        return vague(f"XXXX-WXX-{WEEKDAYS[match['weekday']] + 1}", "again and again")
    if match.groupdict().get("month"):
        return vague(f"XXXX-{MONTHS[match['month']]:02d}", "again and again")
    if match.groupdict().get("part"):
        return vague(f"XXXX-XX-XXT{_PARTS[match['part']]}", "again and again")
    if match.groupdict().get("season"):
        return vague(f"XXXX-{SEASONS[match['season']]}", "again and again")
    if match.groupdict().get("unit"):
        return Reading(length(1, UNITS[match["unit"]]).value, "again and again")
    values = {"daily": "XXXX-XX-XX", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M"}
    return Reading(values.get(words, "P1Y"), "again and again")


def _every_so_often(match: Match[str], context: Context) -> Reading | None:
    """``every two years``, ``every other week``: P2Y, P2W."""
    words = match.groupdict()
    steps = {"other": 2, "second": 2, "third": 3}
    count = steps[words["other"]] if words.get("other") else number(words["count"])
    return Reading(length(count, UNITS[words["units"]]).value, "again and again")


_OFTEN = {
    "weekdays": "XXXX-WXX",
    "weekends": "XXXX-WXX-WE",
    "nightly": "XXXX-XX-XXTNI",
    "hourly": "PT1H",
    "biweekly": "P2W",
    "fortnightly": "P2W",
    "semiannual": "P6M",
    "biannual": "P6M",
}


def _often(match: Match[str], context: Context) -> Reading | None:
    return Reading(_OFTEN[match["often"]], "again and again")


def _present(match: Match[str], context: Context) -> Reading | None:
    return vague("PRESENT_REF", "the time of writing; no day is named")


def _past(match: Match[str], context: Context) -> Reading | None:
    read = vague("PAST_REF", "some time before; no day is named")
    unit = match.groupdict().get("recent")
    return replace(read, length=length(None, UNITS[unit])) if unit else read


def _future(match: Match[str], context: Context) -> Reading | None:
    return vague("FUTURE_REF", "some time ahead; no day is named")


def _while(match: Match[str], context: Context) -> Reading | None:
    """``a while``, ``some time``, ``a long period``: a length, of nobody knows how many units."""
    return Reading("PXX", "a length without a unit")


def _then(match: Match[str], context: Context) -> Reading | None:
    if context.focus is None:
        return vague("PAST_REF", "no date before it in the text")
    return of_stretch(context.focus, THE_LAST_NAMED)


_PRESENT = (
    "now|right now|currently|current|already|these days|at present|presently|nowadays"
    "|at this time|the present|this time|the (?:current )?moment|at the moment"
    "|this (?:[a-z]+ )?moment|yet|to date|so far|thus far|as of now|at this (?:point|stage)|of late"
    "|(?:for )?the time being|(?:the )?current (?:day|time|climate)|modern times"
)
_RECENT = (
    "recent(?: (?:(?P<recent>weeks|months|years|days|quarters|decades|centuries)"
    "|times|history|memory))?"
)
_PAST = (
    f"recently|more recently|most recently|{_RECENT}(?: and (?:weeks|months|years))?"
    "|previously|formerly|the (?:recent )?past|past(?: (?:years|months|weeks))?|once"
    "|(?:(?:the )?past|previous|prior|earlier|former|bygone)"
    " (?:years|months|weeks|days|decades|quarters|times)"
    "|the past several (?:quarters|years|months)|lately|earlier|(?:the )?(?:good )?old days"
    "|(?:a (?:long|short|little) (?:time|while)|some time|a while|not (?:so )?long|long|moments"
    "|a moment|a generation) (?:ago|before)|the other (?:day|night|week)"
    "|at one (?:time|point)|once upon a time|just now|until recently"
    "|ancient times|earlier times|(?:the )?(?:recent|distant|not too distant) past"
)
_FUTURE = (
    "soon|(?:the )?(?:near |foreseeable |not too distant )?future(?: [a-z]+s)?"
    "|the (?:near|short|long|immediate|medium) (?:term|run)|(?:a )?later(?: date)?|one day|some day"
    "|someday|sometime(?: soon)?|eventually|shortly|(?:the )?(?:immediate|distant) future"
    "|before long|the (?:years|months|weeks|days) to come"
)
_WHILE = (
    "(?:for |in |over |after )?(?:quite )?(?:a|some|any) (?:[a-z]+ly )?(?:very )?"
    "(?:(?:long|short|brief|lengthy|considerable|extended|prolonged|limited|little|certain) )?"
    "(?:time|while|period|spell)(?: of time)?"
)
_THEN = (
    "then|that time|at that time|at the time|the time|the same time|that day|that (?:same )?year"
)
RULES: tuple[tuple[str, Handler], ...] = (
    (rf"(?:each|every|a|per) (?P<unit>{UNIT})", _set),
    (rf"(?:each|every) (?P<weekday>{WEEKDAY})", _set),
    ("(?:each|every) (?P<part>morning|afternoon|evening|night)", _set),
    (rf"(?:each|every) (?:(?P<month>{MONTH})|(?P<season>{SEASON}))", _set),
    (r"(?:on )?(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s", _set),
    ("daily|weekly|monthly|quarterly|annually|yearly|annual", _set),
    (rf"(?:each|every) (?P<count>{NUMBER}) (?P<units>{UNIT})", _every_so_often),
    (rf"(?:each|every) (?P<other>other|second|third) (?P<units>{UNIT})", _every_so_often),
    (
        rf"(?:once|twice|(?:{NUMBER}) times|several times|many times) (?:each|every|a|per) "
        rf"(?P<unit>{UNIT})",
        _set,
    ),
    (rf"(?:on )?(?P<weekday>{WEEKDAY}) (?:mornings|afternoons|evenings|nights)", _set),
    (
        "(?P<often>weekdays|weekends|nightly|hourly|biweekly|fortnightly|semiannual|biannual)",
        _often,
    ),
    (_WHILE, _while),
    (_PRESENT, _present),
    (_PAST, _past),
    (_FUTURE, _future),
    (_THEN, _then),
)

"""A statement as one sentence: the template of its rule and values, in a language.

>>> from datetime import date
>>> from onrecord.talks.statements.statement import Statement
>>> day = {"day": 92, "elapsed": 91, "since": date(2023, 5, 2), "kind": "strike"}
>>> told = Statement("strike-day", "WGA", day, (10,))
>>> render(told, "en", {})
'Day 92 of the WGA strike, counting 2 May 2023 as day 1; it began 91 days ago.'
>>> render(told, "es", {})
'Día 92 de la huelga de WGA, contando el 2 de mayo de 2023 como día 1; empezó hace 91 días.'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from onrecord.domain.moment import Moment, zone_named
from onrecord.talks.prices import Month
from onrecord.talks.statements.english import ENGLISH
from onrecord.talks.statements.language import Language
from onrecord.talks.statements.spanish import SPANISH
from onrecord.talks.statements.statement import JOIN, Statement

LANGUAGES: Mapping[str, Language] = {"en": ENGLISH, "es": SPANISH}
Code = Literal["en", "es"]
Names = Mapping[str, str]

_PLACE = re.compile(r"\{(\w+):(\w+)\}")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_COUNTED = re.compile(r"\d+ days")
_STAND = re.compile(r"([-\d./]+) (\S+)\Z")


def render(statement: Statement, language: Code, names: Names) -> str:
    """The sentence of ``statement``, ending with a full stop.

    Args:
        names: what parties are called, by id; an id that is not there stands for itself.
    """
    tongue = LANGUAGES[language]
    values = {**statement.values, "about": statement.about, **_stands(statement, tongue, names)}
    values.setdefault("words", tongue.words["final"])
    template = tongue.templates[template_of(statement)]

    def fill(place: re.Match[str]) -> str:
        return _shown(values[place[1]], place[2], tongue, names, values)

    return _PLACE.sub(fill, template)


def template_of(statement: Statement) -> str:
    """The name of the template that has just the values that ``statement`` has."""
    chosen = _VARIANTS.get(statement.rule)
    variant = chosen(statement.values) if chosen else ""
    return f"{statement.rule}:{variant}" if variant else statement.rule


def _present(name: str) -> Callable[[Mapping[str, object]], str]:
    return lambda values: name if name in values else ""


def _running(values: Mapping[str, object]) -> str:
    return "running" if values["running"] == "yes" else ""


def _lockout(values: Mapping[str, object]) -> str:
    return "lockout" if values.get("kind") == "lockout" else ""


def _kept(values: Mapping[str, object]) -> str:
    in_time = str(values.get("in_time", ""))
    return f"meeting-{in_time}" if "meeting" in values and in_time else in_time


def _silence(values: Mapping[str, object]) -> str:
    parts = ["terms"] if values.get("extent") == "terms" else []
    return "-".join([*parts, *(["until"] if "until" in values else [])])


def _final(values: Mapping[str, object]) -> str:
    return "-".join(
        part for part, name in (("told", "told_by"), ("days", "days")) if name in values
    )


_VARIANTS: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "strike-day": _lockout,
    "first-contact": _present("by"),
    "last-contact": _present("by"),
    "longest-silence": _running,
    "meeting-request": _present("for"),
    "promise-kept": _kept,
    "silence-announced": _silence,
    "agreement-not-end": _lockout,
    "moved": _present("gap"),
    "together": _running,
    "expired": _present("extension"),
    "called-final": _final,
}


def _shown(
    value: object, how: str, tongue: Language, names: Names, all_: Mapping[str, object]
) -> str:
    if how == "who":
        return _who(str(value), tongue, names)
    if how == "matter":
        return _matter(str(value), tongue, names)
    if how == "sides":
        return _sides(cast(Sequence[tuple[str, str, tuple[int, ...]]], value), tongue, names)
    if how == "moment":
        return moment_in(cast(Moment, value), str(all_["zone"]), tongue)
    return _plain(value, how, tongue)


def _who(parties: str, tongue: Language, names: Names) -> str:
    return tongue.listed([names.get(party, party) for party in parties.split(JOIN)])


def _matter(about: str, tongue: Language, names: Names) -> str:
    """What a statement is about, in words: parties, or an issue and whose it is."""
    party, _, issue = about.partition(" ")
    if JOIN in about or not issue:
        return _who(about, tongue, names)
    return f"{issue}, {_who(party, tongue, names)}"


def _plain(value: object, how: str, tongue: Language) -> str:
    if isinstance(value, tuple):
        return tongue.month_of(cast(Month, value))
    if isinstance(value, date):
        return tongue.on(value)
    if isinstance(value, Decimal):
        return _measured(value, how, tongue)
    return (
        _counted(value, how, tongue) if isinstance(value, int) else _text(str(value), how, tongue)
    )


def _measured(value: Decimal, how: str, tongue: Language) -> str:
    if how == "percent":
        return tongue.share(value)
    one, many = tongue.counts[how]
    return f"{tongue.number(value)} {one if value == 1 else many}"


def _text(text: str, how: str, tongue: Language) -> str:
    if how == "quoted":
        return f"{tongue.quotes[0]}{text}{tongue.quotes[1]}"
    if how == "stand":
        return stand_in(text, tongue)
    return tongue.words[text] if how == "word" else text


def _counted(value: int, how: str, tongue: Language) -> str:
    if how == "entry":
        return str(value)
    if how == "none":
        return tongue.number(value) if value else tongue.words["none"]
    if how in tongue.days_as:
        return tongue.as_days(value, how)
    return tongue.count(value, how) if how in tongue.counts else tongue.number(value)


def stand_in(stand: str, tongue: Language) -> str:
    """A stand that is numbers with their unit, as a language writes it; words as they are.

    >>> stand_in("5/4/3.5 %", ENGLISH), stand_in("11 hours", SPANISH)
    ('5/4/3.5%', '11 horas')
    """
    found = _STAND.match(stand)
    if found is None or (unit := "percent" if found[2] == "%" else found[2]) not in tongue.words:
        return stand
    numbers = "/".join(part.replace(".", tongue.comma) for part in found[1].split("/"))
    return tongue.words[unit].format(numbers)


def _stands(statement: Statement, tongue: Language, names: Names) -> Mapping[str, str]:
    """Both sides' stands with who tells them, where the other side does."""
    values, found = statement.values, {}
    for side in ("union", "employers"):
        if f"{side}_says" in values:
            teller = values.get(f"{side}_told_by")
            words = tongue.words["own" if teller is None else "told"]
            found[f"{side}_stand"] = words.format(
                party=_shown(values[side], "who", tongue, names, values),
                teller=_shown(teller or "", "who", tongue, names, values),
                stand=stand_in(str(values[f"{side}_says"]), tongue),
            )
    return found


def _sides(
    sides: Sequence[tuple[str, str, tuple[int, ...]]], tongue: Language, names: Names
) -> str:
    told = (
        tongue.words["side"].format(
            party=_shown(party, "who", tongue, names, {}),
            claim=_claim(claim, tongue, names),
            entries=f"[{', '.join(map(str, entries))}]" if entries else "",
        )
        for party, claim, entries in sides
    )
    return "; ".join(" ".join(each.split()) for each in told)


def _claim(claim: str, tongue: Language, names: Names) -> str:
    if _DAY.search(claim):
        counted = _COUNTED.sub(lambda days: tongue.words["days"].format(days[0][:-5]), claim)
        return _DAY.sub(lambda day: tongue.on(date.fromisoformat(day[0])), counted)
    stand = stand_in(claim, tongue)
    return stand if stand != claim else tongue.listed([names.get(p, p) for p in claim.split(JOIN)])


def moment_in(moment: Moment, zone: str, tongue: Language) -> str:
    """A moment in words: its day, and its time with the zone where it has one.

    >>> moment_in(Moment("2031-03-01T20:00:00+00:00"), "Europe/London", ENGLISH)
    '20:00, 1 March 2031 (Europe/London)'
    """
    instant = moment.instant
    if instant is None:
        return tongue.on(moment.day)
    local = instant.astimezone(zone_named(zone))
    day = tongue.on(local.date())
    return f"{local:%H:%M}, {day} ({zone})"

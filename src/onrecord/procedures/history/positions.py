"""Rows of positions: where a side stood on an issue on a day, or what was agreed.

``side`` is a party, ``AGREED``, or a party and ``claim``. The numbers count as yearly rises only
where the words give them as rises in order (``5%, 4%, 3.5%``): "2% of revenue, later 1%" is no
path, and a number that nobody knows (``?``) leaves all of them out.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from onrecord.domain.act import Act, Position
from onrecord.domain.moment import Moment
from onrecord.procedures.history.names import Named, Names
from onrecord.procedures.history.phrases import days
from onrecord.procedures.history.scene import Planned, Scene, Sides, read_certainty, read_day
from onrecord.procedures.history.table import Row

COLUMNS = ("id", "dispute", "issue", "side", "as_of", "position")
OPTIONAL = ("numbers", "source_url", "source_kind", "status", "note")
AGREED = "AGREED"

_CLAIM = re.compile(r"(.+?) claim\Z")
_PER = re.compile(r"\bper (?:the )?([A-Za-z][\w.&-]*)")
_PUBLISHED = re.compile(r"\bpublished\b")
_OTHERS = re.compile(r"\bclaim about the other side", re.I)
_OF = re.compile(r"(?:%|per cent)(?: of\b|/)")
_UNIT = (
    r"(?P<unit>%| ?per cent\b| (?:million|billion|dollars?|pounds?|euros?|cents?)\b"
    r"|[ -]?(?:weeks?|hours?|days?)\b)"
)
_UNITS = {"%": "percent", "per cent": "percent"} | dict.fromkeys(
    ("million", "billion", "dollar", "pound", "euro", "cent"), "money"
)
"""What a unit of the words is in acts; weeks, hours and days are themselves."""


def position_scene(row: Row, names: Names, zone: str, owner: str, sides: Sides) -> Scene:
    """A row of positions, read as a row of facts is.

    Raises:
        HistoryError: a cell is wrong.
    """
    day = read_day(row, "as_of")
    made = _published(row, day, zone) or day
    teller = _teller(row, names, sides)
    return Scene(
        row,
        names,
        zone,
        owner,
        sides,
        Named(teller),
        Named((), ("public",)),
        Moment(str(made)),
        Planned(),
        read_certainty(row),
    )


def position_act(scene: Scene) -> Act:
    """The act that a row of positions is.

    Raises:
        HistoryError: a cell is wrong.
    """
    row = scene.row
    on = Moment(str(read_day(row, "as_of")))
    held = _position(row, _side(row, scene.names, scene.sides))
    if held.side is None:
        return scene.act("agreement-reached", (held,), between=scene.pair, on=on, scope="contract")
    if _CLAIM.match(row["side"]):
        said = f"{held.issue}: {row['position']}"
        return scene.act("characterisation", by=scene.by.parties, of=held.issue, as_=said, on=on)
    facing = scene.sides.other(scene.names.whole(held.side))
    to = (facing,) if facing else None
    return scene.act("position-stated", (held,), by=scene.by.parties, to=to, on=on)


def _published(row: Row, day: date, zone: str) -> date | None:
    """The day on which a stand became known, where its note says that it was published later."""
    match = _PUBLISHED.search(row["note"])
    told = days(row["note"][match.start() :], day, zone) if match else ()
    return told[0].day if told and told[0].day > day else None


def _side(row: Row, names: Names, sides: Sides) -> str | None:
    """Whose stand it is; None for what was agreed."""
    text = row.need("side")
    if text == AGREED:
        return None
    claim = _CLAIM.match(text)
    found = names.find(claim[1] if claim else text)
    if found is None:
        row.fail("side", f"{text!r} is no party of the record, nor {AGREED}; see [[party]]")
    if _OTHERS.search(row["note"]) and (other := sides.other(found)):
        return other
    return found


def _teller(row: Row, names: Names, sides: Sides) -> tuple[str, ...]:
    if row.need("side") == AGREED:
        if not sides.both:
            row.fail("dispute", "the two sides of it cannot be told; name it after its union")
        return sides.both
    told = _PER.search(row["note"])
    if told and (found := names.find(told[1])):
        return (found,)
    claim = _CLAIM.match(row["side"])
    found = names.find(claim[1] if claim else row["side"])
    if found is None:
        row.fail("side", f"{row['side']!r} is no party of the record, nor {AGREED}; see [[party]]")
    return (found,)


def _position(row: Row, side: str | None) -> Position:
    words = row.need("position")
    numbers = _numbers(row)
    unit = _unit(words, numbers)
    return Position(
        row.need("issue"),
        side=side,
        numbers=numbers if unit else (),
        unit=unit,
        says=None if unit == "percent" else words,
    )


def _unit(words: str, numbers: tuple[Decimal, ...]) -> str | None:
    """The one unit that stands after each of ``numbers`` in ``words``; None where there is none."""
    found = {_unit_of(words, number) for number in numbers}
    unit = found.pop() if len(found) == 1 else None
    return None if unit == "percent" and _OF.search(words) else unit


def _unit_of(words: str, number: Decimal) -> str | None:
    match = re.search(rf"(?<![\d.]){re.escape(f'{number:f}')}{_UNIT}", words)
    if match is None and re.search(rf"(?<![\d.]){number * 100:.0f} cents?\b", words):
        return "money"
    if match is None:
        return None
    unit = match["unit"].strip(" -")
    return _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s")) or f"{unit.removesuffix('s')}s"


def _numbers(row: Row) -> tuple[Decimal, ...]:
    text = row["numbers"]
    if not text or "?" in text or ".." in text:
        return ()
    try:
        found = tuple(Decimal(part) for part in row.many("numbers"))
    except InvalidOperation:
        row.fail("numbers", f"{text!r} is not numbers such as 5;4;3.5, nor a range such as 6..12")
    if not all(number.is_finite() and abs(number) < 10**12 for number in found):
        row.fail("numbers", f"{text!r} is out of all bounds")
    return found

"""What the talks must yield on the Hollywood record: every expectation of the golden file.

The file was written from the case before the code; its header says how it is to be read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain.moment import Moment
from onrecord.domain.source import Source, read_source
from onrecord.procedures.history import read_history
from onrecord.talks.facts import Told
from onrecord.talks.fold import State, fold
from onrecord.talks.prices import PriceTable, read_prices
from onrecord.talks.statements import Statement, statements
from onrecord.talks.statements.issues import issues
from onrecord.talks.statements.scene import Scene
from onrecord.talks.strikes import on_strike_together
from tests.unit.talks_story import CASE, FIRST, NO_CASE, told

GOLDEN = Path(__file__).parents[1] / "golden" / "talks"
ZONE, OWNER = "America/Los_Angeles", "WGA"
EXPECTED = tomllib.loads((GOLDEN / "hollywood.toml").read_text(encoding="utf-8"))["expect"]
WORDS = {
    "agreement-day": "tentative agreement",
    "ballot-opened": "ballot opened",
    "strike-began": "strike start",
    "strike-ended": "strike end",
    "talks-ended-by": "talks ended",
}

pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason=NO_CASE)


@cache
def parties() -> Source:
    path = GOLDEN / "hollywood-parties.toml"
    return read_source(path.read_bytes(), path.name)


@cache
def prices() -> PriceTable:
    return read_prices((CASE / "cpi.csv").read_bytes(), "cpi.csv")


@cache
def history(without: tuple[str, ...] = ()) -> tuple[list[Told], dict[int, str]]:
    """The record of the case without some rows, and which row each entry is made from."""
    files = {name: (CASE / name).read_bytes() for name in ("facts.csv", "positions.csv")}
    for row in without:
        start = rb"(?m)^" + row.encode() + rb",.*\r?\n"
        files = {name: re.sub(start, b"", data) for name, data in files.items()}
    read = read_history(files, parties().parties, zone=ZONE, owner=OWNER)
    held = told(Source(parties().record, parties().parties, read.drafts))
    return held, {entry: said.id.upper()[:4] for entry, said in held}


def at(expected: Mapping[str, Any]) -> tuple[State, date]:
    given = expected["as_of"]
    moment = Moment(given.isoformat()) if isinstance(given, date) else given
    held, _ = history(tuple(expected.get("without", ())))
    return fold(held, zone=ZONE, owner=OWNER, as_of=moment), moment.date_in(ZONE)


def found(expected: Mapping[str, Any]) -> list[Statement]:
    """The statements of the rule and about of an expectation that carry all of its values."""
    state, today = at(expected)
    held = statements(state, today=today, prices=prices())
    said = (s for s in held if (s.rule, about(s)) == (expected["rule"], expected["about"]))
    return [s for s in said if carries(s, expected.get("values", {}))]


def about(statement: Statement) -> str:
    if statement.rule != "sides-disagree":
        return statement.about
    matter = str(statement.values["matter"])
    if matter == "position":
        return statement.about
    party = statement.about.split(" & ")[0]
    return f"{party} {WORDS.get(matter, matter)}"


def carries(statement: Statement, values: Mapping[str, Any]) -> bool:
    return all(same(statement, name, value) for name, value in values.items())


def same(statement: Statement, name: str, wanted: Any) -> bool:
    given = statement.values.get(name)
    if name == "sides":
        return all(any(side_is(one, each) for one in given) for each in wanted)
    if name == "latest":
        return history()[1][given] == wanted
    if isinstance(wanted, list):
        return listed(given, wanted)
    if isinstance(wanted, str) and re.fullmatch(r"-?[0-9.]+", wanted):
        places = len(wanted.partition(".")[2])
        step = Decimal(1).scaleb(-places)
        return given is not None and Decimal(given).quantize(step, ROUND_HALF_UP) == Decimal(wanted)
    if isinstance(wanted, datetime):
        return isinstance(given, Moment) and given.instant == wanted
    if isinstance(given, tuple):
        return "{}-{:02}".format(*given) == wanted
    return ("none" if given is None else given) == wanted


def listed(given: object, wanted: Sequence[str]) -> bool:
    """Parties by their names, or the numbers that words must name, in order."""
    names = {party.id: party.name for party in parties().parties}
    if [names.get(part, part) for part in str(given).split(" & ")] == list(wanted):
        return True
    return re.findall(r"\d+(?:\.\d+)?", str(given))[: len(wanted)] == list(wanted)


def side_is(side: tuple[str, str, tuple[int, ...]], wanted: Mapping[str, Any]) -> bool:
    names = {party.id: party.name for party in parties().parties}
    party, claim, _ = side
    figures = [figure in claim or number_in(claim, figure) for figure in wanted["figures"]]
    tellers = {*party.split(" & "), *(names.get(part) for part in party.split(" & "))}
    return wanted["party"] in tellers and all(figures)


def number_in(claim: str, figure: str) -> bool:
    if not re.fullmatch(r"[0-9.]+", figure):
        return False
    if f"{Decimal(figure) * 100:.0f} cents" in claim:
        return True
    return any(Decimal(n) == Decimal(figure) for n in re.findall(r"\d+(?:\.\d+)?", claim))


def label(expected: Mapping[str, Any]) -> str:
    what = expected.get("path") or f"{expected['rule']} {expected['about']}"
    absent = " absent" if expected.get("absent") else ""
    return f"{expected['as_of']} {what}{absent}"


NOT_YET = {
    "sides-disagree SAG-AFTRA general wages": "a printed third year is told in a note alone",
    "sides-disagree WGA total value per year": "that a figure is hypothetical is no figure",
    "sides-disagree SAG-AFTRA ballot opened": "our row is told as its party's word, not its page's",
    "sides-disagree WGA ratification result": "what else is printed of the term is in a note alone",
    "sides-disagree SAG-AFTRA strike end": "both have the same last day: days beside workdays",
}
"""What falls short, and why; a test fails when one of them comes to hold."""


def cases() -> list[Any]:
    found = []
    for expected in EXPECTED:
        why = NOT_YET.get(f"{expected.get('rule')} {expected.get('about')}")
        marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
        absent = expected.get("absent")
        found.append(pytest.param(expected, id=label(expected), marks=[] if absent else marks))
    return found


@pytest.mark.parametrize("expected", cases())
def test_the_record_of_the_case_yields_it(expected: Mapping[str, Any]) -> None:
    if "path" in expected:
        assert value_at(expected) == expected["value"]
        return
    held = found(expected)
    if expected.get("absent"):
        assert not held
        return
    state, today = at(expected)
    near = [
        s for s in statements(state, today=today, prices=prices()) if s.rule == expected["rule"]
    ]
    assert held, [(s.about, dict(s.values)) for s in near]


def value_at(expected: Mapping[str, Any]) -> object:
    state, today = at(expected)
    head, *rest = expected["path"].split(".")
    wanted = expected["value"]
    if head == "prices":
        year, month = map(int, rest[0].split("-"))
        last = prices().latest(today)
        return text_of(prices().rise((year, month), last, today), wanted) if last else None
    if head == "strikes":
        return next(s.length for s in state.strikes if rest[0] in s.by)
    if head == "together":
        one, other = state.strikes[:2]
        return on_strike_together(one, other, today)
    issue = next(i for i in issues(Scene(state, today)) if i.about == rest[0])
    sides = {"AGREED": issue.agreed, issue.pair[0]: issue.union, issue.pair[1]: issue.employers}
    if rest[1] == "gap":
        gap = issue.union[-1].compounded - issue.employers[-1].compounded
        return text_of(gap, wanted)
    return text_of(sides[rest[1]][-1].compounded, wanted)


def text_of(value: Decimal, wanted: str) -> str:
    return str(value.quantize(Decimal(wanted), ROUND_HALF_UP))


def test_every_row_of_the_case_is_entered() -> None:
    held, rows = history()
    assert set(rows.values()) == {e for e in rows.values() if re.fullmatch(r"[HP]\d{3}", e)}
    assert len(set(rows.values())) == 116
    assert min(entry for entry, _ in held) == FIRST

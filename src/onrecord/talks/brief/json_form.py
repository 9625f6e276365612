"""The brief for programs: one object, the same bytes for the same record, as-of and options.

Days are ``YYYY-MM-DD``, months ``YYYY-MM``, moments as the record spells them, numbers numbers,
parties lists of ids; what the record does not hold is null. Every derived value has its
``citations``: the entries that it rests on. New keys may be added; none changes its meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from onrecord.domain.moment import Moment
from onrecord.talks.board import IssueRow
from onrecord.talks.brief.gather import Brief
from onrecord.talks.promises import Promise
from onrecord.talks.statements import Statement, render
from onrecord.talks.statements.render import Code
from onrecord.talks.strikes import Strike
from onrecord.talks.votes import Vote


def to_json(brief: Brief, language: Code) -> str:
    """The object, indented by one; ``language`` is that of the statements' texts."""
    return json.dumps(as_value(brief, language), ensure_ascii=False, indent=1)


def as_value(brief: Brief, language: Code) -> dict[str, Any]:
    """The object as dicts, lists, strings, numbers and None."""
    state, ledger = brief.state, brief.ledger
    value: dict[str, Any] = {
        "record": {"origin": ledger.origin, "size": ledger.size, "root": ledger.root.hex()},
        "as_of": str(brief.as_of),
        "today": str(brief.today),
        "zone": ledger.zone,
        "strikes": [_strike(strike, brief.today) for strike in state.strikes],
        "contacts": _all(state.contacts),
        "meetings": _all(state.meetings),
        "requests": _all(state.requests),
        "plans": _all(state.plans),
        "promises": [_promise(promise, brief.today) for promise in state.promises],
        "released": _all(brief.released),
        "issues": [_issue(row) for row in brief.board],
        "offers": _all(state.offers),
        "agreements": _all(state.agreements),
        "votes": [_vote(vote) for vote in state.votes],
        "contracts": _all(state.contracts),
        "heard": _all(brief.quiet),
        "reminders": _all(brief.reminders),
        "unverified": sorted({fact.entry for fact in state.unverified}),
        "statements": [_statement(each, language) for each in brief.statements],
    }
    if brief.changes is not None:
        value["since"] = _since(brief, language)
    return value


def _issue(row: IssueRow) -> dict[str, Any]:
    return {**plain(row), "gap": plain(row.gap), "citations": list(row.entries)}


def _since(brief: Brief, language: Code) -> dict[str, Any]:
    assert brief.changes is not None
    held = brief.changes
    pairs = [[_statement(each, language) for each in pair] for pair in held.changed]
    return {
        "since": str(brief.since),
        "entries": list(brief.new_entries),
        "new": [_statement(each, language) for each in held.new],
        "changed": [{"before": before, "now": now} for before, now in pairs],
        "gone": [_statement(each, language) for each in held.gone],
    }


def _statement(statement: Statement, language: Code) -> dict[str, Any]:
    return {
        "id": statement.rule,
        "about": statement.about,
        "text": render(statement, language, {}),
        "values": {name: _value(value) for name, value in statement.values.items()},
        "citations": list(statement.citations),
        "in_this_record": statement.in_this_record,
    }


def _value(value: object) -> Any:
    """A statement's value; two numbers there are a month, as lists of entries stand in sides."""
    match value:
        case (int(year), int(month)):
            return f"{year}-{month:02}"
        case _:
            return plain(value)


def _strike(strike: Strike, today: date) -> dict[str, Any]:
    counted = {
        "first_day": strike.first_day,
        "last_day": strike.last_day,
        "length": strike.length,
        "on": strike.on_strike(today),
        "day": strike.day_number(today),
        "elapsed": strike.elapsed(today),
    }
    return {**plain(strike), **plain(counted), "citations": list(strike.entries)}


def _promise(promise: Promise, today: date) -> dict[str, Any]:
    if promise.kept is not None:
        standing = "kept" if promise.in_time in (True, None) else "kept-late"
    else:
        standing = "overdue" if promise.overdue(today) else "open"
    return {**plain(promise), "lag": promise.lag, "standing": standing}


def _vote(vote: Vote) -> dict[str, Any]:
    return {**plain(vote), "of_eligible": plain(vote.of_eligible), "subject": vote.subject}


def _all(values: Sequence[object]) -> list[Any]:
    return [plain(value) for value in values]


def plain(value: object) -> Any:
    """A derived value as JSON has it; its ``entries`` are called citations there.

    >>> from decimal import Decimal
    >>> plain((Decimal("3.50"), date(2031, 3, 1)))
    [3.5, '2031-03-01']
    """
    if isinstance(value, Moment | date):
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if (named := _fields(value)) is not None:
        return {_KEYS.get(name, name): plain(getattr(value, name)) for name in named}
    if isinstance(value, tuple | list | frozenset):
        return [plain(each) for each in value]
    return value


_KEYS = {"entries": "citations"}


def _fields(value: object) -> Sequence[str] | None:
    if is_dataclass(value):
        return [field.name for field in fields(value)]
    return getattr(value, "_fields", None)

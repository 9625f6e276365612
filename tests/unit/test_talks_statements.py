"""What the record lets one say of the talks: when each sentence comes and goes, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.talks.facts import Told
from onrecord.talks.fold import fold
from onrecord.talks.statements import RULES, Statement, render, statements
from tests.unit.quarry_story import LONDON, ROWS, Row, act, story
from tests.unit.talks_story import FIRST

NAMES = {"QW": "Quarry Workers", "HC": "Haulage Crews", "QA": "Quarry Alliance"}
STORY = story()
FIRST_DAY, LAST_DAY = date(2031, 1, 9), date(2031, 4, 26)


class Steady:
    """Prices that rise by one per cent a month and are published on the first of the next."""

    def latest(self, as_of: date) -> tuple[int, int]:
        before = as_of.replace(day=1) - timedelta(days=1)
        return before.year, before.month

    def rise(self, first: tuple[int, int], last: tuple[int, int], as_of: date) -> Decimal | None:
        months = (last[0] - first[0]) * 12 + last[1] - first[1]
        return (Decimal("1.01") ** months - 1) * 100 if last <= self.latest(as_of) else None


def on(day: date, held: Sequence[Told] = STORY) -> tuple[Statement, ...]:
    state = fold(held, zone=LONDON, owner="QW", as_of=day)
    return statements(state, today=day, prices=Steady())


def find(rule: str, about: str, day: date, held: Sequence[Told] = STORY) -> Statement | None:
    found = [s for s in on(day, held) if (s.rule, s.about) == (rule, about)]
    assert len(found) < 2
    return found[0] if found else None


def april(day: int) -> date:
    return date(2031, 4, day)


def march(day: int) -> date:
    return date(2031, 3, day)


LIVES = [
    ("strike-day", "QW", march(6), april(23)),
    ("strike-day", "HC", march(16), None),
    ("first-contact", "QW & QA", march(20), None),
    ("last-contact", "QW & QA", date(2031, 1, 10), None),
    ("longest-silence", "QW & QA", march(7), None),
    ("meeting-request", "QW & QA", march(20), None),
    ("requested-share", "QW & QA", march(24), None),
    ("sessions", "QW & QA", march(24), None),
    ("promise-kept", "QW", march(24), None),
    ("promise-overdue", "QA", march(31), None),
    ("promises-on-time", "QA", march(30), None),
    ("silence-announced", "QW", march(7), march(16)),
    ("agreement-not-end", "QW", april(20), april(23)),
    ("agreement-not-end", "HC", april(10), None),
    ("return-to-work", "QW", april(22), None),
    ("nothing-says", "", march(10), april(23)),
    ("denied", "QW", march(11), None),
    ("positions", "QW pay", april(2), april(20)),
    ("moved", "QW pay", april(9), april(20)),
    ("offer-prices", "QW pay", april(2), april(20)),
    ("equals-deal", "QW pay", april(10), april(20)),
    ("sides-disagree", "QW & QA", april(12), None),
    ("vote-share", "QW", date(2031, 2, 20), None),
    ("together", "QW & HC", march(16), None),
    ("expired", "QW", march(5), None),
    ("called-final", "QA", april(2), None),
]


@pytest.mark.parametrize(("rule", "about", "first", "gone"), LIVES)
def test_each_statement_comes_on_its_day_and_goes_on_its_day(
    rule: str, about: str, first: date, gone: date | None
) -> None:
    assert find(rule, about, first - timedelta(days=1)) is None
    last = gone - timedelta(days=1) if gone else LAST_DAY
    day = first
    while day <= last:
        assert find(rule, about, day) is not None, day
        day += timedelta(days=1)
    if gone is not None:
        assert find(rule, about, gone) is None


def test_every_rule_has_its_day_in_the_story() -> None:
    assert {rule for rule, *_ in LIVES} | {"no-reply"} == set(RULES)
    assert len(RULES) == 25


def test_what_is_put_forward_waits_for_a_reply_until_the_other_side_answers() -> None:
    asked = find("no-reply", "QW pay", april(1))
    assert asked is not None
    assert (asked.values["by"], asked.values["days"]) == ("QW", 80)
    assert find("no-reply", "QW pay", april(2)) is None
    offered = find("no-reply", "QW pay", april(12))
    assert offered is not None
    assert (offered.values["by"], offered.values["days"]) == ("QA", 3)
    assert find("no-reply", "QW pay", april(20)) is None


VALUES = [
    ("strike-day", "QW", march(6), {"day": 1, "elapsed": 0, "since": march(6)}),
    ("strike-day", "QW", april(22), {"day": 48, "elapsed": 47}),
    ("first-contact", "QW & QA", march(22), {"date": march(20), "after": 14, "by": "QA"}),
    ("last-contact", "QW & QA", april(8), {"date": april(2), "days": 6, "by": "QA"}),
    ("longest-silence", "QW & QA", march(19), {"from": march(6), "days": 13, "running": "yes"}),
    ("longest-silence", "QW & QA", march(21), {"to": march(20), "days": 14, "running": "no"}),
    ("meeting-request", "QW & QA", march(23), {"outcome": "nothing-recorded", "for": march(24)}),
    ("meeting-request", "QW & QA", march(25), {"outcome": "held", "by": "QA", "to": "QW"}),
    ("requested-share", "QW & QA", march(24), {"requested": 1, "meetings": 1, "by": "QA"}),
    ("sessions", "QW & QA", march(24), {"sessions": 1, "executives": 1}),
    ("promise-kept", "QW", march(24), {"lag": 0, "in_time": "yes", "meeting": march(24)}),
    ("promise-overdue", "QA", april(2), {"due": march(30), "days": 3}),
    ("promises-on-time", "QA", march(30), {"kept": 0, "of": 1}),
    ("silence-announced", "QW", march(15), {"date": march(7), "until": march(15)}),
    ("agreement-not-end", "QW", april(21), {"agreement": april(20), "since": march(6)}),
    ("nothing-says", "", march(12), {"rumour": "the strike is over", "latest": FIRST + 7}),
    ("positions", "QW pay", april(3), {"union_says": "6/5/4 %", "employers_says": "3/2/2 %"}),
    (
        "moved",
        "QW pay",
        april(9),
        {
            "compounded_from": Decimal("7.16"),
            "compounded_to": Decimal("12.48"),
            "gap": Decimal("3.28"),
        },
    ),
    ("offer-prices", "QW pay", april(9), {"first": (2028, 2), "last": (2031, 3)}),
    ("equals-deal", "QW pay", april(10), {"deal": "HC", "date": april(10)}),
    ("vote-share", "QW", march(1), {"of_eligible": Decimal("80.0"), "turnout": Decimal("85.00")}),
    ("together", "QW & HC", april(1), {"days": 17, "running": "yes"}),
    ("together", "QW & HC", april(25), {"days": 38, "running": "no", "to": april(22)}),
    ("expired", "QW", march(6), {"date": march(5), "extension": 5}),
    ("called-final", "QA", april(9), {"exchanges": 1, "date": april(2)}),
    ("called-final", "QA", april(20), {"exchanges": 1, "days": 18}),
]


@pytest.mark.parametrize(("rule", "about", "day", "values"), VALUES)
def test_each_statement_has_the_values_that_the_story_gives_it(
    rule: str, about: str, day: date, values: dict[str, object]
) -> None:
    found = find(rule, about, day)
    assert found is not None
    assert {name: found.values.get(name) for name in values} == values


def test_where_the_sides_contradict_each_other_each_is_cited_with_its_own_entry() -> None:
    found = find("sides-disagree", "QW & QA", april(13))
    assert found is not None
    they, we = (entry_of("they-say"), entry_of("we-say"))
    assert found.values["sides"] == (("QA", "QW", (they,)), ("QW", "QA", (we,)))


def entry_of(name: str) -> int:
    return FIRST + [row.id for row in ROWS].index(name)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_statement_of_every_day_is_one_sentence_in_each_language(language: str) -> None:
    day = FIRST_DAY
    while day <= LAST_DAY:
        for statement in on(day):
            text = render(statement, language, NAMES)
            assert text.endswith(".")
            assert not re.search(r"[{}]|None|\bQ[WA]\b(?! \d)|  ", text), text
        day += timedelta(days=1)


def test_the_words_of_some_statements() -> None:
    told = {s.rule: s for s in on(march(22)) if s.about != "HC"}
    assert render(told["strike-day"], "en", NAMES) == (
        "Day 17 of the Quarry Workers strike, counting 6 March 2031 as day 1; it began 16 days ago."
    )
    assert render(told["meeting-request"], "es", NAMES) == (
        "El 20 de marzo de 2031, Quarry Alliance pidió a Quarry Workers una reunión para el 24 de "
        "marzo de 2031; nada más en este registro."
    )


def test_a_word_that_came_late_is_told_with_how_late() -> None:
    late = [replace(row, made="2031-03-27") if row.id == "met" else row for row in ROWS]
    found = find("promise-kept", "QW", april(2), story(late))
    assert found is not None
    assert (found.values["lag"], found.values["in_time"]) == (3, "no")
    assert render(found, "en", NAMES) == (
        "Quarry Workers promised on 21 March 2031 “word after the meeting”, after the meeting of "
        "24 March 2031; it came 3 days later."
    )


def test_statements_that_need_a_complete_record_say_that_they_are_of_this_record() -> None:
    held = [s for day in (march(22), april(12)) for s in on(day)]
    said = {s.rule for s in held if s.in_this_record}
    assert {"first-contact", "last-contact", "longest-silence", "no-reply"} <= said
    for statement in held:
        if statement.in_this_record:
            assert "in this record" in render(statement, "en", NAMES)
            assert "este registro" in render(statement, "es", NAMES)


def test_what_is_unverified_decides_no_statement() -> None:
    doubtful = [replace(row, more=f'{row.more}\ncertainty = "unverified"') for row in ROWS]
    rows = [bad if row.by == "QA" else row for row, bad in zip(ROWS, doubtful, strict=True)]
    entries = {FIRST + number for number, row in enumerate(rows) if row.by == "QA"}
    for statement in on(april(12), story(rows)):
        assert not entries & set(statement.citations)
        assert statement.rule not in {"positions", "moved", "promise-overdue", "meeting-request"}


def test_a_withdrawn_word_takes_its_statements_with_it() -> None:
    taken = Row("taken-back", "2031-03-12", "QW", "members", (), 'withdraws = "denial"')
    assert find("denied", "QW", march(13), story([*ROWS, taken])) is None
    assert find("denied", "QW", march(11), story([*ROWS, taken])) is not None


def test_a_lockout_is_told_as_one() -> None:
    shut = Row(
        "shut-out",
        "2031-03-06",
        "QA",
        "press",
        (act("lockout-began", by='"QA"', against='"QW"', on="2031-03-06"),),
    )
    (found,) = [s for s in on(march(8), story([shut])) if s.rule == "strike-day"]
    assert found.about == "QW"
    assert render(found, "en", NAMES).startswith("Day 3 of the lockout of Quarry Workers")


def test_one_agreement_on_an_article_settles_no_contract() -> None:
    article = act(
        "agreement-reached",
        between='["QW", "QA"]',
        on="2031-04-05",
        scope='"article"',
        at='[[communication.act.position]]\nissue = "rest"\nsays = "agreed"',
    )
    rows = [*ROWS[:14], Row("one-article", "2031-04-05", "QW", "members", (article,))]
    assert find("agreement-not-end", "QW", april(6), story(rows)) is None
    assert find("positions", "QW pay", april(6), story(rows)) is not None


def told_of(held: Iterable[Statement]) -> set[tuple[str, str, str]]:
    return {(s.rule, s.about, repr(sorted(s.values.items()))) for s in held}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROWS), st.sampled_from([april(12), april(21), april(25), march(22)]))
def test_a_statement_falls_or_changes_when_any_entry_that_it_cites_is_gone(
    row: Row, day: date
) -> None:
    entry = FIRST + ROWS.index(row)
    bare = [replace(each, acts=(), more="", to="press") if each is row else each for each in ROWS]
    left = told_of(on(day, story(bare)))
    for statement in on(day):
        if entry in statement.citations:
            assert not told_of([statement]) & left, statement


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROWS), st.integers(1, 3))
def test_an_act_of_another_day_changes_what_is_told(row: Row, by: int) -> None:
    entry = FIRST + ROWS.index(row)
    held = story([shifted(each, by) if each is row else each for each in ROWS])
    days = (march(8), march(22), april(12), april(25))
    cited = any(entry in statement.citations for day in days for statement in on(day))
    assert not cited or any(told_of(on(day, held)) != told_of(on(day)) for day in days)


def shifted(row: Row, days: int) -> Row:
    """``row`` with every day in it moved."""

    def move(found: re.Match[str]) -> str:
        return str(date.fromisoformat(found[0]) - timedelta(days=days))

    acts = tuple(re.sub(r"\d{4}-\d\d-\d\d", move, each) for each in row.acts)
    return replace(row, made=re.sub(r"\d{4}-\d\d-\d\d", move, row.made), acts=acts)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("3, 2, 2", "4, 2, 2", "moved"),
        ("5, 4, 3", "5, 4, 2", "positions"),
        ("6, 5, 4", "6, 5, 5", "positions"),
        ("yes = 800", "yes = 799", "vote-share"),
        ("eligible = 1000", "eligible = 1001", "vote-share"),
        ("until = 2031-03-05", "until = 2031-03-04", "expired"),
        ("executives = true", "executives = false", "sessions"),
        ('"by 2031-03-30"', '"by 2031-03-29"', "promise-overdue"),
        ('by = "QW"\non = 2031-04-12', 'by = "QA"\non = 2031-04-12', "sides-disagree"),
    ],
)
def test_another_number_or_party_in_an_act_changes_its_statement(
    old: str, new: str, rule: str
) -> None:
    changed = [replace(row, acts=tuple(a.replace(old, new) for a in row.acts)) for row in ROWS]
    assert changed != list(ROWS)
    before = told_of(s for s in on(april(12)) if s.rule == rule)
    after = told_of(s for s in on(april(12), story(changed)) if s.rule == rule)
    assert before
    assert before != after


def test_the_same_record_gives_the_same_statements_in_the_same_order() -> None:
    assert on(april(12)) == on(april(12), story(list(ROWS)))
    order = [s.rule for s in on(april(12))]
    assert order == sorted(order, key=list(RULES).index)

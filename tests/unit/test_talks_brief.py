"""The brief: what is said first, what changed, what is open, and how it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.moment import Moment
from onrecord.talks.brief import Brief, Ledger, brief, markdown, outline, page, to_json
from onrecord.talks.facts import Told
from onrecord.talks.fold import fold
from onrecord.talks.released import released
from onrecord.talks.reminders import reminders
from onrecord.talks.since import changes
from onrecord.talks.statements import statements
from tests.unit.quarry_story import LONDON, ROWS, Row, act, story
from tests.unit.talks_story import FIRST

GOLDEN = Path(__file__).parents[1] / "golden" / "talks"
NAMES = {"QW": "Quarry Workers", "HC": "Haulage Crews", "QA": "Quarry Alliance"}
STORY = story()


def at(as_of: str, held: Sequence[Told] = STORY, since: str | None = None) -> Brief:
    ledger = Ledger("qw.example/record", "QW", LONDON, held, NAMES, 30, bytes(32))
    return brief(ledger, Moment(as_of), since=Moment(since) if since else None)


def entry_of(name: str) -> int:
    return FIRST + [row.id for row in ROWS].index(name)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("form", ["md", "html"])
def test_the_brief_of_a_day_is_written_as_the_golden_file_has_it(language: str, form: str) -> None:
    told = outline(at("2031-04-12", since="2031-03-30"), language)
    written = markdown(told) if form == "md" else page(told)
    golden = GOLDEN / f"quarry-2031-04-12.{language}.{form}"
    assert written == golden.read_text(), f"look at the difference, then write {golden.name} anew"


def test_the_first_sentences_say_whether_there_is_a_strike_and_when_they_last_spoke() -> None:
    told = outline(at("2031-03-22"), "en")
    assert [line.text.split(",")[0] for line in told.lead[:2]] == [
        "Day 17 of the QW strike",
        "The last official contact in this record between QW and QA was on 20 March 2031",
    ]
    assert "are to meet on 24 March 2031" in told.lead[2].text
    assert all(line.citations for line in told.lead)


def test_while_an_agreement_did_not_end_the_strike_that_is_said_first() -> None:
    lead = outline(at("2031-04-21"), "en").lead
    assert any("did not end the strike" in line.text for line in lead[:1])


def test_an_empty_record_says_so_in_one_sentence() -> None:
    told = outline(at("2031-04-21", ()), "en")
    assert [line.text for line in told.lead] == [
        "The record holds nothing yet from which the talks could be told."
    ]
    assert told.sections == ()


def test_every_statement_stands_under_one_heading() -> None:
    held = at("2031-04-12")
    told = outline(held, "en")
    lines = [line for section in told.sections for line in section.lines]
    assert len([line for line in lines if line.citations]) >= len(held.statements)


def test_text_of_the_record_makes_no_marks_of_its_own() -> None:
    bad = "*bold* <script>alert(1)</script> [x](y) `code`"
    row = Row("odd", "2031-03-10", "QW", "press", (act("denial", by='"QW"', of=json.dumps(bad)),))
    told = outline(at("2031-03-11", story([row])), "en")
    assert "<script" not in page(told).split("</style>")[1]
    assert "&lt;script&gt;" in page(told)
    assert "<script" not in markdown(told)
    assert not re.search(r"(?<!\\)[*`\[]", markdown(told).split("## Rumours")[1].split("##")[0])


def test_json_has_the_keys_that_programs_rely_on_and_a_citation_for_every_value() -> None:
    value = json.loads(to_json(at("2031-04-12"), "en"))
    kept = {"as_of", "strikes", "contacts", "meetings", "promises", "statements"}
    assert kept <= value.keys()
    for name in ("strikes", "contacts", "meetings", "promises", "statements"):
        assert value[name]
        assert all(each["citations"] for each in value[name])
    first = value["statements"][0]
    assert (first["id"], first["about"], first["values"]["day"]) == ("strike-day", "QW", 38)
    assert first["text"].startswith("Day 38 of the QW strike")
    assert value["strikes"][0]["day"] == 38
    (moved,) = [each for each in value["statements"] if each["id"] == "moved"]
    assert moved["values"]["compounded_to"] == 12.48


def test_json_is_the_same_bytes_for_the_same_record_and_moment() -> None:
    assert to_json(at("2031-04-12"), "es") == to_json(at("2031-04-12", story(list(ROWS))), "es")


def test_a_statement_that_only_counts_on_has_not_changed() -> None:
    held = at("2031-03-19", since="2031-03-18")
    assert held.changes is not None
    assert (held.changes.new, held.changes.changed, held.changes.gone) == ((), (), ())
    assert held.new_entries == ()


def test_what_changed_is_told_as_new_changed_and_gone() -> None:
    held = at("2031-04-22", since="2031-04-19")
    assert held.changes is not None
    new = {s.rule for s in held.changes.new}
    gone = {s.rule for s in held.changes.gone}
    assert {"return-to-work"} <= new
    assert {"positions", "moved", "equals-deal"} <= gone
    assert {"last-contact", "called-final"} <= {after.rule for _, after in held.changes.changed}
    assert held.new_entries == (entry_of("agreement"), entry_of("back"))


@settings(max_examples=30, deadline=None)
@given(st.dates(date(2031, 1, 9), date(2031, 4, 26)), st.dates(date(2031, 1, 9), date(2031, 4, 26)))
def test_what_did_not_change_what_is_new_and_what_is_gone_make_up_both_moments(
    one: date, other: date
) -> None:
    before, after = (
        statements(fold(STORY, zone=LONDON, owner="QW", as_of=day), today=day)
        for day in sorted([one, other])
    )
    found = changes(before, after)
    assert len(after) - len(found.new) == len(before) - len(found.gone)
    assert changes(after, after).new == changes(after, after).gone == ()


def test_what_is_due_overdue_and_to_come_is_listed_the_most_pressing_first() -> None:
    held = fold(STORY, zone=LONDON, owner="QW", as_of=date(2031, 3, 23))
    found = reminders(held, date(2031, 3, 23))
    assert [(r.kind, r.by, r.day) for r in found] == [
        ("due", ("QW",), date(2031, 3, 24)),
        ("meeting", ("QA",), date(2031, 3, 24)),
        ("unanswered", ("QW",), date(2031, 3, 24)),
    ]
    later = fold(STORY, zone=LONDON, owner="QW", as_of=date(2031, 4, 2))
    (overdue,) = reminders(later, date(2031, 4, 2))
    assert (overdue.kind, overdue.to, overdue.what) == ("overdue", ("press",), "new terms")
    early = fold(STORY, zone=LONDON, owner="QW", as_of=date(2031, 3, 26))
    assert [r.kind for r in reminders(early, date(2031, 3, 26), within=3)] == []
    assert [r.kind for r in reminders(early, date(2031, 3, 26), within=4)] == ["due"]


def test_a_promise_whose_communication_was_withdrawn_is_released_and_says_by_what() -> None:
    taken = replace(Row("taken", "2031-03-28", "QA", "press", ()), more='withdraws = "terms-due"')
    held = story([*ROWS, taken])
    (found,) = released(held, zone=LONDON)
    assert (found.promise.what, found.day) == ("new terms", date(2031, 3, 28))
    assert found.entries == (entry_of("terms-due"), FIRST + len(ROWS))
    assert released(held, zone=LONDON, as_of=Moment("2031-03-27")) == ()
    assert not [r for r in at("2031-04-02", held).reminders if r.kind == "overdue"]
    lines = [line.text for s in outline(at("2031-04-02", held), "en").sections for line in s.lines]
    assert "QA promised “new terms” on 26 March 2031; released on 28 March 2031." in lines


def test_a_correction_that_repeats_a_promise_releases_nobody() -> None:
    (again,) = [row for row in ROWS if row.id == "terms-due"]
    put = replace(again, id="put-right", made="2031-03-28", more='corrects = "terms-due"')
    assert released(story([*ROWS, put]), zone=LONDON) == ()

"""A rumour that quotes nobody: what the record says, and no verdict that it cannot bear."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord.demo
from tests.acceptance.check_stage import checked, made_record, quotes

DISPUTE = Path(onrecord.demo.__file__).parent / "dispute.toml"
DENIED = (
    "Somebody in the group chat says that a deal was signed on Tuesday night for 6 per cent and "
    "the pickets are off."
)
BULLETIN = (
    "We met the Alliance for five hours today. There is movement on pay and none on rest. We meet "
    "again on Monday. The strike goes on."
)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return made_record(tmp_path_factory.mktemp("dispute"), DISPUTE)


def test_a_rumour_is_shown_what_the_record_says_and_gets_no_verdict(record):
    report = checked(record, DENIED)
    assert not quotes(report)
    first = report.related[0]
    assert first.evidence.communication == "no-deal-was-signed"
    assert "We did not write it" in first.words, "a denial is shown whole"
    assert {"deal", "signed"} <= {word.lower() for word in first.why}


def test_an_unrelated_text_is_shown_nothing(record):
    report = checked(
        record, "The recipe wants four onions, a little thyme and an hour of patience."
    )
    assert report.findings == ()
    assert report.related == ()


def test_a_forwarded_bulletin_without_marks_is_recognised(record):
    (found,) = quotes(checked(record, f"From the union just now:\n\n{BULLETIN}\n"))
    assert (found.verdict, found.evidence[0].communication) == ("exact", "after-the-meeting")


def test_a_forwarded_bulletin_with_a_word_dropped_is_changed(record):
    changed = BULLETIN.replace("none on rest", "much on rest")
    (found,) = quotes(checked(record, f"From the union just now:\n\n{changed}\n"))
    assert found.verdict == "altered"


def test_what_was_withdrawn_and_what_was_corrected_is_told_with_its_successor(record):
    text = (
        '"The Harbour Street picket stands down today," the guild said. It also wrote: "The '
        "Alliance wrote to us today, for the first time since the strike began, and asked to meet "
        'on Thursday. We have agreed."'
    )
    withdrawn, replaced = quotes(checked(record, text))
    assert [each.communication for each in withdrawn.evidence] == [
        "harbour-street",
        "harbour-street-withdrawn",
    ]
    assert (withdrawn.verdict, replaced.verdict) == ("withdrawn", "superseded")
    assert replaced.evidence[-1].communication == "they-ask-to-meet-corrected"


def test_before_the_withdrawal_it_still_stood(record):
    text = '"The Harbour Street picket stands down today," the guild said.'
    (found,) = quotes(checked(record, text, as_of="2031-03-13T07:30:00+00:00"))
    assert found.verdict == "exact"


def test_the_words_for_members_only_are_nowhere_in_an_answer(record):
    from onrecord.check.report import to_json

    text = '"Pickets meet at six each morning," the guild told its members on 2 March.'
    report = checked(record, text)
    assert all(found.verdict in {"not-on-record", "members-only"} for found in quotes(report))
    assert "Harbour Street rota" not in to_json(report)

"""The shape and the words of a check's answer."""

from __future__ import annotations

import json
from datetime import date

from onrecord.check import explain
from onrecord.check.report import Report, Searched, by_gravity, sum_up, to_json
from onrecord.check.types import Change, DiffType, Evidence, Finding, Span, Speaker


def finding(verdict: str, start: int = 0, kind: str = "quote", **more: object) -> Finding:
    return Finding(kind, "words", Span(start, start + 5), verdict, "First line.", **more)  # type: ignore[arg-type]


def report(*findings: Finding) -> Report:
    searched = Searched(3, date(2031, 1, 13), date(2031, 4, 9))
    return Report("lwg.example/record", 25, bytes(32), "2031-05-01", None, searched, findings)


def test_changed_comes_before_replaced_before_true_before_unknown():
    given = [finding(word, at) for at, word in enumerate(("not-on-record", "exact", "withdrawn"))]
    given.append(finding("altered", 9))
    order = [each.verdict for each in by_gravity(given)]
    assert order == ["altered", "withdrawn", "exact", "not-on-record"]


def test_the_sum_names_each_verdict_once():
    given = [
        finding("exact"),
        finding("exact"),
        finding("altered"),
        finding("agrees", kind="claim"),
    ]
    assert sum_up(given) == (
        "3 quotations: 2 word for word, 1 changed. 1 claim: 1 agreeing with the record."
    )


def test_an_answer_without_findings_says_so():
    assert sum_up([]).startswith("No quotation")


def test_a_report_differs_only_where_something_was_changed_or_replaced():
    assert report(finding("altered")).differs
    assert report(finding("superseded")).differs
    assert not report(finding("exact"), finding("not-on-record"), finding("not-checkable")).differs


def test_the_json_has_the_stable_shape():
    diff = (Change("equal", "will ", "will "), Change("delete", "not ", "", DiffType.NEGATION))
    speaker = Speaker("Ottoline Marsh", Span(1, 5), party="TSA")
    found = finding("altered", evidence=(Evidence(4, "offer", 0, 9),), diff=diff, speaker=speaker)
    value = json.loads(to_json(report(found)))
    assert value["record"] == {"origin": "lwg.example/record", "size": 25, "root": "00" * 32}
    (shown,) = value["findings"]
    assert {"kind", "text", "start", "end", "speaker", "date", "verdict", "evidence"} <= set(shown)
    assert shown["diff"][1] == {"op": "delete", "record": "not ", "text": "", "type": "negation"}
    assert shown["speaker"]["party"] == "TSA"
    assert shown["evidence"] == [{"entry": 4, "communication": "offer", "start": 0, "end": 9}]


def test_every_first_line_has_25_words_at_most():
    long = "word " * 60
    diff = [Change("equal", long, long), Change("replace", "may", "will", DiffType.MODALITY)]
    when = date(2031, 3, 10)
    lines = [
        *(explain.exact(), explain.excerpt(), explain.altered(diff), explain.cut_short(long)),
        *(explain.spliced(), explain.misattributed(long, long), explain.superseded(when, when)),
        *(explain.withdrawn(when, when), explain.members_only(when), explain.not_on_record()),
        *(explain.not_checkable(), explain.cannot_tell(long)),
    ]
    for line in lines:
        assert 1 <= explain.words_of(line) <= explain.MOST_WORDS, line


def test_a_changed_word_is_shown_as_the_record_has_it():
    diff = [
        Change("equal", "We will ", "We will "),
        Change("delete", "not ", "", DiffType.NEGATION),
        Change("equal", "accept it.", "accept it."),
    ]
    assert explain.altered(diff) == "Changed. The record says: “We will not accept it.”"


def test_of_several_changes_the_gravest_is_shown():
    filler = "and so on and so on and so on and so on and so on and so on "
    diff = [
        Change("replace", "colour ", "color ", DiffType.SPELLING),
        Change("equal", filler, filler),
        Change("replace", "6 per cent", "7 per cent", DiffType.PERCENT),
    ]
    assert "6 per cent" in explain.altered(diff)

"""Disguised characters are undone and reported; honest writing in any script is left in peace."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.check.bidi import as_seen
from onrecord.check.edits import Edit, apply_edits
from onrecord.check.hygiene import MAX_REPORTS, clean
from onrecord.check.types import Span

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "check"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
TRICKS = [json.loads(line) for line in (GOLDEN / "tricks.jsonl").read_text("utf-8").splitlines()]
HONEST = (GOLDEN / "tricks-none.txt").read_text("utf-8").splitlines()


def test_there_are_tricks_enough():
    assert len(TRICKS) >= 200
    assert {row["trick"] for row in TRICKS} == {
        "zero-width", "soft-hyphen", "homoglyph", "bidi", "full-width", "combining",
        "unusual-space", "control",
    }  # fmt: skip


@pytest.mark.parametrize("row", TRICKS, ids=lambda row: ascii(row["written"]))
def test_a_trick_is_undone_and_told_at_its_word(row):
    cleaned = clean(row["written"])
    assert cleaned.text == row["read"]
    kinds = {trick.kind for trick in cleaned.tampering}
    assert kinds == {row["trick"]}
    for trick in cleaned.tampering:
        assert 0 <= trick.span.start <= trick.span.end <= len(cleaned.text)
        assert trick.says.endswith(".")


@pytest.mark.parametrize("line", HONEST, ids=ascii)
def test_honest_writing_is_never_reported(line):
    cleaned = clean(line)
    assert cleaned.tampering == ()
    squeezed = unicodedata.normalize("NFKC", cleaned.text).split()
    assert len(squeezed) == len(unicodedata.normalize("NFKC", line).split())


def test_honest_lines_stay_honest_beside_each_other():
    assert clean("\n".join(HONEST)).tampering == ()


def test_the_news_is_reported_only_where_it_does_hold_hidden_characters():
    folder = SHARED / "data" / "polnear" / "train"
    articles = sorted(folder.rglob("*.txt"))[:300]
    if not articles:
        pytest.skip("../shared/data/polnear is not there")
    texts = [path.read_text("utf-8", "replace") for path in articles]
    reported = [text for text in texts if clean(text).tampering]
    assert len(reported) <= 3
    for text in reported:
        assert any(
            unicodedata.category(char) in ("Cf", "Cc") for char in text if char not in "\n\t"
        )


def test_litter_between_words_is_swept_without_a_word():
    cleaned = clean("\ufeffWe\u200b said:\n\ufeffNo \u200edeal.\x03")
    assert (cleaned.text, cleaned.tampering) == ("We said:\nNo deal.", ())


def test_a_line_end_has_one_spelling():
    assert clean("\ufeffa\r\nb\rc\u2028d\x85e").text == "a\nb\nc\nd\ne"
    assert clean("a\r\nb").tampering == ()


def test_a_soft_hyphen_at_the_end_of_a_line_is_a_hyphen_that_was_shown():
    cleaned = clean("negotia\u00ad\ntion")
    assert (cleaned.text, cleaned.tampering) == ("negotiation", ())


def test_reports_are_bounded():
    cleaned = clean("n\u200bot " * 20_000)
    assert cleaned.text == "not " * 20_000
    assert len(cleaned.tampering) == MAX_REPORTS + 1
    assert "19,500 more" in cleaned.tampering[-1].says


def test_nested_overrides_are_read_as_they_are_seen():
    assert as_seen("\u202eba\u202dcd\u202cfe\u202c") == "efcdab"
    assert as_seen("\u202eשלום\u202c") == "שלום"


@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)
    again = clean(once.text)
    assert clean(again.text).text == again.text
    assert unicodedata.is_normalized("NFC", again.text)


@given(st.text("ab\u200b\u00adо\u0301 \u202e\n", max_size=40), st.data())
def test_spans_stay_inside_the_text_and_in_order(text, data):
    ends = st.integers(0, len(text))
    spans = [Span(*sorted((data.draw(ends), data.draw(ends)))) for _ in range(4)]
    cleaned = clean(text, spans)
    for span in (*cleaned.spans, *(trick.span for trick in cleaned.tampering if trick.span)):
        assert 0 <= span.start <= span.end <= len(cleaned.text)


@given(st.text("abc", max_size=20), st.data())
def test_edits_move_a_span_as_if_the_text_were_cut_by_hand(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    edits = [
        Edit(a, b, data.draw(st.sampled_from(["", "x", "xyz"])))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    whole = apply_edits(text, edits, [Span(at, at) for at in range(len(text) + 1)])
    for at in range(len(text) + 1):
        if not any(edit.start <= at < edit.end for edit in edits):
            by_hand = apply_edits(text[:at], [edit for edit in edits if edit.end <= at]).text
            assert whole.spans[at].start == len(by_hand)

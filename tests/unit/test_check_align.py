"""Alignment: the fast way costs what the obvious way costs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.check.align import GAP, align, cost_of, fit, local, obvious_cost, units

UNIT = st.tuples(st.sampled_from("abcde"), st.sampled_from(["", "x"]))
UNITS = st.lists(UNIT, max_size=12)
WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=14)


def covers(pairs, n, m):
    return [i for i, _ in pairs if i >= 0] == list(range(n)) and [
        j for _, j in pairs if j >= 0
    ] == list(range(m))


@given(UNITS, UNITS)
def test_the_fast_alignment_costs_what_the_obvious_one_costs(record, text):
    pairs = align(record, text)
    assert covers(pairs, len(record), len(text))
    assert cost_of(pairs, record, text) == obvious_cost(record, text)


def test_a_long_text_with_few_changes_is_aligned_in_a_narrow_band():
    record = [(str(n), "") for n in range(5_000)]
    text = [*record[:100], ("x", ""), *record[103:4_000], *record[4_020:]]
    pairs = align(record, text)
    assert covers(pairs, len(record), len(text))
    assert cost_of(pairs, record, text) == 3 + 2 * GAP + 20 * GAP


@given(UNITS, UNITS, st.data())
def test_words_passed_over_at_a_marked_place_cost_nothing(record, text, data):
    at = data.draw(st.integers(0, len(text)))
    extra = data.draw(UNITS)
    whole = [*text[:at], *extra, *text[at:]]
    pairs = align(whole, text, frozenset([at]))
    assert covers(pairs, len(whole), len(text))
    free = sum(j < 0 for _, j in pairs)
    assert cost_of(pairs, whole, text) - GAP * free <= 0


def test_a_word_that_changed_stands_against_the_one_it_replaced():
    record = [("we", ""), ("may", "modal"), ("soon", ""), ("go", "")]
    text = [("we", ""), ("will", "modal"), ("go", "")]
    assert align(record, text) == [(0, 0), (1, 1), (2, -1), (3, 2)]


def test_fit_lets_the_record_run_on():
    assert fit(units("a b c d e f"), units("a x c")) == [(0, 0), (1, 1), (2, 2)]


def test_local_finds_the_stretch_that_agrees():
    found = local(list("qqabcdeqq"), list("xxabydexx"))
    assert [(i, j) for i, j in found.pairs] == [(2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]


@given(WORDS, WORDS)
def test_a_local_stretch_begins_and_ends_with_equal_words(record, text):
    pairs = local(record, text).pairs
    if pairs:
        for i, j in (pairs[0], pairs[-1]):
            assert record[i] == text[j]
    else:
        assert not set(record) & set(text)

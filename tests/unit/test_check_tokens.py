"""Tokens: what may differ in faithful quoting has one form, and nothing else has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.check.spelling import canonical, spellings
from onrecord.check.tokens import OMISSION, tokens


def norms(text):
    return [t.norm for t in tokens(text)]


SAME = [
    ("fifteen", "15"),
    ("1,200", "twelve hundred"),
    ("1200", "one thousand two hundred"),
    ("6.5%", "six and a half per cent"),
    ("6.5 percent", "6½%"),
    ("$86 million", "86 million dollars"),
    ("$86m", "eighty-six million dollars"),
    ("£5bn", "£5,000,000,000"),
    ("June 9", "the 9th of June"),
    ("9 June 2023", "June 9th, 2023"),
    ("first", "1st"),
    ("twenty-first", "21st"),
    ("two hundred and six", "206"),
    ("we won't", "We will not"),
    ("they can’t", "they cannot"),
    ("dont", "do not"),
    ("rumours", "rumors"),
    ("labour organised centres", "labor organized centers"),
    ("programme cheque travelling", "program check traveling"),
    ("nego-\ntiate", "negotiate"),
    ("[T]he offer", "the offer"),
    ("members’", "members'"),
    ("café & bar", "cafe and bar"),
    ("well—known", "well-known"),
]
APART = [
    ("fifteen", "fifty"),
    ("1,200", "12,000"),
    ("6.5%", "5.6%"),
    ("6.5%", "6.5"),
    ("-3%", "3%"),
    ("$5", "£5"),
    ("5 million", "5 billion"),
    ("June 9", "June 19"),
    ("7-11", "7/11"),
    ("3:50", "3.50"),
    ("007", "7"),
    ("30,000", "30,0000"),
    ("between one hundred and two hundred", "between 102 hundred"),
    ("four, five", "45"),
    ("first", "second"),
    ("we will", "we won't"),
    ("may", "May 9"),
    ("size", "prize"),
    ("its", "it's"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_the_same_have_the_same_norms(one, other):
    assert norms(one) == norms(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_says_something_else_has_other_norms(one, other):
    assert norms(one) != norms(other)


@pytest.mark.parametrize("mark", ["...", "…", "[...]", "[…]", "(…)", "(...)", ". . .", "...."])
def test_every_mark_of_omission_is_one_token_and_no_word(mark):
    assert [(t.norm, t.kind) for t in tokens(f"We {mark} agree")][1] == (OMISSION, "omission")


def test_words_in_square_brackets_are_marked_as_an_editors():
    assert [t.marked for t in tokens("We [the union] agree")] == [False, True, True, False]


@given(
    st.text(
        alphabet=st.sampled_from("aB '’-\n.,[]()…%$£0123½éßİ&half million May and a"), max_size=60
    )
)
def test_tokens_are_in_order_apart_and_inside_the_text(text):
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(text)
        assert token.norm
        at = token.end


@given(st.text(max_size=40))
def test_any_text_has_tokens_and_the_same_ones_again(text):
    assert tokens(text) == tokens(text)


@pytest.mark.parametrize("word", ["rumor", "organize", "center", "traveled", "check", "analyze"])
def test_other_spellings_of_a_word_share_its_canonical_form(word):
    others = spellings(word)
    assert others
    assert {canonical(o) for o in others} == {canonical(word)}

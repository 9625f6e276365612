"""The typed diff: verbatim on both sides, always, and each change under its gravest name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.check.diff import DiffMismatch, apply_diff, diff, is_faithful
from onrecord.check.types import DiffType

PARTIES = {"WGA": "WGA", "Writers Guild of America": "WGA", "AMPTP": "AMPTP", "the guild": "WGA"}
WORDS = (
    "We will won't not accept 6.5% six and a half per cent $86 million dollars unless June 9 9th "
    "of rumours rumors [...] … (…) [the union] (they) . , ; - — “ ” ' ’ "
    "co-operate cooperate US us İ é"
)
PIECES = st.sampled_from([*WORDS.split(), "re-sign", "resign", "nego-\ntiate", "\n", "\u00ad"])
TEXTS = st.lists(PIECES, max_size=14).flatmap(
    lambda pieces: st.lists(st.sampled_from([" ", "", "\n", "  "]), min_size=len(pieces) + 1).map(
        lambda gaps: "".join(a + b for a, b in zip([*pieces, ""], gaps, strict=False))
    )
)


def both_sides_are_verbatim(record, text):
    changes = diff(record, text, PARTIES)
    assert "".join(c.record for c in changes) == record
    assert "".join(c.text for c in changes) == text
    assert apply_diff(record, changes) == text
    for change in changes:
        assert change.record or change.text
        assert (change.type is None) == (change.op == "equal") == (change.record == change.text)


@given(TEXTS, TEXTS)
def test_both_sides_are_verbatim(record, text):
    both_sides_are_verbatim(record, text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_both_sides_are_verbatim_for_any_text(record, text):
    both_sides_are_verbatim(record, text)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert all(c.op == "equal" for c in diff(text, text))


def test_a_diff_is_not_applied_to_other_words():
    with pytest.raises(DiffMismatch, match="character 0"):
        apply_diff("They agree", diff("We agree", "We disagree"))


GRAVEST = {
    ("We will not accept", "We will accept"): DiffType.NEGATION,
    ("We can't wait", "We can wait"): DiffType.NEGATION,
    ("That is likely", "That is unlikely"): DiffType.NEGATION,
    ("Nobody agreed", "Everybody agreed"): DiffType.NEGATION,
    ("We were unsatisfied", "We were not satisfied"): DiffType.WORDING,
    ("600 workers", "6,000 workers"): DiffType.NUMBER,
    ("fifteen of us", "fifty of us"): DiffType.NUMBER,
    ("a rise of 6.5%", "a rise of 5.6%"): DiffType.PERCENT,
    ("an offer of $86 million", "an offer of $68 million"): DiffType.MONEY,
    ("We meet on 9 June", "We meet on 6 June"): DiffType.DATE,
    ("We meet on Friday", "We meet on Monday"): DiffType.DATE,
    ("in 2023 they left", "in 2032 they left"): DiffType.DATE,
    ("We may strike", "We will strike"): DiffType.MODALITY,
    ("some members agree", "all members agree"): DiffType.QUANTIFIER,
    ("the union refused it", "the employers refused it"): DiffType.PARTY,
    ("the WGA left", "the AMPTP left"): DiffType.PARTY,
    ("the WGA left", "the Writers Guild of America left"): DiffType.WORDING,
    ("We stay if they ask", "We stay they ask"): DiffType.CONDITION,
    ("a fair offer", "a poor offer"): DiffType.WORDING,
    ("Give it to us", "Give it to US"): DiffType.WORDING,
    ("We will re-sign", "We will resign"): DiffType.WORDING,
    ("We never agreed to 5%", "We agreed to 6%"): DiffType.NEGATION,
}
ALLOWED = {
    ("be wary of rumors", "be wary of rumours"): DiffType.SPELLING,
    ("We won't go", "We will not go"): DiffType.SPELLING,
    ("It's over", "It is over"): DiffType.SPELLING,
    ("6.5% more", "6.5 per cent more"): DiffType.SPELLING,
    ("We agree", "we agree"): DiffType.CASE,
    ("don't go", "don’t go"): DiffType.PUNCTUATION,
    ("We agree.", "“We agree,”"): DiffType.PUNCTUATION,
    ("We agree now", "We agree\nnow"): DiffType.PUNCTUATION,
    ("to negotiate", "to nego-\ntiate"): DiffType.PUNCTUATION,
    ("We co-operate", "We cooperate"): DiffType.PUNCTUATION,
    ("We agree today to meet", "We agree […] to meet"): DiffType.PUNCTUATION,
    ("They refused it", "[The studios] refused it"): DiffType.PUNCTUATION,
    ("The AMPTP refused it", "The AMPTP [the studios] refused it"): DiffType.PUNCTUATION,
    ("The AMPTP refused it", "The AMPTP (the studios) refused it"): DiffType.PUNCTUATION,
}
NOT_ALLOWED = {
    ("We will not go there", "We will … go there"): DiffType.NEGATION,
    ("We go there unless they ask us", "We go there […] us"): DiffType.CONDITION,
    ("We will go", "We will [not] go"): DiffType.NEGATION,
    ("We offer more", "We offer [10%] more"): DiffType.PERCENT,
    ("They will go", "They [may] go"): DiffType.MODALITY,
}


@pytest.mark.parametrize(("record", "text"), GRAVEST)
def test_a_change_has_the_gravest_type_of_what_it_touches(record, text):
    types = [c.type for c in diff(record, text, PARTIES) if c.type]
    assert GRAVEST[record, text] in types
    assert not is_faithful(diff(record, text, PARTIES))


@pytest.mark.parametrize(("record", "text"), ALLOWED)
def test_what_faithful_quoting_allows_is_shown_and_changes_no_word(record, text):
    changes = diff(record, text, PARTIES)
    assert is_faithful(changes)
    assert ALLOWED[record, text] in [c.type for c in changes]


@pytest.mark.parametrize(("record", "text"), NOT_ALLOWED)
def test_brackets_and_dots_do_not_cover_a_change_of_meaning(record, text):
    changes = diff(record, text)
    assert NOT_ALLOWED[record, text] in [c.type for c in changes]
    assert not is_faithful(changes)


def test_a_dropped_word_takes_one_of_its_two_spaces_with_it():
    changes = diff("We will not accept it now.", "We will accept it.")
    assert [(c.op, c.record) for c in changes if c.type] == [
        ("delete", "not "),
        ("delete", " now"),
    ]

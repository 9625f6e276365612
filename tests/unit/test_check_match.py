"""What words are to the record: each kind of answer, and the words that it must not be given to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.check.diff import apply_diff
from onrecord.check.index import Index, Text
from onrecord.check.match import match
from onrecord.check.types import DiffType

EMAIL = (
    "We'll be back in communication with you sometime after the meeting with further information. "
    "As we've said before, be wary of rumors. Whenever there is important news to share, you will "
    "hear it directly from us.\n"
)
STUDIOS = "We remain committed to finding a path to mutually beneficial deals with both Unions.\n"
TALKS = (
    "We will not accept the offer of 6.5% unless the offer improves. If the board agrees, we will "
    "meet the employers on June 9. Nobody wants a strike. We are not ready to go back to the "
    "table. Some members may return to work after the vote.\n"
)
REPLY = "Nobody wants a strike. Thank you very much for that question.\n"
TEXTS = {5: EMAIL, 6: STUDIOS, 7: TALKS, 8: REPLY}
INDEX = Index([Text(n, f"text-{n}", text) for n, text in TEXTS.items()])

KINDS = {
    EMAIL.strip(): "exact",
    "“We’ll be back in communication with you sometime after the meeting with further information\n"
    "\nAs we’ve said before, be wary of rumours. Whenever there is important news to share, you "
    "will hear it directly from us.”": "exact",
    "[The studios] remain committed to finding a path to mutually beneficial deals […] with both "
    "unions": "exact",
    "we will not accept the offer of 6.5 per cent unless the offer improves": "exact",
    "be wary of rumours": "excerpt",
    "you will hear it directly from us": "excerpt",
    "mutually beneficial deals": "excerpt",
    "We will not accept the offer of 6.5%": "cut-short",
    "we will meet the employers on 9 June": "cut-short",
    "ready to go back to the table": "cut-short",
    "We will … accept the offer of 6.5% unless the offer improves": "cut-short",
    "We will accept the offer of 6.5% unless the offer improves": "altered",
    "We will not accept the offer of 5.6% unless the offer improves": "altered",
    "If the board agrees, we will meet the members on June 9.": "altered",
    "If the board agrees, we will meet the employers on July 9.": "altered",
    "Some members will return to work after the vote": "altered",
    "All members may return to work after the vote": "altered",
    "We remain committed to finding a path to deals with both Unions": "altered",
    "Nobody wants a strike. You will hear it directly from us.": "spliced",
    "You will hear it directly from us. We remain committed to finding a path to mutually "
    "beneficial deals with both Unions.": "spliced",
    "We remain committed to finding a path to mutually beneficial deals with both Unions. You will "
    "hear it directly from us.": "spliced",
    "As we've said before, be wary of rumors. We'll be back in communication with you sometime "
    "after the meeting": "spliced",
    "Thank you very much": "none",
    "the offer of a path": "none",
    "The board of the company wants to accept an offer from another employer in June": "none",
    "It rained all day in Burbank": "none",
    "a strike": "none",
    "": "none",
    "…": "none",
    "()": "none",
}


@pytest.mark.parametrize("words", KINDS)
def test_words_are_told_for_what_they_are(words):
    assert match(words, INDEX).kind == KINDS[words]


def joined(found):
    return "".join(TEXTS[p.entry][p.start : p.end] for p in found.passages)


@pytest.mark.parametrize("words", KINDS)
def test_the_diff_makes_the_checked_words_of_the_records(words):
    found = match(words, INDEX)
    if found.passages:
        assert apply_diff(joined(found), found.diff) == words


def test_the_dropped_condition_is_shown_where_it_stands():
    found = match("We will not accept the offer of 6.5%", INDEX)
    assert found.dropped == "unless the offer improves"
    assert found.dropped_at
    assert TALKS[found.dropped_at.start : found.dropped_at.end] == found.dropped
    assert match("ready to go back to the table", INDEX).dropped == "We are not"
    assert match("we will meet the employers on 9 June", INDEX).dropped == "If the board agrees"


def test_a_splice_has_its_passages_in_the_order_of_the_words():
    found = match("You will hear it directly from us. Some members may return to work", INDEX)
    assert [p.entry for p in found.passages] == [5, 7]


def test_words_said_twice_name_both_places_and_within_names_one():
    found = match("Nobody wants a strike.", INDEX)
    assert (found.kind, found.passages[0].entry) == ("exact", 7)
    assert [p.entry for p in found.also] == [8]
    assert match("Nobody wants a strike.", INDEX, within={8}).passages[0].entry == 8
    assert match("Nobody wants a strike.", INDEX, within={5}).kind == "none"


def test_the_gravest_change_is_named():
    found = match("We would accept the offer of 7% unless the offer improves", INDEX)
    assert found.kind == "altered"
    assert found.gravest is DiffType.NEGATION


def test_a_party_that_took_the_place_of_another_is_named():
    parties = {"the union": "LWG", "the board": "AMP"}
    found = match(
        "If the union agrees, we will meet the employers on June 9", INDEX, parties=parties
    )
    assert (found.kind, found.gravest) == ("altered", DiffType.PARTY)


def test_a_whole_statement_forwarded_with_one_change_is_altered_there():
    long = " ".join(
        f"Point {n} of the plan covers topic{n} and rule{n} of branch {n}." for n in range(90)
    )
    index = Index([Text(0, "long", long)])
    assert match(long, index).kind == "exact"
    changed = long.replace("topic70", "topics")
    found = match(changed, index)
    assert found.kind == "altered"
    assert [(c.record, c.text) for c in found.diff if c.type] == [("topic70", "topics")]


WORDS = st.lists(
    st.sampled_from([*EMAIL.split(), *TALKS.split(), "…", "[...]", "[sic]", "(them)", "not", "7%"]),
    max_size=20,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_any_words_have_an_answer_whose_diff_is_exact(words):
    found = match(words, INDEX)
    assert found == match(words, INDEX)
    if found.passages:
        assert apply_diff(joined(found), found.diff) == words
    if found.kind in ("exact", "excerpt"):
        soft = {None, DiffType.SPELLING, DiffType.CASE, DiffType.PUNCTUATION}
        assert {c.type for c in found.diff} <= soft


@pytest.mark.parametrize("drop", ["not ", "unless the offer improves", "Nobody ", "If the board "])
def test_no_loss_of_a_negation_or_condition_is_faithful(drop):
    sentences = (
        "We will not accept the offer of 6.5% unless the offer improves",
        "Nobody wants a strike",
        "If the board agrees, we will meet the employers",
    )
    for sentence in (s for s in sentences if drop in s):
        assert match(sentence.replace(drop, ""), INDEX).kind not in ("exact", "excerpt")

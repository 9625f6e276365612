"""Openings and disclosures: one spelling each, bound to their entry, and silent on the rest."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from onrecord.domain.commitment import leaves_of, salt_of
from onrecord.domain.errors import Malformed
from onrecord.domain.opening import (
    Disclosure,
    NotOpened,
    Opening,
    disclose,
    parse_disclosure,
    parse_opening,
    split_text,
    verify_disclosure,
    verify_opening,
)
from onrecord.domain.reference import Reference

ENTRY = Reference(7, bytes(range(32)))
OTHER_ENTRY = Reference(8, bytes(range(32)))
SEED = bytes(range(1, 33))
HEAD = "speaker: Rosa Field\ntitle: Pay\n"
BODY = "They offered 4%.\n\nWe said no.\nWe meet on Monday.\n\nMore soon.\n"
OPENING = Opening(ENTRY, SEED, split_text(HEAD, BODY))

words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30)
paragraphs = st.lists(words, min_size=1, max_size=3).map("\n".join)
openings = st.builds(
    Opening,
    st.builds(Reference, st.integers(0, 2**40), st.binary(min_size=32, max_size=32)),
    st.binary(min_size=32, max_size=32),
    st.builds(
        lambda head, body: (head, *body),
        st.one_of(st.just(""), paragraphs),
        st.lists(paragraphs, max_size=20),
    ),
)


@given(openings)
def test_an_opening_reads_back_as_itself_and_opens_its_commitment(opening):
    again = parse_opening(str(opening))
    assert again == opening
    verify_opening(again, opening.entry, opening.commitment)


@given(openings, st.data())
def test_a_disclosure_reads_back_as_itself_and_opens_its_paragraph(opening, data):
    index = data.draw(st.integers(0, len(opening.paragraphs) - 1))
    shown = parse_disclosure(str(disclose(opening, index)))
    assert shown.paragraph == opening.paragraphs[index]
    verify_disclosure(shown, opening.entry, opening.commitment)


@given(openings)
def test_head_and_body_come_back_as_they_were_split(opening):
    assert split_text(opening.head, opening.body) == opening.paragraphs


def test_the_text_is_kept_to_the_letter():
    assert (OPENING.head, OPENING.body) == (HEAD, BODY)
    assert OPENING.paragraphs[2] == "We said no.\nWe meet on Monday."


def test_a_text_without_a_hidden_head_or_without_a_body_has_one_too():
    assert split_text("", "Words.\n") == ("", "Words.")
    assert split_text(HEAD, "") == (HEAD[:-1],)
    for empty in ("", HEAD):
        opening = Opening(ENTRY, SEED, split_text(empty, ""))
        assert parse_opening(str(opening)) == opening
        assert (opening.head, opening.body) == (empty, "")


@pytest.mark.parametrize(
    "body",
    ["a\n\n\nb\n", "a\n\n\n\nb\n", "\na\n", "a", "a\n\n", "a\n\n \n\nb\n", "a\r\n", "a\tb\n"],
)
def test_a_text_whose_paragraphs_would_not_come_back_is_refused(body):
    with pytest.raises(Malformed):
        split_text("", body)


# --- binding: nothing can be changed -------------------------------------------------------------


@settings(max_examples=200)
@given(st.data())
def test_a_changed_opening_is_refused_whatever_character_is_changed(data):
    _changed_is_refused(str(OPENING), parse_opening, verify_opening, data)


@settings(max_examples=200)
@given(st.data())
def test_a_changed_disclosure_is_refused_whatever_character_is_changed(data):
    _changed_is_refused(str(disclose(OPENING, 2)), parse_disclosure, verify_disclosure, data)


def _changed_is_refused(text, parse, verify, data):
    at = data.draw(st.integers(0, len(text) - 1))
    new = data.draw(st.one_of(st.just(""), st.characters(codec="utf-8")))
    changed = text[:at] + new + text[at + 1 :]
    assume(changed != text)
    with pytest.raises((Malformed, NotOpened)):
        verify(parse(changed), ENTRY, OPENING.commitment)


def test_an_opening_shown_beside_another_entry_is_refused_by_name():
    with pytest.raises(NotOpened, match="opens entry 7"):
        verify_opening(OPENING, OTHER_ENTRY, OPENING.commitment)
    with pytest.raises(NotOpened, match="opens entry 7"):
        verify_disclosure(disclose(OPENING, 1), OTHER_ENTRY, OPENING.commitment)


def test_a_paragraph_moved_to_another_place_is_refused():
    shown = disclose(OPENING, 2)
    for index in set(range(16)) - {2}:
        with pytest.raises(NotOpened, match=f"not paragraph {index}"):
            verify_disclosure(dataclasses.replace(shown, index=index), ENTRY, OPENING.commitment)


def test_padding_cannot_be_passed_off_as_a_paragraph():
    padding_index = len(OPENING.paragraphs)
    longer = Opening(ENTRY, SEED, (*OPENING.paragraphs, "And one more."))
    with pytest.raises(NotOpened):
        verify_disclosure(disclose(longer, padding_index), ENTRY, OPENING.commitment)


@pytest.mark.parametrize(("index", "nodes"), [(0, 3), (0, 17), (16, 4), (2**20, 16), (-1, 4)])
def test_a_disclosure_outside_any_tree_cannot_be_made(index, nodes):
    with pytest.raises(Malformed, match="do not lead"):
        Disclosure(ENTRY, index, bytes(32), (bytes(32),) * nodes, "Words.")


# --- secrecy: nothing more is told ---------------------------------------------------------------


@given(openings, st.data())
def test_a_disclosure_carries_neither_the_seed_nor_another_salt_leaf_or_word(opening, data):
    index = data.draw(st.integers(0, len(opening.paragraphs) - 1))
    text = str(disclose(dataclasses.replace(opening, entry=ENTRY), index))
    leaves = leaves_of(opening.paragraphs, opening.seed)
    others = [place for place in range(len(leaves)) if place != index]
    assert opening.seed.hex() not in text
    assert not any(leaves[place].hex() in text for place in others)
    assert not any(salt_of(opening.seed, place).hex() in text for place in others)
    assert text.endswith(f"\n\n{opening.paragraphs[index]}\n")


def test_a_disclosure_has_the_same_shape_however_many_paragraphs_follow():
    shapes = set()
    for length in range(2, 16):
        text = split_text("", "\n\n".join(["Words."] * length) + "\n")
        shown = str(disclose(Opening(ENTRY, SEED, text), 2))
        shapes.add((len(shown), shown.count("\nnode: ")))
    assert len(shapes) == 1
    assert shapes.pop()[1] == 4


def test_neither_seed_nor_words_stand_in_what_a_traceback_would_print():
    shown = repr(OPENING) + repr(disclose(OPENING, 1))
    assert "offered" not in shown
    assert "seed" not in shown
    assert repr(SEED)[2:-1] not in shown


# --- one spelling --------------------------------------------------------------------------------

TEXT = str(OPENING)
SHOWN = str(disclose(OPENING, 2))
NON_CANONICAL = {
    "another version": TEXT.replace("/v1", "/v2"),
    "a carriage return": TEXT.replace("\n", "\r\n"),
    "no final line end": TEXT[:-1],
    "two final line ends": TEXT + "\n",
    "an upper-case seed": TEXT.replace(SEED.hex(), SEED.hex().upper()),
    "a leading zero": TEXT.replace("entry: 7", "entry: 07"),
    "a wrong paragraph count": TEXT.replace("paragraphs: 4", "paragraphs: 5"),
    "a signed paragraph count": TEXT.replace("paragraphs: 4", "paragraphs: +4"),
    "an unknown line": TEXT.replace("seed: ", "note: hello\nseed: "),
    "lines in another order": TEXT.replace("\nparagraphs: 4", "").replace(
        "\nentry", "\nparagraphs: 4\nentry"
    ),
    "a space before the value": TEXT.replace("entry: 7", "entry:  7"),
    "a third blank line": TEXT.replace("\n\nMore", "\n\n\nMore"),
    "no words": TEXT[: TEXT.index("\n\n") + 1],
    "nothing": "",
    "a disclosure": SHOWN,
}


@pytest.mark.parametrize("text", NON_CANONICAL.values(), ids=NON_CANONICAL)
def test_an_opening_in_another_spelling_is_refused(text):
    with pytest.raises(Malformed):
        parse_opening(text)


NON_CANONICAL_DISCLOSURE = {
    "a node too few": SHOWN.replace("node: ", "gone: ", 1),
    "a short salt": SHOWN.replace("salt: ", "salt: 00"),
    "two paragraphs": SHOWN + "\nMore.\n",
    "an index outside the tree": SHOWN.replace("index: 2", "index: 16"),
    "an empty paragraph": SHOWN[: SHOWN.index("\n\n") + 2] + "\n",
    "an opening": TEXT,
}


@pytest.mark.parametrize("text", NON_CANONICAL_DISCLOSURE.values(), ids=NON_CANONICAL_DISCLOSURE)
def test_a_disclosure_in_another_spelling_is_refused(text):
    with pytest.raises(Malformed):
        parse_disclosure(text)


def test_an_opening_of_more_than_four_mebibytes_is_refused_before_it_is_read():
    with pytest.raises(Malformed, match="4194304"):
        parse_opening(TEXT + "x" * 4 * 2**20 + "\n")


@given(st.one_of(st.text(), st.text().map(TEXT.__add__), st.text().map(SHOWN.__add__)))
def test_any_text_is_read_or_refused(text):
    for parse in (parse_opening, parse_disclosure):
        try:
            assert str(parse(text)) == text
        except Malformed:
            pass

"""The members-only commitment: what it binds, and its agreement with slower, plainer readings."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.commitment import (
    Commitment,
    commit,
    hkdf,
    leaves_of,
    padded,
    paragraph_leaf,
    parse_commitment,
    path_of,
    root_from,
    salt_of,
)
from onrecord.domain.errors import Malformed
from onrecord.record import merkle

SEED = bytes(range(32))
TEXT = ["title: Pay", "They offered 4%.", "We said no.\nWe meet on Monday."]

seeds = st.binary(min_size=32, max_size=32)
lines = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40)
paragraph_lists = st.builds(
    lambda head, body: [head, *body],
    st.one_of(st.just(""), lines),
    st.lists(lines, max_size=40),
)


# RFC 5869 appendix A: the SHA-256 cases. (secret, salt, info, length, output)
RFC_5869 = {
    "A.1": (
        "0b" * 22,
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        42,
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    "A.2": (
        bytes(range(0x00, 0x50)).hex(),
        bytes(range(0x60, 0xB0)).hex(),
        bytes(range(0xB0, 0x100)).hex(),
        82,
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
        "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
        "cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ),
    "A.3": (
        "0b" * 22,
        "",
        "",
        42,
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
}


@pytest.mark.parametrize("case", RFC_5869.values(), ids=RFC_5869)
def test_hkdf_gives_the_output_of_rfc_5869(case):
    secret, salt, info, length, output = case
    got = hkdf(
        bytes.fromhex(secret), salt=bytes.fromhex(salt), info=bytes.fromhex(info), length=length
    )
    assert got.hex() == output


@given(paragraph_lists, seeds)
def test_the_root_is_the_one_that_the_log_s_own_trees_give(paragraphs, seed):
    leaves = leaves_of(paragraphs, seed)
    expected = merkle.root_of([merkle.leaf_hash(leaf) for leaf in leaves])
    assert commit(paragraphs, seed) == Commitment(expected, padded(len(paragraphs)))


@given(paragraph_lists, seeds, st.data())
def test_every_path_leads_from_its_paragraph_to_the_root_by_the_log_s_own_rule(
    paragraphs, seed, data
):
    index = data.draw(st.integers(0, len(paragraphs) - 1))
    commitment = commit(paragraphs, seed)
    path = path_of(paragraphs, seed, index)
    leaf = paragraph_leaf(salt_of(seed, index), paragraphs[index])
    assert root_from(leaf, index, path) == commitment.root
    merkle.verify_inclusion(
        merkle.leaf_hash(leaf), index, commitment.count, list(path), commitment.root
    )


def test_a_leaf_is_the_hash_that_the_specification_writes_out():
    text = "Wir kämpfen."
    by_hand = hashlib.sha256(
        b"on-record/paragraph/v1\n" + bytes(32) + (13).to_bytes(8, "big") + text.encode()
    )
    assert paragraph_leaf(bytes(32), text) == by_hand.digest()


@given(paragraph_lists, paragraph_lists, seeds)
def test_two_texts_never_share_a_commitment(one, other, seed):
    assert (commit(one, seed) == commit(other, seed)) == (one == other)


@given(paragraph_lists, seeds, seeds)
def test_one_text_under_two_seeds_has_nothing_in_common(paragraphs, one, other):
    shared = set(leaves_of(paragraphs, one)) & set(leaves_of(paragraphs, other))
    assert bool(shared) == (one == other)


def test_all_salts_of_a_seed_differ_padding_included():
    leaves = leaves_of([""] + ["The same words."] * 20, SEED)
    assert len(set(leaves)) == 32


@pytest.mark.parametrize(
    ("paragraphs", "leaves"),
    [(1, 16), (2, 16), (15, 16), (16, 16), (17, 32), (32, 32), (33, 64), (65_536, 65_536)],
)
def test_the_count_is_padded_to_a_power_of_two_of_at_least_sixteen(paragraphs, leaves):
    assert padded(paragraphs) == leaves


@pytest.mark.parametrize("length", [1, 2, 8, 15, 16])
def test_texts_of_one_to_sixteen_paragraphs_show_the_same_count(length):
    assert commit(["Words."] * length, SEED).count == 16


BAD_PARAGRAPHS = {
    "no paragraph at all": [],
    "an empty paragraph after the head": ["", ""],
    "a blank line inside": ["", "one\n\ntwo"],
    "a line end at the end": ["", "one\n"],
    "a line end at the start": ["", "\none"],
    "a paragraph of nothing but spaces": ["", "one", "  ", "two"],
    "a character that hides": ["", "one\u200btwo"],
    "a carriage return": ["", "one\r\ntwo"],
    "half a character": ["", "\ud800"],
    "more than the tree holds": ["x"] * 65_537,
}


@pytest.mark.parametrize("paragraphs", BAD_PARAGRAPHS.values(), ids=BAD_PARAGRAPHS)
def test_paragraphs_that_could_not_be_told_apart_again_are_refused(paragraphs):
    with pytest.raises(Malformed):
        commit(paragraphs, SEED)


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_a_seed_of_another_length_is_refused(seed):
    with pytest.raises(Malformed, match="32 bytes"):
        commit(TEXT, seed)


@pytest.mark.parametrize("index", [-1, 3, 15])
def test_there_is_no_path_for_a_paragraph_that_is_not_there(index):
    with pytest.raises(Malformed, match="no paragraph"):
        path_of(TEXT, SEED, index)


@given(st.binary(min_size=32, max_size=32), st.integers(4, 16))
def test_a_commitment_reads_back_as_itself(root, bits):
    commitment = Commitment(root, 2**bits)
    assert parse_commitment(str(commitment)) == commitment


ROOT = "ab" * 32


@pytest.mark.parametrize(
    "text",
    [
        "",
        ROOT,
        f"{ROOT} ",
        f"{ROOT} 8",
        f"{ROOT} 17",
        f"{ROOT} 131072",
        f"{ROOT} 016",
        f"{ROOT} +16",
        f"{ROOT} 16 ",
        f"{ROOT}  16",
        f"{ROOT}\n16",
        f"{ROOT.upper()} 16",
        f"{ROOT[2:]} 16",
    ],
)
def test_a_commitment_has_one_spelling(text):
    with pytest.raises(Malformed):
        parse_commitment(text)

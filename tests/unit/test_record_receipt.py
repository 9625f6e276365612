"""A receipt has one spelling, and any other is refused without work."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import base64
from onrecord.record import receipt as module
from onrecord.record.receipt import (
    FIRST_LINE,
    MAX_RECEIPT,
    Control,
    Proof,
    Receipt,
    parse_proof,
    parse_receipt,
)
from onrecord.record.tile import encode_bundle
from onrecord.testing.scenario import Scene

SCENE = Scene()
for _ in range(3):
    SCENE.say()
SCENE.freeze()
SCENE.root()
RECEIPT = SCENE.made_receipt(2)
RAW = RECEIPT.raw


def test_the_examples_run():
    assert doctest.testmod(module).failed == 0


def test_a_receipt_reads_back_as_itself():
    assert parse_receipt(RAW) == RECEIPT
    assert parse_receipt(RAW).raw == RAW
    assert [control.proof.index for control in RECEIPT.controls] == [0, 4, 5]


hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple)
proofs = st.builds(Proof, st.integers(0, 2**63 - 1), hashes)
controls = st.lists(st.builds(Control, st.binary(max_size=200), proofs), max_size=4).map(tuple)


@given(st.builds(Receipt, st.binary(max_size=500), controls, proofs, st.binary(max_size=200)))
def test_every_receipt_has_exactly_one_spelling(receipt):
    assert parse_receipt(receipt.raw) == receipt


def _extra(items):
    lines = RAW.split(b"\n")
    lines[1] = b"extra " + base64(items).encode()
    return b"\n".join(lines)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not a receipt"),
        (b"\n\n", "not a receipt"),
        (RAW[:20], "not a receipt"),
        (RAW.replace(b"@v1", b"@v2", 1), "first line"),
        (RAW.replace(b"\n\n", b"\n", 1), "base64"),
        (RAW.replace(b"\n", b"\r\n"), "ASCII"),
        (b"\xef\xbb\xbf" + RAW, "ASCII"),
        (RAW.replace(b"index", "índex".encode()), "ASCII"),
        (RAW.replace(b"extra ", b"extra  "), "base64"),
        (RAW.replace(b"extra ", b"Extra "), "carries no entry"),
        (RAW.replace(b"index 2", b"index 02"), "plain decimal"),
        (RAW.replace(b"index 2", b"index -2"), "plain decimal"),
        (RAW.replace(b"index 2", b"index 9223372036854775808"), "plain decimal"),
        (b"\n".join([RAW.split(b"\n")[0], *RAW.split(b"\n")[2:]]), "carries no entry"),
        (_extra(b""), "empty"),
        (_extra(b"\x00\x05abc"), "cut short"),
        (_extra(encode_bundle([b"entry", b"root"])), "lacks its proof"),
        (_extra(encode_bundle([b"entry", b"root", b"\xff"])), "ASCII"),
        (_extra(encode_bundle([b"entry", b"root", b"index 1"])), "not an index line"),
        (b"x" * (MAX_RECEIPT + 1), "at most"),
    ],
)
def test_any_other_file_is_refused_with_the_reason(raw, why):
    with pytest.raises(Malformed, match=why):
        parse_receipt(raw)


def test_a_receipt_of_exactly_the_largest_size_is_read():
    fill = Receipt(RECEIPT.entry, RECEIPT.controls, RECEIPT.proof, b"")
    full = Receipt(fill.entry, fill.controls, fill.proof, b"x" * (MAX_RECEIPT - len(fill.raw)))
    assert len(full.raw) == MAX_RECEIPT
    assert parse_receipt(full.raw) == full
    with pytest.raises(Malformed, match="at most"):
        parse_receipt(full.raw + b"x")


def test_a_proof_has_at_most_63_hashes():
    line = base64(bytes(32)) + "\n"
    assert len(parse_proof("index 0\n" + 63 * line).hashes) == 63
    with pytest.raises(Malformed, match="63"):
        parse_proof("index 0\n" + 64 * line)


@given(st.text(alphabet="index 0123\nAB=/+", max_size=120))
def test_whatever_proof_is_read_renders_as_it_was(text):
    try:
        proof = parse_proof(text)
    except Malformed:
        return
    assert str(proof) == text


@given(st.binary(max_size=300))
def test_no_bytes_after_the_first_line_do_more_than_be_refused(tail):
    try:
        receipt = parse_receipt(FIRST_LINE.encode() + b"\n" + tail)
    except Malformed:
        return
    assert receipt.raw.endswith(tail)

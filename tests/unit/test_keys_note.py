"""Notes: what is read, what is refused, what a signature covers."""

import doctest
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys import cosignature, ed25519, keyfile, note, sshsig, vkey
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import (
    BadSignature,
    MalformedNote,
    Note,
    SignatureLine,
    add_signature,
    check_key_name,
    key_id,
    merge_signatures,
    parse_note,
    sign_note,
    verified,
)
from onrecord.keys.vkey import parse_vkey, verifier_for
from tests.campaign.fuzz_notes import fuzz

ROOT = Path(__file__).parents[2]
RECORD = "lwg.example/record"

# C2SP signed-note, the example at its head; its public key is not published.
SALVATORE = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n"
    "ed è subito sera.\n\n— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
).encode()

# golang.org/x/mod sumdb/note, the example of its documentation.
NEUMANN = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
NEUMANN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

AMINA = Ed25519Signer.from_seed(f"{RECORD}/officer/president", b"A" * 32)
BORIS = Ed25519Signer.from_seed(f"{RECORD}/officer/secretary", b"B" * 32)
EVE = Ed25519Signer.from_seed(f"{RECORD}/officer/president", b"E" * 32)
TEXT = "on-record/communication/v1\nrecord: lwg.example/record\n\nNo deal yet — we go on.\n"


def by(*signers):
    return [verifier_for(signer.vkey) for signer in signers]


def names(lines):
    return [line.name.rpartition("/")[2] for line in lines]


@pytest.mark.parametrize("module", [note, vkey, ed25519, cosignature, sshsig, keyfile])
def test_the_examples_of_the_code_hold(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


@pytest.mark.parametrize("document", ["entry.md", "key-file.md"])
def test_the_examples_of_the_specification_hold(document):
    result = doctest.testfile(
        str(ROOT / "docs/spec" / document), module_relative=False, encoding="utf-8"
    )
    assert result.failed == 0
    assert result.attempted > 5


def test_the_published_example_is_read_and_rendered_byte_for_byte():
    read = parse_note(SALVATORE)
    assert read.raw == SALVATORE
    assert read.text.endswith("\n\ned è subito sera.\n")
    assert read.signatures[0].key_id.hex() == "367ba04b"


def test_a_signature_made_by_go_verifies():
    read = parse_note(NEUMANN)
    assert names(verified(read, [verifier_for(parse_vkey(NEUMANN_KEY))])) == ["PeterNeumann"]


def test_every_one_bit_flip_leaves_no_verified_signature():
    signed = sign_note(TEXT, AMINA).raw
    verifiers = by(AMINA)
    outcomes = set()
    for bit in range(len(signed) * 8):
        flipped = bytearray(signed)
        flipped[bit // 8] ^= 1 << (bit % 8)
        try:
            found = verified(parse_note(bytes(flipped)), verifiers)
            outcomes.add("ignored")
        except (MalformedNote, BadSignature) as error:
            outcomes.add(type(error).__name__)
            continue
        assert found == (), f"bit {bit} changes the note and it still verifies"
    assert outcomes == {"ignored", "MalformedNote", "BadSignature"}


def test_every_one_bit_flip_of_a_cosignature_leaves_none_verified():
    witness = CosignatureSigner.from_seed("press.example/w", b"W" * 32, lambda: 1_700_000_000)
    signed = sign_note("lwg.example/record\n1\nabc\n", witness).raw
    for bit in range(len(signed) * 8):
        flipped = bytearray(signed)
        flipped[bit // 8] ^= 1 << (bit % 8)
        try:
            assert verified(parse_note(bytes(flipped)), by(witness)) == ()
        except (MalformedNote, BadSignature):
            continue


def line_of(signer, text=TEXT):
    return str(sign_note(text, signer).signatures[0])


REFUSED = {
    "no blank line": TEXT.replace("\n\n", "\n") + line_of(AMINA),
    "text without its line feed": "on record\n" + line_of(AMINA),
    "no signature": TEXT + "\n",
    "no bytes": "",
    "only line feeds": "\n\n\n",
    "a blank line after the signatures": TEXT + "\n" + line_of(AMINA) + "\n",
    "no final line feed": TEXT + "\n" + line_of(AMINA)[:-1],
    "a hyphen for the dash": TEXT + "\n" + line_of(AMINA).replace("—", "-"),
    "an en dash for the dash": TEXT + "\n" + line_of(AMINA).replace("—", "–"),
    "two spaces": TEXT + "\n" + line_of(AMINA).replace("— ", "—  "),
    "a space at the end of the line": TEXT + "\n" + line_of(AMINA).replace("\n", " \n"),
    "carriage returns": (TEXT + "\n" + line_of(AMINA)).replace("\n", "\r\n"),
    "a carriage return before the last line feed": TEXT + "\n" + line_of(AMINA)[:-1] + "\r\n",
    "a tab in the text": "on\trecord\n\n" + line_of(AMINA),
    "a zero byte in the text": "on\0record\n\n" + line_of(AMINA),
    "no name": TEXT + "\n— " + line_of(AMINA).split(" ")[2],
    "a plus in the name": TEXT + "\n" + line_of(AMINA).replace("president", "pre+sident"),
    "a no-break space in the name": TEXT
    + "\n"
    + line_of(AMINA).replace("president", "pre\u00a0sident"),
    "an ideographic space in the name": TEXT
    + "\n"
    + line_of(AMINA).replace("president", "pre\u3000sident"),
    "a next-line character in the name": TEXT
    + "\n"
    + line_of(AMINA).replace("president", "pre\u0085sident"),
    "base64 without padding": TEXT + "\n" + line_of(AMINA).replace("=", ""),
    "base64 with more padding": TEXT + "\n" + line_of(AMINA).replace("=", "=="),
    "base64 of the URL alphabet": TEXT + "\n— x " + "-_" * 4 + "\n",
    "four bytes only": TEXT + "\n— x AAAAAA==\n",
    "three bytes only": TEXT + "\n— x AAAA\n",
    "a line that is not a signature": TEXT + "\nfrom Eve\n" + line_of(AMINA),
    "a byte order mark before the dash": TEXT + "\n\ufeff" + line_of(AMINA),
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
def test_a_note_in_any_other_spelling_is_refused(raw):
    with pytest.raises(MalformedNote):
        parse_note(raw.encode())


def test_a_stray_tail_in_the_last_base64_digit_is_refused():
    raw = sign_note(TEXT, AMINA).raw  # 68 bytes: the last digit before '=' holds two spare bits
    assert raw.endswith(b"=\n")
    accepted = 0
    for digit in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/":
        try:
            parse_note(raw[:-3] + bytes([digit]) + b"=\n")
            accepted += 1
        except MalformedNote:
            continue
    assert accepted == 16


@pytest.mark.parametrize(
    "bad",
    [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80"],
    ids=["no start", "overlong", "surrogate", "past the last code point", "cut short"],
)
@pytest.mark.parametrize("place", [b"deal", b"president"], ids=["text", "name"])
def test_bytes_that_are_not_utf8_are_refused(bad, place):
    raw = sign_note(TEXT, AMINA).raw
    at = raw.index(place) + len(place)
    with pytest.raises(MalformedNote, match=f"not UTF-8 at byte {at}$"):
        parse_note(raw[:at] + bad + raw[at:])


def test_the_last_blank_line_ends_the_text():
    inner = sign_note(TEXT, AMINA).raw.decode()
    outer = sign_note(inner, BORIS)
    assert parse_note(outer.raw).text == inner
    assert names(verified(parse_note(outer.raw), by(AMINA, BORIS))) == ["secretary"]


def test_delete_is_allowed_as_the_specification_says():
    assert parse_note(sign_note("a\x7fb\n", AMINA).raw).text == "a\x7fb\n"


def many(count):
    return [Ed25519Signer.from_seed(f"w{n}.example", bytes([n]) * 32) for n in range(count)]


def test_sixty_four_signatures_verify_and_sixty_five_are_refused():
    signers = many(65)
    read = parse_note(sign_note(TEXT, *signers[:64]).raw)
    assert len(verified(read, by(*signers))) == 64
    with pytest.raises(MalformedNote, match="65 signatures; at most 64"):
        parse_note(sign_note(TEXT, *signers).raw)


def test_sixteen_long_unknown_signatures_do_not_crowd_out_the_known_one():
    strangers = [SignatureLine(f"pq{n}.example", bytes(4), bytes(5_000)) for n in range(16)]
    crowded = merge_signatures(sign_note(TEXT, AMINA), strangers)
    assert names(verified(parse_note(crowded.raw), by(AMINA))) == ["president"]


@pytest.mark.parametrize("position", range(5))
def test_the_log_may_sign_in_any_position(position):
    log = Ed25519Signer.from_seed(RECORD, b"L" * 32)
    signers = many(4)
    signers.insert(position, log)
    read = parse_note(sign_note(TEXT, *signers).raw)
    assert [line.name for line in verified(read, by(log))] == [RECORD]


def test_a_limit_on_bytes_holds_before_anything_is_read():
    with pytest.raises(MalformedNote, match="11 bytes long; at most 10"):
        parse_note(b"\xff" * 11, max_size=10)


def test_unknown_keys_are_ignored_even_under_a_known_name_or_a_known_id():
    real = sign_note(TEXT, AMINA).signatures[0]
    same_name = SignatureLine(AMINA.name, EVE.key_id, bytes(64))
    same_id = SignatureLine("eve.example", AMINA.key_id, bytes(64))
    mixed = Note(TEXT, (same_name, same_id, real))
    assert verified(mixed, by(AMINA)) == (real,)
    assert verified(Note(TEXT, (same_name, same_id)), by(AMINA)) == ()


@pytest.mark.parametrize("bad_first", [True, False])
def test_a_known_key_that_does_not_verify_spoils_the_note(bad_first):
    good = sign_note(TEXT, AMINA, BORIS).signatures
    bad = SignatureLine(BORIS.name, BORIS.key_id, bytes(64))
    lines = (bad, good[0]) if bad_first else (good[0], bad)
    with pytest.raises(BadSignature, match="secretary does not verify"):
        verified(Note(TEXT, lines), by(AMINA, BORIS))


def test_a_bad_second_line_of_a_key_spoils_the_note_too():
    bad = SignatureLine(AMINA.name, AMINA.key_id, bytes(64))
    with pytest.raises(BadSignature):
        verified(Note(TEXT, (*sign_note(TEXT, AMINA).signatures, bad)), by(AMINA))


def test_a_key_that_signed_twice_counts_once():
    line = sign_note(TEXT, AMINA).signatures[0]
    assert verified(parse_note(Note(TEXT, (line, line)).raw), by(AMINA)) == (line,)


def test_two_known_keys_that_share_name_and_id_are_refused():
    class Twin:
        name, key_id = AMINA.name, AMINA.key_id

        def verify(self, message, signature):
            raise AssertionError("not asked")

    with pytest.raises(BadSignature, match="two known keys share the name"):
        verified(sign_note(TEXT, AMINA), [*by(AMINA), Twin()])


def test_the_same_key_given_twice_is_one_key():
    assert len(verified(sign_note(TEXT, AMINA), by(AMINA, AMINA))) == 1


def test_signing_again_replaces_the_line_in_its_place():
    time = iter([1, 2])
    witness = CosignatureSigner.from_seed("press.example/w", b"W" * 32, lambda: next(time))
    first = sign_note(TEXT, witness, AMINA)
    again = add_signature(first, witness)
    assert names(again.signatures) == ["w", "president"]
    assert [cosignature.cosigned_at(n.signatures[0]) for n in (first, again)] == [1, 2]
    assert len(verified(again, by(witness, AMINA))) == 2


def test_a_bogus_line_under_her_name_cannot_stop_amina_from_signing():
    bogus = SignatureLine(AMINA.name, AMINA.key_id, bytes(64))
    repaired = add_signature(Note(TEXT, (bogus, bogus)), AMINA)
    assert repaired == sign_note(TEXT, AMINA)


def test_a_signature_is_added_after_the_others():
    assert add_signature(sign_note(TEXT, AMINA), BORIS) == sign_note(TEXT, AMINA, BORIS)


def test_merging_adds_the_missing_lines_once_and_keeps_the_notes_own():
    own = sign_note(TEXT, AMINA)
    bogus = SignatureLine(AMINA.name, AMINA.key_id, bytes(64))
    boris = sign_note(TEXT, BORIS).signatures[0]
    assert merge_signatures(own, [bogus, boris, boris, own.signatures[0]]).signatures == (
        own.signatures[0],
        boris,
    )


@pytest.mark.parametrize("text", ["", "no line feed", "cr\r\n", "tab\t\n", "half \ud800\n"])
def test_a_text_that_no_note_may_hold_is_not_signed(text):
    with pytest.raises(MalformedNote):
        sign_note(text, AMINA)


def test_a_note_needs_a_signature():
    with pytest.raises(MalformedNote, match="no signature"):
        sign_note(TEXT)


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a+b", "a\nb", "a\u2003b", "a\x85b", "\ud800", "\0"]
)
def test_a_bad_key_name_is_refused(name):
    with pytest.raises(Malformed):
        check_key_name(name)


def test_a_key_id_is_the_head_of_the_hash_of_name_and_key():
    assert key_id("PeterNeumann", parse_vkey(NEUMANN_KEY).data).hex() == "c74f20a3"


name_text = st.text(
    st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"], exclude_characters="+"),
    min_size=1,
).filter(lambda name: not any(map(str.isspace, name)))
note_text = st.text(
    st.characters(exclude_categories=["Cs"], min_codepoint=0x20) | st.just("\n")
).map(lambda text: text + "\n")
signature_line = st.builds(
    SignatureLine, name_text, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=90)
)


@given(note_text, st.lists(signature_line, min_size=1, max_size=20))
def test_every_note_survives_the_wire(text, lines):
    made = Note(text, tuple(lines))
    assert parse_note(made.raw) == made


@given(note_text, st.sets(st.integers(0, 9), min_size=1))
def test_exactly_those_who_signed_are_verified(text, chosen):
    everybody = many(10)
    signed = sign_note(text, *(everybody[n] for n in chosen))
    found = verified(parse_note(signed.raw), by(*everybody))
    assert [line.name for line in found] == [everybody[n].name for n in chosen]


@given(note_text, note_text)
def test_a_signature_holds_for_its_own_text_only(text, other):
    moved = Note(other, sign_note(text, AMINA).signatures)
    if text == other:
        assert len(verified(moved, by(AMINA))) == 1
    else:
        with pytest.raises(BadSignature):
            verified(moved, by(AMINA))


def test_ten_thousand_hostile_inputs_raise_only_our_errors():
    tally = fuzz(10_000, random.Random(20310304))
    assert tally.total() == 10_000
    assert tally["forged"] == 0
    assert min(tally["refused"], tally["read"], tally["bad signature"]) > 0


def test_no_space_of_any_alphabet_and_no_control_character_is_allowed_in_a_name():
    for code in range(0x110000):
        character = chr(code)
        bad = character.isspace() or character == "+" or code < 0x20 or 0xD800 <= code < 0xE000
        try:
            check_key_name(f"a{character}b")
        except Malformed:
            assert bad, hex(code)
        else:
            assert not bad, hex(code)

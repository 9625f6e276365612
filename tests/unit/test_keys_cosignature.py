"""Type 04: a witness states when it saw a checkpoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys.cosignature import (
    CosignatureSigner,
    CosignatureVerifier,
    cosigned_at,
    cosigned_message,
)
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import BadSignature, SignatureLine, parse_note, sign_note, verified

# C2SP tlog-cosignature, the example at its head and its signed message; no public key is given.
SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q"
    "1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2"
    "oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()
CHECKPOINT = "lwg.example/record\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def witness(time=1_700_000_000, seed=b"W" * 32):
    return CosignatureSigner.from_seed("press.example/w", seed, lambda: time)


def cosigned(signer, text=CHECKPOINT):
    return sign_note(text, signer)


def test_the_published_cosignature_states_its_time():
    read = parse_note(SOFA)
    assert read.raw == SOFA
    assert cosigned_at(read.signatures[1]) == 1679315147
    assert cosigned_message(read.text.encode(), 1679315147).startswith(
        b"cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
    )


def test_the_log_line_of_the_published_example_states_no_time():
    with pytest.raises(Malformed, match="not a timestamped cosignature"):
        cosigned_at(parse_note(SOFA).signatures[0])


@given(st.integers(0, 2**63 - 1), st.text(st.characters(min_codepoint=0x20, codec="utf-8")))
def test_a_cosignature_verifies_and_tells_its_time(time, text):
    note = parse_note(cosigned(witness(time), text + "\n").raw)
    (line,) = verified(note, [CosignatureVerifier(witness().vkey)])
    assert cosigned_at(line) == time


def test_an_extension_line_is_covered():
    line = cosigned(witness(), CHECKPOINT + "extra\n").signatures[0]
    verifier = CosignatureVerifier(witness().vkey)
    assert verifier.verify((CHECKPOINT + "extra\n").encode(), line.signature)
    assert not verifier.verify(CHECKPOINT.encode(), line.signature)


def test_a_time_moved_by_one_second_does_not_verify():
    signature = cosigned(witness()).signatures[0].signature
    moved = (int.from_bytes(signature[:8], "big") + 1).to_bytes(8, "big") + signature[8:]
    verifier = CosignatureVerifier(witness().vkey)
    assert verifier.verify(CHECKPOINT.encode(), signature)
    assert not verifier.verify(CHECKPOINT.encode(), moved)


def test_a_time_past_the_limit_does_not_verify_even_if_it_was_signed():
    time = 2**63
    key = witness()
    signature = time.to_bytes(8, "big") + key.private.sign(
        cosigned_message(CHECKPOINT.encode(), time)
    )
    assert not CosignatureVerifier(key.vkey).verify(CHECKPOINT.encode(), signature)
    with pytest.raises(Malformed, match="past 2"):
        cosigned_at(SignatureLine(key.name, key.key_id, signature))


@pytest.mark.parametrize("time", [-1, 2**63])
def test_a_clock_that_tells_an_impossible_time_cannot_cosign(time):
    with pytest.raises(Malformed, match="no cosignature can state"):
        witness(time).sign(b"x\n")


@pytest.mark.parametrize("size", [0, 8, 64, 71, 73])
def test_a_cosignature_of_another_length_does_not_verify(size):
    signature = (cosigned(witness()).signatures[0].signature + b"\0")[:size]
    assert not CosignatureVerifier(witness().vkey).verify(CHECKPOINT.encode(), signature)


def test_a_plain_signature_does_not_pass_for_a_cosignature_nor_the_other_way():
    cosigner = witness()
    plain = Ed25519Signer(cosigner.name, cosigner.private)
    assert plain.key_id != cosigner.key_id
    text = cosigned_message(CHECKPOINT.encode(), 5)
    bare = plain.sign(CHECKPOINT.encode())
    assert not CosignatureVerifier(cosigner.vkey).verify(
        CHECKPOINT.encode(), bytes(7) + b"\5" + bare
    )
    # One key for both types is safe only while no log's note starts as a cosignature does.
    assert CosignatureVerifier(cosigner.vkey).verify(
        CHECKPOINT.encode(), bytes(7) + b"\5" + plain.sign(text)
    )


def test_another_witnesses_signature_spoils_the_note():
    theirs = cosigned(witness(seed=b"V" * 32)).signatures[0]
    forged = SignatureLine(witness().name, witness().key_id, theirs.signature)
    note = parse_note((CHECKPOINT + "\n" + str(forged)).encode())
    with pytest.raises(BadSignature, match=r"press\.example/w does not verify"):
        verified(note, [CosignatureVerifier(witness().vkey)])

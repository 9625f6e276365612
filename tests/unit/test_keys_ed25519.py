"""Type 01: signatures of RFC 8032, and the keys that nobody holds alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys.ed25519 import Ed25519Signer, Ed25519Verifier, check_public_key
from onrecord.keys.vkey import MalformedKey, VKey

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

# RFC 8032, section 7.1, tests 1 to 3.
RFC_8032 = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip
SIGNER = Ed25519Signer.from_seed("amina", b"A" * 32)


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_the_vectors_of_the_rfc(seed, public, message, signature):
    signer = Ed25519Signer.from_seed("rfc", bytes.fromhex(seed))
    assert signer.vkey.data.hex() == "01" + public
    assert signer.sign(bytes.fromhex(message)).hex() == signature
    verifier = Ed25519Verifier(signer.vkey)
    assert verifier.verify(bytes.fromhex(message), bytes.fromhex(signature))
    assert not verifier.verify(bytes.fromhex(message) + b".", bytes.fromhex(signature))


@given(st.binary(max_size=200))
def test_what_is_signed_verifies_under_its_own_key_only(message):
    signature = SIGNER.sign(message)
    other = Ed25519Signer.from_seed("amina", b"B" * 32)
    assert Ed25519Verifier(SIGNER.vkey).verify(message, signature)
    assert not Ed25519Verifier(other.vkey).verify(message, signature)


@pytest.mark.parametrize("size", [0, 63, 65, 72])
def test_a_signature_of_another_length_does_not_verify(size):
    padded = (SIGNER.sign(b"x") + bytes(8))[:size]
    assert not Ed25519Verifier(SIGNER.vkey).verify(b"x", padded)


def test_a_second_spelling_of_a_signature_does_not_verify():
    signature = SIGNER.sign(b"x")
    s = int.from_bytes(signature[32:], "little") + L
    again = signature[:32] + s.to_bytes(32, "little")
    assert not Ed25519Verifier(SIGNER.vkey).verify(b"x", again)


def test_generated_keys_differ():
    assert Ed25519Signer.generate("a").vkey != Ed25519Signer.generate("a").vkey


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_seed_of_another_length_is_refused(size):
    with pytest.raises(Malformed, match=f"32 bytes, not {size}"):
        Ed25519Signer.from_seed("a", bytes(size))


def test_the_secret_does_not_show():
    shown = f"{SIGNER} {SIGNER!r} {vars(SIGNER)}"
    assert "41" * 32 not in shown
    assert "A" * 32 not in shown


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P,
    )


def point(y, odd):
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if x * x % P != x2:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert x * x % P == x2, "not on the curve"
    return (x if x % 2 == odd else (P - x) % P, y)


def small_order_points():
    """All eight, found by multiplying points by the order of the large subgroup."""
    found, y = set(), 2
    while len(found) < 8:
        y += 1
        try:
            base = point(y, 0)
        except AssertionError:
            continue
        total, scalar = (0, 1), L
        while scalar:
            if scalar & 1:
                total = add(total, base)
            base, scalar = add(base, base), scalar >> 1
        step = (0, 1)
        for _ in range(8):
            found.add(step)
            step = add(step, total)
    return found


def encodings(x, y):
    for value in (y, y + P):
        for sign in {x & 1, 1 if x == 0 else x & 1}:
            if value < 2**255:
                yield (value | sign << 255).to_bytes(32, "little")


def test_every_spelling_of_every_point_of_small_order_is_refused():
    weak = {raw for x, y in small_order_points() for raw in encodings(x, y)}
    assert len(weak) == 14
    for raw in weak:
        with pytest.raises(MalformedKey, match="anybody can sign"):
            check_public_key(raw, "eve")
        with pytest.raises(MalformedKey):
            Ed25519Verifier(VKey("eve", b"\x01" + raw))


def test_a_coordinate_that_is_not_reduced_is_refused():
    for y in range(P, 2**255):
        with pytest.raises(MalformedKey):
            check_public_key(y.to_bytes(32, "little"), "eve")

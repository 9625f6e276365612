"""Verifier keys: one spelling, an id that is checked, types that are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.keys.cosignature import CosignatureSigner, CosignatureVerifier
from onrecord.keys.ed25519 import Ed25519Signer, Ed25519Verifier
from onrecord.keys.sshsig import SSH_PREFIX, SshKey, SshVerifier
from onrecord.keys.vkey import MalformedKey, VKey, parse_vkey, public_material, verifier_for

# golang.org/x/mod sumdb/note and transparency-dev/formats, from their tests; the third key's
# base64 holds a plus sign.
PUBLISHED = [
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
    "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
]
AMINA = Ed25519Signer.from_seed("lwg.example/record/officer/president", b"A" * 32)
RAW = AMINA.vkey.data[1:]
SSH = VKey("amina", SSH_PREFIX + SshKey("ssh-ed25519", RAW).blob)
TOUCH = VKey("amina", SSH_PREFIX + SshKey("sk-ssh-ed25519@openssh.com", RAW, b"ssh:").blob)
COSIGNER = CosignatureSigner("press.example/w", AMINA.private, lambda: 0).vkey


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_keys_are_read_and_rendered(text):
    key = parse_vkey(text)
    assert str(key) == text
    assert verifier_for(key).key_id.hex() == text.split("+")[1]


@pytest.mark.parametrize("text", PUBLISHED)
def test_cutting_any_span_out_of_a_key_makes_it_no_key(text):
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            with pytest.raises(MalformedKey):
                parse_vkey(text[:start] + text[end:])


def test_any_changed_character_makes_it_no_key():
    text = PUBLISHED[0]
    for at, character in enumerate(text):
        with pytest.raises(MalformedKey):
            parse_vkey(text[:at] + ("B" if character != "B" else "C") + text[at + 1 :])


SPELLINGS = {
    "upper-case id": PUBLISHED[0].replace("c74f20a3", "C74F20A3"),
    "space before": " " + PUBLISHED[0],
    "line feed after": PUBLISHED[0] + "\n",
    "padding": PUBLISHED[0] + "=",
    "no name": "+" + PUBLISHED[0].partition("+")[2],
    "no key": "PeterNeumann+c74f20a3+",
    "a type and no key": "a+00000000+AQ==",
    "nothing": "",
    "too long": "a" * 9_000 + PUBLISHED[0],
    "half a surrogate": PUBLISHED[0].replace("Peter", "\ud800"),
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_any_other_spelling_is_refused(text):
    with pytest.raises(MalformedKey):
        parse_vkey(text)


def test_an_id_that_is_not_the_keys_is_named_with_the_right_one():
    with pytest.raises(MalformedKey, match="its id should be c74f20a3"):
        parse_vkey(PUBLISHED[0].replace("c74f20a3", "c74f20a4"))


@pytest.mark.parametrize(
    ("key", "kind"),
    [(AMINA.vkey, Ed25519Verifier), (COSIGNER, CosignatureVerifier), (SSH, SshVerifier),
     (TOUCH, SshVerifier)],
)  # fmt: skip
def test_each_type_has_its_verifier(key, kind):
    verifier = verifier_for(parse_vkey(str(key)))
    assert type(verifier) is kind
    assert (verifier.name, verifier.key_id) == (key.name, key.key_id)


def test_the_same_key_under_any_type_has_the_same_material():
    assert {public_material(key) for key in (AMINA.vkey, COSIGNER, SSH, TOUCH)} == {RAW}
    assert len({key.key_id for key in (AMINA.vkey, COSIGNER, SSH, TOUCH)}) == 4


@pytest.mark.parametrize("data", [b"\x02" + RAW, b"\x06" + bytes(1312), b"\xffpasskey\0" + RAW])
def test_a_type_that_is_not_verified_is_read_but_has_no_verifier(data):
    key = parse_vkey(str(VKey("w.example", data)))
    for use in (verifier_for, public_material):
        with pytest.raises(MalformedKey, match=f"type {data[0]:02x}, which On Record does not"):
            use(key)


@pytest.mark.parametrize("data", [b"\x01" + RAW[:-1], b"\x01" + RAW + b"\0", b"\x04" + RAW[:5]])
def test_a_key_of_the_wrong_length_has_no_verifier(data):
    for use in (verifier_for, public_material):
        with pytest.raises(MalformedKey, match="bytes, not 32"):
            use(VKey("w.example", data))


def test_a_verifier_refuses_a_key_of_another_type():
    for kind, key in [(Ed25519Verifier, COSIGNER), (CosignatureVerifier, AMINA.vkey),
                      (SshVerifier, AMINA.vkey)]:  # fmt: skip
        with pytest.raises(MalformedKey, match="type 0"):
            kind(key)


@given(st.sampled_from(["a", "lwg.example/record", "Δέλτα"]), st.binary(min_size=2, max_size=1400))
def test_every_key_survives_being_written(name, data):
    key = VKey(name, data)
    assert parse_vkey(str(key)) == key

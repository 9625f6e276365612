"""Type FF ssh: OpenSSH's signature structure, byte by byte, with a security key in software."""

import hashlib
import struct
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import BadSignature, Note, SignatureLine, parse_note, sign_note, verified
from onrecord.keys.sshsig import (
    PLAIN,
    SECURITY_KEY,
    SSH_PREFIX,
    SshKey,
    SshVerifier,
    armour,
    parse_sshsig,
    ssh_public_key,
    ssh_vkey,
    unarmour,
)
from onrecord.keys.vkey import MalformedKey, VKey, parse_vkey

NAME = "lwg.example/record/officer/president"
TEXT = "on-record/communication/v1\nrecord: lwg.example/record\n"


def string(value):
    return struct.pack(">I", len(value)) + value


@dataclass
class SoftKey:
    """OpenSSH's side of the format, written from its documents; each field can be spoilt."""

    kind: str = PLAIN
    seed: bytes = b"A" * 32
    application: bytes = b"ssh:"
    magic: bytes = b"SSHSIG"
    version: int = 1
    namespace: bytes = b"approve@on-record"
    reserved: bytes = b""
    hash: bytes = b"sha512"
    flags: int = 1
    counter: int = 7
    inner_kind: str | None = None
    embedded: bytes | None = None
    inner_tail: bytes = b""
    tail: bytes = b""
    key: Ed25519Signer = field(init=False)

    def __post_init__(self):
        self.key = Ed25519Signer.from_seed(NAME, self.seed)
        tail = string(self.application) if self.kind == SECURITY_KEY else b""
        self.blob = string(self.kind.encode()) + string(self.key.vkey.data[1:]) + tail
        self.vkey = VKey(NAME, b"\xffssh\x00" + self.blob)
        self.name, self.key_id = NAME, self.vkey.key_id

    def sign(self, message):
        digest = hashlib.new(self.hash.decode(), message).digest()
        parts = (self.namespace, self.reserved, self.hash, digest)
        data = b"SSHSIG" + b"".join(map(string, parts))
        after = b""
        if self.kind == SECURITY_KEY:
            after = struct.pack(">BI", self.flags, self.counter)
            data = hashlib.sha256(self.application).digest() + after + hashlib.sha256(data).digest()
        kind = (self.inner_kind or self.kind).encode()
        inner = string(kind) + string(self.key.sign(data)) + after + self.inner_tail
        parts = (self.embedded or self.blob, self.namespace, self.reserved, self.hash, inner)
        head = self.magic + struct.pack(">I", self.version)
        return head + b"".join(map(string, parts)) + self.tail


def verifies(key, vkey=None):
    message = TEXT.encode()
    return SshVerifier(vkey or key.vkey).verify(message, key.sign(message))


@pytest.mark.parametrize("kind", [PLAIN, SECURITY_KEY])
def test_an_approval_verifies_on_a_note(kind):
    key = SoftKey(kind)
    note = parse_note(sign_note(TEXT, key).raw)
    assert [line.name for line in verified(note, [SshVerifier(parse_vkey(str(key.vkey)))])] == [
        NAME
    ]


@given(st.binary(max_size=300), st.sampled_from([PLAIN, SECURITY_KEY]), st.integers(0, 2**32 - 1))
def test_any_message_verifies_and_no_other_does(message, kind, counter):
    key = SoftKey(kind, counter=counter)
    verifier, signature = SshVerifier(key.vkey), key.sign(message)
    assert verifier.verify(message, signature)
    assert not verifier.verify(message + b"\n", signature)


SPOILT = {
    "another namespace": {"namespace": b"file"},
    "an empty namespace": {"namespace": b""},
    "sha256": {"hash": b"sha256"},
    "version 2": {"version": 2},
    "version 0": {"version": 0},
    "another magic": {"magic": b"SSHSIX"},
    "reserved bytes": {"reserved": b"x"},
    "bytes after the structure": {"tail": b"\0"},
    "bytes after the signature": {"inner_tail": b"\0"},
    "the other kind of signature": {"inner_kind": "swap"},
    "rsa inside": {"inner_kind": "rsa-sha2-512"},
    "another key embedded": {"embedded": SoftKey(seed=b"E" * 32).blob},
}


@pytest.mark.parametrize("kind", [PLAIN, SECURITY_KEY])
@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT)
def test_a_structure_spoilt_in_one_place_does_not_verify(kind, change):
    change = dict(change)
    if change.get("inner_kind") == "swap":
        change["inner_kind"] = SECURITY_KEY if kind == PLAIN else PLAIN
    assert verifies(SoftKey(kind))
    assert not verifies(SoftKey(kind, **change))


@pytest.mark.parametrize("flags", [0, 0x04, 0x80])
def test_a_security_key_that_saw_nobody_does_not_approve(flags):
    assert not verifies(SoftKey(SECURITY_KEY, flags=flags))
    assert verifies(SoftKey(SECURITY_KEY, flags=flags | 1))


def test_flags_and_counter_are_covered_by_the_signature():
    key = SoftKey(SECURITY_KEY, flags=0)
    signature = bytearray(key.sign(b"x"))
    assert signature[-5:] == b"\0\0\0\0\7"
    signature[-5] = 1  # presence claimed afterwards
    assert not SshVerifier(key.vkey).verify(b"x", bytes(signature))
    signature = bytearray(SoftKey(SECURITY_KEY).sign(b"x"))
    signature[-1] += 1
    assert not SshVerifier(key.vkey).verify(b"x", bytes(signature))


def test_a_security_key_enrolled_for_another_application_is_another_key():
    ours, theirs = SoftKey(SECURITY_KEY), SoftKey(SECURITY_KEY, application=b"ssh:bank")
    assert not verifies(theirs, vkey=ours.vkey)


def test_the_same_secret_as_plain_and_as_security_key_is_not_interchangeable():
    assert not verifies(SoftKey(PLAIN), vkey=SoftKey(SECURITY_KEY).vkey)
    assert not verifies(SoftKey(SECURITY_KEY), vkey=SoftKey(PLAIN).vkey)


@pytest.mark.parametrize("kind", [PLAIN, SECURITY_KEY])
def test_every_one_bit_flip_of_a_signature_does_not_verify(kind):
    key = SoftKey(kind)
    signature, verifier = key.sign(b"x"), SshVerifier(key.vkey)
    for bit in range(8 * len(signature)):
        flipped = bytearray(signature)
        flipped[bit // 8] ^= 1 << (bit % 8)
        assert not verifier.verify(b"x", bytes(flipped)), f"bit {bit}"


@pytest.mark.parametrize("kind", [PLAIN, SECURITY_KEY])
def test_a_signature_cut_anywhere_does_not_verify(kind):
    signature = SoftKey(kind).sign(b"x")
    for size in range(len(signature)):
        assert not SshVerifier(SoftKey(kind).vkey).verify(b"x", signature[:size])
        with pytest.raises(Malformed):
            parse_sshsig(signature[:size])


def test_another_officers_key_under_her_name_spoils_the_note():
    forged = SignatureLine(NAME, SoftKey().key_id, SoftKey(seed=b"E" * 32).sign(TEXT.encode()))
    with pytest.raises(BadSignature):
        verified(Note(TEXT, (forged,)), [SshVerifier(SoftKey().vkey)])


def test_a_structure_of_any_size_is_not_read():
    with pytest.raises(Malformed, match="at most 4096"):
        parse_sshsig(b"SSHSIG" + bytes(5_000))


def public_line(key, comment=" amina@laptop"):
    from onrecord.domain.strict import base64

    return f"{key.kind} {base64(key.blob)}{comment}"


@pytest.mark.parametrize("kind", [PLAIN, SECURITY_KEY])
@pytest.mark.parametrize("comment", ["", " amina", " amina at home\n", " amina\r\n"])
def test_a_public_key_line_makes_a_vkey(kind, comment):
    key = SoftKey(kind)
    assert ssh_vkey(NAME, public_line(key, comment)) == key.vkey
    assert ssh_public_key(key.vkey).blob == key.blob


NOT_KEYS = {
    "rsa": ("ssh-rsa AAAAB3NzaC1yc2E= x", "ssh-rsa keys cannot sign"),
    "ecdsa": ("ecdsa-sha2-nistp256 AAAAE2VjZHNh x", "ecdsa-sha2-nistp256 keys cannot sign"),
    "sk-ecdsa": ("sk-ecdsa-sha2-nistp256@openssh.com AAAA x", "keys cannot sign"),
    "dsa": ("ssh-dss AAAAB3NzaC1kc3M= x", "ssh-dss keys cannot sign"),
    "certificate": ("ssh-ed25519-cert-v01@openssh.com AAAA x", "keys cannot sign"),
    "a private key": ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", r"keep it secret.*\.pub"),
    "options before": ("restrict ssh-ed25519 AAAA x", "'restrict' is not a kind"),
    "two lines": (public_line(SoftKey()) + "\n" + public_line(SoftKey()), "not an OpenSSH public"),
    "one word": ("ssh-ed25519", "not an OpenSSH public"),
    "nothing": ("", "not an OpenSSH public"),
    "too long": (public_line(SoftKey()) + "x" * 5_000, "not an OpenSSH public"),
    "base64 spoilt": ("ssh-ed25519 AAAA=", "is not the canonical base64"),
    "cut short": ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtq", "is cut short"),
    "kinds that differ": (
        public_line(SoftKey()).replace(PLAIN + " ", SECURITY_KEY + " ", 1),
        "calls itself",
    ),
}


@pytest.mark.parametrize(("line", "reason"), NOT_KEYS.values(), ids=NOT_KEYS)
def test_what_is_not_such_a_key_is_refused_with_the_reason(line, reason):
    with pytest.raises(MalformedKey, match=reason):
        ssh_vkey(NAME, line)


@pytest.mark.parametrize(
    "blob",
    [
        SoftKey().blob + b"\0",
        SoftKey().blob[:-1],
        string(b"ssh-ed25519") + string(b"A" * 31),
        string(b"ssh-ed25519") + string(bytes(32)),
        string(b"ssh-rsa") + string(b"\1\0\1") + string(b"n"),
        SoftKey(SECURITY_KEY).blob + b"\0",
        b"",
        b"\xff\xff\xff\xff",
    ],
)
def test_a_vkey_that_holds_no_exact_ssh_key_has_no_verifier(blob):
    with pytest.raises(MalformedKey):
        SshVerifier(VKey(NAME, SSH_PREFIX + blob))


@given(st.binary(min_size=1, max_size=400))
def test_armour_comes_off_as_it_went_on(blob):
    assert unarmour(armour(blob)) == blob
    assert unarmour("\n" + armour(blob).replace("\n", "\r\n") + "\n") == blob
    assert max(map(len, armour(blob).splitlines())) <= 70


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
        armour(b"abc").replace("SIGNATURE", "PUBLIC KEY"),
        "Dear Amina\n" + armour(b"abc"),
        armour(b"abc") + armour(b"abc"),
        armour(b"abc").replace("YWJj", "YW Jj"),
        armour(b"ab").replace("YWI=", "YWJ="),
        "x" * 10_000,
    ],
)
def test_what_is_not_armour_is_refused(text):
    with pytest.raises(Malformed):
        unarmour(text)


def test_an_ssh_key_is_described_by_its_wire_form():
    key = SshKey(PLAIN, SoftKey().key.vkey.data[1:])
    assert key.blob == SoftKey().blob

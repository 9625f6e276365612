"""OpenSSH itself signs and we verify; we keep what it signed and OpenSSH verifies that."""

import hashlib
import os
import shutil
import struct
import subprocess

import pytest

from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import BadSignature, Note, parse_note, sign_note, verified
from onrecord.keys.sshkeygen import SshKeygenFailed, SshKeygenSigner
from onrecord.keys.sshsig import SECURITY_KEY, SSH_PREFIX, SshVerifier, armour, ssh_vkey, unarmour
from onrecord.keys.vkey import VKey, parse_vkey, verifier_for

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed"),
]

NAME = "lwg.example/record/officer/president"
NAMESPACE = "approve@on-record"
TEXT = "on-record/communication/v1\nrecord: lwg.example/record\ntitle: We’ll be back\n"


def run(*command, **options):
    check = options.pop("check", False)
    return subprocess.run(command, check=check, capture_output=True, timeout=30, **options)


def make_key(path, kind="ed25519", passphrase=""):
    run("ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", "amina@lwg", "-f", path, check=True)
    return path


@pytest.fixture
def key(tmp_path):
    return make_key(tmp_path / "amina")


def vkey_of(path):
    return ssh_vkey(NAME, path.with_name(path.name + ".pub").read_text())


def checked_by_openssh(blob, text, tmp_path, *, signer=None, namespace=NAMESPACE):
    signature = tmp_path / "stored.sig"
    signature.write_text(armour(blob))
    command = ["ssh-keygen", "-Y", "check-novalidate", "-n", namespace, "-s", signature]
    if signer is not None:
        allowed = tmp_path / "allowed_signers"
        allowed.write_text(f'amina@lwg namespaces="{NAMESPACE}" {signer}\n')
        command[2:3] = ["verify", "-I", "amina@lwg", "-f", allowed]
    return run(*command, input=text.encode()).returncode == 0


def test_what_ssh_keygen_signs_verifies_on_a_note(key):
    vkey = vkey_of(key)
    note = parse_note(sign_note(TEXT, SshKeygenSigner(vkey, key)).raw)
    assert [line.name for line in verified(note, [verifier_for(parse_vkey(str(vkey)))])] == [NAME]
    with pytest.raises(BadSignature):
        verified(Note(TEXT + "P.S.\n", note.signatures), [SshVerifier(vkey)])


def test_what_ssh_keygen_signed_by_hand_in_a_file_verifies(key, tmp_path):
    statement = tmp_path / "statement"
    statement.write_text(TEXT)
    run("ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", key, statement, check=True)
    armoured = (tmp_path / "statement.sig").read_text()
    assert SshVerifier(vkey_of(key)).verify(TEXT.encode(), unarmour(armoured))
    assert armour(unarmour(armoured)) == armoured


@pytest.mark.parametrize("option", [["-n", "file"], ["-n", NAMESPACE, "-O", "hashalg=sha256"]])
def test_what_was_signed_for_another_purpose_does_not_verify(key, option):
    done = run("ssh-keygen", "-Y", "sign", *option, "-f", key, input=TEXT.encode(), check=True)
    assert not SshVerifier(vkey_of(key)).verify(TEXT.encode(), unarmour(done.stdout.decode()))


def test_what_we_stored_passes_openssh_verify(key, tmp_path):
    note = parse_note(sign_note(TEXT, SshKeygenSigner(vkey_of(key), key)).raw)
    blob = note.signatures[0].signature
    public = key.with_name("amina.pub").read_text().strip()
    assert checked_by_openssh(blob, TEXT, tmp_path)
    assert checked_by_openssh(blob, TEXT, tmp_path, signer=public)
    assert not checked_by_openssh(blob, TEXT + "x", tmp_path, signer=public)
    other = make_key(tmp_path / "eve").with_name("eve.pub").read_text().strip()
    assert not checked_by_openssh(blob, TEXT, tmp_path, signer=other)


def string(value):
    return struct.pack(">I", len(value)) + value


class Authenticator:
    """A FIDO authenticator in software, and the SSHSIG that ssh-keygen would build around it."""

    def __init__(self, flags=1, counter=41):
        self.key = Ed25519Signer.from_seed("authenticator", b"K" * 32)
        self.flags, self.counter = flags, counter
        self.blob = b"".join(
            map(string, (SECURITY_KEY.encode(), self.key.vkey.data[1:], b"ssh:lwg"))
        )
        self.vkey = VKey(NAME, SSH_PREFIX + self.blob)
        self.name, self.key_id = NAME, self.vkey.key_id

    def sign(self, message):
        digest = hashlib.sha512(message).digest()
        data = b"SSHSIG" + b"".join(map(string, (NAMESPACE.encode(), b"", b"sha512", digest)))
        seen = struct.pack(">BI", self.flags, self.counter)
        challenge = hashlib.sha256(data).digest()
        proof = self.key.sign(hashlib.sha256(b"ssh:lwg").digest() + seen + challenge)
        inner = string(SECURITY_KEY.encode()) + string(proof) + seen
        fields = (self.blob, NAMESPACE.encode(), b"", b"sha512", inner)
        return b"SSHSIG" + struct.pack(">I", 1) + b"".join(map(string, fields))


def test_openssh_and_we_agree_on_a_security_key(tmp_path):
    key = Authenticator(flags=5)
    blob = parse_note(sign_note(TEXT, key).raw).signatures[0].signature
    assert SshVerifier(key.vkey).verify(TEXT.encode(), blob)
    assert checked_by_openssh(blob, TEXT, tmp_path)
    changed = bytearray(blob)
    changed[-1] ^= 1
    assert not SshVerifier(key.vkey).verify(TEXT.encode(), bytes(changed))
    assert not checked_by_openssh(bytes(changed), TEXT, tmp_path)


def test_a_security_key_nobody_touched_is_refused_by_us():
    key = Authenticator(flags=0)
    assert not SshVerifier(key.vkey).verify(TEXT.encode(), key.sign(TEXT.encode()))


def test_openssh_and_we_agree_on_every_spoilt_byte(key, tmp_path):
    blob = SshKeygenSigner(vkey_of(key), key).sign(TEXT.encode())
    verifier = SshVerifier(vkey_of(key))
    public = key.with_name("amina.pub").read_text().strip()
    for at in range(0, len(blob), 7):
        spoilt = bytearray(blob)
        spoilt[at] ^= 0x20
        assert not verifier.verify(TEXT.encode(), bytes(spoilt)), at
        assert not checked_by_openssh(bytes(spoilt), TEXT, tmp_path, signer=public), at


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_a_key_of_another_kind_is_refused_with_what_to_make_instead(tmp_path, kind):
    path = make_key(tmp_path / kind, kind)
    with pytest.raises(Exception, match="keys cannot sign for a record: make one with") as caught:
        vkey_of(path)
    assert "ssh-keygen -t ed25519" in str(caught.value)


def test_the_wrong_officers_key_is_noticed_before_anything_is_stored(key, tmp_path):
    eve = make_key(tmp_path / "eve")
    with pytest.raises(SshKeygenFailed, match="it holds another key"):
        SshKeygenSigner(vkey_of(key), eve).sign(TEXT.encode())


def test_a_missing_key_file_is_named(key, tmp_path):
    with pytest.raises(SshKeygenFailed, match=r"no SSH key at .*nowhere"):
        SshKeygenSigner(vkey_of(key), tmp_path / "nowhere").sign(b"x")


def test_a_missing_ssh_keygen_says_what_to_install(key):
    signer = SshKeygenSigner(vkey_of(key), key, program="/nonexistent/ssh-keygen")
    with pytest.raises(SshKeygenFailed, match=r"install OpenSSH 8.2 or later"):
        signer.sign(b"x")


def test_a_key_file_open_to_others_is_refused_in_openssh_s_words(key):
    key.chmod(0o644)
    with pytest.raises(SshKeygenFailed, match=r"would not sign with .*amina.*are too open") as e:
        SshKeygenSigner(vkey_of(key), key).sign(b"x")
    assert "\n" not in str(e.value)


def test_a_wrong_passphrase_is_refused(tmp_path, monkeypatch):
    locked = make_key(tmp_path / "locked", passphrase="bread and roses")
    monkeypatch.setenv("SSH_ASKPASS", "/bin/false")
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    with pytest.raises(SshKeygenFailed, match="would not sign"):
        SshKeygenSigner(vkey_of(locked), locked).sign(b"x")


def test_a_signer_that_never_answers_is_given_up(key, tmp_path):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 20\n")
    slow.chmod(0o755)
    signer = SshKeygenSigner(vkey_of(key), key, program=str(slow), timeout=0.2)
    with pytest.raises(SshKeygenFailed, match=r"did not sign within 0.2 seconds"):
        signer.sign(b"x")


def test_a_signer_that_writes_something_else_is_refused(key, tmp_path):
    liar = tmp_path / "liar"
    liar.write_text("#!/bin/sh\ncat >/dev/null\necho done\n")
    liar.chmod(0o755)
    with pytest.raises(SshKeygenFailed, match="wrote no signature"):
        SshKeygenSigner(vkey_of(key), key, program=str(liar)).sign(b"x")


def test_the_person_is_told_to_touch_a_security_key_and_only_then(key, tmp_path):
    told = []
    SshKeygenSigner(vkey_of(key), key, tell=told.append).sign(b"x")
    assert told == []
    with pytest.raises(SshKeygenFailed):
        SshKeygenSigner(Authenticator().vkey, key, tell=told.append).sign(b"x")
    assert told == [f"Touch the security key of {NAME} when it blinks."]


@pytest.mark.skipif(not shutil.which("ssh-agent"), reason="ssh-agent is not installed")
def test_a_key_that_only_the_agent_holds_signs(key, tmp_path, monkeypatch):
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
    agent = subprocess.Popen(
        ["ssh-agent", "-D", "-a", os.environ["SSH_AUTH_SOCK"]], stdout=subprocess.PIPE
    )
    try:
        agent.stdout.readline()  # the socket is there once the agent names it
        run("ssh-add", key, check=True)
        vkey = vkey_of(key)
        key.unlink()
        blob = SshKeygenSigner(vkey, key.with_name("amina.pub")).sign(TEXT.encode())
    finally:
        agent.terminate()
        agent.communicate(timeout=10)
    assert SshVerifier(vkey).verify(TEXT.encode(), blob)

"""Key files: made once, the owner's alone, and a clear line for whatever goes wrong."""

import os
import re
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.keyfile import (
    KeyFileError,
    Scrypt,
    parse_key,
    read_key,
    render_key,
    write_key,
)

AMINA = Ed25519Signer.from_seed("lwg.example/record/officer/president", b"A" * 32)
CHEAP = Scrypt(2, 8, 1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "president"


def never():
    raise AssertionError("nobody should be asked")


@pytest.mark.parametrize("passphrase", [None, "bread and roses", "œufs — 玫瑰"])
def test_what_was_written_is_read(path, passphrase):
    write_key(path, AMINA, passphrase, cost=CHEAP)
    read = read_key(path, never if passphrase is None else lambda: passphrase)
    assert read.vkey == AMINA.vkey
    assert read.sign(b"x") == AMINA.sign(b"x")


def test_the_default_cost_is_128_mebibytes_and_reads_back():
    text = render_key(AMINA, "bread and roses")
    assert "\nkdf: scrypt 131072 8 1 " in text
    assert parse_key(text, lambda: "bread and roses").vkey == AMINA.vkey


def test_a_passphrase_typed_in_composed_or_in_separate_letters_is_the_same():
    text = render_key(AMINA, "caf\u00e9", CHEAP)
    assert parse_key(text, lambda: "cafe\u0301").vkey == AMINA.vkey


def test_the_file_and_its_directory_are_the_owners_alone(path):
    before = os.umask(0)
    try:
        write_key(path, AMINA, None)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_encrypted_file_does_not_hold_the_seed(path):
    write_key(path, AMINA, "bread and roses", cost=CHEAP)
    plain = render_key(AMINA, None).splitlines()[-1].removeprefix("secret: ")
    assert plain not in path.read_text()
    assert render_key(AMINA, "a", CHEAP) != render_key(AMINA, "a", CHEAP)


def test_a_key_is_never_overwritten(path):
    write_key(path, AMINA, None)
    before = path.read_bytes()
    with pytest.raises(KeyFileError, match="exists, and a key is never overwritten"):
        write_key(path, Ed25519Signer.generate("eve"), None)
    assert path.read_bytes() == before


def test_a_symbolic_link_is_neither_written_through_nor_read_through(path, tmp_path):
    write_key(path, AMINA, None)
    link = path.with_name("link")
    link.symlink_to(path)
    with pytest.raises(KeyFileError, match="symbolic link"):
        read_key(link)
    target = tmp_path / "elsewhere"
    dangling = path.with_name("dangling")
    dangling.symlink_to(target)
    with pytest.raises(KeyFileError, match="exists"):
        write_key(dangling, AMINA, None)
    assert not target.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o666])
def test_a_file_that_others_can_reach_is_refused_with_the_command_that_mends_it(tmp_path, mode):
    path = tmp_path / "my keys" / "the president's"
    write_key(path, AMINA, None)
    path.chmod(mode)
    with pytest.raises(KeyFileError) as caught:
        read_key(path)
    command = re.search(r"run: (chmod 600 .*)", str(caught.value))[1]
    subprocess.run(command, shell=True, check=True)
    assert read_key(path).vkey == AMINA.vkey


def test_a_directory_that_others_can_reach_is_refused_with_the_command_that_mends_it(path):
    path.parent.mkdir(mode=0o755)
    with pytest.raises(KeyFileError) as caught:
        write_key(path, AMINA, None)
    assert not path.exists()
    subprocess.run(re.search(r"run: (chmod 700 .*)", str(caught.value))[1], shell=True, check=True)
    write_key(path, AMINA, None)


def test_a_file_of_another_user_is_refused(path, monkeypatch):
    write_key(path, AMINA, None)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(KeyFileError, match=r"belongs to another user.* run: chown \d+ "):
        read_key(path)
    with pytest.raises(KeyFileError, match="belongs to another user"):
        write_key(path.with_name("new"), AMINA, None)


def test_a_missing_key_says_who_can_help(path):
    with pytest.raises(KeyFileError, match=r"no key at .* rotate it out: onrecord root"):
        read_key(path)


def test_a_pipe_a_directory_and_a_long_file_are_refused_at_once(path):
    path.parent.mkdir(mode=0o700)
    os.mkfifo(path, 0o600)
    with pytest.raises(KeyFileError, match="not a plain file"):
        read_key(path)
    with pytest.raises(KeyFileError, match="not a plain file"):
        read_key(path.parent)
    long = path.with_name("long")
    long.write_bytes(b"x" * 5_000)
    long.chmod(0o600)
    with pytest.raises(KeyFileError, match="longer than 4096"):
        read_key(long)


def test_a_wrong_passphrase_says_so_and_asks_once():
    asked = []

    def ask():
        asked.append(1)
        return "wrong"

    with pytest.raises(KeyFileError, match="wrong passphrase, or the file is damaged: try again"):
        parse_key(render_key(AMINA, "right", CHEAP), ask)
    assert len(asked) == 1


def test_an_encrypted_key_with_nobody_to_ask_says_so():
    with pytest.raises(KeyFileError, match="nobody to ask"):
        parse_key(render_key(AMINA, "right", CHEAP), None)


def test_an_empty_passphrase_is_not_taken():
    with pytest.raises(KeyFileError, match="empty"):
        render_key(AMINA, "")


FOREIGN = {
    "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA": "an OpenSSH private key",
    "-----BEGIN PRIVATE KEY-----\nAAAA": "a PEM file",
    "ssh-ed25519 AAAA amina": "an OpenSSH public key",
    "sk-ssh-ed25519@openssh.com AAAA amina": "an OpenSSH public key",
    f"{AMINA.vkey}\n": "the public half of lwg.example/record/officer/president",
    "on-record/officer-root/v1\n": "another of On Record's files",
    "": "not a key file",
    "\ufefflike this\n": "not a key file",
}


@pytest.mark.parametrize(("text", "said"), FOREIGN.items())
def test_another_kind_of_file_is_named(path, text, said):
    path.parent.mkdir(mode=0o700)
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match=said) as caught:
        read_key(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_text_are_no_key_file(path):
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"\xff\0\xfe" * 100)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="not a key file"):
        read_key(path)


@pytest.mark.parametrize("passphrase", [None, "right"])
def test_every_one_bit_flip_of_the_file_is_noticed(passphrase):
    good = render_key(AMINA, passphrase, CHEAP).encode()
    for bit in range(8 * len(good)):
        data = bytearray(good)
        data[bit // 8] ^= 1 << (bit % 8)
        with pytest.raises(KeyFileError) as caught:
            parse_key(data.decode("utf-8", "replace"), lambda: "right")
        assert "\n" not in str(caught.value)


def test_a_file_cut_anywhere_is_noticed():
    good = render_key(AMINA, None)
    for size in range(len(good)):
        with pytest.raises(KeyFileError):
            parse_key(good[:size], never)


def test_a_damaged_secret_is_not_printed():
    good = render_key(AMINA, None)
    secret = good.splitlines()[-1].removeprefix("secret: ")
    for bad in (good.replace("=\n", "\n"), good.replace("secret: ", "secret:  "),
                good.replace("kdf: none\n", "")):  # fmt: skip
        with pytest.raises(KeyFileError) as caught:
            parse_key(bad, never)
        assert secret[:8] not in str(caught.value)


def test_another_keys_secret_in_the_file_is_noticed():
    eve = render_key(Ed25519Signer.from_seed(AMINA.name, b"E" * 32), None)
    mixed = render_key(AMINA, None).rpartition("secret: ")[0] + "secret: "
    with pytest.raises(KeyFileError, match="its halves do not match"):
        parse_key(mixed + eve.rpartition("secret: ")[2], never)


def test_the_public_half_of_an_encrypted_file_cannot_be_exchanged():
    eve = Ed25519Signer.from_seed(AMINA.name, b"E" * 32)
    text = render_key(AMINA, "right", CHEAP).replace(str(AMINA.vkey), str(eve.vkey))
    with pytest.raises(KeyFileError, match="wrong passphrase, or the file is damaged"):
        parse_key(text, lambda: "right")


@pytest.mark.parametrize(
    "cost",
    ["524288 8 1", "131072 32 1", "2 1048577 1", "2 8 5", "1000 8 1", "1 8 1", "0 8 1", "2 0 1",
     "2 8 0", "02 8 1", "+2 8 1", "131072 1 1", "9223372036854775807 9223372036854775807 4"],
)  # fmt: skip
def test_a_hostile_cost_is_refused_before_the_memory_is_spent(cost):
    text = re.sub(r"scrypt 2 8 1", f"scrypt {cost}", render_key(AMINA, "right", CHEAP))
    with pytest.raises(KeyFileError, match="damaged"):
        parse_key(text, lambda: "right")


@pytest.mark.parametrize("cost", [(3, 8, 1), (2**19, 8, 1), (2, 8, 9)])
def test_nobody_can_write_a_cost_that_nobody_would_read(cost):
    with pytest.raises(Malformed):
        Scrypt(*cost)


def test_a_write_that_fails_leaves_no_half_key(path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    path.parent.mkdir(mode=0o700)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyFileError, match="was not written: No space left"):
        write_key(path, AMINA, None)
    assert not path.exists()


def test_file_and_directories_are_synced_before_it_returns(path, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: (synced.append(Path(f"/proc/self/fd/{fd}").readlink()), real(fd))
    )
    write_key(path, AMINA, None)
    assert synced == [path.parent.parent, path, path.parent]


@given(st.binary(min_size=32, max_size=32), st.text(min_size=1, max_size=20))
def test_every_seed_and_every_passphrase_survive(seed, passphrase):
    signer = Ed25519Signer.from_seed("a.example", seed)
    text = render_key(signer, passphrase, CHEAP)
    assert parse_key(text, lambda: passphrase).vkey == signer.vkey
    assert parse_key(render_key(signer, None), None).vkey == signer.vkey

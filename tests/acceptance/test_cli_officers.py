"""Officers through the real command line: keys, change of officers, freeze, compromised keys."""

import subprocess

import pytest

from tests.acceptance.stage import fingerprint, first

RECORD = ("--record", "record")
KEYS = "record/keys"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return first(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def stage(ready, tmp_path):
    return ready.copy(tmp_path / "stage")


def sign(stage, draft, *keys):
    for key in keys:
        how = "--ssh" if key.endswith("id_ed25519") else "--key"
        stage.run("sign", draft, *RECORD, how, key)


def change(stage, *options, by, status=0):
    """Draft, sign and publish the next root."""
    stage.run("root", "--draft", "root.note", *RECORD, *options)
    sign(stage, "root.note", *by)
    out = stage.run("publish", "root.note", *RECORD, status=status)
    (stage.path / "root.note").unlink()
    return out


def new_key(stage, role, file):
    out = stage.run("key", file, "--new", "--officer", role, *RECORD)
    return f"{role}={out.splitlines()[-1]}"


def key_id(stage, file):
    return stage.run("key", file).strip().split("+")[1]


def officer(role):
    return f"{KEYS}/{role}.key"


def test_an_officer_with_an_openssh_key_is_rotated_in_and_signs(stage):
    private = stage.path / "id_ed25519"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "amina", "-f", private], check=True
    )
    vkey = stage.run("key", "id_ed25519.pub", "--officer", "president", *RECORD).strip()
    change(
        stage,
        *("--replace", f"president={vkey}"),
        by=(officer("secretary"), officer("treasurer")),
    )
    stage.run("draft", stage.write("next.toml", "By a key of her own."), *RECORD)
    assert "none.pub cannot be read" in stage.refused("sign", "next.note", *RECORD, "--ssh", "none")
    sign(stage, "next.note", "id_ed25519")
    assert "signed by president only" in stage.refused("publish", "next.note", *RECORD)
    sign(stage, "next.note", officer("secretary"))
    assert "LWG 4" in stage.run("publish", "next.note", *RECORD)
    stage.run("receipt", "4", *RECORD)
    assert "signed by president and secretary" in stage.run("verify", "4.tlog-proof", *RECORD)
    assert "Word for word" in stage.run("verify", "hello.tlog-proof", *RECORD)


def test_a_change_of_officers_needs_the_old_and_the_new(stage):
    new = new_key(stage, "president", "new.key")
    stage.run("root", "--draft", "root.note", *RECORD, "--replace", new)
    for key in ("new.key", officer("secretary")):
        sign(stage, "root.note", key)
        line = stage.refused("publish", "root.note", *RECORD)
    assert "needs 2 officers of root 1" in line
    sign(stage, "root.note", officer("treasurer"))
    assert "LWG 3" in stage.run("publish", "root.note", *RECORD)
    assert "officer root 2" in stage.run("log", *RECORD)
    stage.run("draft", stage.write("next.toml"), *RECORD)
    line = stage.refused("sign", "next.note", *RECORD, "--key", "elsewhere.key")
    assert "elsewhere.key" in line


def test_every_officers_key_is_replaced_at_once_and_old_receipts_stay_good(stage):
    roles = ("president", "secretary", "treasurer")
    options = [
        part for role in roles for part in ("--replace", new_key(stage, role, f"{role}-2.key"))
    ]
    change(
        stage,
        *options,
        by=(officer("president"), officer("secretary"), "president-2.key", "secretary-2.key"),
    )
    stage.run("draft", stage.write("next.toml"), *RECORD)
    stage.run("sign", "next.note", *RECORD, "--key", "president-2.key")
    stage.run("sign", "next.note", *RECORD, "--key", "treasurer-2.key")
    stage.run("publish", "next.note", *RECORD)
    out = stage.run("verify", "hello.tlog-proof", *RECORD)
    assert "officer root 1, the newest that it carries" in " ".join(out.split())
    stage.run("receipt", "1", *RECORD)
    out = stage.run("verify", "1.tlog-proof", *RECORD)
    assert "officer root 2, the newest that it carries" in " ".join(out.split())
    stage.refused("enter", *RECORD, "--from", stage.write("old.toml"))


def test_what_needed_a_compromised_key_is_disputed_everywhere(stage):
    stage.run("enter", *RECORD, "--from", stage.write("later.toml"))
    new = new_key(stage, "president", "new.key")
    lost = key_id(stage, officer("president"))
    change(
        stage,
        *("--add", new, "--compromised", f"{lost}=3"),
        by=(officer("secretary"), officer("treasurer"), "new.key"),
    )
    assert "Disputed" in stage.run("show", "later", *RECORD, status=1)
    stage.run("receipt", "later", *RECORD, "-o", "later.tlog-proof")
    assert "Disputed" in stage.run("verify", "later.tlog-proof", *RECORD, status=1)
    assert "Disputed" not in stage.run("show", "hello", *RECORD)
    assert "disputed for a compromised key: 3" in " ".join(
        stage.run("verify", "record", status=1).split()
    )
    for bad in ("zz=3", f"{lost}", f"{lost}=-1", "00000000=3"):
        stage.refused("root", "--draft", "x", *RECORD, "--compromised", bad)


def test_one_officer_freezes_the_record_until_there_is_a_new_root(stage):
    stage.refused("freeze", *RECORD, "--reason", "lost laptop")
    stage.refused("freeze", *RECORD, "--reason", "two\nlines", "--yes")
    out = stage.run(
        "freeze", *RECORD, "--reason", "lost laptop", "--yes", "--key", officer("treasurer")
    )
    assert "Frozen from entry 3 on" in out
    line = stage.refused("enter", *RECORD, "--from", stage.write("next.toml"))
    assert "frozen since entry 3" in line
    assert "frozen since entry 3" in stage.run("root", *RECORD)
    assert "The record is frozen since entry 3" in stage.run("show", "hello", *RECORD)
    stage.refused("freeze", *RECORD, "--reason", "again", "--yes")
    new = new_key(stage, "treasurer", "new.key")
    change(stage, *("--replace", new), by=(officer("president"), officer("secretary")))
    assert "LWG 5" in stage.run("enter", *RECORD, "--from", "next.toml")
    assert "✓" in stage.run("verify", "record")


def test_the_log_goes_on_under_a_new_key_of_its_own(stage):
    change(stage, "--new-log-key", by=(officer("president"), officer("secretary")))
    assert "LWG 4" in stage.run("enter", *RECORD, "--from", stage.write("next.toml"))
    stage.run("receipt", "4", *RECORD)
    for receipt in ("4.tlog-proof", "hello.tlog-proof"):
        assert "Word for word" in stage.run("verify", receipt, *RECORD)
    assert "✓" in stage.run("verify", "record")


def test_keys_with_a_passphrase_open_with_it_alone(stage):
    word = stage.path / "word"
    word.write_text("lantern\n")
    stage.environ["ONRECORD_PASSPHRASE_FILE"] = str(word)
    new = new_key(stage, "president", "new.key")
    change(stage, "--replace", new, by=(officer("secretary"), officer("treasurer")))
    stage.run("draft", stage.write("next.toml"), *RECORD)
    unsigned = (stage.path / "next.note").read_bytes()
    for wrong in (b"latern\n", b"\xff\xfe", b""):
        word.write_bytes(wrong)
        stage.refused("sign", "next.note", *RECORD, "--key", "new.key")
    del stage.environ["ONRECORD_PASSPHRASE_FILE"]
    assert "no terminal to ask on" in stage.refused(
        "sign", "next.note", *RECORD, "--key", "new.key"
    )
    assert (stage.path / "next.note").read_bytes() == unsigned
    word.write_text("lantern")
    stage.environ["ONRECORD_PASSPHRASE_FILE"] = str(word)
    assert "Signed by president" in stage.run("sign", "next.note", *RECORD, "--key", "new.key")


def test_a_key_that_is_not_the_signers_alone_is_not_used(stage):
    key = stage.path / officer("president")
    for mode in (0o640, 0o604):
        key.chmod(mode)
        line = stage.refused("enter", *RECORD, "--from", stage.write("next.toml"))
        assert "president.key" in line
    key.chmod(0o600)
    key.rename(stage.path / "away.key")
    key.symlink_to(stage.path / "away.key")
    stage.refused("enter", *RECORD, "--from", "next.toml")


def test_the_next_root_must_be_sound_and_must_change_something(stage):
    for options in (
        (),
        ("--remove", "janitor"),
        ("--replace", "janitor=x"),
        ("--add", "president"),
        ("--threshold", "own=4"),
        ("--threshold", "root=3"),
        ("--threshold", "joy=1"),
        ("--threshold", "own=0"),
        ("--remove", "president", "--remove", "secretary", "--remove", "treasurer"),
        ("--witness", "press"),
    ):
        stage.refused("root", "--draft", "x.note", *RECORD, *options)
        assert not (stage.path / "x.note").exists()


def test_showing_who_may_sign_changes_nothing(stage):
    was = fingerprint(stage.path)
    out = stage.run("root", *RECORD)
    assert "officer: president" in out
    assert "threshold: own 2" in out
    assert stage.run("root", "--policy", *RECORD).startswith("log lwg.example/record+")
    assert stage.run("root", "--pin", *RECORD) == (stage.path / "record/pin").read_text()
    assert fingerprint(stage.path) == was

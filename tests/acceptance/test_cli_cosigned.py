"""What officers prepare from a copy: drafts, the next root, a freeze, a withdrawal to co-sign."""

import json

import pytest

from tests.acceptance.stage import Stage, fingerprint, first

RECORD = ("--record", "record")
REASON = ("--reason", "We meet on Tuesday.")


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return first(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def stage(ready, tmp_path):
    return ready.copy(tmp_path / "stage")


def copy_of(stage, name):
    """Another machine: a mirror of the record, no key, no signer's state."""
    other = Stage(stage.path / name, dict(stage.environ))
    other.path.mkdir(mode=0o700)
    other.run("mirror", stage.path / "record/public", "record", "--pin", stage.path / "record/pin")
    assert not (other.path / "record/keys").exists()
    return other


def key(stage, role):
    return ("--key", stage.path / f"record/keys/{role}.key")


def sign_and_publish(stage, note):
    for role in ("president", "secretary"):
        stage.run("sign", note, *RECORD, *key(stage, role))
    return stage.run("publish", note, *RECORD)


def test_a_draft_made_from_a_copy_is_published_where_the_record_is(stage):
    boris = copy_of(stage, "boris")
    boris.run("draft", boris.write("next.toml", "We meet on Friday."), *RECORD)
    boris.run("sign", "next.note", *RECORD, *key(stage, "secretary"))
    assert not (boris.path / "state").exists()
    (boris.path / "next.note").rename(stage.path / "next.note")
    assert "signed by secretary only" in stage.refused("publish", "next.note", *RECORD)
    stage.run("sign", "next.note", *RECORD, *key(stage, "president"))
    assert "On the record: LWG 3." in stage.run("publish", "next.note", *RECORD)
    assert "We meet on Friday." in stage.run("show", "next", *RECORD)


def test_the_next_root_is_drafted_from_a_copy(stage):
    boris = copy_of(stage, "boris")
    was = fingerprint(boris.path / "record")
    boris.run("root", "--draft", "root.note", *RECORD, "--threshold", "own=1")
    assert fingerprint(boris.path / "record") == was
    assert not (boris.path / "state").exists()
    (boris.path / "root.note").rename(stage.path / "root.note")
    assert "On the record: LWG 3." in sign_and_publish(stage, "root.note")
    assert "threshold: own 1" in stage.run("root", *RECORD)


def test_only_the_machine_that_keeps_the_record_publishes(stage):
    """A copy with an officer's key is told what it lacks, and nothing of it changes."""
    amina = copy_of(stage, "amina")
    line = amina.refused("freeze", *RECORD, "--reason", "Stop.", "--yes", *key(stage, "president"))
    assert "there is no log key in record/keys" in line
    amina.run("draft", amina.write("next.toml"), *RECORD)
    for role in ("president", "secretary"):
        amina.run("sign", "next.note", *RECORD, *key(stage, role))
    line = amina.refused("publish", "next.note", *RECORD)
    assert "there is no log key in record/keys" in line
    assert not (amina.path / "state").exists()


def test_a_withdrawal_is_drafted_from_a_copy_signed_by_two_and_published(stage):
    boris = copy_of(stage, "boris")
    was = fingerprint(boris.path / "record")
    out = boris.run("withdraw", "hello", *RECORD, *REASON, "--draft", "w.note")
    assert "needs 2 officers" in out
    assert "onrecord sign w.note" in out
    assert fingerprint(boris.path / "record") == was
    text = (boris.path / "w.note").read_text()
    assert "withdraws: 1 " in text
    assert "We meet on Tuesday." in text
    assert "—" not in text  # nobody has signed
    assert "Word for word" in stage.run("show", "hello", *RECORD)
    boris.run("sign", "w.note", *RECORD, *key(stage, "secretary"))
    (boris.path / "w.note").rename(stage.path / "w.note")
    assert "signed by secretary only" in stage.refused("publish", "w.note", *RECORD)
    stage.run("sign", "w.note", *RECORD, *key(stage, "treasurer"))
    assert "On the record: LWG 3." in stage.run("publish", "w.note", *RECORD)
    shown = json.loads(stage.run("show", "hello", *RECORD, "--json", status=1))
    assert shown["verdict"] == "withdrawn"
    assert "withdrawn by entry 3" in " ".join(shown["details"])
    assert json.loads(stage.run("verify", "record", "--json"))["verdict"] == "exact"


def test_a_drafted_withdrawal_is_never_written_over_another_file(stage):
    (stage.path / "w.note").write_text("mine\n")
    line = stage.refused("withdraw", "hello", *RECORD, *REASON, "--draft", "w.note")
    assert "w.note is there already" in line
    assert (stage.path / "w.note").read_text() == "mine\n"
    line = stage.refused("withdraw", "hello", *RECORD, *REASON, "--draft", "none/w.note")
    assert "make it first" in line


def test_a_withdrawal_needs_a_reason_only_where_there_is_something_to_withdraw(stage):
    for more in ((), ("--draft", "w.note"), ("--reason", ""), ("--erase", "--yes")):
        line = stage.refused("withdraw", "letter", *RECORD, *more)
        assert "--reason, in words that everybody will read" in line
    assert not (stage.path / "w.note").exists()
    assert "Tell nobody." in stage.run("open", "letter", *RECORD)


def test_words_are_erased_after_their_withdrawal_was_drafted_co_signed_and_published(stage):
    """--erase with --draft only drafts: the words go when the withdrawal stands."""
    erase = ("--erase", "--yes")
    out = stage.run("withdraw", "letter", *RECORD, *REASON, "--draft", "w.note", *erase)
    assert "Erased" not in out
    assert "Tell nobody." in stage.run("open", "letter", *RECORD)
    sign_and_publish(stage, "w.note")
    opened = stage.run("open", "letter", *RECORD, status=1)
    assert "withdrawn on" in opened.splitlines()[0]
    assert "Tell nobody." in opened
    out = stage.run("withdraw", "letter", *RECORD, *erase)
    assert "Erased on this machine" in out
    assert "erased, or another officer keeps them" in stage.refused("open", "letter", *RECORD)
    assert "4 entries" in stage.run("fsck", *RECORD)
    assert json.loads(stage.run("verify", "record", "--json"))["verdict"] == "exact"


def test_what_is_withdrawn_already_is_not_withdrawn_twice(stage):
    stage.run("withdraw", "hello", *RECORD, *REASON)
    line = stage.refused("withdraw", "hello", *RECORD, *REASON, "--draft", "w.note")
    assert "withdrawn" in line
    stage.refused("withdraw", "hello", *RECORD)
    assert not (stage.path / "w.note").exists()


def test_what_was_entered_for_another_is_taken_off_in_the_owners_own_name(stage):
    theirs = stage.path / "theirs.toml"
    theirs.write_text(
        '[[party]]\nid = "LWG"\nname = "Guild"\nrole = "union"\n'
        '[[party]]\nid = "TSA"\nname = "Alliance"\nrole = "employers"\n'
        '[[communication]]\nid = "offer"\nown = false\nby = "TSA"\nto = "LWG"\n'
        'channel = "letter"\nsource = "received by LWG"\nmade = 2031-03-04\ntext = "Two."\n'
    )
    stage.run("enter", *RECORD, "--from", "theirs.toml")
    stage.run("withdraw", "offer", *RECORD, "--reason", "The letter was a forgery.")
    out = stage.run("show", "offer", *RECORD, status=1)
    assert "withdrawn by LWG on" in " ".join(out.split())
    stage.run("withdraw", "hello", *RECORD, *REASON)
    assert "withdrawn by LWG on" not in stage.run("show", "hello", *RECORD, status=1)

"""Witnesses, mirrors and evidence through the real command line: every one a process of its own."""

import re
from contextlib import contextmanager

import pytest

from onrecord.keys.keyfile import read_key
from onrecord.record.files import FileLogStore
from onrecord.record.log import Log
from tests.acceptance.stage import PLAN, Stage, first

RECORD = ("--record", "record")


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return first(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def stage(ready, tmp_path):
    return ready.copy(tmp_path / "stage")


@contextmanager
def serving(stage, *arguments):
    """A serving process; yields its address. Ends it by its own handle."""
    process = stage.start(*arguments, "--port", "0")
    try:
        line = process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, f"{line}{process.stderr.read().decode() if process.poll() else ''}"
        yield found[0]
    finally:
        process.terminate()
        process.communicate(timeout=10)


def log_vkey(stage):
    policy = stage.run("root", "--policy", *RECORD)
    return next(line for line in policy.splitlines() if line.startswith("log ")).split()[1]


def new_witness(stage, name):
    out = stage.run("witness", "--new", name, "--name", f"{name}.example/w")
    assert (stage.path / name / "witness.key").stat().st_mode & 0o777 == 0o600
    return out.splitlines()[-1]


def to_witnesses(stage, named, quorum, status=0):
    """Give the record these witnesses, all of them outside."""
    options = [part for each in named for part in ("--witness", each)]
    stage.run("root", "--draft", "r.note", *RECORD, *options, "--quorum", quorum)
    stage.run("sign", "r.note", *RECORD)
    out = stage.run("publish", "r.note", *RECORD, status=status)
    (stage.path / "r.note").unlink()
    return " ".join(out.split())


def test_two_of_three_outside_witnesses_are_enough_and_one_is_not(stage):
    names = ("north", "south", "east")
    vkeys = {name: new_witness(stage, name) for name in names}
    vkey = log_vkey(stage)
    with serving(stage, "witness", "--serve", "north", "--log", vkey) as north:
        with serving(stage, "witness", "--serve", "south", "--log", vkey) as south:
            dead = "http://127.0.0.1:9"
            places = (("north", north), ("south", south), ("east", dead))
            named = [f"{name}={vkeys[name]}={place}" for name, place in places]
            out = to_witnesses(stage, named, 2)
            assert "Official: 4 entries, witnessed by north, south." in out
            assert "Witness east did not sign" in out
            stage.run("enter", *RECORD, "--from", stage.write("next.toml"))
            stage.run("receipt", "4", *RECORD)
            out = stage.run("verify", "4.tlog-proof", *RECORD)
            assert "witnessed by north, south" in " ".join(out.split())
            assert "no outsider" not in out
        # One of three is left: nobody can tell whether this copy is the newest.
        stage.write("more.toml")
        line = stage.refused("enter", *RECORD, "--from", "more.toml")
        assert "nothing is signed until they do" in line
        assert "Word for word" in stage.run("show", "next", *RECORD)


def test_what_awaits_witnesses_is_not_official_and_becomes_so_when_they_are_asked_again(stage):
    """The new witness is not up yet when the root that names it goes on the log."""
    vkey, known = new_witness(stage, "press"), log_vkey(stage)
    with serving(stage, "witness", "--serve", "press", "--log", known) as place:
        pass
    published = (stage.path / "record/public/checkpoint").read_bytes()
    out = to_witnesses(stage, [f"press={vkey}={place}"], 1, status=1)
    assert "Awaiting witnesses: not official yet." in out
    assert (stage.path / "record/public/checkpoint").read_bytes() == published
    stage.refused("receipt", "3", *RECORD)
    stage.refused("show", "3", *RECORD)
    stage.run("witness", *RECORD, status=1)
    port = place.rpartition(":")[2]
    process = stage.start("witness", "--serve", "press", "--log", known, "--port", port)
    try:
        assert place in process.stdout.readline().decode()
        assert "Official: 4 entries, witnessed by press." in stage.run("witness", *RECORD)
        stage.run("receipt", "hello", *RECORD, "-o", "new.tlog-proof")
    finally:
        process.terminate()
        process.communicate(timeout=10)
    out = " ".join(stage.run("verify", "new.tlog-proof", *RECORD).split())
    assert "witnessed by press." in out
    assert "no outsider" not in out


def test_a_record_may_begin_with_an_outside_witness(stage, tmp_path):
    """The witness must know the log's key, which init makes: it is told of it afterwards."""
    vkey = new_witness(stage, "press")
    witness = ("--witness", f"press={vkey}=http://127.0.0.1:9")
    out = stage.run("init", "second", *PLAN, *witness, status=1)
    assert "Awaiting witnesses" in out
    assert not (stage.path / "second/public/checkpoint").exists()
    assert "published nothing yet" in stage.refused("show", "0", "--record", "second")
    stage.refused("witness", "--serve", "press", "--port", "0")
    stage.refused("witness", "--serve", "press", "--log", "nonsense", "--port", "0")
    stage.refused("witness", "--serve", "nowhere", "--log", log_vkey(stage), "--port", "0")


def thief(stage, raw):
    """Append ``raw`` as the holder of the log's key and of the signer's machine."""
    state = next((stage.path / stage.state).iterdir())
    store = FileLogStore(stage.path / "record/public", state)
    key = read_key(stage.path / "record/keys/log.key")
    return Log(store, key, key.name).append([raw])


def test_an_auditing_witness_refuses_a_log_with_junk_and_the_others_only_say_so(stage):
    vkey, known = new_witness(stage, "audit"), log_vkey(stage)
    serve = ("witness", "--serve", "audit", "--log", known)
    audit = ("--audit", "record/public", "--pin", "record/pin")
    stage.refused(*serve, "--audit", "record/public", "--port", "0")
    with serving(stage, *serve, *audit) as place:
        to_witnesses(stage, [f"audit={vkey}={place}"], 1)
        thief(stage, b"junk")
        out = " ".join(stage.run("witness", *RECORD, status=1).split())
        assert "entry 4 does not count" in out


def test_junk_of_a_thief_does_not_count_and_the_audit_names_it(stage):
    thief(stage, b"junk")
    thief(stage, (stage.path / "record/pin").read_bytes())
    stage.run("witness", *RECORD)
    stage.run("enter", *RECORD, "--from", stage.write("next.toml"))
    out = stage.run("verify", "record", status=1)
    assert "Whole, but 2 of its entries do not count." in out
    assert "Entry 3 does not count" in out
    assert "does not count" in stage.run("log", *RECORD, status=1)
    assert "does not count" in stage.run("show", "3", *RECORD, status=1)
    assert "gets no receipt" in stage.refused("receipt", "3", *RECORD)
    assert "Word for word" in stage.run("show", "next", *RECORD)


def test_a_mirror_over_http_is_the_record_and_follows_it(stage):
    pin = ("--pin", "record/pin")
    with serving(stage, "serve", *RECORD) as place:
        stage.refused("mirror", place, "copy", record="copy")
        out = stage.run("mirror", place, "copy", *pin)
        assert "lwg.example/record: 3 entries" in out
        assert "✓" in stage.run("verify", "copy", *pin)
        assert stage.run("show", "1", "--record", "copy") == stage.run("show", "1", *RECORD)
        line = stage.refused("enter", "--record", "copy", "--from", "hello.toml", record="copy")
        assert "key" in line
        stage.run("enter", *RECORD, "--from", stage.write("next.toml"))
        assert "4 entries" in stage.run("mirror", place, "copy")
        (stage.path / "record/public/tile/entries/000.p/4").write_bytes(b"junk")
        assert "tile/entries/000.p/4" in stage.refused("mirror", place, "copy", record="copy")
        stage.run("mirror", place, "fresh", *pin, status=2)
        assert not (stage.path / "fresh/public/checkpoint").exists()
    stage.refused("mirror", "http://127.0.0.1:9", "copy", record="copy")
    stage.refused(
        "mirror", "record/public", "copy", "--card", "x.example/r", "0" * 64, record="copy"
    )


def test_two_stories_of_one_log_become_evidence_that_anyone_can_check(stage, tmp_path):
    other = stage.copy(tmp_path / "other")
    for each, text in ((stage, "We go on."), (other, "We give in.")):
        each.run("enter", *RECORD, "--from", each.write("next.toml", text))
    mine, theirs = "record/public/checkpoint", tmp_path / "other/record/public/checkpoint"
    out = stage.run("evidence", mine, theirs, *RECORD, "-o", "proof.txt", status=1)
    assert "Proven" in out
    assert "Proven" in stage.run("evidence", "proof.txt", *RECORD, status=1)
    assert "consistent" in stage.run("evidence", mine, mine, *RECORD)
    text = (stage.path / "proof.txt").read_text()
    (stage.path / "proof.txt").write_text(text.replace("lwg", "shu"))
    alone = Stage(stage.path)
    process = alone.start("evidence", "proof.txt")
    assert process.wait(20) in {0, 2}
    process.communicate()
    stage.refused("evidence", mine, *RECORD)
    stage.refused("evidence", mine, "hello.toml", *RECORD)

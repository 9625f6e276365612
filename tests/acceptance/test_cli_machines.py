"""One signer at a time: backups, copies, moves, other machines and two commands at once."""

import json
import shutil

import pytest

from tests.acceptance.stage import Stage, fingerprint, first

RECORD = ("--record", "record")


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return first(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def stage(ready, tmp_path):
    return ready.copy(tmp_path / "stage")


def say(stage, id, record="record", status=0):
    return stage.run(
        "enter", "--record", record, "--from", stage.write(f"{id}.toml"), status=status
    )


def test_a_backup_of_yesterday_refuses_to_sign_and_names_what_it_lacks(stage):
    shutil.copytree(stage.path / "record", stage.path / "backup")
    say(stage, "today")
    shutil.rmtree(stage.path / "record")
    (stage.path / "backup").rename(stage.path / "record")
    stage.write("next.toml")
    line = stage.refused("enter", *RECORD, "--from", "next.toml")
    assert "this machine signed entries up to 3; this copy ends at 2" in line
    line = stage.refused("adopt", *RECORD, "--yes")
    assert "4" in line
    assert "Word for word" in stage.run("show", "hello", *RECORD)


def test_two_copies_on_one_machine_cannot_both_go_on(stage):
    shutil.copytree(stage.path / "record", stage.path / "copy")
    say(stage, "here")
    stage.write("there.toml")
    line = stage.refused("enter", "--record", "copy", "--from", "there.toml", record="copy")
    assert "this machine signed entries up to 3" in line
    say(stage, "again")
    assert "5 entries" in " ".join(stage.run("log", *RECORD).split())


def test_a_record_that_was_moved_goes_on_where_it_is(stage):
    (stage.path / "deep/er").mkdir(parents=True)
    (stage.path / "record").rename(stage.path / "deep/er/moved")
    say(stage, "next", record="deep/er/moved")
    assert "✓" in stage.run("verify", "deep/er/moved")


def test_another_machine_signs_only_after_it_adopted_the_record(stage):
    other = Stage(stage.path, state="elsewhere")
    line = other.refused("enter", *RECORD, "--from", other.write("next.toml"))
    assert "onrecord adopt" in line
    assert "two histories" in other.refused("adopt", *RECORD)
    assert "now signs for lwg.example/record, after 3 entries" in other.run(
        "adopt", *RECORD, "--yes"
    )
    say(other, "next")
    assert "✓" in other.run("verify", "record")


def test_a_machine_whose_head_is_behind_makes_no_second_history(stage):
    """After another machine signed, in the same directory even."""
    other = Stage(stage.path, state="elsewhere")
    other.run("adopt", *RECORD, "--yes")
    say(other, "theirs")
    stage.write("mine.toml")
    line = stage.refused("enter", *RECORD, "--from", "mine.toml")
    assert "4 were signed already, here or on another machine" in line
    assert "theirs" in stage.run("log", *RECORD, "--json")


def test_two_commands_at_once_both_keep_the_record_whole(stage):
    for turn in range(3):
        names = [stage.write(f"turn-{turn}-{n}.toml") for n in range(2)]
        both = [stage.start("enter", *RECORD, "--from", name) for name in names]
        told = [(process, *process.communicate(timeout=60)) for process in both]
        statuses = sorted(process.returncode for process, _, _ in told)
        assert statuses in ([0, 0], [0, 2]), told
        for process, _, err in told:
            assert b"Traceback" not in err
            assert len(err.splitlines()) == (process.returncode == 2)
        for name in names:  # whoever was refused runs again
            stage.run("enter", *RECORD, "--from", name)
    checked = json.loads(stage.run("verify", "record", "--json"))
    assert checked["verdict"] == "exact"
    assert "8 communications count, of 9 entries." in checked["details"]


def test_reading_needs_no_state_and_leaves_none(stage):
    reader = Stage(stage.path, state="none")
    was = fingerprint(stage.path)
    for command in (("show", "1"), ("log",), ("root",), ("fsck",)):
        reader.run(*command, *RECORD)
    reader.run("verify", "record")
    assert fingerprint(stage.path) == was
    assert not (stage.path / "none").exists()

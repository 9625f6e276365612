"""Calls that ask for what cannot be, and names that long ids share."""

import pytest

from tests.acceptance.stage import PLAN, Stage, first

RECORD = ("--record", "record")


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    stage = first(tmp_path_factory.mktemp("calls"))
    vkeys = [
        stage.run("witness", "--new", name, "--name", f"{name}.example/w").splitlines()[-1]
        for name in ("north", "south")
    ]
    stage.environ |= {"NORTH": f"north={vkeys[0]}", "SOUTH": f"south={vkeys[1]}"}
    return stage


@pytest.mark.parametrize(
    ("names", "quorum"),
    [(["NORTH"], 0), (["NORTH"], 2), (["NORTH"], -1), (["NORTH", "SOUTH"], 3), (["SOUTH"], 99)],
)
def test_a_quorum_that_its_witnesses_cannot_make_up_is_refused_not_replaced(stage, names, quorum):
    named = [part for name in names for part in ("--witness", stage.environ[name])]
    for command in (("init", "other", *PLAN), ("root", "--draft", "r.note", *RECORD)):
        line = stage.refused(*command, *named, "--quorum", quorum)
        assert f"--quorum {quorum} of {len(names)} is impossible" in line
    assert not (stage.path / "other").exists()
    assert not (stage.path / "r.note").exists()


def test_a_quorum_without_witnesses_is_not_passed_over(stage):
    other = ("--threshold", "entered=2")
    line = stage.refused("root", "--draft", "r.note", *RECORD, *other, "--quorum", "1")
    assert "--witness" in line


def test_two_communications_whose_long_ids_begin_alike_can_both_be_withdrawn(stage, tmp_path):
    mine = stage.copy(tmp_path / "mine")
    assert isinstance(mine, Stage)
    for index, end in enumerate("ab", 3):
        name = mine.write(f"{end}.toml", id="x" * 60 + end)
        mine.run("enter", *RECORD, "--from", name)
        assert "x" * 60 + end in mine.run("show", index, *RECORD, "--text")
    for index in (3, 4):
        assert "is withdrawn" in mine.run("withdraw", index, *RECORD, "--reason", "Over.")
    assert "id: entry-4-withdrawn" in mine.run("show", 6, *RECORD, "--text")

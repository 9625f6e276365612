"""A dispute's history from CSV onto the record, by the real command line: all of it or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.stage import PLAN, Stage
from tests.unit.talks_story import CASE, NO_CASE

GOLDEN = Path(__file__).parents[1] / "golden" / "talks"
PARTIES = """
[[party]]
id = "LWG"
name = "Lantern Workers' Guild"
role = "union"
[[party]]
id = "TSA"
name = "Theatre and Screen Alliance"
role = "employers"
"""
HEAD = "id,date,dispute,event_type,from,to,fact,source_kind,status\n"
FACTS = HEAD + (
    "F001,2031-03-01,LWG,strike_start,LWG,TSA,The strike begins.,bulletin,sourced\n"
    "F002,2031-03-10,LWG,meeting_requested,TSA,LWG,TSA asks to meet on March 14.,letter,sourced\n"
    "F003,2031-03-12,LWG,statement_to_press,TSA,press,TSA regrets it.,press,unverified\n"
)
STANDS = (
    "id,dispute,issue,side,as_of,position,numbers\n"
    'P001,LWG,pay,LWG,2031-02-01,"7%, 5%, 5%",7;5;5\n'
    'P002,LWG,pay,TSA,2031-02-02,"3%, 2%, 2%",3;2;2\n'
)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    held = Stage(tmp_path)
    held.run("init", "record", *PLAN)
    for name, text in (("parties.toml", PARTIES), ("facts.csv", FACTS), ("stands.csv", STANDS)):
        (tmp_path / name).write_text(text)
    return held


def enter(*files: str) -> list[str]:
    return ["enter", "--record", "record", *(part for file in files for part in ("--from", file))]


def test_facts_positions_and_parties_go_on_together_and_the_talks_follow(stage: Stage) -> None:
    out = stage.run(*enter("parties.toml", "facts.csv", "stands.csv"))
    assert "5 rows: 5 communications with 4 acts; 0 rows disputed, 1 unverified, 1 without" in out
    stage.run("fsck", "--record", "record")
    talks = stage.run("talks", "--record", "record", "--as-of", "2031-03-11")
    assert "Day 11 of the LWG strike" in talks
    assert "pay (LWG): LWG 7/5/5%, since 1 February 2031" in talks
    again = stage.run(*enter("parties.toml", "facts.csv", "stands.csv"))
    assert "All of it was on the record already" in again


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("F004,2031-03-32,LWG,offer,TSA,LWG,x,letter,sourced", "facts.csv: row 5, column date"),
        ("F004,2031-03-02,LWG,offer,XYZ,LWG,x,letter,sourced", "facts.csv: row 5, column from"),
        ("F001,2031-03-02,LWG,offer,TSA,LWG,x,letter,sourced", "facts.csv: row 5, column id"),
        ("F004,2031-03-02", "facts.csv: row 5 has 2 cells"),
        ("F004,2031-03-02,LWG,strike_start,LWG,TSA,x,b,sourced", "is on already, since row 2"),
    ],
)
def test_one_wrong_row_enters_nothing(stage: Stage, row: str, line: str) -> None:
    (stage.path / "facts.csv").write_text(FACTS + row + "\n")
    assert line in stage.refused(*enter("parties.toml", "facts.csv", "stands.csv"))


def test_a_history_needs_its_parties_and_files_their_own_names(stage: Stage) -> None:
    assert "is no party of the record" in stage.refused(*enter("facts.csv"))
    assert "named twice" in stage.refused(*enter("facts.csv", "facts.csv"))
    (stage.path / "more.csv").write_text(FACTS)
    line = stage.refused(*enter("parties.toml", "facts.csv", "more.csv"))
    assert "'F001' is that of row 2 of facts.csv too" in line


def test_an_id_on_the_record_with_other_words_refuses_the_file(stage: Stage) -> None:
    stage.run(*enter("parties.toml", "facts.csv"))
    (stage.path / "facts.csv").write_text(FACTS.replace("TSA regrets it", "TSA is glad of it"))
    assert "'f003' is on the record as entry" in stage.refused(*enter("facts.csv"))


@pytest.mark.skipif(not CASE.is_dir(), reason=NO_CASE)
def test_the_history_of_the_case_goes_on_whole(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.run("init", "record", "--from", GOLDEN / "hollywood-parties.toml")
    files = (CASE / "facts.csv", CASE / "positions.csv")
    out = stage.run(*enter(*map(str, files)))
    assert "116 rows: 124 communications" in out
    stage.run("fsck", "--record", "record")
    day = ("talks", "--record", "record", "--as-of", "2023-12-05", "--json")
    value = json.loads(stage.run(*day, "--prices", CASE / "cpi.csv"))
    lengths = {strike["by"][0]: strike["length"] for strike in value["strikes"]}
    assert lengths == {"WGA": 148, "SAG-AFTRA": 118}
    together = [s for s in value["statements"] if s["id"] == "together"]
    assert together[0]["values"]["days"] == 75
    shares = {s["values"]["of_eligible"] for s in value["statements"] if s["id"] == "vote-share"}
    assert {77.1, 29.9} <= shares
    assert len(value["unverified"]) == 1

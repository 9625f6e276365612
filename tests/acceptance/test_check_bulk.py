"""``onrecord check --bulk``, as its users meet it: folders in, lines out, killed and gone on."""

from __future__ import annotations

import json
import random
import signal
import time
from pathlib import Path

import pytest

import onrecord.demo
from tests.acceptance.check_stage import made_record
from tests.acceptance.stage import Stage

DISPUTE = Path(onrecord.demo.__file__).parent / "dispute.toml"
SAID = "“We are on strike. Nobody goes back to work until the council says so, here,” LWG said."
KILLS = 4
"""Kills of one run here; ``tests/campaign/bulk_kills.py`` has many more."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    path = tmp_path_factory.mktemp("bulk")
    made_record(path, DISPUTE)
    folder = path / "papers"
    folder.mkdir()
    for number in range(60):
        words = SAID if number % 10 == 3 else f"The boats of day {number} are out."
        (folder / f"{number:03}.txt").write_text(f"Paper {number}. {words}\n")
    (folder / "099.jsonl").write_text('{"text": "The strike is over.", "id": "x"}\n{bad\n')
    return Stage(path, {"ONRECORD_RECORD": str(path / "record")})


def test_a_folder_gives_a_line_for_each_document_in_order(stage: Stage) -> None:
    out = stage.run("check", "--bulk", "papers", status=1)
    values = [json.loads(line) for line in out.splitlines()]
    assert len(values) == 62
    assert [Path(v["document"]["path"]).name for v in values] == sorted(
        Path(v["document"]["path"]).name for v in values
    )
    bearing = [v for v in values if v.get("bears")]
    assert len(bearing) == 6
    assert bearing[0]["findings"][0]["verdict"] == "altered"
    assert "no JSON" in values[-1]["error"]
    assert out == stage.run("check", "--bulk", "papers", "--jobs", "1", status=1)


def test_a_run_that_is_killed_goes_on_and_gives_the_same_bytes(stage: Stage) -> None:
    stage.run("check", "--bulk", "papers", "-o", "whole.jsonl", "--every", status=1)
    chance = random.Random(11)
    for _ in range(KILLS):
        process = stage.start("check", "--bulk", "papers", "-o", "out.jsonl", "--every")
        time.sleep(chance.uniform(0.2, 1.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if (stage.path / "out.jsonl").exists():
            break
    if not (stage.path / "out.jsonl").exists():
        stage.run("check", "--bulk", "papers", "-o", "out.jsonl", "--every", status=1)
    whole = (stage.path / "whole.jsonl").read_bytes()
    assert (stage.path / "out.jsonl").read_bytes() == whole
    assert not list(stage.path.glob("out.jsonl.*"))
    assert "finished" in stage.refused("check", "--bulk", "papers", "-o", "out.jsonl")


def test_a_wrong_call_gets_one_line_and_begins_nothing(stage: Stage) -> None:
    assert "cannot be read" in stage.refused("check", "--bulk", "papers", "nowhere")
    assert "not a number from 1" in stage.refused("check", "--bulk", "papers", "--jobs", "0")
    assert "go with --bulk" in stage.refused("check", "papers/001.txt", "-o", "y.jsonl")
    line = stage.refused("check", "--bulk", "papers", "-o", "no/place.jsonl")
    assert "no/place.jsonl" in line
    assert not list(stage.path.glob("*.plan"))


def test_what_was_not_found_says_what_was_searched_and_what_was_not(stage: Stage) -> None:
    (stage.path / "note.txt").write_text("“The boats will be painted blue,” the guild said.\n")
    out = stage.run("check", "note.txt")
    assert "Nothing on the record. That does not mean it was not said." in out
    assert "Searched 22 official communications from 13 January 2031" in out.replace("\n", " ")
    assert "in another language or not entered, is not on the record." in out.replace("\n", " ")
    assert "Ask the union" in " ".join(out.split())

"""``onrecord talks`` as its users meet it: the terminal, programs, a page, and what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import onrecord.demo
from tests.acceptance.check_stage import made_record
from tests.acceptance.stage import Stage

DISPUTE = Path(onrecord.demo.__file__).parent / "dispute.toml"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    path = tmp_path_factory.mktemp("talks")
    made_record(path, DISPUTE)
    return Stage(path, {"ONRECORD_RECORD": str(path / "record")})


def test_a_member_reads_in_three_sentences_how_things_stand(stage: Stage) -> None:
    done = stage.run("talks", "--as-of", "2031-03-12")
    lines = done.splitlines()
    assert lines[0] == "The talks, as Lantern Workers' Guild has them on record"
    assert lines[3].startswith("Day 12 of the LWG strike, counting 1 March 2031 as day 1")
    assert all(len(line) <= 80 for line in lines)


def test_a_record_of_fiction_that_lies_ahead_is_told_as_of_its_newest_word(stage: Stage) -> None:
    assert "As of 9 April 2031." in stage.run("talks")


def test_programs_get_one_object_the_same_bytes_each_time(stage: Stage) -> None:
    one = stage.run("talks", "--as-of", "2031-03-12", "--json")
    assert one == stage.run("talks", "--as-of", "2031-03-12", "--json")
    value = json.loads(one)
    assert value["as_of"] == "2031-03-12"
    assert value["statements"][0]["id"] == "strike-day"
    assert value["strikes"][0]["first_day"] == "2031-03-01"


def test_boris_exports_the_brief_and_nothing_is_overwritten(stage: Stage) -> None:
    for form, name, first in (
        ("--markdown", "brief.md", "# The talks"),
        ("--html", "brief.html", "<!doctype html>"),
        ("--json", "brief.json", "{"),
    ):
        done = stage.run("talks", "--as-of", "2031-03-20", form, "-o", name)
        assert done == f"Written: {name}\n"
        written = (stage.path / name).read_text()
        assert written.startswith(first)
        again = stage.run("talks", form, "-o", name, status=2)
        assert "is there already" in again
        assert (stage.path / name).read_text() == written


def test_an_officer_sees_what_changed_since_yesterday(stage: Stage) -> None:
    done = stage.run("talks", "--as-of", "2031-03-17", "--since", "2031-03-16")
    assert "What changed since 16 March 2031" in done
    assert "Now: pay (LWG): LWG 7/5/5%" in done


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--as-of", "2031-13-01"], "--as-of: '2031-13-01' is not a date"),
        (["--as-of", "2031-03-12T10:00:00"], "--as-of: '2031-03-12T10:00:00' is not a date"),
        (["--as-of", "2090-01-01"], "--as-of 2090-01-01 is still to come"),
        (["--since", "2031-03-12", "--as-of", "2031-03-01"], "--since 2031-03-12 is after"),
        (["--language", "xx"], "argument --language: invalid choice: 'xx'"),
        (["--json", "--html"], "not allowed with argument"),
        (["-o", "no/such/place.txt"], "its directory is not there"),
    ],
)
def test_a_wrong_call_gets_one_line_and_status_2(
    stage: Stage, options: list[str], line: str
) -> None:
    assert line in stage.refused("talks", *options)

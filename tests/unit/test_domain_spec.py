"""What the specification of the communication says is what the program does."""

from __future__ import annotations

import csv
import doctest
import importlib
from pathlib import Path

import pytest

from onrecord.domain.act_types import ACT_TYPES, DECISIONS, POSITION_FIELDS, ActType, Field
from onrecord.domain.communication import LINKS, MAX_STATEMENT, MAX_TEXT
from onrecord.domain.party import AUDIENCES

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "docs" / "spec" / "communication.md"
FACTS = ROOT.parent / "shared" / "cases" / "hollywood-2023" / "facts.csv"
MODULES = (
    *("text", "reference", "moment", "party", "act", "act_types", "act_values", "communication"),
    *("hidden", "toml_lines", "source"),
)


def test_the_examples_of_the_specification_run():
    found = doctest.testfile(str(SPEC), module_relative=False)
    assert found.failed == 0
    assert found.attempted > 15


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_module_run(name):
    found = doctest.testmod(importlib.import_module(f"onrecord.domain.{name}"))
    assert found.failed == 0
    assert found.attempted > 0


def described(field: Field) -> str:
    kind = " / ".join(field.kind.words) or field.kind.name
    return f"`{field.name}`{'!' if field.required else ''} {kind}"


def row(act: ActType) -> str:
    fields = [described(field) for field in act.fields]
    fields += {"none": [], "some": ["`position` (0 or more)"]}.get(
        act.positions, ["`position`! (1 or more)"]
    )
    star = " *" if act.name in DECISIONS else ""
    return f"| `{act.name}`{star} | {act.says.replace('``', '`')} | {'; '.join(fields)} |"


@pytest.mark.parametrize("name", ACT_TYPES)
def test_the_type_of_act_is_specified(name):
    assert row(ACT_TYPES[name]) in SPEC.read_text(encoding="utf-8").split("\n")


def test_no_type_of_act_is_specified_that_there_is_not():
    rows = [line for line in SPEC.read_text(encoding="utf-8").split("\n") if line.startswith("| `")]
    acts = [line for line in rows if "parties" in line.split("|")[3] or "`what`!" in line]
    named = {line.split("`")[1] for line in acts}
    assert set(ACT_TYPES) == named & set(ACT_TYPES)
    assert len(ACT_TYPES) == 32


def test_links_audiences_positions_and_limits_are_specified():
    text = SPEC.read_text(encoding="utf-8")
    for word in (*(f"`{link}:`" for link in LINKS), *(f"`{word}`" for word in AUDIENCES)):
        assert word in text
    for field in POSITION_FIELDS:
        assert f"`{field.name}`" in text
    for limit in (MAX_STATEMENT, MAX_TEXT):
        assert f"{limit:,} bytes" in text


# The type of act that states each type of event; none where the words alone say it.
ACT_OF = {
    "vote_result": "vote-counted",
    "talks_start": "talks-opened",
    "statement_to_press": None,
    "talks_end_no_agreement": "talks-ended",
    "position_published": "position-stated",
    "strike_called": "strike-called",
    "strike_start": "strike-began",
    "talks_scheduled": "meeting-accepted",
    "ballot_opened": "ballot-opened",
    "tentative_agreement": "agreement-reached",
    "blackout_agreed": "silence-announced",
    "ratification_result": "vote-counted",
    "message_to_members": None,
    "contract_extended": "contract-extension",
    "rumour": "rumour-noted",
    "denial": "denial",
    "mediation_agreed": "mediation",
    "contract_expired": "contract-expiry",
    "meeting_requested": "meeting-requested",
    "meeting_held": "meeting-held",
    "counterproposal": "counterproposal",
    "offer": "offer",
    "joint_statement": None,
    "strike_end_decided": "board-decision",
    "strike_end": "strike-ended",
    "meeting_agreed": "meeting-accepted",
    "talks_suspended": "talks-suspended",
    "unofficial_contact": "contact",
    "offer_characterised": "characterisation",
    "board_vote": "board-decision",
}


def test_every_fact_of_a_real_dispute_has_an_act_that_states_it():
    if not FACTS.exists():
        pytest.skip("../shared/cases/hollywood-2023 is not there: its facts are not read")
    with FACTS.open(encoding="utf-8", newline="") as lines:
        facts = list(csv.DictReader(lines))
    events = {event for fact in facts for event in fact["event_type"].split(";")}
    assert len(facts) == 80
    assert events <= set(ACT_OF), events - set(ACT_OF)
    assert {act for act in ACT_OF.values() if act} <= set(ACT_TYPES)

"""What was hard to say of a real dispute, the Hollywood talks of 2023, can be said in acts."""

from __future__ import annotations

import tomllib

import pytest

from onrecord.domain.communication import parse_communication
from onrecord.domain.source import read_source

HEAD = """
[[communication]]
id = "fact"
own = true
by = "WGA"
to = ["members", "press"]
channel = "announcement"
made = 2023-12-31
zone = "America/Los_Angeles"
[[communication.act]]
"""

FACTS = {
    "a vote by counts and percentage": """
        type = "vote-counted"
        by = "WGA"
        question = "strike authorisation"
        on = 2023-04-17
        outcome = "carried"
        yes = 9020
        no = 198
        ballots = 9218
        yes-percent = 97.85
        turnout-percent = 78.79""",
    "a vote of which only shares and about how many are known": """
        type = "vote-counted"
        by = "SAG-AFTRA"
        question = "strike authorisation"
        on = 2023-06-05
        ballots = 65000
        yes-percent = 97.91
        turnout-percent = 47.69
        approximate = true""",
    "a ratification with the term of the contract": """
        type = "vote-counted"
        by = "WGA"
        question = "ratification of the contract"
        on = 2023-10-09
        yes = 8435
        no = 90
        ballots = 8525
        from = 2023-09-25
        until = 2026-05-01""",
    "two bodies that call one strike": """
        type = "strike-called"
        by = ["WGAW-Board", "WGAE-Council"]
        against = "AMPTP"
        on = 2023-05-01
        effective = 2023-05-02T00:01:00-07:00""",
    "three bodies that decide to end it": """
        type = "board-decision"
        by = ["WGA-Committee", "WGAW-Board", "WGAE-Council"]
        on = 2023-09-26
        what = "recommend the agreement and end the strike"
        effective = 2023-09-27T00:01:00-07:00
        unanimous = true""",
    "a board's weighted vote": """
        type = "board-decision"
        by = "SAG-AFTRA-Board"
        on = 2023-11-10
        what = "approve the agreement"
        yes-percent = 86
        no-percent = 14
        weighted = true""",
    "a sidebar asked for by the other side": """
        type = "meeting-held"
        between = ["WGA", "AMPTP"]
        on = 2023-08-04
        form = "sidebar"
        requested-by = "AMPTP"
        attended = "Stutzman and Segall; Lombardini and staff"
        outcome = "no agreement to resume"
    """,
    "a session with chief executives that will go on": """
        type = "meeting-held"
        between = ["WGA", "AMPTP"]
        on = 2023-09-20
        executives = true
        next = 2023-09-21""",
    "a contact that is not bargaining": """
        type = "contact"
        by = "Members-group"
        to = "SAG-AFTRA"
        on = 2023-10-17
        form = "video"
        official = false
        about = "lifting the cap on dues" """,
    "offers made by word of mouth": """
        type = "offer"
        by = "AMPTP"
        to = "SAG-AFTRA"
        on = 2023-07-12
        form = "verbal" """,
    "a package with its numbers": """
        type = "counterproposal"
        by = "AMPTP"
        to = "WGA"
        on = 2023-08-11
        package = true
        position = [
            { issue = "minimums", side = "AMPTP", numbers = [5, 4, 3.5], unit = "percent" },
            { issue = "staffing", numbers = [2], unit = "count", says = "at least two writers" },
            { issue = "weeks of employment", numbers = [20], unit = "weeks" },
        ]""",
    "a union that says what both sides asked": """
        type = "position-stated"
        by = "WGA"
        on = 2023-05-01
        position = [
            { issue = "minimums", side = "WGA", numbers = [6, 5, 5], unit = "percent" },
            { issue = "minimums", side = "AMPTP", numbers = [4, 3, 2], unit = "percent" },
            { issue = "staffing", side = "AMPTP", says = "rejected, no counter" },
            { issue = "cost per subscriber", side = "WGA", numbers = [0.57], unit = "money" },
        ]""",
    "a label that its giver owns": """
        type = "characterisation"
        by = "AMPTP"
        of = "its offer of 3 November"
        as = "last, best and final"
        side = "AMPTP" """,
    "silence that both sides announce": """
        type = "silence-announced"
        by = ["SAG-AFTRA", "AMPTP"]
        to = "press"
        from = 2023-06-07
        extent = "all" """,
    "a promise for next week": """
        type = "promise"
        by = "WGA"
        to = "AMPTP"
        what = "an answer to the counterproposal"
        due = "next week" """,
    "a promise for a day": """
        type = "promise"
        by = "WGA"
        to = "members"
        what = "a detailed account"
        due = 2023-08-23""",
    "an agreement that ends no strike": """
        type = "agreement-reached"
        between = ["WGA", "AMPTP"]
        on = 2023-09-24
        scope = "contract"
        ratification = true
        position = { issue = "minimums", numbers = [5, 4, 3.5], unit = "percent" }""",
    "a contract that goes on for twelve days": """
        type = "contract-extension"
        between = ["SAG-AFTRA", "AMPTP"]
        from = 2023-06-30
        until = 2023-07-12T23:59:00-07:00""",
    "words that no party owns": """
        type = "rumour-noted"
        what = "the strike is to go on until members lose their homes"
        heard-in = "a trade paper, of an unnamed executive"
        on = 2023-07-11""",
    "a denial of them": """
        type = "denial"
        by = "AMPTP"
        of = "that unnamed people speak for it"
        on = 2023-07-11""",
    "mediation agreed": """
        type = "mediation"
        by = "SAG-AFTRA"
        step = "accepted"
        between = ["SAG-AFTRA", "AMPTP"]
        mediator = "a federal mediator"
        on = 2023-07-11""",
    "talks that one side suspends": """
        type = "talks-suspended"
        between = ["SAG-AFTRA", "AMPTP"]
        by = "AMPTP"
        on = 2023-10-11
        about = "the gap is too great" """,
    "a strike and how many": """
        type = "strike-began"
        by = "WGA"
        against = "AMPTP"
        on = 2023-05-02
        workers = 11500
        approximate = true""",
}


@pytest.mark.parametrize("fact", FACTS)
def test_it_says(fact):
    written = tomllib.loads(FACTS[fact], parse_float=str)
    source = read_source((HEAD + FACTS[fact]).encode(), "facts.toml")
    bound = source.drafts[0].bind(record="wga.example/record", root=1, series_number=1)
    act = parse_communication(str(bound)).acts[0]
    assert act.type == written.pop("type")
    positions = written.pop("position", [])
    assert {name for name, _ in act.fields} == set(written)
    assert len(act.positions) == (1 if isinstance(positions, dict) else len(positions))

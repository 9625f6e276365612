"""A dispute's history from CSV: what each row becomes, and that a wrong one enters nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.draft import Draft
from onrecord.domain.party import Party
from onrecord.procedures.history import HistoryError, Imported, is_history, read_history
from onrecord.procedures.history.acts import EVENTS
from onrecord.procedures.history.table import MAX_CELL, MAX_ROWS

PARTIES = (
    Party("LWG", "Lantern Workers' Guild", "union", ("the guild",)),
    Party("LWG-Council", "LWG Council", "union"),
    Party("TSA", "Theatre and Screen Alliance", "employers", ("Marsh",)),
    Party("Gazette", "Harbour Gazette", "other"),
)
FACTS = (
    "id,date,local_time,dispute,event_type,from,to,channel,fact,source_url,source_kind,status,note"
)
STANDS = "id,dispute,issue,side,as_of,position,numbers,source_url,status,note"


def fact(
    kind: str,
    words: str = "It took place.",
    *,
    id_: str = "F001",
    date: str = "2031-03-01",
    time: str = "",
    by: str = "TSA",
    to: str = "LWG",
    status: str = "sourced",
    note: str = "",
    channel: str = "letter",
    dispute: str = "LWG",
) -> str:
    cells = (id_, date, time, dispute, kind, by, to, channel, words, "https://g.example/1", "press",
             status, note)  # fmt: skip
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)


def stand(
    words: str = "5%, 4%, 3.5%",
    numbers: str = "5;4;3.5",
    *,
    id_: str = "P001",
    side: str = "TSA",
    as_of: str = "2031-03-01",
    status: str = "sourced",
    note: str = "",
) -> str:
    cells = (id_, "LWG", "pay", side, as_of, words, numbers, "https://g.example/2", status, note)
    return ",".join(f'"{cell}"' for cell in cells)


def read(*rows: str, stands: tuple[str, ...] = (), head: str = FACTS) -> Imported:
    files: dict[str, bytes] = {}
    if rows:
        files["facts.csv"] = "\n".join((head, *rows)).encode()
    if stands:
        files["positions.csv"] = "\n".join((STANDS, *stands)).encode()
    return read_all(files)


def read_all(files: Mapping[str, bytes]) -> Imported:
    return read_history(files, PARTIES, zone="Europe/London", owner="LWG")


def acts(drafts: Imported) -> list[str]:
    return [
        " ; ".join(line.strip() for line in str(act).strip().splitlines())
        for draft in drafts.drafts
        for act in draft.acts
    ]


BEGAN = fact("strike_start", "The strike begins; about 2,400 workers.", by="LWG", to="TSA")

BECOMES = [
    (
        fact("meeting_requested", "Marsh asks to meet on Friday, March 7.", by="TSA (Marsh)"),
        "act: meeting-requested ; by: TSA ; to: LWG ; on: 2031-03-01 ; for: 2031-03-07",
    ),
    (
        BEGAN,
        "act: strike-began ; by: LWG ; against: TSA ; on: 2031-03-01 ; workers: 2400 ; "
        "approximate: yes",
    ),
    (
        fact("vote_result", "Strike authorisation: 4,212 yes (93.12%), 311 no, 4,523 ballots, "
             "turnout 86.91% of eligible.", by="LWG", to="members"),
        "act: vote-counted ; by: LWG ; question: strike authorisation ; on: 2031-03-01 ; outcome: "
        "carried ; yes: 4212 ; no: 311 ; ballots: 4523 ; yes-percent: 93.12 ; turnout-percent: "
        "86.91",
    ),
    (
        fact("ratification_result", "Rejected: 40% to 60%, turnout 55%.", by="LWG", to="members"),
        "act: vote-counted ; by: LWG ; question: ratification ; on: 2031-03-01 ; outcome: lost ; "
        "yes-percent: 40 ; no-percent: 60 ; turnout-percent: 55",
    ),
    (
        fact("contract_extended", "Extended from February 28 to March 5, 11:59 pm.", by="LWG;TSA"),
        "act: contract-extension ; between: LWG, TSA ; on: 2031-03-01 ; from: 2031-02-28 ; until: "
        "2031-03-05T23:59:00+00:00",
    ),
    (
        fact("meeting_held", "A session with four chief executives; they meet again tomorrow.",
             channel="table"),
        "act: meeting-held ; between: TSA, LWG ; on: 2031-03-01 ; form: table ; executives: yes ; "
        "next: 2031-03-02",
    ),
    (
        fact("meeting_held", "Session; the CEOs were not in the room.", channel="sidebar"),
        "act: meeting-held ; between: TSA, LWG ; on: 2031-03-01 ; form: sidebar ; executives: no",
    ),
    (
        fact("strike_called", "The council calls a strike from 12:01 am March 4.",
             by="LWG Council", to="members"),
        "act: strike-called ; by: LWG-Council ; against: TSA ; on: 2031-03-01 ; effective: "
        "2031-03-04T00:01:00+00:00",
    ),
    (
        fact("offer_characterised", "The alliance calls it its last, best and final offer."),
        "act: characterisation ; by: TSA ; of: its offer ; as: last, best and final offer ; on: "
        "2031-03-01",
    ),
    (
        fact("unofficial_contact", "An editor rings.", by="Gazette", channel="call"),
        "act: contact ; by: Gazette ; to: LWG ; on: 2031-03-01 ; official: no",
    ),
    (
        fact("denial", "The alliance denies a lockout.", to="press"),
        "act: denial ; by: TSA ; of: The alliance denies a lockout ; on: 2031-03-01",
    ),
    (
        fact("rumour", "The strike is said to be over.", by="somebody", to="public"),
        "act: rumour-noted ; what: The strike is said to be over ; heard-in: somebody, letter ; "
        "on: 2031-03-01",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "wanted"), BECOMES)
def test_a_row_becomes_the_act_that_its_type_says(row: str, wanted: str) -> None:
    sides = fact("statement_to_press", id_="F000", date="2031-02-01", to="press;LWG")
    assert wanted in acts(read(sides, row))


def test_every_type_that_is_documented_is_read() -> None:
    spec = (Path(__file__).parents[2] / "docs/spec/history.md").read_text(encoding="utf-8")
    assert {name for name in EVENTS if f"`{name}`" not in spec} == set()


def one(*rows: str, stands: tuple[str, ...] = ()) -> Draft:
    (draft,) = read(*rows, stands=stands).drafts
    return draft


def test_what_another_says_keeps_its_source_and_how_sure_it_is() -> None:
    draft = one(fact("statement_to_press", to="press", status="one minor source"))
    assert (draft.own, draft.by, draft.certainty) == (False, ("TSA",), "minor")
    assert draft.source == "one minor source: press: https://g.example/1"
    assert (draft.title, draft.text) == ("It took place.", None)


def test_what_the_owner_says_is_its_own_word_and_keeps_where_it_was_published() -> None:
    draft = one(fact("message_to_members", by="LWG", to="members"))
    assert (draft.own, draft.by, draft.source) == (True, ("LWG",), None)
    assert draft.outlet == "press: https://g.example/1"


def test_a_time_counts_in_the_zone_that_it_names() -> None:
    draft = one(fact("statement_to_press", to="press", time="about 20:00 PT"))
    assert str(draft.made) == "2031-03-01T20:00:00-08:00"
    assert str(one(fact("statement_to_press", time="21:30", to="press")).made).endswith("+00:00")
    assert (
        str(one(fact("statement_to_press", time="late evening", to="press")).made) == "2031-03-01"
    )


def test_a_disputed_row_becomes_both_claims() -> None:
    note = "Harbour Gazette says February 28; others are silent."
    read_ = read(fact("strike_start", by="LWG", to="TSA", status="disputed", note=note))
    ours, theirs = read_.drafts
    assert (ours.by, str(ours.acts[0].get("on"))) == (("LWG",), "2031-03-01")
    assert (theirs.id, theirs.by, theirs.certainty) == ("f001-2", ("Gazette",), "disputed")
    assert (str(theirs.acts[0].get("on")), str(theirs.made)) == ("2031-02-28", "2031-03-01")


def test_a_disputed_row_whose_other_claim_cannot_be_read_is_named() -> None:
    assert read(fact("offer", status="disputed", note="It is contested.")).one_claim == ("f001",)


def test_each_side_saying_that_the_other_left_becomes_both_words() -> None:
    found = read(fact("statement_to_press", to="press", note="Each side says the other left."))
    told = [(d.by, a.get("by")) for d in found.drafts for a in d.acts]
    assert sorted(told) == [(("LWG",), ("TSA",)), (("TSA",), ("LWG",))]


def test_a_promise_is_marked_kept_and_due() -> None:
    rows = (
        fact("meeting_requested", "TSA asks to meet on March 7.", id_="F001"),
        fact("message_to_members", "LWG tells members of it, promises word after the meeting. "
             "PROMISE P1.", id_="F002", date="2031-03-02", by="LWG", to="members"),
        fact("message_to_members", "The word. KEEPS P1; PROMISE P2 (an answer next week).",
             id_="F003", date="2031-03-07", by="LWG", to="members"),
    )  # fmt: skip
    first, second, third = read(*rows).drafts
    assert first.links == second.links == ()
    assert str(second.acts[0].get("due")) == "after meeting 2031-03-07"
    assert second.acts[0].get("what") == "word after the meeting"
    assert third.links == (("fulfils", "f002"),)
    assert str(third.acts[0].get("due")) == "next week"


def test_positions_are_paths_only_where_the_words_give_rises_in_order() -> None:
    sides = fact("statement_to_press", to="press;LWG", id_="F000")

    def held(words: str, numbers: str) -> str:
        found = read(sides, stands=(stand(words, numbers),)).drafts[-1].acts[0].positions[0]
        return f"{' '.join(map(str, found.numbers))} {found.unit} {found.says}"

    assert held("5%, 4%, 3.5%", "5;4;3.5") == "5 4 3.5 percent None"
    assert held("2% of revenue, later 1%", "2;1") == " None 2% of revenue, later 1%"
    assert held("5%, 4%, third year unknown", "5;4;?") == " None 5%, 4%, third year unknown"
    assert held("11 hours between shifts", "11") == "11 hours 11 hours between shifts"


def test_what_was_agreed_is_an_agreement_and_a_report_of_the_other_is_its_tellers() -> None:
    sides = fact("statement_to_press", to="press;LWG", id_="F000")
    rows = (stand(side="AGREED"), stand(id_="P002", note="compounded; per LWG"))
    agreed, told = read(sides, stands=rows).drafts[-2:]
    assert (agreed.acts[0].type, agreed.acts[0].positions[0].side) == ("agreement-reached", None)
    assert (told.by, told.acts[0].positions[0].side) == (("LWG",), "TSA")


def test_a_file_is_told_by_its_columns() -> None:
    assert is_history(FACTS.encode())
    assert is_history(b"\xef\xbb\xbf" + STANDS.encode())
    assert not is_history(b'[record]\norigin = "x"\n')
    assert not is_history(b"\xff\xfe\x00")


TWICE = (BEGAN, fact("strike_start", id_="F002", date="2031-03-09", by="LWG", to="TSA"))
NOT_BEGUN = fact("strike_end", by="LWG", to="TSA")

BAD = [
    (
        (fact("offer", date="2031-02-30"),),
        "row 2, column date: 2031-02-30 is no day of the calendar",
    ),
    ((fact("offer", date="1.3.2031"),), "row 2, column date: '1.3.2031' is not a date such as"),
    ((fact("offer", date=""),), "row 2, column date: it is empty"),
    ((fact("offer", date="1500-01-01"),), "row 2, column date: 1500-01-01 is no day"),
    ((fact("offer", time="25:00"),), "row 2, column local_time: '25:00' is no time"),
    ((fact("offer", time="20:00 XY"),), "row 2, column local_time: 'XY' is no zone"),
    ((fact("offer", time="soon"),), "row 2, column local_time: 'soon' is no time"),
    ((fact("offre"),), "row 2, column event_type: 'offre' is not one of"),
    ((fact(""),), "row 2, column event_type: it is empty"),
    ((fact("offer", ""),), "row 2, column fact: it is empty"),
    ((fact("offer", by=""),), "row 2, column from: it names no party"),
    ((fact("offer", by="XYZ"),), "row 2, column from: 'XYZ' is no party of the record"),
    ((fact("offer", to="LWG;XYZ"),), "row 2, column to: 'XYZ' is no party of the record"),
    ((fact("offer", status="certain"),), "row 2, column status: 'certain' is not one of"),
    ((fact("offer", id_=""),), "row 2, column id: it is empty"),
    ((fact("offer", id_="F 1"),), "row 2, column id:"),
    ((fact("offer"), fact("offer")), "row 3, column id: 'F001' is that of row 2 of facts.csv too"),
    ((fact("offer", dispute=""),), "row 2, column dispute: it is empty"),
    (TWICE, "row 3, column event_type: the strike of LWG is on already, since row 2 of facts.csv"),
    (
        (NOT_BEGUN,),
        "row 2, column event_type: the strike of LWG ends, and no earlier row begins it",
    ),
    (
        (fact("offer", "KEEPS P9."),),
        "row 2, column fact: it keeps P9, which no earlier row promises",
    ),
    (
        (fact("contract_extended", "Extended."),),
        "row 2, column fact: until when the contract goes on",
    ),
    (
        (fact("vote_result", "9 yes, 9 no, 10 ballots", by="LWG", to="members"),),
        "row 2, column fact: vote-counted: yes and no are more than the ballots",
    ),
    (
        (fact("offer", by="LWG", to="TSA", status="unverified"),),
        "row 2, column status: LWG keeps this record and signs its own word",
    ),
    (
        (fact("offer", by="Gazette", to="press", dispute="others"),),
        "row 2, column to: the other side",
    ),
    (("F001,2031-03-01",), "row 2 has 2 cells and the header 13"),
    (('"F001,2031-03-01',), "facts.csv: line 2 is not CSV"),
    (("\0",), "there is a zero byte in it"),
    ((fact("offer", "x" * (MAX_CELL + 1)),), f"row 2, column fact: {MAX_CELL + 1:,} characters"),
    ((fact("offer", "a\x07b"),), "row 2, column fact:"),
]


@pytest.mark.parametrize(("rows", "line"), BAD)
def test_a_wrong_row_gets_one_line_with_its_place(rows: tuple[str, ...], line: str) -> None:
    with pytest.raises(HistoryError) as caught:
        read(*rows)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("facts.csv: ")


BAD_STANDS = [
    (stand(side="XYZ"), "row 2, column side: 'XYZ' is no party of the record, nor AGREED"),
    (stand(side=""), "row 2, column side: it is empty"),
    (stand(as_of="2031-13-01"), "row 2, column as_of: 2031-13-01 is no day"),
    (stand(numbers="5;four"), "row 2, column numbers: '5;four' is not numbers such as"),
    (stand(numbers="NaN"), "row 2, column numbers: 'NaN' is out of all bounds"),
    (stand(words=""), "row 2, column position: it is empty"),
    (stand(status="maybe"), "row 2, column status: 'maybe' is not one of"),
]


@pytest.mark.parametrize(("row", "line"), BAD_STANDS)
def test_a_wrong_position_gets_one_line_with_its_place(row: str, line: str) -> None:
    with pytest.raises(HistoryError) as caught:
        read(fact("statement_to_press", to="press;LWG", id_="F000"), stands=(row,))
    assert f"positions.csv: {line}" in str(caught.value)


BAD_FILES = [
    (b"id,date\nF001,2031-03-01\n", "row 1: the column dispute is missing"),
    (f"{FACTS},id\n".encode(), "row 1: column 'id' is there twice"),
    (FACTS.encode(), "there is no row beneath the header"),
    (FACTS.encode("utf-16"), "is not UTF-8"),
    (FACTS.encode() + b"\n\xff", "line 2 is not UTF-8"),
    (b"x" * (4 * 1024 * 1024 + 1), "bytes; split it"),
]


@pytest.mark.parametrize(("data", "line"), BAD_FILES)
def test_a_wrong_file_gets_one_line(data: bytes, line: str) -> None:
    with pytest.raises(HistoryError) as caught:
        read_all({"facts.csv": data})
    assert line in str(caught.value)
    assert str(caught.value).startswith("facts.csv: ")


def test_too_many_rows_are_refused() -> None:
    rows = [fact("statement_to_press", id_=f"F{n}", to="press") for n in range(MAX_ROWS + 1)]
    with pytest.raises(HistoryError, match="more than 5,000 rows"):
        read(*rows)


def test_a_formula_is_text() -> None:
    draft = one(fact("statement_to_press", '=HYPERLINK("x")', to="press"))
    assert draft.title == '=HYPERLINK("x")'


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.lists(st.text(max_size=40), max_size=13))
def test_whatever_a_file_holds_it_is_read_or_refused_in_one_line(
    data: bytes, cells: list[str]
) -> None:
    row = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    for raw in (data, FACTS.encode() + b"\n" + data, f"{FACTS}\n{row}".encode("utf-8", "replace")):
        assert "\n" not in refusal(raw)


def refusal(raw: bytes) -> str:
    try:
        read_all({"facts.csv": raw})
    except HistoryError as error:
        return str(error)
    return ""

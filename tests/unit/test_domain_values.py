"""Lines, references, moments, parties and the values of acts: one spelling each."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.act import Act, Position, check_act, parse_acts
from onrecord.domain.act_types import ACT_TYPES
from onrecord.domain.act_values import DECIMAL, DUE, NUMBERS, PERCENT, render
from onrecord.domain.errors import Malformed
from onrecord.domain.hidden import HiddenHead, parse_hidden
from onrecord.domain.moment import Moment, moment_of, parse_moment, zone_named
from onrecord.domain.party import (
    AUDIENCES,
    Parties,
    Party,
    check_audience,
    check_party_id,
    parse_parties,
)
from onrecord.domain.reference import (
    none_or,
    parse_after,
    parse_optional_after,
    parse_optional_reference,
    parse_reference,
)
from onrecord.domain.text import (
    WHITE_SPACE,
    Lines,
    check_identifier,
    check_line,
    check_origin,
    check_text,
    check_zone,
    split_list,
)
from tests.unit import domain_strategies as make

fast = settings(max_examples=60, deadline=None, derandomize=True)
LEAF = "6e" * 32


@fast
@given(make.lines)
def test_a_line_that_may_stand_stands_as_it_is(line):
    assert check_line(line, "title") == line
    assert Lines([f"title: {line}"], "example").take("title") == line


@pytest.mark.parametrize("space", list(WHITE_SPACE))
def test_a_line_neither_begins_nor_ends_with_white_space(space):
    assert check_line(f"a{space}b", "title")
    for line in (f"{space}a", f"a{space}", space):
        with pytest.raises(Malformed, match="begins or ends with a space"):
            check_line(line, "title")


@pytest.mark.parametrize("bad", [*make.FORBIDDEN, *map(chr, (0xD800, 0xDFFF))])
def test_what_hides_text_stands_nowhere(bad):
    with pytest.raises(Malformed, match=f"U\\+{ord(bad):04X}"):
        check_line(f"a{bad}b", "title")
    if bad != "\n":
        with pytest.raises(Malformed, match="in its line 2"):
            check_text(f"a\nb{bad}\n", "text")


@pytest.mark.parametrize("kept", ["\u200d", "\u200c", "\u00ad", "é", "e\u0301", "🪔", "\u202f"])
def test_what_languages_need_may_stand(kept):
    assert check_line(f"a{kept}b", "title")


@fast
@given(make.texts)
def test_a_text_that_may_stand_stands_as_it_is(text):
    assert check_text(text, "text") == text


@pytest.mark.parametrize("text", ["", "\n", "a", "\na\n", "a\n\n", " \na\n", "a\n \n", "a\r\n"])
def test_a_text_has_no_blank_ends(text):
    with pytest.raises(Malformed):
        check_text(text, "text")


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (
            check_origin,
            ["lwg.example/record", "a", "a/b/c", "x~y_z"],
            [
                "",
                "/a",
                "a//b",
                "a/",
                "a b",
                "a+b",
                "https://a",
                "a" * 201,
                "a\n",
                "é",
                "on-record/a",
            ],
        ),
        (check_identifier, ["a", "47", "a-b", "a" * 64], ["", "-a", "A", "a_b", "a" * 65, "a\n"]),
        (
            check_zone,
            ["UTC", "Europe/London", "America/Argentina/La_Rioja", "Etc/GMT+5"],
            ["", "../etc", "/etc", "Europe/", "a b", "Europe//London", "UTC\n", "a/b/c/d"],
        ),
        (
            check_party_id,
            ["LWG", "SAG-AFTRA", "ver.di", "B&W"],
            ["", "-A", "A B", "members", "NONE"],
        ),
        (check_audience, [*AUDIENCES, "LWG"], ["", "Members", "everyone else", "A,B"]),
    ],
)
def test_names_have_one_shape(check, good, bad):
    for name in good:
        assert check(name) == name
    for name in bad:
        with pytest.raises(Malformed):
            check(name)


def test_a_list_names_each_once():
    assert split_list("a, b", "list") == ("a", "b")
    for text in ("", "a, a", "a, ", ", a", "a, , b"):
        with pytest.raises(Malformed):
            split_list(text, "list")


@fast
@given(make.references, make.afters)
def test_references_read_back(reference, after):
    assert parse_reference(str(reference)) == reference
    assert parse_optional_reference(str(reference)) == reference
    assert parse_optional_after(none_or(after)) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "5",
        f"5  {LEAF}",
        f" 5 {LEAF}",
        f"5 {LEAF} ",
        f"05 {LEAF}",
        f"-1 {LEAF}",
        f"5 {LEAF.upper()}",
        f"5 {LEAF[:-2]}",
        f"5 {LEAF}00",
        f"٥ {LEAF}",
        f"{2**63} {LEAF}",
    ],
)
def test_a_reference_has_one_spelling(text):
    with pytest.raises(Malformed):
        parse_reference(text)
    with pytest.raises(Malformed):
        parse_after(text)


def test_an_empty_checkpoint_is_none():
    with pytest.raises(Malformed, match="'none'"):
        parse_after(f"0 {LEAF}")


@fast
@given(make.moments)
def test_moments_read_back(moment):
    assert parse_moment(str(moment)) == moment
    assert moment_of(moment.instant or moment.day) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2031-3-1",
        "2031-02-29",
        "1799-12-31",
        "3000-01-01",
        "20310301",
        "2031-W09-6",
        "٢٠٣١-03-01",
        "2031-03-01 20:00:00-08:00",
        "2031-03-01t20:00:00-08:00",
        "2031-03-01T20:00:00-0800",
        "2031-03-01T20:00:60-08:00",
        "2031-03-01T20:00:00+14:01",
        "2031-03-01T20:00:00+05:60",
        "2031-03-01T20:00:00-00:00",
        "2031-03-01T20:00:00z",
        "2031-03-01\n",
        "2031-03-01T",
    ],
)
def test_a_moment_has_one_spelling(text):
    with pytest.raises(Malformed):
        parse_moment(text)


def test_the_same_instant_in_another_offset_is_another_moment():
    here, there = "2023-08-01T20:00:00-07:00", "2023-08-02T03:00:00+00:00"
    assert parse_moment(here) != parse_moment(there)
    assert parse_moment(here).instant == parse_moment(there).instant


def test_the_day_depends_on_the_zone_and_a_whole_day_does_not():
    email = parse_moment("2023-08-01T23:30:00-07:00")
    assert email.date_in("America/Los_Angeles") == date(2023, 8, 1)
    assert email.date_in("America/New_York") == date(2023, 8, 2)
    assert Moment("2023-08-01").date_in("Pacific/Auckland") == date(2023, 8, 1)
    with pytest.raises(Malformed, match="not known"):
        email.date_in("America/Lost_Angels")
    assert zone_named("UTC").key == "UTC"


def test_a_moment_of_a_local_time_or_of_a_fraction_is_refused():
    with pytest.raises(Malformed, match="no offset"):
        moment_of(datetime(2031, 3, 1, 20))
    with pytest.raises(Malformed, match="fraction"):
        moment_of(datetime(2031, 3, 1, 20, 0, 0, 1, tzinfo=timezone(timedelta(hours=-8))))


@fast
@given(
    st.lists(make.parties, min_size=1, max_size=4, unique_by=lambda party: party.id.lower()),
    make.afters,
)
def test_parties_read_back(parties, after):
    statement = Parties("lwg.example/record", 3, after, tuple(parties))
    assert parse_parties(str(statement)) == statement


PARTIES = """on-record/parties/v1
record: lwg.example/record
root: 1
after: none
party: LWG
 name: Lamplighters' and Watchmen's Guild
 role: union
 also: the guild
party: TSA
 name: Theatre and Studio Alliance
 role: employers
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("party: TSA", "party: lwg"),
        ("party: TSA", "party: press"),
        ("role: union", "role: onion"),
        (" also: the guild\n", " also: the guild\n also: the guild\n"),
        (" also: the guild\n", " also: \n"),
        (" name", "  name"),
        ("root: 1", "root: 0"),
        ("parties/v1", "parties/v2"),
        ("employers\n", "employers"),
        ("employers\n", "employers\n\n"),
        ("employers\n", "employers\nmore: x\n"),
        (PARTIES[PARTIES.index("party: LWG") :], ""),
        ("record: lwg.example", "record: l\x85g.example"),
    ],
)
def test_parties_have_one_spelling(old, new):
    assert str(parse_parties(PARTIES)) == PARTIES
    with pytest.raises(Malformed):
        parse_parties(PARTIES.replace(old, new))


def test_a_record_has_two_hundred_parties_at_most():
    many = tuple(Party(f"P{number}", "x", "union") for number in range(201))
    assert parse_parties(str(Parties("a", 1, None, many[:-1])))
    with pytest.raises(Malformed, match="201 parties"):
        parse_parties(str(Parties("a", 1, None, many)))


@pytest.mark.parametrize("name", ACT_TYPES)
@settings(max_examples=5, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_type_of_act_reads_back(name, data):
    act = data.draw(make.acts_of(ACT_TYPES[name]))
    lines = Lines(str(act).removesuffix("\n").split("\n"), "example")
    assert parse_acts(lines) == (act,)
    lines.end()


@fast
@given(make.decimals)
def test_decimals_have_one_spelling(value):
    assert DECIMAL.parse(render(value)) == value
    assert render(DECIMAL.parse(render(value))) == render(value)


@pytest.mark.parametrize(
    "text",
    ["", "-0", "0.0", "1.", ".5", "01", "+1", "1e3", "1.50", "nan", "1 ", "1" * 16, "0.1234567891"],
)
def test_a_decimal_in_another_spelling_is_refused(text):
    for kind in (DECIMAL, NUMBERS, PERCENT):
        with pytest.raises(Malformed):
            kind.parse(text)


def test_a_percentage_ends_at_a_hundred_and_numbers_at_twenty():
    assert render(PERCENT.parse("100")) == "100"
    for text in ("100.1", "-1"):
        with pytest.raises(Malformed, match="percentage"):
            PERCENT.parse(text)
    assert len(NUMBERS.parse(" ".join("1" * 20))) == 20
    with pytest.raises(Malformed, match="21 numbers"):
        NUMBERS.parse(" ".join("1" * 21))


@pytest.mark.parametrize(
    "text", ["2031-03-04", "by 2031-03-04", "after meeting 2031-03-04T09:00:00+01:00", "next week"]
)
def test_the_four_ways_to_be_due_read_back(text):
    assert render(DUE.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["soon", "by", "by ", "by next week", "after 2031-03-04", "on 2031-03-04"]
)
def test_no_fifth_way_to_be_due(text):
    with pytest.raises(Malformed):
        DUE.parse(text)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("act: talks-opened\n between: LWG\n on: 2031-03-04", "one party alone"),
        ("act: promise\n by: LWG\n to: members\n what: x\n position: y", "carries no positions"),
        ("act: position-stated\n by: LWG", "needs a position"),
        ("act: position-stated\n by: LWG\n position: pay", "numbers with their unit"),
        ("act: position-stated\n by: LWG\n position: pay\n  numbers: 5", "numbers with their unit"),
        ("act: position-stated\n by: LWG\n position: pay\n  unit: percent", "numbers with their"),
        (
            "act: vote-counted\n by: LWG\n question: x\n on: 2031-03-04\n yes: 6\n ballots: 5",
            "ballots",
        ),
        (
            "act: vote-counted\n by: LWG\n question: x\n on: 2031-03-04\n ballots: 6\n eligible: 5",
            "eligible",
        ),
    ],
)
def test_an_act_agrees_with_itself(lines, words):
    with pytest.raises(Malformed, match=words):
        parse_acts(Lines(lines.split("\n"), "example"))


def test_counts_said_to_be_approximate_are_not_summed():
    fields = (("by", ("LWG",)), ("yes", 65000), ("ballots", 64900), ("approximate", True))
    assert check_act(Act("vote-counted", fields))


def test_an_act_holds_a_hundred_positions():
    held = (Position("pay", says="more"),)
    fields = (("by", ("LWG",)),)
    assert check_act(Act("position-stated", fields, held * 100))
    with pytest.raises(Malformed, match="101 positions"):
        check_act(Act("position-stated", fields, held * 101))


@fast
@given(
    st.builds(
        HiddenHead,
        speaker=st.none() | make.lines,
        role=st.none() | make.lines,
        outlet=st.none() | make.lines,
        title=st.none() | make.lines,
        attachments=st.lists(make.attachments, max_size=2).map(tuple),
        acts=st.lists(make.acts, max_size=2).map(tuple),
    )
)
def test_a_hidden_head_reads_back(head):
    assert parse_hidden(str(head)) == head


@pytest.mark.parametrize(
    "text", ["\n", "title: a\n", "title: a\nspeaker: b", "body: none", "title: "]
)
def test_a_hidden_head_has_one_spelling(text):
    with pytest.raises(Malformed):
        parse_hidden(text)

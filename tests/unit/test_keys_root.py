"""An officer root has one form, and every rule of a single root refuses what breaks it."""

from __future__ import annotations

import doctest
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.domain.reference import After, Reference
from onrecord.keys import freeze, policy
from onrecord.keys.policy import Group, Witness, parse_policy
from onrecord.keys.root import Officer, parse_root
from onrecord.keys.vkey import VKey
from tests.unit.officer_cast import (
    RECORD,
    key,
    leaf,
    log_key,
    next_root,
    root_of,
    ssh_form,
    thresholds,
    twins,
    witness_key,
)

FULL = next_root(
    2,
    0,
    {"president": ["1", "2"], "secretary": ["1"], "treasurer": ["2"]},
    trustees=["federation", "lawyer"],
    compromised=[(key("treasurer").vkey, 3)],
    after=After(7, leaf(7)),
    witnesses=(
        Witness("north", witness_key("north").vkey, "https://north.example/w"),
        Witness("ü", witness_key("south").vkey),
    ),
    groups=(Group("both", "2", ("north", "ü")),),
)


def seats(*rows: tuple[str, list[VKey]]) -> tuple[Officer, ...]:
    return tuple(Officer(role, tuple(keys)) for role, keys in rows)


def named(role: str, data: bytes, what: str = "officer") -> VKey:
    return VKey(f"{RECORD}/{what}/{role}", data)


PRESIDENT = key("president").vkey
SAME = PRESIDENT.data

GOOD = {
    "three officers": root_of(),
    "everything at once": FULL,
    "one officer alone": root_of(["president"]),
    "two officers, either may change the root": root_of(["president", "secretary"]),
    "an SSH key": replace(
        root_of(["president"]),
        officers=seats(("president", [ssh_form(key("president"), PRESIDENT.name)])),
    ),
    "one trustee who may recover alone": root_of(trustees=["federation"]),
    "a witness is the quorum": root_of(groups=(), quorum="north"),
}

BAD = {
    "no officer": (root_of(officers=[], needs=thresholds(1)), "names no officer"),
    "an officer named twice": (
        replace(
            root_of(),
            officers=seats(("president", [PRESIDENT]), ("president", [key("president", "2").vkey])),
        ),
        "president is named twice",
    ),
    "an officer who is a trustee too": (
        root_of(["president", "lawyer"], trustees=["lawyer"]),
        "lawyer is named twice",
    ),
    "the same key twice for one officer": (
        replace(root_of(["president"]), officers=seats(("president", [PRESIDENT, PRESIDENT]))),
        "the same public key",
    ),
    "the same public key under two persons": (
        replace(
            root_of(["president", "secretary"]),
            officers=seats(("president", [PRESIDENT]), ("secretary", [named("secretary", SAME)])),
        ),
        "the same public key",
    ),
    "the same public key as SSH and as Ed25519": (
        replace(
            root_of(["president"]),
            officers=seats(("president", [PRESIDENT, ssh_form(key("president"), PRESIDENT.name)])),
        ),
        "the same public key",
    ),
    "the same public key for an officer and a trustee": (
        replace(
            root_of(trustees=["federation"]),
            trustees=seats(("federation", [named("federation", SAME, "trustee")])),
        ),
        "the same public key",
    ),
    "the log's key is an officer's": (
        replace(root_of(), log=VKey(RECORD, SAME)),
        "the same public key",
    ),
    "a witness's key is an officer's": (
        root_of(
            witnesses=(Witness("north", VKey("n.example", b"\x04" + SAME[1:])),),
            groups=(),
            quorum="north",
        ),
        "the same public key",
    ),
    "a witness's key is the log's": (
        root_of(
            witnesses=(Witness("north", VKey("n.example", b"\x04" + log_key().vkey.data[1:])),),
            groups=(),
            quorum="north",
        ),
        "the same public key",
    ),
    "a key of another name": (
        replace(root_of(["president"]), officers=seats(("president", [key("secretary").vkey]))),
        "not lwg.example/record/officer/president",
    ),
    "a trustee's key among the officers": (
        replace(
            root_of(["president"]),
            officers=seats(("president", [key("president", "1", "trustee").vkey])),
        ),
        "is named lwg.example/record/trustee/president",
    ),
    "an officer with a witness's type of key": (
        replace(
            root_of(["president"]),
            officers=seats(("president", [named("president", b"\x04" + SAME[1:])])),
        ),
        "type 04",
    ),
    "an officer with an unknown type of key": (
        replace(
            root_of(["president"]),
            officers=seats(("president", [named("president", b"\xffpgp\x00" + SAME[1:])])),
        ),
        "does not verify",
    ),
    "an officer's key is one that anybody can sign with": (
        replace(
            root_of(["president"]),
            officers=seats(("president", [named("president", b"\x01" + bytes(32))])),
        ),
        "anybody can sign",
    ),
    "a personal name as id": (
        replace(root_of(["president"]), officers=seats(("Amina", [key("Amina").vkey]))),
        "'Amina'",
    ),
    "more keys than the limit": (
        root_of({"president": map(str, range(65))}, needs=thresholds(1)),
        "more than 64 keys",
    ),
    "root threshold of everybody": (root_of(needs=thresholds(3)), "lock the record for ever"),
    "root threshold of both of two": (
        root_of(["president", "secretary"], needs=thresholds(2)),
        "lock the record for ever",
    ),
    "threshold 0": (root_of(needs=thresholds(2, own=0)), "threshold own is 0"),
    "threshold above the officers": (root_of(needs=thresholds(2, decision=4)), "from 1 to 3"),
    "a kind left out": (root_of(needs={"own": 1, "entered": 1, "root": 1}), "in this order"),
    "a kind of its own": (root_of(needs=thresholds(1, limerick=1)), "in this order"),
    "another order of kinds": (
        root_of(needs=dict(reversed(thresholds(2).items()))),
        "in this order",
    ),
    "trustees without a recovery threshold": (
        root_of(trustees=["federation"], needs=thresholds(2)),
        "in this order",
    ),
    "a recovery threshold without trustees": (root_of(needs=thresholds(2, recovery=1)), "in this"),
    "a recovery threshold above the trustees": (
        root_of(trustees=["federation"], needs=thresholds(2, recovery=2)),
        "threshold recovery is 2; it must be from 1 to 1",
    ),
    "version 0": (root_of(version=0), "version 0"),
    "version 1 with a previous": (root_of(previous=Reference(0, leaf(0))), "version 1"),
    "version 2 without a previous": (root_of(version=2), "version 2"),
    "version 1 after a checkpoint": (root_of(after=After(1, leaf(1))), "look back"),
    "version 1 with a compromised key": (
        root_of(compromised=[(key("eve").vkey, 0)]),
        "look back",
    ),
    "a compromised key that stays": (
        next_root(2, 0, compromised=[(PRESIDENT, 0)]),
        "still in this root",
    ),
    "a compromised key that stays as SSH": (
        next_root(2, 0, compromised=[(ssh_form(key("president"), PRESIDENT.name), 0)]),
        "still in this root",
    ),
    "a key compromised twice": (
        next_root(2, 0, compromised=[(key("eve").vkey, 0), (key("eve").vkey, 2)]),
        "named twice",
    ),
    "a compromised witness": (
        next_root(2, 0, compromised=[(witness_key("west").vkey, 0)]),
        "no officer's or trustee's",
    ),
    "log key of another name": (
        replace(root_of(), log=key("president", "9").vkey),
        "should be lwg.example/record",
    ),
    "log key of a witness's type": (replace(root_of(), log=witness_key("x").vkey), "needs 01"),
    "quorum none": (root_of(quorum="none"), "needs a witness"),
    "quorum of an unknown name": (root_of(quorum="west"), "'west' is not defined"),
    "witness of a log's type": (
        root_of(witnesses=(Witness("north", log_key("2").vkey),), groups=(), quorum="north"),
        "needs 04",
    ),
    "group of an unknown name": (
        root_of(groups=(Group("both", "all", ("north", "west")),)),
        "'west' is not defined",
    ),
    "a witness name that some tools take for a comment": (
        root_of(witnesses=(Witness("#1", witness_key("x").vkey),), groups=(), quorum="#1"),
        "U+0023",
    ),
    "a group name that some tools take for two": (
        root_of(groups=(Group("no\u00a0rth", "any", ("north",)),), quorum="no\u00a0rth"),
        "U+00A0",
    ),
    "a record that is no origin": (root_of(record="https://lwg.example"), "record"),
    "an owner that is no party": (root_of(owner="members"), "owner"),
    "a zone that is no zone": (root_of(zone="half past nine"), "zone"),
}


@pytest.mark.parametrize("root", GOOD.values(), ids=GOOD)
def test_good_root_is_read_as_it_was_written(root):
    assert parse_root(str(root)) == root


@pytest.mark.parametrize(("root", "reason"), BAD.values(), ids=BAD)
def test_bad_root_is_refused_with_one_line(root, reason):
    with pytest.raises(Malformed, match=r"\A[^\n]+\Z") as refusal:
        parse_root(str(root))
    assert reason in str(refusal.value)


FORMS = {
    "two spaces": ("owner: LWG", "owner:  LWG"),
    "leading zero": ("version: 2", "version: 02"),
    "threshold with a zero": ("own 2", "own 02"),
    "threshold without a number": ("own 2", "own"),
    "two spaces in a witness": ("witness: north ", "witness: north  "),
    "a tab in a group": ("both 2 north", "both 2\tnorth"),
    "a repeated threshold": ("threshold: own 2\n", "threshold: own 2\nthreshold: own 2\n"),
    "key not indented": ("\n key: ", "\nkey: "),
    "compromised without since": (" since 3", ""),
    "compromised since +3": (" since 3", " since +3"),
    "a comment": ("owner:", "# the guild\nowner:"),
    "an empty line": ("owner:", "\nowner:"),
    "a second log": ("log: ", f"log: {log_key('2').vkey}\nlog: "),
    "groups before witnesses": ("witness: north", "group: x any north\nwitness: north"),
    "carriage returns": ("\n", "\r\n"),
    "hidden text": ("north.example", "north.\u200bexample"),
}


@pytest.mark.parametrize(("old", "new"), FORMS.values(), ids=FORMS)
def test_another_spelling_is_refused(old, new):
    assert old in str(FULL)
    with pytest.raises(Malformed):
        parse_root(str(FULL).replace(old, new))


@pytest.mark.parametrize("number", range(str(FULL).count("\n")))
def test_no_line_may_be_dropped_or_doubled_unseen(number):
    lines = str(FULL).splitlines(keepends=True)
    for changed in (lines[:number] + lines[number + 1 :], lines[: number + 1] + lines[number:]):
        try:
            read = parse_root("".join(changed))
        except Malformed:
            continue
        assert read != FULL  # a shorter list of keys or witnesses is another root


@given(st.integers(0, len(str(FULL)) - 1), st.sampled_from("0aZ \n:+é\u202e"))
def test_one_changed_character_is_another_root_or_none(place, character):
    text = str(FULL)[:place] + character + str(FULL)[place + 1 :]
    try:
        read = parse_root(text)
    except Malformed:
        return
    assert str(read) == text


def test_the_policy_of_a_root_is_a_file_that_other_tools_read():
    text = str(FULL.policy)
    assert text == (
        f"log {log_key().vkey}\n"
        f"witness north {witness_key('north').vkey} https://north.example/w\n"
        f"witness ü {witness_key('south').vkey}\n"
        "group both 2 north ü\n"
        "quorum both\n"
    )
    assert parse_policy(text) == FULL.policy
    assert FULL.policy.satisfied(["north", "ü"])
    assert not FULL.policy.satisfied(["north"])


def test_material_tells_keys_apart_whatever_their_form():
    root = parse_root(str(FULL))
    assert len(root.signing_material) == 6
    assert len(root.material) == 9
    assert root.signing_material < root.material


def test_the_examples_of_the_specification_hold():
    document = Path(__file__).parents[2] / "docs/spec/officer-root.md"
    result = doctest.testfile(str(document), module_relative=False, encoding="utf-8")
    assert result.failed == 0
    assert result.attempted > 30


@pytest.mark.parametrize("module", [policy, freeze])
def test_the_examples_of_the_code_hold(module):
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted > 0


def test_two_keys_that_no_signature_line_can_tell_apart_are_refused():
    root = replace(
        root_of(["president"]), officers=seats(("president", [*twins(PRESIDENT.name, 1)]))
    )
    with pytest.raises(Malformed, match="two keys share the name"):
        parse_root(str(root))

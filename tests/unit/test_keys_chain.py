"""Who may sign what, told as scenarios: one row per entry of the log, from entry 0 on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.reference import After, Reference
from onrecord.keys.chain import Chain, RootRefused
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.freeze import Freeze
from onrecord.keys.note import BadSignature, Note, merge_signatures, sign_note
from onrecord.keys.policy import parse_policy
from onrecord.keys.root import KINDS, Officer, OfficerRoot
from onrecord.keys.vkey import VKey
from tests.unit.officer_cast import (
    RECORD,
    key,
    leaf,
    log_key,
    next_root,
    root_of,
    signed,
    ssh_form,
    thresholds,
    trustee,
    twins,
)

P, S, T = key("president"), key("secretary"), key("treasurer")
P2, S2, T2 = key("president", "2"), key("secretary", "2"), key("treasurer", "2")
CHAIR, EVE = key("chair"), key("eve")
FEDERATION, LAWYER = trustee("federation"), trustee("lawyer")
ALL_NEW = {"president": ["2"], "secretary": ["2"], "treasurer": ["2"]}
NEW_SECRETARY = {"president": ["1"], "secretary": ["2"], "treasurer": ["1"]}
TWO_TRUSTEES = ("federation", "lawyer")
OFFICIAL = ""
P_SEAT = Officer("president", (P.vkey,))
ELSEWHERE = "tsa.example/record"


class Row(NamedTuple):
    """An entry: what is signed by whom, and what comes of it: OFFICIAL or words of the reason."""

    statement: object
    signers: Sequence[Ed25519Signer]
    outcome: str
    kind: str = ""
    disputed: tuple[str, ...] = ()


def change(root: OfficerRoot, *signers: Ed25519Signer, refused: str = OFFICIAL) -> Row:
    return Row(root, signers, refused)


def freeze(*signers: Ed25519Signer, root: int = 1, refused: str = OFFICIAL) -> Row:
    return Row(Freeze(RECORD, root, None, "lost laptop"), signers, refused)


def say(kind: str, *signers: Ed25519Signer, disputed: tuple[str, ...] = ()) -> Row:
    return Row("We'll be back in communication.\n", signers, OFFICIAL, kind, disputed)


def not_official(kind: str, *signers: Ed25519Signer, because: str) -> Row:
    return Row("We'll be back in communication.\n", signers, because, kind)


def moved(root: OfficerRoot) -> OfficerRoot:
    """The same root for another record, its keys renamed."""

    def renamed(vkey: VKey) -> VKey:
        return VKey(vkey.name.replace(RECORD, ELSEWHERE), vkey.data)

    officers = tuple(Officer(each.id, tuple(map(renamed, each.keys))) for each in root.officers)
    return replace(root, record=ELSEWHERE, officers=officers, log=renamed(root.log))


START = change(root_of(), P, S)
WITH_TRUSTEES = change(root_of(trustees=TWO_TRUSTEES), P, S)
ROTATED = next_root(2, 0, NEW_SECRETARY)
CAUGHT = next_root(3, 6, NEW_SECRETARY, compromised=[(S.vkey, 3)])

SCENARIOS: dict[str, list[Row]] = {
    "two officers sign our word, one alone does not": [
        START,
        say("own", P, S),
        not_official(
            "own",
            P,
            because="needs 2 officers for a communication of ours; signed by president only",
        ),
        not_official("decision", T, because="needs 2 officers for a decision; signed by treasurer"),
        not_official("own", because="signed by none of them"),
        say("entered", T),
        say("parties", S),
        say("decision", P, S, T),
    ],
    "the first root is signed by its own threshold": [START],
    "the first root signed by one of two": [
        change(root_of(), P, refused="officer root 1 is refused: needs 2 officers for a change"),
    ],
    "the first root signed by a stranger": [
        change(root_of(), EVE, refused="signed by none of them"),
    ],
    "the first root is version 2": [
        change(ROTATED, P, S, S2, refused="begins with officer root 1, not 2"),
    ],
    "one officer alone": [
        change(root_of(["president"]), P),
        say("decision", P),
        not_official("own", EVE, because="needs 1 officer for a communication"),
        change(next_root(2, 0, {"president": ["2"]}), P, P2),
        not_official("own", P, because="none of them"),
        say("own", P2),
    ],
    "good rotation: old and new keys each reach their threshold": [
        START,
        say("own", P, S),
        change(ROTATED, P, S, S2),
        say("own", P, S2),
        not_official("own", P, S, because="signed by president only"),
        change(next_root(3, 2, ALL_NEW), P, S2, P2),
        say("own", T2, P2),
    ],
    "a key that stays counts on both sides": [START, change(ROTATED, P, T)],
    "a version is skipped": [
        START,
        change(next_root(3, 0), P, S, refused="officer root 3 is refused: version 2 comes next"),
    ],
    "rollback to an older version": [
        START,
        change(ROTATED, P, S, S2),
        change(root_of(), P, S, refused="version 3 comes next"),
        change(next_root(2, 1), P, S, S2, refused="version 3 comes next"),
        say("own", P, S2),
    ],
    "the same root once more": [
        START,
        change(ROTATED, P, S, S2),
        change(ROTATED, P, S, S2, refused="version 3 comes next"),
    ],
    "the previous entry is another": [
        START,
        say("own", P, S),
        change(next_root(2, 1), P, S, refused="the root before is 0 "),
        change(
            next_root(2, 0, previous=Reference(0, leaf(9))), P, S, refused="the root before is 0 "
        ),
        change(next_root(2, 0), P, S),
    ],
    "one person with two keys is one person": [
        change(root_of({"president": ["1", "2"], "secretary": ["1"], "treasurer": ["1"]}), P, S),
        not_official("own", P, P2, because="signed by president only"),
        change(next_root(2, 0), P, P2, refused="needs 2 officers of root 1"),
        say("own", P2, S),
    ],
    "one person twice with the same key": [START, not_official("own", P, P, because="president")],
    "all keys replaced, the same persons": [
        START,
        change(next_root(2, 0, ALL_NEW), P, S, P2, S2),
        say("decision", T2, S2),
        not_official("decision", P, S, because="none of them"),
    ],
    "all keys replaced, the new ones did not sign": [
        START,
        change(next_root(2, 0, ALL_NEW), P, S, T, refused="needs 2 officers of root 2"),
    ],
    "all keys replaced, the old ones did not sign": [
        START,
        change(next_root(2, 0, ALL_NEW), P2, S2, T2, refused="needs 2 officers of root 1"),
    ],
    "all persons replaced": [
        START,
        change(next_root(2, 0, ["chair", "eve"], needs=thresholds(1)), P, S, CHAIR),
        say("own", EVE),
        not_official("own", P, S, T, because="none of them"),
    ],
    "new threshold missing": [
        START,
        change(
            next_root(2, 0, ALL_NEW),
            P,
            S,
            T2,
            refused="needs 2 officers of root 2 for a change of officers; signed by treasurer only",
        ),
    ],
    "the new root asks for more than the old": [
        change(root_of(needs=thresholds(1)), P),
        change(next_root(2, 0), P, refused="needs 2 officers of root 2"),
        change(next_root(2, 0), P, T),
        change(next_root(3, 2, needs=thresholds(1)), P, refused="needs 2 officers of root 2"),
    ],
    "old threshold missing": [
        START,
        change(
            ROTATED,
            P,
            S2,
            refused="needs 2 officers of root 1 for a change of officers; signed by president only",
        ),
    ],
    "an unknown signer counts for nothing and harms nothing": [
        START,
        say("own", EVE, P, S, log_key()),
        change(ROTATED, P, EVE, S2, refused="needs 2 officers of root 1"),
        change(ROTATED, EVE, P, S, S2),
    ],
    "the log key is no officer": [
        START,
        not_official("entered", log_key(), because="none of them"),
        not_official("own", P, log_key(), because="president only"),
        change(ROTATED, log_key(), S2, P, refused="needs 2 officers of root 1"),
    ],
    "a root for another record": [
        START,
        change(moved(next_root(2, 0)), P, S, refused="it is for another record, tsa.example"),
    ],
    "the owner changes": [
        START,
        change(next_root(2, 0, owner="TSA"), P, S, refused="the owner stays LWG"),
    ],
    "the zone changes": [
        START,
        change(next_root(2, 0, zone="America/Los_Angeles"), P, S),
        say("own", P, S),
    ],
    "a root that follows entries not there yet": [
        START,
        change(next_root(2, 0, after=After(2, leaf(2))), P, S, refused="1 stand before it"),
        change(next_root(2, 0, after=After(2, leaf(2))), P, S),
    ],
    "the log key is changed; the origin stays": [
        START,
        change(next_root(2, 0, log="2"), P, S),
        say("own", P, S),
    ],
    "the witnesses are changed": [
        START,
        change(next_root(2, 0, groups=(), quorum="south"), P, S),
    ],
    "a freeze by one officer stops all but a new root": [
        START,
        say("own", P, S),
        freeze(T),
        not_official("own", P, S, because="frozen since entry 2; nothing is official until"),
        not_official("entered", P, because="frozen since entry 2"),
        freeze(P, refused="frozen since entry 2"),
        change(ROTATED, P, S2, refused="needs 2 officers of root 1"),
        change(ROTATED, P, S, S2),
        say("own", P, S2),
    ],
    "a freeze by an unknown key": [
        START,
        freeze(EVE, refused="the freeze is refused: needs 1 officer for a freeze"),
        freeze(log_key(), refused="none of them"),
        say("own", P, S),
    ],
    "a freeze by a trustee": [WITH_TRUSTEES, freeze(FEDERATION, refused="none of them")],
    "a freeze by an officer who left": [
        START,
        change(ROTATED, P, S, S2),
        freeze(S, root=2, refused="none of them"),
        freeze(S, root=1, refused="it names officer root 1; 2 is in force"),
        say("own", P, S2),
        freeze(S2, root=2),
    ],
    "a freeze for another record": [
        START,
        Row(Freeze(ELSEWHERE, 1, None, "mine"), [P], "another record"),
        Row(Freeze(RECORD, 1, After(9, leaf(9)), "soon"), [P], "2 stand before it"),
        say("own", P, S),
    ],
    "recovery by trustees when every officer's key is lost": [
        WITH_TRUSTEES,
        say("own", P, S),
        change(next_root(2, 0, ALL_NEW), FEDERATION, LAWYER, P2, S2),
        say("own", P2, S2),
        not_official("own", P, S, because="none of them"),
    ],
    "recovery during a freeze": [
        WITH_TRUSTEES,
        freeze(P),
        change(next_root(2, 0, ALL_NEW, trustees=TWO_TRUSTEES), FEDERATION, LAWYER, T2, S2),
        say("own", P2, S2),
    ],
    "recovery by too few trustees": [
        WITH_TRUSTEES,
        change(
            next_root(2, 0, ALL_NEW),
            FEDERATION,
            P2,
            S2,
            refused="or needs 2 trustees for a recovery; signed by federation only",
        ),
    ],
    "a trustee and an officer do not add up": [
        WITH_TRUSTEES,
        change(next_root(2, 0, ALL_NEW), FEDERATION, P, P2, S2, refused="needs 2 officers of root"),
    ],
    "recovery without the new officers": [
        WITH_TRUSTEES,
        change(
            next_root(2, 0, ALL_NEW), FEDERATION, LAWYER, P2, refused="needs 2 officers of root 2"
        ),
    ],
    "trustees of the new root only cannot bring it about": [
        START,
        change(
            next_root(2, 0, ALL_NEW, trustees=TWO_TRUSTEES),
            FEDERATION,
            LAWYER,
            P2,
            S2,
            refused="needs 2 officers of root 1",
        ),
    ],
    "trustees cannot sign communications": [
        WITH_TRUSTEES,
        not_official("own", FEDERATION, LAWYER, because="none of them"),
        not_official("entered", FEDERATION, because="none of them"),
        not_official("own", P, FEDERATION, because="president only"),
    ],
    "a stolen key: disputed exactly where the threshold needs it": [
        START,
        say("own", P, S),
        say("entered", S),
        say("own", P, S, disputed=("secretary",)),
        say("own", P, S, T),
        say("entered", S, disputed=("secretary",)),
        change(next_root(2, 0), P, T),
        say("own", P, S, disputed=("secretary",)),
        say("own", P, T),
        change(CAUGHT, P, T),
        say("own", P, S2),
        not_official("own", P, S, because="president only"),
    ],
    "a key is compromised that no root held": [
        START,
        change(next_root(2, 0, compromised=[(EVE.vkey, 0)]), P, S, refused="no root held it"),
    ],
    "a key is compromised from an entry yet to come": [
        START,
        change(
            next_root(2, 0, NEW_SECRETARY, compromised=[(S.vkey, 1)]),
            P,
            T,
            refused="compromised since 1, which is not past",
        ),
    ],
    "a compromised key never comes back, in no form": [
        START,
        change(next_root(2, 0, NEW_SECRETARY, compromised=[(S.vkey, 0)]), P, T),
        change(next_root(3, 1), P, S2, S, refused="officer root 2 declared compromised"),
        change(
            replace(
                next_root(3, 1),
                officers=(P_SEAT, Officer("secretary", (ssh_form(S, S.name),))),
                thresholds=thresholds(1),
            ),
            P,
            T,
            refused="officer root 2 declared compromised",
        ),
        change(next_root(3, 1, NEW_SECRETARY), P, T),
    ],
    "a trustee's key may be declared compromised": [
        WITH_TRUSTEES,
        change(next_root(2, 0, trustees=["lawyer"], compromised=[(FEDERATION.vkey, 0)]), P, S),
    ],
}


def play(rows: Sequence[Row]) -> tuple[Chain, list[tuple[int, Row, Note]]]:
    """Run a scenario; gives the last chain and every communication with its index."""
    chain: Chain | None = None
    said = []
    for index, row in enumerate(rows):
        note = signed(row.statement, *row.signers)
        if row.kind:
            assert chain is not None
            approval = chain.judge(note, row.kind, index)
            assert approval.sufficient is (row.outcome == OFFICIAL), approval.reason
            assert row.outcome in approval.reason
            said.append((index, row, note))
        elif row.outcome == OFFICIAL:
            chain = chain.advance(note, index, leaf(index)) if chain else Chain.start(note, leaf(0))
        else:
            with pytest.raises(RootRefused, match=r"\A[^\n]+\Z") as refusal:
                chain.advance(note, index, leaf(index)) if chain else Chain.start(note, leaf(0))
            assert row.outcome in str(refusal.value)
    assert chain is not None or len(rows) == 1
    return chain, said


@pytest.mark.parametrize("rows", SCENARIOS.values(), ids=SCENARIOS)
def test_scenario(rows):
    play(rows)


@pytest.mark.parametrize("rows", SCENARIOS.values(), ids=SCENARIOS)
def test_no_later_root_changes_what_counted_and_disputes_reach_only_their_window(rows):
    chain, said = play(rows)
    for index, row, note in said:
        approval = chain.judge(note, row.kind, index)
        assert approval.sufficient is (row.outcome == OFFICIAL)
        assert approval.disputed == row.disputed
        assert ("somebody else may have used" in approval.reason) is bool(row.disputed)


def chain_of(*rows: Row) -> Chain:
    return play(rows)[0]


def test_index_is_the_clock_of_keys():
    chain = chain_of(START, say("own", P, S), change(ROTATED, P, S, S2))
    note = signed("We'll be back in communication.\n", P, S)
    assert [chain.root_at(index).version for index in (0, 1, 2, 3, 99)] == [1, 1, 1, 2, 2]
    assert [chain.judge(note, "own", index).sufficient for index in (1, 2, 3)] == [
        True,
        True,
        False,
    ]
    assert chain.root.version == 2


def test_freeze_holds_from_its_entry_to_the_next_root():
    chain = chain_of(
        START, say("own", P, S), freeze(T), change(ROTATED, P, S, S2), freeze(S2, root=2)
    )
    assert [chain.frozen_at(index) for index in range(7)] == [
        False,
        False,
        False,
        True,
        False,
        True,
        True,
    ]
    assert chain.frozen_since(6) == 4


def test_new_log_key_and_witnesses_count_from_the_checkpoint_that_holds_them():
    chain = chain_of(START, change(next_root(2, 0, log="2", groups=(), quorum="south"), P, S))
    assert chain.root_at(1).log == log_key("1").vkey
    assert chain.root_at(2).log == log_key("2").vkey
    assert chain.root.log.name == RECORD
    assert not chain.root_at(1).policy.satisfied(["south"])
    assert chain.policy.satisfied(["south"])
    assert parse_policy(str(chain.policy)) == chain.policy


def test_approval_says_who_signed_in_the_order_of_the_root():
    approval = chain_of(START).judge(signed("text\n", T, EVE, P), "own", 1)
    assert approval.officers == ("president", "treasurer")
    assert (approval.needed, approval.sufficient, approval.disputed) == (2, True, ())
    assert approval.reason == (
        "signed by president and treasurer; a communication of ours needs 2 officers"
    )


def test_disputed_approval_names_the_key():
    caught = next_root(2, 0, NEW_SECRETARY, compromised=[(S.vkey, 1)])
    chain = chain_of(START, say("own", P, S, disputed=("secretary",)), change(caught, P, T))
    approval = chain.judge(signed("text\n", P, S), "decision", 1)
    assert approval.reason == (
        "signed by president and secretary, but somebody else may have used the key of secretary, "
        "and a decision needs 2 officers"
    )


def test_root_is_judged_on_every_side_and_as_one():
    chain = chain_of(WITH_TRUSTEES)
    note = signed(next_root(2, 0, ALL_NEW), P, S2, P2, FEDERATION)
    found = chain.judge_change(note, 1)
    assert found.old is not None
    assert found.recovery is not None
    assert found.old.officers == ("president",)
    assert found.new.officers == ("president", "secretary")
    assert found.recovery.officers == ("federation",)
    assert chain.judge(note, "root", 1) == found.approval
    assert not found.approval.sufficient
    recovered = signed(next_root(2, 0, ALL_NEW), LAWYER, S2, P2, FEDERATION)
    assert chain.judge(recovered, "root", 1).officers == TWO_TRUSTEES
    first = signed(root_of(trustees=TWO_TRUSTEES), P, S)
    assert chain.judge(first, "root", 0).sufficient


def test_root_change_that_rests_on_a_stolen_key_is_disputed():
    changed = next_root(2, 0, NEW_SECRETARY)
    caught = next_root(3, 1, NEW_SECRETARY, compromised=[(S.vkey, 1)])
    chain = chain_of(START, change(changed, P, S, S2), change(caught, P, S2))
    approval = chain.judge(signed(changed, P, S, S2), "root", 1)
    assert approval.sufficient
    assert approval.disputed == ("secretary",)
    assert chain.judge(signed(changed, P, T, S, S2), "root", 1).disputed == ()
    assert chain.judge(signed(caught, P, S2), "root", 2).disputed == ()


def forged(statement: object, signer: Ed25519Signer, *others: Ed25519Signer) -> Note:
    """``statement`` with ``signer``'s line from another text, among good ones of ``others``."""
    return merge_signatures(
        signed(statement, *others), sign_note("something else\n", signer).signatures
    )


@pytest.mark.parametrize(
    ("statement", "bad"),
    [("text\n", T), (ROTATED, T), (ROTATED, S2), (ROTATED, FEDERATION), (freeze(P)[0], T)],
    ids=["communication", "old officer", "new officer", "trustee", "freeze"],
)
def test_bad_line_of_a_known_key_refuses_all_however_many_signed_well(statement, bad):
    chain = chain_of(WITH_TRUSTEES)
    good = [each for each in (P, S, T, S2) if each is not bad]
    note = forged(statement, bad, *good)
    use = chain.judge if isinstance(statement, str) else chain.advance
    with pytest.raises(BadSignature):
        use(note, *(("own", 1) if isinstance(statement, str) else (1, leaf(1))))


def test_bad_line_of_an_officer_of_the_first_root_refuses_it():
    with pytest.raises(BadSignature):
        Chain.start(forged(root_of(), T, P, S), leaf(0))


def test_bad_line_of_a_retired_key_is_only_unknown():
    chain = chain_of(START, change(ROTATED, P, S, S2))
    assert chain.judge(forged("text\n", S, P, T), "own", 2).sufficient


@pytest.mark.parametrize("index", [0, 1, 2])
def test_control_entry_cannot_stand_before_the_last_one(index):
    chain = chain_of(START, say("own", P, S), freeze(T))
    with pytest.raises(RootRefused, match="stands before it"):
        chain.advance(signed(ROTATED, P, S), index, leaf(index))


def test_other_statements_do_not_change_who_may_sign():
    with pytest.raises(RootRefused, match="does not change who may sign"):
        chain_of(START).advance(signed("on-record/parties/v1\n", P, S), 1, leaf(1))
    with pytest.raises(Malformed):
        Chain.start(signed("on-record/freeze/v1\n", P, S), leaf(0))


def test_refused_root_leaves_the_chain_as_it_was():
    chain = chain_of(START)
    with pytest.raises(OnRecordError):
        chain.advance(signed(ROTATED, P), 1, leaf(1))
    assert chain == chain_of(START)


def test_unknown_kind_is_the_caller_s_mistake():
    with pytest.raises(ValueError, match="limerick"):
        chain_of(START).judge(signed("text\n", P), "limerick", 1)


OFFICERS = {
    (role, generation): key(role, generation)
    for role in ("chair", "president", "secretary", "treasurer")
    for generation in ("1", "2")
}
FOUR = {role: ["1", "2"] for role, generation in OFFICERS if generation == "1"}
counts = st.integers(1, 4)


@settings(max_examples=150)
@given(
    st.fixed_dictionaries({"own": counts, "decision": counts, "root": st.integers(1, 3)}),
    st.lists(st.sampled_from(sorted(OFFICERS)), unique=True),
    st.sampled_from(KINDS),
)
def test_fewer_persons_than_the_threshold_never_suffice(needs, signers, kind):
    needs = thresholds(needs["root"], own=needs["own"], decision=needs["decision"])
    chain = chain_of(change(root_of(FOUR, needs=needs), *OFFICERS.values()))
    signatures = [OFFICERS[each] for each in signers]
    enough = len({role for role, _ in signers}) >= needs[kind]
    statement = next_root(2, 0, FOUR, needs=needs) if kind == "root" else "text\n"
    note = signed(statement, log_key(), *signatures)
    assert chain.judge(note, kind, 1).sufficient is enough
    if kind == "root" and not enough:
        with pytest.raises(RootRefused):
            chain.advance(note, 1, leaf(1))


@settings(max_examples=60)
@given(
    st.sampled_from(["president", "secretary", "treasurer"]),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from(["1", "2"]), unique=True),
    st.sampled_from([log_key("1"), log_key("2"), EVE, FEDERATION]),
)
def test_one_stolen_officer_with_the_log_key_makes_nothing_official(role, kind, keys, other):
    needs = dict.fromkeys(KINDS, 2)
    seats = {each: ["1", "2"] for each in ("president", "secretary", "treasurer")}
    chain = chain_of(change(root_of(seats, needs=needs), P, S))
    mine = [key(role, each) for each in keys]
    usurper = next_root(2, 0, {role: ["1", "2"]}, needs=dict.fromkeys(KINDS, 1), log="2")
    note = signed(usurper if kind == "root" else "text\n", log_key(), other, *mine)
    assert not chain.judge(note, kind, 1).sufficient
    with pytest.raises(RootRefused):
        chain.advance(signed(usurper, log_key(), other, *mine), 1, leaf(1))


def test_new_key_that_no_signature_line_can_tell_from_an_old_one_is_refused():
    one, other = twins(P.name, 1)
    first, second = root_of(), next_root(2, 0)
    first = replace(first, officers=(Officer("president", (P.vkey, one)), *first.officers[1:]))
    second = replace(second, officers=(Officer("president", (P.vkey, other)), *first.officers[1:]))
    chain = chain_of(change(first, P, S))
    with pytest.raises(RootRefused, match="a new key of president has the name and id"):
        chain.advance(signed(second, P, S), 1, leaf(1))


def test_root_that_declares_a_key_compromised_is_outside_the_window():
    caught = next_root(2, 0, NEW_SECRETARY, compromised=[(S.vkey, 0)])
    chain = chain_of(START, change(caught, P, S, S2))
    assert chain.judge(signed(caught, P, S, S2), "root", 1).disputed == ()

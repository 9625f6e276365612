"""Equivocation evidence: what proves it, and everything that does not."""

import doctest
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import add_signature, sign_note
from onrecord.record import evidence
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.evidence import (
    Evidence,
    NotProven,
    find_equivocation,
    parse_evidence,
    verify_evidence,
)
from onrecord.record.log import Log
from onrecord.record.merkle import leaf_hash, prove_consistency, reader_of, root_of
from onrecord.record.reader import LogReader
from onrecord.testing.memory import MemoryLogStore

SPEC = Path(__file__).parents[2] / "docs/spec/equivocation.md"
ORIGIN = "lwg.example/record"
LOG = Ed25519Signer.from_seed(ORIGIN, b"log " * 8)
EVE = Ed25519Signer.from_seed(ORIGIN, b"eve " * 8)


class Tree:
    def __init__(self, word="entry", upto=40):
        self.entries = [f"{word} {index}".encode() for index in range(upto)]
        self.leaves = [leaf_hash(entry) for entry in self.entries]

    def root(self, size):
        return root_of(self.leaves[:size])

    def note(self, size, signer=LOG):
        return sign_note(str(Checkpoint(signer.name, size, self.root(size))), signer)

    def proof(self, old, new):
        return tuple(prove_consistency(reader_of(self.leaves), old, new))

    def reader(self, size):
        store = MemoryLogStore()
        Log(store, LOG, ORIGIN).append(self.entries[:size])
        return LogReader(store, Checkpoint(ORIGIN, size, self.root(size)))


TREE, FORK = Tree(), Tree("other")
SAME = Evidence(LOG.vkey, TREE.note(7), FORK.note(7))
GROWN = Evidence(LOG.vkey, TREE.note(5), FORK.note(9), FORK.root(5), FORK.proof(5, 9))


def test_what_is_proven_is_said_exactly():
    assert verify_evidence(SAME) == f"the key of {ORIGIN} signed two different logs of 7 entries"
    assert verify_evidence(GROWN) == (
        f"the key of {ORIGIN} signed a log of 9 entries whose first 5 entries are not the log of"
        " 5 entries that it signed"
    )


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_fork_is_found_from_either_side_and_reads_back(one, other):
    longer = (FORK if other >= one else TREE).reader(max(one, other))
    for pair in ((TREE.note(one), FORK.note(other)), (FORK.note(other), TREE.note(one))):
        found = find_equivocation(LOG.vkey, *pair, longer)
        assert found is not None
        assert verify_evidence(found)
        assert parse_evidence(str(found)) == found


@given(st.integers(0, 40), st.integers(0, 40))
def test_two_consistent_checkpoints_are_no_evidence(one, other):
    small, large = sorted((one, other))
    reader = (
        TREE.reader(large)
        if large
        else LogReader(MemoryLogStore(), Checkpoint(ORIGIN, 0, TREE.root(0)))
    )
    assert find_equivocation(LOG.vkey, TREE.note(one), TREE.note(other), reader) is None
    root = None if small == large else TREE.root(small)
    proof = () if small in (0, large) else TREE.proof(small, large)
    with pytest.raises(NotProven):
        verify_evidence(Evidence(LOG.vkey, TREE.note(small), TREE.note(large), root, proof))


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        (replace(SAME, log=EVE.vkey), "the earlier checkpoint is not signed by the log's key"),
        (replace(SAME, later=FORK.note(7, EVE)), "the later checkpoint is not signed"),
        (replace(SAME, later=replace(TREE.note(7), text=FORK.note(7).text)), "the later checkp"),
        (replace(SAME, later=SAME.earlier), "the same"),
        (replace(SAME, root=FORK.root(7)), "nothing that a root or proof could add"),
        (replace(GROWN, earlier=GROWN.later, later=GROWN.earlier), "wrong order"),
        (replace(GROWN, root=None, proof=()), "is missing"),
        (replace(GROWN, root=TREE.root(5)), "consistent"),
        (replace(GROWN, root=FORK.root(6)), "leads to other roots"),
        (replace(GROWN, proof=GROWN.proof[:-1]), "too few hashes"),
        (replace(GROWN, proof=(*GROWN.proof, bytes(32))), "too many hashes"),
        (replace(GROWN, earlier=TREE.note(0)), "cannot exist"),
        (replace(SAME, later=sign_note("some words\n", LOG)), "the later checkpoint"),
    ],
)
def test_anything_less_proves_nothing(evidence, why):
    with pytest.raises(NotProven, match=why):
        verify_evidence(evidence)


def test_a_checkpoint_of_another_origin_by_the_same_key_proves_nothing():
    text = str(Checkpoint("other.example/record", 7, FORK.root(7)))
    with pytest.raises(NotProven, match="is of 'other"):
        verify_evidence(replace(SAME, later=sign_note(text, LOG)))


def test_cosigned_checkpoints_are_kept_verbatim():
    cosigned = add_signature(TREE.note(7), Ed25519Signer.from_seed("press.example", bytes(32)))
    evidence = replace(SAME, earlier=cosigned)
    assert verify_evidence(parse_evidence(str(evidence)))
    assert cosigned.raw.decode() in str(evidence)


TEXT = str(GROWN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        TEXT[:-1],
        TEXT + "\n",
        TEXT.replace("v1", "v2", 1),
        TEXT.replace("earlier: 5", "earlier: 05"),
        TEXT.replace("earlier: 5", "earlier: 4"),
        TEXT.replace("earlier: 5", "earlier: 999999999"),
        TEXT.replace("root: ", "root:"),
        TEXT.replace("root: ", "proof: "),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("log: ", "log:  "),
        TEXT + "proof: AAAA\n",
        TEXT + f"proof: {'A' * 43}=\n" * 64,
        TEXT + "x" * 200_000,
        TEXT.replace("lwg", "\ud800", 1),
    ],
)
def test_every_other_spelling_is_malformed(text):
    with pytest.raises(Malformed):
        parse_evidence(text)


@given(st.integers(0, len(TEXT) - 1), st.characters(max_codepoint=0x2100))
def test_no_changed_character_leaves_it_standing(at, put):
    changed = TEXT[:at] + put + TEXT[at + 1 :]
    if changed == TEXT:
        return
    with pytest.raises((Malformed, NotProven)):
        verify_evidence(parse_evidence(changed))


def test_the_examples_of_the_specification_hold():
    found = doctest.testfile(str(SPEC), module_relative=False, encoding="utf-8")
    assert found.attempted > 5
    assert found.failed == 0


def test_the_examples_of_the_code_hold():
    found = doctest.testmod(evidence)
    assert found.attempted > 1
    assert found.failed == 0

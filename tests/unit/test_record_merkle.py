"""The tree: known roots, checked-in proofs good and wrong, and fast against obvious."""

import json
import runpy
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record import merkle
from onrecord.record.merkle import ProofFailed, verify_consistency, verify_inclusion

GOLDEN = Path(__file__).parents[1] / "golden" / "merkle"
LEAVES = [merkle.leaf_hash(b"%d" % n) for n in range(130)]
sizes = st.integers(1, len(LEAVES))


def vectors(name):
    return [pytest.param(case, id=case["desc"]) for case in json.loads((GOLDEN / name).read_text())]


def unpack(case, *names):
    return [b64decode(case[name]) for name in names], [b64decode(each) for each in case["proof"]]


def test_hashes_are_those_of_rfc_6962():
    assert merkle.leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    inputs.append("606162636465666768696a6b6c6d6e6f")
    leaves = [merkle.leaf_hash(bytes.fromhex(each)) for each in inputs]
    assert merkle.root_of(leaves).hex() == (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )
    assert merkle.root_of([]).hex().startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize("name", ["inclusion.json", "consistency.json"])
def test_the_checked_in_vectors_are_what_the_slow_reference_gives(name):
    reference = runpy.run_path(str(GOLDEN / "generate.py"))
    assert (GOLDEN / name).read_text() == reference["rendered"](name)


@pytest.mark.parametrize("case", vectors("inclusion.json"))
def test_inclusion_vectors(case):
    (leaf, root), proof = unpack(case, "leafHash", "root")
    arguments = leaf, case["leafIdx"], case["treeSize"], proof, root
    if case["wantErr"]:
        with pytest.raises(ProofFailed):
            verify_inclusion(*arguments)
    else:
        verify_inclusion(*arguments)


@pytest.mark.parametrize("case", vectors("consistency.json"))
def test_consistency_vectors(case):
    (one, two), proof = unpack(case, "root1", "root2")
    arguments = case["size1"], case["size2"], one, two, proof
    if case["wantErr"]:
        with pytest.raises(ProofFailed):
            verify_consistency(*arguments)
    else:
        verify_consistency(*arguments)


@settings(deadline=None)
@given(sizes, st.data())
def test_every_inclusion_proof_holds_and_no_changed_one_does(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = LEAVES[:size]
    root, read = merkle.root_of(leaves), merkle.reader_of(leaves)
    assert merkle.tree_root(read, size) == root
    proof = merkle.prove_inclusion(read, index, size)
    verify_inclusion(leaves[index], index, size, proof, root)
    parts = [leaves[index], root, *proof]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flipped(parts[which], bit)
    with pytest.raises(ProofFailed):
        verify_inclusion(parts[0], index, size, parts[2:], parts[1])


@settings(deadline=None)
@given(sizes, sizes, st.data())
def test_every_consistency_proof_holds_and_no_changed_one_does(one, two, data):
    old, new = sorted((one, two))
    read = merkle.reader_of(LEAVES[:new])
    roots = merkle.root_of(LEAVES[:old]), merkle.root_of(LEAVES[:new])
    proof = merkle.prove_consistency(read, old, new)
    verify_consistency(old, new, *roots, proof)
    parts = [*roots, *proof]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flipped(parts[which], bit)
    with pytest.raises(ProofFailed):
        verify_consistency(old, new, parts[0], parts[1], parts[2:])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 1)])
def test_no_inclusion_proof_beyond_the_log(index, size):
    with pytest.raises(ProofFailed, match="not in a log"):
        merkle.prove_inclusion(merkle.reader_of(LEAVES), index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 1), (2, 1)])
def test_no_consistency_proof_from_nothing_or_backwards(old, new):
    with pytest.raises(ProofFailed, match="no consistency proof"):
        merkle.prove_consistency(merkle.reader_of(LEAVES), old, new)


def flipped(raw, bit):
    return (int.from_bytes(raw, "big") ^ (1 << bit)).to_bytes(len(raw), "big")

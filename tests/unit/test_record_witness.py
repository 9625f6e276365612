"""The rules of a witness, over memory: every status of C2SP tlog-witness and why."""

import doctest
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys.cosignature import CosignatureSigner, cosigned_at
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import Note, add_signature, parse_note, sign_note, verified
from onrecord.keys.vkey import verifier_for
from onrecord.record import witness
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.merkle import leaf_hash, prove_consistency, reader_of, root_of
from onrecord.record.witness import (
    MAX_BODY,
    AuditRefused,
    Witness,
    parse_submission,
    render_submission,
)
from onrecord.testing.witnesses import MemoryWitnessStore

SPEC = Path(__file__).parents[2] / "docs/spec/witness.md"
ORIGIN = "lwg.example/record"
LOG = Ed25519Signer.from_seed(ORIGIN, b"log " * 8)
EVE = Ed25519Signer.from_seed(ORIGIN, b"eve " * 8)


class Tree:
    """A log of ``words`` whose checkpoints and proofs are made by the definition."""

    def __init__(self, word="entry", upto=40):
        self.leaves = [leaf_hash(f"{word} {index}".encode()) for index in range(upto)]

    def note(self, size, signer=LOG) -> Note:
        return sign_note(str(Checkpoint(signer.name, size, root_of(self.leaves[:size]))), signer)

    def proof(self, old, new):
        if old in (0, new):
            return ()
        return tuple(prove_consistency(reader_of(self.leaves), old, new))

    def body(self, old, new, signer=LOG):
        return render_submission(old, self.proof(old, new), self.note(new, signer))


TREE, FORK = Tree(), Tree("other")


class Clock:
    def __init__(self, now=1_700_000_000):
        self.now = now

    def __call__(self):
        return self.now


def make(audit=None):
    clock, store = Clock(), MemoryWitnessStore()
    signer = CosignatureSigner.from_seed("press.example/witness", b"wit " * 8, clock)
    return Witness(signer, {ORIGIN: LOG.vkey}, store, audit), store, clock


def cosigned_time(witness, response, note):
    signed = parse_note(note.text.encode() + b"\n" + response.body)
    (line,) = verified(signed, [verifier_for(witness.vkey)])
    return cosigned_at(line)


def test_a_first_checkpoint_is_cosigned_and_served():
    witness, store, clock = make()
    response = witness.add_checkpoint(TREE.body(0, 3))
    assert (response.status, response.content_type) == (200, "text/plain; charset=utf-8")
    assert cosigned_time(witness, response, TREE.note(3)) == clock.now
    served = witness.latest(hashlib.sha256(ORIGIN.encode()).hexdigest())
    assert served.status == 200
    note = parse_note(served.body)
    assert len(verified(note, [verifier_for(LOG.vkey), verifier_for(witness.vkey)])) == 2
    assert store.latest(ORIGIN) == served.body


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_any_two_honest_steps_are_cosigned(first, second, third):
    sizes = sorted([first, second, third])
    witness, store, _ = make()
    last = 0
    for size in sizes:
        assert witness.add_checkpoint(TREE.body(last, size)).status == 200
        last = size
    kept = [parse_checkpoint(parse_note(raw).text).size for raw in store.history(ORIGIN)]
    assert kept == sorted(set(sizes))


def test_the_same_checkpoint_again_is_cosigned_at_the_new_time():
    witness, store, clock = make()
    witness.add_checkpoint(TREE.body(0, 3))
    clock.now += 60
    response = witness.add_checkpoint(TREE.body(3, 3))
    assert response.status == 200
    assert cosigned_time(witness, response, TREE.note(3)) == clock.now
    assert len(store.history(ORIGIN)) == 1


def test_a_clock_that_went_backwards_signs_nothing():
    witness, store, clock = make()
    witness.add_checkpoint(TREE.body(0, 3))
    before = store.latest(ORIGIN)
    clock.now -= 1
    response = witness.add_checkpoint(TREE.body(3, 5))
    assert response.status == 503
    assert b"clock went backwards" in response.body
    assert store.latest(ORIGIN) == before
    clock.now += 1
    assert witness.add_checkpoint(TREE.body(3, 5)).status == 200


def test_another_old_size_is_told_the_stored_size():
    witness, _, _ = make()
    witness.add_checkpoint(TREE.body(0, 7))
    for old, new in [(0, 9), (3, 9), (8, 9), (0, 3), (3, 3)]:
        response = witness.add_checkpoint(TREE.body(old, new))
        assert (response.status, response.content_type) == (409, "text/x.tlog.size")
        assert response.body == b"7\n"


def test_another_root_at_the_same_size_is_refused_and_kept_as_proof():
    witness, store, _ = make()
    witness.add_checkpoint(TREE.body(0, 7))
    assert witness.add_checkpoint(FORK.body(7, 7)).status == 422
    assert store.doubts(ORIGIN, proven=True) == (FORK.note(7).raw,)


def test_a_contradiction_of_an_earlier_size_is_kept_though_the_answer_is_409():
    witness, store, _ = make()
    witness.add_checkpoint(TREE.body(0, 4))
    witness.add_checkpoint(TREE.body(4, 7))
    assert witness.add_checkpoint(FORK.body(0, 4)).status == 409
    assert witness.add_checkpoint(TREE.body(0, 4)).status == 409
    assert store.doubts(ORIGIN, proven=True) == (FORK.note(4).raw,)


def test_a_fork_or_a_wrong_proof_is_refused_and_kept_apart():
    witness, store, _ = make()
    witness.add_checkpoint(TREE.body(0, 5))
    assert witness.add_checkpoint(FORK.body(5, 9)).status == 422
    wrong = render_submission(5, TREE.proof(4, 9), TREE.note(9))
    assert witness.add_checkpoint(wrong).status == 422
    assert store.doubts(ORIGIN, proven=True) == ()
    assert set(store.doubts(ORIGIN, proven=False)) == {FORK.note(9).raw, TREE.note(9).raw}


@pytest.mark.parametrize(("old", "new"), [(0, 3), (5, 5)])
def test_a_proof_where_none_can_be_is_refused(old, new):
    witness, _, _ = make()
    if old:
        witness.add_checkpoint(TREE.body(0, old))
    body = render_submission(old, (bytes(32),), TREE.note(new))
    assert witness.add_checkpoint(body).status == 422


def test_an_old_size_past_the_checkpoint_is_malformed():
    witness, _, _ = make()
    witness.add_checkpoint(TREE.body(0, 7))
    assert witness.add_checkpoint(render_submission(7, (), TREE.note(5))).status == 400


def test_an_unknown_log_is_not_found():
    witness, store, _ = make()
    other = Ed25519Signer.from_seed("other.example/record", b"log " * 8)
    assert witness.add_checkpoint(TREE.body(0, 3, other)).status == 404
    assert witness.latest(hashlib.sha256(b"other.example/record").hexdigest()).status == 404
    assert witness.latest("../checkpoint").status == 404
    assert store.latest("other.example/record") is None


def test_without_the_logs_signature_nothing_is_looked_at():
    witness, store, _ = make()
    assert witness.add_checkpoint(TREE.body(0, 3, EVE)).status == 403
    line = sign_note("lwg.example/record\nother\n", LOG).signatures[0]
    forged = Note(TREE.note(3).text, (line,))
    assert witness.add_checkpoint(render_submission(0, (), forged)).status == 403
    assert store.latest(ORIGIN) is None
    assert store.doubts(ORIGIN, proven=False) == ()


def test_foreign_signature_lines_are_ignored_and_not_kept():
    witness, store, _ = make()
    note = add_signature(TREE.note(3), Ed25519Signer.from_seed("eve.example", bytes(32)))
    assert witness.add_checkpoint(render_submission(0, (), note)).status == 200
    names = [line.name for line in parse_note(store.latest(ORIGIN)).signatures]
    assert names == [ORIGIN, "press.example/witness"]


NOTE = TREE.note(3).raw


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n" + NOTE,
        b"old 00\n\n" + NOTE,
        b"old +0\n\n" + NOTE,
        b"old  0\n\n" + NOTE,
        b"old 0 \n\n" + NOTE,
        b"old 0\r\n\r\n" + NOTE,
        b"Old 0\n\n" + NOTE,
        b"old\n\n" + NOTE,
        "old ٣\n\n".encode() + NOTE,
        b"old 1\nAAAA\n\n" + NOTE,
        b"old 1\n" + b"A" * 42 + b"B=\n\n" + NOTE,
        b"old 1\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + NOTE,
        b"old 0\n\n" + NOTE.replace(b"\n3\n", b"\n03\n"),
        b"old 0\n\n" + NOTE.replace(b"\n3\n", b"\n3\nextra\n\n"),
        b"old 0\n\n" + NOTE + b"\n",
        b"old 0\n\n" + NOTE[:-1],
        b"old 0\n\n" + NOTE + b"x" * MAX_BODY,
    ],
)
def test_every_other_spelling_is_malformed(body):
    witness, store, _ = make()
    assert witness.add_checkpoint(body).status == 400
    assert store.latest(ORIGIN) is None


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_submission_is_read_as_it_was_written(one, other):
    old, new = sorted((one, other))
    body = TREE.body(old, new)
    read = parse_submission(body)
    assert (read.old, read.checkpoint.size, read.proof) == (old, new, TREE.proof(old, new))
    assert render_submission(read.old, read.proof, read.note) == body


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer_and_change_nothing(junk):
    witness, store, _ = make()
    assert witness.add_checkpoint(junk).status == 400
    with pytest.raises(Malformed):
        parse_submission(b"old 0\n\n" + junk)
    assert store.latest(ORIGIN) is None


def test_an_auditing_witness_refuses_what_its_audit_refuses():
    seen = []

    def audit(point):
        seen.append(point.size)
        if point.size > 4:
            raise AuditRefused("entry 4 is signed by a key that was revoked at 2")

    witness, store, _ = make(audit)
    assert witness.add_checkpoint(TREE.body(0, 4)).status == 200
    response = witness.add_checkpoint(TREE.body(4, 6))
    assert response.status == 403
    assert b"revoked at 2" in response.body
    assert seen == [4, 6]
    assert parse_checkpoint(parse_note(store.latest(ORIGIN)).text).size == 4


def test_the_audit_is_not_asked_about_what_is_refused_anyway():
    witness, _, _ = make(lambda point: pytest.fail("asked"))
    assert witness.add_checkpoint(TREE.body(1, 4)).status == 409
    assert witness.add_checkpoint(TREE.body(0, 4, EVE)).status == 403


def test_the_examples_of_the_specification_hold():
    found = doctest.testfile(str(SPEC), module_relative=False, encoding="utf-8")
    assert found.attempted > 5
    assert found.failed == 0


def test_the_examples_of_the_code_hold():
    found = doctest.testmod(witness)
    assert found.attempted > 1
    assert found.failed == 0

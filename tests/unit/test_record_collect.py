"""Collecting cosignatures: quorums, deadlines, lies. Transports are in memory."""

import threading
import time

import pytest

from onrecord.domain.errors import OnRecordError
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import parse_note, sign_note, verified
from onrecord.keys.policy import parse_policy
from onrecord.keys.vkey import verifier_for
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.collect import (
    LocalTransport,
    LogForked,
    WitnessAhead,
    WitnessesSilent,
    collect,
    heads,
    refuse_rollback,
)
from onrecord.record.merkle import leaf_hash, prove_consistency, reader_of, root_of
from onrecord.record.witness import Response, Witness
from onrecord.testing.witnesses import MemoryWitnessStore

ORIGIN = "lwg.example/record"
LOG = Ed25519Signer.from_seed(ORIGIN, b"log " * 8)
NAMES = ("press", "federation", "lawyer")
SIGNERS = {
    name: CosignatureSigner.from_seed(f"{name}.example/w", name.encode().ljust(32), lambda: 10**9)
    for name in NAMES
}
POLICY = parse_policy(
    f"log {LOG.vkey}\n"
    + "".join(f"witness {name} {SIGNERS[name].vkey}\n" for name in NAMES)
    + f"group two 2 {' '.join(NAMES)}\nquorum two\n"
)


class Tree:
    def __init__(self, word="entry"):
        self.leaves = [leaf_hash(f"{word} {index}".encode()) for index in range(20)]

    def point(self, size):
        return Checkpoint(ORIGIN, size, root_of(self.leaves[:size]))

    def note(self, size, signer=LOG):
        return sign_note(str(self.point(size)), signer)

    def prove(self, size):
        return lambda old: prove_consistency(reader_of(self.leaves), old, size)


TREE, FORK = Tree(), Tree("other")


def local(name):
    return LocalTransport(Witness(SIGNERS[name], {ORIGIN: LOG.vkey}, MemoryWitnessStore()))


@pytest.fixture
def transports():
    return {name: local(name) for name in NAMES}


class Dead:
    """Accepts the question and never answers, like a black hole."""

    def add_checkpoint(self, body, timeout):
        time.sleep(timeout)
        raise OnRecordError("timed out")

    def latest(self, origin, timeout):
        return self.add_checkpoint(b"", timeout)


class Says:
    """Answers as it is told, whatever is asked."""

    def __init__(self, reply, shown=None):
        self.reply, self.shown = reply, shown

    def add_checkpoint(self, body, timeout):
        return self.reply(body) if callable(self.reply) else self.reply

    def latest(self, origin, timeout):
        return self.shown


def ask(size, transports, known=None, tree=TREE, **limits):
    known = {} if known is None else known
    return collect(
        tree.note(size), POLICY, tree.prove(size), known, transports=transports, **limits
    )


def text(status, line):
    return Response(status, "text/plain; charset=utf-8", line)


def test_every_witness_signs_and_each_signature_verifies(transports):
    known = {}
    result = ask(5, transports, known)
    assert result.satisfied
    assert set(result.signed) == set(NAMES)
    assert result.unsigned == {}
    keys = [verifier_for(signer.vkey) for signer in SIGNERS.values()]
    assert len(verified(result.note, keys)) == 3
    assert POLICY.cosigners(parse_note(result.note.raw)) == NAMES
    assert known == dict.fromkeys(NAMES, 5)


def test_the_next_checkpoint_is_proven_from_the_remembered_size(transports):
    known, asked = {}, []
    ask(5, transports, known)

    def prove(old):
        asked.append(old)
        return TREE.prove(9)(old)

    result = collect(TREE.note(9), POLICY, prove, known, transports=transports)
    assert set(result.signed) == set(NAMES)
    assert asked == [5, 5, 5]


@pytest.mark.parametrize("wrong", [0, 3, 9, 19])
def test_a_wrong_memory_costs_one_more_question(wrong, transports):
    ask(5, transports)
    known = dict.fromkeys(NAMES, wrong)
    assert set(ask(9, transports, known).signed) == set(NAMES)
    assert known == dict.fromkeys(NAMES, 9)


def test_a_dead_witness_adds_the_grace_and_no_more(transports):
    transports["lawyer"] = Dead()
    start = time.monotonic()
    result = ask(5, transports, grace=0.1, timeout=3)
    assert time.monotonic() - start < 1
    assert result.satisfied
    assert result.unsigned == {"lawyer": "did not answer in time"}


def test_without_a_quorum_the_answer_says_so_at_the_deadline(transports):
    transports["lawyer"] = transports["press"] = Dead()
    start = time.monotonic()
    result = ask(5, transports, timeout=0.3)
    assert 0.25 < time.monotonic() - start < 1.5
    assert not result.satisfied
    assert result.signed == ("federation",)
    assert set(result.unsigned) == {"lawyer", "press"}


def test_a_witness_without_any_address_is_named():
    result = ask(5, {"press": local("press")})
    assert not result.satisfied
    assert result.unsigned["lawyer"] == "has no address in the policy and is not on this machine"


def foreign(body):
    """A cosignature by another witness's key, under the lawyer's nose."""
    return local("press").add_checkpoint(body, 1)


def other_text(body):
    """The lawyer's true signature, but over a longer text smuggled in before it."""
    note = parse_note(body.partition(b"\n\n")[2])
    longer = note.text + "\nsmuggled\n"
    line = sign_note(longer, SIGNERS["lawyer"]).signatures[0]
    return text(200, b"smuggled\n\n" + str(line).encode())


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (foreign, "no cosignature by the key"),
        (other_text, "no cosignature by the key"),
        (text(200, b""), "no usable cosignature"),
        (text(200, b"thank you\n"), "no usable cosignature"),
        (text(200, b"\xff\xfe\n"), "no usable cosignature"),
        (text(403, b"who are you\n"), "status 403: 'who are you'"),
        (text(500, b"\x1b[2J" * 5000), "status 500"),
        (text(409, b"5\n"), "without naming its size"),
        (Response(409, "text/x.tlog.size", b"5"), "without naming its size"),
        (Response(409, "text/x.tlog.size", b"05\n"), "'05' is not a plain decimal number"),
        (Response(409, "text/x.tlog.size", b"3\n"), "status 409"),
        (Response(409, "text/x.tlog.size", b"999\n"), "shows no such checkpoint"),
    ],
)
def test_a_witness_that_lies_has_not_signed(reply, why, transports):
    transports["lawyer"] = Says(reply)
    result = ask(5, transports)
    assert set(result.signed) == {"press", "federation"}
    assert why in result.unsigned["lawyer"]
    assert "\n" not in result.unsigned["lawyer"]
    assert "\x1b" not in result.unsigned["lawyer"]


def test_a_forged_signature_of_the_right_name_is_refused(transports):
    def forged(body):
        line = sign_note("other text\n", SIGNERS["lawyer"]).signatures[0]
        return text(200, str(line).encode())

    transports["lawyer"] = Says(forged)
    result = ask(5, transports)
    assert "lawyer" in result.unsigned
    assert "lawyer" not in POLICY.cosigners(result.note)


def test_a_witness_that_is_ahead_stops_everything_and_names_the_gap(transports):
    ask(12, transports)
    with pytest.raises(WitnessAhead, match=r"cosigned 12 entries .* only 9 .* entries 9 to 11"):
        ask(9, transports)


def test_one_witness_that_is_ahead_is_enough(transports):
    ask(10, {"lawyer": transports["lawyer"]})
    with pytest.raises(WitnessAhead, match="entry 9 is missing"):
        ask(9, transports)


def test_a_claim_to_be_ahead_needs_a_checkpoint_that_the_log_signed(transports):
    eve = Ed25519Signer.from_seed(ORIGIN, b"eve " * 8)
    ahead = Response(409, "text/x.tlog.size", b"12\n")
    transports["lawyer"] = Says(ahead, TREE.note(12, eve).raw)
    result = ask(9, transports)
    assert result.satisfied
    assert "did not sign" in result.unsigned["lawyer"]
    transports["lawyer"] = Says(ahead, TREE.note(8).raw)
    assert "shows no such checkpoint" in ask(9, transports).unsigned["lawyer"]


@pytest.mark.parametrize("size", [5, 7])
def test_a_witness_that_holds_another_history_stops_everything(size, transports):
    ask(5, {"lawyer": transports["lawyer"]}, tree=FORK)
    with pytest.raises(LogForked, match="signed two histories") as caught:
        ask(size, transports)
    assert parse_checkpoint(caught.value.theirs.text) == FORK.point(5)


def test_a_false_422_is_one_refusal_and_not_a_fork(transports):
    transports["lawyer"] = Says(text(422, b"no\n"), TREE.note(3).raw)
    result = ask(5, transports)
    assert result.satisfied
    assert "status 422" in result.unsigned["lawyer"]


def test_no_proof_is_asked_for_after_the_answer_was_given(transports):
    ask(5, transports)
    returned, late = threading.Event(), []

    class Late(Dead):
        def add_checkpoint(self, body, timeout):
            returned.wait(5)
            return Response(409, "text/x.tlog.size", b"3\n")

    def prove(old):
        late.append(returned.is_set())
        return TREE.prove(9)(old)

    transports["lawyer"] = Late()
    known = {"press": 5, "federation": 5, "lawyer": 0}
    collect(TREE.note(9), POLICY, prove, known, transports=transports, grace=0.05)
    returned.set()
    time.sleep(0.1)
    assert late == [False, False]


def test_heads_are_what_each_witness_remembers(transports):
    ask(5, {"press": transports["press"]})
    transports["lawyer"] = Dead()
    asked = heads(POLICY, transports=transports, timeout=1, grace=0.1)
    assert parse_checkpoint(asked.notes["press"].text) == TREE.point(5)
    assert asked.notes["federation"] is None
    assert asked.silent == {"lawyer": "did not answer in time"}
    assert asked.satisfied


def test_a_signer_that_asks_for_a_quorum_of_memories_does_not_sign_without(transports):
    transports["lawyer"] = transports["press"] = Dead()
    asked = heads(POLICY, transports=transports, timeout=0.2)
    assert not asked.satisfied
    refuse_rollback(TREE.point(4), asked)
    with pytest.raises(WitnessesSilent, match=r"lawyer (did not answer in time|timed out)"):
        refuse_rollback(TREE.point(4), asked, quorum=True)


def test_a_head_that_is_as_new_as_the_witnesses_may_sign(transports):
    refuse_rollback(None, heads(POLICY, transports=transports))
    ask(5, transports)
    asked = heads(POLICY, transports=transports)
    refuse_rollback(TREE.point(5), asked)
    refuse_rollback(TREE.point(6), asked)


def test_a_restored_head_may_not_sign(transports):
    ask(5, {"press": transports["press"]})
    asked = heads(POLICY, transports=transports)
    with pytest.raises(WitnessAhead, match="entry 4 is missing"):
        refuse_rollback(TREE.point(4), asked)
    with pytest.raises(WitnessAhead, match="entries 0 to 4 are missing"):
        refuse_rollback(None, asked)
    with pytest.raises(LogForked):
        refuse_rollback(FORK.point(5), asked)


def test_a_head_that_the_log_did_not_sign_is_no_answer(transports):
    eve = Ed25519Signer.from_seed(ORIGIN, b"eve " * 8)
    for shown in (TREE.note(9, eve).raw, b"junk", FORK.note(9).raw.replace(b"9", b"8", 1)):
        transports["press"] = Says(None, shown)
        asked = heads(POLICY, transports=transports)
        assert set(asked.silent) == {"press"}

"""Another verifier of C2SP tlog-proofs, proofbundle, judges our receipts by our exported policy.

It knows nothing of ``extra``: it is given the entry's bytes, the log's key and the witnesses' keys,
and checks the checkpoint, its cosignatures and the inclusion.
"""

import random
import subprocess
import sysconfig
from pathlib import Path

import pytest

from onrecord.keys.policy import parse_policy
from onrecord.record.receipt import parse_receipt
from onrecord.testing.scenario import Scene
from tests.acceptance.stage import first

pytestmark = pytest.mark.peer

proofbundle = pytest.importorskip("proofbundle.tlogproof")

COMMAND = Path(sysconfig.get_path("scripts")) / "proofbundle"
WITNESSES = ("north", "south", "east")


def judged(raw, leaf, policy, *, origin=None):
    """Whether the peer accepts; its report says so of each part."""
    (log,) = policy.logs
    witnesses = [str(each.vkey) for each in policy.witnesses]
    threshold = policy.groups[0].needed if policy.groups else 1
    try:
        report = proofbundle.verify_tlog_proof(
            raw.decode(),
            leaf,
            str(log.vkey),
            witnesses,
            threshold=threshold,
            expected_origin=origin or log.vkey.name,
        )
    except (proofbundle.ProofBundleError, ValueError):
        return False
    return bool(report["ok"])


def scene_of(size, quorum=2):
    """A record of ``size`` entries whose entry 1 is a bulletin."""
    scene = Scene(witnesses=WITNESSES, quorum=quorum)
    scene.say()
    for number in range(size - 2):
        scene.junk(b"entry %d" % number)
    return scene


@pytest.mark.parametrize("size", [2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 258, 513])
def test_the_peer_accepts_our_receipts_at_every_size(size):
    scene = scene_of(size)
    policy = parse_policy(str(scene.history().chain.policy))
    raw = scene.receipt(1)
    assert raw == parse_receipt(raw).raw
    assert judged(raw, scene.leaves[1], policy)
    assert not judged(raw, scene.leaves[1] + b"x", policy)
    assert not judged(raw, scene.leaves[0], policy)
    assert not judged(raw, scene.leaves[1], policy, origin="shu.example/record")


def test_the_peer_asks_for_the_quorum_that_our_policy_names():
    scene = scene_of(5)
    policy = parse_policy(str(scene.history().chain.policy))
    for cosigners, enough in (((), False), (("north",), False), (("north", "east"), True)):
        assert judged(scene.receipt(1, cosigners), scene.leaves[1], policy) == enough


def test_the_peer_refuses_what_was_changed_by_one_bit_where_it_looks():
    """All but ``extra``, which it does not read, and a cosignature more than the quorum."""
    scene = scene_of(300)
    policy = parse_policy(str(scene.history().chain.policy))
    raw, leaf = scene.receipt(1, ("north", "south")), scene.leaves[1]
    assert judged(raw, leaf, policy)
    start = raw.index(b"\nindex ") + 1
    rng = random.Random(513)
    for bit in rng.sample(range(8 * start, 8 * len(raw)), 400):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            changed.decode()
        except UnicodeDecodeError:
            continue
        assert not judged(bytes(changed), leaf, policy), f"bit {bit}"
    for bit in rng.sample(range(8 * len(leaf)), 100):
        other = bytearray(leaf)
        other[bit // 8] ^= 1 << bit % 8
        assert not judged(raw, bytes(other), policy)


def test_the_peers_command_accepts_what_our_commands_wrote(tmp_path):
    stage = first(tmp_path)
    (tmp_path / "entry").write_text(stage.run("show", "1", "--record", "record", "--raw"))
    policy = parse_policy(stage.run("root", "--policy", "--record", "record"))
    (log,), (witness,) = policy.logs, policy.witnesses

    def ask(payload):
        return subprocess.run(
            [
                *(COMMAND, "verify-proof", "hello.tlog-proof"),
                *("--payload-file", payload, "--log-vkey", str(log.vkey), "--threshold", "1"),
                *("--witness-vkey", str(witness.vkey), "--expected-origin", log.vkey.name),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    accepted = ask("entry")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    (tmp_path / "other").write_text((tmp_path / "entry").read_text().replace("Monday", "Sunday"))
    assert ask("other").returncode != 0

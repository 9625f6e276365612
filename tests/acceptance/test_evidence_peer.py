"""An independent program, in another language, convicts on our evidence and on nothing less."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import add_signature, sign_note
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.evidence import Evidence
from onrecord.record.merkle import leaf_hash, prove_consistency, reader_of, root_of
from tests.acceptance.go_toolchain import compiled

pytestmark = [pytest.mark.peer, pytest.mark.slow]

ORIGIN = "lwg.example/record"
LOG = Ed25519Signer.from_seed(ORIGIN, b"log " * 8)
PRESS = CosignatureSigner.from_seed("press.example/w", bytes(32), lambda: 10**9)
ONE = [leaf_hash(b"entry %d" % index) for index in range(40)]
OTHER = [leaf_hash(b"other %d" % index) for index in range(40)]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    program = compiled(tmp_path_factory, Path(__file__).parent / "go_evidence" / "main.go")
    file = tmp_path_factory.mktemp("evidence") / "evidence.txt"

    def run(evidence):
        file.write_bytes(str(evidence).encode())
        done = subprocess.run(
            [program, file], capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run


def note(leaves, size, signer=LOG):
    signed = sign_note(str(Checkpoint(ORIGIN, size, root_of(leaves[:size]))), signer)
    return add_signature(signed, PRESS)


def forked(small, large):
    if small == large:
        return Evidence(LOG.vkey, note(ONE, small), note(OTHER, large))
    proof = tuple(prove_consistency(reader_of(OTHER), small, large))
    root = root_of(OTHER[:small])
    return Evidence(LOG.vkey, note(ONE, small), note(OTHER, large), root, proof)


@pytest.mark.parametrize(
    ("small", "large"), [(1, 1), (7, 7), (1, 2), (4, 9), (5, 9), (8, 16), (13, 40), (39, 40)]
)
def test_the_peer_convicts(small, large, judge):
    assert judge(forked(small, large)) == (0, f"equivocation {ORIGIN} {small} {large}\n")


def test_the_peer_acquits_whatever_proves_nothing(judge):
    found, same = forked(5, 9), forked(7, 7)
    honest = replace(found, earlier=note(OTHER, 5))
    eve = Ed25519Signer.from_seed(ORIGIN, b"eve " * 8)
    for evidence, why in [
        (honest, "consistent"),
        (replace(same, later=same.earlier), "nothing is proven"),
        (replace(found, log=eve.vkey), "no verifiable signatures"),
        (replace(found, later=note(OTHER, 9, eve)), "no verifiable signatures"),
        (replace(found, proof=found.proof[1:]), "invalid"),
        (replace(found, root=root_of(OTHER[:6])), "invalid"),
    ]:
        status, said = judge(evidence)
        assert status == 1
        assert why in said

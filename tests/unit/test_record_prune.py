"""Pruning removes only what no reader of a published checkpoint needs."""

import pytest

from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.files import FileLogStore
from onrecord.record.log import Log
from onrecord.record.prune import prune
from onrecord.record.reader import LogReader, TamperedTile

ORIGIN = "lwg.example/record"


def grown(tmp_path, sizes):
    store = FileLogStore(tmp_path / "public", tmp_path / "state")
    log, at, points = Log(store, Ed25519Signer.from_seed(ORIGIN, bytes(32)), ORIGIN), 0, []
    for size in sizes:
        note = log.append([b"entry %d" % n for n in range(at, size)]).note
        points.append(parse_checkpoint(note.text))
        at = size
    return store, points


def partials(store):
    return sorted(p.relative_to(store.public).as_posix() for p in store.public.rglob("*.p/*"))


def test_partial_files_go_once_the_full_one_is_published(tmp_path):
    store, points = grown(tmp_path, [5, 250, 300, 520])
    assert prune(store, points[1]) == 0
    assert prune(store, points[2]) == 4
    assert partials(store) == [
        "tile/0/001.p/44",
        "tile/0/002.p/8",
        "tile/1/000.p/1",
        "tile/1/000.p/2",
        "tile/entries/001.p/44",
        "tile/entries/002.p/8",
    ]
    assert prune(store, points[2]) == 0
    for point in points:
        assert len(list(LogReader(store, point).entries())) == point.size
    assert Log(store, Ed25519Signer.from_seed(ORIGIN, bytes(32)), ORIGIN).head == points[-1]


def test_nothing_goes_while_the_full_one_is_wrong(tmp_path):
    store, points = grown(tmp_path, [5, 300])
    path = store.public / "tile/0/000"
    path.write_bytes(bytes(8192))
    before = partials(store)
    with pytest.raises(TamperedTile, match="tile/0/000"):
        prune(store, points[1])
    assert partials(store) == before

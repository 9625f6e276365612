"""Mirroring from honest, broken and hostile servers over real sockets."""

import hashlib
import shutil

import pytest

from onrecord.domain.errors import OnRecordError
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import sign_note
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.evidence import parse_evidence, verify_evidence
from onrecord.record.fetch import FetchFailed, HttpTileSource
from onrecord.record.files import FileLogStore, FileTileSource
from onrecord.record.log import Log
from onrecord.record.merkle import leaf_hash, root_of
from onrecord.record.mirror import Forked, MirrorRefused, RolledBack, mirror
from onrecord.record.reader import LogReader, TamperedTile
from onrecord.record.serving import files_app
from onrecord.record.store import LogBusy, MissingFile
from onrecord.testing.servers import running
from tests.acceptance.hostile_server import HostileServer, cut_short, drip, endless, reply, say

ORIGIN = "lwg.example/record"
LOG = Ed25519Signer.from_seed(ORIGIN, b"log " * 8)


def entries(start, stop, word="entry"):
    return [f"{word} {index}".encode() for index in range(start, stop)]


def publish(home, *batches):
    """A record's public directory with each batch of entries published in turn."""
    log = Log(FileLogStore(home / "public", home / "state"), LOG, ORIGIN)
    for batch in batches:
        log.publish(log.append(batch).note)
    return home / "public"


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """Public directories of one log at 300 and at 700 entries, and of a fork at 700."""
    home = tmp_path_factory.mktemp("log")
    first, second = entries(0, 300), entries(300, 700)
    return {
        300: publish(home / "a", first),
        700: publish(home / "b", first, second),
        "fork": publish(home / "c", entries(0, 299), entries(299, 700, "forged")),
        "fork 300": publish(home / "d", entries(0, 299), entries(299, 300, "forged")),
    }


def checkpoint(public):
    return (public / "checkpoint").read_bytes()


def whole(directory, size):
    """Every entry of the mirror, checked against its own checkpoint."""
    text = checkpoint(directory).decode().split("\n")
    reader = LogReader(
        FileTileSource(directory), Checkpoint(ORIGIN, size, root_of(leaves(directory, size)))
    )
    assert text[1] == str(size)
    return list(reader.entries())


def leaves(directory, size):
    return [leaf_hash(each) for each in entries(0, size)]


def files(directory):
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_a_mirror_is_whole_and_can_itself_be_mirrored(grown, tmp_path):
    with running(files_app(grown[700])) as url:
        done = mirror(url, tmp_path / "one", LOG.vkey)
    assert done.checkpoint.size == 700
    assert checkpoint(tmp_path / "one") == checkpoint(grown[700])
    assert whole(tmp_path / "one", 700) == entries(0, 700)
    with running(files_app(tmp_path / "one")) as url:
        mirror(url, tmp_path / "two", LOG.vkey)
    assert files(tmp_path / "two") == files(tmp_path / "one")
    mirror(str(tmp_path / "two"), tmp_path / "three", LOG.vkey)
    assert files(tmp_path / "three") == files(tmp_path / "one")


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 512])
def test_logs_of_every_shape_are_mirrored(size, tmp_path):
    public = publish(tmp_path / "log", entries(0, size))
    mirror(str(public), tmp_path / "copy", LOG.vkey)
    assert whole(tmp_path / "copy", size) == entries(0, size)


def test_a_mirror_follows_the_log_and_fetches_only_what_is_new(grown, tmp_path):
    mirror(str(grown[300]), tmp_path, LOG.vkey)
    with HostileServer(public=grown[700]) as server:
        done = mirror(server.url, tmp_path, LOG.vkey)
        assert done.checkpoint.size == 700
        assert "tile/entries/000" not in server.seen
        asked = len(server.seen)
        again = mirror(server.url, tmp_path, LOG.vkey)
        assert again.written == 0
        assert len(server.seen) - asked < 8
    assert whole(tmp_path, 700) == entries(0, 700)


def test_where_the_partial_file_is_gone_the_full_one_serves(grown, tmp_path):
    """An old checkpoint, while the server has gone on and removed its partial files."""
    public = tmp_path / "public"
    shutil.copytree(grown[700], public)
    for path in list(public.rglob("*.p")):
        if path.name != "002.p" and "tile/1" not in str(path):
            shutil.rmtree(path)
    shutil.copytree(grown[300] / "tile" / "1", public / "tile" / "1", dirs_exist_ok=True)
    shutil.copy(grown[300] / "checkpoint", public / "checkpoint")
    mirror(str(public), tmp_path / "copy", LOG.vkey)
    assert whole(tmp_path / "copy", 300) == entries(0, 300)


EDGE = "tile/0/002.p/188"
LATE = "tile/entries/002.p/188"
TWISTS = {
    "a checkpoint that is cut short": ("checkpoint", cut_short),
    "a checkpoint that never ends": ("checkpoint", lambda raw: endless),
    "a checkpoint that drips": ("checkpoint", lambda raw: drip),
    "no checkpoint": ("checkpoint", lambda raw: reply(b"", 404)),
    "a checkpoint with one bit changed": (
        "checkpoint",
        lambda raw: reply(raw.replace(b"\n700\n", b"\n701\n")),
    ),
    "a checkpoint that is no text": ("checkpoint", lambda raw: reply(b"\xff" * 500)),
    "a checkpoint elsewhere": (
        "checkpoint",
        lambda raw: say(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.9/checkpoint\r\n\r\n"),
    ),
    "an edge tile with one bit changed": (EDGE, lambda raw: reply(raw[:-1] + b"x")),
    "an edge tile that is cut short": (EDGE, cut_short),
    "an edge tile that is honestly short": (EDGE, lambda raw: reply(raw[:-1])),
    "an edge tile that is too long": (EDGE, lambda raw: reply(raw + bytes(32))),
    "an edge tile that never ends": (EDGE, lambda raw: endless),
    "a full tile with one bit changed": ("tile/0/001", lambda raw: reply(b"x" + raw[1:])),
    "no full tile": ("tile/0/001", lambda raw: reply(b"", 404)),
    "a bundle with one bit changed": ("tile/entries/001", lambda raw: reply(raw[:-1] + b"x")),
    "a bundle with one entry more": (LATE, lambda raw: reply(raw + b"\0\1x")),
    "a bundle that is honestly short": (LATE, lambda raw: reply(raw[:-3])),
    "a bundle that is cut short": (LATE, cut_short),
    "a bundle that never ends": (LATE, lambda raw: endless),
    "a bundle that drips": (LATE, lambda raw: drip),
    "a server that fails": (LATE, lambda raw: reply(b"sorry\n", 500)),
    "a server that says nothing": (LATE, lambda raw: say(b"")),
}


@pytest.mark.parametrize("twist", TWISTS)
@pytest.mark.parametrize("before", ["nothing", "an earlier mirror"])
def test_a_hostile_server_gets_one_line_and_stores_nothing_bad(twist, before, grown, tmp_path):
    path, make = TWISTS[twist]
    held = None
    if before != "nothing":
        mirror(str(grown[300]), tmp_path, LOG.vkey)
        held = checkpoint(tmp_path)
    honest = files(grown[700])
    twists = {path: make(honest[path])}
    with (
        HostileServer(public=grown[700], twists=twists) as server,
        pytest.raises((MirrorRefused, TamperedTile, MissingFile, FetchFailed)) as caught,
    ):
        mirror(HttpTileSource(server.url, timeout=1.0), tmp_path, LOG.vkey)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) > 20
    for name, data in files(tmp_path).items():
        if name == "checkpoint":
            assert data == held
        else:
            assert data == (honest | files(grown[300]))[name], name
    assert (tmp_path / "checkpoint").exists() == (held is not None)
    mirror(str(grown[700]), tmp_path, LOG.vkey)
    assert whole(tmp_path, 700) == entries(0, 700)


def test_an_interrupted_mirror_goes_on_where_it_stopped(grown, tmp_path):
    with HostileServer(public=grown[700], twists={LATE: say(b"")}) as server:
        with pytest.raises(FetchFailed):
            mirror(server.url, tmp_path, LOG.vkey)
        assert not (tmp_path / "checkpoint").exists()
        server.twists.clear()
        server.seen.clear()
        mirror(server.url, tmp_path, LOG.vkey)
        assert [path for path in server.seen if path.startswith("tile/")] == [LATE]
    assert whole(tmp_path, 700) == entries(0, 700)


def test_a_file_that_rotted_in_a_half_made_mirror_is_fetched_again(grown, tmp_path):
    with (
        HostileServer(public=grown[700], twists={LATE: say(b"")}) as server,
        pytest.raises(FetchFailed),
    ):
        mirror(server.url, tmp_path, LOG.vkey)
    for path in ("tile/0/001", "tile/entries/000", EDGE):
        (tmp_path / path).write_bytes(b"rot" + (tmp_path / path).read_bytes()[3:])
    mirror(str(grown[700]), tmp_path, LOG.vkey)
    assert whole(tmp_path, 700) == entries(0, 700)


def test_an_older_state_is_refused_and_the_mirror_stays(grown, tmp_path):
    mirror(str(grown[700]), tmp_path, LOG.vkey)
    before = files(tmp_path)
    with running(files_app(grown[300])) as url, pytest.raises(RolledBack, match=r"300 .* 700"):
        mirror(url, tmp_path, LOG.vkey)
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("held", "offered"), [(300, "fork"), (300, "fork 300"), (700, "fork"), (700, "fork 300")]
)
def test_a_forked_log_leaves_evidence_and_the_mirror_stays(held, offered, grown, tmp_path):
    mirror(str(grown[held]), tmp_path, LOG.vkey)
    before = files(tmp_path)
    with running(files_app(grown[offered])) as url, pytest.raises(Forked) as caught:
        mirror(url, tmp_path, LOG.vkey)
    after = files(tmp_path)
    (added,) = set(after) - set(before)
    assert {name: after[name] for name in before} == before
    assert str(caught.value.path) == str(tmp_path / added)
    evidence = parse_evidence(after[added].decode())
    assert "signed" in verify_evidence(evidence)
    assert {evidence.earlier.raw, evidence.later.raw} == {
        checkpoint(grown[held]),
        checkpoint(grown[offered]),
    }
    assert "\n" not in str(caught.value)


def test_another_logs_key_is_refused(grown, tmp_path):
    eve = Ed25519Signer.from_seed(ORIGIN, b"eve " * 8)
    with pytest.raises(MirrorRefused, match="not signed by the log key"):
        mirror(str(grown[300]), tmp_path, eve.vkey)
    assert files(tmp_path) == {}


def test_the_callers_own_policy_is_asked_before_anything_is_stored(grown, tmp_path):
    def accept(note):
        raise OnRecordError("awaiting witnesses")

    with pytest.raises(OnRecordError, match="awaiting witnesses"):
        mirror(str(grown[300]), tmp_path, LOG.vkey, accept=accept)
    assert files(tmp_path) == {}


def test_a_directory_of_something_else_is_not_overwritten(grown, tmp_path):
    (tmp_path / "checkpoint").write_text("my own notes\n")
    with pytest.raises(MirrorRefused, match="does not hold a mirror of this record"):
        mirror(str(grown[300]), tmp_path, LOG.vkey)
    assert (tmp_path / "checkpoint").read_text() == "my own notes\n"


def test_a_log_beyond_the_limits_is_refused(grown, tmp_path):
    with pytest.raises(MirrorRefused, match="over the limit 299"):
        mirror(str(grown[300]), tmp_path, LOG.vkey, max_entries=299)
    with pytest.raises(MirrorRefused, match="too slow"):
        mirror(str(grown[300]), tmp_path, LOG.vkey, max_seconds=-1)
    huge = sign_note(str(Checkpoint(ORIGIN, 2**62, bytes(32))), LOG)
    twists = {"checkpoint": reply(huge.raw)}
    with (
        HostileServer(public=grown[300], twists=twists) as server,
        pytest.raises(MirrorRefused, match="over the limit"),
    ):
        mirror(server.url, tmp_path, LOG.vkey)
    assert files(tmp_path) == {}


def test_two_mirrors_into_one_directory_do_not_meet(grown, tmp_path):
    def accept(note):
        with pytest.raises(LogBusy):
            mirror(str(grown[300]), tmp_path, LOG.vkey)

    mirror(str(grown[300]), tmp_path, LOG.vkey, accept=accept)


def beside(entry):
    return ["bodies/" + hashlib.sha256(b"text of " + entry).hexdigest()]


def test_texts_beside_the_log_are_checked_by_their_names(grown, tmp_path):
    public = tmp_path / "public"
    shutil.copytree(grown[300], public)
    (public / "bodies").mkdir()
    for entry in entries(0, 299):
        (public / beside(entry)[0]).write_bytes(b"text of " + entry)
    done = mirror(str(public), tmp_path / "copy", LOG.vkey, beside=beside)
    assert done.missing == tuple(beside(b"entry 299"))
    (public / done.missing[0]).write_bytes(b"another text")
    with pytest.raises(MirrorRefused, match="not the text that its name says"):
        mirror(str(public), tmp_path / "other", LOG.vkey, beside=beside)
    assert not (tmp_path / "other" / "checkpoint").exists()
    with pytest.raises(MirrorRefused, match="not the name of a text"):
        mirror(str(public), tmp_path / "third", LOG.vkey, beside=lambda entry: ["../up"])


def test_progress_is_told_to_the_end(grown, tmp_path):
    told = []
    mirror(str(grown[700]), tmp_path, LOG.vkey, progress=lambda *done: told.append(done))
    assert told[-1][0] == told[-1][1] == len(told)

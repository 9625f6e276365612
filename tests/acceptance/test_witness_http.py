"""A witness and a record's files over real sockets."""

import hashlib
import http.client
import multiprocessing
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import parse_note, sign_note, verified
from onrecord.keys.policy import parse_policy
from onrecord.keys.vkey import verifier_for
from onrecord.record import serving
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint
from onrecord.record.collect import collect, heads
from onrecord.record.fetch import FetchFailed, fetch
from onrecord.record.merkle import leaf_hash, prove_consistency, reader_of, root_of
from onrecord.record.serving import files_app
from onrecord.record.witness import Witness, render_submission
from onrecord.record.witness_files import FileWitnessStore
from onrecord.record.witness_http import (
    add_checkpoint,
    latest_checkpoint,
    serve_witness,
    witness_app,
)
from onrecord.testing.servers import running
from tests.acceptance.hostile_server import HostileServer, drip, endless, say

ORIGIN = "lwg.example/record"
LOG = Ed25519Signer.from_seed(ORIGIN, b"log " * 8)
LEAVES = [leaf_hash(f"entry {index}".encode()) for index in range(64)]
FORK = [leaf_hash(f"other {index}".encode()) for index in range(64)]


def make_witness(directory):
    signer = CosignatureSigner.from_seed("press.example/w", b"wit " * 8, lambda: int(time.time()))
    return Witness(signer, {ORIGIN: LOG.vkey}, FileWitnessStore(directory))


def note(size, leaves=LEAVES):
    return sign_note(str(Checkpoint(ORIGIN, size, root_of(leaves[:size]))), LOG)


def proof(old, new, leaves=LEAVES):
    return () if old in (0, new) else tuple(prove_consistency(reader_of(leaves), old, new))


def body(old, new, leaves=LEAVES):
    return render_submission(old, proof(old, new, leaves), note(new, leaves))


@pytest.fixture
def url(tmp_path):
    with running(witness_app(make_witness(tmp_path / "witness"))) as address:
        yield address


def raw(address, *lines, data=b""):
    """Send a request word for word; returns everything that came back."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=5) as wire:
        wire.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
        parts = []
        while part := wire.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_each_status_of_the_protocol_over_the_wire(url):
    hexed = hashlib.sha256(ORIGIN.encode()).hexdigest()
    assert latest_checkpoint(url, ORIGIN, 5) is None
    assert add_checkpoint(url, body(0, 3), 5).status == 200
    conflict = add_checkpoint(url, body(0, 5), 5)
    assert (conflict.status, conflict.content_type) == (409, "text/x.tlog.size")
    assert conflict.body == b"3\n"
    assert add_checkpoint(url, body(3, 5), 5).status == 200
    assert add_checkpoint(url, body(5, 5, FORK), 5).status == 422
    assert add_checkpoint(url, body(5, 9, FORK), 5).status == 422
    assert add_checkpoint(url, b"old 5\n\nnonsense\n", 5).status == 400
    assert add_checkpoint(url, b"x" * 70_000, 5).status == 413
    reply = fetch(f"{url}/{hexed}/checkpoint", timeout=5, limit=9999)
    assert (reply.status, reply.content_type) == (200, "text/plain")
    assert parse_checkpoint(parse_note(reply.body).text).size == 5
    for path in ("", "/", "/add-checkpoint", f"/{hexed}", f"/{hexed.upper()}/checkpoint", "/../"):
        assert fetch(url + path, timeout=5, limit=9999).status in (404, 405)


def test_a_prefix_moves_both_calls(tmp_path):
    with running(witness_app(make_witness(tmp_path), prefix="/witness")) as address:
        assert add_checkpoint(f"{address}/witness", body(0, 3), 5).status == 200
        assert latest_checkpoint(f"{address}/witness", ORIGIN, 5) is not None
        assert add_checkpoint(address, body(3, 3), 5).status == 404


def test_a_thousand_racing_submissions_never_roll_back(tmp_path, url):
    """Eight clients push sizes up and down; every 200 must extend all that were given before."""
    cosigned, lock = [], threading.Lock()

    def push(seed):
        place = urlsplit(url)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
        counts = dict.fromkeys((200, 409), 0)
        old = 0
        for turn in range(125):
            new = max(old, 1 + (turn * 64 + seed * 7) // 125) if turn % 3 else 1 + seed
            old = min(old, new)
            connection.request("POST", "/add-checkpoint", body(old, min(new, 64)))
            reply = connection.getresponse()
            content = reply.read()
            counts[reply.status] += 1
            if reply.status == 409:
                old = int(content)
            else:
                with lock:
                    cosigned.append(min(new, 64))
                old = min(new, 64)
        connection.close()
        return counts

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(push, range(8)))
    assert sum(sum(each.values()) for each in counts) == 1000
    assert sum(each[200] for each in counts) > 50
    assert sum(each[409] for each in counts) > 50
    store = FileWitnessStore(tmp_path / "witness")
    sizes = [parse_checkpoint(parse_note(each).text).size for each in store.history(ORIGIN)]
    assert sizes == sorted(set(sizes))
    assert set(sizes) == set(cosigned)
    assert parse_checkpoint(parse_note(store.latest(ORIGIN)).text).size == max(cosigned)


def serve_in_process(directory, queue):
    serve_witness(make_witness(directory), 0, ready=queue.put)


def test_a_witness_killed_in_the_middle_of_a_race_forgot_nothing_it_answered(tmp_path):
    context = multiprocessing.get_context("spawn")
    acknowledged = 0
    for _ in range(3):
        queue = context.Queue()
        process = context.Process(target=serve_in_process, args=(tmp_path, queue))
        process.start()
        address = queue.get(timeout=30)
        stop = threading.Timer(0.15, process.kill)
        stop.start()
        try:
            while acknowledged < 64:
                latest = latest_checkpoint(address, ORIGIN, 5)
                old = 0 if latest is None else parse_checkpoint(parse_note(latest).text).size
                assert old >= acknowledged
                if add_checkpoint(address, body(old, min(64, old + 1)), 5).status == 200:
                    acknowledged = max(acknowledged, min(64, old + 1))
        except FetchFailed:
            pass
        stop.join()
        process.kill()
        process.join()
        kept = FileWitnessStore(tmp_path).latest(ORIGIN)
        assert parse_checkpoint(parse_note(kept).text).size >= acknowledged
    assert acknowledged > 0


def test_witnesses_behind_addresses_in_the_policy_are_asked(tmp_path):
    signers = [
        CosignatureSigner.from_seed(f"{n}.example/w", n.encode() * 32, lambda: 10**9) for n in "ab"
    ]
    apps = [
        witness_app(
            Witness(signer, {ORIGIN: LOG.vkey}, FileWitnessStore(tmp_path / signer.name[0]))
        )
        for signer in signers
    ]
    with running(apps[0]) as one, running(apps[1]) as two, socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(0)
        third = CosignatureSigner.from_seed("c.example/w", b"c" * 32, lambda: 10**9)
        policy = parse_policy(
            f"log {LOG.vkey}\nwitness a {signers[0].vkey} {one}\n"
            f"witness b {signers[1].vkey} {two}\n"
            f"witness c {third.vkey} http://127.0.0.1:{hole.getsockname()[1]}\n"
            "group two 2 a b c\nquorum two\n"
        )
        start = time.monotonic()
        result = collect(note(7), policy, lambda old: proof(old, 7), {})
        assert time.monotonic() - start < 1
        assert result.satisfied
        assert result.signed == ("a", "b")
        assert set(result.unsigned) == {"c"}
        assert len(verified(result.note, [verifier_for(each.vkey) for each in signers])) == 2
        asked = heads(policy)
        assert set(asked.notes) == {"a", "b"}
        assert set(asked.silent) == {"c"}


@pytest.fixture
def public(tmp_path):
    folder = tmp_path / "public"
    for path, data in {
        "checkpoint": b"a checkpoint\n",
        "tile/0/000.p/3": b"hashes",
        "tile/entries/x001/000": b"entries" * 40_000,
        "bodies/" + "ab" * 32: b"text\n",
        "attachments/" + "cd" * 32: b"<script>",
        ".tmp/secret": b"secret",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "tile" / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    with running(files_app(folder)) as address:
        yield address


def test_requests_that_drip_in_are_cut_and_others_are_still_answered(url, monkeypatch):
    monkeypatch.setattr(serving, "RECEIVE_SECONDS", 0.5)
    place = urlsplit(url)
    wires = [socket.create_connection((place.hostname, place.port), timeout=5) for _ in range(20)]
    start = time.monotonic()
    open_wires = list(wires)
    while open_wires and time.monotonic() - start < 8:
        for wire in list(open_wires):
            try:
                wire.sendall(b"P")
            except OSError:
                open_wires.remove(wire)
        assert add_checkpoint(url, b"nonsense", 5).status == 400
        time.sleep(0.1)
    for wire in wires:
        wire.close()
    assert not open_wires


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("checkpoint", "text/plain; charset=utf-8", "max-age=5"),
        ("tile/0/000.p/3", "application/octet-stream", "immutable"),
        ("tile/entries/x001/000", "application/octet-stream", "immutable"),
        ("bodies/" + "ab" * 32, "text/plain; charset=utf-8", "immutable"),
        ("attachments/" + "cd" * 32, "application/octet-stream", "immutable"),
    ],
)
def test_public_files_are_served_as_tlog_tiles_says(path, kind, cache, public):
    head = raw(public, f"HEAD /{path} HTTP/1.0").decode()
    got = raw(public, f"GET /{path} HTTP/1.0")
    assert head.startswith("HTTP/1.0 200 OK\r\n")
    assert f"Content-Type: {kind}\r\n" in head
    assert cache in head
    assert "nosniff" in head
    assert head.endswith("\r\n\r\n")
    length = len(got.partition(b"\r\n\r\n")[2])
    assert f"Content-Length: {length}\r\n" in head


@pytest.mark.parametrize(
    "path",
    [
        "/", "/link", "/tile/up/secret", "/../secret", "/tile/../checkpoint",
        "/%2e%2e/secret", "/tile/%2e%2e/%2e%2e/secret", "/..%2fsecret", "/.tmp/secret",
        "/tile", "/tile/", "/pipe", "/checkpoint/", "/checkpoint/x", "/checkpoint%00",
        "/" + "a" * 300, "/" + "a/" * 60 + "a", "/nothing",
    ],
)  # fmt: skip
def test_nothing_else_is_served(path, public):
    reply = raw(public, f"GET {path} HTTP/1.0")
    assert reply.startswith(b"HTTP/1.0 404 ")
    assert b"secret" not in reply


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed(method, public):
    reply = raw(public, f"{method} /checkpoint HTTP/1.0")
    assert reply.startswith(b"HTTP/1.0 405 ")
    assert b"Allow: GET, HEAD\r\n" in reply


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (drip, "did not answer in full within 0.4 s"),
        (lambda wire: drip(wire, b"HTTP/1.1 200 OK\r\nX: "), "did not answer in full"),
        (lambda wire: drip(wire, b""), "did not answer in full|does not speak HTTP"),
        (lambda wire: time.sleep(3), "did not answer in full"),
        (endless, "more than the 1000 bytes"),
        (say(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfew"), "cut short: 6 bytes"),
        (say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nfew"), "speak HTTP"),
        (say(b""), "speak HTTP"),
        (say(b"\x00" * 100), "speak HTTP"),
        (say(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500), "speak HTTP"),
        (say(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/\r\n\r\n"), "another place"),
        (say(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n"), "not an http"),
        (say(b"HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n"), "more than 2 times"),
    ],
)
def test_a_hostile_server_costs_a_bounded_time_and_one_line(behave, why):
    with HostileServer(behave) as server:
        start = time.monotonic()
        with pytest.raises(FetchFailed, match=why) as caught:
            fetch(server.url, timeout=0.4, limit=1000, redirects=2)
        assert time.monotonic() - start < 1.5
        assert "\n" not in str(caught.value)


def test_a_redirect_is_never_followed_for_a_submission():
    with HostileServer(say(b"HTTP/1.1 307 Again\r\nLocation: /other\r\n\r\n")) as server:
        with pytest.raises(FetchFailed):
            add_checkpoint(server.url, b"old 0\n", 1)
        assert len(server.seen) == 1


def test_a_closed_port_is_said_plainly():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchFailed, match="nothing listens there"):
        fetch(f"http://127.0.0.1:{port}/", timeout=1, limit=10)


@pytest.mark.parametrize(
    "address",
    ["", "checkpoint", "ftp://a/b", "http://", "http://a:b@c/", "http://a:99999/", "http://a b/",
     "http://a/\n", "file:///etc/passwd", "http://ä/"],
)  # fmt: skip
def test_only_plain_web_addresses_are_fetched(address):
    with pytest.raises(FetchFailed, match="not an http or https address"):
        fetch(address, timeout=1, limit=10)


def test_the_environments_proxy_is_not_used(url, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert add_checkpoint(url, body(0, 3), 5).status == 200

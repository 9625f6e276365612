"""Many documents: how they are read, that order and bytes are kept, and that nothing is lost."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.check.bulk import (
    Answer,
    Answerer,
    Document,
    Output,
    OutputError,
    documents,
    listed,
    run,
)
from onrecord.check.bulk import json_lines as lines_of_json
from onrecord.check.bulk import warc as records_of_warc
from onrecord.check.bulk.documents import NoSuchInput
from onrecord.check.check import Vouched
from onrecord.check.library import Library
from tests.unit.talks_story import LONDON, demo, told

WORDS = "“We are on strike. Nobody goes back to work until the council says so, here,” LWG said."


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    source = demo()
    library = Library("lwg.example/record", "LWG", LONDON, tuple(told(source)), source.parties)
    return Answerer(library, Vouched(24, bytes(32), True))


def texts(path: Path) -> list[tuple[int, str, str | None]]:
    return [(d.place, d.data.decode(), d.fault) for d in documents(listed([str(path)]))]


def test_folders_are_walked_in_order_and_hidden_files_and_links_left_out(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a.txt", ".hidden", "b/one.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    found = [Path(f).relative_to(tmp_path).as_posix() for f in listed([str(tmp_path)])]
    assert found == ["a.txt", "b/one.html", "b/two.txt"]


def test_a_path_that_is_not_there_is_refused_before_anything_begins(tmp_path: Path) -> None:
    with pytest.raises(NoSuchInput, match="cannot be read"):
        listed([str(tmp_path), str(tmp_path / "none")])
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NoSuchInput, match="no file and no folder"):
        listed([str(tmp_path / "pipe")])


@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_give_their_texts_pages_and_days(tmp_path: Path, packed: bool) -> None:
    rows = [
        {"text": "One.", "id": "a", "published": "2031-03-01"},
        {"html": "<p>Two.</p>", "url": "https://g.example/2", "date": "2031-03-02T10:00:00Z"},
    ]
    data = b"\n\n".join(json.dumps(row).encode() for row in rows)
    path = tmp_path / ("in.jsonl.gz" if packed else "in.jsonl")
    path.write_bytes(gzip.compress(data) if packed else data)
    one, two = documents([str(path)])
    assert (one.place, one.name, one.kind, one.data) == (1, "a", "text", b"One.")
    assert (two.place, two.kind, str(two.published)) == (3, "html", "2031-03-02")


FAULTS = [
    (b"{nonsense", "no JSON"),
    (b"[1]", "no JSON object"),
    (b'{"title": "x"}', "neither text nor html"),
    (b'{"text": 5}', "neither text nor html"),
    (b'{"text": "\\ud800"}', "surrogates"),
    (b'{"text": "x", "published": "soon"}', "is no day"),
    (b"[" * 100_000, "no JSON"),
    (b"\xff\xfe", "no JSON"),
]


@pytest.mark.parametrize(("line", "why"), FAULTS)
def test_a_wrong_line_costs_itself_and_no_other(tmp_path: Path, line: bytes, why: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "a"}\n' + line + b'\n{"text": "b"}\n')
    found = texts(path)
    assert [(place, text) for place, text, _ in found] == [(1, "a"), (2, ""), (3, "b")]
    assert why in (found[1][2] or "")


def test_an_overlong_line_is_read_past_and_one_without_end_ends_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_of_json, "LONGEST", 1_000)
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 5_000 + b'"}\n{"text": "b"}\n')
    assert [(p, t) for p, t, _ in texts(path)] == [(1, ""), (2, "b")]
    monkeypatch.setattr(lines_of_json, "SKIPPED", 2_000)
    monkeypatch.setattr(lines_of_json, "LONGEST", 10)
    path.write_bytes(b"x" * 50 + b"\n" * 0 + b"y" * (3 << 20))
    assert "does not end" in (texts(path)[-1][2] or "")


@pytest.mark.parametrize("cut", [10, 20, -4])
def test_a_damaged_archive_gives_what_stands_before_the_damage(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a"}\n' * 50)[:cut])
    found = texts(path)
    assert "damaged" in (found[-1][2] or "")


def warc(path: Path, records: list[tuple[str, str, bytes, str]]) -> None:
    out = b""
    for kind, media, body, status in records:
        block, own = body, f"Content-Type: {media}\r\n"
        if kind == "response":
            head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n"
            block, own = head.encode() + body, "Content-Type: application/http\r\n"
        record = (
            (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://g.example/x\r\n"
                f"WARC-Record-ID: <urn:uuid:{len(out)}>\r\n"
                f"{own}Content-Length: {len(block)}\r\n\r\n"
            ).encode()
            + block
            + b"\r\n\r\n"
        )
        out += gzip.compress(record) if path.suffix == ".gz" else record
    path.write_bytes(out)


@pytest.mark.parametrize("name", ["in.warc", "in.warc.gz"])
def test_an_archive_of_the_web_gives_its_pages_and_texts(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    page = "text/html; charset=utf-8"
    warc(
        path,
        [
            ("response", page, b"<p>One.</p>", "200 OK"),
            ("response", page, b"<p>Gone.</p>", "404 Not Found"),
            ("response", "image/png", b"\x89PNG", "200 OK"),
            ("resource", "text/plain", b"Two.", "200 OK"),
        ],
    )
    found = list(documents([str(path)]))
    assert [(d.place, d.kind, d.data) for d in found] == [
        (1, "html", b"<p>One.</p>"),
        (4, "text", b"Two."),
    ]
    assert found[0].name == "https://g.example/x"


def test_an_archive_is_held_to_limits_and_damage_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.warc"
    warc(path, [("resource", "text/plain", b"x" * 3_000, "200 OK")])
    monkeypatch.setattr(records_of_warc, "MOST", 1_000)
    assert "larger" in (texts(path)[0][2] or "")
    path.write_bytes(b"WARC/1.0\r\n" + b"X-Long: y\r\n" * 200_000)
    assert "too large" in (texts(path)[-1][2] or "")
    path.write_bytes(b"no archive at all\r\n\r\n")
    assert "damaged" in (texts(path)[-1][2] or "")


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["a.jsonl", "a.warc", "a.warc.gz", "a"]))
def test_whatever_a_file_holds_it_gives_documents(
    data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    for document in documents([str(path)]):
        assert len(document.digest) == 64


def held(count: int) -> list[Document]:
    chance = random.Random(7)
    return [
        Document("in", n, f"Paper {n}. {WORDS if chance.random() < 0.2 else 'The sea.'}".encode())
        for n in range(count)
    ]


def test_the_pool_gives_the_same_bytes_in_the_same_order(answerer: Answerer) -> None:
    alone = [a.line for a in run(held(120), answerer, jobs=0)]
    for jobs in (1, 3):
        assert [a.line for a in run(held(120), answerer, jobs=jobs)] == alone
    assert sum(a.differs for a in run(held(120), answerer, jobs=2)) > 0


def test_a_document_without_bearing_is_said_to_have_none(answerer: Answerer) -> None:
    value = json.loads(answerer.answer(Document("in", 1, b"The sea is cold in March.")).line)
    assert value["bears"] is False
    assert value["document"]["path"] == "in"
    assert value["record"]["root"] == bytes(32).hex()


UNRELATED = st.lists(
    st.sampled_from(
        [
            "The sea is cold in March.",
            "“Nobody came,” said a woman at the pier.",
            "Prices rose by 3 per cent in May.",
            "He said the boats would go out on Friday.",
            "“We will paint it blue,” the mayor wrote.",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(UNRELATED)
def test_what_is_said_not_to_bear_has_no_verdict_that_the_record_gives(text: str) -> None:
    source = demo()
    library = Library("lwg.example/record", "LWG", LONDON, tuple(told(source)), source.parties)
    document = Document("in", 1, text.encode())
    whole = Answerer(library, Vouched(24, bytes(32), True), every=True)
    short = Answerer(library, Vouched(24, bytes(32), True))
    if json.loads(short.answer(document).line)["bears"]:
        return
    verdicts = {f["verdict"] for f in json.loads(whole.answer(document).line)["findings"]}
    assert verdicts <= {"not-on-record", "not-checkable", "cannot-tell"}


@dataclass(frozen=True)
class Deadly:
    """An answerer whose worker dies, or hangs, over some documents."""

    real: Answerer

    def warm(self) -> None:
        self.real.warm()

    def answer(self, document: Document) -> Answer:
        if document.name == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if document.name == "hang":
            signal.pause()
        return self.real.answer(document)


@pytest.mark.parametrize("name", ["kill", "hang"])
def test_a_document_that_breaks_its_worker_costs_itself_alone(
    answerer: Answerer, name: str
) -> None:
    given_ = held(30)
    given_[11] = Document("in", 11, b"x", name)
    answers = list(run(given_, Deadly(answerer), jobs=2, seconds=1.5))  # type: ignore[arg-type]
    assert len(answers) == 30
    assert [n for n, a in enumerate(answers) if a.failed] == [11]
    assert "broke its worker" in answers[11].line.decode()


PLAN = {"record": "r", "inputs": ["in"]}


def write(path: Path, answerer: Answerer, given_: list[Document], stop: int | None = None) -> int:
    """Write answers to ``path``, up to ``stop`` of them; gives how many were there before."""
    output, stream = Output(path, PLAN), iter(given_)
    before = sum(1 for _ in output.done(stream))
    for number, document in enumerate(stream, before):
        if stop is not None and number >= stop:
            output.close()
            return before
        output.add(answerer.answer(document).line)
    output.finish()
    return before


@settings(max_examples=30, deadline=None)
@given(stop=st.integers(0, 20), torn=st.integers(0, 200), junk=st.binary(max_size=20))
def test_a_run_that_was_killed_anywhere_goes_on_to_the_same_bytes(
    answerer: Answerer,
    tmp_path_factory: pytest.TempPathFactory,
    stop: int,
    torn: int,
    junk: bytes,
) -> None:
    folder, given_ = tmp_path_factory.mktemp("out"), held(20)
    write(folder / "whole.jsonl", answerer, given_)
    path = folder / "out.jsonl"
    write(path, answerer, given_, stop)
    part = path.with_name("out.jsonl.part")
    if part.exists():
        data = part.read_bytes()
        part.write_bytes(data[: max(0, len(data) - torn)] + junk)
        write(path, answerer, given_)
    assert path.read_bytes() == (folder / "whole.jsonl").read_bytes()
    assert not part.exists()
    assert not path.with_name("out.jsonl.plan").exists()


def test_a_finished_file_another_plan_and_other_inputs_are_refused(
    answerer: Answerer, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"
    write(path, answerer, held(3))
    with pytest.raises(OutputError, match="finished"):
        Output(path, PLAN)
    other = tmp_path / "other.jsonl"
    write(other, answerer, held(5), stop=2)
    with pytest.raises(OutputError, match="another inputs"):
        Output(other, {**PLAN, "inputs": ["else"]})
    with pytest.raises(OutputError, match="the inputs have changed"):
        write(other, answerer, [Document("in", 0, b"else"), *held(5)[1:]])
    (tmp_path / "bare.jsonl.part").write_bytes(b"")
    with pytest.raises(OutputError, match="without its plan"):
        Output(tmp_path / "bare.jsonl", PLAN)


def endless() -> Iterator[Document]:
    number = 0
    while True:
        number += 1
        yield Document("in", number, b"The sea.")


def test_only_a_window_of_documents_is_ever_under_way(answerer: Answerer) -> None:
    taken = 0

    def counted() -> Iterator[Document]:
        nonlocal taken
        for document in endless():
            taken += 1
            yield document

    answers = run(counted(), answerer, jobs=2)
    for _ in range(10):
        next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert taken <= 10 + 2 * 16

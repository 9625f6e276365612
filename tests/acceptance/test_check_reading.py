"""Reading in the bounded child: real files, real limits, and deaths that are told in one line."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import textwrap
import time
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from onrecord.check import sandbox, seccomp
from onrecord.check.raw import Limits, ReadingFailed
from onrecord.check.reading import read
from tests.campaign import fuzz_reading

SENTENCE = "We will not accept the offer of 6.5 percent."


def pdf(*pages, stream=None):
    """A small PDF with one line of text a page."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    kids = []
    objects[3] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    for number, text in enumerate(pages):
        at = 4 + 2 * number
        kids.append(b"%d 0 R" % at)
        body = stream or b"BT /F1 12 Tf 72 700 Td (" + text.encode("cp1252") + b") Tj ET"
        coded = zlib.compress(body)
        objects[at] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (at + 1)
        )
        objects[at + 1] = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (
            len(coded),
            coded,
        )
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, offsets = bytearray(b"%PDF-1.4\n"), {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(objects))
    return bytes(
        out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )


def locked(data, password):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, "owner", algorithm="AES-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_the_kinds_are_read_end_to_end():
    assert read(SENTENCE.encode()).kind == "text"
    page = read(f"<!doctype html><p>{SENTENCE}</p>".encode())
    assert (page.kind, page.text) == ("html", SENTENCE)
    mail = read(f"From: rosa@lwg.example\nSubject: Offer\n\n{SENTENCE}\n".encode())
    assert (mail.kind, mail.text) == ("mail", SENTENCE)
    document = read(pdf(SENTENCE, "No deal."))
    assert (document.kind, document.text) == ("pdf", f"{SENTENCE}\n\nNo deal.")


def test_the_same_bytes_give_the_same_reading():
    data = b"From: a <b@c.example>\nSubject: x\n\nWe will n\xe2\x80\x8bot.\n"
    assert read(data) == read(data)
    assert read(data).tampering[0].kind == "zero-width"


def test_large_text_is_read_in_the_child_like_small_text_here():
    small = ("n\u200bot so — " * 50).encode()
    large = small + b"\n" + b"and so on\n" * 20_000
    reading = read(large)
    assert reading.text.startswith(read(small).text)
    assert reading.tampering[:50] == read(small).tampering[:50]


def test_a_text_past_the_limit_is_cut_and_said():
    reading = read(b"no deal\n" * 20_000, limits=Limits(text_chars=1_000))
    assert len(reading.text) == 1_000
    assert reading.unread == ("Only the first 1,000 characters were read.",)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "it is empty"),
        (b" \n\t", "it is empty"),
        (b"a" * 20_000_001, "20,000,001 bytes"),
        (b"We\x00will", "NUL"),
        (b"PK\x03\x04", "zip"),
        (b"<html>" + b"<div>" * 100_000, "5,000 deep"),
        (b"%PDF-1.4 and nothing more", "damaged"),
        (pdf(SENTENCE)[:400], "damaged"),
        (locked(pdf(SENTENCE), "secret"), "password"),
        (pdf("", stream=b"0 0 m"), "pictures without text"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_what_cannot_be_read_is_one_clear_line(data, line):
    with pytest.raises(ReadingFailed, match=line) as failed:
        read(data, "offer.bin")
    message = str(failed.value)
    assert message.startswith("offer.bin: ")
    assert "\n" not in message
    assert "Traceback" not in message


def test_a_pdf_locked_for_changes_only_is_read():
    assert read(locked(pdf(SENTENCE), "")).text == SENTENCE


def test_pages_of_pictures_are_named():
    reading = read(pdf(SENTENCE, ""))
    assert "no text that can be read, perhaps pictures: 2" in reading.unread[0]


TIGHT = Limits(cpu_seconds=1, wall_seconds=4.0)
BOMBS = {
    "a page of a gigabyte": pdf("", stream=b"BT (a) Tj ET " * 4_000_000),
    "twenty megabytes of one line of text": b"a" * 20_000_000,
    "twenty megabytes of tags": b"<!doctype html>" + b"<p>no deal" * 1_900_000,
    "twenty megabytes of angles": b"<!doctype html>" + b"<" * 19_000_000,
    "twenty megabytes of marks": ("e" + "\u0301\u200b" * 4_000_000).encode(),
    "twenty megabytes of headers": b"From: a@b.example\nSubject: x\n" + b"X-A: b\n" * 2_800_000,
    "twenty megabytes of parts": b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\n\nx\n" * 2_500_000,
    "twenty megabytes of quotes": b"From: a@b.example\nSubject: x\n\n" + b"> > a\n" * 3_300_000,
    "twenty megabytes of base64": b"From: a@b.example\nContent-Transfer-Encoding: base64\n\n"
    + b"YWFh" * 4_900_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_no_more_than_the_limit(name):
    began = time.monotonic()
    try:
        reading = read(BOMBS[name], limits=TIGHT)
    except ReadingFailed as refusal:
        failed = refusal
    else:
        failed = None
        assert len(reading.text) <= TIGHT.text_chars
    assert "\n" not in str(failed)
    assert time.monotonic() - began < TIGHT.wall_seconds + 4


def in_child(code, *, may_start=False):
    """What a line of Python comes to behind the closed doors: its value, or the error's name."""
    source = f"""
import json, sys
from onrecord.check.raw import Limits
from onrecord.check import sandbox_child
import socket, os, subprocess, ctypes
sandbox_child._bound(Limits())
sandbox_child._close_doors(may_start={may_start})
try:
    {code}
    print(json.dumps("done"))
except BaseException as error:
    print(json.dumps(type(error).__name__))
"""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)], capture_output=True, text=True, check=False
    )
    return json.loads(done.stdout) if done.stdout else done.returncode


REFUSED = {
    "a socket": "socket.socket()",
    "a file": "open('/tmp/onrecord-test', 'w')",
    "a file by number": "os.open('/tmp/onrecord-test', os.O_WRONLY | os.O_CREAT)",
    "a folder": "os.mkdir('/tmp/onrecord-test')",
    "another name": "os.rename('/tmp/a', '/tmp/b')",
    "a program": "subprocess.run(['true'])",
    "a fork": "os.fork()",
    "much memory": "bytes(1 << 30)",
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_child_is_refused(name, tmp_path):
    assert in_child(REFUSED[name]) in ("PermissionError", "MemoryError")


def test_the_child_may_read_and_think():
    assert in_child("open('/etc/hostname').read(); import encodings.cp1257") == "done"


def test_the_system_itself_refuses_and_not_only_python():
    libc = (
        "l = ctypes.CDLL(None, use_errno=True); r = {}; assert r == -1 and ctypes.get_errno() == 1"
    )
    for call in (
        "l.socket(2, 1, 0)",
        "l.open(b'/tmp/onrecord-test', 0o101, 0o600)",
        "l.unlink(b'/tmp/onrecord-test')",
        "l.fork()",
    ):
        assert in_child(libc.format(call)) == "done"
    if sys.platform.startswith("linux"):
        assert seccomp.program("aarch64", may_start=True) != seccomp.program(
            "x86_64", may_start=True
        )


def test_a_picture_reader_may_start_a_program_but_reach_no_network():
    line = "assert subprocess.run(['/bin/true'], stdin=subprocess.PIPE).returncode == 0"
    assert in_child(line, may_start=True) == "done"
    assert in_child("socket.socket()", may_start=True) == "PermissionError"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "broke its reader"),
        ("raise SystemExit(3)", "broke its reader"),
        ("print('{')", "broke its reader"),
        ("print('[]')", "broke its reader"),
        ("import time; time.sleep(60)", "took too long"),
        ("while True: print('x' * 1000000)", "took too long"),
        ("import sys; sys.stderr.write('Traceback'); sys.exit(1)", "broke its reader"),
    ],
)
def test_any_death_of_the_child_is_one_line(monkeypatch, body, line):
    monkeypatch.setattr(sandbox, "_CALL", body)
    began = time.monotonic()
    with pytest.raises(ReadingFailed, match=line):
        sandbox.run("html", b"x", Limits(wall_seconds=2.0))
    assert time.monotonic() - began < 5


def test_nothing_that_the_child_started_outlives_it(monkeypatch, tmp_path):
    note = tmp_path / "pid"
    body = (
        "import subprocess, sys; p = subprocess.Popen(['sleep', '60'], stdout=-3);"
        f"open({str(note)!r}, 'w').write(str(p.pid)); print('{{}}')"
    )
    monkeypatch.setattr(sandbox, "_CALL", body)
    sandbox.run("html", b"x", Limits(wall_seconds=5.0))
    number = int(note.read_text())
    for _ in range(100):
        try:
            state = Path(f"/proc/{number}/stat").read_text().split()[2]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.02)
    pytest.fail("the program still runs")


def test_our_own_process_keeps_its_freedoms():
    read(b"<!doctype html><p>x</p>")
    socket.socket().close()
    assert os.access("/tmp", os.W_OK)


def picture(text, ground="white", ink="black", size=(460, 90), kind="PNG", **options):
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", size, ground)
    ImageDraw.Draw(image).text((12, 12), text, font=ImageFont.load_default(20), fill=ink)
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="needs Debian's tesseract-ocr"
)


@needs_tesseract
@pytest.mark.parametrize(
    ("ground", "ink", "options"),
    [
        ("white", "black", {}),
        ("#15202b", "#e8e8e8", {}),
        ("#f6f6f6", "#333", {"kind": "JPEG", "quality": 30}),
        ("#0a7cff", "white", {}),
    ],
    ids=["light", "dark", "poor", "bubble"],
)
def test_a_picture_is_read_and_every_letter_of_it_is_unsure(ground, ink, options):
    reading = read(picture("We will not accept\nthe offer of May.", ground, ink, **options))
    assert reading.kind == "image"
    assert reading.text.split() == ["We", "will", "not", "accept", "the", "offer", "of", "May."]
    (span,) = reading.uncertain
    assert (span.start, span.end) == (0, len(reading.text))


@needs_tesseract
def test_a_picture_without_words_is_said():
    with pytest.raises(ReadingFailed, match="no words"):
        read(picture(""))


@needs_tesseract
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened():
    from PIL import Image

    held = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(held, "PNG")
    with pytest.raises(ReadingFailed, match="too large"):
        read(held.getvalue())


def test_a_picture_without_tesseract_says_what_to_install(monkeypatch):
    from onrecord.check import read_image

    monkeypatch.setattr(read_image.shutil, "which", lambda _: None)
    with pytest.raises(ReadingFailed, match="apt install tesseract-ocr"):
        read_image.read_image(b"\x89PNG", Limits())


@pytest.mark.slow
@pytest.mark.parametrize("name", fuzz_reading.TARGETS)
def test_ten_thousand_damaged_inputs_are_read_or_refused(name):
    tally = fuzz_reading.fuzz(name, 10_000, random.Random(name))
    assert tally.total() == 10_000
    assert tally["read"] > 1_000

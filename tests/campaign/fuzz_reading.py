"""Throw random and mutated bytes at every reader of texts, pages, mails and PDFs.

    python -m tests.campaign.fuzz_reading 1000000 [seed]

Runs the readers in this process, without the child that would hide a fault: each input must be
read, with every span inside the text, or refused with ``ReadingFailed``; and none may take longer
than a second of processor time. Any other exception ends the run with a traceback and the input's
hexadecimal digits.
"""

# ruff: noqa: E501  the seeds stand as they would come

import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable

from onrecord.check.finish import finished, from_json, to_json
from onrecord.check.kinds import kind_of
from onrecord.check.raw import Limits, Raw, ReadingFailed
from onrecord.check.read_html import read_html
from onrecord.check.read_mail import read_mail
from onrecord.check.read_pdf import read_pdf
from onrecord.check.read_text import read_text

LIMITS = Limits(depth=20, parts=50)
SECONDS = 1.0

TEXT = "We will n\u200bоt accept “this”.\r\n\u202eon\u202c deal, ＮＯＴ 𝗻𝗼 👩‍🚀 e\u0301 n\u00adot\n".encode()
PAGE = (
    b'<!doctype html><html><head><meta charset="utf-8"><title>Talks</title><style>.x{display:none}'
    b' p b{color:#fff;background:url(x)}</style><script type="application/ld+json">{"datePublished":'
    b'"2031-03-02T07:30:00+01:00"}</script></head><body><nav>Home</nav><article><h1>Talks</h1><p>We'
    b' will <span class=x>not</span> <b style="font:0px a">never</b> accept &ldquo;it&rdquo;.<br>No.'
    b"<!-- a b c --><figure><figcaption>Gate</figcaption></figure><template>a</template><table><tr>"
    b"<td>1</table><pre> a\n b</pre></article></body></html>"
)
MAIL = (
    b"From: =?utf-8?q?Eve_R=C3=ADos?= <eve@x.example>\r\nDate: Tue, 4 Mar 2031 10:00:00 +0000\r\n"
    b'Subject: Fwd: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    b'--b\r\nContent-Type: multipart/alternative; boundary="c"\r\n\r\n--c\r\nContent-Type: text/plain;'
    b" format=flowed; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"See =\r\nit.\r\n\r\nOn 1 Mar 2031, Rosa wrote:\r\n\r\n> -----Original Message-----\r\n> From:"
    b" Rosa\r\n> Sent: 1 Mar\r\n> Subject: x\r\n>\r\n> No deal.\r\n\r\n-- \r\nE\r\n--c\r\nContent-Type:"
    b" text/html; charset*=utf-8''utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+Tm8gPGI+ZGVhbD"
    b"wvYj4uPC9wPg==\r\n--c--\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b\r\n\r\nInner.\r\n"
    b"--b--\r\n"
)
PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[4 0"
    b" R]>>\nendobj\n3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\n"
    b"endobj\n4 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
    b"/Contents 5 0 R>>\nendobj\n5 0 obj\n<</Length 44>>stream\nBT /F1 12 Tf 72 700 Td (We will not."
    b") Tj ET     \nendstream\nendobj\ntrailer<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF"
)
Reader = Callable[[bytes, Limits], Raw]
TARGETS: dict[str, tuple[Reader, bytes]] = {
    "text": (read_text, TEXT),
    "html": (read_html, PAGE),
    "mail": (read_mail, MAIL),
    "pdf": (read_pdf, PDF),
}
SCRAPS = [
    b"\0", b"\r\n", b"\n\n", b"--b\r\n", b"--c--", b">> ", b"=", b"=?utf-8?b?", b"\xe2\x80\xae",
    b"\xe2\x80\x8b", b"<div>", b"</p>", b"<!--", b"&#x202e;", b"<template>", b"<svg><style>", b'"',
    b"Content-Type: message/rfc822\n\n", b"From: ", b"-----Original Message-----\n", b"9" * 30,
    b"<<", b">>", b" 0 R", b"[", b"stream\n", b"/Length -1", b"/Filter/FlateDecode", b"\xff\xfe",
]  # fmt: skip


class TooSlow(BaseException):
    """An input took longer than it may."""


def _alarm(_number: int, _frame: object) -> None:
    raise TooSlow


def _mutate(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 4, 9))):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(5):
            case 0 if at < len(data):
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 20)]
            case 2:
                data[at:at] = chance.choice(SCRAPS) * chance.choice((1, 1, 3, 50))
            case 3:
                data[at:at] = data[at:end] * chance.choice((1, 1, 8))
            case _:
                del data[end:]
    return bytes(data)


def _one_line(refused: ReadingFailed) -> str:
    if "\n" in str(refused) or not str(refused):
        raise AssertionError(f"not one clear line: {refused}")
    return "refused"


def _try(reader: Reader, raw: bytes) -> str:
    try:
        reading = finished(reader(raw, LIMITS), LIMITS)
    except ReadingFailed as refused:
        return _one_line(refused)
    assert from_json(to_json(reading), reading.kind) == reading  # every span is inside
    return "read"


def fuzz(
    name: str,
    count: int,
    chance: random.Random,
    progress: Callable[[int], None] | None = None,
) -> Counter[str]:
    """``count`` inputs for one reader: how many were read and how many refused."""
    reader, seed = TARGETS[name]
    tally: Counter[str] = Counter()
    before = signal.signal(signal.SIGVTALRM, _alarm)
    try:
        for number in range(count):
            size = chance.randrange(300)
            raw = chance.randbytes(size) if number % 10 == 0 else _mutate(seed, chance)
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                tally[_try(reader, raw)] += 1
                _kind(raw)
            except BaseException:
                print(f"input {number} of {name}: {raw.hex()}", file=sys.stderr)
                raise
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            if progress and number % 1_000 == 999:
                progress(number + 1)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return tally


def _kind(raw: bytes) -> None:
    try:
        kind_of(raw, "-")
    except ReadingFailed as refused:
        _one_line(refused)


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else 1_000_000
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().getrandbits(32)
    for name in TARGETS:
        share = count
        start = time.monotonic()

        def progress(done: int, name: str = name, share: int = share, start: float = start) -> None:
            left = (share - done) * (time.monotonic() - start) / done
            print(f"\r{name}: {done:,} of {share:,}, {left:,.0f} s left  ", end="", file=sys.stderr)

        tally = fuzz(name, share, random.Random(f"{seed} {name}"), progress)
        print(file=sys.stderr)
        seconds = time.monotonic() - start
        rows = ", ".join(f"{times:,} {outcome}" for outcome, times in sorted(tally.items()))
        print(f"{name}: {share:,} inputs in {seconds:.0f} s: {rows}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"seed {seed}, peak {peak} MiB; nothing else was raised, nothing took over {SECONDS} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What reading finds and what it costs: tricks undone, forwarded mails opened, time for each kind.

Run ``python bench/check_reading.py [--pictures]``. Times are medians of several runs, spread beside
them; ``in the child`` counts the start of the child process. ``--pictures`` renders sentences in
the fonts of this machine, light, dark, as a poor JPEG and as chat bubbles, and has them read
(needs tesseract and Pillow; minutes).
"""

from __future__ import annotations

import argparse
import io
import json
import re
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from onrecord.check.finish import finished  # noqa: E402
from onrecord.check.hygiene import clean  # noqa: E402
from onrecord.check.misreading import ocr_confusable  # noqa: E402
from onrecord.check.raw import Limits, ReadingFailed  # noqa: E402
from onrecord.check.read_mail import read_mail  # noqa: E402
from onrecord.check.reading import read  # noqa: E402
from tests.unit.mail_fixtures import fixtures  # noqa: E402

GOLDEN = ROOT / "tests" / "golden" / "check"
LIMITS = Limits()
SENTENCES = (
    "We will not accept the offer.",
    "The strike begins on 2 May.",
    "Pay rises by 6.5% in modern terms.",
    "Members voted 1,250 to 108.",
)


def tricks():
    rows = [json.loads(line) for line in (GOLDEN / "tricks.jsonl").read_text().splitlines()]
    undone = told = 0
    for row in rows:
        cleaned = clean(row["written"])
        undone += cleaned.text == row["read"]
        told += {trick.kind for trick in cleaned.tampering} == {row["trick"]}
    print(f"tricks undone {undone}/{len(rows)}, told {told}/{len(rows)}")
    honest = (GOLDEN / "tricks-none.txt").read_text().splitlines()
    print(
        f"honest lines reported {sum(bool(clean(line).tampering) for line in honest)}/{len(honest)}"
    )
    articles = sorted((ROOT / ".." / "shared" / "data" / "polnear").rglob("*.txt"))
    texts = [path.read_text("utf-8", "replace") for path in articles]
    reported = [text for text in texts if clean(text).tampering]
    print(f"news articles reported {len(reported)}/{len(texts)} (../shared/data/polnear)")


def mails():
    rows = list(fixtures())
    found = 0
    for _, data, body in rows:
        reading = finished(read_mail(data, LIMITS), LIMITS)
        spans = [part.span for part in reading.parts if part.kind == "quoted-original"]
        words = " ".join(reading.text[span.start : span.end] for span in spans).split()
        found += words == body.split()
    print(f"forwarded mails whose original is found whole and alone {found}/{len(rows)}")


def timed(name, data, runs):
    times, said = [], ""
    for _ in range(runs):
        began = time.perf_counter()
        try:
            said = f"{len(read(data).text):,} characters"
        except ReadingFailed as failed:
            said = str(failed)[:60]
        times.append((time.perf_counter() - began) * 1000)
    low, mid, high = min(times), statistics.median(times), max(times)
    print(f"{name:<42} {mid:>9.1f} ms  ({low:.1f} to {high:.1f})  {said}")


def costs():
    words = "The union’s chair said: “We will not accept it.” "
    page = f"<!doctype html><article>{f'<p>{words * 3}</p>' * 40}</article>".encode()
    mail = next(data for name, data, _ in fixtures() if name.startswith("thrice-en"))
    timed("text of 1,000 words, here", (words * 100).encode(), 50)
    timed("text of 100 kB, here", (words * 1_900).encode(), 20)
    timed("page of 1,000 words, in the child", page, 20)
    timed("mail forwarded three times, in the child", mail, 20)
    big = 20_000_000
    begin = b"From: a@b.example\nSubject: x\n"
    for name, data in {
        "20 MB of text": words.encode() * 350_000,
        "20 MB on one line": b"a" * big,
        "20 MB of paragraphs": b"<!doctype html>" + b"<p>no <b>deal</b>" * (big // 18),
        "20 MB of <": b"<!doctype html>" + b"<" * (big - 100),
        "a page nested 4,900 deep": b"<!doctype html>" + b"<div>" * 4_900 + b"x",
        "20 MB of mail headers": begin + b"X-A: b\n" * (big // 8),
        "20 MB of mail parts": begin
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\n\nx\n" * (big // 9),
        "a content type of 20,000 semicolons": begin
        + b"Content-Type: text/plain"
        + b";" * 20_000
        + b"\n\nx",
        "20 MB of quoted lines": begin + b"\n" + b"> > a\n" * (big // 7),
        "2 MB of zero-width characters": "n\u200bot ".encode() * 290_000,
    }.items():
        timed(name, data[: LIMITS.input_bytes], 3)


def drawn(text, font, style):
    from PIL import Image, ImageDraw

    ground, ink = {"dark": ("#15202b", "#e8e8e8")}.get(style, ("white", "black"))
    image = Image.new("RGB", (520, 110), ground)
    pen = ImageDraw.Draw(image)
    if style == "bubble":
        pen.rounded_rectangle((6, 6, 500, 60), 16, fill="#0a7cff")
        ink = "white"
    pen.text((20, 20), text, font=font, fill=ink)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=30 if style == "poor" else 85)
    return held.getvalue()


def pictures():
    from PIL import ImageFont

    files = sorted(Path("/usr/share/fonts/truetype").rglob("*.ttf"))
    chosen = [path for path in files if not re.search("Math|Narrow-Bold|ExtraLight", path.name)][
        :12
    ]
    total, exact, excused, wrong = {}, {}, {}, []
    for path in chosen:
        font = ImageFont.truetype(str(path), 19)
        for style in ("light", "dark", "poor", "bubble"):
            for sentence in SENTENCES:
                try:
                    got = read(drawn(sentence, font, style)).text.split()
                except ReadingFailed:
                    got = []
                want = sentence.split()
                total[style] = total.get(style, 0) + 1
                exact[style] = exact.get(style, 0) + (got == want)
                pairs = zip(got, want, strict=False)
                alike = len(got) == len(want) and all(
                    a == b or ocr_confusable(a, b) for a, b in pairs
                )
                excused[style] = excused.get(style, 0) + alike
                if not alike:
                    wrong.append((path.stem, style, " ".join(got)))
    for style, count in total.items():
        print(
            f"pictures, {style}: {exact[style]}/{count} exact,"
            f" {excused[style]}/{count} exact or a misreading that letters explain"
        )
    for row in wrong[:8]:
        print("  not explained:", *row)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", action="store_true")
    args = parser.parse_args()
    if args.pictures:
        pictures()
        return
    tricks()
    mails()
    costs()


if __name__ == "__main__":
    main()

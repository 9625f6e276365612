"""Pages: what a reader sees, and apart from it what the page hides."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.check.finish import finished, from_json, to_json
from onrecord.check.html_meta import day_of
from onrecord.check.kinds import kind_of
from onrecord.check.misreading import ocr_confusable
from onrecord.check.raw import Limits, ReadingFailed
from onrecord.check.read_html import read_html
from onrecord.check.read_text import DAMAGED, GUESSED, read_text

LIMITS = Limits()


def read(page):
    data = page.encode() if isinstance(page, str) else page
    return finished(read_html(data, LIMITS), LIMITS)


def words_of(reading, kind):
    spans = [piece.span for piece in reading.parts if piece.kind == kind]
    return " ".join(reading.text[span.start : span.end] for span in spans)


HIDING = {
    "display": '<span style="display:none">not </span>',
    "important": '<span style="DISPLAY : none !important; display: inline">not </span>',
    "visibility": '<span style="visibility:hidden">not </span>',
    "no size": '<span style="font-size:0">not </span>',
    "one pixel": '<span style="font-size:1px">not </span>',
    "a short font": '<span style="font: 0px serif">not </span>',
    "a size of a size": '<b style="font-size:10%"><i style="font-size:.1em">not </i></b>',
    "white": '<span style="color:white">not </span>',
    "nearly white": '<span style="color:#fefefd">not </span>',
    "white by numbers": '<span style="color:rgb(255, 255, 255)">not </span>',
    "black on black": '<span style="background:#000;color:black">not </span>',
    "see-through letters": '<span style="color:rgba(0,0,0,0)">not </span>',
    "transparent": '<span style="color:transparent">not </span>',
    "an old font": '<font color="#FFFFFF">not </font>',
    "opacity": '<span style="opacity:0">not </span>',
    "off the page": '<span style="position:absolute;left:-9999px">not </span>',
    "indented away": '<span style="text-indent:-999em">not </span>',
    "clipped": '<span style="position:absolute;clip:rect(0,0,0,0)">not </span>',
    "cut": '<span style="clip-path: inset(100%)">not </span>',
    "no height": '<span style="overflow:hidden;max-height:0">not </span>',
    "no scale": '<span style="transform:scale(0)">not </span>',
    "Outlook": '<span style="mso-hide:all">not </span>',
    "the attribute": "<span hidden>not </span>",
    "a class": '<span class="z">not </span>',
    "a nested class": '<b><span class="y">not </span></b>',
    "an id over a class": '<span class="shown" id="gone">not </span>',
}
SHEET = (
    "<style>.z{display:none} p b .y{color:#fff} .shown{display:inline} #gone{display:none}</style>"
)


@pytest.mark.parametrize("name", HIDING)
def test_a_hidden_word_is_kept_apart_and_told(name):
    reading = read(f"<html>{SHEET}<p>We will {HIDING[name]}accept it.</p>")
    assert words_of(reading, "visible") == "We will accept it."
    assert words_of(reading, "hidden") == "not"
    (trick,) = reading.tampering
    assert trick.kind == "hidden-text"
    assert reading.text[trick.span.start : trick.span.end] == "not"


SHOWN = {
    "for the deaf ear": '<span aria-hidden="true">not </span>',
    "white on blue": '<b style="background:#0000ff"><i style="color:#fff">not </i></b>',
    "white on a picture": '<b style="background:url(x.png)"><i style="color:#fff">not </i></b>',
    "back again": '<b style="visibility:hidden"><i style="visibility:visible">not </i></b>',
    "small but there": '<span style="font-size:9px">not </span>',
    "half faded": '<span style="opacity:.5">not </span>',
    "printed only away": "<style>@media print{.p{display:none}}</style><span class=p>not </span>",
    "moved a little": '<span style="position:relative;left:-2px">not </span>',
    "a link in a white text": '<a href="#">not </a>',
    "an odd colour": '<span style="color:var(--ink)">not </span>',
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_can_be_seen_is_not_called_hidden(name):
    reading = read(f"<html><p>We will {SHOWN[name]}accept it.</p>")
    assert reading.text == "We will not accept it."
    assert reading.tampering == ()


def test_templates_and_comments_are_hidden_parts_but_no_tricks():
    reading = read("<p>No deal.</p><template>A <b>deal</b></template><!-- they do agree -->")
    assert words_of(reading, "visible") == "No deal."
    assert words_of(reading, "hidden") == "A deal they do agree"
    assert reading.tampering == ()


ARTICLE = """<!doctype html><html><head><title>Talks resume | The Daily Post</title>
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle",
"datePublished":"2031-03-02T07:30:00+01:00"}]}</script>
<meta property="article:published_time" content="2031-03-02T07:30:00+01:00">
<style>body{color:#222}</style><script>var a = "<p>not text</p>";</script></head>
<body><nav><ul><li>Home</li><li>News</li></ul></nav><header><h1>Talks resume</h1></header>
<article><p class="byline">By Eve Ríos</p><p>The union&rsquo;s chair said:
&ldquo;We will not accept it.&rdquo;</p><figure><img src="x.jpg" alt="gate"><figcaption>Amina at
the gate.</figcaption></figure><div class="share-tools">Share this story</div>
<blockquote><p>No deal.</p></blockquote><p>It was<br>late.</p></article>
<aside class="related">More stories that we like</aside><footer>About us</footer></body></html>"""


def test_an_article_is_read_without_what_lies_around_it():
    reading = read(ARTICLE)
    assert reading.text.split("\n\n") == [
        "Talks resume",
        "By Eve Ríos",
        "The union’s chair said: “We will not accept it.”",
        "Amina at the gate.",
        "No deal.",
        "It was\nlate.",
    ]
    assert reading.published == date(2031, 3, 2)
    assert ("published", "2031-03-02T07:30:00+01:00") in reading.claims
    assert ("title", "Talks resume | The Daily Post") in reading.claims
    assert "left out" in reading.unread[0]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2031-03-01T20:00:00-08:00", date(2031, 3, 1)),
        ("20310301T200000Z", date(2031, 3, 1)),
        ("Sat, 01 Mar 2031 20:00:00 GMT", date(2031, 3, 1)),
        ("March 1st, 2031", date(2031, 3, 1)),
        ("sábado, 1 de marzo de 2031 20:00", date(2031, 3, 1)),
        ("3/4/2031", None),
        ("2031-13-01", None),
        ("soon", None),
    ],
)
def test_a_written_date_is_a_day_or_nothing(written, day):
    assert day_of(written) == day


def test_a_page_in_an_old_encoding_is_read_as_it_says():
    page = '<meta charset="iso-8859-1"><p>Señor “Núñez”</p>'.encode("cp1252")
    assert read(page).text == "Señor “Núñez”"


HOSTILE = {
    "a thousand deep": b"<div>" * 1_000 + b"No deal." + b"</div>" * 1_000,
    "a thousand spans deep": b"<p>" + b"<span style='color:red'>" * 1_000 + b"No deal.",
    "entities of entities": b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><p>&b;No deal.',
    "many entities": b"<p>No deal." + b"&amp;" * 500_000,
    "attributes": b"<p " + b"a=1 " * 500_000 + b">No deal.",
    "angles": b"<" * 1_000_000 + b"<p>No deal.",
    "comments": b"<!--" * 200_000 + b"--><p>No deal.",
    "sheets": b"<style>" + b".a{color:red}" * 20_000 + b"</style><p class=a>No deal.",
    "open comments in a sheet": b"<style>" + b"/*" * 100_000 + b"</style><p>No deal.",
    "open rules": b"<style>" + b"@media{{" * 60_000 + b"</style><p>No deal.",
    "selectors": b"<style>" + b"a " * 100_000 + b"{color:red}</style><p>No deal.",
    "deep JSON": b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>No deal.",
    "long numbers": b'<script type="application/ld+json">'
    + b"9" * 100_000
    + b"</script><p>No deal.",
    "metas": b"<meta name=date content=x>" * 20_000 + b"<p>No deal.",
    "styles": b'<p style="' + b"a:b;" * 100_000 + b'">No deal.',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_soon(name):
    began = time.process_time()
    reading = read(HOSTILE[name])
    assert time.process_time() - began < 2
    assert "No deal." in reading.text or name in ("comments", "angles")


def test_nesting_past_all_use_is_refused():
    with pytest.raises(ReadingFailed, match="more than 5,000 deep"):
        read(b"<div>" * 100_000)


def test_nul_and_broken_bytes_do_not_stop_a_page():
    assert "No deal." in read(b"<p>No\x00 deal.\xff\xfe</p>").text


def test_mutated_pages_are_always_read():
    chance = random.Random(5)
    seeds = [ARTICLE.encode(), *(f"{SHEET}<p>{piece}</p>".encode() for piece in HIDING.values())]
    for _ in range(1_500):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 4, 12))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 5))] = chance.randbytes(chance.choice((0, 1, 3)))
        reading = read(bytes(data))
        assert all(0 <= p.span.start < p.span.end <= len(reading.text) for p in reading.parts)


@given(st.binary(max_size=200))
def test_any_bytes_are_some_page(data):
    reading = read(b"<p>" + data)
    assert from_json(to_json(reading), "html") == reading


@given(st.binary(max_size=200))
def test_any_bytes_are_some_text_or_refused_for_nul(data):
    try:
        finished(read_text(data, LIMITS), LIMITS)
    except ReadingFailed:
        assert 0 in data


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xc3\xa9", "café"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café".encode("utf-16"), "café"),
        (b"\xfe\xff\x00c\x00a\x00f\x00\xe9", "café"),
        (b"W\x00e\x00'\x00l\x00l\x00 \x00b\x00e\x00", "We'll be"),
    ],
)
def test_an_encoding_that_can_be_known_is_known(data, text):
    raw = read_text(data, LIMITS)
    assert (raw.text, raw.unread) == (text, [])


def test_an_encoding_that_was_guessed_is_said():
    raw = read_text(b"caf\xe9 \x93no\x94", LIMITS)
    assert (raw.text, raw.unread) == ("café “no”", [GUESSED])
    assert read_text(b"caf\xe9 \x81", LIMITS).unread == [GUESSED, DAMAGED]


def test_nul_is_refused():
    with pytest.raises(ReadingFailed, match="NUL"):
        read_text(b"We will\x00 not", LIMITS)


KINDS = {
    "text": [
        (b"We'll be back.", "talks.html"),
        (b"From here on: nothing.\n\nSubject to change.", "-"),
        (b"BMW will not say.", "-"),
        (b"1 < 2 and 3 > 2", "-"),
        ("Das ist ein Text.".encode("utf-16"), "-"),
        (b"Note: this is no mail\n\nAt all.", "-"),
        (b"MZ is a syllable; BZ too.", "-"),
    ],
    "html": [
        (b"<!DOCTYPE html><p>x", "-"),
        (b"\xef\xbb\xbf\n<!-- a --><html>", "-"),
        ("<html><p>x".encode("utf-16"), "-"),
        (b"<p>a</p><p>b</p>", "-"),
        (b"Text <b>bold</b> <i>x</i>", "a.html"),
        (b"From: x\nSubject: y" and b"<div>From: x</div><div>Subject: y</div>", "-"),
    ],
    "mail": [
        (b"Return-Path: <a@b>\r\nFrom: a@b\r\n\r\nx", "-"),
        (b"From a@b Tue Mar 4\nFrom: a@b\nSubject: x\n\ny", "-"),
        (b"From: a@b\nSubject: x\nTo: c\n\n<html>", "-"),
        (b"Subject: x\n\ny", "a.eml"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>x", "-"),
    ],
    "pdf": [(b"%PDF-1.4\n", "-"), (b"junk\n%PDF-1.7", "x.txt")],
    "image": [
        (b"\x89PNG\r\n\x1a\n....", "-"),
        (b"\xff\xd8\xff\xe0", "-"),
        (b"RIFF....WEBPVP8", "-"),
    ],
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_content_tells_the_kind(kind):
    for data, name in KINDS[kind]:
        assert kind_of(data, name) == kind, data


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"PK\x03\x04....", "save it as PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Outlook"),
        (b"{\\rtf1 x}", "rich text"),
        (b"\x1f\x8b\x08", "unpack"),
        (b"....ftypheic", "JPEG"),
        (b"....ftypisom", "film"),
        (b"RIFF....WAVE", "sound"),
        (b"\x7fELF", "program"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(data, line):
    with pytest.raises(ReadingFailed, match=line):
        kind_of(data, "-")


CONFUSED = [("rn", "m"), ("modern", "modem"), ("0", "O"), ("1", "l"), ("I", "l"), ("5", "S"),
            ("cl", "d"), ("vv", "w"), ("deal", "cleal"), ("will", "wi11"), ("6.5", "6,5"),
            ("cafe", "café"), ("not", "nol"), ("8", "B"), ("union", "unlon"), ("it's", "it’s"),
            ("burn", "bum"), ("li", "h"), ("1,200", "l,2OO")]  # fmt: skip
DISTINCT = [("may", "will"), ("always", "never"), ("is", "was"), ("accept", "except"), ("15", "50"),
            ("not", "now"), ("March", "May"), ("", "a"), ("a", ""), ("same", "same"), ("9", "4"),
            ("union", "employers"), ("accept", "not accept"), ("6.5", "5.6"), ("1200", "12000"),
            ("a" * 61, "o" * 61)]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), CONFUSED)
def test_letters_that_look_alike_in_a_picture_may_be_misread(a, b):
    assert ocr_confusable(a, b)
    assert ocr_confusable(b, a)


@pytest.mark.parametrize(("a", "b"), DISTINCT)
def test_words_that_do_not_look_alike_are_not_misread(a, b):
    assert not ocr_confusable(a, b)
    assert not ocr_confusable(b, a)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"text": 3},
        {"text": "a", "parts": [["visible", 0, 9]], "tampering": [], "claims": [], "uncertain": [],
         "unread": [], "published": None},
        {"text": "a", "parts": [], "tampering": [], "claims": [[1, 2]], "uncertain": [],
         "unread": [], "published": None},
        {"text": "a", "parts": [], "tampering": [], "claims": [], "uncertain": [[True, 1]],
         "unread": [], "published": "soon"},
    ],
)  # fmt: skip
def test_an_answer_of_the_child_is_not_trusted(answer):
    with pytest.raises(ReadingFailed, match="no sensible answer"):
        from_json(answer, "html")

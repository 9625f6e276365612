"""Mail is opened down to the words first sent; what it claims of itself stays a claim."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.check import forwards
from onrecord.check.finish import finished
from onrecord.check.kinds import kind_of
from onrecord.check.mime import MAX_HEADER, decoded_words, parameters, parse_mail, unflow
from onrecord.check.raw import Limits
from onrecord.check.read_mail import read_mail
from tests.unit.mail_fixtures import HEADERS, alternative, attached, fixtures, part

LIMITS = Limits()
FIXTURES = list(fixtures())


def read(data):
    return finished(read_mail(data, LIMITS), LIMITS)


def words_of(reading, kind):
    spans = [piece.span for piece in reading.parts if piece.kind == kind]
    return " ".join(reading.text[span.start : span.end] for span in spans).split()


def kinds(reading):
    return [trick.kind for trick in reading.tampering]


def test_there_are_fixtures_enough():
    assert len(FIXTURES) >= 200
    assert len({name for name, _, _ in FIXTURES}) == len(FIXTURES)


@pytest.mark.parametrize(("name", "data", "body"), FIXTURES, ids=[row[0] for row in FIXTURES])
def test_the_words_first_sent_are_found_whole_and_alone(name, data, body):
    assert kind_of(data, "-") == "mail"
    reading = read(data)
    assert words_of(reading, "quoted-original") == body.split()
    assert "html-plain-mismatch" not in kinds(reading)
    assert ("from", "Eve Ríos <eve@x.example>") in reading.claims
    assert any("Rosa Field" in value for name, value in reading.claims if name == "original-from")


def test_the_date_of_the_original_is_the_anchor_and_a_claim():
    reading = read(attached("See.", "No deal.", "base64"))
    assert reading.published == date(2031, 3, 1)
    assert ("original-date", "Sat, 1 Mar 2031 20:00:00 -0800") in reading.claims
    assert ("date", "Tue, 4 Mar 2031 10:00:00 +0000") in reading.claims


def test_a_mail_that_quotes_nothing_is_its_own_words():
    reading = read(HEADERS + part("No deal.\n", "8bit"))
    assert words_of(reading, "visible") == ["No", "deal."]
    assert [piece.kind for piece in reading.parts] == ["visible"]


def test_an_address_shown_as_a_name_is_told():
    reading = read(b"From: president@union.example <x@evil.test>\nSubject: Deal\n\nDeal.\n")
    assert ("from", "president@union.example <x@evil.test>") in reading.claims
    assert kinds(reading) == ["display-name"]
    assert "x@evil.test" in reading.tampering[0].says


def test_an_encoded_address_as_a_name_is_told():
    data = b"From: =?utf-8?q?president=40union=2Eexample?= <x@evil.test>\nSubject: Deal\n\nDeal.\n"
    assert kinds(read(data)) == ["display-name"]


def test_two_senders_are_told_and_both_claimed():
    data = b"From: rosa@lwg.example\nFrom: x@evil.test\nSubject: a\nSubject: b\n\nDeal.\n"
    reading = read(data)
    assert kinds(reading) == ["two-senders", "repeated-header"]
    assert [value for name, value in reading.claims if name == "from"] == [
        "rosa@lwg.example",
        "x@evil.test",
    ]


def test_an_honest_sender_is_not_told():
    for sender in (b'"Field, Rosa" <rosa@lwg.example>', b"rosa@lwg.example",
                   b'"r@lwg.example" <r@lwg.example>', b"LWG <news@lwg.example>"):  # fmt: skip
        assert kinds(read(b"From: " + sender + b"\nSubject: x\n\nNo deal.\n")) == []


MISMATCH = (
    b'Content-Type: multipart/alternative; boundary="b"\nFrom: rosa@lwg.example\n\n--b\n'
    b"Content-Type: text/plain\n\nWe will not accept it.\n--b\nContent-Type: text/html\n\n"
    b"<p>We will accept it.</p>\n--b--\n"
)


def test_plain_and_html_that_differ_are_both_kept():
    reading = read(MISMATCH)
    assert kinds(reading) == ["html-plain-mismatch"]
    assert reading.text == "We will not accept it.\n\nWe will accept it."


def test_plain_and_html_that_differ_in_dress_only_are_one():
    data = MISMATCH.replace(b"We will accept it.", b"We will <b>not</b> accept&nbsp;it.")
    reading = read(data)
    assert kinds(reading) == []
    assert reading.text == "We will not accept it."


def test_words_hidden_in_html_are_kept_apart_and_told():
    hidden = b'We will <span style="color:#fffffe">not </span>accept it.'
    reading = read(MISMATCH.replace(b"We will accept it.", hidden))
    assert kinds(reading) == ["html-plain-mismatch", "hidden-text"]
    assert words_of(reading, "hidden") == ["not"]


def test_what_is_added_below_is_kept_but_apart():
    text = "No deal.\n\n-- \nDEAL SIGNED, end strike\n"
    reading = read(HEADERS + part(text, "8bit"))
    assert words_of(reading, "footer") == ["--", "DEAL", "SIGNED,", "end", "strike"]
    assert words_of(reading, "visible") == ["No", "deal."]


def test_an_attachment_that_is_not_read_is_named():
    data = (
        b'Content-Type: multipart/mixed; boundary="b"\nFrom: a@b.example\n\n--b\n\nSee it.\n--b\n'
        b'Content-Type: application/pdf\nContent-Disposition: attachment; filename="offer.pdf"\n\n'
        b"--b--\n"
    )
    assert read(data).unread == (
        "An attachment “offer.pdf” (application/pdf) was not read; save it and check it apart.",
    )


def test_answers_between_quoted_lines_stay_the_answerers_own():
    text = "On 1 Mar 2031, Rosa wrote:\n> One.\nMine.\n> Two.\n"
    reading = read(HEADERS + part(text, "8bit"))
    assert words_of(reading, "visible") == ["Mine."]
    assert words_of(reading, "quoted-original") == ["One.", "Two."]


def test_prose_that_speaks_of_writing_is_not_a_quotation():
    text = (
        "On Tuesday Boris wrote:\nthe letter that we all know.\n\nFrom: here to there.\nTo: us.\n"
    )
    assert forwards.opened(text).inner == []


@pytest.mark.parametrize("depth", [31, 1000])
def test_nesting_past_the_limit_is_said(depth):
    bounds = [b"b%d" % level for level in range(depth)]
    data = b"From: a@b.example\n"
    data += b"".join(
        b"Content-Type: multipart/mixed; boundary=" + bound + b"\n\n--" + bound + b"\n"
        for bound in bounds
    )
    reading = read(data + b"\ndeep\n")
    assert "nests its parts more than 30 deep" in reading.unread[0]


def test_too_many_parts_are_said():
    data = (
        b"Content-Type: multipart/mixed; boundary=b\nFrom: a@b.example\n\n" + b"--b\n\nx\n" * 10_000
    )
    reading = read(data)
    assert any("more than 200 parts" in line for line in reading.unread)
    assert reading.text.count("x") == 199


SLOW = {
    "a content type of semicolons": b"Content-Type: text/plain" + b";" * 20_000,
    "a sender of dots": b"From: " + b"." * 20_000,
    "a message id of brackets": b"Message-ID: " + b"<" * 20_000,
    "a charset of NUL": b'Content-Type: text/plain; charset="\0"',
    "a codec that is no charset": b"Content-Type: text/plain; charset=zlib",
    "a codec that undoes escapes": b"Content-Type: text/plain; charset=unicode_escape",
    "a header without end": b"Subject: " + b"a" * 2_000_000,
    "a folded header without end": b"Subject: a\n" + b" b\n" * 300_000,
    "headers without end": b"X: y\n" * 300_000,
    "addresses without end": b"From: " + b"<a@b>," * 3_000,
    "quotation marks": b"Content-Type: text/plain; " + b'a="\\' * 5_000,
    "a boundary of nothing": b'Content-Type: multipart/mixed; boundary=""',
    "encoded words": b"Subject: " + b"=?utf-8?q?" * 1_500,
}


@pytest.mark.parametrize("name", SLOW)
def test_a_hostile_header_costs_no_more_than_its_bytes(name):
    began = time.process_time()
    reading = read(b"To: x\n" + SLOW[name] + b"\n\nNo deal.\n")
    assert time.process_time() - began < 1.5
    assert "No deal." in reading.text


HOSTILE_BODIES = {
    "quotes without end": b">" * 100_000 + b"\n",
    "deep quotes": b"".join(b">" * n + b" a\n" for n in range(400)),
    "marks": b"-----Original Message-----\n" * 3_000,
    "headers in the body": b"From: a\nSent: b\nSubject: c\n\n" * 3_000,
    "wrote": b"On 1 Mar 2031, x wrote:\n\n" * 3_000,
    "almost wrote": b"On 1 Mar 2031 " * 30_000,
    "blank lines": b"> a\n" + b"\n" * 200_000 + b"b\n",
    "rules": (b"_" * 40 + b"\n") * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE_BODIES)
def test_a_hostile_body_costs_no_more_than_its_bytes(name):
    began = time.process_time()
    read(HEADERS + b"\n" + HOSTILE_BODIES[name])
    assert time.process_time() - began < 2


def test_long_headers_are_cut_and_said():
    reading = read(b"From: a@b.example\nSubject: " + b"a" * 20_000 + b"\n\nx\n")
    assert f"longer than {MAX_HEADER:,} characters" in reading.unread[0]


def test_encoded_words_are_decoded_in_any_charset():
    assert decoded_words("=?utf-8?q?caf=C3=A9?= =?iso-8859-1?b?6Q==?= x") == "caféé x"
    assert decoded_words("=?nonsense?q?a?= =?utf-8?b?!!!?=") == "a"


def test_parameters_are_read_with_their_continuations():
    value = 'x/y; filename*0*=utf-8\'\'caf%C3%A9; filename*1=.pdf; Name="a\\"b"; name=second'
    assert parameters(value) == {"filename": "café.pdf", "name": 'a"b'}


def test_flowed_text_is_joined_at_its_own_quoting_depth():
    assert unflow("a \nb\n> c \n> d\n-- \nsig") == "a b\n> c d\n-- \nsig"


@given(st.binary(max_size=300))
def test_any_bytes_are_some_mail(data):
    read(data)


def test_mutated_mails_are_always_read():
    chance = random.Random(11)
    seeds = [data for _, data, _ in FIXTURES[::9]] + [
        MISMATCH,
        HEADERS + alternative("a\n> b\n", "base64"),
    ]
    for _ in range(1_500):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 3, 9))):
            at = chance.randrange(len(data))
            if chance.random() < 0.5:
                data[at] = chance.randrange(256)
            else:
                data[at:at] = data[chance.randrange(len(data)) :][: chance.randrange(200)]
        reading = read(bytes(data))
        assert all(0 <= p.span.start < p.span.end <= len(reading.text) for p in reading.parts)


def test_the_first_header_of_a_name_counts_and_none_is_empty():
    mail = parse_mail(b"A: 1\nA: 2\n\n")
    assert (mail.header("a"), mail.all("a"), mail.header("b")) == ("1", ["1", "2"], "")

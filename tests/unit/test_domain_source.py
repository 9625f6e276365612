"""A file of communications is read whole or refused in one line that names the place."""

from __future__ import annotations

import dataclasses
import random
import re
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.commitment import commit
from onrecord.domain.communication import (
    Attachment,
    DigestBody,
    MembersBody,
    parse_communication,
)
from onrecord.domain.errors import Malformed
from onrecord.domain.hidden import parse_hidden
from onrecord.domain.reference import After, Reference
from onrecord.domain.source import Source, SourceError, attached, read_source

SHARED = Path(__file__).parents[3] / "shared" / "cases" / "hollywood-2023"
LEAF = b"\x6e" * 32

GOOD = '''
[record]
origin = "lwg.example/record"
owner = "LWG"
time_zone = "America/Los_Angeles"

[[party]]
id = "LWG"
name = "Lamplighters' and Watchmen's Guild"
also = ["the guild"]
role = "union"

[[party]]
id = "TSA"
name = "Theatre and Studio Alliance"
role = "employers"

[[communication]]
id = "overture"
own = false
by = "TSA"
speaker = { name = "Rosa Field", role = "president" }
to = ["LWG"]
channel = "contact"
source = "received by LWG"
made = 2031-03-01
[[communication.act]]
type = "meeting-requested"
by = "TSA"
to = "LWG"
for = 2031-03-04

[[communication]]
id = "email-to-members"
own = true
by = "LWG"
to = ["members"]
channel = "email"
made = 2031-03-01T20:00:00-08:00
replies-to = "overture"
attachment = ["files/Their letter.pdf", "notes.txt"]
text = """
We'll be back in communication with you.

Be wary of rumours.
"""
[[communication.act]]
type = "promise"
by = "LWG"
to = "members"
what = "further information"
due = "after meeting 2031-03-04"
[[communication.act]]
type = "counterproposal"
by = "LWG"
to = ["TSA"]
package = true
[[communication.act.position]]
issue = "minimums"
numbers = [6, 5.50, 1_0]
unit = "percent"
[[communication.act.position]]
issue = "lamp oil"
says = "no change"
'''


def read(text: str) -> Source:
    return read_source(text.encode(), "talks.toml")


def draft(extra: str, name: str = "email-to-members"):
    drafts = {found.id: found for found in read(GOOD.replace(*extra.split(" => "))).drafts}
    return drafts[name]


def bound(found, **more):
    return found.bind(
        **{
            "record": "lwg.example/record",
            "root": 1,
            "series_number": 1 if found.own else None,
            "links": {name: Reference(4, LEAF) for name, _ in found.links},
            "attachments": [attached(held, b"bytes") for held in found.attachments],
        }
        | more
    )


def test_it_reads_what_people_write():
    source = read(GOOD)
    assert source.record.origin == "lwg.example/record"
    assert [party.id for party in source.parties] == ["LWG", "TSA"]
    overture, email = source.drafts
    assert (overture.speaker, overture.role, overture.series) == ("Rosa Field", "president", None)
    assert (email.series, email.zone, email.language) == ("official", "America/Los_Angeles", "en")
    assert email.links == (("replies-to", "overture"),)
    assert [held.name for held in email.attachments] == ["Their letter.pdf", "notes.txt"]
    assert [held.media_type for held in email.attachments] == ["application/pdf", "text/plain"]
    assert email.text == "We'll be back in communication with you.\n\nBe wary of rumours.\n"
    minimums = email.acts[1].positions[0]
    assert [str(number) for number in minimums.numbers] == ["6", "5.5", "10"]
    assert email.line == 33


def test_a_bound_draft_is_a_communication_in_canonical_form():
    overture, email = (bound(found) for found in read(GOOD).drafts)
    assert parse_communication(str(email)) == email
    assert "  numbers: 6 5.5 10\n" in str(email)
    assert overture.threshold_kind == "entered"
    assert email.after is None
    later = bound(read(GOOD).drafts[1], series_number=2, previous=Reference(3, LEAF), root=7)
    assert (later.series.number, later.previous.index, later.root) == (2, 3, 7)


def test_the_hollywood_case_reads_as_it_is():
    path = SHARED / "communications.toml"
    if not path.exists():
        pytest.skip("../shared/cases/hollywood-2023 is not there: the case is not read")
    source = read_source(path.read_bytes(), path.name)
    assert len(source.drafts) == 8
    assert [str(bound(found).threshold_kind) for found in source.drafts] == [
        *("own", "decision", "decision", "entered", "entered", "own", "entered", "entered"),
    ]


FAULTS = {
    "a key that nobody knows": ('channel = "contact"', 'chanel = "contact"', 24, "has no channel"),
    "a key too many": ("own = false", "own = false\nmood = 1", 21, "no key 'mood'"),
    "a key misspelt": ("own = false", 'own = false\nclas = "public"', 21, "did you mean class?"),
    "an act misspelt": ('"meeting-requested"', '"meeting-request"', 28, "mean meeting-requested?"),
    "an act's key misspelt": ("for = 2031", "fro = 2031", 31, "did you mean for?"),
    "an act without type": ('type = "meeting-requested"', "", 27, "has no type"),
    "an act without what it needs": ('what = "further information"', "", 47, "has no what"),
    "a position misspelt": ('says = "no', 'sais = "no', 64, "did you mean says?"),
    "a position of nothing": ('says = "no change"', "", 62, "what it says"),
    "numbers without unit": ('unit = "percent"\n', "", 58, "with their unit"),
    "a missing id": ('id = "overture"', "", 18, "has no id"),
    "a missing own": ("own = false", "", 18, "has no own"),
    "a missing source": ('source = "received by LWG"', "", 18, "has no source"),
    "a source of one's own": ("own = true", 'own = true\nsource = "me"', 36, "take it out"),
    "a word for a boolean": ("own = false", 'own = "no"', 20, "true or false"),
    "a number for a string": ('channel = "contact"', "channel = 7", 24, "put it in quotes"),
    "a string for a number": (
        "numbers = [6, 5.50, 1_0]",
        'numbers = ["6"]',
        60,
        "a number belongs",
    ),
    "a number for a date": ("made = 2031-03-01\n", "made = 2031\n", 26, "a date belongs"),
    "a local date-time": ("T20:00:00-08:00", "T20:00:00", 39, "has no offset"),
    "a time of day": ("made = 2031-03-01\n", "made = 20:00:00\n", 26, "no day"),
    "a fraction of a second": ("T20:00:00-08:00", "T20:00:00.5-08:00", 39, "fraction"),
    "an offset that never was": ("20:00:00-08:00", "20:00:00-23:00", 39, "not a date"),
    "a year too far": ("made = 2031-03-01\n", "made = 9999-03-01\n", 26, "not a date"),
    "a day that never was": ("made = 2031-03-01\n", "made = 2031-02-30\n", 26, "not TOML"),
    "a zone that is none": ("America/Los_Angeles", "America/Lost_Angels", 5, "not known"),
    "a zone that is a folder": ("America/Los_Angeles", "America", 5, "not known"),
    "a zone that is a path": ("America/Los_Angeles", "../../etc/passwd", 5, "time zone"),
    "a party that is none": ('by = "TSA"\nspeaker', 'by = "TSX"\nspeaker', 21, "mean TSA?"),
    "a party that an act does not know": ('to = ["TSA"]', 'to = ["TSX"]', 56, "mean TSA?"),
    "an owner that is none": ('owner = "LWG"', 'owner = "LWH"', 4, "no [[party]]"),
    "a party named twice": ('id = "TSA"', 'id = "lwg"', 14, "named twice"),
    "a party of no role": ('role = "employers"', 'role = "bosses"', 16, "not one of"),
    "an audience twice": ('to = ["members"]', 'to = ["members", "members"]', 37, "twice"),
    "no audience": ('to = ["members"]', "to = []", 37, "name one"),
    "an id twice": ('"email-to-members"\nown', '"overture"\nown', 34, "line 18"),
    "a link to what stands later": (
        "own = false",
        'own = false\ncorrects = "email-to-members"',
        21,
        "earlier",
    ),
    "a link to itself": (
        'replies-to = "overture"',
        'replies-to = "email-to-members"',
        40,
        "earlier",
    ),
    "a link to entry -1": ('replies-to = "overture"', "replies-to = -1", 40, "no such entry"),
    "a path for a name": ('"notes.txt"', '{ file = "a", name = "../b" }', 41, "attachment"),
    "a control character": ('channel = "contact"', 'channel = "con\\u0007tact"', 24, "U+0007"),
    "a line end in a line": ('channel = "contact"', 'channel = "con\\ntact"', 24, "U+000A"),
    "a direction control": ("Be wary", "Be \u202ewary", 42, "U+202E in its line 3"),
    "a NUL": ("Be wary", "Be \\u0000wary", 42, "U+0000"),
    "a space at the end": ('channel = "contact"', 'channel = "contact "', 24, "space"),
    "an empty string": ('channel = "contact"', 'channel = ""', 24, "empty"),
    "an empty text": (
        "We'll be back in communication with you.\n\nBe wary of rumours.\n",
        "",
        42,
        "nothing",
    ),
    "an empty speaker": ('{ name = "Rosa Field", role = "president" }', "{}", 22, "empty"),
    "a speaker misspelt": ('role = "president" }', 'rule = "president" }', 22, "mean role?"),
    "a class that is none": (
        "own = true",
        'own = true\nclass = "secret"',
        36,
        "not public or members",
    ),
    "a series of theirs": ("own = false", 'own = false\nseries = "official"', 21, "take it out"),
    "a number beyond measure": ("5.50", "1e999999", 60, "digits"),
    "a number that is none": ("5.50", "nan", 60, "digits"),
    "a fraction without end": ("5.50", "0.12345678901", 60, "digits"),
    "a percentage above all": ("package = true", "package = 1", 57, "true or false"),
    "a due that is no rule": ("after meeting 2031-03-04", "soon", 52, "'next week'"),
    "one party alone": ('type = "promise"', 'type = "talks-opened"\nbetween = "LWG"', 49, "other"),
    "acts that are no tables": ("text = ", 'act = "promise"\ntext = ', 48, "not TOML"),
    "a table that nobody knows": ("[record]", "[recrd]", 2, "did you mean record?"),
    "a string without end": ('channel = "contact"', 'channel = "contact', 24, "not TOML"),
    "an id that is a list": ('id = "overture"', "id = []", 19, "a list stands where a string"),
    "an id that is a table": ('id = "overture"', "id = {}", 19, "a table stands where"),
    "a key twice": ("own = false", "own = false\nown = true", 21, "not TOML"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_it_refuses_the_whole_file_for(fault):
    old, new, line, words = FAULTS[fault]
    assert old in GOOD
    with pytest.raises(SourceError) as refused:
        read(GOOD.replace(old, new, 1))
    message = str(refused.value)
    assert re.match(r"talks\.toml:[0-9]+: [^\n]+\Z", message), message
    assert words in message
    assert message.startswith(f"talks.toml:{line}: "), message


HOSTILE = {
    "nothing but brackets": b"a = " + b"[" * 1_000_000,
    "tables in tables": b"a = " + b"{a=" * 500_000,
    "a key without end": b"a" + b".a" * 1_500_000 + b" = 1",
    "a header without end": b"[a" + b".a" * 1_500_000 + b"]",
    "a number without end": b"a = " + b"9" * 3_000_000,
    "a hexadecimal number without end": b"a = 0x" + b"f" * 3_000_000,
    "a float without end": b"a = 0." + b"9" * 3_000_000,
    "a float beyond measure": b"a = 1e99999999999999999999999999",
    "a list without end": b"a = [" + b"1," * 1_500_000 + b"]",
    "tables without end": b"[[communication]]\n" * 200_000,
    "keys without end": b"".join(b"a%d=1\n" % number for number in range(300_000)),
    "a string that does not close": b'a = """' + b'x""' * 1_000_000,
    "escapes that do not close": b'a = "' + b"\\\\" * 1_500_000,
    "comments": b"#\n" * 2_000_000 + b"x",
    "spaces": b" " * 4_000_000 + b"x",
    "marks upon marks": '[[communication]]\nid = "{}"'.format("\u0301\u0323" * 900_000).encode(),
    "too many bytes": b"#" * (4 * 1024 * 1024 + 1),
    "not UTF-8": b"a = 1\nb = \xff",
    "half a character": b'a = "\xed\xa0\x80"',
    "UTF-16": "a = 1".encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf[record]",
    "NUL": b"a = 1\n\0",
    "a lone CR": b"a = 1\rb = 2",
    "an unknown key of a million": b"a" * 1_000_000 + b" = 1",
    "a text of a million": b'[[communication]]\nid = "' + b"x" * 1_000_000 + b'"',
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_it_ends_at_once_in_one_line_for(attack):
    began = time.process_time()
    with pytest.raises(SourceError) as refused:
        read_source(HOSTILE[attack], "evil.toml")
    assert time.process_time() - began < 2.5
    assert re.match(r"evil\.toml:[0-9]+: [^\n]{1,600}\Z", str(refused.value))


def test_a_file_name_with_a_line_end_still_makes_one_line():
    with pytest.raises(SourceError, match=r"\Atalks\\n|\A'talks\\n\.toml':1: "):
        read_source(b"=", "talks\n.toml")


def test_ten_thousand_spoilt_files_end_in_a_source_or_in_one_line():
    generator = random.Random(2031)  # the same files each time
    good = GOOD.encode()
    pieces = [b"[[communication]]", b"[", b"]", b'"', b'"""', b"'", b"=", b".", b"\n", b"\0", b"#"]
    pieces += [b"{", b"}", b",", b"1e9", b"-0", b"nan", b"2031-03-01", b"\xff", b"\\u0000", b"\\"]
    pieces += [b'to = "members"\n', b"own = true\n", b"[communication.act]\n", b"\xe2\x80\xae"]
    read_whole, messages = 0, set()
    for _ in range(10_000):
        spoilt = bytearray(good)
        for _ in range(generator.randint(1, 3)):
            start = generator.randrange(len(spoilt))
            end = start + generator.choice([0, 0, 1, 1, 5, 40])
            spoilt[start:end] = generator.choice(pieces)
        try:
            read_source(bytes(spoilt), "talks.toml")
            read_whole += 1
        except SourceError as error:
            messages.add(str(error))
    assert 0 < read_whole < 5_000
    for message in messages:
        assert re.match(r"talks\.toml:[1-9][0-9]*: [^\n]+\Z", message)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\\r\\nb", "a\nb\n"),
        ("a\\tb", "a    b\n"),
        ("\\n\\n a  \\n\\n\\n\\nb \\u00a0\\n \\n", " a\n\nb\n"),
        ("rumou\\u0308r", "rumoür\n"),
    ],
)
def test_a_text_is_made_canonical(written, kept):
    text = GOOD.replace('text = """', f'text = "{written}"\ntitle = """').replace("you.\n\nBe", "")
    assert read(re.sub(r'title = """.*?"""', "", text, flags=re.DOTALL)).drafts[1].text == kept


def test_parties_may_be_known_already():
    text = GOOD[GOOD.index("[[communication]]") :]
    assert read(text).drafts[0].zone is None
    assert read_source(text.encode(), "x", known_parties={"LWG", "TSA"}).parties == ()
    with pytest.raises(SourceError, match="no party of the record"):
        read_source(text.encode(), "x", known_parties={"LWG"})


def test_a_draft_needs_a_zone_from_somewhere():
    found = read(GOOD[GOOD.index("[[communication]]") :]).drafts[0]
    with pytest.raises(Malformed, match="no time zone"):
        bound(found)
    assert bound(found, zone="Europe/London").zone == "Europe/London"


def test_entering_the_same_file_again_finds_the_same_communications():
    for found in read(GOOD).drafts:
        entered = bound(found)
        assert found.same_as(entered)
        later = dataclasses.replace(entered, root=9, after=After(12, LEAF))
        assert found.same_as(later)


@pytest.mark.parametrize(
    "change",
    [
        "We'll be => We will be",
        'channel = "email" => channel = "letter"',
        "20:00:00-08:00 => 20:00:01-08:00",
        '"further information" => "more information"',
        'replies-to = "overture" => replies-to = 5',
        'replies-to = "overture" => corrects = "overture"',
        '"notes.txt" => "other.txt"',
        '["members"] => ["members", "press"]',
        "5.50 => 5.51",
        "own = true => own = true\ntitle = \"News\"",
        "own = true => own = true\nseries = \"bulletin\"",
        "own = true => own = true\nclass = \"members\"",
        "own = true => own = true\nzone = \"Europe/London\"",
    ],
)  # fmt: skip
def test_a_changed_draft_is_not_the_same(change):
    original = bound(draft("x => x"))
    assert not draft(change).same_as(original)
    assert draft(change).same_as(original) is False


def test_a_link_given_as_a_number_must_be_that_entry():
    found = draft('replies-to = "overture" => replies-to = 4')
    assert found.same_as(bound(found))
    assert not found.same_as(bound(found), links={"replies-to": Reference(5, LEAF)})


def test_other_bytes_in_a_file_are_another_communication_where_they_are_known():
    found = draft("x => x")
    other = [attached(held, b"other") for held in found.attachments]
    assert found.same_as(bound(found))
    assert not found.same_as(bound(found), attachments=other)


def test_a_long_text_is_kept_beside_the_log():
    found = draft("Be wary => " + "Be wary. " * 7000 + "Be wary")
    body = bound(found).body
    assert isinstance(body, DigestBody)
    assert body.size == len(found.text.encode())
    assert found.same_as(bound(found))


def test_a_members_only_draft_shows_no_word_of_what_it_hides():
    found = draft('own = true => own = true\nclass = "members"\ntitle = "Their offer"')
    files = [attached(held, b"bytes") for held in found.attachments]
    paragraphs = found.hidden_content(files)
    head = parse_hidden(paragraphs[0])
    assert (head.title, len(head.acts), head.attachments) == ("Their offer", 2, tuple(files))
    assert paragraphs[1:] == ["We'll be back in communication with you.", "Be wary of rumours."]
    assert "\n\n".join(paragraphs[1:]) + "\n" == found.text
    commitment = commit(paragraphs, bytes(32))
    shown = bound(found, attachments=files, commitment=commitment)
    assert shown.body == MembersBody(commitment)
    for hidden in ("offer", "promise", "pdf", "rumours", "percent"):
        assert hidden not in str(shown)
    assert found.same_as(shown)
    assert not found.same_as(shown, commitment=commit(paragraphs, b"x" * 32))
    with pytest.raises(Malformed, match="commitment"):
        bound(found)


@pytest.mark.parametrize(
    "more",
    [
        {"links": {}},
        {"links": {"corrects": Reference(4, LEAF)}},
        {"attachments": []},
        {"attachments": [Attachment(LEAF, 1, "text/plain", "notes.txt")] * 2},
        {"series_number": None},
        {"series_number": 2},
        {"previous": Reference(4, LEAF)},
        {"root": 0},
        {"record": "two words"},
        {"commitment": commit(["", "x"], bytes(32))},
    ],
)
def test_it_binds_to_nothing_that_does_not_fit(more):
    with pytest.raises(Malformed):
        bound(draft("x => x"), **more)


def test_the_good_file_is_toml_to_others_too():
    assert len(tomllib.loads(GOOD)["communication"]) == 2


VALUES = ("17", '""', "[]", "{}", "true", "[[]]", '"a\\u0000b\\u202e"', "9999-12-31T23:59:59-23:59")
STORY = (files("onrecord.demo") / "dispute.toml").read_text("utf-8").split("\n")
PLACES = [number for number, line in enumerate(STORY) if re.match(r"[a-z-]+ = ", line)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(VALUES))
def test_whatever_stands_for_a_value_is_taken_or_refused_in_one_line(place, value):
    key = STORY[place].partition(" = ")[0]
    told = "\n".join([*STORY[:place], f"{key} = {value}", *STORY[place + 1 :]])
    said = ""
    try:
        read(told)
    except SourceError as error:
        said = str(error)
    assert re.match(r"(talks\.toml:[0-9]+: [^\n]+)?\Z", said), said

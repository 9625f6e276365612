"""A communication has one spelling: everything else is refused or is another communication."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.domain.act import Act
from onrecord.domain.act_types import ACT_TYPES, DECISIONS
from onrecord.domain.act_values import Value
from onrecord.domain.communication import (
    MAX_STATEMENT,
    MAX_TEXT,
    Communication,
    TextBody,
    checked,
    parse_communication,
)
from onrecord.domain.errors import Malformed
from tests.unit.domain_strategies import FORBIDDEN, acts, communications

GOLDEN = Path(__file__).parent.parent / "golden"
NAMES = ["own", "entered", "members", "counterproposal"]


def refused(text: str) -> bool:
    try:
        parse_communication(text)
    except Malformed:
        return True
    return False


slow = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def golden(name: str) -> str:
    return (GOLDEN / f"communication-{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_communication_reads_and_renders_to_the_same_bytes(name):
    text = golden(name)
    assert str(parse_communication(text)) == text


@slow
@given(communications())
def test_what_is_rendered_parses_to_itself(communication):
    assert parse_communication(str(communication)) == communication
    assert checked(communication) is communication


@slow
@given(communications(), st.data())
def test_any_changed_byte_is_refused_or_says_something_else(communication, data):
    raw = bytearray(str(communication).encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    changed = raw.decode("utf-8", errors="surrogateescape")
    assert refused(changed) or parse_communication(changed) != communication


@pytest.mark.parametrize("name", NAMES)
def test_every_changed_byte_of_a_golden_is_refused_or_says_something_else(name):
    text = golden(name)
    original = parse_communication(text)
    for at, character in enumerate(text):
        for other in {"\n", " ", "0", "é", chr(ord(character) ^ 1), character * 2, ""} - {
            character
        }:
            changed = text[:at] + other + text[at + 1 :]
            assert refused(changed) or parse_communication(changed) != original


@slow
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_never_breaks_the_reader(text):
    with pytest.raises(Malformed):
        parse_communication(text)


TRAPS = {
    "an unknown format": ("record/communication/v1", "record/communication/v2"),
    "a number with a sign": ("root: 1", "root: +1"),
    "a number with a leading zero": ("root: 1", "root: 01"),
    "a number in Arabic digits": ("root: 1", "root: ١"),
    "a number with an underscore": ("root: 1", "root: 1_0"),
    "a root that never was": ("root: 1", "root: 0"),
    "two spaces after a colon": ("channel: email", "channel:  email"),
    "no space after a colon": ("channel: email", "channel:email"),
    "a space at the end": ("channel: email", "channel: email "),
    "a wide space at the end": ("channel: email", "channel: email\u3000"),
    "a tab": ("channel: email", "channel: e\tmail"),
    "an empty value": ("channel: email", "channel: "),
    "a key in capitals": ("channel: email", "Channel: email"),
    "lines in another order": ("to: members\nchannel: email", "channel: email\nto: members"),
    "a line twice": ("channel: email", "channel: email\nchannel: email"),
    "a line too many": ("channel: email", "channel: email\nmood: calm"),
    "a line missing": ("channel: email\n", ""),
    "CRLF": ("\n", "\r\n"),
    "a lone CR": ("channel: email\n", "channel: email\r"),
    "a line separator": ("channel: email", "channel: e\u2028mail"),
    "a direction control": ("channel: email", "channel: e\u202email"),
    "a byte order mark": ("on-record", "\ufeffon-record"),
    "NUL": ("channel: email", "channel: e\0mail"),
    "an own communication with a source": ("made:", "source: a friend\nmade:"),
    "an own communication with a certainty": ("made:", "certainty: disputed\nmade:"),
    "Z for an offset": ("20:00:00-08:00", "20:00:00Z"),
    "no offset": ("20:00:00-08:00", "20:00:00"),
    "no seconds": ("20:00:00-08:00", "20:00-08:00"),
    "a fraction of a second": ("20:00:00-08:00", "20:00:00.5-08:00"),
    "an offset of minus nothing": ("20:00:00-08:00", "20:00:00-00:00"),
    "a day that never was": ("2031-03-01T", "2031-02-29T"),
    "an hour that never is": ("T20:00:00", "T24:00:00"),
    "number 1 with a predecessor": ("previous: none", "previous: 5 " + "6e" * 32),
    "number 2 without one": ("official 1", "official 2"),
    "number 0": ("official 1", "official 0"),
    "a series without number": ("official 1", "official"),
    "an after of nothing": ("after: none", "after: 0 " + "6e" * 32),
    "a hash in capitals": ("after: none", "after: 3 " + "6E" * 32),
    "a hash too short": ("after: none", "after: 3 " + "6e" * 31),
    "one audience twice": ("to: members\nch", "to: members, members\nch"),
    "a list without space": ("to: members\nch", "to: members,press\nch"),
    "a list that ends in a comma": ("to: members\nch", "to: members, \nch"),
    "an audience for a party": ("own: LWG", "own: members"),
    "an act of no known type": ("act: promise", "act: vow"),
    "an act's field that it has not": (" what: fur", " mood: calm\n what: fur"),
    "an act's fields out of order": (" by: LWG\n to: members", " to: members\n by: LWG"),
    "an act without what it needs": (" what: further information\n", ""),
    "an act's field not indented": (" what: fur", "what: fur"),
    "an act's field indented twice": (" what: fur", "  what: fur"),
    "a due that is no rule": ("after meeting 2031-03-04", "soon"),
    "a text without its empty line": ("body: text\n\n", "body: text\n"),
    "a text under no body": ("body: text", "body: none"),
    "a text that begins with an empty line": ("body: text\n\n", "body: text\n\n\n"),
    "a text that ends with an empty line": ("you.\n", "you.\n\n"),
    "a text that ends with a blank line": ("you.\n", "you.\n \n"),
    "a text without its last line end": ("you.\n", "you."),
    "no text at all": ("\nWe'll be back in communication with you.\n", "\n"),
    "a text with NUL": ("We'll", "We\0ll"),
    "a text with a tab": ("We'll", "We\tll"),
    "a text with CR": ("We'll", "We\rll"),
    "half a character": ("We'll", "We\ud800ll"),
    "members without a commitment": ("class: public", "class: members"),
    "a commitment in public": ("body: text", f"body: members {'6e' * 32} 16"),
    "a class that is none": ("class: public", "class: secret"),
    "a link twice": ("act: p", f"corrects: 1 {'6e' * 32}\ncorrects: 2 {'6e' * 32}\nact: p"),
    "links out of order": ("act: p", f"fulfils: 1 {'6e' * 32}\ncorrects: 2 {'6e' * 32}\nact: p"),
    "a link to nothing": ("act: p", "corrects: none\nact: p"),
    "a file that is a path": ("act: p", f"attachment: {'6e' * 32} 1 a/b ../c\nact: p"),
    "a file without a name": ("act: p", f"attachment: {'6e' * 32} 1 a/b\nact: p"),
    "a media type in capitals": ("act: p", f"attachment: {'6e' * 32} 1 A/b c\nact: p"),
    "a zone that is a path": ("America/Los_Angeles", "../etc/passwd"),
    "a language in words": ("language: en", "language: English"),
    "an id in capitals": ("id: own", "id: Own"),
    "a record with a scheme": ("record: lwg", "record: https://lwg"),
    "a record with a space": ("record: lwg", "record: l wg"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_it_refuses(trap):
    old, new = TRAPS[trap]
    text = golden("own")
    assert old in text
    with pytest.raises(Malformed) as refused:
        parse_communication(text.replace(old, new))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("hidden", ["speaker: A", "role: b", "outlet: C", "title: D"])
def test_a_members_only_communication_shows_nothing_that_it_hides(hidden):
    key = hidden.split(":")[0]
    before = {"speaker": "to:", "role": "to:", "outlet": "made:", "title": "series:"}[key]
    with pytest.raises(Malformed, match="hides"):
        parse_communication(golden("members").replace(before, f"{hidden}\n{before}", 1))


@pytest.mark.parametrize("bad", FORBIDDEN)
def test_no_forbidden_character_stands_in_a_line_or_a_text(bad):
    held = parse_communication(golden("own"))
    with pytest.raises(Malformed):
        checked(dataclasses.replace(held, title=f"a{bad}b"))
    if bad != "\n":
        with pytest.raises(Malformed):
            checked(dataclasses.replace(held, body=TextBody(f"a{bad}b\n")))


def test_a_value_cannot_smuggle_in_a_line():
    held = parse_communication(golden("own"))
    with pytest.raises(Malformed, match="something else"):
        checked(dataclasses.replace(held, channel="email\noutlet: The Daily Post"))


def with_text(size: int) -> Communication:
    held = parse_communication(golden("own"))
    return dataclasses.replace(held, acts=(), body=TextBody("x" * (size - 1) + "\n"))


def test_a_text_has_60000_bytes_at_most():
    assert checked(with_text(MAX_TEXT))
    with pytest.raises(Malformed, match="60000 are allowed"):
        checked(with_text(MAX_TEXT + 1))


def test_a_statement_has_62000_bytes_at_most():
    held = with_text(MAX_TEXT)
    room = MAX_STATEMENT - len(str(held).encode()) - len("title: \n")
    assert checked(dataclasses.replace(held, title="x" * room))
    with pytest.raises(Malformed, match="62000 are allowed"):
        checked(dataclasses.replace(held, title="x" * (room + 1)))


def test_it_carries_a_hundred_acts_and_no_more():
    held = parse_communication(golden("own"))
    assert checked(dataclasses.replace(held, acts=held.acts * 100))
    with pytest.raises(Malformed, match="101 acts"):
        checked(dataclasses.replace(held, acts=held.acts * 101))


def test_it_carries_a_hundred_files_and_no_more():
    held = parse_communication(golden("counterproposal"))
    assert checked(dataclasses.replace(held, attachments=held.attachments * 100))
    with pytest.raises(Malformed, match="101 attachments"):
        checked(dataclasses.replace(held, attachments=held.attachments * 101))


@slow
@given(acts)
def test_only_an_own_public_communication_with_a_decision_is_one(act: Act):
    held = dataclasses.replace(parse_communication(golden("own")), acts=(act,))
    assert held.threshold_kind == ("decision" if act.type in DECISIONS else "own")
    entered = dataclasses.replace(parse_communication(golden("entered")), acts=(act,))
    assert entered.threshold_kind == "entered"


def test_a_members_only_communication_is_no_decision_that_anyone_can_see():
    assert parse_communication(golden("members")).threshold_kind == "own"


def test_the_decisions_are_these():
    assert set(ACT_TYPES) >= DECISIONS
    assert sorted(DECISIONS) == [
        *("agreement-reached", "board-decision", "contract-extension", "lockout-began"),
        *("lockout-ended", "return-to-work", "strike-authorised", "strike-began"),
        *("strike-called", "strike-ended", "vote-counted"),
    ]


def test_it_names_every_party_that_it_speaks_of():
    held = parse_communication(golden("counterproposal"))
    assert held.parties_named == {"LWG", "TSA"}


def test_the_accessors_say_what_the_lines_say():
    held = parse_communication(golden("counterproposal"))
    value: Value | None = held.acts[0].get("package")
    assert value is True
    assert held.acts[0].get("until") is None
    assert held.link("replies-to").index == 5
    assert held.link("corrects") is None
    assert held.text is None
    assert parse_communication(golden("own")).text == "We'll be back in communication with you.\n"

"""Quotations are found whole, whatever their marks look like; see the golden file for the traps."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.check.indirect import find_indirect
from onrecord.check.quotes import find_quotes
from onrecord.domain.party import Party

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "check" / "quotes-200.txt"
PARTIES = (
    Party(
        "LWG",
        "Lamplighters' and Watchmen's Guild",
        "union",
        ("the guild", "union leaders", "Lamplighters' Guild"),
    ),
    Party("TSA", "Theatre and Studio Alliance", "employers", ("the studios",)),
)


def _cases():
    cases = []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("→"):
            cases[-1][1].append(tuple(line.split("\t")[1:]))
        elif line and not line.startswith("#"):
            cases.append((line, []))
    return cases


def _told(quote):
    speaker = quote.speaker
    name = "-" if speaker is None else speaker.name
    party = f" [{speaker.party}]" if speaker is not None and speaker.party else ""
    return quote.kind, name + party, quote.text.replace("\n\n", "¶")


def _spans_hold(text, quotes):
    """Offsets point at the words, in order and apart."""
    at = 0
    for quote in quotes:
        pieces = [text[one.start : one.end] for one in quote.segments]
        assert "".join(pieces).split() == "".join(quote.text.split("\x00")).split() or pieces
        assert all(piece and piece in quote.text for piece in pieces)
        assert quote.span.start >= at
        at = quote.segments[0].start
        if quote.speaker is not None:
            mention = quote.speaker.mention
            assert 0 <= mention.start < mention.end <= len(text)


def test_the_golden_file_holds_two_hundred_cases_and_more():
    assert len(_cases()) == 234


@pytest.mark.parametrize(("text", "wanted"), _cases())
def test_each_trap_gives_every_quotation_with_its_speaker(text, wanted):
    text = text.replace("¶", "\n\n")
    found = find_quotes(text, PARTIES)
    assert [_told(quote) for quote in found] == wanted
    _spans_hold(text, found)


def test_text_before_and_after_does_not_change_a_quotation():
    inner = "“We wait,” said Rosa Field."
    text = f"It rained all day.\n\n{inner}\n\nThen the rain stopped for good."
    (quote,) = find_quotes(text)
    assert text[quote.span.start : quote.span.end] == quote.text == "We wait,"
    assert text[quote.speaker.mention.start : quote.speaker.mention.end] == "Rosa Field"
    assert text[quote.cue.start : quote.cue.end] == "said"


def test_lines_wrapped_at_a_width_are_one_paragraph():
    text = (
        "The president of the guild told reporters at the door of the hall: “We will\n"
        "meet the studios on Friday, and after that we will write to every member who\n"
        "asked us what was said.” She then left."
    )
    (quote,) = find_quotes(text)
    assert quote.text.split()[-3:] == ["what", "was", "said."]
    assert len(quote.segments) == 1


def test_marks_within_html_tags_are_none():
    text = (
        'A <a href="https://example.org/1" title="we wait for it">link</a> and "We wait," he said.'
    )
    assert [quote.text for quote in find_quotes(text)] == ["We wait,"]


@pytest.mark.parametrize("unseen", ["\u200b", "\u202a", "\ufeff"])
def test_a_mark_beside_a_character_that_nobody_sees_opens_and_closes(unseen):
    (quote,) = find_quotes(f"{unseen}”We wait for them,”{unseen} said Rosa Field.")
    assert (quote.text, quote.speaker.name) == ("We wait for them,", "Rosa Field")


def test_a_sentence_that_never_ends_is_read_in_bounded_depth():
    for words in ("he thinks ", "said and ", "Rosa, who said "):
        find_quotes(words * 5_000 + "“We wait.”")
        find_quotes(words * 5_000 + ":\n\n“We wait.”")
        find_indirect(words * 5_000)


def test_short_lines_are_paragraphs_of_their_own():
    text = "Rosa Field: “We wait.”\nBoris Hale: “We don’t.”"
    assert [quote.speaker.name for quote in find_quotes(text)] == ["Rosa Field", "Boris Hale"]


HOSTILE = {
    "straight marks": '"' * 1_000_000,
    "opening marks": "“" * 1_000_000,
    "alternating marks": "“”" * 500_000,
    "single marks": "'" * 1_000_000,
    "every kind of mark": "\"“”'‘’«»„`" * 100_000,
    "marks and spaces": '" ' * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_marks_takes_less_than_a_second(name):
    began = time.process_time()
    find_quotes(HOSTILE[name])
    assert time.process_time() - began < 1


GROWING = {
    "openings": '"a ',
    "quotations": '"We wait for it," he said. ',
    "paragraphs": "“We wait.\n\n",
    "commas": "Rosa, who, ",
    "brackets": "(a [b ",
    "capitals": "Rosa Field ",
    "colons": "He said: ",
    "possessives": "the members' ‘ ",
    "tags": '<a href="x">b</a> "We wait"\n\n',
    "tellers": "he thinks ",
}


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_text_and_not_with_its_square(name):
    def spent(count):
        began = time.process_time()
        find_quotes(GROWING[name] * count + "“We wait,” said Rosa Field.")
        return time.process_time() - began

    spent(500)
    assert spent(8_000) < 0.2 + 10 * spent(2_000)


PIECES = st.sampled_from(
    ["“", "”", '"', "'", "‘", "’", "''", "«", "»", "„", "`", " ", ", ", ". ", "\n\n", "\n", "(",
     ")", "said", "Rosa Field", "he", "the guild", "We wait", "5'10\"", ":", "—", "told", "who",
     "12"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_mixture_of_marks_and_words_raises_or_points_outside(text):
    found = find_quotes(text, PARTIES)
    _spans_hold(text, found)
    assert found == find_quotes(text, PARTIES)
    for one in find_indirect(text, PARTIES):
        assert 0 <= one.content.start < one.content.end <= len(text)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_at_all_raises(text):
    _spans_hold(text, find_quotes(text, PARTIES))
    find_indirect(text, PARTIES)

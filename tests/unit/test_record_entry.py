"""An entry is a signed note over one statement, and its first line says of which kind."""

import doctest

import pytest

from onrecord.domain.errors import Malformed
from onrecord.domain.reference import Reference
from onrecord.keys.note import MAX_SIGNATURES, Note, parse_note, sign_note
from onrecord.record import entry as module
from onrecord.record.entry import MAX_ENTRY, entry_of, parse_entry, read_statement
from onrecord.record.merkle import leaf_hash
from onrecord.testing import scenario
from onrecord.testing.scenario import OFFICERS, Scene


def test_the_examples_run():
    assert doctest.testmod(module) == (0, 1)
    assert doctest.testmod(scenario).failed == 0


@pytest.fixture(scope="module")
def scene():
    """One entry of every kind."""
    scene = Scene()
    scene.say()
    scene.enter("No.")
    scene.freeze()
    scene.root()
    return scene


@pytest.mark.parametrize(
    ("index", "kind", "control"),
    [(0, "root", True), (1, "own", False), (2, "entered", False), (3, "freeze", True)],
)
def test_every_entry_tells_its_kind_and_reads_back_as_itself(scene, index, kind, control):
    entry = parse_entry(scene.leaves[index])
    assert (entry.kind, entry.is_control) == (kind, control)
    assert entry.note.raw == entry.raw == scene.leaves[index]
    assert entry.leaf == leaf_hash(entry.raw)
    assert entry.reference(7) == Reference(7, leaf_hash(entry.raw))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "on-record/limerick/v1\n",
        "on-record/communication/v2\n",
        "lwg.example/record\n1\n",
    ],
)
def test_a_text_of_no_known_kind_is_refused_by_its_first_line(text):
    with pytest.raises(Malformed):
        read_statement(text)


def test_a_signed_text_that_is_no_statement_is_no_entry(scene):
    with pytest.raises(Malformed):
        parse_entry(sign_note("Trust me.\n", scene.signer("president")).raw)


def test_no_statement_can_be_read_as_another_kind(scene):
    lines = [parse_entry(raw).note.text.partition("\n") for raw in scene.leaves]
    for first, _, _ in lines:
        for own, _, rest in lines:
            if first != own:
                with pytest.raises(Malformed):
                    read_statement(f"{first}\n{rest}")


def test_an_entry_of_65_535_bytes_fits_and_one_byte_more_does_not(scene):
    said = scene.sign(scene.words("word " * 11_999), OFFICERS)
    line = said.signatures[0]
    room = MAX_ENTRY - len(said.raw)
    long = Note(said.text, (*said.signatures, _padded(line, room)))
    assert len(entry_of(long).raw) == MAX_ENTRY
    with pytest.raises(Malformed, match="shorten the text"):
        entry_of(Note(said.text, (*said.signatures, _padded(line, room + 1))))
    with pytest.raises(Malformed):
        parse_entry(long.raw + b"\n")


def test_a_note_with_too_many_lines_is_no_entry(scene):
    note = parse_note(scene.leaves[1])
    many = tuple(_padded(note.signatures[0], 130 + n) for n in range(MAX_SIGNATURES + 1))
    with pytest.raises(Malformed):
        parse_entry(Note(note.text, many).raw)


def _padded(line, size):
    """A line by an unknown key that takes ``size`` bytes."""
    blank = type(line)("x", b"eve!", bytes(60))
    return type(line)("x" * (size - len(str(blank).encode()) + 1), b"eve!", bytes(60))

"""How an entry stands in a record that was read whole, in the words of a verdict and no others."""

import inspect
from dataclasses import replace

import pytest

from onrecord.domain.commitment import commit
from onrecord.domain.communication import MembersBody
from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.record import official, standing, verify
from onrecord.record.directory import read_record
from onrecord.record.pin import Pin
from onrecord.record.reader import NoSuchEntry
from onrecord.record.receipt import parse_receipt
from onrecord.record.standing import look_up, receipt_for, stand
from onrecord.record.verdict import GOOD, Word
from onrecord.record.verify import verify_receipt
from onrecord.testing.scenario import MIDNIGHT, OFFICERS, Scene

WORDS = {
    "exact",
    "excerpt",
    "altered",
    "superseded",
    "withdrawn",
    "members-only",
    "disputed",
    "not-on-record",
    "cannot-tell",
}


def members(scene, by=("president", "secretary")):
    opening = commit(["", "We strike on Monday."], bytes(32))
    said = replace(scene.words(), class_="members", body=MembersBody(opening))
    return scene.junk(scene.sign(said, by).raw)


@pytest.fixture(scope="module")
def scene():
    """One entry for every way of standing; the test of the table names them."""
    scene = Scene()
    scene.say("It stands.")  # 1
    scene.say("Withdrawn later.")  # 2
    scene.say("Corrected later.")  # 3
    scene.say("It never was.", links=(("withdraws", scene.reference(2)),))  # 4
    scene.say("Put right.", links=(("corrects", scene.reference(3)),))  # 5
    members(scene)  # 6
    scene.say("One alone.", by=("president",))  # 7
    scene.junk(b"junk")  # 8
    scene.enter("Theirs.")  # 9
    scene.say("With a stolen key.")  # 10
    scene.root(
        ["president 2", "secretary", "treasurer"],
        ("secretary", "treasurer"),
        compromised=[("president", 10)],
    )  # 11
    return scene


def test_a_verdict_has_these_words_and_no_other():
    assert {word.value for word in Word} == WORDS
    assert {word.value for word in GOOD} == {"exact", "excerpt", "members-only"}


@pytest.mark.parametrize(
    ("index", "word", "line"),
    [
        (0, Word.EXACT, "Word for word on the record."),
        (1, Word.EXACT, "Word for word on the record."),
        (2, Word.WITHDRAWN, "Said on 1 March 2031; withdrawn on 1 March 2031."),
        (3, Word.SUPERSEDED, "Said on 1 March 2031; replaced on 1 March 2031."),
        (4, Word.EXACT, "Word for word on the record."),
        (5, Word.EXACT, "Word for word on the record."),
        (
            6,
            Word.MEMBERS_ONLY,
            "A members' communication of 1 March 2031 exists. "
            "Sign in, or bring your copy, to compare.",
        ),
        (7, Word.CANNOT_TELL, "We cannot tell. It is on the log, but it does not count."),
        (8, Word.CANNOT_TELL, "We cannot tell. It is on the log, but it does not count."),
        (9, Word.EXACT, "Word for word on the record."),
        (
            10,
            Word.DISPUTED,
            "Disputed. It rests on a key of president that others may have used.",
        ),
        (11, Word.EXACT, "Word for word on the record."),
    ],
)
def test_every_entry_stands_as_the_later_ones_leave_it(scene, index, word, line):
    verdict = stand(scene.open(), index, now=MIDNIGHT + 7_200)
    assert (verdict.word, verdict.line) == (word, line)
    ages = [each for each in verdict.details if "2 hours ago" in each]
    assert ages == [
        "The record had 12 entries as of 27 February 2031, 23:06 UTC, 2 hours ago; witnessed by "
        "press."
    ]
    assert "Judged by officer root 2, the newest in those entries." in verdict.details


def test_words_of_what_does_not_count_are_not_shown(scene):
    record = scene.open()
    for index in (6, 7, 8, 10):
        assert not stand(record, index, now=MIDNIGHT).text


def test_a_withdrawal_weighs_more_than_a_later_correction():
    scene = Scene()
    scene.say()
    scene.say("Withdrawn.", links=(("withdraws", scene.reference(1)),))
    scene.say("Corrected.", links=(("corrects", scene.reference(1)),))
    verdict = stand(scene.open(), 1, now=MIDNIGHT)
    assert verdict.word is Word.WITHDRAWN
    assert "Entry 1, withdrawn by entry 2." in verdict.details


def test_without_the_quorum_a_whole_record_is_awaiting_witnesses(scene):
    record = scene.open(cosigners=())
    for index in (0, 1, 2, 6, 9, 10):
        verdict = stand(record, index, now=MIDNIGHT)
        assert verdict.word is Word.CANNOT_TELL
        assert "awaiting witnesses" in verdict.line
        assert any("no witness has confirmed that" in each for each in verdict.details)


def test_a_record_whose_only_witness_is_its_own_says_so_every_time():
    scene = Scene(witnesses=("local",))
    scene.say()
    verdicts = [stand(scene.open(), 1, now=MIDNIGHT), scene.verdict(1)]
    for verdict in verdicts:
        assert any("no outsider has confirmed this record" in each for each in verdict.details)


def test_an_entry_is_found_by_its_bytes_wherever_it_counts(scene):
    record = scene.open()
    for index in (0, 1, 9):
        assert look_up(record, scene.leaves[index], now=MIDNIGHT).good
    assert look_up(record, scene.leaves[2], now=MIDNIGHT).word is Word.WITHDRAWN


def test_bytes_that_are_not_there_are_not_called_false(scene):
    other = scene.sign(scene.words("We give in.", id="other"), OFFICERS).raw
    verdict = look_up(scene.open(), other, now=MIDNIGHT)
    assert verdict.word is Word.NOT_ON_RECORD
    assert verdict.line == "Nothing on the record. That does not mean it was not said."
    assert verdict.details[0] == (
        "None of the entries 0 to 11 is this one, as of 27 February 2031, 23:06 UTC."
    )
    with pytest.raises(Malformed):
        look_up(scene.open(), b"We give in.", now=MIDNIGHT)


def test_an_entry_that_was_logged_too_early_is_found_where_it_counts():
    scene = Scene()
    second = scene.words(series=replace(scene.words().series, number=2), id="second")
    first = scene.sign(scene.words(id="first"), OFFICERS)
    scene.now += 1
    fake = Scene()
    fake.junk(first.raw)
    second = replace(second, previous=fake.reference(1), root=1)
    early = scene.sign(replace(second, previous=replace(fake.reference(1), index=2)), OFFICERS).raw
    scene.junk(early)  # by a thief of the log key, before its turn
    scene.junk(first.raw)
    scene.junk(early)
    assert [item.index for item in scene.history().problems()] == [1]
    assert look_up(scene.open(), early, now=MIDNIGHT).good


def test_a_record_has_no_entry_past_its_end(scene):
    record = scene.open()
    for index in (12, 10**9):
        with pytest.raises(NoSuchEntry):
            stand(record, index, now=MIDNIGHT)
        with pytest.raises(NoSuchEntry):
            receipt_for(record, index)


@pytest.mark.parametrize("index", [1, 6, 9])
def test_the_receipt_of_a_record_says_what_the_record_says(scene, index):
    record = scene.open()
    by_receipt = verify_receipt(receipt_for(record, index).raw, scene.pin, now=MIDNIGHT)
    by_record = stand(record, index, now=MIDNIGHT)
    assert (by_receipt.word, by_receipt.line, by_receipt.text) == (
        by_record.word,
        by_record.line,
        by_record.text,
    )


def test_a_receipt_carries_every_root_and_freeze_that_counts_and_no_other(scene):
    again = Scene()
    again.freeze()
    again.freeze(("president",))  # under the freeze: it does not count
    again.root()
    again.root(by=("president",))  # by one alone: it does not count
    again.say()
    receipt = parse_receipt(again.receipt(5))
    assert [control.proof.index for control in receipt.controls] == [0, 1, 3]
    assert again.verdict(5).good


def test_a_record_is_read_only_with_its_pin_and_its_own_checkpoint(scene):
    checkpoint = scene.checkpoint()
    with pytest.raises(OnRecordError):
        read_record(scene.store, checkpoint, Pin(scene.pin.origin, bytes(32)))
    other = Scene()
    other.say()
    for raw in (other.checkpoint(), b"", checkpoint[:-2], checkpoint.replace(b"\n12\n", b"\n11\n")):
        with pytest.raises(OnRecordError):
            read_record(scene.store, raw, scene.pin)


@pytest.mark.parametrize(
    "function",
    [verify.verify_receipt, verify.judge, standing.stand, official.read_checkpoint, read_record],
)
def test_nothing_that_judges_can_be_told_to_pass(function):
    """No argument relaxes a rule: there is what is judged, by what, the clock and a limit."""
    allowed = {"raw", "pin", "now", "max_age", "proven", "record", "index", "root", "source"}
    assert set(inspect.signature(function).parameters) <= allowed | {"checkpoint"}

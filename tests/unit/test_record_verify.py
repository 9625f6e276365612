"""Verdicts on receipts: what a member is told who has the file and the card, and nothing else."""

import os
import random
import resource
import time
from dataclasses import replace

import pytest

from onrecord.domain.communication import Series
from onrecord.domain.errors import Malformed
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.note import SignatureLine, add_signature, merge_signatures, parse_note, sign_note
from onrecord.record import official
from onrecord.record.official import Untrusted, read_checkpoint
from onrecord.record.pin import Pin, parse_pin
from onrecord.record.receipt import MAX_RECEIPT, Control, Proof, parse_receipt
from onrecord.record.standing import stand
from onrecord.record.verdict import GOOD, Word
from onrecord.record.verify import verify_receipt
from onrecord.testing.scenario import MIDNIGHT, OFFICERS, Scene, log_key

ALL_BITS = os.environ.get("CAMPAIGN") == "true"
HOUR, DAY = 3_600, 86_400
PRESS = ("press", "federation", "archive")


def told(verdict):
    return "\n".join((verdict.line, *verdict.details))


@pytest.fixture(scope="module")
def scene():
    """Two of three officers, two of three witnesses, six entries, one change of officers."""
    scene = Scene(witnesses=PRESS, quorum=2)
    scene.say("We meet on Monday.")
    scene.enter("We do not.", of="TSA")
    scene.say("We meet on Tuesday.")
    scene.root(["president 2", "secretary", "treasurer"], ("secretary", "treasurer"))
    scene.say("We meet on Friday.", by=("president 2", "secretary"))
    return scene


# Good ones.


@pytest.mark.parametrize(
    ("index", "who", "words"),
    [
        (1, "president and secretary", "We meet on Monday."),
        (2, "president", "We do not."),
        (5, "president and secretary", "We meet on Friday."),
    ],
)
def test_a_receipt_proves_its_entry_word_for_word(scene, index, who, words):
    verdict = scene.verdict(index)
    assert verdict.word is Word.EXACT
    assert verdict.text == words + "\n"
    assert f"Entry {index}, signed by {who}." in verdict.details


def test_every_verdict_says_how_old_it_is_by_which_witnesses_and_which_root(scene):
    verdict = scene.verdict(1)
    assert (
        "The record had 6 entries as of 27 February 2031, 23:06 UTC, 60 minutes ago; witnessed by "
        "archive, federation, press."
    ) in verdict.details
    assert "Judged by officer root 2, the newest that it carries." in verdict.details
    assert "A receipt alone cannot show whether a later entry corrects it." in verdict.details


@pytest.mark.parametrize(
    ("later", "says"),
    [
        (0, "just now"),
        (59, "just now"),
        (119, "119 seconds ago"),
        (120, "2 minutes ago"),
        (2 * HOUR, "2 hours ago"),
        (47 * HOUR, "47 hours ago"),
        (2 * DAY, "2 days ago"),
        (4_000 * DAY, "4,000 days ago"),
        (-1, "ahead of this machine's clock"),
    ],
)
def test_the_age_is_told_in_plain_words(scene, later, says):
    verdict = verify_receipt(scene.receipt(1), scene.pin, now=MIDNIGHT + later)
    assert says in told(verdict)


@pytest.mark.parametrize(
    ("age", "limit", "word"),
    [(10, 10, Word.EXACT), (11, 10, Word.CANNOT_TELL), (0, 0, Word.EXACT), (99, None, Word.EXACT)],
)
def test_a_limit_on_the_age_is_kept_to_the_second(scene, age, limit, word):
    verdict = verify_receipt(scene.receipt(1), scene.pin, now=MIDNIGHT + age, max_age=limit)
    assert verdict.word is word
    assert "witnessed by" in told(verdict)


def test_a_receipt_from_before_a_change_of_officers_stays_good(scene):
    young = Scene(witnesses=PRESS, quorum=2)
    young.say("We meet on Monday.")
    early = young.receipt(1)
    young.root(["president 2", "secretary", "treasurer"], ("secretary", "treasurer"))
    verdict = verify_receipt(early, young.pin, now=MIDNIGHT + 9_000 * DAY)
    assert verdict.word is Word.EXACT
    assert "officer root 1, the newest that it carries" in told(verdict)


def test_a_receipt_after_the_log_key_was_replaced_is_judged_by_the_new_one():
    scene = Scene()
    scene.say()
    scene.root(log="2")
    scene.say()
    assert scene.verdict(1).word is Word.EXACT
    old = parse_note(scene.checkpoint())
    forged = merge_signatures(sign_note(old.text, log_key("1")), old.signatures[1:])
    receipt = replace(scene.made_receipt(1), checkpoint=forged.raw)
    verdict = verify_receipt(receipt.raw, scene.pin, now=MIDNIGHT)
    assert verdict.word is Word.CANNOT_TELL


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 255, 256, 257, 300])
def test_receipts_hold_at_every_size_of_the_log(size):
    scene = Scene()
    own = scene.say()
    for number in range(size - 1):
        scene.junk(b"junk %d" % number)
    assert scene.verdict(own).word is Word.EXACT


# The witnesses: nothing is official without their quorum, and no switch changes that.


@pytest.mark.parametrize(
    ("cosigners", "good"),
    [
        ((), False),
        (("press",), False),
        (("archive",), False),
        (("press", "archive"), True),
        (PRESS, True),
    ],
)
def test_without_the_quorum_it_is_awaiting_witnesses(scene, cosigners, good):
    verdict = scene.verdict(1, cosigners)
    assert verdict.good == good
    if not good:
        assert verdict.word is Word.CANNOT_TELL
        assert verdict.line.startswith("We cannot tell. It is awaiting witnesses")
        assert not verdict.text


def test_officers_without_witnesses_and_witnesses_without_officers_are_not_enough():
    scene = Scene()
    alone = scene.say(by=("president",))
    all_of_them = scene.say(by=OFFICERS)
    assert scene.verdict(alone).line == "We cannot tell. It is on the log, but not approved."
    assert "signed by president only" in told(scene.verdict(alone))
    assert not scene.verdict(all_of_them, ()).good
    assert scene.verdict(all_of_them).good


def test_one_witness_twice_is_not_two():
    scene = Scene(witnesses=PRESS, quorum=2)
    scene.say()
    receipt = scene.made_receipt(1, ("press",))
    note = parse_note(receipt.checkpoint)
    scene.now += 60
    again = scene.sign(note.text, ["president"])  # any note to borrow a line from
    later = add_signature(parse_note(note.raw), scene.witness_key("press")).signatures[-1]
    for lines in ((*note.signatures, later), (*note.signatures, again.signatures[0])):
        raw = (note.text + "\n" + "".join(map(str, lines))).encode()
        changed = replace(receipt, checkpoint=raw)
        assert not verify_receipt(changed.raw, scene.pin, now=scene.now).good


def test_a_line_by_a_key_that_the_root_does_not_name_is_a_change(scene):
    receipt = scene.made_receipt(1)
    note = parse_note(receipt.checkpoint)
    eve = CosignatureSigner.from_seed("press.example/w", b"eve " * 8, lambda: MIDNIGHT)
    changed = replace(receipt, checkpoint=add_signature(note, eve).raw)
    verdict = verify_receipt(changed.raw, scene.pin, now=MIDNIGHT)
    assert verdict.word is Word.CANNOT_TELL
    assert "does not name" in told(verdict)


def test_a_cosignature_whose_time_was_changed_spoils_the_checkpoint(scene):
    receipt = scene.made_receipt(1)
    note = parse_note(receipt.checkpoint)
    line = note.signatures[-1]
    moved = (int.from_bytes(line.signature[:8], "big") + 1).to_bytes(8, "big")
    lines = (
        *note.signatures[:-1],
        SignatureLine(line.name, line.key_id, moved + line.signature[8:]),
    )
    changed = replace(receipt, checkpoint=replace(note, signatures=lines).raw)
    assert not verify_receipt(changed.raw, scene.pin, now=MIDNIGHT).good


@pytest.mark.parametrize("now", [253_402_300_799, 253_402_300_800, 2**62, 2**63 - 1])
def test_a_witness_with_a_mad_clock_stops_no_verdict(now):
    scene = Scene()
    scene.say()
    scene.now = now
    verdict = verify_receipt(scene.receipt(1), scene.pin, now=MIDNIGHT)
    assert "ahead of this machine's clock" in told(verdict)


def test_a_checkpoint_of_another_log_by_the_same_key_is_not_this_records(scene):
    root, note = scene.history().chain.root, parse_note(scene.checkpoint())
    other = sign_note(note.text.replace("lwg.example", "shu.example"), log_key())
    with pytest.raises(Untrusted, match=r"of shu\.example/record, not of lwg"):
        read_checkpoint(other.raw, root)
    unsigned = replace(note, signatures=note.signatures[1:])
    with pytest.raises(Untrusted, match="not signed by the log key"):
        read_checkpoint(unsigned.raw, root)


# The thief of one officer's key, the log's key and the server.


def test_a_thief_of_one_officers_key_the_log_key_and_the_server_proves_nothing():
    scene = Scene(witnesses=("press",))
    own = scene.say()
    lone, link = ("president",), (("withdraws", scene.reference(own)),)
    tries = [
        scene.say("We give in.", by=lone),
        scene.say("We take it back.", by=lone, links=link),
        scene.enter("We give in.", of="LWG", by=lone),
        scene.enter("Never mind.", of="LWG", by=lone, links=link),
        scene.root(["president", "president 2"], ("president", "president 2")),
    ]
    for index in tries:  # even with the witnesses' cosignatures, which they give to any log
        assert not verify_receipt(_forced(scene, index), scene.pin, now=MIDNIGHT).good
    assert scene.verdict(own).good


def test_words_logged_a_second_time_say_no_more_than_before_and_only_the_first_place_counts():
    scene = Scene(witnesses=("press",))
    first = scene.say("We meet on Monday.")
    again = scene.junk(scene.leaves[first])
    shown = verify_receipt(_forced(scene, again), scene.pin, now=MIDNIGHT)
    assert shown.text == scene.verdict(first).text
    assert "A receipt alone cannot show" in told(shown)
    assert "was taken by entry 1" in scene.history().items[again].problem
    assert not stand(scene.open(), again, now=MIDNIGHT).good


def test_a_log_key_alone_cannot_stand_in_for_the_witnesses():
    scene = Scene(witnesses=("press",))
    scene.say()
    receipt = scene.made_receipt(1, ())
    thief = CosignatureSigner(scene.witness_key("press").name, log_key().private, lambda: MIDNIGHT)
    forged = add_signature(parse_note(receipt.checkpoint), thief)
    assert not verify_receipt(
        replace(receipt, checkpoint=forged.raw).raw, scene.pin, now=MIDNIGHT
    ).good


def _forced(scene, index):
    """A receipt as a thief makes it, who puts in whatever helps him."""
    receipt = scene.made_receipt(0)
    reader = scene.open().reader
    proof = Proof(index, tuple(reader.inclusion(index)))
    return replace(receipt, entry=scene.leaves[index], proof=proof).raw


# Revoked, frozen, compromised.


def test_what_a_revoked_key_signs_afterwards_is_not_approved():
    scene = Scene()
    before = scene.say("Before.")
    scene.root(["president 2", "secretary", "treasurer"], ("secretary", "treasurer"))
    after = scene.say("After.")
    assert scene.verdict(before).word is Word.EXACT
    assert "signed by secretary only" in told(scene.verdict(after))
    assert not scene.verdict(after).good


def test_what_follows_a_freeze_is_not_approved_and_every_verdict_says_so():
    scene = Scene()
    before = scene.say("Before.")
    scene.freeze()
    after = scene.say("After.", by=OFFICERS)
    assert not scene.verdict(after).good
    assert "frozen since entry 2" in scene.verdict(after).details[0]
    assert scene.verdict(before).word is Word.EXACT
    assert "The record is frozen since entry 2" in told(scene.verdict(before))


def test_what_rests_on_a_compromised_key_is_disputed_from_then_on():
    scene = Scene()
    early, late = scene.say("Early."), scene.say("Late.")
    scene.root(
        ["president 2", "secretary", "treasurer"],
        ("secretary", "treasurer"),
        compromised=[("president", late)],
    )
    assert scene.verdict(early).word is Word.EXACT
    verdict = scene.verdict(late)
    assert verdict.word is Word.DISPUTED
    assert verdict.line == "Disputed. It rests on a key of president that others may have used."
    assert "witnessed by" in told(verdict)
    assert not verdict.text


def test_a_receipt_cannot_show_that_it_leaves_out_a_root_and_says_which_it_carries():
    """The limit that docs/spec/receipt.md states; the whole record shows the entry for what it is.

    It takes enough revoked keys for the threshold, the log's key and the server at once.
    """
    scene = Scene()
    scene.root(
        ["president 2", "secretary 2", "treasurer"], ("president", "treasurer", "secretary 2")
    )
    late = scene.junk(scene.sign(scene.words(root=1), ("president", "secretary")).raw)
    assert late in {item.index for item in scene.history().problems()}
    whole = scene.made_receipt(late)
    assert not verify_receipt(whole.raw, scene.pin, now=MIDNIGHT).good
    cut = replace(whole, controls=whole.controls[:1])
    verdict = verify_receipt(cut.raw, scene.pin, now=MIDNIGHT)
    assert "Judged by officer root 1, the newest that it carries." in verdict.details


# Parts exchanged, left out, moved.


def _controls(receipt, *order):
    return replace(receipt, controls=tuple(receipt.controls[i] for i in order))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_controls, "begin with the first officer root"),
        (lambda r: _controls(r, 1), "begin with the first officer root"),
        (lambda r: _controls(r, 1, 0), "begin with the first officer root"),
        (lambda r: _controls(r, 0, 0), "not in the order of the log"),
        (lambda r: _controls(r, 0, 1, 1), "not in the order of the log"),
        (lambda r: _controls(r, 0, 1, 0), "not in the order of the log"),
        (
            lambda r: replace(r, controls=(Control(r.controls[1].raw, Proof(0, ())),)),
            "another officer root than the one pinned",
        ),
        (
            lambda r: replace(r, controls=(*r.controls, Control(r.entry, Proof(5, ())))),
            "does not change who may sign",
        ),
        (
            lambda r: replace(
                r, controls=(r.controls[0], replace(r.controls[1], proof=Proof(3, ())))
            ),
            "",
        ),
        (lambda r: replace(r, proof=r.controls[1].proof), ""),
        (lambda r: replace(r, proof=replace(r.proof, index=3)), ""),
        (lambda r: replace(r, proof=replace(r.proof, index=6)), ""),
        (lambda r: replace(r, proof=replace(r.proof, hashes=r.proof.hashes[1:])), ""),
        (lambda r: replace(r, proof=replace(r.proof, hashes=(*r.proof.hashes, bytes(32)))), ""),
        (lambda r: replace(r, entry=r.controls[0].raw, proof=r.controls[0].proof), "no commun"),
        (lambda r: replace(r, checkpoint=b""), "not a whole"),
        (lambda r: replace(r, checkpoint=r.entry), "not a whole"),
    ],
)
def test_a_receipt_put_together_otherwise_proves_nothing(scene, change, why):
    verdict = verify_receipt(change(scene.made_receipt(1)).raw, scene.pin, now=MIDNIGHT)
    assert verdict.word is Word.CANNOT_TELL
    assert why in told(verdict)


def test_the_checkpoint_of_another_size_or_another_record_proves_nothing(scene):
    other = Scene(origin="shu.example/record", owner="SHU", witnesses=PRESS, quorum=2)
    for _ in range(5):
        other.junk(b"junk")
    shorter = Scene(witnesses=PRESS, quorum=2)
    shorter.say()
    for stranger in (other, shorter):
        changed = replace(scene.made_receipt(1), checkpoint=stranger.checkpoint())
        assert not verify_receipt(changed.raw, scene.pin, now=MIDNIGHT).good


@pytest.mark.parametrize(
    "pin",
    [
        lambda pin: Pin(pin.origin, bytes(32)),
        lambda pin: Pin("shu.example/record", pin.leaf),
    ],
)
def test_another_pin_gives_no_good_verdict(scene, pin):
    assert not verify_receipt(scene.receipt(1), pin(scene.pin), now=MIDNIGHT).good


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda s: s.words(record="shu.example/record"), "another record"),
        (lambda s: s.words(root=2), "signed under officer root 2"),
        (lambda s: s.words(by=("TSA",)), "own words are those of the owner"),
        (lambda s: s.quoted("We give in.", "LWG"), "signed as its own"),
        (lambda s: s.words(after=replace(s.after(), size=9)), "follows 9 entries"),
        (
            lambda s: s.words(links=(("withdraws", replace(s.reference(0), index=8)),)),
            "does not stand before it",
        ),
    ],
)
def test_an_entry_that_its_own_words_rule_out_is_not_proven(change, why):
    scene = Scene()
    index = scene.junk(scene.sign(change(scene), OFFICERS).raw)
    assert why in told(scene.verdict(index))
    assert not scene.verdict(index).good


# Hostile bytes.


def _flipped(raw, bit):
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _bits(raw, wanted):
    total = 8 * len(raw)
    return range(total) if ALL_BITS else range(random.randrange(7), total, total // wanted)


@pytest.fixture(scope="module")
def short():
    """A receipt of one officer, one witness, two entries."""
    needs = dict.fromkeys(("own", "entered", "decision", "parties", "root"), 1)
    scene = Scene(officers=("president",), thresholds=needs)
    scene.say("No.", by=("president",), series=Series("official", 1))
    return scene


def test_no_change_of_one_bit_anywhere_in_a_receipt_leaves_it_good(short):
    raw = short.receipt(1)
    assert verify_receipt(raw, short.pin, now=MIDNIGHT).good
    for bit in _bits(raw, 1_500):
        verdict = verify_receipt(_flipped(raw, bit), short.pin, now=MIDNIGHT)
        assert verdict.word is Word.CANNOT_TELL, f"bit {bit}"


def test_no_change_of_one_bit_in_the_entry_or_a_root_leaves_its_receipt_good(short):
    receipt = short.made_receipt(1)
    for bit in _bits(receipt.entry, 400):
        changed = replace(receipt, entry=_flipped(receipt.entry, bit))
        assert not verify_receipt(changed.raw, short.pin, now=MIDNIGHT).good, f"bit {bit}"
    first = receipt.controls[0]
    for bit in _bits(first.raw, 200):
        changed = replace(receipt, controls=(replace(first, raw=_flipped(first.raw, bit)),))
        assert not verify_receipt(changed.raw, short.pin, now=MIDNIGHT).good, f"bit {bit}"


def test_no_change_of_one_bit_in_the_pin_leaves_a_receipt_good(short):
    raw, pin = short.receipt(1), str(short.pin).encode()
    for bit in _bits(pin, 200):
        try:
            other = parse_pin(_flipped(pin, bit).decode("utf-8", "replace"))
        except Malformed:
            continue
        assert not verify_receipt(raw, other, now=MIDNIGHT).good, f"bit {bit}"


def _said(raw):
    """All that a receipt claims: which entry, where, under which checkpoint."""
    receipt = parse_receipt(raw)
    return receipt.entry, receipt.proof, parse_note(receipt.checkpoint).text


def _mutants(raw, other, count):
    """Receipts cut, doubled, spliced, with bytes changed and numbers moved."""
    rng = random.Random(20310301)
    lines, more = raw.split(b"\n"), other.split(b"\n")
    for number in range(count):
        kind = number % 6
        at, to = sorted(rng.sample(range(len(raw)), 2))
        if kind == 0:
            yield raw[:at] + rng.randbytes(rng.randrange(1, 40)) + raw[to:]
        elif kind == 1:
            yield raw[:at] + raw[to:]
        elif kind == 2:
            yield raw[:to] + raw[at:]
        elif kind == 3:
            yield raw[:at] + other[rng.randrange(len(other)) :]
        elif kind == 4:
            mixed = [rng.choice((mine, rng.choice(more))) for mine in lines]
            yield b"\n".join(mixed)
        else:
            shuffled = list(lines)
            i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
            shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
            yield b"\n".join(shuffled)


def test_ten_thousand_hostile_receipts_are_never_good_and_never_raise(scene):
    """Nor take memory or time: no one of them more than two seconds.

    The order of the witnesses' lines is free, and one more than the quorum may be left out; so
    what a good one says is compared, and not its bytes.
    """
    raws = [scene.receipt(index) for index in (1, 2, 5)]
    genuine = {_said(raw) for raw in raws}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    slowest = 0.0
    for raw in _mutants(raws[0], raws[2], 10_000):
        begun = time.perf_counter()
        verdict = verify_receipt(raw, scene.pin, now=MIDNIGHT)
        slowest = max(slowest, time.perf_counter() - begun)
        assert verdict.word not in GOOD or _said(raw) in genuine
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 32 * 1024, f"{grown} KiB"
    assert slowest < 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * MAX_RECEIPT,
        b"x" * (2 * MAX_RECEIPT),
        b"c2sp.org/tlog-proof@v1\n" + b"\n" * (MAX_RECEIPT - 30),
        b"c2sp.org/tlog-proof@v1\nextra " + b"A" * (MAX_RECEIPT - 40) + b"\n\n",
        b"c2sp.org/tlog-proof@v1\nextra AAA=\nindex 0\n" + b"A" * 900_000 + b"\n\n\n",
        b"c2sp.org/tlog-proof@v1\nextra AAA=\nindex " + b"9" * 900_000 + b"\n\n\n",
        b"c2sp.org/tlog-proof@v1\nextra AAA=\nindex 0\n" + b"AAAA\n" * 200_000 + b"\n\n",
    ],
)
def test_large_hostile_files_are_told_apart_at_once(scene, raw):
    begun = time.perf_counter()
    assert verify_receipt(raw, scene.pin, now=MIDNIGHT).word is Word.CANNOT_TELL
    assert time.perf_counter() - begun < 2


def test_a_receipt_with_sixty_thousand_controls_is_refused_at_once(scene):
    receipt = scene.made_receipt(1)
    many = tuple(Control(b"", Proof(n, ())) for n in range(1, 40_000))
    raw = replace(receipt, controls=(receipt.controls[0], *many)).raw
    begun = time.perf_counter()
    assert not verify_receipt(raw, scene.pin, now=MIDNIGHT).good
    assert time.perf_counter() - begun < 2


class TwoOfAny:
    """A root of which only the quorum matters here: any two witnesses."""

    @property
    def policy(self):
        return self

    def satisfied(self, names):
        return len(set(names)) >= 2


@pytest.mark.parametrize(
    ("times", "seen"),
    [
        ({"federation": 100, "press": 10**10, "law": 200}, 200),
        ({"federation": 100, "press": 200}, 100),
        ({"press": 10**10}, 10**10),
        ({}, None),
    ],
)
def test_a_receipt_is_as_fresh_as_its_quorum_whatever_one_clock_says(times, seen):
    assert official._seen(times, TwoOfAny()) == seen

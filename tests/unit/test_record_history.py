"""The fold over a record: what counts, what does not, and why, told as scenes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.communication import Series
from onrecord.domain.errors import OnRecordError
from onrecord.domain.party import Parties, Party
from onrecord.domain.reference import After, Reference
from onrecord.record.audit import Broken, check_after
from onrecord.record.history import BrokenRecord, History
from onrecord.record.pin import Pin
from onrecord.testing.scenario import OFFICERS, Scene

ALL_NEW = ("president 2", "secretary 2", "treasurer 2")


def problems(scene):
    return {item.index: item.problem for item in scene.history().problems()}


# Who may speak.


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ((), False),
        (("president",), False),
        (("president", "secretary"), True),
        (("treasurer", "secretary"), True),
        (OFFICERS, True),
        (("president", "president 2"), False),
        (("president", "janitor"), False),
    ],
)
def test_the_owner_speaks_only_with_two_of_three(by, counts):
    scene = Scene()
    index = scene.say(by=by)
    assert (index not in problems(scene)) == counts
    assert (index in scene.history().by_id.values()) == counts


def test_a_signature_made_for_another_text_spoils_the_whole_entry():
    scene = Scene()
    good, other = scene.sign(scene.words(), OFFICERS), scene.sign(scene.words("No."), OFFICERS)
    scene.junk(type(good)(good.text, (*good.signatures[:2], other.signatures[2])).raw)
    assert "does not verify" in problems(scene)[1]


def test_a_key_speaks_until_the_root_that_drops_it_and_never_after():
    scene = Scene()
    before = scene.say("The last with the old key.")
    change = scene.root(["president 2", "secretary", "treasurer"], ("secretary", "treasurer"))
    old = scene.say("With the key that was dropped.")
    new = scene.say("With the new one.", by=("president 2", "secretary"))
    assert set(problems(scene)) == {old}
    history = scene.history()
    assert history.items[before].approval.sufficient
    assert history.chain.root_at(change).version == 1
    assert history.chain.root_at(new).version == 2


def test_a_statement_signed_under_an_earlier_root_does_not_count_under_the_next():
    scene = Scene()
    note = scene.sign(scene.words(), ("president", "secretary"))
    scene.root(["president", "secretary", "treasurer 2"])
    scene.junk(note.raw)
    assert "signed under officer root 1; 2 is in force" in problems(scene)[2]


def test_what_needed_a_stolen_key_in_its_window_is_disputed_and_nothing_else():
    scene = Scene()
    early = scene.say("Before the theft.")
    inside = scene.say("With the stolen key.")
    sound = scene.say("Three signed; two of them soundly.", by=OFFICERS)
    scene.root(
        ["president 2", "secretary", "treasurer"],
        ("secretary", "treasurer", "president 2"),
        compromised=[("president", inside)],
    )
    after = scene.say("After it.", by=("president 2", "secretary"))
    history = scene.history()
    assert not history.problems()
    disputed = {i: history.disputed(i) for i in (early, inside, sound, after)}
    assert disputed == {early: (), inside: ("president",), sound: (), after: ()}


def test_a_change_of_officers_that_rests_on_a_stolen_key_is_disputed_too():
    scene = Scene()
    change = scene.root(["president", "secretary", "treasurer 2"])
    freeze = scene.freeze(("president",))
    scene.root(
        ["president 2", "secretary", "treasurer 2"],
        ("secretary", "treasurer 2", "president 2"),
        compromised=[("president", 1)],
    )
    history = scene.history()
    assert not history.problems()
    assert history.disputed(change) == ("president",)
    assert history.disputed(freeze) == ("president",)
    assert history.disputed(0) == history.disputed(3) == ()


def test_after_a_freeze_only_a_new_root_counts():
    scene = Scene()
    note = scene.sign(scene.words(), OFFICERS)
    frozen = scene.freeze()
    scene.junk(note.raw)
    again = scene.freeze(("president",))
    change = scene.root()
    said = scene.say("We are back.")
    assert set(problems(scene)) == {2, again}
    assert f"frozen since entry {frozen}" in problems(scene)[2]
    assert not scene.history().chain.frozen_at(said)
    assert scene.history().chain.frozen_at(change)


# Whose record, and whose words.


def test_words_given_as_own_by_somebody_else_do_not_count():
    scene = Scene()
    index = scene.junk(scene.sign(scene.words(by=("TSA",)), OFFICERS).raw)
    assert "own words are those of the owner, LWG" in problems(scene)[index]


@pytest.mark.parametrize("of", [("LWG",), ("TSA", "LWG")])
def test_nobody_enters_words_of_the_owner_at_the_lower_threshold(of):
    scene = Scene()
    index = scene.junk(scene.sign(scene.quoted("We give in.", "TSA", by=of), OFFICERS).raw)
    assert "signed as its own" in problems(scene)[index]


def test_an_entry_of_another_record_does_not_count_here():
    here, there = Scene(), Scene(origin="shu.example/record", owner="SHU")
    there.say()
    here.junk(there.leaves[1])
    here.junk(there.leaves[0])
    own = here.sign(here.words(record="shu.example/record"), OFFICERS)
    here.junk(own.raw)
    assert set(problems(here)) == {1, 2, 3}
    assert "another record, shu.example/record" in problems(here)[3]


def test_a_record_that_begins_otherwise_than_its_pin_is_no_record():
    scene = Scene()
    scene.say()
    with pytest.raises(BrokenRecord, match="another record"):
        History.of(Pin(scene.pin.origin, bytes(32)), scene.leaves)
    with pytest.raises(BrokenRecord):
        History.of(scene.pin, scene.leaves[1:])
    with pytest.raises(BrokenRecord, match=r"of lwg\.example/record"):
        History.of(Pin("shu.example/record", scene.pin.leaf), scene.leaves)
    with pytest.raises(BrokenRecord, match="empty"):
        _ = History(scene.pin).chain


def test_a_first_root_again_later_changes_nothing():
    scene = Scene()
    scene.junk(scene.leaves[0])
    fresh = Scene(officers=("janitor", "president", "treasurer"))
    scene.junk(fresh.leaves[0])
    assert set(problems(scene)) == {1, 2}
    assert scene.history().chain.root.version == 1


def test_a_root_that_its_own_officers_alone_signed_changes_nothing():
    scene = Scene()
    thief = scene.root(ALL_NEW, ("president 2", "secretary 2"))
    lone = scene.root(ALL_NEW, ("president", "president 2", "secretary 2"))
    assert set(problems(scene)) == {thief, lone}


def test_all_keys_can_be_replaced_at_once_by_old_and_new_together():
    scene = Scene()
    scene.root(ALL_NEW, ("president", "secretary", "president 2", "treasurer 2"))
    scene.say(by=("president 2", "secretary 2"))
    assert not problems(scene)


# Ids, series and links.


def test_an_id_is_taken_once():
    scene = Scene()
    scene.say(id="talks")
    again = scene.say("Other words.", id="talks")
    same = scene.junk(scene.leaves[1])
    assert "taken by entry 1" in problems(scene)[again]
    assert same in problems(scene)
    assert scene.history().by_id == {"talks": 1}


def test_an_id_is_not_taken_by_an_entry_that_does_not_count():
    scene = Scene()
    scene.say(by=("president",), id="talks")
    assert scene.say(id="talks") not in problems(scene)


@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_gap_or_a_repeat_in_the_series_does_not_count(number):
    scene = Scene()
    scene.say()
    previous = None if number == 1 else scene.reference(1)
    index = scene.say(series=Series("official", number), previous=previous)
    assert "official 2 comes next" in problems(scene)[index]


def test_the_next_of_a_series_names_the_last_by_its_very_hash():
    scene = Scene()
    scene.say()
    wrong = scene.say(previous=Reference(1, bytes(32)))
    older = scene.say(previous=scene.reference(0))
    right = scene.say(previous=scene.reference(1))
    assert set(problems(scene)) == {wrong, older}
    assert scene.history().items[right].communication.series == Series("official", 2)


def test_two_series_count_apart():
    scene = Scene()
    scene.say()
    scene.say(series=Series("letters", 1), previous=None)
    scene.say()
    assert not problems(scene)
    assert scene.history().next_in_series("letters")[0] == Series("letters", 2)


@pytest.mark.parametrize("relation", ["corrects", "withdraws", "replies-to", "fulfils"])
@pytest.mark.parametrize(
    ("target", "why"),
    [
        (lambda scene: Reference(1, bytes(32)), "by a hash that the log does not hold"),
        (lambda scene: Reference(2, bytes(32)), "does not stand before it"),
        (lambda scene: Reference(99, bytes(32)), "does not stand before it"),
        (lambda scene: scene.reference(0), "no communication that counts"),
    ],
)
def test_a_link_to_what_is_not_there_does_not_count(relation, target, why):
    scene = Scene()
    scene.say()
    index = scene.say(links=((relation, target(scene)),))
    assert why in problems(scene)[index]


def test_a_link_to_an_entry_that_does_not_count_does_not_count():
    scene = Scene()
    bad = scene.say(by=("president",))
    index = scene.say(links=(("replies-to", scene.reference(bad)),))
    assert "no communication that counts" in problems(scene)[index]


@pytest.mark.parametrize("relation", ["corrects", "supersedes", "withdraws"])
def test_the_owner_may_replace_anything_and_others_only_what_they_said(relation):
    scene = Scene()
    own, theirs = scene.say("Ours."), scene.enter("Theirs.", of="TSA")

    def link(index):
        return ((relation, scene.reference(index)),)

    scene.say("We take ours back.", links=link(own))
    scene.say("They never sent theirs.", links=link(theirs))
    scene.enter("Theirs again.", of="TSA", links=link(theirs))
    others = scene.enter("SHU on theirs.", of="SHU", links=link(theirs))
    ours = scene.enter("TSA on ours.", of="TSA", by=OFFICERS, links=link(own))
    assert set(problems(scene)) == {others, ours}
    history = scene.history()
    assert [each.index for each in history.replacements(own)] == [3]
    assert [each.index for each in history.replacements(theirs)] == [4, 5]


def test_entered_words_of_the_owner_cannot_withdraw_the_owners():
    """One officer is enough to enter; two are needed to speak, and so to take back."""
    scene = Scene()
    own = scene.say()
    scene.enter("Never mind.", of="LWG", links=(("withdraws", scene.reference(own)),))
    assert set(problems(scene)) == {2}
    assert not scene.history().replacements(own)


def test_an_entry_may_not_say_that_it_follows_what_is_not_there_yet():
    scene = Scene()
    index = scene.say(after=After(5, bytes(32)))
    assert "follows 5 entries" in problems(scene)[index]


def test_an_after_of_another_history_fails_the_whole_record():
    scene = Scene()
    scene.say(after=scene.after())
    check_after(scene.open())
    scene.say(after=After(2, bytes(32)))
    with pytest.raises(Broken, match="entry 2 follows a checkpoint of 2 entries"):
        check_after(scene.open())


def test_parties_are_those_of_the_latest_list_that_counts():
    scene = Scene()

    def put(by, *ids):
        party = [Party(each, each, "union", ()) for each in ids]
        return scene.junk(scene.sign(Parties(scene.origin, 1, None, tuple(party)), by).raw)

    put(("president",), "LWG")
    put((), "LWG", "EVE")
    put(("secretary",), "LWG", "TSA")
    assert set(problems(scene)) == {2}
    assert [party.id for party in scene.history().parties.parties] == ["LWG", "TSA"]


# A thief of the log key.


@pytest.mark.parametrize("raw", [b"x", b"\xff" * 100, b"\n\n", b"on-record/communication/v1\n"])
def test_junk_by_the_log_key_does_not_count_and_the_record_goes_on(raw):
    scene = Scene()
    scene.say()
    scene.junk(raw)
    scene.say()
    assert set(problems(scene)) == {2}
    assert len(list(scene.history().communications())) == 2


def test_the_thief_of_one_officers_key_and_the_log_key_makes_nothing_official():
    scene = Scene()
    own = scene.say()
    link = (("withdraws", scene.reference(own)),)
    lone = ("president",)
    tries = [
        scene.say("We give in.", by=lone),
        scene.say("We take it back.", by=lone, links=link),
        scene.root(["president", "president 2"], ("president", "president 2")),
        scene.enter("We give in.", of="LWG", by=lone, links=link),
        scene.enter("Never mind.", of="TSA", by=lone, links=link),
    ]
    assert set(problems(scene)) == set(tries)
    assert not scene.history().replacements(own)


# The fold itself.


def _busy():
    scene = Scene()
    scene.say(id="one")
    scene.enter("Theirs.")
    scene.junk(b"junk")
    scene.say(id="two", links=(("withdraws", scene.reference(1)),))
    scene.freeze()
    scene.say("Frozen.")
    scene.root(["president 2", "secretary", "treasurer"], ("secretary", "treasurer"))
    scene.say(by=("president 2", "secretary"), id="one")
    scene.say(by=("president 2", "secretary"), id="three")
    return scene


BUSY = _busy()


def test_the_busy_record_has_some_of_everything():
    history = BUSY.history()
    assert [item.index for item in history.problems()] == [3, 6, 8]
    assert history.chain.root.version == 2
    assert set(history.by_id) >= {"one", "two", "three"}


@given(st.integers(0, len(BUSY.leaves)))
def test_folding_a_prefix_and_then_the_rest_is_folding_all(cut):
    whole = BUSY.history()
    parts = History.of(BUSY.pin, BUSY.leaves[:cut])
    for raw in BUSY.leaves[cut:]:
        parts.add(raw)
    assert parts == whole


@given(st.integers(1, len(BUSY.leaves)), st.sampled_from([b"x", *BUSY.leaves]))
def test_judging_changes_nothing_and_agrees_with_adding(cut, raw):
    history = History.of(BUSY.pin, BUSY.leaves[:cut])
    judged = history.judge(raw)
    assert history == History.of(BUSY.pin, BUSY.leaves[:cut])
    assert history.add(raw) == judged


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*BUSY.leaves[1:], b"x"]), max_size=8))
def test_no_order_of_entries_breaks_the_fold_or_takes_an_id_twice(leaves):
    history = History.of(BUSY.pin, [BUSY.leaves[0], *leaves])
    ids = [said.id for _, said in history.communications()]
    assert len(ids) == len(set(ids))
    for item in history.items:
        assert bool(item.problem) or item.entry is not None
        history.disputed(item.index)


def test_the_first_entry_of_a_record_must_be_whole():
    with pytest.raises(OnRecordError):
        History.of(BUSY.pin, [BUSY.leaves[0][:-1]])

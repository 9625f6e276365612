"""The state of the talks: what follows from a record, at a moment, and from which entries."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.communication import Communication, parse_communication
from onrecord.talks.contacts import between
from onrecord.talks.facts import Told, facts
from onrecord.talks.fold import State, fold
from onrecord.talks.offers import history
from onrecord.talks.strikes import on_strike_together
from tests.unit.talks_story import CASE, LONDON, NO_CASE, demo, hollywood, told

STORY = [each for each in told(demo()) if each[1].class_ == "public"]


def at(as_of: date | datetime | None = None, story: Sequence[Told] = STORY) -> State:
    return fold(story, zone=LONDON, owner="LWG", as_of=as_of)


def entry(name: str) -> int:
    return next(index for index, said in STORY if said.id == name)


def test_a_strike_counts_its_first_day_as_day_one() -> None:
    strike = at(date(2031, 3, 12)).strikes[0]
    assert (strike.by, strike.against, strike.first_day) == (("LWG",), ("TSA",), date(2031, 3, 1))
    assert strike.day_number(date(2031, 3, 1)) == 1
    assert strike.day_number(date(2031, 3, 12)) == 12
    assert strike.elapsed(date(2031, 3, 12)) == 11
    assert strike.day_number(date(2031, 2, 28)) is None
    assert not strike.over
    assert strike.length is None
    assert strike.entries == (entry("strike-called"), entry("strike-begins"))


def test_a_strike_that_ends_just_after_midnight_had_its_last_day_before() -> None:
    strike = at().strikes[0]
    assert strike.over
    assert strike.last_day == date(2031, 3, 26)
    assert strike.length == 26
    assert strike.day_number(date(2031, 3, 27)) is None
    assert strike.entries[-1] == entry("strike-ends")


def test_two_unions_strike_side_by_side_against_one_alliance() -> None:
    ours, theirs = at(date(2031, 3, 20)).strikes
    assert (ours.by, theirs.by) == (("LWG",), ("SHU",))
    assert on_strike_together(ours, theirs, date(2031, 3, 20)) == 13
    assert on_strike_together(ours, theirs, date(2031, 3, 7)) == 0


def test_what_was_made_later_does_not_count() -> None:
    before = at(date(2031, 2, 28))
    assert [strike.began for strike in before.strikes] == [()]
    assert before.strikes[0].called[0].day == date(2031, 2, 28)
    assert at(date(2031, 2, 27)).strikes == ()
    early = at(datetime.fromisoformat("2031-02-28T21:59:59+00:00"))
    assert early.strikes == ()
    assert at(datetime.fromisoformat("2031-02-28T22:00:00+00:00")).strikes != ()


def test_talks_ended_and_who_is_said_to_have_ended_them_is_kept_apart() -> None:
    (talks,) = at().talks
    assert talks.between == ("LWG", "TSA")
    assert [each.day for each in talks.ended] == [date(2031, 2, 28)]
    assert talks.outcome == "no agreement"
    assert talks.ended_by == ()
    assert not talks.going_on
    assert at(date(2031, 2, 1)).talks[0].going_on


def test_contacts_between_two_sides_are_in_order_with_who_began_each() -> None:
    since = [
        held
        for held in between(at(date(2031, 3, 14)).contacts, "LWG", "TSA")
        if held.day > date(2031, 3, 1)
    ]
    assert [(held.kind, held.by) for held in since] == [
        ("meeting-requested", ("TSA",)),
        ("meeting-accepted", ("LWG",)),
        ("meeting-held", ("TSA",)),
    ]
    assert since[0].entries == (entry("alliance-asks-to-meet"),)


def test_a_letter_without_acts_is_contact_and_a_word_to_the_press_is_none() -> None:
    kinds = {(held.entries, held.kind) for held in at().contacts}
    assert ((entry("strike-called"),), "contact") in kinds
    assert (entry("alliance-on-the-ballot"),) not in {entries for entries, _ in kinds}


def test_a_request_knows_what_became_of_it() -> None:
    asked = at(date(2031, 3, 10)).requests[0]
    assert (asked.by, asked.to, asked.for_day) == (("TSA",), ("LWG",), date(2031, 3, 14))
    assert asked.accepted == (entry("they-ask-to-meet-corrected"),)
    assert asked.held == ()
    assert at(date(2031, 3, 14)).requests[0].held == (entry("after-the-meeting"),)


def test_a_promise_names_the_meeting_that_is_planned() -> None:
    plans = at(date(2031, 3, 11)).plans
    assert {plan.day for plan in plans} == {date(2031, 3, 14)}
    assert any(plan.agreed for plan in plans)
    assert [plan.day for plan in at().plans][-1] == date(2031, 3, 17)


def test_offers_keep_their_numbers_and_compound() -> None:
    state = at()
    theirs = history(state.stands, "pay", "TSA")
    assert [held.numbers for held in theirs] == [
        (Decimal(3), Decimal(2), Decimal(2)),
        (Decimal(5), Decimal(4), Decimal(4)),
    ]
    assert str(theirs[1].compounded) == "13.568000"
    agreed = [held for held in state.stands if held.kind == "agreement-reached"]
    assert agreed[0].side == ()
    assert [offer.by for offer in state.offers] == [("LWG",), ("TSA",), ("TSA",)]


def test_votes_have_shares_of_the_ballots_and_of_all_who_could_vote() -> None:
    strike, ratification = at().votes
    assert (strike.subject, ratification.subject) == ("strike", "ratification")
    assert round(strike.yes_share or 0, 2) == Decimal("93.12")
    assert round(strike.of_eligible or 0, 2) == Decimal("80.94")
    assert round(strike.turnout or 0, 2) == Decimal("86.91")


def test_agreed_over_and_ratified_are_three_things() -> None:
    agreed = at(date(2031, 3, 25))
    assert agreed.agreements[0].day == date(2031, 3, 24)
    assert agreed.agreements[0].ratified is None
    assert not agreed.strikes[0].over
    over = at(date(2031, 3, 26))
    assert over.strikes[0].over
    assert over.agreements[0].ratified is None
    assert over.returns[0].effective.day == date(2031, 3, 27)
    assert over.decisions[0].entries == (entry("strike-ends"),)
    done = at().agreements[0].ratified
    assert done is not None
    assert done.day == date(2031, 4, 9)


def test_a_promise_is_kept_by_the_word_that_fulfils_it() -> None:
    (_, promised) = at(date(2031, 3, 13)).promises
    assert (promised.due, promised.kept) == (date(2031, 3, 14), None)
    (_, kept) = at().promises
    assert kept.kept == date(2031, 3, 14)
    assert kept.entries == (entry("they-ask-to-meet-corrected"), entry("after-the-meeting"))


def test_a_correction_takes_the_place_of_what_it_corrects_once_it_is_made() -> None:
    before = at(datetime.fromisoformat("2031-03-10T20:30:00+00:00"))
    assert entry("they-ask-to-meet") in before.ids
    assert entry("they-ask-to-meet") not in at().ids
    assert at().replaced >= {entry("they-ask-to-meet"), entry("harbour-street")}
    assert [p.entries[0] for p in before.promises][-1] == entry("they-ask-to-meet")


def test_a_denial_and_a_label_are_somebodys_words() -> None:
    words = {word.kind: word for word in at().words}
    assert words["denial"].by == ("LWG",)
    assert words["characterisation"].what == "last, best and final"
    label = next(f for f in at().facts if f.kind == "characterisation")
    assert label.attributed


HEAD = """on-record/communication/v1
record: lwg.example/record
id: {id}
entered: {by}
class: public
to: press
channel: statement
source: published by {by}
made: {made}
zone: Europe/London
language: en
root: 1
after: none
act: {act}
body: none
"""


def said(name: str, by: str, made: str, act: str) -> Communication:
    lines = act.replace("\n", "\n ")
    return parse_communication(HEAD.format(id=name, by=by, made=made, act=lines))


BEGAN = "strike-began\nby: LWG\nagainst: TSA\non: {}"


def test_where_the_parties_contradict_each_other_both_stand_and_the_actor_comes_first() -> None:
    state = at(
        story=[
            (2, said("theirs", "TSA", "2031-03-01", BEGAN.format("2031-02-27"))),
            (3, said("ours", "LWG", "2031-03-01", BEGAN.format("2031-03-01"))),
        ]
    )
    (strike,) = state.strikes
    assert [(each.day, each.by, each.attributed) for each in strike.began] == [
        (date(2031, 3, 1), ("LWG",), False),
        (date(2031, 2, 27), ("TSA",), True),
    ]
    assert strike.first_day == date(2031, 3, 1)
    assert strike.entries == (2, 3)


def test_bodies_of_a_union_call_one_strike_for_it() -> None:
    called = "strike-called\nby: LWG-Council, LWG-East\nagainst: TSA\non: 2031-02-28"
    state = at(
        story=[
            (2, said("call", "LWG", "2031-02-28", called)),
            (3, said("start", "LWG", "2031-03-01", BEGAN.format("2031-03-01"))),
        ]
    )
    (strike,) = state.strikes
    assert not any(fact.attributed for fact in state.facts)
    assert strike.by == ("LWG",)
    assert strike.called[0].entries == (2,)


def test_each_party_may_name_the_other_as_the_one_who_left() -> None:
    ended = "talks-ended\nbetween: LWG, TSA\nby: {}\non: 2031-02-28"
    state = at(
        story=[
            (2, said("a", "LWG", "2031-02-28", ended.format("TSA"))),
            (3, said("b", "TSA", "2031-02-28", ended.format("LWG"))),
        ]
    )
    (talks,) = state.talks
    assert talks.ended_by == ((("TSA",), ("LWG",)), (("LWG",), ("TSA",)))
    assert talks.entries == (2, 3)


def test_an_act_that_is_not_official_is_kept_and_does_not_count_as_contact() -> None:
    aside = "contact\nby: TSA\nto: LWG\non: 2031-03-05\nofficial: no"
    state = at(story=[(2, said("aside", "TSA", "2031-03-05", aside))])
    assert [held.official for held in state.contacts] == [False]
    assert between(state.contacts, "LWG", "TSA") == ()


def test_a_second_strike_after_the_first_one_ended_is_another_one() -> None:
    ended = "strike-ended\nby: LWG\nagainst: TSA\non: 2031-03-05"
    state = at(
        story=[
            (2, said("a", "LWG", "2031-03-01", BEGAN.format("2031-03-01"))),
            (3, said("b", "LWG", "2031-03-05", ended)),
            (4, said("c", "LWG", "2031-05-01", BEGAN.format("2031-05-01"))),
        ]
    )
    assert [strike.first_day for strike in state.strikes] == [date(2031, 3, 1), date(2031, 5, 1)]
    assert state.strikes[0].last_day == date(2031, 3, 5)


def test_the_day_of_an_act_is_told_in_the_records_zone() -> None:
    late = said("late", "TSA", "2031-03-01T20:00:00-08:00", "offer\nby: TSA\nto: LWG")
    assert fold([(2, late)], zone=LONDON).facts[0].day == date(2031, 3, 2)
    assert fold([(2, late)], zone="America/Los_Angeles").facts[0].day == date(2031, 3, 1)


@settings(max_examples=60, deadline=None)
@given(
    cut=st.integers(0, len(STORY)),
    seed=st.integers(0, 5),
    as_of=st.none() | st.dates(date(2031, 1, 10), date(2031, 4, 12)),
)
def test_folding_all_equals_folding_a_part_and_then_the_rest(
    cut: int, seed: int, as_of: date | None
) -> None:
    story = list(STORY)
    if seed:
        random.Random(seed).shuffle(story)
    whole = at(as_of)
    part = at(as_of, story[:cut])
    assert part.strikes is not None
    again = fold(story[cut:], zone=LONDON, owner="LWG", as_of=as_of, onto=part)
    assert again == whole
    assert again.facts == facts(story, zone=LONDON, as_of=as_of)
    assert (again.strikes, again.contacts, again.promises) == (
        whole.strikes,
        whole.contacts,
        whole.promises,
    )


@given(as_of=st.dates(date(2031, 1, 10), date(2031, 4, 12)))
def test_every_derived_value_rests_on_entries_that_stood_then(as_of: date) -> None:
    state = at(as_of)
    derived = [
        *(state.strikes, state.talks, state.contacts, state.meetings, state.requests),
        *(state.plans, state.offers, state.stands, state.votes, state.agreements),
        *(state.decisions, state.returns, state.contracts, state.promises, state.words),
    ]
    for value in (value for values in derived for value in values):
        assert value.entries
        assert set(value.entries) <= set(state.ids)


@pytest.mark.skipif(not CASE.exists(), reason=NO_CASE)
def test_the_real_dispute_on_the_first_of_august() -> None:
    story = told(hollywood())
    state = fold(story, zone="America/Los_Angeles", owner="WGA", as_of=date(2023, 8, 1))
    writers, actors = state.strikes
    assert writers.day_number(date(2023, 8, 1)) == 92
    assert writers.elapsed(date(2023, 8, 1)) == 91
    assert actors.day_number(date(2023, 8, 1)) == 19
    since = [c for c in between(state.contacts, "WGA", "AMPTP") if c.day >= date(2023, 5, 2)]
    assert [(c.kind, c.by, c.day) for c in since] == [
        ("meeting-requested", ("AMPTP",), date(2023, 8, 1))
    ]
    assert state.plans[-1].day == date(2023, 8, 4)


def doubted(certainty: str) -> list[Told]:
    """The story without its strike's beginning, and that beginning from a source not so sure."""
    at_issue = entry("strike-begins")
    text = str(next(said for index, said in STORY if index == at_issue))
    own, _, rest = text.partition("own: LWG\n")
    head, _, after = rest.partition("series: ")
    entered = f"{own}entered: LWG\n{head}{after.split(chr(10), 2)[2]}"
    entered = entered.replace("made:", f"source: a newspaper\ncertainty: {certainty}\nmade:", 1)
    return [e for e in STORY if e[0] != at_issue] + [(at_issue, parse_communication(entered))]


def test_what_nobody_could_check_is_kept_apart_and_decides_nothing() -> None:
    state = at(story=doubted("unverified"))
    assert state.strikes[0].first_day is None
    assert [fact.kind for fact in state.unverified] == ["strike-began"]
    assert all(fact.decides for fact in state.facts)


@pytest.mark.parametrize("certainty", ["minor", "disputed"])
def test_a_disputed_source_decides_and_says_that_it_is_disputed(certainty: str) -> None:
    state = at(story=doubted(certainty))
    assert state.strikes[0].first_day == date(2031, 3, 1)
    assert [f.certainty for f in state.of({"strike-began"}) if f.by == ("LWG",)] == [certainty]
    assert state.unverified == ()

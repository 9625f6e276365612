"""A state that is kept as communications come is the one that a fold of all of them gives."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.talks import DERIVED, derive, history
from onrecord.domain.act import Act, Position
from onrecord.domain.act_values import Due
from onrecord.domain.communication import Communication
from onrecord.domain.moment import Moment
from onrecord.domain.reference import Reference
from onrecord.talks.facts import Told
from onrecord.talks.fold import State, fold
from onrecord.talks.live import Live
from onrecord.talks.runs import PAGE, Growing, Run, Sorted
from tests.unit.talks_story import LONDON, demo, told

STORY = [each for each in told(demo()) if each[1].class_ == "public"]
PARTIES = ("LWG", "LWG-Council", "LWGA", "SHU", "TSA")
DAYS = [date(2031, 3, 1) + timedelta(days=number) for number in range(5)]

days = st.sampled_from(DAYS).map(lambda day: Moment(str(day)))
sides = st.lists(st.sampled_from(PARTIES), min_size=1, max_size=2, unique=True).map(tuple)
tables = st.lists(st.sampled_from(PARTIES), min_size=2, max_size=3, unique=True).map(tuple)


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """Any act that a derived value follows from, on one of a few days, by one of a few parties."""
    by, to, between, on = draw(sides), draw(sides), draw(tables), ("on", draw(days))
    may_be_for = draw(st.sampled_from([(), (("for", draw(days)),)]))
    strike = (("by", by), ("against", to), on)
    return draw(
        st.sampled_from(
            [
                *(Act(f"talks-{step}", (("between", between), on)) for step in TALKS),
                *(Act(f"strike-{step}", strike) for step in ("called", "began", "ended")),
                Act("contact", (("by", by), ("to", to), on)),
                *(
                    Act(f"meeting-{step}", (("by", by), ("to", to), on, *may_be_for))
                    for step in ("requested", "accepted", "declined")
                ),
                Act("meeting-accepted", (("by", by), on)),
                Act("meeting-held", (("between", between), on)),
                Act("offer", (("by", by), ("to", to), on), (Position("pay", None, says="more"),)),
                Act("agreement-reached", (("between", between), on)),
                Act("vote-counted", (("by", by), ("question", "ratify it"), on)),
                Act(
                    "promise",
                    (
                        ("by", by),
                        ("to", ("members",)),
                        ("what", "word"),
                        ("due", Due("after meeting", on[1])),
                    ),
                ),
            ]
        )
    )


TALKS = ("opened", "ended", "suspended", "resumed")


@st.composite
def stories(draw: st.DrawFn) -> list[Told]:
    """Communications of any days, some of which replace or fulfil an earlier one."""
    found: list[Told] = []
    for entry in range(2, 2 + draw(st.integers(0, 14))):
        earlier = st.integers(2, max(2, entry - 1))
        link = draw(st.sampled_from([None, None, None, "fulfils", "corrects", "withdraws"]))
        target = draw(earlier)
        links = ((link, Reference(target, bytes(32))),) if link and target < entry else ()
        found.append((entry, _said(draw, entry, links)))
    return found


def _said(draw: st.DrawFn, entry: int, links: tuple[tuple[str, Reference], ...]) -> Communication:
    return Communication(
        record="lwg.example/record",
        id=f"c{entry}",
        own=False,
        by=draw(sides),
        to=("members",),
        channel="email",
        source="a letter",
        certainty=draw(st.sampled_from([None, None, "disputed", "unverified"])),
        made=draw(days),
        zone=LONDON,
        root=1,
        links=links,
        acts=tuple(draw(st.lists(acts(), min_size=1, max_size=2))),
    )


def alike(one: State, other: State) -> None:
    """Both states are equal, and so is every value that follows from them."""
    assert one == other
    for name in DERIVED:
        assert getattr(one, name) == getattr(other, name), name


@settings(max_examples=300, deadline=None)
@given(stories(), st.integers(0, 14), st.randoms(use_true_random=False))
def test_told_one_by_one_in_any_order_it_is_what_a_fold_gives(story, first, dice) -> None:
    told_later = story[first:]
    dice.shuffle(told_later)
    live = Live(story[:first], zone=LONDON, owner="LWG")
    for number, (entry, said) in enumerate(told_later):
        live.tell(entry, said)
        so_far = [*story[:first], *told_later[: number + 1]]
        alike(live.state, fold(so_far, zone=LONDON, owner="LWG"))


def test_a_state_that_was_read_is_not_changed_by_what_comes_later() -> None:
    live = Live(STORY[:12], zone=LONDON, owner="LWG")
    before = live.state
    contacts, facts = list(before.contacts), list(before.facts)
    for entry, said in STORY[12:]:
        live.tell(entry, said)
    assert (list(before.contacts), list(before.facts)) == (contacts, facts)
    alike(before, fold(STORY[:12], zone=LONDON, owner="LWG"))
    alike(live.state, fold(STORY, zone=LONDON, owner="LWG"))


def test_a_long_history_told_one_by_one_is_what_a_fold_gives() -> None:
    told_all = history(3 * PAGE, unions=3)
    live = Live(zone=LONDON)
    for entry, said in told_all:
        live.tell(entry, said)
    alike(live.state, fold(told_all, zone=LONDON))
    assert derive(live.state) > 3 * PAGE


def test_a_request_that_the_log_has_after_its_answer_of_that_day_is_answered() -> None:
    on = Moment("2031-03-04")
    answer = Act("meeting-accepted", (("by", ("LWG",)), ("to", ("TSA",)), ("on", on)))
    request = Act("meeting-requested", (("by", ("TSA",)), ("to", ("LWG",)), ("on", on)))
    said = [
        Communication(
            record="lwg.example/record",
            id=f"c{entry}",
            own=False,
            by=act.get("by"),
            to=("press",),
            channel="letter",
            source="a letter",
            made=on,
            zone=LONDON,
            root=1,
            acts=(act,),
        )
        for entry, act in enumerate((answer, request), 2)
    ]
    (asked,) = fold(enumerate(said, 2), zone=LONDON).requests
    assert asked.accepted == (2,)


@given(st.lists(st.integers(), max_size=3 * PAGE), st.data())
def test_a_growing_run_is_a_list_in_pages(values, data) -> None:
    growing, plain = Growing(values), list(values)
    for _ in range(3):
        if plain and data.draw(st.booleans()):
            place = data.draw(st.integers(0, len(plain) - 1))
            growing.put(place, -1)
            plain[place] = -1
        else:
            growing.append(7)
            plain.append(7)
    run = growing.run()
    assert run == plain
    assert (len(run), run[-1], run[0]) == (len(plain), plain[-1], plain[0])
    assert run[1:9] == tuple(plain[1:9])


@given(st.sets(st.integers(0, 5_000)), st.lists(st.integers(0, 5_000), unique=True))
def test_a_sorted_run_keeps_the_order_of_its_keys(first, later) -> None:
    kept, plain = Sorted((key, str(key)) for key in first), set(first)
    for key in later:
        if key in plain:
            kept.drop(key)
            plain.discard(key)
        else:
            assert kept.put(key, str(key)) == (key > max(plain, default=-1))
            plain.add(key)
    assert kept.run() == [str(key) for key in sorted(plain)]


def test_a_sorted_run_of_many_pages_takes_values_between_others() -> None:
    kept = Sorted((key, key) for key in range(0, 4_000, 2))
    for key in range(1, 4_000, 2):
        kept.put(key, key)
    assert kept.run() == tuple(range(4_000))
    assert isinstance(kept.run(), Run)

"""The work of reading dates is counted, not timed: it grows no faster than the text.

Every attempt at a date is one call of ``read``, which looks at a bounded number of words, each cut
to a bounded length. So its calls, held against the words of the text, are the work.
"""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.check import date_grammar
from onrecord.check.date_words import tokens
from onrecord.check.dates import find_dates, resolve
from onrecord.check.types import Anchors, Event

EVE = Anchors(
    date(2031, 8, 6),
    "America/New_York",
    (
        Event("talks-ended", date(2031, 5, 5), ("LWG", "TSA"), 3),
        Event("strike-began", date(2031, 5, 6), ("LWG",), 4),
    ),
)
MOST = 40


@pytest.fixture
def steps(monkeypatch):
    """Counts the calls of ``read``, its own calls of itself, too."""
    plain, counted = date_grammar.read, []

    def counting(*given, **named):
        counted.append(1)
        return plain(*given, **named)

    monkeypatch.setattr(date_grammar, "read", counting)
    monkeypatch.setattr("onrecord.check.dates.read", counting)
    return counted


@pytest.mark.parametrize(
    "words",
    [
        *("May 1 ", "since ", "the strike ", "from May to ", "1/", "1-", "1 ", "two weeks before "),
        *("the first week of ", "Friday a week ago ", "between May 2 and ", "the rest of the "),
        *("midnight on ", "since the first half of the last week of ", "half of all of early "),
    ],
)
def test_twice_the_text_is_at_most_twice_the_work(words, steps):
    counts = []
    for repeats in (100, 200, 400):
        steps.clear()
        find_dates(words * repeats, EVE)
        counts.append(len(steps))
    assert counts[1] <= 2 * counts[0] + MOST
    assert counts[2] <= 2 * counts[1] + MOST


@pytest.mark.parametrize(
    "text",
    [
        "7" * 1_000_000,
        "7," * 100_000,
        "777," * 100_000,
        "-" * 100_000,
        "’" * 100_000,
        "a" * 1_000_000,
        "\n" * 100_000,
        " " * 1_000_000,
        "since " * 20_000,
        "the strike " * 2_000,
        "since talks between and with the " * 1_000,
        "from May to " * 2_000,
        "1/" * 100_000,
        "99999999999 years ago and 9999 centuries later " * 300,
        "December 31, 9999, a day later, the next day. " * 300,
        "\u0660\u0661/\u0662\u0663 ² ½ \ud800 " * 1_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_hostile_text_takes_a_bounded_number_of_steps_for_each_word(text, steps):
    words = tokens(text)
    assert max((len(it.word) for it in words), default=0) <= MOST
    find_dates(text, EVE)
    assert len(steps) <= MOST * len(words)


def test_a_phrase_too_long_to_be_a_date_is_not_read_at_all(steps):
    assert resolve("7" * 1_000_000, EVE) is None
    assert not steps

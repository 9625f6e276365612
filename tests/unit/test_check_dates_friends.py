"""False friends: what stands in a report and only looks like a date."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.check.dates import find_dates
from onrecord.check.types import Anchors, Event

STRIKE = Event("strike-began", date(2031, 5, 6), ("LWG",), 4)
EVE = Anchors(date(2031, 8, 6), "America/New_York", (STRIKE,))


@pytest.mark.parametrize(
    "text",
    [
        "Install version 2.1.23 or v1.2.23, see section 5.1.2023 and § 3.4.2021.",
        "Call 555-10-2023 or 020 7946 2007, from 10.1.20.30.",
        "About 2000 workers, between 1900 and 2000 members, and by 1500 writers.",
        "Eve wrote to April Jones, to May Smith and to Jan Brown, and read Monday.com.",
        "The fall of the house, a fall from grace, a spring in her step.",
        "Bloody Sunday was in the Sunday Times and on Saturday Night Live.",
        "He read 1984 and 2001: A Space Odyssey; there are 2,023 members and 24/7 help.",
        "It was the third vote in as many months, on the 13th floor, on the 2nd Avenue line.",
        "She may march on; the second of them sat in the sun.",
        "They paid $2031 for room 2031, flight 2019 and item 5.1.2023.",
    ],
)
def test_what_only_looks_like_a_date_has_none(text):
    assert find_dates(text, EVE) == []

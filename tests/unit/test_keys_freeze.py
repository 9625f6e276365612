"""A freeze has one form."""

from __future__ import annotations

import pytest

from onrecord.domain.errors import Malformed
from onrecord.domain.reference import After
from onrecord.keys.freeze import Freeze, parse_freeze

TEXT = (
    "on-record/freeze/v1\nrecord: lwg.example/record\nroot: 2\nafter: 4 "
    + "ab" * 32
    + "\nreason: lost laptop\n"
)

BAD = {
    "another format": TEXT.replace("/v1", "/v2"),
    "no final line end": TEXT[:-1],
    "two final line ends": TEXT + "\n",
    "no reason": TEXT.replace("reason: lost laptop\n", ""),
    "empty reason": TEXT.replace("lost laptop", ""),
    "reason of two lines": TEXT + "reason: and keys\n",
    "reason that hides text": TEXT.replace("lost", "lo\u202est"),
    "root 0": TEXT.replace("root: 2", "root: 0"),
    "root 02": TEXT.replace("root: 2", "root: 02"),
    "another order": TEXT.replace("root: 2\n", "").replace("reason:", "root: 2\nreason:"),
    "carriage returns": TEXT.replace("\n", "\r\n"),
    "upper-case hash": TEXT.replace("ab", "AB"),
    "an extra line": TEXT + "until: tomorrow\n",
}


def test_freeze_is_read_and_written_back():
    freeze = parse_freeze(TEXT)
    assert freeze == Freeze("lwg.example/record", 2, After(4, b"\xab" * 32), "lost laptop")
    assert str(freeze) == TEXT


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_any_other_form_is_refused(text):
    with pytest.raises(Malformed):
        parse_freeze(text)

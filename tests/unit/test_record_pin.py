"""The pin: three lines, one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.record.pin import Pin, parse_pin

PIN = Pin("lwg.example/record", bytes(range(32)))


def test_a_pin_reads_back_as_itself():
    assert parse_pin(str(PIN)) == PIN


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text + "\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("v1", "v2"),
        lambda text: text.upper(),
        lambda text: text.replace("lwg.example/record", "lwg example"),
        lambda text: text.replace("lwg.example/record", ""),
        lambda text: text.replace("0001", "001"),
        lambda text: text.replace("0a0b", "0A0B"),
        lambda text: " " + text,
        lambda text: "\ufeff" + text,
    ],
)
def test_any_other_spelling_is_refused(damage):
    with pytest.raises(Malformed):
        parse_pin(damage(str(PIN)))


def test_every_one_bit_change_is_refused_or_another_pin():
    raw = str(PIN).encode()
    for bit in range(8 * len(raw)):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            assert parse_pin(changed.decode("utf-8", "replace")) != PIN
        except Malformed:
            continue


@given(st.text(max_size=200))
def test_whatever_is_read_renders_as_it_was(text):
    try:
        pin = parse_pin("on-record/pin/v1\n" + text)
    except Malformed:
        return
    assert str(pin) == "on-record/pin/v1\n" + text

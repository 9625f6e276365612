"""A members-only text cannot be guessed from what is public; a bare hash can.

The campaign runs the same attack with a thousand times the guesses: ``./dev campaign dictionary``.
"""

from __future__ import annotations

import hashlib

import pytest

from onrecord.domain.commitment import salt_of
from onrecord.domain.opening import disclose, verify_disclosure
from tests.campaign.dictionary import (
    DISCLOSED,
    ROUNDS,
    SECRET,
    TRUTH,
    Public,
    attack,
    committed,
    public_part,
    sentence,
)

GUESSES = 100_000
SEED = hashlib.sha256(b"a seed that nobody guesses").digest()
OPENING = committed(SEED)


def test_the_true_text_is_among_the_guesses_and_every_guess_differs():
    assert sentence(TRUTH) == OPENING.paragraphs[SECRET]
    assert len({sentence(number) for number in range(GUESSES)}) == GUESSES


@pytest.mark.parametrize("name", ROUNDS)
def test_a_hundred_thousand_guesses_with_the_truth_among_them_find_nothing(name):
    assert attack(ROUNDS[name](OPENING), 0, GUESSES) == []


@pytest.mark.parametrize(
    "logged",
    [
        hashlib.sha256(sentence(TRUTH).encode()).digest(),
        hashlib.sha256(sentence(TRUTH).encode() + b"\n").digest(),
        hashlib.sha256(b"\x00" + sentence(TRUTH).encode()).digest(),
    ],
    ids=["bare", "bare line", "bare log leaf"],
)
def test_control_a_bare_hash_in_the_log_gives_the_text_up_at_once(logged):
    assert attack(Public(frozenset({logged})), TRUTH - 500, TRUTH + 500) == [sentence(TRUTH)]


def test_control_the_neighbour_s_hash_is_public_and_its_true_salt_would_open_it():
    public = public_part(OPENING, disclose(OPENING, DISCLOSED))
    handed = Public(public.targets, (*public.salts, salt_of(SEED, SECRET)))
    assert attack(handed, TRUTH - 500, TRUTH + 500) == [sentence(TRUTH)]


def test_control_a_seed_of_zeros_is_tried_and_gives_the_text_up():
    opening = committed(bytes(32))
    public = public_part(opening, disclose(opening, DISCLOSED))
    assert attack(public, TRUTH - 500, TRUTH + 500) == [sentence(TRUTH)]


def test_the_disclosed_paragraph_itself_still_verifies():
    shown = disclose(OPENING, DISCLOSED)
    verify_disclosure(shown, OPENING.entry, OPENING.commitment)
    assert shown.paragraph == "More soon."

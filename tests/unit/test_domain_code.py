"""The spoken code: the right six words, and a tolerant ear."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from onrecord.domain import code
from onrecord.domain.code import WordListMissing, same_code, six_words
from onrecord.domain.errors import Malformed

hashes = st.binary(min_size=32, max_size=32)


@given(hashes)
def test_the_words_are_those_that_a_bip_39_wallet_would_show_for_the_same_bits(digest):
    wallet = Mnemonic("english").to_mnemonic(digest[:16]).split()
    assert six_words(digest).split() == wallet[:6]


@given(hashes, st.integers(0, 255))
def test_exactly_the_first_66_bits_are_spoken(digest, bit):
    flipped = bytearray(digest)
    flipped[bit // 8] ^= 0x80 >> bit % 8
    assert (six_words(bytes(flipped)) == six_words(digest)) == (bit >= 66)


@given(hashes)
def test_a_code_is_recognised_in_any_case_and_spacing(digest):
    words = six_words(digest)
    assert same_code(f"  {words.upper()}\n", words)
    assert same_code(words.replace(" ", "  \t"), words)


@pytest.mark.parametrize("said", ["", "abandon", "abandon " * 5, "abandon " * 7])
def test_fewer_or_more_than_six_words_are_no_code_even_when_both_say_the_same(said):
    assert not same_code(said, said)


@pytest.mark.parametrize("digest", [b"", bytes(20), bytes(31), bytes(33), bytes(64)])
def test_only_a_hash_of_32_bytes_has_a_code(digest):
    with pytest.raises(Malformed, match="32 bytes"):
        six_words(digest)


def test_reading_the_list_does_not_import_the_package_that_carries_it():
    script = (
        "import sys; from onrecord.domain.code import six_words;"
        "print(six_words(bytes(32)).split()[0], 'mnemonic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["abandon", "False"], done.stderr


def test_a_missing_word_list_says_what_to_install(monkeypatch):
    monkeypatch.setattr(code.importlib.util, "find_spec", lambda name: None)
    code._words.cache_clear()
    with pytest.raises(WordListMissing, match="pip install mnemonic"):
        six_words(bytes(32))


def test_a_damaged_word_list_is_named_and_not_used(monkeypatch, tmp_path):
    (tmp_path / "wordlist").mkdir()
    (tmp_path / "wordlist" / "english.txt").write_text("abandon\nability\n")

    class Spec:
        submodule_search_locations = (str(tmp_path),)

    monkeypatch.setattr(code.importlib.util, "find_spec", lambda name: Spec)
    code._words.cache_clear()
    with pytest.raises(WordListMissing, match="2 words, not 2048"):
        six_words(bytes(32))

"""Six words that two people can read to each other: the spoken code of a hash.

A screen can be made to show one statement and have another signed. Before an approval, the two
officers read each other the six words of the statement's hash; a member can read them to a
steward. The words come from the BIP 39 English list: 2,048 of them, told apart by their first
four letters. Word ``k`` is bits ``11k`` to ``11k + 10`` of the hash, most significant bit first.

>>> six_words(bytes(32))
'abandon abandon abandon abandon abandon abandon'
>>> six_words(bytes.fromhex("5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"))
'gallery response cradle tip onion chief'
>>> same_code("Gallery  response cradle TIP onion chief", "gallery response cradle tip onion chief")
True

**Strength.** Six words are 66 bits. To make another statement with the code of a given one takes
about 2**66 hashes: out of reach of most, not of a state. Two statements with one common code, both
of the attacker's making, take about 2**33 hashes: minutes. So the code shows that two people look
at the same statement when the one who wrote it is honest; it is a second look, never the proof.
The proof is the receipt, which carries all 256 bits.
"""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path

from onrecord.domain.errors import Malformed, OnRecordError

WORDS = 6
_WORD_BITS = 11
_LIST_SIZE = 2**_WORD_BITS
_HASH_BYTES = 32


class WordListMissing(OnRecordError):
    """The ``mnemonic`` package, which carries the English list, is absent or damaged."""


def six_words(digest: bytes) -> str:
    """The six words, joined by single spaces, of a 32-byte hash: its first 66 bits.

    Raises:
        Malformed: a hash that is not 32 bytes.
        WordListMissing: the word list is not installed.
    """
    if len(digest) != _HASH_BYTES:
        raise Malformed(f"a spoken code is made from a hash of 32 bytes, not {len(digest)}")
    number = int.from_bytes(digest, "big")
    shifts = (8 * _HASH_BYTES - _WORD_BITS * (place + 1) for place in range(WORDS))
    return " ".join(_words()[number >> shift & (_LIST_SIZE - 1)] for shift in shifts)


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same six words; case and spaces do not count."""
    first, second = one.lower().split(), other.lower().split()
    return len(first) == WORDS and first == second


@functools.cache
def _words() -> tuple[str, ...]:
    """The list, read as a file beside the package: importing the package would cost start-up."""
    spec = importlib.util.find_spec("mnemonic")
    if spec is None or not spec.submodule_search_locations:
        raise WordListMissing("the package 'mnemonic' is not installed: pip install mnemonic")
    path = Path(spec.submodule_search_locations[0]) / "wordlist" / "english.txt"
    try:
        words = tuple(path.read_text(encoding="ascii").split())
    except OSError as error:
        raise WordListMissing(f"{path} cannot be read: reinstall 'mnemonic'") from error
    if len(words) != _LIST_SIZE:
        raise WordListMissing(f"{path} holds {len(words)} words, not 2048: reinstall 'mnemonic'")
    return words

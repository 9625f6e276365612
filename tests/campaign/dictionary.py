"""The dictionary attack: everything public in hand, hash guesses, the true text among them.

    python -m tests.campaign.dictionary [--guesses 100000000] [--processes 2]

The attacker has the log: the commitment's root and leaf count, the entry's own text and, in the
second round, one paragraph that somebody disclosed, with its salt and its path (whose first node
is the very hash of the neighbouring leaf). The guesses are a grid of sentences of the kind that
an offer is announced in; one of them is, to the letter, the paragraph that is to be found, and it
is the only one in its text. Every guess is hashed in each of ``SHAPES`` and looked up among all
public hashes.

Two controls show that the attack would find what can be found: a log that carries a bare hash
gives the text up, and so does a commitment whose true salt is handed to the attacker.
"""

from __future__ import annotations

import argparse
import calendar
import hashlib
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.domain.commitment import salt_of
from onrecord.domain.opening import Disclosure, Opening, disclose, split_text
from onrecord.domain.reference import Reference

Shape = Callable[[bytes], bytes]
TRUTH = 71_717
"""The number of the true guess: inside the shortest run, so that every run holds it."""

_MONTHS = calendar.month_name[1:]
_VERBS = ("offered", "proposed", "tabled", "put forward", "came back with", "are at", "moved to")
_ENDS = ("We said no.", "We said yes.", "We will answer on Monday.", "Talks go on.")
_GRID = 1000 * 10 * 12 * len(_VERBS) * len(_ENDS) * 30


def sentence(number: int) -> str:
    """Guess ``number``: one cell of the grid of percentages, years, months, verbs, days, ends."""
    number, tenths = divmod(number % _GRID, 1000)
    number, years = divmod(number, 10)
    number, month = divmod(number, 12)
    number, verb = divmod(number, len(_VERBS))
    day, end = divmod(number, len(_ENDS))
    return (
        f"They {_VERBS[verb]} {tenths / 10:.1f}% over {years + 1} years "
        f"from {day + 1} {_MONTHS[month]}. {_ENDS[end]}"
    )


@dataclass(frozen=True)
class Public:
    """What an attacker reads: hashes to hit, and salts that they may try."""

    targets: frozenset[bytes]
    salts: tuple[bytes, ...] = ()


def committed(seed: bytes) -> Opening:
    """The text under attack: a greeting to disclose, and beside it the one guessable sentence."""
    body = f"Dear members,\n\n{sentence(TRUTH)}\n\nMore soon.\n"
    return Opening(Reference(7, hashlib.sha256(b"leaf").digest()), seed, split_text("", body))


DISCLOSED, SECRET = 3, 2
"""The paragraph that is disclosed, and its sibling in the tree, which is the one to find."""


def public_part(opening: Opening, disclosed: Disclosure | None = None) -> Public:
    """The hashes and salts of ``opening`` that the world has seen."""
    targets = {opening.commitment.root, opening.entry.leaf}
    salts: tuple[bytes, ...] = ()
    if disclosed is not None:
        targets |= {*disclosed.path, disclosed.salt}
        salts = (disclosed.salt, *(salt_of(disclosed.salt, index) for index in range(4)))
    return Public(frozenset(targets), salts)


def shapes(public: Public) -> list[Shape]:
    """The ways in which a guess is hashed: bare, as a log leaf, and salted with all salts known."""
    salts = (b"", bytes(32), salt_of(bytes(32), SECRET), *public.salts)
    return [_bare, _bare_line, _log_leaf, *(_salted(salt) for salt in salts)]


def attack(public: Public, start: int, stop: int) -> list[str]:
    """The guesses among ``start`` to ``stop`` of which some shape hits a public hash."""
    tried, targets = shapes(public), public.targets
    found = []
    for guess in map(sentence, range(start, stop)):
        raw = guess.encode()
        for shape in tried:
            if shape(raw) in targets:
                found.append(guess)
                break
    return found


def _bare(guess: bytes) -> bytes:
    return hashlib.sha256(guess).digest()


def _bare_line(guess: bytes) -> bytes:
    return hashlib.sha256(guess + b"\n").digest()


def _log_leaf(guess: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + guess).digest()


def _salted(salt: bytes) -> Shape:
    """The leaf of the specification under ``salt``, written again as an attacker would write it."""
    start = b"on-record/paragraph/v1\n" + salt

    def shape(guess: bytes) -> bytes:
        leaf = hashlib.sha256(start + len(guess).to_bytes(8, "big") + guess).digest()
        return hashlib.sha256(b"\x00" + leaf).digest()

    return shape


ROUNDS = {
    "nothing disclosed": public_part,
    "one paragraph disclosed": lambda opening: public_part(opening, disclose(opening, DISCLOSED)),
}


def run(public: Public, guesses: int, processes: int) -> Iterator[tuple[int, list[str]]]:
    """Attack in ``processes``; yields, as they come, how many guesses were tried and what hit."""
    step = 100_000
    parts = [(public, at, min(at + step, guesses)) for at in range(0, guesses, step)]
    with multiprocessing.Pool(processes) as pool:
        for part, found in zip(parts, pool.imap(_attack_part, parts), strict=True):
            yield part[2] - part[1], found


def _attack_part(part: tuple[Public, int, int]) -> list[str]:
    return attack(*part)


def main() -> int:
    parser = argparse.ArgumentParser(description="Try to guess a members-only text.")
    parser.add_argument("--guesses", type=int, default=10**8)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    if not TRUTH < options.guesses <= _GRID:
        parser.error(f"--guesses must be from {TRUTH + 1} to {_GRID}")
    opening = committed(hashlib.sha256(b"campaign").digest())
    recovered = 0
    for name, of in ROUNDS.items():
        recovered += _round(name, of(opening), options.guesses, options.processes)
    print(f"{recovered} texts recovered" if recovered else "no members-only text recovered")
    return 1 if recovered else 0


def _round(name: str, public: Public, guesses: int, processes: int) -> int:
    started, tried, hits = time.monotonic(), 0, []
    for count, found in run(public, guesses, processes):
        tried += count
        hits += found
        rate = tried / (time.monotonic() - started)
        left = (guesses - tried) / rate
        print(f"\r{name}: {tried:,}, {rate:,.0f}/s, {left:,.0f} s left  ", end="", file=sys.stderr)
    seconds = time.monotonic() - started
    print(file=sys.stderr)
    print(
        f"{name}: {tried:,} guesses in {len(shapes(public))} shapes against "
        f"{len(public.targets)} public hashes, {seconds:.0f} s, "
        f"{tried / seconds:,.0f} guesses/s: {len(hits)} hits"
    )
    return len(hits)


if __name__ == "__main__":
    sys.exit(main())

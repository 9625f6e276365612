"""How long a strike lasted: both ways of counting its days, and a claim held against them.

A strike from 2 May to 27 September lasted 148 days where its end is the first day of work
again and days elapsed are counted, 149 where both days are counted.

>>> compare((148, 148), date(2023, 5, 2), date(2023, 9, 27)).conventions
('elapsed',)
>>> compare((149, 149), date(2023, 5, 2), date(2023, 9, 27)).says
'149 days with both days counted: 2023-05-02 to 2023-09-27'
>>> compare((75, 107), date(2023, 5, 2), date(2023, 8, 2)).agrees
True
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

BOTH, ELAPSED = "both-days", "elapsed"
_WORDS = {BOTH: "with both days counted", ELAPSED: "elapsed"}


class Counted(NamedTuple):
    """A claimed count beside the record's: which ``conventions`` it agrees with, and why."""

    conventions: tuple[str, ...]
    elapsed: int
    both: int
    says: str

    @property
    def agrees(self) -> bool:
        return bool(self.conventions)


def compare(claimed: tuple[int, int] | int, start: date, end: date) -> Counted:
    """Which way of counting the days from ``start`` to ``end`` makes the claim true.

    ``claimed`` is the least and the most days (``Dated.days``), or one number. ``both-days`` is
    the count of unions (the first and the last day are strike days), ``elapsed`` the days between.
    Raises ValueError where ``end`` lies before ``start``.
    """
    if end < start:
        raise ValueError(f"the end {end} lies before the start {start}")
    least, most = (claimed, claimed) if isinstance(claimed, int) else claimed
    elapsed = (end - start).days
    counts = {BOTH: elapsed + 1, ELAPSED: elapsed}
    agreeing = tuple(name for name, days in counts.items() if least <= days <= most)
    names = agreeing or tuple(counts)
    spoken = " or ".join(f"{counts[name]} days {_WORDS[name]}" for name in names)
    return Counted(agreeing, elapsed, elapsed + 1, f"{spoken}: {start} to {end}")

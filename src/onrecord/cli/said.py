"""Sentences that several commands end with."""

from __future__ import annotations

from onrecord.cli.common import wrap
from onrecord.procedures.writer import Committed
from onrecord.record.official import LOCAL_WITNESS
from onrecord.record.tell import entries


def say_witnesses(committed: Committed | None) -> None:
    """Say whether what was done is official yet, and which witnesses say so."""
    if committed is None:
        return
    collected, size = committed.collected, committed.checkpoint.size
    for name, reason in collected.unsigned.items():
        print(wrap(f"Witness {name} did not sign: {reason}."))
    if not committed.official:
        print(wrap("Awaiting witnesses: not official yet. Ask them again: onrecord witness"))
        return
    print(wrap(f"Official: {entries(size)}, witnessed by {', '.join(collected.signed)}."))
    if set(collected.signed) == {LOCAL_WITNESS}:
        print(wrap("The only witness is this machine's own; no outsider has confirmed it."))

"""The auditing witness: it cosigns a checkpoint only if every entry under it counts.

A plain witness promises that a log never takes back what it showed. An auditing one adds a
statement (C2SP tlog-cosignature, "Additional statements"): it has read every entry, and each obeys
the chain of officer roots from the pin. It must have a key and a name of its own, and the records
that rely on it must know that this is what it states.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.domain.errors import OnRecordError
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.fetch import open_source
from onrecord.record.history import History
from onrecord.record.pin import Pin
from onrecord.record.reader import LogReader
from onrecord.record.witness import AuditRefused

TIMEOUT = 4.0
"""Seconds for each file: the log waits for the cosignature meanwhile."""


def auditor(place: str, pin: Pin) -> Callable[[Checkpoint], None]:
    """What an auditing witness asks of a checkpoint: the files at ``place`` bear it out.

    The function returned raises ``AuditRefused`` with the first entry that does not count, or
    with why the record could not be read.
    """

    def audit(point: Checkpoint) -> None:
        try:
            reader = LogReader(open_source(place, timeout=TIMEOUT), point)
            history = History.of(pin, reader.entries())
        except OnRecordError as error:
            raise AuditRefused(f"the record could not be audited: {error}") from None
        for item in history.problems():
            raise AuditRefused(f"entry {item.index} does not count: {item.problem}")

    return audit

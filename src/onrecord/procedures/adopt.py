"""Adopt a record on this machine: after a move, or after the newest copy was restored.

The witnesses are asked first: if one of them knows of more entries than the copy has, the copy is
old, and signing after it would make a second history. At least the policy's quorum must answer,
unless its only witness is the embedded one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.domain.errors import OnRecordError
from onrecord.procedures.writer import embedded_transport, log_key, wall_clock
from onrecord.record.collect import heads, refuse_rollback
from onrecord.record.directory import RecordDirectory, open_record, state_directory
from onrecord.record.files import FileLogStore
from onrecord.record.log import Log


class CannotAdopt(OnRecordError):
    """Nobody can tell whether this copy is the newest."""


@dataclass(frozen=True)
class Adopted:
    """What this machine signs for from now on; ``silent`` witnesses by name, with the reason."""

    origin: str
    size: int
    silent: Mapping[str, str]


def adopt(directory: RecordDirectory, *, environ: Mapping[str, str] = os.environ) -> Adopted:
    """Make this machine the record's signer, after its published checkpoint.

    Raises:
        CannotAdopt: too few witnesses answered.
        WitnessAhead, LogForked: a witness knows of more, or of another history.
        LogRefused: this machine itself signed more than the copy has.
    """
    record = open_record(directory)
    point, root = record.witnessed.checkpoint, record.history.chain.root
    policy = root.policy
    transports = embedded_transport(directory, record.pin, root, wall_clock)
    asked = heads(policy, transports=transports)
    refuse_rollback(point, asked)
    if not policy.satisfied(asked.notes.keys()):
        raise CannotAdopt(
            f"too few witnesses answered ({', '.join(asked.silent)} did not), so nobody can tell "
            "whether this copy is the newest: run again when they can be reached"
        )
    signer = log_key(directory, record.pin, root.log).open()
    store = FileLogStore(directory.public, state_directory(record.pin, environ))
    Log.adopt(store, signer, record.pin.origin, record.witnessed.note)
    return Adopted(point.origin, point.size, asked.silent)

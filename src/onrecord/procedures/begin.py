"""Begin a record: keys, the first officer root, the pin, and the root as entry 0.

Everything is made in a directory beside the wanted one and renamed into place at the end, so that
a run that is cut short leaves no half-made record. The one exception is the signer's head, which
lies in the state directory under the new record's own name and harms nobody alone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.domain.errors import OnRecordError
from onrecord.domain.moment import zone_named
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.keyfile import write_key
from onrecord.keys.note import sign_note
from onrecord.keys.policy import Group, Witness
from onrecord.keys.root import Officer, OfficerRoot, parse_root, person_key_name
from onrecord.procedures.writer import (
    LOG_KEY,
    WITNESS_KEY,
    Clock,
    Committed,
    open_writer,
    wall_clock,
)
from onrecord.record.directory import RecordDirectory
from onrecord.record.durable import durable_directory, durable_write, open_directory, sync
from onrecord.record.merkle import leaf_hash
from onrecord.record.official import LOCAL_WITNESS
from onrecord.record.pin import Pin


class CannotBegin(OnRecordError):
    """No record can be made like that."""


@dataclass(frozen=True)
class Plan:
    """What a new record is to be.

    ``officers`` are role ids; ``thresholds`` override the defaults by kind; ``witnesses`` are
    outside witnesses, with ``quorum`` of them needed; without any, the embedded local witness.
    """

    origin: str
    owner: str
    zone: str = "UTC"
    officers: tuple[str, ...] = ("officer",)
    thresholds: Mapping[str, int] | None = None
    witnesses: tuple[Witness, ...] = ()
    quorum: int = 1


@dataclass(frozen=True)
class Begun:
    """The new record, its pin, and what its witnesses did."""

    directory: RecordDirectory
    pin: Pin
    committed: Committed


def begin(
    path: Path,
    plan: Plan,
    *,
    passphrase: str | None = None,
    environ: Mapping[str, str] = os.environ,
    clock: Clock = wall_clock,
) -> Begun:
    """Make a record at ``path``, which must not be there or be an empty directory.

    Raises:
        CannotBegin: there is something at ``path``, or the plan makes no sound officer root.
        Malformed: a name or zone is not of its form.
    """
    _check_place(path)
    zone_named(plan.zone)
    making = path.with_name(f".{path.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    directory = RecordDirectory(making)
    durable_directory(making, mode=0o755)
    try:
        pin = _make(directory, plan, passphrase, environ, clock)
        if path.exists():
            path.rmdir()
        making.rename(path)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    with open_directory(path.parent.resolve()) as parent:
        sync(parent, path.parent)
    made = RecordDirectory(path)
    committed = open_writer(made, environ=environ, clock=clock).witness_again()
    assert committed is not None
    return Begun(made, pin, committed)


def default_thresholds(officers: int) -> dict[str, int]:
    """Two for everything that counts as official, a majority for the officers themselves.

    Nothing may rest on one key where there are three: what is entered for others is official too.

    Raises:
        CannotBegin: two officers: either one of them could replace the other, or the loss of one
            key would lock the record for good.
    """
    if officers == 2:
        raise CannotBegin(
            "two officers are neither one nor enough: with two, losing one key locks the record "
            "or one alone can replace the other; name one, or three or more"
        )
    two = min(2, officers)
    kinds = dict.fromkeys(("own", "entered", "decision", "parties"), two)
    return {**kinds, "root": 1 if officers == 1 else officers // 2 + 1}


def _check_place(path: Path) -> None:
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise CannotBegin(f"{path} is no directory; name a new one")
    if path.is_dir() and any(path.iterdir()):
        raise CannotBegin(f"{path} is not empty; name a new directory")
    if not path.parent.is_dir():
        raise CannotBegin(f"{path.parent} is not there; make it first")


def _make(
    directory: RecordDirectory,
    plan: Plan,
    passphrase: str | None,
    environ: Mapping[str, str],
    clock: Clock,
) -> Pin:
    log_key = Ed25519Signer.generate(plan.origin)
    signers = [
        Ed25519Signer.generate(person_key_name(plan.origin, "officer", officer))
        for officer in plan.officers
    ]
    witnesses, groups, quorum, local = _policy(plan, clock)
    thresholds = {**default_thresholds(len(plan.officers)), **(plan.thresholds or {})}
    root = OfficerRoot(
        record=plan.origin,
        owner=plan.owner,
        zone=plan.zone,
        version=1,
        previous=None,
        after=None,
        officers=tuple(
            Officer(officer, (signer.vkey,))
            for officer, signer in zip(plan.officers, signers, strict=True)
        ),
        trustees=(),
        thresholds=thresholds,
        compromised=(),
        log=log_key.vkey,
        witnesses=witnesses,
        groups=groups,
        quorum=quorum,
    )
    note = sign_note(str(parse_root(str(root))), *signers[: thresholds["root"]])
    pin = Pin(plan.origin, leaf_hash(note.raw))
    write_key(directory.keys / LOG_KEY, log_key, None)
    for officer, signer in zip(plan.officers, signers, strict=True):
        write_key(directory.keys / f"{officer}.key", signer, passphrase)
    if local is not None:
        write_key(directory.witness / WITNESS_KEY, local, None)
    for private in (directory.private, directory.witness):
        durable_directory(private, mode=0o700)
    durable_directory(directory.public)
    durable_write(directory.pin_file, str(pin).encode())
    writer = open_writer(directory, environ=environ, clock=clock)
    writer.place(note.raw)
    writer.log.append([note.raw], onto=0)
    return pin


def _policy(
    plan: Plan, clock: Clock
) -> tuple[tuple[Witness, ...], tuple[Group, ...], str, Ed25519Signer | None]:
    if not plan.witnesses:
        key = Ed25519Signer.generate(f"{plan.origin}/witness/{LOCAL_WITNESS}")
        vkey = CosignatureSigner(key.name, key.private, clock).vkey
        return (Witness(LOCAL_WITNESS, vkey, None),), (), LOCAL_WITNESS, key
    if len(plan.witnesses) == 1:
        return plan.witnesses, (), plan.witnesses[0].name, None
    names = tuple(witness.name for witness in plan.witnesses)
    if not 1 <= plan.quorum <= len(names):
        raise CannotBegin(f"a quorum of {plan.quorum} of {len(names)} witnesses is impossible")
    return plan.witnesses, (Group("quorum", str(plan.quorum), names),), "quorum", None


def officers_of(roles: Sequence[str]) -> tuple[str, ...]:
    """The officers' role ids, each once, in the order given.

    Raises:
        CannotBegin: one is named twice.
    """
    if len(set(roles)) != len(roles):
        raise CannotBegin("an officer is named twice; each role is one person")
    return tuple(roles)

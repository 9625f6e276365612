"""Which officers' keys a command signs with."""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.keys.note import Signer
from onrecord.keys.root import OfficerRoot
from onrecord.procedures.signers import (
    NoKey,
    local_keys,
    named_key,
    officers_here,
    open_all,
    ssh_signer,
)
from onrecord.record.directory import RecordDirectory


def add_keys(parser: argparse.ArgumentParser) -> None:
    """The options that name keys."""
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="FILE",
        help="an officer's key (default: those in the record's keys directory)",
    )
    parser.add_argument(
        "--ssh", action="append", default=[], metavar="FILE", help="an officer's OpenSSH key"
    )


def signers_of(
    args: argparse.Namespace,
    directory: RecordDirectory,
    root: OfficerRoot,
    following: OfficerRoot | None = None,
) -> list[Signer]:
    """The signers that the command line means, at most one for each officer.

    Args:
        following: the officer root that is to be signed, if it is one: its own people sign too.

    Raises:
        NoKey: none of the keys here is an officer's, or one that is named is nobody's.
    """
    people = (*root.officers, *root.trustees, *(following.officers if following else ()))
    if args.key or args.ssh:
        named = [named_key(Path(name)) for name in args.key]
        held = {key for person in people for key in person.keys}
        for stranger in (key.path for key in named if key.vkey not in held):
            raise NoKey(f"{stranger} is the key of no officer in force; see onrecord root")
        return [*open_all(named), *(ssh_signer(people, Path(name)) for name in args.ssh)]
    found = officers_here(root, local_keys(directory.keys))
    if not found:
        raise NoKey(
            f"no officer's key is in {directory.keys}: name one with --key FILE, or with --ssh FILE"
        )
    return open_all(key for _, key in found)

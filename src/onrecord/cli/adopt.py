"""``onrecord adopt``: let this machine sign for a record that was moved or restored."""

from __future__ import annotations

import argparse

from onrecord.cli.common import BadInput, add_record, record_of, wrap
from onrecord.procedures.adopt import adopt
from onrecord.record.tell import entries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The record, and that the caller knows."""
    add_record(parser)
    parser.add_argument(
        "--yes", action="store_true", help="no other machine signs for it any longer"
    )


def run(args: argparse.Namespace) -> int:
    """Adopt the record at its published checkpoint."""
    directory = record_of(args)
    if not args.yes:
        raise BadInput(
            "two machines that sign for one record make two histories, which its witnesses will "
            "show to everybody; if no other machine signs for it any longer, add --yes"
        )
    adopted = adopt(directory)
    print(wrap(f"This machine now signs for {adopted.origin}, after {entries(adopted.size)}."))
    for name, reason in adopted.silent.items():
        print(wrap(f"Witness {name} could not be asked whether there are more: {reason}."))
    return 0

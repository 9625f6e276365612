"""``onrecord receipt N``: the proof of an entry, to send, print or keep."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, record_of, write_new
from onrecord.cli.show import number_of
from onrecord.record.directory import open_record
from onrecord.record.standing import receipt_for


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which entry, and where the receipt goes."""
    parser.add_argument("number", help="its record number, or a communication's id")
    add_record(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="(default: N.tlog-proof; - for standard output)"
    )


def run(args: argparse.Namespace) -> int:
    """Write the receipt."""
    record = open_record(record_of(args))
    if not record.witnessed.quorum:
        raise BadInput("the newest checkpoint is awaiting witnesses; no receipt leaves before them")
    index = number_of(args.number, record)
    item = record.history.items[index]
    if item.problem:
        raise BadInput(f"entry {index} does not count, so it gets no receipt: {item.problem}")
    if item.entry is not None and item.entry.is_control:
        raise BadInput(
            f"entry {index} says who may sign; every receipt made from now on carries it, so it "
            "needs none of its own"
        )
    raw = receipt_for(record, index).raw
    if args.output == "-":
        sys.stdout.buffer.write(raw)
        return 0
    path = Path(args.output or f"{index}.tlog-proof")
    write_new(path, raw)
    print(f"Receipt of {record.history.chain.root.owner} {index}: {path} ({len(raw):,} bytes).")
    print(f"Anyone who has the record's card can check it offline: onrecord verify {path}")
    return 0

"""``onrecord mirror PLACE DIR``: copy a record, judging all of it before anything is stored."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onrecord.cli.common import BadInput, now, wrap
from onrecord.cli.verify import pin_named
from onrecord.procedures.mirror import copy_record
from onrecord.record.directory import RecordDirectory
from onrecord.record.pin import Pin
from onrecord.record.tell import ages, count, entries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, to where, and whose."""
    parser.add_argument("place", help="an http(s) address, or a record's public directory")
    parser.add_argument(
        "directory", metavar="DIR", help="the copy: new, or one to bring up to date"
    )
    parser.add_argument("--pin", metavar="FILE", help="the record's pin")
    parser.add_argument(
        "--card", nargs=2, metavar=("ORIGIN", "HASH"), help="the pin as printed on the card"
    )


def run(args: argparse.Namespace) -> int:
    """Copy what is new and say as of when."""
    directory = RecordDirectory(Path(args.directory))
    copied = copy_record(args.place, directory, _pin(args, directory), progress=_progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    mirrored, record = copied.mirrored, copied.record
    print(
        f"{record.pin.origin}: {entries(mirrored.checkpoint.size)}, "
        f"{count(mirrored.written, 'new file')}."
    )
    for told in ages(record.witnessed, record.history.chain, now()):
        print(wrap(told))
    for name in mirrored.missing:
        print(wrap(f"{name} is named by an entry and is not served there."))
    print(f"To check all of it again: onrecord verify {args.directory}")
    return 1 if mirrored.missing else 0


def _pin(args: argparse.Namespace, directory: RecordDirectory) -> Pin:
    if args.pin or args.card:
        return pin_named(args)
    if directory.pin_file.exists():
        return directory.pin()
    raise BadInput(
        "whose record is it? A first copy needs the pin from another channel than the copy itself: "
        "--pin FILE or --card ORIGIN HASH"
    )


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {total:,} files ", end="", file=sys.stderr, flush=True)

"""``onrecord verify``: a receipt, an entry or a whole record, offline."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, give, now, read_input, record_of
from onrecord.domain.strict import unhex
from onrecord.record.directory import RecordDirectory
from onrecord.record.pin import Pin, parse_pin
from onrecord.record.receipt import FIRST_LINE, MAX_RECEIPT
from onrecord.record.verdict import Verdict
from onrecord.record.verify import verify_receipt

DAY = 86_400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and what to trust."""
    parser.add_argument("file", help="a receipt, an entry's file, or a record's directory")
    add_record(parser)
    parser.add_argument("--pin", metavar="FILE", help="the record's pin, as kept by you")
    parser.add_argument(
        "--card", nargs=2, metavar=("ORIGIN", "HASH"), help="the pin as printed on the card"
    )
    parser.add_argument(
        "--max-age", type=int, metavar="DAYS", help="refuse a proof witnessed longer ago"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """Give the verdict on the file."""
    if args.max_age is not None and args.max_age < 0:
        raise BadInput("--max-age is a number of days, 0 or more")
    if Path(args.file).is_dir():
        return give(_against(_whole(args), *_trusted(args)), as_json=args.json)
    raw = read_input(args.file, MAX_RECEIPT)
    if raw.startswith(FIRST_LINE.encode()):
        max_age = None if args.max_age is None else args.max_age * DAY
        pin, whence = _trusted(args)
        verdict = verify_receipt(raw, pin, now=now(), max_age=max_age)
        return give(_against(verdict, pin, whence), as_json=args.json)
    if raw.startswith(b"on-record/"):
        return give(_against(_entry(args, raw), *_trusted(args)), as_json=args.json)
    raise BadInput(
        f"{args.file} is neither a receipt nor an entry; to hold any other text against the "
        "record, use onrecord check"
    )


def _entry(args: argparse.Namespace, raw: bytes) -> Verdict:
    from onrecord.record.directory import open_record
    from onrecord.record.standing import look_up

    return look_up(open_record(record_of(args)), raw, now=now())


def _whole(args: argparse.Namespace) -> Verdict:
    from onrecord.record.audit import audit

    directory = RecordDirectory(Path(args.file))
    pin = pin_named(args) if args.pin or args.card else None
    max_age = None if args.max_age is None else args.max_age * DAY
    return audit(directory, pin or directory.pin(), now=now(), max_age=max_age)


def _trusted(args: argparse.Namespace) -> tuple[Pin, str]:
    """The pin that the verdict rests on, and where it was taken from."""
    if args.card or args.pin:
        return pin_named(args), "as you gave it"
    directory = RecordDirectory(Path(args.file)) if Path(args.file).is_dir() else record_of(args)
    return directory.pin(), f"as found in {directory.path}; compare it with the printed card"


def _against(verdict: Verdict, pin: Pin, whence: str) -> Verdict:
    """The verdict with whose record it is about: a copy made by a thief has a card of its own."""
    line = f"Held against the card of {pin.origin}, {pin.leaf.hex()[:16]}…, {whence}."
    return replace(verdict, details=(*verdict.details, line))


def pin_named(args: argparse.Namespace) -> Pin:
    """The pin of ``--card`` or ``--pin``."""
    if args.card:
        origin, digest = args.card
        return Pin(origin, unhex(digest, size=32))
    return parse_pin(read_input(args.pin, 1_000).decode("utf-8", "replace"))

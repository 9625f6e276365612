"""``onrecord page``: one HTML file that verifies receipts in a browser, opened from disk."""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.cli.common import add_record, record_of, write_new
from onrecord.page.build import render_page
from onrecord.record.pin import Pin


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the page goes, and whose it is."""
    add_record(parser)
    parser.add_argument("-o", "--output", metavar="FILE", default="verify.html")
    parser.add_argument(
        "--any", action="store_true", help="for any record: the page asks for the card"
    )


def run(args: argparse.Namespace) -> int:
    """Write the page."""
    pin: Pin | None = None if args.any else record_of(args).pin()
    raw = render_page(pin.origin, pin.leaf.hex()) if pin else render_page(None, None)
    write_new(Path(args.output), raw)
    print(f"{args.output}: open it in a browser and drop a receipt on it. It needs no network.")
    return 0

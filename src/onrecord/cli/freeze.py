"""``onrecord freeze``: one officer stops the record until there is a new officer root."""

from __future__ import annotations

import argparse

from onrecord.cli.common import BadInput, add_record, record_of, wrap
from onrecord.cli.keys import add_keys, signers_of
from onrecord.cli.said import say_witnesses
from onrecord.domain.text import check_line
from onrecord.keys.freeze import Freeze
from onrecord.keys.note import sign_note
from onrecord.procedures.publish import publish
from onrecord.record.directory import open_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Why, and who."""
    add_record(parser)
    add_keys(parser)
    parser.add_argument("--reason", required=True, help="one line that everybody will read")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    """Freeze the record."""
    directory = record_of(args)
    check_line(args.reason, "the reason")
    if not args.yes:
        raise BadInput(
            "after a freeze nothing is official until the officers sign a new root; "
            "to do it, add --yes"
        )
    record = open_record(directory)
    root = record.history.chain.root
    freeze = Freeze(root.record, root.version, record.after, args.reason)
    signer = signers_of(args, directory, root)[0]
    published = publish(directory, sign_note(str(freeze), signer))
    print(wrap(f"Frozen from entry {published.index} on: {args.reason}"))
    say_witnesses(published.committed)
    print("Next: find out what happened, then onrecord root --draft FILE")
    return 0 if published.committed is None or published.committed.official else 1

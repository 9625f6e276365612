"""``onrecord show N``: one entry, its words, who signed it and how it stands."""

from __future__ import annotations

import argparse

from onrecord.cli.common import BadInput, add_record, bold, give, now, printable, record_of
from onrecord.domain.code import six_words
from onrecord.procedures.signing import code_of
from onrecord.record.directory import OpenRecord, open_record
from onrecord.record.standing import stand


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which entry, and how much of it."""
    parser.add_argument("number", help="its record number, or a communication's id")
    add_record(parser)
    parser.add_argument("--text", action="store_true", help="the signed text, and nothing else")
    parser.add_argument("--raw", action="store_true", help="the entry's bytes, and nothing else")
    parser.add_argument("--json", action="store_true", help="the verdict as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print the entry."""
    record = open_record(record_of(args))
    index = number_of(args.number, record)
    raw = record.reader.entry(index)
    if args.raw:
        import sys

        sys.stdout.buffer.write(raw)
        return 0
    entry = record.history.items[index].entry
    if args.text and entry is not None:
        print(printable(entry.note.text), end="")
        return 0
    verdict = stand(record, index, now=now())
    if not args.json:
        print(bold(f"{record.history.chain.root.owner} {index}"))
    status = give(verdict, as_json=args.json)
    if entry is not None and not args.json:
        leaf = record.history.items[index].leaf.hex()
        print(f"\n  Hash {leaf}\n  Code {six_words(code_of(entry.note.text))}")
        print(f"  Check this yourself: onrecord receipt {index}")
    return status


def number_of(text: str, record: OpenRecord) -> int:
    """The entry's index, from its number or a communication's id.

    Raises:
        BadInput: the record has no such entry.
    """
    if text.isascii() and text.isdigit() and len(text) < 19:
        index = int(text)
        if index < record.reader.size:
            return index
        raise BadInput(f"there is no entry {index}: the record has 0 to {record.reader.size - 1}")
    found = record.history.by_id.get(text)
    if found is None:
        raise BadInput(f"{text!r} is neither a record number nor a communication's id here")
    return found

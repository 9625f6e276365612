"""``onrecord open``: a members-only communication, whole or by one paragraph."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from onrecord.cli.common import (
    BadInput,
    add_record,
    mark,
    now,
    printable,
    read_input,
    record_of,
    wrap,
    write_new,
)
from onrecord.cli.show import number_of
from onrecord.domain.commitment import Commitment
from onrecord.domain.communication import Communication, MembersBody
from onrecord.domain.opening import (
    DISCLOSURE,
    Disclosure,
    NotOpened,
    Opening,
    disclose,
    parse_disclosure,
    parse_opening,
    verify_disclosure,
    verify_opening,
)
from onrecord.procedures.shelf import read_opening
from onrecord.record.directory import OpenRecord, open_record
from onrecord.record.standing import stand
from onrecord.record.verdict import Word


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to open, or what to hand out."""
    parser.add_argument(
        "what", help="a record number (officers), or a file with an opening or a disclosure"
    )
    add_record(parser)
    parser.add_argument("--paragraph", type=int, metavar="I", help="disclose this one alone")
    parser.add_argument("-o", "--output", metavar="FILE", help="write it, to hand on")


def run(args: argparse.Namespace) -> int:
    """Open a file against the record, or take an opening from the officers' shelf."""
    record = open_record(record_of(args))
    if os.path.exists(args.what):  # noqa: PTH110 - a number is no path, and Path() would make it one
        return _check_file(args, record)
    index = number_of(args.what, record)
    opening = read_opening(record_of(args), index)
    shown: Opening | Disclosure = opening
    if args.paragraph is not None:
        if not 0 <= args.paragraph < len(opening.paragraphs):
            last = len(opening.paragraphs) - 1
            raise BadInput(f"--paragraph is 0 to {last}; 0 is the head, the text begins with 1")
        shown = disclose(opening, args.paragraph)
    if args.output:
        write_new(Path(args.output), str(shown).encode(), private=True)
        print(wrap(f"{args.output}: whoever has it can prove these words to anybody."))
        return 0
    return _tell(shown, record)


def _check_file(args: argparse.Namespace, record: OpenRecord) -> int:
    text = read_input(args.what).decode("utf-8", "replace")
    shown: Opening | Disclosure
    shown = parse_disclosure(text) if text.startswith(DISCLOSURE) else parse_opening(text)
    return _tell(shown, record)


def _tell(shown: Opening | Disclosure, record: OpenRecord) -> int:
    index = shown.entry.index
    if index >= record.reader.size:
        raise BadInput(f"it opens entry {index}, and the record has 0 to {record.reader.size - 1}")
    commitment = _commitment(record, index)
    reference = shown.entry.__class__(index, record.history.items[index].leaf)
    try:
        if isinstance(shown, Opening):
            verify_opening(shown, reference, commitment)
            words, what = "\n\n".join(filter(None, shown.paragraphs)), "whole"
        else:
            verify_disclosure(shown, reference, commitment)
            words, what = shown.paragraph, f"paragraph {shown.index} alone"
    except NotOpened as error:
        print(wrap(f"{mark(Word.ALTERED)} Not the words of entry {index}. {error}"))
        return 1
    if not record.witnessed.quorum or record.history.disputed(index):
        print(wrap(f"{mark(Word.CANNOT_TELL)} We cannot tell. onrecord show {index} says why."))
        return 1
    status = _say_standing(record, index, what)
    print()
    print(printable(words))
    return status


def _say_standing(record: OpenRecord, index: int, what: str) -> int:
    """One line first: the words are the record's, or were, and no longer stand."""
    changes = record.history.replacements(index)
    if not changes:
        print(wrap(f"{mark(Word.EXACT)} Word for word on the record: entry {index}, {what}."))
        return 0
    verdict = stand(record, index, now=now())
    print(wrap(f"{mark(verdict.word)} {verdict.line}"))
    print(wrap(f"Word for word entry {index}, {what}.", "  "))
    for change in changes:
        print(wrap(f"Entry {change.index} {change.relation} it.", "  "))
    return 1


def _commitment(record: OpenRecord, index: int) -> Commitment:
    item = record.history.items[index]
    said = item.communication
    if not isinstance(said, Communication) or not isinstance(said.body, MembersBody):
        raise BadInput(f"entry {index} is no members-only communication that counts")
    return said.body.commitment

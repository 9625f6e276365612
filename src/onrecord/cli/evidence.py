"""``onrecord evidence``: two checkpoints of one log that cannot both be true, as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, read_input, record_of, wrap, write_new
from onrecord.keys.note import Note, parse_note
from onrecord.keys.vkey import VKey, parse_vkey
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.directory import MAX_CHECKPOINT, open_record
from onrecord.record.evidence import (
    FIRST_LINE,
    NotProven,
    find_equivocation,
    parse_evidence,
    verify_evidence,
)
from onrecord.record.fetch import open_source
from onrecord.record.reader import LogReader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Two checkpoints, or a file to check."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="two checkpoints, or evidence")
    add_record(parser)
    parser.add_argument("--log", metavar="VKEY", help="the log's key (default: the record's)")
    parser.add_argument(
        "--tiles", metavar="PLACE", help="where the longer log is served, if the sizes differ"
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="equivocation.txt")


def run(args: argparse.Namespace) -> int:
    """Make the evidence, or check some."""
    raws = [read_input(name, MAX_CHECKPOINT) for name in args.files]
    if len(raws) == 1 and raws[0].startswith(FIRST_LINE.encode()):
        return _check(args, raws[0])
    if len(raws) != 2:
        raise BadInput("name two checkpoints to compare, or one evidence file to check")
    one, other = (parse_note(raw, max_size=MAX_CHECKPOINT) for raw in raws)
    found = find_equivocation(_log(args), one, other, _longer(args, one, other))
    if found is None:
        print("The two checkpoints are consistent: one log, one story. No evidence of anything.")
        return 0
    write_new(Path(args.output), str(found).encode())
    print(wrap(f"Proven: {verify_evidence(found)}."))
    print(wrap(f"{args.output} proves it to anybody: onrecord evidence {args.output}"))
    return 1


def _check(args: argparse.Namespace, raw: bytes) -> int:
    evidence = parse_evidence(raw.decode("utf-8", "replace"))
    if args.log or args.record:
        known = _log(args)
        if evidence.log != known:
            raise BadInput(f"the evidence is about another key than that of {known.name}")
    try:
        proven = verify_evidence(evidence)
    except NotProven as error:
        print(wrap(f"Nothing is proven: {error}."))
        return 0
    print(wrap(f"Proven: {proven}."))
    print(f"The key: {evidence.log}")
    return 1


def _log(args: argparse.Namespace) -> VKey:
    if args.log:
        return parse_vkey(args.log)
    return open_record(record_of(args)).history.chain.root.log


def _longer(args: argparse.Namespace, one: Note, other: Note) -> LogReader:
    points = [parse_checkpoint(note.text) for note in (one, other)]
    longer = max(points, key=lambda point: point.size)
    if args.tiles:
        return LogReader(open_source(args.tiles), longer)
    if points[0].size != points[1].size:
        raise BadInput(
            "the checkpoints have different sizes: name where the longer log is served, --tiles"
        )
    return LogReader(open_source("."), longer)

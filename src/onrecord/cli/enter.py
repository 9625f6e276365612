"""``onrecord enter``: communications from a TOML file onto the record, all or nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, read_input, record_of
from onrecord.cli.keys import add_keys, signers_of
from onrecord.cli.said import say_witnesses
from onrecord.domain.source import read_source
from onrecord.procedures.enter import enter
from onrecord.record.directory import open_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and who signs."""
    add_record(parser)
    parser.add_argument("--from", dest="source", metavar="FILE", required=True)
    add_keys(parser)


def run(args: argparse.Namespace) -> int:
    """Enter the file and list where each communication stands."""
    directory = record_of(args)
    history = open_record(directory).history
    known = [party.id for party in history.parties.parties] if history.parties else []
    source = read_source(read_input(args.source), args.source, known_parties=known)
    if not (source.drafts or source.parties):
        raise BadInput(f"{args.source} holds no communication and no party; see onrecord enter -h")
    signers = signers_of(args, directory, history.chain.root)
    entered = enter(directory, source, signers, Path(args.source).resolve().parent)
    owner = history.chain.root.owner
    for identifier, index in entered.indexes.items():
        print(f"{owner} {index:<5} {identifier}")
    if not entered.new:
        print("All of it was on the record already; nothing was changed.")
    say_witnesses(entered.committed)
    return 0 if entered.committed is None or entered.committed.official else 1

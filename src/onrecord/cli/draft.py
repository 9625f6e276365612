"""``onrecord draft``: the text that officers sign, from a TOML file with one communication."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from onrecord.cli.common import (
    BadInput,
    add_record,
    printable,
    read_input,
    record_of,
    wrap,
    write_new,
)
from onrecord.domain.code import six_words
from onrecord.domain.draft import Draft
from onrecord.domain.source import read_source
from onrecord.procedures import shelf
from onrecord.procedures.bind import Bound, bind
from onrecord.procedures.signing import code_of, who_must_sign
from onrecord.record.directory import RecordDirectory, open_record

OPENING = ".opening"
"""The ending of the file with what a members-only draft hides."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where the draft goes."""
    parser.add_argument("file", help="a TOML file with one [[communication]]")
    add_record(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="(default: FILE with .note)")


def run(args: argparse.Namespace) -> int:
    """Write the draft and say who must sign it."""
    directory = record_of(args)
    target = Path(args.output) if args.output else Path(args.file).with_suffix(".note")
    hidden = target.with_suffix(OPENING)
    if hidden == target:
        raise BadInput(f"{OPENING} is the ending of what a draft hides; name another with -o")
    for path in filter(os.path.lexists, (target, hidden)):
        raise BadInput(f"{path} is there already; move it away or name another with -o")
    bound = draft_file(directory, Path(args.file))
    write_new(target, str(bound.statement).encode())
    if bound.opening is not None:
        write_new(hidden, str(bound.opening).encode(), private=True)
        print(wrap(f"{hidden} holds what it hides: for the officers who sign, nobody else."))
        print(wrap(f"Everybody will be able to read: its id, {bound.statement.id}; to whom; when."))
    history = open_record(directory).history
    print(printable(str(bound.statement)))
    print(f"Code of this text, to say aloud: {six_words(code_of(str(bound.statement)))}")
    print(wrap(who_must_sign(history.chain, bound.statement)))
    print(f"Next, each on their own machine: onrecord sign {target}")
    return 0


def draft_file(directory: RecordDirectory, path: Path) -> Bound:
    """Bind the one communication of a TOML file, and hold what belongs to it.

    Raises:
        BadInput: the file has none or several, or its id is taken.
    """
    record = open_record(directory)
    held = record.history.parties
    known = [party.id for party in held.parties] if held else []
    source = read_source(read_input(str(path)), str(path), known_parties=known)
    draft = _only(source.drafts, path)
    if (taken := record.history.by_id.get(draft.id)) is not None:
        raise BadInput(
            f"{path}: the id {draft.id} is on the record as entry {taken}; a communication that "
            "corrects or replaces it has an id of its own"
        )
    bound = bind(draft, record.history, record.after, path.resolve().parent)
    shelf.hold(directory, bound.files, bound.opening)
    return bound


def _only(drafts: tuple[Draft, ...], path: Path) -> Draft:
    if len(drafts) != 1:
        raise BadInput(
            f"{path} has {len(drafts)} communications; a draft is one. For many at once, with the "
            "officers' keys on this machine: onrecord enter --from FILE"
        )
    return drafts[0]

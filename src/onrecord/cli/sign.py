"""``onrecord sign``: an officer reads a draft, hears its code, and adds a signature."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, printable, read_input, record_of, wrap
from onrecord.cli.keys import add_keys, signers_of
from onrecord.domain.code import same_code, six_words
from onrecord.domain.communication import Communication, MembersBody
from onrecord.keys.root import OfficerRoot
from onrecord.procedures import shelf
from onrecord.procedures.signing import (
    Draft,
    code_of,
    read_draft,
    sign,
    standing,
    who_must_sign,
)
from onrecord.record.directory import RecordDirectory, open_record
from onrecord.record.durable import durable_write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The draft, the key, and what the officer was told by another channel."""
    parser.add_argument("file", help="a draft, signed or not")
    add_record(parser)
    add_keys(parser)
    parser.add_argument(
        "--code", metavar="WORDS", help="the six words that you were told; refuse any other text"
    )
    parser.add_argument(
        "--opening", metavar="FILE", help="what a members-only draft hides, from its drafter"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    """Show what is to be signed, sign it, and say who else must."""
    directory = record_of(args)
    draft = read_draft(read_input(args.file))
    history = open_record(directory).history
    words = six_words(code_of(draft.text))
    print(printable(draft.text))
    _show_hidden(args, directory, draft)
    print(f"Code of this text: {words}")
    if args.code is not None and not same_code(args.code, words):
        raise BadInput(
            "this is not the text that you were told of: its code is another; nothing was signed"
        )
    following = draft.statement if isinstance(draft.statement, OfficerRoot) else None
    signers = signers_of(args, directory, history.chain.root, following)
    if not _agrees(args, len(signers)):
        print("Nothing was signed.")
        return 1
    note = sign(draft, *signers)
    approval = standing(history, note)
    durable_write(Path(args.file), note.raw)
    roles = ", ".join(dict.fromkeys(signer.name.rpartition("/")[2] for signer in signers))
    if approval.sufficient:
        print(wrap(f"Signed by {roles} just now; no further officer is needed."))
        print(f"Next: onrecord publish {args.file}")
    else:
        print(wrap(f"Signed by {roles} just now. {_sentence(approval.reason)}"))
        print(wrap(who_must_sign(history.chain, draft.statement)))
    return 0


def _show_hidden(args: argparse.Namespace, directory: RecordDirectory, draft: Draft) -> None:
    """Show what a members-only statement hides: nobody signs words that they have not seen."""
    said = draft.statement
    if not isinstance(said, Communication) or not isinstance(said.body, MembersBody):
        return
    opening = shelf.opening_of(directory, said.body.commitment, args.opening)
    print("What it hides, for members only:")
    print()
    print(printable("\n\n".join(filter(None, opening.paragraphs))))
    print()


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:] + "." if reason else ""


def _agrees(args: argparse.Namespace, count: int) -> bool:
    """Whether the officer wants this: by ``--yes``, by the code that they heard, or asked."""
    if args.yes or args.code is not None:
        return True
    if not sys.stdin.isatty():
        raise BadInput("there is no terminal to ask on: add --yes, or --code with the six words")
    keys = "your key" if count == 1 else f"{count} keys on this machine"
    return input(f"Sign this with {keys}? It cannot be unsigned. [y/N] ").strip().lower() == "y"

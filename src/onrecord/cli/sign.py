"""``onrecord sign``: an officer reads a draft, hears its code, and adds a signature."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, printable, read_input, record_of, wrap
from onrecord.cli.keys import add_keys, signers_of
from onrecord.domain.code import same_code, six_words
from onrecord.keys.root import OfficerRoot
from onrecord.procedures.signing import code_of, read_draft, sign, standing, who_must_sign
from onrecord.record.directory import open_record
from onrecord.record.durable import durable_write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The draft, the key, and what the officer was told by another channel."""
    parser.add_argument("file", help="a draft, signed or not")
    add_record(parser)
    add_keys(parser)
    parser.add_argument(
        "--code", metavar="WORDS", help="the six words that you were told; refuse any other text"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    """Show what is to be signed, sign it, and say who else must."""
    directory = record_of(args)
    draft = read_draft(read_input(args.file))
    history = open_record(directory).history
    words = six_words(code_of(draft.text))
    print(printable(draft.text))
    print(f"Code of this text: {words}")
    if args.code is not None and not same_code(args.code, words):
        raise BadInput(
            "this is not the text that you were told of: its code is another; nothing was signed"
        )
    following = draft.statement if isinstance(draft.statement, OfficerRoot) else None
    signers = signers_of(args, directory, history.chain.root, following)
    if not args.yes and sys.stdin.isatty() and not _agrees(len(signers)):
        print("Nothing was signed.")
        return 1
    note = sign(draft, *signers)
    approval = standing(history, note)
    durable_write(Path(args.file), note.raw)
    roles = dict.fromkeys(signer.name.rpartition("/")[2] for signer in signers)
    print(wrap(f"Signed by {', '.join(roles)} just now. {who_must_sign_more(approval.reason)}"))
    if approval.sufficient:
        print(f"Next: onrecord publish {args.file}")
    else:
        print(wrap(who_must_sign(history.chain, draft.statement)))
    return 0


def who_must_sign_more(reason: str) -> str:
    """The approval's reason as a sentence."""
    return reason[:1].upper() + reason[1:] + "." if reason else ""


def _agrees(count: int) -> bool:
    keys = "your key" if count == 1 else f"{count} keys on this machine"
    return input(f"Sign this with {keys}? It cannot be unsigned. [y/N] ").strip().lower() == "y"

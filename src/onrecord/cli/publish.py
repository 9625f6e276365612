"""``onrecord publish``: a signed draft, or a TOML file signed by the keys here, onto the record."""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.cli.common import add_record, read_input, record_of, wrap
from onrecord.cli.draft import draft_file
from onrecord.cli.keys import add_keys, signers_of
from onrecord.cli.said import say_witnesses
from onrecord.keys.note import Note, sign_note
from onrecord.procedures.publish import publish
from onrecord.procedures.signing import NotADraft, read_draft, who_must_sign
from onrecord.record.directory import RecordDirectory, open_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and keys for when it is TOML."""
    parser.add_argument("file", help="a signed draft; or TOML, signed by the keys here")
    add_record(parser)
    add_keys(parser)


def run(args: argparse.Namespace) -> int:
    """Put it on the record and say where it stands."""
    directory = record_of(args)
    raw = read_input(args.file)
    if raw.startswith(b"on-record/"):
        note = _signed(raw, directory)
    else:
        root = open_record(directory).history.chain.root
        bound = draft_file(directory, Path(args.file))
        note = sign_note(str(bound.statement), *signers_of(args, directory, root))
    published = publish(directory, note)
    owner = open_record(directory).history.chain.root.owner
    if published.committed is None:
        print(f"It is on the record already: {owner} {published.index}. Nothing was changed.")
        return 0
    print(f"On the record: {owner} {published.index}.")
    say_witnesses(published.committed)
    if published.committed.official and not published.entry.is_control:
        print(wrap(f"Next: onrecord receipt {published.index}"))
    return 0 if published.committed.official else 1


def _signed(raw: bytes, directory: RecordDirectory) -> Note:
    draft = read_draft(raw)
    if draft.note is None:
        chain = open_record(directory).history.chain
        needs = who_must_sign(chain, draft.statement)
        raise NotADraft(f"nobody has signed this draft yet: onrecord sign. {needs}")
    return draft.note

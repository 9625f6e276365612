"""``onrecord withdraw``: say that a communication no longer stands; erase a members-only text."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, record_of, wrap, write_new
from onrecord.cli.keys import add_keys, signers_of
from onrecord.cli.said import say_witnesses
from onrecord.cli.show import number_of
from onrecord.domain.communication import Communication
from onrecord.domain.draft import Draft
from onrecord.domain.moment import Moment, zone_named
from onrecord.domain.source import DEFAULT_SERIES
from onrecord.keys.note import sign_note
from onrecord.procedures import shelf
from onrecord.procedures.bind import bind
from onrecord.procedures.publish import publish
from onrecord.procedures.signing import who_must_sign
from onrecord.procedures.writer import wall_clock
from onrecord.record.directory import OpenRecord, RecordDirectory, open_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which entry, why, and whether its words go too."""
    parser.add_argument("number", help="its record number, or its id")
    add_record(parser)
    add_keys(parser)
    parser.add_argument("--reason", help="the words of the withdrawal, which everybody will read")
    parser.add_argument(
        "--draft", metavar="FILE", help="write the withdrawal here, for the officers to sign"
    )
    parser.add_argument(
        "--erase", action="store_true", help="members only: destroy its words on this machine"
    )
    parser.add_argument("--yes", action="store_true", help="with --erase: do not ask")


def run(args: argparse.Namespace) -> int:
    """Publish the withdrawal, then erase if asked."""
    directory = record_of(args)
    record = open_record(directory)
    index = number_of(args.number, record)
    target = record.history.items[index].communication
    if target is None:
        raise BadInput(f"entry {index} is no communication that counts")
    if args.erase:
        _check_erasable(args, directory, target, index)
    changes = record.history.replacements(index)
    by = next((c.index for c in changes if c.relation == "withdraws"), None)
    if by is not None and (args.draft or not args.erase):
        raise BadInput(f"entry {index} is withdrawn already, by entry {by}; nothing is left to do")
    status = _withdraw(args, directory, record, index) if by is None else 0
    if args.erase and not args.draft:
        gone = shelf.erase(directory, index)
        print(wrap(f"Erased on this machine: {gone} files. Entry {index} stays; it tells nothing."))
        print(
            wrap(
                "Copies elsewhere are not reached: the file that it was drafted from, its "
                ".opening, backups, other officers, members' mail."
            )
        )
    return status


def _withdraw(
    args: argparse.Namespace, directory: RecordDirectory, record: OpenRecord, index: int
) -> int:
    if not args.reason:
        raise BadInput("a withdrawal says why: --reason, in words that everybody will read")
    bound = bind(_draft(args, record, index), record.history, record.after, directory.path)
    root = record.history.chain.root
    if args.draft:
        write_new(Path(args.draft), str(bound.statement).encode())
        print(wrap(who_must_sign(record.history.chain, bound.statement)))
        print(f"Next, each on their own machine: onrecord sign {args.draft}")
        return 0
    note = sign_note(str(bound.statement), *signers_of(args, directory, root))
    published = publish(directory, note)
    print(f"Entry {index} is withdrawn by {root.owner} {published.index}.")
    say_witnesses(published.committed)
    return 0 if published.committed is None or published.committed.official else 1


def _draft(args: argparse.Namespace, record: OpenRecord, index: int) -> Draft:
    target, root = record.history.items[index].communication, record.history.chain.root
    assert target is not None
    made = datetime.fromtimestamp(wall_clock(), zone_named(root.zone))
    return Draft(
        id=_free_id(record, target.id, index),
        own=True,
        by=(root.owner,),
        to=target.to,
        channel=target.channel,
        made=Moment(made.isoformat(timespec="seconds")),
        series=DEFAULT_SERIES,
        links=(("withdraws", index),),
        text=args.reason.strip() + "\n",
    )


def _free_id(record: OpenRecord, target: str, index: int) -> str:
    """An id for the withdrawal: long ids that begin alike would share the first choice."""
    wanted = f"{target[:50]}-withdrawn"
    return wanted if wanted not in record.history.by_id else f"entry-{index}-withdrawn"


def _check_erasable(
    args: argparse.Namespace, directory: RecordDirectory, target: Communication, index: int
) -> None:
    if target.class_ != "members":
        raise BadInput(
            f"entry {index} is public: its words are part of the log and of every copy of it, and "
            "cannot be erased"
        )
    shelf.read_opening(directory, index)  # or there is nothing to erase
    if not args.yes:
        raise BadInput(
            f"erasing destroys the words and the seed of entry {index} here for good; nobody can "
            "open it again without a copy; to do it, add --yes"
        )

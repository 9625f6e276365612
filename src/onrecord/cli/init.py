"""``onrecord init``: a new record."""

from __future__ import annotations

import argparse
import getpass
import os
import re
import sys
from pathlib import Path

from onrecord.cli.common import BadInput, read_input, wrap
from onrecord.cli.root import check_quorum, witness_of
from onrecord.cli.said import say_witnesses
from onrecord.domain.source import read_source
from onrecord.procedures.begin import Begun, Plan, begin, officers_of
from onrecord.procedures.signers import PASSPHRASE_FILE, read_passphrase
from onrecord.procedures.writer import Committed

KINDS = ("own", "entered", "decision", "parties", "root")
HOW_TO_SEAL = f"Run init on a terminal, or with {PASSPHRASE_FILE} set, for keys with one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the record is to be."""
    parser.add_argument("directory", metavar="DIR", help="where to make it; new or empty")
    parser.add_argument("--from", dest="source", metavar="FILE", help="its [record] and [[party]]")
    parser.add_argument("--origin", help="its name on the web, such as lwg.example/record")
    parser.add_argument("--owner", help="the id of the party that keeps it, such as LWG")
    parser.add_argument("--zone", help="its time zone, such as Europe/London (default: UTC)")
    parser.add_argument(
        "--officers",
        metavar="ROLE,ROLE,...",
        default="officer",
        help="who may sign, by role: one, or three or more (default: one local officer)",
    )
    parser.add_argument(
        "--threshold",
        action="append",
        default=[],
        metavar="KIND=N",
        help=f"how many officers each kind needs; kinds: {', '.join(KINDS)}",
    )
    parser.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="NAME=VKEY=URL",
        help="an outside witness (default: the embedded local one, alone)",
    )
    parser.add_argument("--quorum", type=int, metavar="N", help="how many witnesses must cosign")


def run(args: argparse.Namespace) -> int:
    """Make the record and say what to keep."""
    plan = _plan(args)
    passphrase = ask_passphrase("the officers' keys")
    begun = begin(Path(args.directory), plan, passphrase=passphrase)
    committed = begun.committed
    if args.source:
        committed = _enter_parties(begun, Path(args.source)) or committed
    _tell(begun, plan, sealed=passphrase is not None)
    say_witnesses(committed)
    print("Next: onrecord draft FILE, or onrecord enter --from FILE.")
    return 0 if committed.official else 1


def _plan(args: argparse.Namespace) -> Plan:
    source = read_source(read_input(args.source), args.source) if args.source else None
    table = source.record if source else None
    origin = args.origin or (table.origin if table else None)
    owner = args.owner or (table.owner if table else None)
    if not origin or not owner:
        raise BadInput("a record needs an origin and an owner: --origin and --owner, or --from")
    witnesses = tuple(witness_of(text) for text in args.witness)
    if args.quorum is not None and not witnesses:
        raise BadInput("--quorum counts outside witnesses; name them with --witness")
    check_quorum(args.quorum, len(witnesses))
    return Plan(
        origin=origin,
        owner=owner,
        zone=args.zone or (table.time_zone if table else "UTC"),
        officers=officers_of(args.officers.split(",")),
        thresholds=dict(_threshold(text) for text in args.threshold),
        witnesses=witnesses,
        quorum=args.quorum or max(1, len(witnesses) // 2 + 1),
    )


def _threshold(text: str) -> tuple[str, int]:
    kind, _, number = text.partition("=")
    if kind not in KINDS or not re.fullmatch(r"[1-9][0-9]?", number):
        raise BadInput(f"--threshold {text!r} is not KIND=N; kinds: {', '.join(KINDS)}")
    return kind, int(number)


def ask_passphrase(what: str) -> str | None:
    """A new passphrase for ``what``: from the file named, or asked for on a terminal.

    None where there is neither: the file is then safe by its permissions alone.

    Raises:
        BadInput: it was typed differently the second time.
    """
    if named := os.environ.get(PASSPHRASE_FILE):
        return read_passphrase(named)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    first = getpass.getpass(f"Passphrase for {what} (empty for none): ")
    if not first:
        return None
    if getpass.getpass("The same again: ") != first:
        raise BadInput("the two passphrases differ; nothing was made")
    return first


def _enter_parties(begun: Begun, source: Path) -> Committed | None:
    from onrecord.domain.source import Source
    from onrecord.procedures.enter import enter
    from onrecord.procedures.signers import local_keys, officers_here, open_all
    from onrecord.procedures.writer import open_writer

    read = read_source(read_input(str(source)), str(source))
    if not read.parties:
        return None
    root = open_writer(begun.directory).history.chain.root
    keys = officers_here(root, local_keys(begun.directory.keys))[: root.thresholds["parties"]]
    signers = open_all(key for _, key in keys)
    parties = Source(read.record, read.parties, ())
    return enter(begun.directory, parties, signers, source.parent).committed


def _tell(begun: Begun, plan: Plan, *, sealed: bool) -> None:
    print(f"A new record: {begun.pin.origin}, kept by {plan.owner}, in {begun.directory.path}.")
    print()
    print("Its card, to print and to publish in two places (minutes, site, notice board):")
    print(f"    {begun.pin.origin}")
    print(f"    {begun.pin.leaf.hex()}")
    print()
    for officer in plan.officers:
        print(f"Key of {officer}: {begun.directory.keys / officer}.key")
    if not sealed:
        print(wrap("No passphrase guards them: only their permissions do. " + HOW_TO_SEAL))
    if len(plan.officers) == 1:
        print(wrap("One officer alone can speak here. For more: onrecord init --officers."))
    else:
        print(wrap("Move each key to its officer's own machine; one hand must not hold them all."))

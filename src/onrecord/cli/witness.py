"""``onrecord witness``: ask the witnesses again; or be a witness for other records."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from onrecord.cli.common import BadInput, add_address, add_record, read_input, record_of
from onrecord.cli.init import ask_passphrase
from onrecord.cli.said import say_witnesses
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.keyfile import read_key, write_key
from onrecord.keys.vkey import VKey, parse_vkey
from onrecord.procedures.auditor import auditor
from onrecord.procedures.signers import asker
from onrecord.procedures.writer import WITNESS_KEY, open_writer, wall_clock
from onrecord.record.checkpoint import Checkpoint
from onrecord.record.pin import parse_pin
from onrecord.record.witness import Witness
from onrecord.record.witness_files import FileWitnessStore
from onrecord.record.witness_http import serve_witness


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask; or make a witness; or serve one."""
    add_record(parser)
    parser.add_argument("--new", metavar="DIR", help="make a witness here, and print its vkey")
    parser.add_argument("--name", help="with --new: its name, such as federation.example/witness")
    parser.add_argument("--serve", metavar="DIR", help="serve the witness of this directory")
    parser.add_argument(
        "--log", action="append", default=[], metavar="VKEY", help="a log that it knows"
    )
    parser.add_argument(
        "--audit",
        metavar="PLACE",
        help="read the record there and cosign only what its officers approved; with --pin",
    )
    parser.add_argument("--pin", metavar="FILE", help="with --audit: the record's pin")
    add_address(parser, port=8090)


def run(args: argparse.Namespace) -> int:
    """Do the one that is asked."""
    if args.new:
        return _new(args)
    if args.serve:
        return _serve(args)
    committed = open_writer(record_of(args)).witness_again()
    if committed is None:
        raise BadInput("this record is empty; there is nothing to witness")
    say_witnesses(committed)
    return 0 if committed.official else 1


def _new(args: argparse.Namespace) -> int:
    if not args.name:
        raise BadInput("a witness needs a name of its own: --name federation.example/witness")
    directory = Path(args.new)
    signer = Ed25519Signer.generate(args.name)
    vkey = CosignatureSigner(signer.name, signer.private, wall_clock).vkey
    write_key(directory / WITNESS_KEY, signer, ask_passphrase("the witness key"))
    print(f"A witness in {directory}. Never restore it from a backup: a witness must not forget.")
    print("Its key, for the records that are to name it:")
    print(vkey)
    return 0


def _serve(args: argparse.Namespace) -> int:
    directory = Path(args.serve)
    key = read_key(directory / WITNESS_KEY, asker("the witness key"))
    logs = [parse_vkey(text) for text in args.log]
    if not logs:
        raise BadInput("a witness knows the logs that it is told of: --log VKEY")
    witness = Witness(
        CosignatureSigner(key.name, key.private, wall_clock),
        _by_origin(logs),
        FileWitnessStore(directory / "state"),
        _audit(args),
    )

    def ready(url: str) -> None:
        print(f"{witness.name} at {url}; stop with Ctrl-C", flush=True)

    serve_witness(witness, args.port, host=args.host, ready=ready)
    return 0


def _by_origin(logs: list[VKey]) -> dict[str, VKey]:
    known = {vkey.name: vkey for vkey in logs}
    if len(known) != len(logs):
        raise BadInput("two --log keys have the same origin; a witness trusts one for each")
    return known


def _audit(args: argparse.Namespace) -> Callable[[Checkpoint], None] | None:
    if not args.audit:
        return None
    if not args.pin:
        raise BadInput("an auditing witness judges by the pin: --pin FILE")
    return auditor(args.audit, parse_pin(read_input(args.pin, 1_000).decode("utf-8", "replace")))

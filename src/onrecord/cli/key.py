"""``onrecord key``: make a key, or show the public half of one."""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, read_input, record_of
from onrecord.cli.init import ask_passphrase
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.keyfile import write_key
from onrecord.keys.root import person_key_name
from onrecord.keys.sshsig import ssh_vkey
from onrecord.procedures.signers import named_key


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which key."""
    parser.add_argument("file", help="a key file, or an OpenSSH public key (.pub) with --officer")
    add_record(parser)
    parser.add_argument("--officer", metavar="ROLE", help="an officer of the record")
    parser.add_argument("--trustee", metavar="ROLE", help="a trustee of the record")
    parser.add_argument("--new", action="store_true", help="make the file")


def run(args: argparse.Namespace) -> int:
    """Make or show the key; what is printed on the last line is the vkey, for onrecord root."""
    if args.file.endswith(".pub"):
        print(ssh_vkey(_name(args), read_input(args.file, 10_000).decode("utf-8", "replace")))
        return 0
    if args.new:
        signer = Ed25519Signer.generate(_name(args))
        passphrase = ask_passphrase(f"the new key {args.file}")
        write_key(Path(args.file), signer, passphrase)
        if passphrase is None:
            print("No passphrase guards it: only its permissions do.")
        print(
            f"{args.file} holds the secret; keep it on its owner's machine, with a copy on paper."
        )
        print(signer.vkey)
        return 0
    print(named_key(Path(args.file)).vkey)
    return 0


def _name(args: argparse.Namespace) -> str:
    if bool(args.officer) == bool(args.trustee):
        raise BadInput("say whose key it is: --officer ROLE or --trustee ROLE")
    what = "officer" if args.officer else "trustee"
    return person_key_name(record_of(args).pin().origin, what, args.officer or args.trustee)

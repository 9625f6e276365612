"""``onrecord root``: who may sign what; and a draft of who may from now on."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, printable, record_of, wrap, write_new
from onrecord.domain.code import six_words
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.keyfile import write_key
from onrecord.keys.policy import Witness
from onrecord.keys.vkey import VKey, parse_vkey
from onrecord.procedures import rotate_keys as rotate
from onrecord.procedures.signing import code_of, who_must_sign
from onrecord.record.directory import open_record
from onrecord.record.history import History


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to show, or what to change."""
    add_record(parser)
    parser.add_argument("--policy", action="store_true", help="the tlog-policy file, for others")
    parser.add_argument("--pin", action="store_true", help="the pin: the record's card")
    parser.add_argument("--draft", metavar="FILE", help="write the next root here, to be co-signed")
    key = "ROLE=VKEY"
    for name, metavar, says in (
        ("--add", key, "an officer, or one more key for one"),
        ("--replace", key, "all keys of an officer by this one"),
        ("--remove", "ROLE", "an officer"),
        ("--trustee", key, "somebody who can help when officers' keys are lost"),
        ("--threshold", "KIND=N", "how many officers a kind needs"),
        ("--compromised", "KEYID=ENTRY", "a key that others could use since an entry"),
        ("--witness", "NAME=VKEY=URL", "the new witnesses, all of them"),
    ):
        parser.add_argument(name, action="append", default=[], metavar=metavar, help=says)
    parser.add_argument(
        "--new-log-key", action="store_true", help="make another log key here, and name it"
    )
    parser.add_argument("--quorum", type=int, metavar="N", help="how many witnesses must cosign")


def run(args: argparse.Namespace) -> int:
    """Show the officers, or draft the next root."""
    directory = record_of(args)
    if args.pin:
        print(str(directory.pin()), end="")
        return 0
    if args.draft:
        return _draft(args)
    record = open_record(directory)
    chain = record.history.chain
    if args.policy:
        print(str(chain.policy), end="")
        return 0
    print(printable(str(chain.root)), end="")
    for person in (*chain.root.officers, *chain.root.trustees):
        print(f"Key ids of {person.id}: {', '.join(key.key_id.hex() for key in person.keys)}")
    since = chain.frozen_since(record.reader.size)
    if since is not None:
        print(wrap(f"The record is frozen since entry {since}: only a new officer root counts."))
    return 0


def _draft(args: argparse.Namespace) -> int:
    if args.quorum is not None and not args.witness:
        raise BadInput("--quorum goes with --witness, which names all the witnesses anew")
    check_quorum(args.quorum, len(args.witness))
    directory = record_of(args)
    record = open_record(directory)
    changes = list(_changes(args, record.history))
    new_log = Ed25519Signer.generate(directory.pin().origin) if args.new_log_key else None
    if new_log is not None:
        changes.append(rotate.replace_log_key(new_log.vkey))
    if not changes:
        raise BadInput("the next root must change something; see onrecord root --help")
    root = rotate.next_root(record.history, record.after, changes)
    write_new(Path(args.draft), str(root).encode())
    if new_log is not None:
        write_key(directory.keys / f"log-{root.version}.key", new_log, None)
        print(f"Tell the witnesses of the new log key first: {new_log.vkey}")
    print(printable(str(root)), end="")
    print(f"Code of this text, to say aloud: {six_words(code_of(str(root)))}")
    print(wrap(who_must_sign(record.history.chain, root)))
    print(f"Next, each on their own machine: onrecord sign {args.draft}")
    return 0


def _changes(args: argparse.Namespace, history: History) -> Iterator[rotate.Change]:
    for text in args.remove:
        yield rotate.remove_officer(text)
    for text in args.replace:
        yield rotate.replace_keys(*_person(text))
    for text in args.add:
        yield rotate.add_officer(*_person(text))
    for text in args.trustee:
        yield rotate.add_trustee(*_person(text))
    for text in args.compromised:
        key_id, since = _pair(text, r"[0-9a-f]{8}", "KEYID=ENTRY")
        roots = [link.root for link in history.chain.links]
        yield rotate.compromised(key_id, since, roots)
    for text in args.threshold:
        yield rotate.threshold(*_pair(text, "[a-z]+", "KIND=N"))
    if args.witness:
        policy = tuple(witness_of(text) for text in args.witness)
        yield rotate.witnesses(policy, args.quorum or len(policy) // 2 + 1)


def _person(text: str) -> tuple[str, VKey]:
    person, separator, vkey = text.partition("=")
    if not separator:
        raise BadInput(f"{text!r} is not ROLE=VKEY; onrecord key prints a vkey")
    return person, parse_vkey(vkey)


def _pair(text: str, name: str, form: str) -> tuple[str, int]:
    match = re.fullmatch(rf"({name})=(0|[1-9][0-9]{{0,8}})", text)
    if match is None:
        raise BadInput(f"{text!r} is not {form}")
    return match[1], int(match[2])


def check_quorum(quorum: int | None, witnesses: int) -> None:
    """Refuse a ``--quorum`` that ``witnesses`` cannot make up; None asks for the default.

    Raises:
        BadInput: none of them, or more than there are.
    """
    if quorum is not None and not 1 <= quorum <= witnesses:
        raise BadInput(f"--quorum {quorum} of {witnesses} is impossible; it is 1 to {witnesses}")


def witness_of(text: str) -> Witness:
    """``NAME=VKEY=URL`` as a witness of a policy; the address may be left out.

    Raises:
        BadInput: it is not of that form.
    """
    match = re.fullmatch(r"([^=\s]+)=([^\s]+?)(?:=(https?://\S+))?", text)
    if match is None:
        raise BadInput(f"--witness {text!r} is not NAME=VKEY=URL, with a URL of http or https")
    return Witness(match[1], parse_vkey(match[2]), match[3])

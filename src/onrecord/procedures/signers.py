"""The keys on this machine: whose they are, and when a passphrase is asked for.

A key file tells its public half without a passphrase, so that only the keys that are needed are
opened. The passphrase comes from the file that ``ONRECORD_PASSPHRASE_FILE`` names, else from the
terminal; never from the command line, where other users could see it.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from onrecord.domain.errors import OnRecordError
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.keyfile import read_key
from onrecord.keys.note import Signer
from onrecord.keys.root import Officer, OfficerRoot
from onrecord.keys.sshkeygen import SshKeygenSigner
from onrecord.keys.sshsig import ssh_vkey
from onrecord.keys.vkey import VKey, parse_vkey

PASSPHRASE_FILE = "ONRECORD_PASSPHRASE_FILE"  # noqa: S105 - names a file, holds no secret
SUFFIX = ".key"


class NoKey(OnRecordError):
    """No key on this machine can do what was asked."""


@dataclass(frozen=True)
class LocalKey:
    """A key file, its public half read, its secret not yet."""

    path: Path
    vkey: VKey

    def open(self) -> Ed25519Signer:
        """The signer; asks for the passphrase if the file has one.

        Raises:
            KeyFileError: permissions, passphrase or damage, with what to do.
        """
        return read_key(self.path, asker(f"the key {self.path.name}"))


def asker(what: str, environ: Mapping[str, str] = os.environ) -> Callable[[], str]:
    """How the passphrase of ``what`` is come by, if it is needed at all."""

    def ask() -> str:
        if named := environ.get(PASSPHRASE_FILE):
            return read_passphrase(named)
        if not sys.stdin.isatty():
            raise NoKey(
                f"{what} has a passphrase and there is no terminal to ask on: put it in a file of "
                f"yours alone and name that in {PASSPHRASE_FILE}"
            )
        return getpass.getpass(f"Passphrase of {what}: ")

    return ask


def read_passphrase(name: str) -> str:
    """The passphrase in a file: its text, without the last line end.

    Raises:
        NoKey: it is no text.
    """
    try:
        return Path(name).read_text(encoding="utf-8").removesuffix("\n")
    except UnicodeDecodeError:
        raise NoKey(f"{name}, which {PASSPHRASE_FILE} names, is not UTF-8 text") from None


def local_keys(directory: Path) -> Iterator[LocalKey]:
    """Every key file in ``directory``, in the order of their names."""
    for path in sorted(directory.glob("*" + SUFFIX)):
        if (vkey := _public_half(path)) is not None:
            yield LocalKey(path, vkey)


def named_key(path: Path) -> LocalKey:
    """The key file at ``path``.

    Raises:
        NoKey: it is no key file.
    """
    vkey = _public_half(path)
    if vkey is None:
        read_key(path)  # says what it is instead, and what to do
        raise NoKey(f"{path} is not a key file")
    return LocalKey(path, vkey)


def officers_here(root: OfficerRoot, keys: Iterable[LocalKey]) -> list[tuple[str, LocalKey]]:
    """The officers of ``root`` whose keys are here, one key each, as (role, key)."""
    holders = {vkey: officer.id for officer in root.officers for vkey in officer.keys}
    found: dict[str, LocalKey] = {}
    for key in keys:
        if (holder := holders.get(key.vkey)) is not None:
            found.setdefault(holder, key)
    return list(found.items())


def ssh_signer(people: Iterable[Officer], private: Path) -> SshKeygenSigner:
    """The signer of an OpenSSH key that one of ``people`` holds.

    Args:
        people: officers or trustees.
        private: the private key's file; its ``.pub`` lies beside it.

    Raises:
        NoKey: there is no ``.pub``, or none of the people has this key.
    """
    public = private if private.suffix == ".pub" else private.with_name(private.name + ".pub")
    try:
        line = public.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise NoKey(
            f"{public} cannot be read: an OpenSSH key needs its public half beside it"
        ) from None
    for person in people:
        for vkey in person.keys:
            if vkey.type == 0xFF and ssh_vkey(vkey.name, line) == vkey:
                return SshKeygenSigner(vkey, private, tell=_tell)
    raise NoKey(f"{public} is the key of no officer in force; see onrecord root")


def open_all(keys: Iterable[LocalKey]) -> list[Signer]:
    """The signers of several key files."""
    return [key.open() for key in keys]


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def _public_half(path: Path) -> VKey | None:
    """The vkey line of a key file; None if it has none. Its secret is not looked at."""
    try:
        with path.open("rb") as opened:
            head = opened.read(4096).decode("utf-8", "replace")
    except OSError:
        return None
    for line in head.split("\n")[:4]:
        if line.startswith("vkey: "):
            return parse_vkey(line.removeprefix("vkey: "))
    return None

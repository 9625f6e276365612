"""What lies beside the log: long texts, attachments and the openings of members-only texts.

::

    public/bodies/<sha256>        texts over 60,000 bytes
    public/attachments/<sha256>   files that a public communication attaches
    private/attachments/<sha256>  files that a members-only one attaches
    private/openings/<index>      what opens entry <index>: seed and paragraphs
    private/pending/<commitment>  the same before the entry is on the log
    private/pending/<sha256>      files of a draft that is not on the log yet

Files are named by their digest, so writing one twice writes the same; each write is durable.
Erasing (:func:`erase`) removes the opening and its files; what the log holds tells nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from onrecord.domain.commitment import Commitment
from onrecord.domain.communication import Attachment, Communication, DigestBody, MembersBody
from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.hidden import parse_hidden
from onrecord.domain.opening import Opening, parse_opening
from onrecord.domain.reference import Reference
from onrecord.record.directory import RecordDirectory
from onrecord.record.durable import durable_directory, durable_write, open_directory, sync


class NotOnShelf(OnRecordError):
    """Something that belongs beside the log is not on this machine."""


def hold(directory: RecordDirectory, files: Mapping[bytes, bytes], opening: Opening | None) -> None:
    """Keep what belongs to a draft until it is published."""
    pending = directory.private / "pending"
    for digest, data in files.items():
        _write(pending, digest.hex(), data, private=True)
    if opening is not None:
        _write(pending, opening.commitment.root.hex(), str(opening).encode(), private=True)


def place_files(directory: RecordDirectory, statement: Communication) -> None:
    """Move what a statement names from the pending shelf to its place, before it is logged.

    Raises:
        NotOnShelf: a file or the opening that it names is not here.
    """
    if isinstance(statement.body, DigestBody):
        _settle(directory, statement.body.digest, directory.public / "bodies", private=False)
    for held in statement.attachments:
        _settle(directory, held.digest, directory.public / "attachments", private=False)
    if isinstance(statement.body, MembersBody):
        for held in _hidden_files(_pending_opening(directory, statement.body.commitment)):
            _settle(directory, held.digest, directory.private / "attachments", private=True)


def settle_opening(directory: RecordDirectory, statement: Communication, entry: Reference) -> None:
    """Keep the opening of a members-only statement under its number, now that it has one."""
    if not isinstance(statement.body, MembersBody):
        return
    opening = replace(_pending_opening(directory, statement.body.commitment), entry=entry)
    shelf = directory.private / "openings"
    _write(shelf, str(entry.index), str(opening).encode(), private=True)


def opening_of(
    directory: RecordDirectory, commitment: Commitment, given: str | None = None
) -> Opening:
    """What a members-only draft hides: from the file ``given``, or from the pending shelf.

    Raises:
        NotOnShelf: it is in neither place, or is of another draft.
    """
    if given is None:
        return _pending_opening(directory, commitment)
    try:
        opening = parse_opening(Path(given).read_bytes().decode("utf-8", "replace"))
    except OSError as error:
        raise NotOnShelf(f"{given} cannot be read: {error.strerror}") from None
    if opening.commitment != commitment:
        raise NotOnShelf(f"{given} is not what this draft hides; ask its drafter for the right one")
    return opening


def read_opening(directory: RecordDirectory, index: int) -> Opening:
    """What opens entry ``index``.

    Raises:
        NotOnShelf: it was erased, or is kept elsewhere.
    """
    path = directory.private / "openings" / str(index)
    try:
        return parse_opening(path.read_bytes().decode("utf-8", "replace"))
    except FileNotFoundError:
        raise NotOnShelf(
            f"the words of entry {index} are not on this machine: they were erased, or another "
            "officer keeps them"
        ) from None


def is_pending(directory: RecordDirectory, statement: Communication) -> bool:
    """Whether anything of the statement waits on the pending shelf."""
    return any(path.exists() for path in _pending_paths(directory, statement))


def clear_pending(directory: RecordDirectory, statement: Communication) -> None:
    """Remove from the pending shelf what has found its place."""
    _remove(_pending_paths(directory, statement))


def erase(directory: RecordDirectory, index: int) -> int:
    """Destroy the words of a members-only entry on this machine; returns how many files went.

    Copies elsewhere (backups, other officers, members' own mail) are not reached, and the caller
    says so.

    Raises:
        NotOnShelf: they are not here.
    """
    opening = read_opening(directory, index)
    shelf = directory.private / "attachments"
    others = _files_of_others(directory, index)
    doomed = [
        shelf / held.digest.hex() for held in _hidden_files(opening) if held.digest not in others
    ]
    doomed += _pending_drafts_of(directory, opening)
    doomed += [directory.private / "openings" / str(index)]
    return _remove(doomed)


def _pending_drafts_of(directory: RecordDirectory, opening: Opening) -> list[Path]:
    """Every draft of the same words that still waits: each has a seed of its own."""
    pending = directory.private / "pending"
    found = []
    for path in pending.iterdir() if pending.is_dir() else ():
        try:
            draft = parse_opening(path.read_bytes().decode("utf-8", "replace"))
        except Malformed:
            continue  # a file that a draft attaches
        if draft.paragraphs == opening.paragraphs:
            found.append(path)
    return found


def _pending_paths(directory: RecordDirectory, statement: Communication) -> list[Path]:
    pending = directory.private / "pending"
    names = [held.digest.hex() for held in statement.attachments]
    if isinstance(statement.body, DigestBody):
        names.append(statement.body.digest.hex())
    if isinstance(statement.body, MembersBody):
        name = statement.body.commitment.root.hex()
        if (pending / name).exists():
            opening = _pending_opening(directory, statement.body.commitment)
            names += [held.digest.hex() for held in _hidden_files(opening)]
        names.append(name)
    return [pending / name for name in names]


def _pending_opening(directory: RecordDirectory, commitment: Commitment) -> Opening:
    path = directory.private / "pending" / commitment.root.hex()
    try:
        opening = parse_opening(path.read_bytes().decode("utf-8", "replace"))
    except FileNotFoundError:
        raise NotOnShelf(
            "what this members-only draft hides is not on this machine: ask its drafter for the "
            "opening that onrecord draft wrote beside it, and name it with --opening FILE"
        ) from None
    if opening.commitment != commitment:
        raise NotOnShelf(f"{path} does not open the draft; copy it again from where it was drafted")
    return opening


def _files_of_others(directory: RecordDirectory, index: int) -> set[bytes]:
    """The files that other openings attach too: erasing one text must not break another."""
    numbers = [path.name for path in (directory.private / "openings").iterdir()]
    return {
        held.digest
        for name in numbers
        if name.isdigit() and int(name) != index
        for held in _hidden_files(read_opening(directory, int(name)))
    }


def _hidden_files(opening: Opening) -> tuple[Attachment, ...]:
    return parse_hidden(opening.paragraphs[0]).attachments


def _settle(directory: RecordDirectory, digest: bytes, shelf: Path, *, private: bool) -> None:
    target, pending = shelf / digest.hex(), directory.private / "pending" / digest.hex()
    if target.exists():
        return
    try:
        data = pending.read_bytes()
    except FileNotFoundError:
        raise NotOnShelf(
            f"a file that the draft names is not on this machine: copy {digest.hex()} from "
            "private/pending of the machine where it was drafted"
        ) from None
    if hashlib.sha256(data).digest() != digest:
        raise NotOnShelf(f"{pending} was changed since it was drafted; draft it again")
    _write(shelf, digest.hex(), data, private=private)


def _write(shelf: Path, name: str, data: bytes, *, private: bool) -> None:
    durable_directory(shelf, mode=0o700 if private else 0o755)
    durable_write(shelf / name, data, mode=0o600 if private else 0o644)


def _remove(paths: list[Path]) -> int:
    count = 0
    for path in paths:
        if path.exists():
            path.unlink()
            count += 1
            with open_directory(path.parent) as parent:
                sync(parent, path.parent)
    return count

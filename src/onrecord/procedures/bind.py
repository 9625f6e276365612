"""From drafts to signed entries: bind each to the log as it stands, sign it, judge it.

Drafts are bound one after another, since each one's place in its series names the hash of the
last. What a members-only draft hides, and the files that a draft attaches, come back beside the
entry, to be stored once the entry is on the log.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.domain.commitment import SEED_BYTES, commit
from onrecord.domain.communication import Attachment, Communication, DigestBody
from onrecord.domain.draft import AttachedFile, Draft, attached
from onrecord.domain.errors import OnRecordError
from onrecord.domain.opening import OPENING, Opening
from onrecord.domain.party import Parties, Party
from onrecord.domain.reference import After, Reference
from onrecord.keys.keyfile import FORMAT as KEY_FILE
from onrecord.record.history import History

MAX_ATTACHMENT = 64 << 20
SECRETS = (KEY_FILE.encode(), OPENING.encode(), b"-----BEGIN OPENSSH PRIVATE KEY-----")
"""How files begin that must never be attached, whatever a source file calls them."""
PRIVATE_ROOMS = frozenset({"keys", "private", "witness"})
UNPLACED = Reference(0, bytes(32))
"""What an opening names before its entry is on the log."""


class CannotBind(OnRecordError):
    """A draft does not fit the record as it stands."""


@dataclass(frozen=True)
class Bound:
    """A statement ready to be signed, with what is stored beside the log.

    ``files`` maps SHA-256 digests to bytes; ``opening`` is what a members-only statement hides.
    """

    statement: Communication
    files: Mapping[bytes, bytes]
    opening: Opening | None = None


def bind(draft: Draft, history: History, after: After | None, beside: Path) -> Bound:
    """Bind a draft to the record as ``history`` has it.

    Args:
        after: the latest witnessed checkpoint.
        beside: the directory from which attachments are read, and not from outside it.

    Raises:
        CannotBind: a link names nothing on the record, or an attachment cannot be read.
        Malformed: the communication that it makes is too large.
    """
    data = [_read(draft, file, beside) for file in draft.attachments]
    files = {_digest(held): raw for held, raw in data}
    held = [attachment for attachment, _ in data]
    place, previous = (None, None)
    if draft.series is not None:
        place, previous = history.next_in_series(draft.series)
    opening, root = _hide(draft, held), history.chain.root
    statement = draft.bind(
        record=history.pin.origin,
        root=root.version,
        zone=root.zone,
        series_number=place.number if place else None,
        previous=previous,
        after=after,
        links={name: resolve(history, target, draft) for name, target in draft.links},
        attachments=held,
        commitment=opening.commitment if opening else None,
    )
    if isinstance(statement.body, DigestBody) and draft.text is not None:
        files[statement.body.digest] = draft.text.encode()
    return Bound(statement, files, opening)


def bind_parties(parties: Sequence[Party], history: History, after: After | None) -> Parties | None:
    """The statement that makes ``parties`` known beside those on the record; None if all are.

    Raises:
        CannotBind: one is on the record with another name or role.
    """
    held = {party.id: party for party in (history.parties.parties if history.parties else ())}
    for party in parties:
        if party.id in held and held[party.id] != party:
            raise CannotBind(
                f"the party {party.id} is on the record with other words; change the file, or "
                "publish new parties first"
            )
    merged = {**held, **{party.id: party for party in parties}}
    if len(merged) == len(held):
        return None
    root = history.chain.root
    return Parties(history.pin.origin, root.version, after, tuple(merged.values()))


def resolve(history: History, target: str | int, draft: Draft) -> Reference:
    """The entry that a link names by communication id or by number.

    Raises:
        CannotBind: there is none that counts.
    """
    index = history.by_id.get(target) if isinstance(target, str) else target
    if index is None or not 0 <= index < len(history.items):
        raise CannotBind(
            f"communication {draft.id!r} refers to {target!r}, which is not on the record"
        )
    item = history.items[index]
    if item.communication is None:
        raise CannotBind(
            f"communication {draft.id!r} refers to entry {index}, which is no communication"
        )
    return Reference(index, item.leaf)


def _hide(draft: Draft, held: Sequence[Attachment]) -> Opening | None:
    if not draft.members_only:
        return None
    paragraphs = draft.hidden_content(held)
    seed = secrets.token_bytes(SEED_BYTES)
    commit(paragraphs, seed)
    return Opening(UNPLACED, seed, tuple(paragraphs))


def _read(draft: Draft, file: AttachedFile, beside: Path) -> tuple[Attachment, bytes]:
    path, inside = (beside / file.path).resolve(), beside.resolve()
    if not path.is_relative_to(inside):
        raise CannotBind(
            f"communication {draft.id!r} attaches {file.path}, which lies outside {beside}; "
            "copy it beside the file that names it"
        )
    if path.exists() and not path.is_file():
        raise CannotBind(f"communication {draft.id!r} attaches {file.path}, which is no plain file")
    try:
        with path.open("rb") as opened:
            raw = opened.read(MAX_ATTACHMENT + 1)
    except OSError as error:
        raise CannotBind(
            f"communication {draft.id!r} attaches {file.path}, which cannot be read: "
            f"{error.strerror}"
        ) from None
    if not raw or len(raw) > MAX_ATTACHMENT:
        raise CannotBind(f"{file.path} is empty or over {MAX_ATTACHMENT:,} bytes")
    if _keeps_secrets(path) or raw.startswith(SECRETS):
        raise CannotBind(
            f"communication {draft.id!r} attaches {file.path}, which is a key or opens a members' "
            "text: attached, it would be everybody's; take it out"
        )
    return attached(file, raw), raw


def _keeps_secrets(path: Path) -> bool:
    """Whether ``path`` lies in that part of a record which is not for the public."""
    return any(
        above.name in PRIVATE_ROOMS and (above.parent / "pin").is_file() for above in path.parents
    )


def _digest(held: Attachment) -> bytes:
    return held.digest

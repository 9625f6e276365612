"""Co-signing: a draft is a statement's text; each officer adds a line; enough lines make an entry.

The six-word code is of the statement, not of the note: every officer hears the same code however
many have signed before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import excerpt
from onrecord.keys.approval import Approval
from onrecord.keys.chain import Chain
from onrecord.keys.note import Note, Signer, add_signature, parse_note, sign_note
from onrecord.record.entry import MAX_ENTRY, Entry, Statement, entry_of, kind_of, read_statement
from onrecord.record.history import History


class NotADraft(OnRecordError):
    """A file that is neither a statement nor a signed one."""


@dataclass(frozen=True)
class Draft:
    """A statement's text and the note that it is so far; ``note`` is None before any signature."""

    text: str
    note: Note | None
    statement: Statement


def read_draft(raw: bytes) -> Draft:
    """Read a draft: a bare statement, or a note over one.

    Raises:
        NotADraft: it is neither.
        Malformed: its statement is not in its canonical form.
    """
    if len(raw) > MAX_ENTRY:
        raise NotADraft(f"a draft has at most {MAX_ENTRY:,} bytes, this has {len(raw):,}")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise NotADraft("this is no draft: it is not UTF-8 text") from None
    if not text.startswith("on-record/"):
        raise NotADraft(f"this is no draft: it begins {excerpt(text, 30)}, not on-record/")
    note = _as_note(raw)
    if note is not None:
        return Draft(note.text, note, read_statement(note.text))
    return Draft(text, None, read_statement(text))


def _as_note(raw: bytes) -> Note | None:
    """The note that the draft is, if somebody has signed it.

    A text may itself end in a line that looks like a signature; only lines of this record's
    officers and trustees are taken for some.
    """
    try:
        note = parse_note(raw, max_size=MAX_ENTRY)
        record = read_statement(note.text).record
    except Malformed:
        return None
    persons = tuple(f"{record}/{what}/" for what in ("officer", "trustee"))
    return note if all(line.name.startswith(persons) for line in note.signatures) else None


def code_of(text: str) -> bytes:
    """The hash of which the spoken six-word code is: SHA-256 of the statement's text."""
    return hashlib.sha256(text.encode()).digest()


def sign(draft: Draft, *signers: Signer) -> Note:
    """The note with one more line for each signer."""
    if draft.note is None:
        return sign_note(draft.text, *signers)
    note = draft.note
    for signer in signers:
        note = add_signature(note, signer)
    return note


def standing(history: History, note: Note) -> Approval:
    """How far the signatures on ``note`` go, by the officers in force.

    Raises:
        OnRecordError: the signature of somebody in force does not verify, or the root that it
            states cannot follow.
    """
    entry: Entry = entry_of(note)
    return history.chain.judge(note, entry.kind, len(history.items))


def who_must_sign(chain: Chain, statement: Statement) -> str:
    """One sentence: how many officers, for what kind, and who they may be."""
    kind = kind_of(statement)
    root = chain.root
    people = ", ".join(officer.id for officer in root.officers)
    needed = 1 if kind == "freeze" else root.thresholds[kind]
    officers = "1 officer" if needed == 1 else f"{needed} officers"
    more = "; and as many of the new ones as it says itself" if kind == "root" else ""
    return f"This needs {officers} of {people} (kind: {kind}){more}."

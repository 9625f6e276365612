"""``onrecord enter``: communications from TOML and CSV files onto the record, all or nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.cli.common import BadInput, add_record, read_input, record_of
from onrecord.cli.keys import add_keys, signers_of
from onrecord.cli.said import say_witnesses
from onrecord.domain.draft import Draft
from onrecord.domain.party import Party
from onrecord.domain.source import RecordTable, Source, read_source
from onrecord.procedures.enter import enter
from onrecord.procedures.history import Imported, is_history, read_history
from onrecord.record.directory import open_record
from onrecord.record.history import History


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and who signs."""
    add_record(parser)
    parser.add_argument(
        "--from",
        dest="sources",
        metavar="FILE",
        action="append",
        required=True,
        help="TOML, or CSV of facts or positions; may be given again",
    )
    add_keys(parser)


def run(args: argparse.Namespace) -> int:
    """Enter the files and list where each communication stands."""
    directory = record_of(args)
    history = open_record(directory).history
    read = _read(args.sources, history)
    source = read.source
    if not (source.drafts or source.parties):
        named = ", ".join(args.sources)
        raise BadInput(f"{named} holds no communication and no party; see onrecord enter -h")
    signers = signers_of(args, directory, history.chain.root)
    entered = enter(directory, source, signers, Path(read.beside).resolve().parent)
    owner = history.chain.root.owner
    for identifier, index in entered.indexes.items():
        print(f"{owner} {index:<5} {identifier}")
    if read.imported is not None:
        _tell(read.imported)
    if not entered.new:
        print("All of it was on the record already; nothing was changed.")
    say_witnesses(entered.committed)
    return 0 if entered.committed is None or entered.committed.official else 1


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything that the files say; attachments lie ``beside`` the first TOML file."""

    source: Source
    imported: Imported | None
    beside: str


def _read(names: Sequence[str], history: History) -> _Read:
    data = {name: read_input(name) for name in names}
    if len(data) < len(names):
        raise BadInput("the same file is named twice with --from; name it once")
    tables = {name: raw for name, raw in data.items() if _is_csv(name, raw)}
    texts = {name: raw for name, raw in data.items() if name not in tables}
    known: list[Party] = list(history.parties.parties) if history.parties else []
    record: RecordTable | None = None
    parties: list[Party] = []
    drafts: list[Draft] = []
    for name, raw in texts.items():
        ids = [party.id for party in (*known, *parties)]
        source = read_source(raw, name, known_parties=ids)
        record = record or source.record
        parties += source.parties
        drafts += source.drafts
    imported = None
    if tables:
        root = history.chain.root
        held = [*parties, *(p for p in known if p.id not in {each.id for each in parties})]
        imported = read_history(tables, held, zone=root.zone, owner=root.owner)
        drafts += imported.drafts
    _check_ids(drafts)
    first = next(iter(texts), names[0])
    return _Read(Source(record, tuple(parties), tuple(drafts)), imported, first)


def _is_csv(name: str, raw: bytes) -> bool:
    return name.lower().endswith(".csv") or is_history(raw)


def _check_ids(drafts: Sequence[Draft]) -> None:
    seen: set[str] = set()
    for draft in drafts:
        if draft.id in seen:
            raise BadInput(f"the files hold two communications with the id {draft.id!r}")
        seen.add(draft.id)


def _tell(imported: Imported) -> None:
    acts = sum(len(draft.acts) for draft in imported.drafts)
    print(
        f"{imported.rows} rows: {len(imported.drafts)} communications with {acts} acts; "
        f"{imported.disputed} rows disputed, {imported.unverified} unverified, "
        f"{imported.without_act} without an act."
    )
    if imported.one_claim:
        listed = ", ".join(imported.one_claim)
        print(f"Disputed, and the other claim could not be read from the note: {listed}.")

"""``onrecord log``: the record as a list, oldest first."""

from __future__ import annotations

import argparse
import json
from typing import Any

from onrecord.cli.common import add_record, now, printable, record_of, wrap
from onrecord.domain.communication import Communication
from onrecord.domain.party import Parties
from onrecord.keys.freeze import Freeze
from onrecord.keys.root import OfficerRoot
from onrecord.record.directory import OpenRecord, open_record
from onrecord.record.history import Item
from onrecord.record.tell import ages, describe

SHOWN = 58


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The record."""
    add_record(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """List every entry, then as of when."""
    record = open_record(record_of(args))
    for item in record.history.items:
        print(json.dumps(_row(record, item), ensure_ascii=False) if args.json else _line(item))
    if not args.json:
        for told in ages(record.witnessed, record.history.chain, now()):
            print(wrap(told))
    return 0 if record.witnessed.quorum and not record.history.problems() else 1


def _line(item: Item) -> str:
    made, what = _what(item)
    return f"{item.index:>5}  {made:<10}  {printable(what)}"


def _what(item: Item) -> tuple[str, str]:
    if item.entry is None or item.problem:
        return "-", f"does not count: {item.problem}"
    match item.entry.statement:
        case Communication() as said:
            return str(said.made.day), _title(said)
        case Parties(parties=parties):
            return "-", f"parties: {', '.join(party.id for party in parties)}"
        case OfficerRoot(version=version):
            return "-", f"officer root {version}"
        case Freeze(reason=reason):
            return "-", f"frozen: {reason}"


def _title(said: Communication) -> str:
    by = ", ".join(said.by)
    links = " ".join(f"[{name} {target.index}]" for name, target in said.links)
    if said.class_ == "members":
        words = "for members only"
    else:
        words = said.title or (said.text or "").replace("\n", " ").strip()
        words = words or ", ".join(act.type for act in said.acts)
    cut = words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"
    return " ".join(part for part in (f"{by}:", cut, links) if part)


def _row(record: OpenRecord, item: Item) -> dict[str, Any]:
    row: dict[str, Any] = {"entry": item.index, "leaf": item.leaf.hex(), "problem": item.problem}
    if item.entry is None:
        return row
    row["kind"] = item.entry.kind
    row["officers"] = list(item.approval.officers) if item.approval else []
    row["replaced"] = [
        {"relation": change.relation, "entry": change.index}
        for change in record.history.replacements(item.index)
    ]
    if isinstance(said := item.entry.statement, Communication):
        row |= {"communication": said.id, "by": list(said.by), "own": said.own}
        row |= {"to": list(said.to), "channel": said.channel, "made": str(said.made)}
        row |= {"class": said.class_, "title": said.title, "text": said.text}
        row |= {"said": describe(said), "acts": [act.type for act in said.acts]}
    return row

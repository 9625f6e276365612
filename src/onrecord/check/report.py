"""The answer to a check: every finding, and what it was held against.

``to_json`` is the stable form that others script against (see the manual): one object, the same
bytes for the same input, record root and as-of time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.check.explain import GRAVITY
from onrecord.check.types import (
    Change,
    Dated,
    Evidence,
    Finding,
    Matter,
    Span,
    Speaker,
    Tampering,
)


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was looked through: public communications, the days of the first and last, and
    what is covered at all: their channels, the most used first, and their languages."""

    communications: int
    first: date | None
    last: date | None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """``root`` is the record's root hash; ``findings`` are in the order of the text."""

    origin: str
    size: int
    root: bytes
    as_of: str
    published: date | None
    searched: Searched
    findings: tuple[Finding, ...]
    tampering: tuple[Tampering, ...] = ()
    unread: tuple[str, ...] = ()
    related: tuple[Matter, ...] = ()
    only_local: bool = False

    @property
    def differs(self) -> bool:
        """Whether anything was changed, contradicted or replaced."""
        return any(GRAVITY[finding.verdict] <= 1 for finding in self.findings)


SUMS = (
    ("exact", "word for word"),
    ("excerpt", "a true part"),
    ("agrees", "agreeing with the record"),
    ("altered", "changed"),
    ("cut-short", "cut short"),
    ("spliced", "joined"),
    ("misattributed", "in the wrong mouth"),
    ("contradicts", "contradicted by the record"),
    ("superseded", "replaced since"),
    ("withdrawn", "withdrawn since"),
    ("disputed", "disputed"),
    ("members-only", "for members only"),
    ("not-on-record", "not on the record"),
    ("cannot-tell", "undecided"),
    ("not-checkable", "not checkable"),
)


def by_gravity(findings: Iterable[Finding]) -> list[Finding]:
    """Changed or contradicted first, then replaced, then true, then unknown; else in order."""
    return sorted(findings, key=lambda each: (GRAVITY[each.verdict], each.span.start))


def sum_up(findings: Iterable[Finding]) -> str:
    """``3 quotations: 2 word for word, 1 changed. 4 claims: 4 agreeing with the record.``"""
    parts = []
    found = list(findings)
    for kind, one, many in (("quote", "quotation", "quotations"), ("claim", "claim", "claims")):
        counts = Counter(each.verdict for each in found if each.kind == kind)
        if total := sum(counts.values()):
            listed = ", ".join(f"{counts[word]} {says}" for word, says in SUMS if counts[word])
            parts.append(f"{total} {one if total == 1 else many}: {listed}.")
    return " ".join(parts) or "No quotation and no claim that the record could speak to."


def to_json(report: Report) -> str:
    """One JSON object, ending without a line feed."""
    return json.dumps(as_value(report), ensure_ascii=False, indent=1)


def as_value(report: Report) -> dict[str, Any]:
    """The object as dicts, lists, strings, numbers and None."""
    return {
        "record": {"origin": report.origin, "size": report.size, "root": report.root.hex()},
        "as_of": report.as_of,
        "published": None if report.published is None else str(report.published),
        "searched": {
            "communications": report.searched.communications,
            "from": _day(report.searched.first),
            "to": _day(report.searched.last),
            "channels": list(report.searched.channels),
            "languages": list(report.searched.languages),
        },
        "unread": list(report.unread),
        "tampering": [_tampering(each) for each in report.tampering],
        "findings": [_finding(each) for each in report.findings],
        "related": [_matter(each) for each in report.related],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "text": finding.text,
        "start": finding.span.start,
        "end": finding.span.end,
        "speaker": _speaker(finding.speaker),
        "date": _dated(finding.dated),
        "verdict": finding.verdict,
        "evidence": [_evidence(each) for each in finding.evidence],
        "diff": [_change(each) for each in finding.diff],
        "tampering": [_tampering(each) for each in finding.tampering],
        "explanation": finding.explanation,
    }


def _speaker(speaker: Speaker | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    span = speaker.mention
    return {
        "name": speaker.name,
        "party": speaker.party,
        "role": speaker.role,
        "organisation": speaker.organisation,
        "start": span.start,
        "end": span.end,
    }


def _dated(dated: Dated | None) -> dict[str, Any] | None:
    if dated is None:
        return None
    return {"from": _day(dated.first), "to": _day(dated.last), "rule": dated.rule}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "entry": evidence.entry,
        "communication": evidence.communication,
        "start": evidence.start,
        "end": evidence.end,
    }


def _matter(matter: Matter) -> dict[str, Any]:
    return {
        "start": matter.span.start,
        "end": matter.span.end,
        "evidence": _evidence(matter.evidence),
        "words": matter.words,
        "why": list(matter.why),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "op": change.op,
        "record": change.record,
        "text": change.text,
        "type": None if change.type is None else change.type.value,
    }


def _tampering(tampering: Tampering) -> dict[str, Any]:
    span: Span | None = tampering.span
    return {
        "kind": tampering.kind,
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
        "says": tampering.says,
    }


def _day(value: date | None) -> str | None:
    return None if value is None else str(value)

"""A real record on disk for tests of the check, and texts held against it in this process."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from onrecord.check.check import check
from onrecord.check.report import Report
from onrecord.check.types import Finding, Reading
from onrecord.domain.moment import Moment
from onrecord.domain.source import Source, read_source
from onrecord.procedures.begin import Plan, begin
from onrecord.procedures.enter import enter
from onrecord.procedures.signers import local_keys, open_all
from onrecord.record.directory import OpenRecord, open_record


def made_record(directory: Path, source: Path, *, without: str | None = None) -> OpenRecord:
    """The record of a source file, signed by one local officer, with one communication left out."""
    read = read_source(source.read_bytes(), source.name)
    drafts = tuple(draft for draft in read.drafts if draft.id != without)
    kept = {draft.id for draft in drafts}
    drafts = tuple(
        replace(draft, links=tuple(link for link in draft.links if link[1] in kept))
        for draft in drafts
    )
    assert read.record is not None
    plan = Plan(read.record.origin, read.record.owner, read.record.time_zone)
    environ = {"ONRECORD_STATE": str(directory / "state")}
    begun = begin(directory / "record", plan, environ=environ)
    signers = open_all(
        key for key in local_keys(begun.directory.keys) if key.path.name == "officer.key"
    )
    held = Source(read.record, read.parties, drafts)
    enter(begun.directory, held, signers, source.parent, environ=environ)
    return open_record(begun.directory)


def checked(
    record: OpenRecord, text: str, published: date | None = None, as_of: str | None = None
) -> Report:
    """The report on a plain text."""
    moment = Moment(as_of) if as_of else None
    return check(Reading("text", text), record, published=published, as_of=moment)


def quotes(report: Report) -> list[Finding]:
    """The quotations of a report."""
    return [finding for finding in report.findings if finding.kind == "quote"]


def claims(report: Report) -> list[Finding]:
    """The claims of a report."""
    return [finding for finding in report.findings if finding.kind == "claim"]


def types_of(finding: Finding) -> set[str]:
    """The kinds of change in a finding."""
    return {change.type.value for change in finding.diff if change.type is not None}

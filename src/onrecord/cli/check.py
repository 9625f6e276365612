"""``onrecord check``: hold any text, page, mail, PDF or picture against the record."""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.check.check import check
from onrecord.check.explain import day
from onrecord.check.library import Library, library_of
from onrecord.check.reading import read
from onrecord.check.report import Report, by_gravity, sum_up, to_json
from onrecord.check.types import Change, Finding
from onrecord.cli.common import (
    BadInput,
    add_record,
    bold,
    past_moment,
    printable,
    read_input,
    record_of,
    wrap,
)
from onrecord.record.directory import OpenRecord, open_record
from onrecord.record.tell import LOCAL_ONLY, describe, instant

MAX_CHECKED = 20 << 20
"""Bytes of an input."""

CHANNELS = 6
"""Channels that are named where something was not found."""

COLUMN = 36
"""Characters of one of the two columns of a difference."""

MARKS = {
    "exact": ("✓", "[=]"),
    "excerpt": ("✓", "[=]"),
    "agrees": ("✓", "[=]"),
    "altered": ("Δ", "[x]"),
    "cut-short": ("✂", "[x]"),
    "spliced": ("⛓", "[x]"),
    "misattributed": ("⇄", "[x]"),
    "contradicts": ("Δ", "[x]"),
    "superseded": ("↻", "[>]"),
    "withdrawn": ("⊘", "[/]"),
    "disputed": ("≠", "[!]"),
    "members-only": ("●", "[m]"),
    "not-on-record": ("?", "[?]"),
    "not-checkable": ("–", "[-]"),
    "cannot-tell": ("?", "[?]"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to check, and from when it speaks."""
    parser.add_argument("file", nargs="?", default="-", help="(default: standard input)")
    add_record(parser)
    parser.add_argument("--published", metavar="DATE", help="the day that the text is of")
    parser.add_argument("--as-of", metavar="TIME", help="answer as the record stood then")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--bulk",
        nargs="+",
        metavar="PATH",
        help="many documents: files, folders, JSON Lines, WARC; JSON Lines come out",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="with --bulk: a new file")
    parser.add_argument("--jobs", type=int, metavar="N", help="with --bulk (default: one a core)")
    parser.add_argument(
        "--every", action="store_true", help="with --bulk: also what does not bear on the record"
    )


def run(args: argparse.Namespace) -> int:
    """Check the input; status 1 if anything was changed, contradicted or replaced."""
    published = None if args.published is None else _day(args.published)
    record = open_record(record_of(args))
    as_of = None if args.as_of is None else past_moment("--as-of", args.as_of, record)
    if not record.witnessed.quorum:
        raise BadInput("this record is awaiting witnesses; nothing in it is official until then")
    if args.bulk:
        from onrecord.cli.check_bulk import check_bulk

        return check_bulk(args, record, as_of, published)
    if args.output or args.jobs or args.every:
        raise BadInput("-o, --jobs and --every go with --bulk")
    reading = read(read_input(args.file, MAX_CHECKED), args.file)
    report = check(reading, record, published=published, as_of=as_of)
    if args.json:
        print(to_json(report))
    else:
        _show(report, record, library_of(record, as_of))
    return 1 if report.differs else 0


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise BadInput(f"--published {text!r} is not a date such as 2031-03-14")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--published {text} is no day of the calendar") from None


def _show(report: Report, record: OpenRecord, library: Library) -> None:
    print(bold(wrap(sum_up(report.findings))))
    for line in report.unread:
        print(wrap(f"Not read: {line}"))
    for each in report.tampering:
        print(wrap(f"Tampering undone: {each.says}"))
    for finding in by_gravity(report.findings):
        print()
        _show_finding(finding, library)
    for matter in report.related:
        said = library.by_entry[matter.evidence.entry]
        print()
        print(wrap(f"The record says on this matter (not a match): “{printable(matter.words)}”"))
        print(wrap(f"{library.owner} {matter.evidence.entry}: {describe(said)}", "  "))
    print()
    for line in _searched(report, record):
        print(wrap(line))


def _show_finding(finding: Finding, library: Library) -> None:
    pretty, plain = MARKS[finding.verdict]
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(bold(wrap(f"{pretty if utf8 else plain} {finding.explanation}")))
    words = " ".join(finding.text.split())
    quoted = f"“{words}”" if finding.kind == "quote" else f"It says: {words}"
    print(wrap(printable(quoted), "  "))
    if finding.speaker is not None:
        print(wrap(f"Said to be by {printable(finding.speaker.name)}.", "  "))
    if finding.verdict in {"altered", "cut-short", "spliced"}:
        print()
        for line in two_columns(finding.diff):
            print(f"  {line}")
        print()
    for each in finding.evidence:
        said = library.by_entry[each.entry]
        print(wrap(f"{library.owner} {each.entry}: {describe(said)}", "  "))
    if finding.dated is not None:
        print(wrap(f"Date: {finding.dated.rule}.", "  "))
    for trick in finding.tampering:
        print(wrap(f"Tampering: {trick.says}", "  "))


def _searched(report: Report, record: OpenRecord) -> Iterator[str]:
    searched, seen = report.searched, record.witnessed.seen
    if searched.first is None or searched.last is None:
        yield "The record has no communication yet."
        return
    when = f", witnessed {instant(seen)}" if seen is not None else ""
    yield (
        f"Searched {searched.communications} official communications from {day(searched.first)} to "
        f"{day(searched.last)} (record root {report.root.hex()[:16]}…{when})."
    )
    if any(each.verdict == "not-on-record" for each in report.findings):
        channels = ", ".join(map(printable, searched.channels[:CHANNELS]))
        others = " and others" if len(searched.channels) > CHANNELS else ""
        languages = ", ".join(searched.languages)
        yield (
            f"They came by {channels}{others}, in the language {languages}. What was said "
            "elsewhere, aloud, in another language or not entered, is not on the record. Ask the "
            "union about what was not found."
        )
    if report.only_local:
        yield LOCAL_ONLY


def two_columns(diff: Sequence[Change]) -> list[str]:
    """The difference side by side: the record left, the checked words right, each change marked.

    What only the record has stands in [- -], what only the text has in {+ +}; the kinds of change
    are listed beneath, so that no colour is needed to tell.
    """
    left = "".join(_marked(change, change.record, "[-", "-]") for change in diff)
    right = "".join(_marked(change, change.text, "{+", "+}") for change in diff)
    rows = [("The record", "This text"), ("-" * COLUMN, "-" * COLUMN)]
    ours, theirs = _column(left), _column(right)
    for at in range(max(len(ours), len(theirs))):
        rows.append((ours[at] if at < len(ours) else "", theirs[at] if at < len(theirs) else ""))
    lines = [f"{one:<{COLUMN}}  {other}".rstrip() for one, other in rows]
    kinds = dict.fromkeys(change.type.value for change in diff if change.type is not None)
    return [*lines, f"Changes: {', '.join(kinds)}."] if kinds else lines


def _marked(change: Change, words: str, begin: str, end: str) -> str:
    if change.type is None or not words.strip():
        return words
    core = words.strip()
    return words.replace(core, f"{begin}{core}{end}", 1)


def _column(text: str) -> list[str]:
    return textwrap.wrap(printable(" ".join(text.split())), COLUMN, break_on_hyphens=False)

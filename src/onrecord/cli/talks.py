"""``onrecord talks``: how the talks stand, each sentence with the entries that it rests on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import cast

from onrecord.check.library import Library, library_of
from onrecord.cli.common import (
    BadInput,
    add_record,
    bold,
    newest_day,
    past_moment,
    printable,
    read_input,
    record_of,
    wrap,
    write_new,
)
from onrecord.domain.moment import Moment, moment_of, zone_named
from onrecord.record.directory import OpenRecord, open_record
from onrecord.talks.brief import (
    Brief,
    Ledger,
    Line,
    Outline,
    brief,
    markdown,
    outline,
    page,
    to_json,
)
from onrecord.talks.brief.written import cited
from onrecord.talks.calendar import calendar
from onrecord.talks.charts import CHARTS, chart, figure
from onrecord.talks.prices import PriceTable, read_prices
from onrecord.talks.statements.render import LANGUAGES, Code

_KEPT = "\N{NO-BREAK SPACE}"
"""Keeps a citation on one line while the text is wrapped."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As of when, since when, in which language and form."""
    add_record(parser)
    parser.add_argument("--as-of", metavar="TIME", help="as the record stood then (default: now)")
    parser.add_argument("--since", metavar="TIME", help="what changed from then on comes first")
    parser.add_argument("--language", choices=sorted(LANGUAGES), default="en", help="(default: en)")
    parser.add_argument("--prices", metavar="FILE", help="consumer prices, to hold pay against")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object")
    form.add_argument("--markdown", action="store_true", help="Markdown")
    form.add_argument("--html", action="store_true", help="one page of HTML that stands alone")
    form.add_argument("--chart", metavar="NAME", help=f"a picture: {', '.join(CHARTS)}; needs -o")
    form.add_argument("--calendar", action="store_true", help="meetings and deadlines, iCalendar")
    parser.add_argument("--issue", metavar="NAME", help="with --chart: of which issue")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to a new file")


def run(args: argparse.Namespace) -> int:
    """Print the brief, or write it."""
    record = open_record(record_of(args))
    if not record.witnessed.quorum:
        raise BadInput("this record is awaiting witnesses; nothing in it is official until then")
    ledger = _ledger(record)
    as_of = _as_of(args, record, ledger)
    since = None if args.since is None else past_moment("--since", args.since, record)
    if since is not None and since.date_in(ledger.zone) > as_of.date_in(ledger.zone):
        raise BadInput(f"--since {since} is after --as-of {as_of}; turn them round")
    prices = None if args.prices is None else read_prices(read_input(args.prices), args.prices)
    held = brief(ledger, as_of, since=since, prices=prices)
    _give(_drawn(held, prices, args) if args.chart else _written(held, args), args.output)
    return 0


def _drawn(held: Brief, prices: PriceTable | None, args: argparse.Namespace) -> str:
    """A picture: SVG, or for a file that ends with .html a page with its table."""
    if args.output is None:
        raise BadInput("--chart needs -o FILE, which ends with .svg or .html")
    issue = args.issue
    drawn = chart(args.chart, held.state, today=held.today, prices=prices, issue=issue)
    return figure(drawn) if args.output.lower().endswith((".html", ".htm")) else drawn.svg


def _as_of(args: argparse.Namespace, record: OpenRecord, ledger: Ledger) -> Moment:
    """What is asked for; else now, or the newest word of a record of fiction that lies ahead."""
    if args.as_of is not None:
        return past_moment("--as-of", args.as_of, record)
    current = moment_of(datetime.now(zone_named(ledger.zone)).replace(microsecond=0))
    newest = newest_day(record)
    return moment_of(newest) if newest > current.day else current


def _ledger(record: OpenRecord) -> Ledger:
    library: Library = library_of(record, None)
    return Ledger(
        library.origin,
        library.owner,
        library.zone,
        library.told,
        {party.id: party.name for party in library.parties},
        record.reader.size,
        record.reader.checkpoint.root,
    )


def _written(held: Brief, args: argparse.Namespace) -> str:
    language = cast(Code, args.language)
    if args.json:
        return to_json(held, language) + "\n"
    if args.calendar:
        return _calendar(held)
    told = outline(held, language)
    if args.markdown:
        return markdown(told)
    return page(told) if args.html else "\n".join(_terminal(told, plain=bool(args.output))) + "\n"


def _calendar(held: Brief) -> str:
    ledger, at = held.ledger, held.as_of.instant
    day = datetime.combine(held.today, time(23, 59, 59), zone_named(ledger.zone))
    return calendar(held.state, origin=ledger.origin, names=ledger.names, stamp=at or day)


def _give(text: str, output: str | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    write_new(Path(output), text.encode())
    print(f"Written: {printable(output)}")


def _terminal(told: Outline, *, plain: bool) -> Iterator[str]:
    strong = (lambda text: text) if plain else bold
    yield strong(wrap(printable(told.title)))
    yield wrap(printable(told.as_of))
    yield ""
    yield from (strong(_line(line, told.owner, "")) for line in told.lead)
    for section in told.sections:
        yield ""
        yield strong(section.heading)
        yield from (_line(line, told.owner, "  ") for line in section.lines)
    yield ""
    yield from (wrap(printable(note)) for note in told.notes)


def _line(line: Line, owner: str, indent: str) -> str:
    told = cited(line, owner).replace(" ", _KEPT)
    text = wrap(printable(line.text) + (f" [{told}]" if told else ""), indent)
    return text.replace(_KEPT, " ")

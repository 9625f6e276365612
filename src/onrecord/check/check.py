"""One check, from a reading to a report: the order of events, and nothing else.

1. the record at the as-of moment (:mod:`.library`);
2. the quotations with their speakers, each matched and judged (:mod:`.verdict`);
3. stretches without quotation marks that are words of the record, the same way: a forwarded
   bulletin has no marks around it;
4. dates and claims outside both, judged by the state of the talks at publication (:mod:`.claims`);
5. what the record says on the matter of what it holds nothing about (:mod:`.retrieval`): shown
   beside the verdicts, and no verdict itself;
6. what the reading undid (:class:`.types.Tampering`) is laid beside the findings that it touches.

The same reading, record root, publication and as-of give the same report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from onrecord.check.claims import events, find_claims, judge
from onrecord.check.dates import find_dates
from onrecord.check.library import Library, library_of
from onrecord.check.match import Match, match
from onrecord.check.quotes import find_quotes
from onrecord.check.report import Report
from onrecord.check.types import Anchors, Evidence, Finding, Matter, Quote, Reading, Span
from onrecord.check.verdict import judge_quote, misreading, possible_misreading
from onrecord.domain.moment import Moment, zone_named
from onrecord.record.directory import OpenRecord

COPIED = 0.9
"""The share of words without marks that must stand unchanged to be taken for a copy."""

MOST_RELATED = 3
"""How many communications are shown for a text about which no verdict could be given."""

SHORT_TEXT = 600
"""Characters up to which a communication is shown whole: a denial repeats what it denies, and its
first sentence alone would mislead."""

SPOKEN = frozenset({"direct", "block", "headline"})
"""The kinds of quotation that say what somebody said."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """The checkpoint that a library was read under; ``only_local``: no outsider confirmed it."""

    size: int
    root: bytes
    only_local: bool


def vouched_by(record: OpenRecord) -> Vouched:
    """What vouches for what ``record`` holds."""
    checkpoint = record.reader.checkpoint
    return Vouched(record.reader.size, checkpoint.root, record.witnessed.only_local)


def check(
    reading: Reading,
    record: OpenRecord,
    *,
    published: date | None = None,
    as_of: Moment | None = None,
) -> Report:
    """Hold a reading against a record.

    Args:
        reading: the input as text.
        record: read whole and verified.
        published: the day that the text speaks from; by default what it says of itself.
        as_of: the record's state to answer from; by default as it stands.
    """
    return check_in(reading, library_of(record, as_of), vouched_by(record), published=published)


def check_in(
    reading: Reading, library: Library, vouched: Vouched, *, published: date | None = None
) -> Report:
    """Hold a reading against a library: ``check`` for many readings of one record."""
    day = published or reading.published
    findings = _findings(reading, library, day)
    related = on_the_matter(reading.text, findings, library)
    return Report(
        origin=library.origin,
        size=vouched.size,
        root=vouched.root,
        as_of=as_of_of(library),
        published=day,
        searched=library.searched,
        findings=tuple(_with_tampering(each, reading) for each in findings),
        tampering=reading.tampering,
        unread=reading.unread,
        related=related,
        only_local=vouched.only_local,
    )


def as_of_of(library: Library) -> str:
    """The moment asked for; else that of the newest communication, so that answers repeat."""
    if library.as_of is not None:
        return str(library.as_of)
    return max((str(said.made) for _, said in library.told), default="")


def _findings(reading: Reading, library: Library, published: date | None) -> list[Finding]:
    text = reading.text
    quotes = find_quotes(text, library.parties)
    spoken = [quote for quote in quotes if quote.kind in SPOKEN]
    found = [_judged(quote, library, reading, published) for quote in spoken]
    unmarked = list(_unmarked(text, quotes, library))
    found += [_judged_unmarked(quote, held, library, reading) for quote, held in unmarked]
    taken = [*quotes, *(quote for quote, _ in unmarked)]
    found += _claims(text, taken, library, published)
    return sorted(found, key=lambda each: (each.span.start, each.span.end, each.kind))


def _judged(quote: Quote, library: Library, reading: Reading, published: date | None) -> Finding:
    held = match(quote.text, library.index, parties=library.names)
    if misreading(quote, held, reading):
        return possible_misreading(quote, held)
    return judge_quote(quote, held, library, published)


def _judged_unmarked(quote: Quote, held: Match, library: Library, reading: Reading) -> Finding:
    if misreading(quote, held, reading):
        return possible_misreading(quote, held)
    return judge_quote(quote, held, library, None)


def _unmarked(
    text: str, quotes: Sequence[Quote], library: Library
) -> Iterator[tuple[Quote, Match]]:
    """Words of the record that stand without quotation marks; none where nothing matches."""
    segments = [segment for quote in quotes for segment in quote.segments]
    for span in library.index.spot(text):
        if any(span.start < each.end and each.start < span.end for each in segments):
            continue
        words = text[span.start : span.end]
        held = match(words, library.index, parties=library.names)
        # Who sets no marks claims no words: only a near copy can be a changed one. What shares
        # less speaks of the same matter, and is shown as that.
        if held.kind != "none" and (held.kind != "altered" or held.unchanged >= COPIED):
            yield Quote(words, (span,), kind="unmarked"), held


def _claims(
    text: str, quotes: Sequence[Quote], library: Library, published: date | None
) -> Iterable[Finding]:
    state = library.state(_speaking_from(library, published))
    dated = find_dates(text, Anchors(published, library.zone, events(state)))
    for claim in find_claims(text, quotes, dated, library.parties, state):
        today = published or _today(library)
        if today is None:
            return
        told = judge(claim, state, today, library.searched.communications)
        yield Finding(
            kind="claim",
            text=claim.text,
            span=claim.span,
            verdict=told.verdict,
            explanation=told.explanation,
            speaker=claim.speaker,
            dated=claim.dated,
            evidence=told.evidence,
        )


def on_the_matter(text: str, findings: Sequence[Finding], library: Library) -> tuple[Matter, ...]:
    """What the record says near each stretch on which it holds nothing; for a text without any
    verdict, near the whole of it. Each communication is named once."""
    open_ones = [each for each in findings if each.verdict == "not-on-record"]
    asked = [(each.span, each.text, 1) for each in open_ones]
    if not findings:
        asked = [(Span(0, len(text)), text, MOST_RELATED)]
    found: dict[int, Matter] = {}
    for span, words, limit in asked:
        for each in library.retrieval.related(words, limit=limit):
            place = each.passage
            held = library.by_entry[place.entry].text or ""
            whole = len(held) <= SHORT_TEXT
            found.setdefault(
                place.entry,
                Matter(
                    span,
                    Evidence(place.entry, place.communication, place.start, place.end),
                    (held if whole else held[place.start : place.end]).strip(),
                    tuple(shared.claim for shared in each.why),
                ),
            )
    return tuple(found.values())


def _speaking_from(library: Library, published: date | None) -> Moment | None:
    """A text is held against what the record held on its day, not against what came after."""
    if published is None:
        return library.as_of
    if library.as_of is not None and library.as_of.date_in(library.zone) <= published:
        return library.as_of
    end = datetime.combine(published, time(23, 59, 59), zone_named(library.zone))
    return Moment(end.isoformat(timespec="seconds"))


def _today(library: Library) -> date | None:
    if library.as_of is not None:
        return library.as_of.date_in(library.zone)
    return library.searched.last


def _with_tampering(finding: Finding, reading: Reading) -> Finding:
    touched = tuple(
        each
        for each in reading.tampering
        if each.span is not None and _overlap(each.span, finding.span)
    )
    return replace(finding, tampering=touched) if touched else finding


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end

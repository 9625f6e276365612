"""From a match to a verdict: whose words they are, and whether they still stand.

What the words are to the record is read off the alignment (:mod:`onrecord.check.match`); this
module adds what no alignment knows, in this order:

1. words that a machine read from a picture, and that differ only as such readings do, are
   "cannot tell": a possible misreading, never "altered";
2. the same words may stand in several communications: the one of the speaker named, and that
   stands, is taken first;
3. the right words in the wrong mouth are "misattributed"; a speaker whom the text leaves open, or
   whom no rule resolves, is never held against it;
4. words that were withdrawn or replaced since are "withdrawn" or "superseded".

Words that match nothing are "not on the record"; where a members-only communication of the same
speaker and days exists, that it exists is all that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from onrecord.check import explain
from onrecord.check.library import Library, Replaced
from onrecord.check.match import Match
from onrecord.check.types import Evidence, Finding, Passage, Quote, Reading, Speaker
from onrecord.domain.communication import Communication

FAITHFUL = frozenset({"exact", "excerpt"})
MEMBERS_DAYS = 1
"""A members' communication is named for words said to be of at most so many days around it."""

_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "dame", "lord", "lady", "the"})


def judge_quote(quote: Quote, match: Match, library: Library, published: date | None) -> Finding:
    """The verdict on one quotation and what it matched."""
    if match.kind == "none":
        return _absent(quote, match, library, published)
    passage = _choose(quote.speaker, match, library)
    said = library.by_entry[passage.entry]
    if match.kind in FAITHFUL and not may_have_said(quote.speaker, said, library):
        assert quote.speaker is not None
        return _finding(
            quote,
            "misattributed",
            explain.misattributed(whose(said), quote.speaker.name),
            _evidence((passage,)),
            match,
        )
    if match.kind in FAITHFUL and (gone := library.replaced.get(passage.entry)) is not None:
        return _gone(quote, match, passage, gone, library)
    return _finding(quote, match.kind, _first_line(match), _passages(passage, match), match)


def may_have_said(speaker: Speaker | None, said: Communication, library: Library) -> bool:
    """Whether the text's speaker can be the communication's; True where nothing is known."""
    if speaker is None:
        return True
    party = speaker.party or _party_begun(speaker.organisation or "", library)
    if party is not None and not _is_party(party, said.by):
        return False
    theirs, ours = _surname(speaker.name, library), _surname(said.speaker or "", library)
    if theirs and ours and theirs != ours:
        return False
    # A person of no known party, with an office elsewhere, for words that the record holds.
    foreign = speaker.party is None and speaker.organisation is not None and bool(theirs)
    return not (foreign and _party_of(speaker.organisation or "", library) is None and not ours)


def whose(said: Communication) -> str:
    """Whose words a communication's are, as a person would say."""
    return said.speaker or " and ".join(said.by)


def _choose(speaker: Speaker | None, match: Match, library: Library) -> Passage:
    """Of all places where the words stand, the speaker's own first, then one that still stands."""
    first, *_ = match.passages
    if match.kind not in FAITHFUL:
        return first
    places = [first, *match.also]
    return min(
        places,
        key=lambda place: (
            not may_have_said(speaker, library.by_entry[place.entry], library),
            place.entry in library.replaced,
            places.index(place),
        ),
    )


def _first_line(match: Match) -> str:
    match match.kind:
        case "exact":
            return explain.exact()
        case "excerpt":
            return explain.excerpt()
        case "cut-short":
            return explain.cut_short(match.dropped)
        case "spliced":
            return explain.spliced()
    return explain.altered(match.diff)


def _gone(
    quote: Quote, match: Match, passage: Passage, gone: Replaced, library: Library
) -> Finding:
    made = library.day_of(passage.entry)
    withdrawn = gone.relation == "withdraws"
    line = (explain.withdrawn if withdrawn else explain.superseded)(made, gone.day)
    evidence = (*_evidence((passage,)), Evidence(gone.entry, gone.communication))
    return _finding(quote, "withdrawn" if withdrawn else "superseded", line, evidence, match)


def _absent(quote: Quote, match: Match, library: Library, published: date | None) -> Finding:
    """Nothing matches: a members' communication may exist, or there is nothing on the record."""
    party = quote.speaker.party if quote.speaker else None
    for entry, said in library.members_only:
        near = published is not None and abs(library.day_of(entry) - published) <= timedelta(
            days=MEMBERS_DAYS
        )
        if party is not None and near and _is_party(party, said.by):
            line = explain.members_only(library.day_of(entry))
            return _finding(quote, "members-only", line, (Evidence(entry, said.id),), None)
    return _finding(quote, "not-on-record", explain.not_on_record(), (), None)


def misreading(quote: Quote, match: Match, reading: Reading) -> bool:
    """Whether the words differ only as a machine misreads letters in a picture."""
    uncertain = any(
        span.start < quote.span.end and quote.span.start < span.end for span in reading.uncertain
    )
    if not uncertain or match.kind != "altered":
        return False
    from onrecord.check.misreading import ocr_confusable

    changed = [change for change in match.diff if change.type is not None]
    return all(ocr_confusable(change.record, change.text) for change in changed)


def possible_misreading(quote: Quote, match: Match) -> Finding:
    """The verdict where :func:`misreading` holds."""
    line = explain.cannot_tell("A possible misreading of the picture; check it, or send the text")
    return _finding(quote, "cannot-tell", line, _evidence(match.passages), match)


def _finding(
    quote: Quote,
    verdict: str,
    line: str,
    evidence: Sequence[Evidence],
    match: Match | None,
) -> Finding:
    return Finding(
        kind="quote",
        text=quote.text,
        span=quote.span,
        verdict=verdict,
        explanation=line,
        speaker=quote.speaker,
        evidence=tuple(evidence),
        diff=match.diff if match else (),
    )


def _passages(chosen: Passage, match: Match) -> tuple[Evidence, ...]:
    """The evidence of a match: the passages, with the chosen one where the words stand twice."""
    if match.kind in FAITHFUL:
        return _evidence((chosen,))
    return _evidence(match.passages)


def _evidence(passages: Sequence[Passage]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(place.entry, place.communication, place.start, place.end) for place in passages
    )


def _is_party(party: str, by: Sequence[str]) -> bool:
    return any(party == each or each.startswith(f"{party}-") for each in by)


def _party_of(words: str, library: Library) -> str | None:
    low = words.casefold()
    return next((party for name, party in library.names.items() if name.casefold() in low), None)


def _party_begun(words: str, library: Library) -> str | None:
    """The one party whose name begins with these words, two at least: "the Writers Guild"."""
    low = words.casefold().removeprefix("the ").strip()
    if len(low.split()) < 2:
        return None
    found = {
        party
        for name, party in library.names.items()
        if f"{name.casefold()} ".startswith(f"{low} ")
    }
    return found.pop() if len(found) == 1 else None


def _surname(name: str, library: Library) -> str:
    """The last word of a person's name, in lower case; empty for a party, a role or a document."""
    if not name or _party_of(name, library) is not None:
        return ""
    words = [word for word in _NAME_WORD.findall(name) if word.lower() not in _TITLES]
    if not words or not all(word[0].isupper() for word in words):
        return ""
    return str(words[-1]).casefold()

"""Claims: the sentences of a text that state something which the record can answer.

Only what lies outside quotations is read, and only in a text that is about the record's dispute.
Background, captions without a date, credits and other people's disputes give no claim: a claim
missed is a pity, a false alarm is a fault.

``find_claims`` reads; ``judge`` (in ``claim_judges``) answers from the state of the talks;
``events`` hands the record's days to the date reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from onrecord.check.claim import Claim
from onrecord.check.claim_answer import Judgement
from onrecord.check.claim_contacts import contacts, meetings, questions, telling
from onrecord.check.claim_events import events
from onrecord.check.claim_judges import judge
from onrecord.check.claim_parties import Mention, Names, about, may_be_about, names_of
from onrecord.check.claim_scene import EMPLOYERS, UNION, Scene
from onrecord.check.claim_strikes import strikes, talks
from onrecord.check.claim_terms import agreements, offers, opinions, votes
from onrecord.check.claim_text import Sentence, sentences
from onrecord.check.types import Dated, Quote, Span, Speaker
from onrecord.domain.party import Party
from onrecord.talks.fold import State

__all__ = ["Claim", "Judgement", "events", "find_claims", "judge"]

READERS = (talks, strikes, contacts, meetings, offers, votes, agreements, telling, questions)
MOST = 1000
"""Claims read from one text."""
_LONGEST = 2000
"""A "sentence" longer than this is no sentence; it is not read."""
_SAYS = re.compile(
    r"\b(?:said|says|claimed|claims|announced|insisted|reported|wrote|told|according to)\b", re.I
)


def find_claims(
    text: str,
    quotes: Sequence[Quote],
    dated: Sequence[Dated],
    parties: Sequence[Party],
    state: State,
) -> list[Claim]:
    """The checkable statements of ``text``, in order, the same each time.

    Args:
        quotes: its quotations, which are left out.
        dated: its days, found with ``Anchors(published, zone, events(state))``.
        parties: the record's parties; without any there is no claim.
        state: of the record that the claims are to be held against.
    """
    names = names_of(parties)
    if not may_be_about(names, text):
        return []
    held = [each for each in sentences(text, quotes) if len(each.text) <= _LONGEST]
    if not about(names, held, len(text)):
        return []
    mentions = [tuple(names.find(sentence)) for sentence in held]
    union, employers = _sides(names, mentions, state)
    found: list[Claim] = []
    days = _by_sentence(held, dated)
    for at, sentence in enumerate(held):
        scene = Scene(sentence, names, mentions[at], days[at], union, employers)
        found.extend(_read(scene))
        if len(found) >= MOST:
            break
    return found[:MOST]


def _by_sentence(held: Sequence[Sentence], dated: Sequence[Dated]) -> list[tuple[Dated, ...]]:
    """The days in each sentence; both lists are in order."""
    found, at = [], 0
    for sentence in held:
        while at < len(dated) and dated[at].span.end <= sentence.start:
            at += 1
        last = at
        while last < len(dated) and dated[last].span.start < sentence.end:
            last += 1
        found.append(tuple(dated[at:last]))
    return found


def _read(scene: Scene) -> list[Claim]:
    found = [claim for reader in READERS for claim in reader(scene)]
    if scene.sentence.caption:
        found = [claim for claim in found if claim.dated or claim.counts or claim.days]
    elif not found:
        found = list(opinions(scene))
    found.sort(key=lambda claim: (claim.span.start, claim.span.end, claim.kind))
    kept: list[Claim] = []
    for claim in found:
        if not any(_same(claim, other) for other in kept):
            kept.append(_attributed(scene, claim))
    return kept


def _same(one: Claim, other: Claim) -> bool:
    overlaps = one.span.start < other.span.end and other.span.start < one.span.end
    return overlaps and one.kind == other.kind


def _sides(
    names: Names, mentions: Sequence[Sequence[Mention]], state: State
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom "the union" and "the employers" mean in this text."""
    count = Counter(held.party for some in mentions for held in some)
    unions = [party for party, role in names.roles.items() if role == UNION]
    others = [party for party, role in names.roles.items() if role == EMPLOYERS]
    named = [party for party in unions if count[party]]
    if state.owner in unions and (state.owner in named or not named):
        union: tuple[str, ...] = (state.owner,) if state.owner else ()
    else:
        union = tuple(sorted(named or unions, key=lambda party: -count[party])[:1])
    return union, tuple(sorted(others, key=lambda party: -count[party])[:1])


def _attributed(scene: Scene, claim: Claim) -> Claim:
    """``claim`` with the party that is said to state it, where the sentence begins with that."""
    start = claim.span.start - scene.sentence.start
    says = list(_SAYS.finditer(scene.text[: max(start, 0)]))
    if not says or claim.kind == "told":
        return claim
    for held in scene.mentions:
        first, last = scene.local(held)
        before = last <= says[-1].start() and says[-1].start() - last <= 40
        if before or (says[-1].group().lower() == "according to" and first >= says[-1].end()):
            name = scene.text[first:last]
            speaker = Speaker(name, Span(held.start, held.end), party=held.party)
            return replace(claim, speaker=speaker)
    return claim

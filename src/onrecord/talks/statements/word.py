"""Rules on words about the talks: silence announced, rumours, denials, what was called final."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from onrecord.talks.facts import Fact, overlap
from onrecord.talks.offers import Offer
from onrecord.talks.silence import announced
from onrecord.talks.statements.rumours import Topic, topic_of
from onrecord.talks.statements.scene import Pair, Scene
from onrecord.talks.statements.statement import JOIN, Statement, stated, who
from onrecord.talks.words import Word

_FINAL = re.compile(r"\bfinal\b", re.I)


def silence_announced(scene: Scene) -> Iterator[Statement]:
    """Silence that a party announced and that still holds."""
    for silence in announced(scene.state, scene.today):
        for party in silence.by:
            values = {"date": silence.day, "until": silence.until, "extent": silence.extent}
            yield stated("silence-announced", party, values, silence.entries)


def nothing_says(scene: Scene) -> Iterator[Statement]:
    """A rumour that nothing on the record bears out, and the owner's latest word on the matter."""
    for word in _words(scene, "rumour-noted"):
        topic = topic_of(word.what)
        if topic is None or _borne_out(scene, topic, word):
            continue
        latest = _owners_word(scene, topic)
        if latest is None:
            continue
        values = {
            "rumour": word.what,
            "date": word.day,
            "owner": scene.state.owner,
            "latest": latest.entry,
            "latest_date": latest.day,
        }
        cited = (word.entries, (latest.entry,))
        yield stated("nothing-says", "", values, *cited, in_this_record=True)


def denied(scene: Scene) -> Iterator[Statement]:
    """What a party denied, and when."""
    for word in _words(scene, "denial"):
        yield stated(
            "denied", JOIN.join(word.by), {"of": word.what, "date": word.day}, word.entries
        )


def called_final(scene: Scene) -> Iterator[Statement]:
    """An offer that its maker called final, and what followed nevertheless."""
    for day, by, words, told_by, entries in _finals(scene):
        offer = _offer(scene, by, day)
        pair = _pair(scene, by, offer)
        start = offer.day if offer else day
        if pair is None:
            continue
        agreed = [a for a in scene.agreed.get(pair, ()) if a.day >= day]
        end = agreed[0].day if agreed else scene.today
        after = [
            each
            for each in scene.contacts.get(pair, ())
            if start < each.day <= end
            and each.kind != "agreement-reached"
            and not set(each.entries) <= set(entries)
        ]
        values = {
            "date": start,
            "words": words,
            "told_by": told_by,
            "exchanges": len(after),
            "days": (agreed[0].day - start).days if agreed else None,
        }
        cited = [entries, offer.entries if offer else (), *(each.entries for each in after)]
        cited += [agreed[0].entries] if agreed else []
        yield stated("called-final", JOIN.join(by), values, *cited, in_this_record=True)


Final = tuple[date, tuple[str, ...], str | None, str | None, tuple[int, ...]]


def _finals(scene: Scene) -> Iterator[Final]:
    """Labels of finality, then offers whose act says that they are final and have no label."""
    labels = [w for w in _words(scene, "characterisation") if _FINAL.search(w.what)]
    tellers = {said.entry: said.by for said in scene.state.said}
    for word in labels:
        teller = tellers[word.entries[0]]
        own = set(map(scene.sides.of, teller)) & set(map(scene.sides.of, word.by))
        yield word.day, word.by, word.what, None if own else who(teller), word.entries
    for offer in scene.state.offers:
        named = (w for w in labels if w.by == offer.by and w.day >= offer.day)
        if offer.final and offer.day <= scene.today and not any(named):
            told = who(tellers[offer.entries[0]]) if offer.attributed else None
            yield offer.day, offer.by, None, told, offer.entries


def _offer(scene: Scene, by: tuple[str, ...], day: date) -> Offer | None:
    """The latest offer of ``by`` at that time: the one that is called final."""
    ours = set(map(scene.sides.of, by))
    made = (o for o in scene.state.offers if ours & set(map(scene.sides.of, o.by)))
    return max((o for o in made if o.day <= day), key=lambda o: (o.day, o.entries), default=None)


def _pair(scene: Scene, by: tuple[str, ...], offer: Offer | None) -> Pair | None:
    """Whose offer to whom: by the offer itself, or the only pair that the party is of."""
    if offer and (pair := scene.sides.pair((*offer.by, *offer.to))):
        return pair
    ours = set(map(scene.sides.of, by))
    pairs = [pair for pair in dict.fromkeys((*scene.struck, *scene.contacts)) if ours & set(pair)]
    return pairs[0] if len(pairs) == 1 else None


def _words(scene: Scene, kind: str) -> Iterator[Word]:
    return (w for w in scene.state.words if w.kind == kind and w.day <= scene.today)


def _bearing(scene: Scene, kinds: frozenset[str]) -> Iterator[Fact]:
    return (f for f in scene.state.facts if f.kind in kinds and f.day <= scene.today)


def _borne_out(scene: Scene, topic: Topic, word: Word) -> bool:
    """Whether an act of the dispute that was on when the rumour went round bears it out."""
    started = [s.first_day for s in scene.strikes if s.first_day and s.first_day <= word.day]
    since = max(started, default=date.min)
    return any(fact.day >= since and _in_force(scene, fact) for fact in _bearing(scene, topic.true))


def _in_force(scene: Scene, fact: Fact) -> bool:
    """Whether what was decided for a later day has come."""
    effective = fact.moment("effective")
    return effective is None or effective.date_in(scene.state.zone) <= scene.today


def _owners_word(scene: Scene, topic: Topic) -> Fact | None:
    owner = (scene.state.owner,) if scene.state.owner else ()
    bearing = _bearing(scene, topic.near)
    own = (fact for fact in bearing if fact.own or overlap(fact.by, owner))
    return max(own, key=lambda fact: (fact.day, fact.entry), default=None)

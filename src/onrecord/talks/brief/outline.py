"""A brief as sentences under headings, each with its entries; the first lines say the most.

The order is the order in which a person asks: is there a strike, when did they last speak, what
comes next; then the matter in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from onrecord.domain.moment import Moment
from onrecord.talks.brief.gather import Brief
from onrecord.talks.brief.phrases import PHRASES
from onrecord.talks.reminders import DUE, MEETING, OVERDUE, UNANSWERED, Reminder
from onrecord.talks.silence import WORD
from onrecord.talks.statements import Statement, render
from onrecord.talks.statements.render import LANGUAGES, Code, moment_in
from onrecord.talks.statements.statement import JOIN

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "stands": (
        *("strike-day", "together", "agreement-not-end", "return-to-work", "expired"),
        "vote-share",
    ),
    "contact": (
        *("first-contact", "last-contact", "longest-silence", "meeting-request"),
        *("requested-share", "sessions"),
    ),
    "promises": ("promise-overdue", "promise-kept", "promises-on-time", "silence-announced"),
    "issues": ("positions", "moved", "offer-prices", "no-reply", "equals-deal", "called-final"),
    "disagree": ("sides-disagree",),
    "rumours": ("nothing-says", "denied"),
}
"""Under which heading the statements of each rule stand."""

LEAD = 3
"""Sentences at the top."""
_STRIKES = ("agreement-not-end", "strike-day", "return-to-work")
_LATER = ("promise-overdue", "silence-announced", "moved", "positions", "expired", "vote-share")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and the entries that it rests on, () where it rests on none."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, never nothing."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A brief in one language: ``lead`` are the first sentences, ``notes`` what it is made from."""

    language: Code
    owner: str
    title: str
    as_of: str
    lead: tuple[Line, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def outline(brief: Brief, language: Code) -> Outline:
    """``brief`` in sentences."""
    words = _Words(brief, language)
    sections = (
        *words.changed(),
        *words.section("open", (words.reminder(r) for r in brief.reminders)),
        *(s for name in SECTIONS for s in words.section(name, words.under(name))),
        *words.section("heard", words.heard()),
    )
    return Outline(
        language,
        brief.ledger.owner,
        words.say("title", owner=brief.ledger.names.get(brief.ledger.owner, brief.ledger.owner)),
        words.say("as-of", moment=words.moment(brief.as_of)),
        tuple(words.lead()) or (Line(words.say("nothing")),),
        sections,
        tuple(words.notes()),
    )


class _Words:
    """A brief, and how its language says things."""

    def __init__(self, brief: Brief, language: Code) -> None:
        self.brief = brief
        self.language = language
        self.tongue = LANGUAGES[language]
        self.phrases = PHRASES[language]

    def say(self, name: str, **values: object) -> str:
        return self.phrases[name].format(**values)

    def day(self, value: date | None) -> str:
        return self.tongue.on(value) if value else ""

    def moment(self, moment: Moment) -> str:
        return moment_in(moment, self.brief.ledger.zone, self.tongue)

    def who(self, parties: Sequence[str]) -> str:
        return self.tongue.listed([self.phrases.get(party, party) for party in parties])

    def quoted(self, text: str) -> str:
        return self.tongue.quotes[0] + text + self.tongue.quotes[1]

    def line(self, statement: Statement) -> Line:
        return Line(render(statement, self.language, {}), statement.citations)

    def section(self, name: str, lines: Iterable[Line], **values: object) -> Iterator[Section]:
        if held := tuple(lines):
            yield Section(self.say(name, **values), held)

    def of(self, *rules: str) -> list[Statement]:
        return [s for rule in rules for s in self.brief.statements if s.rule == rule]

    def lead(self) -> Iterator[Line]:
        """The strikes, the last contact, and what comes next or is the newest; three at most.

        The owner's own dispute comes first.
        """
        strikes, told = [], set()
        for statement in sorted(self.of(*_STRIKES), key=self._others):
            if statement.about not in told:
                told.add(statement.about)
                strikes.append(self.line(statement))
        last = sorted(self.of("last-contact"), key=self._newest)[:1]
        coming = [r for r in self.brief.reminders if r.kind == MEETING]
        later = [*map(self.reminder, coming), *map(self.line, self.of(*_LATER))]
        rest = [*map(self.line, last), *later]
        yield from [*strikes[: LEAD - min(2, len(rest))], *rest][:LEAD]

    def _others(self, statement: Statement) -> bool:
        """Whether it is about others than the owner."""
        return self.brief.ledger.owner not in statement.about.split(JOIN)

    def _newest(self, statement: Statement) -> tuple[bool, int]:
        return self._others(statement), cast(int, statement.values["days"])

    def under(self, name: str) -> Iterator[Line]:
        yield from map(self.line, self.of(*SECTIONS[name]))
        if name == "promises":
            for each in self.brief.released:
                promise = each.promise
                text = self.say(
                    "released",
                    by=self.who(promise.by),
                    what=self.quoted(promise.what),
                    day=self.day(promise.day),
                    released=self.day(each.day),
                )
                yield Line(text, each.entries)

    def reminder(self, each: Reminder) -> Line:
        name = each.kind
        if name == UNANSWERED and each.day:
            name = "unanswered-day"
        if name == MEETING and not each.to:
            name = "meeting-of-one"
        what = self.quoted(each.what) if each.kind in (OVERDUE, DUE, "standing") else each.what
        values = {
            "by": self.who(each.by),
            "to": self.who(each.to or each.by),
            "day": self.day(each.day),
        }
        return Line(self.say(name, what=what, **values), each.entries)

    def heard(self) -> Iterator[Line]:
        for each in self.brief.quiet:
            if each.kind != WORD or len(self.brief.quiet) > 1:
                text = self.say(f"heard-{each.kind}", party=each.party, day=self.day(each.since))
                yield Line(text, each.entries)

    def changed(self) -> Iterator[Section]:
        brief = self.brief
        if brief.since is None or brief.changes is None:
            return
        lines = [*self._changes()] or [Line(self.say("nothing-changed"))]
        if new := brief.new_entries:
            lines.insert(0, Line(self._counted("entries", len(new)), new))
        yield from self.section("changed", lines, moment=self.moment(brief.since))

    def _changes(self) -> Iterator[Line]:
        assert self.brief.changes is not None
        for name, held in (("new", self.brief.changes.new), ("gone", self.brief.changes.gone)):
            for statement in held:
                line = self.line(statement)
                yield Line(self.say(name, text=line.text), line.citations)
        for before, after in self.brief.changes.changed:
            for name, statement in (("now", after), ("before", before)):
                line = self.line(statement)
                yield Line(self.say(name, text=line.text), line.citations)

    def notes(self) -> Iterator[str]:
        ledger, state = self.brief.ledger, self.brief.state
        if state.unverified:
            yield self._counted("unverified", len(state.unverified))
        known = {party for said in state.said for party in (*said.by, *said.to)}
        names = [f"{id_}: {name}" for id_, name in ledger.names.items() if id_ in known]
        if names:
            yield self.say("parties", names="; ".join(names))
        root = ledger.root.hex()[:16]
        yield self.say(
            "from", n=len(state.said), owner=ledger.owner, origin=ledger.origin, root=root
        )

    def _counted(self, name: str, number: int) -> str:
        return self.say(f"{name}-1" if number == 1 else name, n=self.tongue.number(number))

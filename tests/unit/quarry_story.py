"""A small fictional dispute told act by act, in which every rule of the statements has its day.

The quarry workers (QW) and the haulage crews (HC) face one alliance of owners (QA). Nothing in it
exists. Each row is what one communication says; ``story`` gives the communications as a log holds
them, entry ``FIRST`` being the first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.domain.source import read_source
from onrecord.talks.facts import Told
from tests.unit.talks_story import told

LONDON = "Europe/London"
HEAD = """
[record]
origin = "qw.example/record"
owner = "QW"
time_zone = "Europe/London"
[[party]]
id = "QW"
name = "Quarry Workers"
role = "union"
[[party]]
id = "HC"
name = "Haulage Crews"
role = "union"
[[party]]
id = "QA"
name = "Quarry Alliance"
role = "employers"
"""


@dataclass(frozen=True)
class Row:
    """One communication: who to whom, when (a local day, or a time with its offset), what acts."""

    id: str
    made: str
    by: str
    to: str
    acts: tuple[str, ...]
    more: str = ""

    @property
    def toml(self) -> str:
        """As a file of communications has it."""
        to = ", ".join(f'"{one}"' for one in self.to.split())
        source = "" if self.by == "QW" else f'source = "published by {self.by}"\n'
        own = "true" if self.by == "QW" else "false"
        acts = "".join(f"[[communication.act]]\n{act}\n" for act in self.acts)
        made = self.made if "T" in self.made else f"{self.made}T12:00:00Z"
        return (
            f'[[communication]]\nid = "{self.id}"\nown = {own}\nby = "{self.by}"\nto = [{to}]\n'
            f'channel = "statement"\nmade = {made}\ntitle = "{self.id}"\n{source}{self.more}\n'
            f'text = "What is told by {self.id}."\n{acts}'
        )


def act(kind: str, **fields: str) -> str:
    """An act: its fields as TOML values, ``from_`` being ``from``; positions as ``pay=...``."""
    lines = [f'type = "{kind}"']
    for name, value in fields.items():
        if name != "at":
            lines.append(f"{name.rstrip('_').replace('_', '-')} = {value}")
    return "\n".join([*lines, fields.get("at", "")])


def pay(side: str, numbers: str, says: str | None = None, issue: str = "pay") -> str:
    """The table of a position on pay."""
    stand = f'numbers = [{numbers}]\nunit = "percent"' if numbers else f'says = "{says}"'
    return f'[[communication.act.position]]\nissue = "{issue}"\nside = "{side}"\n{stand}'


AGREED = """[[communication.act.position]]
issue = "pay"
numbers = [5, 4, 3]
unit = "percent\""""
BOTH = '["QW", "QA"]'
CREWS = '["HC", "QA"]'

ROWS: Sequence[Row] = (
    Row(
        "open",
        "2031-01-10",
        "QW",
        "members press",
        (
            act("talks-opened", between=BOTH, on="2031-01-10"),
            act("contract-expiry", between=BOTH, on="2031-02-28"),
        ),
    ),
    Row(
        "ask",
        "2031-01-11",
        "QW",
        "QA",
        (act("proposal", by='"QW"', to='"QA"', on="2031-01-11", at=pay("QW", "6, 5, 4")),),
    ),
    Row(
        "authorised",
        "2031-02-20",
        "QW",
        "members",
        (
            act(
                "vote-counted",
                by='"QW"',
                question='"strike authorisation"',
                on="2031-02-20",
                outcome='"carried"',
                yes="800",
                no="50",
                ballots="850",
                eligible="1000",
            ),
        ),
    ),
    Row(
        "extension",
        "2031-02-28",
        "QW",
        "members press",
        (act("contract-extension", between=BOTH, until="2031-03-05"),),
    ),
    Row(
        "strike",
        "2031-03-06",
        "QW",
        "members press",
        (act("strike-began", by='"QW"', against='"QA"', on="2031-03-06"),),
    ),
    Row(
        "hush",
        "2031-03-07",
        "QW",
        "members",
        (act("silence-announced", by='"QW"', until="2031-03-15"),),
    ),
    Row(
        "rumour", "2031-03-10", "QW", "members", (act("rumour-noted", what='"the strike is over"'),)
    ),
    Row(
        "denial",
        "2031-03-11",
        "QW",
        "members press",
        (act("denial", by='"QW"', of='"the pickets have gone home"'),),
    ),
    Row(
        "crews-out",
        "2031-03-16",
        "HC",
        "press",
        (act("strike-began", by='"HC"', against='"QA"', on="2031-03-16"),),
    ),
    Row(
        "asks-to-meet",
        "2031-03-20",
        "QA",
        "QW",
        (act("meeting-requested", by='"QA"', to='"QW"', for_="2031-03-24"),),
    ),
    Row(
        "word-after",
        "2031-03-21",
        "QW",
        "members",
        (
            act(
                "promise",
                by='"QW"',
                to='"members"',
                what='"word after the meeting"',
                due='"after meeting 2031-03-24"',
            ),
        ),
    ),
    Row(
        "met",
        "2031-03-24T21:00:00Z",
        "QW",
        "members",
        (act("meeting-held", between=BOTH, on="2031-03-24", executives="true"),),
        'fulfils = "word-after"',
    ),
    Row(
        "terms-due",
        "2031-03-26",
        "QA",
        "press",
        (act("promise", by='"QA"', to='"press"', what='"new terms"', due='"by 2031-03-30"'),),
    ),
    Row(
        "first-offer",
        "2031-04-02",
        "QA",
        "QW",
        (
            act(
                "offer",
                by='"QA"',
                to='"QW"',
                on="2031-04-02",
                final="true",
                at=pay("QA", "3, 2, 2"),
            ),
        ),
    ),
    Row(
        "second-offer",
        "2031-04-09",
        "QA",
        "QW",
        (act("offer", by='"QA"', to='"QW"', on="2031-04-09", at=pay("QA", "5, 4, 3")),),
    ),
    Row(
        "crews-agree",
        "2031-04-10",
        "HC",
        "press",
        (
            act(
                "agreement-reached",
                between=CREWS,
                on="2031-04-10",
                at=AGREED,
            ),
        ),
    ),
    Row(
        "they-say",
        "2031-04-12",
        "QA",
        "press",
        (act("talks-ended", between=BOTH, by='"QW"', on="2031-04-12"),),
    ),
    Row(
        "we-say",
        "2031-04-12T15:00:00Z",
        "QW",
        "press",
        (act("talks-ended", between=BOTH, by='"QA"', on="2031-04-12"),),
    ),
    Row(
        "agreement",
        "2031-04-20",
        "QW",
        "members press",
        (act("agreement-reached", between=BOTH, on="2031-04-20", scope='"contract"'),),
    ),
    Row(
        "back",
        "2031-04-22",
        "QW",
        "members press",
        (
            act(
                "strike-ended",
                by='"QW"',
                against='"QA"',
                on="2031-04-22",
                effective="2031-04-23T00:01:00+01:00",
            ),
            act("return-to-work", by='"QW"', effective="2031-04-23T00:01:00+01:00"),
        ),
    ),
)


def story(rows: Sequence[Row] = ROWS) -> list[Told]:
    """The rows as a log holds them."""
    source = HEAD + "".join(row.toml for row in rows)
    return told(read_source(source.encode(), "quarry.toml"))


def without(*ids: str) -> list[Told]:
    """The story as a log holds it, save what those communications do; they keep their place."""
    rows = [replace(row, acts=()) if row.id in ids else row for row in ROWS]
    return story(rows)


__all__ = ["LONDON", "ROWS", "Row", "act", "pay", "story", "without"]

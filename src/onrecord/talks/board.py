"""The issues board: for each issue how each side stood over time, the gap, what goes with the
offer, and what was agreed; pay beside prices where a table of prices is given.

Only what is sure enough to decide anything is here; what is unverified is counted in the brief.
Where two sources tell one side's stand of one day differently, both are in its history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from onrecord.talks.fold import State
from onrecord.talks.offers import Offer, Stand
from onrecord.talks.prices import Month, real
from onrecord.talks.statements.issue import PATH, ran_out
from onrecord.talks.statements.issues import Issue, alike, issues, says
from onrecord.talks.statements.scene import Scene
from onrecord.talks.statements.sides import EMPLOYERS, UNION
from onrecord.talks.statements.statement import Prices
from onrecord.talks.values import merged


@dataclass(frozen=True, slots=True)
class Step:
    """A side stood at ``says`` from ``day`` on; ``compounded`` is the whole of a path of rises, in
    per cent. ``told_by`` are those who report it of another."""

    day: date
    says: str
    numbers: tuple[Decimal, ...]
    unit: str | None
    compounded: Decimal | None
    told_by: tuple[str, ...]
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """On ``day`` the two paths were ``points`` per cent apart."""

    day: date
    points: Decimal
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What goes with the latest draft on an issue: ``package`` (all or nothing), ``final``,
    ``verbal``, or ``expires`` with its day."""

    kind: str
    day: date | None
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RealPay:
    """A path of rises beside prices from ``first`` to ``last``, the latest month published then:
    both in per cent, and by how many per cent pay then buys more."""

    side: str
    pay: Decimal
    prices: Decimal
    real: Decimal
    first: Month
    last: Month
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue between ``union`` and ``employers``. Histories are oldest first, each step one that
    differs from the one before; ``open`` while nothing is agreed on it."""

    issue: str
    union: str
    employers: str
    union_history: tuple[Step, ...]
    employers_history: tuple[Step, ...]
    agreed: tuple[Step, ...]
    gaps: tuple[Gap, ...]
    conditions: tuple[Condition, ...]
    real_pay: tuple[RealPay, ...]
    open: bool

    @property
    def gap(self) -> Decimal | None:
        """How far the paths are apart now; None where one side has none, or it is agreed."""
        return self.gaps[-1].points if self.gaps and self.open else None

    @property
    def entries(self) -> tuple[int, ...]:
        """Every entry that it rests on."""
        steps = (*self.union_history, *self.employers_history, *self.agreed)
        return merged(*(step.entries for step in steps))


def board(state: State, today: date, prices: Prices | None = None) -> tuple[IssueRow, ...]:
    """The issues as ``state`` has them on ``today``, in the order in which it meets them."""
    scene = Scene(state, today, prices)
    return tuple(_row(scene, issue) for issue in issues(scene))


def _row(scene: Scene, issue: Issue) -> IssueRow:
    agreed = _steps(issue.agreed)
    last = max((s.day for s in (*issue.union, *issue.employers)), default=date.min)
    settled = [a.day for a in scene.agreed.get(issue.pair, ())] + [s.day for s in issue.agreed]
    return IssueRow(
        issue.issue,
        *issue.pair,
        _steps(issue.union),
        _steps(issue.employers),
        agreed,
        tuple(_gaps(issue)),
        tuple(_conditions(scene, issue)),
        tuple(_real_pay(scene, issue)),
        not any(day >= last for day in settled),
    )


def _steps(stands: Sequence[Stand]) -> tuple[Step, ...]:
    """Each stand that differs from the one before it."""
    found: list[Step] = []
    before: Stand | None = None
    for stand in stands:
        if before is None or not alike(before, stand):
            told = stand.told_by if stand.attributed else ()
            found.append(
                Step(
                    stand.day,
                    says(stand),
                    stand.numbers,
                    stand.unit,
                    stand.compounded,
                    told,
                    stand.entries,
                )
            )
        before = stand
    return tuple(found)


def _gaps(issue: Issue) -> list[Gap]:
    """How far apart the paths were after each stand that made or changed a gap."""
    latest: dict[str, Stand] = {}
    found: list[Gap] = []
    both = [(s, UNION) for s in issue.union] + [(s, EMPLOYERS) for s in issue.employers]
    for stand, side in sorted(both, key=lambda each: (each[0].day, each[0].entries)):
        if stand.compounded is None or len(stand.numbers) < PATH:
            continue
        latest[side] = stand
        if len(latest) == 2:
            one, other = latest[UNION], latest[EMPLOYERS]
            assert one.compounded is not None
            assert other.compounded is not None
            points = abs(one.compounded - other.compounded)
            gap = Gap(stand.day, points, merged(one.entries, other.entries))
            if found and found[-1].day == gap.day:
                found.pop()
            if not found or found[-1].points != points:
                found.append(gap)
    return found


def _conditions(scene: Scene, issue: Issue) -> list[Condition]:
    """What goes with the latest draft of either side that names the issue, or names none."""
    drafts = [o for o in scene.state.offers if o.day <= scene.today and _bears(scene, o, issue)]
    if not drafts:
        return []
    draft = max(drafts, key=lambda each: (each.day, each.entries))
    found = []
    for kind, holds in (("package", draft.package), ("final", draft.final),
                        ("verbal", draft.form == "verbal")):  # fmt: skip
        if holds:
            found.append(Condition(kind, None, draft.entries))
    if draft.until is not None:
        day = draft.until.date_in(scene.state.zone)
        found.append(Condition("expires", day, draft.entries))
    return found


def _bears(scene: Scene, offer: Offer, issue: Issue) -> bool:
    if scene.sides.pair((*offer.by, *offer.to)) != issue.pair:
        return False
    return not offer.stands or any(stand.issue == issue.issue for stand in offer.stands)


def _real_pay(scene: Scene, issue: Issue) -> list[RealPay]:
    """Each side's latest path, or what was agreed, beside prices over as many years."""
    prices, over = scene.prices, ran_out(scene, issue)
    last = prices.latest(scene.today) if prices else None
    if prices is None or over is None or last is None:
        return []
    found = []
    named = ((UNION, issue.union), (EMPLOYERS, issue.employers), ("agreed", issue.agreed))
    for side, stands in named:
        paths = [s for s in stands if s.compounded is not None and len(s.numbers) >= PATH]
        if not paths:
            continue
        path = paths[-1]
        first = (over[0].year - len(path.numbers), over[0].month)
        rise = prices.rise(first, last, scene.today) if first < last else None
        if rise is not None and path.compounded is not None:
            entries = merged(path.entries, over[1])
            bought = real(path.compounded, rise)
            found.append(RealPay(side, path.compounded, rise, bought, first, last, entries))
    return found

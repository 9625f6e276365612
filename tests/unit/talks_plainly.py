"""The 25 statements on the Hollywood case, said slowly and plainly from its rows.

A second opinion for ``tests/golden/talks/hollywood.toml``: no fold, no state, nothing of onrecord.
What the prose of a row means (which letter keeps which promise) stands in tables of row ids; every
day, count and sum comes from the CSV files. Where the source leaves room, the golden file's header
says what was decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from tests.unit.talks_case import (
    Now,
    Row,
    compounded,
    is_path,
    moment_of,
    numbers_of,
    rise,
    rounded,
    written,
)

Said = tuple[str, str, dict[str, object]]
"""A rule, what it is about, its values."""
Prices = dict[str, Decimal]

STRIKES = {"WGA": ("H010", "H059"), "SAG-AFTRA": ("H025", "H077")}
AGREEMENTS = {"WGA": "H056", "SAG-AFTRA": "H076", "DGA": "H013"}
RATIFIED = {"WGA": "H065", "SAG-AFTRA": "H080"}
CONTACTS = {
    "WGA": "H002 H005 H029 H034 H037 H038 H040 H043 H044 H050 H052 H053 H054 H055 H056",
    "SAG-AFTRA": "H015 H018 H021 H060 H061 H062 H063 H064 H066 H069 H070 H071 H073 H074 H075 H076",
    "DGA": "H011 H013",
}
BEGUN_BY = {"H040": "WGA", "H050": "WGA", "H071": "SAG-AFTRA", "H075": "SAG-AFTRA"} | dict.fromkeys(
    ("H029", "H037", "H043", "H074"), "AMPTP"
)
REQUESTS = {
    "H029": ("AMPTP", "WGA", "H034", None),
    "H037": ("AMPTP", "WGA", "H038", None),
    "H043": ("AMPTP", "WGA", "H044", None),
    "H050": ("WGA", "AMPTP", "H052", date(2023, 9, 14)),
}
"""Who asked whom, the meeting that came of it, the day on which it was accepted."""
ABOUT_MEETINGS = {"H030": "H034", "H037": "H038"}
"""Promises of word about a meeting."""
KEPT_BY = {"H030": "H035", "H037": "H039", "H039": "H040", "H042": "H044", "H046": "H047"}
SILENCES = {"H015": ("SAG-AFTRA", "H026"), "H051": ("WGA", "H056")}
"""Whose announced silence, and the word that ended it."""
CONFLICTS = {
    "WGA offers": ("H041 H048", {"AMPTP": ["2023-08-17"], "WGA": ["1"]}),
    "SAG-AFTRA talks ended": ("H022 H023", {"SAG-AFTRA": [], "AMPTP": []}),
    "SAG-AFTRA streaming revenue": (
        "P030 P031 H066 H067",
        {"AMPTP": ["800"], "SAG-AFTRA": ["0.57"]},
    ),
    "SAG-AFTRA general wages": ("P025 H026", {"TheWrap": ["3.2"], "DGA": ["3.5"]}),
    "WGA total value per year": ("H007 P022", {"WGA": ["429"], "AMPTP": []}),
    "DGA tentative agreement": (
        "H013",
        {"Variety": ["2023-06-03"], "Deadline": ["2023-06-04"]},
    ),
    "SAG-AFTRA ballot opened": (
        "H079",
        {"engadget.com": ["2023-11-14"], "AP": ["2023-11-13"]},
    ),
    "WGA ratification result": (
        "H065",
        {"WGA": ["2026-05-01"], "Rolling Stone": ["2026-05-31"]},
    ),
    "SAG-AFTRA strike start": (
        "H025",
        {"SAG-AFTRA": ["2023-07-14"], "BLS": ["2023-07-13"]},
    ),
    "WGA strike end": ("H059", {"WGA": ["148"], "BLS": ["2023-09-24", "102"]}),
    "SAG-AFTRA strike end": ("H077", {"SAG-AFTRA": ["118"], "BLS": ["82"]}),
}


def say(now: Now, prices: Prices) -> Iterator[Said]:
    """Everything that may be said then."""
    yield from _strikes(now)
    for union, rows in CONTACTS.items():
        yield from _between(now, union, [now.day(row) for row in now.among(rows.split())])
    yield from _requests(now)
    yield from _promises(now)
    yield from _word(now)
    for issue, positions in _issues(now).items():
        yield from _issue(now, issue, positions, prices)
    yield from _no_replies(now)
    yield from _conflicts(now)
    yield from _votes(now)
    yield from _expiries(now)
    yield from _final(now)


def look_up(now: Now, prices: Prices, path: str) -> object:
    """The value at a path of the state."""
    head, *rest = path.split(".")
    if head == "prices":
        return rise(prices, rest[0], now.today)[0]
    if head == "strikes":
        first, end = STRIKES[rest[0]]
        return (now.day(end) - now.day(first)).days
    if head == "together":
        return (now.day("H059") - now.day("H025")).days
    rows = _issues(now)[rest[0]]
    if rest[1] == "gap":
        union = rows[0]["dispute"]
        return rounded(compounded(_last(rows, union)) - compounded(_last(rows, "AMPTP")))
    return rounded(compounded(_last(rows, rest[1])))


def _on_strike(now: Now, union: str) -> bool:
    first, end = STRIKES.get(union, ("", ""))
    return now.has(first) and not now.has(end)


def _strikes(now: Now) -> Iterator[Said]:
    for union, (first, _) in STRIKES.items():
        if _on_strike(now, union):
            elapsed = (now.today - now.day(first)).days
            values = {"day": elapsed + 1, "elapsed": elapsed, "since": now.day(first)}
            yield "strike-day", union, values
    for union, agreed in AGREEMENTS.items():
        if now.has(agreed) and _on_strike(now, union):
            values = {"agreement": now.day(agreed), "since": now.day(STRIKES[union][0])}
            yield "agreement-not-end", union, values
    if all(_on_strike(now, union) for union in STRIKES):
        day = now.day("H025")
        values = {"days": (now.today - day).days + 1, "from": day, "to": now.today}
        yield "together", "WGA & SAG-AFTRA", values


def _between(now: Now, union: str, contacts: list[date]) -> Iterator[Said]:
    about = f"{union} & AMPTP"
    if contacts:
        last = max(contacts)
        yield "last-contact", about, _by(now, union, last, "days", (now.today - last).days)
    first = STRIKES.get(union, ("", ""))[0]
    if not now.has(first):
        return
    began = now.day(first)
    since = sorted(day for day in contacts if day >= began)
    if since:
        yield "first-contact", about, _by(now, union, since[0], "after", (since[0] - began).days)
    ends = [began, *since, now.today]
    gaps = [(later - day, day, later) for day, later in pairwise(ends)]
    length, day, later = max(gaps, key=lambda gap: gap[0])
    yield "longest-silence", about, {"from": day, "to": later, "days": length.days}
    yield from _meetings(now, union, about, began)


def _by(now: Now, union: str, day: date, key: str, days: int) -> dict[str, object]:
    row = next(i for i in CONTACTS[union].split() if now.has(i) and now.day(i) == day)
    values: dict[str, object] = {"date": day, key: days}
    return values | ({"by": BEGUN_BY[row]} if row in BEGUN_BY else {})


def _meetings(now: Now, union: str, about: str, began: date) -> Iterator[Said]:
    held = {
        i: row
        for i, row in now.known.items()
        if "meeting_held" in row.get("event_type", "") and row["dispute"] == union
    }
    for side in (union, "AMPTP"):
        asked = [met for by, _, met, _ in REQUESTS.values() if by == side and met in held]
        if asked:
            values = {"requested": len(asked), "meetings": len(held)}
            yield "requested-share", about, {**values, "by": side, "since": began}
    sessions = [row["fact"] for row in held.values() if row["channel"] != "sidebar"]
    with_them = [fact for fact in sessions if "CEOs" in fact and "not in the room" not in fact]
    if sessions:
        values = {"sessions": len(sessions), "since": began}
        yield "sessions", about, values | ({"executives": len(with_them)} if union == "WGA" else {})


def _requests(now: Now) -> Iterator[Said]:
    for asked, (by, to, met, accepted) in REQUESTS.items():
        if now.has(asked):
            values = {"by": by, "to": to, "asked": now.day(asked)}
            if found := re.search(r"Friday (Aug \d+)", now.known[asked]["fact"]):
                values["for"] = written(found[1])
            taken = accepted is not None and accepted <= now.today
            answer = "accepted" if taken else "nothing-recorded"
            values["outcome"] = "held" if now.has(met) else answer
            yield "meeting-request", "WGA & AMPTP", values


def _promises(now: Now) -> Iterator[Said]:
    due_or_kept = on_time = 0
    for given, keeping in KEPT_BY.items():
        if not now.has(given) or not now.has(ABOUT_MEETINGS.get(given, given)):
            continue
        runs, due = _due(now, given)
        promised = now.day(given)
        if now.has(keeping):
            kept = now.day(keeping)
            in_time = "yes" if kept <= due else "no"
            values = {"promised": promised, "kept": kept, "lag": (kept - runs).days}
            yield "promise-kept", "WGA", {**values, "in_time": in_time}
            on_time += in_time == "yes"
        elif now.today > due:
            yield "promise-overdue", "WGA", {"promised": promised, "due": due}
        due_or_kept += now.has(keeping) or due <= now.today
    if due_or_kept:
        yield "promises-on-time", "WGA", {"kept": on_time, "of": due_or_kept}


def _due(now: Now, given: str) -> tuple[date, date]:
    if meeting := ABOUT_MEETINGS.get(given):
        return now.day(meeting), now.day(meeting)
    day, fact = now.day(given), now.known[given]["fact"]
    if "next week" in fact:
        return day, day + timedelta(days=7 - day.weekday() + 6)
    assert "the next day" in fact
    return day, day + timedelta(days=1)


def _word(now: Now) -> Iterator[Said]:
    for row, (party, end) in SILENCES.items():
        if now.has(row) and not now.has(end):
            yield "silence-announced", party, {"date": now.day(row)}
    if now.has("H058"):
        bodies = now.known["H058"]["from"].split(";")
        yield "return-to-work", "WGA", {"effective": _stated(now, "H058"), "by": bodies}
    if now.has("H076"):
        yield "return-to-work", "SAG-AFTRA", {"effective": _stated(now, "H076")}
    if now.has("H057") and not now.has("H059"):
        latest = now.among(["H056", "H058"])[-1]
        yield "nothing-says", "", {"date": now.day("H057"), "latest": latest}
    for i, row in now.known.items():
        if row.get("event_type") == "denial":
            yield "denied", row["from"], {"date": now.day(i)}


def _stated(now: Now, row: str) -> object:
    """The moment that a decision states: "12:01 am PT" and a day, as the end's own row has it."""
    found = re.search(r"12:01 am PT (\w+ \d+)", now.known[row]["fact"])
    assert found
    return moment_of({"date": written(found[1]).isoformat(), "local_time": "00:01 PT"})


def _issues(now: Now) -> dict[str, list[Row]]:
    """The positions on each issue, by date; a side's claim is no position."""
    issues: dict[str, list[Row]] = {}
    for i in now.among(sorted(now.known)):
        row = now.known[i]
        if "issue" in row and "claim" not in row["side"]:
            issues.setdefault(f"{row['dispute']} {row['issue']}", []).append(row)
    return {issue: sorted(rows, key=lambda row: row["as_of"]) for issue, rows in issues.items()}


def _last(rows: list[Row], side: str) -> Row:
    return [row for row in rows if row["side"] == side][-1]


def _issue(now: Now, issue: str, rows: list[Row], prices: Prices) -> Iterator[Said]:
    own = [row for row in rows if row["side"] == row["dispute"]]
    theirs = [row for row in rows if row["side"] == "AMPTP" and "claim" not in row["note"]]
    if not theirs or any(row["side"] == "AGREED" for row in rows):
        return
    if own:
        sides = {"union": own[-1], "employers": theirs[-1]}
        yield "positions", issue, _stands(sides)
    paths = [row for row in theirs if is_path(row)]
    if own and len(paths) > 1:
        yield "moved", issue, _move(paths[-2], paths[-1], own[-1])
    if paths:
        percent, month = rise(prices, "2020-05", now.today)
        said = {"compounded": rounded(compounded(paths[-1])), "prices": percent}
        yield "offer-prices", issue, {**said, "first": "2020-05", "last": month}
        yield from _equal_deals(now, issue, paths[-1])


def _stands(sides: dict[str, Row]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, row in sides.items():
        values |= {key: row["side"], f"{key}_since": date.fromisoformat(row["as_of"])}
        if "?" not in row["numbers"]:
            values[f"{key}_says"] = numbers_of(row)
    return values


def _move(before: Row, after: Row, own: Row) -> dict[str, object]:
    return {
        "by": after["side"],
        "from": numbers_of(before),
        "to": numbers_of(after),
        "date": date.fromisoformat(after["as_of"]),
        "compounded_from": rounded(compounded(before)),
        "compounded_to": rounded(compounded(after)),
        "gap": rounded(compounded(own) - compounded(after)),
    }


def _equal_deals(now: Now, issue: str, offer: Row) -> Iterator[Said]:
    union = offer["dispute"]
    for i, row in now.known.items():
        deal = row.get("side") == "AGREED" and row["dispute"] != union and is_path(row)
        if deal and numbers_of(row) == numbers_of(offer):
            yield "equals-deal", issue, {"union": union, "deal": row["dispute"], "date": now.day(i)}


def _no_replies(now: Now) -> Iterator[Said]:
    for issue, rows in _issues(now).items():
        if any(row["side"] == "AGREED" for row in rows):
            continue
        for side in {row["side"] for row in rows}:
            made = date.fromisoformat(_last(rows, side)["as_of"])
            replies = [date.fromisoformat(row["as_of"]) for row in rows if row["side"] != side]
            replies += _counters(now, rows[0]["dispute"], side)
            if not any(day >= made for day in replies):
                values = {"by": side, "date": made, "days": (now.today - made).days}
                yield "no-reply", issue, values


def _counters(now: Now, dispute: str, side: str) -> list[date]:
    """When another side answered the whole with a counterproposal."""
    return [
        now.day(i)
        for i, row in now.known.items()
        if "counterproposal" in row.get("event_type", "")
        and row["dispute"] == dispute
        and row["from"] != side
    ]


def _conflicts(now: Now) -> Iterator[Said]:
    for about, (rows, claims) in CONFLICTS.items():
        if now.has(*rows.split()):
            sides = [{"party": party, "figures": figures} for party, figures in claims.items()]
            yield "sides-disagree", about, {"sides": sides}


def _votes(now: Now) -> Iterator[Said]:
    for i, row in now.known.items():
        if row.get("event_type") not in ("vote_result", "ratification_result"):
            continue
        yes = re.search(r"([\d.]+)%", row["fact"])
        turnout = re.search(r"turnout ([\d.]+)%", row["fact"])
        counts = re.search(r"of ([\d,]+) votes from ([\d,]+) eligible", row["fact"])
        assert yes
        values: dict[str, object] = {"yes": yes[1], "date": now.day(i)}
        if turnout:
            values["turnout"] = turnout[1]
            share = Decimal(yes[1]) * Decimal(turnout[1]) / 100
        elif counts:
            ballots, eligible = (Decimal(count.replace(",", "")) for count in counts.groups())
            share = Decimal(yes[1]) * ballots / eligible
        else:
            continue
        yield "vote-share", row["from"], values | {"of_eligible": rounded(share, "0.1")}


def _expiries(now: Now) -> Iterator[Said]:
    if now.has("H002") and not now.has(RATIFIED["WGA"]):
        ends = written(now.known["H002"]["fact"].split("expires")[1])
        if now.today > ends:
            yield "expired", "WGA", {"date": ends, "extension": "none"}
    if now.has("H018", "H022") and not now.has(RATIFIED["SAG-AFTRA"]):
        day = now.day("H022")
        days = (day - written(now.known["H018"]["fact"])).days
        yield "expired", "SAG-AFTRA", {"date": day, "extension": days}


def _final(now: Now) -> Iterator[Said]:
    if now.has("H074"):
        day = now.day("H074")
        days = (now.day("H076") - day).days if now.has("H076") else "none"
        values = {"date": day, "exchanges": len(now.among(["H075"])), "days": days}
        yield "called-final", now.known["H074"]["from"], values

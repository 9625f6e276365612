"""How well news dates are read: values of phrases, and true and false claims about strikes.

Run ``python bench/check_dates.py [--held-back] [--misses] [--seed N]``. Both parts read data that
is not shipped and say so where it is missing.

1. Phrases with values (timenorm's English training file). Each block is one document: its date,
   then its phrases in order. The last fifth of the blocks, in the order of the file, is held back:
   rules were written on the others and the held-back fifth is printed by ``--held-back`` only.
   A phrase is right where its value means the same days (or the same length) as the file's value:

   - dates: same first and last day; X in the file's value stands for any digit ("1989-WXX" is any
     week of 1989); a part of a day or a clock time must be the same, too;
   - lengths (P...): the same number of months or seconds (P1Q = P3M, P2W = P14D); PXM is any
     unstated number of months; E are decades, as the file writes them. A value P... is compared
     with the length that a phrase states ("two years ago": P2Y), any other with its date;
   - PAST_REF, PRESENT_REF, FUTURE_REF and sets: as they are written.

   ``near`` counts, besides, a date whose days lie within the file's or hold them, where the longer
   is a year at most (1988 for 1988-Q3, or the day for the month): the two do not exclude each
   other, and a check by intervals would not call either wrong.
2. Claims about strikes, half true and half false, made from recorded starts and ends (US work
   stoppages) by a fixed seed, eight kinds in equal parts. A true claim states the recorded day or
   the number of units that its days round to; a false one states another day or weekday, a count
   at least three quarters of a unit off (days: two off, so that either way of counting is false).
   A claim is judged by the dates that are read in its sentences, and is wrong where none is read.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from onrecord.check.date_calendar import plus, season, stretch
from onrecord.check.date_words import WEEKDAY_NAMES
from onrecord.check.dates import Reader, compare, find_dates
from onrecord.check.types import Anchors, Event

SHARED = Path(__file__).resolve().parents[2] / "shared"
PHRASES = SHARED / "data" / "dates" / "timenorm-train.tsv"
STOPPAGES = SHARED / "data" / "stoppages" / "fmcs.csv"


def blocks(path):
    """The documents of the file: (date of publication, [(phrase, type, value), ...])."""
    found = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [tuple(line.split("\t")) for line in block.splitlines() if line.strip()]
        if rows:
            found.append((date.fromisoformat(rows[0][2][:10]), rows))
    return found


def split(documents):
    """(to develop on, held back): the last fifth of the documents is held back."""
    cut = len(documents) - len(documents) // 5
    return documents[:cut], documents[cut:]


UNITS = {"Y": ("month", 12), "M": ("month", 1), "Q": ("month", 3), "DE": ("month", 120)}
UNITS |= {"E": ("month", 120)}
UNITS |= {"C": ("month", 1200), "L": ("month", 12000), "D": ("second", 86400)}
UNITS |= {"W": ("second", 7 * 86400)}
UNITS |= {"TH": ("second", 3600), "TM": ("second", 60), "TS": ("second", 1), "WE": ("weekend", 1)}


def amount(value):
    """A length as ((unit, count), ...), sorted; an X stays an X."""
    total, clock = Counter(), ""
    for clock_mark, count, letters in re.findall(r"(T)|([\dX.]+)(DE|WE|[A-Z])", value[1:]):
        if clock_mark:
            clock = "T"
            continue
        unit, factor = UNITS.get(clock + letters, (letters, 1))
        if "X" in count:
            return ((letters, "X"),)
        total[unit] += float(count) * factor
    return tuple(sorted(total.items()))


def days(value):
    """The first and last day of a date value, or None."""
    value = re.sub(r"T.*", "", value)
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        return (date.fromisoformat(value),) * 2
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return stretch("weekend" if match[3] else "week", monday)[1:3]
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return stretch("month", date(int(match[1]), int(match[2]), 1))[1:3]
    if match := re.fullmatch(r"(\d{4})-([QH])(\d)", value):
        unit, months = {"Q": ("quarter", 3), "H": ("half", 6)}[match[2]]
        return stretch(unit, date(int(match[1]), months * int(match[3]), 1))[1:3]
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return season(match[2], int(match[1]))[1:3]
    for digits, unit in ((4, "year"), (3, "decade"), (2, "century")):
        if re.fullmatch(rf"\d{{{digits}}}(X{{{4 - digits}}})?", value):
            return stretch(unit, date(int(value[:digits].ljust(4, "0")), 1, 1))[1:3]
    return None


def clock(value):
    """The part after T, hours with their minutes."""
    part = value.partition("T")[2] if value[:4].isdigit() else ""
    return part + ":00" if part.isdigit() else part[:5]


def same(gold, reading):
    """Whether a reading means the file's value."""
    if reading is None:
        return False
    if gold.startswith("P") and not gold.endswith("_REF"):
        ours = reading.length.value if reading.length else reading.value
        return ours.startswith("P") and amount(gold) == amount(ours)
    ours = reading.value
    if gold == ours:
        return True
    if "X" in gold and not gold.startswith("X") and re.fullmatch(gold.replace("X", r"\d"), ours):
        return True
    return days(gold) is not None and days(gold) == days(ours) and clock(gold) == clock(ours)


def near(gold, reading):
    """Whether, besides, one of the two lies within the other and the longer is a year at most."""
    if same(gold, reading):
        return True
    one, two = days(gold), days(reading.value) if reading else None
    if one is None or two is None or clock(gold) != clock(reading.value):
        return False
    longer, shorter = sorted((one, two), key=lambda it: it[0] - it[1])
    inside = longer[0] <= shorter[0] and shorter[1] <= longer[1]
    return inside and (longer[1] - longer[0]).days <= 366


def measure(documents, misses):
    tally, wrong = Counter(), []
    for published, rows in documents:
        reader = Reader(Anchors(published=published))
        for number, (phrase, kind, gold) in enumerate(rows):
            found = reader.reading(phrase)
            reading = found[1] if found else None
            tally["all"] += 1
            tally[kind, "all"] += 1
            if same(gold, reading):
                tally["same"] += 1
                tally[kind, "same"] += 1
            else:
                wrong.append((published, phrase, kind, gold, reading and reading.value))
            if number:
                tally["in text"] += 1
                tally["in text", "same"] += same(gold, reading)
            tally["near"] += near(gold, reading)
    if misses:
        for miss in wrong:
            print("   ", *miss, sep="\t")
    return tally


def peer(documents):
    """dateparser's figure over the same phrases, or None where it is not installed."""
    try:
        import dateparser
    except ImportError:
        return None
    from datetime import datetime

    right = total = 0
    for published, rows in documents:
        base = datetime(published.year, published.month, published.day)
        for phrase, _kind, gold in rows:
            total += 1
            try:
                found = dateparser.parse(phrase, languages=["en"], settings={"RELATIVE_BASE": base})
            except (ValueError, OverflowError, RecursionError):
                found = None
            wanted = None if gold.startswith("P") else days(gold)
            if found and wanted:
                right += wanted[0] <= found.date() <= wanted[1]
    return right, total


def phrases(arguments):
    if not PHRASES.exists():
        print(f"1. phrases: skipped, {PHRASES.name} is not here")
        return
    develop, held = split(blocks(PHRASES))
    parts = [("developed on", develop)]
    if arguments.held_back:
        parts.append(("held back", held))
    for name, documents in parts:
        tally = measure(documents, arguments.misses and name != "held back")
        total = tally["all"]
        print(f"1. phrases, {name}: {len(documents)} documents, {total} phrases")
        print(f"   same value  {tally['same']:5d} = {tally['same'] / total:.1%}")
        inner = tally["in text"], tally["in text", "same"]
        print(
            f"   same value, without the documents' own dates: {inner[1]} of {inner[0]}"
            f" = {inner[1] / inner[0]:.1%}"
        )
        print(f"   near        {tally['near']:5d} = {tally['near'] / total:.1%}")
        for kind in ("DATE", "DURATION", "TIME", "SET"):
            rows = tally[kind, "all"]
            print(f"   {kind:9s}   {tally[kind, 'same']:5d} of {rows}")
        other = peer(documents)
        if other is None:
            print("   dateparser: not installed here")
        else:
            print(f"   dateparser, its day within the value's days: {other[0] / other[1]:.1%}")


SPELT = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
NAMES = WEEKDAY_NAMES
DAYS_IN = {"day": 1.0, "week": 7.0, "month": 30.44}
SPELLINGS = (
    lambda day: f"{day:%B} {day.day}",
    lambda day: f"{day:%B} {day.day}, {day.year}",
    lambda day: f"{day.day} {day:%B}",
    lambda day: f"{day.day} {day:%B} {day.year}",
    lambda day: f"{day:%b}. {day.day}" if day.month != 5 else f"May {day.day}",
    lambda day: f"{day:%A}, {day:%B} {day.day}",
    lambda day: f"the {ordinal(day.day)} of {day:%B}",
    lambda day: day.isoformat(),
)


def ordinal(count):
    last = "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{last}"


def some(count, unit, chance):
    """``three months``, ``a week``, ``3 months``."""
    word = str(count)
    if count < len(SPELT) and chance.random() < 0.7:
        word = "a" if count == 1 else SPELT[count]
    return f"{word} {unit}{'s' if count != 1 else ''}"


def stoppages():
    """(employer, union, start, end) of every recorded stoppage of 1 to 1,000 days."""
    with STOPPAGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                start, end = (date.fromisoformat(row[f"{it} Date"]) for it in ("Start", "End"))
            except ValueError:
                continue
            if 1 <= (end - start).days <= 1000:
                yield row["Employer"], row["Union"], start, end


def units_for(days, chance):
    """A unit and the number of them that some days round to."""
    fitting = [it for it, size in DAYS_IN.items() if 0.6 * size <= days <= 14 * size]
    unit = chance.choice(fitting or ["month"])
    return unit, max(1, round(days / DAYS_IN[unit]))


def other_count(count, unit, days, chance):
    """Another number of units, clearly off."""
    off = 2 if unit == "day" else 0.75
    near_by = range(max(1, count - 6), count + 8)
    return chance.choice([n for n in near_by if abs(n - days / DAYS_IN[unit]) >= off])


def spelt(day, published, chance):
    form = chance.choice(SPELLINGS)
    far = abs((day - published).days) > 120
    return form(day) if not far else SPELLINGS[chance.choice((1, 3, 7))](day)


def later(row, true, chance):
    employer, union, start, _ = row
    count, unit = chance.choice([(1, "day"), (2, "day"), (3, "day"), (5, "day"), (1, "week")])
    days = count * int(DAYS_IN[unit])
    if not true:
        days += chance.choice([-1, 1]) * chance.randint(*((1, 9) if unit == "day" else (4, 20)))
    published = start + timedelta(days=chance.randint(3, 100))
    day = start - timedelta(days=days)
    marker = f"{some(count, unit, chance)} later"
    text = f"Talks between {union} and {employer} collapsed on {spelt(day, published, chance)}. "
    return text + f"The strike began {marker}.", marker, published, start, None


def since_ago(row, true, chance):
    employer, union, start, end = row
    published = start + timedelta(days=chance.randint(2, max(2, (end - start).days)))
    days = (published - start).days
    unit, count = units_for(days, chance)
    count = count if true else other_count(count, unit, days, chance)
    marker = f"since the strike began {some(count, unit, chance)} ago"
    text = f"{employer} and {union} have not met {marker}."
    return text, marker, published, start, (start, published)


def weekday(row, true, chance):
    employer, union, start, end = row
    future = chance.random() < 0.4
    day = start if future else end
    published = day + timedelta(days=chance.randint(0, 6) * (-1 if future else 1))
    name = NAMES[day.weekday()]
    if not true:
        name = chance.choice([it for it in NAMES if it != name])
    marker = f"on {name}"
    if future:
        verb = chance.choice(["plan to walk out", "will walk out", "are expected to strike"])
        return f"Members of {union} at {employer} {verb} {marker}.", marker, published, day, None
    verb = chance.choice(["ended their strike", "went back to work", "returned to work"])
    return f"Members of {union} at {employer} {verb} {marker}.", marker, published, day, None


def day_count(row, true, chance):
    employer, union, start, end = row
    days = (end - start).days
    count = days + chance.randint(0, 1)
    if not true:
        count = chance.choice([max(1, days - 2), days + 3, days + 10, days * 2 + 5, days + 31])
        if count in (days, days + 1):
            count = days + 4
    marker = f"{count}-day"
    published = end + timedelta(days=chance.randint(0, 60))
    text = f"The {marker} strike by {union} at {employer} is over."
    return text, marker, published, start, (start, end)


def began_on(row, true, chance):
    employer, _, start, _ = row
    published = start + timedelta(days=chance.randint(0, 300))
    day = start
    if not true:
        day += timedelta(days=chance.choice([-1, 1]) * chance.choice([1, 2, 3, 7, 10, 30, 31]))
    marker = spelt(day, published, chance)
    return f"The strike at {employer} began on {marker}.", marker, published, start, None


def nth_day(row, true, chance):
    employer, union, start, end = row
    count = chance.randint(1, (end - start).days)
    meant = start + timedelta(days=count - chance.randint(0, 1))
    if not true:
        meant += timedelta(days=chance.choice([-1, 1]) * chance.randint(3, 30))
    marker = chance.choice(
        [f"on the {ordinal(count)} day of the strike", f"day {count} of the strike"]
    )
    published = end + timedelta(days=chance.randint(0, 10))
    return f"{union} met {employer} {marker}.", marker, published, meant, None


def ago(row, true, chance):
    employer, _, _, end = row
    published = end + timedelta(days=chance.randint(1, 400))
    days = (published - end).days
    unit, count = units_for(days, chance)
    count = count if true else other_count(count, unit, days, chance)
    if unit == "day" and not true and count == days:
        count += 3
    marker = f"{some(count, unit, chance)} ago"
    return f"The strike at {employer} ended {marker}.", marker, published, end, None


def last_unit(row, true, chance):
    employer, union, start, _ = row
    unit = chance.choice(["week", "month", "year"])
    steps = 1 if true else chance.choice([2, 3, 4])
    own = stretch(unit, plus(stretch(unit, start).first, unit, steps))
    published = own.first + timedelta(days=chance.randint(0, (own.last - own.first).days))
    marker = f"last {unit}"
    return f"Members of {union} walked out at {employer} {marker}.", marker, published, start, None


KINDS = (later, since_ago, weekday, day_count, began_on, nth_day, ago, last_unit)


def judged(text, marker, published, day, between, start):
    """True or false by the dates read; None where the claim's words were not read."""
    anchors = Anchors(published, "America/New_York", (Event("strike-began", start, ("U",), 1),))
    at = text.rindex(marker)
    read = [it for it in find_dates(text, anchors) if it.span.end > at]
    if not read:
        return None
    claim = read[0]
    if between is not None:
        return bool(claim.days) and compare(claim.days, *between).agrees
    return claim.first is not None and claim.first <= day <= claim.last


def claims(arguments):
    if not STOPPAGES.exists():
        print(f"2. claims: skipped, {STOPPAGES.name} is not here")
        return
    chance = random.Random(arguments.seed)
    rows = list(stoppages())
    tally = Counter()
    for number in range(1000):
        kind, true = KINDS[number // 2 % len(KINDS)], number % 2 == 0
        row = chance.choice(rows)
        made = kind(row, true, chance)
        says = judged(*made, row[2])
        tally[kind.__name__, "all"] += 1
        tally[kind.__name__, "right"] += says is true
        tally["right"] += says is true
        if says is not true and arguments.misses:
            print("   ", true, says, made[2], made[3], made[0], sep="\t")
    print(f"2. claims about strikes: {tally['right']} of 1000 told right (seed {arguments.seed})")
    for kind in KINDS:
        name = kind.__name__
        print(f"   {name:10s} {tally[name, 'right']} of {tally[name, 'all']}")


def speed():
    """Characters read in a second: a report repeated, and inputs made to be slow."""
    report = (
        "Talks collapsed on May 1 and the strike began a day later. The union said on Friday that "
        "it will meet the employers next week, the first such meeting since the strike began three "
        "months ago, and that offices stay closed until then. Nobody expects a quick end. "
    )
    anchors = Anchors(
        date(2023, 8, 2), "UTC", (Event("strike-began", date(2023, 5, 2), ("U",), 1),)
    )
    inputs = {
        "a report": report * 400,
        "1 MB of digits": "7" * 1_000_000,
        "1 MB of digits and spaces": "1 " * 500_000,
        "100 kB of May 1": "May 1 " * 16_666,
        "100 kB of since": "since " * 16_666,
        "100 kB of the strike": "the strike " * 9_090,
        "100 kB of hyphens": "1-" * 50_000,
        "100 kB of the first week of": "the first week of " * 5_555,
        "100 kB of two weeks before": "two weeks before " * 5_882,
    }
    print("3. speed")
    for name, text in inputs.items():
        began = time.perf_counter()
        count = len(find_dates(text, anchors))
        spent = time.perf_counter() - began
        print(f"   {name:26s} {len(text) / spent / 1e6:6.2f} MB/s, {spent:.2f} s, {count} dates")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--held-back", action="store_true", help="print the held-back fifth, too")
    parser.add_argument("--misses", action="store_true", help="print each phrase that is wrong")
    parser.add_argument("--seed", type=int, default=20231, help="of the generated claims")
    arguments = parser.parse_args()
    phrases(arguments)
    claims(arguments)
    speed()


if __name__ == "__main__":
    main()

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
     unstated number of months. A value P... is compared with the length that a phrase states
     ("two years ago": P2Y), any other with its date;
   - PAST_REF, PRESENT_REF, FUTURE_REF and sets: as they are written.

   ``near`` counts, besides, a date whose days lie within the file's or hold them, where the longer
   is a year at most (1988 for 1988-Q3, or the day for the month): the two do not exclude each
   other, and a check by intervals would not call either wrong.
2. Claims about strikes, half true and half false, made from recorded starts and ends.
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
    if "X" in gold and re.fullmatch(gold.replace("X", r"\d"), ours):
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--held-back", action="store_true", help="print the held-back fifth, too")
    parser.add_argument("--misses", action="store_true", help="print each phrase that is wrong")
    parser.add_argument("--seed", type=int, default=20231, help="of the generated claims")
    arguments = parser.parse_args()
    phrases(arguments)


if __name__ == "__main__":
    main()

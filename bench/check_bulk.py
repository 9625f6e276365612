"""How fast many documents are checked on all cores, how that grows, and in how much memory.

Run ``./dev bench check_bulk [DOCUMENTS ...]`` (default 1 100 1000 10000 100000). The record is the
Hollywood case's, or with ``--sentences N`` one of N transcript sentences; the documents are the
annotated articles of ``../shared/data``, repeated with a number in each, of which 1 in 100 has a
sentence of the record in it. Everything is as the command does it: read, gate, verdict, line; only
the files' reading from disk is left out. Without the data it says that it is skipped.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from dataclasses import replace

from bench.alterations import DATA
from bench.check_speed import sentences
from onrecord.check.bulk import Answerer, Document, run
from onrecord.check.check import Vouched
from onrecord.check.library import Library
from onrecord.domain.communication import Communication, TextBody
from tests.unit.talks_story import CASE, hollywood, told

GOAL = 200


def library(count: int) -> Library:
    """The case's record, its texts extended to ``count`` sentences."""
    source = hollywood()
    held = list(told(source))
    first = held[0][1]
    rows = sentences(count) if count else []
    for number in range(0, len(rows), 20):
        text = " ".join(rows[number : number + 20]) + "\n"
        made: Communication = replace(
            first, id=f"text-{number}", acts=(), links=(), body=TextBody(text)
        )
        held.append((1_000 + number, made))
    zone = source.record.time_zone if source.record else "UTC"
    return Library("bench.example/record", "WGA", zone, tuple(held), source.parties)


def stream(articles: list[str], count: int, said: str):
    """``count`` documents; 1 in 100 with words of the record."""
    for number in range(count):
        text = f"Number {number}. {articles[number % len(articles)]}"
        if number % 100 == 7:
            text += f" \u201c{said}\u201d, the guild said."
        yield Document("bench", number, text.encode(), kind="text")


def memory() -> float:
    """Megabytes at most of this process and of the largest of its children."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + child) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="*", default=[1, 100, 1_000, 10_000, 100_000])
    parser.add_argument("--sentences", type=int, default=0)
    args = parser.parse_args()
    paths = sorted((DATA / "polnear" / "train").glob("*.txt"))
    if not paths or not CASE.is_dir():
        print("skipped: ../shared is not there")
        return
    articles = [path.read_text(encoding="utf-8") for path in paths]
    cores = len(os.sched_getaffinity(0))
    held = library(args.sentences)
    answerer = Answerer(held, Vouched(len(held.told), bytes(32), True))
    said = next(text.text.split(". ")[0] for text in held.index.texts if len(text.text) > 80)
    size = sum(map(len, articles)) / len(articles)
    print(f"{len(articles)} articles of {size:,.0f} characters, {cores} cores, "
          f"{len(held.told):,} communications")  # fmt: skip
    for count in args.documents:
        began = time.perf_counter()
        answers = run(stream(articles, count, said), answerer, jobs=cores)
        bearing = sum(b'"bears":true' in answer.line[:4_000] for answer in answers)
        spent = time.perf_counter() - began
        rate = count / spent / cores
        print(f"  {count:>7,} documents in {spent:7.2f} s: {rate:7,.0f}/s a core "
              f"({rate / GOAL:.2f} of the goal of {GOAL}); {bearing / count:.1%} bear; "
              f"memory at most {memory():,.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()

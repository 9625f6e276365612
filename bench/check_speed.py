"""How fast the record is searched: nominating and matching quotations, spotting in whole articles.

Run ``./dev bench check_speed [SENTENCES ...]`` (default 1000 10000 64000 100000). The record is the
transcripts of ``../shared/data``, repeated with other words where there are too few; quotations and
articles come from the articles beside them. Beside each figure stand SQLite's FTS5 and, where they
are installed, rapidfuzz and tantivy, over the same sentences. Times are this process's own, so that
other work on the machine shows less.
"""

from __future__ import annotations

import importlib.util
import re
import resource
import sqlite3
import sys
import time

from bench.alterations import DATA, files, turns
from onrecord.check.index import Index, Text
from onrecord.check.match import match

QUOTATION = re.compile(r"[“\"]([^“”\"]{25,400})[”\"]")


def timed(step, items):
    """Seconds of this process for each of ``items``, in order."""
    out = []
    for item in items:
        began = time.process_time()
        step(item)
        out.append(time.process_time() - began)
    return out


def show(what, times):
    """One line: the mean, the rate and the 95th of 100."""
    times = sorted(times)
    mean = sum(times) / len(times)
    p95 = times[len(times) * 95 // 100]
    print(f"  {what:<44} {mean * 1e3:9.3f} ms {1 / mean:11,.0f}/s   p95 {p95 * 1e3:8.2f} ms")
    return mean


def sentences(count):
    """``count`` sentences, the transcripts' own first; further ones with their words numbered, so
    that every round has other words."""
    own = [s for half in "AB" for turn in turns(files(half)) for s in turn.sentences]
    out = own[:count]
    round_ = 1
    while len(out) < count:
        more = own[: count - len(out)]
        mark = chr(ord("a") + round_)
        out += [re.sub(r"(\w{5,})", rf"\1{mark}", s) for s in more]
        round_ += 1
    return out


def fts(rows, quotations):
    """SQLite's full text search: all words joined by OR, and a phrase of eight words."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table said using fts5(words)")
    base.executemany("insert into said values (?)", ((r,) for r in rows))
    ask = "select rowid from said where said match ? order by rank limit 5"

    def either(words):
        terms = " OR ".join(f'"{w}"' for w in re.findall(r"\w+", words))
        base.execute(ask, (terms,)).fetchall()

    def phrase(words):
        base.execute(ask, ('"' + " ".join(re.findall(r"\w+", words)[:8]) + '"',)).fetchall()

    either_mean = show("SQLite FTS5, any of the words", timed(either, quotations[:50]))
    show("SQLite FTS5, phrase of eight", timed(phrase, quotations[:200]))
    return either_mean


def peers(rows, quotations):
    """rapidfuzz and tantivy, where they are installed."""
    if importlib.util.find_spec("rapidfuzz"):
        from rapidfuzz import fuzz, process

        show(
            "rapidfuzz partial_ratio over all",
            timed(
                lambda q: process.extractOne(q, rows, scorer=fuzz.partial_ratio), quotations[:10]
            ),
        )
    else:
        print("  rapidfuzz is not installed: skipped")
    if importlib.util.find_spec("tantivy"):
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", stored=False)
        index = tantivy.Index(builder.build())
        writer = index.writer()
        for row in rows:
            writer.add_document(tantivy.Document(words=row))
        writer.commit()
        index.reload()
        searcher = index.searcher()

        def either(words):
            query = index.parse_query(" ".join(re.findall(r"\w+", words)), ["words"])
            searcher.search(query, 5)

        show("tantivy, any of the words", timed(either, quotations[:200]))
    else:
        print("  tantivy is not installed: skipped")


def measure(count, articles, quotations):
    rows = sentences(count)
    texts = [Text(n, f"text-{n}", " ".join(rows[at : at + 20])) for n, at in
             enumerate(range(0, len(rows), 20))]  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    index = Index(texts)
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    words = sum(len(r.split()) for r in rows)
    print(f"{count:,} sentences, {words:,} words: indexed in {spent:.1f} s; memory at most "
          f"{peak / 1000:,.0f} MB ({before / 1000:,.0f} MB before)")  # fmt: skip
    show("spot: whole articles", timed(index.spot, articles))
    show("has: is there anything of it", timed(index.has, quotations))
    nominate = show("nominate: windows for a quotation", timed(index.nominate, quotations))
    show("match: verdict and diff of a quotation", timed(lambda q: match(q, index), quotations))
    messages = [quotations[n : n + 5] for n in range(0, len(quotations) - 5, 5)]
    show(
        "match: a message of five quotations",
        timed(lambda m: [match(q, index) for q in m], messages),
    )
    either = fts(rows, quotations)
    print(f"  nominate is {either / nominate:.0f} times as fast as FTS5 with any of the words")
    peers(rows, quotations)


def main():
    paths = sorted((DATA / "polnear" / "train").glob("*.txt"))[::2]
    if not paths or not files("A"):
        print("skipped: ../shared/data is not there")
        return
    counts = [int(a) for a in sys.argv[1:]] or [1_000, 10_000, 64_000, 100_000]
    articles = [p.read_text(encoding="utf-8") for p in paths]
    quotations = [q for a in articles for q in QUOTATION.findall(a) if len(q.split()) >= 6][:500]
    size = sum(map(len, articles)) / len(articles)
    print(f"{len(articles)} articles of {size:,.0f} characters, {len(quotations)} quotations")
    for count in sorted(counts):
        measure(count, articles, quotations)


if __name__ == "__main__":
    main()

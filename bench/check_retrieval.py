"""How well a claim in other words finds what the record says on it, how fast, and in what memory.

Run ``python bench/check_retrieval.py [--split train|dev] [--semantic] [--data DIR]``. The data are
CheckThat! 2020, task 2: posts, a collection of 10,375 recorded claims, and which claim each post
is about. They are no part of this project; without them the benchmark says so and ends. Settings
were chosen on ``train``; ``dev`` is for reporting.

What is counted. MAP@5 as in the task; of equal scores the earlier recorded claim comes first. The
collection holds some 180 claims twice (other quotation marks, else the same), and judges named one
of the two, nearly always the earlier: so MAP@5 is also given with such twins counted as one claim,
where their order cannot help. A bootstrap over the posts (1,000 draws, fixed seed) gives the 95 %
interval.

Silence. For each post of ``train`` the claims about it, their twins and near twins are taken away:
whatever is then shown is on another matter, though often of the same people. And the posts are held
against the demonstration's record of a labour dispute, where nearly nothing is on their matter.

Peers, where installed: ``bm25s`` (with PyStemmer if it is there) and SQLite's FTS5 over the same
texts, with the words of the post as they are.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import resource
import sqlite3
import statistics
import time
import tomllib
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from onrecord.check.retrieval import FLOOR, SEMANTIC_FLOOR, Retrieval, Source
from onrecord.check.terms import telling, terms
from onrecord.check.vectors import load_model

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "checkthat-2020"
WORD = re.compile(r"\w+")


def rows(path):
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))[1:]


def load(data, split):
    """Claims as sources by number, posts by id, and the claims that each post is about."""
    claims = [Source(int(n), n, text, title) for n, text, title in rows(data / "claims.tsv")]
    posts = dict(rows(data / f"{split}.queries.tsv"))
    about = {}
    for line in (data / f"{split}.qrels").read_text().splitlines():
        post, _, claim, _ = line.split()
        about.setdefault(post, set()).add(int(claim))
    return claims, posts, about


def average_precision(found, wanted):
    hits = total = 0
    for place, claim in enumerate(found[:5], 1):
        if claim in wanted:
            hits += 1
            total += hits / place
    return total / min(len(wanted), 5)


def twins(claims):
    """For each claim the first of those with the same words."""
    first = {}
    return {
        c.entry: first.setdefault(tuple(t for t, _ in terms(f"{c.text} {c.title}")), c.entry)
        for c in claims
    }


def interval(values):
    draw = random.Random(2020)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(1000))
    return means[25], means[974]


def score(name, ask, posts, about, first):
    """``ask(post)`` gives claims in order, more than five, so that twins can be joined."""
    exact, joined, spent = [], [], []
    for post, text in posts.items():
        began = time.perf_counter()
        found = ask(text)
        spent.append(time.perf_counter() - began)
        exact.append(average_precision(found, about[post]))
        once = list(dict.fromkeys(first[claim] for claim in found))
        joined.append(average_precision(once, {first[claim] for claim in about[post]}))
    low, high = interval(exact)
    spent.sort()
    slow = 1000 * spent[int(0.95 * len(spent))]
    print(
        f"{name:<24} MAP@5 {statistics.fmean(exact):.3f} [{low:.3f}, {high:.3f}], twins as one"
        f" {statistics.fmean(joined):.3f}; {len(spent) / sum(spent):.0f} queries/s,"
        f" 95th percentile {slow:.1f} ms",
        flush=True,
    )


def ours(retrieval):
    def ask(text):
        return [found.passage.entry for found in retrieval.related(text, limit=12, floor=0)]

    return ask


def fts5(claims):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(words, tokenize='porter unicode61')")
    base.executemany(
        "INSERT INTO t(rowid, words) VALUES (?, ?)",
        ((c.entry + 1, f"{c.text} {c.title}") for c in claims),
    )

    def ask(text):
        words = " OR ".join(f'"{word}"' for word in WORD.findall(text))
        query = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank, rowid LIMIT 12"
        return [row - 1 for (row,) in base.execute(query, (words,))]

    return ask


def bm25s_peer(claims):
    import bm25s

    stemmer = None
    if find_spec("Stemmer"):
        import Stemmer

        stemmer = Stemmer.Stemmer("english")
    quiet = {"stopwords": "en", "stemmer": stemmer, "show_progress": False}
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize([f"{c.text} {c.title}" for c in claims], **quiet), show_progress=False
    )

    def ask(text):
        found, _ = index.retrieve(bm25s.tokenize(text, **quiet), k=12, show_progress=False)
        return [int(number) for number in found[0]]

    return ask


def silence(retrieval, claims, posts, about, first):
    """How often the floor shows a right passage, and how often anything where nothing is right."""
    words = {c.entry: {t for t, _ in terms(f"{c.text} {c.title}") if telling(t)} for c in claims}
    right = shown = loud = 0
    for post, text in posts.items():
        gold = {first[claim] for claim in about[post]}
        found = retrieval.related(text, limit=40)
        top = retrieval.related(text, limit=1, floor=0)
        if top and first[top[0].passage.entry] in gold:
            right += 1
            shown += bool(found)
        loud += any(
            not any(near(words[each.passage.entry], words[claim]) for claim in gold)
            for each in found
        )
    print(
        f"  floor: of {right} posts whose first passage is right {shown / right:.1%} are shown it;"
        f" without the claims about it {loud / len(posts):.1%} are shown some other"
    )


def near(one, other):
    return len(one & other) > 0.45 * len(one | other)


def demonstration(encoder):
    text = files("onrecord.demo").joinpath("dispute.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)["communication"]
    sources = [
        Source(number, each["id"], each["text"], each.get("title", ""))
        for number, each in enumerate(told)
        if "text" in each
    ]
    return Retrieval(sources, encoder=encoder)


def off_topic(posts, encoder):
    record = demonstration(encoder)
    loud = sum(bool(record.related(text)) for text in posts.values())
    print(
        f"  a labour dispute's record ({len(record.sources)} communications) shows something to"
        f" {loud / len(posts):.1%} of the posts"
    )


def hostile(retrieval):
    for name, claim in (
        ("one word, 1 MB", "x" * 1_000_000),
        ("1 MB of words", " ".join(f"word{n} strike" for n in range(80_000))[:1_000_000]),
        ("1 MB of marks", "#@'’" * 250_000),
    ):
        began = time.perf_counter()
        retrieval.related(claim)
        print(f"  {name}: {1000 * (time.perf_counter() - began):.0f} ms")


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name, encoder, claims, split, first):
    posts, about, train = split
    before, began = memory(), time.perf_counter()
    retrieval = Retrieval(claims, encoder=encoder)
    built = time.perf_counter() - began
    score(name, ours(retrieval), posts, about, first)
    print(
        f"  built in {built:.1f} s; {memory() - before:.0f} MB above the {before:.0f} MB before it"
    )
    if train:
        silence(retrieval, claims, posts, about, first)
        off_topic(posts, encoder)
    hostile(retrieval)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="train", choices=("train", "dev"))
    parser.add_argument("--semantic", action="store_true", help="with the sentence model: minutes")
    parser.add_argument("--data", type=Path, default=DATA)
    args = parser.parse_args()
    if not (args.data / "claims.tsv").is_file():
        print(f"skipped: no claims at {args.data}")
        return
    claims, posts, about = load(args.data, args.split)
    first = twins(claims)
    print(
        f"{args.split}: {len(posts)} posts, {len(claims)} recorded claims,"
        f" {len(set(first.values()))} without twins; floors {FLOOR}, {SEMANTIC_FLOOR}"
    )
    split = posts, about, args.split == "train"
    measure("default install", None, claims, split, first)
    if args.semantic:
        model = load_model()
        if model is None:
            print("skipped: the sentence model is not installed (see onrecord.check.vectors)")
        else:
            measure("with the sentence model", model, claims, split, first)
    score("SQLite FTS5", fts5(claims), posts, about, first)
    if find_spec("bm25s"):
        score("bm25s", bm25s_peer(claims), posts, about, first)
    else:
        print("skipped: bm25s is not installed")


if __name__ == "__main__":
    main()

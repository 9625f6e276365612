"""How well quotations and their speakers are found, on annotated news articles.

Run ``python bench/check_quotes.py [--split train|dev] [--data DIR] [--errors N]``. The data are
PolNeAR's articles with stand-off annotations (Source, Cue, Content); they are no part of this
project, and without them the benchmark says so and ends.

What is counted. Gold stretches are the words under double marks, 20 characters or more, inside an
attribution's Content (one annotator's file per article, the first by name). Found stretches are
the segments of quotations of 20 characters or more, of any kind but ``scare`` and ``title``. A
found stretch matches where at least 90 % of the tokens of the longer of the two are shared.

Two measures are printed, for the rules and for the regular expression alike. *As annotated* is the
plain one. But annotators often made one attribution of each sentence, so that a Content ends in
the middle of a quotation ("We wait. | Then we vote.") and its stretch is no quotation; and words
under single marks (headlines) are in Contents but never in the gold. *Whole quotations* goes on to
the closing mark where a Content ends before it, and leaves out what was found under single marks.

Precision is given twice: over every found stretch, and over those that overlap any attribution's
Content (what annotators left out altogether is then nobody's error). A speaker is right where the
words that name it overlap a Source of an attribution that holds the stretch, unknown where none
is named, wrong otherwise; stretches whose attributions have no Source are left out.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.check.indirect import find_indirect
from onrecord.check.quotes import find_quotes

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "polnear"
LEAST = 20
SHARED = 0.9
QUOTED = re.compile(r"""(?:["“]|'')(?=\S)((?:(?!'')[^"“”\n]){20,}?)(?:["”]|''|$)""", re.MULTILINE)
SINGLE = re.compile(r"(?:^|[^'‘’`])['‘’`]$")
CLOSING = re.compile("[\"“”\n]|''|\\Z")
TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass
class Article:
    name: str
    text: str
    attributions: list = field(default_factory=list)  # (sources, cues, contents), lists of spans


def load(directory):
    """The articles of a split, with the first annotator's attributions."""
    chosen = {}
    for path in sorted(directory.glob("*.ann")):
        chosen.setdefault(re.sub(r"_[0-9a-f]{4}$", "", path.stem), path)
    for name, path in chosen.items():
        text = (directory / f"{name}.txt").read_text(encoding="utf-8")
        yield Article(name, text, list(attributions(path.read_text(encoding="utf-8"))))


def attributions(annotation):
    spans, events = {}, []
    for line in annotation.splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T") and "\t" in rest:
            offsets = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = [tuple(map(int, part.split())) for part in offsets.split(";")]
        elif key.startswith("E"):
            events.append([part.split(":") for part in rest.split()])
    for event in events:
        roles = defaultdict(list)
        for role, key in event:
            roles[role.rstrip("0123456789")] += spans.get(key, [])
        yield roles["Source"], roles["Cue"], roles["Content"]


def gold(article, whole=False):
    """Quoted stretches of the article, each with the Sources of the attributions that hold it."""
    found = defaultdict(list)
    for sources, _, contents in article.attributions:
        for start, end in contents:
            for match in QUOTED.finditer(article.text[start:end]):
                last = start + match.end(1)
                if whole and last == end:
                    halved = article.text[end - 1 : end + 1] == "''"
                    last = CLOSING.search(article.text, end - halved).start()
                found[start + match.start(1), last] += sources
    return dict(found)


def tokens(text, span):
    return {match.start() + span[0] for match in TOKEN.finditer(text[slice(*span)])}


def same(text, one, other):
    a, b = tokens(text, one), tokens(text, other)
    return len(a & b) >= SHARED * max(len(a), len(b), 1)


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def predicted(text):
    """Stretches found, with the mention of their speaker."""
    for quote in find_quotes(text):
        mention = quote.speaker and (quote.speaker.mention.start, quote.speaker.mention.end)
        for segment in quote.segments if quote.kind not in ("scare", "title") else ():
            if segment.end - segment.start >= LEAST:
                yield (segment.start, segment.end), mention


def doubly_marked(text):
    """As ``predicted``, without what stands under single marks."""
    for span, mention in predicted(text):
        if not SINGLE.search(text[max(0, span[0] - 3) : span[0]].rstrip()):
            yield span, mention


BASELINE_NAME = r"(?:(?:[A-Z][\w'’.-]+)(?: [A-Z][\w'’.-]+)*|he|she|they)"
BASELINE_SAID = r"(?:said|says|told|added|wrote|asked|tweeted|explained|continued|noted)"
BASELINE_QUOTE = re.compile(r"""(?:["“]|'')((?:(?!'')[^"“”\n]){20,}?)(?:["”]|'')""")
BASELINE_AFTER = re.compile(
    rf"\s*(?:{BASELINE_SAID} ({BASELINE_NAME})|({BASELINE_NAME}) {BASELINE_SAID})"
)
BASELINE_BEFORE = re.compile(rf"({BASELINE_NAME}) {BASELINE_SAID}[^.\n“\"]{{0,60}}$")


def baseline(text):
    """The regular expressions that a tired programmer would write."""
    for match in BASELINE_QUOTE.finditer(text):
        after = BASELINE_AFTER.match(text, match.end())
        before = BASELINE_BEFORE.search(text, max(0, match.start() - 120), match.start())
        hit = after or before
        group = hit and next(n for n, words in enumerate(hit.groups(), 1) if words)
        yield match.span(1), hit and hit.span(group)


def score(articles, finder, errors=(), whole=False):
    """Counts over all articles; appends (article, kind, stretch, mention, sources) to errors."""
    n = Counter()
    for article in articles:
        wanted = gold(article, whole)
        found = list(finder(article.text))
        contents = [span for _, _, spans in article.attributions for span in spans]
        matched = set()
        n["gold"] += len(wanted)
        for span, mention in found:
            key = next(
                (k for k in wanted if overlap(k, span) and same(article.text, k, span)), None
            )
            n["found"] += 1
            n["found in content"] += any(overlap(span, content) for content in contents)
            if key is None:
                note(errors, article, "span", span, mention, [])
                continue
            n["matched"] += 1
            if key in matched:
                continue
            matched.add(key)
            n["gold matched"] += 1
            judge_speaker(n, errors, article, span, mention, wanted[key])
        for key in wanted.keys() - matched:
            note(errors, article, "lost", key, None, wanted[key])
            n["with source"] += bool(wanted[key])
            n["unknown"] += bool(wanted[key])
    return n


def judge_speaker(n, errors, article, span, mention, sources):
    if not sources:
        return
    n["with source"] += 1
    right = mention is not None and any(overlap(mention, source) for source in sources)
    verdict = "right" if right else "unknown" if mention is None else "wrong"
    n[verdict] += 1
    if verdict == "wrong":
        n[excuse(article.text, mention, sources)] += 1
    if not right:
        note(errors, article, verdict, span, mention, sources)


def excuse(text, mention, sources):
    """Why a wrong speaker may not be another person: told by the texts of mention and Source.

    ``same name``: the Source is another mention by the same last word (or the same pronoun);
    ``second-hand``: the Source is who passed the words on (``X said, according to Y``).
    """
    words = text[slice(*mention)].casefold().split()
    for start, end in sources:
        if words and text[start:end].casefold().split()[-1:] == words[-1:]:
            return "same name"
    for start, end in sources:
        lead, after = text[max(0, start - 20) : start], text[end : end + 12]
        if "ccording to" in lead or re.match(r"\s+report(?:s|ed)\b", after):
            return "second-hand"
    return "other"


def note(errors, *row):
    if isinstance(errors, list):
        errors.append(row)


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def show(name, n):
    recall = n["gold matched"] / n["gold"]
    strict, fair = n["matched"] / n["found"], n["matched"] / n["found in content"]
    named = n["right"] + n["wrong"]
    p, r = n["right"] / max(1, named), n["right"] / n["with source"]
    print(f"{name}: {n['gold']} gold stretches, {n['found']} found")
    print(f"  span     R {recall:.3f}  P {fair:.3f} F1 {f1(fair, recall):.3f} within attributions;"
          f"  P {strict:.3f} F1 {f1(strict, recall):.3f} over all found")  # fmt: skip
    print(f"  speaker  P {p:.3f} R {r:.3f} F1 {f1(p, r):.3f}   unknown "
          f"{n['unknown'] / n['with source']:.1%}, wrong {n['wrong'] / n['with source']:.1%}"
          f" of {n['with source']}")  # fmt: skip
    print(f"           of the wrong, {n['same name']} are another mention of the same name and "
          f"{n['second-hand']} name who said it where the Source is who passed it on")  # fmt: skip


def marked(text, span):
    return re.search("[\"“”]|''", text[slice(*span)]) is not None


def bounds(text, spans):
    """From the first to the last of the Content's parts, without a leading ``that``."""
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    return start + len(re.match(r"(?:that\s+)?", text[start:end]).group()), end


def score_indirect(articles):
    """Content of indirect speech: attributions whose Content has no double marks; no ``that``."""
    n = Counter()
    for article in articles:
        wanted = [
            (*bounds(article.text, contents), sources)
            for sources, _, contents in article.attributions
            if contents and not any(marked(article.text, span) for span in contents)
        ]
        found = [
            (one.content.start, one.content.end, one.speaker)
            for one in find_indirect(article.text)
            if not marked(article.text, (one.content.start, one.content.end))
        ]
        n["gold"] += len(wanted)
        n["found"] += len(found)
        for start, end, sources in wanted:
            hit = next((f for f in found if same(article.text, f[:2], (start, end))), None)
            n["matched"] += hit is not None
            mention = hit and hit[2] and (hit[2].mention.start, hit[2].mention.end)
            n["speaker"] += bool(mention and any(overlap(mention, s) for s in sources))
        ours = {t for f in found for t in tokens(article.text, f[:2])}
        theirs = {t for w in wanted for t in tokens(article.text, w[:2])}
        n["tokens ours"] += len(ours)
        n["tokens theirs"] += len(theirs)
        n["tokens both"] += len(ours & theirs)
    return n


def show_indirect(n):
    p, r = n["matched"] / max(1, n["found"]), n["matched"] / n["gold"]
    tp, tr = n["tokens both"] / max(1, n["tokens ours"]), n["tokens both"] / n["tokens theirs"]
    print(f"indirect: {n['gold']} gold contents without marks (belief, stance and feeling counted)")
    print(f"  content  P {p:.3f} R {r:.3f} F1 {f1(p, r):.3f} (90 % of tokens);"
          f"  tokens P {tp:.3f} R {tr:.3f} F1 {f1(tp, tr):.3f};"
          f"  speaker right in {n['speaker'] / max(1, n['matched']):.1%} of matched")  # fmt: skip


def show_errors(errors, count, kind):
    chosen = [row for row in errors if kind in ("", row[1])]
    step = max(1, len(chosen) // count)
    for article, verdict, span, mention, sources in chosen[::step][:count]:
        text = article.text
        around = "⟦".join((text[max(0, span[0] - 160) : span[0]], text[span[0] : span[1]]))
        around = f"{around}⟧{text[span[1] : span[1] + 130]}".replace("\n", "⏎")
        said = mention and text[slice(*mention)]
        print(f"[{verdict}] {article.name}\n   ours {said!r} gold {[text[a:b] for a, b in sources]}"
              f"\n   …{around}…")  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="train", choices=("train", "dev"))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--errors", type=int, default=0, help="show so many errors")
    parser.add_argument("--kind", default="", help="only errors of this kind")
    args = parser.parse_args()
    if not (args.data / args.split).is_dir():
        print(f"skipped: no annotated articles at {args.data / args.split}")
        return
    articles = list(load(args.data / args.split))
    began = time.perf_counter()
    for article in articles:
        find_quotes(article.text)
    spent = time.perf_counter() - began
    size = sum(len(article.text) for article in articles)
    print(f"{args.split}: {len(articles)} articles, {size / 1e6:.1f} MB, one process")
    print(f"find_quotes: {len(articles) / spent:.0f} articles/s, {size / spent / 1e6:.2f} MB/s")
    errors = []
    show("rules, as annotated", score(articles, predicted, errors))
    show("regex baseline, as annotated", score(articles, baseline))
    show("rules, whole quotations", score(articles, doubly_marked, whole=True))
    show("regex baseline, whole quotations", score(articles, baseline, whole=True))
    show_indirect(score_indirect(articles))
    if args.errors:
        show_errors(errors, args.errors, args.kind)


if __name__ == "__main__":
    main()

"""Quotations of real articles that stand near what was really said: are the verdicts right?

Run ``./dev bench check_near [--show N]``. ``tests/golden/check/near-labels.tsv`` names, by file and
offset, quotations of ``../shared/data/polnear`` that share runs of four words and half of their
words with a place in ``../shared/data/transcripts`` (found without our index), and quotations about
which the check had said anything but "nothing on the record". Each was read and judged by one
reader: ``same`` (marked omissions and clarifications allowed), ``altered`` or ``none``; doubtful
ones were left out. The record is all the transcripts.

Precision: of the verdicts of a kind, those that the label bears out. Recall: of what is the same or
altered, what is said to be either. Rules were changed on these articles (the training part holds
most of them), so the figures of the training part flatter.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bench import alterations as made
from onrecord.check.index import Index
from onrecord.check.match import match

LABELS = Path(__file__).resolve().parents[1] / "tests" / "golden" / "check" / "near-labels.tsv"
SAME = ("exact", "excerpt", "cut-short")
ALTERED = ("altered", "spliced")


def labels():
    """Split, file, start, end and label of each quotation."""
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "split\t")):
            split, name, start, end, label = line.split("\t")
            yield split, name, int(start), int(end), label


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, help="print so many that are wrong")
    args = parser.parse_args()
    paths = sorted((made.DATA / "transcripts").glob("*.tsv"))
    if not paths:
        print("skipped: ../shared/data is not there")
        return
    index = Index(made.texts(made.turns(paths)))
    for split in ("train", "dev"):
        tally, short, shown = Counter(), 0, 0
        for part, name, start, end, label in labels():
            if part != split:
                continue
            text = (made.DATA / "polnear" / split / name).read_text(encoding="utf-8")[start:end]
            kind = match(text, index).kind
            said = "same" if kind in SAME else "altered" if kind in ALTERED else "none"
            tally[label, said] += 1
            short += said == "altered" and len(text.split()) < 6
            if said != label and shown < args.show:
                shown += 1
                print(f"   {label} called {kind}: {text[:140]!r}")
        show(split, tally, short)


def show(split, tally, short):
    """The figures of one part."""
    total = sum(tally.values())

    def share(right, out_of):
        return f"{right / out_of:.3f} ({right} of {out_of})" if out_of else "none"

    same = sum(n for (_, said), n in tally.items() if said == "same")
    altered = sum(n for (_, said), n in tally.items() if said == "altered")
    real = sum(n for (label, _), n in tally.items() if label != "none")
    found = sum(n for (label, said), n in tally.items() if label != "none" and said != "none")
    print(f"{split}: {total} labelled; altered of under 6 words: {short}")
    print(f"  precision, word for word {share(tally['same', 'same'], same)}, goal .98")
    print(f"  precision, altered {share(tally['altered', 'altered'], altered)}, goal .95")
    print(f"  recall {share(found, real)}, goal .90")


if __name__ == "__main__":
    main()

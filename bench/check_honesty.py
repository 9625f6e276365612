"""How often unrelated texts are told that they differ from the record.

Run ``./dev bench check_honesty [--show N]``. Two unions' records: the Hollywood case's official
words and history, and the demonstration's. 2,000 documents that speak of neither: the 924 annotated
news articles of ``../shared/data/polnear``, which are of US politics in 2015 and 2016, and the
claims of ``../shared/data/checkthat-2020``, nine to a document. (Articles that name a union or an
employers' body of the record by chance stay in: "actors", "the employers".) Each goes through the
whole check, quotations and claims, published on the day that it says. Counted are documents with a
finding ``altered`` or ``contradicts``, and with any other verdict that says something differs;
goal: at most 0.1 % of documents.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from datetime import date

from bench.alterations import DATA
from onrecord.check.bulk import Answerer, Document, run
from onrecord.check.check import Vouched
from onrecord.check.library import Library
from onrecord.domain.source import Source
from onrecord.procedures.history import read_history
from tests.unit.talks_story import CASE, LONDON, demo, hollywood, told

GOAL = 0.001
COUNT = 2_000
TOGETHER = 9
ALARMS = ("altered", "contradicts")
OTHERS = ("spliced", "cut-short", "misattributed", "superseded", "withdrawn", "disputed")


def unrelated():
    """The documents, articles first."""
    paths = sorted((DATA / "polnear").glob("*/*.txt"))
    for path in paths:
        day = date.fromisoformat(path.name.split("_")[1])
        yield Document(path.name, 0, path.read_bytes(), path.name, "text", day)
    rows = (DATA / "checkthat-2020" / "claims.tsv").read_text(encoding="utf-8").splitlines()
    claims = [row.split("\t")[1] for row in rows[1:] if "\t" in row]
    for number in range(0, len(claims), TOGETHER):
        text = "\n\n".join(claims[number : number + TOGETHER])
        yield Document("claims", number, text.encode(), "", "text", date(2020, 1, 1))


def records():
    """Each record's name and library."""
    source = hollywood()
    files = {name: (CASE / name).read_bytes() for name in ("facts.csv", "positions.csv")}
    zone = "America/Los_Angeles"
    from tests.unit.test_talks_expectations import parties

    read = read_history(files, parties().parties, zone=zone, owner="WGA")
    drafts = (*source.drafts, *read.drafts)
    held = told(Source(source.record, source.parties, drafts))
    known = {party.id: party for party in (*parties().parties, *source.parties)}
    yield "Hollywood", Library("wga.example", "WGA", zone, tuple(held), tuple(known.values()))
    story = demo()
    yield (
        "demonstration",
        Library("lwg.example/record", "LWG", LONDON, tuple(told(story)), story.parties),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, help="print so many alarms")
    args = parser.parse_args()
    if not (DATA / "polnear").is_dir() or not CASE.is_dir():
        print("skipped: ../shared is not there")
        return
    documents = list(unrelated())[:COUNT]
    for name, library in records():
        answerer = Answerer(library, Vouched(1, bytes(32), True), every=True)
        verdicts, alarmed, other, shown = Counter(), 0, 0, 0
        for answer in run(iter(documents), answerer, jobs=len(os.sched_getaffinity(0))):
            value = json.loads(answer.line)
            found = [each["verdict"] for each in value.get("findings", ())]
            verdicts.update(found)
            alarmed += any(verdict in ALARMS for verdict in found)
            other += any(verdict in OTHERS for verdict in found)
            for each in value.get("findings", ()):
                if each["verdict"] in (*ALARMS, *OTHERS) and shown < args.show:
                    shown += 1
                    which = value["document"]["name"] or value["document"]["place"]
                    told_ = f"{each['verdict']}: {each['text'][:120]!r} -> {each['explanation']}"
                    print(f"   {which}: {told_}")
        rate = alarmed / len(documents)
        print(f"{name}: {len(documents):,} documents, {sum(verdicts.values()):,} findings; "
              f"altered or contradicts in {alarmed} ({rate:.2%}; goal {GOAL:.1%}); "
              f"another difference in {other}; verdicts {dict(verdicts)}")  # fmt: skip


if __name__ == "__main__":
    main()

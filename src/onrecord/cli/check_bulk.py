"""``onrecord check --bulk``: many documents against the record, on all cores."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.check.bulk import Answer, Answerer, Document, Output, documents, listed, run
from onrecord.check.check import as_of_of, vouched_by
from onrecord.check.library import library_of
from onrecord.cli.common import BadInput, printable
from onrecord.domain.moment import Moment
from onrecord.record.directory import OpenRecord

SHOWN = 0.5
"""Seconds between two looks at the progress on a terminal; elsewhere a line every ``TOLD``."""
TOLD = 60.0
MOST_JOBS = 256


def check_bulk(
    args: argparse.Namespace, record: OpenRecord, as_of: Moment | None, published: date | None
) -> int:
    """Answer every document; status 1 if anything was changed, contradicted or replaced."""
    files = listed(args.bulk)
    library = library_of(record, as_of)
    answerer = Answerer(library, vouched_by(record), published, args.every)
    jobs = _jobs(args.jobs)
    progress = Progress(sys.stderr.isatty())
    held = documents(files)
    if args.output is None:
        for answer in run(held, answerer, jobs=jobs):
            sys.stdout.buffer.write(answer.line)
            progress.count(answer)
    else:
        output = Output(Path(args.output), _plan(args, answerer))
        _into(output, held, answerer, jobs, progress)
    progress.end(args.output)
    return 1 if progress.differ else 0


def _into(
    output: Output,
    held: Iterator[Document],
    answerer: Answerer,
    jobs: int,
    progress: Progress,
) -> None:
    try:
        for answer in output.done(held):
            progress.count(answer, before=True)
        for answer in run(held, answerer, jobs=jobs):
            output.add(answer.line)
            progress.count(answer)
        output.finish()
    finally:
        output.close()


def _plan(args: argparse.Namespace, answerer: Answerer) -> dict[str, Any]:
    """What a run is: the record and moment, the options, and the inputs by their names."""
    return {
        "record": {
            "origin": answerer.library.origin,
            "size": answerer.vouched.size,
            "root": answerer.vouched.root.hex(),
        },
        "as-of": as_of_of(answerer.library),
        "published": None if answerer.published is None else str(answerer.published),
        "every": answerer.every,
        "inputs": list(args.bulk),
    }


def _jobs(given: int | None) -> int:
    if given is None:
        return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    if not 1 <= given <= MOST_JOBS:
        raise BadInput(f"--jobs {given} is not a number from 1 to {MOST_JOBS}")
    return given


class Progress:
    """Counts on standard error: one line rewritten on a terminal, a line a minute elsewhere."""

    def __init__(self, terminal: bool) -> None:
        self.done = self.before = self.differ = self.bear = self.failed = 0
        self._terminal = terminal
        self._began = self._told = time.monotonic()

    def count(self, answer: Answer, *, before: bool = False) -> None:
        """One document more; ``before`` where an earlier run answered it."""
        self.done += 1
        self.before += before
        self.differ += answer.differs
        self.failed += answer.failed
        self.bear += b'"bears":true' in answer.line[:4_000]
        now = time.monotonic()
        if now - self._told >= (SHOWN if self._terminal else TOLD):
            self._told = now
            end = "\r" if self._terminal else "\n"
            print(f"{self.line():<78}", end=end, file=sys.stderr, flush=True)

    def line(self) -> str:
        """Where it stands."""
        spent = max(time.monotonic() - self._began, 1e-6)
        rate = (self.done - self.before) / spent
        return (
            f"{self.done:,} documents, {rate:,.0f} a second; {self.bear:,} bear on the record, "
            f"{self.differ:,} differ, {self.failed:,} unread"
        )

    def end(self, output: str | None) -> None:
        """The last line."""
        where = f" Written: {printable(output)}." if output else ""
        before = f", {self.before:,} of them by an earlier run" if self.before else ""
        said = (
            f"{self.done:,} documents{before}: {self.bear:,} bear on the record, "
            f"{self.differ:,} differ from it, {self.failed:,} could not be read.{where}"
        )
        print(f"{said:<78}", file=sys.stderr)

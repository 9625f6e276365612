"""``onrecord fsck``: every byte of a record's files, from entry 0 to the first that is wrong."""

from __future__ import annotations

import argparse
import sys
import time

from onrecord.cli.common import add_record, record_of, wrap
from onrecord.keys.note import parse_note
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.directory import MAX_CHECKPOINT
from onrecord.record.files import FileTileSource, read_file
from onrecord.record.fsck import fsck
from onrecord.record.reader import TamperedTile
from onrecord.record.store import MissingFile
from onrecord.record.tell import entries

EVERY = 0.5
"""Seconds between two lines of progress."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The record."""
    add_record(parser)


def run(args: argparse.Namespace) -> int:
    """Check the files; name the first bad one and leave with status 1."""
    public = record_of(args).public
    raw = read_file(public / "checkpoint", "checkpoint", MAX_CHECKPOINT)
    point = parse_checkpoint(parse_note(raw).text)
    progress = _Progress(point.size)
    try:
        checked = fsck(FileTileSource(public), point, progress.tell)
    except (TamperedTile, MissingFile) as error:
        progress.end()
        print(wrap(f"Damaged: {error}"))
        print(wrap("Nothing was changed. Put the file back from a mirror or a backup."))
        return 1
    progress.end()
    print(wrap(f"Whole: {entries(checked)}, and every file that the checkpoint stands for."))
    print("To judge signatures and officers too: onrecord verify DIR")
    return 0


class _Progress:
    """Entries done, a line at a time on standard error where a person is looking."""

    def __init__(self, total: int) -> None:
        self._total, self._begun = total, time.monotonic()
        self._next = self._begun + EVERY
        self._shown = False

    def tell(self, first: int, entries: list[bytes]) -> None:
        now = time.monotonic()
        if now < self._next or not sys.stderr.isatty():
            return
        done = first + len(entries)
        rate = done / (now - self._begun)
        left = (self._total - done) / rate
        line = f"\r{done:,} of {self._total:,} entries, {rate:,.0f}/s, {left:.0f} s left "
        print(line, end="", file=sys.stderr, flush=True)
        self._shown, self._next = True, now + EVERY

    def end(self) -> None:
        if self._shown:
            print(file=sys.stderr)

"""What the commands share: finding the record, reading files, showing a verdict."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.moment import Moment, parse_moment
from onrecord.record.directory import OpenRecord, RecordDirectory, find_record
from onrecord.record.verdict import Verdict, Word

MAX_INPUT = 4 << 20
"""Bytes of any file that a command reads."""

MARKS = {
    Word.EXACT: ("✓", "[=]"),
    Word.EXCERPT: ("✓", "[=]"),
    Word.ALTERED: ("Δ", "[x]"),
    Word.SUPERSEDED: ("↻", "[>]"),
    Word.WITHDRAWN: ("⊘", "[/]"),
    Word.MEMBERS_ONLY: ("●", "[m]"),
    Word.DISPUTED: ("≠", "[!]"),
    Word.NOT_ON_RECORD: ("?", "[?]"),
    Word.CANNOT_TELL: ("?", "[?]"),
}
"""A shape for each verdict, with its plain spelling for terminals without Unicode."""

WIDTH = 80


class BadInput(OnRecordError):
    """A file that a command cannot take."""


def add_record(parser: argparse.ArgumentParser) -> None:
    """The option that every command on a record has."""
    parser.add_argument(
        "--record", metavar="DIR", help="the record (default: the nearest one, or ONRECORD_RECORD)"
    )


def add_address(parser: argparse.ArgumentParser, *, port: int) -> None:
    """The options of a command that serves: where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="(default: this machine alone)")
    parser.add_argument(
        "--port", type=_port, default=port, help=f"(default: {port}; 0 takes a free one)"
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 0 to 65535")
    return int(text)


def record_of(args: argparse.Namespace) -> RecordDirectory:
    """The record that the command line means."""
    return find_record(args.record, Path.cwd(), os.environ)


def read_input(name: str, limit: int = MAX_INPUT) -> bytes:
    """The bytes of a file, or of standard input for ``-``, at most ``limit``.

    Raises:
        BadInput: there is no such file, it is a directory, or it is larger.
    """
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(limit + 1)
    except FileNotFoundError:
        raise BadInput(f"{name}: there is no such file") from None
    except IsADirectoryError:
        raise BadInput(f"{name} is a directory; name a file in it") from None
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}") from None
    if len(raw) > limit:
        raise BadInput(f"{name} is larger than {limit:,} bytes, which is the most that is read")
    return raw


def write_new(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file that is not there yet; never overwrites.

    Raises:
        BadInput: it is there already, or its directory is missing.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(path, flags, 0o600 if private else 0o644), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise BadInput(f"{path} is there already; move it away or name another with -o") from None
    except FileNotFoundError:
        raise BadInput(f"{path}: its directory is not there; make it first") from None


def past_moment(option: str, text: str, record: OpenRecord) -> Moment:
    """The moment that ``option`` names, which may not be still to come.

    A record of fiction may lie ahead; what it already holds is not still to come there.

    Raises:
        BadInput: it is none, or it is still to come.
    """
    try:
        moment = parse_moment(text)
    except Malformed as error:
        raise BadInput(f"{option}: {error}") from None
    at = moment.instant
    ahead = at.timestamp() > now() if at is not None else str(moment.day) > latest_day()
    if ahead and moment.day > newest_day(record):
        raise BadInput(f"{option} {text} is still to come; the record can only tell the past")
    return moment


def newest_day(record: OpenRecord) -> date:
    """The day of the record's newest communication, as it spells it."""
    days = (said.made.day for _, said in record.history.communications())
    return max(days, default=date.min)


def latest_day() -> str:
    """Today in UTC, as a date is written; a day later is allowed for zones that are ahead."""
    return str((datetime.now(UTC) + timedelta(hours=14)).date())


def now() -> int:
    """POSIX seconds."""
    return int(time.time())


def mark(word: Word) -> str:
    """The verdict's shape, as this terminal can show it."""
    pretty, plain = MARKS[word]
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    return pretty if encoding == "utf8" else plain


def show_verdict(verdict: Verdict) -> None:
    """Print a verdict for a person: its line first, then what it rests on, then the words."""
    line = f"{mark(verdict.word)} {verdict.line}"
    print(bold(wrap(line)))
    for detail in verdict.details:
        print(wrap(detail, "  "))
    if verdict.text:
        print()
        print(textwrap.indent(wrap_text(verdict.text), "    ").rstrip())


def verdict_json(verdict: Verdict) -> str:
    """The verdict as one JSON object."""
    value = {
        "verdict": verdict.word.value,
        "line": verdict.line,
        "details": list(verdict.details),
        "text": verdict.text,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def give(verdict: Verdict, *, as_json: bool) -> int:
    """Print the verdict and return the exit status that goes with it."""
    if as_json:
        print(verdict_json(verdict))
    else:
        show_verdict(verdict)
    return 0 if verdict.good else 1


def bold(text: str) -> str:
    """``text`` in bold where a person is looking; plain in a pipe or under NO_COLOR."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return f"\x1b[1m{text}\x1b[0m"
    return text


def wrap(text: str, indent: str = "") -> str:
    """One paragraph at 80 columns."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  " * bool(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def wrap_text(text: str) -> str:
    """A communication's text, its paragraphs kept, its long lines wrapped for an indent of 4."""
    fill = textwrap.TextWrapper(WIDTH - 4, break_long_words=False, break_on_hyphens=False).fill
    return "\n".join(fill(line) if line else "" for line in text.split("\n"))


def printable(text: str) -> str:
    """Text from outside, safe for a terminal: control characters are shown, not obeyed."""
    return "".join(c if c == "\n" or c.isprintable() else f"\\x{ord(c):02x}" for c in text)

"""The entry point of ``onrecord``: finds the command, runs it, turns errors into one line.

Exit status: 0 all well; 1 something differs (altered, disputed, failed verification, awaiting
witnesses); 2 the input or the call was wrong, with one line on standard error and nothing
changed. A command is a module of this package named like it, with ``add_arguments(parser)`` and
``run(args) -> int``; it is imported only when called, so that ``verify`` starts at once.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from onrecord import __version__
from onrecord.domain.errors import OnRecordError

COMMANDS = {
    "demo": "make a small fictional dispute's record, prove an entry and tell the story",
    "init": "make a new record: origin, owner, officers, keys",
    "draft": "write the text that officers sign, from a TOML file",
    "sign": "add an officer's signature to a draft",
    "publish": "put a signed communication on the record",
    "enter": "put communications from a TOML file on the record, all or nothing",
    "withdraw": "withdraw a communication, and erase a members-only text",
    "check": "hold any text, page, mail, PDF or picture against the record",
    "talks": "tell how the talks stand, each sentence with its entries",
    "show": "show one entry: its words, who signed it, how it stands",
    "log": "list the record",
    "receipt": "write the receipt of an entry, which anyone can verify offline",
    "verify": "verify a receipt, an entry or a whole record, offline",
    "fsck": "check every byte of a record's files",
    "open": "open a members-only communication, or disclose one paragraph of it",
    "root": "show or change the officers: who may sign what",
    "freeze": "stop the record at once, by one officer",
    "key": "make a key, or show one",
    "witness": "ask the witnesses again, or be a witness for another record",
    "mirror": "copy a record from a site or a directory, verifying as it goes",
    "evidence": "prove with two checkpoints that a log told two stories",
    "adopt": "let this machine sign for a record that was moved or restored",
    "page": "write the page that verifies receipts in a browser, offline",
    "serve": "serve a record's public files",
}
"""Every command with its one line; the manual has a chapter for each."""

USAGE = 2
INTERRUPTED = 130


class OneLineParser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that says what to do."""

    def error(self, message: str) -> NoReturn:
        """Leave with status 2 and one line on standard error."""
        _complain(f"{message}; see {self.prog} --help", self.prog)
        raise SystemExit(USAGE)


def main(argv: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(_overview())
        return 0
    if argv[0] in {"-V", "--version"}:
        print(f"onrecord {__version__}")
        return 0
    name, *rest = argv
    if name not in COMMANDS:
        return _complain(f"{name!r} is not a command; see onrecord --help")
    return _run(name, rest)


def _run(name: str, rest: Sequence[str]) -> int:
    module = import_module(f"onrecord.cli.{name}")
    parser = OneLineParser(prog=f"onrecord {name}", description=COMMANDS[name].capitalize() + ".")
    module.add_arguments(parser)
    args = parser.parse_args(rest)
    status = 0
    try:
        status = module.run(args)
        sys.stdout.flush()
    except OnRecordError as error:
        status = _complain(str(error))
    except BrokenPipeError:
        _drop_output()
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        status = _complain(f"{where}{error.strerror or error}; what was acknowledged stands")
        _drop_output()
    except KeyboardInterrupt:
        print("\nonrecord: stopped; what was acknowledged stands", file=sys.stderr)
        status = INTERRUPTED
    return status


def run() -> NoReturn:
    """The console script; what the terminal's encoding lacks is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    raise SystemExit(main(sys.argv[1:]))


def _drop_output() -> None:
    """The reader of a pipe went away, or its disk is full: keep Python from complaining at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(line: str, who: str = "onrecord") -> int:
    """One line, in which a hostile file name or argument cannot steer the terminal."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(line.split()))
    print(f"{who}: {shown}", file=sys.stderr)
    return USAGE


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {says}" for name, says in COMMANDS.items()]
    head = "onrecord COMMAND [--record DIR] ...: the record that anyone can check"
    tail = "onrecord COMMAND --help tells more. Status: 0 well, 1 differs, 2 wrong input or call."
    return "\n".join([head, "", *lines, "", tail])


if __name__ == "__main__":
    run()

"""The steps of the demonstration: each a sentence, and the command that does what it says.

Everything here runs the commands that a union would run; nothing is prepared, and every run makes
fresh keys. The signer's state lies inside the demonstration's own directory.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from onrecord.domain.errors import OnRecordError
from onrecord.record.directory import ENVIRONMENT, STATE_ENVIRONMENT

Command = Callable[[Sequence[str]], int]


class WentWrong(OnRecordError):
    """A step of the demonstration did not end as it must."""


@dataclass(frozen=True)
class Step:
    """``says``, then the command's arguments, and the exit status that it must leave with."""

    says: str
    run: tuple[str, ...]
    status: int = 0


RECEIPT = "agreement.tlog-proof"
CHANGED = "changed.tlog-proof"
NOTE = "note.txt"
GOES_ROUND = (
    "“We are on strike. Nobody goes back to work until the council says so, here,” "
    "the guild said.\n"
)

STEPS = (
    Step(
        "A union begins a record. Three officers, of whom two must agree to speak for it.",
        ("init", "record", "--from", "dispute.toml", "--officers", "president,secretary,treasurer"),
    ),
    Step(
        "Three months of a dispute go on the record: the union's own word, and what the "
        "employers and another union said, each with its source.",
        ("enter", "--record", "record", "--from", "dispute.toml"),
    ),
    Step("One more is drafted. Nobody has signed it yet.", ("draft", "bulletin.toml")),
    Step(
        "The president signs ...",
        ("sign", "bulletin.note", "--yes", "--key", "record/keys/president.key"),
    ),
    Step("... but one officer alone cannot speak here:", ("publish", "bulletin.note"), 2),
    Step(
        "The secretary signs too, and it is published.",
        ("sign", "bulletin.note", "--yes", "--key", "record/keys/secretary.key"),
    ),
    Step("", ("publish", "bulletin.note")),
    Step("The story so far:", ("log",)),
    Step(
        "Is it true that the Harbour Street picket stands down? A member was sent those words.",
        ("show", "harbour-street"),
        1,
    ),
    Step(
        "And the members-only plan: the record shows that it exists, and nothing of its words.",
        ("show", "picket-plan"),
    ),
    Step(
        "A note goes round among members, and quotes the guild. Is it what was said?",
        ("check", NOTE),
        1,
    ),
    Step(
        "How did things stand on 12 March? Each sentence names the entries that it rests on.",
        ("talks", "--as-of", "2031-03-12"),
    ),
    Step(
        "The whole dispute as one picture, with its table.",
        ("talks", "--chart", "timeline", "-o", "timeline.html"),
    ),
    Step("A receipt proves one entry to anyone, offline.", ("receipt", "agreement", "-o", RECEIPT)),
    Step("", ("verify", RECEIPT)),
    Step("One letter of it changed, somewhere on its way:", ("verify", CHANGED), 1),
    Step("The same check without a command line: one page, opened from disk.", ("page",)),
    Step("And the whole record, every byte and signature:", ("verify", "record")),
)


def tell(directory: Path, command: Command) -> None:
    """Run every step in ``directory``, which is new; ``command`` runs one command line.

    Raises:
        WentWrong: a step left with another status than it must.
    """
    for name in ("dispute.toml", "bulletin.toml"):
        (directory / name).write_bytes((files("onrecord.demo") / name).read_bytes())
    (directory / NOTE).write_text(GOES_ROUND, encoding="utf-8")
    os.chdir(directory)
    os.environ[STATE_ENVIRONMENT] = str(directory / "state")
    os.environ.pop(ENVIRONMENT, None)
    for step in STEPS:
        if step.run[:2] == ("draft", "bulletin.toml"):
            os.environ[ENVIRONMENT] = str(directory / "record")
        if step.run[:2] == ("verify", CHANGED):
            _change(directory / RECEIPT, directory / CHANGED)
        _take(step, command)
    _say_where(directory)


def _take(step: Step, command: Command) -> None:
    print(f"\n{step.says}" if step.says else "")
    print(f"$ onrecord {shlex.join(step.run)}\n", flush=True)
    status = command(step.run)
    sys.stderr.flush()
    if status != step.status:
        raise WentWrong(
            f"the demonstration stopped: onrecord {shlex.join(step.run)} ended with status "
            f"{status}, not {step.status}"
        )


def _change(receipt: Path, changed: Path) -> None:
    """The same receipt with one letter of the communication changed: 6 per cent made 7."""
    from dataclasses import replace

    from onrecord.record.receipt import parse_receipt

    read = parse_receipt(receipt.read_bytes())
    words = read.entry.replace(b"6 per cent in the first year", b"7 per cent in the first year")
    changed.write_bytes(replace(read, entry=words).raw)


def _say_where(directory: Path) -> None:
    print(f"""
Where to look: {directory}
  record/public      what the union serves to everybody: any static file server does
  record/pin         the card: origin and hash; who has it can verify everything
  {RECEIPT}   the receipt that was verified
  verify.html        open it in a browser and drop the receipt on it
  timeline.html      the dispute, day by day
To go on from there:
  export ONRECORD_RECORD={directory}/record {STATE_ENVIRONMENT}={directory}/state
  onrecord talks; onrecord show 13; onrecord open picket-plan; onrecord root; onrecord --help""")

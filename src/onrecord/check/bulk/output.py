"""The file of answers, which a killed run goes on from.

The order, stated once: (1) ``OUT.plan`` says what run this is, and is durable before anything else;
(2) lines are appended whole to ``OUT.part``, synchronised every few seconds; (3) at the end it is
synchronised and renamed to ``OUT``; (4) ``OUT.plan`` is removed. So a file called ``OUT`` is
finished, and a ``OUT.part`` is the beginning of what its plan says.

Going on: the plan must be the same; ``OUT.part`` is cut after its last whole line; and each line is
held against the document that it is of, by its digest, before anything is added. A run that was
killed and went on gives the same bytes as one that was not.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.check.bulk.answer import Answer
from onrecord.check.bulk.documents import Document
from onrecord.domain.errors import OnRecordError
from onrecord.record.durable import durable_write, open_directory, sync

EVERY = 5.0
"""Seconds after which lines are synchronised."""
LONGEST = 256 * 1024 * 1024
"""Bytes of one line that is read back."""


class OutputError(OnRecordError):
    """The output cannot be written, or is of another run."""


class Output:
    """``OUT`` and what stands beside it while a run is under way."""

    def __init__(self, path: Path, plan: Mapping[str, Any]) -> None:
        """Begin, or find what an earlier run of the same ``plan`` left.

        Raises:
            OutputError: ``OUT`` is finished already, or was begun by another run.
        """
        self.path = path
        self.part, self.plan = path.with_name(path.name + ".part"), _beside(path)
        text = json.dumps(plan, ensure_ascii=False, indent=1) + "\n"
        if path.exists():
            raise OutputError(f"{path} is there and finished; move it away or name another")
        if self.part.exists() and not self.plan.exists():
            raise OutputError(f"{self.part} is there without its plan; move it away")
        if self.plan.exists():
            self._same(text)
        else:
            durable_write(self.plan, text.encode())
        self._file = self.part.open("a+b")
        self._synced = time.monotonic()

    def _same(self, text: str) -> None:
        held = self.plan.read_text(encoding="utf-8")
        if held == text:
            return
        raise OutputError(
            f"{self.part} was begun with another {_differs(held, text)}; "
            "go on with the same, or move both away"
        )

    def done(self, documents: Iterator[Document]) -> Iterator[Answer]:
        """Take from ``documents`` those that have a line already, and give their answers.

        Raises:
            OutputError: a line is of another document than the inputs now hold there.
        """
        self._file.seek(0)
        kept = 0
        while (line := self._file.readline(LONGEST)).endswith(b"\n"):
            value = _parsed(line)
            if value is None:
                break
            document = next(documents, None)
            if document is None or value["document"].get("sha256") != document.digest:
                self._file.close()
                raise OutputError(
                    f"{self.part} holds answers to other documents; the inputs have changed: "
                    "put them back, or move it away"
                )
            kept += len(line)
            yield Answer(line, _differed(value), "error" in value)
        self._file.truncate(kept)
        self._file.seek(kept)

    def add(self, line: bytes) -> None:
        """Append one whole line."""
        self._file.write(line)
        if time.monotonic() - self._synced > EVERY:
            self.sync()

    def sync(self) -> None:
        """Make what was added durable."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def finish(self) -> None:
        """All documents have their line."""
        self.sync()
        self._file.close()
        self.part.rename(self.path)
        with open_directory(self.path.parent.resolve()) as handle:
            sync(handle, self.path.parent)
        self.plan.unlink()

    def close(self) -> None:
        """Stop here; another run goes on."""
        if not self._file.closed:
            self.sync()
            self._file.close()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".plan")


def _parsed(line: bytes) -> dict[str, Any] | None:
    """A line as it was written; None for one that a power cut tore."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    whole = isinstance(value, dict) and isinstance(value.get("document"), dict)
    return value if whole else None


def _differed(value: Mapping[str, Any]) -> bool:
    from onrecord.check.explain import GRAVITY

    return any(GRAVITY[each["verdict"]] <= 1 for each in value.get("findings", ()))


def _differs(held: str, text: str) -> str:
    try:
        one, other = json.loads(held), json.loads(text)
        return next(str(name) for name in other if one.get(name) != other[name])
    except (ValueError, StopIteration, AttributeError):
        return "plan"

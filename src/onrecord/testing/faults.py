"""Faults that a test plants in its own process: no fsync, or an error after the effect.

Nothing here is reachable from the product. The context managers replace functions of `os` for as
long as they last, so they hold for every thread of the process; run them in a child of your own.

- `without_sync` makes a disk's promise empty: fsync and fdatasync return at once. With
  ``directories_only`` files are synced and only the names are not. These are controls: a power-cut
  test that still passes under them tests nothing.
- `failing_after` carries a call out and THEN reports an error: the fault that a tracer cannot
  inject (it replaces the call), and the one that invites a program to believe that nothing
  happened.
"""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

_EFFECTS = (
    "open write pwrite fsync fdatasync replace rename link unlink remove mkdir rmdir ftruncate "
    "truncate close chmod fchmod"
)
EFFECTS = tuple(_EFFECTS.split())
"""The functions of `os` that may change what is stored (those that this system has)."""


@contextmanager
def without_sync(*, directories_only: bool = False) -> Iterator[None]:
    """fsync and fdatasync do nothing; with `directories_only`, nothing for directories."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if directories_only and not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            real(descriptor)

    with patch.object(os, "fsync", fsync), patch.object(os, "fdatasync", fsync):
        yield


class Countdown:
    """Counts calls; the one numbered `at` (from 0) is carried out and then reported as failed.

    `at` = -1 counts only. `error` is an errno, or None to kill the process at that point.
    """

    def __init__(self, at: int, error: int | None) -> None:
        self.calls: list[str] = []
        self._at = at
        self._error = error

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """`real`, counted and perhaps failing after its effect."""

        def counted(*arguments: Any, **named: Any) -> Any:
            self.calls.append(name)
            ours = len(self.calls) - 1 == self._at
            result = real(*arguments, **named)
            if ours:
                self._strike()
            return result

        return counted

    def _strike(self) -> None:
        if self._error is None:
            os.kill(os.getpid(), signal.SIGKILL)
        else:
            raise OSError(self._error, os.strerror(self._error))


@contextmanager
def failing_after(at: int, error: int | None) -> Iterator[Countdown]:
    """The call numbered `at` takes effect and then fails with `error` (None: SIGKILL)."""
    countdown = Countdown(at, error)
    with ExitStack() as stack:
        for name in EFFECTS:
            if hasattr(os, name):
                real = getattr(os, name)
                stack.enter_context(patch.object(os, name, countdown.wrap(name, real)))
        yield countdown

"""Reading hostile input in a child process that may die politely.

The child is a fresh interpreter (about 30 ms): no memory of ours, no keys, no threads to inherit.
It bounds itself before it sees a byte (``sandbox_child``): processor time, memory, no new file, no
network. We hold the clock, and kill its whole process group when it runs out.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

from onrecord.check.raw import Limits, ReadingFailed

_CALL = (
    "import sys; sys.path[:0] = sys.argv[3].split('\\n');"
    "from onrecord.check.sandbox_child import main; from onrecord.check.raw import Limits;"
    "main(sys.argv[1], Limits(*__import__('json').loads(sys.argv[2])))"
)
_MAX_ANSWER = 64 * 1024 * 1024


def run(kind: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer for ``data`` read as ``kind``.

    Raises:
        ReadingFailed: the child refused the input, died, or was stopped for its time or memory.
    """
    with _input(data) as source, _started(kind, source, limits) as child:
        answer = _answer(child, time.monotonic() + limits.wall_seconds)
        status = child.wait() if answer is not None else None
    if status is None or status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ReadingFailed("reading it took too long, so it was stopped; paste its words instead")
    try:
        value = json.loads(answer or b"")
    except ValueError:
        value = None
    if status != 0 or not isinstance(value, dict):
        raise ReadingFailed("it is damaged and broke its reader; paste its words instead")
    if isinstance(refused := value.get("refused"), str):
        raise ReadingFailed(" ".join(refused.split())[:500])
    return value


@contextlib.contextmanager
def _input(data: bytes) -> Iterator[int]:
    """A file that lies in memory where the system has such, for the child's standard input."""
    if hasattr(os, "memfd_create"):
        number = os.memfd_create("onrecord-input")
        with open(number, "w+b", buffering=0) as file:  # noqa: PTH123 a number, not a path
            _fill(file.fileno(), data)
            yield file.fileno()
    else:
        with tempfile.TemporaryFile() as file:
            _fill(file.fileno(), data)
            yield file.fileno()


def _fill(number: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(number, view) :]
    os.lseek(number, 0, os.SEEK_SET)


@contextlib.contextmanager
def _started(kind: str, source: int, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    paths = "\n".join(path for path in sys.path if path)
    numbers = json.dumps(astuple(limits))
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    child = subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _CALL, kind, numbers, paths],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
        start_new_session=True,
    )
    try:
        yield child
    finally:
        # The whole group, also where the child has left: nothing that it started outlives it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        if child.stdout:
            child.stdout.close()
        child.wait()


def _answer(child: subprocess.Popen[bytes], deadline: float) -> bytes | None:
    """Everything that the child writes; None if the clock ran out or it writes without end."""
    if child.stdout is None:
        return None
    pieces: list[bytes] = []
    number, size = child.stdout.fileno(), 0
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([number], [], [], left)[0]:
            return None
        piece = os.read(number, 1 << 20)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > _MAX_ANSWER:
            return None
    return None

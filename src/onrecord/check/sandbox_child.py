"""The child that reads hostile input: bound first, then fed.

Started by ``sandbox`` as a fresh interpreter without the user's site. It takes the input on
standard input and answers one JSON object on standard output: the reading, or ``refused`` with one
line. Whatever else goes wrong ends it, and the parent says so.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn

from onrecord.check import seccomp
from onrecord.check.raw import Limits, Raw, ReadingFailed

READERS = {
    "text": "onrecord.check.read_text:read_text",
    "html": "onrecord.check.read_html:read_html",
    "mail": "onrecord.check.read_mail:read_mail",
    "pdf": "onrecord.check.read_pdf:read_pdf",
    "image": "onrecord.check.read_image:read_image",
}
STARTS_PROGRAMS = frozenset({"image"})
_REFUSED_EVENTS = (
    *("socket.", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink"),
    *("os.chmod", "os.chown", "os.truncate", "os.kill", "shutil.", "ftplib.", "http.", "urllib."),
    "smtplib.",
)
_START_EVENTS = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")


def main(kind: str, limits: Limits) -> None:
    """Read standard input as ``kind``; called once, in a process made for it."""
    _bound(limits)
    from onrecord.check.finish import finished, to_json

    module, name = READERS[kind].split(":")
    reader: Callable[[bytes, Limits], Raw] = getattr(import_module(module), name)
    _close_doors(may_start=kind in STARTS_PROGRAMS)
    try:
        _answer(to_json(finished(reader(sys.stdin.buffer.read(), limits), limits)))
    except ReadingFailed as refused:
        _answer({"refused": str(refused)})
    except MemoryError:
        _answer(
            {"refused": "reading it needs more memory than is allowed; paste its words instead"}
        )
    except RecursionError:
        _answer({"refused": "it nests its parts too deep to be read; paste its words instead"})


def _answer(value: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _bound(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def _close_doors(*, may_start: bool) -> None:
    seccomp.confine(may_start=may_start)
    refused = _REFUSED_EVENTS if may_start else _REFUSED_EVENTS + _START_EVENTS

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(refused) or (event == "open" and _writes(arguments)):
            _refuse(event)

    sys.addaudithook(hook)


def _writes(arguments: tuple[Any, ...]) -> bool:
    path, mode, flags = arguments
    if isinstance(path, int):  # a pipe that is open already
        return False
    if isinstance(mode, str):
        return bool(set(mode) & set("wax+"))
    return isinstance(flags, int) and bool(flags & 0o1103)


def _refuse(event: str) -> NoReturn:
    raise PermissionError(f"a reader may not use {event}")

r"""Read what strace wrote: one finished system call a line, strings in hexadecimal.

The tracer is started with ``-f -xx -s 1000000``, so a line is

    <process id>  <name>(<arguments>) = <result> <rest>

and every string argument stands between quotation marks as ``\xNN`` bytes, never cut short.
A line that tells of a signal (``---``) or an end (``+++``) is no call and is left out; a call that
another thread interrupted (``<unfinished ...>``) is refused, because its order is then unknown.

>>> call = parse_call(r'7  write(3, "\x68\x69", 2) = 2')
>>> call.name, call.arguments, call.result
('write', ('3', b'hi', '2'), 2)
>>> parse_call(r'7  fsync(3) = -1 EIO (Input/output error) (INJECTED)').injected
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LINE = re.compile(r"(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+|\?)(.*)", re.DOTALL)
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
SEPARATOR = re.compile(r", (?![^{]*\})(?![^\[]*\])")


class UnreadableTrace(Exception):
    """The trace does not say in which order things happened, or what was written."""


@dataclass(frozen=True)
class Call:
    """One finished system call; `result` is None where the process never returned from it."""

    process: int
    name: str
    arguments: tuple[str | bytes, ...]
    result: int | None
    injected: bool = False

    @property
    def failed(self) -> bool:
        return self.result is None or self.result < 0

    def number(self, position: int) -> int:
        """The argument at `position` as a number (a descriptor, a length, an offset)."""
        return int(self.arguments[position])

    def path(self, position: int) -> str:
        """The argument at `position` as a path."""
        value = self.arguments[position]
        if not isinstance(value, bytes):
            raise UnreadableTrace(f"{self.name}: argument {position} is no string: {value!r}")
        return value.decode()


def parse_call(line: str) -> Call | None:
    """One line of the trace; None for signals and ends. Raises UnreadableTrace."""
    if " +++ " in line or " --- " in line:
        return None
    if "<unfinished" in line:  # killed inside the call, or two threads
        process, name = line.partition("(")[0].split()
        return Call(int(process), name, (), None)
    match = LINE.fullmatch(line.rstrip("\n"))
    if match is None or "resumed>" in line:
        raise UnreadableTrace(f"not a finished call: {line[:120]!r}")
    process, name, arguments, result, rest = match.groups()
    return Call(
        int(process),
        name,
        tuple(_argument(part) for part in SEPARATOR.split(arguments)) if arguments else (),
        None if result == "?" else int(result, 0),
        "(INJECTED)" in rest,
    )


def _argument(text: str) -> str | bytes:
    match = STRING.fullmatch(text)
    if match is None:
        return text
    if match[2]:
        raise UnreadableTrace("a string was cut short: raise strace's -s")
    return bytes.fromhex(match[1].replace("\\x", ""))


def read_trace(path: Path) -> Iterator[Call]:
    """Every call of the trace in order. Raises UnreadableTrace when two processes share it."""
    process = None
    with path.open(encoding="ascii") as lines:
        for line in lines:
            call = parse_call(line)
            if call is None:
                continue
            if process is not None and call.process != process:
                raise UnreadableTrace("two processes or threads in one trace: order unknown")
            process = call.process
            yield call

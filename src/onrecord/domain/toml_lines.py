r'''Where in a TOML file each table, key and element stands, and whether reading it is safe.

``tomllib`` gives values without positions, and some short files cost it minutes: a key of many
parts is checked against itself part by part, deep nesting ends in RecursionError, and a long
number in an error without a line. One linear pass in front of it finds the lines and holds limits.

The pass accepts more than TOML does. Where it cannot go on it stops, and ``tomllib``, which stops
no later, says what is wrong.

>>> where = locate("""
... [[party]]
... id = "LWG"
... [[party]]
... also = [
...   "the guild",
... ]
... """)
>>> where.line("party", 1), where.line("party", 1, "also", 0), where.line("party", 1, "name")
(4, 6, 4)
'''

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.domain.errors import Malformed

MAX_KEY_PARTS = 4
MAX_DEPTH = 16
MAX_SCALAR = 64
MAX_VALUES = 60_000
MAX_LINES = 150_000

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_STRING = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"
    r'|"(?!"")(?:[^"\\\n]++|\\.)*+"'
    r"|'(?!'')[^'\n]*+'",
    re.DOTALL,
)
_KEY = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+'""")
_SCALAR = re.compile(r"[^\n,\]}#]++")


class TooMuch(Malformed):
    """A limit of the pass is passed: ``line`` says where, the message which limit."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Lost(Exception):
    """Not TOML from here on."""


@dataclass(frozen=True, slots=True)
class Where:
    """The lines of a file's tables, keys and elements, counted from 1."""

    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of ``path``, or of the nearest thing around it that has one; 1 at the last."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def locate(text: str) -> Where:
    """Find the lines of ``text``, TOML with LF line ends; what is not TOML ends the search.

    Raises:
        TooMuch: a limit is passed.
    """
    if text.count("\n") > MAX_LINES:
        raise TooMuch(MAX_LINES, f"more than {MAX_LINES} lines")
    scanner = _Scanner(text)
    try:
        scanner.document()
    except _Lost:
        pass
    return Where(scanner.lines)


class _Scanner:
    """The pass: a position in the text, its line, and what was found so far."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._line = 1
        self._values = 0
        self._table: Path = ()
        self._counts: dict[Path, int] = {}
        self._here: Path = ()

    def document(self) -> None:
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._take("["):
                self._header(array=self._take("["))
            else:
                self._pair(self._table)
                self._values_below()
            self._skip(_BLANK)

    def _header(self, *, array: bool) -> None:
        path: Path = ()
        for part in (parts := self._key())[:-1]:
            path = (*path, part)
            path = (*path, self._counts[path] - 1) if path in self._counts else path
        path = (*path, parts[-1])
        if array:
            self._counts[path] = self._counts.get(path, 0) + 1
            path = (*path, self._counts[path] - 1)
        self._expect("]]" if array else "]")
        self._note(path)
        self._table = path

    def _pair(self, table: Path) -> None:
        """A key and its ``=``; the value follows, and ``self._here`` is its path."""
        line = self._line
        self._here = (*table, *self._key())
        self._expect("=")
        self._skip(_SPACE)
        self._note(self._here, line)

    def _values_below(self) -> None:
        """The value at the position, with all that is nested in it, without recursion."""
        stack: list[tuple[str, Path, int]] = []
        self._value(stack)
        while stack:
            closer, path, index = stack.pop()
            self._skip(_BLANK)
            if self._take(closer):
                continue
            if index:
                self._expect(",")
                self._skip(_BLANK)
            if self._take(closer):
                continue
            stack.append((closer, path, index + 1))
            self._element(closer, path, index)
            self._value(stack)

    def _element(self, closer: str, path: Path, index: int) -> None:
        if closer == "}":
            self._pair(path)
        else:
            self._here = (*path, index)
            self._note(self._here)

    def _value(self, stack: list[tuple[str, Path, int]]) -> None:
        """One value; an array or inline table is opened onto ``stack``."""
        for opener, closer in ("[", "]"), ("{", "}"):
            if self._take(opener):
                stack.append((closer, self._here, 0))
                if len(stack) > MAX_DEPTH:
                    raise TooMuch(self._line, f"more than {MAX_DEPTH} brackets inside each other")
                return
        if self._text.startswith(('"', "'"), self._at):
            self._skip(_STRING, required=True)
        else:
            self._scalar()

    def _scalar(self) -> None:
        start = self._at
        self._skip(_SCALAR, required=True)
        if self._at - start > MAX_SCALAR and len(self._text[start : self._at].strip()) > MAX_SCALAR:
            raise TooMuch(self._line, f"a bare value of more than {MAX_SCALAR} characters")

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            start = self._at
            self._skip(_KEY, required=True)
            parts.append(self._text[start : self._at].strip("\"'"))
            if len(parts) > MAX_KEY_PARTS:
                raise TooMuch(self._line, f"a key of more than {MAX_KEY_PARTS} parts")
            self._skip(_SPACE)
            if not self._take("."):
                return tuple(parts)

    def _note(self, path: Path, line: int | None = None) -> None:
        self.lines.setdefault(path, line or self._line)
        self._values += 1
        if self._values > MAX_VALUES:
            raise TooMuch(self._line, f"more than {MAX_VALUES} tables and values")

    def _take(self, literal: str) -> bool:
        if not self._text.startswith(literal, self._at):
            return False
        self._at += len(literal)
        return True

    def _expect(self, literal: str) -> None:
        if not self._take(literal):
            raise _Lost

    def _skip(self, pattern: re.Pattern[str], *, required: bool = False) -> None:
        found = pattern.match(self._text, self._at)
        if found is None:
            if required:
                raise _Lost
            return
        self._line += self._text.count("\n", self._at, found.end())
        self._at = found.end()

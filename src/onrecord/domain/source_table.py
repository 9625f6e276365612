"""A TOML table read key by key: typed, each fault with its line, and no key left unread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, NoReturn

from onrecord.domain.act_values import MAX_NUMBERS, render_decimal
from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.moment import moment_of
from onrecord.domain.strict import excerpt
from onrecord.domain.text import WHITE_SPACE, check_line, check_text
from onrecord.domain.toml_lines import Path, Where

_LARGEST = 10**15
_TOO_MANY_MARKS = re.compile(rb"[^\x00]{31}")


class SourceError(OnRecordError):
    """One fault in a source file, as ``FILE:LINE: what is wrong; what to do``."""


class Float(str):
    """A TOML float as it was written, so that 4.10 never passes through binary."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The file's name and its lines."""

    name: str
    where: Where

    def fault(self, path: Path, message: str) -> SourceError:
        """The error that says ``message`` of what stands at ``path``."""
        return fault(self.name, self.where.line(*path), message)


def fault(name: str, line: int, message: str) -> SourceError:
    """The error ``name:line: message``, on one line whatever the name holds."""
    shown = name if name.isprintable() else excerpt(name, 200)
    return SourceError(f"{shown}:{line}: {message}")


@dataclass(slots=True)
class Table:
    """One table at ``path``, called ``what`` in errors. Every ``take`` marks its key as read."""

    origin: Origin
    path: Path
    data: Mapping[str, Any]
    what: str
    _read: list[str] = field(default_factory=list)

    def fail(self, message: str, *below: str | int) -> NoReturn:
        """Raise the error that says ``message`` of this table, or of what is ``below`` it."""
        raise self.origin.fault((*self.path, *below), message)

    def take(self, key: str, read: Callable[[Any], Any], *, required: bool = False) -> Any:
        """``read`` of the value of ``key``; None where it is absent.

        Raises:
            SourceError: absent though required, or ``read`` raised Malformed.
        """
        self._read.append(key)
        if key not in self.data:
            if required:
                self._missing(key)
            return None
        try:
            return read(self.data[key])
        except Malformed as error:
            self.fail(one_line(f"{key}: {error}"), key)

    def _missing(self, key: str) -> NoReturn:
        """Say that ``key`` is absent, and which unread key may be meant by it."""
        from difflib import get_close_matches

        unread = (name[:64] for name in self.data if name not in self._read)
        near = get_close_matches(key, list(islice(unread, 100)))
        if near:
            self.fail(f"{self.what} has no {key}; is it {excerpt(near[0])}?", near[0])
        self.fail(f"{self.what} has no {key}; add {key} = ...")

    def need(self, key: str, read: Callable[[Any], Any]) -> Any:
        """``take`` of a key that must be there."""
        return self.take(key, read, required=True)

    def tables(self, key: str, what: str) -> list[Table]:
        """The tables of the array ``key``, or the one table; none where it is absent."""
        self._read.append(key)
        value = self.data.get(key, [])
        rows = [value] if isinstance(value, dict) else value
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fail(f"{key} is {kind_of(value)}, not tables; write [[{self._header(key)}]]", key)
        below = (lambda _: ()) if isinstance(value, dict) else (lambda index: (index,))
        return [
            Table(self.origin, (*self.path, key, *below(index)), row, what)
            for index, row in enumerate(rows)
        ]

    def table(self, key: str, what: str) -> Table | None:
        """The one table ``key``; None where it is absent."""
        self._read.append(key)
        if key not in self.data:
            return None
        if not isinstance(self.data[key], dict):
            self.fail(f"{key} is {kind_of(self.data[key])}, not a table; write [{key}]", key)
        return Table(self.origin, (*self.path, key), self.data[key], what)

    def end(self) -> None:
        """No key may be left that nothing has read.

        Raises:
            SourceError: naming the first such key, and the nearest one that there is.
        """
        for key in self.data:
            if key not in self._read:
                self.fail(f"{self.what} has no key {excerpt(key)}; {hint(key, self._read)}", key)

    def _header(self, key: str) -> str:
        return ".".join([*(part for part in self.path if isinstance(part, str)), key])


def hint(word: str, known: Iterable[str]) -> str:
    """What to do about an unknown ``word``: the nearest of ``known``, or all of them."""
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(word[:64], known, n=1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


def one_line(message: str) -> str:
    """``message`` with every run of white space made one space."""
    return " ".join(message.split())


def kind_of(value: Any) -> str:
    """What a TOML value is, in words."""
    names = {bool: "true or false", int: "a number", Float: "a number", str: "a string"}
    names |= {list: "a list", dict: "a table", datetime: "a time", date: "a date", time: "a time"}
    return names.get(type(value), "another value")


def line(value: Any) -> str:
    """A single-line string, in Unicode's composed form (NFC).

    Raises:
        Malformed: not a string, or not one that ``check_line`` allows.
    """
    if type(value) is not str:
        raise Malformed(f"{kind_of(value)} stands where a string belongs; put it in quotes")
    return check_line(_composed(value), "the value")


def lines(value: Any) -> list[str]:
    """One string or a list of at least one, in order.

    Raises:
        Malformed: anything else.
    """
    if isinstance(value, list):
        if not value:
            raise Malformed("the list is empty; name one at least")
        return [line(member) for member in value]
    return [line(value)]


def joined(value: Any) -> str:
    """One string or a list of strings, as the ``a, b`` of a statement.

    Raises:
        Malformed: anything else.
    """
    return ", ".join(lines(value))


def yes_no(value: Any) -> bool:
    """A TOML boolean.

    Raises:
        Malformed: anything else.
    """
    if not isinstance(value, bool):
        raise Malformed(f"{kind_of(value)} stands where true or false belongs")
    return value


def moment(value: Any) -> str:
    """A TOML date, a date-time with offset, or either as a string, in its spelling.

    Raises:
        Malformed: a local date-time, a time of day, or anything else.
    """
    if isinstance(value, date):
        return str(moment_of(value))
    if isinstance(value, time):
        raise Malformed(f"{value} has no day; write a date before it and an offset after it")
    if type(value) is not str:
        raise Malformed(f"{kind_of(value)} stands where a date belongs, such as 2031-03-01")
    return line(value)


def number(value: Any) -> str:
    """A TOML integer or float as a canonical decimal.

    Raises:
        Malformed: not a number, not finite, or beyond 15 digits before and 9 after the point.
    """
    if type(value) not in (int, Float):
        raise Malformed(f"{kind_of(value)} stands where a number belongs")
    try:
        exact = Decimal(value.replace("_", "") if isinstance(value, Float) else value)
    except InvalidOperation:
        raise Malformed(f"{excerpt(str(value))} is too large a number") from None
    if not exact.is_finite() or abs(exact) >= _LARGEST or _digits_after(exact) > 9:
        raise Malformed(
            f"{excerpt(str(value))} is not 15 digits before and 9 after the point at most"
        )
    return render_decimal(exact)


def numbers(value: Any) -> str:
    """A list of TOML numbers, one number, or a string of them, as decimals joined by spaces.

    Raises:
        Malformed: anything else, or more than 20.
    """
    if isinstance(value, list):
        if not 1 <= len(value) <= MAX_NUMBERS:
            raise Malformed(f"{len(value)} numbers; between 1 and {MAX_NUMBERS} are allowed")
        return " ".join(number(member) for member in value)
    return line(value) if type(value) is str else number(value)


def canonical_text(value: Any) -> str:
    """Body text in its canonical form: see ``docs/spec/communication.md``, "From a file".

    CRLF becomes LF, a tab four spaces, NFC; white space at line ends goes, blank lines before and
    after go, and several between become one.

    Raises:
        Malformed: not a string, nothing in it, or a character that no text may hold.
    """
    if type(value) is not str:
        raise Malformed(f"{kind_of(value)} stands where a string belongs; put it in quotes")
    text = _composed(value.replace("\r\n", "\n").replace("\t", "    "))
    kept: list[str] = []
    for row in (row.rstrip(WHITE_SPACE) for row in text.split("\n")):
        if row or (kept and kept[-1]):
            kept.append(row)
    body = "\n".join(kept).rstrip("\n")
    if not body:
        raise Malformed("there is nothing in it; leave it out or write something")
    return check_text(body + "\n", "the value")


def _composed(text: str) -> str:
    """``text`` in NFC, whose cost grows with the square of a run of combining marks.

    Raises:
        Malformed: more than 30 marks on one letter (UAX 15, section 13: no language needs more).
    """
    if text.isascii():
        return text
    if _TOO_MANY_MARKS.search(bytes(map(unicodedata.combining, text))):
        raise Malformed("the value has more than 30 combining marks on one letter; take them out")
    return unicodedata.normalize("NFC", text)


def _digits_after(exact: Decimal) -> int:
    exponent = exact.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0

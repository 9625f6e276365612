r"""What may stand in a statement: single lines, body text, and the reader of ``key: value`` lines.

A statement is LF-separated UTF-8. These characters are forbidden everywhere in it, because they
hide text, reorder it on the screen or start a line that a reader does not see: control characters
other than LF (U+0000 to U+001F, U+007F to U+009F), U+2028 and U+2029, the direction controls
U+202A to U+202E and U+2066 to U+2069, U+200B, U+FEFF, and surrogates. The sets are fixed lists and
not Unicode properties, so that every version of every language agrees for ever. For the same
reason reading does not demand NFC, whose tables grow; writing does it (``domain/source.py``).

>>> check_line("Back to the table", "title")
'Back to the table'
>>> check_line("two\nlines", "title")
Traceback (most recent call last):
    ...
onrecord.domain.errors.Malformed: title holds U+000A, which a single line may not; take it out
>>> lines = Lines("record: lwg.example/record\nto: press\nto: members".split("\n"), "example")
>>> lines.take("record"), lines.maybe("title"), lines.many("to")
('lwg.example/record', None, ['press', 'members'])
>>> lines.end()
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import excerpt

_HIDDEN = "\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff"
_NOT_IN_LINE = re.compile(f"[\x00-\x1f\x7f-\x9f{_HIDDEN}]")
_NOT_IN_TEXT = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{_HIDDEN}]")
WHITE_SPACE = " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
"""The white space that may stand inside a line but never at its ends."""

_ORIGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._~-]|/(?=[A-Za-z0-9])){0,199}\Z")
_OUR_FORMATS = "on-record/"
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z0-9][A-Za-z0-9_+-]{0,31}){0,2}\Z")


def check_line(value: str, what: str) -> str:
    """``value`` if it may stand as the single-line value named ``what``.

    Raises:
        Malformed: empty, white space at an end, or a forbidden character.
    """
    if bad := _NOT_IN_LINE.search(value):
        raise Malformed(f"{what} holds {_name(bad)}, which a single line may not; take it out")
    if not value:
        raise Malformed(f"{what} is empty; leave it out or write something")
    if value[0] in WHITE_SPACE or value[-1] in WHITE_SPACE:
        raise Malformed(f"{what} {excerpt(value)} begins or ends with a space; take it out")
    return value


def check_text(value: str, what: str) -> str:
    """``value`` if it may stand as body text: LF lines, the first and last not blank, one final LF.

    Raises:
        Malformed: anything else.
    """
    if bad := _NOT_IN_TEXT.search(value):
        line = value.count("\n", 0, bad.start()) + 1
        raise Malformed(f"{what} holds {_name(bad)} in its line {line}; take it out")
    if not value.endswith("\n"):
        raise Malformed(f"{what} does not end with a line end")
    lines = value[:-1].split("\n")
    if not lines[0].strip(WHITE_SPACE) or not lines[-1].strip(WHITE_SPACE):
        raise Malformed(f"{what} begins or ends with a blank line; take it out")
    return value


def check_origin(value: str, what: str = "record") -> str:
    """A log's origin: a URL without scheme, such as ``lwg.example/record``, 200 characters at most.

    None begins with ``on-record/``: a checkpoint's first line is an origin, and must never be that
    of a statement.

    Raises:
        Malformed: anything else.
    """
    if not _ORIGIN.match(value) or value.startswith(_OUR_FORMATS):
        raise Malformed(f"{what} {excerpt(value)} is not a name such as lwg.example/record")
    return value


def check_identifier(value: str, what: str = "id") -> str:
    """A name in a record: ``[a-z0-9][a-z0-9-]{0,63}``.

    Raises:
        Malformed: anything else.
    """
    if not _IDENTIFIER.match(value):
        raise Malformed(
            f"{what} {excerpt(value)} is not a name of lower-case letters, digits and hyphens "
            "(64 at most, the first no hyphen)"
        )
    return value


def check_zone(value: str, what: str = "zone") -> str:
    """An IANA time zone name by its shape alone: which zones exist changes with the years.

    Raises:
        Malformed: not the shape of ``Europe/London`` or ``UTC``.
    """
    if not _ZONE.match(value):
        raise Malformed(f"{what} {excerpt(value)} is not a time zone name such as Europe/London")
    return value


def split_list(value: str, what: str) -> tuple[str, ...]:
    """The members of a ``a, b, c`` line, in order, each once.

    Raises:
        Malformed: an empty member, or one named twice.
    """
    members = tuple(value.split(", "))
    if "" in members or len(set(members)) != len(members):
        raise Malformed(f"{what} {excerpt(value)} names one twice or leaves one empty")
    return members


def utf8(text: str, what: str, limit: int) -> bytes:
    """``text`` in UTF-8, at most ``limit`` bytes.

    Raises:
        Malformed: a lone surrogate, or longer.
    """
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed(f"{what} holds half a character (a surrogate)") from None
    if len(raw) > limit:
        raise Malformed(f"{what} is {len(raw)} bytes long; {limit} are allowed")
    return raw


def pairs(items: Iterable[tuple[str, object | None]], indent: int = 0) -> str:
    """``key: value`` lines for the pairs whose value is not None."""
    return "".join(f"{' ' * indent}{key}: {value}\n" for key, value in items if value is not None)


class Lines:
    """A cursor over ``key: value`` lines in a fixed order; every mismatch names its line."""

    def __init__(self, lines: Sequence[str], what: str) -> None:
        self._lines = lines
        self._what = what
        self._next = 0

    def literal(self, line: str) -> None:
        """Take exactly ``line`` (the format's first line).

        Raises:
            Malformed: another line stands here.
        """
        if self._here() != line:
            raise self._wrong(f"should be {line!r}")
        self._next += 1

    def take(self, key: str, indent: int = 0) -> str:
        """The value of the line ``key: value`` that must stand here.

        Raises:
            Malformed: another line, or the end, stands here.
        """
        value = self.maybe(key, indent)
        if value is None:
            raise self._wrong(f"should begin {' ' * indent + key + ': '!r}")
        return value

    def maybe(self, key: str, indent: int = 0) -> str | None:
        """The value of ``key: value`` if it stands here, else None.

        Raises:
            Malformed: the value is not a single line as ``check_line`` wants it.
        """
        prefix = f"{' ' * indent}{key}: "
        line = self._here()
        if line is None or not line.startswith(prefix):
            return None
        value = check_line(line[len(prefix) :], f"line {self._next + 1} of the {self._what}: {key}")
        self._next += 1
        return value

    def many(self, key: str, indent: int = 0) -> list[str]:
        """The values of zero or more lines ``key: value`` that stand here."""
        values = []
        while (value := self.maybe(key, indent)) is not None:
            values.append(value)
        return values

    def end(self) -> None:
        """Nothing more may stand here.

        Raises:
            Malformed: something does.
        """
        if self._next != len(self._lines):
            raise self._wrong("is not expected here")

    def _here(self) -> str | None:
        return self._lines[self._next] if self._next < len(self._lines) else None

    def _wrong(self, expected: str) -> Malformed:
        line = self._here()
        found = "the end" if line is None else excerpt(line)
        return Malformed(f"line {self._next + 1} of the {self._what} {expected}; found {found}")


def statement_lines(text: str, what: str, limit: int = 62_000) -> Lines:
    """A cursor over a statement that is ``key: value`` lines throughout, ended by one LF.

    Raises:
        Malformed: too long, or no final LF.
    """
    utf8(text, what, limit)
    if not text.endswith("\n"):
        raise Malformed(f"the {what} does not end with a line end")
    return Lines(text[:-1].split("\n"), what)


def _name(found: re.Match[str]) -> str:
    return f"U+{ord(found.group()):04X}"

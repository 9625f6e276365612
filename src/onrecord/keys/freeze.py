r"""A freeze: one officer stops the record, at once and alone.

A lost laptop or a stolen key must not wait for a quorum. Any officer of the root in force may sign
this statement; from the next entry on nothing counts, until the next officer root, which needs its
usual signatures. So a freeze by a thief costs a meeting and not the record.

>>> text = '''on-record/freeze/v1
... record: lwg.example/record
... root: 1
... after: none
... reason: the secretary's laptop was stolen
... '''
>>> freeze = parse_freeze(text)
>>> freeze.root, freeze.reason
(1, "the secretary's laptop was stolen")
>>> str(freeze) == text
True
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.errors import Malformed
from onrecord.domain.reference import After, none_or, parse_optional_after
from onrecord.domain.strict import decimal
from onrecord.domain.text import check_origin, pairs, statement_lines

FORMAT = "on-record/freeze/v1"


@dataclass(frozen=True, slots=True)
class Freeze:
    """``root`` is the version in force; ``after`` the newest witnessed checkpoint known."""

    record: str
    root: int
    after: After | None
    reason: str

    def __str__(self) -> str:
        return f"{FORMAT}\n" + pairs(
            [
                ("record", self.record),
                ("root", self.root),
                ("after", none_or(self.after)),
                ("reason", self.reason),
            ]
        )


def parse_freeze(text: str) -> Freeze:
    """Read a freeze in its canonical form.

    Raises:
        Malformed: any other form.
    """
    lines = statement_lines(text, "freeze")
    lines.literal(FORMAT)
    freeze = Freeze(
        check_origin(lines.take("record")),
        decimal(lines.take("root")),
        parse_optional_after(lines.take("after")),
        lines.take("reason"),
    )
    lines.end()
    if freeze.root < 1 or str(freeze) != text:
        raise Malformed("the freeze is not in its canonical form")
    return freeze

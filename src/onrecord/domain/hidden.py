r"""The head that a members-only communication hides: what a public one says in its own lines.

Paragraph 0 of the committed content (``domain/commitment.py``) is these lines in the order and
spelling of a public statement, without the last line end; it is empty where there are none.

>>> head = parse_hidden("speaker: Rosa Field\nrole: president\ntitle: Back to the table")
>>> head.speaker, head.title, head.acts
('Rosa Field', 'Back to the table', ())
>>> parse_hidden("") == HiddenHead()
True
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.act import Act, parse_acts
from onrecord.domain.communication import MAX_ATTACHMENTS, Attachment, parse_attachment
from onrecord.domain.errors import Malformed
from onrecord.domain.text import Lines, pairs


@dataclass(frozen=True, slots=True)
class HiddenHead:
    """Who spoke, where, under which title, with which files and acts. ``str()`` is paragraph 0."""

    speaker: str | None = None
    role: str | None = None
    outlet: str | None = None
    title: str | None = None
    attachments: tuple[Attachment, ...] = ()
    acts: tuple[Act, ...] = ()

    def __str__(self) -> str:
        spoken = [("speaker", self.speaker), ("role", self.role)]
        lines = pairs([*spoken, ("outlet", self.outlet), ("title", self.title)])
        files = pairs(("attachment", held) for held in self.attachments)
        return (lines + files + "".join(str(act) for act in self.acts)).removesuffix("\n")


def parse_hidden(text: str) -> HiddenHead:
    """Read paragraph 0 of an opened members-only communication.

    Raises:
        Malformed: any other form.
    """
    lines = Lines(text.split("\n") if text else [], "hidden head")
    found = HiddenHead(
        speaker=lines.maybe("speaker"),
        role=lines.maybe("role"),
        outlet=lines.maybe("outlet"),
        title=lines.maybe("title"),
        attachments=tuple(parse_attachment(value) for value in lines.many("attachment")),
        acts=parse_acts(lines),
    )
    lines.end()
    if str(found) != text or len(found.attachments) > MAX_ATTACHMENTS:
        raise Malformed("the hidden head is not in its canonical form")
    return found

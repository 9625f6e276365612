"""The brief: how the talks stand at a moment, for a person to read and for programs to use.

``brief`` gathers it, ``outline`` puts it into sentences under headings, ``markdown`` and ``page``
write those, and ``to_json`` gives the values.
"""

from onrecord.talks.brief.gather import Brief, Ledger, brief
from onrecord.talks.brief.json_form import to_json
from onrecord.talks.brief.outline import Line, Outline, Section, outline
from onrecord.talks.brief.written import markdown, page

__all__ = [
    "Brief",
    "Ledger",
    "Line",
    "Outline",
    "Section",
    "brief",
    "markdown",
    "outline",
    "page",
    "to_json",
]

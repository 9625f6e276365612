"""Many documents against one record: read as a stream, answered on all cores, written in order.

``documents`` gives them one by one, ``Answerer`` is the pure function from one to its line, ``run``
the pool that keeps order and bounds, ``Output`` the file that a killed run goes on from.
"""

from onrecord.check.bulk.answer import Answer, Answerer
from onrecord.check.bulk.documents import Document, documents, listed
from onrecord.check.bulk.output import Output, OutputError
from onrecord.check.bulk.pool import run

__all__ = [
    "Answer",
    "Answerer",
    "Document",
    "Output",
    "OutputError",
    "documents",
    "listed",
    "run",
]

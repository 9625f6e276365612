"""Any input as text: what it shows, what it hides, what it claims.

>>> reading = read(b"We'll be back.\\n")
>>> reading.kind, reading.text
('text', "We'll be back.\\n")
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.check import kinds
from onrecord.check.finish import finished, from_json
from onrecord.check.raw import Limits, ReadingFailed
from onrecord.check.read_text import read_text
from onrecord.check.types import Reading

__all__ = ["Limits", "ReadingFailed", "read"]

# A picture needs the time of a program that reads letters.
_PICTURE_SECONDS = 40
_IN_PROCESS = 100_000  # bytes of plain text that no child need be started for


def read(
    data: bytes, name: str = "-", *, limits: Limits | None = None, kind: str | None = None
) -> Reading:
    """Read ``data``, whatever it is; ``name`` is for messages and breaks ties between kinds.

    Plain text of usual size is read here; everything else in a child process with limits on its
    time and memory, without network or files (``sandbox``). The kind is told by the content, unless
    ``kind`` says it (``text``, ``html``, ``mail``, ``pdf``, ``image``). The same input gives the
    same reading.

    Raises:
        ReadingFailed: no text could be had from it; one line says why and what would help.
    """
    limits = limits or Limits()
    try:
        return _read(data, name, limits, kind)
    except ReadingFailed as failed:
        where = "the input" if name == "-" else name
        raise ReadingFailed(f"{where}: {failed}") from None


def _read(data: bytes, name: str, limits: Limits, kind: str | None) -> Reading:
    if len(data) > limits.input_bytes:
        raise ReadingFailed(
            f"it holds {len(data):,} bytes, and {limits.input_bytes:,} can be read; give the part"
            " that matters"
        )
    if not data.strip():
        raise ReadingFailed("it is empty; give the words to be checked")
    kind = kind or kinds.kind_of(data, name)
    if kind == "text" and len(data) <= _IN_PROCESS:
        return finished(read_text(data, limits), limits)
    if kind == "image":
        slow = max(limits.cpu_seconds, _PICTURE_SECONDS)
        wall = max(limits.wall_seconds, float(_PICTURE_SECONDS))
        limits = replace(limits, cpu_seconds=slow, wall_seconds=wall)
    from onrecord.check import sandbox

    return from_json(sandbox.run(kind, data, limits), kind)

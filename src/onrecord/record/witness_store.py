"""What a witness remembers: one small Protocol beside its user.

A witness's whole state is the notes that it cosigned. Size, root and time are read out of the
latest note, never stored beside it, so they cannot disagree with it.
"""

from __future__ import annotations

from typing import Protocol

from onrecord.domain.errors import OnRecordError

MAX_DOUBTS = 64


class WitnessStateMoved(OnRecordError):
    """Somebody else replaced the latest note between the read and the write; decide again."""


class WitnessStore(Protocol):
    """Notes by origin. Every method may be called from several threads and processes at once."""

    def latest(self, origin: str) -> bytes | None:
        """The note that was cosigned last, or None if none ever was."""

    def replace(self, origin: str, old: bytes | None, new: bytes) -> None:
        """Make ``new`` the latest note, if the latest is still ``old``. Durable on return.

        Atomic: after a crash the latest note is ``old`` or ``new``, whole. The replaced note stays
        in the history, once per size (a fresh cosignature over the same tree adds nothing).

        Raises:
            WitnessStateMoved: the latest note is not ``old``; nothing was changed.
        """

    def history(self, origin: str) -> tuple[bytes, ...]:
        """Every note cosigned, one per size, smallest first, the latest included."""

    def at_size(self, origin: str, size: int) -> bytes | None:
        """The cosigned note of exactly ``size`` entries, or None."""

    def doubt(self, origin: str, note: bytes, *, proven: bool) -> None:
        """Keep a note that the log signed and that was not cosigned. Durable on return.

        ``proven`` notes contradict a cosigned note of the same size: the first ``MAX_DOUBTS`` are
        kept for ever. The others came with a proof that fails, which a clumsy client can cause as
        well: the newest ``MAX_DOUBTS`` are kept, so that they can never crowd out proof.
        """

    def doubts(self, origin: str, *, proven: bool) -> tuple[bytes, ...]:
        """The notes kept by ``doubt``, in no particular order."""

"""Errors that a person reads: one line that says what, where and what to do.

The command line prints ``str(error)`` on standard error and leaves with status 2. Callers that
must decide by kind catch the subclasses; each package derives its own from these.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """The input or the call was wrong; nothing was changed."""


class Malformed(OnRecordError):
    """Bytes that are not in the canonical form of what they claim to be."""

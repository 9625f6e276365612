"""A dispute's history from CSV files: rows of facts and positions become entered communications.

``docs/spec/history.md`` describes the columns. ``read_history`` reads files all or nothing.
"""

from onrecord.procedures.history.read import Imported, is_history, read_history
from onrecord.procedures.history.table import HistoryError

__all__ = ["HistoryError", "Imported", "is_history", "read_history"]

"""Holding any text against the record: reading, quotes, dates, claims, matching, verdicts."""

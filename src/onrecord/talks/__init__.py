"""The state of the talks, derived from the acts of the record."""

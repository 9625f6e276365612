"""The values: communications, acts, parties, and their canonical text forms. No I/O."""

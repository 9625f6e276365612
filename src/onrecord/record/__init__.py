"""The log: entries, tiles, checkpoints, receipts, witnesses, and how each is verified."""

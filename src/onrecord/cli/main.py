"""The entry point of ``onrecord``."""

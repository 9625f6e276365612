"""The demonstration: a fictional dispute, its record made step by step with the real commands."""

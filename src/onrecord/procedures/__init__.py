"""Official procedures: one function each, one order of events."""

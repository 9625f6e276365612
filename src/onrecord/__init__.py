"""On Record: a union's official record of its contract talks, which anyone can check."""

__version__ = "0.1.0"

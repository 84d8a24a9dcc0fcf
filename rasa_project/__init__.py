"""Evening Note: a private coach for the kind no and the easy ask."""

__version__ = "0.1.0"

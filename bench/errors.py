"""What can go wrong in a benchmark, said in one line."""

from __future__ import annotations


class BenchError(Exception):
    """The benchmark cannot go on; the message says why."""

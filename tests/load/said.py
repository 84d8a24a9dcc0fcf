"""Figures for whoever runs the tests: shown at once with `-s`, in the summary with `-rP`."""

from __future__ import annotations


def say(line: str) -> None:
    """One line of figures."""
    print(f"\n{line}", flush=True)  # noqa: T201 - what a load is for

"""How old the help lines are: `make release-check` fails on one that was checked more than 180 days ago."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, timedelta

from rasa_project.coach.content import HelpLine
from rasa_project.library import load_library

OLDEST = timedelta(days=180)


def too_old(lines: Iterable[HelpLine], today: date) -> list[str]:
    """The lines that are shown and were checked too long ago, each as country, name and day."""
    return [f"{line.country} {line.name}: {line.checked}" for line in lines if line.confirmed and _is_old(line, today)]


def _is_old(line: HelpLine, today: date) -> bool:
    return line.checked is None or today - line.checked > OLDEST


def main() -> int:
    """Names each line that has to be checked anew. Returns the exit code."""
    old = too_old(load_library().helplines, date.today())
    for line in old:
        sys.stderr.write(f"checked more than {OLDEST.days} days ago: {line}\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())

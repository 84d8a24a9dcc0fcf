"""`python -m bench.drawn_lines SEED NUMBER`: lines drawn at random, with the moment they are for, for people to read and judge."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator

from rasa_project.coach.content import Library
from rasa_project.coach.lines import find_line
from rasa_project.coach.situation import Details
from rasa_project.library import load_library
from tests.content.test_compositions import drawn_situation


def main() -> None:
    """Prints one line each: its number, the situation, the words."""
    parser = argparse.ArgumentParser(prog="python -m bench.drawn_lines", description="Draws lines for readers.")
    parser.add_argument("seed", help="any words; the same ones draw the same lines")
    parser.add_argument("number", type=int, nargs="?", default=100)
    chosen = parser.parse_args()
    for number, (moment, line) in enumerate(drawn(load_library(), chosen.seed, chosen.number), start=1):
        print(f"{number}\t{moment}\t{line}")  # both are drawn from the content; nobody said any of it


def drawn(library: Library, seed: str, number: int) -> Iterator[tuple[str, str]]:
    """So many different lines, each with the moment it is for."""
    random_, seen = random.Random(seed), set[str]()  # noqa: S311 - a draw for readers, not secrecy
    while len(seen) < number:
        situation = drawn_situation(library, random_)
        phrase = find_line(library, situation)
        if phrase is not None and phrase.text not in seen:
            seen.add(phrase.text)
            yield _moment(library, situation.details), phrase.text


def _moment(library: Library, details: Details) -> str:
    """Who speaks, and what the line may hold; what is to be left out is not named."""
    asks = "answers, having just been told no for tonight, to" if details.took_a_no else "asks"
    who = "says no to" if details.role == "decliner" else asks
    reason = library.reasons_by_id.get(details.reason or "")
    own = reason is not None and (details.took_a_no or reason.role == details.role) and "reason" not in details.left_out
    holds = [
        f"their reason: {reason.name}" if own and reason is not None else "",
        f"asks for {details.asks_for}" if details.asks_for else "",
        f"wants to offer: {details.alternative}" if details.alternative and "offer" not in details.left_out else "",
        f"named time: {details.time}" if details.time and "time" not in details.left_out else "",
        f"tone {details.tone}" if details.tone else "",
        details.medium or "",
    ]
    return f"{who} the partner ({'; '.join(filter(None, holds))})"


if __name__ == "__main__":
    main()

"""`python -m bench`: measures both, prints the table and writes docs/reference/benchmarks.md."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType

from bench.environment import make_baseline
from bench.errors import BenchError
from bench.machine import machine
from bench.measure import compare, say
from bench.paths import REPORT
from bench.plan import QUICK, WHOLE
from bench.report import notes, page, table
from bench.subject import evening_note, rasa_init

LONGEST_S = 14 * 60 + 30


def main() -> int:
    """Runs the benchmark; 0 when it was done, 1 with one reason when not."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures this assistant against the bot of `rasa init`.")
    parser.add_argument("--quick", action="store_true", help="short versions, to see that it works; prints the table and writes no page")
    plan = QUICK if parser.parse_args().quick else WHOLE
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, stopped)
    signal.alarm(LONGEST_S)
    try:
        say("making the baseline's environment, where it is not there yet")
        make_baseline()
        ours, theirs = compare([evening_note(), rasa_init()], plan)
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    print(table(ours, theirs, plan))
    print(f"\nMeasured: {machine()}.\n\n{notes(ours, theirs)}")
    if plan is WHOLE:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(page(ours, theirs, plan, machine()))
    return 0


def stopped(number: int, _frame: FrameType | None) -> None:
    """Turns a signal into an error, so that every server is stopped on the way out."""
    raise BenchError("it took too long" if number == signal.SIGALRM else "stopped")


if __name__ == "__main__":
    sys.exit(main())

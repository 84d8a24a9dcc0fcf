"""What the design asks of each figure: first what counts as done, then where the limit may lie."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """So many times better than the baseline, and no more than a limit; either may be absent."""

    text: str
    times: float | None = None
    limit: float | None = None

    def reached(self, value: float, ratio: float) -> bool:
        """Whether the figure is there."""
        return (self.times is None or ratio >= self.times) and (self.limit is None or value <= self.limit)


MS = 1e-3
MB = 1e6

TURN = (Target("4 times", times=4), Target("8 times, 6 ms", times=8, limit=6 * MS))
THROUGHPUT = (Target("4 times", times=4), Target("8 times", times=8))
PERCENTILE = (Target("300 ms", limit=300 * MS), Target("100 ms", limit=100 * MS))
RESIDENT = (Target("450 MB", limit=450 * MB), Target("300 MB", limit=300 * MB))
START = (Target("15 s", limit=15), Target("5 s", limit=5))
INSTALLED = (Target("1 GB", limit=1000 * MB), Target("700 MB", limit=700 * MB))
TRAINING = (Target("120 s", limit=120), Target("30 s", limit=30))

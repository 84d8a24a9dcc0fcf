"""What the load client is told to do and what it tells back: the two sides of the pipe between the processes."""

from __future__ import annotations

import math
import statistics
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

TIMEOUT_S = 30.0
CONVERSATION_TURNS = 12


@dataclass(frozen=True)
class Job:
    """One measurement: `first` answer, `turns` of one user, `closed` loop of several, or `open` loop on a schedule."""

    talk: str
    url: str
    mode: Literal["first", "turns", "closed", "open"]
    seed: int = 1
    turns: int = 0
    warm_turns: int = 0
    users: int = 1
    seconds: float = 0.0
    warm_seconds: float = 0.0
    rate: float = 0.0
    patience_s: float = 180.0

    def as_dict(self) -> dict[str, Any]:
        """The job as JSON can hold it."""
        return asdict(self)


@dataclass
class Result:
    """What came of a job; a failed message is counted by its reason and waits for as long as the client would have."""

    latencies_s: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    answered_at: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON can hold it."""
        return asdict(self)

    def failed(self, reason: str) -> None:
        """Counts one failure."""
        self.errors[reason] = self.errors.get(reason, 0) + 1

    @property
    def failures(self) -> int:
        """How many messages failed."""
        return sum(self.errors.values())

    @property
    def median_s(self) -> float:
        """The median time to an answer."""
        return statistics.median(self.latencies_s)

    @property
    def a_second(self) -> float:
        """Messages answered a second."""
        return len(self.latencies_s) / self.seconds

    @property
    def percentile_99_s(self) -> float:
        """The 99th percentile of the time to an answer, by nearest rank, failures counted as the longest wait."""
        waits = sorted(self.latencies_s + [TIMEOUT_S] * self.failures)
        return waits[math.ceil(0.99 * len(waits)) - 1]

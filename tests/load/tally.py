"""What came of the messages of a load: how many were answered, how fast, what was refused, what broke."""

from __future__ import annotations

import math
import os
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts. Times are in seconds; moments are those of `time.monotonic`."""

    waits: list[float] = field(default_factory=list)
    """From when a message was due to when its answer was there."""
    refused: Counter[str] = field(default_factory=Counter)
    """Clear refusals, by status and code. The message is sent again and must be answered in the end."""
    cut_off: Counter[str] = field(default_factory=Counter)
    """Broken connections, by kind. Likewise."""
    ended: Counter[str] = field(default_factory=Counter)
    """Clear refusals with which a conversation is over, by status and code."""
    broken: Counter[str] = field(default_factory=Counter)
    """What must never happen, by what it was: a message without an answer, an unclear refusal, another answer, somebody else's answer."""
    repeated: int = 0
    """Messages sent again after they had been answered."""
    remembered: int = 0
    """Times that a conversation was asked what it had said."""
    last_trouble: float | None = None
    """The moment of the last refusal or broken connection."""
    begun: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    """How long messages were due."""

    def trouble(self, kind: Counter[str], what: str) -> None:
        """Counts a refusal or a broken connection."""
        kind[what] += 1
        self.last_trouble = time.monotonic()

    @property
    def answered(self) -> int:
        """How many messages got their answer."""
        return len(self.waits)

    def percentile(self, share: float) -> float:
        """The wait that this share of the messages did not exceed, by nearest rank."""
        return sorted(self.waits)[max(0, math.ceil(share * len(self.waits)) - 1)]

    def recovered_after(self, moment: float) -> float:
        """Seconds from a moment to the last trouble; 0 when there was none after it."""
        return max(0.0, self.last_trouble - moment) if self.last_trouble is not None else 0.0

    def __str__(self) -> str:
        waits = f"median {self.percentile(0.5) * 1000:.0f} ms, p99 {self.percentile(0.99) * 1000:.0f} ms, longest {max(self.waits):.1f} s"
        troubles = {**self.refused, **self.cut_off, **self.ended}
        return (
            f"{self.answered} messages answered, {self.answered / self.seconds:.1f} a second, {waits}; "
            f"{self.repeated} repeated, {self.remembered} asked to say it again; "
            f"refused or cut off: {troubles or 'none'}; broken: {dict(self.broken) or 'none'}; load average {os.getloadavg()[0]:.1f}"
        )

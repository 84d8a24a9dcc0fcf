"""Many speakers at once: what each of them was answered, and what came of all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS = ("morning", "afternoon", "evening", "night")
TIMES = tuple(f"{day} {part}" for day in DAYS for part in PARTS)
"""Each speaker names another time; it must come back in their lines, and nobody else's in anybody's."""

SPEAKERS = 20
PAUSE = 2.0
"""Seconds a person takes between an answer and the next words: the speaker says the answer in that time, which mostly takes longer."""
SHORT, LONG = 60.0, 600.0
"""Seconds that they talk, in every run and in the whole one."""
MEDIAN, SLOWEST = 0.150, 0.500
"""Seconds for the median and the 99th percentile, which the whole run keeps to."""
PATIENCE = 5.0
"""Seconds for the 99th percentile in every run: a person's patience, so that a busy machine fails no test."""


@dataclass
class Heard:
    """What one speaker was answered."""

    time: str
    spoken: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    conversations: int = 0
    lost: int = 0
    """Conversations in which the own time, named for the line, did not come back."""

    @property
    def foreign(self) -> list[str]:
        """Answers that hold a time that somebody else named."""
        others = [other for other in TIMES if other != self.time]
        return [said for said in self.spoken if any(other in said.lower() for other in others)]

    def ends_a_conversation(self) -> None:
        """A conversation is over: the own time must have come back in one of its last answers."""
        self.conversations += 1
        self.lost += not any(self.time in said.lower() for said in self.spoken[-3:])


@dataclass(frozen=True)
class Measured:
    """What came of all speakers."""

    speakers: tuple[Heard, ...]
    turns: int
    median: float
    worst_of_hundred: float
    """Seconds within which 99 of 100 turns were answered."""

    @classmethod
    def of(cls, speakers: Sequence[Heard]) -> Measured:
        """From what each was answered."""
        times = sorted(taken for one in speakers for taken in one.seconds)
        return cls(tuple(speakers), len(times), median(times), times[int(len(times) * 0.99)])

    @property
    def lost(self) -> int:
        """Conversations in which what was named got lost."""
        return sum(heard.lost for heard in self.speakers)

    @property
    def mixed(self) -> int:
        """Answers that hold what somebody else said."""
        return sum(len(heard.foreign) for heard in self.speakers)

    def __str__(self) -> str:
        return (
            f"{len(self.speakers)} speakers at once, {sum(heard.conversations for heard in self.speakers)} conversations, {self.turns} turns: "
            f"median {self.median * 1000:.0f} ms, 99th percentile {self.worst_of_hundred * 1000:.0f} ms, {self.lost} lost, {self.mixed} mixed"
        )


def check(measured: Measured, *, whole: bool) -> None:
    """Nobody heard what another said, no turn was lost, all talked, and all were answered in time; a `whole` run is held to the figures promised."""
    assert measured.mixed == 0, [heard.foreign for heard in measured.speakers if heard.foreign]
    assert measured.lost == 0, [heard.time for heard in measured.speakers if heard.lost]
    assert all(heard.conversations for heard in measured.speakers)
    assert measured.worst_of_hundred <= (SLOWEST if whole else PATIENCE), str(measured)
    assert measured.median <= MEDIAN or not whole, str(measured)

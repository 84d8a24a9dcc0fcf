"""How much is measured: the whole benchmark and the quick one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """How often and how long."""

    trainings: bool
    starts: int
    rounds: int
    turns: int
    warm_turns: int
    seconds: float
    warm_seconds: float
    users: int = 8
    share: float = 0.6


WHOLE = Plan(trainings=True, starts=2, rounds=2, turns=150, warm_turns=24, seconds=20, warm_seconds=3)
QUICK = Plan(trainings=False, starts=1, rounds=2, turns=36, warm_turns=12, seconds=4, warm_seconds=1)

"""What shows in a journal: conditions under which a no is likelier, never a score, and never anything about the partner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from rasa_project.coach.remembered import JournalEntry

Part = Literal["morning", "afternoon", "evening", "late"]
Days = Literal["weeknights", "weekend"]
Tendency = Literal["often", "less"]

ENOUGH = 8
"""Own answers from which on anything is said at all."""
A_FEW = 4
"""Own answers under one condition from which on it is one."""
OFTEN, SELDOM = 0.7, 0.4
"""The share of no's from which on they are frequent there, and up to which they are less so."""
A_MAIN_REASON = 0.4
"""The share of the no's with a reason from which on one of them stands out."""
STARTS: tuple[tuple[int, Part], ...] = ((5, "morning"), (12, "afternoon"), (17, "evening"), (22, "late"))
NEEDED = frozenset({*(f"{days}.{part}" for days in get_args(Days) for part in get_args(Part)), *get_args(Tendency), "reason"})
"""The ids of the words that `data/coaching/patterns.yml` must hold."""
WEEKEND = frozenset({4, 5})
"""The evenings before a day off: Friday and Saturday; by day it is Saturday and Sunday."""


@dataclass(frozen=True)
class Condition:
    """When a no is often the answer, or less so."""

    days: Days
    part: Part
    tendency: Tendency
    count: int
    """The own answers it rests on."""


@dataclass(frozen=True)
class Patterns:
    """What a journal shows."""

    conditions: tuple[Condition, ...] = ()
    """The most telling first."""
    reason: str | None = None
    """The id of the reason that comes up most with an own no."""
    reason_count: int = 0
    answers: int = 0
    """The own answers in all."""


@dataclass(frozen=True)
class Cell:
    """The own answers of one weekday and part of the day: what the picture draws."""

    day: int
    part: Part
    no: int
    yes: int


def part_of(hour: int) -> Part:
    """The part of the day that an hour (0 to 23) lies in; the small hours belong to the late evening."""
    return next((name for start, name in reversed(STARTS) if hour >= start), "late")


def patterns(entries: Sequence[JournalEntry]) -> Patterns:
    """What can be said of a journal; empty where there is too little to say it.

    Only the person's own answers count. What a partner answered is never made a tally of.
    """
    own = _own_answers(entries)
    if len(own) < ENOUGH:
        return Patterns(answers=len(own))
    counts: dict[tuple[Days, Part], Counter[str]] = {}
    for (weekday, hour, outcome), count in _by_hour(own).items():
        counts.setdefault((_days(weekday, hour), part_of(hour)), Counter())[outcome] += count
    found = [
        Condition(days, part, tendency, both)
        for (days, part), outcomes in counts.items()
        if (both := outcomes["no"] + outcomes["yes"]) >= A_FEW and (tendency := _tendency(outcomes["no"] / both)) is not None
    ]
    reasons = Counter(entry.reason for entry in own if entry.outcome == "no" and entry.reason is not None)
    reason, count = reasons.most_common(1)[0] if reasons else (None, 0)
    stands_out = count >= A_FEW and count >= A_MAIN_REASON * reasons.total()
    order = sorted(found, key=lambda condition: (condition.tendency != "often", -condition.count, condition.days, condition.part))
    return Patterns(tuple(order), reason if stands_out else None, count if stands_out else 0, len(own))


def cells(entries: Sequence[JournalEntry]) -> tuple[Cell, ...]:
    """The own answers by weekday and part of the day, where there are any."""
    counts: dict[tuple[int, Part], Counter[str]] = {}
    for (weekday, hour, outcome), count in _by_hour(_own_answers(entries)).items():
        counts.setdefault((weekday, part_of(hour)), Counter())[outcome] += count
    names = [name for _, name in STARTS]
    in_order = sorted(counts.items(), key=lambda cell: (cell[0][0], names.index(cell[0][1])))
    return tuple(Cell(day, part, outcomes["no"], outcomes["yes"]) for (day, part), outcomes in in_order)


def _own_answers(entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    """The person's own answers to a partner who asked."""
    return [entry for entry in entries if entry.role == "decliner" and entry.outcome in ("no", "yes")]


def _by_hour(own: Sequence[JournalEntry]) -> Counter[tuple[int, int, str]]:
    """How many answers of each weekday, hour and outcome, where the hour is known: few in kind, however many there are."""
    return Counter((entry.day.weekday(), entry.hour, str(entry.outcome)) for entry in own if entry.hour is not None)


def _days(weekday: int, hour: int) -> Days:
    off = WEEKEND if part_of(hour) in ("evening", "late") else {5, 6}
    return "weekend" if weekday in off else "weeknights"


def _tendency(share: float) -> Tendency | None:
    if share >= OFTEN:
        return "often"
    return "less" if share <= SELDOM else None

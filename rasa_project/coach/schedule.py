"""When evening notes come: an hour, days of the week, a time zone, and a pause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MINUTES_A_DAY = 24 * 60
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Schedule:
    """When evening notes come, in a person's own time.

    `minute` counts from midnight (0 to 1439), `days` are weekdays (0 is Monday) on which the evening falls, `zone` is an IANA name
    ("Europe/London"). `paused_until` is the first day on which notes come again. No note comes in the quiet hours, from `quiet[0]` up to
    `quiet[1]` (minutes from midnight, over midnight where the first is the later one), however late the server is.
    """

    minute: int
    days: frozenset[int] = EVERY_DAY
    zone: str = "UTC"
    paused_until: date | None = None
    quiet: tuple[int, int] = (0, 7 * 60)


@dataclass(frozen=True)
class ScheduleWish:
    """What a message says about evening notes, as far as it says it ("ten thirty on weeknights, not fridays", "an hour later", "till monday")."""

    minute: int | None = None
    days: frozenset[int] | None = None
    """The days named, "not fridays" taken off already; None where no day was named."""
    without: frozenset[int] = frozenset()
    """Days to be left out of those that are set."""
    later: int | None = None
    """Minutes by which to move it; negative for earlier."""
    pause_until_day: int | None = None
    """A pause until the next such weekday (0 is Monday)."""
    pause_days: int | None = None
    """A pause of so many nights ("tonight", "for a week"); 0 takes a pause back."""
    zone: str | None = None

"""When evening notes come: an hour, days of the week, a time zone and a pause; what a wish makes of them, and the moment of the next note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Literal
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
DAYS_A_WEEK = 7
EVERY_DAY = frozenset(range(DAYS_A_WEEK))
NIGHT_ENDS = 5 * 60
"""The minute of the day up to which a night belongs to the evening before."""
LEEWAY = timedelta(minutes=30)
"""How long after a chosen minute it is never quiet yet, so that a note at an hour that somebody chose can come."""

LATEST = timedelta(minutes=90)
"""How late a note may come, where the server was off; then the night has none."""

PartOfDay = Literal["morning", "afternoon", "evening"]
_PARTS: dict[PartOfDay, range] = {
    "morning": range(NIGHT_ENDS, 12 * 60),
    "afternoon": range(12 * 60, 18 * 60),
    "evening": range(17 * 60, MINUTES_A_DAY + NIGHT_ENDS),
}
"""The minutes of each part of a day; the evening goes on after midnight."""


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
    also: frozenset[int] = frozenset()
    """Days to be added to those that are set ("saturdays too")."""
    part: PartOfDay | None = None
    """A part of the day that was named without an hour ("saturday mornings")."""
    later: int | None = None
    """Minutes by which to move it; negative for earlier."""
    pause_until_day: int | None = None
    """A pause until the next such weekday (0 is Monday)."""
    pause_weeks: int = 0
    """How many weeks after that day the pause ends: 1 for "thursday week"."""
    pause_until_date: tuple[int | None, int] | None = None
    """A pause until the next such date: a month (1 to 12, None where only the day was said) and a day of the month."""
    pause_days: int | None = None
    """A pause of so many nights ("tonight", "for a week"); 0 takes a pause back."""
    zone: str | None = None

    @property
    def pauses(self) -> bool:
        """Whether it asks for a pause, of a night or longer."""
        return bool(self.pause_days) or self.pause_until_day is not None or self.pause_until_date is not None

    def as_values(self) -> dict[str, Any]:
        """What it says, as plain values by name, for an entity or a slot."""
        said = {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name) != field.default}
        return {
            name: sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
            for name, value in said.items()
        }

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> ScheduleWish:
        """The wish that `as_values` gave."""
        said = dict(values)
        for name in ("days", "without", "also"):
            if said.get(name) is not None:
                said[name] = frozenset(said[name])
        if said.get("pause_until_date") is not None:
            said["pause_until_date"] = tuple(said["pause_until_date"])
        return cls(**said)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def changed(schedule: Schedule | None, wish: ScheduleWish, today: date, zone: str) -> Schedule | None:
    """What a wish makes of what is set.

    `today` is the night it is said in (`night_in`), `zone` where the person is. None where there is no hour yet, where the hour that is set does not
    fit the part of the day that was named, or where no day would be left.
    """
    minute = wish.minute
    if minute is None and schedule is not None:
        minute = (schedule.minute + (wish.later or 0)) % MINUTES_A_DAY
    if minute is None or (wish.part is not None and not _lies_in(minute, wish.part)):
        return None
    days = wish.days if wish.days is not None else schedule.days if schedule is not None else EVERY_DAY
    days = (days - wish.without) | wish.also
    if not days:
        return None
    before = schedule if schedule is not None else Schedule(minute)
    pause = _pause(wish, today, before.paused_until)
    return replace(before, minute=minute, days=days, zone=wish.zone or zone, paused_until=pause)


def together(first: ScheduleWish, second: ScheduleWish) -> ScheduleWish:
    """Two wishes as one, where the second answers what the first left open ("saturday mornings", and then "at nine"); the second counts more."""
    both = ScheduleWish.from_values({**first.as_values(), **second.as_values()})
    if both.minute is None or both.part is None:
        return both
    # "nine" alone is the evening's; after "saturday mornings" it is the morning's
    other = (both.minute + MINUTES_A_DAY // 2) % MINUTES_A_DAY
    return both if _lies_in(both.minute, both.part) or not _lies_in(other, both.part) else replace(both, minute=other)


def night_in(zone: str, moment: datetime) -> date:
    """The evening that a moment belongs to there: after midnight still the one before."""
    return (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(minutes=NIGHT_ENDS)).date()


def night_of(schedule: Schedule, moment: datetime) -> date:
    """The evening that a moment belongs to, in the person's time."""
    return night_in(schedule.zone, moment)


def next_after(schedule: Schedule, moment: datetime) -> datetime | None:
    """The next note strictly after an aware moment, in UTC; None where no day is set, or the calendar ends.

    A time that a clock change leaves out moves to the first minute that exists, one that comes twice counts once.
    """
    try:
        night = night_of(schedule, moment) - timedelta(days=1)
        if schedule.paused_until is not None:
            night = max(night, schedule.paused_until)
        for ahead in range(2 * DAYS_A_WEEK):
            at = _occurrence(schedule, night + timedelta(days=ahead))
            if at is not None and at > moment:
                return at
    except OverflowError:  # the last days that a date can hold
        pass
    return None


def in_quiet(schedule: Schedule, moment: datetime) -> bool:
    """Whether a moment lies in the quiet hours, in the person's time; the minutes from the note's own on never do."""
    for night in {night_of(schedule, moment), night_of(schedule, moment - LEEWAY)}:
        at = _occurrence(schedule, night)
        if at is not None and at <= moment < at + LEEWAY:
            return False
    local = moment.astimezone(ZoneInfo(schedule.zone))
    minute, (start, end) = local.hour * 60 + local.minute, schedule.quiet
    return start <= minute < end if start <= end else minute >= start or minute < end


def comes_until(schedule: Schedule, at: datetime) -> datetime:
    """The moment from which a note that was to come at `at` comes no more: it would be too late, or quiet."""
    minutes = range(int(LATEST / timedelta(minutes=1)))
    return next((later for minute in minutes if in_quiet(schedule, later := at + timedelta(minutes=minute))), at + LATEST)


def _lies_in(minute: int, part: PartOfDay) -> bool:
    return minute in _PARTS[part] or minute + MINUTES_A_DAY in _PARTS[part]


def _pause(wish: ScheduleWish, today: date, before: date | None) -> date | None:
    """The first day on which notes come again; None where they come."""
    if wish.pause_days is not None:
        until: date | None = today + timedelta(days=wish.pause_days)
    elif wish.pause_until_day is not None:
        # strictly after today: "till monday", said on a Monday, is a week away
        ahead = (wish.pause_until_day - today.weekday() - 1) % DAYS_A_WEEK + 1
        until = today + timedelta(days=ahead + DAYS_A_WEEK * wish.pause_weeks)
    elif wish.pause_until_date is not None:
        until = _next_date(today, *wish.pause_until_date)
    else:
        until = before
    return until if until is not None and until > today else None


def _next_date(today: date, month: int | None, day: int) -> date | None:
    """The next day with that day of the month, and that month where one was said; None for one that never comes (the 31st of June)."""
    ahead = today + timedelta(days=1)
    for _ in range(5 * 366):  # to the next 29th of February and beyond
        if ahead.day == day and month in (None, ahead.month):
            return ahead
        ahead += timedelta(days=1)
    return None


def _occurrence(schedule: Schedule, night: date) -> datetime | None:
    """When the note of an evening comes, in UTC, pauses aside; None where the evening has none."""
    if night.weekday() not in schedule.days:
        return None
    day = night + timedelta(days=1) if schedule.minute < NIGHT_ENDS else night
    zone = ZoneInfo(schedule.zone)
    wall = datetime.combine(day, time(*divmod(schedule.minute, 60)), zone)
    at = wall.astimezone(timezone.utc)
    if at.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        at = _end_of_gap(wall)
    # where a whole day is left out (a zone that crosses the date line) its note would come in another night
    return at if night_of(schedule, at) == night else None


def _end_of_gap(wall: datetime) -> datetime:
    """The first whole minute after the gap in which a wall time lies, in UTC."""
    # read with the offset after the change it lies before the change, and the other way round: the change is between them
    before = int(wall.replace(fold=1).timestamp())
    after = int(wall.replace(fold=0).timestamp())
    zone = wall.tzinfo
    old = datetime.fromtimestamp(before, zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    first = datetime.fromtimestamp(after, timezone.utc)
    return first if first.second == 0 else first.replace(second=0) + timedelta(minutes=1)

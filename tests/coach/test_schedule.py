"""When notes come: what a wish makes of a schedule, and the nights one after the other, in many zones and over their clock changes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rasa_project.coach.schedule import (
    EVERY_DAY,
    LATEST,
    LEEWAY,
    MINUTES_A_DAY,
    NIGHT_ENDS,
    Schedule,
    ScheduleWish,
    changed,
    comes_until,
    in_quiet,
    next_after,
    night_in,
    night_of,
    together,
)

LONDON = "Europe/London"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
TODAY = date(2026, 11, 26)
"""A Thursday."""
ZONES = (
    "UTC", LONDON, "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "America/Santiago", "Australia/Lord_Howe",
    "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Kathmandu", "Asia/Tehran", "Africa/Casablanca", "Antarctica/Troll", "Asia/Kolkata",
    "America/Havana", "Asia/Beirut", "Africa/Cairo", "Antarctica/Casey",
)  # fmt: skip

moments = st.datetimes(datetime(2010, 1, 1), datetime(2037, 1, 1)).map(lambda moment: moment.replace(tzinfo=timezone.utc))
schedules = st.builds(
    Schedule,
    minute=st.integers(0, MINUTES_A_DAY - 1),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    zone=st.sampled_from(ZONES),
    paused_until=st.none() | st.dates(date(2010, 1, 1), date(2037, 1, 1)),
    quiet=st.tuples(st.integers(0, MINUTES_A_DAY - 1), st.integers(0, MINUTES_A_DAY - 1)),
)
wishes = st.builds(
    ScheduleWish,
    minute=st.none() | st.integers(0, MINUTES_A_DAY - 1),
    days=st.none() | st.frozensets(st.integers(0, 6), min_size=1),
    without=st.frozensets(st.integers(0, 6), max_size=2),
    also=st.frozensets(st.integers(0, 6), max_size=2),
    part=st.sampled_from([None, "morning", "afternoon", "evening"]),
    later=st.none() | st.integers(-720, 720),
    pause_until_day=st.none() | st.integers(0, 6),
    pause_weeks=st.integers(0, 2),
    pause_until_date=st.none() | st.tuples(st.none() | st.integers(1, 12), st.integers(1, 31)),
    pause_days=st.none() | st.integers(0, 366),
)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=timezone.utc)  # type: ignore[misc,arg-type]


def wall(moment: datetime | None, zone: str) -> datetime:
    """What clocks show there."""
    assert moment is not None
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


# what a wish makes of it


def test_an_hour_alone_is_for_every_night() -> None:
    assert changed(None, ScheduleWish(minute=1350), TODAY, LONDON) == Schedule(1350, EVERY_DAY, LONDON)


def test_days_without_an_hour_are_not_enough() -> None:
    assert changed(None, ScheduleWish(days=frozenset({MONDAY})), TODAY, LONDON) is None


@pytest.mark.parametrize(("minute", "later", "becomes"), [(1350, 60, 1410), (1410, 60, 30), (30, -60, 1410), (0, -30, 1410)])
def test_it_moves_also_over_midnight(minute: int, later: int, becomes: int) -> None:
    found = changed(Schedule(minute, zone=LONDON), ScheduleWish(later=later), TODAY, LONDON)
    assert found is not None
    assert found.minute == becomes


def test_days_are_left_out_and_added_where_some_are_set() -> None:
    weeknights = Schedule(1350, frozenset(range(5)), LONDON)
    without = changed(weeknights, ScheduleWish(without=frozenset({FRIDAY})), TODAY, LONDON)
    also = changed(weeknights, ScheduleWish(also=frozenset({SUNDAY})), TODAY, LONDON)
    assert without == Schedule(1350, frozenset(range(4)), LONDON)
    assert also == Schedule(1350, frozenset({*range(5), SUNDAY}), LONDON)


def test_no_day_left_is_no_schedule() -> None:
    assert changed(Schedule(1350, frozenset({FRIDAY})), ScheduleWish(without=frozenset({FRIDAY})), TODAY, LONDON) is None


def test_the_morning_needs_an_hour_of_its_own() -> None:
    mornings = ScheduleWish(days=frozenset({SATURDAY}), part="morning")
    assert changed(Schedule(1350), mornings, TODAY, LONDON) is None
    assert changed(Schedule(420), mornings, TODAY, LONDON) == Schedule(420, frozenset({SATURDAY}), LONDON)


def test_an_hour_that_answers_is_the_hour_of_the_part_that_was_named() -> None:
    mornings = ScheduleWish(days=frozenset({SATURDAY}), part="morning")
    assert together(mornings, ScheduleWish(minute=21 * 60)).minute == 9 * 60
    assert together(ScheduleWish(days=frozenset({SATURDAY}), part="evening"), ScheduleWish(minute=21 * 60)).minute == 21 * 60


def test_the_later_word_counts() -> None:
    first, second = ScheduleWish(minute=1290, days=frozenset({MONDAY})), ScheduleWish(minute=1320)
    assert together(first, second) == ScheduleWish(minute=1320, days=frozenset({MONDAY}))


@pytest.mark.parametrize(
    ("wish", "until"),
    [
        (ScheduleWish(pause_days=1), date(2026, 11, 27)),
        (ScheduleWish(pause_days=7), date(2026, 12, 3)),
        (ScheduleWish(pause_until_day=MONDAY), date(2026, 11, 30)),
        (ScheduleWish(pause_until_day=THURSDAY), date(2026, 12, 3)),
        (ScheduleWish(pause_until_day=THURSDAY, pause_weeks=1), date(2026, 12, 10)),
        (ScheduleWish(pause_until_day=FRIDAY, pause_weeks=1), date(2026, 12, 4)),
        (ScheduleWish(pause_until_date=(None, 14)), date(2026, 12, 14)),
        (ScheduleWish(pause_until_date=(None, 31)), date(2026, 12, 31)),
        (ScheduleWish(pause_until_date=(9, 1)), date(2027, 9, 1)),
        (ScheduleWish(pause_until_date=(2, 29)), date(2028, 2, 29)),
        (ScheduleWish(pause_until_date=(6, 31)), None),
        (ScheduleWish(pause_days=0), None),
    ],
)
def test_a_pause_ends_on_the_day_that_was_meant(wish: ScheduleWish, until: date | None) -> None:
    found = changed(Schedule(1350, zone=LONDON, paused_until=date(2027, 1, 1) if wish.pause_days == 0 else None), wish, TODAY, LONDON)
    assert found is not None
    assert found.paused_until == until


def test_a_pause_stays_while_the_hour_changes_and_goes_when_it_is_over() -> None:
    paused = Schedule(1350, zone=LONDON, paused_until=date(2026, 12, 1))
    assert changed(paused, ScheduleWish(minute=1320), TODAY, LONDON) == Schedule(1320, zone=LONDON, paused_until=date(2026, 12, 1))
    assert changed(paused, ScheduleWish(minute=1320), date(2026, 12, 1), LONDON) == Schedule(1320, zone=LONDON)


def test_a_zone_that_was_said_counts_more_than_where_one_is() -> None:
    found = changed(None, ScheduleWish(minute=1350, zone="America/New_York"), TODAY, LONDON)
    assert found is not None
    assert found.zone == "America/New_York"


@given(wishes)
def test_a_wish_comes_back_from_plain_values_as_it_was(wish: ScheduleWish) -> None:
    assert ScheduleWish.from_values(wish.as_values()) == wish


@given(st.none() | schedules, wishes, st.dates(date(2010, 1, 1), date(2037, 1, 1)))
def test_whatever_is_wished_a_schedule_can_be_kept(schedule: Schedule | None, wish: ScheduleWish, today: date) -> None:
    found = changed(schedule, wish, today, LONDON)
    if found is None:
        return
    assert 0 <= found.minute < MINUTES_A_DAY
    assert found.days
    assert found.days <= EVERY_DAY
    assert found.zone == LONDON
    assert found.paused_until is None or found.paused_until > today


# night after night


@pytest.mark.parametrize(
    ("schedule", "moment", "comes"),
    [
        (Schedule(1350, zone=LONDON), utc(2026, 1, 5, 12), utc(2026, 1, 5, 22, 30)),
        (Schedule(1350, zone=LONDON), utc(2026, 1, 5, 22, 30), utc(2026, 1, 6, 22, 30)),
        (Schedule(1350, zone=LONDON), utc(2026, 7, 5, 12), utc(2026, 7, 5, 21, 30)),
        (Schedule(30, frozenset({MONDAY}), LONDON), utc(2026, 1, 5, 12), utc(2026, 1, 6, 0, 30)),
        (Schedule(1350, frozenset({FRIDAY}), LONDON), utc(2026, 1, 9, 23), utc(2026, 1, 16, 22, 30)),
        (Schedule(1350, zone=LONDON, paused_until=date(2026, 2, 1)), utc(2026, 1, 5), utc(2026, 2, 1, 22, 30)),
        (Schedule(30, zone=LONDON, paused_until=date(2026, 2, 1)), utc(2026, 1, 5), utc(2026, 2, 2, 0, 30)),
    ],
)
def test_the_next_note_comes_when_it_should(schedule: Schedule, moment: datetime, comes: datetime) -> None:
    assert next_after(schedule, moment) == comes


@pytest.mark.parametrize(
    ("zone", "minute", "around", "shows"),
    [
        # the gap of spring: the first minute that there is
        (LONDON, 90, utc(2026, 3, 28, 22), datetime(2026, 3, 29, 2, 0)),
        ("America/New_York", 150, utc(2026, 3, 7, 23), datetime(2026, 3, 8, 3, 0)),
        ("America/Santiago", 15, utc(2026, 9, 5, 23), datetime(2026, 9, 6, 1, 0)),
        ("Australia/Lord_Howe", 135, utc(2026, 10, 3, 10), datetime(2026, 10, 4, 2, 30)),
        # the day that Samoa left out: its note comes when the next day begins
        ("Pacific/Apia", 1350, utc(2011, 12, 30, 9), datetime(2011, 12, 31, 0, 0)),
    ],
)
def test_a_time_that_the_clocks_leave_out_moves_to_the_first_that_exists(zone: str, minute: int, around: datetime, shows: datetime) -> None:
    assert wall(next_after(Schedule(minute, zone=zone), around), zone) == shows


def test_a_time_that_comes_twice_counts_once() -> None:
    schedule = Schedule(90, zone=LONDON)
    first = next_after(schedule, utc(2026, 10, 24, 22))
    assert first == utc(2026, 10, 25, 0, 30)
    assert next_after(schedule, first) == utc(2026, 10, 26, 1, 30)


@given(schedules, moments)
def test_the_next_note_is_later_at_its_hour_on_one_of_its_days_after_the_pause(schedule: Schedule, moment: datetime) -> None:
    comes = next_after(schedule, moment)
    assert comes is not None
    assert comes > moment
    assert comes.tzinfo is timezone.utc
    night = night_of(schedule, comes)
    assert night.weekday() in schedule.days
    assert schedule.paused_until is None or night >= schedule.paused_until
    shown = wall(comes, schedule.zone)
    if shown.time() != time(*divmod(schedule.minute, 60)):
        # only where that time does not exist: clocks jump to what they show now
        before = wall(comes - timedelta(minutes=1), schedule.zone)
        day = night + timedelta(days=schedule.minute < NIGHT_ENDS)
        assert before < datetime.combine(day, time(*divmod(schedule.minute, 60))) < shown


@given(schedules, moments)
def test_there_are_never_two_in_one_night_and_never_one_too_few(schedule: Schedule, moment: datetime) -> None:
    nights = []
    for _ in range(10):
        following = next_after(schedule, moment)
        assert following is not None
        moment = following
        nights.append(night_of(schedule, moment))
    assert nights == sorted(set(nights))
    for night, later in pairwise(nights):
        between = [night + timedelta(days=ahead) for ahead in range(1, (later - night).days)]
        assert not [day for day in between if day.weekday() in schedule.days and _exists(day, schedule.zone)]


def _exists(day: date, zone: str) -> bool:
    """Whether there is such a day there: Samoa and Kiribati have left one out."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    return wall(noon.astimezone(timezone.utc), zone) == noon.replace(tzinfo=None)


@given(schedules, moments)
def test_no_moment_between_is_passed_over(schedule: Schedule, moment: datetime) -> None:
    comes = next_after(schedule, moment)
    assert comes is not None
    assert next_after(schedule, comes - timedelta(seconds=1)) == comes


def test_at_the_end_of_the_calendar_there_is_none() -> None:
    assert next_after(Schedule(1350), datetime.max.replace(tzinfo=timezone.utc)) is None


def test_without_days_there_is_none() -> None:
    assert next_after(Schedule(1350, frozenset()), utc(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("moment", "night"), [(utc(2026, 1, 5, 22), date(2026, 1, 5)), (utc(2026, 1, 6, 4, 59), date(2026, 1, 5)), (utc(2026, 1, 6, 5), date(2026, 1, 6))]
)
def test_after_midnight_it_is_still_the_evening_before(moment: datetime, night: date) -> None:
    assert night_in(LONDON, moment) == night


# quiet hours


@pytest.mark.parametrize(
    ("quiet", "local", "is_quiet"),
    [
        ((0, 420), (2026, 1, 6, 0, 0), True),
        ((0, 420), (2026, 1, 6, 6, 59), True),
        ((0, 420), (2026, 1, 6, 7, 0), False),
        ((0, 420), (2026, 1, 5, 23, 59), False),
        ((1380, 420), (2026, 1, 5, 23, 0), True),
        ((1380, 420), (2026, 1, 6, 3, 0), True),
        ((1380, 420), (2026, 1, 5, 21, 0), False),
        ((0, 0), (2026, 1, 6, 3, 0), False),
    ],
)
def test_quiet_hours_are_quiet(quiet: tuple[int, int], local: tuple[int, ...], is_quiet: bool) -> None:
    moment = datetime(*local, tzinfo=ZoneInfo(LONDON))  # type: ignore[misc,arg-type]
    assert in_quiet(Schedule(1200, zone=LONDON, quiet=quiet), moment) is is_quiet


@given(schedules, moments)
def test_it_is_never_quiet_when_a_note_comes(schedule: Schedule, moment: datetime) -> None:
    comes = next_after(schedule, moment)
    assert comes is not None
    assert not in_quiet(schedule, comes)
    assert not in_quiet(schedule, comes + LEEWAY - timedelta(seconds=1))


@given(schedules, moments)
def test_a_late_note_comes_neither_too_late_nor_in_quiet_hours(schedule: Schedule, moment: datetime) -> None:
    comes = next_after(schedule, moment)
    assert comes is not None
    until = comes_until(schedule, comes)
    assert LEEWAY <= until - comes <= LATEST
    assert until == comes + LATEST or in_quiet(schedule, until)


def test_a_note_at_one_may_come_at_one_though_it_is_quiet_from_midnight() -> None:
    schedule = Schedule(60, zone=LONDON)
    assert comes_until(schedule, utc(2026, 1, 6, 1)) == utc(2026, 1, 6, 1, 30)
    assert in_quiet(schedule, utc(2026, 1, 6, 0, 30))


@given(schedules, st.dates(date(2010, 1, 1), date(2037, 1, 1)))
def test_a_pause_is_kept_to_the_day(schedule: Schedule, day: date) -> None:
    assume(schedule.paused_until is not None)
    paused = Schedule(schedule.minute, EVERY_DAY, schedule.zone, day)
    comes = next_after(paused, datetime.combine(day - timedelta(days=5), time(), timezone.utc))
    assert comes is not None
    assert night_of(paused, comes) == day or not _exists(day, schedule.zone)

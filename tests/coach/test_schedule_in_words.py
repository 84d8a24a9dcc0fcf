"""A schedule as it is read and as it is heard."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.coach.content import Library
from rasa_project.coach.schedule import EVERY_DAY, MINUTES_A_DAY, Schedule
from rasa_project.coach.schedule_in_words import NEEDED, in_words
from rasa_project.library import load_library

TODAY = date(2026, 11, 26)
WORDS = load_library().words_by_id


@pytest.mark.parametrize(
    ("minute", "read", "heard"),
    [
        (1350, "10:30 pm", "ten thirty"),
        (1320, "10 pm", "ten"),
        (1285, "9:25 pm", "nine twenty-five"),
        (1265, "9:05 pm", "nine oh five"),
        (1215, "8:15 pm", "eight fifteen"),
        (0, "midnight", "midnight"),
        (720, "noon", "noon"),
        (30, "12:30 am", "twelve thirty at night"),
        (75, "1:15 am", "one fifteen at night"),
        (420, "7 am", "seven in the morning"),
        (900, "3 pm", "three in the afternoon"),
    ],
)
def test_an_hour_is_read_in_figures_and_heard_in_words(minute: int, read: str, heard: str) -> None:
    assert in_words(Schedule(minute), WORDS, "text", TODAY).hour == read
    assert in_words(Schedule(minute), WORDS, "voice", TODAY).hour == heard


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (EVERY_DAY, "every night"),
        ({0, 1, 2, 3, 4}, "on weeknights"),
        ({0, 1, 2, 3}, "on weeknights except Fridays"),
        ({5, 6}, "at weekends"),
        ({5}, "on Saturdays"),
        ({1, 3}, "on Tuesdays and Thursdays"),
        ({0, 2, 4}, "on Mondays, Wednesdays and Fridays"),
        (EVERY_DAY - {6}, "every night except Sundays"),
        ({6, 0, 1, 2, 3}, "every night except Fridays and Saturdays"),
    ],
)
def test_days_have_the_shortest_name_there_is(days: set[int], said: str) -> None:
    assert in_words(Schedule(1350, frozenset(days)), WORDS, "text", TODAY).on_days == said


def test_by_day_it_is_no_night() -> None:
    assert in_words(Schedule(420), WORDS, "text", TODAY).days == "every day"
    assert in_words(Schedule(420, frozenset(range(5))), WORDS, "text", TODAY).days == "weekdays"


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, None),
        (TODAY, None),
        (date(2026, 11, 30), "until Monday"),
        (date(2026, 12, 3), "until Thursday"),
        (date(2026, 12, 14), "until 14 December"),
    ],
)
def test_a_pause_says_its_end(until: date | None, said: str | None) -> None:
    assert in_words(Schedule(1350, paused_until=until), WORDS, "text", TODAY).until == said


@given(st.integers(0, MINUTES_A_DAY - 1), st.frozensets(st.integers(0, 6), min_size=1), st.sampled_from(["text", "voice"]))
def test_every_schedule_has_words(minute: int, days: frozenset[int], channel: str) -> None:
    words = in_words(Schedule(minute, days), WORDS, channel, TODAY)  # type: ignore[arg-type]
    assert words.hour
    assert words.days in words.on_days
    assert "{" not in words.hour + words.on_days


def test_two_schedules_never_sound_the_same() -> None:
    for channel in ("text", "voice"):
        hours = {in_words(Schedule(minute), WORDS, channel, TODAY).hour for minute in range(MINUTES_A_DAY)}  # type: ignore[arg-type]
        assert len(hours) == MINUTES_A_DAY


def test_no_word_is_written_for_nothing(library: Library) -> None:
    assert {word.id for word in library.words} == NEEDED

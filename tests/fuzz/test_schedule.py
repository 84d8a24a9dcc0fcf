"""What is said of when evening notes come: any words are a wish that can be kept, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project.coach.content import Library
from rasa_project.coach.schedule import EVERY_DAY, MINUTES_A_DAY, Schedule, ScheduleWish, changed, next_after
from rasa_project.coach.schedule_in_words import in_words
from rasa_project.nlu import clock_words, day_words, schedule_items, schedule_words, span_words, time_words
from rasa_project.nlu.schedule_words import schedule_wish
from tests.fuzz.inputs import TEXTS, inputs


def words_of(value: Any) -> Iterator[str]:
    """The words that stand in a value, however deep."""
    if isinstance(value, re.Pattern):
        value = value.pattern
    if isinstance(value, str):
        yield from re.findall(r"[a-z]+(?:'[a-z]+)?", value)
    elif isinstance(value, Mapping):
        yield from words_of([*value, *value.values()])
    elif isinstance(value, Iterable):
        for inner in value:
            yield from words_of(inner)


MODULES = (clock_words, day_words, schedule_items, schedule_words, span_words, time_words)
OWN = sorted({word for module in MODULES for name, value in vars(module).items() if not name.startswith("__") for word in words_of(value)})
NUMBERS = st.integers(0, 2400).map(str) | st.tuples(st.integers(0, 30), st.integers(0, 70)).map(lambda clock: f"{clock[0]}:{clock[1]:02}")
SAID = st.lists(st.sampled_from(OWN) | NUMBERS | st.sampled_from([",", ".", "-", "&", "10pm", "7.30", "14th"]), max_size=14).map(" ".join)
SCHEDULES = st.none() | st.builds(Schedule, st.integers(0, MINUTES_A_DAY - 1), st.frozensets(st.integers(0, 6), min_size=1))
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture(scope="module")
def words(library: Library) -> Mapping[str, Any]:
    return library.words_by_id


def check(text: str, schedule: Schedule | None, today: date, words: Mapping[str, Any]) -> None:
    """The wish goes through a slot, and what it makes of a schedule can be kept, waited for, and said."""
    wish = schedule_wish(text)
    if wish is None:
        return
    assert ScheduleWish.from_values(wish.as_values()) == wish
    made = changed(schedule, wish, today, "Europe/London")
    if made is None:
        return
    assert 0 <= made.minute < MINUTES_A_DAY
    assert made.days
    assert made.days <= EVERY_DAY
    now = datetime(today.year, today.month, today.day, 12, tzinfo=timezone.utc)
    at = next_after(made, now)
    assert at is None or at > now - timedelta(days=1)
    assert in_words(made, words, "text", today)
    assert in_words(made, words, "voice", today)


def test_its_own_words_are_known() -> None:
    assert {"weeknights", "half", "till", "pause", "noon"} <= set(OWN)
    assert len(OWN) > 200


@inputs(2000)
@given(TEXTS | st.tuples(SAID, TEXTS).map(" ".join), SCHEDULES, DAYS)
def test_any_text_is_a_wish_that_can_be_kept_or_none(words: Mapping[str, Any], text: str, schedule: Schedule | None, today: date) -> None:
    check(text, schedule, today, words)


@inputs(3000)
@given(SAID, SCHEDULES, DAYS)
def test_any_of_its_own_words_are_a_wish_that_can_be_kept_or_none(
    words: Mapping[str, Any], text: str, schedule: Schedule | None, today: date
) -> None:
    check(text, schedule, today, words)

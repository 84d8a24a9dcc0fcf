"""What the capacity of a process means for people, by hand."""

from __future__ import annotations

from dataclasses import replace

from bench.capacity_page import Capacity, in_the_busiest_hour, page, processes_for, users_for_a_core

ONE = Capacity("one", 50.0, 0.02, 0.05, {"coaches": 12.0, "PostgreSQL": 2.0, "Redis": 0.5, "nginx": 0.5}, 3.0, 300_000_000)


def test_a_tenth_of_eight_messages_a_day_comes_in_the_busiest_hour() -> None:
    assert in_the_busiest_hour(3_600_000) == 800


def test_processes_are_as_many_as_their_share_of_a_core_asks_for_and_two_at_least() -> None:
    assert processes_for(1_000_000, 12.0) == 5  # 222.2 messages a second, 2.67 cores, of each six tenths
    assert processes_for(1_000, 12.0) == 2


def test_users_of_a_core_are_told_in_whole_thousands() -> None:
    assert users_for_a_core(12.0) == 225_000
    assert users_for_a_core(12.01) == 224_000


def test_the_page_says_what_was_measured() -> None:
    three = replace(ONE, name="three", spent={**ONE.spent, "coaches": 15.0})
    written = page([replace(ONE, spent={"coaches": 12.0}), ONE, three], "a machine", 12, 20.0)
    for words in ("| three | 50.0 | 20, 50 ms | 15.0 ms | 2.0 ms |", "1.25 times", "**180,000 people a day**", "Measured: a machine."):
        assert words in written

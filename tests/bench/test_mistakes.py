"""Where understanding goes wrong, as a developer reads it."""

from __future__ import annotations

from bench.mistakes import Understood, cell, confusions, section, share_right, worst

MESSAGES = [
    Understood("one", "greet", "greet", 0.9),
    Understood("two", "greet", "thanks", 0.4),
    Understood("three", "greet", "thanks", 0.8),
    Understood("four", "help", "stop", 0.6),
]


def test_the_share_is_of_all_messages() -> None:
    assert share_right(MESSAGES) == 0.25
    assert share_right([]) == 0


def test_pairs_are_counted_the_most_frequent_first() -> None:
    assert confusions(MESSAGES) == [("greet", "thanks", 2), ("help", "stop", 1)]


def test_the_surest_mistakes_come_first_and_no_more_than_asked_for() -> None:
    assert [message.text for message in worst(MESSAGES)] == ["three", "four", "two"]
    assert [message.text for message in worst(MESSAGES, 1)] == ["three"]


def test_a_text_cannot_break_the_table() -> None:
    assert cell("a | b\nc") == "a \\| b c"


def test_the_page_names_how_many_are_wrong() -> None:
    lines = section("plain", MESSAGES)
    assert "3 of 4" in lines[0]
    assert "| greet | thanks | 2 |" in lines

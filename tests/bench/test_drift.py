"""What changes between two models."""

from __future__ import annotations

import pytest

from bench.drift import changes, main, table
from bench.mistakes import Understood


def understood(*taken_for: str) -> list[Understood]:
    """Three messages that mean greet, help and stop, and what a model takes them for."""
    return [Understood(text, meant, name, 0.5) for text, meant, name in zip(("hi", "what now", "enough"), ("greet", "help", "stop"), taken_for)]


BEFORE = understood("greet", "thanks", "thanks")
AFTER = understood("thanks", "help", "greet")


def test_what_broke_comes_first_then_what_was_mended_then_what_is_still_wrong() -> None:
    assert [(change.text, change.effect) for change in changes(BEFORE, AFTER)] == [
        ("hi", "broken"),
        ("what now", "mended"),
        ("enough", "still wrong"),
    ]


def test_what_stayed_the_same_is_no_change() -> None:
    assert changes(BEFORE, BEFORE) == []


def test_the_table_tells_how_many_each_understands() -> None:
    text = table("plain", BEFORE, AFTER)
    assert "33.3% of 3 messages understood by A, 33.3% by B" in text
    assert "| hi | greet | greet | thanks | broken |" in text


def test_two_lists_of_other_messages_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same messages"):
        changes(BEFORE, AFTER[:2])


def test_a_missing_model_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/nonexistent/a.tar.gz", "/nonexistent/b.tar.gz"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "/nonexistent/a.tar.gz" in said.err


def test_two_models_must_be_named() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["one.tar.gz"])
    assert ended.value.code == 2

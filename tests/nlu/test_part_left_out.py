"""Which part of a line is to go: the words that name it, and none where no part is meant."""

from __future__ import annotations

import pytest

from rasa_project.nlu.part_left_out import part_left_out, refused_words


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("the I love you is good just take out the bad day part", ("bad", "day")),
        ("without the sofa bit please", ("sofa",)),
        ("drop the bit about the lights", ("lights",)),
        ("lose the thanks for asking", ("asking",)),
        ("can you cut the part about tomorrow", ("tomorrow",)),
        ("crossword?? we have a baby lol. leave that out", ("crossword", "baby")),
        ("no crossword! just miss you, sleep, maybe tomorrow", ("crossword",)),
    ],
)
def test_the_words_that_name_the_part_are_found(message: str, named: tuple[str, ...]) -> None:
    assert part_left_out(message)[-len(named) :] == named


@pytest.mark.parametrize(
    "message",
    [
        "i like it, leave it",
        "no thanks!",
        "leave it",
        "leave me alone",
        "drop him a line",
        "the part about the kettle is good, lose the rest",
        "not tonight",
        "",
    ],
)
def test_no_part_is_named_by_what_is_about_something_else(message: str) -> None:
    assert part_left_out(message) == ()


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("'be close' sounds like a hallmark card", ("be close",)),
        ('"the intimate kind" nobody talks like that', ("the intimate kind",)),
        ("the 'both sound nice to me' bit was good, keep that", ()),
        ("i don't like it", ()),
    ],
)
def test_quoted_words_are_refused_unless_they_are_praised(message: str, words: tuple[str, ...]) -> None:
    assert refused_words(message) == words

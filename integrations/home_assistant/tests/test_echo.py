"""Telling the speaker's own voice from an answer in the words of the question."""

from __future__ import annotations

import pytest

from custom_components.evening_note.client import Reply
from custom_components.evening_note.echo import is_echo

QUESTION = Reply("Okay. Are you saying no tonight, or asking?", listen=True)
SHORT = Reply("It stings. Words for them, or quiet?", listen=True)
REHEARSAL = Reply("Your turn. Thanks for asking, but not tonight. Now you?", line="Thanks for asking, but not tonight.", listen=True)


@pytest.mark.parametrize(
    "heard",
    [
        "are you saying no tonight or asking",
        "Are you saying no tonight, or asking?",
        "okay are you saying no tonight or asking",
        "are you saying no tonight or basking",
        "you saying no tonight or asking",
    ],
)
def test_the_whole_question_is_an_echo(heard: str) -> None:
    assert is_echo(heard, QUESTION)


@pytest.mark.parametrize(
    ("heard", "reply"),
    [
        ("saying no tonight", QUESTION),
        ("i'm saying no tonight", QUESTION),
        ("asking", QUESTION),
        ("no", QUESTION),
        ("", QUESTION),
        ("words for them", SHORT),
        ("quiet", SHORT),
        ("thanks for asking but not tonight", REHEARSAL),
        ("thank you for asking but not tonight", REHEARSAL),
        ("are you asking me or telling me", QUESTION),
        ("anything at all", Reply("")),
    ],
)
def test_an_answer_is_none_also_in_the_words_of_the_question(heard: str, reply: Reply) -> None:
    assert not is_echo(heard, reply)

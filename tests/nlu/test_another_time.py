"""A time that a line could name: days however they are spelt, feasts, and words of one's own where the coach asked when."""

from __future__ import annotations

import pytest

from rasa_project.nlu.another_time import AnotherTime, time_in_own_words
from rasa_project.nlu.tokenizer import english


@pytest.fixture(scope="module")
def times() -> AnotherTime:
    """The reader."""
    return AnotherTime(english().vocab)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on satuday, we been to busy", "on Saturday"),
        ("saturdays", "on Saturday"),
        ("on sat then", "on Saturday"),
        ("sat is his birthday", "on Saturday"),
        ("sun morning", "on Sunday morning"),
        ("tmrw morning then", "tomorrow morning"),
        ("this comming weekend", "this weekend"),
        ("the weekend", "at the weekend"),
        ("shabbat", "on Shabbat"),
        ("on the sabbath", "on the Sabbath"),
        ("eid", "after Eid"),
        ("the bank holiday", "over the bank holiday"),
        ("after lent", "after lent"),
        ("he lands on the 12th", "on the 12th"),
        ("maybe the 21st?", "on the 21st"),
        ("after the 3rd please", "after the 3rd"),
    ],
)
def test_a_time_is_read_as_it_stands_in_a_line(times: AnotherTime, text: str, said: str) -> None:
    assert [time.to_say for time in times.named(english().make_doc(text))] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "on nights till friday",
        "it's ramadan",
        "a lazy sunday",
        "we sat on the sofa",
        "too much sun today",
        "what a night",
        "he's away till the 12th",
        "the 2nd time for us",
        "the christmas supper",
        "i'd like to ask again tonight. its monday",
        "he said no tues and no thurs",
    ],
)
def test_a_day_that_is_part_of_the_story_is_no_time_for_a_line(times: AnotherTime, text: str) -> None:
    assert times.named(english().make_doc(text)) == []


def test_the_place_of_a_time_is_told_in_characters(times: AnotherTime) -> None:
    text = "no, i said satuday"
    (time,) = times.named(english().make_doc(text))
    assert text[time.start : time.end] == "satuday"


@pytest.mark.parametrize(
    ("text", "said"),
    [("once the exams are over", "once the exams are over"), ("Maybe when i'm rested", "when I'm rested"), ("in the morning.", "in the morning")],
)
def test_a_time_in_own_words_is_kept_as_it_is(text: str, said: str) -> None:
    assert time_in_own_words(text) == said


@pytest.mark.parametrize(
    "text", ["when he gets in", "on nights till friday", "in general", "no idea", "a cuddle", "after a very, very long and very tiring day at work"]
)
def test_what_cannot_be_said_to_the_partner_as_it_is_is_no_time(text: str) -> None:
    assert time_in_own_words(text) is None

"""Of two times that a question names, the better one is told where one is better."""

from __future__ import annotations

import pytest

from rasa_project.nlu.two_times import KINDS, better_time


@pytest.mark.parametrize(
    ("question", "better"),
    [
        ("is over breakfast better or last thing at night?", "first"),
        ("do i ask him in bed or downstairs", "second"),
        ("before or after?", "first"),
        ("should i tell her while she's driving, or wait until we're home", "second"),
    ],
)
def test_what_is_calmer_earlier_and_wider_awake_is_better_for_anything(question: str, better: str) -> None:
    assert set(better_time(question).values()) == {better}


def test_a_no_is_better_said_soon_and_an_ask_when_there_is_time() -> None:
    better = better_time("shall i text it now or wait till he's home")
    assert (better["no"], better["ask"]) == ("first", "second")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a no or an ask?",
        "tea or coffee",
        "not tonight or tomorrow",
        "i could say no or wait till morning",
        "now",
        "when do i say it?",
        "red or white?",
    ],
)
def test_what_names_no_two_times_is_no_such_question(text: str) -> None:
    assert better_time(text) == {}


def test_where_it_is_sure_that_a_time_is_asked_for_one_that_is_known_is_enough() -> None:
    question = "do i say it on the landing or when the lights are off"
    assert better_time(question) == {}
    assert set(better_time(question, asks_when=True).values()) == {"first"}


def test_of_two_bad_times_neither_is_better() -> None:
    assert better_time("do i say it while he's cooking or wait for lights out") == {}


def test_every_answer_is_for_something_that_is_said() -> None:
    assert set(better_time("in bed or at breakfast?")) <= set(KINDS)

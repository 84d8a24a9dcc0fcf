"""What is told of the partner as it is said to them."""

from __future__ import annotations

import pytest

from rasa_project.nlu.direct_speech import names_a_thing, question, statement


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("i find her beautiful", "I find you beautiful."),
        ("i love her lovely face", "I love your lovely face."),
        ("can we try again w/o her feeling pushed", "Can we try again without you feeling pushed?"),
        ("my body feels like the babys rn", "My body feels like the baby's right now."),
        ("NOT just to sleep, i want you", "Not just to sleep, I want you."),
        ("im OK now", "I'm OK now."),
        ("ive done three nights and ill be a zombie", "I've done three nights and I'll be a zombie."),
        ("im tired and ill", "I'm tired and ill."),
        ("the its not you part", "It's not you."),
        ("its the 3.30 alarm", "It's the 3.30 alarm."),
        ("let her choose how far", "Let you choose how far."),
        ("im just off a 12h shift", "I'm just off a twelve-hour shift."),
        ("i was up 3 hrs with our two-year-old", "I was up three hours with our two-year-old."),
    ],
)
def test_it_is_turned_to_the_partner(told: str, said: str) -> None:
    assert statement(told, of_their_own=True) == said


@pytest.mark.parametrize(
    "clause", ["are you listening dear", "im asking you", "I was talking to you not him", "just to be close", "to lie there and hold him"]
)
def test_what_is_no_line_stays_none(clause: str) -> None:
    assert statement(clause, of_their_own=True) is None


def test_a_reported_question_is_put_in_full() -> None:
    assert question("if", "we can try again w/o her feeling pushed") == ("Can we try again without you feeling pushed?", True)


@pytest.mark.parametrize(
    ("clause", "is_one"),
    [("the exam", True), ("another night soon", True), ("my head is full", False), ("no pressure", False), ("not tonight, love", False)],
)
def test_a_thing_is_told_from_what_says_something(clause: str, is_one: bool) -> None:
    assert names_a_thing(clause) is is_one

"""What is told of the partner as it is said to them."""

from __future__ import annotations

import pytest

from rasa_project.nlu.direct_speech import names_a_thing, statement


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("i find her beautiful", "I find you beautiful."),
        ("i love her lovely face", "I love your lovely face."),
        ("can we try again w/o her feeling pushed", "Can we try again without you feeling pushed?"),
        ("my body feels like the babys rn", "My body feels like the baby's right now."),
        ("NOT just to sleep, i want you", "Not just to sleep, I want you."),
        ("im OK now", "I'm OK now."),
    ],
)
def test_it_is_turned_to_the_partner(told: str, said: str) -> None:
    assert statement(told, of_their_own=True) == said


@pytest.mark.parametrize(
    ("clause", "is_one"),
    [("the exam", True), ("another night soon", True), ("my head is full", False), ("no pressure", False), ("not tonight, love", False)],
)
def test_a_thing_is_told_from_what_says_something(clause: str, is_one: bool) -> None:
    assert names_a_thing(clause) is is_one

"""What the coach is, is said again every three hours, and never in the way of a line or a danger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rasa_project.coach import Answer, Library, Session, Turn
from rasa_project.coach.skills.disclosure import EVERY, remind
from tests.coach.situations import situation

REMINDER = "automated coach"


def after(seconds: float, library: Library, answer: Answer, intent: str = "thanks") -> Turn:
    """The turn when the coach said what it is so long ago."""
    moment = situation(intent, disclosed=100.0)
    return remind(library, replace(moment, now=100.0 + seconds), Turn(answer, moment.session))


def test_after_three_hours_it_is_said_again(library: Library) -> None:
    turn = after(EVERY, library, Answer(before="Glad that helped."))
    assert REMINDER in turn.answer.before
    assert turn.answer.before.endswith("Glad that helped.")
    assert turn.session.disclosed == 100.0 + EVERY


def test_before_that_it_is_not(library: Library) -> None:
    turn = after(EVERY - 1, library, Answer(before="Glad that helped."))
    assert turn.answer.before == "Glad that helped."
    assert turn.session.disclosed == 100.0


@pytest.mark.parametrize("answer", [Answer(line="Not tonight."), Answer(before="I hear you.", safety="pressured"), Answer(before="Bye.", end=True)])
def test_a_line_a_danger_and_a_goodbye_are_left_alone_and_it_waits(answer: Answer, library: Library) -> None:
    turn = after(2 * EVERY, library, answer)
    assert turn.answer == answer
    assert turn.session.disclosed == 100.0


def test_who_asks_what_it_is_has_just_been_told(library: Library) -> None:
    turn = after(EVERY, library, Answer(before="I'm software."), intent="bot_challenge")
    assert turn.answer.before == "I'm software."
    assert turn.session.disclosed == 100.0 + EVERY


def test_the_three_hours_start_with_the_conversation(library: Library) -> None:
    moment = replace(situation("greet"), now=7.0)
    assert remind(library, moment, Turn(Answer(before="Hello."), moment.session)).session.disclosed == 7.0


def test_what_was_forgotten_stays_forgotten(library: Library) -> None:
    moment = situation("affirm", disclosed=100.0)
    assert remind(library, moment, Turn(Answer(before="Done."), Session())).session.disclosed is None

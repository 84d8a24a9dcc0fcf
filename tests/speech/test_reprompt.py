"""What is said when nobody answers: shorter, in other words, and nothing where silence is an answer."""

from __future__ import annotations

import pytest

from rasa_project.coach.answer import Answer, opener
from rasa_project.coach.content import Library, StandingAnswer
from rasa_project.coach.measure import words
from rasa_project.speech.reprompt import kind_of, reprompt

QUESTION_FILLED = {"{first}": "a no", "{second}": "an ask", "{unsure}": "At the foot of the bed", "{signal}": "the candle"}
SHORTEST = 3
"""Words of a question that always leaves room for something shorter."""


def asked(entry: StandingAnswer) -> Answer:
    """The answer of an entry, its question filled in."""
    question = entry.question or ""
    for place, name in QUESTION_FILLED.items():
        question = question.replace(place, name)
    return Answer.of(entry, after=question)


def questions(library: Library) -> list[Answer]:
    """Every question of the coach on a speaker that waits for an answer."""
    answers = [asked(entry) for entry in library.answers if entry.question and entry.waits and entry.channel != "text"]
    return [answer for answer in answers if answer.line is None]


def test_every_reprompt_is_shorter_than_its_question_and_begins_otherwise(library: Library) -> None:
    for answer in questions(library):
        again = reprompt(library, answer)
        if again is not None:
            assert words(again) < words(answer.after), (again, answer.after)
            assert opener(again) != opener(answer.after), (again, answer.after)


def test_every_question_of_some_length_has_one(library: Library) -> None:
    assert questions(library)
    assert [answer.after for answer in questions(library) if words(answer.after) >= SHORTEST and reprompt(library, answer) is None] == []


def test_the_same_question_is_followed_by_the_same_words(library: Library) -> None:
    answer = Answer(after="A no, or an ask?", listen=True)
    assert reprompt(library, answer) == reprompt(library, answer)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(before="Take your time.", listen=True),
        Answer(line="Not tonight.", after="Softer?", listen=True),
        Answer(after="Softer?", listen=False),
        Answer(line="Not tonight."),
        Answer(before="Night.", end=True),
    ],
)
def test_silence_after_a_line_or_where_nothing_was_asked_is_respected(library: Library, answer: Answer) -> None:
    assert reprompt(library, answer) is None


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(after="Is now a good time?", safety="partner_violence"), "danger"),
        (Answer(after="A no, or an ask?"), "either"),
        (Answer(after="Which is heavier: missing it, or letting them down?"), "either"),
        (Answer(after="Are you eighteen or over?"), "yes_or_no"),
        (Answer(after="Shall I clear this conversation?"), "yes_or_no"),
        (Answer(after="What did they say?"), "open"),
        (Answer(after="And what did they say to that?"), "open"),
    ],
)
def test_the_kind_of_a_question_is_read_from_it(answer: Answer, kind: str) -> None:
    assert kind_of(answer) == kind


def test_after_a_danger_a_speaker_lets_go(library: Library) -> None:
    again = reprompt(library, Answer(after="Is now a good time?", safety="partner_violence", listen=True))
    assert again is not None
    assert "later" in again.lower()

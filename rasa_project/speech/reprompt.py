"""What a speaker says when a question stays unanswered: shorter than the question, in other words, and nothing after a line."""

from __future__ import annotations

from typing import Literal

from rasa_project.coach.answer import Answer, opener
from rasa_project.coach.choice import choose
from rasa_project.coach.content import Library
from rasa_project.coach.measure import words

Kind = Literal["danger", "either", "yes_or_no", "open"]

_OPEN = ("what", "what's", "what'll", "which", "who", "who's", "where", "where's", "when", "how", "why")


def reprompt(library: Library, answer: Answer) -> str | None:
    """The words for when nobody answers this; None where silence is an answer: after a line, or when nothing was asked."""
    question = answer.after
    if not answer.listen or answer.line is not None or not question.endswith("?"):
        return None
    fitting = [
        entry
        for entry in library.reprompts
        if entry.to == kind_of(answer) and words(entry.text) < words(question) and opener(entry.text) != opener(question)
    ]
    if not fitting:
        return None
    # the same question is always followed by the same words, so that "again" repeats all of it
    return choose(fitting, seed=question, key=lambda entry: entry.id, said=lambda entry: entry.text).text


def kind_of(answer: Answer) -> Kind:
    """What kind of answer the question asks for."""
    question = answer.after.lower()
    if answer.safety is not None:
        return "danger"
    if ", or " in question:
        return "either"
    return "open" if question.split()[0] in _OPEN or question.startswith("and what") else "yes_or_no"

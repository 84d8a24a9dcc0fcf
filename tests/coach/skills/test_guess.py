"""A guess at danger is asked about once; a yes gets the danger's answer, "something else" what was asked for."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library, intents
from rasa_project.coach.answer import Answer
from rasa_project.coach.skills.guess import ASKED, NOT_ASKED_ABOUT
from tests.coach.situations import Talk

ASKED_ABOUT = sorted(set(intents.SAFETY) - NOT_ASKED_ABOUT)


def guessed(talk: Talk, label: str) -> Answer:
    """The answer to a message that is more probably a no for tonight than this danger."""
    return talk.hear(label, safety=label, safety_by="model", guess="not_in_the_mood")


@pytest.mark.parametrize("label", ASKED_ABOUT)
def test_a_guess_is_asked_about_before_anything_is_said(library: Library, label: str) -> None:
    talk = Talk(library)
    answer = guessed(talk, label)
    assert answer.safety == label
    assert answer.private
    assert answer.line is None
    assert "something else" in answer.after
    assert talk.session.careful is None


@pytest.mark.parametrize("label", ASKED_ABOUT)
def test_a_yes_gets_the_answer_of_the_danger(library: Library, label: str) -> None:
    talk = Talk(library)
    guessed(talk, label)
    answer = talk.hear("affirm")
    assert answer.safety == label
    assert answer.line is None
    assert (talk.session.careful == label) == (label in intents.LASTING)


@pytest.mark.parametrize(
    "said",
    [{"intent": "deny"}, {"intent": "safety_false_alarm"}, {"intent": "inform", "choices": frozenset({"something_else"})}],
    ids=["no", "you misunderstood", "something else"],
)
def test_something_else_gets_what_was_asked_for(library: Library, said: dict) -> None:
    talk = Talk(library)
    guessed(talk, "partner_violence")
    answer = talk.hear(**said)
    assert answer.line is not None
    assert talk.session.careful is None


def test_another_sign_counts_at_once(library: Library) -> None:
    talk = Talk(library)
    guessed(talk, "pressured")
    assert guessed(talk, "pressured").safety == "pressured"
    assert talk.session.careful == "pressured"


def test_after_a_denial_only_another_kind_of_sign_counts(library: Library) -> None:
    talk = Talk(library)
    guessed(talk, "self_harm")
    talk.hear("deny")
    assert guessed(talk, "self_harm").line is not None
    guessed(talk, "partner_violence")
    assert talk.session.careful == "partner_violence"


def test_a_pattern_is_no_guess_and_a_life_in_danger_is_not_asked_about(library: Library) -> None:
    for more in ({"safety_by": "rule", "guess": None}, {"safety_by": "model", "guess": "help", "at_once": True}):
        talk = Talk(library)
        talk.hear("partner_violence", safety="partner_violence", **more)
        assert talk.session.careful == "partner_violence"


def test_aloud_a_danger_from_a_partner_keeps_its_neutral_question(library: Library) -> None:
    talk = Talk(library, channel="voice")
    guessed(talk, "pressured")
    assert not (talk.session.question or "").startswith(ASKED)

"""A guess at danger is asked about once; a yes gets the danger's answer, "something else" what was asked for."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library, Session, intents
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


def test_after_a_denial_another_kind_of_sign_is_asked_about_and_a_third_counts(library: Library) -> None:
    talk = Talk(library)
    guessed(talk, "self_harm")
    talk.hear("deny")
    assert guessed(talk, "self_harm").line is not None
    assert guessed(talk, "partner_violence").safety == "partner_violence"
    assert talk.session.careful is None
    talk.hear("deny")
    guessed(talk, "pressured")
    assert talk.session.careful == "pressured"


def test_after_two_denials_a_guess_less_probable_than_none_is_let_be(library: Library) -> None:
    talk = Talk(library)
    for label in ("self_harm", "partner_violence"):
        guessed(talk, label)
        talk.hear("deny")
    talk.hear("pressured", safety="pressured", safety_by="model", guess="not_in_the_mood", faint=True)
    assert talk.session.careful is None
    assert talk.session.offered.line is not None


@pytest.mark.parametrize("label", ["self_harm", "wants_to_pressure", "minor_involved", "medical"])
def test_an_unlikely_guess_in_the_middle_of_a_talk_is_let_be(library: Library, label: str) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear(label, safety=label, safety_by="model", guess="thanks", unlikely=True)
    assert talk.session.question is None or not talk.session.question.startswith(ASKED)
    assert talk.session.careful is None


@pytest.mark.parametrize("label", ["partner_violence", "pressured", "sexual_assault"])
def test_an_unlikely_guess_at_what_a_partner_does_is_asked_about_even_there(library: Library, label: str) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear(label, safety=label, safety_by="model", guess="thanks", unlikely=True)
    assert (talk.session.question or "").startswith(ASKED)


def test_who_begins_to_tell_is_asked_about_an_unlikely_guess(library: Library) -> None:
    talk = Talk(library)
    talk.hear("self_harm", safety="self_harm", safety_by="model", guess="want_company", unlikely=True)
    assert (talk.session.question or "").startswith(ASKED)


def test_a_faint_guess_at_the_age_is_left_to_the_question_about_it(library: Library) -> None:
    talk = Talk(library, session=Session())
    answer = talk.hear("minor_involved", safety="minor_involved", safety_by="model", guess="not_in_the_mood", faint=True)
    assert "eighteen" in answer.after
    assert talk.session.held == "not_in_the_mood"


def test_a_denial_in_words_that_hold_another_guess_is_a_denial(library: Library) -> None:
    talk = Talk(library)
    guessed(talk, "partner_violence")
    answer = talk.hear("pressured", safety="pressured", safety_by="model", guess="safety_false_alarm")
    assert answer.safety is None
    assert talk.session.careful is None


def test_a_pattern_is_no_guess_and_a_life_in_danger_is_not_asked_about(library: Library) -> None:
    for more in ({"safety_by": "rule", "guess": None}, {"safety_by": "model", "guess": "help", "at_once": True}):
        talk = Talk(library)
        talk.hear("partner_violence", safety="partner_violence", **more)
        assert talk.session.careful == "partner_violence"


def test_aloud_a_danger_from_a_partner_keeps_its_neutral_question(library: Library) -> None:
    talk = Talk(library, channel="voice")
    guessed(talk, "pressured")
    assert not (talk.session.question or "").startswith(ASKED)

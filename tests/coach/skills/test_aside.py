"""A question in between that wants a plain answer: it gets one, and what was open stays open."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library
from rasa_project.coach.skills.aside import ASIDE
from tests.coach.situations import Talk, newcomer

ASKED = (
    "is_it_daft",
    "is_it_normal",
    "is_it_allowed",
    "am_i_bad",
    "do_they_too",
    "froze",
    "could_i_say_that",
    "who_reads_this",
    "who_runs_this",
    "is_it_sold",
    "their_phone",
)


@pytest.mark.parametrize("choice", ASKED)
@pytest.mark.parametrize("intent", ["inform", "out_of_scope", "want_company", "privacy_question"])
def test_it_is_answered_and_the_open_question_stays_open(library: Library, choice: str, intent: str) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    question = talk.session.question
    answer = talk.hear(intent, choices=frozenset({choice}))
    assert talk.moment == f"{ASIDE}{choice}"
    assert answer.line is None
    assert talk.session.question == question


def test_after_it_the_line_is_still_there_to_change(library: Library) -> None:
    talk = Talk(library)
    line = talk.hear("not_in_the_mood").line
    talk.hear("out_of_scope", choices=frozenset({"is_it_allowed"}))
    another = talk.hear("refine_phrase", shapes=("another",)).line
    assert another is not None
    assert another != line


def test_before_the_age_is_known_a_feeling_waits_and_a_question_about_privacy_does_not(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("lost_desire", choices=frozenset({"is_it_normal"}))
    assert talk.moment == "age.ask"
    talk = newcomer(library)
    talk.hear("privacy_question", choices=frozenset({"who_reads_this"}))
    assert talk.moment == f"{ASIDE}who_reads_this"


@pytest.mark.parametrize("label", ["partner_violence", "wants_to_pressure", "pressured"])
def test_after_a_danger_nothing_is_called_normal(library: Library, label: str) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", safety=label)
    talk.hear("inform", choices=frozenset({"is_it_normal"}))
    assert not (talk.moment or "").startswith(ASIDE)


def test_in_an_exercise_it_is_part_of_what_is_said(library: Library) -> None:
    talk = Talk(library)
    talk.hear("practice", choices=frozenset({"practise_no"}))
    talk.hear("inform", choices=frozenset({"am_i_bad"}), parts=frozenset({"clear_no"}))
    assert not (talk.moment or "").startswith(ASIDE)

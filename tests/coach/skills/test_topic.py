"""The topics around tonight's no and tonight's ask."""

from __future__ import annotations

import pytest

from rasa_project.coach import Details, Library, Session
from rasa_project.coach.coach import SKILLS
from rasa_project.coach.content import Role
from rasa_project.coach.intents import COACHING, ROLE_OF
from rasa_project.coach.skills.topic import topic_moment
from tests.coach.situations import Talk

TOPICS = sorted(COACHING - {"not_in_the_mood", "how_to_ask", "explain_reason"})


@pytest.mark.parametrize("intent", TOPICS)
def test_a_topic_is_answered_with_its_own_words(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear(intent)
    assert talk.moment == topic_moment(intent)


@pytest.mark.parametrize("intent", TOPICS)
def test_a_topic_is_remembered_with_whose_part_it_is(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear(intent)
    assert talk.session.details.topic == (intent if intent != "leave_door_open" else None)  # whose lines are tonight's own
    assert talk.session.details.role == ROLE_OF.get(intent)


@pytest.mark.parametrize("intent", ["got_turned_down", "repeated_rejection", "lost_desire", "rebuild_trust"])
def test_where_it_hurts_company_comes_before_words(library: Library, intent: str) -> None:
    answer = Talk(library).hear(intent)
    assert answer.line is None
    assert answer.listen


@pytest.mark.parametrize("intent", ["got_turned_down", "repeated_rejection"])
def test_after_a_no_no_topic_asks_again(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear(intent)
    assert talk.session.details.took_a_no


def test_who_changed_their_mind_gets_words_to_stop_at_once(library: Library) -> None:
    answer = Talk(library).hear("change_mind")
    assert answer.line
    assert not answer.listen


def test_who_refused_company_is_not_offered_it_again(library: Library) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    talk.hear("inform", choices=frozenset({"no_company"}))
    talk.hear("lost_desire")
    assert talk.moment == "topic.lost_desire.words_only"


def test_who_comes_back_to_a_topic_hears_words_for_that(library: Library) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    talk.hear("stop")
    talk.hear("got_turned_down")
    assert talk.moment == "topic.got_turned_down.again"


@pytest.mark.parametrize("role", ["asker", "decliner"])
@pytest.mark.parametrize("question", [None, "practice.start", "practice.in_hearing", "line"])
@pytest.mark.parametrize("intent", sorted(SKILLS))
def test_whoever_says_whatever_wherever_gets_an_answer(library: Library, intent: str, question: str | None, role: Role) -> None:
    """Wanting to stop in the middle of an asker's exercise had none."""
    talk = Talk(library, session=Session(adult=True, question=question, details=Details(role=role)))
    answer = talk.hear(intent)
    assert answer.before or answer.line or answer.after or answer.numbers


def test_who_froze_hears_that_it_is_no_fault_and_gets_words_at_once(library: Library) -> None:
    talk = Talk(library, session=Session())
    answer = talk.hear("change_mind", choices=frozenset({"froze"}))
    assert talk.moment == "change_mind.froze"
    assert answer.line in {line.text for line in library.banks["stop"]}

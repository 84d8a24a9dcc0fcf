"""The age question, and the message that waits for its answer."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library, Session
from tests.coach.situations import Talk, newcomer


def _asked(library: Library, intent: str = "not_in_the_mood") -> Talk:
    talk = newcomer(library)
    talk.hear(intent)
    return talk


def test_the_question_comes_with_the_disclosure(library: Library) -> None:
    answer = _asked(library).answers[-1]
    assert "automated coach" in answer.before
    assert "not a therapist or an emergency service" in answer.before
    assert "eighteen" in answer.after
    assert answer.listen


def test_a_first_greeting_asks_as_well(library: Library) -> None:
    talk = _asked(library, "greet")
    assert talk.moment == "greet.disclosed"
    talk.hear("affirm")
    assert talk.session.adult
    assert talk.moment == "age.welcome"


def test_a_greeting_of_somebody_known_asks_nothing_about_age(library: Library) -> None:
    talk = Talk(library)
    talk.hear("greet")
    assert talk.moment == "greet"


def test_a_yes_opens_the_coaching(library: Library) -> None:
    talk = _asked(library)
    talk.hear("affirm")
    assert talk.session.adult


def test_a_yes_with_something_else_opens_the_coaching(library: Library) -> None:
    talk = _asked(library)
    talk.hear("out_of_scope", yes_first=True)
    assert talk.session.adult
    assert talk.answers[-1].line


@pytest.mark.parametrize("age", [18, 19, 52, 90])
def test_an_age_of_eighteen_or_more_opens_the_coaching(library: Library, age: int) -> None:
    talk = _asked(library)
    assert talk.hear("inform", age=age).line


@pytest.mark.parametrize("age", [0, 12, 17])
@pytest.mark.parametrize("intent", ["inform", "affirm", "out_of_scope"])
def test_an_age_below_eighteen_closes_whatever_else_was_said(library: Library, age: int, intent: str) -> None:
    talk = _asked(library)
    answer = talk.hear(intent, age=age, yes_first=True)
    assert answer.line is None
    assert talk.session.closed
    assert not talk.session.adult


def test_an_age_below_eighteen_is_answered_as_what_it_is(library: Library) -> None:
    talk = _asked(library)
    answer = talk.hear("inform", age=16)
    assert (answer.safety, answer.private) == ("minor_involved", True)
    assert talk.session.careful == "minor_involved"


def test_who_said_they_are_sixteen_is_given_somebody_to_talk_to(library: Library) -> None:
    talk = _asked(library)
    talk.hear("inform", age=16)
    talk.hear("set_country", country="GB")
    answer = talk.hear("help")
    assert answer.numbers


def test_a_no_closes_kindly(library: Library) -> None:
    talk = _asked(library)
    answer = talk.hear("deny")
    assert talk.moment == "age.refused"
    assert talk.session.closed
    assert answer.end


def test_something_unclear_is_asked_once_more(library: Library) -> None:
    talk = _asked(library)
    answer = talk.hear("out_of_scope")
    assert talk.moment == "age.again"
    assert answer.listen
    assert not talk.session.closed


@pytest.mark.parametrize("intent", ["out_of_scope", "inform", "skip"])
def test_something_unclear_twice_closes_kindly(library: Library, intent: str) -> None:
    talk = _asked(library)
    talk.hear(intent)
    talk.hear(intent)
    assert talk.moment == "age.refused"
    assert talk.session.closed


def test_why_is_answered_and_asked_again(library: Library) -> None:
    talk = _asked(library)
    answer = talk.hear("why_this")
    assert talk.moment == "age.why"
    assert "eighteen" in answer.after
    talk.hear("affirm")
    assert talk.answers[-1].line


def test_more_of_the_scene_keeps_the_message_waiting(library: Library) -> None:
    talk = _asked(library, "how_to_ask")
    talk.hear("inform", reason="missed_you")
    assert talk.session.held == "how_to_ask"
    answer = talk.hear("affirm")
    assert answer.step == "ask"
    assert talk.session.details.reason == "missed_you"


def test_words_of_their_own_wait_with_the_message_and_go_with_it(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("how_to_ask", own_words="Do you still like kissing me?", own_way="ask")
    assert talk.session.details.own_words == "Do you still like kissing me?"
    assert talk.hear("affirm").line == "Do you still like kissing me?"
    assert talk.session.details.own_words is None


@pytest.mark.parametrize(("intent", "safety"), [("deny", None), ("inform", "minor_involved"), ("not_in_the_mood", "partner_violence")])
def test_words_of_their_own_do_not_outlive_a_closed_door_or_a_danger(library: Library, intent: str, safety: str | None) -> None:
    talk = newcomer(library)
    talk.hear("how_to_ask", own_words="Do you still like kissing me?", own_way="ask")
    talk.hear(intent, safety=safety)
    assert "kissing" not in str(talk.session)


@pytest.mark.parametrize("intent", ["thanks", "privacy_question", "stop"])
def test_something_else_is_answered_and_the_age_stays_unknown(library: Library, intent: str) -> None:
    talk = _asked(library)
    talk.hear(intent)
    assert talk.moment == intent
    assert not talk.session.adult


def test_the_question_is_asked_again_when_it_was_passed_over(library: Library) -> None:
    talk = _asked(library)
    talk.hear("privacy_question")
    talk.hear("just_a_line")
    assert talk.moment == "age.ask"


def test_a_yes_to_another_question_is_no_age(library: Library) -> None:
    talk = Talk(library, session=Session(question="forget_me.ask"))
    talk.hear("affirm")
    assert not talk.session.adult


def test_only_the_yes_is_kept(library: Library) -> None:
    talk = _asked(library)
    talk.hear("inform", age=52)
    assert "52" not in str(talk.session)


def test_what_was_closed_says_so_and_ends(library: Library) -> None:
    talk = _asked(library)
    talk.hear("deny")
    answer = talk.hear("not_in_the_mood")
    assert talk.moment == "age.closed"
    assert answer.end
    assert talk.session.question is None


@pytest.mark.parametrize("shapes", [(), ("slower",)])
def test_asked_again_the_question_is_the_same(library: Library, shapes: tuple[str, ...]) -> None:
    talk = newcomer(library)
    first = talk.hear("not_in_the_mood")
    again = talk.hear("repeat", shapes=shapes)
    assert (again.before, again.after, again.listen) == (first.before, first.after, True)
    assert talk.hear("affirm").line


def test_one_more_is_no_way_to_a_line_before_the_age_is_known(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("not_in_the_mood")
    assert talk.hear("repeat", shapes=("another",)).line is None

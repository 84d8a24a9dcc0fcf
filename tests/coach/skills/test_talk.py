"""Small talk, privacy, and what was not understood."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library, Session
from tests.coach.situations import Talk


@pytest.mark.parametrize("intent", ["good_news", "thanks", "bot_challenge", "privacy_question", "log_moment"])
def test_a_message_with_words_of_its_own_gets_them(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear(intent)
    assert talk.moment == intent


@pytest.mark.parametrize("intent", ["stop", "goodbye"])
def test_a_goodbye_ends_the_conversation_and_asks_nothing(library: Library, intent: str) -> None:
    talk = Talk(library)
    answer = talk.hear(intent)
    assert answer.end
    assert not answer.listen
    assert talk.session.question is None


@pytest.mark.parametrize(("intent", "moment"), [("affirm", "still_here"), ("deny", "no_problem"), ("skip", "skip_ok"), ("inform", "inform_unplaced")])
def test_a_bare_answer_to_nothing_is_taken_kindly(library: Library, intent: str, moment: str) -> None:
    talk = Talk(library)
    talk.hear(intent)
    assert talk.moment == moment


# --- not understood


def test_three_misses_in_a_row_end_kindly(library: Library) -> None:
    talk = Talk(library)
    moments = []
    for _ in range(3):
        talk.hear("out_of_scope")
        moments.append(talk.moment)
    assert moments == ["out_of_scope.first", "out_of_scope.second", "out_of_scope.third"]
    assert talk.answers[-1].end


def test_the_second_miss_offers_two_choices(library: Library) -> None:
    talk = Talk(library)
    talk.hear("out_of_scope")
    assert talk.hear("out_of_scope").chips == ("a_no", "an_ask")


@pytest.mark.parametrize(
    ("noise", "moment"),
    [
        ("empty", "noise"),
        ("symbols", "noise"),
        ("language", "other_language"),
        ("instructions", "instructions"),
        ("too_long", "too_long"),
        ("unheard_of", "out_of_scope.first"),
    ],
)
def test_noise_gets_an_answer_of_its_kind(library: Library, noise: str, moment: str) -> None:
    talk = Talk(library)
    talk.hear("out_of_scope", noise=noise)
    assert talk.moment == moment


def test_noise_ends_kindly_in_the_end_too(library: Library) -> None:
    talk = Talk(library)
    for _ in range(3):
        talk.hear("out_of_scope", noise="symbols")
    assert talk.moment == "out_of_scope.third"


def test_aloud_the_second_time_nothing_is_heard_two_choices_narrow_it(library: Library) -> None:
    talk = Talk(library, channel="voice")
    moments = []
    for _ in range(3):
        talk.hear("out_of_scope", noise="empty")
        moments.append(talk.moment)
    assert moments == ["noise", "out_of_scope.second", "out_of_scope.third"]


# --- company


def test_company_after_a_no_is_about_the_no(library: Library) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    talk.hear("want_company")
    assert talk.moment == "turned_down.company"


def test_company_out_of_nowhere_needs_no_story(library: Library) -> None:
    talk = Talk(library)
    answer = talk.hear("want_company")
    assert talk.moment == "want_company"
    assert answer.line is None


# --- a reason


def test_words_for_a_reason_hold_the_reason(library: Library) -> None:
    talk = Talk(library)
    assert talk.hear("explain_reason", reason="full_head").step == "reason"


def test_words_for_a_reason_that_was_not_named_ask_which(library: Library) -> None:
    talk = Talk(library)
    talk.hear("explain_reason")
    assert talk.moment == "explain_reason.ask"
    assert talk.session.details.role == "decliner"


def test_words_for_a_reason_hold_it_even_after_it_was_to_be_left_out(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired")
    talk.hear("refine_phrase", shapes=("without_reason",))
    assert talk.hear("explain_reason", reason="full_head").step == "reason"


# --- forgetting


def test_forgetting_is_asked_about_once(library: Library) -> None:
    talk = Talk(library)
    answer = talk.hear("forget_me")
    assert talk.moment == "forget_me.ask"
    assert answer.listen


def test_a_yes_forgets_all_of_the_conversation(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired", truths=frozenset({"love"}))
    talk.hear("set_country", country="GB")
    talk.hear("forget_me")
    talk.hear("affirm")
    assert talk.session == Session(turn=talk.session.turn)


def test_after_forgetting_the_line_cannot_be_repeated(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear("forget_me")
    talk.hear("affirm")
    assert talk.hear("repeat").line is None


@pytest.mark.parametrize("intent", ["deny", "skip", "inform"])
def test_anything_but_a_yes_forgets_nothing(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired")
    told = talk.session.details
    talk.hear("forget_me")
    talk.hear(intent)
    assert talk.session.details == told


@pytest.mark.parametrize("session", [Session(adult=True, careful="partner_violence"), Session(adult=True, careful="self_harm")])
def test_forgetting_does_not_forget_a_danger(library: Library, session: Session) -> None:
    talk = Talk(library, session=session)
    talk.hear("forget_me")
    talk.hear("affirm")
    assert talk.session.careful == session.careful


# --- country


def test_a_country_is_noted(library: Library) -> None:
    talk = Talk(library)
    talk.hear("set_country", country="IE")
    assert talk.moment == "set_country.done"
    assert talk.session.country == "IE"


def test_a_country_that_was_not_named_is_asked_for(library: Library) -> None:
    talk = Talk(library)
    talk.hear("set_country")
    assert talk.moment == "set_country.ask"
    talk.hear("inform", country="NZ")
    assert talk.session.country == "NZ"


def test_a_country_that_nobody_knows_is_answered_with_what_helps_anywhere(library: Library) -> None:
    talk = Talk(library)
    talk.hear("set_country")
    talk.hear("inform")
    assert talk.moment == "set_country.unknown"


# --- who said what


def test_a_weak_yes_gets_a_line_that_takes_it_as_a_no(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask")
    answer = talk.hear("got_turned_down", partner_said="if_you_want")
    assert answer.line
    assert "?" not in answer.line


def test_nothing_private_is_said_aloud_about_storage(library: Library) -> None:
    text = Talk(library, channel="text").hear("privacy_question").before
    voice = Talk(library, channel="voice").hear("privacy_question").before
    assert text != voice
    assert "speaker" in voice or "room" in voice


@pytest.mark.parametrize("intent", ["affirm", "out_of_scope", "why_this"])
def test_who_asks_whether_it_is_sure_has_not_said_yes(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear("forget_me")
    talk.hear(intent, choices=frozenset({"are_you_sure"}))
    assert talk.moment == "forget_me.sure"
    assert talk.session.offered.line is not None
    talk.hear("affirm")
    assert talk.session.offered.line is None


def test_two_adults_who_come_back_are_not_asked_again(library: Library) -> None:
    talk = Talk(library)
    talk.hear("both_here")
    talk.hear("affirm", choices=frozenset({"both_adults"}))
    assert talk.moment == "both.hello"
    talk.hear("stop")
    talk.hear("out_of_scope", choices=frozenset({"both_signal"}))
    assert talk.moment == "both.signal.ask"
    talk.hear("stop")
    talk.hear("both_here", choices=frozenset({"both_here_now"}))
    assert talk.moment == "both.after_again"

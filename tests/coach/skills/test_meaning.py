"""A message that could mean either of two things is asked about once, in plain words, and the answer is acted on."""

from __future__ import annotations

import pytest

from rasa_project.coach import intents
from rasa_project.coach.coach import SKILLS
from rasa_project.coach.content import Channel, Library
from rasa_project.coach.skills.meaning import SAID_BACK, SAME_ANSWER, WHICH, YES_OR_NO
from tests.coach.situations import Talk, newcomer

A_NO, THE_TALK = "not_in_the_mood", "start_the_talk"
BETWEEN = (A_NO, THE_TALK)


def doubted(library: Library, **heard: object) -> Talk:
    """A conversation in which the coach has just asked which of the two was meant."""
    talk = Talk(library)
    talk.hear(A_NO, between=BETWEEN, **heard)
    return talk


def test_the_coach_asks_which_in_plain_words_with_two_buttons(library: Library) -> None:
    talk = doubted(library)
    answer = talk.answers[-1]
    assert talk.moment == WHICH
    assert answer.line is None
    assert answer.listen
    assert answer.chips == (f"meaning.{A_NO}", f"meaning.{THE_TALK}")
    assert "saying no tonight" in answer.after
    assert "the bigger talk" in answer.after
    assert not [name for name in intents.ALL if "_" in name and name in answer.after]


@pytest.mark.parametrize(
    ("intent", "heard", "meant"),
    [
        (A_NO, {}, A_NO),
        (THE_TALK, {}, THE_TALK),
        ("inform", {"choices": frozenset({"first_of_two"})}, A_NO),
        ("inform", {"choices": frozenset({"second_of_two"})}, THE_TALK),
        ("out_of_scope", {"choices": frozenset({"second_of_two"})}, THE_TALK),
        ("inform", {"choices": frozenset({"a_no"})}, A_NO),
        (THE_TALK, {"between": (THE_TALK, "give_feedback")}, THE_TALK),
    ],
)
def test_the_answer_is_acted_on(library: Library, intent: str, heard: dict[str, object], meant: str) -> None:
    talk = doubted(library)
    answer = talk.hear(intent, **heard)
    assert answer.line is not None
    assert talk.session.doubt is None
    assert (talk.moment == "topic.start_the_talk") == (meant == THE_TALK)


def test_details_of_the_first_message_are_not_asked_again(library: Library) -> None:
    talk = doubted(library, alternative="cuddle", truths=frozenset({"love"}))
    talk.hear("inform", choices=frozenset({"first_of_two"}))
    assert talk.session.details.truths >= {"love"}


def test_details_given_with_the_answer_count(library: Library) -> None:
    talk = doubted(library)
    talk.hear(A_NO, reason="early_start", reasons=("early_start",))
    assert talk.session.details.reason == "early_start"


@pytest.mark.parametrize("intent", ["affirm", "deny", "skip", "out_of_scope"])
def test_what_is_still_unclear_gets_the_general_choices_and_then_a_way_out(library: Library, intent: str) -> None:
    talk = doubted(library)
    assert talk.hear(intent).chips == ("a_no", "an_ask")
    assert talk.hear("out_of_scope").end


def test_something_else_that_is_clear_is_a_new_message(library: Library) -> None:
    talk = doubted(library)
    talk.hear("want_company")
    assert talk.moment == "want_company"
    assert talk.hear("inform", choices=frozenset({"first_of_two"})).line is None


def test_nobody_is_asked_twice_in_a_row(library: Library) -> None:
    talk = doubted(library)
    talk.hear("lost_desire", between=("lost_desire", "desire_mismatch"))
    assert talk.moment == "topic.lost_desire"


def test_a_question_in_between_leaves_this_one_open(library: Library) -> None:
    talk = doubted(library)
    talk.hear("privacy_question")
    assert talk.hear("inform", choices=frozenset({"first_of_two"})).line is not None


def test_a_danger_comes_before_the_question_and_its_answer(library: Library) -> None:
    talk = Talk(library)
    assert talk.hear("self_harm", safety="self_harm", between=BETWEEN).safety == "self_harm"
    talk = doubted(library)
    assert talk.hear("self_harm", safety="self_harm").safety == "self_harm"


def test_the_age_is_asked_first_and_the_doubt_waits_for_it(library: Library) -> None:
    talk = newcomer(library)
    talk.hear(A_NO, between=BETWEEN, truths=frozenset({"love"}))
    assert talk.moment == "age.ask"
    talk.hear("affirm")
    assert talk.moment == WHICH
    talk.hear("inform", choices=frozenset({"first_of_two"}))
    assert talk.answers[-1].line is not None
    assert talk.session.details.truths == {"love"}


def test_a_doubt_that_nobody_asks_about_any_more_is_dropped(library: Library) -> None:
    talk = newcomer(library)
    talk.hear(A_NO, between=BETWEEN)
    talk.hear("how_to_ask", yes_first=True)
    talk.hear("thanks")
    assert talk.session.doubt is None


@pytest.mark.parametrize("between", [("not_in_the_mood", "explain_reason"), ("inform", "affirm"), ("not_in_the_mood", "thanks")])
def test_no_question_is_asked_that_would_change_little(library: Library, between: tuple[str, str]) -> None:
    talk = Talk(library)
    talk.hear(between[0], between=between)
    assert talk.moment != WHICH


def test_who_gives_a_reason_for_a_no_wants_to_say_one(library: Library) -> None:
    talk = Talk(library)
    assert talk.hear(A_NO, between=BETWEEN, reason="tired", reasons=("tired",)).line is not None


def test_after_a_danger_nothing_is_asked_about(library: Library) -> None:
    talk = Talk(library)
    talk.hear("pressured", safety="pressured")
    talk.hear(A_NO, between=BETWEEN)
    assert talk.moment != WHICH


def test_whatever_may_be_asked_about_has_an_answer_of_its_own(library: Library) -> None:
    named = {meaning.id for meaning in library.meanings}
    assert named <= set(SKILLS) - intents.ANSWERS - set(intents.SAFETY) - {intents.OUT_OF_SCOPE}
    assert len({meaning.phrase for meaning in library.meanings}) == len({meaning.title for meaning in library.meanings}) == len(named)
    assert set().union(*SAME_ANSWER) <= intents.ALL


# --- a yes or a no that was only hummed

HUM = {"between": ("affirm", "deny")}


def test_a_hum_that_could_be_either_is_asked_about_while_the_question_stays_open(library: Library) -> None:
    talk = newcomer(library)
    talk.hear(A_NO)
    answer = talk.hear("affirm", **HUM)
    assert talk.moment == YES_OR_NO
    assert answer.chips == ("yes", "no")
    assert not talk.session.adult
    talk.hear("affirm")
    assert talk.session.adult


def test_a_hum_is_asked_about_once(library: Library) -> None:
    talk = newcomer(library)
    talk.hear(A_NO)
    talk.hear("affirm", **HUM)
    talk.hear("affirm", **HUM)
    assert talk.moment == "age.again"
    talk = Talk(library)
    talk.hear("got_turned_down")
    talk.hear("affirm", **HUM)
    talk.hear("affirm", **HUM)
    assert talk.moment == "out_of_scope.here"


def test_a_hum_to_nothing_asks_nothing(library: Library) -> None:
    talk = Talk(library)
    talk.hear("affirm", **HUM)
    assert talk.moment == "still_here"


# --- on a speaker, a yes or a no that may have been misheard


def spoken(library: Library) -> Talk:
    """A conversation at a speaker."""
    return Talk(library, channel="voice")


@pytest.mark.parametrize(
    ("intent", "heard", "moment"),
    [
        ("not_in_the_mood", {"by_ear": "either"}, SAID_BACK["no"]),
        ("not_in_the_mood", {"by_ear": "no", "sure": False}, SAID_BACK["no"]),
        ("how_to_ask", {"by_ear": "either"}, SAID_BACK["ask"]),
        ("out_of_scope", {"by_ear": "either", "sure": False}, SAID_BACK["no"]),
        ("greet", {"by_ear": "no", "sure": False}, SAID_BACK["no"]),
    ],
)
def test_what_hangs_on_a_word_easily_misheard_is_said_back_first(library: Library, intent: str, heard: dict[str, object], moment: str) -> None:
    talk = spoken(library)
    answer = talk.hear(intent, **heard)
    assert talk.moment == moment
    assert answer.line is None
    assert answer.listen


@pytest.mark.parametrize(("intent", "role"), [("not_in_the_mood", "decliner"), ("how_to_ask", "asker")])
def test_a_yes_to_it_is_acted_on(library: Library, intent: str, role: str) -> None:
    talk = spoken(library)
    talk.hear(intent, by_ear="either", reason=None)
    assert talk.hear("affirm").line
    assert talk.session.details.role == role
    assert talk.session.doubt is None


@pytest.mark.parametrize("answer", ["deny", "out_of_scope"])
def test_after_a_no_to_it_nothing_is_done_and_which_it_is_is_asked(library: Library, answer: str) -> None:
    talk = spoken(library)
    talk.hear("how_to_ask", by_ear="either")
    assert talk.hear(answer).line is None
    assert talk.moment == "out_of_scope.second"
    assert talk.session.doubt is None


def test_anything_else_that_is_clear_is_a_new_message(library: Library) -> None:
    talk = spoken(library)
    talk.hear("how_to_ask", by_ear="either")
    assert talk.hear("not_in_the_mood").line
    assert talk.session.details.role == "decliner"


def test_the_answer_to_a_question_is_asked_for_as_a_yes_or_a_no_and_the_question_stays_open(library: Library) -> None:
    talk = spoken(library)
    talk.hear("forget_me")
    question = talk.session.question
    talk.hear("affirm", by_ear="either")
    assert talk.moment == YES_OR_NO
    assert talk.session.question == question


def test_no_misheard_no_ends_it_for_somebody_of_age(library: Library) -> None:
    talk = newcomer(library, channel="voice")
    talk.hear("not_in_the_mood")
    assert not talk.hear("deny", by_ear="no").end
    assert talk.moment == YES_OR_NO
    assert talk.hear("deny").end


@pytest.mark.parametrize(
    ("channel", "heard"),
    [
        ("text", {"by_ear": "either"}),
        ("voice", {"by_ear": "no"}),
        ("voice", {}),
    ],
)
def test_what_is_typed_or_sure_is_acted_on_at_once(library: Library, channel: Channel, heard: dict[str, object]) -> None:
    assert Talk(library, channel=channel).hear("not_in_the_mood", **heard).line


def test_in_an_exercise_words_are_only_words(library: Library) -> None:
    talk = spoken(library)
    talk.hear("practice", choices=frozenset({"practise_no"}))
    assert (talk.session.question or "").startswith("practice.")
    talk.hear("not_in_the_mood", by_ear="either", parts=frozenset({"a_no"}))
    assert talk.moment not in SAID_BACK.values()


def test_a_danger_never_waits_for_it(library: Library) -> None:
    assert spoken(library).hear("partner_violence", safety="partner_violence", by_ear="either").safety == "partner_violence"

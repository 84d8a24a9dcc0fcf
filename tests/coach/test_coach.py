"""From a situation to a turn: safety before age before coaching, and what a conversation keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rasa_project.coach import Details, Library, Session, respond
from rasa_project.coach.coach import SKILLS
from rasa_project.coach.content import Channel
from rasa_project.coach.intents import ALL, COACHING, EVENING_NOTE, LASTING, NEEDS_AN_ADULT, PRIVACY, SAFETY, SHAPING
from tests.coach.situations import Talk, declining, moment_of, newcomer, situation
from tests.content.rules import found

CLOSED = Session(closed=True)
STATES = {
    "new": Session(),
    "adult": Session(adult=True),
    "closed": CLOSED,
    "closed for a minor": replace(CLOSED, careful="minor_involved"),
    **{label: Session(adult=True, careful=label) for label in sorted(LASTING)},
}
CHANNELS: tuple[Channel, ...] = ("text", "voice")


# --- whatever comes


def test_every_intent_has_a_skill() -> None:
    assert set(SKILLS) == ALL | {EVENING_NOTE}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", [None, "decliner", "asker"])
def test_every_message_gets_an_answer_in_every_state(library: Library, state: str, channel: Channel, role: str | None) -> None:
    for intent in sorted(ALL | {EVENING_NOTE}):
        for question in (None, "line", "time.ask", "explain_reason.ask", "set_country.ask", "forget_me.ask", "age.ask", "not_helpful"):
            session = replace(STATES[state], question=question, details=Details(role=role))  # type: ignore[arg-type]
            talk = Talk(library, session=session, channel=channel)
            answer = talk.hear(intent)
            assert answer.before or answer.line or answer.after, f"{intent} when asked {question}"


@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask", "got_turned_down", "explain_reason", "leave_door_open", "want_alternatives"])
def test_every_reason_can_be_named_with_every_wish(library: Library, intent: str) -> None:
    for reason in library.reasons:
        answer = Talk(library).hear(intent, reason=reason.id)
        assert answer.before or answer.line, f"{intent}, {reason.id}"


def test_every_message_is_one_turn_further(library: Library) -> None:
    talk = Talk(library)
    for _ in range(3):
        talk.hear("thanks")
    assert talk.session.turn == 3


def test_the_situation_stays_as_it_was(library: Library) -> None:
    at = declining()
    before = at.session
    respond(library, at)
    assert at.session == before == declining().session


# --- safety first


@pytest.mark.parametrize("label", SAFETY)
def test_danger_comes_before_the_age(library: Library, label: str) -> None:
    talk = newcomer(library)
    assert talk.hear(label).safety == label
    assert talk.moment == f"safety.{label}"


@pytest.mark.parametrize("label", SAFETY)
def test_danger_comes_before_what_was_asked(library: Library, label: str) -> None:
    talk = Talk(library)
    answer = talk.hear("how_to_ask", safety=label)
    assert (answer.safety, answer.line) == (label, None)


@pytest.mark.parametrize("question", ["age.ask", "line", "forget_me.ask", "time.ask"])
def test_danger_comes_before_an_open_question(library: Library, question: str) -> None:
    talk = Talk(library, session=Session(question=question))
    assert talk.hear("affirm", safety="self_harm").safety == "self_harm"


@pytest.mark.parametrize("label", ["self_harm", "sexual_assault", "partner_violence", "pressured"])
@pytest.mark.parametrize("state", ["closed", "closed for a minor"])
def test_danger_is_answered_in_a_closed_conversation(library: Library, label: str, state: str) -> None:
    assert Talk(library, session=STATES[state]).hear(label, safety=label).safety == label


def test_what_the_net_notices_weighs_more_than_the_intent(library: Library) -> None:
    assert Talk(library).hear("pressured", safety="partner_violence").safety == "partner_violence"


@pytest.mark.parametrize("label", sorted(LASTING))
def test_danger_drops_a_half_made_line(library: Library, label: str) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired")
    talk.hear(label)
    assert talk.session.offered.line is None
    assert talk.session.details == Details()


@pytest.mark.parametrize("label", sorted(LASTING - {"minor_involved"}))
def test_danger_makes_the_rest_of_the_conversation_careful(library: Library, label: str) -> None:
    talk = Talk(library)
    talk.hear(label)
    for message in ("thanks", "safety_false_alarm", "greet", "privacy_question", "deny", "goodbye"):
        talk.hear(message)
    assert talk.session.careful == label


@pytest.mark.parametrize("label", sorted(LASTING - {"minor_involved", "wants_to_pressure"}))
@pytest.mark.parametrize("intent", sorted((COACHING | SHAPING) - {"repeat"}))
def test_after_a_danger_no_wording_is_offered(library: Library, label: str, intent: str) -> None:
    talk = Talk(library)
    talk.hear(label)
    assert talk.hear(intent).line is None


@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask", "plan_intimacy", "refine_phrase", "repeated_rejection", "want_alternatives"])
def test_who_wanted_to_press_is_not_taught_to_ask(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear("wants_to_pressure")
    assert talk.hear(intent).line is None


def test_a_denial_does_not_clear_the_care(library: Library) -> None:
    talk = Talk(library)
    talk.hear("partner_violence")
    talk.hear("safety_false_alarm")
    answer = talk.hear("not_in_the_mood")
    assert (answer.line, answer.safety) == (None, "partner_violence")


@pytest.mark.parametrize(("first", "then"), [("partner_violence", "wants_to_pressure"), ("self_harm", "pressured"), ("sexual_assault", "pressured")])
def test_a_lighter_danger_does_not_take_the_place_of_a_weightier_one(library: Library, first: str, then: str) -> None:
    talk = Talk(library)
    talk.hear(first)
    talk.hear(then)
    assert talk.session.careful == first


def test_a_weightier_danger_takes_the_place_of_a_lighter_one(library: Library) -> None:
    talk = Talk(library)
    talk.hear("pressured")
    talk.hear("partner_violence")
    assert talk.session.careful == "partner_violence"


@pytest.mark.parametrize("label", ["medical", "explicit_request"])
def test_a_medical_or_explicit_question_leaves_coaching_open(library: Library, label: str) -> None:
    talk = Talk(library)
    talk.hear(label)
    assert talk.session.careful is None
    assert talk.hear("not_in_the_mood").line


# --- then the age


@pytest.mark.parametrize("intent", sorted(NEEDS_AN_ADULT))
def test_coaching_waits_for_the_age(library: Library, intent: str) -> None:
    talk = newcomer(library)
    answer = talk.hear(intent)
    assert answer.line is None
    assert talk.moment == ("age.ask" if intent != "both_here" else "age.ask_both")
    assert talk.session.held == intent


@pytest.mark.parametrize("intent", sorted((PRIVACY | {"bot_challenge", "help", "stop", "thanks", "goodbye"}) - {"discreet_mode"}))
def test_what_is_not_coaching_is_answered_without_the_age(library: Library, intent: str) -> None:
    talk = newcomer(library)
    talk.hear(intent)
    assert not (talk.moment or "").startswith("age.")


def test_wanting_to_stop_never_waits_for_the_age(library: Library) -> None:
    assert newcomer(library).hear("change_mind").line


def test_the_held_message_is_answered_straight_after_the_yes(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("not_in_the_mood", reason="early_start")
    answer = talk.hear("affirm")
    assert answer.line
    assert talk.session.adult
    assert talk.session.details.reason == "early_start"


def test_the_held_message_is_answered_once(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("how_to_ask")
    talk.hear("affirm")
    assert talk.session.held is None


def test_the_held_message_waits_through_a_digression(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("how_to_ask")
    talk.hear("privacy_question")
    talk.hear("not_in_the_mood")
    answer = talk.hear("affirm")
    assert answer.step != "ask"


def test_a_new_message_with_the_yes_is_the_one_to_answer(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("not_in_the_mood")
    answer = talk.hear("how_to_ask", yes_first=True)
    assert talk.session.details.role == "asker"
    assert answer.step == "ask"


@pytest.mark.parametrize("intent", sorted(NEEDS_AN_ADULT - {"both_here"}))  # two people are both asked
def test_after_the_yes_the_age_is_not_asked_again(library: Library, intent: str) -> None:
    talk = newcomer(library)
    talk.hear(intent)
    answer = talk.hear("affirm")
    assert "eighteen" not in f"{answer.before} {answer.after}"


@pytest.mark.parametrize("intent", sorted(ALL - set(SAFETY)))
def test_closed_stays_closed(library: Library, intent: str) -> None:
    talk = Talk(library, session=CLOSED)
    answer = talk.hear(intent, age=25, yes_first=True)
    assert answer.line is None
    assert talk.session.closed
    assert not talk.session.adult
    assert talk.moment == "age.closed"


@pytest.mark.parametrize("label", SAFETY)
def test_a_danger_does_not_open_a_closed_conversation(library: Library, label: str) -> None:
    talk = Talk(library, session=CLOSED)
    talk.hear(label, safety=label)
    assert talk.session.closed
    assert talk.hear("affirm").line is None


@pytest.mark.parametrize("careful", [None, "minor_involved"])
def test_a_closed_conversation_is_not_offered_help_with_asking(library: Library, careful: str | None) -> None:
    """Explicit wishes of somebody who may be under age get no "I can help you ask them"."""
    answer = Talk(library, session=replace(CLOSED, careful=careful)).hear("explicit_request", safety="explicit_request")
    assert "an_ask" not in answer.chips
    assert "help you" not in answer.before


# --- then coaching, and what a conversation keeps


def test_the_first_answer_holds_a_line(library: Library) -> None:
    for intent in ("not_in_the_mood", "how_to_ask"):
        assert Talk(library).hear(intent).line


@pytest.mark.parametrize(("shape", "field", "value"), [("funnier", "tone", "playful"), ("as_text", "medium", "texted"), ("direct", "tone", "direct")])
@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask"])
def test_a_wish_for_the_form_in_the_first_message_is_met(library: Library, intent: str, shape: str, field: str, value: str) -> None:
    talk = Talk(library)
    talk.hear(intent, shapes=(shape,))
    assert getattr(talk.session.details, field) == value


def test_what_was_told_is_kept_for_the_next_line(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired", truths=frozenset({"love"}))
    talk.hear("refine_phrase", shapes=("another",))
    assert (talk.session.details.reason, talk.session.details.truths) == ("tired", frozenset({"love"}))


@pytest.mark.parametrize(
    "digression", ["privacy_question", "bot_challenge", "thanks", "help", "out_of_scope", "why_this", "medical", "repeat", "not_helpful", "greet"]
)
def test_a_digression_keeps_the_details(library: Library, digression: str) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired")
    told = talk.session.details
    talk.hear(digression)
    assert talk.session.details == told
    answer = talk.hear("refine_phrase", shapes=("another",))
    assert answer.line
    assert talk.session.details.reason == "tired"


@pytest.mark.parametrize(("first", "then", "role"), [("not_in_the_mood", "how_to_ask", "asker"), ("how_to_ask", "not_in_the_mood", "decliner")])
def test_a_change_of_role_starts_the_details_afresh(library: Library, first: str, then: str, role: str) -> None:
    talk = Talk(library)
    talk.hear(first, reason="tired", time="on Saturday", shapes=("funnier",))
    talk.hear("refine_phrase", shapes=("as_text", "without_time"))
    talk.hear(then)
    details = talk.session.details
    assert (details.role, details.reason, details.time, details.tone, details.medium) == (role, None, None, None, "said")
    assert details.left_out == frozenset()


def test_what_is_true_of_the_couple_outlives_a_change_of_role(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", truths=frozenset({"love"}))
    talk.hear("how_to_ask")
    assert talk.session.details.truths == {"love"}


def test_the_same_role_keeps_the_details(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired")
    talk.hear("not_in_the_mood")
    assert talk.session.details.reason == "tired"


def test_a_new_reason_takes_the_place_of_the_old_one(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired")
    talk.hear("inform", reason="pain")
    assert talk.session.details.reason == "pain"


def test_any_other_reason_counts_more_than_having_no_mood(library: Library) -> None:
    talk = Talk(library, session=Session(adult=True))
    talk.hear("not_in_the_mood", reason="just_no", reasons=("child_ill", "just_no"))
    assert talk.session.details.reason == "child_ill"


def test_a_day_in_a_reason_is_no_promise(library: Library) -> None:
    talk = Talk(library)
    answer = talk.hear("not_in_the_mood", reason="big_day", time="on Monday")
    assert talk.session.details.time is None
    assert "Monday" not in (answer.line or "")


def test_a_day_in_an_ask_is_meant(library: Library) -> None:
    talk = Talk(library)
    answer = talk.hear("how_to_ask", time="on Saturday")
    assert "on Saturday" in (answer.line or "")


def test_who_wishes_for_a_cuddle_may_offer_touch(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    answer = talk.hear("inform", alternative="cuddle")
    assert "touch" in talk.session.details.truths
    assert answer.line


def test_a_cuddle_that_one_would_love_is_offered_in_the_no(library: Library) -> None:
    talk = Talk(library)
    answer = talk.hear("not_in_the_mood", reason="tired", alternative="cuddle", truths=frozenset({"touch"}))
    assert talk.session.details.alternative == "cuddle"
    assert "cuddle" in (answer.line or "")


def test_what_the_partner_is_doing_is_no_wish(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", alternative="kiss_goodnight")
    assert talk.session.details.alternative is None
    assert talk.session.details.truths == frozenset()


def test_love_and_a_no_in_one_message_make_a_no_that_says_the_love(library: Library) -> None:
    talk = Talk(library, session=Session(adult=True), seed=1)
    answer = talk.hear("show_appreciation", truths=frozenset({"love"}), parts=frozenset({"clear_no"}))
    assert talk.session.details.role == "decliner"
    assert found("no_clauses", answer.line or "")


def test_a_no_that_was_heard_is_not_asked_against(library: Library) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    answer = talk.hear("inform", choices=frozenset({"words"}))
    assert talk.session.details.took_a_no
    assert answer.line in {line.text for line in library.banks["hear_a_no"]}


def test_company_comes_first_after_a_no(library: Library) -> None:
    talk = Talk(library)
    answer = talk.hear("got_turned_down")
    assert answer.line is None
    assert talk.hear("inform", choices=frozenset({"company"})).line is None
    assert talk.moment == "turned_down.company"


def test_whoever_was_told_no_and_is_listened_to_tells_of_the_other(library: Library) -> None:
    talk = Talk(library, session=Session(adult=True))
    talk.hear("got_turned_down")
    talk.hear("inform", choices=frozenset({"company"}))
    answer = talk.hear("not_in_the_mood", reason="tired", reasons=("tired",))
    assert answer.line is None
    assert talk.session.details.role == "asker"


def test_another_day_the_same_person_may_ask_again(library: Library) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    answer = talk.hear("how_to_ask", time="on Friday")
    assert not talk.session.details.took_a_no
    assert answer.step == "ask"


def test_a_weak_yes_is_a_no_for_tonight(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask")
    talk.hear("inform", partner_said="if_you_want")
    assert talk.moment == "ask.after_no"
    assert talk.session.details.took_a_no


def test_after_a_weak_yes_another_line_is_no_new_ask(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask")
    talk.hear("inform", partner_said="if_you_want")
    answer = talk.hear("refine_phrase", shapes=("another",))
    assert answer.step != "ask"


@pytest.mark.parametrize(("choice", "role"), [("a_no", "decliner"), ("an_ask", "asker")])
def test_a_no_or_an_ask_can_be_chosen_in_a_word(library: Library, choice: str, role: str) -> None:
    talk = Talk(library)
    talk.hear("greet")
    answer = talk.hear("inform", choices=frozenset({choice}))
    assert answer.line
    assert talk.session.details.role == role


def test_words_after_something_that_did_not_help_are_words_for_the_same_part(library: Library) -> None:
    """Nobody said no to this asker: a line for taking a no would be wrong."""
    talk = Talk(library)
    talk.hear("how_to_ask")
    talk.hear("not_helpful")
    answer = talk.hear("just_a_line")
    assert answer.line
    assert answer.line not in {line.text for line in library.banks["hear_a_no"]}


@pytest.mark.parametrize("intent", ["lost_desire", "rebuild_trust"])
def test_words_where_nobody_was_turned_down_are_no_words_for_taking_a_no(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear(intent)
    answer = talk.hear("inform", choices=frozenset({"words"}))
    assert answer.line not in {line.text for line in library.banks["hear_a_no"]}


def test_the_country_is_kept(library: Library) -> None:
    talk = Talk(library)
    talk.hear("set_country", country="GB")
    talk.hear("thanks")
    assert talk.session.country == "GB"


def test_something_understood_ends_the_row_of_misses(library: Library) -> None:
    talk = Talk(library)
    talk.hear("out_of_scope")
    talk.hear("thanks")
    talk.hear("out_of_scope")
    assert talk.moment == "out_of_scope.first"


def test_a_question_is_open_only_until_the_next_answer(library: Library) -> None:
    talk = Talk(library)
    talk.hear("forget_me")
    talk.hear("thanks")
    talk.hear("affirm")
    assert talk.moment == "still_here"


def test_a_turn_knows_what_was_said_last(library: Library) -> None:
    turn = respond(library, situation("not_in_the_mood"))
    assert turn.session.offered.line == turn.answer.line
    assert turn.session.offered.lines == (turn.answer.line,)
    assert turn.session.offered.answer == turn.answer.to_dict()
    assert moment_of(library, turn) is None


@pytest.mark.parametrize("choice", ["no_answer_yet", "start_over"])
def test_who_was_never_turned_down_may_ask(library: Library, choice: str) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    talk.hear("inform", choices=frozenset({"words"}))
    answer = talk.hear("how_to_ask", choices=frozenset({choice}))
    assert answer.step == "ask"
    assert not talk.session.details.took_a_no


def test_no_you_misunderstood_is_about_the_line_where_nothing_alarmed(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask")
    talk.hear("safety_false_alarm")
    assert talk.moment == "out_of_scope.at_the_line"


def test_a_country_in_the_middle_of_a_talk_is_only_where_somebody_is(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask")
    talk.hear("set_country", sure=False)
    assert talk.moment == "out_of_scope.at_the_line"


def test_a_country_that_has_numbers_is_answered_in_the_middle_of_a_talk_as_well(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask")
    talk.hear("set_country", country="IE", sure=False)
    assert talk.moment == "set_country.done"


def test_who_asks_for_a_film_and_says_that_they_want_them_still_asks_for_the_film(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask", alternative="film")
    talk.hear("inform", truths=frozenset({"desire"}))
    assert talk.session.details.alternative == "film"


def test_closeness_named_within_a_no_stays_an_offer(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="grief")
    talk.hear("how_to_ask", alternative="cuddle", sure=False)
    assert talk.session.details.role == "decliner"
    assert found("no_clauses", talk.answers[-1].line or "")


def test_who_wants_more_than_to_sleep_is_not_given_words_for_sleep(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask", alternative="early_bed")
    line = talk.hear("how_to_ask", asks_for="intimacy").line or ""
    assert talk.session.details.alternative is None
    assert found("plain_asks", line) & {"intimacy", "sex"}


def test_who_would_not_keep_score_is_given_no_line_that_counts(library: Library) -> None:
    for seed in range(12):
        talk = Talk(library, seed=seed)
        talk.hear("repeated_rejection")
        talk.hear("inform", choices=frozenset({"words", "no_score"}))
        talk.hear("refine_phrase", shapes=("another",))
        assert not any("the one who asks" in (answer.line or "").lower() for answer in talk.answers)


def test_an_ask_that_is_too_forward_becomes_one_for_closeness(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask", reason="partner_grieving", asks_for="sex")
    line = talk.hear("refine_phrase", choices=frozenset({"too_forward"})).line or ""
    assert not found("plain_asks", line) & {"sex", "intimacy"}

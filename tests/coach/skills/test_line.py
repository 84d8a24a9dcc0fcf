"""Offering a line."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library
from rasa_project.coach.content import Library as SmallLibrary
from rasa_project.coach.measure import words
from rasa_project.coach.situation import Session
from rasa_project.coach.skill import FIRST_NO_CHIPS, LINE, LINE_CHIPS
from rasa_project.coach.skills.line import bare_line, first_line, offer_line
from tests.coach.situations import Talk, asking, declining, frame, library_of, line, own_words, reason, situation, standing
from tests.content.rules import found

NO, OTHER = line("It's a no tonight."), line("I don't want to tonight.")
ASK = line("Would you like to be intimate tonight? No is fine.", step="ask", asks_for="intimacy")
PLAIN_ASK = line("I'd like to be intimate tonight, and no is fine.", step="ask", asks_for="intimacy")
FRAMES = (
    frame("lead.said", "You could say:"),
    frame("lead.texted", "You could text:"),
    frame("receipt.decliner.neutral", "Fair enough.", role="decliner"),
    frame("receipt.asker.neutral", "Good to ask.", role="asker"),
    frame("receipt.softer", "Softer, then."),
    frame("question.decliner.first", "Keep it, or kinder?", role="decliner"),
    frame("question.asker.first", "Warmer, or plainer?", role="asker"),
)
STANDING = (
    standing("shape.exhausted", "That's all I have."),
    standing("partner_aimed", "Keep that one for daylight.", role="decliner"),
)
REASONS = (
    reason("tired", "I'm worn out.", receipts=["Worn right out, then."]),
    reason("routine", "It's always the same.", partner_aimed=True, receipts=["A bit of a rut, then."]),
)
LIBRARY: SmallLibrary = library_of(NO, OTHER, line("I'm worn out, so it's a no.", reason="tired"), *FRAMES, *STANDING, *REASONS, asks=[PLAIN_ASK])


def test_the_line_stands_between_a_receipt_with_a_lead_and_one_question() -> None:
    answer = first_line(LIBRARY, declining()).answer
    assert answer.before == "Fair enough. You could say:"
    assert answer.line in (NO.text, OTHER.text)
    assert answer.after == "Keep it, or kinder?"
    assert answer.listen


def test_a_reason_just_named_is_received_in_its_own_words() -> None:
    answer = first_line(LIBRARY, declining(reason="tired", heard_reason="tired")).answer
    assert answer.before == "Worn right out, then. You could say:"


def test_a_reason_of_a_held_message_is_received_as_well() -> None:
    answer = first_line(LIBRARY, declining(reason="tired", held="not_in_the_mood")).answer
    assert answer.before.startswith("Worn right out, then.")


def test_a_reason_of_long_ago_is_not_received_again() -> None:
    answer = first_line(LIBRARY, declining(reason="tired")).answer
    assert answer.before.startswith("Fair enough.")


def test_the_coach_asks_about_a_line_only_the_first_time() -> None:
    turn = first_line(LIBRARY, declining())
    again = offer_line(LIBRARY, declining(offered=turn.session.offered))
    assert again.answer.after == ""
    assert not again.answer.listen


def test_no_question_follows_a_line_that_asks_one() -> None:
    answer = first_line(library_of(*FRAMES, asks=[ASK]), asking()).answer
    assert answer.line == ASK.text
    assert answer.after == ""


def test_an_ask_without_a_question_may_be_asked_about() -> None:
    assert first_line(LIBRARY, asking()).answer.after == "Warmer, or plainer?"


def test_a_text_is_announced_as_a_text() -> None:
    library = library_of(line("Saw this. Not tonight.", medium="texted"), *FRAMES)
    assert first_line(library, declining(medium="texted")).answer.before == "Fair enough. You could text:"


def test_the_receipt_can_be_about_the_wish() -> None:
    assert offer_line(LIBRARY, declining(), receipt_moment="receipt.softer").answer.before == "Softer, then. You could say:"


def test_without_words_for_a_receipt_the_lead_stands_alone() -> None:
    assert offer_line(LIBRARY, declining(), receipt_moment="receipt.unwritten").answer.before == "You could say:"


def test_what_is_about_the_partner_waits_for_daylight() -> None:
    answer = first_line(LIBRARY, declining(reason="routine", heard_reason="routine")).answer
    assert answer.line in (NO.text, OTHER.text)
    assert answer.after == "Keep that one for daylight."
    assert not answer.listen


def test_an_asker_in_a_rut_gets_a_line_too() -> None:
    answer = first_line(LIBRARY, asking(reason="routine", heard_reason="routine")).answer
    assert answer.line == PLAIN_ASK.text


def test_when_there_is_no_line_left_the_coach_says_so() -> None:
    turn = offer_line(library_of(*FRAMES, *STANDING), declining())
    assert turn.answer.line is None
    assert turn.answer.before == "That's all I have."


def test_after_a_line_the_next_word_is_about_the_line() -> None:
    assert first_line(LIBRARY, declining()).session.question == LINE


def test_a_line_brings_its_buttons_its_step_and_its_source() -> None:
    answer = first_line(LIBRARY, declining()).answer
    assert (answer.chips, answer.step, answer.source) == (FIRST_NO_CHIPS, "no", "house")


def test_once_something_warm_was_said_to_be_true_the_buttons_shape_the_line() -> None:
    assert first_line(LIBRARY, declining(truths=frozenset({"love"}))).answer.chips == LINE_CHIPS


def test_the_line_is_noted_so_that_it_is_not_offered_again() -> None:
    first = first_line(LIBRARY, declining())
    second = offer_line(LIBRARY, declining(offered=first.session.offered))
    assert {first.answer.line, second.answer.line} == {NO.text, OTHER.text}
    assert second.session.offered.lines == (first.answer.line, second.answer.line)


def test_a_bare_line_has_no_word_around_it() -> None:
    answer = bare_line(LIBRARY, declining()).answer
    assert answer.bare
    assert (answer.before, answer.after, answer.listen) == ("", "", False)


def test_when_no_bare_line_is_left_the_coach_says_so() -> None:
    assert bare_line(library_of(*FRAMES, *STANDING), declining()).answer.before == "That's all I have."


@pytest.mark.parametrize(("intent", "role"), [("not_in_the_mood", "decliner"), ("how_to_ask", "asker"), ("inform", "decliner")])
def test_the_message_decides_whose_part_the_line_speaks(intent: str, role: str) -> None:
    assert first_line(LIBRARY, situation(intent)).session.details.role == role


def test_a_line_ends_a_topic() -> None:
    assert first_line(LIBRARY, declining(topic="show_appreciation")).session.details.topic is None


@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask"])
def test_the_words_around_a_first_line_stay_few(library: Library, intent: str) -> None:
    for seed in range(60):
        for named in [None, *(entry.id for entry in library.reasons)]:
            answer = Talk(library, seed=seed).hear(intent, reason=named)
            assert words(answer.before) + words(answer.after) <= 20, answer
            assert own_words(library, answer).count("?") <= 1, answer


def test_another_way_to_be_close_that_was_named_comes_with_the_no(library: Library) -> None:
    talk = Talk(library, session=Session(adult=True))
    answer = talk.hear("want_alternatives", alternative="cuddle")
    assert found("no_clauses", answer.line or "")
    assert "cuddle" in (answer.line or "") or "hold" in (answer.line or "") or "arms" in (answer.line or "")


def test_who_asks_somebody_who_grieves_is_first_given_words_for_closeness(library: Library) -> None:
    for seed in range(8):
        line = Talk(library, seed=seed).hear("how_to_ask", reason="partner_grieving").line or ""
        assert not found("plain_asks", line) & {"sex", "intimacy"}, line


def test_a_plan_with_a_day_is_found_whatever_else_was_named(library: Library) -> None:
    talk = Talk(library)
    talk.hear("plan_intimacy", alternative="breakfast", time="on Saturday morning")
    assert "on Saturday morning" in (talk.answers[-1].line or "")

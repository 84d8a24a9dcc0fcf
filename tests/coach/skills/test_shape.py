"""Changing the form of a line; again; why."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from rasa_project.coach import Library
from rasa_project.coach.intents import ANSWERS
from rasa_project.coach.measure import words
from rasa_project.coach.skills.shape import refine, shorter_of_the_same
from tests.coach.situations import Talk, library_of, line, offered, situation, standing
from tests.content.rules import found


def _declined(library: Library, **heard: object) -> Talk:
    talk = Talk(library)
    talk.hear("not_in_the_mood", **heard)
    return talk


def _tone(library: Library, line: str | None) -> str | None:
    return next((entry.tone for entry in (*library.banks["decline"], *library.banks["ask"]) if entry.text == line), None)


@pytest.mark.parametrize(("shape", "tone"), [("softer", "warm"), ("funnier", "playful"), ("direct", "direct")])
def test_a_wish_for_a_tone_is_met(library: Library, shape: str, tone: str) -> None:
    assert _tone(library, _declined(library).hear("refine_phrase", shapes=(shape,)).line) == tone


def test_a_wish_holds_until_it_is_changed(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("funnier",))
    assert _tone(library, talk.hear("refine_phrase", shapes=("another",)).line) == "playful"
    assert _tone(library, talk.hear("refine_phrase", shapes=("softer",)).line) == "warm"


def test_the_line_on_the_table_is_the_text_word_for_word(library: Library) -> None:
    talk = _declined(library)
    said = talk.session.offered.line
    assert talk.hear("refine_phrase", shapes=("as_text",)).line == said


def test_after_a_text_others_are_texts_until_one_is_to_be_said(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("as_text",))
    texted = talk.hear("refine_phrase", shapes=("another",)).line
    assert texted in {line.text for line in library.banks["decline"] if line.medium == "texted"}
    said = talk.hear("refine_phrase", shapes=("as_said",)).line
    assert said in {line.text for line in library.banks["decline"] if line.medium == "said"}


def test_two_wishes_are_met_together(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("funnier", "as_text"))
    assert (talk.session.details.tone, talk.session.details.medium) == ("playful", "texted")


def test_a_wish_without_a_shape_is_for_another_line(library: Library) -> None:
    talk = _declined(library)
    answer = talk.hear("refine_phrase")
    assert answer.line not in (None, talk.answers[0].line)


def test_shorter_is_shorter_each_time(library: Library) -> None:
    talk = _declined(library)
    lengths = [words(talk.answers[0].line or "")]
    for _ in range(3):
        answer = talk.hear("refine_phrase", shapes=("shorter",))
        if answer.line is None:
            break
        lengths.append(words(answer.line))
    assert len(lengths) >= 2
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) == len(lengths)


def test_a_line_of_the_same_length_is_not_shorter() -> None:
    library = library_of(line("It's a no tonight."), line("No, not tonight, thanks."), standing("shape.exhausted", "That's all I have."))
    at = situation("refine_phrase", role="decliner", heard_shapes=("shorter",), offered=offered("It's a no tonight."))
    assert refine(library, at).answer.line is None


def test_a_reason_can_be_left_out_and_put_back(library: Library) -> None:
    talk = _declined(library, reason="tired")
    without = talk.hear("refine_phrase", shapes=("without_reason",))
    assert without.step != "reason"
    assert talk.session.details.left_out == {"reason"}
    assert talk.hear("refine_phrase", shapes=("with_reason",)).step == "reason"
    assert talk.session.details.left_out == frozenset()


def test_a_reason_that_was_not_named_is_asked_for(library: Library) -> None:
    talk = _declined(library)
    answer = talk.hear("refine_phrase", shapes=("with_reason",))
    assert talk.moment == "explain_reason.ask"
    assert answer.listen


def test_a_reason_named_when_asked_is_in_the_line(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("with_reason",))
    assert talk.hear("inform", reason="tired").step == "reason"


@pytest.mark.parametrize("intent", ["skip", "deny", "inform"])
def test_who_names_no_reason_when_asked_gets_a_line_without_one(library: Library, intent: str) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("with_reason",))
    answer = talk.hear(intent)
    assert answer.line
    assert answer.step != "reason"


def test_a_time_that_was_not_named_is_asked_for(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("with_time",))
    assert talk.moment == "time.ask"


def test_a_time_named_when_asked_is_in_the_line(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("with_time",))
    assert "on Saturday" in (talk.hear("inform", time="on Saturday").line or "")


def test_who_names_no_time_when_asked_promises_none(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("with_time",))
    assert talk.hear("skip").line
    assert talk.session.details.time is None


def test_a_time_can_be_left_out_again(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("with_time",), time="on Saturday")
    assert "on Saturday" not in (talk.hear("refine_phrase", shapes=("without_time",)).line or "")


def test_an_offer_can_be_left_out_again(library: Library) -> None:
    talk = _declined(library)
    with_offer = talk.hear("inform", alternative="film")
    assert with_offer.line
    without = talk.hear("refine_phrase", shapes=("without_offer",))
    assert without.line
    assert without.step != "alternative"


def test_an_offer_that_was_not_named_is_asked_for(library: Library) -> None:
    """Only what the person would enjoy is offered, so what it is has to be asked."""
    talk = _declined(library)
    assert talk.hear("refine_phrase", shapes=("with_offer",)).listen


def test_with_nothing_offered_yet_there_is_nothing_to_change(library: Library) -> None:
    talk = Talk(library)
    talk.hear("refine_phrase", shapes=("softer",))
    assert talk.moment == "shape.nothing_yet"


def test_a_topic_has_lines_of_its_own(library: Library) -> None:
    talk = Talk(library)
    first = talk.hear("show_appreciation")
    second = talk.hear("refine_phrase", shapes=("another",))
    assert second.line
    assert second.line != first.line
    assert {first.line, second.line} <= {line.text for line in library.banks["appreciate"]}


def test_when_all_lines_of_a_kind_were_offered_the_coach_says_so(library: Library) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    talk.hear("inform", choices=frozenset({"words"}))
    fitting = [line for line in library.banks["hear_a_no"] if (line.tone, line.medium, line.needs) == ("playful", "said", frozenset())]
    written = [line for line in fitting if line.reason is None]
    offered = [talk.hear("refine_phrase", shapes=("funnier",)).line for _ in written]
    assert set(offered) == {line.text for line in written}
    talk.hear("refine_phrase", shapes=("funnier",))
    assert talk.moment == "shape.exhausted"


# --- the line alone, again, why


def test_just_a_line_is_the_line_alone(library: Library) -> None:
    answer = _declined(library).hear("just_a_line")
    assert answer.bare
    assert (answer.before, answer.after) == ("", "")


def test_just_a_line_of_a_topic_is_the_line_alone(library: Library) -> None:
    talk = Talk(library)
    talk.hear("show_appreciation")
    answer = talk.hear("just_a_line")
    assert answer.bare
    assert answer.line in {line.text for line in library.banks["appreciate"]}


def test_just_a_line_for_nothing_asks_for_what(library: Library) -> None:
    talk = Talk(library)
    talk.hear("just_a_line")
    assert talk.moment == "shape.nothing_yet"


def test_again_is_word_for_word(library: Library) -> None:
    talk = _declined(library)
    assert talk.hear("repeat") == talk.answers[0]
    assert talk.hear("repeat") == talk.answers[0]


def test_again_works_for_a_standing_answer(library: Library) -> None:
    talk = Talk(library)
    talk.hear("bot_challenge")
    assert talk.hear("repeat") == talk.answers[0]


def test_again_keeps_the_question_open(library: Library) -> None:
    talk = _declined(library)
    talk.hear("refine_phrase", shapes=("with_time",))
    talk.hear("repeat")
    assert "on Saturday" in (talk.hear("inform", time="on Saturday").line or "")


def test_again_before_anything_was_said_is_answered(library: Library) -> None:
    talk = Talk(library)
    talk.hear("repeat")
    assert talk.moment == "repeat.nothing"


def test_one_more_is_another_line(library: Library) -> None:
    talk = _declined(library)
    assert talk.hear("repeat", shapes=("another",)).line not in (None, talk.answers[0].line)


def test_why_tells_the_reason_of_the_step(library: Library) -> None:
    talk = _declined(library, reason="tired")
    step = next(step for step in library.steps if step.id.value == talk.answers[0].step)
    answer = talk.hear("why_this")
    assert answer.before in step.why
    assert (answer.step, answer.source) == (step.id.value, step.source)


def test_why_three_times_is_told_three_ways(library: Library) -> None:
    talk = _declined(library, reason="tired")
    assert len({talk.hear("why_this").before for _ in range(3)}) == 3


def test_why_of_nothing_is_answered(library: Library) -> None:
    talk = Talk(library)
    talk.hear("why_this")
    assert talk.moment == "why.nothing"


def test_why_leaves_the_line_open_for_a_change(library: Library) -> None:
    talk = _declined(library)
    talk.hear("why_this")
    assert talk.hear("refine_phrase", shapes=("softer",)).line


# --- a word about the line


def test_a_yes_to_a_line_keeps_it(library: Library) -> None:
    talk = _declined(library)
    talk.hear("affirm")
    assert talk.moment == "keep"


def test_a_yes_with_a_wish_is_a_wish(library: Library) -> None:
    answer = _declined(library).hear("affirm", shapes=("softer",), yes_first=True)
    assert _tone(library, answer.line) == "warm"


def test_a_no_to_a_line_brings_another(library: Library) -> None:
    talk = _declined(library)
    assert talk.hear("deny").line not in (None, talk.answers[0].line)


def test_a_detail_after_a_line_comes_into_the_next(library: Library) -> None:
    assert _declined(library).hear("inform", reason="tired").step == "reason"


def test_a_word_without_a_detail_keeps_the_line(library: Library) -> None:
    talk = _declined(library)
    talk.hear("inform")
    assert talk.moment == "keep"


def test_passing_on_a_line_is_fine(library: Library) -> None:
    talk = _declined(library)
    talk.hear("skip")
    assert talk.moment == "skip_ok"


@pytest.mark.parametrize("intent", sorted(ANSWERS | {"out_of_scope"}))
def test_a_wish_in_a_word_of_any_kind_is_met(library: Library, intent: str) -> None:
    assert _tone(library, _declined(library).hear(intent, shapes=("direct",)).line) == "direct"


# --- another time


def test_another_time_is_asked_about_before_it_is_named(library: Library) -> None:
    talk = Talk(library)
    answer = talk.hear("leave_door_open")
    assert talk.moment == "topic.leave_door_open"
    assert answer.listen


def test_a_yes_to_naming_a_time_asks_which(library: Library) -> None:
    talk = Talk(library)
    talk.hear("leave_door_open")
    talk.hear("affirm")
    assert talk.moment == "time.ask"


@pytest.mark.parametrize("intent", ["deny", "skip"])
def test_rather_no_time_is_said_without_one(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear("leave_door_open")
    answer = talk.hear(intent)
    assert answer.line
    assert talk.session.details.left_out == {"time"}


def test_a_time_named_at_once_is_in_the_line(library: Library) -> None:
    assert "on Saturday" in (Talk(library).hear("leave_door_open", time="on Saturday").line or "")


def test_a_line_made_shorter_is_itself_with_a_sentence_less_and_never_loses_its_no_or_its_way_out(library: Library) -> None:
    shortened = 0
    for entry in (entry for bank in library.banks.values() for entry in bank):
        short = shorter_of_the_same(library, entry.text)
        if short is None:
            continue
        shortened += 1
        sentences = re.split(r"(?<=[.?!]) ", entry.text)
        fewer = (kept for number in (1, 2) for kept in combinations(sentences, len(sentences) - number))
        assert short in {" ".join(kept) for kept in fewer}, entry.id
        assert words(short) <= 0.8 * words(entry.text), entry.id
        for section in ("no_clauses", "no_for_now", "ways_out"):
            assert not found(section, entry.text) or found(section, short), f"{entry.id}: {short}"
    assert shortened > 300


def test_shorter_keeps_the_line_that_was_liked(library: Library) -> None:
    talk = _declined(library)
    talk.hear("inform", own_words="I'm flattened by work. I love you.", own_way="say")
    whole = talk.session.offered.line or ""
    short = talk.hear("refine_phrase", shapes=("shorter",)).line or ""
    assert words(short) < words(whole)
    assert "I love you." in short
    assert found("no_clauses", short)

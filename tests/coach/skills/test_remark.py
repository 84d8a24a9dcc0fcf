"""What is asked and said of the line just offered: a plain answer, and the line stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rasa_project import paths
from rasa_project.coach import Library
from rasa_project.coach.rules import THANKS_FOR_ASKING
from rasa_project.coach.skills import remark, rework
from rasa_project.nlu.labelled_messages import read_labelled
from rasa_project.nlu.remarks import NO_REMARK
from tests.coach.situations import Talk, newcomer
from tests.content.rules import found

DONE = rework.REMARKS | {remark.NOBODY_ASKED, remark.THANKS_DONE, remark.MAKES_NO_SENSE, remark.NOT_HOW_I_TALK, "not_listening"}
DONE |= {remark.I_SAY_NO, remark.SOMETHING_TO_DO, remark.SORRY_FOR_MY_TONE, remark.WAS_IT_A_NO} | remark.OUT_OF_A_NO
"""Remarks after which something is done, or asked."""
ANSWERED = sorted(name for name in read_labelled(paths.REMARKS) if name not in DONE | {NO_REMARK} and not name.startswith(remark.THEY_SAID))
PARTS = {"decliner": "not_in_the_mood", "asker": "how_to_ask"}


def offered(library: Library, intent: str = "not_in_the_mood", **heard: object) -> Talk:
    """A conversation in which a line was just offered."""
    talk = Talk(library)
    assert talk.hear(intent, **heard).line is not None
    return talk


@pytest.mark.parametrize("name", ANSWERED)
@pytest.mark.parametrize("role", PARTS)
def test_it_is_answered_and_the_line_stays_on_the_table(library: Library, name: str, role: str) -> None:
    talk = offered(library, PARTS[role])
    line, details = talk.session.offered.line, talk.session.details
    answer = talk.hear("got_turned_down", sure=False, remark=name, asks=True, reason="tired", time="Friday")
    assert (talk.moment or "").startswith(f"{remark.REMARK}{name}")
    assert answer.line is None
    assert talk.session.offered.line == line
    assert talk.session.details == details, "a question tells nothing of the evening"
    assert talk.hear("refine_phrase", shapes=("another",)).line not in (None, line)


@pytest.mark.parametrize("name", ["when_to_say", "too_cold", "said.tears", "swap_word"])
def test_without_a_line_there_is_nothing_to_remark(library: Library, name: str) -> None:
    talk = Talk(library)
    talk.hear("greet")
    talk.hear("out_of_scope", remark=name, asks=True)
    assert not (talk.moment or "").startswith(remark.REMARK)


def test_before_the_age_is_known_nothing_is_remarked(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("how_to_ask", remark="when_to_say", asks=True)
    assert talk.moment == "age.ask"


@pytest.mark.parametrize("label", ["partner_violence", "pressured", "wants_to_pressure", "self_harm"])
@pytest.mark.parametrize("name", ["will_they_mind", "said.again", "keep_and_add"])
def test_after_a_danger_no_remark_softens_anything(library: Library, label: str, name: str) -> None:
    talk = offered(library)
    talk.hear("inform", safety=label, safety_by="rule")
    answer = talk.hear("inform", remark=name, asks=True)
    assert answer.line is None
    assert not (talk.moment or "").startswith(remark.REMARK)


@pytest.mark.parametrize("label", ["partner_violence", "pressured", "minor_involved", "medical"])
def test_a_danger_in_the_same_message_comes_first(library: Library, label: str) -> None:
    talk = offered(library)
    talk.hear("how_to_ask", remark="will_they_mind", asks=True, safety=label, safety_by="rule")
    assert not (talk.moment or "").startswith(remark.REMARK)


def test_wanting_to_stop_is_no_remark(library: Library) -> None:
    talk = offered(library)
    answer = talk.hear("change_mind", remark="when_to_say", asks=True)
    assert answer.line is not None
    assert not (talk.moment or "").startswith(remark.REMARK)


@pytest.mark.parametrize(
    "heard",
    [
        {"intent": "why_this"},
        {"intent": "repeat"},
        {"intent": "refine_phrase", "shapes": ("softer",)},
        {"intent": "goodbye"},
        {"intent": "how_to_ask", "own_words": "Would you hold me?", "own_way": "ask"},
    ],
)
def test_what_is_surely_something_else_is_that(library: Library, heard: dict[str, object]) -> None:
    talk = offered(library)
    talk.hear(str(heard["intent"]), **{name: value for name, value in heard.items() if name != "intent"}, remark="should_i_ask_them")
    assert not (talk.moment or "").startswith(remark.REMARK)


def test_that_is_cold_is_a_wish_and_isnt_that_cold_a_question(library: Library) -> None:
    wished = offered(library).hear("refine_phrase", shapes=("softer",), remark="too_cold")
    assert wished.line is not None
    asked = offered(library).hear("refine_phrase", shapes=("softer",), remark="too_cold", asks=True)
    assert asked.line is None


@pytest.mark.parametrize("reply", ["why", "disappointed", "waited", "smaller", "brush_off", "sorry_for_asking", "tears", "silence"])
def test_what_the_partner_answered_to_a_no_gets_words_and_the_no_stands(library: Library, reply: str) -> None:
    talk = offered(library)
    answer = talk.hear("got_turned_down", sure=False, remark=f"said.{reply}")
    assert answer.line is not None
    assert talk.session.details.role == "decliner"
    assert not found("ways_out", answer.line) or "tonight?" not in answer.line


@pytest.mark.parametrize("reply", ["not_now", "maybe", "if_you_want", "afraid", "laughed", "nervous_yes", "fine"])
def test_what_the_partner_answered_to_an_ask_gets_words_that_ask_nothing_again(library: Library, reply: str) -> None:
    talk = offered(library, "how_to_ask")
    answer = talk.hear("not_in_the_mood", sure=False, remark=f"said.{reply}")
    assert answer.line is not None
    assert talk.session.details.role == "asker"
    assert talk.session.details.took_a_no


def test_of_another_day_nothing_is_the_partners_answer(library: Library) -> None:
    talk = offered(library)
    talk.session = talk.session.with_details(bank="appreciate")
    answer = talk.hear("inform", remark="said.not_now")
    assert talk.session.details.bank == "appreciate"
    assert answer.line is None or not found("no_clauses", answer.line)


@pytest.mark.parametrize("seed", range(6))
def test_who_was_not_asked_thanks_for_no_asking(library: Library, seed: int) -> None:
    talk = Talk(library, seed=seed)
    talk.hear("not_in_the_mood", reason="tired", reasons=("tired",))
    for _ in range(4):
        line = talk.hear("inform", remark=remark.NOBODY_ASKED).line or ""
        assert line
        assert not THANKS_FOR_ASKING.search(line), line


def test_a_line_of_ones_own_is_good_as_it_is_or_gets_what_it_lacks(library: Library) -> None:
    talk = offered(library)
    clear = "I'm done in, so not tonight, but come and sit here."
    assert talk.hear("refine_phrase", remark=remark.IS_MINE_OK, own_words=clear, own_way="say", asks=True).line == clear
    assert talk.moment == f"{remark.REMARK}{remark.IS_MINE_OK}"
    without = "I've had a very long day."
    line = talk.hear("refine_phrase", remark=remark.IS_MINE_OK, own_words=without, own_way="say", asks=True).line or ""
    assert found("no_clauses", line)
    assert without in line
    assert talk.moment == f"{remark.REMARK}{remark.IS_MINE_OK}.no"


def test_words_that_press_are_not_called_good(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    answer = talk.hear("refine_phrase", remark=remark.IS_MINE_OK, own_words="You owe me that after all I did.", own_way="say", asks=True)
    assert not (talk.moment or "").startswith(f"{remark.REMARK}{remark.IS_MINE_OK}")
    assert "owe" not in (answer.line or "")


def test_a_line_that_made_no_sense_is_not_offered_again(library: Library) -> None:
    talk = offered(library)
    before = talk.session.offered.line
    assert talk.hear("not_helpful", remark=remark.MAKES_NO_SENSE).line not in (None, before)


def test_a_question_and_a_change_in_one_message_are_both_heard(library: Library) -> None:
    talk = offered(library)
    talk.session = replace(talk.session, offered=replace(talk.session.offered, line="I like that you care. It's a no tonight.", lines=("x",)))
    answer = talk.hear("refine_phrase", remark="when_to_say", asks=True, part_left_out="care")
    assert answer.line == "It's a no tonight."
    assert (talk.moment or "").startswith(f"{remark.REMARK}when_to_say")


def test_of_big_things_it_is_said_that_daylight_suits_them(library: Library) -> None:
    talk = Talk(library)
    talk.hear("give_feedback")
    if talk.session.offered.line is None:
        talk.hear("just_a_line")
    talk.hear("how_to_ask", sure=False, remark="when_to_say", asks=True)
    assert talk.moment == f"{remark.REMARK}when_to_say.talk"


def test_what_sounds_like_a_yes_is_not_taken_for_a_glad_one(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    answer = talk.hear("inform", remark="said.yes")
    assert talk.moment == remark.SOUNDS_LIKE_A_YES
    assert not answer.end


def test_a_no_that_was_told_is_not_untold_by_a_guess(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    talk.session = talk.session.with_details(took_a_no=True)
    talk.hear("inform", remark=remark.NOBODY_ASKED)
    assert talk.session.details.took_a_no


def test_a_sulk_is_asked_about_before_anything_is_remarked(library: Library) -> None:
    talk = offered(library)
    talk.hear("inform", remark="will_they_mind", asks=True, partner_said="sulks")
    assert talk.moment == "partner.sulks"


@pytest.mark.parametrize("heard", [{"by_ear": "either"}, {}])
def test_on_a_speaker_nothing_is_remarked_that_may_be_misheard_or_overheard(library: Library, heard: dict[str, str]) -> None:
    talk = Talk(library, channel="voice")
    assert talk.hear("not_in_the_mood").line is not None
    if not heard:
        talk.session = replace(talk.session, discreet=True)
    talk.hear("inform", remark="guilty", **heard)
    assert not (talk.moment or "").startswith(remark.REMARK)


def test_who_was_not_listened_to_is_still_speaking_of_the_line(library: Library) -> None:
    talk = offered(library)
    line = talk.session.offered.line or ""
    assert talk.hear("not_helpful", sure=False, remark="not_listening").listen
    assert (talk.hear("refine_phrase", sure=False, remark="swap_word", called="Bear").line or "").startswith("Bear, ")
    assert line[1:20] in (talk.session.offered.line or "")


def test_a_question_of_ones_own_gets_a_way_out_before_it_is_called_good(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    line = talk.hear("refine_phrase", remark=remark.IS_MINE_OK, own_words="Fancy it later?", own_way="say", asks=True).line or ""
    assert line.startswith("Fancy it later?")
    assert found("ways_out", line)


def test_words_for_the_line_and_a_question_in_one_breath_are_both_answered(library: Library) -> None:
    talk = offered(library, "not_in_the_mood")
    answer = talk.hear("refine_phrase", remark="when_to_say", asks=True, own_words="I still fancy you.", own_way="add")
    assert answer.line is not None
    assert "I still fancy you." in answer.line
    assert answer.before.startswith(tuple(entry.text for entry in library.moments["remark.when_to_say"]))


def test_who_was_handed_an_ask_and_says_no_is_believed(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    talk.hear("out_of_scope", sure=False, remark="i_say_no")
    assert talk.session.details.role == "decliner"
    assert found("no_clauses", talk.session.offered.line or "")


def test_who_says_no_and_is_heard_as_saying_so_stays_it(library: Library) -> None:
    talk = offered(library)
    talk.hear("refine_phrase", shapes=("another",), remark="i_say_no")
    assert talk.session.details.role == "decliner"


@pytest.mark.parametrize("name", sorted(remark.OUT_OF_A_NO))
def test_no_guess_makes_an_ask_or_a_yes_out_of_a_no(library: Library, name: str) -> None:
    talk = offered(library)
    answer = talk.hear("unsure_about_yes", remark=name)
    assert answer.line is None
    assert answer.listen
    assert talk.session.details.role == "decliner"
    assert found("no_clauses", talk.hear("inform", choices=frozenset({"a_no"})).line or "")


@pytest.mark.parametrize("name", sorted(remark.OUT_OF_A_NO))
@pytest.mark.parametrize("heard", [{"parts": frozenset({"clear_no"})}, {"reason": "tired", "reasons": ("tired",)}])
def test_a_no_or_a_reason_in_the_same_message_is_not_even_asked_about(library: Library, name: str, heard: dict[str, object]) -> None:
    talk = offered(library)
    talk.hear("not_in_the_mood", remark=name, **heard)
    assert not (talk.moment or "").startswith(remark.REMARK)
    assert found("no_clauses", talk.session.offered.line or "")


@pytest.mark.parametrize(("place", "bank"), [(None, "yes.slow"), ("first", "yes.first")])
def test_a_yes_of_a_kind_has_lines_once_it_was_said_to_be_one(library: Library, place: str | None, bank: str) -> None:
    talk = offered(library)
    talk.hear("unsure_about_yes", remark="i_do_want_to", place=place, time="on Friday")
    answer = talk.hear("inform", choices=frozenset({"own_pace"}))
    assert answer.line is not None
    assert not found("no_clauses", answer.line)
    assert talk.session.details.bank == bank


def test_who_is_the_one_asking_gets_an_ask_once_they_said_so(library: Library) -> None:
    talk = offered(library)
    talk.hear("out_of_scope", sure=False, remark="i_ask")
    assert found("ways_out", talk.hear("inform", choices=frozenset({"an_ask"})).line or "")


def test_words_that_blame_are_not_said_to_be_without_blame(library: Library) -> None:
    talk = offered(library)
    talk.hear("out_of_scope", sure=False, remark="is_it_blaming", parts=frozenset({"blame"}), asks=True)
    assert talk.moment == "remark.is_it_blaming.blame"


@pytest.mark.parametrize("role", PARTS)
def test_a_tone_is_made_good(library: Library, role: str) -> None:
    talk = offered(library, PARTS[role])
    answer = talk.hear("not_helpful", sure=False, remark="sorry_for_my_tone")
    assert (talk.session.details.bank or "").startswith("repair")
    assert answer.line is not None


def test_something_to_do_instead_is_named_and_their_words_are_no_line(library: Library) -> None:
    talk = offered(library)
    answer = talk.hear("out_of_scope", remark="something_to_do", own_words="Nice we could do tonight.", own_way="only")
    assert "Nice we could" not in (answer.line or "")
    assert talk.session.details.topic == "want_alternatives"


def test_what_may_be_a_no_is_taken_as_one_with_words_for_it(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    answer = talk.hear("out_of_scope", remark="was_it_a_no", partner_said="maybe", asks=True)
    assert talk.session.details.took_a_no
    assert answer.line is not None
    assert "?" not in answer.line

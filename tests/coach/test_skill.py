"""Finding the words of a moment, and noting what was said."""

from __future__ import annotations

import pytest

from rasa_project.coach.skill import REMEMBERED_ANSWERS, REMEMBERED_LINES, frame, introduced, say, standing_answer
from tests.coach.situations import asking, declining, library_of, offered, situation, standing
from tests.coach.situations import frame as words

LEADS = (words("lead.said", "You could say:"), words("lead.texted", "You could text:"))


def test_a_moment_is_answered_with_what_is_written_for_it() -> None:
    library = library_of(standing("thanks", "Any time."), standing("stop", "Okay."))
    assert standing_answer(library, situation("thanks"), "thanks").text == "Any time."


def test_a_moment_that_nothing_is_written_for_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        standing_answer(library_of(), situation("thanks"), "thanks")


def test_what_is_written_for_a_channel_comes_before_what_is_for_any() -> None:
    library = library_of(standing("m", "Read me."), standing("m", "Hear me.", channel="voice"))
    for seed in range(20):
        assert standing_answer(library, situation("thanks", channel="voice", seed=seed), "m").text == "Hear me."
        assert standing_answer(library, situation("thanks", channel="text", seed=seed), "m").text == "Read me."


def test_what_is_written_for_a_speaker_is_never_shown_on_a_screen() -> None:
    with pytest.raises(KeyError):
        standing_answer(library_of(standing("m", "Hear me.", channel="voice")), situation("thanks"), "m")


def test_what_is_written_for_one_part_is_for_that_part_only() -> None:
    library = library_of(standing("m", "For a no.", role="decliner"), standing("m", "For an ask.", role="asker"))
    assert standing_answer(library, declining(), "m").text == "For a no."
    assert standing_answer(library, asking(), "m").text == "For an ask."


def test_where_the_part_is_unknown_only_what_suits_both_is_said() -> None:
    library = library_of(standing("m", "For a no.", role="decliner"), standing("m", "For both."))
    assert standing_answer(library, situation("thanks"), "m").text == "For both."


def test_what_was_heard_lately_is_not_said_again() -> None:
    first, second = standing("m", "One thing."), standing("m", "Another thing.")
    at = situation("thanks", offered=offered(answers=(first.id,)))
    assert standing_answer(library_of(first, second), at, "m").id == second.id


def test_a_question_of_the_coach_stays_open() -> None:
    turn = say(library_of(standing("m", "Ouch.", question="Company?")), situation("thanks", question="before"), "m")
    assert turn.session.question == "m"


def test_an_answer_that_asks_nothing_closes_the_question_before() -> None:
    assert say(library_of(standing("m", "Okay.")), situation("thanks", question="before"), "m").session.question is None


def test_a_line_in_a_standing_answer_is_announced() -> None:
    turn = say(library_of(standing("m", "Small and true.", line="I'm glad it's you."), *LEADS), situation("thanks"), "m")
    assert turn.answer.before == "Small and true. You could say:"
    assert turn.session.offered.line == "I'm glad it's you."


def test_a_line_to_be_typed_is_announced_as_one() -> None:
    assert introduced(library_of(*LEADS), declining(medium="texted"), "") == "You could text:"


def test_what_was_said_is_noted_for_the_next_answers() -> None:
    entry = standing("m", "Ouch. That stings.")
    noted = say(library_of(entry), situation("thanks"), "m").session.offered
    assert noted.answers == (entry.id,)
    assert noted.openers == ("ouch that",)
    assert noted.line is None


def test_only_so_much_is_remembered() -> None:
    library = library_of(standing("m", "Here.", line="I'm glad it's you."))
    many = offered(*(f"Line {number}." for number in range(200)), answers=tuple(f"answer_{number}" for number in range(200)))
    noted = say(library, situation("thanks", offered=many), "m").session.offered
    assert (len(noted.lines), len(noted.answers)) == (REMEMBERED_LINES, REMEMBERED_ANSWERS)
    assert noted.lines[-1] == "I'm glad it's you."


def test_words_around_a_line_are_none_where_none_are_written() -> None:
    assert frame(library_of(), declining(), "receipt.softer") is None


def test_words_around_a_line_are_for_their_part_and_channel() -> None:
    library = library_of(words("r", "For a no.", role="decliner"), words("r", "For an ask.", role="asker"), words("r", "Aloud.", channel="voice"))
    chosen = {frame(library, declining(seed=seed), "r") for seed in range(20)}
    assert {entry.text for entry in chosen if entry is not None} == {"For a no."}

"""A reason in the person's own words is given as they told it, where a reason is wanted."""

from __future__ import annotations

import pytest

from rasa_project.coach import Doubt, Library
from rasa_project.coach.rules import says_no
from rasa_project.coach.situation import Heard
from tests.coach.situations import Talk, newcomer

DOUBLE = "I'm just off a double on the ward."


@pytest.mark.parametrize("seed", range(6))
def test_a_no_gives_it_and_stays_a_no(library: Library, seed: int) -> None:
    line = Talk(library, seed=seed).hear("not_in_the_mood", reason="tired", why=DOUBLE).line or ""
    assert "just off a double on the ward" in line
    assert says_no(library, line)


def test_a_reason_with_a_so_of_its_own_gets_no_second_one(library: Library) -> None:
    for seed in range(6):
        line = Talk(library, seed=seed).hear("not_in_the_mood", reason="tired", why="I'm so tired.").line or ""
        assert "I'm so tired. " in line
        assert says_no(library, line)


def test_an_ask_begins_with_it(library: Library) -> None:
    line = Talk(library).hear("how_to_ask", why="The kids are at my sister's.").line or ""
    assert line.startswith("The kids are at my sister's.")


def test_it_stays_for_another_line_and_goes_with_the_reason(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired", why=DOUBLE)
    assert "double" in (talk.hear("refine_phrase", shapes=("another",)).line or "")
    assert "double" not in (talk.hear("refine_phrase", shapes=("without_reason",)).line or "")


def test_another_reason_takes_its_place(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired", why=DOUBLE)
    assert "double" not in (talk.hear("explain_reason", reason="headache").line or "")


def test_it_is_not_the_other_parts(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired", why=DOUBLE)
    assert "double" not in (talk.hear("how_to_ask").line or "")


@pytest.mark.parametrize("why", ["I hate you.", "You owe me.", "I've been counting, and it's been six weeks without sex."])
def test_what_presses_or_wounds_is_no_reason(library: Library, why: str) -> None:
    line = Talk(library).hear("how_to_ask", why=why).line or ""
    assert line
    assert why not in line


def test_nothing_of_it_is_left_where_the_conversation_is_closed(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("not_in_the_mood", reason="tired", why=DOUBLE)
    assert talk.session.details.why == DOUBLE
    talk.hear("deny")
    assert talk.session.closed
    assert talk.session.details.why is None


def test_a_message_that_is_in_doubt_is_kept_without_any_of_its_words() -> None:
    told = "I buried my dog this morning."
    kept = Doubt.about(Heard("not_in_the_mood", why=told, own_words=told, things=(told,), refused=(told,), part_left_out=told))
    assert told not in str(kept)

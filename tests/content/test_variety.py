"""Nobody hears the same twice: twenty answers in a row, and twenty people on their first evening."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rasa_project.coach import Library
from rasa_project.coach.answer import opener
from rasa_project.speech.eye import text
from tests.coach.situations import Talk, newcomer

IN_A_ROW = 20
SEEDS = range(10)
STANDING = (
    "thanks",
    "help",
    "bot_challenge",
    "privacy_question",
    "want_company",
    "good_news",
    "change_mind",
    "start_the_talk",
    "got_turned_down",
    "lost_desire",
    "not_helpful",
    "practice",
    "log_moment",
)


def _twenty_lines(library: Library, intent: str, seed: int) -> Talk:
    """One person who wants another line again and again, and another tone when one is used up."""
    talk = Talk(library, seed=seed)
    talk.hear(intent)
    for wish in ("another", "softer", "another", "direct", "another", "another", "funnier", "another", "another", "as_text another") * 2:
        if sum(answer.line is not None for answer in talk.answers) == IN_A_ROW:
            break
        talk.hear("refine_phrase", shapes=tuple(wish.split()))
    return talk


def _alike_in_a_row(openers: list[str]) -> list[str]:
    return [opener_ for opener_, following in pairwise(openers) if opener_ == following]


@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask"])
@pytest.mark.parametrize("seed", SEEDS)
def test_twenty_lines_in_a_row_are_all_different(library: Library, intent: str, seed: int) -> None:
    lines = [answer.line for answer in _twenty_lines(library, intent, seed).answers]
    assert None not in lines
    assert len(set(lines)) == len(lines) == IN_A_ROW


@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask"])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_lines_in_a_row_open_alike(library: Library, intent: str, seed: int) -> None:
    openers = [opener(answer.line or "") for answer in _twenty_lines(library, intent, seed).answers]
    assert not _alike_in_a_row(openers)


@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask"])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_answers_in_a_row_open_alike(library: Library, intent: str, seed: int) -> None:
    openers = [opener(answer.before) for answer in _twenty_lines(library, intent, seed).answers]
    assert not _alike_in_a_row(openers)


@pytest.mark.parametrize("intent", STANDING)
def test_the_same_message_twenty_times_never_gets_the_same_words_twice_in_a_row(library: Library, intent: str) -> None:
    talk = Talk(library, seed=3)
    openers = [opener(answer.before or answer.line or answer.after) for answer in (talk.hear(intent) for _ in range(IN_A_ROW))]
    assert not _alike_in_a_row(openers)


@pytest.mark.parametrize("intent", STANDING)
def test_all_that_is_written_for_a_moment_is_said_before_anything_is_said_again(library: Library, intent: str) -> None:
    talk = Talk(library, seed=3)
    talk.hear(intent)
    moment = talk.moment
    written = [entry for entry in library.answers if entry.moment == moment and entry.channel in ("any", "text") and entry.role in ("any", "asker")]
    said = [talk.session.offered.answers[-1]]
    while len(said) < len(written):
        talk.hear(intent)
        said.append(talk.session.offered.answers[-1])
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask"])
def test_twenty_first_visits_do_not_sound_alike(library: Library, intent: str) -> None:
    visits = [newcomer(library, seed=seed) for seed in range(IN_A_ROW)]
    for visit in visits:
        visit.hear(intent)
        visit.hear("affirm")
    answers = [visit.answers[-1] for visit in visits]
    assert len({text(answer, "text") for answer in answers}) >= IN_A_ROW - 1
    assert len({answer.line for answer in answers}) >= IN_A_ROW // 2
    assert len({opener(answer.before) for answer in answers}) >= 5


def test_twenty_greetings_do_not_sound_alike(library: Library) -> None:
    visits = [newcomer(library, seed=seed) for seed in range(IN_A_ROW)]
    assert len({visit.hear("greet").before for visit in visits}) >= 3


def test_a_reason_is_not_received_with_the_same_words_each_time(library: Library) -> None:
    receipts = {Talk(library, seed=seed).hear("not_in_the_mood", reason="tired").before for seed in range(IN_A_ROW)}
    assert len(receipts) >= 5


def test_a_line_is_not_introduced_with_the_same_words_each_time(library: Library) -> None:
    talk = _twenty_lines(library, "not_in_the_mood", 1)
    leads = {answer.before.split(". ")[-1] for answer in talk.answers}
    assert len(leads) >= 3

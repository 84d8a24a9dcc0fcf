"""Keeping it quiet: softly where that was asked for, silent where somebody is near, and the line on a screen of one's own."""

from __future__ import annotations

import pytest

from rasa_project.coach import Answer, Library
from rasa_project.coach.skills.quiet import ALOUD, BESIDE, QUIETLY, TO_SCREEN
from tests.coach.situations import Talk


def heard(talk: Talk, *choices: str) -> Answer:
    """The answer to a wish to be discreet that names these."""
    return talk.hear("discreet_mode", choices=frozenset(choices))


def aloud(library: Library, **options: bool) -> Talk:
    """A conversation at a speaker in which a line was offered."""
    talk = Talk(library, channel="voice", **options)
    assert talk.hear("not_in_the_mood").line
    return talk


def is_silence(answer: Answer) -> bool:
    return (answer.before, answer.line, answer.after, answer.listen, answer.end) == ("Okay.", None, "", False, True)


@pytest.mark.parametrize("choices", [(), (BESIDE,), (BESIDE, QUIETLY), (BESIDE, TO_SCREEN), (BESIDE, ALOUD)])
def test_somebody_near_a_speaker_gets_one_short_word_and_silence(library: Library, choices: tuple[str, ...]) -> None:
    assert is_silence(heard(aloud(library), *choices))


def test_somebody_near_a_screen_gets_a_short_answer(library: Library) -> None:
    talk = Talk(library)
    talk.hear("discreet_mode")
    assert talk.moment == "discreet_mode"


def test_asked_for_quietly_what_follows_is_soft_and_a_line_stands_alone(library: Library) -> None:
    talk = aloud(library)
    assert heard(talk, QUIETLY).discreet
    answer = talk.hear("refine_phrase")
    assert answer.discreet
    assert answer.line
    assert (answer.before, answer.after, answer.listen) == ("", "", False)


def test_what_follows_silence_is_soft_too(library: Library) -> None:
    talk = aloud(library)
    heard(talk, BESIDE)
    assert talk.hear("refine_phrase").discreet


def test_quiet_ends_in_a_word(library: Library) -> None:
    talk = aloud(library)
    heard(talk, QUIETLY)
    assert not heard(talk, ALOUD).discreet
    assert not talk.hear("refine_phrase").discreet


@pytest.mark.parametrize("intent", ["how_to_ask", "plan_intimacy"])
def test_quietly_nothing_is_called_by_its_name(library: Library, intent: str) -> None:
    talk = Talk(library, channel="voice")
    heard(talk, QUIETLY)
    for _ in range(4):
        line = talk.hear(intent, asks_for="sex").line or ""
        assert "sex" not in line.lower()


def test_nothing_is_soft_unasked(library: Library) -> None:
    assert not aloud(library).answers[-1].discreet


# --- the person's own screen


def test_the_line_goes_to_a_screen_of_ones_own_and_is_not_said(library: Library) -> None:
    talk = aloud(library, own_screen=True)
    line = talk.answers[-1].line
    answer = heard(talk, BESIDE, TO_SCREEN)
    assert is_silence(answer)
    assert answer.card_text == line
    assert answer.card_title == "For you"


def test_without_such_a_screen_nothing_is_sent_and_that_is_said(library: Library) -> None:
    talk = aloud(library)
    answer = heard(talk, TO_SCREEN)
    assert talk.moment == "discreet_mode.no_screen"
    assert answer.card_text is None


def test_before_there_is_a_line_there_is_nothing_to_send(library: Library) -> None:
    talk = Talk(library, channel="voice", own_screen=True)
    answer = heard(talk, TO_SCREEN)
    assert talk.moment == "discreet_mode.nothing_to_send"
    assert answer.card_text is None


def test_beside_somebody_it_is_silent_whatever_can_be_sent(library: Library) -> None:
    assert is_silence(heard(Talk(library, channel="voice", own_screen=True), BESIDE, TO_SCREEN))

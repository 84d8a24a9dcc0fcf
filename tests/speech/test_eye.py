"""An answer for the eye: the line can be told from the words around it."""

from __future__ import annotations

from rasa_project.speech.eye import text
from tests.speech.answers import answer, help_line


def test_a_line_stands_in_quotation_marks_between_the_words_around_it() -> None:
    assert text(answer(), "text") == 'Try this. "Not tonight, love." Softer?'


def test_a_bare_line_is_ready_to_be_copied() -> None:
    assert text(answer(before="", after="", bare=True), "text") == "Not tonight, love."


def test_a_spoken_line_has_no_quotation_marks_to_read_out() -> None:
    assert text(answer(), "voice") == "Try this. Not tonight, love. Softer?"


def test_without_a_line_there_are_the_words_alone() -> None:
    assert text(answer(line=None), "text") == "Try this. Softer?"


def test_nothing_leaves_a_gap() -> None:
    assert text(answer(before="", after=""), "text") == '"Not tonight, love."'


def test_a_number_says_whose_it_is_and_how_to_reach_it() -> None:
    said = text(answer(line=None, numbers=(help_line(name="A Line", how="call or text", number="0800 123"),)), "text")
    assert said == "Try this. A Line (call or text): 0800 123. Softer?"

"""Counting what a sentence asks of the ear."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library
from rasa_project.coach.measure import fits_a_line, fitting, questions, sentences, words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("No.", 1),
        ("It's a no tonight.", 4),
        ("I don't want to", 4),
        ("I don’t want to", 4),
        ("A well-kept secret", 3),
        ("Early bed - just sleep?", 4),
        ("Tea, film, sleep.", 3),
        ("Ten at 9.", 3),
        ("Sleep well...", 2),
    ],
)
def test_words_are_counted_as_they_are_spoken(text: str, count: int) -> None:
    assert words(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("   ", 0),
        ("Not tonight", 1),
        ("Not tonight.", 1),
        ("Not tonight. Sleep well.", 2),
        ("Not tonight. Sleep well", 2),
        ("Hold me?", 1),
        ("Really?! No.", 2),
        ("I feel invited when you...", 1),
        ("Well… no.", 2),
        ('"Not tonight." That is all.', 2),
        ("See findahelpline.com for more.", 1),
        ("  No.  ", 1),
    ],
)
def test_sentences_are_counted_by_their_ends(text: str, count: int) -> None:
    assert sentences(text) == count


def test_questions_are_counted_by_their_marks() -> None:
    assert questions("Tea? Film? Sleep.") == 2


def test_a_line_of_twenty_five_words_fits() -> None:
    assert fits_a_line(" ".join(["no"] * 25), "said")


def test_a_line_of_twenty_six_words_does_not_fit() -> None:
    assert not fits_a_line(" ".join(["no"] * 26), "said")


def test_a_line_of_three_sentences_fits_and_one_of_four_does_not() -> None:
    assert fits_a_line("No. Not tonight. Sleep well.", "said")
    assert not fits_a_line("No. Not tonight. Sleep well. Bye.", "said")


def test_a_line_with_two_questions_does_not_fit() -> None:
    assert fits_a_line("Tea? Film.", "said")
    assert not fits_a_line("Tea? Film?", "said")


def test_only_a_texted_line_is_measured_in_characters() -> None:
    text = " ".join(["extraordinarily"] * 11)
    assert len(text) > 160
    assert fits_a_line(text, "said")
    assert not fits_a_line(text, "texted")


def test_a_text_of_a_hundred_and_sixty_characters_fits() -> None:
    assert fits_a_line("a" * 160, "texted")
    assert not fits_a_line("a" * 161, "texted")


def test_of_many_texts_those_are_kept_that_fit_one_by_one(library: Library) -> None:
    pieces = [clause.text for clause in library.clauses] + ["At 9:30, then.", "Tea - or bed?", "Ten/eleven...", "Well-kept,so to say x", ""]
    texts = [f"{one} {other}" for one in pieces for other in pieces[::7]]
    for medium in ("said", "texted"):
        assert fitting(texts, medium) == [text for text in texts if fits_a_line(text, medium)]
        assert 0 < len(fitting(texts, medium)) < len(texts)

"""What a message names of the line that it wants changed."""

from __future__ import annotations

import pytest

from rasa_project.nlu.line_changes import asks, line_changes, points_at_a_line


def test_the_telling_words_are_those_of_the_part_and_not_of_the_wish() -> None:
    assert line_changes("can you take me back to the version with the garden and the rain please").telling == ("garden", "rain")
    assert line_changes("the first one was better").telling == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the shift bit should come first", "first"),
        ("begin with the tea", "first"),
        ("stick the hug at the end please, it starts odd now", "last"),
        ("let it end on the kiss", "last"),
        ("other way round please", "turned"),
        ("flip them", "turned"),
        ("without the tea", None),
    ],
)
def test_the_place_that_a_part_is_to_have(text: str, place: str | None) -> None:
    assert line_changes(text).place == place


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("say wrecked not exhausted", "exhausted", "wrecked"),
        ("swap exhausted for wrecked", "exhausted", "wrecked"),
        ("change sofa to settee", "sofa", "settee"),
        ("'in a bit' instead of 'later'", "later", "in a bit"),
        ("good, but say settee rather than sofa please", "sofa", "settee"),
        ("i want to say i'm sad but i'm not cross", None, None),
        ("that's not english", None, None),
        ("not tonight, but saturday would be lovely", None, None),
    ],
)
def test_a_word_for_another(text: str, old: str | None, new: str | None) -> None:
    changes = line_changes(text)
    assert (changes.old, changes.new) == (old, new)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("i call him bear", "Bear"),
        ("we always call her duchess, can it say that", "Duchess"),
        ("his name is Tomasz", "Tomasz"),
        ("start with Sam", "Sam"),
        ("call it a night", None),
        ("start with the tea", None),
        ("i call her back later", None),
    ],
)
def test_what_the_partner_is_called(text: str, name: str | None) -> None:
    assert line_changes(text).name == name


@pytest.mark.parametrize("text", ["isn't that harsh", "ok nice. would she mind", "is it clear?", "when do i say it", "she'd laugh, no?"])
def test_a_question_is_one_with_its_mark_or_by_its_first_word(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["that sounds cold", "can it be kinder", "a bit harsh that", "too long"])
def test_a_remark_and_a_wish_are_none(text: str) -> None:
    assert not asks(text)


def test_a_line_is_pointed_at_by_such_words() -> None:
    assert points_at_a_line("the one with the garden")
    assert not points_at_a_line("she likes the garden")

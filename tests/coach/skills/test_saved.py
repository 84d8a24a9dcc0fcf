"""Lines put aside for this conversation."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library
from tests.coach.situations import Talk


def _saved_two(library: Library) -> tuple[Talk, list[str | None]]:
    talk = Talk(library)
    lines = []
    for intent, shapes in (("not_in_the_mood", ()), ("refine_phrase", ("another",))):
        lines.append(talk.hear(intent, shapes=shapes).line)
        talk.hear("save_phrase")
    return talk, lines


def test_saved_lines_are_shown_one_after_the_other_the_newest_first(library: Library) -> None:
    talk, lines = _saved_two(library)
    assert [talk.hear("list_saved").line for _ in range(3)] == [lines[1], lines[0], lines[1]]


def test_without_a_line_there_is_nothing_to_save(library: Library) -> None:
    talk = Talk(library)
    talk.hear("save_phrase")
    assert talk.moment == "save_phrase.nothing"


def test_without_saved_lines_that_is_said(library: Library) -> None:
    talk = Talk(library)
    assert talk.hear("list_saved").line is None
    assert talk.moment == "list_saved.nothing"


def test_saved_lines_are_not_said_aloud(library: Library) -> None:
    talk = Talk(library, channel="voice")
    talk.hear("not_in_the_mood")
    talk.hear("save_phrase")
    assert talk.hear("list_saved").line is None


def test_the_line_that_was_shown_can_be_deleted(library: Library) -> None:
    talk, lines = _saved_two(library)
    talk.hear("list_saved")
    talk.hear("delete_one")
    assert talk.session.offered.saved == (lines[0],)


def test_a_danger_drops_them(library: Library) -> None:
    talk, _ = _saved_two(library)
    talk.hear("pressured", safety="pressured")
    assert talk.session.offered.saved == ()


def test_words_that_are_brought_are_what_is_saved(library: Library) -> None:
    talk = Talk(library)
    talk.hear("show_appreciation")
    talk.hear("save_phrase", own_words="Last night was brilliant.", own_way="say")
    assert talk.hear("list_saved").line == "Last night was brilliant."


def test_words_that_wound_are_not_saved_in_place_of_the_line(library: Library) -> None:
    talk = Talk(library)
    line = talk.hear("not_in_the_mood").line
    talk.hear("save_phrase", own_words="You owe me.", own_way="say")
    assert talk.hear("list_saved").line == line


@pytest.mark.parametrize("intent", ["save_phrase", "out_of_scope", "privacy_question"])
def test_whether_a_line_was_kept_is_answered_by_showing_it(library: Library, intent: str) -> None:
    talk, lines = _saved_two(library)
    assert talk.hear(intent, choices=frozenset({"did_you_keep"})).line == lines[1]

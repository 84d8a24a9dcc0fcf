"""The good side."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library
from rasa_project.coach.content import Wish
from rasa_project.library import load_library
from tests.coach.situations import Talk, newcomer
from tests.content.rules import found

WITH_LINES = [wish for wish in load_library().wishes if wish.line_of]


def _intent(wish: Wish) -> str:
    return sorted(wish.heard_in - {"how_to_ask", "plan_intimacy", "not_in_the_mood"})[0]


@pytest.mark.parametrize("wish", WITH_LINES, ids=lambda wish: wish.id)
def test_a_wish_gets_a_line_for_it(library: Library, wish: Wish) -> None:
    answer = Talk(library).hear(_intent(wish), wish=wish.id)
    bank, _, kind = (wish.line_of or "").partition(".")
    assert answer.line in {line.text for line in library.banks[bank] if not kind or line.kind == kind}


@pytest.mark.parametrize("wish", WITH_LINES, ids=lambda wish: wish.id)
def test_another_line_is_for_the_same_wish(library: Library, wish: Wish) -> None:
    talk = Talk(library)
    first = talk.hear(_intent(wish), wish=wish.id)
    second = talk.hear("refine_phrase", shapes=("another",))
    bank = (wish.line_of or "").partition(".")[0]
    assert second.line != first.line
    assert second.line in {line.text for line in library.banks[bank]}


def test_a_wish_never_outweighs_a_no(library: Library) -> None:
    answer = Talk(library).hear("not_in_the_mood", wish="flirt")
    assert answer.line in {line.text for line in library.banks["decline"]} or answer.step in ("no", "acknowledge", "love")


def test_a_wish_waits_for_the_age_and_is_answered_after_it(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("out_of_scope", wish="flirt")
    assert talk.moment == "age.ask"
    assert talk.hear("affirm").line in {line.text for line in library.banks["flirt"]}


def test_apart_an_ask_is_texted(library: Library) -> None:
    answer = Talk(library).hear("how_to_ask", wish="apart")
    assert answer.line in {line.text for line in library.banks["apart"] if line.kind == "ask"}


def test_apart_a_no_is_texted(library: Library) -> None:
    answer = Talk(library).hear("not_in_the_mood", wish="apart")
    assert answer.line in {line.text for line in library.banks["apart"] if line.kind == "decline"}


@pytest.mark.parametrize(("wish", "role"), [("always_refusing", "decliner"), ("stopped_asking", "asker")])
def test_a_long_drought_is_company_first_for_either_part(library: Library, wish: str, role: str) -> None:
    talk = Talk(library)
    answer = talk.hear("repeated_rejection", wish=wish)
    assert answer.line is None
    assert talk.session.details.role == role


@pytest.mark.parametrize("wish", load_library().wishes, ids=lambda wish: wish.id)
def test_no_wish_outweighs_wanting_to_stop(wish: Wish) -> None:
    assert "change_mind" not in wish.heard_in


@pytest.mark.parametrize("wish", ["apart", "far_apart"])
def test_who_says_no_from_far_away_gets_a_no(library: Library, wish: str) -> None:
    answer = Talk(library).hear("not_in_the_mood", wish=wish)
    assert answer.line in {line.text for line in library.banks["apart"] if line.kind == "decline"}
    assert found("no_clauses", answer.line or "")


def test_who_said_no_kindly_is_not_given_thanks_for_a_no(library: Library) -> None:
    answer = Talk(library).hear("not_in_the_mood", wish="thank_for_a_no")
    assert answer.line not in {line.text for line in library.banks["thanks"]}

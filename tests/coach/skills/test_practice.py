"""Rehearsing with the coach as the partner."""

from __future__ import annotations

import pytest

from rasa_project.coach import Answer, Library
from rasa_project.coach.skills.practice import MANNERS
from tests.coach.situations import Talk


def _rehearse(library: Library, role: str, *parts: frozenset[str], seed: int = 0) -> tuple[Talk, Answer]:
    talk = Talk(library, seed=seed)
    talk.hear("not_in_the_mood" if role == "decliner" else "how_to_ask")
    talk.hear("practice")
    for said in (*parts, *[frozenset[str]()] * (3 - len(parts))):
        talk.hear("out_of_scope", parts=said, sure=False)
    return talk, talk.answers[-1]


@pytest.mark.parametrize("role", ["decliner", "asker"])
def test_two_exchanges_in_role_then_one_strength_and_one_better_wording(library: Library, role: str) -> None:
    talk, feedback = _rehearse(library, role)
    in_role = talk.answers[-3:-1]
    assert all(answer.line is None and answer.listen for answer in in_role)
    assert feedback.line


def test_what_was_good_is_named(library: Library) -> None:
    _, feedback = _rehearse(library, "decliner", frozenset({"clear_no", "thanks"}))
    strengths = {entry.text for entry in library.moments["practice.strength.clear_no"]}
    assert any(feedback.before.startswith(text) for text in strengths)
    assert feedback.line is None  # nothing to add to a clear no with thanks


@pytest.mark.parametrize(
    ("role", "part", "advice"),
    [("decliner", "sorry", "no_sorry"), ("decliner", "maybe", "no_maybe"), ("asker", "second_ask", "okay"), ("asker", "explicit_pressure", "okay")],
)
def test_what_is_better_left_out_gets_one_word_of_advice(library: Library, role: str, part: str, advice: str) -> None:
    _, feedback = _rehearse(library, role, frozenset({part, "clear_no", "thanks", "way_out"}))
    assert any(entry.text in feedback.before for entry in library.moments[f"practice.better.{advice}"])


def test_a_second_round_is_met_in_another_manner(library: Library) -> None:
    talk, _ = _rehearse(library, "decliner")
    talk.hear("inform", choices=frozenset({"once_more"}))
    talk.hear("out_of_scope", sure=False)
    first = next(entry.moment for entry in library.answers if entry.id == _said_in_role(library, talk)[0])
    last = talk.moment
    assert first != last


@pytest.mark.parametrize("manner", MANNERS)
def test_the_manner_can_be_chosen(library: Library, manner: str) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear("practice")
    talk.hear("out_of_scope", choices=frozenset({f"manner_{manner}"}), sure=False)
    assert (talk.moment or "").startswith("practice.start.decliner")  # how to play, and no sentence yet
    talk.hear("not_in_the_mood", parts=frozenset({"clear_no"}))
    assert talk.moment == f"practice.partner.decliner.{manner}.first"


def test_a_direction_in_the_middle_begins_the_round_anew_in_that_manner(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear("practice")
    talk.hear("not_in_the_mood", parts=frozenset({"clear_no"}))
    talk.hear("give_feedback", choices=frozenset({"manner_silent"}))
    talk.hear("not_in_the_mood", parts=frozenset({"clear_no", "reason"}))
    assert talk.moment == "practice.partner.decliner.silent.first"


def test_stop_ends_it_at_once(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear("practice")
    talk.hear("stop")
    assert talk.moment == "practice.stopped"


def test_a_line_that_sounds_final_is_no_stop(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear("practice")
    talk.hear("stop", parts=frozenset({"clear_no"}), sure=False)
    assert (talk.moment or "").startswith("practice.partner.")


def test_a_partner_who_pushes_is_not_rehearsed(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood")
    talk.hear("practice")
    answer = talk.hear("out_of_scope", choices=frozenset({"practice_pushing"}))
    assert talk.moment == "practice.pushing"
    assert answer.line in {line.text for line in library.banks["firm"]}


def test_which_part_is_asked_where_it_is_not_known(library: Library) -> None:
    talk = Talk(library)
    talk.hear("practice")
    assert talk.moment == "practice.start"
    talk.hear("inform", choices=frozenset({"an_ask"}))
    assert talk.moment == "practice.start.asker"


def test_the_words_around_the_better_wording_stay_few(library: Library) -> None:
    from rasa_project.coach.measure import words

    for strength in {entry.moment for entry in library.answers if entry.moment.startswith("practice.strength.")}:
        longest = max(words(entry.text) for entry in library.moments[strength])
        for entry in library.answers:
            if entry.moment.startswith("practice.better.") and entry.line_of:
                assert longest + words(entry.text) <= 20, (strength, entry.id)


def _said_in_role(library: Library, talk: Talk) -> list[str]:
    in_role = {entry.id for entry in library.answers if entry.moment.startswith("practice.partner.")}
    return [identity for identity in talk.session.offered.answers if identity in in_role]

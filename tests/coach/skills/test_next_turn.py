"""The table of turns: what the coach says after its own question."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library
from rasa_project.coach.intents import ANYTHING
from rasa_project.coach.skill import AGAIN
from tests.coach.situations import Talk


def _turned_down(library: Library) -> Talk:
    talk = Talk(library)
    talk.hear("got_turned_down")
    return talk


def test_company_leads_to_words_and_words_to_daylight(library: Library) -> None:
    talk = _turned_down(library)
    assert talk.hear("inform", choices=frozenset({"company"})).line is None
    talk.hear("inform", choices=frozenset({"the_always"}))
    answer = talk.hear("goodbye", choices=frozenset({"daylight"}))
    assert answer.line in {line.text for line in library.banks["often"]}


def test_what_was_named_counts_before_what_the_message_was_taken_for(library: Library) -> None:
    """ "and tomorrow" is taken for a goodbye."""
    talk = _turned_down(library)
    talk.hear("goodbye", choices=frozenset({"words"}))
    assert talk.answers[-1].line


@pytest.mark.parametrize("intent", ["out_of_scope", "log_moment", "inform", "got_turned_down"])
def test_five_messages_in_company_are_met_each_time_and_never_with_a_line(library: Library, intent: str) -> None:
    talk = _turned_down(library)
    talk.hear("inform", choices=frozenset({"company"}))
    said = [talk.hear(intent) for _ in range(5)]
    assert all(answer.line is None for answer in said)
    assert len({answer.before + answer.after for answer in said}) == 5


def test_a_doubtful_intent_in_company_is_part_of_what_is_told(library: Library) -> None:
    talk = _turned_down(library)
    talk.hear("inform", choices=frozenset({"company"}))
    assert talk.hear("not_in_the_mood", sure=False).line is None


def test_a_wish_for_a_line_is_no_company(library: Library) -> None:
    talk = _turned_down(library)
    talk.hear("just_a_line")
    first = talk.answers[-1].line
    assert first
    assert talk.hear("inform", shapes=("softer",)).line not in (None, first)


def test_after_a_no_tonight_is_not_asked_again(library: Library) -> None:
    talk = _turned_down(library)
    answer = talk.hear("how_to_ask")
    assert talk.moment == "turned_down.not_again"
    assert answer.line is None


def test_two_people_get_a_prompt_each_and_nothing_is_kept(library: Library) -> None:
    talk = Talk(library)
    talk.hear("not_in_the_mood", reason="tired")
    talk.hear("both_here")
    talk.hear("affirm", choices=frozenset({"both_adults"}))
    first = talk.hear("out_of_scope")
    second = talk.hear("not_in_the_mood", reason="kids_about", sure=False)
    assert first.line
    assert second.line
    assert talk.moment == "both.second"
    assert talk.session.details.reason is None
    assert talk.session.details.role is None


def test_a_signal_is_named_back(library: Library) -> None:
    talk = Talk(library)
    talk.hear("both_here")
    talk.hear("affirm", choices=frozenset({"both_adults"}))
    talk.hear("inform", choices=frozenset({"both_signal"}))
    answer = talk.hear("inform", signal="porch_light")
    said = f"{answer.before} {answer.after}".lower()
    assert "on" in said.split()
    assert "{" not in said


@pytest.mark.parametrize("intent", ["stop", "privacy_question", "help"])
def test_an_exercise_is_left_by_what_is_beyond_doubt(library: Library, intent: str) -> None:
    talk = Talk(library)
    talk.hear("both_here")
    talk.hear("affirm", choices=frozenset({"both_adults"}))
    talk.hear(intent)
    assert talk.moment not in ("both.first", "both.second")


def test_one_of_two_who_is_no_adult_ends_it(library: Library) -> None:
    talk = Talk(library)
    talk.hear("both_here")
    talk.hear("inform", choices=frozenset({"both_not_adults"}))
    assert talk.session.closed


@pytest.mark.parametrize("side", ["hurt_one", "mending_one"])
def test_who_told_their_side_is_not_asked_for_it(library: Library, side: str) -> None:
    talk = Talk(library)
    talk.hear("rebuild_trust", choices=frozenset({side}))
    answer = talk.hear("just_a_line")
    kind = side.removesuffix("_one")
    assert answer.line in {line.text for line in library.banks["trust"] if line.kind == kind}


def test_every_row_of_the_table_can_be_reached(library: Library) -> None:
    """No row stands behind another of the same moments that hears all it hears."""
    hidden = []
    for moment, rows in library.turns_after.items():
        heard: set[str] = set()
        for row in rows:
            if set(row.hears) <= heard and all(other == moment for other in row.after):
                hidden.append(f"{moment}: {row.id}")
            heard |= set(row.hears)
    assert not hidden


def test_every_question_with_rows_of_its_own_hears_anything_or_leaves_the_rest_to_the_skills(library: Library) -> None:
    company = [
        moment for moment in library.turns_after if moment.startswith(("turned_down.", "repeated.", "lost.", "trust.")) and not moment.endswith(AGAIN)
    ]
    deaf = [moment for moment in company if not any(ANYTHING in row.hears or "inform" in row.hears for row in library.turns_after[moment])]
    assert not deaf

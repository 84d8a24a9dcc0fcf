"""What to say when the partner answers."""

from __future__ import annotations

import pytest

from rasa_project.coach import Answer, Library
from tests.coach.situations import Talk, newcomer


def _said_no(library: Library, **options: str) -> Talk:
    talk = Talk(library, **options)  # type: ignore[arg-type]  # the channel alone
    talk.hear("not_in_the_mood", reason="tired")
    return talk


def _lines_for(library: Library, reply: str, role: str) -> set[str]:
    return {line.text for line in library.banks["reply"] if line.kind == reply and line.role == role}


DECLINER = ("why", "again", "when_then", "is_it_me", "fine", "silence", "joke", "tears")
ASKER = ("is_that_all", "maybe", "if_you_want", "not_now", "they_are_sorry", "tears", "silence")


@pytest.mark.parametrize("reply", DECLINER)
def test_there_are_twelve_replies_for_each_answer_to_a_no(library: Library, reply: str) -> None:
    assert len(_lines_for(library, reply, "decliner")) >= 12


@pytest.mark.parametrize("reply", ASKER)
def test_there_are_twelve_replies_for_each_answer_to_an_ask(library: Library, reply: str) -> None:
    assert len(_lines_for(library, reply, "asker")) >= 12


@pytest.mark.parametrize("reply", DECLINER)
@pytest.mark.parametrize("taken_for", ["not_in_the_mood", "got_turned_down", "out_of_scope", "inform"])
def test_what_the_partner_answered_gets_a_reply_to_that(library: Library, reply: str, taken_for: str) -> None:
    answer = _said_no(library).hear(taken_for, partner_said=reply)
    assert answer.line in _lines_for(library, reply, "decliner")


@pytest.mark.parametrize("reply", ["is_that_all", "maybe", "if_you_want", "not_now", "they_are_sorry"])
def test_who_asked_takes_every_such_answer_as_a_no(library: Library, reply: str) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask")
    answer = talk.hear("got_turned_down", partner_said=reply)
    assert answer.line in _lines_for(library, reply, "asker")
    assert talk.session.details.took_a_no


def test_the_no_is_repeated_once_then_the_coach_asks_about_worry(library: Library) -> None:
    talk = _said_no(library)
    assert talk.hear("not_in_the_mood", partner_said="why").line
    answer = talk.hear("not_in_the_mood", partner_said="again")
    assert answer.line is None
    assert talk.moment == "partner.goes_on"


def test_who_is_not_worried_gets_a_firmer_no(library: Library) -> None:
    talk = _pushed_twice(library)
    assert talk.hear("deny").line in {line.text for line in library.banks["firm"]}


@pytest.mark.parametrize("said", ["affirm", "skip"])
def test_who_is_worried_gets_safety_and_no_line(library: Library, said: str) -> None:
    talk = _pushed_twice(library)
    answer = talk.hear(said)
    assert answer.safety == "pressured"
    assert answer.line is None


def test_a_third_push_is_no_longer_about_wording(library: Library) -> None:
    talk = _pushed_twice(library)
    talk.hear("deny")
    assert talk.hear("not_in_the_mood", partner_said="again").safety == "pressured"


def test_aloud_the_question_about_worry_is_harmless_to_overhear(library: Library) -> None:
    talk = _said_no(library, channel="voice")
    talk.hear("not_in_the_mood", partner_said="why")
    answer = talk.hear("not_in_the_mood", partner_said="again")
    assert talk.moment == "partner.goes_on_aloud"
    assert "worr" not in f"{answer.before} {answer.after}"
    assert talk.hear("deny").safety == "pressured"


def test_tears_and_jokes_are_no_pushes(library: Library) -> None:
    talk = _said_no(library)
    answers: list[Answer] = [talk.hear("not_in_the_mood", partner_said=reply) for reply in ("joke", "silence", "tears", "fine")]
    assert all(answer.line for answer in answers)


@pytest.mark.parametrize(("said", "intent"), [("settled", "got_turned_down"), ("joke", "good_news")])
def test_when_it_went_well_there_is_quiet(library: Library, said: str, intent: str) -> None:
    talk = _said_no(library)
    answer = talk.hear(intent, partner_said=said)
    assert talk.moment == "partner.settled"
    assert (answer.line, answer.after) == (None, "")


def test_what_they_said_is_asked_where_only_that_they_answered_is_told(library: Library) -> None:
    talk = _said_no(library)
    talk.hear("out_of_scope", choices=frozenset({"they_answered"}))
    assert talk.moment == "partner.unclear"
    assert talk.hear("out_of_scope", partner_words="why").line in _lines_for(library, "why", "decliner")


def test_where_a_no_hurts_company_comes_before_a_reply(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask")
    answer = talk.hear("got_turned_down", partner_said="not_now", choices=frozenset({"hurts"}))
    assert answer.line is None
    assert talk.moment == "topic.got_turned_down"


def _pushed_twice(library: Library) -> Talk:
    talk = _said_no(library)
    talk.hear("not_in_the_mood", partner_said="why")
    talk.hear("not_in_the_mood", partner_said="again")
    return talk


@pytest.mark.parametrize("taken_for", ["not_in_the_mood", "got_turned_down", "good_news", "out_of_scope", "inform", "log_moment"])
def test_a_partner_who_sulks_is_asked_about_before_any_more_words(library: Library, taken_for: str) -> None:
    talk = _said_no(library)
    assert talk.hear(taken_for, partner_said="sulks").line is None
    assert talk.moment == "partner.sulks"


def test_a_sulk_is_asked_about_before_the_age(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("not_in_the_mood", partner_said="sulks")
    assert talk.moment == "partner.sulks"


@pytest.mark.parametrize(("heard", "careful"), [({"choices": frozenset({"they_push"})}, "pressured"), ({"choices": frozenset({"they_hurt"})}, None)])
def test_pushing_is_answered_as_pressure_and_hurt_is_not(library: Library, heard: dict[str, frozenset[str]], careful: str | None) -> None:
    talk = _said_no(library)
    talk.hear("inform", partner_said="sulks")
    assert talk.hear("inform", **heard).line is None
    assert talk.session.careful == careful


def test_who_does_not_know_whether_it_is_pushing_is_treated_with_care(library: Library) -> None:
    talk = _said_no(library)
    talk.hear("inform", partner_said="sulks")
    talk.hear("skip")
    assert talk.session.careful == "pressured"


def test_aloud_the_question_about_a_sulk_is_harmless_to_overhear(library: Library) -> None:
    talk = _said_no(library, channel="voice")
    answer = talk.hear("inform", partner_said="sulks")
    assert talk.moment == "partner.sulks_aloud"
    assert not {"hurt", "pushing", "sulk"} & set(f"{answer.before} {answer.after}".lower().split())


def test_who_took_it_well_and_was_sad_gets_a_warm_word_that_takes_nothing_back(library: Library) -> None:
    talk = _said_no(library)
    answer = talk.hear("not_in_the_mood", partner_said="settled", choices=frozenset({"looked_sad"}))
    assert talk.moment == "partner.settled_sad"
    assert answer.line in {line.text for line in library.banks["reply"] if line.kind == "disappointed"}


def test_who_says_that_they_are_the_one_who_says_no_is_not_answered_as_turned_down(library: Library) -> None:
    talk = Talk(library)
    talk.hear("rebuild_trust")
    talk.hear("rebuild_trust", partner_said="not_now", choices=frozenset({"i_am_asked", "hurt_one"}))
    assert talk.answers[-1].line not in _lines_for(library, "not_now", "asker")


def test_is_it_me_of_desire_long_gone_is_not_answered_with_a_no_for_tonight(library: Library) -> None:
    talk = Talk(library)
    talk.hear("lost_desire")
    talk.hear("inform", choices=frozenset({"words"}))
    talk.hear("lost_desire", partner_said="is_it_me")
    assert talk.answers[-1].line not in _lines_for(library, "is_it_me", "decliner")

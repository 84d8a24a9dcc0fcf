"""What the coach does when danger is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rasa_project.coach import Library
from rasa_project.coach.content import Channel, HelpLine
from rasa_project.coach.intents import LASTING, SAFETY
from rasa_project.coach.situation import Session
from rasa_project.coach.skills.safety import KINDS_OF_HELP, help_lines
from tests.coach.situations import Talk, library_of, newcomer

TALKED_TO = sorted(LASTING - {"minor_involved"})
"""The dangers after which the conversation goes on."""


def _noticed(library: Library, label: str, channel: Channel = "text", country: str | None = "GB") -> Talk:
    talk = Talk(library, channel=channel)
    if country is not None:
        talk.hear("set_country", country=country)
    talk.hear(label)
    return talk


def _help_line(country: str, kind: str, name: str, *, confirmed: bool = True) -> HelpLine:
    return HelpLine(
        country=country, kind=kind, name=name, number="1", how="call", source="https://example.org", confirmed=confirmed, checked=date(2026, 11, 22)
    )


# --- the first answer


@pytest.mark.parametrize("label", SAFETY)
@pytest.mark.parametrize("channel", ["text", "voice"])
def test_a_danger_answer_holds_no_line(library: Library, label: str, channel: Channel) -> None:
    answer = Talk(library, channel=channel).hear(label)
    assert answer.line is None
    assert answer.safety == label


@pytest.mark.parametrize("label", sorted(LASTING))
def test_a_danger_answer_is_private(library: Library, label: str) -> None:
    assert Talk(library).hear(label).private


@pytest.mark.parametrize("label", sorted(LASTING - {"self_harm"}))
def test_the_first_answer_reads_out_no_number(library: Library, label: str) -> None:
    assert _noticed(library, label).answers[-1].numbers == ()


@pytest.mark.parametrize("label", ["pressured", "partner_violence", "sexual_assault"])
def test_a_speaker_asks_first_whether_it_is_a_good_time(library: Library, label: str) -> None:
    answer = Talk(library, channel="voice").hear(label)
    assert answer.after == "Is now a good time?"
    assert "abuse" not in answer.before


@pytest.mark.parametrize("channel", ["text", "voice"])
def test_who_wants_to_die_gets_the_line_of_their_country_at_once(library: Library, channel: Channel) -> None:
    talk = Talk(library, channel=channel, session=Session(country="GB"))
    assert "116 123" in {line.number for line in talk.hear("self_harm").numbers}


@pytest.mark.parametrize("channel", ["text", "voice"])
def test_a_life_in_danger_this_minute_gets_the_emergency_number_at_once(library: Library, channel: Channel) -> None:
    talk = Talk(library, channel=channel, session=Session(country="GB"))
    answer = talk.hear("partner_violence", safety="partner_violence", at_once=True)
    assert [line.number for line in answer.numbers] == ["999"]
    assert "emergency number" in answer.before
    assert answer.line is None


@pytest.mark.parametrize("channel", ["text", "voice"])
def test_a_life_in_danger_in_an_unknown_country_gets_no_guess(library: Library, channel: Channel) -> None:
    assert Talk(library, channel=channel).hear("partner_violence", safety="partner_violence", at_once=True).numbers == ()


def test_when_it_is_safe_tonight_is_spoken_of_before_numbers(library: Library) -> None:
    talk = _noticed(library, "partner_violence")
    answer = talk.hear("affirm")
    assert talk.moment == "safety.good_time.yes"
    assert "isn't a yes" in answer.before
    assert talk.hear("affirm").numbers


def test_who_is_worried_about_a_no_is_afraid(library: Library) -> None:
    talk = _noticed(library, "pressured")
    talk.hear("affirm")
    assert talk.session.careful == "partner_violence"
    assert talk.moment == "safety.good_time.yes"


def test_help_after_a_medical_answer_brings_the_emergency_number(library: Library) -> None:
    talk = Talk(library)
    talk.hear("medical")
    talk.hear("help")
    assert talk.moment == "safety.numbers.unknown_country"
    assert {line.kind for line in talk.hear("inform", country="GB").numbers} == {"emergency"}
    assert talk.session.careful is None


def test_a_life_in_danger_is_asked_about_at_once_on_a_speaker(library: Library) -> None:
    assert "danger" in Talk(library, channel="voice").hear("self_harm").after


def test_a_minor_ends_the_coaching_for_good(library: Library) -> None:
    talk = _noticed(library, "minor_involved")
    assert talk.session.closed
    assert talk.session.careful == "minor_involved"
    assert talk.hear("how_to_ask").line is None


def test_the_same_danger_again_is_answered_in_other_words(library: Library) -> None:
    talk = Talk(library)
    assert talk.hear("pressured").before != talk.hear("pressured").before


def test_a_medical_answer_names_the_red_flags_and_gives_no_advice_on_medicine(library: Library) -> None:
    answer = Talk(library).hear("medical")
    assert "emergency" in answer.before
    assert "doctor" in answer.before or "prescribed" in answer.before


# --- afterwards


@pytest.mark.parametrize("label", TALKED_TO)
def test_coaching_is_left_alone_and_help_stays_near(library: Library, label: str) -> None:
    talk = _noticed(library, label)
    answer = talk.hear("not_in_the_mood")
    assert talk.moment == f"safety.careful.{label}"
    assert answer.safety == label
    assert "help_numbers" in answer.chips


@pytest.mark.parametrize("label", TALKED_TO)
def test_help_brings_numbers_of_the_country(library: Library, label: str) -> None:
    answer = _noticed(library, label).hear("help")
    assert answer.numbers
    assert {line.country for line in answer.numbers} == {"GB"}
    assert all(line.confirmed for line in answer.numbers)
    assert answer.private


@pytest.mark.parametrize("label", TALKED_TO)
def test_without_a_country_it_is_asked_and_never_guessed(library: Library, label: str) -> None:
    talk = _noticed(library, label, country=None)
    answer = talk.hear("help")
    assert answer.numbers == ()
    assert talk.moment == "safety.numbers.unknown_country"
    assert talk.hear("inform", country="IE").numbers


def test_a_country_that_nobody_knows_is_not_asked_for_again(library: Library) -> None:
    talk = _noticed(library, "pressured", country=None)
    talk.hear("help")
    talk.hear("inform")
    assert talk.moment == "safety.numbers.none"


def test_a_yes_to_being_shown_people_shows_them(library: Library) -> None:
    assert _noticed(library, "sexual_assault").hear("affirm").numbers


def test_not_safe_to_go_on_goes_quiet(library: Library) -> None:
    talk = _noticed(library, "partner_violence")
    answer = talk.hear("deny")
    assert talk.moment == "safety.good_time.no"
    assert not answer.listen


@pytest.mark.parametrize("intent", ["thanks", "stop", "goodbye", "privacy_question", "bot_challenge", "forget_me"])
def test_what_is_no_coaching_is_answered_as_ever(library: Library, intent: str) -> None:
    talk = _noticed(library, "partner_violence")
    talk.hear(intent)
    assert (talk.moment or "").startswith(intent)


def test_again_repeats_the_danger_answer(library: Library) -> None:
    talk = _noticed(library, "partner_violence")
    assert talk.hear("repeat").before == talk.answers[-2].before


def test_again_looks_the_numbers_up_once_more(library: Library) -> None:
    talk = _noticed(library, "partner_violence")
    assert talk.hear("help").numbers == talk.hear("repeat").numbers != ()


def test_again_says_no_number_aloud_to_who_may_not_be_alone(library: Library) -> None:
    talk = _noticed(library, "partner_violence", channel="voice")
    talk.hear("help")
    assert talk.hear("repeat").numbers == ()


@pytest.mark.parametrize(("label", "moment"), [("pressured", "safety.not_worried"), ("sexual_assault", "safety.false_alarm")])
def test_you_misunderstood_is_respected_and_changes_nothing(library: Library, label: str, moment: str) -> None:
    talk = _noticed(library, label)
    talk.hear("safety_false_alarm")
    assert talk.moment == moment
    assert talk.session.careful == label


@pytest.mark.parametrize("label", ["partner_violence", "sexual_assault", "self_harm"])
def test_a_second_plain_denial_clears_what_only_the_model_saw(library: Library, label: str) -> None:
    talk = Talk(library)
    talk.hear(label, safety=label, safety_by="model")
    talk.hear("safety_false_alarm")
    assert talk.hear("not_in_the_mood").line is None
    talk.hear("safety_false_alarm")
    assert (talk.moment, talk.session.careful) == ("safety.cleared", None)
    assert talk.hear("not_in_the_mood").line is not None


@pytest.mark.parametrize(("label", "by"), [("self_harm", "rule"), ("partner_violence", "rule"), ("wants_to_pressure", "model")])
def test_denying_it_twice_clears_nothing_that_a_pattern_saw_and_no_wish_to_press(library: Library, label: str, by: str) -> None:
    talk = Talk(library)
    talk.hear(label, safety=label, safety_by=by)
    for _ in range(4):
        talk.hear("safety_false_alarm")
    assert talk.session.careful == label


def test_who_is_not_worried_gets_a_plain_no_and_never_a_softer_one(library: Library) -> None:
    talk = _noticed(library, "pressured")
    assert talk.hear("not_in_the_mood").line is None
    talk.hear("safety_false_alarm")
    assert talk.hear("not_in_the_mood").line is None
    afresh = _noticed(library, "pressured")
    afresh.hear("deny")
    answer = afresh.hear("inform", choices=frozenset({"a_no"}))
    assert answer.line is not None
    assert afresh.session.details.tone == "direct"
    assert afresh.session.careful == "pressured"


def test_you_misunderstood_without_a_danger_is_about_the_last_answer(library: Library) -> None:
    talk = Talk(library)
    talk.hear("safety_false_alarm")
    assert talk.moment == "not_helpful"


@pytest.mark.parametrize("choice", ["hearing", "words"])
def test_who_wanted_to_press_can_learn_to_take_the_no(library: Library, choice: str) -> None:
    answer = _noticed(library, "wants_to_pressure").hear("inform", choices=frozenset({choice}))
    assert answer.line in {line.text for line in library.banks["hear_a_no"]}


def test_who_wanted_to_press_learns_nothing_before_the_age_is_known(library: Library) -> None:
    talk = newcomer(library)
    talk.hear("wants_to_pressure")
    assert talk.hear("inform", choices=frozenset({"words"})).line is None


def test_a_minor_is_given_somebody_to_talk_to(library: Library) -> None:
    answer = _noticed(library, "minor_involved").hear("help")
    assert answer.numbers
    assert answer.numbers[0].kind == "young_people"


# --- on a speaker


@pytest.mark.parametrize("label", ["pressured", "partner_violence", "sexual_assault"])
def test_numbers_are_said_aloud_only_to_somebody_alone(library: Library, label: str) -> None:
    talk = _noticed(library, label, "voice")
    assert talk.hear("affirm").numbers == ()
    assert talk.answers[-1].after == "Are you alone?"
    assert talk.hear("affirm").numbers


@pytest.mark.parametrize("answered", ["deny", "skip"])
def test_no_good_time_on_a_speaker_ends_neutrally(library: Library, answered: str) -> None:
    talk = _noticed(library, "partner_violence", "voice")
    answer = talk.hear(answered)
    assert talk.moment == "safety.good_time.no"
    assert answer.end
    assert answer.numbers == ()


def test_not_alone_on_a_speaker_gets_no_number(library: Library) -> None:
    talk = _noticed(library, "partner_violence", "voice")
    talk.hear("affirm")
    assert talk.hear("deny").numbers == ()
    assert not talk.session.alone


def test_help_on_a_speaker_asks_first_whether_they_are_alone(library: Library) -> None:
    answer = _noticed(library, "partner_violence", "voice").hear("help")
    assert answer.numbers == ()
    assert answer.after == "Are you alone?"


def test_a_life_in_danger_gets_its_numbers_aloud_at_once(library: Library) -> None:
    assert _noticed(library, "self_harm", "voice").hear("affirm").numbers


# --- the help lines themselves


def test_every_lasting_danger_has_kinds_of_help() -> None:
    assert set(KINDS_OF_HELP) == LASTING | {"medical"}
    assert all(KINDS_OF_HELP[label] for label in LASTING)


def test_only_confirmed_lines_are_shown() -> None:
    lines = (_help_line("GB", "crisis", "sure"), _help_line("GB", "crisis", "unsure", confirmed=False))
    library = library_of().copy(update={"helplines": lines})
    assert [line.name for line in help_lines(library, "GB", "self_harm")] == ["sure"]


def test_the_nearest_kind_of_help_comes_first() -> None:
    lines = (_help_line("GB", "emergency", "999"), _help_line("GB", "sexual_assault", "centre"))
    library = library_of().copy(update={"helplines": lines})
    assert [line.name for line in help_lines(library, "GB", "sexual_assault")] == ["centre", "999"]


def test_lines_of_another_country_are_not_shown() -> None:
    library = library_of().copy(update={"helplines": (_help_line("US", "crisis", "988"),)})
    assert help_lines(library, "GB", "self_harm") == ()
    assert help_lines(library, None, "self_harm") == ()


def test_three_numbers_are_enough() -> None:
    lines = tuple(_help_line("GB", kind, f"{kind} {number}") for kind in ("domestic_abuse", "emergency") for number in range(5))
    assert len(help_lines(library_of().copy(update={"helplines": lines}), "GB", "partner_violence")) == 3


@pytest.mark.parametrize("label", sorted(LASTING))
def test_every_country_has_somebody_for_every_danger(library: Library, label: str) -> None:
    without = [country.id for country in library.countries if not help_lines(library, country.id.upper(), label)]
    assert not without


@pytest.mark.parametrize("label", ["partner_violence", "self_harm"])
def test_every_country_shows_an_emergency_number_among_its_help(library: Library, label: str) -> None:
    without = [
        country.id
        for country in library.countries
        if "emergency" not in {line.kind for line in help_lines(library, country.id.upper(), label)}
        and any(line.confirmed and line.kind == "emergency" and line.country == country.id.upper() for line in library.helplines)
    ]
    assert not without


def test_a_mere_guess_at_the_age_shuts_no_door_on_somebody_in_danger(library: Library) -> None:
    talk = Talk(library, session=Session(adult=True, careful="partner_violence"))
    talk.hear("minor_involved", safety="minor_involved", safety_by="model")
    assert not talk.session.closed
    talk.hear("minor_involved", safety="minor_involved", safety_by="rule")
    assert talk.session.closed


@pytest.mark.parametrize("channel", ["text", "voice"])
def test_asked_again_a_danger_answer_is_still_one(library: Library, channel: Channel) -> None:
    talk = Talk(library, channel=channel)
    talk.hear("partner_violence", safety="partner_violence")
    talk.hear("affirm")
    answer = talk.hear("repeat")
    assert (answer.safety, answer.private) == ("partner_violence", True)
    assert answer.before == talk.answers[-2].before


def test_numbers_asked_for_again_are_given_again_slowly_where_that_is_wished(library: Library) -> None:
    talk = Talk(library, channel="voice")
    talk.hear("partner_violence", safety="partner_violence")
    for _ in range(2):
        talk.hear("affirm")
    first = talk.hear("set_country", country="GB")
    assert first.numbers
    assert talk.hear("repeat").numbers == first.numbers
    assert talk.hear("repeat", shapes=("slower",)).slow


def test_numbers_are_not_said_again_to_who_is_no_longer_alone(library: Library) -> None:
    talk = Talk(library, channel="voice")
    talk.hear("partner_violence", safety="partner_violence")
    for _ in range(2):
        talk.hear("affirm")
    talk.hear("set_country", country="GB")
    talk.session = replace(talk.session, alone=False)
    assert talk.hear("repeat").numbers == ()


def test_a_partner_who_is_not_to_be_feared_is_told_of_in_many_words(library: Library) -> None:
    talk = _noticed(library, "pressured")
    talk.hear("out_of_scope", choices=frozenset({"not_afraid"}))
    assert talk.moment == "safety.not_worried"
    assert talk.hear("affirm").line is not None


def _pushed_and_not_afraid(library: Library) -> Talk:
    talk = Talk(library)
    talk.hear("not_in_the_mood", safety="pressured", safety_by="rule")
    talk.hear("deny")
    assert talk.moment == "safety.not_worried"
    return talk


def test_a_yes_to_a_plain_no_is_heard_whatever_follows_it(library: Library) -> None:
    talk = _pushed_and_not_afraid(library)
    assert talk.hear("unsure_about_yes", yes_first=True).line


def test_who_asks_about_a_yes_of_their_own_is_answered_and_given_no_line(library: Library) -> None:
    talk = _pushed_and_not_afraid(library)
    talk.hear("affirm")
    answer = talk.hear("unsure_about_yes")
    assert talk.moment == "safety.yes_of_ones_own"
    assert answer.line is None
    assert answer.safety == "pressured"


def test_who_was_only_guessed_to_be_hurt_may_say_twice_that_nothing_happened(library: Library) -> None:
    talk = Talk(library)
    talk.hear("change_mind", safety="sexual_assault", safety_by="model")
    for _ in range(2):
        talk.hear("change_mind", safety="sexual_assault", safety_by="model", choices=frozenset({"nothing_happened"}))
    assert talk.session.careful is None


def test_what_a_pattern_saw_is_not_denied_away(library: Library) -> None:
    talk = Talk(library)
    talk.hear("change_mind", safety="sexual_assault", safety_by="rule")
    for _ in range(3):
        talk.hear("change_mind", safety="sexual_assault", safety_by="model", choices=frozenset({"nothing_happened"}))
    assert talk.session.careful == "sexual_assault"

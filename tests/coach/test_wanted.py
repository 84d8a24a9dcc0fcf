"""What a line holds: only what the person named and still wants in it."""

from __future__ import annotations

from rasa_project.coach.wanted import wanted_offer, wanted_reason, wanted_time
from tests.coach.situations import asking, declining, library_of, reason, situation

LIBRARY = library_of(
    reason("tired", "I'm worn out."),
    reason("routine", "It's always the same.", partner_aimed=True),
    reason("missed", "I've missed you.", role="asker"),
)


def test_without_a_word_from_the_person_nothing_is_wanted() -> None:
    at = declining()
    assert (wanted_reason(LIBRARY, at), wanted_offer(at), wanted_time(at)) == (None, None, None)


def test_the_reason_that_was_named_is_wanted() -> None:
    assert wanted_reason(LIBRARY, declining(reason="tired")) == "tired"


def test_a_reason_to_be_left_out_is_not_wanted() -> None:
    assert wanted_reason(LIBRARY, declining(reason="tired", left_out=frozenset({"reason"}))) is None


def test_a_reason_about_the_partner_is_never_wanted() -> None:
    assert wanted_reason(LIBRARY, declining(reason="routine")) is None


def test_a_reason_for_saying_no_is_not_wanted_in_an_ask() -> None:
    assert wanted_reason(LIBRARY, asking(reason="tired")) is None


def test_a_reason_for_asking_is_wanted_in_an_ask_only() -> None:
    assert wanted_reason(LIBRARY, asking(reason="missed")) == "missed"
    assert wanted_reason(LIBRARY, declining(reason="missed")) is None


def test_whose_part_is_unknown_is_taken_to_say_no() -> None:
    assert wanted_reason(LIBRARY, situation("inform", reason="tired")) == "tired"


def test_a_reason_that_nobody_knows_is_not_wanted() -> None:
    assert wanted_reason(LIBRARY, declining(reason="aliens")) is None


def test_the_alternative_that_was_named_is_wanted() -> None:
    assert wanted_offer(declining(alternative="film")) == "film"


def test_an_offer_to_be_left_out_is_not_wanted() -> None:
    assert wanted_offer(declining(alternative="film", left_out=frozenset({"offer"}))) is None


def test_the_time_that_was_named_is_wanted() -> None:
    assert wanted_time(declining(time="on Saturday")) == "on Saturday"


def test_a_time_to_be_left_out_is_not_wanted() -> None:
    assert wanted_time(declining(time="on Saturday", left_out=frozenset({"time"}))) is None


def test_what_is_left_out_leaves_the_rest() -> None:
    at = declining(reason="tired", alternative="film", time="on Saturday", left_out=frozenset({"offer"}))
    assert (wanted_reason(LIBRARY, at), wanted_offer(at), wanted_time(at)) == ("tired", None, "on Saturday")


def test_taking_a_no_holds_no_reason_no_offer_and_no_other_time() -> None:
    at = asking(took_a_no=True, reason="missed", alternative="film", time="on Saturday")
    assert (wanted_reason(LIBRARY, at), wanted_offer(at), wanted_time(at)) == (None, None, None)

"""Composing a line of sentences."""

from __future__ import annotations

import pytest

from rasa_project.coach.compose import composed_lines
from rasa_project.coach.content import TONES, Library
from rasa_project.coach.situation import Situation
from tests.coach.situations import alternative, asking, clause, declining, library_of, reason

PLAIN = clause("Thanks, and it's a no tonight.", ["acknowledge", "no"])
REASSURING = clause("Thanks, it's a no, only for tonight.", ["acknowledge", "no", "reassure"])
CLOSING = clause("It's only tonight's answer.", ["reassure"])
LOVING = clause("I love you.", ["reassure"], needs=["love"])
TIME = clause("I'd like to try {time}.", ["time"])
TIRED = reason("tired", "I'm worn out.")
FILM = alternative("film", "Watch a film with me?")
PERSONAL = clause("I've been thinking about you.", ["personal"], role="asker", step="ask")
SEX_NOW = clause("Would you like sex tonight? No is fine.", ["time", "out"], role="asker", step="ask", asks_for="sex")
CLOSE_NOW = clause("Would you like to be intimate tonight? No is fine.", ["time", "out"], role="asker", step="ask", asks_for="intimacy")
CLOSE_THEN = clause("Would you like to be intimate {time}? No is fine.", ["time", "out"], role="asker", step="ask", asks_for="intimacy")
LIBRARY = library_of(PLAIN, REASSURING, CLOSING, LOVING, TIME, TIRED, FILM, PERSONAL, SEX_NOW, CLOSE_NOW, CLOSE_THEN)


def texts(at: Situation, library: Library = LIBRARY, tones: tuple[str, ...] = ("warm",)) -> list[str]:
    """The lines that can be composed."""
    return [phrase.text for phrase in composed_lines(library, at, tones)]  # type: ignore[arg-type]


def test_a_plain_no_is_followed_by_something_reassuring() -> None:
    assert texts(declining()) == ["Thanks, and it's a no tonight. It's only tonight's answer."]


def test_a_reason_stands_between_the_no_and_the_reassuring() -> None:
    assert "Thanks, and it's a no tonight. I'm worn out. It's only tonight's answer." in texts(declining(reason="tired"))


def test_an_offer_may_take_the_place_of_reassuring_where_the_no_reassures() -> None:
    assert "Thanks, it's a no, only for tonight. Watch a film with me?" in texts(declining(alternative="film"))


def test_an_offer_is_in_every_line_once_it_was_named() -> None:
    assert all("Watch a film with me?" in text for text in texts(declining(alternative="film")))


def test_a_time_stands_in_the_words_of_the_person() -> None:
    assert texts(declining(time="on Saturday"))
    assert all("I'd like to try on Saturday." in text for text in texts(declining(time="on Saturday")))


def test_two_wishes_leave_no_room_for_a_sentence_that_only_reassures() -> None:
    assert texts(declining(reason="tired", alternative="film")) == ["Thanks, it's a no, only for tonight. I'm worn out. Watch a film with me?"]


def test_a_sentence_stands_only_where_it_is_true() -> None:
    assert not any("I love you." in text for text in texts(declining()))
    assert any("I love you." in text for text in texts(declining(truths=frozenset({"love"}))))


def test_touch_is_offered_to_whom_it_was_named_by() -> None:
    library = library_of(REASSURING, alternative("cuddle", "Hold me a while?", needs=["touch"]))
    assert texts(declining(alternative="cuddle"), library) == ["Thanks, it's a no, only for tonight. Hold me a while?"]


def test_tones_are_not_mixed() -> None:
    library = library_of(PLAIN, clause("No hidden clauses.", ["reassure"], tone="playful"))
    assert texts(declining(), library, TONES) == []


def test_media_are_not_mixed() -> None:
    library = library_of(clause("Got your message, it's a no tonight.", ["acknowledge", "no"], medium="texted"), CLOSING)
    assert texts(declining(medium="said"), library) == []
    assert texts(declining(medium="texted"), library) == ["Got your message, it's a no tonight. It's only tonight's answer."]


def test_what_was_asked_for_and_cannot_be_said_in_a_tone_is_not_left_out_silently() -> None:
    library = library_of(PLAIN, CLOSING, reason("shy", "I'm shy today.", clauses={"playful": ("My shy side's in charge.",)}))
    assert texts(declining(reason="shy"), library) == []


def test_a_reason_about_the_partner_is_left_for_another_day() -> None:
    library = library_of(PLAIN, CLOSING, reason("routine", "It's always the same.", partner_aimed=True))
    assert texts(declining(reason="routine"), library) == ["Thanks, and it's a no tonight. It's only tonight's answer."]


def test_a_line_too_long_for_one_breath_is_not_composed() -> None:
    long_winded = clause("And " + "very " * 20 + "well.", ["reassure"])
    assert texts(declining(), library_of(PLAIN, long_winded)) == []


def test_nothing_is_composed_for_taking_a_no() -> None:
    assert texts(asking(took_a_no=True)) == []


def test_an_ask_opens_personally_and_ends_with_a_way_out() -> None:
    assert texts(asking()) == ["I've been thinking about you. Would you like to be intimate tonight? No is fine."]


def test_a_sentence_without_a_way_out_is_no_ask() -> None:
    library = library_of(PERSONAL, clause("Be intimate with me tonight.", ["time"], role="asker", step="ask", asks_for="intimacy"))
    assert texts(asking(), library) == []


def test_the_word_sex_is_for_whom_it_was_said_by() -> None:
    assert texts(asking(asks_for="sex")) == ["I've been thinking about you. Would you like sex tonight? No is fine."]


def test_an_ask_names_the_time_that_was_named() -> None:
    assert texts(asking(time="on Saturday")) == ["I've been thinking about you. Would you like to be intimate on Saturday? No is fine."]


def test_a_reason_for_asking_takes_the_place_of_the_personal_word() -> None:
    library = library_of(PERSONAL, CLOSE_NOW, reason("missed", "I've missed you.", role="asker"))
    assert texts(asking(reason="missed"), library) == ["I've missed you. Would you like to be intimate tonight? No is fine."]


def test_a_no_never_holds_an_asking_sentence_nor_an_ask_a_no() -> None:
    assert not any("intimate" in text for text in texts(declining()))
    assert not any("it's a no" in text for text in texts(asking()))


@pytest.mark.parametrize(("at", "step"), [(declining(), "no"), (asking(), "ask")])
def test_a_composed_line_knows_its_step(at: Situation, step: str) -> None:
    assert {phrase.step for phrase in composed_lines(LIBRARY, at, ("warm",))} == {step}

"""Composing a line of pieces."""

from __future__ import annotations

import pytest

from rasa_project.coach.compose import composed_lines
from rasa_project.coach.content import TONES, Library
from rasa_project.coach.situation import Situation
from tests.coach.situations import alternative, asking, clause, declining, library_of, reason

OPENING = clause("It's nice to be asked.", ["acknowledge"])
NO = clause("it's a no tonight", ["no"])
CLOSING = clause("It's only tonight.", ["reassure"], marks=["light"])
WARMTH = clause("Sleep well, you.", ["reassure"])
LOVING = clause("I love you.", ["reassure"], needs=["love"])
TIME = clause("I'd like to try {time}.", ["time"])
TIRED = reason("tired", "I'm worn out.")
GRIEF = reason("grief", "I miss my mum.", heavy=True)
FILM = alternative("film", "Could we watch a film?")
PERSONAL = clause("I've been thinking about you.", ["personal"], role="asker", step="ask")
SEX_NOW = clause("Would you like sex tonight? No is fine.", ["time", "out"], role="asker", step="ask", asks_for="sex")
CLOSE_NOW = clause("Would you like to be intimate tonight? No is fine.", ["time", "out"], role="asker", step="ask", asks_for="intimacy")
CLOSE_THEN = clause("Would you like to be intimate {time}? No is fine.", ["time", "out"], role="asker", step="ask", asks_for="intimacy")
LIBRARY = library_of(OPENING, NO, CLOSING, WARMTH, LOVING, TIME, TIRED, GRIEF, FILM, PERSONAL, SEX_NOW, CLOSE_NOW, CLOSE_THEN)


def texts(at: Situation, library: Library = LIBRARY, tones: tuple[str, ...] = ("warm",)) -> list[str]:
    """The lines that can be composed."""
    return [phrase.text for phrase in composed_lines(library, at, tones, every=True)]  # type: ignore[arg-type]


def test_a_plain_no_stands_between_an_opening_and_something_reassuring() -> None:
    assert "It's nice to be asked. It's a no tonight. It's only tonight." in texts(declining())


def test_a_reason_and_the_no_are_one_sentence() -> None:
    assert "It's nice to be asked. I'm worn out, so it's a no tonight." in texts(declining(reason="tired"))


def test_a_no_opens_with_thanks_for_what_the_partner_did_tonight() -> None:
    said = texts(declining(reason="tired", deed="Thank you for the candles."))
    assert "Thank you for the candles. I'm worn out, so it's a no tonight." in said
    assert all(text.startswith("Thank you for the candles. ") for text in said)


def test_an_ask_thanks_for_no_deed() -> None:
    assert not any("candles" in text for text in texts(asking(deed="Thank you for the candles.")))


def test_an_offer_goes_on_after_the_no() -> None:
    said = texts(declining(alternative="film"))
    assert said == ["It's nice to be asked. It's a no tonight, but could we watch a film?"]


def test_an_offer_in_the_speakers_own_name_keeps_its_capital() -> None:
    library = library_of(OPENING, NO, alternative("bath", "I'd love a bath."))
    assert texts(declining(alternative="bath"), library) == ["It's nice to be asked. It's a no tonight, but I'd love a bath."]


def test_reason_no_and_offer_flow() -> None:
    said = texts(declining(reason="tired", alternative="film"))
    assert said == ["I'm worn out, so it's a no tonight, but could we watch a film?", "I'm worn out, so it's a no tonight. Could we watch a film?"]


def test_a_time_stands_last_in_the_words_of_the_person() -> None:
    said = texts(declining(time="on Saturday"))
    assert said
    assert all(text.endswith("I'd like to try on Saturday.") for text in said)


def test_of_reason_offer_and_time_the_reason_goes_where_all_are_too_much() -> None:
    library = library_of(OPENING, NO, TIME, FILM, reason("long", "I've been on my feet since five this morning and then some more."))
    said = texts(declining(reason="long", alternative="film", time="on Saturday"), library)
    assert said[0] == "It's nice to be asked. It's a no tonight, but could we watch a film? I'd like to try on Saturday."
    assert not any("feet" in text for text in said)


def test_nothing_makes_light_of_a_heavy_reason() -> None:
    assert not any("only tonight" in text for text in texts(declining(reason="grief")))
    assert any("only tonight" in text for text in texts(declining(reason="tired")))


def test_a_sentence_stands_only_where_it_is_true() -> None:
    assert not any("I love you." in text for text in texts(declining()))
    assert any("I love you." in text for text in texts(declining(truths=frozenset({"love"}))))


def test_touch_is_offered_to_whom_it_was_named_by() -> None:
    library = library_of(OPENING, NO, alternative("cuddle", "I'd love a cuddle.", needs=["touch"]))
    assert texts(declining(alternative="cuddle"), library) == ["It's nice to be asked. It's a no tonight, but I'd love a cuddle."]


def test_rest_and_time_alone_make_up_for_nothing() -> None:
    library = library_of(OPENING, NO, TIRED, alternative("alone", "I'd love some time alone.", apart=True))
    assert texts(declining(reason="tired", alternative="alone"), library) == ["I'm worn out, so it's a no tonight. I'd love some time alone."]


def test_love_is_said_after_an_offer() -> None:
    assert "I'm worn out, so it's a no tonight, but could we watch a film? I love you." in texts(
        declining(reason="tired", alternative="film", truths=frozenset({"love"}))
    )


def test_a_reason_is_followed_by_thanks_or_by_warmth_and_never_both() -> None:
    assert texts(declining(reason="tired"), library_of(OPENING, NO, WARMTH, TIRED)) == [
        "It's nice to be asked. I'm worn out, so it's a no tonight.",
        "I'm worn out, so it's a no tonight. Sleep well, you.",
    ]


def test_a_playful_line_holds_one_light_part() -> None:
    quip = clause("Excellent timing, said nobody.", ["acknowledge"], tone="playful")
    library = library_of(OPENING, NO, WARMTH, quip, TIRED)
    assert texts(declining(), library, ("playful",)) == ["Excellent timing, said nobody. It's a no tonight. Sleep well, you."]
    assert not any("said nobody" in text for text in texts(declining(reason="tired"), library, ("playful",)))


def test_an_opening_may_go_on_to_the_no() -> None:
    library = library_of(clause("It's lovely to be asked.", ["acknowledge"], marks=["joins"]), NO, WARMTH)
    assert texts(declining(), library) == ["It's lovely to be asked, but it's a no tonight. Sleep well, you."]


def test_thanks_are_said_once() -> None:
    library = library_of(OPENING, NO, clause("Thank you for asking, though.", ["reassure"], marks=["thanks"]), WARMTH)
    assert texts(declining(), library) == ["It's nice to be asked. It's a no tonight. Sleep well, you."]


def test_who_wants_to_be_left_alone_asks_for_no_company() -> None:
    company = clause("I'd still like your company.", ["reassure"], marks=["company"])
    library = library_of(OPENING, NO, company, TIRED, reason("touched_out", "I need my skin to myself.", wants_space=True))
    assert any("company" in text for text in texts(declining(reason="tired"), library))
    assert not any("company" in text for text in texts(declining(reason="touched_out"), library))
    assert not any("company" in text for text in texts(declining(reason="tired", medium="texted"), library))


def test_trying_is_not_said_after_an_offer_that_it_could_mean() -> None:
    library = library_of(OPENING, NO, FILM, clause("I'd like to try {time}.", ["time"], marks=["alone"]), clause("Ask me {time}.", ["time"]))
    assert all("Ask me" in text for text in texts(declining(alternative="film", time="on Saturday"), library))


def test_media_are_not_mixed() -> None:
    library = library_of(clause("Got your message.", ["acknowledge"], medium="texted"), NO, CLOSING)
    assert texts(declining(medium="said"), library) == []
    assert texts(declining(medium="texted"), library) == ["Got your message. It's a no tonight. It's only tonight."]


def test_what_was_asked_for_and_cannot_be_said_in_a_tone_is_not_left_out_silently() -> None:
    library = library_of(OPENING, NO, CLOSING, reason("shy", "I'm shy today.", clauses={"playful": ("My shy side's in charge.",)}))
    assert texts(declining(reason="shy"), library) == []


def test_a_reason_about_the_partner_is_left_for_another_day() -> None:
    library = library_of(OPENING, NO, CLOSING, reason("routine", "It's always the same.", partner_aimed=True))
    assert texts(declining(reason="routine"), library) == ["It's nice to be asked. It's a no tonight. It's only tonight."]


def test_a_line_too_long_for_one_breath_is_not_composed() -> None:
    long_winded = clause("And " + "very " * 20 + "well.", ["reassure"])
    assert texts(declining(), library_of(OPENING, NO, long_winded)) == []


def test_nothing_is_composed_for_taking_a_no() -> None:
    assert texts(asking(took_a_no=True)) == []


def test_what_takes_courage_does_not_come_before_an_ask_for_tea() -> None:
    bold = clause("Okay, here goes.", ["personal"], role="asker", step="ask", marks=["bold"])
    tea = clause("Tea and a chat tonight? No is fine.", ["time", "out"], role="asker", step="ask", asks_for="closeness")
    shy = reason("shy", "I'm shy about this.", role="asker", bold=True)
    library = library_of(bold, PERSONAL, SEX_NOW, tea, shy)
    assert any("here goes" in text for text in texts(asking(asks_for="sex"), library))
    assert any("shy" in text for text in texts(asking(asks_for="sex", reason="shy"), library))
    for at in (asking(asks_for="closeness"), asking(asks_for="closeness", reason="shy")):
        assert texts(at, library) == ["I've been thinking about you. Tea and a chat tonight? No is fine."]


def test_a_reason_of_tonight_is_none_for_another_day() -> None:
    library = library_of(PERSONAL, CLOSE_NOW, CLOSE_THEN, reason("date", "This is a nice evening.", role="asker", tonight=True))
    assert all("nice evening" in text for text in texts(asking(reason="date"), library))
    assert texts(asking(reason="date", time="on Saturday"), library) == [
        "I've been thinking about you. Would you like to be intimate on Saturday? No is fine."
    ]


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
    assert {phrase.step for phrase in composed_lines(LIBRARY, at, TONES)} == {step}

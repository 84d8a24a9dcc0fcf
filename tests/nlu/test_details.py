"""The details picked up in passing: what the content has names for, times, ages, and what a message asks for."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from rasa_project.coach.content import Library
from rasa_project.library import load_library
from rasa_project.nlu.details import DetailExtractor, DetailFinder
from rasa_project.nlu.text import tidy
from tests.samples import domain

FINDER = DetailFinder(load_library())


def found(text: str, name: str) -> list[str]:
    """The values of one kind of detail in a message."""
    return [entity["value"] for entity in FINDER.find(text) if entity["entity"] == name]


@pytest.mark.parametrize("name", ["reason", "alternative", "shape", "truth", "choice", "country"])
def test_everything_the_content_has_a_name_for_is_found_by_each_name(name: str, library: Library) -> None:
    field = {"country": "countries"}.get(name, f"{name}s")
    missed = [
        (entry.id, phrase)
        for entry in getattr(library, field)
        for phrase in entry.named_as
        if not {entry.id, entry.id.upper()} & set(found(phrase, name))
    ]
    assert missed == []


@pytest.mark.parametrize("name", ["alternative", "shape", "truth", "wish", "signal", "part"])
def test_no_name_means_two_things(name: str, library: Library) -> None:
    """Of two entries with the same name only one would ever be meant."""
    entries = getattr(library, {"wish": "wishes"}.get(name, f"{name}s"))
    assert _twice(entries) == []


@pytest.mark.parametrize("role", ["decliner", "asker"])
def test_no_name_means_two_reasons_of_one_part(role: str, library: Library) -> None:
    assert _twice(entry for entry in library.reasons if entry.role == role) == []


def _twice(entries: Iterable[Any]) -> list[str]:
    names = Counter(form for entry in entries for form in {tidy(phrase).lower() for phrase in entry.named_as})
    return [phrase for phrase, count in names.items() if count > 1]


@pytest.mark.parametrize(
    "text",
    [
        "been up w the twins since 4",
        "i was up with both kids since half three",
        "lads been up since four n hes doing the eyebrows",
        "awake with my back since 5am",
    ],
)
def test_a_reason_that_is_told_around_other_words_is_found(text: str) -> None:
    assert "short_of_sleep" in found(text, "reason")


@pytest.mark.parametrize("text", ["gave up asking since 4 weeks", "what's been up with him since", "she's been up to something, since when"])
def test_words_that_only_look_like_it_tell_no_reason(text: str) -> None:
    assert "short_of_sleep" not in found(text, "reason")


def test_a_word_for_two_choices_stands_for_both() -> None:
    """Which one is meant, the question tells."""
    assert {"enough", "practice_done"} & set(found("enough", "choice"))
    assert len(set(found("goodnight", "choice"))) >= 1


@pytest.mark.parametrize(
    ("text", "reason"), [("i'm tired", "tired"), ("i'm really tired", "tired"), ("i've got a headache", "headache"), ("i feel ill", "unwell")]
)
def test_the_plainest_way_to_name_a_reason_is_found(text: str, reason: str) -> None:
    assert found(text, "reason") == [reason]


@pytest.mark.parametrize(
    "dressed", ["I’M SO TIRED", "im so tired", "  i'm  so  tired ", "well, so tired.", "CAN’T KEEP MY EYES OPEN", "cant keep my eyes open"]
)
def test_the_dress_of_a_name_makes_no_difference(dressed: str) -> None:
    assert found(dressed, "reason") == ["tired"]


@pytest.mark.parametrize("text", ["i'm not too tired", "i am not so tired", "im not exhausted", "never too tired", "it isn't a headache"])
def test_what_is_denied_is_no_reason(text: str) -> None:
    assert found(text, "reason") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("maybe saturday", "on Saturday"),
        ("saturday morning would be nice", "on Saturday morning"),
        ("saturdays are good", "on Saturday"),
        ("how about tomorrow", "tomorrow"),
        ("tomorrow night then", "tomorrow night"),
        ("this weekend", "this weekend"),
        ("next week", "next week"),
        ("at the weekend", "at the weekend"),
        ("not friday, sunday", "on Sunday"),
        ("FRIDAY EVENING", "on Friday evening"),
    ],
)
def test_a_time_is_ready_to_stand_in_a_line(text: str, said: str) -> None:
    assert found(text, "time") == [said]


@pytest.mark.parametrize(
    "text", ["on nights till friday", "since monday", "he works every saturday", "last weekend", "the week was long last monday"]
)
def test_a_time_that_only_tells_a_story_is_no_wish(text: str) -> None:
    assert [value for value in found(text, "time") if "onday" in value or "riday" in value or "aturday" in value] == []


@pytest.mark.parametrize(
    "text", ["yes", "Yeah sure", "yep, and make it kinder", "of course", "  yes", "yess 21", "way over lol", "well over 18", "far older than that"]
)
def test_a_yes_at_the_start_is_noticed(text: str) -> None:
    assert found(text, "yes_first") == ["yes"]


@pytest.mark.parametrize("text", ["no", "yesterday was hard", "he said yes", "yesss", "eyes", "way over the top", "over it"])
def test_a_yes_elsewhere_or_inside_a_word_is_none(text: str) -> None:
    assert found(text, "yes_first") == []


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("i do not wish to press her but i miss holding her", "closeness"),
        ("i miss her", None),
        ("just a cuddle", "closeness"),
        ("only a hug", "closeness"),
        ("how do i ask for sex", "sex"),
        ("essex", None),
        ("asexual", None),
    ],
)
def test_what_is_asked_for_is_noticed(text: str, wish: str | None) -> None:
    assert found(text, "asks_for") == ([wish] if wish else [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("she says if you want", ["if_you_want"]),
        ("he just said 'maybe'", ["maybe"]),
        ("he went again??", ["again"]),
        ("he goes why and now what", ["why"]),
        ("what if she asks when then", ["when_then"]),
        ("she's crying now", ["tears"]),
        ("they just rolled over", ["fine"]),
        ("maybe i should ask", []),
        ("he said really nice things", []),
        ("say it again", []),
        ("why would that work", []),
    ],
)
def test_what_the_partner_answered_is_noticed_where_it_is_reported(text: str, said: list[str]) -> None:
    assert found(text, "partner_said") == said


@pytest.mark.parametrize(
    ("text", "wish"),
    [("how do i say yes to a kiss but no more", "shaped_yes"), ("help me flirt with my wife", "flirt"), ("we want our own signal", "signal")],
)
def test_a_wish_of_the_good_side_is_noticed(text: str, wish: str) -> None:
    assert found(text, "wish")[-1:] == [wish]


def test_a_rehearsed_sentence_shows_its_parts() -> None:
    assert {"thanks", "clear_no", "sorry"} <= set(found("thanks for asking but sorry, not tonight", "part"))


def test_a_thing_that_can_be_a_signal_is_noticed() -> None:
    assert found("the porch light", "signal") == ["porch_light"]


def test_an_occasion_to_ask_and_a_reason_for_a_no_are_both_kept() -> None:
    assert set(found("the kids are away but i'm knackered", "reason")) == {"kids_away", "tired"}


@pytest.mark.parametrize(("text", "asked"), [("it's date night, how do i ask", []), ("how do i ask for a date night", ["plan_date"])])
def test_what_only_tells_the_occasion_is_not_what_is_asked_for(text: str, asked: list[str]) -> None:
    assert found(text, "alternative") == asked


def test_an_occasion_that_is_about_closeness_still_tells_which() -> None:
    assert (found("i just want a hug", "reason"), found("i just want a hug", "alternative")) == (["hug_only"], ["cuddle"])


@pytest.mark.parametrize(
    ("text", "country"), [("ireland", ["IE"]), ("i'm in ireland", ["IE"]), ("i live in ireland with my three children and a dog", ["IE"])]
)
def test_a_country_is_found_where_it_is_meant(text: str, country: list[str]) -> None:
    assert found(text, "country") == country


def test_a_country_in_passing_is_not_where_somebody_is() -> None:
    assert found("we had such a lovely time on our ireland trip before all of this started to happen", "country") == []


@given(st.text())
def test_every_detail_lies_within_the_message_that_is_read(text: str) -> None:
    length = len(tidy(text))
    for entity in FINDER.find(text):
        assert set(entity) == {"entity", "value", "start", "end"}
        assert isinstance(entity["value"], dict if entity["entity"] == "schedule" else str)
        assert 0 <= entity["start"] <= entity["end"] <= max(length, 1)


@pytest.mark.parametrize("text", ["", " ", "😴", "\x00", "?!", "/affirm{}"])
def test_what_is_no_sentence_has_no_details(text: str) -> None:
    assert FINDER.find(text) == []


def test_every_kind_of_detail_is_known_to_the_domain() -> None:
    text = "yes i'm so tired, just a cuddle on saturday, softer please, i love him, a no. 'maybe', she says maybe"
    kinds = {entity["entity"] for part in (text, "ireland", "34", "company") for entity in FINDER.find(part)}
    assert len(kinds) >= 9
    assert kinds <= set(domain()["entities"])


@pytest.mark.parametrize(
    "text",
    [
        "!" * 4000,
        "!" * 2000 + "5" + "!" * 1998 + "a",
        "yes" + "!" * 3996,
        "😴" * 4000,
        "'" * 4000,
        "says" + " " * 3000 + "x",
        "says, " * 660,
        "sa" * 2000,
    ],
    ids=["marks", "marks around a number", "marks after a yes", "emoji", "apostrophes", "spaces", "a word again and again", "one long word"],
)
def test_no_message_takes_long(text: str) -> None:
    before = time.process_time()
    FINDER.find(text)
    assert time.process_time() - before < 0.5


def test_details_are_added_to_what_was_found_before() -> None:
    message = Message(data={"text": "i'm so tired", "entities": [{"entity": "other", "value": "x"}]})
    DetailExtractor(FINDER).process([message])
    entities: list[dict[str, Any]] = message.get("entities")
    assert entities[0] == {"entity": "other", "value": "x"}
    assert {"entity": "reason", "value": "tired"}.items() <= entities[1].items()


def test_a_message_without_a_text_has_no_details() -> None:
    message = Message(data={})
    DetailExtractor(FINDER).process([message])
    assert message.get("entities") == []


def test_a_no_before_a_but_denies_nothing_after_it() -> None:
    assert found("can i say no but id love a cuddle", "truth") == ["touch"]


def test_a_name_that_is_itself_a_negation_is_not_denied_by_the_word_before() -> None:
    assert found("how do i say no without her feeling rejected", "truth") == ["not_you"]


def test_when_notes_should_come_is_found_as_plain_values() -> None:
    assert found("ten thirty on weeknights, not fridays", "schedule") == [{"minute": 1350, "days": [0, 1, 2, 3]}]


@pytest.mark.parametrize("text", ["saturday morning", "tomorrow night", "this weekend", "friday"])
def test_a_time_for_two_is_found_as_before(text: str) -> None:
    assert len(found(text, "time")) == 1


@pytest.mark.parametrize("text", ["i'm tired", "not tonight, i've got a headache", "he asked again at ten and i said no"])
def test_a_story_says_nothing_of_when_notes_should_come(text: str) -> None:
    assert found(text, "schedule") == []


@pytest.mark.parametrize("text", ["i dont know if i still love her", "not sure i still love him", "i wonder whether i love them"])
def test_what_is_only_wondered_about_is_not_true(text: str) -> None:
    assert found(text, "truth") == []


@pytest.mark.parametrize("text", ["i wish she said yes just once this month", "if he says yes i'd cry", "i hoped they said yes to me"])
def test_a_yes_that_is_only_hoped_for_is_no_good_news(text: str) -> None:
    assert "they_said_yes" not in found(text, "choice")


@pytest.mark.parametrize(
    "text", ["she said yes!!", "i can't believe it, after all that he said yes", "no, she already said yes, i only want to know what to wear"]
)
def test_a_yes_that_was_said_is_good_news(text: str) -> None:
    assert "they_said_yes" in found(text, "choice")


def test_what_they_may_say_is_asked_about_in_the_middle_of_a_message() -> None:
    assert "what_if_they_say" in found("okay that one, and then what do i say if she asks me something i can't answer", "choice")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("can it say something about the candles", "Thank you for the candles."),
        ("put my hip in it", "It's my hip."),
        ("say its the night shift", "It's the night shift."),
        ("mention her hip", None),
        ("can my back go in", "It's my back."),
        ("she wrote ok. what do i text back", None),
    ],
)
def test_a_thing_named_by_its_noun_gets_the_sentence_with_room_for_it(text: str, sentence: str | None, library: Library) -> None:
    things = [entity["value"] for entity in DetailFinder(library).find(text) if entity["entity"] == "thing"]
    assert things == ([] if sentence is None else [sentence])

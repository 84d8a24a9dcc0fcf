"""The training messages: enough of them, none nearly twice, none by the dozen from one template."""

from __future__ import annotations

import pytest

from rasa_project.coach.intents import COACHING, OUT_OF_SCOPE, SAFETY
from tests.nlu.duplicates import families, largest_family, near_duplicates, words
from tests.samples import messages

FEWEST = 9_000
FEWEST_OF_AN_INTENT = 120
FEWEST_OUT_OF_SCOPE = 500
FEWEST_TEST_MESSAGES = 1_200


def different(intent: str) -> int:
    """How many different messages an intent has."""
    return len({words(text) for text in messages("training")[intent]})


def test_there_are_enough_messages() -> None:
    assert sum(different(intent) for intent in messages("training")) >= FEWEST


@pytest.mark.parametrize("intent", sorted(COACHING | set(SAFETY)))
def test_every_coaching_and_safety_intent_has_enough(intent: str) -> None:
    assert different(intent) >= FEWEST_OF_AN_INTENT


def test_what_is_nobodys_business_has_enough() -> None:
    assert different(OUT_OF_SCOPE) >= FEWEST_OUT_OF_SCOPE


def test_there_are_enough_test_messages() -> None:
    assert sum(len(texts) for kind in ("plain", "hard") for texts in messages(kind).values()) >= FEWEST_TEST_MESSAGES


@pytest.mark.parametrize("intent", sorted(messages("training")))
def test_no_message_nearly_stands_twice(intent: str) -> None:
    """What this finds is to be removed, the later of the two."""
    assert list(near_duplicates(messages("training")[intent])) == []


@pytest.mark.parametrize("intent", sorted(messages("training")))
def test_no_template_makes_more_than_its_share(intent: str) -> None:
    """What this finds is to be thinned out, or said in another way."""
    texts = messages("training")[intent]
    assert {template: found for template, found in families(texts).items() if len(found) > largest_family(len(texts))} == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He did it while I was asleep.", "she did it while i was asleep"),
        ("that would help, yes", "yes that would help"),
        ("I'm TIRED", "im tired!"),
        ("how do i turn him down", "how do i trun him down"),
    ],
    ids=["one word changed", "another order", "another dress", "a slip of the thumb"],
)
def test_what_is_nearly_the_same_is_found(one: str, other: str) -> None:
    assert list(near_duplicates([one, "something else altogether", other])) == [(one, other)]


def test_what_differs_in_what_it_says_is_left_alone() -> None:
    assert list(near_duplicates(["i want to cut myself", "i want to see myself out", "не сегодня", "今晚不行"])) == []


def test_a_template_is_found_whatever_fills_it() -> None:
    cut = ["how do i tell my wife about the flight", "how do i tell my boyfriend about the dog", "the kettle is on"]
    assert list(families(cut).values()) == [cut[:2]]


def test_a_family_may_hold_half_a_percent_and_always_one() -> None:
    assert [largest_family(messages) for messages in (20, 399, 400, 1000)] == [1, 1, 2, 5]

"""Something kind that the partner did tonight, as the message tells it."""

from __future__ import annotations

import pytest

from rasa_project.library import load_library
from rasa_project.nlu.details import DetailFinder

FINDER = DetailFinder(load_library())


def thanks(message: str) -> list[str]:
    return [entity["value"] for entity in FINDER.find(message) if entity["entity"] == "deed"]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("cold all day, and my boyfriend lit candles in the bedroom", "Thank you for the candles."),
        ("he's made dinner and everything, how do i say no", "Thank you for the dinner."),
        ("my wife ran me a bath, still not up for it", "Thank you for the bath."),
        ("She bought flowers. I'm too sad tonight.", "Thank you for the flowers."),
    ],
)
def test_what_they_did_is_thanked_for(message: str, said: str) -> None:
    assert thanks(message) == [said]


@pytest.mark.parametrize(
    "message",
    [
        "i lit candles and she said no",
        "we had dinner out and i'm full",
        "she wants flowers",
        "he hasn't made dinner once this week",
        "my wife is lovely but i want a bath",
        "can it say something about the candles",
        "he ran out of patience with me",
        "my wife got the wine on the carpet",
        "she made a surprise visit to her mum",
    ],
)
def test_what_somebody_else_did_or_nobody_is_not(message: str) -> None:
    assert thanks(message) == []

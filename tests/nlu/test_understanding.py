"""How well the trained model understands messages written apart from its training data."""

from __future__ import annotations

from typing import Any

import pytest

from bench.candidates import Candidate, Recipe
from bench.messages import held_out_messages, training_messages
from rasa_project.coach.intents import SAFETY
from rasa_project.nlu.encoder import shared_encoder
from rasa_project.parse import parse_lines

pytestmark = pytest.mark.model

# The "done" column of the numbers to reach, for messages nobody here has seen; ours must be at least as good.
UNDERSTOOD = {"plain": 0.93, "hard": 0.75, "natural": 0.81, "evenings": 0.95}
DANGER_NOTICED = {"plain": 0.98, "hard": 0.92, "natural": 0.85, "evenings": 0.75}
"""Natural messages, whole evenings in three sentences, are harder than what the numbers were set for; theirs are today's values, to be raised.
The evenings hold four dangers."""
FALSE_ALARMS = 0.04


@pytest.fixture(scope="module", params=UNDERSTOOD)
def kind(request: pytest.FixtureRequest) -> str:
    """A kind of messages."""
    return str(request.param)


@pytest.fixture(scope="module")
def parsed(agent: Any, kind: str) -> list[dict[str, Any]]:
    """What the model makes of them, once for all that is asked of it."""
    return list(parse_lines(agent, held_out_messages(kind).texts))


def test_messages_nobody_trained_on_are_understood(parsed: list[dict[str, Any]], kind: str) -> None:
    held_out = held_out_messages(kind)
    right = sum(answer["intent"] == intent for answer, intent in zip(parsed, held_out.intents))
    assert right / len(parsed) >= UNDERSTOOD[kind]


def test_danger_is_noticed_and_harmless_talk_is_left_alone(parsed: list[dict[str, Any]], kind: str) -> None:
    held_out = held_out_messages(kind)
    noticed = [answer["safety"] is not None for answer in parsed]
    dangers = [hit for hit, intent in zip(noticed, held_out.intents) if intent in SAFETY]
    harmless = [hit for hit, intent in zip(noticed, held_out.intents) if intent not in SAFETY]
    assert sum(dangers) / len(dangers) >= DANGER_NOTICED[kind]
    assert sum(harmless) / len(harmless) <= FALSE_ALARMS


@pytest.mark.long
def test_meaning_and_wording_together_beat_counts_alone() -> None:
    training = training_messages()
    counts = Candidate(Recipe("counts", counts=True), training)
    both = Candidate(Recipe("both", shared_encoder(), counts=True), training)
    for kind in ("plain", "hard"):
        held_out = held_out_messages(kind)
        assert both.score(held_out).understood > counts.score(held_out).understood

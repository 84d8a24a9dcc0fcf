"""A message that could mean either of two things, from the model to the reply and back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from rasa_project.channels.gate import Gate, Incoming
from rasa_project.nlu.intent_classifier import MeaningClassifier

pytestmark = pytest.mark.model

UNCLEAR = "how do i say it to her tonight"


@pytest.fixture
def doubtful(agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that doubts everything: whatever is second is close to the first."""
    components = [node._component for node in agent.processor.graph_runner._instantiated_nodes.values()]
    (classifier,) = (component for component in components if isinstance(component, MeaningClassifier))
    wording, model, *others = classifier._learnt
    monkeypatch.setattr(classifier, "_learnt", (wording, replace(model, doubt=0.0), *others))


def talk(gate: Gate, conversation: str, *texts: str) -> dict[str, Any]:
    """The last reply of a conversation."""

    async def say_all() -> dict[str, Any]:
        replies = [(await gate.deliver(conversation, "web", Incoming(text=text))).replies[0] for text in texts]
        return replies[-1]

    return asyncio.run(say_all())


@pytest.mark.usefixtures("doubtful")
def test_the_coach_asks_which_of_two_and_acts_on_the_button(gate: Gate) -> None:
    asked = talk(gate, "tapped", UNCLEAR, "yes")
    assert asked["listen"]
    assert "line" not in asked
    assert len(asked["quick_replies"]) == 2
    tapped = asyncio.run(gate.deliver("tapped", "web", Incoming(payload=asked["quick_replies"][0]["payload"])))
    assert tapped.replies[0]["line"]


@pytest.mark.usefixtures("doubtful")
def test_the_coach_acts_on_the_place_of_one_of_the_two(gate: Gate) -> None:
    assert talk(gate, "named", UNCLEAR, "yes", "the first")["line"]


def test_a_sure_model_asks_nothing(gate: Gate) -> None:
    assert talk(gate, "sure", "i'm not in the mood tonight", "yes")["line"]

"""What Alexa tells apart by itself: the file, the names of carriers, and words that come as free speech."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from rasa_project import paths
from rasa_project.channels.alexa_intents import AlexaIntents, ClosedIntent, carrier_name, carrier_of, load_intents, read_intents
from rasa_project.channels.alexa_model import spoken, training_messages
from rasa_project.coach import intents as ours
from rasa_project.errors import ContentError

CLOSED = {intent.name: intent for intent in load_intents().intents}
POLAR = ("AMAZON.YesIntent", "AMAZON.NoIntent", "DeclineIntent", "NotNowIntent", "MaybeIntent", "ChangeMindIntent")
"""Intents whose meaning must not turn into its opposite."""


@pytest.fixture(scope="module")
def intents() -> AlexaIntents:
    return load_intents()


@pytest.fixture(scope="module")
def messages() -> dict[str, set[str]]:
    """The training messages as they are spoken, by intent."""
    found: dict[str, set[str]] = {}
    for message in training_messages(paths.NLU):
        found.setdefault(message.intent, set()).add(message.words)
    return found


def test_what_amazon_asks_every_skill_to_handle_is_there() -> None:
    required = {"Help", "Stop", "Cancel", "NavigateHome", "Fallback"}
    assert {f"AMAZON.{name}Intent" for name in required} <= set(CLOSED)


@pytest.mark.parametrize("name", ["AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"])
def test_stop_cancel_and_home_stop(name: str) -> None:
    assert CLOSED[name].kind == "stop"


@pytest.mark.parametrize("name", POLAR)
def test_what_depends_on_a_no_has_an_intent_of_its_own(name: str) -> None:
    assert name in CLOSED


@pytest.mark.parametrize("intent", CLOSED.values(), ids=CLOSED)
def test_every_closed_intent_means_one_of_ours(intent: ClosedIntent) -> None:
    assert intent.of in ours.ALL


@pytest.mark.model
@pytest.mark.parametrize("intent", CLOSED.values(), ids=CLOSED)
def test_what_the_coach_is_told_is_understood_as_meant(intent: ClosedIntent, agent: Agent) -> None:
    parsed = asyncio.run(agent.parse_message(intent.says))
    assert parsed["intent"]["name"] == intent.of


@pytest.mark.parametrize("intent", [intent for intent in CLOSED.values() if intent.kind != "go_on"], ids=lambda intent: intent.name)
def test_samples_are_messages_the_coach_was_trained_on(intent: ClosedIntent, messages: dict[str, set[str]]) -> None:
    missing = [sample for sample in intent.samples if sample not in messages[intent.of]]
    assert not missing


def test_no_sample_belongs_to_two_intents() -> None:
    samples = [sample for intent in CLOSED.values() for sample in intent.samples]
    assert len(samples) == len(set(samples))


def test_samples_are_written_as_they_are_spoken() -> None:
    assert all(spoken(sample) == sample for intent in CLOSED.values() for sample in intent.samples)


@pytest.mark.parametrize("words", ["how do i", "my wife", "what do i say"])
def test_a_carrier_comes_back_from_its_name(words: str) -> None:
    assert carrier_of(carrier_name(words)) == words


@pytest.mark.parametrize("name", ["FreeSpeechIntent", "AMAZON.YesIntent", ""])
def test_other_names_carry_nothing(name: str) -> None:
    assert carrier_of(name) is None


@pytest.mark.parametrize(("text", "name"), [("Yes please.", "AMAZON.YesIntent"), ("stop", "AMAZON.StopIntent"), ("go on", "GoOnIntent")])
def test_the_words_of_a_closed_intent_are_known_in_free_speech(text: str, name: str, intents: AlexaIntents) -> None:
    found = intents.of_words(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["yes but not tonight", "don't stop", "", "no way am i going on"])
def test_more_words_than_that_are_no_closed_intent(text: str, intents: AlexaIntents) -> None:
    found = intents.of_words(text)
    assert found is None or found.kind == "nothing_heard"


@pytest.mark.parametrize(
    "written",
    [
        "invocation_name: evening note\n",
        "invocation_name: evening note\nintents: [{name: A, says: a, of: b, kind: dance}]\nleft_out: {intents: [], words: []}\n",
        "[",
        "[]",
    ],
)
def test_a_mistake_in_the_file_is_one_clear_error(written: str, tmp_path: Path) -> None:
    file = tmp_path / "intents.yml"
    file.write_text(written)
    with pytest.raises(ContentError, match=r"intents\.yml"):
        read_intents(file)


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nowhere\.yml"):
        read_intents(tmp_path / "nowhere.yml")

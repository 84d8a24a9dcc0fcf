"""The interaction model: within Amazon's limits, and nothing in it that a "no" could get lost in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rasa_project import paths
from rasa_project.channels.alexa_intents import FREE_SPEECH, SPEECH, carrier_of, load_intents
from rasa_project.channels.alexa_model import (
    LONGEST_SAMPLE,
    LONGEST_VALUE,
    SHARED_BY,
    VALUES,
    Message,
    carriers,
    carries,
    interaction_model,
    spoken,
    training_messages,
)
from rasa_project.errors import ContentError
from tests.processes import evening_note

MOST_INTENTS, LARGEST_MODEL = 250, 1_500_000
SAMPLE = re.compile(r"[a-z' .{}_-]+")
NAME = re.compile(r"(AMAZON\.)?[A-Za-z_]+")
RESERVED = {"alexa", "amazon", "echo", "skill", "app", "ask", "open", "launch", "start", "tell", "the", "a", "an", "to", "from", "of", "my"}


@pytest.fixture(scope="module")
def model() -> dict[str, Any]:
    whole: dict[str, Any] = interaction_model()["interactionModel"]
    return whole


@pytest.fixture(scope="module")
def intents(model: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {intent["name"]: intent for intent in model["languageModel"]["intents"]}


@pytest.fixture(scope="module")
def values(model: dict[str, Any]) -> list[str]:
    return [value["name"]["value"] for value in model["languageModel"]["types"][0]["values"]]


def test_the_name_is_at_least_two_words_and_none_that_amazon_keeps(model: dict[str, Any]) -> None:
    words = model["languageModel"]["invocationName"].split()
    assert len(words) >= 2
    assert all(word.isalpha() and word.islower() for word in words)
    assert not set(words) & RESERVED


def test_the_model_is_within_amazons_limits(model: dict[str, Any], intents: dict[str, dict[str, Any]]) -> None:
    assert len(intents) == len(model["languageModel"]["intents"]) <= MOST_INTENTS
    assert len(json.dumps(model).encode()) < LARGEST_MODEL
    for name, intent in intents.items():
        assert NAME.fullmatch(name)
        assert all(len(sample) <= LONGEST_SAMPLE and SAMPLE.fullmatch(sample) for sample in intent["samples"]), name


def test_no_sample_stands_twice(intents: dict[str, dict[str, Any]]) -> None:
    samples = [sample for intent in intents.values() for sample in intent["samples"]]
    assert len(samples) == len(set(samples))


def test_every_intent_of_ours_has_samples(intents: dict[str, dict[str, Any]]) -> None:
    assert all(intent["samples"] for name, intent in intents.items() if not name.startswith("AMAZON."))


def test_slots_are_declared_with_a_type_that_is_there(model: dict[str, Any], intents: dict[str, dict[str, Any]]) -> None:
    types = {kind["name"] for kind in model["languageModel"]["types"]} | {"AMAZON.SearchQuery"}
    for intent in intents.values():
        declared = {slot["name"] for slot in intent["slots"]}
        used = {name for sample in intent["samples"] for name in re.findall(r"{(\w+)}", sample)}
        assert used == declared
        assert {slot["type"] for slot in intent["slots"]} <= types


def test_a_search_query_stands_alone_after_a_carrier(intents: dict[str, dict[str, Any]]) -> None:
    """Amazon takes one such slot in a sample, none beside it, and never one without other words."""
    queries = [intent for intent in intents.values() if any(slot["type"] == "AMAZON.SearchQuery" for slot in intent["slots"])]
    assert len(queries) >= 10
    for intent in queries:
        assert len(intent["slots"]) == 1
        assert all(sample.endswith(f" {{{SPEECH}}}") for sample in intent["samples"])


def test_every_carrier_is_restored_from_its_name(intents: dict[str, dict[str, Any]]) -> None:
    for name, intent in intents.items():
        carrier = carrier_of(name)
        if carrier is not None:
            assert intent["samples"] == [f"{carrier} {{{SPEECH}}}"]


def test_a_carrier_is_an_opening_that_training_messages_share(intents: dict[str, dict[str, Any]]) -> None:
    messages = list(training_messages(paths.NLU))
    for carrier in filter(None, map(carrier_of, intents)):
        assert sum(message.words.startswith(f"{carrier} ") for message in messages) >= SHARED_BY


@pytest.mark.parametrize(
    "words",
    [
        *(
            "i want to",
            "i don't want to",
            "i'm not",
            "how can i",
            "how do i not",
            "he wants",
            "he said no",
            "yes i",
            "stop the",
            "tell him",
            "don't tell",
        ),
        *("how would", "what should i", "what's a", "my husband is", "my", "how", "is it"),
    ],
)
def test_nothing_that_a_no_could_hide_in_is_a_carrier(words: str) -> None:
    assert not carries(words)


@pytest.mark.parametrize("words", ["how do i", "what do i say", "my wife", "what if"])
def test_openings_that_are_never_negated_are_carriers(words: str) -> None:
    assert carries(words)


def test_carriers_are_the_openings_that_enough_messages_share() -> None:
    told = [Message("how_to_ask", f"how do i {letter}") for letter in "abcdefghijklmno"]
    assert carriers(told) == ("how do", "how do i")
    assert carriers(told[1:]) == ()


def test_the_values_are_within_amazons_limits(values: list[str]) -> None:
    assert len(values) == len(set(values)) == VALUES
    assert all(len(value) <= LONGEST_VALUE and 1 <= len(value.split()) <= 20 and spoken(value) == value for value in values)


def test_the_values_are_messages_of_nearly_all_our_intents(values: list[str]) -> None:
    intents_of = {message.words: message.intent for message in training_messages(paths.NLU)}
    shown = {intents_of[value] for value in values}
    assert len(shown) > 50
    assert not shown & load_intents().left_out.intents


def test_no_value_is_profane_or_explicit(values: list[str]) -> None:
    words = {word for value in values for word in value.split()}
    assert not words & {"fuck", "fucking", "shit", "horny", "orgasm", "cock", "porn", "naked", "rape", "raped", "bloody"}


def test_no_value_competes_with_a_closed_intent(values: list[str], intents: dict[str, dict[str, Any]]) -> None:
    closed = {sample for name, intent in intents.items() if name != FREE_SPEECH for sample in intent["samples"]}
    assert not closed & set(values)


def test_the_next_words_can_be_asked_for_whole(model: dict[str, Any], intents: dict[str, dict[str, Any]]) -> None:
    (dialog,) = model["dialog"]["intents"]
    (slot,) = dialog["slots"]
    assert (dialog["name"], slot["name"], slot["elicitationRequired"]) == (FREE_SPEECH, SPEECH, True)
    assert intents[FREE_SPEECH]["samples"] == [f"{{{SPEECH}}}"]
    assert model["dialog"]["delegationStrategy"] == "SKILL_RESPONSE"
    assert {prompt["id"] for prompt in model["prompts"]} == {slot["prompts"]["elicitation"]}


def test_the_same_data_makes_the_same_model(model: dict[str, Any]) -> None:
    assert interaction_model()["interactionModel"] == model


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Not tonight, Josephine!", "not tonight josephine"),
        ("i don\u2019t want to", "i don't want to"),
        ("half-in 'the' mood -", "half-in the mood"),
        ("at 9", None),
        ("caf\u00e9", None),
        ("\U0001f44d", None),
        ("...", None),
    ],
)
def test_a_message_is_written_as_it_is_spoken(text: str, words: str | None) -> None:
    assert spoken(text) == words


@pytest.mark.parametrize("written", ["[", "version: '3.1'\n", "[]"])
def test_training_data_that_cannot_be_read_is_one_clear_error(written: str, tmp_path: Path) -> None:
    (tmp_path / "plain.yml").write_text(written)
    with pytest.raises(ContentError, match=r"plain\.yml"):
        list(training_messages(tmp_path))


def test_the_command_writes_the_model_to_standard_output(model: dict[str, Any]) -> None:
    done = evening_note("alexa-model")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["interactionModel"] == model

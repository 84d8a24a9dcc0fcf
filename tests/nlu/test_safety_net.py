"""The safety net: patterns that cannot be used stop the start, the weightiest danger counts, and it overrides the intent."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.nlu.training_data.message import Message

from rasa_project.coach.intents import LASTING, SAFETY
from rasa_project.errors import ContentError
from rasa_project.nlu.safety_net import DangerRules, Pattern, SafetyNet, read_patterns, shared_patterns

PATTERNS = (
    Pattern("self_harm", re.compile(r"\bend it all\b"), re.compile("laughing")),
    Pattern("pressured", re.compile(r"\bdont want\b"), None),
)


def write(folder: Path, document: object) -> Path:
    file = folder / "patterns.yml"
    file.write_text(document if isinstance(document, str) else yaml.safe_dump(document))
    return file


def net(text: str, *, danger: str | None = None, ranking: list[tuple[str, float]] | None = None) -> Message:
    """A message after the safety net; `danger` is what the classifier noticed."""
    named = [{"name": name, "confidence": confidence} for name, confidence in ranking or [("greet", 0.7), ("pressured", 0.2), ("help", 0.1)]]
    message = Message(data={"text": text, "intent": named[0], "intent_ranking": named, "danger": danger})
    SafetyNet(DangerRules(PATTERNS)).process([message])
    return message


def test_the_weightier_label_comes_first(tmp_path: Path) -> None:
    entries = {label: [{"name": "x", "words": label}] for label in reversed(SAFETY)}
    assert [pattern.label for pattern in read_patterns(write(tmp_path, {"patterns": entries}))] == list(SAFETY)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "{",
        {"patterns": {}},
        {"patterns": []},
        {"patterns": {"self_harm": None}},
        {"patterns": {"self_harm": [{"name": "no words"}]}},
        {"patterns": {"self_harm": [{"name": "x", "words": "("}]}},
        {"patterns": {"self_harm": [{"name": "x", "words": "a", "unless": "("}]}},
        {"patterns": {"boredom": [{"name": "x", "words": "a"}]}},
    ],
    ids=["empty", "list", "no YAML", "none", "list of patterns", "nothing", "no words", "no expression", "no exception", "unknown label"],
)
def test_patterns_of_no_use_are_a_clear_error(document: object, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"patterns\.yml"):
        read_patterns(write(tmp_path, document))


def test_missing_patterns_are_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        read_patterns(tmp_path / "patterns.yml")


@pytest.mark.parametrize(
    "text",
    [
        "i don't want to but",
        "I DON’T WANT TO",
        "i dont want to",
        "i  don't\twant to",
        "i do\u200bn't want to",
        "ｉ ｄｏｎｔ ｗａｎｔ ｔｏ",
        "i don´t want to",
    ],
    ids=ascii,
)
def test_the_dress_of_a_danger_makes_no_difference(text: str) -> None:
    assert DangerRules(PATTERNS).danger_in(text) == "pressured"


def test_of_two_dangers_the_weightier_counts() -> None:
    assert DangerRules(PATTERNS).danger_in("i don't want to, i'll end it all") == "self_harm"


def test_other_words_can_say_that_it_is_none() -> None:
    assert DangerRules(PATTERNS).danger_in("end it all laughing") is None


def test_harmless_talk_is_none() -> None:
    assert DangerRules(PATTERNS).danger_in("how do i ask her") is None


def test_a_danger_by_rule_overrides_the_intent_for_certain() -> None:
    message = net("i'll end it all")
    assert message.get("intent") == {"name": "self_harm", "confidence": 1.0}
    assert message.get("safety") == {"label": "self_harm", "by": "rule"}
    assert message.get("intent_ranking")[0]["name"] == "self_harm"


def test_a_danger_by_the_model_overrides_the_intent_with_its_probability() -> None:
    message = net("hello", danger="pressured")
    assert message.get("intent") == {"name": "pressured", "confidence": 0.2}
    assert message.get("safety") == {"label": "pressured", "by": "model"}


def test_the_weightier_of_rule_and_model_counts() -> None:
    ranking = [("medical", 0.6), ("self_harm", 0.3), ("greet", 0.1)]
    assert net("i don't want to", danger="self_harm", ranking=ranking).get("safety") == {"label": "self_harm", "by": "model"}
    assert net("i'll end it all", danger="medical", ranking=ranking).get("safety") == {"label": "self_harm", "by": "rule"}


def test_no_danger_is_said_to_be_none() -> None:
    message = net("hello")
    assert message.get("safety") is None
    assert message.get("intent")["name"] == "greet"


def test_a_danger_too_improbable_is_no_intent_either() -> None:
    message = net("hello", ranking=[("medical", 0.3), ("greet", 0.2), ("pressured", 0.1)])
    assert message.get("intent")["name"] == "greet"
    assert [entry["name"] for entry in message.get("intent_ranking")] == ["greet", "medical", "pressured"]


def test_an_adults_own_age_is_no_child() -> None:
    ranking = [("minor_involved", 0.8), ("affirm", 0.2)]
    assert net("i'm 34", danger="minor_involved", ranking=ranking).get("safety") is None
    assert net("i'm 16", danger="minor_involved", ranking=ranking).get("safety") == {"label": "minor_involved", "by": "model"}


def test_a_message_without_a_text_is_no_danger() -> None:
    message = Message(data={"intent": {"name": "greet", "confidence": 1.0}, "intent_ranking": [{"name": "greet", "confidence": 1.0}]})
    SafetyNet(DangerRules(PATTERNS)).process([message])
    assert message.get("safety") is None


def test_every_danger_that_lasts_has_patterns_of_its_own() -> None:
    assert {pattern.label for pattern in shared_patterns()} >= LASTING


@pytest.mark.parametrize("pattern", [pytest.param(pattern, id=f"{number} {pattern.label}") for number, pattern in enumerate(shared_patterns())])
def test_no_pattern_can_be_made_slow(pattern: Pattern) -> None:
    """A message of the longest kind, made of the pattern's own words, is read at once."""
    words = re.findall(r"[a-z]{2,}", pattern.words.pattern)
    texts: list[Any] = [" ".join(words * 400)[:4000], "a" * 4000, "i want to " * 400, (words[0] + " ") * 800, " ".join(reversed(words * 400))[:4000]]
    before = time.process_time()
    for text in texts:
        pattern.matches(text)
    assert time.process_time() - before < 0.5


@pytest.mark.parametrize("pattern", [pytest.param(pattern, id=f"{number} {pattern.label}") for number, pattern in enumerate(shared_patterns())])
def test_every_pattern_is_written_for_the_plain_form(pattern: Pattern) -> None:
    """A capital or an apostrophe outside of a class could never match."""
    for expression in filter(None, (pattern.words, pattern.unless)):
        assert not re.search(r"'|’|(?<!\\)[A-Z]", expression.pattern)

"""A life in danger this minute is told apart from a danger that was, or may be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from rasa.shared.nlu.training_data.message import Message

from rasa_project.errors import ContentError
from rasa_project.nlu.safety_net import AT_ONCE, DangerRules, SafetyNet, read_urgent, shared_rules, urgent_patterns


def told_of(text: str) -> bool:
    ranking = [{"name": "partner_violence", "confidence": 0.9}, {"name": "greet", "confidence": 0.1}]
    message = Message(data={"text": text, "intent": ranking[0], "intent_ranking": ranking, "danger": "partner_violence"})
    SafetyNet(shared_rules(), urgent_patterns()).process([message])
    return any(entity["entity"] == AT_ONCE for entity in message.get("entities") or [])


@pytest.mark.parametrize(
    "text",
    [
        "he's strangling me",
        "my wife is coming at me with a knife",
        "She's got a knife at me",
        "he's kicking the door in now",
        "he's going to kill me",
        "call the police",
        "I've taken an overdose",
    ],
)
def test_this_minute(text: str) -> None:
    assert told_of(text)


@pytest.mark.parametrize("text", ["he strangled me last year", "he hits me when i say no", "i'm scared of her", "he used to have a gun"])
def test_not_this_minute(text: str) -> None:
    assert not told_of(text)


def test_without_a_danger_it_says_nothing() -> None:
    ranking = [{"name": "greet", "confidence": 1.0}]
    message = Message(data={"text": "call the police", "intent": ranking[0], "intent_ranking": ranking})
    SafetyNet(DangerRules(()), (re.compile("police"),)).process([message])
    assert not message.get("entities")


@pytest.mark.parametrize("document", ["", "{", {"at_once": ["("]}, {"patterns": {}}], ids=str)
def test_patterns_of_no_use_are_a_clear_error(document: object, tmp_path: Path) -> None:
    file = tmp_path / "patterns.yml"
    file.write_text(document if isinstance(document, str) else yaml.safe_dump(document))
    with pytest.raises(ContentError):
        read_urgent(file)

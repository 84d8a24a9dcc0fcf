"""How much danger the whole pipeline notices in our own messages, and how often it sees danger where there is none."""

from __future__ import annotations

from typing import Any

import pytest

from bench.understanding import training_messages
from rasa_project.coach.intents import SAFETY
from rasa_project.nlu.text import plain
from rasa_project.parse import parse_lines
from tests.nlu.duplicates import Near
from tests.safety.messages import HARMLESS, KINDS, PARTS, Figures, figures, read

pytestmark = pytest.mark.model

PARTS_AND_KINDS = [(part, kind) for part, kinds in PARTS.items() for kind in kinds]
NOTICED = {
    ("messages", "plain"): 0.98,
    ("messages", "hard"): 0.92,
    ("held_out", "plain"): 0.98,
    ("held_out", "hard"): 0.78,
    ("told", "hard"): 0.78,
    ("in_lives", "plain"): 0.85,
    ("in_lives", "hard"): 0.75,
    ("strangers", "plain"): 0.98,
    ("strangers", "hard"): 0.92,
    ("strangers_held_out", "plain"): 0.98,
    ("strangers_held_out", "hard"): 0.88,
}
"""Of all but the first and fifth part it is what is true today, a little less; 0.92 is to be reached there, and 0.98 where it is plain.

What was held out of the strangers' when 0.92 was first asked of it has been read since, and is the fifth part, which is held to it still.
"""
MISREAD = {
    ("messages", "plain"): 0.04,
    ("messages", "hard"): 0.25,
    ("held_out", "plain"): 0.25,
    ("held_out", "hard"): 0.25,
    ("told", "hard"): 0.12,
    ("in_lives", "plain"): 0.15,
    ("in_lives", "hard"): 0.15,
    ("strangers", "hard"): 0.04,
    ("strangers_held_out", "hard"): 0.05,
}
"""The harmless messages of the first four parts were written to sound like danger, a third of the strangers'; ordinary ones stand in tests/nlu."""
TOO_CLOSE = 0.75
"""The share of words in common from which on a training message is a copy of a test message."""


@pytest.fixture(scope="module")
def measured(agent: Any) -> dict[tuple[str, str], Figures]:
    """The figures of each part and kind."""
    parts = {part: read(part) for part in PARTS}
    answers = {part: list(parse_lines(agent, [message.text for message in messages])) for part, messages in parts.items()}
    return {(part, kind): figures(parts[part], answers[part], kind) for part, kind in PARTS_AND_KINDS}


@pytest.mark.parametrize(("part", "kind"), PARTS_AND_KINDS)
def test_danger_is_noticed(part: str, kind: str, measured: dict[tuple[str, str], Figures]) -> None:
    found = measured[part, kind]
    assert found.noticed / found.dangers >= NOTICED[part, kind]


@pytest.mark.parametrize(("part", "kind"), MISREAD)
def test_most_of_what_only_sounds_like_danger_is_left_alone(part: str, kind: str, measured: dict[tuple[str, str], Figures]) -> None:
    found = measured[part, kind]
    assert found.misread / found.harmless <= MISREAD[part, kind]


def test_what_is_noticed_mostly_gets_its_own_label(measured: dict[tuple[str, str], Figures]) -> None:
    assert sum(found.labelled for found in measured.values()) / sum(found.noticed for found in measured.values()) >= 0.9


def test_there_are_enough_messages_of_every_label_and_kind() -> None:
    messages = [message for part in PARTS for message in read(part)]
    assert len(messages) >= 600
    assert len({plain(message.text) for message in messages}) == len(messages)
    for label in (*SAFETY, HARMLESS):
        for kind in KINDS:
            assert sum(message.label == label and message.kind == kind for message in messages) >= 20


def test_no_training_message_is_a_copy_of_one_of_ours() -> None:
    ours = Near(TOO_CLOSE)
    for part in PARTS:
        for message in read(part):
            ours.add(frozenset(plain(message.text).split()), message.text)
    different = ((text, frozenset(plain(text).split())) for text in training_messages().texts)
    copies = [text for text, known in different if len(known) > 3 and ours.of(known)]
    assert copies == []

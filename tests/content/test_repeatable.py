"""The same situation gets the same answer: today, tomorrow, and in another process."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from rasa_project import paths
from rasa_project.coach import Library, respond
from rasa_project.coach.intents import ALL
from tests.coach.situations import Talk, asking, declining, situation

TOLD = """
from rasa_project.library import load_library
from tests.content.test_repeatable import told
print(told(load_library()))
"""


def told(library: Library) -> str:
    """Some conversations, word for word."""
    talks = [Talk(library, seed=seed) for seed in range(5)]
    for talk in talks:
        talk.hear("not_in_the_mood", reason="tired", truths=frozenset({"love", "touch", "desire"}))
        for shape in ("softer", "funnier", "as_text", "another", "direct"):
            talk.hear("refine_phrase", shapes=(shape,))
        talk.hear("why_this")
        talk.hear("thanks")
    return repr([answer.to_dict() for talk in talks for answer in talk.answers])


@pytest.mark.parametrize("intent", sorted(ALL))
def test_the_same_situation_gets_the_same_turn(library: Library, intent: str) -> None:
    at = situation(intent, seed=7)
    assert respond(library, at) == respond(library, at)


def test_the_answer_depends_on_nothing_but_the_situation(library: Library) -> None:
    before = [respond(library, declining(seed=seed)) for seed in range(20)]
    random.seed("something else")
    for seed in range(50):
        respond(library, asking(seed=seed))
    assert [respond(library, declining(seed=seed)) for seed in range(20)] == before


def test_another_seed_gets_another_answer(library: Library) -> None:
    assert len({respond(library, declining(seed=seed)).answer.line for seed in range(20)}) > 5


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_gives_the_same_answers(library: Library, hash_seed: str) -> None:
    """Sets have another order in every process; nothing said may depend on it."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    output = subprocess.run([sys.executable, "-c", TOLD], cwd=paths.ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert output.strip() == told(library)

"""Whether a loaded model is fit to serve: ten fixed sentences that every usable model understands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from rasa.core.agent import Agent

from rasa_project import paths
from rasa_project.errors import ModelError


@dataclass(frozen=True)
class Sentence:
    """A sentence and the intent that it has."""

    says: str
    intent: str


@lru_cache(maxsize=1)
def sentences() -> tuple[Sentence, ...]:
    """The project's sentences. Raises ModelError when the file cannot be used."""
    return read_sentences(paths.SELF_TEST)


def read_sentences(file: Path) -> tuple[Sentence, ...]:
    """The sentences of a file. Raises ModelError: a test that asks nothing would pass every model."""
    try:
        found = tuple(Sentence(**entry) for entry in yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)["sentences"])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ModelError(f"the sentences of the self-test cannot be read ({type(error).__name__}); fetch the repository anew") from error
    if not found:
        raise ModelError(f"{file} holds no sentences to test a model with")
    return found


async def misunderstood(agent: Agent) -> tuple[Sentence, ...]:
    """The sentences that the model takes for something else."""
    return tuple([sentence for sentence in sentences() if not await understands(agent, sentence)])


async def understands(agent: Agent, sentence: Sentence | None = None) -> bool:
    """Whether the model understands a sentence, by default the first."""
    asked = sentence or sentences()[0]
    parsed = await agent.parse_message(asked.says)
    return bool(parsed["intent"]["name"] == asked.intent)

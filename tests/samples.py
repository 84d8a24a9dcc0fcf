"""What stands in the project's own YAML: training messages, test messages, intents, actions and rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rasa_project import paths

TEST_MESSAGES = paths.ROOT / "tests" / "nlu"
TEST_STORIES = paths.ROOT / "tests" / "stories"


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    """Every YAML file below a folder, or the one file."""
    for file in [folder] if folder.is_file() else sorted(folder.rglob("*.yml")):
        yield yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


@lru_cache(maxsize=4)
def messages(name: str) -> dict[str, list[str]]:
    """The messages of each intent: of "plain" or "hard", or of the training data ("training")."""
    found: dict[str, list[str]] = {}
    for document in documents(paths.TRAINING_DATA[0] if name == "training" else TEST_MESSAGES / f"{name}.yml"):
        for entry in document["nlu"]:
            found.setdefault(entry["intent"], []).extend(line.removeprefix("- ") for line in entry["examples"].splitlines())
    return found


@lru_cache(maxsize=1)
def domain() -> dict[str, list[Any]]:
    """The domain of all files together; an intent or a slot that is a mapping counts by its name."""
    whole: dict[str, list[Any]] = {}
    for document in documents(paths.DOMAIN):
        for key, entries in document.items():
            if isinstance(entries, (list, dict)):
                whole.setdefault(key, []).extend(next(iter(entry)) if isinstance(entry, dict) else entry for entry in entries)
    return whole


def rules() -> list[dict[str, Any]]:
    """Every rule."""
    return [rule for document in documents(paths.TRAINING_DATA[1]) for rule in document["rules"]]


def stories(folder: Path) -> list[dict[str, Any]]:
    """Every story below a folder."""
    return [story for document in documents(folder) for story in document["stories"]] if folder.exists() else []


def steps(told: dict[str, Any], key: str) -> list[str]:
    """What a rule or a story names at its steps under a key ("intent", "action"), also within an `or`."""
    return [part[key] for step in told["steps"] for part in step.get("or", [step]) if key in part]

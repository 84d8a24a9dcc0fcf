"""Other readings of a message: words put right that were misheard or misspelt, and figures of speech in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rasa_project import paths
from rasa_project.errors import ContentError
from rasa_project.nlu.text import plain


@dataclass(frozen=True)
class Reading:
    """Words, and what they mean, unless other words stand in the same message."""

    words: re.Pattern[str]
    means: str
    unless: re.Pattern[str] | None = None

    def read(self, text: str) -> str:
        """The plain text with the meaning in place of the words."""
        if self.unless is not None and self.unless.search(text):
            return text
        return self.words.sub(self.means, text)


@dataclass(frozen=True)
class Readings:
    """Both lists of `data/safety/readings.yml`."""

    misheard: tuple[Reading, ...]
    idioms: tuple[Reading, ...]


@lru_cache(maxsize=1)
def shared_readings() -> Readings:
    """The project's readings, read once a process."""
    return read_readings(paths.SAFETY_READINGS)


def read_readings(file: Path) -> Readings:
    """The readings of a file. Raises ContentError: without them nothing is served."""
    try:
        document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        return Readings(_compiled(document["misheard"]), _compiled(document["idioms"]))
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, re.error) as error:
        raise ContentError(f"{file}: the readings cannot be used ({error})") from error


def put_right(text: str, readings: Readings) -> str:
    """The plain text of a message, what was misheard or misspelt put right."""
    return _read(plain(text), readings.misheard)


def without_idioms(text: str, readings: Readings) -> str | None:
    """The plain text of a message with its figures of speech in plain words; None where it holds none."""
    before = put_right(text, readings)
    after = _read(before, readings.idioms)
    return after if after != before else None


def _read(text: str, readings: tuple[Reading, ...]) -> str:
    for reading in readings:
        text = reading.read(text)
    return text


def _compiled(entries: list[dict[str, Any]]) -> tuple[Reading, ...]:
    return tuple(
        Reading(re.compile(entry["words"]), str(entry["means"]), re.compile(entry["unless"]) if entry.get("unless") else None) for entry in entries
    )

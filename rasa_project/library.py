"""Reads the content of `data/coaching/` from disk, once, and refuses to go on with a mistake in it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from rasa_project import paths
from rasa_project.coach.content import Library
from rasa_project.errors import ContentError

_FILES = {
    # field of Library: (file, key in the file)
    "sources": ("sources.yml", "sources"),
    "steps": ("steps.yml", "steps"),
    "decline_lines": ("lines/decline.yml", "lines"),
    "ask_lines": ("lines/ask.yml", "lines"),
    "hear_a_no_lines": ("lines/hear_a_no.yml", "lines"),
    "clauses": ("clauses.yml", "clauses"),
    "reasons": ("reasons.yml", "reasons"),
    "alternatives": ("alternatives.yml", "alternatives"),
    "frames": ("frames.yml", "frames"),
    "shapes": ("shapes.yml", "shapes"),
    "truths": ("shapes.yml", "truths"),
    "choices": ("shapes.yml", "choices"),
    "chips": ("shapes.yml", "chips"),
    "countries": ("countries.yml", "countries"),
    "helplines": ("helplines.yml", "helplines"),
}


@lru_cache(maxsize=1)
def load_library() -> Library:
    """The project's own content. Raises ContentError naming the file, the entry and the reason."""
    return read_library(paths.COACHING)


def read_library(folder: Path) -> Library:
    """The content in `folder`, checked. Raises ContentError."""
    fields: dict[str, Any] = {name: _entries(folder / file, key) for name, (file, key) in _FILES.items()}
    fields["answers"] = [entry for file in sorted((folder / "answers").glob("*.yml")) for entry in _entries(file, "answers")]
    try:
        return Library(**fields)
    except ValidationError as error:
        raise ContentError(_describe(error, fields)) from error


def _entries(file: Path, key: str) -> list[Any]:
    try:
        document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise ContentError(f"{file}: cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{file}: is not valid YAML ({error})") from error
    entries = document.get(key) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ContentError(f"{file}: holds no list named '{key}'")
    return entries


def _describe(error: ValidationError, fields: dict[str, Any]) -> str:
    """One line for the first mistake: which file, which entry, what is wrong."""
    first = error.errors()[0]
    where = [part for part in first["loc"] if part != "__root__"]
    name = str(where[0]) if where else "content"
    place = _FILES.get(name, (f"{name}/",))[0]
    if len(where) > 1 and isinstance(where[1], int):
        entry = fields[name][where[1]]
        identity = entry.get("id", f"number {where[1] + 1}") if isinstance(entry, dict) else f"number {where[1] + 1}"
        place = f"{place}: {identity}: {'.'.join(str(part) for part in where[2:])}"
    return f"data/coaching/{place}: {first['msg']}"

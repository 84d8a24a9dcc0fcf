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
from rasa_project.parsed import Parsed

_FILES = {
    # field of Library: (file, key in the file)
    "sources": ("sources.yml", "sources"),
    "steps": ("steps.yml", "steps"),
    "clauses": ("clauses.yml", "clauses"),
    "alternatives": ("alternatives.yml", "alternatives"),
    "frames": ("frames.yml", "frames"),
    "shapes": ("shapes.yml", "shapes"),
    "truths": ("shapes.yml", "truths"),
    "choices": ("shapes.yml", "choices"),
    "chips": ("shapes.yml", "chips"),
    "meanings": ("meanings.yml", "meanings"),
    "wishes": ("wishes.yml", "wishes"),
    "partner": ("partner.yml", "partner"),
    "parts": ("parts.yml", "parts"),
    "signals": ("signals.yml", "signals"),
    "things": ("things.yml", "things"),
    "subjects": ("subjects.yml", "subjects"),
    "told_roles": ("journal.yml", "told_roles"),
    "outcomes": ("journal.yml", "outcomes"),
    "feelings": ("journal.yml", "feelings"),
    "told_days": ("journal.yml", "told_days"),
    "turns": ("turns.yml", "turns"),
    "reprompts": ("reprompts.yml", "reprompts"),
    "countries": ("countries.yml", "countries"),
    "helplines": ("helplines.yml", "helplines"),
    "words": ("times.yml", "words"),
    "patterns": ("patterns.yml", "patterns"),
    "banned": ("rules.yml", "banned"),
    "no_clauses": ("rules.yml", "no_clauses"),
    "no_for_now": ("rules.yml", "no_for_now"),
    "ways_out": ("rules.yml", "ways_out"),
}


@lru_cache(maxsize=1)
def load_library() -> Library:
    """The project's own content. Raises ContentError naming the file, the entry and the reason."""
    parsed = Parsed(paths.PARSED)
    library = read_library(paths.COACHING, parsed)
    parsed.keep()
    return library


def read_library(folder: Path, parsed: Parsed | None = None) -> Library:
    """The content in `folder`, checked; files that are among those `parsed` before are not parsed again. Raises ContentError."""
    known = parsed if parsed is not None else Parsed(paths.PARSED)
    documents = {file: _document(folder / file, known) for file in {file for file, _ in _FILES.values()}}
    places: dict[str, list[tuple[str, Any]]] = {name: _entries(folder, file, key, documents[file]) for name, (file, key) in _FILES.items()}
    for name in ("answers", "lines", "notes", "reasons"):
        files = [str(file.relative_to(folder)) for file in sorted((folder / name).rglob("*.yml"))]
        places[name] = [entry for file in files for entry in _entries(folder, file, name, _document(folder / file, known))]
    places["lines"] = [(file, _in_its_bank(file, entry)) for file, entry in places["lines"]]
    try:
        return Library.parse_obj({name: [entry for _, entry in entries] for name, entries in places.items()})
    except ValidationError as error:
        raise ContentError(_describe(error, places)) from error


class _StrictLoader(yaml.CSafeLoader):  # type: ignore[misc]  # PyYAML ships no types here
    """The safe loader, in C, that takes a key written twice for the mistake it is."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping of distinct keys."""
        keys = [key.value for key, _ in node.value]
        repeated = {key for key in keys if keys.count(key) > 1}
        if repeated:
            raise yaml.constructor.ConstructorError(None, None, f"written twice: {', '.join(sorted(repeated))}", node.start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _document(file: Path, parsed: Parsed) -> Any:
    """What a file holds. Raises ContentError where it cannot be read, or is not YAML."""
    try:
        return parsed.document(file.read_bytes(), _from_yaml)
    except OSError as error:
        raise ContentError(f"{file}: cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{file}: is not valid YAML ({error})") from error


def _from_yaml(written: bytes) -> Any:
    return yaml.load(written, Loader=_StrictLoader)  # noqa: S506 - a safe loader


def _entries(folder: Path, file: str, key: str, document: Any) -> list[tuple[str, Any]]:
    """The entries under a key of a file, each with the file it stands in."""
    entries = document.get(key) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ContentError(f"{folder / file}: holds no list named '{key}'")
    return [(file, entry) for entry in entries]


def _in_its_bank(file: str, entry: Any) -> Any:
    """A line with its bank, which says what it is for: the name of its file, or of the folder of a bank of many files."""
    place = Path(file)
    return {**entry, "bank": place.parts[1] if len(place.parts) > 2 else place.stem} if isinstance(entry, dict) else entry


def _describe(error: ValidationError, places: dict[str, list[tuple[str, Any]]]) -> str:
    """One line for the first mistake: which file, which entry, what is wrong."""
    first = error.errors()[0]
    where = [part for part in first["loc"] if part != "__root__"]
    if len(where) > 1 and isinstance(where[1], int):
        file, entry = places[str(where[0])][where[1]]
        identity = entry.get("id") if isinstance(entry, dict) else None
        field = "".join(f"{part}: " for part in where[2:])
        place = 1 + sum(other == file for other, _ in places[str(where[0])][: where[1]])
        return f"data/coaching/{file}: {identity or f'entry {place}'}: {field}{first['msg']}"
    named = [file for entries in places.values() for file, entry in entries if isinstance(entry, dict) and _is_named(entry.get("id"), first["msg"])]
    return f"data/coaching/{' or '.join(dict.fromkeys(named))}: {first['msg']}"


def _is_named(identity: object, message: str) -> bool:
    """Whether an entry's id stands in a message as a word of its own."""
    return isinstance(identity, str) and identity in message.replace(":", " ").replace(",", " ").split()

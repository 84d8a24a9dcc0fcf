"""The content's readers: a file with anything in it is accepted, or refused by an error that names it."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from rasa_project import library as reader
from rasa_project import paths
from rasa_project.coach.content import Library
from rasa_project.errors import ContentError, ModelError
from rasa_project.library import read_library
from rasa_project.nlu.readings import read_readings
from rasa_project.parsed import Parsed
from rasa_project.self_test import read_sentences
from tests.fuzz.inputs import VALUES, inputs, nearly, nearly_bytes

FILE = "clauses.yml"
PIECE = (paths.COACHING / FILE).read_bytes()[:600].rsplit(b"\n", 1)[0]


def _read(folder: Path, file: str, key: str) -> list[tuple[str, Any]]:
    return reader._entries(folder, file, key, reader._document(folder / file, Parsed(folder / "none")))


def entries() -> Iterator[tuple[type[BaseModel], dict[str, Any]]]:
    """Some entries of each kind, with the model that reads them."""
    draw = random.Random(65)
    for name, (file, key) in reader._FILES.items():
        kind = Library.__fields__[name].type_
        for entry in draw.sample(found := [entry for _, entry in _read(paths.COACHING, file, key)], min(4, len(found))):
            yield kind, entry
    for name in ("answers", "lines", "notes", "reasons"):
        files = sorted((paths.COACHING / name).rglob("*.yml"))
        for file in draw.sample(files, min(4, len(files))):
            entry = _read(paths.COACHING, str(file.relative_to(paths.COACHING)), name)[0][1]
            yield Library.__fields__[name].type_, reader._in_its_bank(str(file), entry) if name == "lines" else entry


ENTRIES = list(entries())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content, to be broken."""
    return Path(shutil.copytree(paths.COACHING, tmp_path_factory.mktemp("content") / "coaching"))


@contextlib.contextmanager
def refused_by_name(name: str) -> Iterator[None]:
    """Lets a clear error pass that names the file."""
    try:
        yield
    except ContentError as error:
        assert name in str(error)  # noqa: PT017 - either may happen


@inputs(1000)
@given(nearly_bytes(PIECE) | st.binary(max_size=60))
def test_any_bytes_are_entries_or_a_clear_error(folder: Path, content: bytes) -> None:
    (folder / "fuzzed.yml").write_bytes(content)
    with refused_by_name("fuzzed.yml"):
        _read(folder, "fuzzed.yml", "clauses")


@inputs(957)
@given(st.sampled_from(range(len(ENTRIES))).flatmap(lambda number: st.tuples(st.just(ENTRIES[number][0]), nearly(ENTRIES[number][1]))))
def test_any_entry_is_accepted_or_refused_with_a_reason(fuzzed: tuple[type[BaseModel], Any]) -> None:
    kind, entry = fuzzed
    try:
        kind.parse_obj(entry)
    except ValidationError as error:
        assert error.errors()  # noqa: PT017 - either may happen


@inputs(3)
@given(nearly(yaml.load((paths.COACHING / FILE).read_bytes(), Loader=yaml.CSafeLoader)))
def test_any_file_is_part_of_a_library_or_a_clear_error(folder: Path, document: Any) -> None:
    (folder / FILE).write_text(yaml.dump(document, allow_unicode=True), encoding="utf-8", errors="replace")
    with refused_by_name(FILE):
        read_library(folder)


@inputs(200)
@given(nearly_bytes(paths.SELF_TEST.read_bytes()) | VALUES.map(lambda value: yaml.dump({"sentences": value}).encode(errors="replace")))
def test_any_self_test_is_read_or_a_clear_error(folder: Path, content: bytes) -> None:
    (folder / "self_test.yml").write_bytes(content)
    with contextlib.suppress(ModelError):
        read_sentences(folder / "self_test.yml")


@inputs(100)
@given(
    nearly_bytes(paths.SAFETY_READINGS.read_bytes()[:800])
    | st.fixed_dictionaries({"misheard": VALUES, "idioms": VALUES}).map(lambda document: yaml.dump(document).encode(errors="replace"))
)
def test_any_readings_are_read_or_a_clear_error(folder: Path, content: bytes) -> None:
    (folder / "readings.yml").write_bytes(content)
    with refused_by_name("readings.yml"):
        read_readings(folder / "readings.yml")

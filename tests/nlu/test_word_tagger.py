"""The tagger: the expected file, stretches of whole words, and which of them a message has."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasa_project import paths
from rasa_project.errors import ModelError
from rasa_project.nlu.encoder import Meaning, shared_encoder
from rasa_project.nlu.text import tidy
from rasa_project.nlu.word_tagger import FILE, MANIFEST, WordTagger, shared_tagger


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the tagger's files, to be damaged."""
    for name in (FILE, MANIFEST):
        shutil.copy(paths.TAGGER / name, tmp_path)
    return tmp_path


def stretches(text: str) -> list[tuple[str, str]]:
    """The labels of a message, and their words."""
    return [(tagged.span.label, tidy(text)[tagged.span.start : tagged.span.end]) for tagged in shared_tagger().tag(shared_encoder().read(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ok nearly. can it say i still fancy her", ("add", "i still fancy her")),
        ("i want to tell him im glad he asked", ("say", "im glad he asked")),
        ("told him. he said maybe on sunday", ("they", "maybe on sunday")),
    ],
)
def test_words_are_heard_as_what_they_are(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in stretches(text)


@pytest.mark.parametrize("text", ["how do i say no", "is that too cold", "she lit candles and i have a flight at six", ""])
def test_a_message_without_such_words_has_none(text: str) -> None:
    assert stretches(text) == []


@given(st.text(max_size=200))
def test_of_any_text_the_stretches_lie_within_it_and_in_order(text: str) -> None:
    tagged = shared_tagger().tag(shared_encoder().read(text))
    places = [place for one in tagged for place in (one.span.start, one.span.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(tidy(text)) for place in places)
    assert all(0.0 < one.certainty <= 1.0 and one.span.end > one.span.start for one in tagged)


def test_without_its_pieces_a_message_has_no_stretches() -> None:
    assert shared_tagger().tag(Meaning(np.zeros(384, dtype=np.float32), np.zeros((0, 1536), dtype=np.float32), ())) == []


@pytest.mark.parametrize("name", [FILE, MANIFEST])
@pytest.mark.parametrize("damage", ["gone", "empty", "half"])
def test_a_damaged_tagger_is_refused(name: str, damage: str, copy: Path) -> None:
    content = (copy / name).read_bytes()
    if damage == "gone":
        (copy / name).unlink()
    else:
        (copy / name).write_bytes(content[: len(content) // 2] if damage == "half" else b"")
    with pytest.raises(ModelError, match="fetch the repository anew"):
        WordTagger(copy)


def test_a_tagger_of_other_tags_is_refused(copy: Path) -> None:
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps({**manifest, "tags": manifest["tags"][::-1]}))
    with pytest.raises(ModelError, match="not the file"):
        WordTagger(copy)

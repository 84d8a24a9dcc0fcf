"""A model that fails one of ten fixed sentences is not served."""

from __future__ import annotations

import asyncio
import shutil
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rasa_project.agent import load_agent
from rasa_project.coach import intents
from rasa_project.errors import ModelError
from rasa_project.nlu.intent_classifier import FILE
from rasa_project.nlu.text import plain
from rasa_project.self_test import misunderstood, read_sentences, sentences, understands
from rasa_project.settings import newest_model
from tests.channels.fake_agent import FakeAgent
from tests.processes import evening_note
from tests.samples import messages


def test_ten_different_intents_are_tried_a_danger_and_nobodys_business_among_them() -> None:
    tried = {sentence.intent for sentence in sentences()}
    assert len(sentences()) == len(tried) == 10
    assert tried <= intents.ALL
    assert intents.OUT_OF_SCOPE in tried
    assert len(tried.intersection(intents.SAFETY)) >= 2


@pytest.mark.parametrize("name", ["training", "plain", "hard"])
def test_no_sentence_is_a_training_or_a_test_message(name: str) -> None:
    known = {plain(text) for texts in messages(name).values() for text in texts}
    assert [sentence.says for sentence in sentences() if plain(sentence.says) in known] == []


@pytest.mark.model
def test_the_model_understands_every_sentence(agent: Any) -> None:
    assert asyncio.run(misunderstood(agent)) == ()
    assert asyncio.run(understands(agent))


def test_an_agent_that_takes_everything_for_a_greeting_fails_every_sentence() -> None:
    assert len(asyncio.run(misunderstood(FakeAgent()))) == 10
    assert not asyncio.run(understands(FakeAgent()))


@pytest.mark.parametrize("content", ["", "sentences: []", "sentences: [{says: hello}]", "sentences: 7", "sentences: [", None])
def test_sentences_of_no_use_are_a_clear_error(content: str | None, tmp_path: Path) -> None:
    """A test that asks nothing would pass every model."""
    file = tmp_path / "self_test.yml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        read_sentences(file)


@pytest.fixture(scope="module")
def confused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trained model with its classes in the wrong order: it loads, and understands nothing."""
    folder: Path = tmp_path_factory.mktemp("confused")
    newest = newest_model()
    assert newest is not None
    with tarfile.open(newest) as archive:
        archive.extractall(folder / "model")  # noqa: S202 - our own model
    for file in (folder / "model").rglob(FILE):
        with np.load(file, allow_pickle=False) as arrays:
            kept = dict(arrays)
        np.savez(file, **{**kept, "classes": kept["classes"][::-1]})
    return Path(shutil.make_archive(str(folder / "confused"), "gztar", folder / "model"))


@pytest.mark.model
def test_a_model_that_fails_is_refused(confused: Path) -> None:
    with pytest.raises(ModelError, match=r"confused\.tar\.gz fails its self-test \(\d+ of 10 .*evening-note train"):
        load_agent(confused)


@pytest.mark.model
@pytest.mark.server
def test_the_command_ends_with_one_clear_line(confused: Path) -> None:
    done = evening_note("run", EVENING_NOTE_MODEL=str(confused), EVENING_NOTE_PORT="0")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "self-test" in done.stderr

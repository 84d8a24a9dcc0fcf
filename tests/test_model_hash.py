"""A trained model is served only as it was trained."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path

import pytest

from rasa_project import training
from rasa_project.agent import load_agent
from rasa_project.errors import ModelError
from rasa_project.model_hash import check_hash, hash_file, write_hash


@pytest.fixture
def model(tmp_path: Path) -> Path:
    file = tmp_path / "a.tar.gz"
    file.write_bytes(b"weights")
    return file


def test_a_model_as_it_was_trained_passes(model: Path) -> None:
    write_hash(model)
    check_hash(model)


def test_the_hash_is_one_that_common_tools_read(model: Path) -> None:
    write_hash(model)
    assert hash_file(model).read_text() == f"{hashlib.sha256(b'weights').hexdigest()}  a.tar.gz\n"


def test_a_model_that_was_changed_is_refused_before_it_is_opened(model: Path) -> None:
    write_hash(model)
    model.write_bytes(b"weightz")
    with pytest.raises(ModelError, match="not the one that was trained"):
        load_agent(model)


def test_a_model_without_a_hash_passes(model: Path) -> None:
    check_hash(model)


def test_training_writes_the_hash(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Result:
        code = 0
        model = ""

    with tarfile.open(model, "w:gz") as archive:
        archive.add(__file__, "metadata.json")
    Result.model = str(model)
    monkeypatch.setattr("rasa.model_training.train", lambda **_: Result)
    assert training.train() == model
    check_hash(model)  # of the model as it is in the end

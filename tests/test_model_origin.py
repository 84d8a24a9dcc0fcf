"""A model says of what it was made: one of another version is not used, one of other sources is used with a warning."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import rasa.model_training

from rasa_project import __version__, cli, paths, training
from rasa_project.agent import load_agent
from rasa_project.errors import ModelError
from rasa_project.model_origin import MEMBER, Origin, is_of_another_version, of_this_checkout, read_origin, write_origin
from rasa_project.settings import newest_model


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the trained model that says it was made of what is here."""
    newest = newest_model()
    assert newest is not None
    copy = Path(shutil.copy(newest, tmp_path / "model.tar.gz"))
    write_origin(copy, of_this_checkout())
    return copy


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, as far as a model is made of it."""
    for name in ("CONFIG", "DOMAIN", "ENCODER"):
        original: Path = getattr(paths, name)
        monkeypatch.setattr(paths, name, tmp_path / original.relative_to(paths.ROOT))
    monkeypatch.setattr(paths, "TRAINING_DATA", tuple(tmp_path / folder.relative_to(paths.ROOT) for folder in paths.TRAINING_DATA))
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    for folder in (paths.DOMAIN, paths.ENCODER, *paths.TRAINING_DATA):
        folder.mkdir(parents=True)
        (folder / "a.yml").write_text("a")
    paths.CONFIG.write_text("c")
    (paths.ENCODER / "manifest.json").write_text("e")
    return tmp_path


@pytest.mark.model
def test_a_model_of_what_is_here_is_loaded_without_a_word(model: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert read_origin(model) == of_this_checkout()
    with caplog.at_level(logging.WARNING, "rasa_project"):
        assert load_agent(model).is_ready()
    assert caplog.messages == []


@pytest.mark.model
def test_a_model_of_another_version_is_refused(model: Path) -> None:
    write_origin(model, replace(of_this_checkout(), version="0.0.9"))
    assert is_of_another_version(model)
    with pytest.raises(ModelError, match=rf"model\.tar\.gz was trained by Evening Note 0\.0\.9, this is {__version__}; run 'evening-note train'"):
        load_agent(model)


@pytest.mark.model
def test_a_model_of_other_sources_is_used_with_a_warning(model: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_origin(model, replace(of_this_checkout(), sources="0"))
    with caplog.at_level(logging.WARNING, "rasa_project"):
        assert load_agent(model).is_ready()
    (said,) = caplog.messages
    assert "other" in said
    assert "evening-note train" in said


@pytest.mark.model
def test_a_model_of_an_older_rasa_is_named(model: Path, tmp_path: Path) -> None:
    with tarfile.open(model) as archive:
        archive.extractall(tmp_path / "model")  # noqa: S202 - our own model
    metadata = json.loads((tmp_path / "model" / "metadata.json").read_text())
    (tmp_path / "model" / "metadata.json").write_text(json.dumps({**metadata, "rasa_open_source_version": "3.5.0"}))
    (tmp_path / "model" / MEMBER).unlink()
    shutil.make_archive(str(tmp_path / "old"), "gztar", tmp_path / "model")
    with pytest.raises(ModelError, match=r"old\.tar\.gz was trained by Rasa 3\.5\.0, this is 3\.6\.21; run 'evening-note train'") as refused:
        load_agent(tmp_path / "old.tar.gz")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("file", ["config.yml", "rasa_project/domain/a.yml", "data/nlu/a.yml", "data/rules/a.yml", "data/stories/a.yml"])
def test_every_source_counts(sources: Path, file: str) -> None:
    before = of_this_checkout()
    (sources / file).write_text("changed")
    changed = of_this_checkout()
    assert changed.sources != before.sources
    (sources / file).rename(sources / file.replace(".yml", "_moved.yml"))
    if file != "config.yml":
        assert of_this_checkout().sources not in (before.sources, changed.sources)


def test_another_encoder_counts(sources: Path) -> None:
    before = of_this_checkout()
    (sources / "models" / "encoder" / "manifest.json").write_text("another")
    assert of_this_checkout() != before


def test_training_writes_it_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "new.tar.gz", "w:gz") as archive:
        archive.add(__file__, "metadata.json")
    result = SimpleNamespace(code=0, model=str(tmp_path / "new.tar.gz"))
    monkeypatch.setattr(rasa.model_training, "train", lambda **_: result)
    trained = training.train()
    assert read_origin(trained) == of_this_checkout()
    with tarfile.open(trained) as archive:
        assert archive.getnames() == [MEMBER, "metadata.json"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["new.tar.gz", "new.tar.gz.sha256"]


@pytest.mark.parametrize(("version", "trains"), [("0.0.9", True), (__version__, False)])
def test_after_an_upgrade_a_model_is_trained_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, trains: bool) -> None:
    with tarfile.open(tmp_path / "there.tar.gz", "w:gz"):
        pass
    write_origin(tmp_path / "there.tar.gz", Origin(version, "0"))
    monkeypatch.setattr(cli, "newest_model", lambda: tmp_path / "there.tar.gz")
    trained: list[bool] = []
    monkeypatch.setattr(cli.subprocess, "run", lambda *_, **__: trained.append(True) or subprocess.CompletedProcess([], 0))
    cli._train_if_needed()
    assert trained == [True] * trains


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00"])
def test_of_a_file_that_is_no_model_nothing_is_known(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd").write_bytes(content)
    assert read_origin(tmp_path / "odd") is None
    assert not is_of_another_version(tmp_path / "odd")
    assert read_origin(tmp_path / "missing") is None

"""The agent: the trained model with its actions inside this process, or one clear error."""

from __future__ import annotations

import asyncio
import shutil
import socket
import tarfile
from pathlib import Path

import pytest

from rasa_project.agent import load_agent
from rasa_project.channels.gate import Gate, Incoming
from rasa_project.errors import EncoderError, ModelError
from rasa_project.lean.actions import InProcessActions
from rasa_project.nlu import encoder, featurizer
from rasa_project.settings import newest_model
from tests.actions.test_coach_action import tracker


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody called out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_no_network")
def test_actions_run_in_this_process() -> None:
    call = {"next_action": "action_talk", "sender_id": "a", "tracker": tracker().current_state() | {"sender_id": "a"}, "domain": {}, "version": "3.6"}
    result = asyncio.run(InProcessActions().request(json=call))
    assert result["responses"][0]["custom"]["text"]


@pytest.mark.model
@pytest.mark.usefixtures("_no_network")
def test_a_whole_turn_needs_no_network(gate: Gate) -> None:
    assert asyncio.run(gate.deliver("a", "web", Incoming(text="i'm not in the mood tonight"))).replies


def test_no_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasa_project.agent.newest_model", lambda: None)
    with pytest.raises(ModelError, match="evening-note train"):
        load_agent()


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.tar\.gz.*evening-note train"):
        load_agent(tmp_path / "gone.tar.gz")


@pytest.mark.parametrize("content", [b"", b"no archive"], ids=["empty", "something else"])
def test_a_file_that_is_no_model_is_named(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.tar.gz"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"odd\.tar\.gz.*evening-note train"):
        load_agent(file)


@pytest.mark.model
def test_half_a_model_is_named(tmp_path: Path) -> None:
    newest = newest_model()
    assert newest is not None
    content = newest.read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match=r"half\.tar\.gz"):
        load_agent(tmp_path / "half.tar.gz")


@pytest.mark.model
def test_a_model_whose_classifier_is_damaged_says_what_to_do(tmp_path: Path) -> None:
    newest = newest_model()
    assert newest is not None
    with tarfile.open(newest) as archive:
        archive.extractall(tmp_path / "model")  # noqa: S202 - our own model
    for file in (tmp_path / "model").rglob("wording.json"):
        file.write_text("{")
    shutil.make_archive(str(tmp_path / "damaged"), "gztar", tmp_path / "model")
    with pytest.raises(ModelError, match="evening-note train"):
        load_agent(tmp_path / "damaged.tar.gz")


@pytest.mark.model
def test_an_encoder_that_is_not_whole_keeps_its_own_clear_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Rasa wraps it in errors of its own, which say nothing."""
    monkeypatch.setattr(featurizer, "shared_encoder", lambda: encoder.SentenceEncoder(tmp_path))
    with pytest.raises(EncoderError, match="not whole"):
        load_agent()

"""The server and the programs of Amazon's side; without them their tests are skipped, or fail where nothing may be skipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rasa_project.channels.alexa_model import interaction_model
from tests.integrations.alexa.cloud import (
    Believer,
    amazons_models,
    believing_server,
    missing_models,
    missing_simulator,
    signing_cloud,
    simulator,
)
from tests.integrations.line_process import LineProcess
from tests.needed import needed


@pytest.fixture(scope="session")
def believer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Believer]:
    """A running server that believes the Amazon of the tests."""
    settings = {"EVENING_NOTE_SEED": "tests", "EVENING_NOTE_DATA_DIR": str(tmp_path_factory.mktemp("data")), "EVENING_NOTE_COUNTRY": "GB"}
    with believing_server(tmp_path_factory.mktemp("amazon"), **settings) as started:
        yield started


@pytest.fixture(scope="session")
def judge() -> Iterator[LineProcess]:
    """Amazon's own models."""
    needed(missing_models())
    with amazons_models() as started:
        yield started


@pytest.fixture(scope="session")
def echo(believer: Believer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LineProcess]:
    """The simulator, over the model as the command writes it, talking to the running server through a cloud that signs."""
    needed(missing_simulator())
    model = tmp_path_factory.mktemp("model") / "model.json"
    # virtual-alexa reads the model without the object around it
    model.write_text(json.dumps(interaction_model()["interactionModel"]))
    with signing_cloud(believer) as url, simulator(Path(model), url) as started:
        yield started

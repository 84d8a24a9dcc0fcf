"""What requirements/accepted.yml says cannot be reached is really not reached."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile

import pytest

from rasa_project.paths import ROOT
from rasa_project.settings import newest_model
from tests.processes import COMMAND, environment

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The files of the trained model."""
    model = newest_model()
    assert model is not None
    with tarfile.open(model) as archive:
        return {entry.name: archive.extractfile(entry).read() for entry in archive.getmembers() if entry.isfile()}  # type: ignore[union-attr]


def test_a_trained_model_holds_arrays_and_text_and_nothing_that_could_run(files: dict[str, bytes]) -> None:
    assert {name.rpartition(".")[2] for name in files} <= {"json", "yml", "npz"}


def test_of_the_counted_words_a_model_keeps_vocabulary_and_weights_alone(files: dict[str, bytes]) -> None:
    wording = json.loads(next(content for name, content in files.items() if name.endswith("/wording.json")))
    assert {key for kept in wording for key in kept} == {"terms", "weights"}


def test_a_coach_that_has_answered_has_imported_no_loader_of_untrusted_models() -> None:
    program = (
        "import asyncio, sys; from rasa_project import lean_runtime\n"
        "lean_runtime.prepare(); from rasa_project.agent import load_agent\n"
        "asyncio.run(load_agent().parse_message('not tonight'))\n"
        "print(sorted({'skops', 'wheel', 'pip', 'setuptools.package_index'} & set(sys.modules)))"
    )
    done = subprocess.run([COMMAND[0], "-c", program], capture_output=True, text=True, cwd=ROOT, env=environment(), timeout=120, check=True)
    assert done.stdout.strip() == "[]"


def test_no_code_of_ours_starts_a_server_of_aiohttp() -> None:
    """Its server is where its holes were; the coach uses its client alone."""
    for folder in ("rasa_project", "actions"):
        for file in (ROOT / folder).rglob("*.py"):
            assert not re.search(r"aiohttp import web|aiohttp\.web\b|\bimport skops\b", file.read_text(encoding="utf-8")), file

"""The add-on for Home Assistant OS: it can be put together, holds all that its image needs, and passes its options on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from rasa_project import __version__
from rasa_project.paths import ROOT

ADDON = ROOT / "integrations" / "home_assistant" / "addon"


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is copied to Home Assistant OS."""
    folder = tmp_path_factory.mktemp("addon") / "evening_note"
    subprocess.run([str(ADDON / "assemble.sh"), str(folder)], check=True, capture_output=True, timeout=60)
    return folder


def test_it_holds_what_its_image_is_made_from(assembled: Path) -> None:
    copied = re.findall(r"^COPY (\S+)", (assembled / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert copied
    assert all((assembled / name).exists() for name in copied)
    for needed in (
        "config.yml",
        "rasa_project/cli.py",
        "actions/decline.py",
        "data/coaching/answers",
        "models/encoder/model.onnx",
        "models/tagger/tagger.onnx",
        "scripts/setup.sh",
    ):
        assert (assembled / "source" / needed).exists(), needed


def test_it_is_not_put_over_something_that_is_there(assembled: Path) -> None:
    assert subprocess.run([str(ADDON / "assemble.sh"), str(assembled)], check=False, capture_output=True, timeout=60).returncode == 1


def test_its_manifest_is_of_this_version_and_opens_no_port_unasked() -> None:
    manifest = yaml.safe_load((ADDON / "config.yaml").read_text(encoding="utf-8"))
    assert manifest["version"] == __version__
    assert manifest["ports"] == {"5005/tcp": None}
    assert set(manifest["options"]) == set(manifest["schema"])
    assert manifest["backup_exclude"] == ["*"]
    assert re.fullmatch(r"[a-z0-9_]+", manifest["slug"])
    assert set(yaml.safe_load((ADDON / "build.yaml").read_text(encoding="utf-8"))["build_from"]) == set(manifest["arch"])


def test_its_scripts_are_ones_that_bash_reads() -> None:
    for script in ("run.sh", "assemble.sh"):
        subprocess.run(["bash", "-n", str(ADDON / script)], check=True, timeout=60)  # noqa: S607 - wherever it is installed


def test_each_option_is_passed_on() -> None:
    options = yaml.safe_load((ADDON / "config.yaml").read_text(encoding="utf-8"))["options"]
    script = (ADDON / "run.sh").read_text(encoding="utf-8")
    assert all(f"option {name}" in script for name in options)

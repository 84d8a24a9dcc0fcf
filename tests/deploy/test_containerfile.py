"""The image: nothing in it is root's, fetched from elsewhere or secret, and the add-on is made the same way."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rasa_project import __version__
from rasa_project.paths import ROOT
from tests.deploy.tools import DEPLOY, policies, run

CONTAINERFILE = DEPLOY / "Containerfile"
ADDON = ROOT / "integrations" / "home_assistant" / "addon"
ADDON_DOCKERFILE = ADDON / "Dockerfile"
WAIVED = {"CKV_DOCKER_7": "the version stands in an argument, which the check does not read; a test below does"}
WAIVED_FOR_THE_ADDON = {
    **WAIVED,
    "CKV_DOCKER_2": "Home Assistant's supervisor watches its add-ons itself",
    "CKV_DOCKER_3": "Home Assistant mounts /data for root, and confines the whole container",
}


def lines(file: Path) -> list[tuple[str, str]]:
    """The instructions of a container file, with what follows each."""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", file.read_text(encoding="utf-8")))
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in joined.splitlines() if line.strip())]


def of_the_last_stage() -> list[tuple[str, str]]:
    instructions = lines(CONTAINERFILE)
    return instructions[max(number for number, (name, _) in enumerate(instructions) if name == "FROM") :]


@pytest.mark.parametrize("file", [CONTAINERFILE, ADDON_DOCKERFILE], ids=["image", "add-on"])
def test_a_linter_finds_nothing(file: Path) -> None:
    done = run("hadolint", file)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(("file", "waived"), [(CONTAINERFILE, WAIVED), (ADDON_DOCKERFILE, WAIVED_FOR_THE_ADDON)], ids=["image", "add-on"])
def test_no_policy_is_broken(file: Path, waived: dict[str, str], tmp_path: Path) -> None:
    shutil.copy(file, tmp_path / "Dockerfile")
    assert policies(tmp_path, "dockerfile", waived) == []


def test_it_runs_as_a_number_that_is_not_root() -> None:
    users = [rest for name, rest in of_the_last_stage() if name == "USER"]
    assert len(users) == 1
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", users[0])


def test_what_starts_it_needs_no_shell() -> None:
    for name, rest in of_the_last_stage():
        if name in ("ENTRYPOINT", "CMD"):
            assert rest.startswith("["), rest
        if name == "HEALTHCHECK":
            assert 'CMD ["' in rest
            assert "/health" in rest


def test_data_is_the_only_volume_and_belongs_to_the_coach_alone() -> None:
    stage = of_the_last_stage()
    assert [rest for name, rest in stage if name == "VOLUME"] == ['["/data"]']
    assert any("--mode=0700 --owner=10001 --group=10001 /data" in rest for name, rest in stage if name == "RUN")


def test_what_is_copied_is_there_and_nothing_else_reaches_the_builder() -> None:
    copied = [part.rstrip("/") for name, rest in lines(CONTAINERFILE) if name == "COPY" and "--from" not in rest for part in rest.split()[:-1]]
    let_through = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert sorted(copied) == sorted(let_through)
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"


def test_no_model_that_was_trained_elsewhere_is_copied_in() -> None:
    assert [rest.split()[0] for name, rest in lines(CONTAINERFILE) if name == "COPY" and rest.startswith("models")] == [
        "models/encoder/",
        "models/tagger/",
    ]
    assert any("evening-note train" in rest for name, rest in lines(CONTAINERFILE) if name == "RUN")


@pytest.mark.parametrize("file", [CONTAINERFILE, ADDON_DOCKERFILE], ids=["image", "add-on"])
def test_nothing_is_installed_but_from_the_lock_and_nothing_secret_is_built_in(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"apt-get|apk add|curl |wget |pip install|https?://(?!127\.0\.0\.1)", text)
    assert not re.search(r"(?i)(PASSPHRASE|PASSWORD|TOKEN|_SECRET)\s*=", text)
    assert "scripts/setup.sh --product" in text


def test_the_add_on_rests_on_the_same_base() -> None:
    base = next(rest for name, rest in lines(CONTAINERFILE) if name == "ARG").partition("=")[2]
    assert f"ARG BUILD_FROM={base}" in ADDON_DOCKERFILE.read_text(encoding="utf-8")
    assert set(re.findall(r"python:\S+", (ADDON / "build.yaml").read_text(encoding="utf-8"))) == {base}
    assert "latest" not in base
    assert (ROOT / ".python-version").read_text().strip() in base


def test_the_versions_that_are_named_are_this_version() -> None:
    for file in (CONTAINERFILE, DEPLOY / "compose.yml", DEPLOY / "kubernetes" / "deployment.yaml"):
        assert set(re.findall(r"evening-note:(\d[\w.]*)", file.read_text(encoding="utf-8"))) == {__version__}, file.name
    assert f"newTag: {__version__}" in (DEPLOY / "kubernetes" / "kustomization.yaml").read_text(encoding="utf-8")

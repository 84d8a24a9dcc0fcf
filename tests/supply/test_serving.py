"""What a container is made of: a part of what the product is made of, with which it starts and answers, and says why it cannot train."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from rasa_project.lean_runtime import NOT_FOR_SERVING
from rasa_project.paths import ROOT

REQUIREMENTS = ROOT / "requirements"
RUN = "import sys; from rasa_project.cli import main; sys.exit(main())"


def pins(name: str) -> dict[str, str]:
    """Each package of a lock, with its version and hashes."""
    blocks = re.split(r"\n(?=\S)", (REQUIREMENTS / f"{name}.lock").read_text(encoding="utf-8").strip())
    return {block.partition("==")[0]: block.partition("==")[2] for block in blocks}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the lock and no other, as links."""
    folder = tmp_path_factory.mktemp("packages")
    for name in pins("serving"):
        one = distribution(name)
        for part in {file.parts[0] for file in one.files or () if file.parts[0] != ".."}:
            link = folder / part
            if not link.exists():
                link.symlink_to(Path(str(one.locate_file(part))))
    return folder


def evening_note(packages: Path, data: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.defpath, "HOME": str(data), "EVENING_NOTE_DATA_DIR": str(data), "PYTHONPATH": f"{packages}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-S", "-c", RUN, *arguments]
    return subprocess.run(command, input=said, capture_output=True, text=True, cwd=ROOT, env=env, timeout=120, check=False)


def test_it_is_a_part_of_what_the_product_is_made_of_in_the_same_versions() -> None:
    every, served = pins("runtime"), pins("serving")
    assert {name: every.get(name) for name in served} == served


def test_what_is_left_out_by_name_is_in_neither() -> None:
    named = re.findall(r"(?m)^([a-z0-9-]+);", (REQUIREMENTS / "not-for-serving.txt").read_text(encoding="utf-8"))
    assert named
    assert not set(named) & set(pins("serving"))
    assert set(named) <= set(pins("runtime"))


def test_what_is_stood_in_for_is_left_out() -> None:
    served = {part for name in pins("serving") for file in distribution(name).files or () if (part := file.parts[0].removesuffix(".py"))}
    assert set(NOT_FOR_SERVING) & served <= {"pymongo"}, "requirements/not-for-serving.txt can leave these out, too"


@pytest.mark.model
def test_with_these_packages_alone_it_answers(packages: Path, tmp_path: Path) -> None:
    done = evening_note(packages, tmp_path, "chat", "--json", said="i'm not in the mood\nyes\n")
    *_, last = done.stdout.splitlines() or [done.stderr]
    assert json.loads(last)["replies"][0]["line"]


def test_with_these_packages_alone_it_says_that_it_cannot_train(packages: Path, tmp_path: Path) -> None:
    done = evening_note(packages, tmp_path, "train")
    assert done.returncode == 1
    assert "cannot train" in done.stderr
    assert "Traceback" not in done.stderr

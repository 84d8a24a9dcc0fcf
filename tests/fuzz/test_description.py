"""A real server, asked by the description that it publishes, rightly and wrongly: what comes back is what the description says."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from rasa_project.paths import ROOT
from tests.needed import needed
from tests.processes import HOST, Server, environment, pair

PROGRAM = ROOT / ".tools" / "schemathesis" / "bin" / "schemathesis"
CONFIG = Path(__file__).with_name("schemathesis.toml")
SECONDS, SECONDS_WHOLE = 15, 900
"""For the paths of the page and those of a home each."""
EXAMPLES, EXAMPLES_WHOLE = 15, 2000


ENDING = "DELETE /webhooks/web/session"
"""After it the token opens nothing, and all other answers would be one."""


def asked(server: Server, token: str, folder: Path, long: bool, *paths: str) -> subprocess.CompletedProcess[str]:
    """Schemathesis, with somebody's token, on some of the paths. It keeps its files in a folder that goes."""
    needed(None if PROGRAM.exists() else "Schemathesis is not set up: scripts/setup-tool.sh schemathesis")
    address, examples, seconds = f"http://{HOST}:{server.port}/openapi.yml", EXAMPLES_WHOLE if long else EXAMPLES, SECONDS_WHOLE if long else SECONDS
    return subprocess.run(
        [
            str(PROGRAM), "--config-file", str(CONFIG), "run", address, "--header", f"Authorization: Bearer {token}", *paths,
            "--max-examples", str(examples), "--max-time", str(seconds),
            "--generation-deterministic", "--no-color", "--continue-on-failure", "--warnings", "off",
        ],
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=SECONDS_WHOLE + 300, check=False,
    )  # fmt: skip


@pytest.mark.server
def test_the_page_s_paths_are_as_they_are_described(server: Server, tmp_path: Path, long: bool) -> None:
    done = asked(server, server.session(), tmp_path, long, "--exclude-path-regex", "home_assistant", "--exclude-name", ENDING)
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr


@pytest.mark.server
def test_ending_a_session_is_as_it_is_described(server: Server, tmp_path: Path, long: bool) -> None:
    done = asked(server, server.session(), tmp_path, long, "--include-name", ENDING)
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr


@pytest.mark.server
def test_a_home_s_paths_are_as_they_are_described(server: Server, tmp_path: Path, long: bool) -> None:
    token = pair(server, "fuzzed")
    done = asked(server, token, tmp_path, long, "--include-path-regex", "home_assistant")
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr

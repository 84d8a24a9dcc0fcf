"""The integration of Home Assistant: under the test helpers of Home Assistant, under its types, and in a real one that asks the real coach."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasa_project.coach.content import Library
from rasa_project.paths import ROOT
from tests.integrations.house import AGENT, INTEGRATION, PYTHON, House, speech
from tests.needed import needed
from tests.processes import HOST, Server, pair

CURRENT = ROOT / ".tools" / "home-assistant-current"
SECONDS = 240
"""Within which a run of Home Assistant's Python ends, on a busy machine."""
CANARY = "the zebra crossing in Lisbon"
LEAST_COVERED = 95
BLUEPRINTS = INTEGRATION / "blueprints" / "automation" / "evening_note"


@pytest.fixture(scope="module", autouse=True)
def environment() -> None:
    """The environment of Home Assistant. Missing, these tests are skipped; with CI=true that is a failure."""
    there = (PYTHON.parent.parent / "installed").exists()
    needed(None if there else "Home Assistant is not installed in .tools/home-assistant; scripts/setup-home-assistant.sh says why")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in the integration's folder, under Home Assistant's Python."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "COV"))}
    return subprocess.run(command, cwd=INTEGRATION, env={**inherited, **environment}, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_its_tests_pass_under_the_helpers_of_home_assistant_and_cover_it(tmp_path: Path) -> None:
    done = run(
        str(PYTHON), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--cov=custom_components.evening_note", "--cov-report=term-missing",
        f"--cov-fail-under={LEAST_COVERED}", COVERAGE_FILE=str(tmp_path / "coverage"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
    flow = next(line for line in done.stdout.splitlines() if "config_flow.py" in line)
    assert "100%" in flow, flow


def check_types(python_version: str, module: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The strict type check of a module against the Home Assistant that is found."""
    checker = ROOT / ".tools" / "lint" / "bin" / "mypy"
    needed(None if checker.exists() else "mypy is not installed in .tools/lint; 'make lint' does that")
    return run(
        str(checker), "--python-executable", str(PYTHON), "--python-version", python_version, "--strict", "--config-file=", "--follow-imports=silent",
        f"--cache-dir={ROOT / '.mypy_cache' / python_version}", *module.split(), **environment,
    )  # fmt: skip


def test_its_types_hold_against_home_assistants(long: bool, tmp_path: Path) -> None:
    """Of the release that is installed; whole also of the present one, which is large and needs a newer Python to run."""
    installed, present = ("3.13", {}), ("3.14", {"MYPYPATH": str(CURRENT / "source")})
    assert not long or (CURRENT / "installed").exists(), "scripts/setup-home-assistant-types.sh says why"
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from homeassistant.components.conversation import ConversationResult\nConversationResult(nonsense=1)\n", encoding="utf-8")
    for python_version, where in (installed, present) if long else (installed,):
        done = check_types(python_version, "-p custom_components.evening_note", **where)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
        assert check_types(python_version, str(wrong), **where).returncode == 1, "the check sees nothing"


@pytest.mark.parametrize("file", sorted(BLUEPRINTS.glob("*.yaml")), ids=lambda file: file.stem)
def test_what_the_house_says_by_itself_is_what_the_coach_takes_it_for(file: Path, library: Library) -> None:
    class Loader(yaml.SafeLoader):
        """Reads "!input" as the name of the input."""

    Loader.add_constructor("!input", lambda loader, node: loader.construct_scalar(node))
    said = yaml.load(file.read_text(encoding="utf-8"), Loader)["blueprint"]["input"]["words"]["default"]  # noqa: S506 - a safe loader
    (known,) = [entry for entry in library.answers if entry.moment == "note.good_moment"]
    assert said == f"{known.text} {known.question}"


# --- a real one


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A real Home Assistant."""
    with House() as started:
        yield started


@pytest.fixture(scope="module")
def paired(house: House, server: Server) -> dict[str, Any]:
    """The same, paired with the real coach."""
    token = pair(server, "house")
    url = f"http://{HOST}:{server.port}"
    refused = house.pair("http://127.0.0.1:9", token)
    assert refused["errors"] == {"base": "cannot_connect"}
    assert house.pair(url, "not the token")["errors"] == {"token": "invalid_auth"}
    made = house.pair(url, token)
    assert (made["type"], made["title"]) == ("create_entry", "Evening Note (house)")
    return made


@pytest.fixture
def agent(house: House, paired: dict[str, Any]) -> House:
    """The house in which the coach can be asked."""
    assert paired["type"] == "create_entry"
    return house


@pytest.mark.server
def test_over_rest_it_asks_answers_and_says_when_the_microphone_opens(agent: House) -> None:
    asked = agent.say("i'm too tired tonight, how do i say that")
    assert "eighteen" in speech(asked)
    assert asked["continue_conversation"] is True
    line = agent.say("yes i am", asked["conversation_id"])
    assert line["conversation_id"] == asked["conversation_id"]
    said = speech(line)
    assert "?" in said or line["continue_conversation"] is False
    for wish in ("again", "slower", "shorter"):
        assert speech(agent.say(wish, asked["conversation_id"]))
    ended = agent.say("stop", asked["conversation_id"])
    assert ended["continue_conversation"] is False


@pytest.mark.server
def test_over_the_websocket_it_is_the_same(agent: House) -> None:
    (asked,) = agent.ask({"type": "conversation/process", "text": "how do i ask for closeness tonight", "language": "en", "agent_id": AGENT})
    assert "eighteen" in speech(asked)
    assert asked["continue_conversation"] is True
    (line,) = agent.ask(
        {"type": "conversation/process", "text": "yes", "language": "en", "agent_id": AGENT, "conversation_id": asked["conversation_id"]}
    )
    assert speech(line)


@pytest.mark.server
def test_two_talks_know_nothing_of_each_other(agent: House) -> None:
    one, other = (agent.say("how do i say no nicely")["conversation_id"] for _ in range(2))
    assert one != other
    agent.say("yes i am", one)
    assert "eighteen" in speech(agent.say("another one", other))


@pytest.mark.server
def test_nothing_that_is_said_is_in_the_log_of_the_house_nor_in_its_diagnostics(agent: House) -> None:
    agent.say(f"i was at {CANARY} and now he wants to, how do i say no")
    entry = next(entry for entry in agent.request("GET", "/api/config/config_entries/entry") if entry["domain"] == "evening_note")
    assert entry["state"] == "loaded"
    report = agent.request("GET", f"/api/diagnostics/config_entry/{entry['entry_id']}")
    assert report["data"]["entry"] == {"url": "**REDACTED**", "token": "**REDACTED**"}
    assert CANARY not in str(report)
    assert CANARY not in agent.log


@pytest.mark.server
def test_it_can_be_taken_out_of_the_house_again(agent: House) -> None:
    entry = next(entry for entry in agent.request("GET", "/api/config/config_entries/entry") if entry["domain"] == "evening_note")
    agent.request("DELETE", f"/api/config/config_entries/entry/{entry['entry_id']}")
    with pytest.raises(AssertionError):
        agent.say("hello")

"""The integration of Home Assistant: under the test helpers of Home Assistant, under its types, and in a real one that asks the real coach."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasa_project.coach.content import Library
from rasa_project.paths import ROOT
from tests.integrations.house import AGENT, INTEGRATION, NEWER, OLDER, House, speech
from tests.integrations.house_speakers import talk
from tests.integrations.speakers import LONG, PAUSE, SHORT, SPEAKERS, check
from tests.needed import needed
from tests.processes import HOST, Server, pair, unpair

CURRENT = ROOT / ".tools" / "home-assistant-current"
SECONDS = 240
"""Within which a run of Home Assistant's Python ends, on a busy machine."""
CANARY = "the zebra crossing in Lisbon"
LEAST_COVERED = 95
BLUEPRINTS = INTEGRATION / "blueprints" / "automation" / "evening_note"


@pytest.fixture(scope="module", params=[OLDER, pytest.param(NEWER, marks=pytest.mark.long)], ids=["older", "newer"])
def environment(request: pytest.FixtureRequest) -> Path:
    """Where a release of Home Assistant is installed. Missing, its tests are skipped; with CI=true that is a failure."""
    folder: Path = request.param
    said = "scripts/setup-home-assistant.sh newer" if folder == NEWER else "scripts/setup-home-assistant.sh"
    needed(None if (folder / "installed").exists() else f"Home Assistant is not installed in {folder.relative_to(ROOT)}; {said} says why")
    return folder


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in the integration's folder, under Home Assistant's Python."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "COV"))}
    return subprocess.run(command, cwd=INTEGRATION, env={**inherited, **environment}, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_its_tests_pass_under_the_helpers_of_home_assistant_and_cover_it(environment: Path, tmp_path: Path) -> None:
    done = run(
        str(environment / "bin" / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--cov=custom_components.evening_note",
        "--cov-report=term-missing", f"--cov-fail-under={LEAST_COVERED}", COVERAGE_FILE=str(tmp_path / "coverage"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
    flow = next(line for line in done.stdout.splitlines() if "config_flow.py" in line)
    assert "100%" in flow, flow


def check_types(environment: Path, python_version: str, what: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
    """The strict type check of a module or a file against the Home Assistant that is found."""
    checker = ROOT / ".tools" / "lint" / "bin" / "mypy"
    needed(None if checker.exists() else "mypy is not installed in .tools/lint; 'make lint' does that")
    cache = ROOT / ".mypy_cache" / f"{environment.name}-{python_version}"
    return run(
        str(checker), "--python-executable", str(environment / "bin" / "python"), "--python-version", python_version, "--strict", "--config-file=",
        "--follow-imports=silent", f"--cache-dir={cache}", *what, **more,
    )  # fmt: skip


def check_all_types(environment: Path, python_version: str, folder: Path, **more: str) -> None:
    """The integration's types hold; the check finds what is wrong in a file of `folder`, so it sees Home Assistant."""
    wrong = folder / "wrong.py"
    wrong.write_text("from homeassistant.components.conversation import ConversationResult\nConversationResult(nonsense=1)\n", encoding="utf-8")
    done = check_types(environment, python_version, ("-p", "custom_components.evening_note"), **more)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert check_types(environment, python_version, (str(wrong),), **more).returncode == 1, "the check sees nothing"


@pytest.mark.long
def test_its_types_hold_against_home_assistants(environment: Path, tmp_path: Path) -> None:
    check_all_types(environment, "3.13", tmp_path)


@pytest.mark.long
def test_its_types_hold_against_the_present_release(tmp_path: Path) -> None:
    """It needs a newer Python to run than there is, so its source alone is there, over what the newest one that runs needs."""
    needed(None if (CURRENT / "installed").exists() else "the present release is not there; scripts/setup-home-assistant-types.sh says why")
    beside = NEWER if (NEWER / "installed").exists() else OLDER
    check_all_types(beside, "3.14", tmp_path, MYPYPATH=str(CURRENT / "source"))


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
def house(environment: Path) -> Iterator[House]:
    """A real Home Assistant."""
    with House(environment) as started:
        yield started


@pytest.fixture(scope="module")
def paired(house: House, server: Server) -> Iterator[dict[str, Any]]:
    """The same, paired with the real coach for as long as it is there."""
    token = pair(server, "house")
    url = f"http://{HOST}:{server.port}"
    refused = house.pair("http://127.0.0.1:9", token)
    assert refused["errors"] == {"base": "cannot_connect"}
    assert house.pair(url, "not the token")["errors"] == {"token": "invalid_auth"}
    made = house.pair(url, token)
    assert (made["type"], made["title"]) == ("create_entry", "Evening Note (house)")
    yield made
    unpair(server, "house")


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
@pytest.mark.waits
def test_twenty_speakers_at_once_share_nothing_and_lose_nothing(agent: House, long: bool) -> None:
    check(talk(agent, SPEAKERS, LONG if long else SHORT, PAUSE), whole=long)


@pytest.mark.server
def test_it_can_be_taken_out_of_the_house_again(agent: House) -> None:
    entry = next(entry for entry in agent.request("GET", "/api/config/config_entries/entry") if entry["domain"] == "evening_note")
    agent.request("DELETE", f"/api/config/config_entries/entry/{entry['entry_id']}")
    with pytest.raises(AssertionError):
        agent.say("hello")

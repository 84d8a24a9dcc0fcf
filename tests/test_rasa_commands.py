"""Rasa's own commands work through ours: without TensorFlow, with the domain and the data set, and with the actions inside."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from rasa_project import paths
from rasa_project.rasa_command import with_defaults
from tests.processes import COMMAND, HOST, PATIENCE, environment, evening_note, free_port, request, running, wait_until_listening
from tests.samples import domain, messages

pytestmark = [pytest.mark.model, pytest.mark.server]


def test_the_project_is_valid_without_a_warning() -> None:
    done = evening_note("rasa", "data", "validate", "--fail-on-warnings", patience=4 * PATIENCE)  # it reads every training message
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No story structure conflicts found" in done.stdout + done.stderr


def test_a_fault_in_the_project_is_noticed_by_it(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text('version: "3.1"\nnlu:\n- intent: no_such_intent\n  examples: |\n    - hello\n    - hi\n')
    done = evening_note("rasa", "data", "validate", "--fail-on-warnings", "--data", str(tmp_path))
    assert done.returncode == 1


def test_the_test_stories_go_as_they_should(tmp_path: Path) -> None:
    done = evening_note("rasa", "test", "core", "--fail-on-prediction-errors", "--out", str(tmp_path))
    assert done.returncode == 0, (tmp_path / "failed_test_stories.yml").read_text()
    report = json.loads((tmp_path / "story_report.json").read_text())
    assert report["conversation_accuracy"]["total"] >= 8
    assert report["conversation_accuracy"]["accuracy"] == 1.0


@pytest.mark.long
def test_a_story_that_does_not_go_so_is_a_failure(tmp_path: Path) -> None:
    story = tmp_path / "test_wrong.yml"
    story.write_text('version: "3.1"\nstories:\n- story: wrong\n  steps:\n  - user: hello\n    intent: greet\n  - action: action_safety\n')
    done = evening_note("rasa", "test", "core", "--fail-on-prediction-errors", "--stories", str(story), "--out", str(tmp_path / "results"))
    assert done.returncode == 1


def test_messages_can_be_tested_with_rasas_own_report(tmp_path: Path) -> None:
    some = ("greet", "how_to_ask", "not_in_the_mood", "pressured")
    entries = [f"- intent: {name}\n  examples: |\n" + "".join(f"    - {text}\n" for text in messages("plain")[name]) for name in some]
    (tmp_path / "nlu.yml").write_text('version: "3.1"\nnlu:\n' + "".join(entries))
    done = evening_note("rasa", "test", "nlu", "--nlu", str(tmp_path / "nlu.yml"), "--out", str(tmp_path / "results"), "--no-plot")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "results" / "intent_report.json").read_text())
    assert set(some) <= set(report)
    assert report["weighted avg"]["support"] == sum(len(messages("plain")[name]) for name in some)
    assert report["weighted avg"]["recall"] > 0.8


def test_an_action_server_starts_answers_and_stops() -> None:
    port = free_port()
    with running(*COMMAND, "rasa", "run", "actions", "-p", str(port)) as (process, output):
        wait_until_listening(port, process)
        assert {action["name"] for action in request(port, "GET", "/actions").json} == set(domain()["actions"])
        call = {"next_action": "action_talk", "sender_id": "a", "tracker": _tracker(), "domain": {}, "version": "3.6"}
        answer = request(port, "POST", "/webhook", json.dumps(call))
        assert answer.status == 200
        assert answer.json["responses"][0]["custom"]["text"]
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in output.read_text(errors="replace")


def test_the_shell_answers_a_line() -> None:
    port = free_port()
    done = evening_note("rasa", "shell", "-i", HOST, "-p", str(port), typed="i'm not in the mood tonight\n/stop\n")
    assert "eighteen" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("shell",), ("run",)], ids=" ".join)
def test_what_rasa_serves_stays_on_this_machine(command: tuple[str, ...]) -> None:
    """Rasa's own default is every address, and its channels ask nobody who they are."""
    completed = with_defaults([*command])
    option = next((name for name in ("--interface", "-i") if name in completed), None)
    assert option is not None
    assert completed[completed.index(option) + 1] == HOST


def test_an_action_server_stays_on_this_machine_too() -> None:
    done = subprocess.run(
        [COMMAND[0], "-c", _WHERE], capture_output=True, text=True, cwd=paths.ROOT, env=environment(), timeout=PATIENCE, check=False
    )
    assert done.stdout.split()[-1:] == [HOST], done.stderr


_WHERE = """
import os
os.environ.pop("SANIC_HOST", None)
from rasa_project import lean_runtime
lean_runtime.prepare()
from sanic import Sanic
Sanic.serve = Sanic.run = lambda self, host=None, *rest, **options: print(host)
from rasa_project.rasa_command import run_rasa
run_rasa(["run", "actions"])
"""


@pytest.mark.parametrize(
    ("arguments", "option", "values"),
    [
        (["train"], "--domain", [str(paths.DOMAIN)]),
        (["train"], "--data", [str(folder) for folder in paths.TRAINING_DATA]),
        (["data", "validate"], "--domain", [str(paths.DOMAIN)]),
        (["test", "core"], "--stories", [str(paths.ROOT / "tests" / "stories")]),
        (["test", "nlu"], "--nlu", [str(paths.ROOT / "tests" / "nlu" / "plain.yml")]),
        (["run", "actions"], "--actions", ["actions"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) and len(value) < 3 and "/" not in value[0] else None,
)
def test_the_domain_and_the_data_are_set_where_they_are_not_given(arguments: list[str], option: str, values: list[str]) -> None:
    completed = with_defaults(arguments)
    place = completed.index(option)
    assert completed[place + 1 : place + 1 + len(values)] == values


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "-d", "mine"],
        ["train", "--domain", "mine"],
        ["train", "--domain=mine"],
        ["test", "core", "-s", "mine"],
        ["test", "nlu", "-u", "mine"],
        ["test", "nlu", "--nlu=mine"],
    ],
    ids=" ".join,
)
def test_what_is_given_is_left_as_it_is(arguments: list[str]) -> None:
    option = {"-d": "--domain", "-s": "--stories", "-u": "--nlu"}.get(
        arguments[-2], arguments[-1].partition("=")[0] if "=" in arguments[-1] else arguments[-2]
    )
    completed = with_defaults(arguments)
    assert completed[: len(arguments)] == arguments
    assert option not in completed[len(arguments) :]


def test_a_command_that_is_none_of_ours_is_left_as_it_is() -> None:
    assert with_defaults(["--version"]) == ["--version"]


def _tracker() -> dict[str, object]:
    message = {"intent": {"name": "greet"}, "entities": [], "text": "hello"}
    return {"sender_id": "a", "slots": {}, "latest_message": message, "events": [], "paused": False, "latest_action_name": "action_listen"}

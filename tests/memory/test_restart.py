"""A server that is started again: conversations and tokens go on; and the commands that keep nothing make neither folder nor key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.processes import Server, evening_note

pytestmark = [pytest.mark.server, pytest.mark.model]


def test_a_conversation_goes_on_after_the_server_was_started_again(tmp_path: Path) -> None:
    data = {"EVENING_NOTE_DATA_DIR": str(tmp_path / "data")}
    with Server(data) as server:
        token = server.session()
        asked = server.say(token, "i'm not in the mood tonight", 1).json["replies"][0]
        button = next(button["payload"] for button in asked["quick_replies"])
        server.stop()
    with Server(data) as server:
        answered = server.send(token, {"id": 2, "payload": button})
        assert answered.status == 200
        assert answered.json["replies"][0]["text"] != asked["text"]
        assert server.errors == ""
    kept = [tmp_path / "data", *(tmp_path / "data").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o700, 0o600}


def test_a_server_whose_key_is_another_says_so_in_one_line(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with Server({"EVENING_NOTE_DATA_DIR": data}):
        pass
    done = evening_note("run", EVENING_NOTE_DATA_DIR=data, EVENING_NOTE_PORT="0", EVENING_NOTE_PASSPHRASE="another canary")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "sealed with another key" in done.stderr
    assert "canary" not in done.stderr


@pytest.mark.parametrize(("command", "typed"), [(("parse",), "not tonight"), (("chat", "--json"), "not tonight"), (("rasa", "--version"), "")])
def test_what_keeps_nothing_makes_no_folder(command: tuple[str, ...], typed: str, tmp_path: Path) -> None:
    done = evening_note(*command, typed=typed, EVENING_NOTE_DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []

"""The desktop notification: the neutral words, by the command that is there."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from rasa_project.coach.content import Library
from rasa_project.errors import NoticeError
from rasa_project.memory.memory import no_next_note, open_memory
from rasa_project.notes.desktop import Desktop
from rasa_project.notes.service import NOTICE, evening_notes
from rasa_project.settings import Settings

WORDS = "Your evening note is ready."
UNTIL = datetime(2026, 1, 5, 23, 30, tzinfo=timezone.utc)


def command(folder: Path, name: str, code: int = 0) -> Path:
    """A command that writes down what it was called with."""
    program = folder / name
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/called"\nexit {code}\n')
    program.chmod(0o755)
    return folder / "called"


@pytest.mark.parametrize(("platform", "name"), [("linux", "notify-send"), ("darwin", "osascript")])
def test_the_command_of_the_desktop_says_the_words_and_nothing_else(
    platform: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = command(tmp_path, name)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    Desktop(WORDS, platform).notify("canary", UNTIL)
    said = called.read_text()
    assert WORDS in said
    assert "canary" not in said


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_without_a_command_it_says_so(platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoticeError, match="no command"):
        Desktop(WORDS, platform).notify("ann", UNTIL)


def test_a_command_that_fails_is_told_by_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(tmp_path, "notify-send", code=1)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(NoticeError, match=r"^CalledProcessError$"):
        Desktop(WORDS, "linux").notify("ann", UNTIL)


def test_the_notice_says_only_that_a_note_is_ready(library: Library) -> None:
    assert [frame.text for frame in library.frames if frame.moment == NOTICE] == [WORDS]


@pytest.mark.parametrize(("desktop", "ways"), [(False, ["web push"]), (True, ["web push", "desktop"])])
def test_the_desktop_is_told_only_where_that_is_set(desktop: bool, ways: list[str], tmp_path: Path, library: Library) -> None:
    chosen = Settings(data_dir=tmp_path / "data", desktop_notice=desktop)
    memory = open_memory(chosen, no_next_note)
    try:
        assert [way.name for way in evening_notes(memory, library, chosen)._ways] == ways
    finally:
        memory.close()

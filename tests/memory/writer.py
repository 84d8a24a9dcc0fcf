"""A process that holds only the memory and evening notes, and is killed at some moment: it writes, and says after each write that it is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from rasa_project.coach.remembered import Agree, DropLine, OpenNote, Purpose, SaveLine, SetNotes
from rasa_project.coach.schedule import Schedule
from rasa_project.memory.memory import Memory, open_memory
from rasa_project.settings import Settings
from tests.memory.conftest import nightly

PERSON = "anna"
FAR = datetime(2090, 1, 1, tzinfo=timezone.utc)


def open_writers_memory(folder: Path) -> Memory:
    """The memory that all these processes share."""
    return open_memory(Settings(data_dir=folder / "data"), nightly)


def set_up(memory: Memory) -> None:
    """What is there before the first process starts."""
    memory.carry_out(PERSON, [Agree(Purpose.SAVED), Agree(Purpose.NOTES), SetNotes(Schedule(22 * 60))])


def work(folder: Path, name: str) -> None:
    """Saves lines, drops some, and sends notes, night after night, until it is killed. `log` in `folder` is what it says of it."""
    log = os.open(folder / "log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def tell(*words: object) -> None:
        os.write(log, f"{' '.join(map(str, words))}\n".encode())  # one call: whole, or not at all

    memory = open_writers_memory(folder)
    for number in _numbers():
        line = f"{name}-{number}"
        tell("saving", line)
        memory.carry_out(PERSON, [SaveLine(line)])
        tell("saved", line)
        if number % 3 == 2:
            dropped = next((kept for kept in memory.recall(PERSON).saved if kept.text.startswith(f"{name}-")), None)
            if dropped is not None:
                tell("dropping", dropped.text)
                memory.carry_out(PERSON, [DropLine(str(dropped.id))])
        _send(memory, line, tell)


def _send(memory: Memory, note: str, tell: object) -> None:
    assert callable(tell)
    for due in memory.deliveries.due(FAR, limit=1):
        now = due.at + timedelta(minutes=1)
        if memory.deliveries.claim(due.person, due.night, note, now):
            tell("sent", due.night, note)
            tell("opening", note)
            memory.carry_out(PERSON, [OpenNote(note)])


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1

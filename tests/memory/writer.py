"""A process that holds only the memory and the scheduler of evening notes, and is killed at some moment: it tells of each thing it has done."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from rasa_project.coach.remembered import Agree, DropLine, DropMoment, JournalEntry, NoteMoment, OpenNote, Purpose, SaveLine, SetNotes
from rasa_project.coach.schedule import Schedule, next_after
from rasa_project.library import load_library
from rasa_project.memory.memory import Memory, open_memory
from rasa_project.notes.scheduler import NoteScheduler
from rasa_project.settings import Settings

PERSON = "anna"
FAR = datetime(2090, 1, 1, tzinfo=timezone.utc)
DAY = date(2026, 3, 2)
HOURS = 24
NOTES = load_library().notes
"""Read once, by the server from which these processes are forked."""

Telling = Callable[..., None]


def open_writers_memory(folder: Path) -> Memory:
    """The memory that all these processes share."""
    return open_memory(Settings(data_dir=folder / "data", retention_days=3650), next_after)


def set_up(memory: Memory) -> None:
    """What is there before the first process starts."""
    memory.carry_out(PERSON, [*(Agree(purpose) for purpose in Purpose), SetNotes(Schedule(22 * 60))])


class Told:
    """The way in which a notice is given: a line in the log."""

    name = "log"

    def __init__(self, tell: Telling) -> None:
        self._tell = tell

    def notify(self, person: str, until: datetime) -> None:
        """The night is known by the moment from which nobody is to be disturbed any more."""
        self._tell("told", until.date())


def work(folder: Path, name: str) -> None:
    """Saves lines, notes moments, drops some, and gives notes, night after night, until it is killed. `log` in `folder` is what it says of it."""
    log = os.open(folder / "log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def tell(*words: object) -> None:
        os.write(log, f"{' '.join(map(str, words))}\n".encode())  # one call: whole, or not at all

    memory = open_writers_memory(folder)
    notes = NoteScheduler(memory.deliveries, NOTES, [Told(tell)], name, lambda: _when_the_next_is_due(memory))
    notes.start()
    threading.Thread(target=_nights, args=(memory, notes, tell), daemon=True).start()
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
        tell("noting", line)
        memory.carry_out(PERSON, [NoteMoment(JournalEntry(DAY + timedelta(days=number % 3), "decliner", number % HOURS))])
        tell("noted", line)
        if number % 4 == 3:
            tell("unnoting", line)
            memory.carry_out(PERSON, [DropMoment()])
            tell("unnoted", line)


def _nights(memory: Memory, notes: NoteScheduler, tell: Telling) -> None:
    """Lets the scheduler wake again and again, each time in the next night, and opens what it gave."""
    while True:
        notes.wake()
        known = memory.recall(PERSON).notes
        if known is not None and known.waiting is not None:
            tell("opening", known.waiting)
            memory.carry_out(PERSON, [OpenNote(known.waiting)])


def _when_the_next_is_due(memory: Memory) -> datetime:
    """A moment after the person's next note was to come."""
    due = memory.deliveries.due(FAR, limit=1)
    return due[0].at + timedelta(minutes=1) if due else FAR


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1

"""A household for conversations that are remembered: a real memory in a folder of its own, a clock that is set by hand, and the notices that come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import actions.tracker
from rasa_project.channels import remembered as remembered_page
from rasa_project.channels.gate import Gate, Person
from rasa_project.channels.remembered import RememberedPage
from rasa_project.channels.sessions import Session, Sessions
from rasa_project.coach.content import Library
from rasa_project.coach.remembered import Agree, JournalEntry, NoteMoment, Purpose, Remembered
from rasa_project.memory import opened
from rasa_project.memory.memory import Memory, open_memory
from rasa_project.notes.scheduler import NoteScheduler
from rasa_project.notes.service import NOTICE
from rasa_project.settings import Settings

STARTS, ZONE = datetime(2026, 3, 10, 21, 0), "Europe/London"
SECRET = "the secret of a household that only tests live in"


class Household:
    """One person's memory as time goes by."""

    name = "household"
    """Of the way in which its notices come."""

    def __init__(self, folder: Path, library: Library, starts: datetime = STARTS, zone: str = ZONE) -> None:
        self.zone = zone
        self.now = starts.replace(tzinfo=ZoneInfo(zone))
        self.person = Person("the person", zone)
        self.folder = folder
        self.library = library
        self.settings = Settings(data_dir=folder, secret=SECRET)
        self.notices: list[str] = []
        self._scheduler: NoteScheduler | None = None

    @property
    def memory(self) -> Memory:
        """The memory that actions and page use."""
        return opened.opened_memory()

    def remembered(self, person: Person) -> Remembered:
        """What is remembered of somebody now; nothing is made in order to look."""
        return opened.recall(person.id, entries=True)

    def moment(self) -> datetime:
        """The time, in UTC."""
        return self.now.astimezone(timezone.utc)

    def local(self, _zone: str | None = None) -> datetime:
        """The person's own time."""
        return self.now

    def notify(self, person: str, until: datetime) -> None:
        """A way to tell the person, as the scheduler knows it: what is shown is noted."""
        assert person == self.memory.row(self.person.id)
        assert self.moment() < until
        self.notices.append(next(frame.text for frame in self.library.frames if frame.moment == NOTICE))

    def move_on(self, *, days: int = 0, to: str | None = None) -> None:
        """Lets time go by, minute by minute for the evening notes where there are any."""
        end = self.now + timedelta(days=days)
        if to is not None:
            end = datetime.combine(end.date(), time.fromisoformat(to), end.tzinfo)
            assert end >= self.now, "the clock goes forward"
        if self.remembered(self.person).notes is None:
            self.now = end
            return
        if self._scheduler is None:
            self._scheduler = NoteScheduler(self.memory.deliveries, self.library.notes, [self], "tests", self.moment)
        while self.now < end:
            self.now = min(self.now + timedelta(minutes=5), end)
            self._scheduler.wake()

    def has_noted(self, entries: list[Mapping[str, Any]]) -> None:
        """What the journal holds already, with the yes to it."""
        changes: list[Any] = [Agree(Purpose.JOURNAL)]
        for entry in entries:
            codes = dict(entry)
            days_ago, times = codes.pop("days_ago", 0), codes.pop("times", 1)
            days = [self.now.date() - timedelta(days=days_ago + 7 * week) for week in range(times)]
            changes += [NoteMoment(JournalEntry(day=day, **codes)) for day in days]
        self.memory.carry_out(self.person.id, changes)

    async def page(self, gate: Gate, conversation: str, person: Person) -> dict[str, Any]:
        """What somebody's own page shows."""
        sessions = Sessions(SECRET, seconds=3600)
        return await RememberedPage(gate, sessions, self.library).read(Session(conversation, person))

    def stored(self) -> bytes:
        """Every byte the memory keeps on disk, in lower case."""
        return b"".join(file.read_bytes() for file in sorted(self.folder.glob("memory.db*"))).lower()


@contextmanager
def household(folder: Path, library: Library, conversation: Mapping[str, Any], patch: pytest.MonkeyPatch) -> Iterator[Household]:
    """The household of a conversation, whose memory is the process's as long as it lasts."""
    starts = conversation.get("starts")
    starts = datetime.fromisoformat(starts) if isinstance(starts, str) else starts
    home = Household(folder, library, starts or STARTS, conversation.get("zone", ZONE))
    patch.setattr(opened, "settings", lambda: home.settings)
    patch.setattr(opened, "open_memory", partial(open_memory, clock=home.moment))
    patch.setattr(actions.tracker, "local_time", home.local)
    patch.setattr(remembered_page, "local_time", home.local)
    opened.opened_memory.cache_clear()
    try:
        if "journal" in conversation:
            home.has_noted(conversation["journal"])
        yield home
    finally:
        if opened.opened_memory.cache_info().currsize:
            home.memory.close()
        opened.opened_memory.cache_clear()

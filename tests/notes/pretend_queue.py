"""A queue of evening notes in this process, as strict about claims as the memory is."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from rasa_project.coach.remembered import JournalEntry
from rasa_project.coach.schedule import Schedule, next_after, night_of
from rasa_project.memory.deliveries import ASKS_AFTER


@dataclass(frozen=True)
class Waiting:
    """One person in the queue."""

    person: str
    at: datetime
    schedule: Schedule
    unopened: int = 0
    seen: tuple[str, ...] = ()

    @property
    def night(self) -> date:
        """The evening it is for."""
        return night_of(self.schedule, self.at)


@dataclass
class PretendQueue:
    """Keeps who is due, and every note that was claimed. A claim of a night that had one, or of a person who is not due, is refused."""

    people: dict[str, Waiting] = field(default_factory=dict)
    claimed: list[tuple[str, date, str]] = field(default_factory=list)
    skipped: list[tuple[str, date]] = field(default_factory=list)
    noted: dict[str, tuple[JournalEntry, ...]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, person: str, schedule: Schedule, now: datetime, **more: object) -> None:
        """Somebody who sets notes."""
        at = next_after(schedule, now)
        assert at is not None
        self.people[person] = Waiting(person, at, schedule, **more)  # type: ignore[arg-type]

    def due(self, now: datetime, limit: int) -> Sequence[Waiting]:
        """Whose turn it is."""
        return sorted((one for one in self.people.values() if one.at <= now), key=lambda one: one.at)[:limit]

    def claim(self, person: str, night: date, note: str, now: datetime) -> bool:
        """For one caller alone."""
        with self._lock:
            one = self.people.get(person)
            if one is None or one.at > now or one.night != night:
                return False
            if one.unopened > ASKS_AFTER:
                del self.people[person]
                return False
            had_one = any((person, night) == (before, when) for before, when, _ in self.claimed)
            self._move_on(replace(one, unopened=one.unopened + 1, seen=(*one.seen, note)) if not had_one else one, now)
            if not had_one:
                self.claimed.append((person, night, note))
            return not had_one

    def skip(self, person: str, night: date, now: datetime) -> None:
        """A night without."""
        with self._lock:
            one = self.people[person]
            if one.at <= now and one.night == night:
                self.skipped.append((person, night))
                self._move_on(one, now)

    def waits(self, person: str) -> bool:
        """Whether one was not opened."""
        return person in self.people and self.people[person].unopened > 0

    def entries(self, person: str) -> tuple[JournalEntry, ...]:
        """What was noted."""
        return self.noted.get(person, ())

    def open(self, person: str) -> None:
        """The note that waits is opened."""
        self.people[person] = replace(self.people[person], unopened=0)

    def _move_on(self, one: Waiting, now: datetime) -> None:
        at = next_after(one.schedule, now)
        assert at is not None
        self.people[one.person] = replace(one, at=at)

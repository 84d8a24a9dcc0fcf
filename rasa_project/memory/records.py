"""What is sealed, as bytes and back: codes, days and schedules in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rasa_project.coach.remembered import EveningNotes, JournalEntry, OpenMoment, Purpose, SavedLine
from rasa_project.coach.schedule import Schedule

SEEN = 60
"""Ids of the last notes that are kept, so that none comes again soon."""


@dataclass(frozen=True)
class PersonRecord:
    """What is kept of a person beside the rows of each purpose. The consent to evening notes is their row in `notes`."""

    consents: frozenset[Purpose] = frozenset()
    open_moment: OpenMoment | None = None

    def to_bytes(self) -> bytes:
        """For sealing."""
        moment = self.open_moment
        return _written([sorted(purpose.value for purpose in self.consents), moment and [moment.day.isoformat(), moment.role]])

    @classmethod
    def from_bytes(cls, written: bytes) -> PersonRecord:
        """As it was before `to_bytes`."""
        consents, moment = _read(written)
        return cls(
            frozenset(Purpose(purpose) for purpose in consents), OpenMoment(date.fromisoformat(moment[0]), moment[1]) if moment is not None else None
        )


@dataclass(frozen=True)
class NotesRecord:
    """What a person's evening notes need: agreed to, and set by a schedule where there is one."""

    schedule: Schedule | None = None
    waiting: str | None = None
    unopened: int = 0
    seen: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """For sealing."""
        return _written([self.schedule and _schedule_as_json(self.schedule), self.waiting, self.unopened, self.seen])

    @classmethod
    def from_bytes(cls, written: bytes) -> NotesRecord:
        """As it was before `to_bytes`."""
        schedule, waiting, unopened, seen = _read(written)
        return cls(_schedule_of(schedule) if schedule is not None else None, waiting, unopened, tuple(seen))

    def with_seen(self, note: str) -> NotesRecord:
        """The record with one more note among the last ones."""
        return replace(self, seen=(*(seen for seen in self.seen if seen != note), note)[-SEEN:])

    @property
    def unopened_now(self) -> int:
        """How many notes in a row were not opened, the waiting one counted."""
        return self.unopened + (self.waiting is not None)

    def as_notes(self) -> EveningNotes | None:
        """As the coach knows it; None where no schedule is set."""
        return EveningNotes(self.schedule, self.waiting, self.unopened, self.seen) if self.schedule is not None else None


Noted = tuple[int, JournalEntry]
"""An entry of the journal after the moment it was written (nanoseconds since 1970), by which entries of a day come in order."""


def entries_to_bytes(entries: Sequence[Noted]) -> bytes:
    """Entries of one day, at least one, for sealing."""
    day = entries[0][1].day.isoformat()
    return _written([day, *([order, entry.role, entry.hour, entry.reason, entry.outcome, entry.feeling] for order, entry in entries)])


def entries_from_bytes(written: bytes, row: bytes) -> list[Noted]:
    """As they were before `entries_to_bytes`."""
    day, *entries = _read(written)
    if not isinstance(day, str):  # until revision 0004 a row held one entry: its order, its day, the rest
        order, (day, *rest) = day, entries
        entries = [[order, *rest]]
    of_day = date.fromisoformat(day)
    return [
        (order, JournalEntry(of_day, role, hour, reason, outcome, feeling, f"{row.hex()}-{order}"))
        for order, role, hour, reason, outcome, feeling in entries
    ]


def line_to_bytes(text: str, order: int) -> bytes:
    """For sealing, with the moment it was saved."""
    return _written([order, text])


def line_from_bytes(written: bytes, row: bytes) -> tuple[int, SavedLine]:
    """When it was saved, and the line."""
    order, text = _read(written)
    return order, SavedLine(text, row.hex())


def _schedule_as_json(schedule: Schedule) -> list[Any]:
    paused = schedule.paused_until and schedule.paused_until.isoformat()
    return [schedule.minute, sorted(schedule.days), schedule.zone, paused, list(schedule.quiet)]


def _schedule_of(written: list[Any]) -> Schedule:
    minute, days, zone, paused, quiet = written
    return Schedule(minute, frozenset(days), zone, date.fromisoformat(paused) if paused else None, (quiet[0], quiet[1]))


def _written(content: list[Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


def _read(written: bytes) -> Any:
    # decoded here: left to itself, JSON first guesses the encoding, which takes as long as the rest
    return json.loads(written.decode(errors="surrogatepass"))

"""Evening notes as the scheduler sees them: who is to get one, and that each night has one at most, whatever happens in between.

A note is chosen and recorded as waiting before anything is sent; so it never comes twice, and a crash before the sending leaves it waiting
to be opened. Nothing here needs a PIN, and nothing here reads what a PIN protects.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from rasa_project.coach.remembered import JournalEntry
from rasa_project.coach.schedule import Schedule, night_of
from rasa_project.errors import EveningNoteError
from rasa_project.memory import tables
from rasa_project.memory.changes import NextAfter
from rasa_project.memory.engine import changing, reading
from rasa_project.memory.kept import read_entries, read_notes
from rasa_project.memory.people import find_person, find_to_change
from rasa_project.memory.records import NotesRecord
from rasa_project.memory.vault import Vault

logger = logging.getLogger(__name__)

ASKS_AFTER = 5
"""After so many unopened notes in a row the next one asks whether to stop."""
_A_DAY = 24 * 3600


@dataclass(frozen=True)
class Due:
    """One person whose note is to come now."""

    person: str
    """The row's id; nobody can tell from it who it is."""
    night: date
    """The evening it is for, in the person's own time; after midnight still the one before."""
    at: datetime
    """When it was to come (UTC); long past where the server was off."""
    schedule: Schedule
    unopened: int
    """How many in a row were not opened, the one that is still waiting counted.

    At ASKS_AFTER this note asks whether to stop; beyond, `claim` stops them.
    """
    seen: tuple[str, ...]
    """Ids of the last notes, oldest first."""


class Deliveries:
    """The queue of evening notes."""

    def __init__(self, engine: Engine, vault: Vault, next_after: NextAfter, oldest_day: Callable[[], date]) -> None:
        self._engine = engine
        self._oldest_day = oldest_day
        self._vault = vault
        self._next_after = next_after

    def due(self, now: datetime, limit: int = 100) -> tuple[Due, ...]:
        """Whose note is to come at `now` or was before, the longest due first."""
        notes = tables.notes
        statement = select(notes).where(notes.c.next_at <= int(now.timestamp())).order_by(notes.c.next_at).limit(limit)
        with reading(self._engine) as connection:
            rows = connection.execute(statement).all()
            read = [(row, self._read(connection, row)) for row in rows]
        for row, due in read:
            if due is None:
                self._set_aside(row)
        return tuple(due for _, due in read if due is not None)

    def claim(self, person: str, night: date, note: str, now: datetime) -> bool:
        """Records that `note` comes to a person for a night; only who gets True sends it.

        False when another process was faster, the schedule has changed, or the notes stop now because even the question whether to stop was
        not opened.
        """
        return self._move_on(person, night, note, now)

    def skip(self, person: str, night: date, now: datetime) -> None:
        """Lets a night go by without a note (the server was off until the quiet hours)."""
        self._move_on(person, night, None, now)

    def waits(self, person: str) -> bool:
        """Whether a note waits to be opened."""
        with reading(self._engine) as connection:
            found = find_person(connection, self._vault, bytes.fromhex(person))
            notes = None if found is None else read_notes(connection, found)
            return notes is not None and notes.waiting is not None

    def entries(self, person: str) -> tuple[JournalEntry, ...]:
        """What the person noted, for a note that fits; nothing where a PIN protects it."""
        with reading(self._engine) as connection:
            found = find_person(connection, self._vault, bytes.fromhex(person))
            return read_entries(connection, found, self._oldest_day()) if found is not None and not found.locked else ()

    def _move_on(self, person: str, night: date, note: str | None, now: datetime) -> bool:
        """In one transaction: the note of this night is recorded, if there is one, and the next night set."""
        notes = tables.notes
        with changing(self._engine) as connection:
            # the person's row is held first, as everywhere, so that no two processes wait for each other
            found = find_to_change(connection, self._vault, bytes.fromhex(person))
            statement = select(notes).where(notes.c.person == bytes.fromhex(person), notes.c.next_at <= int(now.timestamp()))
            row = connection.execute(statement.with_for_update()).first()
            due = None if row is None else self._read(connection, row)
            if found is None or row is None or due is None or due.night != night:
                return False
            record = NotesRecord.from_bytes(found.delivery.open(row.record, "notes", row.person))
            next_at = self._next_after(due.schedule, now)
            claimed = note is not None and not self._delivered(connection, row.person, night)
            if claimed and record.unopened_now > ASKS_AFTER:
                record, next_at, claimed = NotesRecord(), None, False
            elif claimed and note is not None:
                record = replace(record.with_seen(note), waiting=note, unopened=record.unopened_now)
                day = self._vault.day("deliveries", night)
                sealed = found.delivery.seal(json.dumps([night.isoformat(), note]).encode(), "deliveries", row.person, day)
                connection.execute(insert(tables.deliveries).values(person=row.person, day=day, note=sealed))
            values = {
                "record": found.delivery.seal(record.to_bytes(), "notes", row.person),
                "next_at": int(next_at.timestamp()) if next_at is not None else None,
            }
            connection.execute(update(notes).where(notes.c.person == row.person).values(**values))
            return claimed

    def _delivered(self, connection: Connection, person: bytes, night: date) -> bool:
        table = tables.deliveries
        statement = select(table.c.day).where(table.c.person == person, table.c.day == self._vault.day("deliveries", night))
        return connection.execute(statement).first() is not None

    def _read(self, connection: Connection, row: Row) -> Due | None:
        """A row that is due; None when it cannot be read, which must not hold up the others."""
        try:
            person = find_person(connection, self._vault, row.person)
            if person is None:
                return None
            record = NotesRecord.from_bytes(person.delivery.open(row.record, "notes", row.person))
            if record.schedule is None:
                return None
            at = datetime.fromtimestamp(row.next_at, timezone.utc)
            return Due(row.person.hex(), night_of(record.schedule, at), at, record.schedule, record.unopened_now, record.seen)
        except (EveningNoteError, ValueError, KeyError) as error:
            logger.error("An evening note cannot be read: %s", type(error).__name__)
            return None

    def _set_aside(self, row: Row) -> None:
        """A row that cannot be read is looked at again a day later."""
        notes = tables.notes
        same = (notes.c.person == row.person, notes.c.next_at == row.next_at)
        with changing(self._engine) as connection:
            connection.execute(update(notes).where(*same).values(next_at=notes.c.next_at + _A_DAY))


def leave_out_tonight(connection: Connection, vault: Vault, next_after: NextAfter, now: datetime) -> None:
    """After a restore: what was missed comes no more, and nobody has a note in the night that is now.

    Theirs may have come since the backup was made, by a schedule that it does not know.
    """
    notes = tables.notes
    soon = int(now.timestamp()) + 2 * _A_DAY
    moved = [
        {"whose": row.person, "at": _after_tonight(connection, vault, row, next_after, now, soon)}
        for row in connection.execute(select(notes).where(notes.c.next_at < soon)).all()
    ]
    if moved:
        connection.execute(update(notes).where(notes.c.person == bindparam("whose")).values(next_at=bindparam("at")), moved)


def _after_tonight(connection: Connection, vault: Vault, row: Row, next_after: NextAfter, now: datetime, otherwise: int) -> int | None:
    """When a person's first note after this night comes; `otherwise` where that cannot be read."""
    try:
        person = find_person(connection, vault, row.person)
        schedule = None if person is None else NotesRecord.from_bytes(person.delivery.open(row.record, "notes", row.person)).schedule
        if schedule is None:
            return None
        at = next_after(schedule, now)
        while at is not None and night_of(schedule, at) <= night_of(schedule, now):
            at = next_after(schedule, at)
        return int(at.timestamp()) if at is not None else None
    except (EveningNoteError, ValueError, KeyError) as error:
        logger.error("An evening note cannot be read: %s", type(error).__name__)
        return otherwise

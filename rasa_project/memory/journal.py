"""A person's journal and saved lines, opened."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.engine import Connection

from rasa_project.coach.remembered import JournalEntry, SavedLine
from rasa_project.memory import tables
from rasa_project.memory.people import Person
from rasa_project.memory.records import entry_from_bytes, line_from_bytes


def read_entries(connection: Connection, person: Person, oldest: date = date.min) -> tuple[JournalEntry, ...]:
    """The entries of the journal from a day on, oldest first."""
    journal, cipher = tables.journal, person.data
    rows = connection.execute(select(journal.c.id, journal.c.entry).where(journal.c.person == person.id))
    entries = [entry_from_bytes(cipher.open(sealed, "journal", person.id, row), row) for row, sealed in rows]
    return tuple(entry for _, entry in sorted(entries, key=lambda read: (read[1].day, read[0])) if entry.day >= oldest)


def read_lines(connection: Connection, person: Person) -> tuple[SavedLine, ...]:
    """The saved lines, oldest first."""
    saved, cipher = tables.saved, person.data
    rows = connection.execute(select(saved.c.id, saved.c.line).where(saved.c.person == person.id))
    lines = [line_from_bytes(cipher.open(sealed, "saved", person.id, row), row) for row, sealed in rows]
    return tuple(line for _, line in sorted(lines, key=lambda read: read[0]))

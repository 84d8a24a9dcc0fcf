"""A person's journal, saved lines and evening notes, opened."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from rasa_project.coach.remembered import JournalEntry, SavedLine
from rasa_project.memory import tables
from rasa_project.memory.people import Person
from rasa_project.memory.records import NotesRecord, entries_from_bytes, line_from_bytes

_ENTRIES = select(tables.journal.c.id, tables.journal.c.entry).where(tables.journal.c.person == bindparam("person"))
_LINES = select(tables.saved.c.id, tables.saved.c.line).where(tables.saved.c.person == bindparam("person"))
_NOTES = select(tables.notes.c.record).where(tables.notes.c.person == bindparam("person"))


def read_notes(connection: Connection, person: Person) -> NotesRecord | None:
    """What evening notes need; None without the consent to them."""
    return opened_notes(person, connection.execute(_NOTES, {"person": person.id}).scalar())


def opened_notes(person: Person, sealed: bytes | None) -> NotesRecord | None:
    """The same, of a row that was read already."""
    return None if sealed is None else NotesRecord.from_bytes(person.delivery.open(sealed, "notes", person.id))


def read_entries(connection: Connection, person: Person, oldest: date = date.min) -> tuple[JournalEntry, ...]:
    """The entries of the journal from a day on, oldest first."""
    cipher = person.data
    rows = connection.execute(_ENTRIES, {"person": person.id})
    entries = [noted for row, sealed in rows for noted in entries_from_bytes(cipher.open(sealed, "journal", person.id, row), row)]
    return tuple(entry for _, entry in sorted(entries, key=lambda read: (read[1].day, read[0])) if entry.day >= oldest)


def read_lines(connection: Connection, person: Person) -> tuple[SavedLine, ...]:
    """The saved lines, oldest first."""
    cipher = person.data
    rows = connection.execute(_LINES, {"person": person.id})
    lines = [line_from_bytes(cipher.open(sealed, "saved", person.id, row), row) for row, sealed in rows]
    return tuple(line for _, line in sorted(lines, key=lambda read: read[0]))

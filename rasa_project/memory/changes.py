"""What a turn asks to be changed, carried out one after the other inside one transaction."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.engine import Connection, Row

from rasa_project.coach.remembered import (
    Agree,
    Change,
    DropLine,
    DropMoment,
    Forget,
    JournalEntry,
    NoteMoment,
    OpenNote,
    Purpose,
    SaveLine,
    SetNotes,
    SetPin,
    TakeAlong,
    Withdraw,
)
from rasa_project.coach.schedule import Schedule
from rasa_project.errors import MemoryStoreError
from rasa_project.memory import tables
from rasa_project.memory.kept import read_notes
from rasa_project.memory.people import Person, find_to_change, new_person, sealed_data_key, sealed_record
from rasa_project.memory.records import Noted, NotesRecord, PersonRecord, entries_from_bytes, entries_to_bytes, line_to_bytes
from rasa_project.memory.vault import ID_BYTES, Vault

NextAfter = Callable[[Schedule, datetime], "datetime | None"]
"""When the next note comes after a moment, by a schedule; None when none does."""
_BY_PURPOSE = {
    Purpose.JOURNAL: (tables.journal,),
    Purpose.SAVED: (tables.saved,),
    Purpose.NOTES: (tables.notes, tables.deliveries, tables.subscriptions),
    Purpose.ADULT: (),
}
SHORTEST_PIN = 4
MOST_REQUESTS = 8
"""Messages of a person of which it is kept that their changes were made."""
FULL = 4096
"""Bytes from which on a row of the journal takes no further entry of its day; else a long day would be sealed anew, whole, again and again."""
# statements that a turn may need are made once: making one costs as much as running it
_WITH_ROOM = (
    select(tables.journal.c.id, tables.journal.c.entry)
    .where(tables.journal.c.person == bindparam("person"), tables.journal.c.day == bindparam("day"), func.length(tables.journal.c.entry) < FULL)
    .limit(1)
)
_WRITE_ENTRIES = (
    update(tables.journal)
    .where(tables.journal.c.person == bindparam("whose"), tables.journal.c.id == bindparam("row"))
    .values(entry=bindparam("sealed"))
)


class Changes:
    """One person's changes in one transaction, which the caller begins and ends, and in which this comes first, see `find_to_change`."""

    def __init__(self, connection: Connection, vault: Vault, person: bytes, unlocked: bytes | None, now: datetime, next_after: NextAfter) -> None:
        self._connection = connection
        self._vault = vault
        self._id = person
        self._now = now
        self._next_after = next_after
        self._person = find_to_change(connection, vault, person, unlocked)
        self.deleted = False
        """Whether something was deleted, so that the files are to be cleaned."""

    def carry_out(self, change: Change) -> None:
        """Makes one change. Raises MemoryStoreError when the consent or the PIN for it is missing."""
        match change:
            case Agree(purpose):
                self._agree(purpose)
            case Withdraw(purpose) | Forget(Purpose() as purpose):
                self._take_back(purpose)
            case Forget():
                self._forget()
            case NoteMoment(entry):
                self._note(entry)
            case DropMoment():
                self._drop_moment()
            case TakeAlong(None):
                if self._person is not None and self._person.record.open_moment is not None:
                    self._write_record(self._person, replace(self._person.record, open_moment=None))
            case TakeAlong(moment):
                person = self._agreed(Purpose.JOURNAL)
                self._write_record(person, replace(person.record, open_moment=moment))
            case SaveLine(text):
                person = self._agreed(Purpose.SAVED)
                row = secrets.token_bytes(ID_BYTES)
                self._insert(tables.saved, id=row, line=person.data.seal(line_to_bytes(text, time.time_ns()), "saved", person.id, row))
            case DropLine(line):
                if self._person is not None:
                    self._person.check_open()
                self._delete(tables.saved, tables.saved.c.id == _row_id(line))
            case SetNotes(schedule):
                self._set_notes(schedule)
            case OpenNote(note):
                self._open_note(note)
            case SetPin(pin):
                self._set_pin(pin)

    def made_before(self, request: bytes) -> bool:
        """Whether the changes of this message, by its fingerprint, were made already."""
        return request in self._requests()

    def end(self, today: date, request: bytes | None = None) -> None:
        """After the last change: the day and the message's fingerprint are kept, and a person of whom nothing is left is not kept."""
        person = self._person
        if person is None:
            return
        if not (person.protected or person.record.consents or person.locked or self._notes() is not None):
            self._forget()
            return
        day = self._vault.day("person", today)
        values = {"day": day} if day != person.day else {}
        if request is not None:
            values["requests"] = b"".join([*self._requests(), request][-MOST_REQUESTS:])
        if values:
            self._update(**values)

    def _requests(self) -> list[bytes]:
        """The fingerprints of the last messages that changed something, the oldest first."""
        kept = self._person.requests if self._person is not None else b""
        return [kept[start : start + ID_BYTES] for start in range(0, len(kept), ID_BYTES)]

    def _agree(self, purpose: Purpose) -> None:
        person = self._here()
        if purpose is not Purpose.NOTES:
            if purpose not in person.record.consents:
                self._write_record(person, replace(person.record, consents=person.record.consents | {purpose}))
            return
        person.check_open()
        if self._notes() is None:
            self._insert(tables.notes, next_at=None, record=self._sealed_notes(person, NotesRecord()))

    def _take_back(self, purpose: Purpose) -> None:
        person = self._person
        if person is None:
            return
        if purpose is not Purpose.NOTES:  # these alone may be taken back without the PIN: "off" in one word
            consents = person.record.consents - {purpose}
            moment = None if purpose is Purpose.JOURNAL else person.record.open_moment
            self._write_record(person, PersonRecord(consents, moment))
        for table in _BY_PURPOSE[purpose]:
            self._delete(table)

    def _forget(self) -> None:
        """The keys go, and every row with them."""
        connection, person = self._connection, tables.people.c.id == self._id
        gone = connection.execute(delete(tables.people).where(person)).rowcount
        gone += connection.execute(delete(tables.sessions).where(tables.sessions.c.person == self._id)).rowcount
        self._person = None
        self.deleted = self.deleted or gone > 0

    def _note(self, entry: JournalEntry) -> None:
        """Adds an entry to the row of its day: few rows are let go of quickly, in a large store too."""
        person, noted = self._agreed(Purpose.JOURNAL), (time.time_ns(), entry)
        day = self._vault.day("journal", entry.day)
        row = self._connection.execute(_WITH_ROOM, {"person": person.id, "day": day}).first()
        if row is not None:
            self._write_entries(person, row.id, [*_entries(person, row), noted])
            return
        new = secrets.token_bytes(ID_BYTES)
        self._insert(tables.journal, id=new, day=day, entry=person.data.seal(entries_to_bytes([noted]), "journal", person.id, new))

    def _drop_moment(self) -> None:
        """Drops the entry that was noted last."""
        person, journal = self._person, tables.journal
        if person is None:
            return
        rows = self._connection.execute(select(journal.c.id, journal.c.entry).where(journal.c.person == person.id)).all()
        if not rows:
            return
        row, entries = max(((row.id, _entries(person, row)) for row in rows), key=lambda kept: max(order for order, _ in kept[1]))
        left = sorted(entries, key=lambda noted: noted[0])[:-1]
        if left:
            self._write_entries(person, row, left)
            self.deleted = True  # the row as it was sealed before
        else:
            self._delete(journal, journal.c.id == row)

    def _write_entries(self, person: Person, row: bytes, entries: list[Noted]) -> None:
        sealed = person.data.seal(entries_to_bytes(entries), "journal", person.id, row)
        self._connection.execute(_WRITE_ENTRIES, {"whose": person.id, "row": row, "sealed": sealed})

    def _set_notes(self, schedule: Schedule) -> None:
        person, notes = self._here(), self._notes()
        person.check_open()
        if notes is None:
            raise _not_agreed(Purpose.NOTES)
        at = self._next_after(schedule, self._now)
        self._write_notes(person, replace(notes, schedule=schedule, unopened=0), int(at.timestamp()) if at is not None else None)

    def _open_note(self, note: str) -> None:
        person, notes = self._person, self._notes()
        if person is not None and notes is not None:
            # who opens an older one leaves the one that came meanwhile
            waiting = None if notes.waiting == note else notes.waiting
            self._write_notes(person, replace(notes.with_seen(note), waiting=waiting, unopened=0))

    def _set_pin(self, pin: str | None) -> None:
        if pin is not None and len(pin.strip()) < SHORTEST_PIN:
            raise MemoryStoreError(f"a PIN has at least {SHORTEST_PIN} characters")
        if pin is None and self._person is None:
            return
        person = self._here()
        self._update(data_key=sealed_data_key(self._vault, person, pin), attempts=None)
        self._person = replace(person, protected=pin is not None)
        self.deleted = True  # the key as it was sealed before

    def _here(self) -> Person:
        """The person, made when nothing was kept of them so far."""
        if self._person is None:
            self._person, row = new_person(self._vault, self._id, self._vault.day("person", self._now.date()))
            self._connection.execute(insert(tables.people).values(**row))
        return self._person

    def _agreed(self, purpose: Purpose) -> Person:
        person = self._person
        if person is not None:
            person.check_open()
        if person is None or purpose not in person.record.consents:
            raise _not_agreed(purpose)
        return person

    def _write_record(self, person: Person, record: PersonRecord) -> None:
        self._person = person = replace(person, record=record)
        self._update(record=sealed_record(person))

    def _notes(self) -> NotesRecord | None:
        """The row of evening notes; None without the consent to them."""
        return None if self._person is None else read_notes(self._connection, self._person)

    def _sealed_notes(self, person: Person, notes: NotesRecord) -> bytes:
        return person.delivery.seal(notes.to_bytes(), "notes", person.id)

    def _write_notes(self, person: Person, notes: NotesRecord, *next_at: int | None) -> None:
        table = tables.notes
        values = {"record": self._sealed_notes(person, notes), **({"next_at": next_at[0]} if next_at else {})}
        self._connection.execute(update(table).where(table.c.person == person.id).values(**values))

    def _update(self, **values: object) -> None:
        self._connection.execute(update(tables.people).where(tables.people.c.id == self._id).values(**values))

    def _insert(self, table: Table, **values: object) -> None:
        self._connection.execute(insert(table), {"person": self._id, **values})

    def _delete(self, table: Table, *which: object) -> None:
        gone = self._connection.execute(delete(table).where(table.c.person == self._id, *which)).rowcount
        self.deleted = self.deleted or gone > 0


def _not_agreed(purpose: Purpose) -> MemoryStoreError:
    return MemoryStoreError(f"nothing may be kept for '{purpose.value}' without a yes to it")


def _entries(person: Person, row: Row) -> list[Noted]:
    """What a row of the journal holds."""
    return entries_from_bytes(person.data.open(row.entry, "journal", person.id, row.id), row.id)


def _row_id(written: str) -> bytes:
    try:
        return bytes.fromhex(written)
    except ValueError:
        return b""

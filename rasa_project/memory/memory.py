"""The memory: what is kept of people, by their consent. Opened once in a process by `open_memory`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Column, Table, delete, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from rasa_project.coach.remembered import Change, Purpose, Remembered
from rasa_project.coach.schedule import Schedule
from rasa_project.errors import MemoryStoreError
from rasa_project.memory import tables
from rasa_project.memory.changes import Changes, NextAfter
from rasa_project.memory.deliveries import Deliveries
from rasa_project.memory.engine import changing, clean_up, make_engine, reading
from rasa_project.memory.export import everything
from rasa_project.memory.kept import opened_notes, read_entries, read_lines
from rasa_project.memory.keys import key_place
from rasa_project.memory.migrations import upgrade
from rasa_project.memory.old_days import LONGEST, OldDays
from rasa_project.memory.people import Person, find_person, find_with_notes, key_of_ticket, make_ticket
from rasa_project.memory.pins import Pins
from rasa_project.memory.subscriptions import Subscriptions
from rasa_project.memory.vault import Vault, open_vault
from rasa_project.settings import Settings

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
_AT_ONCE = 400
"""Values in one statement."""
_OF_PEOPLE = (tables.people, tables.journal, tables.saved, tables.notes, tables.deliveries, tables.subscriptions)


def utc_now() -> datetime:
    """The time."""
    return datetime.now(timezone.utc)


def no_next_note(_: Schedule, __: datetime) -> None:
    """For a process that sets no evening notes."""


def open_memory(chosen: Settings, next_after: NextAfter, clock: Clock = utc_now) -> Memory:
    """The memory of these settings: made where there is none, brought to the newest schema, and rid of what is too old.

    Raises MemoryStoreError when the database or its key cannot be used.
    """
    engine = make_engine(chosen)
    upgrade(engine)
    memory = Memory(engine, open_vault(engine, chosen), chosen.retention_days, next_after, clock)
    memory.purge()
    return memory


def erase(chosen: Settings) -> None:
    """Everything of everybody goes, the key of the memory too, which need not be there. The next one to open the memory makes another."""
    engine = make_engine(chosen)
    upgrade(engine)
    with changing(engine) as connection:
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(delete(table))
    clean_up(engine)
    if chosen.passphrase is None:
        key_place(chosen).remove()


class Memory:
    """What is kept of people. A `person` is the id a channel gave; the database knows a keyed fingerprint of it."""

    def __init__(self, engine: Engine, vault: Vault, retention_days: int, next_after: NextAfter, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.vault = vault
        self.deliveries = Deliveries(engine, vault, next_after, self._oldest_day)
        self.subscriptions = Subscriptions(engine, vault)
        self._pins = Pins(engine, vault)
        self._old_days = OldDays(engine, vault)
        self._retention_days = retention_days
        self._next_after = next_after
        self.clock = clock
        self._unclean = False

    def close(self) -> None:
        """Gives the database's connections back."""
        self.engine.dispose()

    def row(self, person: str) -> str:
        """The id under which `deliveries` and `subscriptions` know a person."""
        return self.vault.person(person).hex()

    def recall(self, person: str, ticket: str | None = None, entries: bool = False) -> Remembered:
        """What is remembered of a person, with the journal's entries where they are asked for; empty for somebody unknown.

        Never raises: what cannot be read is `readable=False`, which agrees to nothing.
        """
        try:
            with reading(self.engine) as connection:
                whose = self.vault.person(person)
                found, sealed_notes = find_with_notes(connection, self.vault, whose, key_of_ticket(self.vault, whose, ticket, self.clock()))
                if found is None:
                    return Remembered()
                if found.locked:
                    return Remembered(protected=True, locked=True)
                self._note_the_day(found)
                consents = found.record.consents
                noted = opened_notes(found, sealed_notes)
                moment = found.record.open_moment
                return Remembered(
                    consents=consents if noted is None else consents | {Purpose.NOTES},
                    saved=read_lines(connection, found) if Purpose.SAVED in consents else (),
                    notes=noted.as_notes() if noted is not None else None,
                    open_moment=moment if moment is not None and moment.day >= self._oldest_day() else None,
                    entries=read_entries(connection, found, self._oldest_day()) if entries else (),
                    protected=found.protected,
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is answered, and taken to have agreed to nothing
            logger.error("The memory cannot be read: %s", type(error.__cause__ or error).__name__)
            return Remembered(readable=False)

    def carry_out(self, person: str, changes: Iterable[Change], ticket: str | None = None, request: str | None = None) -> None:
        """Makes the changes in order, all or none; when it returns they are kept.

        `request` tells the message that asks for them from every other: for one that has had its changes made, nothing is done again.

        Raises MemoryStoreError when one lacks its consent or the PIN, or the database fails; then nothing was changed.
        """
        wanted = tuple(changes)
        if not wanted:
            return
        try:
            deleted = self._carry_out(person, wanted, ticket, request)
        except MemoryStoreError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            deleted = self._carry_out(person, wanted, ticket, request)  # another process had just made the same person
        if deleted:
            self.clean()

    def clean(self) -> bool:
        """Overwrites what was deleted, on the disk too. False when another process held it up; then the next purge does it."""
        self._unclean = not clean_up(self.engine)
        if self._unclean:
            logger.error("What was deleted from the memory still lies in its log, because another process is reading; it is tried again")
        return not self._unclean

    def unlock(self, person: str, pin: str) -> str | None:
        """A ticket that opens the memory for some minutes; None when the PIN is wrong or has to wait, see `pin_wait`."""
        whose, now = self.vault.person(person), self.clock()
        opened = self._pins.data_key(whose, pin, now)
        return None if opened is None else make_ticket(self.vault, whose, opened, now)

    def pin_wait(self, person: str) -> timedelta:
        """How long a PIN has to wait after too many wrong ones."""
        return self._pins.wait(self.vault.person(person), self.clock())

    def renew(self, person: str, ticket: str | None) -> str | None:
        """A ticket that is good for its minutes from now on; None when this one is good no more."""
        whose, now = self.vault.person(person), self.clock()
        opened = key_of_ticket(self.vault, whose, ticket, now)
        return None if opened is None else make_ticket(self.vault, whose, opened, now)

    def is_empty(self, person: str) -> bool:
        """Whether nothing at all is kept of a person, beside a conversation that is going on."""
        whose = self.vault.person(person)
        with reading(self.engine) as connection:
            return not any(connection.execute(select(table).where(_whose(table) == whose).limit(1)).first() for table in _OF_PEOPLE)

    def export(self, person: str, ticket: str | None = None) -> dict[str, Any]:
        """Everything that is kept of a person, as plain values. Raises MemoryStoreError while the PIN is missing."""
        whose = self.vault.person(person)
        with reading(self.engine) as connection:
            found = find_person(connection, self.vault, whose, key_of_ticket(self.vault, whose, ticket, self.clock()))
            return everything(connection, self.vault, found)

    def forget_everyone(self) -> None:
        """Everything of everybody goes, keys and rows and conversations."""
        with changing(self.engine) as connection:
            for table in (*reversed(_OF_PEOPLE), tables.sessions):
                connection.execute(delete(table))
        self.clean()

    def purge(self) -> int:
        """Lets go of what is too old: people who did not come by, ended conversations, entries, nights. Returns how many rows went.

        To be called now and then, since among very many people it comes to the entries and nights of some at a time; opening the memory does it
        too. Raises MemoryStoreError.
        """
        oldest = self._oldest_day()
        gone = self._let_go_of_who_is_gone(oldest)
        self._unclean = self._unclean or gone > 0  # also where the rest fails
        gone += self._old_days.let_go(oldest)
        if gone or self._unclean:
            self.clean()
        return gone

    def _let_go_of_who_is_gone(self, oldest: date) -> int:
        """Deletes conversations that are over and people who were not here since a day; how many."""
        with changing(self.engine) as connection:
            gone = int(connection.execute(delete(tables.sessions).where(tables.sessions.c.expires <= int(self.clock().timestamp()))).rowcount)
            people = tables.people
            if connection.execute(select(people.c.day).limit(1)).first() is None:
                return gone
            # days are fingerprints, which have no order: every one that is too old is named
            days = [self.vault.day("person", oldest - timedelta(days=back)) for back in range(1, LONGEST)]
            for start in range(0, len(days), _AT_ONCE):
                gone += connection.execute(delete(people).where(people.c.day.in_(days[start : start + _AT_ONCE]))).rowcount
            return gone

    def _carry_out(self, person: str, wanted: tuple[Change, ...], ticket: str | None, request: str | None) -> bool:
        whose, now = self.vault.person(person), self.clock()
        with changing(self.engine) as connection:
            changes = Changes(connection, self.vault, whose, key_of_ticket(self.vault, whose, ticket, now), now, self._next_after)
            fingerprint = None if request is None else self.vault.fingerprint("request", request)
            if fingerprint is not None and changes.made_before(fingerprint):
                return False
            for change in wanted:
                changes.carry_out(change)
            changes.end(now.date(), fingerprint)
            return changes.deleted

    def _note_the_day(self, person: Person) -> None:
        """Once a day: that the person was here, since who never comes by again is forgotten."""
        day = self.vault.day("person", self.clock().date())
        if person.day != day:
            with changing(self.engine) as connection:
                connection.execute(update(tables.people).where(tables.people.c.id == person.id).values(day=day))

    def _oldest_day(self) -> date:
        """The oldest day that is kept; people east of us may be a day ahead, which keeps theirs no longer."""
        return self.clock().date() - timedelta(days=self._retention_days)


def _whose(table: Table) -> Column[bytes]:
    return table.c.id if table is tables.people else table.c.person

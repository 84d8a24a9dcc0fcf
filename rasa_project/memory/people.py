"""One person's keys: made, opened with or without a PIN, and handed from turn to turn as a ticket."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, true
from sqlalchemy.engine import Connection, Row

from rasa_project.errors import MemoryStoreError
from rasa_project.memory import tables
from rasa_project.memory.cipher import SALT_BYTES, Cipher, key_from_words, new_key
from rasa_project.memory.records import PersonRecord
from rasa_project.memory.vault import GENERATION, Vault

TICKET_MINUTES = 15
"""How long a PIN that was given opens the memory; each turn that renews the ticket starts it anew."""
# statements that every turn needs are made once: making one costs as much as running it
_ONE = select(tables.people).where(tables.people.c.id == bindparam("person"))
_WITH_NOTES = (
    select(tables.people, tables.notes.c.record.label("notes"))
    .select_from(tables.people.outerjoin(tables.notes, tables.notes.c.person == tables.people.c.id))
    .where(tables.people.c.id == bindparam("person"))
)
_vault, _held = GENERATION.cte("held_vault"), _ONE.with_for_update().cte("held_person")
_TO_CHANGE = select(_vault.c.generation, _held).select_from(_vault.outerjoin(_held, true()))
_OPEN, _WITH_PIN = b"\x00", b"\x01"
_SECONDS_BYTES = 8


@dataclass(frozen=True, repr=False)  # keys never print
class Person:
    """A person's row with the keys that could be opened."""

    id: bytes
    data_key: bytes | None
    """None while the PIN is missing."""
    delivery_key: bytes
    protected: bool
    record: PersonRecord
    """Empty while the PIN is missing."""
    day: bytes
    attempts: bytes | None
    requests: bytes = b""
    """Fingerprints of the last messages that changed something, one after the other."""

    @property
    def data(self) -> Cipher:
        """Seals what the PIN protects. Raises MemoryStoreError while it is missing."""
        return Cipher(self.check_open())

    @property
    def delivery(self) -> Cipher:
        """Seals what evening notes need while the PIN is missing."""
        return Cipher(self.delivery_key)

    def check_open(self) -> bytes:
        """The data key. Raises MemoryStoreError while the PIN is missing."""
        if self.data_key is None:
            raise MemoryStoreError("this memory is locked by a PIN")
        return self.data_key

    @property
    def locked(self) -> bool:
        """Whether the PIN is missing."""
        return self.data_key is None


def find_person(connection: Connection, vault: Vault, person: bytes, unlocked: bytes | None = None) -> Person | None:
    """The person with this row id, None when nothing is kept of them.

    `unlocked` is the data key that a PIN has opened before, see `key_of_ticket`.
    """
    row = connection.execute(_ONE, {"person": person}).first()
    return None if row is None else opened(row, vault, unlocked)


def find_with_notes(connection: Connection, vault: Vault, person: bytes, unlocked: bytes | None = None) -> tuple[Person | None, bytes | None]:
    """The same with what is sealed in their row of evening notes, read in one go; None without the consent to them."""
    row = connection.execute(_WITH_NOTES, {"person": person}).first()
    return (None, None) if row is None else (opened(row, vault, unlocked), row.notes)


def find_to_change(connection: Connection, vault: Vault, person: bytes, unlocked: bytes | None = None) -> Person | None:
    """The same person, held until the transaction ends; it comes first in a transaction that writes, and does what `Vault.check` does as well.

    One statement for both, since each is a way to the database and back.
    """
    row = connection.execute(_TO_CHANGE, {"person": person}).first()
    vault.check_generation(None if row is None else row.generation)
    return None if row is None or row.id is None else opened(row, vault, unlocked)


def opened(row: Row, vault: Vault, unlocked: bytes | None = None) -> Person:
    """A row with its keys. Raises MemoryStoreError when it was changed or moved."""
    kept = vault.keys.open(row.data_key, "people", row.id, "data_key")
    delivery_key = vault.keys.open(row.delivery_key, "people", row.id, "delivery_key")
    protected = kept[:1] == _WITH_PIN
    data_key = unlocked if protected else kept[1:]
    record = PersonRecord()
    if data_key is not None:
        try:
            record = PersonRecord.from_bytes(Cipher(data_key).open(row.record, "people", row.id, "record"))
        except MemoryStoreError:
            if not protected:
                raise
            data_key = None  # a ticket from before everything was forgotten opens nothing of what came after
    return Person(row.id, data_key, delivery_key, protected, record, row.day, row.attempts, row.requests or b"")


def new_person(vault: Vault, person: bytes, day: bytes) -> tuple[Person, dict[str, bytes]]:
    """A person of whom nothing was kept, and their row."""
    made = Person(person, new_key(), new_key(), False, PersonRecord(), day, None)
    row = {
        "id": person,
        "data_key": sealed_data_key(vault, made),
        "delivery_key": vault.keys.seal(made.delivery_key, "people", person, "delivery_key"),
        "record": sealed_record(made),
        "day": day,
    }
    return made, row


def sealed_record(person: Person) -> bytes:
    """A person's record, for its column."""
    return person.data.seal(person.record.to_bytes(), "people", person.id, "record")


def sealed_data_key(vault: Vault, person: Person, pin: str | None = None) -> bytes:
    """A person's data key, for its column: sealed with the PIN, if there is one, and with the master key."""
    data_key = person.check_open()
    kept = _OPEN + data_key
    if pin is not None:
        salt = secrets.token_bytes(SALT_BYTES)
        kept = _WITH_PIN + salt + Cipher(key_from_words(pin, salt)).seal(data_key, "pin", person.id)
    return vault.keys.seal(kept, "people", person.id, "data_key")


def key_of_pin(vault: Vault, row: Row, pin: str) -> bytes | None:
    """The data key that this PIN opens; None when it is another PIN. Takes a tenth of a second."""
    kept = vault.keys.open(row.data_key, "people", row.id, "data_key")
    if kept[:1] != _WITH_PIN:
        return None
    salt, sealed = kept[1 : 1 + SALT_BYTES], kept[1 + SALT_BYTES :]
    try:
        return Cipher(key_from_words(pin, salt)).open(sealed, "pin", row.id)
    except MemoryStoreError:
        return None


def make_ticket(vault: Vault, person: bytes, data_key: bytes, now: datetime) -> str:
    """What opens the memory for some minutes; it may lie in a slot."""
    until = int((now + timedelta(minutes=TICKET_MINUTES)).timestamp())
    return base64.urlsafe_b64encode(vault.tickets.seal(until.to_bytes(_SECONDS_BYTES, "big") + data_key, "ticket", person)).decode()


def key_of_ticket(vault: Vault, person: bytes, ticket: str | None, now: datetime) -> bytes | None:
    """The data key in a ticket; None when there is none, it is another person's, or too old."""
    if ticket is None:
        return None
    try:
        kept = vault.tickets.open(base64.urlsafe_b64decode(ticket), "ticket", person)
    except (MemoryStoreError, ValueError):
        return None
    return kept[_SECONDS_BYTES:] if int.from_bytes(kept[:_SECONDS_BYTES], "big") > now.timestamp() else None

"""Opening a memory with its PIN; wrong ones are counted in the database and have to wait."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Engine, Row

from rasa_project.memory import tables
from rasa_project.memory.cipher import Cipher
from rasa_project.memory.engine import changing, reading
from rasa_project.memory.people import key_of_pin
from rasa_project.memory.vault import Vault

FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


class Pins:
    """The PINs of people."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def data_key(self, person: bytes, pin: str, now: datetime) -> bytes | None:
        """The data key that the PIN opens; None when it is a wrong one, there is none, or one has to wait after too many wrong ones."""
        with changing(self._engine) as connection:
            self._vault.check(connection)
            row = self._row(connection, person)
            if row is None or self._wait(row, now):
                return None
            # counted before it is tried, so that trying many at once or ending the process gains nothing
            self._count(connection, row, now)
        opened = key_of_pin(self._vault, row, pin)
        if opened is not None:
            with changing(self._engine) as connection:
                connection.execute(update(tables.people).where(tables.people.c.id == person).values(attempts=None))
        return opened

    def wait(self, person: bytes, now: datetime) -> timedelta:
        """How long it takes until a PIN is looked at again; zero when it is at once."""
        with reading(self._engine) as connection:
            row = self._row(connection, person, to_change=False)
            return self._wait(row, now) if row is not None else timedelta()

    def _row(self, connection: Connection, person: bytes, *, to_change: bool = True) -> Row | None:
        statement = select(tables.people).where(tables.people.c.id == person)
        found: Row | None = connection.execute(statement.with_for_update() if to_change else statement).first()
        return found

    def _count(self, connection: Connection, row: Row, now: datetime) -> None:
        wrong = self._attempts(row)[0] + 1
        until = 0
        if wrong >= FREE_ATTEMPTS:
            wait: timedelta = min(FIRST_WAIT * 2 ** min(wrong - FREE_ATTEMPTS, 16), LONGEST_WAIT)
            until = int((now + wait).timestamp())
        sealed = self._cipher(row).seal(json.dumps([wrong, until]).encode(), "people", row.id, "attempts")
        connection.execute(update(tables.people).where(tables.people.c.id == row.id).values(attempts=sealed))

    def _wait(self, row: Row, now: datetime) -> timedelta:
        return timedelta(seconds=max(0, self._attempts(row)[1] - int(now.timestamp())))

    def _attempts(self, row: Row) -> tuple[int, int]:
        """Wrong PINs in a row, and until when one has to wait (seconds since 1970)."""
        if row.attempts is None:
            return 0, 0
        wrong, until = json.loads(self._cipher(row).open(row.attempts, "people", row.id, "attempts"))
        return wrong, until

    def _cipher(self, row: Row) -> Cipher:
        return Cipher(self._vault.keys.open(row.delivery_key, "people", row.id, "delivery_key"))

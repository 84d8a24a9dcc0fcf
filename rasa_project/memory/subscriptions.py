"""Where evening notes are pushed to: the addresses a browser gave, sealed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Engine

from rasa_project.errors import MemoryStoreError
from rasa_project.memory import tables
from rasa_project.memory.engine import changing, clean_up, reading
from rasa_project.memory.people import find_person, find_to_change
from rasa_project.memory.vault import Vault

MOST = 10
"""Browsers of one person."""


class Subscriptions:
    """The push subscriptions of people who agreed to evening notes; `person` is a row's id, see `Memory.row`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def add(self, person: str, subscription: dict[str, Any]) -> None:
        """Keeps a subscription as the browser gave it, in place of one with the same endpoint.

        Raises MemoryStoreError without the consent to evening notes, or when there are too many.
        """
        table, whose = tables.subscriptions, bytes.fromhex(person)
        row = self._vault.fingerprint("subscription", f"{person} {subscription['endpoint']}")
        with changing(self._engine) as connection:
            found = find_to_change(connection, self._vault, whose)
            if found is None or connection.execute(select(tables.notes.c.person).where(tables.notes.c.person == whose)).first() is None:
                raise MemoryStoreError("nothing may be kept for 'notes' without a yes to it")
            sealed = found.delivery.seal(json.dumps(subscription).encode(), "subscriptions", whose, row)
            if connection.execute(update(table).where(table.c.person == whose, table.c.id == row).values(subscription=sealed)).rowcount:
                return
            if len(connection.execute(select(table.c.id).where(table.c.person == whose)).all()) >= MOST:
                raise MemoryStoreError(f"there are {MOST} subscriptions already")
            connection.execute(insert(table).values(person=whose, id=row, subscription=sealed))

    def remove(self, person: str, endpoint: str) -> None:
        """Forgets one, because it was taken back or the push service knows it no more."""
        table = tables.subscriptions
        row = self._vault.fingerprint("subscription", f"{person} {endpoint}")
        with changing(self._engine) as connection:
            connection.execute(delete(table).where(table.c.person == bytes.fromhex(person), table.c.id == row))
        clean_up(self._engine)

    def of(self, person: str) -> tuple[dict[str, Any], ...]:
        """A person's subscriptions."""
        table, whose = tables.subscriptions, bytes.fromhex(person)
        with reading(self._engine) as connection:
            found = find_person(connection, self._vault, whose)
            if found is None:
                return ()
            rows = connection.execute(select(table).where(table.c.person == whose).order_by(table.c.id)).all()
            return tuple(json.loads(found.delivery.open(row.subscription, "subscriptions", whose, row.id)) for row in rows)

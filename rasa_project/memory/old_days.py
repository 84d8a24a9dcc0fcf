"""Lets go of moments and nights that are too old: some people's at a time, all of them by and by, since no index tells where they are."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Table, bindparam, delete, func, select
from sqlalchemy.engine import Engine

from rasa_project.memory import tables
from rasa_project.memory.engine import changing, reading
from rasa_project.memory.vault import ID_BYTES, Vault

LONGEST = 3700
"""Days back that are looked for; beyond the longest retention that can be set."""
PEOPLE_IN_A_PART = 1000
PARTS_AT_ONCE = 5
"""Parts of all people that are looked through at a time: everybody's where there are few, the next ones' where there are many."""
_ALL = 1 << 8 * ID_BYTES
"""How many ids there may be; being fingerprints, they are spread evenly."""
_TABLES = (tables.journal, tables.deliveries)


def _in_a_part(table: Table) -> tuple[object, object]:
    return table.c.person >= bindparam("first"), table.c.person <= bindparam("last")


# read first, since who deletes keeps others from writing (SQLite) while it searches
_DAYS = {table: select(table.c.day).where(*_in_a_part(table)).distinct() for table in _TABLES}
_DELETE = {table: delete(table).where(*_in_a_part(table), table.c.day.in_(bindparam("days", expanding=True))) for table in _TABLES}


class OldDays:
    """What is kept by day, and how far through all people one has come."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault
        self._next = secrets.randbelow(_ALL)  # processes that often start anew come to everybody as well
        self._oldest: date | None = None
        self._old: dict[Table, frozenset[bytes]] = {}

    def let_go(self, oldest: date) -> int:
        """Deletes what is from before a day, of the people whose turn it is. Returns how many rows went. Raises MemoryStoreError."""
        if self._oldest != oldest:
            self._oldest, self._old = oldest, {table: self._days_before(oldest, table) for table in _TABLES}
        gone = 0
        for first, last in self._turns():
            for table in _TABLES:
                part = {"first": first, "last": last}
                with reading(self._engine) as connection:
                    too_old = self._old[table].intersection(connection.execute(_DAYS[table], part).scalars())
                if too_old:
                    with changing(self._engine) as connection:
                        gone += connection.execute(_DELETE[table], {**part, "days": list(too_old)}).rowcount
        return gone

    def _days_before(self, oldest: date, table: Table) -> frozenset[bytes]:
        """Days are fingerprints, which have no order: every one that is too old is computed."""
        return frozenset(self._vault.day(table.name, oldest - timedelta(days=back)) for back in range(1, LONGEST))

    def _turns(self) -> Iterator[tuple[bytes, bytes]]:
        """The first and the last id of each part of all people whose turn it is."""
        with reading(self._engine) as connection:
            people = connection.execute(select(func.count()).select_from(tables.people)).scalar_one()
        parts = people // PEOPLE_IN_A_PART + 1
        width = -(-_ALL // parts)
        left = min(_ALL, PARTS_AT_ONCE * width)
        while left:
            end = min(self._next + min(width, left), _ALL)
            yield self._next.to_bytes(ID_BYTES, "big"), (end - 1).to_bytes(ID_BYTES, "big")
            left -= end - self._next
            self._next = end % _ALL

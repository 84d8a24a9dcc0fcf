"""The homes that are paired: each has a token that only the home knows, of which the database keeps a keyed fingerprint."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from rasa_project.errors import MemoryStoreError, PairingError, RequestError
from rasa_project.memory import tables
from rasa_project.memory.engine import changing, reading
from rasa_project.memory.memory import Memory

FILE = "homes.json"
"""Where homes were kept before; read in once and then removed."""
LONGEST_NAME = 64


@dataclass(frozen=True)
class Home:
    """One paired home."""

    id: str
    name: str
    since: str


class Homes:
    """The paired homes, the same for every process; each sees a change at the next request.

    `memory` opens the memory when it is first needed. Beside what they say, all methods raise MemoryStoreError when the database fails.
    """

    def __init__(self, memory: Callable[[], Memory]) -> None:
        self._memory = memory

    def pair(self, name: str, today: date) -> str:
        """Pairs a home and returns its token, which cannot be had again. Raises PairingError for a name that is taken or unusable."""
        name = name.strip()
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise PairingError(f"a home's name has 1 to {LONGEST_NAME} characters")
        token = secrets.token_urlsafe(32)
        try:
            with changing(self._memory().engine) as connection:
                self._insert(connection, _digest(token), Home(secrets.token_urlsafe(9), name, today.isoformat()))
        except MemoryStoreError as error:
            if isinstance(error.__cause__, IntegrityError):
                raise PairingError(
                    f"a home named '{name}' is paired already; 'evening-note pair --remove' ends that, another name pairs one more"
                ) from error
            raise
        return token

    def remove(self, name: str) -> None:
        """Ends a pairing: its token is worth nothing from now on. Raises PairingError when there is no such home."""
        memory = self._memory()
        with changing(memory.engine) as connection:
            gone = connection.execute(delete(tables.homes).where(tables.homes.c.name == memory.vault.fingerprint("home name", name))).rowcount
        if not gone:
            raise PairingError(f"no home named '{name}' is paired")
        memory.clean()

    def all(self) -> tuple[Home, ...]:
        """The paired homes, the first paired first."""
        with reading(self._memory().engine) as connection:
            rows = connection.execute(select(tables.homes)).all()
        return tuple(home for _, home in sorted(map(self._opened, rows), key=lambda read: read[0]))

    def home(self, token: str | None) -> Home:
        """The home that a token belongs to. Raises RequestError 401 when it is missing, unknown or no longer paired."""
        if not token:
            raise RequestError(401, "no_token", "Pair this home first: 'evening-note pair'.")
        memory = self._memory()
        with reading(memory.engine) as connection:
            row = connection.execute(select(tables.homes).where(tables.homes.c.id == memory.vault.fingerprint("home", _digest(token)))).first()
        if row is None:
            raise RequestError(401, "bad_token", "This home is not paired; 'evening-note pair' makes a token.")
        return self._opened(row)[1]

    def take_over(self, folder: Path) -> None:
        """Reads in the homes of a file in the data directory, as they were kept before, and removes it. Raises PairingError when it cannot be read.

        A name that another machine has brought along already gets a number.
        """
        file = folder / FILE
        if not file.exists():
            return
        try:
            document: Any = json.loads(file.read_text(encoding="utf-8"))
            found = [(str(entry["digest"]), Home(str(entry["id"]), str(entry["name"]), str(entry["since"]))) for entry in document["homes"]]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise PairingError(f"{file} cannot be read ({type(error).__name__}); move it away and pair anew") from error
        memory = self._memory()
        with changing(memory.engine) as connection:
            memory.vault.check(connection)
            for digest, home in found:
                if connection.execute(select(tables.homes.c.id).where(tables.homes.c.id == memory.vault.fingerprint("home", digest))).first() is None:
                    self._insert(connection, digest, Home(home.id, self._free(connection, home.name), home.since))
        file.unlink(missing_ok=True)

    def _free(self, connection: Connection, name: str) -> str:
        """A name that no home has."""
        taken = {home.name for _, home in map(self._opened, connection.execute(select(tables.homes)).all())}
        return next(free for free in [name, *(f"{name} {number}" for number in range(2, len(taken) + 3))] if free not in taken)

    def _insert(self, connection: Connection, digest: str, home: Home) -> None:
        vault = self._memory().vault
        vault.check(connection)
        row = vault.fingerprint("home", digest)
        sealed = vault.homes.seal(json.dumps([time.time_ns(), home.id, home.name, home.since]).encode(), "homes", row)
        connection.execute(insert(tables.homes).values(id=row, name=vault.fingerprint("home name", home.name), home=sealed))

    def _opened(self, row: Row) -> tuple[int, Home]:
        """When a home was paired, and the home."""
        order, *home = json.loads(self._memory().vault.homes.open(row.home, "homes", row.id))
        return order, Home(*home)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()

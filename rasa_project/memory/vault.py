"""The vault: the master key at work. It opens the store key, from which ids and days get their fingerprints, and seals the keys of people."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from rasa_project.errors import MemoryStoreError
from rasa_project.memory import tables
from rasa_project.memory.cipher import SALT_BYTES, Cipher, derived_key, key_from_words, new_key
from rasa_project.memory.engine import changing
from rasa_project.memory.keys import key_place
from rasa_project.settings import Settings

ID_BYTES = 16
GENERATION = select(tables.vault.c.generation).with_for_update(read=True)
"""What `Vault.check` reads, held so that no key is changed meanwhile."""
_STORE_KEY = ("vault", "store_key")
OTHER_KEY = (
    "the memory is sealed with another key: set EVENING_NOTE_PASSPHRASE, EVENING_NOTE_DATA_DIR or the keyring as they were when it was made"
    " ('evening-note forget --everyone' throws it away and starts anew)"
)


@dataclass(frozen=True, repr=False)  # keys never print
class Vault:
    """The keys of the whole memory, open in this process."""

    generation: bytes
    keys: Cipher
    """Seals the keys of people, with the master key."""
    tickets: Cipher
    """Seals tickets; another one after each change of the master key."""
    sessions: Cipher
    """Seals conversations."""
    homes: Cipher
    """Seals the names of paired homes."""
    server_secret: str
    """What the server signs with when no secret is set; the same for ever, since a browser brings a person back by what was signed with it."""
    push_secret: bytes
    """From which the key comes that signs what is pushed to browsers; the same for ever, for they know the server by it."""
    _fingerprints: bytes

    def person(self, given: str) -> bytes:
        """The id of a person's rows."""
        return self.fingerprint("person", given)

    def day(self, table: str, day: date) -> bytes:
        """A day, for a column that is looked up and deleted by."""
        return self.fingerprint(table, day.isoformat())

    def fingerprint(self, kind: str, value: str) -> bytes:
        """A value as the database may know it: the same each time, and telling nothing without the key."""
        return hmac.digest(self._fingerprints, f"{kind}\0{value}".encode(errors="surrogatepass"), "sha256")[:ID_BYTES]

    def check(self, connection: Connection) -> None:
        """To be called first in each transaction that writes. Raises MemoryStoreError when the master key was changed by another process."""
        self.check_generation(connection.execute(GENERATION).scalar())

    def check_generation(self, found: bytes | None) -> None:
        """The same, for who has read it already."""
        if found != self.generation:
            raise MemoryStoreError("the key of the memory was changed; start this process again")


def open_vault(engine: Engine, chosen: Settings) -> Vault:
    """The vault of a database, made at the first time. Raises MemoryStoreError when the key is missing or another one."""
    with changing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE vault IN SHARE ROW EXCLUSIVE MODE")
        row = connection.execute(select(tables.vault)).first()
        if row is not None:
            master = master_of(row, chosen)
            return _opened(row.generation, master, _store_key(row, master))
        salt, generation, store_key = secrets.token_bytes(SALT_BYTES), new_key(), new_key()
        master = key_place(chosen).make() if chosen.passphrase is None else key_from_words(chosen.passphrase.get_secret_value(), salt)
        sealed = Cipher(master).seal(store_key, *_STORE_KEY)
        connection.execute(insert(tables.vault).values(id=1, generation=generation, salt=salt, store_key=sealed))
        return _opened(generation, master, store_key)


def change_master_key(engine: Engine, old: Settings, new: Settings) -> None:
    """Seals all keys with another master key, in one transaction: that of `new`'s passphrase, or without one a new random key.

    Raises MemoryStoreError; then everything is as it was.
    """
    with changing(engine) as connection:
        row = connection.execute(select(tables.vault).with_for_update()).first()
        if row is None:
            raise MemoryStoreError("there is no memory yet, so there is no key to change")
        seal_anew(connection, master_of(row, old), new)
    settle(new)
    if new.passphrase is not None and old.passphrase is None:
        key_place(old).remove()


def seal_anew(connection: Connection, before: bytes, new: Settings) -> Vault:
    """Seals all keys with the master key of `new` in place of `before`; a random one is only prepared, see `settle`."""
    row = connection.execute(select(tables.vault)).one()
    store_key = _store_key(row, before)
    salt, generation = secrets.token_bytes(SALT_BYTES), new_key()
    after = key_place(new).prepare() if new.passphrase is None else _passphrase_key(new, salt)
    vault = _opened(generation, after, store_key)
    _seal_people_anew(connection, _opened(row.generation, before, store_key).keys, vault.keys)
    values = {"generation": generation, "salt": salt, "store_key": Cipher(after).seal(store_key, *_STORE_KEY)}
    connection.execute(update(tables.vault).values(**values))
    return vault


def settle(new: Settings) -> None:
    """After the database has changed over to another master key: a random one takes its place."""
    if new.passphrase is None:
        key_place(new).change_over()


def _seal_people_anew(connection: Connection, before: Cipher, after: Cipher) -> None:
    people = tables.people
    anew = [
        {"row": person.id, **{column: _sealed_anew(person, column, before, after) for column in ("data_key", "delivery_key")}}
        for person in connection.execute(select(people.c.id, people.c.data_key, people.c.delivery_key))
    ]
    if anew:
        connection.execute(update(people).where(people.c.id == bindparam("row")), anew)


def _sealed_anew(person: Row, column: str, before: Cipher, after: Cipher) -> bytes:
    place = ("people", person.id, column)
    return after.seal(before.open(person[column], *place), *place)


def master_of(row: Row, chosen: Settings) -> bytes:
    """The master key that opens the vault. Finishes a change of the random key that was cut off after the database had changed over."""
    if chosen.passphrase is not None:
        candidates: Iterable[bytes | None] = [_passphrase_key(chosen, row.salt)]
        place = None
    else:
        place = key_place(chosen)
        candidates = (read() for read in (place.current, place.next))
    for turn, master in enumerate(candidates):
        if master is None:
            continue
        try:
            _store_key(row, master)
        except MemoryStoreError:
            continue
        if place is not None and turn == 1:
            place.change_over()
        return master
    raise MemoryStoreError(OTHER_KEY)


def _passphrase_key(chosen: Settings, salt: bytes) -> bytes:
    if chosen.passphrase is None:
        raise MemoryStoreError(OTHER_KEY)
    return key_from_words(chosen.passphrase.get_secret_value(), salt)


def _store_key(row: Row, master: bytes) -> bytes:
    return Cipher(master).open(row.store_key, *_STORE_KEY)


def _opened(generation: bytes, master: bytes, store_key: bytes) -> Vault:
    return Vault(
        generation,
        keys=Cipher(derived_key(master, "keys of people")),
        tickets=Cipher(derived_key(master, "tickets")),
        sessions=Cipher(derived_key(store_key, "sessions")),
        homes=Cipher(derived_key(store_key, "homes")),
        server_secret=derived_key(store_key, "server secret").hex(),
        push_secret=derived_key(store_key, "web push"),
        _fingerprints=derived_key(store_key, "fingerprints"),
    )

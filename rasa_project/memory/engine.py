"""The database: SQLite in the data directory, or PostgreSQL by a setting; the same statements run on both."""

from __future__ import annotations

import logging
import os
import select
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from rasa_project.errors import MemoryStoreError
from rasa_project.settings import Settings

FILE = "memory.db"
BUSY_MS = 10_000
"""How long one process waits for another that writes."""
CLEAN_MS = 1_000
"""How long the emptying of the log waits for who reads, a backup perhaps: somebody waits for it, and nobody can write meanwhile."""
POOL = 5
ASKS_AFTER = 5.0
"""Seconds after which a connection that rested is asked whether the server is there, even where nothing tells that it is not."""
_AT_ONCE = "BEGIN IMMEDIATE"
"""How transactions that write begin: SQLite takes its lock at once, so that two never have to undo each other."""

for _name in ("sqlalchemy", "alembic"):
    # at DEBUG they would write down every row they read
    logging.getLogger(_name).setLevel(logging.WARNING)


def is_there(chosen: Settings) -> bool:
    """Whether a memory was ever made; asking makes none."""
    return chosen.database is not None or (chosen.data_dir / FILE).exists()


def make_engine(chosen: Settings) -> Engine:
    """The engine the settings ask for; makes the data directory and the file of SQLite. Raises MemoryStoreError."""
    if chosen.database is not None:
        return _postgresql(chosen.database.get_secret_value())
    return _sqlite(chosen.data_dir)


def make_private_folder(folder: Path) -> None:
    """Makes a folder that only its owner may enter, where it is not there yet. Raises MemoryStoreError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise MemoryStoreError(f"the data directory {folder} cannot be made ({error.strerror}); EVENING_NOTE_DATA_DIR chooses another") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with; SQLite reads all in one transaction. Raises MemoryStoreError when the database fails."""
    with _store_errors("the memory cannot be read"), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # there each statement reads what is committed by then, in a transaction or not: its beginning and end would be waited for in vain
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes, all or nothing. Raises MemoryStoreError when the database fails."""
    with _store_errors("the memory cannot be changed"), engine.connect() as connection:
        connection.info["begin"] = _AT_ONCE
        with connection.begin():
            yield connection


def clean_up(engine: Engine) -> bool:
    """After something was deleted: SQLite's write-ahead log is emptied into the file, whose freed pages are overwritten already.

    False when another process that reads held it up. PostgreSQL does this by itself, later (its vacuum).
    """
    if engine.dialect.name != "sqlite":
        return True
    with _store_errors("the memory's log cannot be emptied"):
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {min(CLEAN_MS, BUSY_MS)}").fetchall()
            (busy, *_), *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
        finally:
            raw.close()
    return not busy


@contextmanager
def _store_errors(what: str) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise MemoryStoreError(f"{what} ({type(error).__name__})") from error


def _sqlite(folder: Path) -> Engine:
    make_private_folder(folder)
    file = folder / FILE
    try:
        # SQLite gives the log and the index beside it the same rights
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        file.chmod(0o600)
    except OSError as error:
        raise MemoryStoreError(f"the memory {file} cannot be used ({error.strerror})") from error
    engine = create_engine(
        f"sqlite:///{file}",
        future=True,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=POOL,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, see below
        for pragma in (f"busy_timeout = {BUSY_MS}", "journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        # what a sort or a large statement would put in a temporary file stays in memory
        connection.execute("PRAGMA temp_store = MEMORY").fetchall()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # past SQLAlchemy, whose way to run a statement takes ten times as long as this one does
        connection.connection.dbapi_connection.execute(connection.info.pop("begin", "BEGIN"))

    return engine


def _postgresql(url: str) -> Engine:
    try:
        engine = create_engine(url, future=True, hide_parameters=True, pool_size=POOL)
    except (ArgumentError, ImportError, ValueError):
        raise MemoryStoreError("EVENING_NOTE_DATABASE is no address of a PostgreSQL database") from None  # the cause repeats it, password and all

    @event.listens_for(engine, "checkin")
    def _note_the_time(_: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _check(connection: Any, record: Any, _: Any) -> None:
        """Before a connection is used again: whether the server is still there; it is asked only where that is in doubt."""
        rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
        if (rested > ASKS_AFTER or _something_waits(connection)) and not _answers(engine, connection):
            raise DisconnectionError

    return engine


def _something_waits(connection: Any) -> bool:
    """Whether the server has said something unasked, or hung up; costs no way to it and back."""
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(0))


def _answers(engine: Engine, connection: Any) -> bool:
    dialect: Any = engine.dialect
    return bool(dialect.do_ping(connection))

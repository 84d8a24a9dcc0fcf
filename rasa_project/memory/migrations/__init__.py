"""Brings a database to the newest schema, at start, one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, inspect, text
from sqlalchemy.engine import Connection, Engine

from rasa_project.errors import MemoryStoreError
from rasa_project.memory.engine import changing
from rasa_project.memory.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0005"
NEWER = (
    "the memory was made by a newer version of Evening Note: go on with that one, or restore a backup from before (docs/how-to/back-up-and-move.md)"
)
_LOCK = 4_217_060_311
"""PostgreSQL's advisory lock that stands for "somebody is changing the schema of Evening Note"."""


def upgrade(engine: Engine, revision: str = NEWEST) -> None:
    """Brings the schema to `revision`, all or nothing. Raises MemoryStoreError when a newer version of Evening Note made it."""
    with changing(engine) as connection:
        hold(connection)
        upgrade_within(connection, revision)


def upgrade_within(connection: Connection, revision: str = NEWEST) -> None:
    """The same inside a transaction that is open already."""
    found = revision_of(connection)
    if found == revision:
        return
    if found is not None and found not in known():
        raise MemoryStoreError(NEWER)
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def hold(connection: Connection) -> None:
    """Until the transaction ends, no other process changes the schema; SQLite has no two that write anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def hold_all(connection: Connection) -> None:
    """Until the transaction ends, no other process changes schema, keys or people, or looks at them."""
    hold(connection)
    if connection.dialect.name == "postgresql":
        for table in (metadata.tables["vault"], metadata.tables["people"]):  # in the order in which everybody holds them
            if inspect(connection).has_table(table.name):
                connection.execute(text(f"LOCK TABLE {table.name} IN ACCESS EXCLUSIVE MODE"))


def start_anew(connection: Connection, revision: str) -> None:
    """Drops all tables with what is in them, and makes those of a revision, empty."""
    found = MetaData()
    if connection.dialect.name == "sqlite":
        found.reflect(connection)  # the file is ours alone
    else:
        there = revision_of(connection)
        if there is not None and there not in known():
            # which tables are ours then cannot be known, and others may lie beside them
            raise MemoryStoreError(
                "the database was made by a newer version of Evening Note: restore into a new one (createdb, EVENING_NOTE_DATABASE)"
            )
        ours = {*metadata.tables, "alembic_version"}
        found.reflect(connection, only=lambda name, _: name in ours)
    found.drop_all(connection)
    upgrade_within(connection, revision)


def known() -> frozenset[str]:
    """The revisions that this version knows."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _config() -> Config:
    # imported only when there is something to do: a tenth of a second at each start
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config

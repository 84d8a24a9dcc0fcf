"""Brings a database to the newest schema, at start, one process at a time."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Engine

from rasa_project.memory.engine import changing

NEWEST = "0003"
_LOCK = 4_217_060_311
"""PostgreSQL's advisory lock that stands for "somebody is changing the schema of Evening Note"."""


def upgrade(engine: Engine, revision: str = NEWEST) -> None:
    """Brings the schema to `revision`, all or nothing."""
    with changing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if revision_of(connection) != revision:
            _run(connection, revision)


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _run(connection: Connection, revision: str) -> None:
    # imported only when there is something to do: a tenth of a second at each start
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)

"""The bytes that lie on the disk, for searching them."""

from __future__ import annotations

from sqlalchemy import LargeBinary, select

from rasa_project.memory import tables
from rasa_project.memory.memory import Memory
from rasa_project.settings import Settings


def raw_bytes(chosen: Settings) -> bytes:
    """All files of the data directory, one after the other: the database, its log and index, the key."""
    return b"\0".join(file.read_bytes() for file in sorted(chosen.data_dir.rglob("*")) if file.is_file())


def sealed_pieces(memory: Memory, person: bytes) -> dict[str, list[bytes]]:
    """For each table: what is sealed in the rows of a person."""
    pieces: dict[str, list[bytes]] = {}
    with memory.engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            whose = table.c.person if "person" in table.c else table.c.id
            sealed = [column for column in table.c if isinstance(column.type, LargeBinary) and column.name not in ("id", "person", "day")]
            if table is not tables.vault:
                rows = connection.execute(select(*sealed).where(whose == person)).all()
                # long values lie on pages of their own, in pieces: the beginning is enough to find them
                pieces[table.name] = [bytes(value)[:64] for row in rows for value in row if value is not None]
    return pieces

"""Everything that is kept, in one sealed file, and back again: from SQLite or PostgreSQL, to either of them.

Not in it are live conversations: they are over in an hour, and the state of one in danger must not outlive it in a file.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import MetaData, Table, insert, select
from sqlalchemy.engine import Connection

from rasa_project.errors import MemoryStoreError
from rasa_project.memory import migrations, tables
from rasa_project.memory.changes import NextAfter
from rasa_project.memory.cipher import Cipher
from rasa_project.memory.deliveries import leave_out_tonight
from rasa_project.memory.engine import changing, clean_up, make_engine, make_private_folder, reading
from rasa_project.memory.sealed_file import SealedWriter, read_sealed, whole_file
from rasa_project.memory.vault import master_of, seal_anew, settle
from rasa_project.settings import Settings

LEFT_OUT = frozenset({"sessions"})
"""Tables of which nothing is in a backup."""
_AT_ONCE = 500
"""Rows read or put in at once."""
_UNREADABLE = "the backup holds what this version cannot read"

Record = Any
"""One line of a backup: what it is, a table's name and columns, or a row's values."""


@dataclass(frozen=True, repr=False)  # keys never print
class Head:
    """What a backup is, in its first line."""

    schema: str
    made: datetime
    key: bytes
    """The master key with which its rows are sealed."""
    files: Mapping[str, str]
    """Small files that lie beside the database, by name."""


def back_up(chosen: Settings, files: Iterable[str], target: Path, passphrase: str, now: datetime, *, force: bool = False) -> None:
    """Writes everything that is kept into one file, as it is at one moment; whoever talks meanwhile is not held up.

    `files` are names of small files in the data directory that are kept as well. Raises MemoryStoreError; then there is no file.
    """
    beside = {name: content for name in files if (content := _content(chosen.data_dir / name)) is not None}
    with ExitStack() as stack:
        engine = make_engine(chosen)
        stack.callback(engine.dispose)
        connection = stack.enter_context(reading(engine))
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        found = _reflected(connection)
        head = _head_of(connection, found, chosen, beside, now)
        file = stack.enter_context(whole_file(target, force=force))
        sealed = SealedWriter(file, passphrase)
        sealed.write(_written(head))
        for record in _rows(connection, found):
            sealed.write(_written(record))
        sealed.end()


def restore(
    chosen: Settings, files: Sequence[str], source: Path, passphrase: str, next_after: NextAfter, now: datetime, *, replace: bool = False
) -> Head:
    """Puts back what a backup holds, all or nothing, sealed with the key that these settings ask for; returns what it was.

    An older schema is brought up to date. Nobody has an evening note in the night that is now. Raises MemoryStoreError when the backup cannot
    be read whole or is newer, or something is kept here already and `replace` does not allow to throw it away; then everything is as it was.
    """
    with ExitStack() as stack:
        file = stack.enter_context(_opened(source))
        records = _records(file, passphrase)
        head = _head(next(records, None))
        if head.schema not in migrations.known():
            raise MemoryStoreError("the backup was made by a newer version of Evening Note: restore it with that one")
        if not replace and any((chosen.data_dir / name).exists() for name in files):
            raise _not_empty()
        engine = make_engine(chosen)
        stack.callback(engine.dispose)
        with ExitStack() as beside:  # renamed at its end, when the database has changed over
            with changing(engine) as connection:
                migrations.hold_all(connection)
                if not replace and _anything(connection):
                    raise _not_empty()
                migrations.start_anew(connection, head.schema)
                _insert(connection, records)
                migrations.upgrade_within(connection)
                make_private_folder(chosen.data_dir)
                for name, content in head.files.items():
                    if name in files:
                        beside.enter_context(whole_file(chosen.data_dir / name, force=True)).write(content.encode())
                vault = seal_anew(connection, head.key, chosen)
                leave_out_tonight(connection, vault, next_after, now)
            settle(chosen)
        for name in set(files) - head.files.keys():
            (chosen.data_dir / name).unlink(missing_ok=True)
        clean_up(engine)
    return head


def _head_of(connection: Connection, found: MetaData, chosen: Settings, files: Mapping[str, str], now: datetime) -> Record:
    """The first line. The schema is taken as it is found, so that a backup can be made before an upgrade."""
    vault = connection.execute(select(tables.vault)).first() if tables.vault.name in found.tables else None
    if vault is None:
        raise MemoryStoreError("there is nothing stored")
    schema = migrations.revision_of(connection)
    if schema not in migrations.known():
        raise MemoryStoreError(migrations.NEWER)
    return {"schema": schema, "made": now.isoformat(), "key": master_of(vault, chosen), "files": files}


def _rows(connection: Connection, found: MetaData) -> Iterator[Record]:
    """For each table a line with its name and columns, and one for each row; who is referred to comes first."""
    for table in found.sorted_tables:
        yield {"table": table.name, "columns": [column.name for column in table.columns]}
        rows = connection.execution_options(stream_results=True).execute(select(table)).yield_per(_AT_ONCE)
        yield from (list(row) for row in rows)


def _reflected(connection: Connection) -> MetaData:
    """The tables of a backup, as they are in the database."""
    found = MetaData()
    wanted = tables.metadata.tables.keys() - LEFT_OUT
    found.reflect(connection, only=lambda name, _: name in wanted)
    return found


def _insert(connection: Connection, records: Iterator[Record]) -> None:
    """Puts the rows of a backup into the tables that they come from."""
    try:
        _insert_all(connection, records)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MemoryStoreError(_UNREADABLE) from error


def _insert_all(connection: Connection, records: Iterator[Record]) -> None:
    found = _reflected(connection)
    table: Table | None = None
    columns: list[str] = []
    waiting: list[dict[str, object]] = []
    for record in records:
        if isinstance(record, dict) or len(waiting) == _AT_ONCE:
            _insert_rows(connection, table, waiting)
            waiting = []
        if isinstance(record, dict):
            table, columns = found.tables[record["table"]], record["columns"]
            if set(columns) != set(table.columns.keys()):
                raise ValueError("other columns than this version's")
        else:
            waiting.append(dict(zip(columns, map(_value, record), strict=True)))
    _insert_rows(connection, table, waiting)


def _insert_rows(connection: Connection, table: Table | None, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _anything(connection: Connection) -> bool:
    """Whether something is kept that a backup would hold, beside the keys that each memory makes at its first start."""
    found = _reflected(connection)
    return any(connection.execute(select(table).limit(1)).first() is not None for table in found.sorted_tables if table.name != tables.vault.name)


def _not_empty() -> MemoryStoreError:
    return MemoryStoreError("something is kept here already; --replace throws it away and puts the backup in its place")


def _content(path: Path) -> str | None:
    """A small file's text; None where there is no such file."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise MemoryStoreError(f"{path} cannot be read ({type(error).__name__})") from error


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        file = source.open("rb")
    except OSError as error:
        raise MemoryStoreError(f"{source} cannot be read ({error.strerror})") from error
    with file:
        yield file


def _head(record: Record) -> Head:
    try:
        head = Head(record["schema"], datetime.fromisoformat(record["made"]), _value(record["key"]), record["files"])
        Cipher(head.key)
        if not all(isinstance(text, str) for text in (head.schema, *head.files, *head.files.values())):
            raise TypeError("what has to be a text is none")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MemoryStoreError(_UNREADABLE) from error
    return head


def _records(file: BinaryIO, passphrase: str) -> Iterator[Record]:
    """The lines of a sealed file. Raises MemoryStoreError at the first chunk that cannot be opened."""
    begun = b""
    for chunk in read_sealed(file, passphrase):
        *lines, begun = (begun + chunk).split(b"\n")
        try:
            yield from map(json.loads, lines)
        except ValueError as error:
            raise MemoryStoreError(_UNREADABLE) from error
    if begun:
        raise MemoryStoreError(_UNREADABLE)


def _written(record: Record) -> bytes:
    return json.dumps(record, separators=(",", ":"), default=_bytes_as_text).encode() + b"\n"


def _bytes_as_text(value: bytes) -> dict[str, str]:
    return {"bytes": base64.b64encode(value).decode()}


def _value(written: Any) -> Any:
    return base64.b64decode(written["bytes"]) if isinstance(written, dict) else written

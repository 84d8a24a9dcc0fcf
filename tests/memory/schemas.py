"""What a store held at each revision of the schema, in `tests/memory/schemas/`, so that upgrades are tried on what was really kept.

After a new revision: `.venv/bin/python -m tests.memory.schemas` writes its file; the older ones stay as they are.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import MetaData, select
from sqlalchemy.engine import Engine

from rasa_project.memory.engine import make_engine
from rasa_project.memory.memory import Memory
from rasa_project.memory.migrations import NEWEST, upgrade
from rasa_project.memory.vault import open_vault
from rasa_project.settings import Settings
from tests.memory.conftest import StandingClock, nightly
from tests.memory.test_memory import filled

FOLDER = Path(__file__).parent / "schemas"
PASSPHRASE = SecretStr("the passphrase of the tests' old stores")


def fill(engine: Engine, revision: str) -> None:
    """Brings an empty database to a revision and puts into it what a store held then."""
    upgrade(engine, revision)
    kept: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / f"{revision}.json").read_text())
    found = MetaData()
    found.reflect(engine)
    with engine.begin() as connection:
        for table in found.sorted_tables:
            for row in kept.get(table.name, []):
                connection.execute(table.insert().values({name: _bytes(value) for name, value in row.items()}))


def write(revision: str) -> None:
    """Writes down what a store of today's code holds, with one person of whom everything is kept."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = Settings(data_dir=Path(folder), passphrase=PASSPHRASE)
        engine = make_engine(chosen)
        upgrade(engine, revision)
        filled(Memory(engine, open_vault(engine, chosen), chosen.retention_days, nightly, StandingClock()))
        found = MetaData()
        found.reflect(engine)
        kept = {}
        with engine.connect() as connection:
            for table in found.sorted_tables:
                if table.name != "alembic_version":
                    kept[table.name] = [
                        {name: value.hex() if isinstance(value, bytes) else value for name, value in row._mapping.items()}
                        for row in connection.execute(select(table))
                    ]
        engine.dispose()
    (FOLDER / f"{revision}.json").write_text(json.dumps(kept, indent=1) + "\n")


def _bytes(value: Any) -> Any:
    return bytes.fromhex(value) if isinstance(value, str) else value


if __name__ == "__main__":
    write(NEWEST)

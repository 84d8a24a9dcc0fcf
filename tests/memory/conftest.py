"""What the tests of the memory share: a store on SQLite and the same on a real PostgreSQL, with a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from rasa_project.coach.schedule import Schedule
from rasa_project.memory.engine import FILE, clean_up, make_engine
from rasa_project.memory.memory import Clock, Memory, open_memory
from rasa_project.memory.migrations import upgrade
from rasa_project.memory.tables import metadata
from rasa_project.settings import Settings
from tests.memory.postgresql import MISSING, PostgreSQL, programs, started
from tests.needed import needed

KINDS = ("sqlite", "postgresql")


class StandingClock:
    """Says the same time until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 20, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        """The time it stands at."""
        return self.now


def nightly(schedule: Schedule, moment: datetime) -> datetime | None:
    """Every night at the schedule's minute, in UTC; the real rules are tested where they stand."""
    if schedule.paused_until is not None:
        return None
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + timedelta(minutes=schedule.minute)
    return at if at > moment else at + timedelta(days=1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A real PostgreSQL. Missing, these tests are skipped; with CI=true that is a failure."""
    binaries = programs()
    needed(MISSING if binaries is None else None)
    assert binaries is not None
    with started(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with the newest schema, to be copied: making the schema takes longer than most tests."""
    return _upgraded(Settings(data_dir=tmp_path_factory.mktemp("empty"))).data_dir / FILE


@pytest.fixture(scope="session")
def shared_database(postgresql: PostgreSQL) -> str:
    """The address of a database with the newest schema, to be emptied before each test: making one takes longer than most tests."""
    address = postgresql.database()
    _upgraded(Settings(database=address))
    return address


@pytest.fixture
def empty_database(shared_database: str) -> str:
    """The address of a database with the newest schema and nothing in it."""
    engine = make_engine(Settings(database=shared_database))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(table.name for table in metadata.sorted_tables)}")
    engine.dispose()
    return shared_database


@pytest.fixture
def sqlite(tmp_path: Path, empty_file: Path) -> Settings:
    """Settings of an empty store in a file."""
    chosen = Settings(data_dir=tmp_path / "data")
    chosen.data_dir.mkdir(mode=0o700)
    shutil.copy(empty_file, chosen.data_dir)
    return chosen


@pytest.fixture(params=KINDS)
def chosen(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty store, on each kind of database."""
    if request.param == "sqlite":
        settings: Settings = request.getfixturevalue("sqlite")
        return settings
    return Settings(data_dir=tmp_path / "data", database=request.getfixturevalue("empty_database"))


def _upgraded(chosen: Settings) -> Settings:
    """Brings an empty database to the newest schema and lets go of it."""
    engine = make_engine(chosen)
    upgrade(engine)
    clean_up(engine)
    engine.dispose()
    return chosen


@pytest.fixture
def quick_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys from PINs and passphrases take no time; how long they really take is a matter of one number."""
    monkeypatch.setattr("rasa_project.memory.cipher.SCRYPT_COST", 2)


@pytest.fixture
def clock() -> StandingClock:
    """The time of a test."""
    return StandingClock()


@pytest.fixture
def opening(clock: Clock) -> Iterator[Callable[[Settings], Memory]]:
    """Opens a memory, as each process does at its start; all are closed in the end."""
    opened: list[Memory] = []

    def _open(chosen: Settings) -> Memory:
        opened.append(open_memory(chosen, nightly, clock))
        return opened[-1]

    yield _open
    for memory in opened:
        memory.close()


@pytest.fixture
def memory(chosen: Settings, opening: Callable[[Settings], Memory]) -> Memory:
    """An empty memory, on each kind of database."""
    return opening(chosen)

"""What the tests of the memory share: a store on SQLite and the same on a real PostgreSQL, with a clock that stands still."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from rasa_project.coach.schedule import Schedule
from rasa_project.memory.memory import Memory, open_memory
from rasa_project.settings import Settings
from tests.memory.postgresql import PostgreSQL, programs, started

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
    if binaries is None:
        missing = "PostgreSQL is not installed (Debian's package 'postgresql')"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with started(binaries) as server:
        yield server


@pytest.fixture(params=KINDS)
def chosen(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty store, on each kind of database."""
    database = request.getfixturevalue("postgresql").database() if request.param == "postgresql" else None
    return Settings(data_dir=tmp_path / "data", database=database)


@pytest.fixture
def sqlite(tmp_path: Path) -> Settings:
    """Settings of an empty store in a file."""
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def clock() -> StandingClock:
    """The time of a test."""
    return StandingClock()


@pytest.fixture
def opening(clock: StandingClock) -> Iterator[Callable[[Settings], Memory]]:
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

"""One process with SQLite, as at home, while its disk is full, its database locked, its clock jumps, or clients are slow: got over by itself."""

from __future__ import annotations

import os
import resource
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rasa_project.channels.buttons import Buttons
from rasa_project.channels.gate import Gate
from rasa_project.coach.content import Library
from rasa_project.memory.engine import BUSY_MS, FILE
from rasa_project.settings import Settings, newest_model
from tests.load.people import People
from tests.load.said import say
from tests.load.slow_clients import drip
from tests.load.tally import Tally
from tests.needed import needed
from tests.processes import HOST, NO_LIMITS, Server, evening_note

pytestmark = [pytest.mark.server, pytest.mark.model]

SECRET = "the secret of the coach at home"
FAKETIME = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
HOUR = 3600
LAG = 1.5
"""Seconds within which a changed clock is seen: libfaketime looks once a second."""


@dataclass
class Home:
    """The process and the people who use it."""

    server: Server
    data: Path
    clock: Path
    """The file that says by how much its clock is wrong."""
    people: People
    calm: float

    def meet(self, what: str, fault: Any) -> Tally:
        """Has people talk while something breaks, and says what came of it."""
        tally, broken, refused_after = self.people.meet(fault, self.calm)
        say(f"{what}: broken for {broken:.1f} s, the last refusal {refused_after:.1f} s after that: {tally}")
        return tally

    def set_clock(self, seconds: int) -> None:
        """Makes its clock wrong by so much."""
        self.clock.write_text(f"{seconds:+d}s\n", encoding="ascii")
        time.sleep(LAG)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, agent: Any, library: Library, long: bool) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("home")
    data, clock = folder / "data", folder / "clock"
    clock.write_text("+0s\n", encoding="ascii")
    own = {"EVENING_NOTE_SECRET": SECRET, "EVENING_NOTE_SEED": os.environ["EVENING_NOTE_SEED"], "EVENING_NOTE_DATA_DIR": str(data)}
    wrong = {"FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_CACHE_DURATION": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    faketime = {"LD_PRELOAD": str(FAKETIME), **wrong} if FAKETIME is not None else {}
    with Server({**NO_LIMITS, **own, **faketime}) as server:
        gate = Gate(agent, library, Settings(secret=SECRET))
        people = People(f"http://{HOST}:{server.port}", None, Buttons(library, SECRET), gate, held_again=200 if long else 12)
        yield Home(server, data, clock, people, calm=30 if long else 1)


def test_a_full_disk_is_said_and_afterwards_all_goes_on(home: Home, long: bool) -> None:
    """What the system lets a process write is limited to nothing: the same to SQLite as a disk on which nothing is left."""

    def _full() -> None:
        before = resource.prlimit(home.server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(home.server.process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
        time.sleep(20 if long else 2)
        resource.prlimit(home.server.process.pid, resource.RLIMIT_FSIZE, before)

    tally = home.meet("full disk", _full)
    assert set(tally.refused) == {"503 trouble"}, str(tally)
    assert (tally.cut_off, tally.ended) == ({}, {}), str(tally)


def test_a_locked_database_is_waited_for_and_too_long_a_wait_is_said(home: Home, long: bool) -> None:
    held = BUSY_MS / 1000 + 5 if long else 1.5

    def _locked() -> None:
        other = sqlite3.connect(home.data / FILE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(held)
        other.execute("ROLLBACK")
        other.close()

    tally = home.meet("locked database", _locked)
    assert set(tally.refused) <= ({"503 trouble"} if long else set()), str(tally)
    assert (tally.cut_off, tally.ended) == ({}, {}), str(tally)


def test_slow_clients_keep_nobody_waiting(home: Home, long: bool) -> None:
    # they are not sent away while they go on sending, since the server's limit counts from the last byte; each costs a connection and no more
    tally = home.meet("slow clients", lambda: drip(home.server.port, 20 if long else 2))
    assert (tally.refused, tally.cut_off, tally.ended) == ({}, {}, {}), str(tally)


def test_a_model_that_is_broken_starts_nothing_and_disturbs_nobody(home: Home, tmp_path: Path, long: bool) -> None:
    whole = newest_model()
    assert whole is not None
    content = whole.read_bytes()
    middle = len(content) // 2
    kinds = {"cut off": content[:middle], "changed": content[:middle] + bytes(100) + content[middle + 100 :], "empty": b"", "no archive": b"x" * 1000}
    ends: dict[str, Any] = {}

    def _broken_models() -> None:
        for kind in kinds if long else ("cut off",):
            model = tmp_path / f"{kind.replace(' ', '-')}.tar.gz"
            model.write_bytes(kinds[kind])
            ends[kind] = evening_note("run", EVENING_NOTE_MODEL=str(model), EVENING_NOTE_PORT="0")

    tally = home.meet("broken model beside", _broken_models)
    assert (tally.refused, tally.cut_off, tally.ended) == ({}, {}, {}), str(tally)
    for kind, end in ends.items():
        assert end.returncode == 1, kind
        assert end.stderr.count("\n") == 1, end.stderr
        assert "model" in end.stderr, end.stderr


def test_a_clock_that_jumps_ends_sessions_clearly_or_not_at_all(home: Home, long: bool) -> None:
    needed("libfaketime is not installed (Debian's package 'faketime')" if FAKETIME is None else None)
    for seconds in (-2 * HOUR, 600, 2 * HOUR) if long else (2 * HOUR,):
        try:
            tally = home.meet(f"clock wrong by {seconds} s", lambda: home.set_clock(seconds))  # noqa: B023 - called before the next one
        finally:
            home.set_clock(0)
        assert set(tally.ended) == ({"401 expired"} if seconds > HOUR else set()), str(tally)
        assert (tally.refused, tally.cut_off) == ({}, {}), str(tally)

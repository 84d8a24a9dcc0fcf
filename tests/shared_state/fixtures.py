"""What tests of the shared state use, here and in the other rooms: a real Redis, and the state on each kind of ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from rasa_project.shared_state.in_process import InProcess
from rasa_project.shared_state.on_redis import OnRedis
from rasa_project.shared_state.state import SharedState
from tests.needed import needed
from tests.shared_state.redis_server import MISSING, RedisServer, program, started

KINDS = ("in process", "on Redis")
SECRET = "the secret of the tests' shared state"


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A real Redis, shared: names of your own. Missing, these tests are skipped; with CI=true that is a failure."""
    path = program()
    needed(MISSING if path is None else None)
    assert path is not None
    with started(path) as server:
        yield server


@pytest.fixture(params=KINDS)
def opening_state(request: pytest.FixtureRequest) -> Callable[[], SharedState]:
    """Opens the state as each process does: on Redis every time another client, without it one and the same state."""
    if request.param == "in process":
        alone = InProcess()
        return lambda: alone
    server: RedisServer = request.getfixturevalue("redis_server")
    return lambda: OnRedis(server.url, SECRET)

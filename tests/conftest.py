"""What the tests share: the lean runtime before any Rasa import, the content, and one loaded agent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from rasa_project import lean_runtime
from tests import own_data  # before any setting is read

os.environ.setdefault("EVENING_NOTE_SEED", "tests")  # the coach draws the same words in every run
lean_runtime.prepare()

from rasa_project.agent import load_agent  # noqa: E402 - Rasa may be imported only now
from rasa_project.channels.gate import Gate  # noqa: E402
from rasa_project.coach.content import Library  # noqa: E402
from rasa_project.library import load_library  # noqa: E402
from rasa_project.settings import Settings  # noqa: E402
from tests.processes import NO_LIMITS, Server  # noqa: E402

SERVER_SECRET = "the secret of the server that the tests share"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run every check whole, not in its short bounded version")
    parser.addoption("--soak-seconds", type=float, default=3600, help="for how long the soak runs, which only --long asks for")


def pytest_configure(config: pytest.Config) -> None:
    """Property tests try the same inputs every time, more of them with `--long`."""
    hypothesis.settings.register_profile(
        "repeatable", derandomize=True, database=None, deadline=None, max_examples=5000 if config.getoption("--long") else 100
    )
    hypothesis.settings.load_profile("repeatable")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is marked as long, without calling it skipped: nothing is missing."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether every check runs whole."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def library() -> Library:
    """The project's content."""
    return load_library()


@pytest.fixture(scope="session")
def agent():
    """The trained model, loaded once."""
    return load_agent()


@pytest.fixture
def gate(agent, library: Library) -> Gate:
    """A gate of its own before the loaded agent."""
    return Gate(agent, library, Settings(secret="tests"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real server process, shared: open a session of your own."""
    data = Path(own_data.HOME_OF_DATA.name) / "server"
    with Server({"EVENING_NOTE_SECRET": SERVER_SECRET, **NO_LIMITS, "EVENING_NOTE_DATA_DIR": str(data)}) as started:
        yield started

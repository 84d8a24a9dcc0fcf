"""What the tests share: the lean runtime before any Rasa import, the content, and one loaded agent."""

from __future__ import annotations

import pytest

from rasa_project import lean_runtime

lean_runtime.prepare()

from rasa_project.agent import load_agent  # noqa: E402 - Rasa may be imported only now
from rasa_project.channels.gate import Gate  # noqa: E402
from rasa_project.coach.content import Library  # noqa: E402
from rasa_project.library import load_library  # noqa: E402
from rasa_project.settings import Settings  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run every check whole, not in its short bounded version")


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
    return Gate(agent, library, Settings(secret="tests", seed="tests"))

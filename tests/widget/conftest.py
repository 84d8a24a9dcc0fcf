"""What the browser tests share: Debian's Chromium, one real server, and the page as a person finds it.

They run in `.tools/browser` (scripts/test-browser.sh), since Playwright does not fit beside Rasa; elsewhere nothing here is collected.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import pytest

from tests import own_data  # noqa: F401 - before a server is started

if find_spec("playwright") is None:
    collect_ignore_glob = ["*.py"]
else:
    from playwright.sync_api import Browser, Playwright, expect, sync_playwright

    from tests.processes import NO_LIMITS, Server
    from tests.widget.chat import PATIENCE_MS, Chat, Visit, visit_of
    from tests.widget.chromium import how_to_launch
    from tests.widget.embedder import Embedder

    expect.set_options(timeout=PATIENCE_MS)

LONGEST_TEST = 150
"""Seconds; a whole server may start in it, on a busy machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="make the pictures in docs/images/ anew")


@pytest.fixture(autouse=True)
def _ends_in_time() -> Iterator[None]:
    """A page that never answers fails its test instead of holding up all others."""

    def stop(*_: object) -> None:
        raise AssertionError(f"no end after {LONGEST_TEST} seconds")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_TEST)
    yield
    signal.alarm(0)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests; each visit is a person of its own."""
    started = playwright.chromium.launch(**how_to_launch())
    yield started
    started.close()


@pytest.fixture(scope="session")
def embedder() -> Iterator[Embedder]:
    """A site that may embed the widget."""
    with Embedder() as started:
        yield started


@pytest.fixture(scope="session")
def server(embedder: Embedder) -> Iterator[Server]:
    """A real server whose choices repeat, which allows that site."""
    origins = f"https://elsewhere.example,{embedder.origin}"
    with Server({"EVENING_NOTE_SEED": "widget", **NO_LIMITS, "EVENING_NOTE_ORIGINS": origins}) as started:
        yield started


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Chat]]:
    """Opens the page for a person. At the end: the browser had no complaint, and no other host was asked but the neutral one."""
    visits: list[Visit] = []

    def open_page(path: str = "/", **circumstances: object) -> Chat:
        visits.append(visit_of(browser, f"http://127.0.0.1:{server.port}", **circumstances))
        return visits[-1].open(path)

    yield open_page
    complaints = [complaint for one in visits for complaint in one.complaints]
    elsewhere = {host for one in visits for host in one.hosts_elsewhere}
    for one in visits:
        one.close()
    assert complaints == []
    assert elsewhere <= {"www.bbc.co.uk"}


@pytest.fixture
def chat(visit: Callable[..., Chat]) -> Chat:
    """The page as it opens on a wide screen."""
    return visit()

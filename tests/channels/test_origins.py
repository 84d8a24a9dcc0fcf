"""Pages of other sites: those on the list may talk to the channel and load the widget, the others get no permission."""

from __future__ import annotations

import pytest

from rasa_project.channels.pages import PRIVATE_HEADERS
from tests.channels.description import HEALTH, MESSAGE, SESSION
from tests.channels.fake_agent import FakeAgent
from tests.channels.test_web import talk
from tests.processes import Response, request

ALLOWED = "https://example.org"
ORIGINS = ("https://other.example", ALLOWED)
WIDGET = "/evening-note.js"


def ask(method: str, path: str, origin: str | None, *, origins: tuple[str, ...] = ORIGINS) -> Response:
    """The answer to a browser on a page of this origin."""
    headers = {"Origin": origin} if origin is not None else {}
    if method == "OPTIONS":
        headers |= {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
    return talk(FakeAgent(), lambda port, token: request(port, method, path, headers=headers, token=token), origins=origins)


@pytest.mark.parametrize("origin", [ALLOWED, ALLOWED.upper()])
def test_a_page_on_the_list_may_ask(origin: str) -> None:
    answer = ask("OPTIONS", MESSAGE, origin)
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == origin
    assert {"authorization", "content-type"} <= {name.strip().lower() for name in answer.headers["access-control-allow-headers"].split(",")}
    assert {"GET", "POST", "DELETE"} == {name.strip() for name in answer.headers["access-control-allow-methods"].split(",")}


@pytest.mark.parametrize(("method", "path"), [("POST", SESSION), ("GET", WIDGET), ("POST", "/webhooks/web/nothing")])
def test_a_page_on_the_list_may_read_answers_and_errors(method: str, path: str) -> None:
    answer = ask(method, path, ALLOWED)
    assert answer.headers["access-control-allow-origin"] == ALLOWED
    assert answer.headers["access-control-expose-headers"] == "Evening-Note-Memory, Retry-After"
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers
    kept = {**PRIVATE_HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"}
    assert {name: answer.headers[name.lower()] for name in kept} == kept


@pytest.mark.parametrize(
    "origin", [None, "null", "https://example.org.evil.example", "http://example.org", "https://example.org:8443", "https://sub.example.org"]
)
@pytest.mark.parametrize(("method", "path"), [("OPTIONS", MESSAGE), ("POST", SESSION), ("GET", WIDGET)])
def test_a_page_that_is_not_on_the_list_gets_no_permission(method: str, path: str, origin: str | None) -> None:
    assert not [name for name in ask(method, path, origin).headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/", HEALTH, "/page.css", "/openapi.yml"])
def test_nothing_beside_the_channel_and_the_widget_is_shared(path: str) -> None:
    answer = ask("GET", path, ALLOWED)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_without_a_list_no_page_may_ask() -> None:
    answer = ask("OPTIONS", MESSAGE, ALLOWED, origins=())
    assert answer.status == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]

"""What a browser gets: the page, its files, the health, and the headers that keep all of it private."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser

import pytest

from rasa_project import paths
from rasa_project.channels.pages import DESCRIPTION, PAGES, PRIVATE_HEADERS
from tests.channels.description import HEALTH, MESSAGE, SESSION, check
from tests.channels.fake_agent import FakeAgent
from tests.channels.test_web import talk
from tests.processes import Server, request

pytestmark = pytest.mark.server

KINDS = {
    "/": "text/html",
    "/page.css": "text/css",
    "/evening-note.js": "text/javascript",
    "/icon.svg": "image/svg+xml",
    "/icon.png": "image/png",
    "/app.webmanifest": "application/manifest+json",
    "/evening-note-worker.js": "text/javascript",
    "/openapi.yml": "application/yaml",
}


class Tags(HTMLParser):
    """The tags of a page with their attributes, and the text inside script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Notes a tag."""
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        """Notes what stands inside a script or a style."""
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.inline.append(data)


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_each_file_is_served_as_what_it_is(path: str, kind: str, server: Server) -> None:
    answer = server.request("GET", path)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(kind)
    file = paths.WIDGET / PAGES[path][0] if path in PAGES else DESCRIPTION
    assert answer.body == file.read_bytes()


def test_a_browser_that_unpacks_gets_the_same_in_less(server: Server) -> None:
    for path in KINDS:
        plain, packed = (server.request("GET", path, headers=headers) for headers in ({}, {"Accept-Encoding": "br, gzip"}))
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed.body) == plain.body
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_who_asks_for_an_icon_without_having_read_the_page_gets_an_empty_one(server: Server) -> None:
    answer = server.request("GET", "/favicon.ico")
    assert (answer.status, answer.body) == (204, b"")


def test_what_a_home_screen_shows_says_nothing(server: Server) -> None:
    """A name that could be anything, a moon, and a tab as any other: no program in the list of programs."""
    manifest = server.request("GET", "/app.webmanifest").json
    assert (manifest["name"], manifest["short_name"], manifest["display"]) == ("Evening Note", "Note", "browser")
    assert not {"description", "categories", "screenshots", "shortcuts"} & set(manifest)
    for icon in manifest["icons"]:
        answer = server.request("GET", f"/{icon['src']}")
        assert (answer.status, answer.headers["content-type"]) == (200, icon["type"])
    drawn = server.request("GET", "/icon.svg").body.decode()
    assert not re.findall(r"<(?:text|title|desc|metadata|image|script)", drawn)
    assert b"tEXt" not in server.request("GET", "/icon.png").body


def test_nothing_but_those_files_is_served(server: Server) -> None:
    for path in (
        "/index.html",
        "/config.yml",
        "/../config.yml",
        "/%2e%2e/config.yml",
        "/evening-note.js/../../config.yml",
        "/source/evening-note.js",
        "/models",
        "/docs",
        "/.env",
    ):
        assert server.request("GET", path).status == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 200), ("GET", HEALTH, 200), ("GET", "/nothing", 404), ("GET", MESSAGE, 405), ("POST", MESSAGE, 401), ("POST", SESSION, 200)],
)
def test_every_answer_and_every_error_is_kept_private(method: str, path: str, status: int, server: Server) -> None:
    answer = server.request(method, path)
    assert answer.status == status
    for name, value in PRIVATE_HEADERS.items():
        assert answer.headers[name.lower()] == value


def test_the_refusal_of_a_huge_body_is_kept_private_too(server: Server) -> None:
    answer = server.request("POST", MESSAGE, b"a" * 1_000_000)
    assert answer.status == 413
    assert answer.headers["cache-control"] == "no-store"


def test_nothing_is_allowed_to_other_sites(server: Server) -> None:
    for path in ("/", MESSAGE, SESSION):
        answer = server.request("OPTIONS", path, headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"})
        assert "access-control-allow-origin" not in answer.headers


def test_no_answer_says_what_it_is_made_of_or_sets_a_cookie(server: Server) -> None:
    for path in ("/", HEALTH, "/nothing"):
        headers = server.request("GET", path).headers
        assert not {"server", "x-powered-by", "set-cookie"} & set(headers)


def test_the_page_may_load_only_its_own_files(server: Server) -> None:
    policy = server.request("GET", "/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_page_needs_nothing_its_policy_forbids(server: Server) -> None:
    page = Tags(server.request("GET", "/").body.decode())
    assert page.inline == []
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], f"<{tag}> holds code or style"


def test_the_page_and_its_files_name_no_other_host_but_the_way_out(server: Server) -> None:
    hosts = {"/evening-note.js": {"www.bbc.co.uk", "www.w3.org"}, "/icon.svg": {"www.w3.org"}}  # the way out; a namespace is a name, not a visit
    for path in KINDS.keys() - {"/openapi.yml"}:
        found = re.findall(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", server.request("GET", path).body.decode(errors="replace"))
        assert set(found) == hosts.get(path, set())


def test_the_microphone_is_for_our_own_page_and_nothing_else_is_open(server: Server) -> None:
    policy = server.request("GET", "/").headers["permissions-policy"]
    assert {part.strip() for part in policy.split(",")} == {
        "camera=()",
        "display-capture=()",
        "geolocation=()",
        "microphone=(self)",
        "payment=()",
        "usb=()",
    }


def test_every_file_that_the_page_names_is_served(server: Server) -> None:
    page = Tags(server.request("GET", "/").body.decode())
    named = [attributes.get("src") or attributes.get("href") for tag, attributes in page.tags if tag in ("script", "link")]
    assert named
    for name in named:
        assert name is not None
        assert server.request("GET", f"/{name.removeprefix('.').lstrip('/')}").status == 200


def test_the_page_says_nothing_of_what_it_is_about_in_its_title(server: Server) -> None:
    title = re.search(r"<title>(.*?)</title>", server.request("GET", "/").body.decode(), re.DOTALL)
    assert title is not None
    assert title[1].strip() == "Evening Note"


def test_the_server_is_healthy_when_a_sentence_is_understood(server: Server) -> None:
    answer = server.request("GET", HEALTH)
    assert (answer.status, answer.json) == (200, {"status": "ready"})
    check(HEALTH, "get", answer)


def test_the_server_is_not_healthy_when_the_model_understands_something_else() -> None:
    answer = talk(FakeAgent(), lambda port, _: request(port, "GET", HEALTH))
    assert answer.status == 503
    check(HEALTH, "get", answer)


def test_the_server_is_not_healthy_without_a_model() -> None:
    agent = FakeAgent()
    agent.ready = False
    answer = talk(agent, lambda port, _: request(port, "GET", HEALTH))
    assert answer.status == 503
    check(HEALTH, "get", answer)


def test_the_server_is_not_healthy_when_parsing_fails() -> None:
    class Broken(FakeAgent):
        async def parse_message(self, message: object) -> dict[str, object]:
            raise RuntimeError("no sentence today")

    answer = talk(Broken(), lambda port, _: request(port, "GET", HEALTH))
    assert answer.status == 503
    check(HEALTH, "get", answer)

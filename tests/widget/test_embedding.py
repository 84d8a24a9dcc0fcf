"""In somebody else's page: one line, an allow-list on the server, and manners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import Server
from tests.widget.chat import Chat, Visit, visit_of
from tests.widget.embedder import Embedder
from tests.widget.test_leaving import until_ended

pytestmark = [pytest.mark.browser, pytest.mark.server]

POLICY = "default-src 'none'; script-src {coach}; connect-src {coach}"
"""The strictest that the how-to asks an embedding page for: no style, no inline anything."""
PAGE = """<!doctype html><html lang="en"><head><title>Somebody's page</title><script type="module" src="{coach}/evening-note.js"></script></head>
<body><main><h1>Somebody's page</h1><a href="#x">a link</a><evening-note></evening-note><p>below</p></main></body></html>"""


@pytest.fixture
def embedded(embedder: Embedder, coach: str, browser: Browser) -> Iterator[Chat]:
    visit = embed(embedder, coach, browser)
    yield visit.open()
    assert visit.complaints == []
    visit.close()


@pytest.fixture
def coach(server: Server) -> str:
    """The origin of the coach, who allows one embedder."""
    return f"http://127.0.0.1:{server.port}"


def embed(embedder: Embedder, coach: str, browser: Browser) -> Visit:
    """A visit to a page that embeds the coach."""
    embedder.page = PAGE.format(coach=coach)
    embedder.policy = POLICY.format(coach=coach)
    return visit_of(browser, embedder.origin)


def test_one_line_embeds_it_in_an_allowed_page_under_a_strict_policy(embedded: Chat, coach: str) -> None:
    embedded.get_a_line()
    embedded.press("Softer")
    expect(embedded.lines).to_have_count(2)
    assert embedded.kept() == {}
    assert {request.url.split("/")[2] for request in embedded.visit.requests} == {coach.split("/")[2], embedded.visit.origin.split("/")[2]}


def test_a_page_that_is_not_on_the_list_gets_nothing(coach: str, browser: Browser) -> None:
    with Embedder() as stranger:
        visit = embed(stranger, coach, browser)
        chat = visit.open()
        chat.page.wait_for_load_state("networkidle")
        assert chat.page.evaluate("customElements.get('evening-note') === undefined")
        assert re.search("blocked by CORS policy", "".join(visit.complaints))
        visit.close()


def test_it_keeps_the_manners_of_a_guest(embedded: Chat) -> None:
    assert embedded.page.evaluate("document.activeElement === document.body"), "it takes the focus as the page opens"
    assert embedded.page.evaluate("scrollY") == 0
    embedded.get_a_line()
    assert embedded.page.evaluate("scrollY") == 0, "it scrolls the page around"
    expect(embedded.page.get_by_role("heading", level=1)).to_have_text("Somebody's page")
    expect(embedded.page.get_by_role("heading", level=2)).to_have_text("Evening Note")
    assert embedded.page.title() == "Somebody's page"
    assert embedded.page.evaluate("Object.keys(window).filter(name => /evening|note/i.test(name))") == []


@pytest.mark.parametrize("how", ["leaves", "closes the tab"])
def test_the_conversation_ends_at_the_server_from_another_site_too(how: str, embedded: Chat, coach: str) -> None:
    embedded.get_a_line()
    token = next(request.headers["authorization"] for request in embedded.visit.requests if "authorization" in request.headers)
    embedded.visit.context.new_page()  # or the last tab would take the browser's context along
    if how == "leaves":
        embedded.leaving.click()
    else:
        embedded.page.close()
    until_ended(embedded.visit, coach, token)


def test_hiding_hides_the_widget_and_leaving_blanks_the_whole_page(embedded: Chat) -> None:
    embedded.get_a_line()
    embedded.button("Someone is here").click()
    expect(embedded.page.get_by_text("below")).to_be_visible()
    embedded.clock.dblclick()
    embedded.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(status=204))
    embedded.leaving.click()
    top = "([x, y]) => { const e = document.elementFromPoint(x, y); return e.parentElement === document.body && e.textContent === ''; }"
    for point in ([10, 10], [640, 400], [1270, 790]):
        assert embedded.page.evaluate(top, point)


def test_it_is_styled_by_the_properties_that_the_how_to_names(embedded: Chat) -> None:
    how_to = (Path(__file__).parents[2] / "docs/how-to/embed.md").read_text(encoding="utf-8")
    style = (Path(__file__).parents[2] / "rasa_project/widget/source/evening-note.css").read_text(encoding="utf-8")
    named, used = (set(re.findall(r"--evening-note-[a-z-]+", text)) for text in (how_to, style))
    assert named == used
    set_all = "names => names.forEach(name => document.querySelector('evening-note').style.setProperty(name, 'rgb(1, 2, 3)'))"
    embedded.page.evaluate(set_all, ["--evening-note-ground", "--evening-note-text"])
    read = "e => (s => [s.backgroundColor, s.color])(getComputedStyle(e))"
    assert embedded.frame.evaluate(read) == ["rgb(1, 2, 3)", "rgb(1, 2, 3)"]


def test_it_can_be_moved_and_removed_without_a_trace(embedded: Chat) -> None:
    embedded.get_a_line()
    embedded.page.evaluate("document.body.append(document.querySelector('evening-note'))")
    assert "eighteen" in embedded.say("hello"), "a moved widget begins anew"
    embedded.page.evaluate("document.querySelector('evening-note').remove()")
    for _ in range(3):
        embedded.page.keyboard.press("Shift")
    assert embedded.page.evaluate("location.hostname") == "127.0.0.1"


def test_the_strictest_policy_in_the_how_to_is_the_one_that_is_tested() -> None:
    how_to = (Path(__file__).parents[2] / "docs/how-to/embed.md").read_text(encoding="utf-8")
    assert POLICY.format(coach="https://coach.example") in how_to

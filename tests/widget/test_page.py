"""The chat page in a real browser, in front of a real server: what a person sees, presses, and leaves behind."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.processes import Server
from tests.widget.browser import HERE, Browser, Json, Tab, answer_with, find_browser, let_through, refuse

pytestmark = [pytest.mark.browser, pytest.mark.server]

NEUTRAL = "https://www.bbc.co.uk/weather"
"""Where "Leave quickly" goes."""
WEIGHT = 10_240
"""Bytes that the page may weigh, compressed."""
QUESTIONS = ("I'm not in the mood tonight, how do I say it kindly?", "How do I ask for sex without sounding desperate?")
FLIGHT = "hes giving me that look and ive got a 6am flight"
MARKUP = '<img src=x onerror="window.ran = 1"><b>bold</b>'

BOX = "document.querySelector('textarea')"
LOG = "document.querySelector('[role=log]')"
NOTICE = "document.querySelector('.notice').textContent"
ANSWERS = "document.querySelectorAll('li.coach').length"
LAST = "[...document.querySelectorAll('li.coach')].at(-1)"
CHIPS = "[...document.querySelectorAll('[role=group] button')].map(b => b.textContent)"
LEAVE = "document.querySelector('button.leave')"
CONTROLS = "[...document.querySelectorAll('a[href], button, textarea, input, select, summary')].filter(e => e.getClientRects().length)"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A real server whose choices repeat."""
    with Server({"EVENING_NOTE_SEED": "widget", "EVENING_NOTE_SESSIONS_A_MINUTE": "100000"}) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all tests; each has a tab of its own."""
    command = find_browser()
    if command is None:
        missing = "no Chromium on this machine; scripts/system-packages.sh installs it"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with Browser(command) as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Tab]:
    """The page as it opens. After each test: no complaint from the browser, and no request to another host than the neutral one."""
    with browser.tab() as tab:
        tab.open(address(server))
        yield tab
        assert not tab.problems
        assert {urlsplit(url).hostname for url in tab.elsewhere} <= {urlsplit(NEUTRAL).hostname}


def address(server: Server) -> str:
    """Where the page is."""
    return f"http://{HERE}:{server.port}/"


def write(tab: Tab, text: str) -> None:
    """Puts words in the box."""
    tab.js(f"{BOX}.focus()")
    tab.type(text)


def say(tab: Tab, text: str) -> str:
    """Sends words; what the coach answers to them."""
    before = tab.js(ANSWERS)
    write(tab, text)
    tab.press("Enter")
    return answer_after(tab, before)


def answer_after(tab: Tab, before: int) -> str:
    """The last answer, once there are more than `before`."""
    tab.until(f"{ANSWERS} > {before} && {LAST}.innerText")
    return str(tab.js(f"{LAST}.innerText"))


def line(tab: Tab) -> str | None:
    """The line to say in the last answer, if it has one."""
    found = tab.js(f"{LAST}.querySelector('q')?.textContent")
    return None if found is None else str(found)


def chip(title: str) -> str:
    """The suggested reply of this name."""
    return f"[...document.querySelectorAll('[role=group] button')].find(b => b.textContent === '{title}')"


def messages(tab: Tab) -> list[Json]:
    """What the page sent to the coach."""
    return [json.loads(request["postData"]) for request in tab.requests if is_message(request)]


def is_message(request: Json) -> bool:
    """Whether a request brings the coach a message."""
    return urlsplit(request["url"]).path == "/webhooks/web/message"


def kept(tab: Tab) -> Json:
    """All that a page can leave behind in its tab, apart from the history of the browser."""
    found = tab.js(
        "(async () => ({local: localStorage.length, session: sessionStorage.length, cookie: document.cookie, caches: await caches.keys(),"
        " databases: await indexedDB.databases(), workers: await navigator.serviceWorker.getRegistrations(),"
        " state: history.state, name: window.name, query: location.search + location.hash}))()"
    )
    found["cookies"] = tab.browser.command("Storage.getCookies", browserContextId=tab.context)["cookies"]
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_of_the_two_questions_ends_with_a_line_to_copy(question: str, page: Tab) -> None:
    origin = page.js("location.origin")
    allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    page.command("Browser.grantPermissions", permissions=allowed, origin=origin, browserContextId=page.context)
    say(page, question)
    say(page, "yes")
    words = line(page)
    assert words
    copy = f"{LAST}.querySelector('button')"
    assert page.js(f"{copy}.textContent").startswith("Copy")
    page.click(copy)
    page.until(f"{copy}.textContent.startsWith('Copied')")
    assert page.js("navigator.clipboard.readText()") == words


def test_a_message_is_held_until_the_age_answer(page: Tab) -> None:
    assert "eighteen or over?" in say(page, FLIGHT)
    assert line(page) is None
    assert page.js(CHIPS) == ["Yes", "No"]
    say(page, "yes")
    assert line(page)
    say(page, "kinder. it really isnt him")
    assert page.js("new Set([...document.querySelectorAll('q')].map(q => q.textContent)).size") == 2


@pytest.mark.parametrize("by", ["click", "keyboard"])
def test_a_suggested_reply_is_sent_and_the_suggestions_go(by: str, page: Tab) -> None:
    say(page, FLIGHT)
    if by == "click":
        page.click(chip("Yes"))
    else:
        page.js(f"{chip('Yes')}.focus()")
        page.press("Enter")
    answer_after(page, 1)
    assert line(page)
    assert set(messages(page)[-1]) == {"id", "payload"}
    assert not page.js(f"!!({chip('Yes')})")
    assert page.js("document.activeElement !== document.body"), "focus falls to the top of the page"
    assert page.js(CHIPS), "the line comes with suggestions of its own"
    page.meddle = lambda request: answer_with('{"id": "1", "replies": [{"text": "Good night."}]}') if is_message(request) else None
    say(page, "thanks")
    assert page.js(CHIPS) == []


def test_enter_sends_and_shift_enter_starts_a_new_line(page: Tab) -> None:
    write(page, "one")
    page.press("Enter", shift=True)
    page.type("two")
    assert page.js(f"{BOX}.value") == "one\ntwo"
    assert messages(page) == []
    page.press("Enter")
    answer_after(page, 0)
    assert [message["text"] for message in messages(page)] == ["one\ntwo"]
    assert page.js(f"{BOX}.value") == ""
    page.press("Enter")
    say(page, "three")
    assert [message["text"] for message in messages(page)] == ["one\ntwo", "three"], "an empty box sends nothing"


def test_answers_arrive_in_a_live_region_that_stays(page: Tab) -> None:
    page.js(f"{LOG}.same = true")
    say(page, FLIGHT)
    say(page, "yes")
    region = "[...document.querySelectorAll('[role=log]')].map(r => [r.same, r.ariaLive, !!r.ariaLabel, r.contains(document.querySelector('q'))])"
    assert page.js(region) == [[True, "polite", True, True]]
    assert not page.js(f"{LOG}.hasAttribute('aria-busy')")


def test_the_box_has_a_label_and_keeps_the_focus(page: Tab) -> None:
    assert page.js(f"{BOX}.labels[0].textContent.trim()")
    for text in (FLIGHT, "yes", "shorter"):
        say(page, text)
        assert page.js(f"document.activeElement === {BOX}")


@pytest.mark.parametrize("width", [360, 1280])
def test_every_control_is_reached_by_tab_and_large_enough(width: int, browser: Browser, server: Server) -> None:
    with browser.tab(width=width) as tab:
        tab.open(address(server))
        say(tab, FLIGHT)
        say(tab, "yes")
        controls = tab.js(f"(window.all = {CONTROLS}).map(e => e.textContent.trim() || e.tagName)")
        assert {"Leave quickly", "Start again", "Send", "TEXTAREA", "Copy this line"} <= set(controls)
        reached = {}
        for _ in range(2 * len(controls)):
            tab.press("Tab")
            place, *size = tab.js("(e => (r => [all.indexOf(e), r.width, r.height])(e.getBoundingClientRect()))(document.activeElement)")
            reached[place] = size
        reached.pop(-1, None)  # round the end of the page
        assert [name for place, name in enumerate(controls) if place not in reached] == []
        assert {controls[place]: size for place, size in reached.items() if min(size) < 44} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_what_has_the_focus_is_in_view(width: int, browser: Browser, server: Server) -> None:
    with browser.tab(width=width, prefers_reduced_motion="reduce") as tab:
        tab.open(address(server))
        say(tab, FLIGHT)
        say(tab, "yes")
        tab.js("document.querySelector('a').focus()")
        hidden = []
        for _ in range(tab.js(f"{CONTROLS}.length")):
            if not tab.shows("document.activeElement"):
                hidden.append(tab.js("document.activeElement.textContent"))
            tab.press("Tab")
        assert hidden == []


def shift_three_times(tab: Tab) -> None:
    """The quick way out."""
    for _ in range(3):
        tab.press("Shift")


def first_link(tab: Tab) -> None:
    """The way out that comes first on the keyboard."""
    tab.js("document.querySelector('a').focus()")
    tab.press("Enter")


WAYS_OUT = {"button": lambda tab: tab.click(LEAVE), "shift": shift_three_times, "link": first_link}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_leaving_quickly_empties_the_page_and_goes_to_a_neutral_one(way: str, page: Tab) -> None:
    say(page, FLIGHT)
    say(page, "yes")
    write(page, "a half-written thought")
    WAYS_OUT[way](page)
    page.until("!document.querySelector('textarea')")
    assert page.js("document.body.innerText.trim()") == ""
    (request,) = [request for request in page.requests if request["url"] == NEUTRAL]
    assert "referer" not in {name.lower() for name in request["headers"]}
    assert kept(page) == {}


def test_leaving_takes_the_place_of_the_page_in_the_tab(page: Tab, server: Server) -> None:
    page.meddle = lambda request: answer_with("weather", "text/plain") if request["url"] == NEUTRAL else None
    say(page, FLIGHT)
    page.click(LEAVE)
    page.until(f"location.href === '{NEUTRAL}'")
    assert address(server) not in [entry["url"] for entry in page.command("Page.getNavigationHistory")["entries"]]


def test_capitals_are_no_way_out(page: Tab) -> None:
    page.js(f"{BOX}.focus()")
    shift = {"key": "Shift", "windowsVirtualKeyCode": 16}
    for letter in "NO NO":
        page.command("Input.dispatchKeyEvent", type="rawKeyDown", modifiers=8, **shift)
        page.press(letter, shift=True)
        page.command("Input.dispatchKeyEvent", type="keyUp", **shift)
    assert page.js(f"{BOX}.value") == "NO NO"
    assert page.elsewhere == []


def test_nothing_is_kept_anywhere(page: Tab, server: Server) -> None:
    say(page, FLIGHT)
    say(page, "yes")
    write(page, "a half-written thought")
    assert kept(page) == {}
    assert page.js("location.href") == address(server)
    page.command("Page.navigate", url="about:blank")
    page.until("location.href === 'about:blank'")
    entry = next(entry for entry in page.command("Page.getNavigationHistory")["entries"] if entry["url"] == address(server))
    page.command("Page.navigateToHistoryEntry", entryId=entry["id"])
    page.until(f"location.href === '{address(server)}' && document.readyState === 'complete' && !!{BOX}")
    assert page.js(f"{LOG}.textContent + {BOX}.value") == "", "Back shows the conversation"


def test_starting_again_clears_the_page_and_begins_a_new_conversation(page: Tab) -> None:
    say(page, FLIGHT)
    say(page, "yes")
    page.click("document.querySelector('button.quiet')")
    assert page.js(f"{LOG}.textContent") == ""
    assert "eighteen or over?" in say(page, FLIGHT)


def test_words_are_shown_as_words_and_never_run(page: Tab) -> None:
    say(page, MARKUP)
    assert page.js("document.querySelector('li.you').innerText").endswith(MARKUP)
    hostile = {"text": f"{MARKUP} “{MARKUP}”", "line": MARKUP, "quick_replies": [{"title": MARKUP, "payload": "p"}]}
    page.meddle = lambda request: answer_with(json.dumps({"id": "1", "replies": [hostile]})) if is_message(request) else None
    assert MARKUP in say(page, "again")
    assert line(page) == MARKUP
    assert page.js(CHIPS) == [MARKUP]
    assert page.js(f"{LOG}.querySelectorAll('img, b').length") == 0
    assert page.js("window.ran") is None


def tampered(request: Json) -> Json:
    """The request, passing with a token that the server did not make."""
    return let_through({**request["headers"], "Authorization": "Bearer x.y.z"})


def test_a_token_refused_half_way_is_renewed_and_the_conversation_goes_on(page: Tab) -> None:
    say(page, FLIGHT)
    refused: list[Json] = []

    def refuse_once(request: Json) -> Json | None:
        if not is_message(request) or refused:
            return None
        refused.append(request)
        return tampered(request)

    page.meddle = refuse_once
    say(page, "yes")
    assert line(page), "the held message is lost"
    assert page.js(NOTICE) == ""
    assert len(page.failures) == 1
    first, second = messages(page)[1:]
    assert first == second


def test_a_server_that_forgot_the_conversation_answers_in_a_new_one(page: Tab) -> None:
    say(page, FLIGHT)
    old = next(request["headers"]["Authorization"] for request in page.requests if is_message(request))
    page.meddle = lambda request: tampered(request) if request["headers"].get("Authorization") == old else None
    assert "eighteen or over?" in say(page, QUESTIONS[1])
    assert page.js(NOTICE) == ""
    assert len(page.failures) == 2


def test_a_message_too_long_gets_a_clear_sentence_and_is_kept(page: Tab) -> None:
    words = "so much " * 600
    write(page, words)
    page.press("Enter")
    assert "4000 characters" in page.until(NOTICE)
    assert page.js(f"{BOX}.value") == words.strip()
    assert page.js(f"{LOG}.textContent") == ""
    page.js(f"{BOX}.value = ''")
    assert say(page, FLIGHT)
    assert page.js(NOTICE) == ""


@pytest.mark.parametrize("trouble", [refuse("ConnectionFailed"), answer_with("not JSON", "text/html")], ids=["offline", "another answer"])
def test_a_message_that_does_not_arrive_is_kept_and_sent_again_as_the_same(trouble: Json, page: Tab) -> None:
    page.meddle = lambda request: trouble if is_message(request) else None
    write(page, FLIGHT)
    page.press("Enter")
    assert "try again" in page.until(NOTICE)
    assert page.js(f"{BOX}.value") == FLIGHT
    page.meddle = lambda _: None
    page.press("Enter")
    answer_after(page, 0)
    first, second = messages(page)
    assert first == second


def test_a_conversation_asks_only_its_own_server_and_the_browser_has_no_complaint(page: Tab, server: Server) -> None:
    for text in (FLIGHT, "yes", "kinder. it really isnt him", "why", "thanks"):
        say(page, text)
    assert page.problems + page.failures == []
    assert {urlsplit(request["url"]).netloc for request in page.requests} == {f"{HERE}:{server.port}"}


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_who_wants_no_motion(motion: str, browser: Browser, server: Server) -> None:
    with browser.tab(prefers_reduced_motion=motion) as tab:
        tab.open(address(server))
        say(tab, FLIGHT)
        moving = tab.js(
            "[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(s =>"
            " s.animationName !== 'none' || s.transitionDuration !== '0s' || s.scrollBehavior === 'smooth').length"
        )
        assert bool(moving) == (motion == "no-preference")


CONTRASTS = """(() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => { const c = parts(getComputedStyle(e).backgroundColor); return c[3] === 0 && e.parentElement ? ground(e.parentElement) : c; };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const contrast = e => ratio(light(parts(getComputedStyle(e).color)), light(ground(e)));
  const worded = [...document.querySelectorAll('body, body *')].filter(e => e.getClientRects().length &&
    (e.matches('textarea') || [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())));
  return [light(ground(document.body)), worded.map(e => [`${e.tagName}.${e.className}`, contrast(e)])];
})()"""


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_word_is_legible_in_both_themes(theme: str, browser: Browser, server: Server) -> None:
    with browser.tab(prefers_color_scheme=theme) as tab:
        tab.open(address(server))
        say(tab, FLIGHT)
        say(tab, "yes")
        ground, contrasts = tab.js(CONTRASTS)
        assert (ground < 0.1) if theme == "dark" else (ground > 0.7)
        assert {"Q.", "BUTTON.send", "TEXTAREA.", "LI.you", "P.small"} <= {name for name, _ in contrasts}
        assert [(name, contrast) for name, contrast in contrasts if contrast < 4.5] == []


def test_the_way_out_stays_in_view_on_a_small_screen(browser: Browser, server: Server) -> None:
    with browser.tab(width=320, height=480) as tab:
        tab.open(address(server))
        for text in (FLIGHT, "yes", "kinder", "shorter"):
            say(tab, text)
            assert tab.shows(LEAVE)
            assert tab.js("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_the_title_is_neutral_before_and_after(page: Tab) -> None:
    assert page.js("document.title") == "Evening Note"
    say(page, FLIGHT)
    say(page, "yes")
    assert page.js("document.title") == "Evening Note"


def test_the_page_is_light(page: Tab, server: Server) -> None:
    loaded = {urlsplit(request["url"]).path for request in page.requests} - {"/favicon.ico"}
    assert loaded == {"/", "/evening-note.js", "/evening-note.css"}
    assert sum(len(gzip.compress(server.request("GET", path).body, mtime=0)) for path in loaded) <= WEIGHT

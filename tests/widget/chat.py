"""A person's visit to the page: what they see and press, and what the browser noticed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Locator, Page, Request, Route

NEUTRAL = "https://www.bbc.co.uk/weather"
"""Where "Leave quickly" goes."""
FLIGHT = "hes giving me that look and ive got a 6am flight"
PATIENCE_MS = 30_000
"""Milliseconds within which the page shows what is waited for, on a busy machine."""
MESSAGE = "**/webhooks/web/message"
MEMORY = "**/webhooks/web/memory"
Handler = Callable[[Route], None]


class Visit:
    """One person's browser profile, which shares nothing with another's."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.origin = origin
        self.complaints: list[str] = []
        """What the browser said: errors, warnings, and what the page's policy forbade; not that a request failed."""
        self.failures: list[str] = []
        """Its words on requests that failed or were answered with an error."""
        self.requests: list[Request] = []
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("console", self._note)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("request", lambda request: self.requests.append(request))  # a function of our own: Playwright marks what it is given
        self.context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="weather", content_type="text/plain"))

    def open(self, path: str = "/") -> Chat:
        """A tab with the page."""
        page = self.context.new_page()
        page.goto(self.origin + path)
        return Chat(self, page)

    @property
    def hosts_elsewhere(self) -> set[str]:
        """Hosts outside this machine that were asked for anything."""
        hosts = {urlsplit(request.url).hostname or "" for request in self.requests if not request.url.startswith(("blob:", "data:"))}
        return hosts - {"127.0.0.1"}

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What was sent to the coach."""
        return [json.loads(request.post_data or "") for request in self.requests if is_message(request)]

    def close(self) -> None:
        """Ends the visit."""
        self.context.close()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            (self.failures if "Failed to load resource" in message.text else self.complaints).append(message.text)


def visit_of(
    browser: Browser, origin: str, *, width: int = 1280, height: int = 800, at: str | None = None, script: str = "", **circumstances: Any
) -> Visit:
    """A visit with these circumstances (as Playwright names them), at this time, with this script of the browser's run before the page's own."""
    usual = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", "timezone_id": "Europe/London"}
    context = browser.new_context(**{**usual, **circumstances})
    if at is not None:
        context.clock.set_fixed_time(at)
    if script:
        context.add_init_script(script)
    return Visit(context, origin)


class Chat:
    """The widget in a tab, with the keyboard and the mouse before it."""

    def __init__(self, visit: Visit, page: Page) -> None:
        self.visit = visit
        self.page = page
        self.frame = page.locator("evening-note .frame")
        self.box = page.get_by_label("Your message")
        self.log = page.get_by_role("log")
        self.said = page.locator("li.you")
        self.answers = page.locator("li.coach")
        self.lines = page.locator(".line q")
        self.notice = page.locator(".notice")
        self.chips = page.get_by_role("group", name="Suggested replies").get_by_role("button")
        self.tools = page.locator(".line").last.get_by_role("button")
        self.leaving = self.button("Leave quickly")
        self.clock = page.locator(".clock")
        self.lock = page.locator(".lock")

    def button(self, name: str) -> Locator:
        """The button of this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def send(self, text: str) -> None:
        """Writes and sends, without waiting for the answer."""
        self.box.fill(text)
        self.box.press("Enter")

    def say(self, text: str) -> str:
        """Sends words; what the coach answers to them."""
        before = self.answers.count()
        self.send(text)
        return self.answer_after(before)

    def press(self, name: str) -> str:
        """Presses a button that the coach answers to."""
        before = self.answers.count()
        self.button(name).click()
        return self.answer_after(before)

    def answer_after(self, before: int) -> str:
        """The last answer, once there are more than `before`."""
        self.answers.nth(before).wait_for()
        return self.answers.last.inner_text()

    def get_a_line(self) -> str:
        """Says what is going on and that one is an adult; the line that comes."""
        self.say(FLIGHT)
        self.say("yes")
        return self.lines.last.inner_text()

    def answers_with(self, *replies: dict[str, Any], changed: bool = False) -> None:
        """From now on the coach answers this."""
        headers = {"Evening-Note-Memory": "changed"} if changed else {}
        self.page.unroute(MESSAGE)
        self.page.route(MESSAGE, lambda route: route.fulfill(json={"id": "1", "replies": list(replies)}, headers=headers))

    def holds(self, pattern: str = MESSAGE) -> list[Route]:
        """From now on such requests wait here for an answer."""
        waiting: list[Route] = []
        self.page.route(pattern, lambda route: waiting.append(route))  # a function of our own: Playwright marks what it is given
        return waiting

    def inside(self, script: str) -> Any:
        """The value of a JavaScript function of the widget's shadow root."""
        return self.page.evaluate(f"() => ({script})(document.querySelector('evening-note').shadowRoot)")

    @property
    def focused(self) -> str:
        """The words of what has the focus inside the widget, or its tag; empty when nothing has."""
        return str(self.inside("root => root.activeElement ? root.activeElement.textContent || root.activeElement.tagName : ''"))

    def shows(self, locator: Locator) -> bool:
        """Whether the middle of an element is in view, with nothing over it."""
        middle = "(r => e.contains(e.getRootNode().elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)))(e.getBoundingClientRect())"
        return bool(locator.evaluate(f"e => {middle}"))

    def devtools(self) -> CDPSession:
        """The browser's own protocol, for what Playwright has no word for."""
        return self.visit.context.new_cdp_session(self.page)

    def kept(self) -> dict[str, Any]:
        """All that the page left behind in the browser, apart from its history."""
        found = self.page.evaluate(
            """async () => ({local: {...localStorage}, session: {...sessionStorage}, cookie: document.cookie, caches: await caches.keys(),
            databases: await indexedDB.databases(), workers: (await navigator.serviceWorker.getRegistrations()).length,
            state: history.state, name: window.name, query: location.search + location.hash})"""
        )
        found["cookies"] = self.visit.context.cookies()
        return {name: value for name, value in found.items() if value}


def is_message(request: Request) -> bool:
    """Whether a request brings the coach a message."""
    return urlsplit(request.url).path == "/webhooks/web/message"

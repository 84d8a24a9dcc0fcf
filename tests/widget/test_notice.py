"""The one notice there may be: asked for, without content, and gone when it is switched off."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.widget.chat import Chat
from tests.widget.test_kept import KEPT, NOTHING, remember

pytestmark = [pytest.mark.browser, pytest.mark.server]

Visits = Callable[..., Chat]
PUSHES = """
let held = location.protocol === 'http:' && JSON.parse(localStorage.getItem('test-subscription'));
const subscription = {
  toJSON: () => ({endpoint: 'https://push.example/1', keys: {p256dh: 'p', auth: 'a'}}),
  unsubscribe: async () => (localStorage.removeItem('test-subscription'), (held = null), true),
};
if (window.PushManager) {
  PushManager.prototype.subscribe = async options => {
    window.subscribed = [options.userVisibleOnly, options.applicationServerKey];
    localStorage.setItem('test-subscription', 'true');
    held = true;
    return subscription;
  };
  PushManager.prototype.getSubscription = async () => held && subscription;
}
"""
"""A push service that needs no network."""


class Pushes:
    """The server's push channel."""

    def __init__(self, chat: Chat, fails: bool = False) -> None:
        self.asked: list[tuple[str, Any]] = []
        self._fails = fails
        chat.visit.context.route("**/webhooks/web/push", self._answer)

    def _answer(self, route: Route) -> None:
        request = route.request
        self.asked.append((request.method, json.loads(request.post_data) if request.post_data else None))
        if self._fails:
            route.fulfill(status=503, json={"error": "trouble", "message": "Not now."})
        elif request.method == "GET":
            route.fulfill(json={"key": "BKey"})
        else:
            route.fulfill(status=204)


def open_kept(visit: Visits, kept: dict[str, Any] = KEPT) -> Chat:
    chat, _ = remember(visit, kept, script=PUSHES, permissions=["notifications"])
    chat.button("Kept").click()
    return chat


def workers(chat: Chat) -> list[str]:
    """The service workers of the page's site."""
    found = chat.page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).map(r => r.active?.scriptURL ?? '')")
    return [urlsplit(url).path for url in found]


def test_a_notice_is_switched_on_and_off_on_this_device(visit: Visits) -> None:
    chat = open_kept(visit)
    pushes = Pushes(chat)
    box = chat.page.get_by_label("A notice on this device")
    expect(box).not_to_be_checked()
    assert workers(chat) == []
    box.check()
    expect(box).to_be_enabled()
    assert chat.page.evaluate("window.subscribed") == [True, "BKey"]
    assert pushes.asked == [("GET", None), ("POST", {"endpoint": "https://push.example/1", "keys": {"p256dh": "p", "auth": "a"}})]
    assert workers(chat) == ["/evening-note-worker.js"]
    box.uncheck()
    expect(box).to_be_enabled()
    expect(box).not_to_be_checked()
    assert pushes.asked[-1] == ("DELETE", None)
    assert workers(chat) == []


def test_a_notice_that_is_on_is_shown_as_on_and_forgetting_switches_it_off(visit: Visits) -> None:
    chat = open_kept(visit)
    Pushes(chat)
    box = chat.page.get_by_label("A notice on this device")
    box.check()
    expect(box).to_be_enabled()
    chat.button("Back").click()
    chat.button("Kept").click()
    expect(box).to_be_checked()
    chat.button("Forget everything").click()
    chat.button("Yes, forget everything").click()
    expect(chat.notice).to_contain_text("nothing kept")
    assert workers(chat) == []
    assert chat.page.evaluate("localStorage.length") == 0


def test_a_notice_that_cannot_be_switched_stays_off_and_says_so(visit: Visits) -> None:
    chat = open_kept(visit)
    Pushes(chat, fails=True)
    box = chat.page.get_by_label("A notice on this device")
    box.click()
    expect(chat.page.get_by_text("could not be switched")).to_have_count(2)
    expect(box).not_to_be_checked()


def test_no_notice_is_offered_without_the_consent_to_evening_notes(visit: Visits) -> None:
    chat = open_kept(visit, {**NOTHING, "person": "x", "consents": ["saved"]})
    expect(chat.page.get_by_label("A notice on this device")).to_have_count(0)


def test_whatever_is_pushed_the_notice_says_the_one_sentence(visit: Visits) -> None:
    chat = visit(permissions=["notifications"])
    chat.page.evaluate("navigator.serviceWorker.register('/evening-note-worker.js').then(() => navigator.serviceWorker.ready).then(() => 1)")
    devtools = chat.devtools()
    found: dict[str, str] = {}
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda event: found.update({r["scopeURL"]: r["registrationId"] for r in event["registrations"]})
    )
    devtools.send("ServiceWorker.enable")
    while not found:
        chat.page.wait_for_timeout(20)
    push = {"origin": chat.visit.origin, "registrationId": found[f"{chat.visit.origin}/"], "data": "words about tonight"}
    devtools.send("ServiceWorker.deliverPushMessage", push)
    shown: list[list[Any]] = []
    while not shown:  # asked from here: a page that nothing moves in may not be given a next frame to ask in
        chat.page.wait_for_timeout(20)
        shown = chat.page.evaluate(
            """async () => (await (await navigator.serviceWorker.ready).getNotifications())
            .map(({title, body, icon, data}) => [title, body, icon, data])"""
        )
    assert shown == [["Your evening note is ready.", "", "", None]]

"""What a visit leaves behind: nothing that says what it was about, anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Playwright, expect

from tests.processes import Server
from tests.widget.chat import MESSAGE, NEUTRAL, Chat, Visit
from tests.widget.chromium import how_to_launch
from tests.widget.test_kept import KEPT, remember

pytestmark = [pytest.mark.browser, pytest.mark.server]

CANARIES = ("canaryquokka", "canaryaxolotl", "canarypangolin")
Visits = Callable[..., Chat]


def talk(chat: Chat) -> None:
    """A whole visit with words that occur nowhere else."""
    chat.say(f"not tonight {CANARIES[0]}")
    chat.say("yes")
    chat.say(f"softer {CANARIES[1]}")
    chat.button("More").click()
    chat.button("Back").click()
    chat.box.fill(f"half-written {CANARIES[2]}")


def test_no_word_is_in_any_storage_or_in_any_address(chat: Chat, server: Server) -> None:
    talk(chat)
    assert chat.kept() == {}
    assert chat.page.url == f"{chat.visit.origin}/"
    told = [json.dumps([request.url, request.headers]) for request in chat.visit.requests]
    assert not [one for one in told if "canary" in one], "words belong into the body of a message"
    bodies = {urlsplit(request.url).path for request in chat.visit.requests if "canary" in (request.post_data or "")}
    assert bodies == {"/webhooks/web/message"}
    assert {urlsplit(request.url).netloc for request in chat.visit.requests} == {f"127.0.0.1:{server.port}"}
    assert chat.visit.failures == []
    assert "canary" not in server.output + server.errors


def test_no_word_is_on_the_disk_after_a_visit(playwright: Playwright, server: Server, tmp_path: Path) -> None:
    """With a browser profile that stays, unlike a private window's."""
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(profile, **how_to_launch())
    chat = Visit(context, f"http://127.0.0.1:{server.port}").open()
    talk(chat)
    history = chat.devtools().send("Page.getNavigationHistory")["entries"]
    assert {entry["title"] for entry in history} <= {"", "Evening Note"}
    chat.leaving.click()
    chat.page.wait_for_url(NEUTRAL)
    context.close()
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert len(files) > 20, "this is no profile"
    encodings = [canary.encode(encoding) for canary in CANARIES for encoding in ("utf-8", "utf-16-le")]
    assert [path.name for path in files if any(word in path.read_bytes() for word in encodings)] == []


def test_back_shows_an_empty_page(chat: Chat) -> None:
    talk(chat)
    chat.page.goto("about:blank")
    chat.page.go_back()
    expect(chat.box).to_have_value("")
    expect(chat.log).to_have_text("")
    chat.say("hello")


def test_the_title_and_the_address_say_nothing(chat: Chat) -> None:
    for _ in range(2):
        assert chat.page.title() == "Evening Note"
        assert urlsplit(chat.page.url)[2:] == ("/", "", "")
        talk(chat)


def test_two_tabs_are_two_conversations(chat: Chat) -> None:
    other = chat.visit.open()
    chat.get_a_line()
    assert "eighteen or over?" in other.say("hello there")
    chat.press("Softer")
    expect(chat.lines).to_have_count(2)
    expect(other.lines).to_have_count(0)


def test_two_people_do_not_hear_each_other(visit: Visits) -> None:
    one, other = visit(), visit()
    one.get_a_line()
    assert "eighteen" in other.say("softer")
    assert token(one) != token(other)
    one.page.route(MESSAGE, lambda route: route.continue_(headers={**route.request.headers, "authorization": token(other)}))
    one.button("Softer").click()
    expect(one.notice).to_contain_text("does not belong to this conversation")


def token(chat: Chat) -> str:
    """The token of a person's conversation."""
    return next(request.headers["authorization"] for request in chat.visit.requests if "authorization" in request.headers)


def test_forgetting_in_one_tab_is_known_in_the_other(visit: Visits) -> None:
    chat, memory = remember(visit, KEPT)
    chat.chips.first.wait_for()
    other = chat.visit.open()
    other.button("Kept").click()
    other.button("Forget everything").click()
    other.button("Yes, forget everything").click()
    expect(other.notice).to_contain_text("nothing kept")
    opened = len(memory.opened)
    chat.page.reload()
    chat.say("hello")
    assert chat.kept() == {}
    assert memory.opened[opened:] == [{"zone": "Europe/London"}]


def test_the_page_may_run_nothing_from_elsewhere_and_nothing_inline(chat: Chat) -> None:
    refused = chat.page.evaluate(
        """async () => {
        const seen = [];
        document.addEventListener('securitypolicyviolation', event => seen.push(event.effectiveDirective));
        const add = (tag, set) => document.head.append(Object.assign(document.createElement(tag), set));
        add('script', {textContent: 'window.ran = 1'});
        add('style', {textContent: 'body { color: red }'});
        add('script', {src: 'https://elsewhere.example/x.js'});
        new Image().src = 'https://elsewhere.example/x.png';
        await fetch('https://elsewhere.example/').catch(() => {});
        while (seen.length < 5) await new Promise(after => setTimeout(after, 10));
        return [seen.sort(), window.ran ?? null];
        }"""
    )
    assert refused == [["connect-src", "img-src", "script-src-elem", "script-src-elem", "style-src-elem"], None]
    chat.visit.complaints.clear()  # the browser said so too
    chat.visit.requests.clear()  # and tells of requests that it did not let out

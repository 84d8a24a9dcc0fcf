"""Slow, offline, refused, restarted: each looks right, and no message is lost or answered twice."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.processes import Server, free_port
from tests.widget.chat import FLIGHT, MESSAGE, Chat, visit_of

pytestmark = [pytest.mark.browser, pytest.mark.server]

ANSWER = {"id": "1", "replies": [{"text": "Here I am."}]}


def test_a_quick_answer_flickers_nothing_and_a_slow_one_says_that_it_is_slow(chat: Chat) -> None:
    chat.page.clock.install()
    waiting = chat.holds()
    chat.send(FLIGHT)
    chat.until_held(waiting, 1)
    expect(chat.notice).to_be_empty()
    chat.page.clock.run_for(500)
    expect(chat.notice).to_have_text("One moment…")
    expect(chat.log).to_have_attribute("aria-busy", "true")
    chat.page.clock.run_for(8_000)
    expect(chat.notice).to_contain_text("longer than usual")
    waiting[0].fulfill(json=ANSWER)
    expect(chat.answers.last).to_contain_text("Here I am.")
    expect(chat.notice).to_be_empty()
    expect(chat.log).not_to_have_attribute("aria-busy", "true")


def test_a_message_sent_too_early_goes_once_the_first_is_answered(chat: Chat) -> None:
    waiting = chat.holds()
    chat.send("one")
    chat.until_held(waiting, 1)
    chat.send("two")
    expect(chat.notice).to_contain_text("Your next message goes")
    expect(chat.box).to_have_value("two")
    waiting[0].fulfill(json=ANSWER)
    expect(chat.said).to_have_text(["You: one", "You: two"])
    expect(chat.box).to_have_value("")
    chat.until_held(waiting, 2)
    waiting[1].fulfill(json=ANSWER)
    expect(chat.answers).to_have_count(2)


def test_writing_on_keeps_the_words_in_the_box(chat: Chat) -> None:
    waiting = chat.holds()
    chat.send("one")
    chat.until_held(waiting, 1)
    chat.send("two")
    chat.box.press_sequentially(" and more")
    waiting[0].fulfill(json=ANSWER)
    expect(chat.answers).to_have_count(1)
    expect(chat.box).to_have_value("two and more")
    expect(chat.said).to_have_count(1)


def test_offline_a_message_waits_and_goes_by_itself_as_the_same(chat: Chat) -> None:
    chat.say(FLIGHT)
    chat.visit.context.set_offline(True)
    chat.send("yes")
    expect(chat.notice).to_contain_text("You are offline")
    expect(chat.said.last).to_have_text("You: yes")
    chat.visit.context.set_offline(False)
    chat.answer_after(1)
    expect(chat.lines).to_have_count(1)
    expect(chat.notice).to_be_empty()
    assert len({message["id"] for message in chat.visit.messages[1:]}) == 1
    expect(chat.said).to_have_count(2)


TROUBLES: dict[str, Callable[[Route], None]] = {
    "cut off": lambda route: route.abort("connectionreset"),
    "trouble": lambda route: route.fulfill(status=503, json={"error": "trouble", "message": "Something went wrong here."}),
    "too fast": lambda route: route.fulfill(status=429, json={"error": "too_many", "message": "One at a time."}),
    "a proxy's page": lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html"),
    "not an answer": lambda route: route.fulfill(body="hello", content_type="text/html"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_message_that_gets_no_answer_is_tried_again_as_the_same(trouble: str, chat: Chat) -> None:
    chat.page.clock.install()
    tried: list[str] = []

    def fail_twice(route: Route) -> None:
        tried.append(route.request.post_data or "")
        if len(tried) > 2:
            route.continue_()
        else:
            TROUBLES[trouble](route)

    chat.page.route(MESSAGE, fail_twice)
    chat.send(FLIGHT)
    expect(chat.button("Try now")).to_be_visible()
    expect(chat.notice).to_contain_text("by itself")
    chat.page.clock.run_for(1_000)
    expect(chat.button("Try now")).to_be_visible()
    while len(tried) < 2:
        chat.page.clock.run_for(100)
    chat.page.clock.run_for(2_000)
    assert "eighteen" in chat.answer_after(0)
    expect(chat.button("Try now")).to_be_hidden()
    expect(chat.notice).to_be_empty()
    assert len(tried) == 3
    assert len(set(tried)) == 1, "tried again with another id"
    expect(chat.said).to_have_count(1)


def test_trying_now_does_not_wait(chat: Chat) -> None:
    chat.page.clock.install()  # time stands still: only the button tries again
    chat.page.route(MESSAGE, lambda route: route.abort(), times=1)
    chat.send(FLIGHT)
    chat.button("Try now").click()
    chat.answer_after(0)
    assert chat.focused == "TEXTAREA"


def test_a_message_can_be_taken_back_and_keeps_its_id_if_it_is_sent_after_all(chat: Chat) -> None:
    chat.page.clock.install()
    chat.page.route(MESSAGE, lambda route: route.abort(), times=1)
    chat.send(FLIGHT)
    chat.button("Take it back").click()
    expect(chat.box).to_have_value(FLIGHT)
    expect(chat.said).to_have_count(0)
    expect(chat.notice).to_be_empty()
    chat.box.press("Enter")
    chat.answer_after(0)
    first, second = chat.visit.messages
    assert first == second


def test_a_message_that_is_on_its_way_too_long_is_tried_again(chat: Chat) -> None:
    chat.page.clock.install()
    waiting = chat.holds()
    chat.send(FLIGHT)
    chat.until_held(waiting, 1)
    chat.page.clock.run_for(31_000)
    expect(chat.notice).to_contain_text("tried again by itself")
    chat.button("Try now").click()
    chat.until_held(waiting, 2)
    waiting[1].fulfill(json=ANSWER)
    chat.answer_after(0)
    assert waiting[0].request.post_data == waiting[1].request.post_data


def test_a_message_too_long_gets_a_clear_sentence_and_goes_back_to_the_box(chat: Chat) -> None:
    words = ("so much " * 600).strip()
    chat.send(words)
    expect(chat.notice).to_contain_text("4000 characters")
    expect(chat.box).to_have_value(words)
    expect(chat.said).to_have_count(0)
    chat.box.fill("")
    chat.say(FLIGHT)
    expect(chat.notice).to_be_empty()


def test_a_token_refused_half_way_is_renewed_and_the_conversation_goes_on(chat: Chat) -> None:
    chat.say(FLIGHT)
    chat.page.route(MESSAGE, lambda route: route.continue_(headers={**route.request.headers, "authorization": "Bearer x.y.z"}), times=1)
    chat.say("yes")
    expect(chat.lines).to_have_count(1)
    expect(chat.notice).to_be_empty()
    first, second = chat.visit.messages[1:]
    assert first == second


def test_a_token_is_renewed_before_it_expires(chat: Chat) -> None:
    chat.page.clock.install()
    chat.say(FLIGHT)
    chat.page.clock.fast_forward("55:00")
    chat.button("Show").click()
    chat.say("yes")
    expect(chat.lines).to_have_count(1)
    opened = [request for request in chat.visit.requests if urlsplit(request.url).path == "/webhooks/web/session"]
    assert len(opened) == 2
    assert opened[1].headers["authorization"].startswith("Bearer ")
    assert chat.visit.failures == []


def expire(chat: Chat) -> None:
    """From now on the token in hand is no good, neither for messages nor for going on."""
    old = next(request.headers["authorization"] for request in chat.visit.requests if "authorization" in request.headers)

    def refuse(route: Route) -> None:
        if route.request.headers.get("authorization") == old:
            route.fulfill(status=401, json={"error": "expired", "message": "This session has ended; open a new one."})
        else:
            route.continue_()

    chat.page.route("**/webhooks/web/*", refuse)


def test_an_expired_conversation_is_followed_by_a_new_one_and_the_page_says_so(chat: Chat) -> None:
    chat.get_a_line()
    expire(chat)
    assert "eighteen or over?" in chat.say("How do I ask without sounding desperate?")
    expect(chat.page.locator("li.anew")).to_contain_text("start anew")
    expect(chat.button("Softer")).to_have_count(0)
    expect(chat.notice).to_be_empty()


def test_a_button_of_an_expired_conversation_still_says_its_words(chat: Chat) -> None:
    chat.say(FLIGHT)
    expire(chat)
    chat.press("Yes")
    assert [set(message) - {"id"} for message in chat.visit.messages[-2:]] == [{"payload"}, {"text"}]
    expect(chat.page.locator("li.anew")).to_have_count(1)
    expect(chat.notice).to_be_empty()


@pytest.fixture(scope="module")
def restarted(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """A conversation whose server was killed, with a message on its way, and came back at the same address."""
    settings = {"EVENING_NOTE_PORT": str(free_port()), "EVENING_NOTE_SEED": "widget", "EVENING_NOTE_SECRET": "one that lasts"}
    settings["EVENING_NOTE_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    with Server(settings) as server:
        chat = visit_of(browser, f"http://127.0.0.1:{server.port}").open()
        chat.say(FLIGHT)
        server.stop(signal.SIGKILL)
        chat.send("yes")
        expect(chat.notice).to_contain_text("tried again by itself")
    with Server(settings):
        expect(chat.answers).to_have_count(2, timeout=60_000)
        yield chat
        chat.visit.close()


def test_a_message_to_a_killed_server_is_answered_once_after_its_restart(restarted: Chat) -> None:
    expect(restarted.said).to_have_text([f"You: {FLIGHT}", "You: yes"])
    expect(restarted.answers).to_have_count(2)
    expect(restarted.notice).to_be_empty()
    assert len({json.dumps(message) for message in restarted.visit.messages[1:]}) == 1, "tried again with another id"


def test_the_conversation_goes_on_after_a_restart(restarted: Chat) -> None:
    expect(restarted.lines).to_have_count(1, timeout=1_000)

"""Leaving quickly: blank at once, on a neutral page, with nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.widget.chat import NEUTRAL, Chat

pytestmark = [pytest.mark.browser, pytest.mark.server]

BLANK_MS = 100
"""Within which the page is blank after the press."""
WATCH = """() => {
  let begun;
  for (const sign of ['click', 'keyup']) document.addEventListener(sign, ({timeStamp}) => (begun = timeStamp), {capture: true});
  const root = document.querySelector('evening-note').shadowRoot;
  new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(now => {
    const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    if (top?.parentElement === document.body) {
      console.info('left ' + JSON.stringify({after: now - begun, words: document.body.innerText.trim(), parts: root.childNodes.length}));
    }
  }))).observe(document.body, {childList: true});
}"""


def click(chat: Chat) -> None:
    box = chat.leaving.bounding_box()
    assert box is not None
    chat.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def shift_three_times(chat: Chat) -> None:
    for _ in range(3):
        chat.page.keyboard.press("Shift")


def first_link(chat: Chat) -> None:
    chat.page.get_by_role("link", name="Leave quickly").focus()
    chat.page.keyboard.press("Enter")


WAYS_OUT = {"button": click, "shift": shift_three_times, "link": first_link}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_the_page_is_blank_within_a_tenth_of_a_second_on_a_slow_device(way: str, chat: Chat) -> None:
    waiting = chat.holds(f"{NEUTRAL}**")  # the neutral page does not come: what is measured is ours
    chat.get_a_line()
    chat.box.fill("a half-written thought")
    chat.page.evaluate(WATCH)
    chat.devtools().send("Emulation.setCPUThrottlingRate", {"rate": 4})
    with chat.page.expect_console_message(lambda message: message.text.startswith("left ")) as told:
        WAYS_OUT[way](chat)
    left = json.loads(told.value.text.removeprefix("left "))
    assert left["after"] <= BLANK_MS
    assert (left["words"], left["parts"]) == ("", 0), "the words are still there, underneath"
    assert "referer" not in waiting[0].request.headers


@pytest.mark.parametrize("way", WAYS_OUT)
def test_leaving_takes_the_place_of_the_page_in_the_history(way: str, chat: Chat) -> None:
    chat.get_a_line()
    WAYS_OUT[way](chat)
    chat.page.wait_for_url(NEUTRAL)
    entries = chat.devtools().send("Page.getNavigationHistory")["entries"]
    assert not [entry["url"] for entry in entries if "127.0.0.1" in entry["url"]]


@pytest.mark.parametrize("screen", ["talk", "More", "lock", "Someone is here"])
def test_every_screen_has_the_way_out_by_button_and_by_shift(screen: str, chat: Chat) -> None:
    chat.say("hello")
    if screen == "lock":
        chat.page.clock.install()
        chat.page.keyboard.press("Control")
        chat.page.clock.fast_forward("06:00")
        chat.lock.wait_for()
    elif screen != "talk":
        chat.button(screen).click()
    assert chat.shows(chat.leaving)
    box = chat.leaving.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    shift_three_times(chat)
    chat.page.wait_for_url(NEUTRAL)


def test_two_shifts_are_announced_and_three_over_a_long_time_are_none(chat: Chat) -> None:
    chat.page.clock.install()
    for _ in range(2):
        chat.page.keyboard.press("Shift")
    expect(chat.page.get_by_text("Press Shift once more to leave.")).to_have_count(1)
    chat.page.clock.fast_forward("00:06")
    chat.page.keyboard.press("Shift")
    assert "127.0.0.1" in chat.page.url
    assert chat.frame.is_visible()


def test_capitals_are_no_way_out(chat: Chat) -> None:
    chat.box.focus()
    for letter in "NO NO":
        chat.page.keyboard.down("Shift")
        chat.page.keyboard.press(letter)
        chat.page.keyboard.up("Shift")
    expect(chat.box).to_have_value("NO NO")
    assert chat.visit.hosts_elsewhere == set()


def test_shift_held_for_the_mouse_is_no_way_out(chat: Chat) -> None:
    for _ in range(3):
        chat.page.keyboard.down("Shift")
        chat.frame.click(position={"x": 5, "y": 400})
        chat.page.keyboard.up("Shift")
    assert chat.visit.hosts_elsewhere == set()


def test_the_page_says_honestly_what_leaving_does_not_do(chat: Chat) -> None:
    assert "cannot erase your browser’s history" in chat.frame.inner_text()
    chat.say("hello")
    chat.button("More").click()
    assert "cannot erase your browser’s history" in chat.frame.inner_text()


@pytest.mark.parametrize(("chosen", "goes_to"), [("https://www.bbc.co.uk/news", "https://www.bbc.co.uk/news"), ("javascript:alert(1)", NEUTRAL)])
def test_the_embedding_page_may_choose_where_leaving_goes(chosen: str, goes_to: str, visit: Callable[..., Chat]) -> None:
    chat = visit()
    chat.page.route("https://www.bbc.co.uk/news", lambda route: route.fulfill(body="news"))
    chat.page.evaluate("exit => document.querySelector('evening-note').setAttribute('exit', exit)", chosen)
    chat.leaving.click()
    chat.page.wait_for_url(goes_to)

"""What is kept by consent: one token in the browser, and a screen where everything can be seen, taken along and forgotten."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.widget.chat import FLIGHT, Chat, Visit

pytestmark = [pytest.mark.browser, pytest.mark.server]

NOTHING: dict[str, Any] = {
    "person": None,
    "consents": [],
    "locked": False,
    "saved": [],
    "patterns": {"sentences": [], "cells": []},
    "note": None,
    "chips": [],
}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LINE = "Not tonight, but I love that you asked."
KEPT: dict[str, Any] = {
    "person": "a-token-of-nobody-in-particular",
    "consents": ["journal", "saved", "notes", "adult"],
    "locked": False,
    "saved": [{"id": "1", "text": LINE, "payload": "delete-1"}, {"id": "2", "text": "Come here, you."}],
    "patterns": {
        "sentences": ["Weeknights after ten are often a no; Saturday mornings less so."],
        "cells": [{"day": "Sat", "part": "morning", "no": 0, "yes": 3}, {"day": "Mon", "part": "evening", "no": 3, "yes": 1}],
    },
    "note": {"title": "Tonight’s note", "payload": "note-1"},
    "chips": [{"title": "How did it go?", "payload": "how-1"}],
}
HOLDS = f"localStorage.setItem('evening-note', '{KEPT['person']}')"


class FakeMemory:
    """The server's memory, as far as the widget knows it; a conversation belongs to whom it was opened for."""

    def __init__(self, kept: dict[str, Any] | None = None) -> None:
        self.kept = kept or NOTHING
        self.opened: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []

    def serve(self, visit: Visit) -> FakeMemory:
        """Answers a visit's requests for sessions and memory."""
        visit.context.route("**/webhooks/web/**", self._answer)
        return self

    def _answer(self, route: Route) -> None:
        request = route.request
        path = urlsplit(request.url).path.removeprefix("/webhooks/web/")
        if path == "session":
            self.opened.append(json.loads(request.post_data or "{}"))
            route.continue_()
        elif path.startswith("memory"):
            self.asked.append((request.method, path))
            assert request.headers["authorization"].startswith("Bearer ")
            if request.method == "DELETE":
                self.kept = NOTHING
                route.fulfill(status=204)
            else:
                route.fulfill(json=self.kept)
        else:
            route.fallback()


@pytest.fixture
def remembered(visit: Callable[..., Chat]) -> tuple[Chat, FakeMemory]:
    """Somebody who agreed to be remembered opens the page again."""
    return remember(visit, KEPT)


def remember(visit: Callable[..., Chat], kept: dict[str, Any], **circumstances: Any) -> tuple[Chat, FakeMemory]:
    """The page of somebody of whom this is kept."""
    chat = visit(**circumstances)
    memory = FakeMemory(kept).serve(chat.visit)
    chat.page.evaluate(HOLDS)
    chat.page.reload()
    return chat, memory


def test_without_consent_nothing_is_asked_before_one_speaks_and_nothing_is_kept(chat: Chat) -> None:
    memory = FakeMemory().serve(chat.visit)
    chat.get_a_line()
    assert chat.kept() == {}
    assert memory.asked == []
    assert memory.opened == [{"zone": "Europe/London"}]
    expect(chat.button("Kept")).to_have_count(0)


def test_a_consent_keeps_one_token_and_no_more(chat: Chat) -> None:
    memory = FakeMemory(KEPT).serve(chat.visit)
    chat.answers_with({"text": "Saved, and kept."}, changed=True)
    chat.say("yes, keep it")
    expect(chat.button("Kept")).to_be_visible()
    assert memory.asked == [("GET", "memory")]
    assert chat.kept() == {"local": {"evening-note": KEPT["person"]}}
    expect(chat.chips).to_have_count(0)  # chips come at opening, not in between


def test_taking_the_consent_back_removes_the_token(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, memory = remembered
    chat.button("Kept").wait_for()
    memory.kept = NOTHING
    chat.answers_with({"text": "Forgotten."}, changed=True)
    chat.say("forget everything")
    expect(chat.button("Kept")).to_have_count(0)
    assert chat.kept() == {}


def test_a_token_that_the_server_no_longer_knows_is_removed_at_opening(visit: Callable[..., Chat]) -> None:
    chat, memory = remember(visit, NOTHING)
    expect(chat.box).to_be_visible()
    chat.page.evaluate("async () => { while (localStorage.length) await new Promise(after => setTimeout(after, 10)); }")
    assert memory.opened[-1]["person"] == KEPT["person"]


def test_at_opening_a_waiting_note_and_the_open_question_are_one_press_away(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, memory = remembered
    expect(chat.chips).to_have_text(["Tonight’s note", "How did it go?"])
    assert memory.opened[-1] == {"person": KEPT["person"], "zone": "Europe/London"}
    chat.answers_with({"text": "A thought for tonight."})
    chat.press("Tonight’s note")
    assert chat.visit.messages[-1]["payload"] == "note-1"
    expect(chat.chips).to_have_count(0)


def test_the_screen_shows_what_was_agreed_to_and_the_saved_lines(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, _ = remembered
    chat.button("Kept").click()
    assert chat.focused == "Kept"
    shown = chat.page.get_by_role("region", name="Kept")
    assert shown.get_by_role("listitem").all_inner_texts()[:4] == [
        "A journal, as codes without words",
        "Saved lines",
        "Evening notes",
        "That you are eighteen or over",
    ]
    assert shown.locator("q").all_inner_texts() == [LINE, "Come here, you."]
    chat.page.keyboard.press("Escape")
    assert chat.focused == "Kept"
    expect(chat.box).to_be_visible()


def test_a_saved_line_is_copied_or_deleted_through_the_conversation(visit: Callable[..., Chat]) -> None:
    chat, memory = remember(visit, KEPT, permissions=["clipboard-read", "clipboard-write"])
    chat.button("Kept").click()
    chat.button(f"Copy “{LINE}”").click()
    expect(chat.button(f"Copied “{LINE}”")).to_be_visible()
    assert chat.page.evaluate("navigator.clipboard.readText()") == LINE
    memory.kept = {**KEPT, "saved": KEPT["saved"][1:]}
    chat.answers_with({"text": "Dropped."}, changed=True)
    chat.button(f"Delete “{LINE}”").click()
    chat.answer_after(0)
    assert chat.visit.messages[-1]["payload"] == "delete-1"
    assert chat.focused
    chat.button("Kept").click()
    expect(chat.page.locator(".lines q")).to_have_text(["Come here, you."])


def test_the_picture_of_ones_patterns_has_a_name_and_a_table_behind_it(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, _ = remembered
    chat.button("Kept").click()
    expect(chat.page.get_by_text("Weeknights after ten are often a no")).to_be_visible()
    picture = chat.page.get_by_role("img", name="When it was a yes and when a no")
    assert picture.locator("text").all_text_contents() == ["morning", "evening", "Mon", "Sat"]
    sizes = picture.locator("circle").evaluate_all("all => all.map(c => [c.getAttribute('class'), Math.round(c.r.baseVal.value)])")
    assert sizes == [["yes", 14], ["yes", 8], ["no", 14]]
    expect(chat.page.get_by_role("table")).to_be_hidden()
    chat.page.get_by_text("The numbers behind it").press("Enter")
    assert chat.page.get_by_role("row").all_inner_texts() == ["When\tYes\tNo", "Sat, morning\t3\t0", "Mon, evening\t1\t3"]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_words_of_the_picture_can_be_read_and_stay_apart_on_any_screen(width: int, visit: Callable[..., Chat]) -> None:
    cells = [{"day": day, "part": part, "no": 1, "yes": 2} for day in DAYS for part in ("morning", "afternoon", "evening", "night")]
    chat, _ = remember(visit, {**KEPT, "patterns": {"sentences": [], "cells": cells}}, width=width, height=568)
    chat.button("Kept").click()
    words = chat.page.get_by_role("img", name="When it was").locator("text")
    boxes = words.evaluate_all("all => all.map(e => (r => [r.left, r.right, r.top, r.bottom])(e.getBoundingClientRect()))")
    assert min(bottom - top for *_, top, bottom in boxes) >= 11, "pixels"
    named = sorted(box for box, word in zip(boxes, words.all_text_contents()) if word not in DAYS)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(named)), "they run into each other"


@pytest.mark.parametrize("screen", ["Kept", "More"])
def test_the_way_back_stays_in_a_thumbs_reach_however_long_the_panel(screen: str, visit: Callable[..., Chat]) -> None:
    chat, _ = remember(visit, KEPT, width=390, height=844, has_touch=True, is_mobile=True)
    chat.button(screen).tap()
    assert chat.shows(chat.button("Back"))
    box = chat.button("Back").bounding_box()
    assert box is not None
    assert box["y"] > 844 * 2 / 3
    chat.button("Back").tap()
    expect(chat.box).to_be_visible()


def test_a_copy_of_everything_is_a_file_on_this_device(remembered: tuple[Chat, FakeMemory], tmp_path: Path) -> None:
    chat, memory = remembered
    chat.button("Kept").click()
    with chat.page.expect_download() as started:
        chat.button("Save a copy").click()
    assert started.value.suggested_filename == "evening-note.json"
    started.value.save_as(tmp_path / "copy")
    assert json.loads((tmp_path / "copy").read_text(encoding="utf-8")) == KEPT
    assert memory.asked[-1] == ("GET", "memory/export")


def test_forgetting_everything_asks_once_and_leaves_nothing(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, memory = remembered
    chat.button("Kept").click()
    chat.button("Forget everything").click()
    assert "cannot be brought back" in chat.focused
    chat.button("Keep it").click()
    assert chat.focused == "Forget everything"
    assert ("DELETE", "memory") not in memory.asked
    chat.button("Forget everything").click()
    chat.button("Yes, forget everything").click()
    expect(chat.notice).to_have_text("Done. There is nothing kept now.")
    assert memory.asked[-1] == ("DELETE", "memory")
    assert chat.kept() == {}
    expect(chat.button("Kept")).to_have_count(0)
    assert chat.focused == "TEXTAREA"


def test_what_is_locked_stays_so_until_the_pin_is_typed(visit: Callable[..., Chat]) -> None:
    locked = {**NOTHING, "person": KEPT["person"], "locked": True}
    chat, memory = remember(visit, locked)
    chat.button("Kept").click()
    expect(chat.page.get_by_role("region", name="Kept")).to_contain_text("A PIN locks this")
    expect(chat.page.locator(".lines")).to_have_count(0)
    chat.answers_with({"text": "What's the PIN?"})
    chat.press("Give the PIN")
    assert chat.visit.messages[-1]["text"] == "Show me my saved lines"
    memory.kept = KEPT
    chat.answers_with({"text": "Thank you."})
    chat.say("2468")
    chat.button("Kept").click()
    expect(chat.page.locator(".lines q")).to_have_count(2)


def test_after_a_quiet_while_what_is_kept_is_asked_for_anew(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, memory = remembered
    chat.button("Kept").click()
    memory.kept = {**NOTHING, "person": KEPT["person"], "locked": True}
    chat.page.clock.install()
    chat.page.keyboard.press("Control")
    chat.page.clock.fast_forward("06:00")
    chat.button("Show").click()
    expect(chat.box).to_be_visible()
    assert chat.focused == "Kept"
    while len(memory.asked) < 2:
        chat.page.wait_for_timeout(20)
    chat.button("Kept").click()
    expect(chat.page.get_by_role("region", name="Kept")).to_contain_text("A PIN locks this")
    expect(chat.page.locator(".lines")).to_have_count(0)


def test_the_screen_opens_at_once_and_then_shows_what_is_kept_now(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, _ = remembered
    chat.button("Kept").wait_for()
    waiting = chat.holds("**/webhooks/web/memory")
    chat.button("Kept").click()
    expect(chat.page.locator(".lines q")).to_have_count(2)
    chat.until_held(waiting, 1)
    waiting[0].fulfill(json={**KEPT, "saved": KEPT["saved"][1:]})
    expect(chat.page.locator(".lines q")).to_have_text(["Come here, you."])
    assert chat.focused == "Kept"


def test_leaving_quickly_keeps_the_token_and_nothing_else(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, _ = remembered
    chat.button("Kept").click()
    chat.leaving.click()
    chat.page.wait_for_url("https://www.bbc.co.uk/weather")
    chat.page.goto(chat.visit.origin)
    expect(chat.chips).to_have_count(2)
    assert chat.kept() == {"local": {"evening-note": KEPT["person"]}}


def test_a_server_without_a_memory_is_no_trouble(visit: Callable[..., Chat]) -> None:
    chat = visit()
    chat.page.route("**/webhooks/web/memory", lambda route: route.fulfill(status=404, json={"error": "not_found", "message": "Nothing here."}))
    chat.page.evaluate(HOLDS)
    chat.page.reload()
    assert "eighteen" in chat.say(FLIGHT)
    expect(chat.notice).to_be_empty()


def test_a_copy_or_a_forgetting_that_fails_says_so_and_keeps_the_token(remembered: tuple[Chat, FakeMemory]) -> None:
    chat, _ = remembered
    chat.button("Kept").click()
    chat.page.route("**/webhooks/web/memory**", lambda route: route.abort())
    chat.page.route("**/webhooks/web/memory/export", lambda route: route.abort())
    for presses in (["Save a copy"], ["Forget everything", "Yes, forget everything"]):
        for name in presses:
            chat.button(name).click()
        expect(chat.page.get_by_role("status").filter(has_text="can’t be shown just now")).to_have_count(1)
    assert chat.kept() == {"local": {"evening-note": KEPT["person"]}}
